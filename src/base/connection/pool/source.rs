//! The driver's side of everything that provides connections of async drivers, for all drivers.

use std::future::Future;
use std::time::Duration;

use tablewright_sql::Dialect;

use super::Session;
use super::exclusive::{Exclusive, Seat};
use crate::base::connection::driver::{Collect, Driver, Hold};
use crate::base::connection::reader::{Collecting, Collector};
use crate::base::connection::script::Script;
use crate::base::error::Result;
use crate::base::model::Table;
use crate::base::statement::{Erased, Statement};

/// A provider of connections: a pool, a transaction, or a connection itself.
pub trait Source: Sync {
    /// The driver's connection.
    type Session: Session;

    /// Returns the dialect of the database.
    fn dialect_of(&self) -> Dialect;

    /// Waits for a connection, and keeps it until the seat is dropped.
    fn seat(&self) -> impl Future<Output = Result<Seat<Self::Session>>> + Send;

    /// Whether another task has the connection exclusively, and uses it afterwards.
    fn is_nested(&self) -> bool {
        false
    }
}

impl<T: Source> Driver for T {
    type Exclusive = Exclusive<T::Session>;

    fn dialect(&self) -> Dialect {
        self.dialect_of()
    }

    async fn fetch<S: Statement, C: Collect>(&self, statement: &S, rows: &mut C) -> Result<()> {
        let mut seat = self.seat().await?;
        let rows: &mut dyn Collector<_> = &mut Collecting::new(rows);
        seat.live_mut().fetch(&Erased::new(statement), rows).await
    }

    async fn execute<S: Statement>(&self, statement: &S) -> Result<u64> {
        let mut seat = self.seat().await?;
        seat.live_mut().execute(&Erased::new(statement)).await
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.seat().await?.live_mut().run_script(script).await
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.seat().await?.live_mut().run(sql).await
    }

    async fn run_counted(&self, sql: &str) -> Result<u64> {
        self.seat().await?.live_mut().run_counted(sql).await
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.seat().await?.live_mut().columns().await
    }

    async fn exclusive(&self) -> Result<Exclusive<T::Session>> {
        Ok(Exclusive::new(self.seat().await?, self.is_nested()))
    }

    async fn lock(&self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        self.seat().await?.live_mut().lock(hold, lock_timeout).await
    }

    async fn confirm_lock(&self) -> Result<()> {
        self.seat().await?.live_mut().confirm_lock().await
    }

    async fn unlock(&self) -> Result<()> {
        self.seat().await?.live_mut().unlock().await
    }

    async fn before_drop(&self, tables: &'static [&'static Table]) -> Result<()> {
        self.seat().await?.live_mut().before_drop(tables).await
    }

    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
