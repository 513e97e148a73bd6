//! The choices of a `sync`.

use std::fmt;
use std::time::Duration;

use super::{Synced, run_sync};
use crate::connection::{Connection, Driven, Output};
use crate::migrate::{Observer, Step};
use crate::mode::Mode;
use crate::{Result, Schema};

/// Brings the tables of a database to what the models say, as [`sync`](crate::sync()) does, with choices and somebody
/// who watches.
///
/// ```text
/// let synced = Syncer::new(&models::SCHEMA)
///     .lock_timeout(Duration::from_secs(10))
///     .on_step(|step| {
///         if let Step::Ran { name, sql, time, .. } = step {
///             println!("{name}: {sql} took {time:?}");
///         }
///     })
///     .sync(&db)?;
/// ```
#[must_use = "nothing happens before `sync` is given a connection"]
pub struct Syncer<'s> {
    pub(super) schema: &'static Schema,
    pub(super) patience: Option<Duration>,
    pub(super) observer: Observer<'s>,
}

impl<'s> Syncer<'s> {
    /// For the tables of these models: generated code has them as `SCHEMA`.
    pub fn new(schema: &'static Schema) -> Self {
        Syncer {
            schema,
            patience: None,
            observer: Observer::none(),
        }
    }

    /// How long to wait for others who change the tables, or keep one of them locked: 60 seconds
    /// unless told otherwise; on PostgreSQL the program's own `lock_timeout`, where it has one.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.patience = Some(timeout);
        self
    }

    /// Calls a function before and after every statement. It must not use the connection.
    pub fn on_step(mut self, watch: impl FnMut(&Step<'_>) + Send + 's) -> Self {
        self.observer = Observer::new(watch);
        self
    }

    /// Makes the steps that are safe, and refuses the rest, as [`sync`](crate::sync()) does.
    ///
    /// # Errors
    ///
    /// As [`sync`](crate::sync()).
    #[inline]
    pub fn sync<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Synced>>
    where
        's: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run_sync(db, self))
    }
}

impl fmt::Debug for Syncer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Syncer").finish_non_exhaustive()
    }
}
