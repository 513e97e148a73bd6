//! Connections: blocking or async, one trait.

use std::future::Future;
use std::marker::PhantomData;
use std::time::Duration;

use crate::model::{FromRow, ReadBack, Table};
use crate::sql::{Script, Sql};
use crate::value::{Binder, Row};
use crate::{Dialect, Result, Transaction, TransactionOptions};

/// Something that runs statements: a connection, a pool or a transaction.
///
/// The connection decides whether the result of a statement is a value or a future of one, so the
/// same generated functions serve blocking and async programs.
///
/// Everything below [`finish`](Connection::finish) is what a driver has to bring; all that takes
/// more than one step is written once, on these.
pub trait Connection: Sync {
    /// `T` for a blocking connection, a boxed future of `T` for an async one.
    type Output<'c, T>
    where
        T: 'c;

    /// The connection while nobody else can use it; dropping it lets others in again.
    ///
    /// It borrows nothing, so that a future which holds one is `Send` without a proof for all
    /// lifetimes, which the compiler does not find.
    type Exclusive: Connection<Exclusive = Self::Exclusive> + Send;

    /// Turns a driver's future into the output. The futures of a blocking connection are always
    /// ready, so it polls once; an async connection boxes.
    fn finish<'c, T: 'c>(future: impl Future<Output = T> + Send + 'c) -> Self::Output<'c, T>;

    /// Begins a transaction, which is a connection itself; dropping it rolls it back.
    ///
    /// Within a transaction it is a savepoint: what it does can be rolled back by itself, and is
    /// committed when everything around it is.
    ///
    /// It takes `&mut self` because nothing but the transaction may use the connection meanwhile.
    /// Threads that share a database each open a connection of their own.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) where others keep the database locked for too long.
    #[inline]
    fn begin<'t>(&'t mut self) -> Self::Output<'t, Result<Transaction<'t, Self>>>
    where
        Self: Sized,
    {
        self.begin_with(TransactionOptions::new())
    }

    /// Begins a transaction that is isolated more, or only reads.
    ///
    /// Within a transaction it is a savepoint, for which the options of the transaction hold.
    ///
    /// # Errors
    ///
    /// As [`begin`](Connection::begin).
    #[inline]
    fn begin_with<'t>(
        &'t mut self,
        options: TransactionOptions,
    ) -> Self::Output<'t, Result<Transaction<'t, Self>>>
    where
        Self: Sized,
    {
        Self::finish(Transaction::begin_on(&*self, options))
    }

    /// The kind of database at the other end.
    fn dialect(&self) -> Dialect;

    /// Whether this is a transaction or a savepoint.
    fn in_transaction(&self) -> bool {
        false
    }

    /// Runs a query and adds its rows to a collection, until that has enough.
    ///
    /// The collection stays where it is, because a row may be large, and moving it from one future
    /// to the next costs more than many a query.
    fn fetch<C: Collect, P: Params>(
        &self,
        query: Query<'_>,
        params: &P,
        rows: &mut C,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows; gives the number of rows that it changed.
    fn execute<P: Params>(
        &self,
        query: Query<'_>,
        params: &P,
    ) -> impl Future<Output = Result<u64>> + Send;

    /// Runs the statements of a script, one after the other.
    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement that has neither parameters nor rows, and that nobody needs prepared.
    fn run(&self, text: &str) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement that has no parameters and that nobody needs prepared, as
    /// [`run`](Connection::run) does, and gives the number of rows that it changed. What it returns
    /// is thrown away.
    fn run_counted(&self, text: &str) -> impl Future<Output = Result<u64>> + Send;

    /// The tables and their columns, for comparing them with the models: pairs of names, those of a
    /// table one after the other.
    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send;

    /// Waits until nobody else uses the connection, and keeps others away until the result is
    /// dropped.
    fn exclusive(&self) -> impl Future<Output = Result<Self::Exclusive>> + Send;

    /// Keeps other programs from changing the tables, until [`unlock`](Connection::unlock) or, where
    /// the lock belongs to the transaction, its end. SQLite's transactions do that by themselves.
    ///
    /// It waits for so long, or as long as the database waits for locks otherwise.
    fn lock(
        &self,
        hold: Hold,
        patience: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (hold, patience);
        std::future::ready(Ok(()))
    }

    /// Lets other programs change the tables again, where [`lock`](Connection::lock) outlives the
    /// transaction.
    fn unlock(&self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Makes sure that tables that refer to each other can be dropped one by one: puts off the checks
    /// of foreign keys to the end of the transaction, or, where the database cannot, looks whether
    /// other tables refer to one of these.
    fn before_drop(
        &self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Begins a transaction, or a savepoint where one is under way.
    fn begin_work(&self, options: TransactionOptions) -> impl Future<Output = Result<()>> + Send;

    /// Commits what [`begin_work`](Connection::begin_work) began. Where it fails, that has been
    /// rolled back.
    fn commit_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back what [`begin_work`](Connection::begin_work) began.
    fn rollback_work(&self) -> impl Future<Output = Result<()>> + Send;

    /// Rolls back when a transaction is dropped: at once, or before the connection's next use.
    fn abandon_work(&self);
}

/// How long the lock on the tables is kept, where the database leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// To the end of the transaction.
    Transaction,
    /// Until [`unlock`](Connection::unlock), over several transactions and statements outside of any.
    Session,
}

/// A statement and the table it is about, which errors name.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// The text.
    pub sql: Text<'q>,
    /// The table.
    pub table: &'static Table,
    /// For an insert on a database that does not return the row: how to read it back.
    pub read_back: Option<&'static ReadBack>,
}

/// Where the text of a statement comes from.
#[derive(Clone, Copy, Debug)]
pub enum Text<'q> {
    /// Written at build time, in each dialect; a connection may know it again by its address.
    Fixed(&'static Sql),
    /// Put together for this call, in the connection's dialect.
    Built(&'q str),
}

impl<'q> Text<'q> {
    /// The text for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`](crate::Error::Dialect) where the models were not generated for it.
    #[inline]
    pub fn text(self, dialect: Dialect) -> Result<&'q str> {
        match self {
            Text::Fixed(sql) => sql.text(dialect),
            Text::Built(text) => Ok(text),
        }
    }
}

/// The parameters of a statement.
pub trait Params: Send + Sync {
    /// Binds them, first to last.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()>;
}

/// Where the rows of a result go.
pub trait Collect: Send {
    /// How a row is read.
    type Decode: Decode;

    /// How many rows it takes at most.
    const AT_MOST: usize = usize::MAX;

    /// How a row is read.
    fn decoder(&self) -> Self::Decode;

    /// Takes a row; false when there is no need of more.
    fn push(&mut self, row: <Self::Decode as Decode>::Item) -> bool;
}

/// How a row is read. It borrows nothing, because some drivers read rows on another thread.
pub trait Decode: Clone + Send + Sync + 'static {
    /// What a row becomes.
    type Item: Send + 'static;

    /// Whether it depends on the columns of the result, which statements of the models know.
    const BY_COLUMNS: bool = false;

    /// Looks at the names of the columns, before the statement runs and, where it may have been
    /// prepared anew since, before the first row.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`](crate::Error::Schema) where they are not those that a row is read from.
    fn columns(&mut self, names: &[&str]) -> Result<()> {
        let _ = names;
        Ok(())
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) where the database holds something else.
    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item>;
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
