//! What the models want, in the words of the database that they are compared with.
//!
//! A database keeps an expression in words of its own: `a IN (1, 2)` comes back from PostgreSQL as
//! `a = ANY (ARRAY[1, 2])`. So the tables of the models are made in a scratch place of the same
//! database, and read from there as the live ones are. SQLite keeps what was written.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use tablewright_schema::catalog::{Catalog, read};

use super::statements::{self, Kind};
use super::{Scope, sort};
use crate::connection::Connection;
use crate::error::Failure;
use crate::{Dialect, Error, Result};

mod mysql;
mod postgres;
mod wording;

/// What the database would have, had these statements been run in an empty one; in the words of the
/// live tables, where the database has several for the same.
///
/// Only those of the statements count that make tables: what else there is of the program's own may
/// do anything. Nothing is left behind, whatever happens.
pub async fn desired<C: Connection>(
    db: &C,
    statements: &[&str],
    live: &Catalog,
) -> Result<Catalog> {
    let dialect = db.dialect();
    let statements = of_tables(dialect, statements);
    let mut catalog = match dialect {
        Dialect::Sqlite => read(dialect.into(), &script(&statements)),
        Dialect::Postgres => postgres::desired(db, &statements, live).await?,
        Dialect::Mysql | Dialect::Mariadb => mysql::desired(db, &statements, live).await?,
    };
    Scope::All.apply(&mut catalog, dialect);
    sort(&mut catalog);
    Ok(catalog)
}

/// The statements that make a table, or are about one that was made: any other table that they
/// name is a live one.
fn of_tables<'s>(dialect: Dialect, statements: &[&'s str]) -> Vec<&'s str> {
    let mut tables = BTreeSet::new();
    let mut is_of_tables = |statement: &str| match statements::subject(dialect.into(), statement) {
        Some(subject) => match subject.kind {
            Kind::CreateTable => {
                tables.insert(subject.table);
                true
            }
            Kind::CreateIndex | Kind::AlterTable | Kind::Comment => tables.contains(&subject.table),
        },
        None => statements::is_guarded(statement),
    };
    let mut found = statements.to_vec();
    found.retain(|statement| is_of_tables(statement));
    found
}

/// The statements as one text; each ends on a line of its own, because it may end with a comment.
fn script(statements: &[&str]) -> String {
    statements.join("\n;\n")
}

/// A name that nothing has.
fn random_name() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("tablewright_{random:016x}")
}

#[cold]
fn may_not_create(message: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: message.to_owned(),
        source: None,
    }))
}

/// Says that it happened to a trial of the tables, and not to the live ones.
#[cold]
fn in_trial(mut error: Error) -> Error {
    let before = "the tables of the models cannot be made, not even in a scratch place for \
                  comparing, where the statements of `sql:` are not run: ";
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
        | Error::Value(_)
        | Error::Decode(_)
        | Error::Busy(_)
        | Error::Conflict(_)
        | Error::Lost(_)
        | Error::ReadOnly(_)
        | Error::Refused(_)
        | Error::Migration(_)
        | Error::Dialect(_) => {}
    }
    error
}
