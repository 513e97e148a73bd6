//! Creating and dropping all tables of the models.

use std::collections::HashMap;

use tablewright_sql::{Dialect, TableNames};

use crate::base::connection::driver::{Driver, Exclusive, Hold};
use crate::base::connection::mode::Mode;
use crate::base::connection::script::Scripts;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Failure, Missing, Result, SchemaError};
use crate::base::model::{Described, Table};
use crate::evolve::history::{self, Entry, kind};
use crate::evolve::lock::limit_waiting;
use crate::evolve::table_names::table_names;
use crate::query::row::run_delete;

/// The tables of all models, a constant of generated code.
#[derive(Debug)]
pub struct Schema {
    /// The owner of these tables, among several programs in one database: the path of the generated
    /// module.
    pub name: &'static str,
    /// The hash of the tables.
    pub hash: &'static str,
    /// The tables, in the order of `models.yaml`.
    pub tables: &'static [&'static Table],
    /// The models of the tables, for test rows.
    #[doc(hidden)]
    pub models: &'static [Described],
    /// The scripts that create missing tables.
    pub create: Scripts,
    /// The scripts that drop the tables.
    pub drop: Scripts,
    /// The tables in each dialect, the rename history and the allowed destructive changes: encoded,
    /// and read only by [`verify`](crate::verify) and [`sync`](crate::sync()).
    pub definition: &'static str,
}

/// Creates the missing tables, as the generated `create_all` does.
///
/// If they were created before, it is a single query. Several threads and programs may call it at
/// the same time.
///
/// # Errors
///
/// [`Error::Schema`] if an existing table lacks a column; then nothing is changed.
#[inline]
pub fn create_all<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<()>> {
    let db = db.driver();
    C::Mode::finish(run_create_all(db, schema))
}

/// Drops the tables with all their rows, as the generated `drop_all` does.
///
/// # Errors
///
/// [`Error::ForeignKey`] if a row of another table refers to one of these and, on the servers, if
/// another table has a reference to one of these. Then nothing is changed.
#[inline]
pub fn drop_all<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<()>> {
    let db = db.driver();
    C::Mode::finish(run_drop_all(db, schema))
}

async fn run_create_all<C: Driver>(db: &C, schema: &'static Schema) -> Result<()> {
    schema.create.get(db.dialect())?;
    // A missing table is an error.
    if !db.in_transaction() || !db.dialect().errors_abort_transactions() {
        match is_created(db, schema).await {
            Ok(true) => return Ok(()),
            // A new database has no history table.
            Ok(false) | Err(Error::Schema(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let work = db.exclusive().await?;
    let tx = begin(&work, db.in_transaction()).await?;
    let created = create_tables(&tx, schema).await;
    finish(&work, tx, created).await
}

async fn create_tables<C: Driver>(work: &C, schema: &'static Schema) -> Result<()> {
    history::prepare(work, false).await?;
    // Another session may have created them while this one waited for the lock.
    if is_created(work, schema).await? {
        return Ok(());
    }
    #[cfg(feature = "sync")]
    let before = work.columns().await?;
    work.run_script(schema.create.get(work.dialect())?).await?;
    let names = table_names(work).await?;
    compare(schema, &work.columns().await?, work.dialect(), names)?;
    #[cfg(feature = "sync")]
    return {
        let dialect = work.dialect();
        let is_old = |(table, _): &(String, String)| {
            let mut tables = schema.tables.iter();
            tables.any(|known| dialect.same_table(names, known.name, table))
        };
        if before.iter().any(is_old) {
            // The table has the columns of the models, but nothing shows whether the rest matches.
            history::remember(work, schema, kind::CREATE_ALL, None).await
        } else {
            crate::evolve::sync::remember(work, schema, kind::CREATE_ALL, false).await
        }
    };
    // Without the fingerprint, `verify` of another program compares the tables once.
    #[cfg(not(feature = "sync"))]
    history::remember(work, schema, kind::CREATE_ALL, None).await
}

async fn run_drop_all<C: Driver>(db: &C, schema: &'static Schema) -> Result<()> {
    schema.drop.get(db.dialect())?;
    let work = db.exclusive().await?;
    let tx = begin(&work, db.in_transaction()).await?;
    let dropped = drop_tables(&tx, schema).await;
    finish(&work, tx, dropped).await
}

async fn drop_tables<C: Driver>(work: &C, schema: &'static Schema) -> Result<()> {
    work.before_drop(schema.tables).await?;
    work.run_script(schema.drop.get(work.dialect())?).await?;
    forget(work).await
}

/// Begins a transaction that locks the tables against changes by other sessions.
async fn begin<C: Exclusive>(work: &C, is_within: bool) -> Result<Level<C>> {
    if is_within && work.dialect().ddl_commits() {
        return Err(in_transaction(work.dialect()));
    }
    let tx = Level::begin_on(work, TransactionOptions::new()).await?;
    tx.lock(Hold::Transaction, None).await?;
    if !is_within {
        // Another session may have a lock on a table that these refer to.
        limit_waiting(&tx, None, "true").await?;
    }
    Ok(tx)
}

/// Commits, or rolls back, and releases the lock on the tables.
///
/// A session that waits for the lock must see the changes, so the lock is released after the
/// commit. If that fails, the connection releases it before its next use.
async fn finish<C: Exclusive>(work: &C, tx: Level<C>, done: Result<()>) -> Result<()> {
    let ended = match done {
        Ok(()) => match tx.confirm_lock().await {
            Ok(()) => tx.run_commit().await,
            Err(error) => {
                drop(tx.run_rollback().await);
                Err(error)
            }
        },
        Err(error) => {
            // The first error is more important.
            drop(tx.run_rollback().await);
            Err(error)
        }
    };
    drop(work.unlock().await);
    ended
}

#[cold]
pub(crate) fn in_transaction(dialect: Dialect) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "tables cannot be created or dropped within a transaction, because {dialect} commits \
             each of these statements: do it before the transaction begins"
        ),
        source: None,
    }))
}

