//! What the models want, in the words of the database that they are compared with.
//!
//! A database keeps an expression in words of its own: `a IN (1, 2)` comes back from PostgreSQL as
//! `a = ANY (ARRAY[1, 2])`. So the tables of the models are made in a scratch place of the same
//! database, and read from there as the live ones are.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use tablewright_schema::catalog::Catalog;

use super::statements::{self, Kind};
use super::{Scope, catalog};
use crate::connection::Connection;
use crate::error::Failure;
use crate::{Dialect, Error, Result, Transaction, TransactionOptions};

/// What the database would have, had these statements been run in an empty one.
///
/// Of the statements, only those run that make tables: what else there is of the program's own may
/// do anything. Nothing is left behind, whatever happens.
pub async fn desired<C: Connection>(db: &C, statements: &[&str]) -> Result<Catalog> {
    match db.dialect() {
        Dialect::Postgres => in_scratch_schema(db, statements).await,
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => Ok(Catalog::default()),
    }
}

/// PostgreSQL: in a schema that is gone with its transaction.
async fn in_scratch_schema<C: Connection>(db: &C, statements: &[&str]) -> Result<Catalog> {
    let work = Transaction::begin_on(db, TransactionOptions::new()).await?;
    let read = create_and_read(&work, statements).await;
    let undone = work.run_rollback().await;
    let catalog = read?;
    undone?;
    Ok(catalog)
}

async fn create_and_read<C: Connection>(work: &C, statements: &[&str]) -> Result<Catalog> {
    may_create_schema(work).await?;
    let scratch = random_name();
    work.run(&format!("CREATE SCHEMA {scratch}")).await?;
    // What the tables need of other schemas is found as before. Temporary tables come last, so that
    // none of them is taken for one of these.
    work.run(&format!(
        "SELECT set_config('search_path', concat_ws(', ', '{scratch}', \
         nullif(current_setting('search_path'), ''), 'pg_temp'), true)"
    ))
    .await?;
    let mut tables = BTreeSet::new();
    for statement in statements {
        if is_of_tables(statement, &mut tables)
            && let Err(error) = work.run(statement).await
        {
            return Err(in_trial(error));
        }
    }
    catalog(work, Scope::All).await
}

/// Whether the statement makes a table, or is about one that was made: any other table that it
/// names is a live one.
fn is_of_tables(statement: &str, tables: &mut BTreeSet<String>) -> bool {
    let dialect = tablewright_schema::Dialect::Postgres;
    match statements::subject(dialect, statement) {
        Some(subject) => match subject.kind {
            Kind::CreateTable => {
                tables.insert(subject.table);
                true
            }
            Kind::CreateIndex | Kind::AlterTable | Kind::Comment => tables.contains(&subject.table),
        },
        None => statements::is_guarded(statement),
    }
}

/// Fails where the user may not create a schema, and says who may let them.
async fn may_create_schema<C: Connection>(db: &C) -> Result<()> {
    let text = "SELECT has_database_privilege(current_database(), 'CREATE'), \
                quote_ident(current_database()), quote_ident(current_user)";
    let rows = crate::sql::<(bool, String, String)>(text)
        .run_all(db)
        .await?;
    match rows.into_iter().next() {
        Some((false, database, user)) => Err(may_not_create(&format!(
            "to compare the tables with the models, a schema is created in a transaction that is \
             rolled back, and the user {user} may not do that: run `GRANT CREATE ON DATABASE \
             {database} TO {user}` as the owner of the database"
        ))),
        Some((true, ..)) | None => Ok(()),
    }
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
        | Error::Dialect(_) => {}
    }
    error
}
