//! Runs a migration statement by statement, with a record of each, so that it can be resumed after
//! an interruption.
//!
//! A statement that changes rows runs in one transaction with its record. A statement that the
//! database commits by itself is recorded before and after, with a fingerprint of its object, which
//! shows a later run whether it was applied.
//!
//! SQLite has no lock beyond a transaction, so two processes may do this at once: each statement is
//! run by the process that records it first, and the other checks again.

use std::time::Instant;

use tablewright_schema::fingerprint;

use super::compare::{is_complete, number};
use super::run::{self, Job, count};
use super::statement::Kind;
use super::step::Step;
use super::{Applied, Direction, Effect, MigrationError, Migrator, object, preflight};
use crate::base::connection::driver::Driver;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::error::{Error, Result};
use crate::evolve::history::{self, Entry};
use crate::evolve::lock::limit_waiting;
use crate::evolve::own_sql;
use crate::query::row::run_delete;

/// Runs a migration; `None` if it is no longer the next one.
pub(super) async fn run<C: Driver>(
    work: &C,
    job: &Job<'_>,
    migrator: &mut Migrator<'_>,
    is_there: bool,
    is_next: impl Fn(&[Entry]) -> Result<bool> + Send,
) -> Result<Option<Applied>> {
    let began = Instant::now();
    run::lock(work, migrator.lock_timeout).await?;
    let done = under_lock(work, job, migrator, is_there, is_next).await;
    // If this fails, the connection releases the lock before its next use.
    drop(work.unlock().await);
    Ok(done?.map(|(statements, rows)| Applied {
        name: job.name.to_owned(),
        statements,
        rows,
        time: began.elapsed(),
    }))
}

/// Returns the number of statements that ran, and the number of rows that they changed.
async fn under_lock<C: Driver>(
    work: &C,
    job: &Job<'_>,
    migrator: &mut Migrator<'_>,
    is_there: bool,
    is_next: impl Fn(&[Entry]) -> Result<bool> + Send,
) -> Result<Option<(usize, u64)>> {
    limit_waiting(work, migrator.lock_timeout, "false").await?;
    history::prepare(work, is_there).await?;
    let entries = history::entries(work).await?;
    if !is_next(&entries)? {
        return Ok(None);
    }
    if !is_begun(job, &entries) {
        preflight::check(work, job).await?;
    }
    let statements = job.steps().statements;
    let Some(mut progress) = Progress::find(work, job, &entries).await? else {
        return Ok(None);
    };
    progress.settle(work, job, migrator.was_applied).await?;
    let first = progress.done;
    migrator.observer.tell(Step::Begins {
        name: job.name,
        direction: job.direction,
        statements: statements.len(),
        done: first,
    });
    let mut rows = 0;
    for (position, sql) in statements.iter().enumerate() {
        let kind = Kind::of(work.dialect(), sql);
        if position < first {
            // Statements that changed the interrupted session run again in this one.
            if kind == Kind::Session {
                work.run(sql).await.map_err(|error| {
                    let effect = match error {
                        Error::Lost(_) => Effect::Unknown,
                        _ => Effect::NotApplied,
                    };
                    job.failed(Some(position), first, effect, error)
                })?;
            }
            continue;
        }
        match progress.run(work, job, position, &kind, migrator).await {
            Ok(Some(changed)) => rows += changed,
            Ok(None) => return Ok(None),
            Err(error) => {
                let kept = progress.done;
                let effect = progress.failed(work, job, &kind, &error).await;
                return Err(job.failed(Some(position), kept, effect, error));
            }
        }
    }
    progress.finish(work, job).await?;
    Ok(Some((statements.len() - first, rows)))
}

/// Whether a statement of the migration may have been applied before. Then the tables may differ
/// from those that the preflight checks expect.
fn is_begun(job: &Job<'_>, entries: &[Entry]) -> bool {
    let is_back = job.direction == Direction::Down;
    let entry = job
        .entry(entries)
        .filter(|entry| entry.reverting == is_back);
    entry.is_some_and(|entry| entry.done > 0 || entry.under_way.is_some())
}

/// The progress of a migration.
struct Progress {
    entry: Entry,
    /// The number of applied statements.
    done: usize,
    /// Whether the next statement was applied, and that is not recorded yet.
    ran: bool,
}

