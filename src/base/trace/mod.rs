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

#[cfg(feature = "migrate")]
pub(crate) use chosen::Task;
#[cfg(any(feature = "sqlite", feature = "async"))]
pub(crate) use chosen::Traced;
pub(crate) use chosen::Tracer;
#[cfg(feature = "async")]
pub(crate) use chosen::Waiting;
#[cfg(feature = "postgres")]
pub(crate) use chosen::pooler_detected;

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
