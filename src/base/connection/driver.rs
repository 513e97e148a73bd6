//! The driver's side of connections: traits that only this crate implements and calls.

use std::future::Future;
use std::marker::PhantomData;
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::batch::BatchState;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::Result;
use crate::base::model::{FromRow, Table};
use crate::base::statement::Statement;
use crate::base::value::Row;

/// The key to the driver of a connection: only this crate can make one.
#[derive(Clone, Copy, Debug)]
pub struct Key(());

impl Key {
    #[inline]
    pub(crate) const fn new() -> Self {
        Key(())
    }
}

/// The driver of a connection, which runs its statements.
///
/// The futures of a blocking driver are always ready. Everything that needs several steps is
/// written once, on these futures.
///
/// The trait is part of public types, but no other crate can name it, and only the owner of a
/// [`Key`] gets a driver.
pub trait Driver: Sync {
    /// The connection while no other task can use it. Dropping it releases the connection.
    ///
    /// It borrows nothing, so the compiler can prove that a future with one is `Send`.
    type Exclusive: Exclusive;

    /// Returns the dialect of the database.
    fn dialect(&self) -> Dialect;

    /// Whether this is a transaction or a savepoint.
    fn in_transaction(&self) -> bool {
        false
    }

    /// Whether raw SQL may begin and end transactions. This requires that all statements go to one
    /// connection, which knows whether it is in a transaction.
    fn has_raw_transactions(&self) -> bool {
        false
    }

    /// Runs a statement and adds its rows to a collection, until the collection is full.
    ///
    /// The collection is passed by reference, because a row may be large, and moving it from future
    /// to future costs more than many queries.
    fn fetch<S: Statement, C: Collect>(
        &self,
        statement: &S,
        rows: &mut C,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows, and returns the number of rows that it changed.
    fn execute<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<u64>> + Send;

    /// Runs the statements of a script, one after another.
    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement without parameters and rows, without preparing it.
    fn run(&self, sql: &str) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement without parameters like [`run`](Driver::run), and returns the number of
    /// rows that it changed. Returned rows are discarded.
    fn run_counted(&self, sql: &str) -> impl Future<Output = Result<u64>> + Send;

    /// The tables and their columns, for comparing them with the models: pairs of names, those of a
    /// table one after another.
    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send;

    /// Waits until no other task uses the connection, and excludes other tasks until the result is
    /// dropped.
    fn exclusive(&self) -> impl Future<Output = Result<Self::Exclusive>> + Send;

    /// Locks the tables against changes by other programs, until [`unlock`](Driver::unlock) or, for
    /// a lock of the transaction, its end. On SQLite, a transaction is such a lock.
    ///
    /// It waits at most for this time, or as long as the database waits for other locks.
    fn lock(
        &self,
        hold: Hold,
        lock_timeout: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (hold, lock_timeout);
        std::future::ready(Ok(()))
    }

    /// Checks, before work under the lock on the tables is completed, that the lock was not lost. A
    /// lock that must be renewed can be lost.
    fn confirm_lock(&self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Releases the lock on the tables, if [`lock`](Driver::lock) outlives the transaction.
    fn unlock(&self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Allows tables that refer to each other to be dropped one by one: defers the checks of
    /// foreign keys to the end of the transaction or, if the database cannot do that, checks
    /// whether other tables refer to these.
    fn before_drop(
        &self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Waits before another try.
    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// A connection while no other task can use it, so that it may begin transactions.
pub trait Exclusive: Driver<Exclusive = Self> + Send + Sized + 'static {
    /// Begins a transaction, or a savepoint if one is in progress.
    fn begin_work(&self, options: TransactionOptions) -> impl Future<Output = Result<()>> + Send;

    /// Commits the transaction of [`begin_work`](Exclusive::begin_work). If it fails, the
    /// transaction has been rolled back.
    fn commit_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back the transaction of [`begin_work`](Exclusive::begin_work).
    fn rollback_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back when a transaction is dropped: at once, or before the next use of the connection.
    fn abandon_work(&self);

    /// Runs a statement of a batch like [`fetch`](Driver::fetch), and begins the transaction of the
    /// batch before it if necessary.
    ///
    /// A driver that pipelines sends it before the answers to the previous statements.
    fn fetch_batched<S: Statement, C: Collect>(
        &self,
        statement: &S,
        rows: &mut C,
        batch: &BatchState,
    ) -> impl Future<Output = Result<()>> + Send {
        async move {
            if batch.is_to_begin(statement)? {
                self.begin_work(TransactionOptions::new()).await?;
                batch.begins();
            }
            self.fetch(statement, rows).await
        }
    }

    /// Runs a statement of a batch like [`execute`](Driver::execute).
    fn execute_batched<S: Statement>(
        &self,
        statement: &S,
        batch: &BatchState,
    ) -> impl Future<Output = Result<u64>> + Send {
        async move {
            if batch.is_to_begin(statement)? {
                self.begin_work(TransactionOptions::new()).await?;
                batch.begins();
            }
            self.execute(statement).await
        }
    }

    /// Prepares a statement without running it, to check that it can run before another one does.
    ///
    /// Only databases that do not return inserted rows need it.
    fn prepare<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<()>> + Send {
        let _ = statement;
        std::future::ready(Ok(()))
    }

    /// The first auto-increment number of the last insert on this connection.
    ///
    /// Only databases that do not return inserted rows have it.
    fn last_insert_id(&self) -> Option<u64> {
        None
    }
}

/// The table of the lock row, which `pool/lease.rs` describes. It exists only if it was needed.
#[cfg_attr(
    not(any(feature = "migrate", feature = "postgres", feature = "mysql")),
    allow(
        dead_code,
        reason = "nothing inspects tables then, and SQLite needs no lock row"
    )
)]
pub(crate) const LOCK_TABLE: &str = "tablewright_lock";

/// The scope of the lock on the tables, if the database leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// To the end of the transaction.
    Transaction,
    /// Until [`unlock`](Driver::unlock), across several transactions and statements outside of
    /// them.
    Session,
}

/// A collection for the rows of a result.
pub trait Collect: Send {
    /// How a row is read.
    type Decode: Decode;

