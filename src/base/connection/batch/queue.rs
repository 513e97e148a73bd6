//! Runs the statements of a batch, on a connection that the batch has while it runs.
//!
//! The transaction begins before the first statement that may write or lock, or that needs the
//! connection exclusively. A driver that pipelines sends a statement before the answers to the
//! previous ones: by `fetch_batched` and `execute_batched` of the connection.

use std::fmt;
#[cfg(feature = "async")]
use std::sync::atomic::AtomicU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::{Collect, Driver, Exclusive, Hold};
use crate::base::connection::script::Script;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::{Statement, changes_nothing};

/// The driver of a batch, which has a connection only while the batch runs.
pub struct Queue<E: Exclusive> {
    work: Mutex<Option<Arc<Work<E>>>>,
    dialect: Dialect,
}

/// The connection of a running batch.
struct Work<E> {
    db: E,
    state: BatchState,
}

/// The state of a batch.
#[derive(Debug, Default)]
pub struct BatchState {
    /// Whether its transaction has begun.
    has_begun: AtomicBool,
    /// Whether a statement has failed, so that unsent statements are skipped.
    has_failed: AtomicBool,
    /// The number of statements that wait for their answer.
    #[cfg(feature = "async")]
    waiting: AtomicU32,
}

impl BatchState {
    /// Whether the transaction of the batch must begin before a statement.
    ///
    /// # Errors
    ///
    /// If the statement is skipped, because another one has failed.
    pub(crate) fn is_to_begin<S: Statement>(&self, statement: &S) -> Result<bool> {
        self.goes_on()?;
        Ok(!self.has_begun.load(Ordering::Relaxed) && !changes_nothing(statement))
    }

    /// Records that the transaction has begun.
    pub(crate) fn begins(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
    }

    fn goes_on(&self) -> Result<()> {
        match self.has_failed.load(Ordering::Relaxed) {
            false => Ok(()),
            true => Err(skipped("another statement of the batch failed".to_owned())),
        }
    }

    /// Counts a statement as waiting for its answer until the result is dropped.
    #[cfg(feature = "async")]
    pub(crate) fn waits(&self) -> Waits<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Waits(self)
    }
}

/// A statement that waits for its answer.
#[cfg(feature = "async")]
pub(crate) struct Waits<'b>(&'b BatchState);

#[cfg(feature = "async")]
impl Waits<'_> {
    /// The time limit of its answer, from the limit of one statement: the statements before it are
    /// answered first.
    pub fn limit(&self, of_one: Option<Duration>) -> Option<Duration> {
        let statements = self.0.waiting.load(Ordering::Relaxed);
        of_one.map(|limit| limit.saturating_mul(statements))
    }
}

#[cfg(feature = "async")]
impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<E: Exclusive> Queue<E> {
    pub(super) fn new(dialect: Dialect) -> Self {
        Queue {
            work: Mutex::new(None),
            dialect,
        }
    }

    /// Gives the batch its connection.
    ///
    /// # Errors
    ///
    /// If the batch is already running.
    pub(super) fn begins(&self, db: E) -> Result<Running<'_, E>> {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if work.is_some() {
            return Err(failure("the batch is already running: begin another one"));
        }
        let running = Arc::new(Work {
            db,
            state: BatchState::default(),
        });
        *work = Some(Arc::clone(&running));
        Ok(Running {
            queue: self,
            work: Some(running),
        })
    }

    fn work(&self) -> Result<Arc<Work<E>>> {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        work.clone().ok_or_else(|| {
            failure("the statement belongs to another batch: give it the batch that runs it")
        })
    }
}

/// A running batch. Dropping it rolls the batch back.
pub(super) struct Running<'q, E: Exclusive> {
    queue: &'q Queue<E>,
    /// `None` after the batch has ended.
    work: Option<Arc<Work<E>>>,
}

impl<E: Exclusive> Running<'_, E> {
    /// Records that a statement has failed.
    pub fn fails(&self) {
        if let Some(work) = &self.work {
            work.state.has_failed.store(true, Ordering::Relaxed);
        }
    }

    /// Ends the batch, which is then committed or rolled back. None of its statements are running.
    pub fn end(mut self) -> Ended<E> {
        Ended(self.take())
    }

    fn take(&mut self) -> Option<Level<E>> {
        let mut work = self
            .queue
            .work
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *work = None;
        // Each statement had it only while it was polled, and all of them are done.
        let Work { db, state } = Arc::into_inner(self.work.take()?)?;
        state.has_begun.into_inner().then(|| Level::in_progress(db))
    }
}

impl<E: Exclusive> Drop for Running<'_, E> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

/// The transaction of a batch that has ended, if it had one.
pub(super) struct Ended<E: Exclusive>(Option<Level<E>>);

impl<E: Exclusive> Ended<E> {
    /// Commits the batch, or rolls it back after an error.
    pub async fn finish<T>(self, results: Result<T>) -> Result<T> {
        match self.0 {
            Some(level) => level.finish(results).await,
            None => results,
        }
    }
}

/// Everything except statements of models runs exclusively, after the statements before it.
impl<E: Exclusive> Driver for Queue<E> {
    type Exclusive = E;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Statements that may write run in the transaction of the batch.
    fn in_transaction(&self) -> bool {
        true
    }

    async fn fetch<S: Statement, C: Collect>(&self, statement: &S, rows: &mut C) -> Result<()> {
        let work = self.work()?;
        work.db.fetch_batched(statement, rows, &work.state).await
    }

    async fn execute<S: Statement>(&self, statement: &S) -> Result<u64> {
        let work = self.work()?;
        work.db.execute_batched(statement, &work.state).await
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.exclusive().await?.run_script(script).await
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.exclusive().await?.run(sql).await
    }

    async fn run_counted(&self, sql: &str) -> Result<u64> {
        self.exclusive().await?.run_counted(sql).await
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.exclusive().await?.columns().await
    }

    async fn exclusive(&self) -> Result<E> {
        let work = self.work()?;
        let db = work.db.exclusive().await?;
        work.state.goes_on()?;
        if !work.state.has_begun.load(Ordering::Relaxed) {
            db.begin_work(TransactionOptions::new()).await?;
            work.state.begins();
        }
        Ok(db)
    }

    async fn lock(&self, _: Hold, _: Option<Duration>) -> Result<()> {
        Err(failure(
            "tables cannot be changed in a batch: give the function the connection itself",
        ))
    }

    async fn before_drop(&self, tables: &'static [&'static Table]) -> Result<()> {
        self.exclusive().await?.before_drop(tables).await
    }

    async fn pause(&self, time: Duration) {
        if let Ok(work) = self.work() {
            work.db.pause(time).await;
        }
    }
}

impl<E: Exclusive> fmt::Debug for Queue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

#[cold]
fn failure(message: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: message.to_owned(),
        source: None,
    }))
}

/// The error of a statement that failed only because another statement of the batch failed.
#[cold]
pub(crate) fn skipped(message: String) -> Error {
    Error::Database(Box::new(Failure {
        message,
        source: Some(Box::new(Skipped)),
    }))
}

/// Whether an error is only a consequence of another one in the batch.
pub(super) fn is_skipped(error: &Error) -> bool {
    match error {
        Error::Database(failure) => failure
            .source
            .as_ref()
            .is_some_and(|source| source.is::<Skipped>()),
        _ => false,
    }
}

#[derive(Debug)]
struct Skipped;

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the statement was skipped")
    }
}

impl std::error::Error for Skipped {}
