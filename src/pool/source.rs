//! The connection trait, written once for all that gives out connections of async drivers.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::Session;
use super::exclusive::{Exclusive, Seat};
use crate::connection::{Collect, Connection, Hold, Params, Query};
use crate::model::Table;
use crate::sql::Script;
use crate::{Dialect, Result, TransactionOptions};

/// A future on the heap: what running a statement on an async connection gives.
pub type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// Something that gives out a connection: a pool, a transaction, or a connection itself.
pub trait Source: Sync {
    /// The driver's connection.
    type Session: Session;

    /// The kind of database at the other end.
    fn dialect_of(&self) -> Dialect;

    /// Waits for a connection, and keeps it until the seat is dropped.
    fn seat(&self) -> impl Future<Output = Result<Seat<Self::Session>>> + Send;

    /// Leaves the innermost level of the transaction, which is rolled back before the next use.
    fn abandon(&self);

    /// Whether this gives out what somebody has exclusively, and uses afterwards.
    fn is_nested(&self) -> bool {
        false
    }

    /// Whether a transaction is under way on all that this gives out.
    fn is_transaction(&self) -> bool {
        false
    }
}

impl<T: Source> Connection for T {
    type Output<'c, R>
        = BoxFuture<'c, R>
    where
        R: 'c;

    type Exclusive = Exclusive<T::Session>;

    #[inline]
    fn finish<'c, R: 'c>(future: impl Future<Output = R> + Send + 'c) -> BoxFuture<'c, R> {
        Box::pin(future)
    }

    fn dialect(&self) -> Dialect {
        self.dialect_of()
    }

    fn in_transaction(&self) -> bool {
        self.is_transaction()
    }

    async fn fetch<C: Collect, P: Params>(
        &self,
        query: Query<'_>,
        params: &P,
        rows: &mut C,
    ) -> Result<()> {
        let mut seat = self.seat().await?;
        seat.live_mut().fetch(query, params, rows).await
    }

    async fn execute<P: Params>(&self, query: Query<'_>, params: &P) -> Result<u64> {
        let mut seat = self.seat().await?;
        seat.live_mut().execute(query, params).await
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.seat().await?.live_mut().run_script(script).await
    }

    async fn run(&self, text: &str) -> Result<()> {
        self.seat().await?.live_mut().run(text).await
    }

    async fn run_counted(&self, text: &str) -> Result<u64> {
        self.seat().await?.live_mut().run_counted(text).await
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.seat().await?.live_mut().columns().await
    }

    async fn exclusive(&self) -> Result<Exclusive<T::Session>> {
        Ok(Exclusive::new(self.seat().await?, self.is_nested()))
    }

    async fn lock(&self, hold: Hold, patience: Option<Duration>) -> Result<()> {
        self.seat().await?.live_mut().lock(hold, patience).await
    }

    async fn unlock(&self) -> Result<()> {
        self.seat().await?.live_mut().unlock().await
    }

    async fn before_drop(&self, tables: &'static [&'static Table]) -> Result<()> {
        self.seat().await?.live_mut().before_drop(tables).await
    }

    async fn begin_work(&self, options: TransactionOptions) -> Result<()> {
        self.seat().await?.live_mut().begin(options).await
    }

    async fn commit_work(&self) -> Result<()> {
        self.seat().await?.live_mut().commit().await
    }

    async fn rollback_work(&self) -> Result<()> {
        self.seat().await?.live_mut().rollback().await
    }

    fn abandon_work(&self) {
        self.abandon();
    }
}