    /// The maximum number of rows.
    const AT_MOST: usize = usize::MAX;

    /// Whether reading pauses after a row until there is space for another one.
    const PAUSES: bool = false;

    /// How a row is read.
    fn decoder(&self) -> Self::Decode;

    /// Adds a row; false if it needs no more rows.
    fn push(&mut self, row: <Self::Decode as Decode>::Item) -> bool;

    /// Whether there is space for another row.
    fn has_room(&self) -> bool {
        true
    }
}

/// Reads a row. It borrows nothing, because some drivers read rows on another thread.
pub trait Decode: Clone + Send + Sync + 'static {
    /// The type of a row.
    type Item: Send + 'static;

    /// Whether it needs the names of the result's columns, which statements of models know.
    const BY_COLUMNS: bool = false;

    /// Checks the names of the columns before the statement runs and, if it may have been prepared
    /// again since, before the first row.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`](crate::Error::Schema) if they are not the expected columns.
    fn columns(&mut self, names: &[&str]) -> Result<()> {
        let _ = names;
        Ok(())
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database has another value than the type.
    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item>;
}

/// Reads a row as a struct that implements this: the [`Decode`] of generated models.
#[derive(Debug)]
pub struct Structs<T>(PhantomData<fn() -> T>);

impl<T> Clone for Structs<T> {
    #[inline]
    fn clone(&self) -> Self {
        Structs(PhantomData)
    }
}

impl<T> Structs<T> {
    /// It has no state.
    #[inline]
    pub const fn new() -> Self {
        Structs(PhantomData)
    }
}

impl<T> Default for Structs<T> {
    fn default() -> Self {
        Structs::new()
    }
}

impl<T: FromRow> Decode for Structs<T> {
    type Item = T;

    #[inline]
    fn decode<R: Row>(&self, row: &R) -> Result<T> {
        match T::from_row(row) {
            Ok(row) => Ok(row),
            Err(error) => Err(error.in_row_of(T::TABLE)),
        }
    }
}

impl<T: FromRow> Collect for Vec<T> {
    type Decode = Structs<T>;

    #[inline]
    fn decoder(&self) -> Structs<T> {
        Structs::new()
    }

    #[inline]
    fn push(&mut self, row: T) -> bool {
        Vec::push(self, row);
        true
    }
}

impl<T: FromRow> Collect for Option<T> {
    type Decode = Structs<T>;

    const AT_MOST: usize = 1;

    #[inline]
    fn decoder(&self) -> Structs<T> {
        Structs::new()
    }

    #[inline]
    fn push(&mut self, row: T) -> bool {
        *self = Some(row);
        false
    }
}

/// Rows, read by a decoder of the statement.
#[derive(Debug)]
pub struct Rows<D: Decode> {
    decoder: D,
    /// The rows.
    pub rows: Vec<D::Item>,
}

impl<D: Decode> Rows<D> {
    /// None yet.
    pub fn new(decoder: D) -> Self {
        Rows {
            decoder,
            rows: Vec::new(),
        }
    }
}

impl<D: Decode> Collect for Rows<D> {
    type Decode = D;

    fn decoder(&self) -> D {
        self.decoder.clone()
    }

    fn push(&mut self, row: D::Item) -> bool {
        self.rows.push(row);
        true
    }
}
