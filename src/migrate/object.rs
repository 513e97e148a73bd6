//! Whether a statement that the database commits by itself took effect.

use std::sync::atomic::{AtomicU64, Ordering};

use tablewright_schema::{fingerprint as hash, sql};

use super::statement::{Class, Object};
use crate::connection::{Connection, Params, Query, Text};
use crate::model::{FromRow, Table};
use crate::value::{Binder, Row};
use crate::{Error, Result};

/// The fingerprint of what the database says of an object.
pub(super) async fn fingerprint<C: Connection>(db: &C, object: &Object) -> Result<String> {
    let text = described(db, object).await?;
    Ok(format!("{:032x}", hash(&text)))
}

/// Whether an object is another than it was before, so that the statement took effect that was to
/// change it. What of an index was left by a failure is taken away.
pub(super) async fn took_effect<C: Connection>(
    db: &C,
    object: &Object,
    before: &str,
) -> Result<bool> {
    let Class::Index { is_created } = object.class else {
        return Ok(fingerprint(db, object).await? != before);
    };
    let state = described(db, object).await?;
    if is_created {
        discard_invalid(db, object).await?;
        Ok(state == VALID)
    } else {
        Ok(state.is_empty())
    }
}

/// Drops an index that PostgreSQL did not build to its end.
pub(super) async fn discard_invalid<C: Connection>(db: &C, object: &Object) -> Result<()> {
    if let Class::Index { is_created: true } = object.class
        && described(db, object).await? == INVALID
    {
        let name = quoted(db, object);
        return db.run(&format!("DROP INDEX CONCURRENTLY {name}")).await;
    }
    Ok(())
}

/// What is said of an index.
const VALID: &str = "valid";
const INVALID: &str = "invalid";

/// What the database says of an object; nothing where it is not there.
async fn described<C: Connection>(db: &C, object: &Object) -> Result<String> {
    let found = match object.class {
        Class::Table => {
            let text = format!("SHOW CREATE TABLE {} {}", quoted(db, object), unlike_any());
            let mut found: Option<Second> = None;
            let query = Query {
                sql: Text::Built(&text),
                table: &Table::NONE,
                read_back: None,
            };
            return match db.fetch(query, &Nothing, &mut found).await {
                Ok(()) => Ok(found.map_or_else(String::new, |row| plain(&row.0))),
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
            let text = "SELECT CASE WHEN indisvalid THEN 'valid' ELSE 'invalid' END \
                        FROM pg_index WHERE indexrelid = to_regclass(?)";
            let name = quoted(db, object);
            let found = crate::sql::<String>(text).bind(name).run_all(db).await?;
            return Ok(found.concat());
        }
    };
    let found = crate::sql::<String>(found)
        .bind(object.name.as_str())
        .bind(object.qualifier.as_deref())
        .run_all(db)
        .await?;
    Ok(found.join("\n"))
}

/// A comment by which a statement is prepared anew: MariaDB shows a view that is gone where the
/// statement was prepared before.
fn unlike_any() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("/* {} */", NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn quoted<C: Connection>(db: &C, object: &Object) -> String {
    let dialect = db.dialect().into();
    let name = sql::identifier(dialect, &object.name);
    match &object.qualifier {
        Some(qualifier) => format!("{}.{name}", sql::identifier(dialect, qualifier)),
        None => name,
    }
}

/// The definition of a table without the number of the next row, which rows change.
fn plain(definition: &str) -> String {
    const NEXT: &str = " AUTO_INCREMENT=";
    match definition.rsplit_once(NEXT) {
        Some((before, behind)) if !behind.contains(['\n', '\'']) || is_option(before) => {
            let rest = behind.trim_start_matches(|digit: char| digit.is_ascii_digit());
            format!("{before}{rest}")
        }
        Some(_) | None => definition.to_owned(),
    }
}

/// Whether the definition of the columns is behind us.
fn is_option(before: &str) -> bool {
    before
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.starts_with(')'))
}

/// There are no parameters.
struct Nothing;

impl Params for Nothing {
    fn bind<B: Binder>(&self, _: &mut B) -> Result<()> {
        Ok(())
    }
}

/// The text in the second column: a view has more of them than a table.
struct Second(String);

impl FromRow for Second {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(1).map(Second)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_number_of_the_next_row_does_not_count() {
        let table = "CREATE TABLE `a` (\n  `b` int COMMENT ' AUTO_INCREMENT=3'\n) ENGINE=InnoDB";
        assert_eq!(
            plain(&format!("{table} AUTO_INCREMENT=12 COMMENT='a'")),
            format!("{table} COMMENT='a'")
        );
        assert_eq!(plain(table), table);
    }
}
