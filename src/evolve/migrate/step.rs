//! Events for an observer.

use std::time::{Duration, Instant};

use super::Direction;
use super::statement::is_about_rows;
use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// An event while migrations run or a database is synchronized.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Step<'s> {
    /// A migration begins or is resumed, or a step of [`sync`](crate::sync()) begins.
    Begins {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The direction.
        direction: Direction,
        /// The number of its statements.
        statements: usize,
        /// The number of its statements that were applied before.
        done: usize,
    },
    /// A statement is about to run.
    Runs {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
    },
    /// A statement has run. It is permanent only when the migration, or all of `sync`, has ended.
    Ran {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
        /// The time that it took.
        time: Duration,
        /// The number of rows that it changed, if it changes rows.
        rows: Option<u64>,
    },
    /// A migration is complete and recorded, or a step of `sync` has run.
    Ends {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The direction.
        direction: Direction,
        /// The time that it took.
        time: Duration,
        /// The number of rows that its statements changed.
        rows: u64,
    },
}

/// The function that gets each event.
pub(crate) struct Observer<'m>(Option<Box<Watch<'m>>>);

type Watch<'m> = dyn FnMut(&Step<'_>) + Send + 'm;

impl<'m> Observer<'m> {
    /// No observer.
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

/// Runs a statement, and notifies the observer. Returns the number of rows that it changed.
pub(crate) async fn watched<C: Driver>(
    work: &C,
    observer: &mut Observer<'_>,
    name: &str,
    (number, sql): (usize, &str),
) -> Result<u64> {
    observer.tell(Step::Runs { name, number, sql });
    let began = Instant::now();
    let changed = work.run_counted(sql).await?;
    let rows = is_about_rows(work.dialect(), sql).then_some(changed);
    observer.tell(Step::Ran {
        name,
        number,
        sql,
        time: began.elapsed(),
        rows,
    });
    Ok(rows.unwrap_or(0))
}
