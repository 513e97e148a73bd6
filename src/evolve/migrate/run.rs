//! Runs migrations, one after another, each under the lock.

use std::pin::pin;
use std::time::Duration;

use tablewright_sql::Dialect;

use super::compare::{self, Known};
use super::statement::Kind;
use super::step::{Step, watched};
use super::{
    Applied, Direction, Effect, FailedStatement, MigrationError, Migrations, Migrator, Report,
    Scripts, Status, Steps, blocking, one, steps,
};
use crate::base::connection::driver::{Driver, Hold};
use crate::base::connection::transaction::{Isolation, Level, TransactionOptions};
use crate::base::error::{Error, Result, first_line};
use crate::base::trace::Task;
use crate::evolve::history::{self, Entry, NewEntry, kind};
use crate::evolve::lock::{LOCK_TIMEOUT, limit_waiting};
use crate::query::Insert;

/// A migration and its direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'m> {
    pub name: &'m str,
    pub direction: Direction,
    pub scripts: &'m Scripts<'m>,
}

impl<'m> Job<'m> {
    fn new(known: Known<'m>, direction: Direction) -> Self {
        Job {
            name: known.name,
            direction,
            scripts: known.scripts,
        }
    }

    pub fn steps(&self) -> &'m Steps<'m> {
        match self.direction {
            Direction::Up => &self.scripts.up,
            Direction::Down => &self.scripts.down,
        }
    }

    /// The entry of this migration.
    pub fn entry<'e>(&self, entries: &'e [Entry]) -> Option<&'e Entry> {
        compare::migrations(entries).find(|entry| entry.name == self.name)
    }

    /// The error of a statement, by its position from 0, or of a check at the end.
    pub fn failed(
        &self,
        position: Option<usize>,
        kept: usize,
        effect: Effect,
        source: Error,
    ) -> Error {
        let statements = self.steps().statements;
        let text = position.and_then(|position| statements.get(position));
        MigrationError::Failed(FailedStatement {
            migration: self.name.to_owned(),
            direction: self.direction,
            number: position.map(|position| position + 1),
            statements: statements.len(),
            line: text.map(|text| first_line(text)).unwrap_or_default(),
            kept,
            effect,
            source: source.in_migration(),
            blocking_session: None,
        })
        .into()
    }
}

/// The next operation, according to the history.
#[derive(Clone, Copy, Debug)]
enum Aim {
    Up {
        is_strict: bool,
        is_ahead_allowed: bool,
    },
    Down {
        most: usize,
    },
}

impl Aim {
    fn jobs<'m>(self, known: &[Known<'m>], entries: &[Entry]) -> Result<Vec<Job<'m>>> {
        let (found, direction) = match self {
            Aim::Up {
                is_strict,
                is_ahead_allowed,
            } => (
                compare::pending(known, entries, is_strict, is_ahead_allowed)?,
                Direction::Up,
            ),
            Aim::Down { most } => (
                compare::to_roll_back(known, entries, most)?,
                Direction::Down,
            ),
        };
        Ok(found
            .into_iter()
            .map(|known| Job::new(known, direction))
            .collect())
    }
}

pub(super) async fn migrate<C: Driver>(db: &C, migrator: Migrator<'_>) -> Result<Report> {
    let aim = Aim::Up {
        is_strict: migrator.is_strict,
        is_ahead_allowed: migrator.is_ahead_allowed,
    };
    run(db, migrator, aim).await
}

pub(super) async fn rollback<C: Driver>(
    db: &C,
    migrator: Migrator<'_>,
    most: usize,
) -> Result<Report> {
    let report = run(db, migrator, Aim::Down { most }).await?;
    if !report.migrations.is_empty() {
        history::forget_state(db).await?;
    }
    Ok(report)
}

