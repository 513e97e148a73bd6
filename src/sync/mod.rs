//! Comparing a live database with the models, and bringing it up to date.
//!
//! `verdict.rs` has the answers, `compare.rs` finds the way from what is there to what should be,
//! `apply.rs` walks it, with the choices of `syncer.rs`, and `record.rs` keeps in the library's own table what was
//! done.

mod apply;
mod compare;
mod record;
mod syncer;
mod verdict;

pub use syncer::Syncer;
pub use verdict::{Refusal, Synced, Verdict};

pub(crate) use record::remember;

use crate::connection::{Connection, Driven, Output};
use crate::driver::Driver;
use crate::ledger::kind;
use crate::migrate::{Migrations, Migrator, Report};
use crate::mode::Mode;
use crate::{Error, Result, Schema};
use record::State;

/// Compares a database with the models: what the `verify` of generated code calls.
///
/// Where nothing has changed since [`sync`] or [`create_all`](crate::create_all), that is one query.
/// Otherwise the tables of the models are inspected and compared with what the database would make
/// of the models; nothing is changed.
///
/// # Errors
///
/// What the database says; [`Error::Dialect`] where the models were not generated for it.
#[inline]
pub fn verify<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<Verdict>> {
    let db = db.driver();
    C::Mode::finish(run_verify(db, schema))
}

/// Brings the tables of a database to what the models say, where that is safe: what the `sync` of
/// generated code calls.
///
/// What loses data is refused unless the models acknowledge it, and so is what rows that are there
/// would not bear; the error lists all of it, and nothing is changed. Several programs may call it at
/// the same time: one works, the others wait, and find it done.
///
/// SQLite and PostgreSQL do all of it or nothing. MySQL and MariaDB commit at every statement; where
/// one fails, the next call goes on from there. [`Syncer`] has choices, and tells what happens.
///
/// # Errors
///
/// [`Error::Refused`] with the reasons, before anything is changed; [`Error::Busy`] where somebody
/// else is at the tables for too long; and what the database says.
#[inline]
pub fn sync<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<Synced>> {
    Syncer::new(schema).sync(db)
}

/// Applies the migrations that a database lacks, as [`migrate`](crate::migrate()) does, and records
/// where they lead to the models, so that [`verify`] is one query from then on: what the `migrate` of
/// generated code calls.
///
/// # Errors
///
/// As [`migrate`](crate::migrate()).
#[inline]
pub fn migrate_to<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    schema: &'static Schema,
) -> Output<'c, C, Result<Report>> {
    let db = db.driver();
    C::Mode::finish(run_migrate_to(db, migrations, schema))
}

async fn run_migrate_to<C: Driver>(
    db: &C,
    migrations: &Migrations<'_>,
    schema: &'static Schema,
) -> Result<Report> {
    let report = Migrator::new(migrations).run(db).await?;
    // The migrations are done: a difference is for `verify` to tell.
    if !report.migrations.is_empty()
        && let Ok(plan) = compare::plan(db, schema).await
        && plan.is_empty()
    {
        record::remember(db, schema, kind::SYNC).await?;
    }
    Ok(report)
}

async fn run_verify<C: Driver>(db: &C, schema: &'static Schema) -> Result<Verdict> {
    schema.create.get(db.dialect())?;
    let state = record::state(db, schema).await?;
    if state == State::Same {
        return Ok(Verdict::UpToDate);
    }
    let plan = compare::plan(db, schema).await?;
    Ok(if plan.is_empty() {
        Verdict::UpToDate
    } else {
        match state {
            State::Same => Verdict::UpToDate,
            State::Changed => Verdict::Drifted(plan),
            State::Older | State::Unknown => Verdict::Behind(plan),
            State::Newer(by) => Verdict::Ahead { by, plan },
        }
    })
}

async fn run_sync<C: Driver>(db: &C, syncer: Syncer<'_>) -> Result<Synced> {
    syncer.schema.create.get(db.dialect())?;
    match quick_state(db, syncer.schema).await? {
        State::Same => Ok(Synced::UpToDate),
        State::Changed | State::Older | State::Unknown | State::Newer(_) => {
            apply::run(db, syncer).await
        }
    }
}

/// The state, without a statement that may fail within a transaction if that aborts it.
async fn quick_state<C: Driver>(db: &C, schema: &'static Schema) -> Result<State> {
    if db.in_transaction() && db.dialect().errors_abort_transactions() {
        return Ok(State::Unknown);
    }
    record::state(db, schema).await
}

/// A refusal with its reasons.
#[cold]
pub(crate) fn refused(reasons: Vec<String>, plan: Option<tablewright_evolve::plan::Plan>) -> Error {
    Error::Refused(Box::new(Refusal { reasons, plan }))
}