impl Progress {
    /// Resumes an interrupted migration, or begins it; `None` if another session has just begun it.
    async fn find<C: Driver>(
        work: &C,
        job: &Job<'_>,
        entries: &[Entry],
    ) -> Result<Option<Progress>> {
        let statements = job.steps().statements;
        let begun = job.entry(entries);
        let entry = match (begun, job.direction) {
            (None, _) => {
                let new = run::entry(job.name, job.scripts)
                    .set(Entry::STATEMENTS, count(statements.len()))
                    .set(Entry::DONE_CHECKSUM, checksum(&[]));
                // A migration without statements is complete at once.
                match new.run(work).await {
                    Ok(entry) => entry,
                    Err(Error::Unique(_)) => return Ok(None),
                    Err(error) => return Err(error),
                }
            }
            (Some(entry), Direction::Down) if !entry.reverting => {
                Entry::update(entry.id)
                    .set(Entry::REVERTING, true)
                    .set(Entry::STATEMENTS, count(statements.len()))
                    .set(Entry::DONE, 0)
                    .set(Entry::DONE_CHECKSUM, checksum(&[]))
                    .run(work)
                    .await?;
                Entry {
                    reverting: true,
                    statements: count(statements.len()),
                    done: 0,
                    done_checksum: Some(checksum(&[])),
                    ..entry.clone()
                }
            }
            (Some(entry), _) => entry.clone(),
        };
        let done = number(entry.done);
        // Only statements after the applied ones may have been corrected.
        let is_same = statements.get(..done).map(checksum) == entry.done_checksum;
        if !is_same {
            let names = vec![job.name.to_owned()];
            return Err(MigrationError::Changed { names }.into());
        }
        let progress = Progress {
            entry,
            done,
            ran: false,
        };
        let total = count(statements.len());
        if progress.entry.statements != total || progress.entry.checksum != job.scripts.checksum {
            Entry::update(progress.entry.id)
                .set(Entry::STATEMENTS, total)
                .set(Entry::CHECKSUM, job.scripts.checksum)
                .run(work)
                .await?;
        }
        Ok(Some(progress))
    }

    /// Finds out whether the statement of the interruption was applied.
    async fn settle<C: Driver>(
        &mut self,
        work: &C,
        job: &Job<'_>,
        told: Option<bool>,
    ) -> Result<()> {
        let Some(under_way) = self.entry.under_way.map(number) else {
            return Ok(());
        };
        let statements = job.steps().statements;
        let under_way_error = |sql: &str| {
            Error::from(MigrationError::Interrupted {
                migration: job.name.to_owned(),
                direction: job.direction,
                number: under_way,
                sql: sql.to_owned(),
            })
        };
        let Some(sql) = statements
            .get(self.done)
            .filter(|_| under_way == self.done + 1)
        else {
            return Err(under_way_error(""));
        };
        let was_applied = match (Kind::of(work.dialect(), sql), told) {
            (Kind::Whole | Kind::Session | Kind::Repeatable, _) => false,
            (Kind::Definition(object), None) => match &self.entry.before {
                Some(before) => {
                    object::was_applied(work, &object, before)
                        .await
                        .map_err(|error| {
                            job.failed(Some(self.done), self.done, Effect::Unknown, error)
                        })?
                }
                None => return Err(under_way_error(sql)),
            },
            (Kind::Unknown { .. }, None) => return Err(under_way_error(sql)),
            (Kind::Definition(_) | Kind::Unknown { .. }, Some(told)) => told,
        };
        if was_applied {
            self.advance(work, job).await?;
            Ok(())
        } else {
            self.forget(work).await
        }
    }

    /// Runs the next statement, and records it; `None` if another session was faster.
    async fn run<C: Driver>(
        &mut self,
        work: &C,
        job: &Job<'_>,
        position: usize,
        kind: &Kind,
        migrator: &mut Migrator<'_>,
    ) -> Result<Option<u64>> {
        let before = match kind {
            Kind::Whole => {
                let tx = Level::begin_on(work, TransactionOptions::new()).await?;
                if !self.write(&tx, job).await? {
                    return Ok(None);
                }
                let rows = run::statement(&tx, job, position, migrator).await?;
                self.remember(&tx, job).await?;
                tx.confirm_lock().await?;
                tx.run_commit().await?;
                self.done += 1;
                return Ok(Some(rows));
            }
            Kind::Session | Kind::Repeatable => {
                let rows = run::statement(work, job, position, migrator).await?;
                self.ran = true;
                return Ok(self.advance(work, job).await?.then_some(rows));
            }
            Kind::Definition(object) => Some(object::fingerprint(work, object).await?),
            Kind::Unknown { .. } => None,
        };
        self.note(work, position, before).await?;
        let rows = run::statement(work, job, position, migrator).await?;
        self.ran = true;
        Ok(self.advance(work, job).await?.then_some(rows))
    }

