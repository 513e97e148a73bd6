//! Finds out whether an interrupted statement was applied, if the database commits it by itself.

use std::sync::atomic::{AtomicU64, Ordering};

use tablewright_schema::fingerprint as hash;
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, tokens};

use super::statement::{Class, Object};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::base::model::{FromRow, Table};
use crate::base::statement::Raw;
use crate::base::value::Row;
use crate::evolve::inspect::Printed;
use crate::query::raw::Cell;

/// The fingerprint of the database's description of an object.
pub(super) async fn fingerprint<C: Driver>(db: &C, object: &Object) -> Result<String> {
    let text = described(db, object).await?;
    Ok(hash(&text))
}

/// Whether an object differs from its state before, so that the statement was applied. Drops an
/// invalid index.
pub(super) async fn was_applied<C: Driver>(db: &C, object: &Object, before: &str) -> Result<bool> {
    let Class::Index { is_created } = object.class else {
        return Ok(fingerprint(db, object).await? != before);
    };
    let state = described(db, object).await?;
    if is_created {
        discard_invalid(db, object).await?;
        // An index of this name may have existed before.
        Ok(state == VALID && before != hash(VALID))
    } else {
        Ok(state.is_empty())
    }
}

/// Drops an index whose build on PostgreSQL was interrupted.
pub(super) async fn discard_invalid<C: Driver>(db: &C, object: &Object) -> Result<()> {
    if let Class::Index { is_created: true } = object.class
        && let Some((state, name)) = index(db, object).await?
        && state == INVALID
    {
        return db.run(&format!("DROP INDEX CONCURRENTLY {name}")).await;
    }
    Ok(())
}

/// Cleans up after a statement that failed. Returns whether its object is now as it was before.
///
/// PostgreSQL commits the stages of `CONCURRENTLY` one by one. So a statement that fails late
/// leaves an invalid index, also if the index should be dropped.
pub(super) async fn is_as_before<C: Driver>(db: &C, object: &Object) -> Result<bool> {
    discard_invalid(db, object).await?;
    match object.class {
        Class::Index { .. } => Ok(described(db, object).await? != INVALID),
        Class::Table | Class::Trigger | Class::Routine | Class::Event => Ok(true),
    }
}

/// The description of a valid index.
const VALID: &str = "valid";
const INVALID: &str = "invalid";

/// The database's description of an object; empty if it does not exist.
async fn described<C: Driver>(db: &C, object: &Object) -> Result<String> {
    let found = match object.class {
        Class::Table => {
            let sql = format!("SHOW CREATE TABLE {} {}", quoted(db, object), unlike_any());
            let mut found: Option<Second> = None;
            return match db.fetch(&Raw::new(&sql, &[]), &mut found).await {
                Ok(()) => {
                    let printed = found.map(|row| plain(db.dialect(), &row.0));
                    Ok(printed.unwrap_or_default())
                }
                Err(Error::Schema(error)) if !error.missing.is_empty() => Ok(String::new()),
                Err(error) => Err(error),
            };
        }
        Class::Trigger => {
            "SELECT concat_ws('|', event_object_table, action_timing, event_manipulation, \
             action_statement, created) FROM information_schema.triggers \
             WHERE trigger_name = ? AND trigger_schema = coalesce(?, database())"
        }
        Class::Routine => {
            "SELECT concat_ws('|', routine_type, routine_definition, created, last_altered) \
             FROM information_schema.routines \
             WHERE routine_name = ? AND routine_schema = coalesce(?, database()) ORDER BY 1"
        }
        Class::Event => {
            "SELECT concat_ws('|', event_definition, status, execute_at, interval_value, \
             interval_field, last_altered) FROM information_schema.events \
             WHERE event_name = ? AND event_schema = coalesce(?, database())"
        }
        Class::Index { .. } => {
            let found = index(db, object).await?;
            return Ok(found.map_or_else(String::new, |(state, _)| state));
        }
    };
    let found = crate::query::raw::sql::<String>(found)
        .bind(object.name.as_str())
        .bind(object.qualifier.as_deref())
        .run_all(db)
        .await?;
    Ok(found.join("\n"))
}

/// The state of an index on PostgreSQL, and its quoted name.
///
/// An index that is created is found by its table: another table may have one of this name in an
/// earlier schema of the `search_path`.
async fn index<C: Driver>(db: &C, object: &Object) -> Result<Option<(String, String)>> {
    let text = "SELECT CASE WHEN x.indisvalid THEN 'valid' ELSE 'invalid' END, \
                x.indexrelid::regclass::text \
                FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid";
    let (condition, name) = match &object.table {
        Some((schema, table)) => (
            "x.indrelid = to_regclass(?) AND i.relname = ?",
            qualified(db, schema.as_deref(), table),
        ),
        None => ("x.indexrelid = to_regclass(?)", quoted(db, object)),
    };
    let text = format!("{text} WHERE {condition}");
    let mut found = crate::query::raw::sql::<(String, String)>(text).bind(name);
    if object.table.is_some() {
        found = found.bind(object.name.as_str());
    }
    Ok(found.run_all(db).await?.into_iter().next())
}

/// A random comment, so that the statement is prepared again: MariaDB prints a dropped view if the
/// statement was prepared before.
fn unlike_any() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("/* {} */", NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn quoted<C: Driver>(db: &C, object: &Object) -> String {
    qualified(db, object.qualifier.as_deref(), &object.name)
}

fn qualified<C: Driver>(db: &C, qualifier: Option<&str>, name: &str) -> String {
    let dialect = db.dialect();
    let name = identifier(dialect, name);
    match qualifier {
        Some(qualifier) => format!("{}.{name}", identifier(dialect, qualifier)),
        None => name,
    }
}

/// The definition of a table without the next auto-increment number, which rows change.
fn plain(dialect: Dialect, definition: &str) -> String {
    let tokens = tokens(dialect, definition);
    let mut depth = 0_usize;
    let mut options = tokens.windows(3).filter(|option| {
        if option[0].is_symbol('(') {
            depth += 1;
        } else if option[0].is_symbol(')') {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && option[0].is("auto_increment") && option[1].is_symbol('=')
    });
    match options.next() {
        Some([name, .., number]) => {
            let before = definition[..name.start].trim_end();
            format!("{before}{}", &definition[number.end()..])
        }
        Some(_) | None => definition.to_owned(),
    }
}

/// The SQL in the second column: a view has more columns than a table.
struct Second(String);

impl FromRow for Second {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        let printed = Printed::read_or_null(row, 1)?;
        Ok(Second(
            printed.map_or_else(String::new, |printed| printed.0),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_the_next_row_does_not_count() {
        let table = "CREATE TABLE `a` (\n  `b` int COMMENT ' AUTO_INCREMENT=3'\n) ENGINE=InnoDB";
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            assert_eq!(
                plain(
                    dialect,
                    &format!("{table} AUTO_INCREMENT=12 COMMENT=' AUTO_INCREMENT=3'")
                ),
                format!("{table} COMMENT=' AUTO_INCREMENT=3'")
            );
            assert_eq!(plain(dialect, table), table);
        }
    }
}
