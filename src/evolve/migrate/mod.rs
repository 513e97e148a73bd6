//! Versioned migrations: files that are applied once, in order, and recorded.
//!
//! The migrations are data of generated code. With the feature `migrate` they can be applied:
//! `migrator.rs` has the functions, and `run.rs` runs one migration after another under the lock.
//! `compare.rs` compares the migrations with the history. `one.rs` runs a migration in one
//! transaction, and `steps.rs` statement by statement, so that a crash loses nothing.
//! `statement.rs` detects the kind of a statement, and `object.rs` whether it was applied.
//! `preflight.rs` runs preflight checks, and `blocking.rs` finds the blocking session. `repair.rs`
//! corrects the history.

use tablewright_sql::Dialect;

use crate::base::error::{Error, Result};

#[cfg(feature = "migrate")]
mod blocking;
#[cfg(feature = "migrate")]
mod compare;
#[cfg(feature = "migrate")]
mod migrator;
#[cfg(feature = "migrate")]
mod object;
#[cfg(feature = "migrate")]
mod one;
#[cfg(feature = "migrate")]
pub(crate) mod preflight;
#[cfg(feature = "migrate")]
mod repair;
#[cfg(feature = "migrate")]
mod report;
#[cfg(feature = "migrate")]
mod run;
#[cfg(feature = "migrate")]
mod statement;
#[cfg(feature = "migrate")]
mod step;
#[cfg(feature = "migrate")]
mod steps;

pub use crate::base::error::{Direction, Effect, FailedStatement, MigrationError};
#[cfg(all(feature = "migrate", not(feature = "sync")))]
pub use migrator::migrate_to;
#[cfg(feature = "migrate")]
pub use migrator::{Migrator, baseline, migrate, repair, rollback, status};
#[cfg(feature = "migrate")]
pub use repair::{Repair, RepairAction, RepairRecord, Repaired};
#[cfg(feature = "migrate")]
pub use report::{Applied, MigrationStatus, Report, State, Status};
#[cfg(feature = "migrate")]
pub use step::Step;

#[cfg(feature = "sync")]
pub(crate) use blocking::find as blocking_session;
#[cfg(feature = "sync")]
pub(crate) use run::may_be_recorded;
#[cfg(feature = "sync")]
pub(crate) use step::{Observer, watched};

/// The migrations of a program, oldest first: the constant `MIGRATIONS` of generated code.
#[derive(Clone, Copy, Debug)]
pub struct Migrations<'m> {
    /// The migrations.
    pub list: &'m [Migration<'m>],
}

/// A migration, with its statements for each database.
#[derive(Clone, Copy, Debug)]
pub struct Migration<'m> {
    /// The name of its folder: `20261123041500_add_bio`.
    pub name: &'m str,
    /// Its statements for SQLite; `None` if the models are not for SQLite. The same holds for the
    /// others.
    pub sqlite: Option<Scripts<'m>>,
    /// Its statements for PostgreSQL.
    pub postgres: Option<Scripts<'m>>,
    /// Its statements for MySQL.
    pub mysql: Option<Scripts<'m>>,
    /// Its statements for MariaDB.
    pub mariadb: Option<Scripts<'m>>,
}

/// The statements of a migration for one database.
#[derive(Clone, Copy, Debug)]
pub struct Scripts<'m> {
    /// The checksum of the files, which the history records.
    pub checksum: &'m str,
    /// The statements of `up`.
    pub up: Steps<'m>,
    /// The statements of `down`; empty if the migration cannot be undone.
    pub down: Steps<'m>,
}

/// The statements of a file, and how to run them.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'m> {
    /// The statements, without their semicolons.
    pub statements: &'m [&'m str],
    /// Whether they run in one transaction, if the database supports that.
    pub in_transaction: bool,
    /// Whether SQLite checks references at each statement, and not only at the end.
    pub foreign_keys: bool,
    /// The queries that run before the first statement.
    pub preflight: &'m [Preflight<'m>],
}

/// A query that runs before the first statement of a file. If it finds a row, the migration is
/// refused, and none of its statements runs.
#[derive(Clone, Copy, Debug)]
pub struct Preflight<'m> {
    /// The query.
    pub sql: &'m str,
    /// The message if the query finds a row: the problem, and what to do.
    pub message: &'m str,
}

impl Migration<'_> {
    /// A migration without statements, as a start for generated code.
    pub const NONE: Migration<'static> = Migration {
        name: "",
        sqlite: None,
        postgres: None,
        mysql: None,
        mariadb: None,
    };
}

impl<'m> Migration<'m> {
    /// Returns its statements for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] if it has no files for the dialect.
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
