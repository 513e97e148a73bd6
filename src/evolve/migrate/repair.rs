//! Repairs of the history: corrections of the state of a migration, recorded with their author and
//! reason.

use tablewright_sql::Dialect;

use super::compare::{self, Known, is_complete, number};
use super::run::{self, count};
use super::{MigrationError, Migrator, steps};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::evolve::history::{self, Entry, NewEntry, kind};
use crate::query::row::run_delete;

/// A correction of the history of a migration, for [`Migrator::repair`], with its author and
/// reason.
///
/// ```
/// use tablewright::migrate::Repair;
///
/// let repair = Repair::accept_files("20261123041500_add_bio", "down named a column wrongly").by("Ada");
/// # let _ = repair;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing is recorded before `Migrator::repair` gets the repair"]
pub struct Repair {
    action: RepairAction,
    migration: String,
    reason: String,
    by: Option<String>,
}

/// The state of a migration that a repair records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RepairAction {
    /// Its current files are those that were applied.
    AcceptFiles,
    /// It is applied.
    MarkApplied,
    /// It is not applied.
    MarkRolledBack,
}

impl RepairAction {
    const ALL: [RepairAction; 3] = [
        RepairAction::AcceptFiles,
        RepairAction::MarkApplied,
        RepairAction::MarkRolledBack,
    ];

    /// Returns its name in the history.
    pub fn name(self) -> &'static str {
        match self {
            RepairAction::AcceptFiles => "accept_files",
            RepairAction::MarkApplied => "applied",
            RepairAction::MarkRolledBack => "rolled_back",
        }
    }
}

impl Repair {
    fn new(action: RepairAction, migration: &str, reason: &str) -> Repair {
        Repair {
            action,
            migration: migration.to_owned(),
            reason: reason.trim().to_owned(),
            by: None,
        }
    }

    /// Accepts the current files of an applied migration, such as a corrected `down`. If the
    /// migration was interrupted, its applied statements are then those in the file.
    pub fn accept_files(migration: &str, reason: &str) -> Repair {
        Repair::new(RepairAction::AcceptFiles, migration, reason)
    }

    /// Marks a migration as applied, because the rest of its statements was run by other means, or
    /// its partial rollback was undone. No statement runs.
    pub fn mark_applied(migration: &str, reason: &str) -> Repair {
        Repair::new(RepairAction::MarkApplied, migration, reason)
    }

    /// Marks a migration as not applied, because its changes were undone by other means. No
    /// statement runs, and the program need not have the migration any more.
    pub fn mark_rolled_back(migration: &str, reason: &str) -> Repair {
        Repair::new(RepairAction::MarkRolledBack, migration, reason)
    }

    /// Sets the author. The user of the database is recorded, too, if the database has users.
    pub fn by(mut self, name: &str) -> Repair {
        self.by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        self
    }
}

/// The result of a repair, or of its preview.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repaired {
    /// The migration.
    pub migration: String,
    /// The recorded state.
    pub action: RepairAction,
    /// The change of the history, in a sentence; `None` if there was nothing to do, and nothing was
    /// recorded.
    pub change: Option<String>,
}

/// A repair in the history of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepairRecord {
    /// The migration.
    pub migration: String,
    /// The recorded state.
    pub action: RepairAction,
    /// The reason.
    pub reason: String,
    /// The author, as given by `by`.
    pub by: Option<String>,
    /// The user of the database, if the database has users.
    pub database_user: Option<String>,
    /// The time in UTC, by the clock of the database.
    pub at: String,
}

/// The longest reason in the history, in characters.
const MOST_REASON: usize = 1000;
const MOST_NAME: usize = 200;

/// The recorded repairs, oldest first.
pub(super) fn records(entries: &[Entry]) -> Vec<RepairRecord> {
    let repairs = entries.iter().filter(|entry| entry.kind == kind::REPAIR);
    let record = |entry: &Entry| {
        let word = entry.name.split(' ').next()?;
        let action = RepairAction::ALL.into_iter();
        Some(RepairRecord {
            migration: entry.about.clone()?,
            action: { action }.find(|action| action.name() == word)?,
            reason: entry.reason.clone().unwrap_or_default(),
            by: entry.done_by.clone(),
            database_user: entry.database_user.clone(),
            at: entry.applied_at.clone(),
        })
    };
    repairs.filter_map(record).collect()
}

/// Returns what a repair would change.
pub(super) async fn preview<C: Driver>(
    db: &C,
    migrator: Migrator<'_>,
    repair: &Repair,
) -> Result<Repaired> {
    check(repair)?;
    let known = compare::known(migrator.migrations, db.dialect())?;
    let entries = history::read(db).await?.unwrap_or_default();
    let change = Change::find(&known, &entries, repair)?;
    Ok(repaired(repair, change.as_ref()))
}

