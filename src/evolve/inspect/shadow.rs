//! The tables of the models, as this database prints them.
//!
//! A database prints an expression in a wording of its own: `a IN (1, 2)` comes back from
//! PostgreSQL as `a = ANY (ARRAY[1, 2])`. So the expressions of the models are given to the same
//! database in a shadow schema that no other session sees, and read from there as the live ones
//! are. That gives their wording alone, in which they are compared: the tables, and the SQL that a
//! plan writes, are the models' own. SQLite keeps what was written.

use tablewright_schema::catalog::{Catalog, Table};
use tablewright_sql::Dialect;

use super::{Scope, sort};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};

mod mysql;
mod postgres;
mod wording;

/// The wanted tables in the wording of the live ones: equal to what an inspection finds if they are
/// the same.
///
/// Nothing is left behind, whatever happens.
pub async fn worded<C: Driver>(db: &C, wanted: &Catalog, live: &Catalog) -> Result<Catalog> {
    worded_if(db, wanted, live, |_| true).await
}

/// The same for some of the tables. The others are compared with nothing, and may need a function
/// that the database does not have yet.
pub async fn worded_if<C: Driver>(
    db: &C,
    wanted: &Catalog,
    live: &Catalog,
    is_compared: impl Fn(&Table) -> bool,
) -> Result<Catalog> {
    let dialect = db.dialect();
    let tables = wanted.tables.iter().filter(|table| is_compared(table));
    let asked = Catalog {
        tables: tables.cloned().collect(),
        others: Vec::new(),
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

/// Says that it happened in the shadow schema, and not to the live tables.
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
