//! The time limit of statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection as Raw;

/// The number of SQLite's steps between two checks of the clock: about a tenth of a millisecond.
const STEPS: i32 = 10_000;

/// No limit.
const NEVER: u64 = u64::MAX;

/// Ends statements that take too long.
#[derive(Debug)]
pub(super) struct Clock {
    limit: Duration,
    began: Instant,
    /// When to end the statement, in nanoseconds since the clock began.
    end: Arc<AtomicU64>,
}

impl Clock {
    /// Makes SQLite check a clock while it runs statements.
    pub fn on(raw: &mut Raw, limit: Duration) -> rusqlite::Result<Clock> {
        let began = Instant::now();
        let end = Arc::new(AtomicU64::new(NEVER));
        let seen = Arc::clone(&end);
        let is_late = move || nanoseconds(began.elapsed()) > seen.load(Ordering::Relaxed);
        raw.progress_handler(STEPS, Some(is_late))?;
        Ok(Clock { limit, began, end })
    }

    /// Begins the time of a statement.
    pub fn start(&self) {
        let end = nanoseconds(self.began.elapsed().saturating_add(self.limit));
        self.end.store(end, Ordering::Relaxed);
    }

    /// Removes the limit for the operations that follow.
    pub fn stop(&self) {
        self.end.store(NEVER, Ordering::Relaxed);
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(NEVER)
}
