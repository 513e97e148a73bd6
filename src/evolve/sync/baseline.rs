//! Records migrations as applied, after comparing the tables.

use std::fmt;
use std::time::Duration;

use tablewright_evolve::plan::Plan;

use super::compare::Extra;
use super::record::State;
use super::{SyncBuilder, SyncReport, apply, compare};
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{MigrationError, Result};
use crate::evolve::create::Schema;
use crate::evolve::migrate::{Migrations, Migrator, Report, Step, may_be_recorded};

/// Records migrations as applied without running them, in a database that another tool has created,
/// if its tables are those after the migrations.
///
/// ```text
/// let report = BaselineBuilder::new(&models::MIGRATIONS, &models::SCHEMA)
///     .align(true)
///     .baseline(&db, "20261123041500_create_shop")?;
/// ```
///
/// [`baseline`](crate::baseline) records without comparing.
#[must_use = "nothing happens before `baseline` is given a connection"]
pub struct BaselineBuilder<'m> {
    migrator: Migrator<'m>,
    sync: SyncBuilder<'m>,
    aligns: bool,
    accepts_differences: bool,
}

impl<'m> BaselineBuilder<'m> {
    /// Creates a builder for the generated `MIGRATIONS` and `SCHEMA`. The last recorded migration
    /// has to leave the tables of these models.
    pub fn new(migrations: &'m Migrations<'m>, schema: &'static Schema) -> Self {
        BaselineBuilder {
            migrator: Migrator::new(migrations),
            sync: SyncBuilder {
                extra: Extra::Stays,
                ..SyncBuilder::new(schema)
            },
            aligns: false,
            accepts_differences: false,
        }
    }

    /// Sets whether the tables are first synchronized with the models, by the steps of
    /// [`sync`](crate::sync()). Steps that are not safe are refused.
    pub fn align(mut self, align: bool) -> Self {
        self.aligns = align;
        self
    }

    /// Sets whether migrations are recorded even if the tables differ. Later migrations of these
    /// tables may fail.
    pub fn accept_differences(mut self, accept: bool) -> Self {
        self.accepts_differences = accept;
        self
    }

    /// Sets whether [`align`](BaselineBuilder::align) drops indexes, constraints and attributes of
    /// columns that the models do not have. Otherwise they stay, and do not count as differences.
    pub fn drop_unmanaged(mut self, drop: bool) -> Self {
        self.sync = self.sync.drop_unmanaged(drop);
        self.sync.extra = match drop {
            true => Extra::Dropped,
            false => Extra::Stays,
        };
        self
    }

    /// Sets how long to wait for locks, as [`SyncBuilder::lock_timeout`] does.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.migrator = self.migrator.lock_timeout(timeout);
        self.sync = self.sync.lock_timeout(timeout);
        self
    }

    /// Sets a function to call before and after every statement of the steps that align the tables.
    /// It must not use the connection.
    pub fn on_step(mut self, watch: impl FnMut(&Step<'_>) + Send + 'm) -> Self {
        self.sync = self.sync.on_step(watch);
        self
    }

    /// Returns the steps that would align the tables, or the reasons for a refusal, and changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// As [`baseline`](BaselineBuilder::baseline) with [`align`](BaselineBuilder::align).
    #[inline]
    pub fn preview<'c, C: Connection>(
        self,
        db: &'c C,
        last: &'c str,
    ) -> Output<'c, C, Result<SyncReport>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(preview(db, self, last))
    }

    /// Compares the tables, and records the migrations up to this one.
    ///
    /// # Errors
    ///
    /// [`MigrationError::Differs`] with the steps that would align the tables;
    /// [`Error::Refused`](crate::Error::Refused) if these are not safe; otherwise as
    /// [`baseline`](crate::baseline).
    #[inline]
    pub fn baseline<'c, C: Connection>(
        self,
        db: &'c C,
        last: &'c str,
    ) -> Output<'c, C, Result<Report>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run(db, self, last))
    }
}

impl fmt::Debug for BaselineBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaselineBuilder").finish_non_exhaustive()
    }
}

async fn preview<C: Driver>(
    db: &C,
    builder: BaselineBuilder<'_>,
    last: &str,
) -> Result<SyncReport> {
    let BaselineBuilder { migrator, sync, .. } = builder;
    may_be_recorded(db, migrator.migrations, last).await?;
    let plan = compare::plan_with(db, sync.schema, &State::Unknown, sync.extra).await?;
    if plan.is_empty() {
        return Ok(SyncReport::UpToDate);
    }
    apply::may_be_done(db, sync.schema, sync.drops_unmanaged, &plan).await?;
    Ok(SyncReport::Applied(plan))
}

async fn run<C: Driver>(db: &C, builder: BaselineBuilder<'_>, last: &str) -> Result<Report> {
    let BaselineBuilder { migrator, sync, .. } = builder;
    may_be_recorded(db, migrator.migrations, last).await?;
    let (schema, extra) = (sync.schema, sync.extra);
    let mut plan = compare::plan_with(db, schema, &State::Unknown, extra).await?;
    if !plan.is_empty() && builder.aligns {
        apply::run(db, sync).await?;
        plan = compare::plan_with(db, schema, &State::Unknown, extra).await?;
    }
    if !plan.is_empty() && !builder.accepts_differences {
        return Err(differs(last, &plan).into());
    }
    let report = migrator.record(db, last).await?;
    super::run_record(db, schema).await?;
    Ok(report)
}

#[cold]
fn differs(last: &str, plan: &Plan) -> MigrationError {
    let steps = plan.steps.iter().flat_map(|step| step.what.clone());
    MigrationError::Differs {
        migration: last.to_owned(),
        steps: steps.collect(),
    }
}
