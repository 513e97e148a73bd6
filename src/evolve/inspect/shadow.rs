//! The shadow schema: the tables of the models, as this database prints them.
//!
//! A database prints an expression in its own form: PostgreSQL prints `a IN (1, 2)` as `a = ANY
//! (ARRAY[1, 2])`. So the tables of the models are created in the same database, in a shadow schema
//! that no other session sees, and inspected like the live ones. The printed expressions are only
//! compared: the tables, and the SQL that a plan writes, come from the models. SQLite stores
//! expressions as they were written.

use tablewright_schema::catalog::{Catalog, Other, Table};
use tablewright_sql::Dialect;

use super::{Scope, sort};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};

mod mysql;
mod postgres;
mod wording;

/// The wanted tables with expressions as the live database prints them: they equal the inspected
/// tables if they are the same.
///
/// Everything is removed, whatever happens.
pub async fn worded<C: Driver>(db: &C, wanted: &Catalog, live: &Catalog) -> Result<Catalog> {
    worded_if(db, wanted, live, Vec::new(), |_| true).await
}

/// The same for some of the tables. The others are not compared, and may need a function that the
/// database does not have yet. The shadow schema has these extensions, too, which the database
/// lacks.
pub async fn worded_if<C: Driver>(
    db: &C,
    wanted: &Catalog,
    live: &Catalog,
    extensions: Vec<Other>,
    is_compared: impl Fn(&Table) -> bool,
) -> Result<Catalog> {
    let dialect = db.dialect();
    let tables = wanted.tables.iter().filter(|table| is_compared(table));
    let asked = Catalog {
        tables: tables.cloned().collect(),
        others: extensions,
    };
    let worded = match dialect {
        Dialect::Sqlite => asked,
        Dialect::Postgres => postgres::worded(db, &asked, live).await?,
        Dialect::Mysql | Dialect::Mariadb => mysql::worded(db, &asked, live).await?,
    };
    let mut catalog = wanted.clone();
    for table in &mut catalog.tables {
        if let Some(worded) = worded.table(&table.name) {
            table.clone_from(worded);
        }
    }
    Scope::All.apply(&mut catalog, dialect);
    sort(&mut catalog, db.dialect());
    Ok(catalog)
}

#[cold]
fn may_not_create(message: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: message.to_owned(),
        source: None,
    }))
}

/// Says that the error occurred in the shadow schema, and not in the live tables.
#[cold]
fn in_shadow(mut error: Error) -> Error {
    let before = "the tables of the models cannot be created in the shadow schema that is used to \
        compare them (the statements of `sql:` do not run there): ";
    match &mut error {
        Error::Database(failure) | Error::Connect(failure) => {
            failure.message.insert_str(0, before);
        }
        Error::Schema(error) => error.message.insert_str(0, before),
        Error::NotFound(_)
        | Error::Stale(_)
        | Error::Unique(_)
        | Error::ForeignKey(_)
        | Error::NotNull(_)
        | Error::Check(_)
        | Error::Validation(_)
        | Error::Value(_)
        | Error::Decode(_)
        | Error::Busy(_)
        | Error::Conflict(_)
        | Error::Timeout(_)
        | Error::Lost(_)
        | Error::ReadOnly(_)
        | Error::Refused(_)
        | Error::Migration(_)
        | Error::Dialect(_) => {}
    }
    error
}
