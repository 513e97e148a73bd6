//! What a driver brings, and what it is given: a trait that only this crate implements and calls.

use std::future::Future;
use std::marker::PhantomData;
#[cfg(feature = "async")]
use std::task::Poll;
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::batch::BatchState;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::Result;
use crate::base::model::{FromRow, Table};
use crate::base::statement::Statement;
use crate::base::value::Row;

/// Opens a connection to this crate: only it can make one, so only it gets at a driver.
#[derive(Clone, Copy, Debug)]
pub struct Key(());

impl Key {
    #[inline]
    pub(crate) const fn new() -> Self {
        Key(())
    }
}

/// The driver's side of a connection: what runs its statements.
///
/// The futures of a blocking connection's driver are always ready. All that takes more than one
/// step is written once, on these.
///
/// It stands in public types, but no other crate can name it, and a driver is only given to who has
/// a [`Key`].
pub trait Driver: Sync {
    /// The connection while no other task can use it; dropping it lets others in again.
    ///
    /// It borrows nothing, so that a future which holds one is `Send` without a proof for all
    /// lifetimes, which the compiler does not find.
    type Exclusive: Exclusive;

    /// Returns the dialect of the database.
    fn dialect(&self) -> Dialect;

    /// Whether this is a transaction or a savepoint.
    fn in_transaction(&self) -> bool {
        false
    }

    /// Whether raw SQL may begin and end transactions, because all statements go to one connection
    /// that is asked whether it is in one.
    fn has_raw_transactions(&self) -> bool {
        false
    }

    /// Runs a statement and adds its rows to a collection, until that has enough.
    ///
    /// The collection stays where it is, because a row may be large, and moving it from one future
    /// to the next costs more than many a query.
    fn fetch<S: Statement, C: Collect>(
        &self,
        statement: &S,
        rows: &mut C,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows; gives the number of rows that it changed.
    fn execute<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<u64>> + Send;

    /// Runs the statements of a script, one after the other.
    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement that has neither parameters nor rows, and that is not worth preparing.
    fn run(&self, sql: &str) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement that has no parameters and that is not worth preparing, as
    /// [`run`](Driver::run) does, and gives the number of rows that it changed. The rows that it
    /// returns are thrown away.
    fn run_counted(&self, sql: &str) -> impl Future<Output = Result<u64>> + Send;

    /// The tables and their columns, for comparing them with the models: pairs of names, those of a
    /// table one after the other.
    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send;

    /// Waits until no other task uses the connection, and keeps others away until the result is
    /// dropped.
    fn exclusive(&self) -> impl Future<Output = Result<Self::Exclusive>> + Send;

    /// Keeps other programs from changing the tables, until [`unlock`](Driver::unlock) or, if the
    /// lock belongs to the transaction, its end. SQLite's transactions do that by themselves.
    ///
    /// It waits for so long, or as long as the database waits for locks otherwise.
    fn lock(
        &self,
        hold: Hold,
        lock_timeout: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (hold, lock_timeout);
        std::future::ready(Ok(()))
    }

    /// Makes sure that the lock on the tables was not lost, as one may be that has to be renewed:
    /// before what was done under it is completed.
    fn confirm_lock(&self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Lets other programs change the tables again, if [`lock`](Driver::lock) outlives the
    /// transaction.
    fn unlock(&self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Makes sure that tables that refer to each other can be dropped one by one: puts off the
    /// checks of foreign keys to the end of the transaction, or, if the database cannot, looks
    /// whether other tables refer to one of these.
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

    /// Commits what [`begin_work`](Exclusive::begin_work) began. If it fails, that has been
    /// rolled back.
    fn commit_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back what [`begin_work`](Exclusive::begin_work) began.
    fn rollback_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back when a transaction is dropped: at once, or before the connection's next use.
    fn abandon_work(&self);

    /// Runs a statement of a batch, as [`fetch`](Driver::fetch) does, and begins the transaction of
    /// the batch before it if it needs one.
    ///
    /// A driver that pipelines sends it before the answers to those before it.
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

    /// Runs a statement of a batch, as [`execute`](Driver::execute) does.
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

    /// Prepares a statement and does not run it: to know before another one runs that it can.
    ///
    /// Only databases that do not return what they insert need it.
    fn prepare<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<()>> + Send {
        let _ = statement;
        std::future::ready(Ok(()))
    }

    /// The number that the last insert on this very connection gave the first of its rows.
    ///
    /// Only databases that do not return what they insert tell it.
    fn last_insert_id(&self) -> Option<u64> {
        None
    }
}

/// The table with the lock row, which `pool/lease.rs` describes: it only exists if it was needed.
#[cfg_attr(
    not(any(feature = "migrate", feature = "postgres", feature = "mysql")),
    allow(
        dead_code,
        reason = "nothing inspects tables then, and SQLite needs no lock row"
    )
)]
pub(crate) const LOCK_TABLE: &str = "tablewright_lock";

/// How long the lock on the tables is kept, if the database leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// To the end of the transaction.
    Transaction,
    /// Until [`unlock`](Driver::unlock), over several transactions and statements outside of any.
    Session,
}

/// Where the rows of a result go.
pub trait Collect: Send {
    /// How a row is read.
    type Decode: Decode;

    /// How many rows it takes at most.
    const AT_MOST: usize = usize::MAX;

    /// Whether reading waits after a row while there is no room for another: by [`room`].
    const PAUSES: bool = false;

    /// How a row is read.
    fn decoder(&self) -> Self::Decode;

    /// Takes a row; false if it needs no more.
    fn push(&mut self, row: <Self::Decode as Decode>::Item) -> bool;

    /// Whether there is room for another row.
    fn has_room(&self) -> bool {
        true
    }
}

/// Waits until a collection has room for another row.
///
/// Nothing wakes it: who takes rows out of the collection polls what reads them again.
#[cfg(feature = "async")]
#[inline]
pub(crate) async fn room<C: Collect>(rows: &mut C) {
    if C::PAUSES {
        std::future::poll_fn(move |_| match rows.has_room() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
        .await;
    }
}

/// How a row is read. It borrows nothing, because some drivers read rows on another thread.
pub trait Decode: Clone + Send + Sync + 'static {
    /// What a row becomes.
    type Item: Send + 'static;

    /// Whether it depends on the columns of the result, which statements of the models know.
    const BY_COLUMNS: bool = false;

    /// Looks at the names of the columns, before the statement runs and, if it may have been
    /// prepared again since, before the first row.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`](crate::Error::Schema) if they are not those that a row is read from.
    fn columns(&mut self, names: &[&str]) -> Result<()> {
        let _ = names;
        Ok(())
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database holds something else.
    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item>;
}

/// Reads nothing of a row.
#[cfg(feature = "async")]
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

#[cfg(feature = "async")]
impl Decode for Nothing {
    type Item = ();

    fn decode<R: Row>(&self, _: &R) -> Result<()> {
        Ok(())
    }
}

/// Reads a row as a struct that knows how: a [`Decode`] of generated models.
#[derive(Debug)]
pub struct Structs<T>(PhantomData<fn() -> T>);

impl<T> Clone for Structs<T> {
    #[inline]
    fn clone(&self) -> Self {
        Structs(PhantomData)
    }
}

impl<T> Structs<T> {
    /// It needs to know nothing.
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

/// Rows that are read in a way that only the statement knows.
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
