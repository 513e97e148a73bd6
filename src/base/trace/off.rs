//! No logging: without the feature `tracing`, nothing of this is compiled.

#[cfg(any(feature = "async", feature = "migrate"))]
use std::future::Future;
#[cfg(any(feature = "async", feature = "migrate"))]
use std::time::Duration;

use tablewright_sql::Dialect;

use super::Command;
#[cfg(feature = "async")]
use crate::base::connection::pool::PoolStatus;
#[cfg(feature = "migrate")]
use crate::base::error::Direction;
#[cfg(feature = "migrate")]
use crate::base::error::Error;
use crate::base::error::Result;
use crate::base::statement::Statement;

/// See `on.rs`.
#[derive(Debug)]
pub(crate) struct Tracer;

impl Tracer {
    #[inline]
    pub fn new(_: Dialect, _: impl FnOnce() -> Option<String>) -> Self {
        Tracer
    }

    #[cfg(feature = "async")]
    pub fn set_slow(&mut self, _: Option<Duration>) {}

    #[inline]
    pub fn statement<S: Statement>(&mut self, _: &S) -> Traced {
        Traced
    }

    #[inline]
    pub fn sql(&mut self, _: &str) -> Traced {
        Traced
    }

    #[inline]
    pub fn script(&mut self, _: impl FnOnce() -> usize) -> Traced {
        Traced
    }

    #[inline]
    pub fn command(&mut self, _: impl FnOnce() -> Command) -> Traced {
        Traced
    }
}

/// See `on.rs`.
pub(crate) struct Traced;

impl Traced {
    #[cfg(feature = "async")]
    #[inline]
    pub fn around<F: Future + Unpin>(&self, call: F) -> F {
        call
    }

    #[cfg(feature = "async")]
    #[inline]
    pub fn may_stop(self, _: bool) -> Traced {
        self
    }

    #[cfg(feature = "sqlite")]
    #[inline]
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    #[inline]
    pub fn returned<T>(self, _: u64, _: &Result<T>) {}

    #[inline]
    pub fn changed(self, _: &Result<u64>) {}

    #[inline]
    pub fn ended<T>(self, _: &Result<T>) {}
}

/// See `on.rs`.
#[cfg(feature = "migrate")]
pub(crate) struct Task;

#[cfg(feature = "migrate")]
impl Task {
    #[inline]
    pub fn begins(_: &'static str, _: &str, _: Direction) -> Task {
        Task
    }

    #[inline]
    pub fn around<F: Future + Unpin>(&self, call: F) -> F {
        call
    }

    #[inline]
    pub fn done(&self, _: &str, _: u64, _: Duration) {}

    #[inline]
    pub fn failed(&self, _: &Error) {}
}

/// See `on.rs`.
#[cfg(feature = "async")]
pub(crate) struct Waiting;

#[cfg(feature = "async")]
impl Waiting {
    #[inline]
    pub fn begins() -> Waiting {
        Waiting
    }

    #[inline]
    pub fn ends(self, _: Option<Duration>, _: impl FnOnce() -> PoolStatus) {}

    #[inline]
    pub fn opened<T>(self, _: &Result<T>) {}
}

#[cfg(feature = "postgres")]
#[inline]
pub(crate) fn pooler_detected(_: i32, _: i32) {}