/// Repairs the history under the lock, and records the repair.
pub(super) async fn repair<C: Driver>(
    db: &C,
    migrator: Migrator<'_>,
    repair: &Repair,
) -> Result<Repaired> {
    check(repair)?;
    if db.in_transaction() {
        return Err(MigrationError::InTransaction.into());
    }
    let known = compare::known(migrator.migrations, db.dialect())?;
    let is_there = history::read(db).await?.is_some();
    let work = db.exclusive().await?;
    let tx = run::begin(&work, migrator.lock_timeout, true, is_there).await?;
    let done = under_lock(&tx, &known, repair).await;
    run::end(&work, tx, done).await
}

async fn under_lock<C: Driver>(work: &C, known: &[Known<'_>], repair: &Repair) -> Result<Repaired> {
    let entries = history::entries(work).await?;
    let change = Change::find(known, &entries, repair)?;
    if let Some(change) = &change {
        change.make(work).await?;
        record(work, &entries, repair, change).await?;
    }
    Ok(repaired(repair, change.as_ref()))
}

fn repaired(repair: &Repair, change: Option<&Change<'_>>) -> Repaired {
    Repaired {
        migration: repair.migration.clone(),
        action: repair.action,
        change: change.map(|change| change.in_words(repair)),
    }
}

/// Refuses a repair without a reason, or with one that is too long.
fn check(repair: &Repair) -> Result<()> {
    if repair.reason.is_empty() {
        return Err(Error::statement(
            "a repair needs a reason, which is recorded in the history",
        ));
    }
    let too_long = |text: &str, most| text.chars().count() > most;
    if too_long(&repair.reason, MOST_REASON) {
        return Err(Error::statement(format!(
            "the reason of a repair can have at most {MOST_REASON} characters"
        )));
    }
    if repair
        .by
        .as_deref()
        .is_some_and(|by| too_long(by, MOST_NAME))
    {
        return Err(Error::statement(format!(
            "the name in `by` can have at most {MOST_NAME} characters"
        )));
    }
    Ok(())
}

/// The change of the history.
enum Change<'e> {
    /// The files of a complete migration are replaced.
    Accept { entry: &'e Entry, known: Known<'e> },
    /// The applied statements of an interrupted migration are replaced.
    AcceptPart {
        entry: &'e Entry,
        known: Known<'e>,
        done: String,
    },
    /// An interrupted migration becomes complete.
    Complete { entry: &'e Entry, known: Known<'e> },
    /// A migration without an entry becomes applied.
    Add { known: Known<'e> },
    /// A migration becomes not applied.
    Remove { entry: &'e Entry },
}

impl<'e> Change<'e> {
    /// Finds the change; `None` if there is nothing to change.
    fn find(
        known: &[Known<'e>],
        entries: &'e [Entry],
        repair: &Repair,
    ) -> Result<Option<Change<'e>>> {
        let name = &repair.migration;
        let entry = compare::migrations(entries).find(|entry| entry.name == *name);
        let known = known.iter().find(|one| one.name == *name).copied();
        let not_found = || Error::from(MigrationError::NotFound { name: name.clone() });
        match (repair.action, entry, known) {
            (RepairAction::MarkRolledBack, Some(entry), _) => Ok(Some(Change::Remove { entry })),
            (RepairAction::MarkRolledBack, None, Some(_)) => Ok(None),
            (_, _, None) => Err(not_found()),
            (RepairAction::MarkApplied, None, Some(known)) => Ok(Some(Change::Add { known })),
            (RepairAction::MarkApplied, Some(entry), Some(known)) => {
                Ok((!is_complete(entry)).then_some(Change::Complete { entry, known }))
            }
            (RepairAction::AcceptFiles, None, Some(_)) => {
                let migration = name.clone();
                Err(MigrationError::NotApplied { migration }.into())
            }
            (RepairAction::AcceptFiles, Some(entry), Some(known)) => accept(entry, known),
        }
    }

    async fn make<C: Driver>(&self, work: &C) -> Result<()> {
        match self {
            Change::Accept { entry, known } | Change::Complete { entry, known } => {
                let statements = count(known.scripts.up.statements.len());
                Entry::update(entry.id)
                    .set(Entry::CHECKSUM, known.scripts.checksum)
                    .set(Entry::STATEMENTS, statements)
                    .set(Entry::DONE, statements)
                    .set(Entry::DONE_CHECKSUM, None::<String>)
                    .set(Entry::UNDER_WAY, None::<i32>)
                    .set(Entry::BEFORE, None::<String>)
                    .set(Entry::REVERTING, false)
                    .run(work)
                    .await?;
            }
            Change::AcceptPart { entry, known, done } => {
                Entry::update(entry.id)
                    .set(Entry::CHECKSUM, known.scripts.checksum)
                    .set(Entry::STATEMENTS, count(statements(entry, *known).len()))
                    .set(Entry::DONE_CHECKSUM, Some(done.clone()))
                    .run(work)
                    .await?;
            }
            Change::Add { known } => {
                history::add(run::complete(known.name, known.scripts), work).await?;
            }
            Change::Remove { entry } => run_delete(*entry, work).await?,
        }
        Ok(())
    }

    fn in_words(&self, repair: &Repair) -> String {
        let name = &repair.migration;
        let how_far = |entry: &Entry| {
            let (done, all) = (number(entry.done), number(entry.statements));
            match (is_complete(entry), entry.reverting) {
                (true, _) => "applied".to_owned(),
                (false, false) => format!("partly applied, {done} of {all} statements"),
                (false, true) => format!("partly rolled back, {done} of {all} statements"),
            }
        };
        match self {
            Change::Accept { .. } => {
                format!("the current files of `{name}` are accepted as those that were applied")
            }
            Change::AcceptPart { entry, .. } => format!(
                "the current files of `{name}` are accepted: their first {} statements count as \
                 applied, and the rest are still to run",
                entry.done
            ),
            Change::Complete { entry, .. } => format!(
                "`{name}`, which is {}, is marked as applied; none of its statements are run",
                how_far(entry)
            ),
            Change::Add { .. } => {
                format!(
                    "`{name}`, which is pending, is marked as applied; none of its statements \
                    are run"
                )
            }
            Change::Remove { entry } => format!(
                "`{name}`, which is {}, is marked as rolled back and pending; none of its \
                 statements are run",
                how_far(entry)
            ),
        }
    }

    /// The fingerprints of the files before and after.
    fn checksums(&self) -> (Option<&'e str>, &'e str) {
        match self {
            Change::Accept { entry, known }
            | Change::AcceptPart { entry, known, .. }
            | Change::Complete { entry, known } => (Some(&entry.checksum), known.scripts.checksum),
            Change::Add { known } => (None, known.scripts.checksum),
            Change::Remove { entry } => (Some(&entry.checksum), &entry.checksum),
        }
    }
}

fn accept<'e>(entry: &'e Entry, known: Known<'e>) -> Result<Option<Change<'e>>> {
    let is_same = known.scripts.checksum == entry.checksum;
    if is_complete(entry) {
        return Ok((!is_same).then_some(Change::Accept { entry, known }));
    }
    let done = number(entry.done);
    match statements(entry, known).get(..done).map(steps::checksum) {
        None => Err(MigrationError::TooShort {
            migration: entry.name.clone(),
            statements: statements(entry, known).len(),
            done,
        }
        .into()),
        Some(sum) if is_same && entry.done_checksum.as_ref() == Some(&sum) => Ok(None),
        Some(done) => Ok(Some(Change::AcceptPart { entry, known, done })),
    }
}

/// The statements with which an interrupted migration is resumed.
fn statements<'m>(entry: &Entry, known: Known<'m>) -> &'m [&'m str] {
    match entry.reverting {
        true => known.scripts.down.statements,
        false => known.scripts.up.statements,
    }
}

