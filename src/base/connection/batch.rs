//! Batches: statements that are sent together.
//!
//! A batch is a connection that queues calls instead of running them. Each call is a future, and
//! `run` polls all of them, in order, on one connection. So a batch can have every ending of every
//! statement, also those that need several statements. `tuple.rs` has the parameters of `run`, and
//! `queue.rs` runs the statements.

mod queue;
mod tuple;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::connection::driver::{Driver, Key};
use crate::base::connection::mode::{Mode, Sealed};
use crate::base::connection::transaction::{Transaction, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Failure, Result};

pub use queue::{BatchState, Queue};
#[cfg(feature = "async")]
pub(crate) use queue::{Waits, skipped};
pub use tuple::BatchStatements;
use tuple::Slot;

/// Begins a batch: the statements are sent to the database together, and return their results
/// together.
///
/// ```
/// # use tablewright::{Database, Result, sql};
/// # async fn run(db: &Database) -> Result<()> {
/// let batch = tablewright::batch(db);
/// let (users, posts) = batch
///     .run((
///         sql::<i64>("SELECT count(*) FROM users").one(&batch),
///         sql::<i64>("SELECT count(*) FROM posts").one(&batch),
///     ))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// PostgreSQL gets the statements in one round trip; the other databases get them one after
/// another, with the same results.
#[inline]
pub fn batch<C: Connection>(db: &C) -> Batch<'_, C> {
    let driver = db.driver();
    Batch {
        db,
        queue: Queue::new(driver.dialect()),
    }
}

/// A connection whose statements run together, by [`run`](Batch::run): see [`batch`].
#[must_use = "the statements of a batch run when they are given to its `run`"]
pub struct Batch<'d, C: Connection> {
    db: &'d C,
    queue: Queue<C::Exclusive>,
}

impl<C: Connection> Batch<'_, C> {
    /// Runs statements of this batch on one connection, in their order, and returns their results:
    /// a tuple of up to twelve, or a `Vec` of statements with the same type.
    ///
    /// If one of them writes, all of them are applied or none: they run in a transaction, or in a
    /// savepoint if the batch is of a transaction. Statements that only read run without one.
    ///
    /// # Errors
    ///
    /// The first error, in the order of the statements. The whole batch is then rolled back.
    pub fn run<'c, S>(&'c self, statements: S) -> Output<'c, C, Result<S::Results>>
    where
        S: BatchStatements + 'c,
        S::Results: 'c,
    {
        C::Mode::finish(async move {
            let running = self.queue.begins(self.db.driver().exclusive().await?)?;
            // If this future is dropped, the statements are dropped before the batch is rolled
            // back.
            let mut statements = statements;
            std::future::poll_fn(|context| {
                let mut are_done = true;
                statements.each(&mut |slot| {
                    let is_done = slot.poll(context).is_ready();
                    are_done &= is_done;
                    if is_done && slot.has_failed() {
                        running.fails();
                    }
                });
                match are_done {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            })
            .await;
            let results = results(statements);
            running.end().finish(results).await
        })
    }
}

/// The results, or the first error that is not a consequence of another one.
fn results<S: BatchStatements>(mut statements: S) -> Result<S::Results> {
    let mut first: Option<Error> = None;
    statements.each(&mut |slot| {
        if let Some(error) = slot.take_error()
            && first.as_ref().is_none_or(queue::is_skipped)
            && (first.is_none() || !queue::is_skipped(&error))
        {
            first = Some(error);
        }
    });
    match first {
        Some(error) => Err(error),
        None => statements.results().ok_or_else(|| {
            let message = "a statement of the batch ran twice".to_owned();
            Error::Database(Box::new(Failure {
                message,
                source: None,
            }))
        }),
    }
}

#[diagnostic::do_not_recommend]
impl<'d, C: Connection> Connection for Batch<'d, C> {
    type Mode = Batched;
    type Root = Batch<'d, C>;
    type Driver = Queue<C::Exclusive>;
    type Exclusive = C::Exclusive;

    #[inline]
    fn __driver(&self, _: Key) -> &Queue<C::Exclusive> {
        &self.queue
    }

    /// A batch has no transactions of its own, because they would be in progress after the batch.
    fn begin_with<'t>(
        &'t mut self,
        _: TransactionOptions,
    ) -> Output<'t, Self, Result<Transaction<'t, Self::Root>>> {
        Batched::finish(std::future::ready(Err(Error::Database(Box::new(
            Failure {
                message:
                    "a batch cannot begin a transaction, because it is all or nothing by itself: \
                    begin one on the connection, and make the batch of the transaction"
                        .to_owned(),
                source: None,
            },
        )))))
    }
}

impl<C: Connection> fmt::Debug for Batch<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("dialect", &self.queue.dialect())
            .finish_non_exhaustive()
    }
}

/// Calls are queued, for [`Batch::run`].
#[derive(Clone, Copy, Debug)]
pub enum Batched {}

#[diagnostic::do_not_recommend]
impl Sealed for Batched {}

impl Mode for Batched {
    type Output<'c, T: Send + 'c> = Queued<'c, T>;

    fn finish<'c, T: Send + 'c>(work: impl Future<Output = T> + Send + 'c) -> Queued<'c, T> {
        Queued(State::Runs(Box::pin(work)))
    }
}

/// The future of a call on a [`Batch`]. It runs when it is passed to [`Batch::run`].
#[must_use = "a statement of a batch runs when it is given to the `run` of the batch"]
pub struct Queued<'c, T>(State<'c, T>);

/// The state of a call.
enum State<'c, T> {
    Runs(Pin<Box<dyn Future<Output = T> + Send + 'c>>),
    Done(T),
    /// The result was taken.
    Taken,
}

impl<T> Queued<'_, Result<T>> {
    /// The result.
    fn into_value(self) -> Option<T> {
        match self.0 {
            State::Done(Ok(value)) => Some(value),
            State::Done(Err(_)) | State::Runs(_) | State::Taken => None,
        }
    }
}

impl<T: Send> Slot for Queued<'_, Result<T>> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let State::Runs(work) = &mut self.0 {
            match work.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(result) => self.0 = State::Done(result),
            }
        }
        Poll::Ready(())
    }

    fn has_failed(&self) -> bool {
        matches!(self.0, State::Done(Err(_)))
    }

    fn take_error(&mut self) -> Option<Error> {
        match std::mem::replace(&mut self.0, State::Taken) {
            State::Done(Err(error)) => Some(error),
            other => {
                self.0 = other;
                None
            }
        }
    }
}

impl<T> fmt::Debug for Queued<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queued").finish_non_exhaustive()
    }
}
