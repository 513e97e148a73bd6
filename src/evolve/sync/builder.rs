//! The options of `sync`.

use std::fmt;
use std::time::Duration;

use super::compare::Extra;
use super::{SyncReport, run_preview, run_sync};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::evolve::create::Schema;
use crate::evolve::migrate::{Observer, Step};

/// Synchronizes the tables of a database with the models, as [`sync`](crate::sync()) does, with
/// options and an observer.
///
/// ```text
/// let synced = SyncBuilder::new(&models::SCHEMA)
///     .lock_timeout(Duration::from_secs(10))
///     .on_step(|step| {
///         if let Step::Ran { name, sql, time, .. } = step {
///             println!("{name}: {sql} took {time:?}");
///         }
///     })
///     .sync(&db)?;
/// ```
#[must_use = "nothing happens before `sync` is given a connection"]
pub struct SyncBuilder<'s> {
    pub(super) schema: &'static Schema,
    pub(super) lock_timeout: Option<Duration>,
    pub(super) drops_unmanaged: bool,
    pub(super) extra: Extra,
    pub(super) observer: Observer<'s>,
}

impl<'s> SyncBuilder<'s> {
    /// Creates a builder for the generated `SCHEMA`.
    pub fn new(schema: &'static Schema) -> Self {
        SyncBuilder {
            schema,
            lock_timeout: None,
            drops_unmanaged: false,
            extra: Extra::Dropped,
            observer: Observer::none(),
        }
    }

    /// Sets how long to wait for other programs that change the tables, and for sessions that lock
    /// them: 60 seconds by default; on PostgreSQL the connection's own `lock_timeout`, if it has
    /// one.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = Some(timeout);
        self
    }

    /// Sets whether `sync` drops indexes, constraints and attributes of columns that the models do
    /// not have. Otherwise it refuses to drop them and names each, because another program may have
    /// created them. Columns, and tables with their rows, are dropped only if the models allow it.
    pub fn drop_unmanaged(mut self, drop: bool) -> Self {
        self.drops_unmanaged = drop;
        self
    }

    /// Sets a function to call before and after every statement. It must not use the connection.
    pub fn on_step(mut self, watch: impl FnMut(&Step<'_>) + Send + 's) -> Self {
        self.observer = Observer::new(watch);
        self
    }

    /// Returns what [`sync`](SyncBuilder::sync) would do, or the reasons for a refusal, and changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// As [`sync`](crate::sync()).
    #[inline]
    pub fn preview<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<SyncReport>>
    where
        's: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run_preview(db, self))
    }

    /// Changes the tables if all steps are safe, as [`sync`](crate::sync()) does.
    ///
    /// # Errors
    ///
    /// As [`sync`](crate::sync()).
    #[inline]
    pub fn sync<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<SyncReport>>
    where
        's: 'c,
    {
        let db = db.driver();
        C::Mode::finish(run_sync(db, self))
    }
}

impl fmt::Debug for SyncBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncBuilder").finish_non_exhaustive()
    }
}
