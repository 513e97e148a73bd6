//! Creating and dropping all tables of the models.

use std::collections::HashMap;

use crate::connection::{Connection, Hold};
use crate::error::{Failure, Missing, SchemaError};
use crate::ledger::{self, Entry, kind};
use crate::migrate::limit_waiting;
use crate::model::Table;
use crate::past::Past;
use crate::sql::Scripts;
use crate::{Dialect, Error, Result, Transaction, TransactionOptions};

/// The tables of all models together: generated code has one.
#[derive(Debug)]
pub struct Schema {
    /// Whose tables these are, among those of several programs in one database: the path of the
    /// module that was generated.
    pub name: &'static str,
    /// The fingerprint of the tables.
    pub hash: &'static str,
    /// The tables, in the order of `models.yaml`.
    pub tables: &'static [&'static Table],
    /// Creates what is not there.
    pub create: Scripts,
    /// Drops what is there.
    pub drop: Scripts,
    /// What an older database may have otherwise.
    pub past: Past,
}

/// Creates the tables that are missing: what the `create_all` of generated code calls.
///
/// It asks the database whether it did so before, and that is all it does at every start but the
/// first. Several threads and programs may call it at the same time.
///
/// # Errors
///
/// [`Error::Schema`] where a table was there before and lacks a column; then nothing was changed.
#[inline]
pub fn create_all<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> C::Output<'c, Result<()>> {
    C::finish(run_create_all(db, schema))
}

/// Drops the tables and what is in them: what the `drop_all` of generated code calls.
///
/// # Errors
///
/// [`Error::ForeignKey`] where a row of another table refers to one of these, and on the servers
/// where another table has a reference to one of these at all. Then nothing was changed.
#[inline]
pub fn drop_all<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> C::Output<'c, Result<()>> {
    C::finish(run_drop_all(db, schema))
}

async fn run_create_all<C: Connection>(db: &C, schema: &'static Schema) -> Result<()> {
    schema.create.get(db.dialect())?;
    // In a transaction PostgreSQL takes it amiss when the ledger is not there.
    if !db.in_transaction() || db.dialect() != Dialect::Postgres {
        match is_created(db, schema).await {
            Ok(true) => return Ok(()),
            // A new database has no ledger.
            Ok(false) | Err(Error::Schema(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let work = begin(db).await?;
    let created = create_tables(&work, schema).await;
    finish(work, created).await
}

async fn create_tables<C: Connection>(work: &C, schema: &'static Schema) -> Result<()> {
    ledger::prepare(work, false).await?;
    // Somebody else may have been faster while this waited for the lock.
    if is_created(work, schema).await? {
        return Ok(());
    }
    work.run_script(schema.create.get(work.dialect())?).await?;
    compare(schema, &work.columns().await?, work.dialect())?;
    crate::sync::remember(work, schema, kind::CREATE_ALL).await
}

async fn run_drop_all<C: Connection>(db: &C, schema: &'static Schema) -> Result<()> {
    schema.drop.get(db.dialect())?;
    let work = begin(db).await?;
    let dropped = drop_tables(&work, schema).await;
    finish(work, dropped).await
}

async fn drop_tables<C: Connection>(work: &C, schema: &'static Schema) -> Result<()> {
    work.before_drop(schema.tables).await?;
    work.run_script(schema.drop.get(work.dialect())?).await?;
    forget(work).await
}

/// Begins a transaction in which nobody else changes the tables.
async fn begin<C: Connection>(db: &C) -> Result<Transaction<'_, C>> {
    if db.in_transaction() && commits_by_itself(db.dialect()) {
        return Err(in_transaction(db.dialect()));
    }
    let is_own = !db.in_transaction();
    let work = Transaction::begin_on(db, TransactionOptions::new()).await?;
    work.lock(Hold::Transaction, None).await?;
    if is_own {
        // Somebody may have a lock on a table that these refer to, and keep it.
        limit_waiting(&work, None, "true").await?;
    }
    Ok(work)
}

/// Commits what was done, or rolls it back, and lets others at the tables again.
async fn finish<C: Connection>(work: Transaction<'_, C>, done: Result<()>) -> Result<()> {
    let unlocked = work.unlock().await;
    done?;
    unlocked?;
    work.run_commit().await
}

/// Whether the database commits at every change to a table.
pub(crate) fn commits_by_itself(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => false,
        Dialect::Mysql | Dialect::Mariadb => true,
    }
}

#[cold]
pub(crate) fn in_transaction(dialect: Dialect) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "tables cannot be created or dropped within a transaction, because {dialect} commits \
             at each of them: do it before the transaction begins"
        ),
        source: None,
    }))
}

async fn is_created<C: Connection>(db: &C, schema: &Schema) -> Result<bool> {
    Entry::find_by_kind_and_name(kind::CREATE_ALL, schema.hash)
        .run_exists(db)
        .await
}

/// Forgets every [`create_all`], so that the next one looks again, also when it is an older one;
/// drops the ledger when nothing else is in it.
async fn forget<C: Connection>(db: &C) -> Result<()> {
    let ledger = ledger::schema();
    // Whether it is there or not, now it is, without a statement that may fail.
    db.run_script(ledger.create.get(db.dialect())?).await?;
    let mut others = false;
    for entry in ledger::entries(db).await? {
        if entry.kind == kind::CREATE_ALL || entry.kind == kind::SYNC {
            crate::statement::run_delete(&entry, db).await?;
        } else {
            others |= entry.kind != kind::FORMAT;
        }
    }
    if others {
        Ok(())
    } else {
        db.run_script(ledger.drop.get(db.dialect())?).await
    }
}

/// Fails where a table or a column of the models is not among the live ones.
fn compare(schema: &Schema, live: &[(String, String)], dialect: Dialect) -> Result<()> {
    // It is only asked, so its order reaches nobody.
    let mut tables: HashMap<String, &[(String, String)]> = HashMap::new();
    for columns in live.chunk_by(|one, next| one.0 == next.0) {
        tables.insert(folded(&columns[0].0, dialect), columns);
    }
    let mut missing = Vec::new();
    for table in schema.tables {
        let Some(live) = tables.get(&folded(table.name, dialect)) else {
            missing.push(Missing {
                table: table.name.to_owned(),
                column: None,
            });
            continue;
        };
        let absent = |column: &&&str| !live.iter().any(|(_, live)| same(live, column, dialect));
        missing.extend(table.columns.iter().filter(absent).map(|column| Missing {
            table: table.name.to_owned(),
            column: Some((*column).to_owned()),
        }));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(differs(missing))
    }
}

/// The name, so that names that the database takes for the same are equal.
pub(crate) fn folded(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => name.to_ascii_lowercase(),
        Dialect::Postgres => name.to_owned(),
        Dialect::Mysql | Dialect::Mariadb => name.to_lowercase(),
    }
}

/// Whether the database takes the names of two columns for the same.
fn same(one: &str, other: &str, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite => one.eq_ignore_ascii_case(other),
        Dialect::Postgres => one == other,
        Dialect::Mysql | Dialect::Mariadb => one.to_lowercase() == other.to_lowercase(),
    }
}

#[cold]
fn differs(missing: Vec<Missing>) -> Error {
    let names: Vec<String> = missing.iter().map(Missing::to_string).collect();
    let message = format!(
        "the database has not what the models have: {}. `create_all` creates tables and does not \
         change those that are there; nothing was changed. `sync` or a migration brings tables to \
         the models",
        names.join(", ")
    );
    Error::Schema(Box::new(SchemaError { missing, message }))
}
