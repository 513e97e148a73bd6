//! Runs transactions again after conflicts.

mod attempt;
mod pause;

use std::fmt;
use std::future::Future;

pub use attempt::Attempt;

use crate::base::connection::driver::Driver;
use crate::base::connection::mode::{Async, Blocking, Mode};
use crate::base::connection::transaction::{Isolation, Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};

/// The options of [`retry_with`]: the number of tries, and the transactions.
///
/// ```
/// # use tablewright::{Isolation, RetryOptions};
/// let options = RetryOptions::new().tries(10).isolation(Isolation::Serializable);
/// ```
///
/// `E` is the error type of the closure: the library's own, unless
/// [`retry_if`](RetryOptions::retry_if) sets another one.
pub struct RetryOptions<E = Error> {
    tries: u32,
    transaction: TransactionOptions,
    is_conflict: fn(&E) -> bool,
}

impl RetryOptions {
    /// Creates options of up to 5 tries, with the default transactions of the database.
    pub const fn new() -> RetryOptions {
        RetryOptions {
            tries: 5,
            transaction: TransactionOptions::new(),
            is_conflict: Error::is_conflict,
        }
    }
}

impl<E> RetryOptions<E> {
    /// Sets the maximum number of tries; the first one always runs.
    pub const fn tries(mut self, tries: u32) -> RetryOptions<E> {
        self.tries = tries;
        self
    }

    /// Sets the minimum isolation level of each transaction.
    pub const fn isolation(mut self, isolation: Isolation) -> RetryOptions<E> {
        self.transaction = self.transaction.isolation(isolation);
        self
    }

    /// Sets whether the transactions are read-only.
    pub const fn read_only(mut self, read_only: bool) -> RetryOptions<E> {
        self.transaction = self.transaction.read_only(read_only);
        self
    }

    /// Sets which errors are conflicts, for a closure that fails with an error of your own type.
    /// Only conflicts are retried.
    ///
    /// ```
    /// # use tablewright::{Error, RetryOptions};
    /// enum AppError {
    ///     Database(Error),
    ///     NoMoney,
    /// }
    /// let options = RetryOptions::new()
    ///     .retry_if(|error| matches!(error, AppError::Database(error) if error.is_conflict()));
    /// ```
    ///
    /// The error has to be `From<tablewright::Error>`.
    pub const fn retry_if<F>(self, is_conflict: fn(&F) -> bool) -> RetryOptions<F> {
        RetryOptions {
            tries: self.tries,
            transaction: self.transaction,
            is_conflict,
        }
    }
}

impl<E> Clone for RetryOptions<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for RetryOptions<E> {}

impl<E> fmt::Debug for RetryOptions<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryOptions")
            .field("tries", &self.tries)
            .field("transaction", &self.transaction)
            .finish_non_exhaustive()
    }
}

impl Default for RetryOptions {
    fn default() -> Self {
        RetryOptions::new()
    }
}

/// Runs a closure in a transaction, and again in a new one after [`Error::Conflict`], which is a
/// serialization failure or a deadlock.
///
/// The transaction is committed if the closure returns `Ok`, and rolled back otherwise. There are
/// up to 5 tries, so it must be safe to run the closure several times. [`retry_with`] sets another
/// number, and an isolation level. Between two tries there is a random pause, of up to 10 ms, then
/// 20 ms and so on up to 1 s, so that conflicting transactions do not conflict again.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn run() -> tablewright::Result<()> {
/// # #[cfg(feature = "async")] {
/// # let db = tablewright::connect("sqlite:app.db").await?;
/// let name = tablewright::retry(&db, async |tx| {
///     tablewright::sql::<()>("UPDATE users SET visits = visits + 1").execute(&tx).await?;
///     tablewright::sql::<String>("SELECT name FROM users").one(&tx).await
/// })
/// .await?;
/// # }
/// // On a blocking connection:
/// let db = tablewright::Sqlite::open("app.db")?;
/// let name = tablewright::retry(&db, |tx| {
///     tablewright::sql::<()>("UPDATE users SET visits = visits + 1").execute(&tx)?;
///     tablewright::sql::<String>("SELECT name FROM users").one(&tx)
/// })?;
/// # Ok(())
/// # }
/// ```
///
/// On a transaction it is a savepoint, and is tried once: a conflict undoes the whole outer
/// transaction, which only its owner can run again.
///
/// # Errors
///
/// The error of the last try; and [`Error::Database`] if the closure keeps the transaction after it
/// returns, which is then rolled back.
pub fn retry<'c, C, R>(
    db: &'c C,
    work: impl FnMut(Attempt<C::Root>) -> R + Send + 'c,
) -> Output<'c, C, Result<R::Value>>
where
    C: Connection,
    R: Outcome<C::Mode> + 'c,
{
    retry_with(db, RetryOptions::new(), work)
}

/// Runs a closure like [`retry`], with options, and optionally with an error type of your own.
///
/// # Errors
///
/// As [`retry`].
pub fn retry_with<'c, C, R, E>(
    db: &'c C,
    options: RetryOptions<E>,
    mut work: impl FnMut(Attempt<C::Root>) -> R + Send + 'c,
) -> Output<'c, C, Result<R::Value, E>>
where
    C: Connection,
    R: Outcome<C::Mode, E> + 'c,
    E: From<Error> + Send + 'c,
{
    let db = db.driver();
    let tries = if db.in_transaction() {
        1
    } else {
        options.tries
    };
    C::Mode::finish(async move {
        let mut failed = 0;
        loop {
            let level = Level::begin_on(db, options.transaction).await?;
            let (attempt, lent) = Attempt::<C::Root>::new(level);
            let done = work(attempt).wait().await;
            match lent.end(done).await {
                Err(error) if (options.is_conflict)(&error) && failed + 1 < tries => {
                    db.pause(pause::random(failed)).await;
                    failed += 1;
                }
                result => return result,
            }
        }
    })
}

/// Runs an operation again while it fails with a conflict, up to this number of tries.
pub(crate) async fn again<T, D: Driver, F: Future<Output = Result<T>>>(
    tries: u32,
    db: &D,
    mut run: impl FnMut() -> F,
) -> Result<T> {
    let mut failed = 0;
    loop {
        match run().await {
            Err(Error::Conflict(_)) if failed + 1 < tries => {
                db.pause(pause::random(failed)).await;
                failed += 1;
            }
            result => return result,
        }
    }
}

/// The return value of the closure of [`retry`]: a result on a blocking connection, a future of one
/// on an async connection.
#[diagnostic::on_unimplemented(
    message = "the closure of `retry` returns `{Self}`, which this connection does not accept",
    note = "write `async |tx| …` for an async connection and `|tx| …` for a blocking one, and \
        return a `tablewright::Result`; for your own error type, use \
        `RetryOptions::new().retry_if(…)`"
)]
pub trait Outcome<M: Mode, E = Error>: Send {
    /// The value on success.
    type Value: Send;

    /// Waits for the result.
    #[doc(hidden)]
    fn wait(self) -> impl Future<Output = Result<Self::Value, E>> + Send;
}

impl<T: Send, E: Send> Outcome<Blocking, E> for Result<T, E> {
    type Value = T;

    async fn wait(self) -> Result<T, E> {
        self
    }
}

impl<T: Send, E, F: Future<Output = Result<T, E>> + Send> Outcome<Async, E> for F {
    type Value = T;

    fn wait(self) -> impl Future<Output = Result<T, E>> + Send {
        self
    }
}
