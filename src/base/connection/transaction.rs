//! Transactions and savepoints.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::{Collect, Driver, Exclusive, Hold, Key};
use crate::base::connection::mode::Mode;
use crate::base::connection::script::Script;
use crate::base::connection::{Connection, Output};
use crate::base::error::Result;
use crate::base::model::Table;
use crate::base::statement::Statement;

/// The options of a transaction.
///
/// ```text
/// let options = TransactionOptions::new().isolation(Isolation::Serializable);
/// let tx = db.begin_with(options)?;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransactionOptions {
    pub(crate) isolation: Option<Isolation>,
    pub(crate) read_only: bool,
    /// Whether SQLite does not enforce references, from before the transaction to its end.
    pub(crate) unchecked: bool,
    /// How long SQLite waits while another session writes.
    pub(crate) lock_timeout: Option<Duration>,
}

impl TransactionOptions {
    /// Creates options with the defaults of the database: read committed on PostgreSQL, repeatable
    /// read on MySQL and MariaDB, serializable on SQLite.
    pub const fn new() -> TransactionOptions {
        TransactionOptions {
            isolation: None,
            read_only: false,
            unchecked: false,
            lock_timeout: None,
        }
    }

    /// Sets the minimum isolation level of the transaction.
    pub const fn isolation(mut self, isolation: Isolation) -> TransactionOptions {
        self.isolation = Some(isolation);
        self
    }

    /// Sets whether the transaction is read-only: a statement that writes fails with
    /// [`Error::ReadOnly`](crate::Error::ReadOnly).
    pub const fn read_only(mut self, read_only: bool) -> TransactionOptions {
        self.read_only = read_only;
        self
    }

    /// Sets that SQLite does not enforce references, from before the transaction to its end. Only
    /// then can it drop a table that others refer to. The other databases ignore it.
    #[cfg(feature = "migrate")]
    pub(crate) const fn unchecked(mut self, unchecked: bool) -> TransactionOptions {
        self.unchecked = unchecked;
        self
    }

    /// The same for a driver that waits by itself.
    #[cfg(all(feature = "async", feature = "sqlite"))]
    pub(crate) const fn without_lock_timeout(mut self) -> TransactionOptions {
        self.lock_timeout = None;
        self
    }

    /// How long SQLite waits while another session writes.
    #[cfg(feature = "migrate")]
    pub(crate) const fn lock_timeout(mut self, lock_timeout: Duration) -> TransactionOptions {
        self.lock_timeout = Some(lock_timeout);
        self
    }
}

/// An isolation level of a transaction. A database may use a stricter one: transactions of SQLite
/// are always serializable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Isolation {
    /// It may see uncommitted changes of other transactions.
    ReadUncommitted,
    /// Each statement sees the changes that were committed before it began.
    ReadCommitted,
    /// All statements see the changes that were committed before the first one began.
    RepeatableRead,
    /// Transactions have the same effect as if they ran one after another. If that is not possible,
    /// a statement or the commit fails with [`Error::Conflict`](crate::Error::Conflict).
    Serializable,
}

impl Isolation {
    /// The words for it in SQL.
    #[cfg(feature = "async")]
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Isolation::ReadUncommitted => "READ UNCOMMITTED",
            Isolation::ReadCommitted => "READ COMMITTED",
            Isolation::RepeatableRead => "REPEATABLE READ",
            Isolation::Serializable => "SERIALIZABLE",
        }
    }
}

/// A transaction, or a savepoint within one: a connection whose changes are permanent only after
/// [`commit`](Transaction::commit).
///
/// ```text
/// let mut tx = db.begin()?;
/// let ada = User::insert(NewUser { name: "Ada".into() }).one(&tx)?;
/// Post::insert(NewPost { author_id: ada.id, title: "Hello".into() }).execute(&tx)?;
/// tx.commit()?;
/// ```
///
/// Dropping the transaction, also by a panic, rolls it back.
///
/// If a statement fails, it is undone, and on SQLite, MySQL and MariaDB the transaction can
/// continue. PostgreSQL refuses all later statements until the rollback. So in a program for
/// several databases, run a statement that may fail in a savepoint: [`begin`] on the transaction
/// begins one.
///
/// [`begin`]: Transaction::begin
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction<'t, C: Connection> {
    level: Level<C::Exclusive>,
    /// The connection is borrowed, although there is no reference to it.
    of: PhantomData<&'t mut ()>,
}

impl<'t, C: Connection> Transaction<'t, C> {
    #[inline]
    pub(crate) fn new(level: Level<C::Exclusive>) -> Self {
        Transaction {
            level,
            of: PhantomData,
        }
    }

