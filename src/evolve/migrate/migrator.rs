//! The functions that apply, roll back and compare migrations.

use std::fmt;
use std::time::Duration;

use super::step::{Observer, Step};
use super::{Migrations, Repair, Repaired, Report, Status, run};
#[cfg(feature = "sync")]
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
#[cfg(not(feature = "sync"))]
use crate::evolve::create::Schema;

/// Applies the migrations that the database lacks, as the generated `migrate` does.
///
/// If all are applied, it is a single query. Several threads and programs may call it at the same
/// time: one applies them, and the others wait. [`Migrator`] has options.
///
/// # Errors
///
/// [`Error::Migration`](crate::Error::Migration) names the migration and the statement that failed,
/// and what stays applied, or says how the history differs from these migrations;
/// [`Error::Busy`](crate::Error::Busy) if another session changes the tables for too long.
#[inline]
pub fn migrate<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).migrate(db)
}

/// Returns which migrations are applied.
///
/// # Errors
///
/// [`Error::Migration`](crate::Error::Migration) if a newer version has written the history;
/// otherwise the error of the database.
#[inline]
pub fn status<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
) -> Output<'c, C, Result<Status>> {
    Migrator::new(migrations).status(db)
}

/// Undoes this number of the last applied migrations, the last one first.
///
/// # Errors
///
/// As [`migrate`]; [`MigrationError::NoDown`](crate::MigrationError::NoDown) if a migration cannot
/// be rolled back, and then none is.
#[inline]
pub fn rollback<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    most: usize,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).rollback(db, most)
}

/// Records the migrations up to this one as applied, without running them, for a database that
/// already has their tables. It compares nothing: [`BaselineBuilder`](crate::BaselineBuilder)
/// compares the tables first.
///
/// # Errors
///
/// [`MigrationError::HasHistory`](crate::MigrationError::HasHistory) if a migration is already
/// recorded, and [`MigrationError::NotFound`](crate::MigrationError::NotFound) if none has this
/// name.
#[inline]
pub fn baseline<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    last: &'c str,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).baseline(db, last)
}

/// Corrects what the history of a database says about a migration, as a [`Repair`] describes it,
/// and records who did it and why. No statement of a migration is run.
///
/// # Errors
///
/// [`MigrationError::NotFound`](crate::MigrationError::NotFound) if no migration has this name,
/// [`MigrationError::NotApplied`](crate::MigrationError::NotApplied) if the files of a migration
/// that is not applied should be accepted, and [`Error::Value`](crate::Error::Value) without a
/// reason.
#[inline]
pub fn repair<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    repair: &'c Repair,
) -> Output<'c, C, Result<Repaired>> {
    Migrator::new(migrations).repair(db, repair)
}

/// Applies the migrations that a database lacks: for `migrate` of generated code.
///
/// With the feature `sync` it also records whether the tables then match the models.
///
/// # Errors
///
/// As [`migrate`].
#[cfg(not(feature = "sync"))]
#[inline]
pub fn migrate_to<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    _: &'static Schema,
) -> Output<'c, C, Result<Report>> {
    migrate(db, migrations)
}

/// Applies migrations, with options and an observer.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # fn main() -> tablewright::Result<()> {
/// # let db = tablewright::Sqlite::memory()?;
/// # static MIGRATIONS: tablewright::Migrations = tablewright::Migrations { list: &[] };
/// use tablewright::migrate::{Migrator, Step};
///
/// let report = Migrator::new(&MIGRATIONS)
///     .on_step(|step| {
///         if let Step::Ran { name, number, time, .. } = step {
///             println!("{name}: statement {number} took {time:?}");
///         }
///     })
///     .migrate(&db)?;
/// println!("{} applied", report.migrations.len());
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sqlite"))]
/// # fn main() {}
/// ```
#[must_use = "nothing happens before one of its methods is given a connection"]
pub struct Migrator<'m> {
    pub(crate) migrations: &'m Migrations<'m>,
    pub(super) is_strict: bool,
    pub(super) is_ahead_allowed: bool,
    pub(super) was_applied: Option<bool>,
    pub(super) lock_timeout: Option<Duration>,
    pub(super) observer: Observer<'m>,
}

