//! One connection that the program has opened itself.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "tracing")]
use std::time::Duration;

use tablewright_sql::Dialect;
use tokio::sync::Mutex;

use super::exclusive::{Exclusive, Seat};
use super::{Session, Source};
use crate::base::connection::Connection;
use crate::base::connection::driver::Key;
#[cfg(feature = "tracing")]
use crate::base::connection::limits::limit;
use crate::base::connection::mode::Async;
use crate::base::error::Result;

/// A connection that the program has opened itself, instead of a pool.
///
/// Tasks that share it wait for each other, also until the end of a transaction.
pub struct Single<S: Session> {
    seat: Arc<Mutex<Seat<S>>>,
    dialect: Dialect,
}

impl<S: Session> Single<S> {
    pub(crate) fn of(session: S) -> Self {
        Single {
            dialect: session.dialect(),
            seat: Arc::new(Mutex::new(Seat::own(session))),
        }
    }

    /// The session, which no other task can have before the connection is used.
    #[cfg(feature = "postgres")]
    pub(crate) fn session_mut(&mut self) -> Option<&mut S> {
        let seat = Arc::get_mut(&mut self.seat)?;
        Some(seat.get_mut().live_mut().session_mut())
    }

    /// Sets how long a statement may take before a warning is logged: 1 second by default; 0 for no
    /// warnings.
    #[cfg(feature = "tracing")]
    pub fn slow_statement(mut self, slow: Duration) -> Self {
        // No other task can have it, because it is moved here.
        if let Some(seat) = Arc::get_mut(&mut self.seat) {
            seat.get_mut().live_mut().set_slow(limit(slow));
        }
        self
    }
}

#[diagnostic::do_not_recommend]
impl<S: Session> Connection for Single<S> {
    type Mode = Async;
    type Root = Single<S>;
    type Driver = Single<S>;
    type Exclusive = Exclusive<S>;

    #[inline]
    fn __driver(&self, _: Key) -> &Single<S> {
        self
    }
}

impl<S: Session> Source for Single<S> {
    type Session = S;

    fn dialect_of(&self) -> Dialect {
        self.dialect
    }

    async fn seat(&self) -> Result<Seat<S>> {
        Ok(Seat::within(&self.seat).await)
    }
}

impl<S: Session> fmt::Debug for Single<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Single")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}
