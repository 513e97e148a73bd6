//! Runs a migration in one transaction, with its entry in the history.

use std::collections::BTreeSet;
use std::time::Instant;

use super::run::{self, Job};
use super::step::Step;
use super::{Applied, Direction, Effect, Migrator, preflight};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};
use crate::evolve::history::{self, Entry};
use crate::evolve::keep::Kept;
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
    let tx = run::begin(
        work,
        migrator.lock_timeout,
        job.steps().foreign_keys,
        is_there,
    )
    .await?;
    let done = all(&tx, job, migrator, is_next).await;
    let done = match done {
        Ok(done) => run::end(work, tx, Ok(done)).await.map_err(|error| {
            // The checks at the end belong to the migration. Other errors describe themselves.
            let effect = match &error {
                Error::Lost(lost) if lost.may_have_committed => Effect::Unknown,
                _ => Effect::RolledBack,
            };
            job.failed(None, 0, effect, error)
        })?,
        Err(error) => run::end(work, tx, Err(error)).await?,
    };
    Ok(done.map(|rows| Applied {
        name: job.name.to_owned(),
        statements: job.steps().statements.len(),
        rows,
        time: began.elapsed(),
    }))
}

/// Runs the statements and adds the entry. Returns the number of rows that they changed.
async fn all<C: Driver>(
    tx: &C,
    job: &Job<'_>,
    migrator: &mut Migrator<'_>,
    is_next: impl Fn(&[Entry]) -> Result<bool> + Send,
) -> Result<Option<u64>> {
    let entries = history::entries(tx).await?;
    if !is_next(&entries)? {
        return Ok(None);
    }
    let steps = job.steps();
    migrator.observer.tell(Step::Begins {
        name: job.name,
        direction: job.direction,
        statements: steps.statements.len(),
        done: 0,
    });
    preflight::check(tx, job).await?;
    let broken = broken_references(tx, steps.foreign_keys).await?;
    let mut rows = 0;
    let mut kept = Kept::default();
    for (position, statement) in steps.statements.iter().enumerate() {
        let later = &steps.statements[position + 1..];
        kept.before(tx, statement, later).await?;
        match run::statement(tx, job, position, migrator).await {
            Ok(changed) => rows += changed,
            Err(error) => return Err(job.failed(Some(position), 0, Effect::RolledBack, error)),
        }
    }
    let restored = kept.restore(tx).await;
    restored.map_err(|error| job.failed(None, 0, Effect::RolledBack, error))?;
    let broken: Vec<Broken> = broken_references(tx, steps.foreign_keys)
        .await?
        .difference(&broken)
        .cloned()
        .collect();
    if !broken.is_empty() {
        return Err(job.failed(None, 0, Effect::RolledBack, references(&broken)));
    }
    own_sql::remember(tx, steps.statements.iter().copied(), true).await?;
    match job.direction {
        Direction::Up => history::add(run::complete(job.name, job.scripts), tx).await?,
        Direction::Down => {
            if let Some(entry) = job.entry(&entries) {
                run_delete(entry, tx).await?;
            }
        }
    }
    Ok(Some(rows))
}

/// A row that refers to a missing row: its table, its number, and the other table.
type Broken = (String, Option<i64>, String);

/// The references to missing rows, if SQLite does not enforce references.
async fn broken_references<C: Driver>(tx: &C, foreign_keys: bool) -> Result<BTreeSet<Broken>> {
    if foreign_keys || !tx.dialect().has_foreign_key_pragma() {
        return Ok(BTreeSet::new());
    }
    let text = r#"SELECT "table", rowid, parent FROM pragma_foreign_key_check"#;
    let found = crate::query::raw::sql::<Broken>(text).run_all(tx).await?;
    Ok(found.into_iter().collect())
}

fn references(broken: &[Broken]) -> Error {
    let tables: BTreeSet<String> = broken
        .iter()
        .map(|(table, _, parent)| format!("`{table}` to `{parent}`"))
        .collect();
    let tables: Vec<String> = tables.into_iter().collect();
    Error::Database(Box::new(Failure {
        message: format!(
            "{} would refer to rows that do not exist: from {}",
            match broken.len() {
                1 => "1 row".to_owned(),
                rows => format!("{rows} rows"),
            },
            tables.join(", from ")
        ),
        source: None,
    }))
}