impl<'m> Migrator<'m> {
    /// Creates a migrator of these migrations.
    pub fn new(migrations: &'m Migrations<'m>) -> Self {
        Migrator {
            migrations,
            is_strict: false,
            is_ahead_allowed: false,
            was_applied: None,
            lock_timeout: None,
            observer: Observer::none(),
        }
    }

    /// Sets whether `migrate` refuses a migration that is older than the last applied one, such as
    /// one from a branch that was merged late. By default it is applied.
    pub fn strict(mut self, strict: bool) -> Self {
        self.is_strict = strict;
        self
    }

    /// Sets whether `migrate` accepts a database with newer migrations than the program. Otherwise
    /// [`migrate`](Migrator::migrate) fails with
    /// [`MigrationError::Ahead`](crate::MigrationError::Ahead).
    pub fn allow_ahead(mut self, allow: bool) -> Self {
        self.is_ahead_allowed = allow;
        self
    }

    /// Says whether the interrupted statement was applied, if the database cannot tell: see
    /// [`MigrationError::Interrupted`](crate::MigrationError::Interrupted).
    pub fn statement_was_applied(mut self, was_applied: bool) -> Self {
        self.was_applied = Some(was_applied);
        self
    }

    /// Sets how long to wait for other programs that change the tables, and for sessions that lock
    /// them: 60 seconds by default; on PostgreSQL the connection's own `lock_timeout`, if it has
    /// one.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = Some(timeout);
        self
    }

    /// Sets a function to call before and after every statement. It must not use the connection.
    pub fn on_step(mut self, watch: impl FnMut(&Step<'_>) + Send + 'm) -> Self {
        self.observer = Observer::new(watch);
        self
    }

    /// Applies the migrations that the database lacks, as [`migrate`] does.
    ///
    /// # Errors
    ///
    /// As [`migrate`].
    #[inline]
    pub fn migrate<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Report>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run::migrate(db, self))
    }

    #[cfg(feature = "sync")]
    pub(crate) async fn run<C: Driver>(self, db: &C) -> Result<Report> {
        run::migrate(db, self).await
    }

    /// Records the migrations up to this one without running them.
    #[cfg(feature = "sync")]
    pub(crate) async fn record<C: Driver>(self, db: &C, last: &str) -> Result<Report> {
        run::baseline(db, self, last).await
    }

    /// Returns which migrations are applied, as [`status`] does.
    ///
    /// # Errors
    ///
    /// As [`status`].
    #[inline]
    pub fn status<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Status>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run::status(db, self))
    }

    /// Undoes the last applied migrations, as [`rollback`] does.
    ///
    /// # Errors
    ///
    /// As [`rollback`].
    #[inline]
    pub fn rollback<'c, C: Connection>(
        self,
        db: &'c C,
        most: usize,
    ) -> Output<'c, C, Result<Report>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run::rollback(db, self, most))
    }

    /// Records migrations as applied without running them, as [`baseline`] does.
    ///
    /// # Errors
    ///
    /// As [`baseline`].
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
        C::Mode::finish(run::baseline(db, self, last))
    }

    /// Corrects the history, as [`repair`] does.
    ///
    /// # Errors
    ///
    /// As [`repair`].
    #[inline]
    pub fn repair<'c, C: Connection>(
        self,
        db: &'c C,
        repair: &'c Repair,
    ) -> Output<'c, C, Result<Repaired>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(super::repair::repair(db, self, repair))
    }

    /// Returns what [`repair`](Migrator::repair) would record, and changes nothing.
    ///
    /// # Errors
    ///
    /// As [`repair`].
    #[inline]
    pub fn preview_repair<'c, C: Connection>(
        self,
        db: &'c C,
        repair: &'c Repair,
    ) -> Output<'c, C, Result<Repaired>>
    where
        'm: 'c,
    {
        let db = db.driver();
        C::Mode::finish(super::repair::preview(db, self, repair))
    }
}

impl fmt::Debug for Migrator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrator")
            .field("migrations", &self.migrations.list.len())
            .finish_non_exhaustive()
    }
}
