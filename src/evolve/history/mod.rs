//! The history table, which is described and generated like the tables of any program.
#![allow(
    dead_code,
    reason = "the library uses only a part of the generated code"
)]

use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::evolve::create::Schema;
use crate::query::Insert;
use crate::query::row::run_delete;

mod format;

use format::FORMAT;

crate::include_models!();

/// The kinds of entries.
pub(crate) mod kind {
    /// The format of the table; there is one such entry.
    pub const FORMAT: &str = "format";
    /// Tables that `create_all` created.
    pub const CREATE_ALL: &str = "create_all";
    /// Tables that `sync` synchronized with the models.
    pub const SYNC: &str = "sync";
    /// A migration.
    pub const MIGRATION: &str = "migration";
    /// A repair of the history: the migration, the reason and the author.
    #[cfg(feature = "migrate")]
    pub const REPAIR: &str = "repair";
    /// An object of the user's own SQL: its statement, and its SQL as the database prints it.
    pub const SCRIPT: &str = "script";
}

/// The `about` of a migration that `baseline` recorded, and that was never run.
#[cfg(feature = "migrate")]
pub(crate) const BASELINE: &str = "baseline";

/// Whether `baseline` recorded a migration, which was never run.
#[cfg(feature = "migrate")]
pub(crate) fn is_baseline(entry: &Entry) -> bool {
    entry.kind == kind::MIGRATION && entry.about.as_deref() == Some(BASELINE)
}

/// The schema of the table.
pub(crate) fn schema() -> &'static Schema {
    &SCHEMA
}

/// The entries, oldest first; `None` if the table does not exist.
///
/// Not for a transaction on PostgreSQL, which would be aborted if the table does not exist.
pub(crate) async fn read<C: Driver>(db: &C) -> Result<Option<Vec<Entry>>> {
    match entries(db).await {
        Ok(entries) => Ok(Some(entries)),
        // The table does not exist, or has another format.
        Err(Error::Schema(_)) => match format::read(db).await {
            Ok(found) => {
                let format = found.map_or(Ok(FORMAT), |found| format::known(&found))?;
                if format < FORMAT {
                    return format::former_entries(db).await.map(Some);
                }
                // Another session may have just created the table.
                entries(db).await.map(Some)
            }
            Err(Error::Schema(_)) => Ok(None),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// The entries of an existing table, oldest first.
pub(crate) async fn entries<C: Driver>(db: &C) -> Result<Vec<Entry>> {
    let entries = Entry::all().order_by(Entry::ID.asc()).run_all(db).await?;
    if let Some(format) = entries.iter().find(|entry| entry.kind == kind::FORMAT) {
        format::known(&format.checksum)?;
    }
    Ok(entries)
}

/// Creates the table if it may not exist, and upgrades it to the format of this version; a newer
/// format is an error.
pub(crate) async fn prepare<C: Driver>(db: &C, is_there: bool) -> Result<()> {
    if !is_there && !format::is_older(db).await? {
        let created = db.run_script(schema().create.get(db.dialect())?).await;
        created.map_err(not_created)?;
    }
    match format::read(db).await? {
        Some(found) => upgrade(db, &found).await,
        None => {
            let format = Entry::insert(NewEntry {
                kind: kind::FORMAT.into(),
                name: "history".into(),
                checksum: FORMAT.to_string().into(),
                applied_by: VERSION.into(),
            });
            match add(format, db).await {
                // Outside of a transaction SQLite has no lock, and another process has created the
                // entry.
                Err(Error::Unique(_)) => match format::read(db).await? {
                    Some(found) => upgrade(db, &found).await,
                    None => Ok(()),
                },
                added => added,
            }
        }
    }
}

/// Upgrades the table to the format of this version.
async fn upgrade<C: Driver>(db: &C, found: &str) -> Result<()> {
    if format::known(found)? < FORMAT {
        format::upgrade(db).await?;
    }
    Ok(())
}

/// Adds an entry.
pub(crate) async fn add<C: Driver>(new: Insert<'_, Entry>, db: &C) -> Result<()> {
    new.run(db).await?;
    Ok(())
}

/// Records that the tables now match these models, and their fingerprint if it is known.
pub(crate) async fn remember<C: Driver>(
    db: &C,
    schema: &'static Schema,
    kind: &'static str,
    state: Option<String>,
) -> Result<()> {
    let former = Entry::find_by_kind_and_name(kind, schema.hash);
    // The order of the entries shows which models were the last.
    for former in former.run_all(db).await? {
        run_delete(&former, db).await?;
    }
    let done = NewEntry {
        kind: kind.into(),
        name: schema.hash.into(),
        checksum: schema.hash.into(),
        applied_by: VERSION.into(),
    };
    let done = Entry::insert(done)
        .set(Entry::MODELS, schema.name)
        .set(Entry::STATE, state);
    add(done, db).await
}

/// Deletes the record of the synchronized tables, because a rollback has changed them.
pub(crate) async fn forget_state<C: Driver>(db: &C) -> Result<()> {
    let of_models = Entry::KIND.in_([kind::CREATE_ALL, kind::SYNC]);
    Entry::filter(of_models)
        .update()
        .set(Entry::STATE, None::<String>)
        .run(db)
        .await?;
    Ok(())
}

/// The version in new entries.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cold]
fn not_created(mut error: Error) -> Error {
    if let Error::Database(failure) | Error::ReadOnly(failure) = &mut error {
        failure.message = format!(
            "the migrations table `tablewright_migrations` cannot be created: {}. Connect as a \
             user who may create tables",
            failure.message
        );
    }
    error
}
