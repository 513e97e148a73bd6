//! The records of the history table about the tables of the models.

use tablewright_schema::catalog::Table;
use tablewright_schema::definition;
use tablewright_schema::own_sql::made;
use tablewright_sql::Dialect;

use super::{apply, compare};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::evolve::create::Schema;
use crate::evolve::history::{self, kind};
use crate::evolve::inspect::{self, Scope};
use crate::evolve::own_sql;

/// The state of the database, compared with the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was synchronized with these models, and nothing has changed since.
    Same,
    /// The same, and the tables have properties that a catalog has no fields for.
    Noted,
    /// It was synchronized with these models, and something has changed since.
    Changed,
    /// It was synchronized with other models, or its state is unknown.
    Older,
    /// It was synchronized with these models and then with others, by that version of the library.
    Newer(String),
    /// Nothing is recorded.
    Unknown,
}

/// Finds the state by one query.
pub(super) async fn state<C: Driver>(db: &C, schema: &'static Schema) -> Result<State> {
    let table = history::schema()
        .tables
        .first()
        .map_or("", |table| table.name);
    let live = inspect::fingerprint::expression(db.dialect(), &names(schema));
    let done = format!(
        "models = ? AND kind IN ('{}', '{}')",
        kind::CREATE_ALL,
        kind::SYNC
    );
    let text = format!(
        "SELECT checksum, applied_by, coalesce(state, ''), {live}, \
         (SELECT count(*) FROM {table} WHERE checksum = ? AND {done}) \
         FROM {table} WHERE {done} ORDER BY id DESC LIMIT 1"
    );
    let rows = crate::query::raw::sql::<(String, String, String, String, i64)>(text)
        .bind(schema.hash)
        .bind(schema.name)
        .bind(schema.name)
        .run_all(db)
        .await;
    let rows = match rows {
        Ok(rows) => rows,
        // A new database has no history table.
        Err(Error::Schema(_)) => return Ok(State::Unknown),
        Err(error) => return Err(error),
    };
    Ok(match rows.into_iter().next() {
        None => State::Unknown,
        Some((hash, _, recorded, live, _)) if hash == schema.hash => {
            if recorded.is_empty() {
                // The earlier state of the tables is not recorded.
                return Ok(State::Older);
            }
            match fingerprint(db, schema, &live).await? {
                same if recorded == same => State::Same,
                same if recorded == noted(&same) => State::Noted,
                _ => State::Changed,
            }
        }
        Some((.., 0)) => State::Older,
        Some((_, by, ..)) => State::Newer(by),
    })
}

/// Records that the tables are those of the models now, and whether there are notes about them.
pub(crate) async fn remember<C: Driver>(
    db: &C,
    schema: &'static Schema,
    kind: &'static str,
    has_notes: bool,
) -> Result<()> {
    if definition::has_own_sql(schema.definition) {
        let (_, definition) = compare::definition(schema, db.dialect())?;
        if !own_sql::remember(db, apply::creates(&definition), false).await? {
            // The object was created by another statement: `verify` has to inspect it.
            return history::remember(db, schema, kind, None).await;
        }
    }
    let live = live(db, schema)?;
    let live = crate::query::raw::sql::<String>(format!("SELECT {live}"));
    let live = live.run_one(db).await?;
    let state = fingerprint(db, schema, &live).await?;
    let state = if has_notes { noted(&state) } else { state };
    history::remember(db, schema, kind, Some(state)).await
}

/// The record instead of a fingerprint if there are notes, so that `verify` inspects the tables.
fn noted(fingerprint: &str) -> String {
    tablewright_schema::fingerprint(&format!("noted {fingerprint}"))
}

/// The part of the fingerprint of the tables that one query can compute.
///
/// On MySQL and MariaDB, a query cannot return the bytes of some literals. Tables of the models
/// with such literals are inspected.
async fn fingerprint<C: Driver>(db: &C, schema: &'static Schema, live: &str) -> Result<String> {
    let hidden = match db.dialect() {
        Dialect::Sqlite | Dialect::Postgres => Vec::new(),
        Dialect::Mysql | Dialect::Mariadb if schema.definition.is_empty() => Vec::new(),
        Dialect::Mysql | Dialect::Mariadb => {
            let (_, definition) = compare::definition(schema, db.dialect())?;
            let tables = definition.catalog.tables.into_iter();
            let tables = tables.filter(Table::has_ambiguous_literals);
            tables.map(|table| table.name).collect()
        }
    };
    if hidden.is_empty() {
        return Ok(inspect::fingerprint::short(live));
    }
    let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
    let found = inspect::catalog(db, Scope::Tables(&hidden)).await?;
    let mut all = live.to_owned();
    for expression in found.tables.iter().flat_map(Table::expressions) {
        all.push('\n');
        all.push_str(expression.text());
    }
    Ok(inspect::fingerprint::short(&all))
}

/// An expression that shows whether the tables, or objects of the user's own SQL, have changed.
fn live<C: Driver>(db: &C, schema: &'static Schema) -> Result<String> {
    let dialect = db.dialect();
    let tables = inspect::fingerprint::expression(dialect, &names(schema));
    if !definition::has_own_sql(schema.definition) {
        return Ok(tables);
    }
    let (_, definition) = compare::definition(schema, dialect)?;
    let made = apply::creates(&definition).filter_map(|sql| made(dialect, sql));
    let names: Vec<String> = made.map(|made| made.name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let others = inspect::fingerprint::others(dialect, &names);
    Ok(match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("({tables} || '|' || {others})"),
        Dialect::Mysql | Dialect::Mariadb => format!("concat({tables}, '|', {others})"),
    })
}

fn names(schema: &'static Schema) -> Vec<&'static str> {
    schema.tables.iter().map(|table| table.name).collect()
}
