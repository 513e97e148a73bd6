//! Pools of async connections, single connections and transactions on them, for all drivers.
//!
//! A driver implements [`Session`]. `live.rs` has the levels of a transaction, `exclusive.rs` the
//! exclusive use of a connection, `lease.rs` the lock row, and `source.rs` implements
//! [`Driver`](super::driver::Driver) for all of them.

use std::fmt;
use std::time::Duration;

use deadpool::managed::{self, PoolError, TimeoutType};

#[cfg(any(feature = "mysql", all(feature = "postgres", feature = "tls")))]
mod certificates;
mod exclusive;
mod hook;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) mod lease;
mod live;
mod manager;
mod options;
mod session;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod single;
mod source;
mod status;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod url;

#[cfg(any(feature = "mysql", all(feature = "postgres", feature = "tls")))]
pub(crate) use certificates::certificates;
pub use exclusive::{Exclusive, Seat};
pub use hook::NewConnection;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use live::{shorter, with_grace, within};
use manager::Manager;
pub use options::PoolOptions;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub use session::NothingSent;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use session::savepoint;
pub use session::{Aborted, Answered, Sent, Session};
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub use single::Single;
pub use source::Source;
pub use status::PoolStatus;
use tablewright_sql::Dialect;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use url::Address;

use crate::base::connection::Connection;
use crate::base::connection::driver::{Driver, Key};
use crate::base::connection::mode::Async;
use crate::base::connection::transaction::{Level, Transaction, TransactionOptions};
use crate::base::error::{Error, Failure, Result};
use crate::base::trace::Waiting;

/// A pool of connections to a database.
///
/// A statement takes a connection out of the pool and returns it; a transaction keeps one until it
/// ends. Clones share the pool, so each task can have a clone.
pub struct Pool<S: Session> {
    pool: managed::Pool<Manager<S>>,
    dialect: Dialect,
    options: PoolOptions,
}

impl<S: Session> Pool<S> {
    /// Connects to a database, with the usual [`PoolOptions`].
    ///
    /// It opens the first connection, so errors are found at once.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the URL is invalid, or the database cannot be reached or refuses the
    /// login. No message contains the password.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::connect_with(url, &PoolOptions::new()).await
    }

    /// Connects to a database.
    ///
    /// # Errors
    ///
    /// As [`connect`](Pool::connect).
    pub async fn connect_with(url: &str, options: &PoolOptions) -> Result<Self> {
        let mut options = options.clone();
        let settings = S::settings(url, &mut options)?;
        let most = S::most_connections(&settings).min(options.max_connections);
        let options = options.max_connections(most);
        let pool = managed::Pool::builder(Manager::<S>::new(settings, &options))
            .max_size(most)
            .wait_timeout(Some(options.acquire_timeout))
            .create_timeout(Some(options.connect_timeout))
            .recycle_timeout(Some(options.connect_timeout))
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|error| failure(error.to_string(), None))?;
        let first = take(&pool, &options).await?;
        manager::close_in_time(&pool);
        Ok(Pool {
            dialect: first.session().dialect(),
            pool,
            options,
        })
    }

    /// Begins a transaction, which keeps a connection. Dropping it rolls it back.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] if no connection becomes free in time.
    pub async fn begin(&self) -> Result<Transaction<'static, Self>> {
        self.begin_with(TransactionOptions::new()).await
    }

    /// Begins a transaction with options, such as an isolation level.
    ///
    /// # Errors
    ///
    /// As [`begin`](Pool::begin).
    pub async fn begin_with(
        &self,
        options: TransactionOptions,
    ) -> Result<Transaction<'static, Self>> {
        let level = Level::on(self.exclusive().await?, options).await?;
        Ok(Transaction::new(level))
    }

    /// Returns the numbers of open connections, idle connections and waiting tasks.
    pub fn status(&self) -> PoolStatus {
        status(&self.pool)
    }

    /// Closes the pool: connections in use are closed when they are returned, and every task that
    /// needs one gets an error.
    pub fn close(&self) {
        self.pool.close();
    }
}

#[diagnostic::do_not_recommend]
impl<S: Session> Connection for Pool<S> {
    type Mode = Async;
    type Root = Pool<S>;
    type Driver = Pool<S>;
    type Exclusive = Exclusive<S>;

    #[inline]
    fn __driver(&self, _: Key) -> &Pool<S> {
        self
    }
}

impl<S: Session> Source for Pool<S> {
    type Session = S;

    fn dialect_of(&self) -> Dialect {
        self.dialect
    }

    async fn seat(&self) -> Result<Seat<S>> {
        Ok(Seat::pooled(take(&self.pool, &self.options).await?))
    }
}

impl<S: Session> Clone for Pool<S> {
    fn clone(&self) -> Self {
        Pool {
            pool: self.pool.clone(),
            dialect: self.dialect,
            options: self.options.clone(),
        }
    }
}

impl<S: Session> fmt::Debug for Pool<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("dialect", &self.dialect)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

fn status<S: Session>(pool: &managed::Pool<Manager<S>>) -> PoolStatus {
    let status = pool.status();
    PoolStatus {
        max_connections: status.max_size,
        open: status.size,
        idle: status.available,
        waiting: status.waiting,
    }
}

async fn take<S: Session>(
    pool: &managed::Pool<Manager<S>>,
    options: &PoolOptions,
) -> Result<managed::Object<Manager<S>>> {
    let waiting = Waiting::begins();
    let taken = pool.get().await;
    waiting.ends(options.slow_statement, || status(pool));
    match taken {
        Ok(object) => Ok(object),
        Err(error) => Err(not_taken(error, pool, options)),
    }
}

#[cold]
fn not_taken<S: Session>(
    error: PoolError<Error>,
    pool: &managed::Pool<Manager<S>>,
    options: &PoolOptions,
) -> Error {
    match error {
        PoolError::Backend(error) => error,
        PoolError::Timeout(TimeoutType::Wait) => Error::Busy(Box::new(Failure {
            message: format!(
                "all {} connections of the pool are in use, and the wait timed out after {}: \
                 raise `max_connections`, or look for transactions that stay open",
                options.max_connections,
                seconds(options.acquire_timeout)
            ),
            source: None,
        })),
        PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => failure(
            format!(
                "{}: it did not answer within {}: check that the server runs and is not overloaded",
                pool.manager().server(),
                seconds(options.connect_timeout)
            ),
            None,
        ),
        PoolError::Closed => failure("the pool was closed".to_owned(), None),
        PoolError::NoRuntimeSpecified => failure(error.to_string(), None),
        PoolError::PostCreateHook(_) => failure(error.to_string(), None),
    }
}

fn failure(message: String, source: Option<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Connect(Box::new(Failure { message, source }))
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}
