//! What runs the statements of a batch: a connection that it has while it runs.
//!
//! The transaction begins with the first statement that may change something, or keep a lock, or
//! that needs the connection for itself. A driver that pipelines sends a statement before the
//! answers to those before it; `fetch_batched` and `execute_batched` of the connection do that.

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

/// The connection of a batch that runs.
struct Work<E> {
    db: E,
    state: BatchState,
}

/// How far a batch is.
#[derive(Debug, Default)]
pub struct BatchState {
    /// Whether its transaction has begun.
    has_begun: AtomicBool,
    /// Whether a statement has failed, so that those that were not sent yet are skipped.
    has_failed: AtomicBool,
    /// How many statements wait for their answer.
    #[cfg(feature = "async")]
    waiting: AtomicU32,
}

impl BatchState {
    /// Whether the transaction of the batch has to begin before a statement.
    ///
    /// # Errors
    ///
    /// If the statement does not run any more, because another one has failed.
    pub(crate) fn is_to_begin<S: Statement>(&self, statement: &S) -> Result<bool> {
        self.goes_on()?;
        Ok(!self.has_begun.load(Ordering::Relaxed) && !changes_nothing(statement))
    }

    /// Takes note that the transaction has begun.
    pub(crate) fn begins(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
    }

    fn goes_on(&self) -> Result<()> {
        match self.has_failed.load(Ordering::Relaxed) {
            false => Ok(()),
            true => Err(skipped("another statement of the batch failed".to_owned())),
        }
    }

    /// Counts a statement that waits for its answer until the result is dropped.
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
    /// How long it may wait, if a statement may take so long: those before it are answered first.
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
    /// If the batch runs already.
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
            failure(
                "the statement belongs to another batch: give it the batch whose `run` it is \
                 given to",
            )
        })
    }
}

/// A batch while it runs. Dropping it undoes what the batch did.
pub(super) struct Running<'q, E: Exclusive> {
    queue: &'q Queue<E>,
    /// `None` when the batch has ended.
    work: Option<Arc<Work<E>>>,
}

impl<E: Exclusive> Running<'_, E> {
    /// Takes note that a statement has failed.
    pub fn fails(&self) {
        if let Some(work) = &self.work {
            work.state.has_failed.store(true, Ordering::Relaxed);
        }
    }

    /// What the batch did, to be kept or undone. No statement of it runs any more.
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
        // The statements are gone, each of which had it only while it was polled.
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
    /// Keeps what was done, or undoes it if something failed.
    pub async fn finish<T>(self, results: Result<T>) -> Result<T> {
        match self.0 {
            Some(level) => level.finish(results).await,
            None => results,
        }
    }
}

/// Anything but a statement of the models runs by itself, after the statements before it.
impl<E: Exclusive> Driver for Queue<E> {
    type Exclusive = E;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What may change something runs in the batch's transaction.
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

/// The error of a statement that failed only because another one of the batch had failed.
#[cold]
pub(crate) fn skipped(message: String) -> Error {
    Error::Database(Box::new(Failure {
        message,
        source: Some(Box::new(Skipped)),
    }))
}

/// Whether an error says only that another statement of the batch had failed.
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
