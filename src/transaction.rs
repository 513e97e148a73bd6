//! Transactions and savepoints.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use crate::connection::{Collect, Connection, Params, Query};
use crate::sql::Script;
use crate::{Dialect, Result};

/// A transaction, or a savepoint within one: a connection whose work is kept only by
/// [`commit`](Transaction::commit).
///
/// ```text
/// let mut tx = db.begin()?;
/// let ada = NewUser::new().name("Ada").insert(&tx)?;
/// NewPost::new(ada.id, "Hello").insert(&tx)?;
/// tx.commit()?;
/// ```
///
/// A statement that fails does not end the transaction: what it did is undone, and the rest can
/// go on. Dropping the transaction rolls it back.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction<'t, C: Connection> {
    work: C::Exclusive,
    /// Whether there is still something to roll back.
    open: bool,
    /// The connection is borrowed, though nothing here points to it.
    of: PhantomData<&'t mut ()>,
}

impl<'t, C: Connection> Transaction<'t, C> {
    pub(crate) async fn begin_on(db: &'t C) -> Result<Self> {
        Transaction::on(db.exclusive().await?).await
    }

    async fn on(work: C::Exclusive) -> Result<Self> {
        work.begin_work().await?;
        Ok(Transaction {
            work,
            open: true,
            of: PhantomData,
        })
    }

    /// Begins a savepoint, which is a transaction within this one.
    ///
    /// # Errors
    ///
    /// Where the transaction is lost.
    #[inline]
    pub fn begin<'s>(&'s mut self) -> C::Output<'s, Result<Transaction<'s, C>>>
    where
        C: 's,
    {
        let work = &self.work;
        C::finish(async move { Transaction::on(work.exclusive().await?).await })
    }

    /// Keeps what was done.
    ///
    /// # Errors
    ///
    /// What the database checks at the end, such as deferred foreign keys. Then everything has
    /// been rolled back.
    #[inline]
    pub fn commit(self) -> C::Output<'t, Result<()>>
    where
        C: 't,
    {
        C::finish(self.run_commit())
    }

    /// Undoes what was done.
    ///
    /// # Errors
    ///
    /// Where the connection is lost; then the database rolls back by itself.
    #[inline]
    pub fn rollback(self) -> C::Output<'t, Result<()>>
    where
        C: 't,
    {
        C::finish(self.run_rollback())
    }

    pub(crate) async fn run_commit(mut self) -> Result<()> {
        let result = self.work.commit_work().await;
        self.open = false;
        result
    }

    async fn run_rollback(mut self) -> Result<()> {
        let result = self.work.rollback_work().await;
        self.open = false;
        result
    }

    /// What the transaction runs on, for a driver's own methods.
    #[cfg(feature = "sqlite")]
    pub(crate) fn work(&self) -> &C::Exclusive {
        &self.work
    }
}

impl<C: Connection> Drop for Transaction<'_, C> {
    fn drop(&mut self) {
        if self.open {
            self.work.abandon_work();
        }
    }
}

impl<C: Connection> fmt::Debug for Transaction<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("dialect", &self.work.dialect())
            .finish_non_exhaustive()
    }
}

impl<C: Connection> Connection for Transaction<'_, C> {
    type Output<'c, T>
        = C::Output<'c, T>
    where
        T: 'c;

    type Exclusive = C::Exclusive;

    #[inline]
    fn finish<'c, T: 'c>(future: impl Future<Output = T> + Send + 'c) -> Self::Output<'c, T> {
        C::finish(future)
    }

    #[inline]
    fn dialect(&self) -> Dialect {
        self.work.dialect()
    }

    #[inline]
    fn fetch<K: Collect, P: Params>(
        &self,
        query: Query,
        params: &P,
        rows: &mut K,
    ) -> impl Future<Output = Result<()>> + Send {
        self.work.fetch(query, params, rows)
    }

    #[inline]
    fn execute<P: Params>(
        &self,
        query: Query,
        params: &P,
    ) -> impl Future<Output = Result<u64>> + Send {
        self.work.execute(query, params)
    }

    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send {
        self.work.run_script(script)
    }

    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send {
        self.work.columns()
    }

    fn exclusive(&self) -> impl Future<Output = Result<Self::Exclusive>> + Send {
        self.work.exclusive()
    }

    fn defer_foreign_keys(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.defer_foreign_keys()
    }

    fn begin_work(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.begin_work()
    }

    fn commit_work(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.commit_work()
    }

    fn rollback_work(&self) -> impl Future<Output = Result<()>> + Send {
        self.work.rollback_work()
    }

    fn abandon_work(&self) {
        self.work.abandon_work();
    }
}