async fn run<C: Driver>(db: &C, mut migrator: Migrator<'_>, mut aim: Aim) -> Result<Report> {
    if db.in_transaction() {
        return Err(MigrationError::InTransaction.into());
    }
    let known = compare::known(migrator.migrations, db.dialect())?;
    let mut report = Report::default();
    loop {
        let found = history::read(db).await?;
        let jobs = match aim.jobs(&known, found.as_deref().unwrap_or_default()) {
            // The rollback ends at a baseline.
            Err(error) if is_baseline(&error) && !report.migrations.is_empty() => {
                return Ok(report);
            }
            jobs => jobs?,
        };
        let Some(&job) = jobs.first() else {
            return Ok(report);
        };
        let work = db.exclusive().await?;
        // Another session may have run it; then there is another job, or none.
        let is_next = |entries: &[Entry]| {
            let jobs = aim.jobs(&known, entries)?;
            Ok(jobs.first().is_some_and(|next| next.name == job.name))
        };
        let is_there = found.is_some();
        let task = Task::begins("migration", job.name, job.direction);
        let done = if is_whole(&job, found.as_deref(), db.dialect()) {
            let run = one::run(&work, &job, &mut migrator, is_there, is_next);
            task.around(pin!(run)).await
        } else {
            let run = steps::run(&work, &job, &mut migrator, is_there, is_next);
            task.around(pin!(run)).await
        };
        let applied = match done {
            Ok(Some(applied)) => applied,
            Ok(None) => continue,
            Err(error) => {
                task.failed(&error);
                let error = already_there(&job, found.as_deref().unwrap_or_default(), error);
                return Err(blocking::named(&work, &job, error).await);
            }
        };
        task.done(&applied.name, applied.rows, applied.time);
        migrator.observer.tell(Step::Ends {
            name: &applied.name,
            direction: job.direction,
            time: applied.time,
            rows: applied.rows,
        });
        report.migrations.push(applied);
        if let Aim::Down { most } = &mut aim {
            *most -= 1;
        }
    }
}

fn is_baseline(error: &Error) -> bool {
    matches!(error, Error::Migration(error) if matches!(**error, MigrationError::Baseline { .. }))
}

/// If the tables of the first migration already exist, because something other than migrations
/// created them, the error says what to do.
fn already_there(job: &Job<'_>, entries: &[Entry], error: Error) -> Error {
    let has_history = compare::migrations(entries).next().is_some();
    match error {
        Error::Migration(failed) if job.direction == Direction::Up && !has_history => match *failed
        {
            MigrationError::Failed(FailedStatement {
                migration,
                kept: 0,
                source: source @ Error::Database(_),
                ..
            }) if exists_already(&source) => {
                MigrationError::AlreadyThere { migration, source }.into()
            }
            other => other.into(),
        },
        other => other,
    }
}

/// Whether a database reports that an object already exists. Servers may report it in other
/// languages, too.
fn exists_already(error: &Error) -> bool {
    let shown = format!("{error:?}");
    let signs = ["already exists", "E42P07", "code: 1050"];
    signs.iter().any(|sign| shown.contains(sign))
}

/// Whether a migration can run in one transaction.
fn is_whole(job: &Job<'_>, entries: Option<&[Entry]>, dialect: Dialect) -> bool {
    let entry = job.entry(entries.unwrap_or_default());
    let is_begun = entry.is_some_and(|entry| !compare::is_complete(entry));
    let steps = job.steps();
    let are_whole = || {
        let kinds = steps.statements.iter().map(|sql| Kind::of(dialect, sql));
        !dialect.ddl_commits() || { kinds }.all(|kind| kind == Kind::Whole)
    };
    !is_begun && steps.in_transaction && are_whole()
}

pub(super) async fn status<C: Driver>(db: &C, migrator: Migrator<'_>) -> Result<Status> {
    let known = compare::known(migrator.migrations, db.dialect())?;
    let entries = history::read(db).await?;
    Ok(compare::status(&known, &entries.unwrap_or_default()))
}

pub(super) async fn baseline<C: Driver>(
    db: &C,
    migrator: Migrator<'_>,
    last: &str,
) -> Result<Report> {
    let (known, is_there) = to_record(db, migrator.migrations, last).await?;
    let work = db.exclusive().await?;
    let tx = begin(&work, migrator.lock_timeout, true, is_there).await?;
    let recorded = record(&tx, &known).await;
    end(&work, tx, recorded).await
}

/// Fails if the migrations up to this one cannot be recorded.
#[cfg(feature = "sync")]
pub(crate) async fn may_be_recorded<C: Driver>(
    db: &C,
    migrations: &Migrations<'_>,
    last: &str,
) -> Result<()> {
    to_record(db, migrations, last).await.map(drop)
}

/// The migrations up to this one, if the history has none yet, and whether the history table
/// exists.
async fn to_record<'m, C: Driver>(
    db: &C,
    migrations: &'m Migrations<'m>,
    last: &str,
) -> Result<(Vec<Known<'m>>, bool)> {
    if db.in_transaction() {
        return Err(MigrationError::InTransaction.into());
    }
    let mut known = compare::known(migrations, db.dialect())?;
    let Some(position) = known.iter().position(|one| one.name == last) else {
        let name = last.to_owned();
        return Err(MigrationError::NotFound { name }.into());
    };
    known.truncate(position + 1);
    let entries = history::read(db).await?;
    refuse_history(entries.as_deref().unwrap_or_default())?;
    Ok((known, entries.is_some()))
}

