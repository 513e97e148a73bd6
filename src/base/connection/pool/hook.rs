//! The program's function for each new connection of a pool.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tablewright_sql::Dialect;

use super::Session;
use super::live::Live;
use crate::base::error::{Error, Failure, Result};

/// A future of a hook.
type Done<'c> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'c>>;

/// The function of [`PoolOptions::after_connect`](crate::PoolOptions::after_connect).
#[derive(Clone)]
pub(crate) struct Hook(Arc<dyn for<'c> Fn(NewConnection<'c>) -> Done<'c> + Send + Sync>);

impl Hook {
    pub fn new(
        hook: impl for<'c> Fn(NewConnection<'c>) -> Done<'c> + Send + Sync + 'static,
    ) -> Hook {
        Hook(Arc::new(hook))
    }

    pub(super) async fn call<S: Session>(&self, live: &mut Live<S>) -> Result<()> {
        let dialect = live.session().dialect();
        self.0(NewConnection { live, dialect }).await?;
        match live.is_left_open().await? {
            false => Ok(()),
            true => Err(left_open()),
        }
    }
}

/// Everything that the program writes later would be lost with the transaction.
#[cold]
fn left_open() -> Error {
    Error::Database(Box::new(Failure {
        message:
            "`after_connect` has begun a transaction and not ended it: remove its `BEGIN`, or \
                  the change of `autocommit`"
                .to_owned(),
        source: None,
    }))
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

/// A connection that a pool has just opened, before its first use.
pub struct NewConnection<'c> {
    live: &'c mut dyn Runs,
    dialect: Dialect,
}

impl NewConnection<'_> {
    /// Returns the dialect of the database.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Runs a statement without parameters and rows, such as `SET ROLE app`. It must not begin a
    /// transaction.
    ///
    /// # Errors
    ///
    /// The error of the database, and [`Error::Database`] if a transaction is left open, also
    /// after the function.
    pub async fn run(&mut self, sql: &str) -> Result<()> {
        self.live.run_once(sql).await
    }
}

impl fmt::Debug for NewConnection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewConnection")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

/// A connection of any driver.
trait Runs: Send {
    fn run_once<'r>(&'r mut self, sql: &'r str) -> Done<'r>;
}

impl<S: Session> Runs for Live<S> {
    fn run_once<'r>(&'r mut self, sql: &'r str) -> Done<'r> {
        Box::pin(self.run(sql))
    }
}
