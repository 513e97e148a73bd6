//! Versioned migrations: what is written in files, applied once and in order, and recorded.
//!
//! `history.rs` compares what the program has with what the database says was done; `one.rs` runs a
//! migration in one transaction, and `steps.rs` statement by statement, so that a crash loses
//! nothing. `statement.rs` tells what a statement does, and `object.rs` whether it did it.
//! `holder.rs` asks who is in the way.

use std::fmt;
use std::time::Duration;

use crate::connection::{Connection, Driven, Output};
use crate::driver::Driver;
use crate::mode::Mode;
use crate::{Dialect, Error, Result};

mod error;
mod history;
mod holder;
mod object;
mod one;
mod report;
mod run;
mod statement;
mod step;
mod steps;

pub use error::{FailedStatement, MigrationError};
pub use report::{Applied, MigrationStatus, Report, State, Status};
pub use step::{Direction, Step};

pub(crate) use holder::find as holder;
pub(crate) use run::limit_waiting;
pub(crate) use step::{Observer, watched};

/// The migrations of a program, oldest first: generated code has them as `MIGRATIONS`.
#[derive(Clone, Copy, Debug)]
pub struct Migrations<'m> {
    /// Each of them.
    pub list: &'m [Migration<'m>],
}

/// A migration: what is done, and undone, on each database.
#[derive(Clone, Copy, Debug)]
pub struct Migration<'m> {
    /// The name of its folder: `20261123041500_add_bio`.
    pub name: &'m str,
    /// What it does on SQLite; nothing where the models are not for SQLite. So for the others.
    pub sqlite: Option<Scripts<'m>>,
    /// What it does on PostgreSQL.
    pub postgres: Option<Scripts<'m>>,
    /// What it does on MySQL.
    pub mysql: Option<Scripts<'m>>,
    /// What it does on MariaDB.
    pub mariadb: Option<Scripts<'m>>,
}

/// What a migration does on one database.
#[derive(Clone, Copy, Debug)]
pub struct Scripts<'m> {
    /// The fingerprint of the files, which the history records.
    pub checksum: &'m str,
    /// What is done.
    pub up: Steps<'m>,
    /// What undoes it; without statements where nothing does.
    pub down: Steps<'m>,
}

/// The statements of a file, and how they are run.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'m> {
    /// The statements, without their semicolons.
    pub statements: &'m [&'m str],
    /// Whether they run in one transaction, where the database can do that.
    pub in_transaction: bool,
    /// Whether SQLite checks references at each statement, and not only at the end.
    pub foreign_keys: bool,
}

impl Migration<'_> {
    /// A migration that does nothing anywhere: what generated code starts from.
    pub const NONE: Migration<'static> = Migration {
        name: "",
        sqlite: None,
        postgres: None,
        mysql: None,
        mariadb: None,
    };
}

impl<'m> Migration<'m> {
    /// What it does on a database.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] where it was not written for it.
    pub fn scripts(&self, dialect: Dialect) -> Result<&Scripts<'m>> {
        let scripts = match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::Mysql => &self.mysql,
            Dialect::Mariadb => &self.mariadb,
        };
        scripts.as_ref().ok_or(Error::Dialect(dialect))
    }
}

/// Applies the migrations that the database lacks: what the `migrate` of generated code calls.
///
/// Where all are applied it asks the database once, and that is all. Several threads and programs
/// may call it at the same time: one works, and the others wait. [`Migrator`] has choices.
///
/// # Errors
///
/// [`Error::Migration`] says which migration and statement failed, and what became of it, or how the
/// history of the database differs from these migrations; [`Error::Busy`] where somebody else
/// changes the tables and does not come to an end.
#[inline]
pub fn migrate<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).migrate(db)
}

/// What is applied, and what is not.
///
/// # Errors
///
/// [`Error::Migration`] where a newer version has written the history; otherwise what the database
/// says.
#[inline]
pub fn status<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
) -> Output<'c, C, Result<Status>> {
    Migrator::new(migrations).status(db)
}

/// Undoes the migrations that were applied last, so many of them, the last one first.
///
/// # Errors
///
/// As [`migrate`]; [`MigrationError::NoDown`] where one cannot be undone, and then nothing was.
#[inline]
pub fn rollback<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    most: usize,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).rollback(db, most)
}

/// Records the migrations up to this one as applied, without running them: for a database that has
/// their tables already.
///
/// # Errors
///
/// [`MigrationError::HasHistory`] where a migration is recorded already, and
/// [`MigrationError::NotFound`] where none has that name.
#[inline]
pub fn baseline<'c, C: Connection>(
    db: &'c C,
    migrations: &'c Migrations<'c>,
    last: &'c str,
) -> Output<'c, C, Result<Report>> {
    Migrator::new(migrations).baseline(db, last)
}

/// How long to wait for others who change the tables.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Applies migrations, with choices and somebody who watches.
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
    migrations: &'m Migrations<'m>,
    is_strict: bool,
    is_ahead_allowed: bool,
    took_effect: Option<bool>,
    patience: Option<Duration>,
    observer: Observer<'m>,
}

impl<'m> Migrator<'m> {
    /// For these migrations.
    pub fn new(migrations: &'m Migrations<'m>) -> Self {
        Migrator {
            migrations,
            is_strict: false,
            is_ahead_allowed: false,
            took_effect: None,
            patience: None,
            observer: Observer::none(),
        }
    }

    /// Whether a migration is refused that is older than one that was applied, as it comes from a
    /// branch that was merged late. Otherwise it is applied.
    pub fn strict(mut self, strict: bool) -> Self {
        self.is_strict = strict;
        self
    }

    /// Whether a database is accepted that has newer migrations than the program. Otherwise
    /// [`migrate`](Migrator::migrate) fails with [`MigrationError::Ahead`].
    pub fn allow_ahead(mut self, allow: bool) -> Self {
        self.is_ahead_allowed = allow;
        self
    }

    /// Whether the statement took effect that was under way when a run was interrupted: for those
    /// about which the database cannot tell, see [`MigrationError::UnderWay`].
    pub fn statement_took_effect(mut self, took_effect: bool) -> Self {
        self.took_effect = Some(took_effect);
        self
    }

    /// How long to wait for others who change the tables, or keep one of them locked: 60 seconds
    /// unless told otherwise; on PostgreSQL the program's own `lock_timeout`, where it has one.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.patience = Some(timeout);
        self
    }

    /// Calls a function before and after every statement. It must not use the connection.
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

    pub(crate) async fn run<C: Driver>(self, db: &C) -> Result<Report> {
        run::migrate(db, self).await
    }

    /// What is applied, and what is not, as [`status`] does.
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

    /// Undoes the migrations that were applied last, as [`rollback`] does.
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
}

impl fmt::Debug for Migrator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrator")
            .field("migrations", &self.migrations.list.len())
            .finish_non_exhaustive()
    }
}