fn refuse_history(entries: &[Entry]) -> Result<()> {
    match compare::migrations(entries).count() {
        0 => Ok(()),
        migrations => Err(MigrationError::HasHistory { migrations }.into()),
    }
}

/// Records migrations without running them.
async fn record<C: Driver>(work: &C, known: &[Known<'_>]) -> Result<Report> {
    refuse_history(&history::entries(work).await?)?;
    let mut report = Report::default();
    for one in known {
        let entry = complete(one.name, one.scripts);
        history::add(entry.set(Entry::ABOUT, history::BASELINE), work).await?;
        report.migrations.push(Applied {
            name: one.name.to_owned(),
            statements: 0,
            rows: 0,
            time: Duration::ZERO,
        });
    }
    Ok(report)
}

/// The entry of a complete migration.
pub(super) fn complete<'a>(name: &'a str, scripts: &Scripts<'a>) -> Insert<'a, Entry> {
    let statements = count(scripts.up.statements.len());
    entry(name, scripts)
        .set(Entry::STATEMENTS, statements)
        .set(Entry::DONE, statements)
}

/// The entry of a migration.
pub(super) fn entry<'a>(name: &'a str, scripts: &Scripts<'a>) -> Insert<'a, Entry> {
    Entry::insert(NewEntry {
        kind: kind::MIGRATION.into(),
        name: name.into(),
        checksum: scripts.checksum.into(),
        applied_by: history::VERSION.into(),
    })
}

/// A number of statements, for the history.
pub(super) fn count(statements: usize) -> i32 {
    i32::try_from(statements).unwrap_or(i32::MAX)
}

/// Begins a transaction under the lock, in a database that has a history table.
pub(super) async fn begin<C: Driver>(
    work: &C,
    lock_timeout: Option<Duration>,
    foreign_keys: bool,
    is_there: bool,
) -> Result<Level<C::Exclusive>> {
    let options = TransactionOptions::new()
        .unchecked(!foreign_keys)
        .lock_timeout(lock_timeout.unwrap_or(LOCK_TIMEOUT));
    if work.dialect().ddl_commits() {
        lock(work, lock_timeout).await?;
        let begun = async {
            history::prepare(work, is_there).await?;
            Level::begin_on(work, options).await
        };
        return match begun.await {
            Ok(tx) => Ok(tx),
            Err(error) => {
                work.unlock().await?;
                Err(error)
            }
        };
    }
    // Otherwise the transaction would see the state before it got the lock.
    let options = options.isolation(Isolation::ReadCommitted);
    let tx = Level::begin_on(work, options).await?;
    tx.lock(Hold::Transaction, lock_timeout).await?;
    limit_waiting(&tx, lock_timeout, "true").await?;
    history::prepare(&tx, is_there).await?;
    Ok(tx)
}

/// Takes the lock on the tables until `unlock`.
pub(super) async fn lock<C: Driver>(work: &C, lock_timeout: Option<Duration>) -> Result<()> {
    work.lock(Hold::Session, lock_timeout).await
}

/// Commits after success, or rolls back, and releases the lock.
pub(super) async fn end<C: Driver, T>(
    work: &C,
    tx: Level<C::Exclusive>,
    done: Result<T>,
) -> Result<T> {
    // A run that has lost the lock must not commit.
    let done = match done {
        Ok(value) => tx.confirm_lock().await.map(|()| value),
        Err(error) => Err(error),
    };
    let ended = match done {
        Ok(value) => tx.run_commit().await.map(|()| value),
        Err(error) => {
            // The first error is more important.
            drop(tx.run_rollback().await);
            Err(error)
        }
    };
    // If this fails, the connection releases the lock before its next use.
    drop(work.unlock().await);
    ended
}

/// Runs a statement of a migration by its position, and notifies the observer. Returns the number
/// of rows that it changed.
pub(super) async fn statement<C: Driver>(
    work: &C,
    job: &Job<'_>,
    position: usize,
    migrator: &mut Migrator<'_>,
) -> Result<u64> {
    let sql = job.steps().statements[position];
    watched(work, &mut migrator.observer, job.name, (position + 1, sql)).await
}
