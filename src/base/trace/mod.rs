//! Logging of statements by the feature `tracing`.
//!
//! `on.rs` has spans and events, `summary.rs` the summary of a statement, and `off.rs` the same
//! functions without any code, so that callers need no `cfg`.

#[cfg(all(
    feature = "tracing",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
mod on;
#[cfg(all(
    feature = "tracing",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
use on as chosen;
#[cfg(all(
    feature = "tracing",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
mod summary;

#[cfg(not(all(
    feature = "tracing",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
)))]
mod off;
#[cfg(not(all(
    feature = "tracing",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
)))]
use off as chosen;

#[cfg(any(feature = "async", feature = "tracing"))]
use std::time::Duration;

use crate::base::connection::driver::{Collect, Decode};

#[cfg(feature = "migrate")]
pub(crate) use chosen::Task;
#[cfg(any(feature = "sqlite", feature = "async"))]
pub(crate) use chosen::Traced;
pub(crate) use chosen::Tracer;
#[cfg(feature = "async")]
pub(crate) use chosen::Waiting;

/// The default limit from which a statement is slow.
#[cfg(any(feature = "async", feature = "tracing"))]
pub(crate) const SLOW: Duration = Duration::from_secs(1);

/// A statement that begins or ends a transaction or savepoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollbackTo,
}

impl Command {
    /// The statement that begins a level.
    pub fn begin(is_savepoint: bool) -> Command {
        if is_savepoint {
            Command::Savepoint
        } else {
            Command::Begin
        }
    }

    /// The statement that commits a level.
    pub fn commit(is_savepoint: bool) -> Command {
        if is_savepoint {
            Command::Release
        } else {
            Command::Commit
        }
    }

    /// The statement that rolls back a level.
    pub fn rollback(is_savepoint: bool) -> Command {
        if is_savepoint {
            Command::RollbackTo
        } else {
            Command::Rollback
        }
    }
}

/// A collection that counts its rows.
pub(crate) struct Counted<'c, C> {
    rows: &'c mut C,
    #[cfg(feature = "tracing")]
    count: u64,
}

impl<'c, C> Counted<'c, C> {
    #[inline]
    pub fn new(rows: &'c mut C) -> Self {
        Counted {
            rows,
            #[cfg(feature = "tracing")]
            count: 0,
        }
    }
}

impl<C: Collect> Collect for Counted<'_, C> {
    type Decode = C::Decode;

    const AT_MOST: usize = C::AT_MOST;

    const PAUSES: bool = C::PAUSES;

    #[inline]
    fn decoder(&self) -> C::Decode {
        self.rows.decoder()
    }

    #[inline]
    fn push(&mut self, row: <C::Decode as Decode>::Item) -> bool {
        #[cfg(feature = "tracing")]
        {
            self.count += 1;
        }
        self.rows.push(row)
    }

    #[inline]
    fn has_room(&self) -> bool {
        self.rows.has_room()
    }
}