    /// Records that a statement is about to run.
    async fn note<C: Driver>(
        &self,
        work: &C,
        position: usize,
        before: Option<String>,
    ) -> Result<()> {
        work.confirm_lock().await?;
        Entry::update(self.entry.id)
            .set(Entry::UNDER_WAY, Some(count(position + 1)))
            .set(Entry::BEFORE, before)
            .run(work)
            .await?;
        Ok(())
    }

    /// Records that the next statement was applied; false if another session has recorded it.
    async fn advance<C: Driver>(&mut self, work: &C, job: &Job<'_>) -> Result<bool> {
        self.remember(work, job).await?;
        work.confirm_lock().await?;
        let is_first = self.write(work, job).await?;
        self.ran = false;
        self.done += usize::from(is_first);
        Ok(is_first)
    }

    async fn write<C: Driver>(&self, work: &C, job: &Job<'_>) -> Result<bool> {
        let done = self.done + 1;
        let so_far = job.steps().statements.get(..done).map(checksum);
        let as_before = Entry::ID.eq(self.entry.id)
            & Entry::DONE.eq(count(self.done))
            & Entry::REVERTING.eq(self.entry.reverting);
        let written = Entry::filter(as_before)
            .update()
            .set(Entry::DONE, count(done))
            .set(Entry::DONE_CHECKSUM, so_far)
            .set(Entry::UNDER_WAY, None::<i32>)
            .set(Entry::BEFORE, None::<String>)
            .run(work)
            .await?;
        Ok(written > 0)
    }

    /// Records the objects of the user's own SQL before the last statement is recorded: the next run
    /// would find a complete migration, and not do it.
    async fn remember<C: Driver>(&self, db: &C, job: &Job<'_>) -> Result<()> {
        let statements = job.steps().statements;
        if self.done + 1 == statements.len() {
            own_sql::remember(db, statements.iter().copied(), true).await?;
        }
        Ok(())
    }

    /// Records that no statement is in progress.
    async fn forget<C: Driver>(&self, work: &C) -> Result<()> {
        Entry::update(self.entry.id)
            .set(Entry::UNDER_WAY, None::<i32>)
            .set(Entry::BEFORE, None::<String>)
            .run(work)
            .await?;
        Ok(())
    }

    /// Records that a statement failed and was not applied. If no statement of the migration was
    /// applied, its entry is deleted. Returns the effect of the statement.
    ///
    /// If the effect is unknown, the record stays, and the next run finds out.
    async fn failed<C: Driver>(
        &self,
        work: &C,
        job: &Job<'_>,
        kind: &Kind,
        error: &Error,
    ) -> Effect {
        // The error may be about the record of a statement that was applied.
        if self.ran || matches!(error, Error::Lost(_)) {
            return Effect::Unknown;
        }
        if work.confirm_lock().await.is_err() {
            // Another program may be running it, and the statement may have been applied.
            return Effect::Unknown;
        }
        let is_applied_in_part = match kind {
            Kind::Definition(object) => {
                !matches!(object::is_as_before(work, object).await, Ok(true))
            }
            Kind::Unknown { is_atomic } => !is_atomic,
            Kind::Whole | Kind::Session | Kind::Repeatable => false,
        };
        if is_applied_in_part {
            return Effect::Unknown;
        }
        let statements = count(job.scripts.up.statements.len());
        let recorded = match (self.done, self.entry.reverting) {
            (0, false) => run_delete(&self.entry, work).await,
            (0, true) => {
                let complete = Entry::update(self.entry.id)
                    .set(Entry::REVERTING, false)
                    .set(Entry::STATEMENTS, statements)
                    .set(Entry::DONE, statements)
                    .set(Entry::DONE_CHECKSUM, None::<String>)
                    .set(Entry::UNDER_WAY, None::<i32>)
                    .set(Entry::BEFORE, None::<String>)
                    .run(work)
                    .await;
                complete.map(|_| ())
            }
            (_, _) => self.forget(work).await,
        };
        // The error of the statement is more important.
        drop(recorded);
        Effect::NotApplied
    }

    /// Records that the migration is complete.
    async fn finish<C: Driver>(&self, work: &C, job: &Job<'_>) -> Result<()> {
        match job.direction {
            Direction::Up if is_complete(&self.entry) => Ok(()),
            Direction::Up => {
                Entry::update(self.entry.id)
                    .set(Entry::DONE_CHECKSUM, None::<String>)
                    .run(work)
                    .await?;
                Ok(())
            }
            Direction::Down => match run_delete(&self.entry, work).await {
                Err(Error::NotFound(_)) => Ok(()),
                deleted => deleted,
            },
        }
    }
}

/// The checksum of the applied statements.
pub(super) fn checksum(statements: &[&str]) -> String {
    let parts = statements.iter().map(|sql| format!("{}\0", sql.trim()));
    fingerprint(&parts.collect::<String>())
}