async fn is_created<C: Driver>(db: &C, schema: &Schema) -> Result<bool> {
    Entry::find_by_kind_and_name(kind::CREATE_ALL, schema.hash)
        .run_exists(db)
        .await
}

/// Deletes the entries of every [`create_all`], so that the next one checks again, even if it is an
/// older version. Drops the history table if it has no other entries.
async fn forget<C: Driver>(db: &C) -> Result<()> {
    let table = history::schema();
    // Creates the table if it does not exist, without a statement that may fail.
    history::prepare(db, false).await?;
    let mut others = false;
    for entry in history::entries(db).await? {
        let kinds = [kind::CREATE_ALL, kind::SYNC, kind::SCRIPT];
        if kinds.contains(&entry.kind.as_str()) {
            run_delete(&entry, db).await?;
        } else {
            others |= entry.kind != kind::FORMAT;
        }
    }
    if others {
        Ok(())
    } else {
        db.run_script(table.drop.get(db.dialect())?).await
    }
}

/// Fails if the live database lacks a table or a column of the models.
fn compare(
    schema: &Schema,
    live: &[(String, String)],
    dialect: Dialect,
    names: TableNames,
) -> Result<()> {
    let key = |name: &str| dialect.table_key(names, name);
    // It is only searched, so its order has no effect.
    let mut tables: HashMap<String, &[(String, String)]> = HashMap::new();
    for columns in live.chunk_by(|one, next| one.0 == next.0) {
        tables.insert(key(&columns[0].0), columns);
    }
    let mut missing = Vec::new();
    for table in schema.tables {
        let Some(live) = tables.get(&key(table.name)) else {
            missing.push(Missing {
                table: table.name.to_owned(),
                column: None,
            });
            continue;
        };
        let names = table.columns.iter().map(|column| column.name);
        let absent = |column: &&str| !live.iter().any(|(_, live)| dialect.same_name(live, column));
        missing.extend(names.filter(absent).map(|column| Missing {
            table: table.name.to_owned(),
            column: Some(column.to_owned()),
        }));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(differs(missing))
    }
}

#[cold]
fn differs(missing: Vec<Missing>) -> Error {
    let names: Vec<String> = missing.iter().map(Missing::to_string).collect();
    let message = format!(
        "the tables of the database differ from the models: {}. Nothing was changed: `create_all` \
         creates tables and does not alter existing ones. Use `sync` or a migration",
        names.join(", ")
    );
    Error::Schema(Box::new(SchemaError { missing, message }))
}
