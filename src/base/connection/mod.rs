//! Connections, as programs see them: blocking or async, one trait.
//!
//! `driver.rs` is the side of drivers. `mode.rs` has the modes, blocking and async;
//! `transaction.rs` transactions and savepoints; `batch.rs` statements that are sent together;
//! `retry.rs` runs transactions again; `reader.rs` reads rows of any type; `script.rs` has the
//! scripts of generated code, and `stream.rs` streams of rows; `limits.rs` reads parameters of
//! URLs, and `pool/` has everything that only async connections need.

pub(crate) mod batch;
pub(crate) mod driver;
#[cfg(any(feature = "async", feature = "sqlite"))]
pub(crate) mod limits;
pub(crate) mod mode;
#[cfg(feature = "async")]
pub(crate) mod pool;
#[cfg(any(feature = "async", feature = "sqlite"))]
pub(crate) mod reader;
pub(crate) mod retry;
pub(crate) mod script;
#[cfg(feature = "async")]
pub(crate) mod stream;
pub(crate) mod transaction;

use tablewright_sql::Dialect;

use crate::base::connection::driver::{Driver, Exclusive, Key};
use crate::base::connection::mode::{Async, Blocking, Mode};
use crate::base::connection::transaction::{Level, Transaction, TransactionOptions};
use crate::base::error::Result;

/// A connection that runs statements: a pool, a connection, a transaction or a savepoint.
///
/// The [`Mode`](Connection::Mode) decides whether a call returns a result or a future of one. A
/// function for any connection names the mode:
///
/// ```
/// # use tablewright::{Async, Blocking, Connection, Result};
/// async fn count(db: &impl Connection<Mode = Async>) -> Result<i64> {
///     tablewright::sql::<i64>("SELECT count(*) FROM users").one(db).await
/// }
///
/// fn count_blocking(db: &impl Connection<Mode = Blocking>) -> Result<i64> {
///     tablewright::sql::<i64>("SELECT count(*) FROM users").one(db)
/// }
/// ```
///
/// [`AsyncConnection`] and [`BlockingConnection`] are short names for the two.
///
/// Drivers are part of this library, so no other crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection",
    label = "not a connection",
    note = "give a pool, a connection or a transaction by reference: `&db` or `&tx`; for an \
        `Arc`, `&*db`"
)]
pub trait Connection: Send + Sync {
    /// [`Blocking`] or [`Async`].
    type Mode: Mode;

    /// The pool or connection in the types of transactions, also for transactions and savepoints
    /// themselves.
    type Root: Connection<Mode = Self::Mode, Root = Self::Root, Exclusive = Self::Exclusive>;

    /// The driver.
    #[doc(hidden)]
    type Driver: Driver<Exclusive = Self::Exclusive>;

    /// The driver of a transaction.
    #[doc(hidden)]
    type Exclusive: Exclusive;

    /// Returns the driver. Only this crate has a key.
    #[doc(hidden)]
    fn __driver(&self, key: Key) -> &Self::Driver;

    /// Begins a transaction, which is a connection, too. Dropping it rolls it back.
    ///
    /// Within a transaction it is a savepoint: it can be rolled back by itself, and is committed
    /// with the outer transaction.
    ///
    /// It takes `&mut self`, because only the transaction may use the connection until its end.
    /// Threads that share a database open a connection each.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) if another session locks the database for too long.
    #[inline]
    fn begin<'t>(&'t mut self) -> Output<'t, Self, Result<Transaction<'t, Self::Root>>>
    where
        Self: Sized,
    {
        self.begin_with(TransactionOptions::new())
    }

    /// Begins a transaction with options, such as an isolation level.
    ///
    /// Within a transaction it is a savepoint, which has the options of the transaction.
    ///
    /// # Errors
    ///
    /// As [`begin`](Connection::begin).
    #[inline]
    fn begin_with<'t>(
        &'t mut self,
        options: TransactionOptions,
    ) -> Output<'t, Self, Result<Transaction<'t, Self::Root>>>
    where
        Self: Sized,
    {
        let db = &*self;
        Self::Mode::finish(async move {
            let level = Level::begin_on(db.driver(), options).await?;
            Ok(Transaction::new(level))
        })
    }

    /// Returns the dialect of the database.
    #[inline]
    fn dialect(&self) -> Dialect {
        self.__driver(Key::new()).dialect()
    }

    /// Whether this is a transaction or a savepoint.
    #[inline]
    fn in_transaction(&self) -> bool {
        self.__driver(Key::new()).in_transaction()
    }
}

/// The output of a call on a connection `C`: `T` itself if it blocks, and a future of `T`,
/// [`Pending`](crate::Pending), if it is async.
pub type Output<'c, C, T = Result<()>> = <<C as Connection>::Mode as Mode>::Output<'c, T>;

/// A connection whose calls are awaited: short for `Connection<Mode = Async>`.
///
/// ```
/// # use tablewright::{AsyncConnection, Result};
/// async fn count(db: &impl AsyncConnection) -> Result<i64> {
///     tablewright::sql::<i64>("SELECT count(*) FROM users").one(db).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an async connection",
    label = "its calls block, or it is not a connection",
    note = "`Sqlite` and its transactions block: a function that takes one has a parameter `&impl \
        BlockingConnection`. `tablewright::connect(\"sqlite:app.db\")` opens SQLite for async code"
)]
pub trait AsyncConnection: OfMode<Async> {}

#[diagnostic::do_not_recommend]
impl<C: OfMode<Async>> AsyncConnection for C {}

/// A connection whose calls block: short for `Connection<Mode = Blocking>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection whose calls block",
    label = "its calls are awaited, or it is not a connection",
    note = "`Database` (a `Pool<AnySession>`), the other pools and their transactions are async: \
        a function that takes one is `async` and has a parameter `&impl AsyncConnection`. \
        `tablewright::Sqlite` is the blocking connection to SQLite"
)]
pub trait BlockingConnection: OfMode<Blocking> {}

#[diagnostic::do_not_recommend]
impl<C: OfMode<Blocking>> BlockingConnection for C {}

/// A connection with a mode. The separate trait gives it a name in compiler errors.
#[doc(hidden)]
pub trait OfMode<M: Mode>: Connection<Mode = M> {}

impl<C: Connection> OfMode<C::Mode> for C {}

/// Access to the driver of a connection, only for this crate.
pub(crate) trait Driven: Connection {
    /// Returns the driver.
    #[inline]
    fn driver(&self) -> &Self::Driver {
        self.__driver(Key::new())
    }
}

impl<C: Connection> Driven for C {}
