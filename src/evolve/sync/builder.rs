//! The choices of a `sync`.

use std::fmt;
use std::time::Duration;

use super::compare::Extra;
use super::{SyncReport, run_preview, run_sync};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::evolve::create::Schema;
use crate::evolve::migrate::{Observer, Step};

/// Brings the tables of a database to what the models say, as [`sync`](crate::sync()) does, with
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
    /// For the tables of these models: generated code has them as `SCHEMA`.
    pub fn new(schema: &'static Schema) -> Self {
        SyncBuilder {
            schema,
            lock_timeout: None,
            drops_unmanaged: false,
            extra: Extra::Dropped,
            observer: Observer::none(),
        }
    }

    /// How long to wait for others who change the tables, or keep one of them locked: 60 seconds
    /// unless told otherwise; on PostgreSQL the program's own `lock_timeout`, where it has one.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = Some(timeout);
        self
    }

    /// Whether `sync` drops what the database has and the models do not: indexes, constraints, and
    /// attributes of columns. Another program may have made them, so that `sync` refuses it
    /// otherwise, and names each. Columns and tables with their rows are dropped only if the models
    /// allow it.
    pub fn drop_unmanaged(mut self, drop: bool) -> Self {
        self.drops_unmanaged = drop;
        self
    }

    /// Calls a function before and after every statement. It must not use the connection.
    pub fn on_step(mut self, watch: impl FnMut(&Step<'_>) + Send + 's) -> Self {
        self.observer = Observer::new(watch);
        self
    }

    /// Says what [`sync`](SyncBuilder::sync) would do now, or why it would refuse, and changes
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

    /// Makes the steps that are safe, and refuses the rest, as [`sync`](crate::sync()) does.
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
