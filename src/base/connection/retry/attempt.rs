//! The transaction of one try.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::{Collect, Driver, Exclusive, Hold, Key};
use crate::base::connection::mode::Mode;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::{Level, Transaction, TransactionOptions};
use crate::base::connection::{Connection, Output};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::Statement;

/// The transaction that [`retry`](crate::retry) passes to its closure: a connection that borrows
/// nothing.
///
/// It is committed or rolled back when the closure returns, and must not be kept longer.
pub struct Attempt<C: Connection>(Arc<Lent<C::Exclusive>>);

impl<C: Connection> Attempt<C> {
    /// The transaction, and the value that ends it.
    pub(super) fn new(level: Level<C::Exclusive>) -> (Self, Lender<C::Exclusive>) {
        let lent = Arc::new(Lent {
            dialect: level.dialect(),
            level: Mutex::new(Some(Arc::new(level))),
        });
        (Attempt(Arc::clone(&lent)), Lender(lent))
    }

    /// Begins a savepoint, which is a transaction within this one.
    ///
    /// # Errors
    ///
    /// If the transaction is lost.
    pub fn begin<'s>(&'s mut self) -> Output<'s, C, Result<Transaction<'s, C>>>
    where
        C: 's,
    {
        let lent = &*self.0;
        C::Mode::finish(async move {
            let savepoint = Level::begin_on(lent, TransactionOptions::new()).await?;
            Ok(Transaction::new(savepoint))
        })
    }
}

#[diagnostic::do_not_recommend]
impl<C: Connection> Connection for Attempt<C> {
    type Mode = C::Mode;
    type Root = C::Root;
    type Driver = Lent<C::Exclusive>;
    type Exclusive = C::Exclusive;

    #[inline]
    fn __driver(&self, _: Key) -> &Lent<C::Exclusive> {
        &self.0
    }
}

impl<C: Connection> fmt::Debug for Attempt<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("dialect", &self.0.dialect)
            .finish_non_exhaustive()
    }
}

/// Ends the transaction of an [`Attempt`].
pub(super) struct Lender<D: Exclusive>(Arc<Lent<D>>);

impl<D: Exclusive> Lender<D> {
    /// Commits the transaction if the closure succeeded, and rolls it back otherwise.
    pub async fn end<T, E: From<Error>>(self, done: Result<T, E>) -> Result<T, E> {
        let level = self.0.take();
        let is_kept = Arc::strong_count(&self.0) > 1;
        // If a statement still runs on it elsewhere, that statement is the last user, and dropping
        // it rolls back.
        let level = level.and_then(Arc::into_inner);
        match (done, level) {
            (Ok(value), Some(level)) if !is_kept => {
                level.run_commit().await?;
                Ok(value)
            }
            (done, level) => {
                if let Some(level) = level {
                    // The first error is returned. If the connection is lost, the transaction is
                    // undone anyway.
                    drop(level.run_rollback().await);
                }
                done.and_then(|_| Err(kept().into()))
            }
        }
    }
}

/// A transaction that can be taken back.
pub struct Lent<D: Exclusive> {
    /// `None` after it was taken back.
    level: Mutex<Option<Arc<Level<D>>>>,
    dialect: Dialect,
}

impl<D: Exclusive> Lent<D> {
    fn get(&self) -> Result<Arc<Level<D>>> {
        let level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.clone().ok_or_else(over)
    }

    fn take(&self) -> Option<Arc<Level<D>>> {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.take()
    }
}

impl<D: Exclusive> Driver for Lent<D> {
    type Exclusive = D;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn in_transaction(&self) -> bool {
        true
    }

    async fn fetch<S: Statement, C: Collect>(&self, statement: &S, rows: &mut C) -> Result<()> {
        self.get()?.fetch(statement, rows).await
    }

    async fn execute<S: Statement>(&self, statement: &S) -> Result<u64> {
        self.get()?.execute(statement).await
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.get()?.run_script(script).await
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.get()?.run(sql).await
    }

    async fn run_counted(&self, sql: &str) -> Result<u64> {
        self.get()?.run_counted(sql).await
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.get()?.columns().await
    }

    async fn exclusive(&self) -> Result<D> {
        self.get()?.exclusive().await
    }

    async fn lock(&self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        self.get()?.lock(hold, lock_timeout).await
    }

    async fn confirm_lock(&self) -> Result<()> {
        self.get()?.confirm_lock().await
    }

    async fn unlock(&self) -> Result<()> {
        self.get()?.unlock().await
    }

    async fn before_drop(&self, tables: &'static [&'static Table]) -> Result<()> {
        self.get()?.before_drop(tables).await
    }

    async fn pause(&self, time: Duration) {
        if let Ok(level) = self.get() {
            level.pause(time).await;
        }
    }
}

#[cold]
fn over() -> Error {
    failure(
        "the closure of `retry` has returned, so its transaction has ended and cannot run \
        more statements",
    )
}

#[cold]
fn kept() -> Error {
    failure(
        "the closure of `retry` kept its transaction, so it was rolled back instead of committed: \
         drop the transaction before the closure returns",
    )
}

fn failure(message: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: message.to_owned(),
        source: None,
    }))
}
