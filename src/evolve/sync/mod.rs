//! Compares a live database with the models, and synchronizes it.
//!
//! `report.rs` has the results. `compare.rs` plans the steps from the live tables to the models,
//! and `own.rs` those of the user's own SQL. `apply.rs` runs them, with the options of
//! `builder.rs`, and `record.rs` records the result in the history table. `baseline.rs` records
//! migrations in a database that has their tables.

mod apply;
mod baseline;
mod builder;
mod compare;
mod extensions;
mod own;
mod record;
mod report;

pub use baseline::BaselineBuilder;
pub use builder::SyncBuilder;
pub use report::{SyncReport, Verification};

pub(crate) use record::remember;

use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{BlockingIssues, Error, Result};
use crate::evolve::create::Schema;
use crate::evolve::history::kind;
use crate::evolve::migrate::{Migrations, Migrator, Report};
use record::State;
use tablewright_evolve::plan::Plan;

/// Compares a database with the models, as the generated `verify` does.
///
/// If nothing has changed since [`sync`] or [`create_all`](crate::create_all), that is one query.
/// Otherwise the tables are inspected and compared with those of the models. Nothing is changed.
///
/// # Errors
///
/// The error of the database; [`Error::Dialect`] if the models were not generated for it.
#[inline]
pub fn verify<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<Verification>> {
    let db = db.driver();
    C::Mode::finish(run_verify(db, schema))
}

/// Synchronizes the tables of a database with the models if that is safe, as the generated `sync`
/// does.
///
/// It refuses destructive changes that the models do not allow, and changes that existing rows
/// violate. The error lists all of them, and nothing is changed. If several programs call it at the
/// same time, one changes the tables, and the others wait.
///
/// On SQLite and PostgreSQL it is one transaction. MySQL and MariaDB commit every statement; if one
/// fails, the next call resumes there. [`SyncBuilder`] has options and reports progress.
///
/// # Errors
///
/// [`Error::Refused`] with the reasons, before anything is changed; [`Error::Busy`] if another
/// session changes the tables for too long; and the error of the database.
#[inline]
pub fn sync<'c, C: Connection>(
    db: &'c C,
    schema: &'static Schema,
) -> Output<'c, C, Result<SyncReport>> {
    SyncBuilder::new(schema).sync(db)
}

/// Applies the migrations that a database lacks, as [`migrate`](crate::migrate()) does, and records
/// that they lead to the models, so that [`verify`] is one query from then on. The generated
/// `migrate` calls it.
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
    // The migrations are applied even if this fails: `verify` reports a difference.
    if !report.migrations.is_empty()
        && let Ok(plan) = compare::plan(db, schema, &State::Unknown).await
        && plan.is_empty()
    {
        record::remember(db, schema, kind::SYNC, !plan.notes.is_empty()).await?;
    }
    Ok(report)
}

/// Records that the tables match the models, if they do: for a program that has changed them by
/// other means.
#[doc(hidden)]
pub fn record<'c, C: Connection>(db: &'c C, schema: &'static Schema) -> Output<'c, C, Result<()>> {
    let db = db.driver();
    C::Mode::finish(run_record(db, schema))
}

async fn run_record<C: Driver>(db: &C, schema: &'static Schema) -> Result<()> {
    let plan = compare::plan(db, schema, &State::Unknown).await?;
    if plan.is_empty() {
        record::remember(db, schema, kind::SYNC, !plan.notes.is_empty()).await?;
    }
    Ok(())
}

async fn run_verify<C: Driver>(db: &C, schema: &'static Schema) -> Result<Verification> {
    schema.create.get(db.dialect())?;
    let state = record::state(db, schema).await?;
    if state == State::Same {
        return Ok(Verification::UpToDate);
    }
    let plan = compare::plan(db, schema, &state).await?;
    let is_weak = plan.notes.iter().any(|note| note.is_weak);
    Ok(match state {
        _ if plan.is_empty() && plan.notes.is_empty() => Verification::UpToDate,
        _ if plan.is_empty() && !is_weak => Verification::Noted(plan.notes),
        // No step changes such objects, so the models did not cause the difference.
        _ if plan.is_empty() => Verification::Drifted(plan),
        State::Same | State::Noted | State::Changed => Verification::Drifted(plan),
        State::Older | State::Unknown => Verification::Behind(plan),
        State::Newer(by) => Verification::Ahead { by, plan },
    })
}

async fn run_sync<C: Driver>(db: &C, builder: SyncBuilder<'_>) -> Result<SyncReport> {
    builder.schema.create.get(db.dialect())?;
    match quick_state(db, builder.schema).await? {
        State::Same | State::Noted => Ok(SyncReport::UpToDate),
        State::Changed | State::Older | State::Unknown | State::Newer(_) => {
            apply::run(db, builder).await
        }
    }
}

async fn run_preview<C: Driver>(db: &C, builder: SyncBuilder<'_>) -> Result<SyncReport> {
    let (schema, drops_unmanaged) = (builder.schema, builder.drops_unmanaged);
    drop(builder);
    schema.create.get(db.dialect())?;
    let state = quick_state(db, schema).await?;
    if matches!(state, State::Same | State::Noted) {
        return Ok(SyncReport::UpToDate);
    }
    let plan = compare::plan(db, schema, &state).await?;
    if plan.is_empty() {
        return Ok(SyncReport::UpToDate);
    }
    if matches!(state, State::Newer(_)) {
        return Ok(SyncReport::Ahead(plan));
    }
    apply::may_be_done(db, schema, drops_unmanaged, &plan).await?;
    Ok(SyncReport::Applied(plan))
}

/// Finds the state without a statement that could fail and abort a transaction.
async fn quick_state<C: Driver>(db: &C, schema: &'static Schema) -> Result<State> {
    if db.in_transaction() && db.dialect().errors_abort_transactions() {
        return Ok(State::Unknown);
    }
    record::state(db, schema).await
}

/// The error that lists what blocks a plan.
#[cold]
pub(crate) fn refused(issues: Vec<String>, plan: Option<Plan>) -> Error {
    Error::Refused(Box::new(BlockingIssues { issues, plan }))
}