async fn record<C: Driver>(
    work: &C,
    entries: &[Entry],
    repair: &Repair,
    change: &Change<'_>,
) -> Result<()> {
    let is_repair = |entry: &&Entry| entry.kind == kind::REPAIR;
    let (before, after) = change.checksums();
    // The number makes the name unique.
    let number = entries.iter().filter(is_repair).count() + 1;
    let new = NewEntry {
        kind: kind::REPAIR.into(),
        name: format!("{} {number}", repair.action.name()).into(),
        checksum: after.into(),
        applied_by: history::VERSION.into(),
    };
    let user = database_user(work).await?;
    let new = Entry::insert(new)
        .set(Entry::BEFORE, before.map(str::to_owned))
        .set(Entry::ABOUT, repair.migration.as_str())
        .set(Entry::REASON, repair.reason.as_str())
        .set(Entry::DONE_BY, repair.by.clone())
        .set(Entry::DATABASE_USER, user);
    history::add(new, work).await
}

/// The user of the database; SQLite has none.
async fn database_user<C: Driver>(work: &C) -> Result<Option<String>> {
    let query = match work.dialect() {
        Dialect::Sqlite => return Ok(None),
        Dialect::Postgres => "SELECT session_user::text",
        Dialect::Mysql | Dialect::Mariadb => "SELECT CAST(user() AS CHAR)",
    };
    let found = crate::query::raw::sql::<String>(query)
        .run_all(work)
        .await?;
    Ok(found
        .into_iter()
        .next()
        .map(|user| user.chars().take(MOST_NAME).collect()))
}
