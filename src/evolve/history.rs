//! The library's own table, which is described, generated and used like any other.
#![allow(
    dead_code,
    reason = "the library needs a part of what is generated for every table"
)]

use crate::base::connection::driver::Driver;
use crate::base::error::{Error, MigrationError, Result};
use crate::evolve::create::Schema;
use crate::query::Insert;
use crate::query::row::run_delete;

crate::include_models!();

/// The kinds of entries.
pub(crate) mod kind {
    /// Which form the table has: there is one such entry.
    pub const FORMAT: &str = "format";
    /// Tables that `create_all` created.
    pub const CREATE_ALL: &str = "create_all";
    /// Tables that `sync` brought to the models.
    pub const SYNC: &str = "sync";
    /// A migration.
    pub const MIGRATION: &str = "migration";
}

/// The form of the table that this version knows. It counts up when an older version would misread
/// what a newer one has written.
pub(crate) const FORMAT: u32 = 1;

/// The schema of the table.
pub(crate) fn schema() -> &'static Schema {
    &SCHEMA
}

/// The entries, oldest first; `None` where there is no table yet.
///
/// It must not be asked in a transaction of PostgreSQL's, which takes it amiss when the table is not
/// there.
pub(crate) async fn read<C: Driver>(db: &C) -> Result<Option<Vec<Entry>>> {
    match entries(db).await {
        Ok(entries) => Ok(Some(entries)),
        // There is no table, or it has other columns than this version knows.
        Err(Error::Schema(_)) => match read_format(db).await {
            Ok(format) => {
                format.map_or(Ok(()), |format| check_format(&format))?;
                // Somebody may have created the table just now.
                entries(db).await.map(Some)
            }
            Err(Error::Schema(_)) => Ok(None),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// The entries, oldest first, of a table that is there.
pub(crate) async fn entries<C: Driver>(db: &C) -> Result<Vec<Entry>> {
    let entries = Entry::all().order_by(Entry::ID.asc()).run_all(db).await?;
    if let Some(format) = entries.iter().find(|entry| entry.kind == kind::FORMAT) {
        check_format(&format.checksum)?;
    }
    Ok(entries)
}

/// Creates the table where it is not known to be there, and makes sure that this version knows its
/// form.
pub(crate) async fn prepare<C: Driver>(db: &C, is_there: bool) -> Result<()> {
    if !is_there {
        let created = db.run_script(schema().create.get(db.dialect())?).await;
        created.map_err(not_created)?;
    }
    match read_format(db).await? {
        Some(format) => check_format(&format),
        None => {
            let format = Entry::insert(NewEntry {
                kind: kind::FORMAT.into(),
                name: "history".into(),
                checksum: FORMAT.to_string().into(),
                applied_by: VERSION.into(),
            });
            match add(format, db).await {
                // Outside of a transaction SQLite has no lock, and another process was faster.
                Err(Error::Unique(_)) => match read_format(db).await? {
                    Some(format) => check_format(&format),
                    None => Ok(()),
                },
                added => added,
            }
        }
    }
}

/// Adds an entry.
pub(crate) async fn add<C: Driver>(new: Insert<'_, Entry>, db: &C) -> Result<()> {
    new.run(db).await?;
    Ok(())
}

/// Records that the tables are those of these models now, and their fingerprint if it is known.
pub(crate) async fn remember<C: Driver>(
    db: &C,
    schema: &'static Schema,
    kind: &'static str,
    state: Option<String>,
) -> Result<()> {
    let former = Entry::find_by_kind_and_name(kind, schema.hash);
    // The order of the entries tells which models came last.
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

/// The version that entries are written by.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The form of the table, from columns that every form has.
async fn read_format<C: Driver>(db: &C) -> Result<Option<String>> {
    let text = "SELECT checksum FROM tablewright_migrations WHERE kind = 'format'";
    let found = crate::query::raw::sql::<String>(text).run_all(db).await?;
    Ok(found.into_iter().next())
}

#[cold]
fn not_created(mut error: Error) -> Error {
    if let Error::Database(failure) | Error::ReadOnly(failure) = &mut error {
        failure.message = format!(
            "the table `tablewright_migrations`, in which is recorded what was done, cannot be \
             created: {}. Use a user of the database who may create tables",
            failure.message
        );
    }
    error
}

fn check_format(found: &str) -> Result<()> {
    match found.parse::<u32>() {
        Ok(number) if number <= FORMAT => Ok(()),
        Ok(_) | Err(_) => Err(Error::Migration(Box::new(MigrationError::Format {
            found: found.to_owned(),
            known: FORMAT,
        }))),
    }
}
