//! The results of migrations.

use std::time::Duration;

use super::RepairRecord;

/// The result of applying, rolling back or recording migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The migrations, in the order in which they were run or recorded; none if there was nothing
    /// to do.
    pub migrations: Vec<Applied>,
}

/// A migration that was applied, rolled back or recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// Its name.
    pub name: String,
    /// The number of its statements that ran.
    pub statements: usize,
    /// The number of rows that they changed.
    pub rows: u64,
    /// The time that it took.
    pub time: Duration,
}

/// The state of a database, compared with the migrations of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The migrations of the database and the program, in the order of their names.
    pub migrations: Vec<MigrationStatus>,
    /// The [repairs](crate::repair()) of the history, oldest first.
    pub repairs: Vec<RepairRecord>,
}

/// The state of one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MigrationStatus {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: State,
    /// The time when it was applied, or begun, in UTC by the clock of the database.
    pub applied_at: Option<String>,
    /// Its position in the order in which migrations were applied, from 1.
    pub position: Option<usize>,
}

/// The state of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It is applied.
    Applied,
    /// It is applied, and its files have changed since.
    Changed,
    /// It is not applied.
    Pending {
        /// Whether a later one is applied.
        is_late: bool,
    },
    /// It was begun and is not complete.
    Interrupted {
        /// The number of applied statements.
        done: usize,
        /// The number of statements.
        statements: usize,
        /// Whether it is being rolled back.
        reverting: bool,
    },
    /// It is applied, and the program does not have it.
    Unknown,
}

impl Status {
    /// Returns whether every migration is applied, and no others.
    pub fn is_up_to_date(&self) -> bool {
        self.migrations
            .iter()
            .all(|migration| migration.state == State::Applied)
    }

    /// Iterates over the names of migrations that [`migrate`](crate::migrate()) would apply.
    pub fn pending(&self) -> impl Iterator<Item = &str> {
        let is_pending = |state: State| match state {
            State::Pending { .. } => true,
            State::Interrupted { reverting, .. } => !reverting,
            State::Applied | State::Changed | State::Unknown => false,
        };
        self.migrations
            .iter()
            .filter(move |migration| is_pending(migration.state))
            .map(|migration| migration.name.as_str())
    }
}
