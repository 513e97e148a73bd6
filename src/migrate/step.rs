//! What happens, for whoever watches.

use std::time::Duration;

/// Which way a migration is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It is applied.
    Up,
    /// It is rolled back.
    Down,
}

/// Something that happens while migrations are run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Step<'s> {
    /// A migration begins, or goes on where it was interrupted.
    Begins {
        /// Its name.
        migration: &'s str,
        /// Which way.
        direction: Direction,
        /// How many statements it has.
        statements: usize,
        /// How many of them took effect before.
        done: usize,
    },
    /// A statement is run now.
    Runs {
        /// The migration.
        migration: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
    },
    /// A statement has run. Whether it stays is known when the migration ends.
    Ran {
        /// The migration.
        migration: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
        /// How long it took.
        time: Duration,
        /// How many rows it changed, where it is about rows.
        rows: Option<u64>,
    },
    /// A migration is complete, and recorded.
    Ends {
        /// The migration.
        migration: &'s str,
        /// Which way.
        direction: Direction,
        /// How long it took.
        time: Duration,
        /// How many rows its statements changed.
        rows: u64,
    },
}

/// Whoever watches.
pub(super) struct Observer<'m>(Option<Box<Watch<'m>>>);

type Watch<'m> = dyn FnMut(&Step<'_>) + Send + 'm;

impl<'m> Observer<'m> {
    /// Nobody.
    pub fn none() -> Self {
        Observer(None)
    }

    pub fn new(watch: impl FnMut(&Step<'_>) + Send + 'm) -> Self {
        Observer(Some(Box::new(watch)))
    }

    pub fn tell(&mut self, step: Step<'_>) {
        if let Some(watch) = &mut self.0 {
            watch(&step);
        }
    }
}