    /// Begins a savepoint, which is a transaction within this one.
    ///
    /// # Errors
    ///
    /// If the transaction is lost.
    #[inline]
    pub fn begin<'s>(&'s mut self) -> Output<'s, C, Result<Transaction<'s, C>>>
    where
        C: 's,
    {
        let level = &self.level;
        C::Mode::finish(async move {
            let savepoint = Level::begin_on(level, TransactionOptions::new()).await?;
            Ok(Transaction::new(savepoint))
        })
    }

    /// Commits the changes.
    ///
    /// # Errors
    ///
    /// The errors of checks at the end, such as deferred foreign keys; then the transaction has
    /// been rolled back. If the connection is lost, [`Error::Lost`](crate::Error::Lost) says
    /// whether the transaction may have been committed.
    #[inline]
    pub fn commit(self) -> Output<'t, C, Result<()>>
    where
        C: 't,
    {
        C::Mode::finish(self.level.run_commit())
    }

    /// Rolls the changes back.
    ///
    /// # Errors
    ///
    /// If the connection is lost; then the database rolls the transaction back.
    #[inline]
    pub fn rollback(self) -> Output<'t, C, Result<()>>
    where
        C: 't,
    {
        C::Mode::finish(self.level.run_rollback())
    }

    /// The connection of the transaction, for methods of a driver.
    #[cfg(feature = "sqlite")]
    pub(crate) fn work(&self) -> &C::Exclusive {
        &self.level.work
    }
}

impl<C: Connection> fmt::Debug for Transaction<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("dialect", &self.level.dialect())
            .finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Connection> Connection for Transaction<'_, C> {
    type Mode = C::Mode;
    type Root = C::Root;
    type Driver = Level<C::Exclusive>;
    type Exclusive = C::Exclusive;

    #[inline]
    fn __driver(&self, _: Key) -> &Level<C::Exclusive> {
        &self.level
    }
}

/// A transaction or a savepoint. Dropping it rolls it back.
pub struct Level<D: Exclusive> {
    work: D,
    /// Whether it must still be rolled back.
    open: bool,
}

impl<D: Exclusive> Level<D> {
    pub(crate) async fn begin_on<P: Driver<Exclusive = D>>(
        db: &P,
        options: TransactionOptions,
    ) -> Result<Self> {
        Level::on(db.exclusive().await?, options).await
    }

    pub(crate) async fn on(work: D, options: TransactionOptions) -> Result<Self> {
        work.begin_work(options).await?;
        Ok(Level { work, open: true })
    }

    /// A level that has already begun.
    pub(crate) fn in_progress(work: D) -> Self {
        Level { work, open: true }
    }

    pub(crate) async fn run_commit(mut self) -> Result<()> {
        let result = self.work.commit_work().await;
        self.open = false;
        result
    }

    pub(crate) async fn run_rollback(mut self) -> Result<()> {
        let result = self.work.rollback_work().await;
        self.open = false;
        result
    }

    /// Commits if the result is `Ok`, and rolls back otherwise.
    pub(crate) async fn finish<T>(self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => {
                self.run_commit().await?;
                Ok(value)
            }
            Err(error) => {
                // The first error is returned. If the connection is lost, the transaction is undone
                // anyway.
                drop(self.run_rollback().await);
                Err(error)
            }
        }
    }
}

impl<D: Exclusive> Drop for Level<D> {
    fn drop(&mut self) {
        if self.open {
            self.work.abandon_work();
        }
    }
}

impl<D: Exclusive> Driver for Level<D> {
    type Exclusive = D;

    #[inline]
    fn dialect(&self) -> Dialect {
        self.work.dialect()
    }

    fn in_transaction(&self) -> bool {
        true
    }

    #[inline]
    fn fetch<S: Statement, K: Collect>(
        &self,
        statement: &S,
        rows: &mut K,
    ) -> impl Future<Output = Result<()>> + Send {
        self.work.fetch(statement, rows)
    }

    #[inline]
    fn execute<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<u64>> + Send {
        self.work.execute(statement)
    }

    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send {
        self.work.run_script(script)
    }

    fn run(&self, sql: &str) -> impl Future<Output = Result<()>> + Send {
        self.work.run(sql)
    }

    fn run_counted(&self, sql: &str) -> impl Future<Output = Result<u64>> + Send {
        self.work.run_counted(sql)
    }

    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send {
        self.work.columns()
    }

    fn exclusive(&self) -> impl Future<Output = Result<Self::Exclusive>> + Send {
        self.work.exclusive()
    }

    fn lock(
        &self,
        hold: Hold,
        lock_timeout: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send {
        self.work.lock(hold, lock_timeout)
    }

    fn confirm_lock(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.confirm_lock()
    }

    fn unlock(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.unlock()
    }

    fn before_drop(
        &self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send {
        self.work.before_drop(tables)
    }

    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send {
        self.work.pause(time)
    }
}
