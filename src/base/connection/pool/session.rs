//! The interface of async drivers: one connection, used by one task at a time.

use std::future::Future;
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::Hold;
use crate::base::connection::pool::PoolOptions;
use crate::base::connection::reader::{Collector, RowType};
use crate::base::connection::transaction::{Isolation, TransactionOptions};
use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::statement::Erased;

/// One connection of an async driver.
///
/// Pools, transactions and savepoints are written once, on this trait. It is part of the types
/// [`Pool`](crate::Pool) and [`Single`](crate::Single), but no other crate can name it.
pub trait Session: Send + Sync + Sized + 'static {
    /// The settings for connecting.
    type Settings: Clone + Send + Sync + 'static;

    /// The type of its rows.
    type Rows: RowType;

    /// A sent statement without an answer yet.
    type Sent: Sent<Self::Rows>;

    /// Reads the settings of a URL and of these options; the URL changes the options.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) for an invalid URL, without its password.
    fn settings(url: &str, options: &mut PoolOptions) -> Result<Self::Settings>;

    /// The maximum number of connections to the same database; a database in memory has one.
    fn most_connections(settings: &Self::Settings) -> usize {
        let _ = settings;
        usize::MAX
    }

    /// The database, as it is named in messages, without its password.
    fn server(settings: &Self::Settings) -> String;

    /// Connects, and sets the session up for our statements.
    fn connect(settings: &Self::Settings) -> impl Future<Output = Result<Self>> + Send;

    /// Returns the dialect of the database.
    fn dialect(&self) -> Dialect;

    /// The name of the database when the connection was opened, if it is known without a query.
    fn namespace(&self) -> Option<String>;

    /// Runs a statement and adds its rows to a collection, until the collection is full.
    fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<Self::Rows>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows, and returns the number of rows that it matched.
    fn execute(&mut self, statement: &Erased<'_>) -> impl Future<Output = Result<u64>> + Send;

    /// Whether a statement may be sent before the previous ones are answered.
    fn pipelines(&self) -> bool {
        false
    }

    /// Sends a statement without waiting for its answer or the answers to previous ones; `None` if
    /// the session does not pipeline.
    ///
    /// Before that, the collector checks the columns if they are known.
    fn send(
        &mut self,
        statement: &Erased<'_>,
        rows: Option<&mut dyn Collector<Self::Rows>>,
    ) -> impl Future<Output = Result<Option<Self::Sent>>> + Send {
        let _ = (statement, rows);
        std::future::ready(Ok(None))
    }

    /// Records the end of a [sent](Session::send) statement, which may be an error.
    fn answered(
        &mut self,
        statement: &Erased<'_>,
        sent: Self::Sent,
        error: Option<<Self::Sent as Sent<Self::Rows>>::Error>,
    ) -> impl Future<Output = Answered> + Send;

    /// Whether the error of the last statement is only a consequence of an earlier one.
    fn had_failed_before(&self) -> bool {
        false
    }

    /// Prepares a statement without running it.
    fn prepare(&mut self, statement: &Erased<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = statement;
        std::future::ready(Ok(()))
    }

    /// The first auto-increment number of the last insert, if the database has it.
    fn last_insert_id(&self) -> Option<u64> {
        None
    }

    /// Runs one statement without parameters and rows.
    fn run(&mut self, sql: &str) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement without parameters, and returns the number of rows that it changed.
    fn run_counted(&mut self, sql: &str) -> impl Future<Output = Result<u64>> + Send;

    /// The tables and their columns, those of a table one after another.
    fn columns(&mut self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send;

    /// Locks the tables against changes by other programs, until [`unlock`](Session::unlock) or,
    /// for a lock of the transaction, its end. It waits at most for this time, or as long as for
    /// other locks, and never without a limit.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) if another session has it.
    fn lock(
        &mut self,
        hold: Hold,
        lock_timeout: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Checks, before work under the lock on the tables is completed, that this session still has
    /// it.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) if it was lost.
    fn confirm_lock(&mut self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Whether the session may have the lock on the tables beyond a transaction.
    fn is_locked(&self) -> bool {
        false
    }

    /// Releases the lock on the tables.
    fn unlock(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Defers the checks of foreign keys to the end of the transaction or, if the database cannot
    /// do that, fails if other tables refer to one of these.
    fn before_drop(
        &mut self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Whether [`set_up`](Session::set_up) must run before the first statement. Connections of a
    /// pool are set up when they are opened.
    fn needs_setup(&self) -> bool {
        false
    }

    /// Sets the session settings that our statements need.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if a setting cannot be changed.
    fn set_up(&mut self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// The time limit of statements.
    fn statement_timeout(&self) -> Option<Duration> {
        None
    }

    /// Closes the connection without waiting for the server.
    fn give_up(&mut self) {}

    /// Records that it returns to its pool, and that nothing is in progress.
    fn went_back(&mut self) {}

    /// Whether a transaction is in progress, according to the answer to the last statement.
    fn has_transaction(&self) -> Option<bool> {
        None
    }

    /// Whether a transaction is in progress. It asks the database if the last answer does not say.
    fn is_in_transaction(&mut self) -> impl Future<Output = Result<bool>> + Send {
        async move { Ok(self.has_transaction() == Some(true)) }
    }

    /// Whether the connection still works, as far as is known without a query.
    fn is_usable(&self) -> bool;

    /// Checks by a query whether the connection still works, if it has been idle for a while.
    fn check(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// How the error that a statement just returned affects the surrounding transaction.
    fn aborted(&self, error: &Error) -> Aborted;

    /// Begins a transaction, at level 0, or a savepoint in it.
    fn begin(
        &mut self,
        level: u32,
        options: TransactionOptions,
    ) -> impl Future<Output = Result<()>> + Send {
        async move {
            if level > 0 {
                return self.run(&format!("SAVEPOINT {}", savepoint(level))).await;
            }
            for text in begin_texts(self.dialect(), options) {
                self.run(&text).await?;
            }
            Ok(())
        }
    }

    /// Commits the transaction, or releases the savepoint.
    fn commit(&mut self, level: u32) -> impl Future<Output = Result<()>> + Send {
        async move {
            match level {
                0 => self.run("COMMIT").await,
                _ => {
                    self.run(&format!("RELEASE SAVEPOINT {}", savepoint(level)))
                        .await
                }
            }
        }
    }

    /// Rolls back the transaction, or to the savepoint.
    fn rollback(&mut self, level: u32) -> impl Future<Output = Result<()>> + Send {
        async move {
            if level == 0 {
                return self.run("ROLLBACK").await;
            }
            let name = savepoint(level);
            self.run(&format!("ROLLBACK TO SAVEPOINT {name}")).await?;
            self.run(&format!("RELEASE SAVEPOINT {name}")).await
        }
    }
}

/// A sent statement without an answer yet.
///
/// It does not borrow from its session, which sends others before the answer arrives.
pub trait Sent<R: RowType>: Send {
    /// The error before the session has processed it.
    type Error: Send;

    /// Waits for the rows, and adds them to a collection.
    fn rows(
        &mut self,
        table: &'static Table,
        rows: &mut dyn Collector<R>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Waits for the end, and returns the number of rows that it matched.
    fn count(&mut self) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}

/// The end of a pipelined statement.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "postgres"),
    allow(dead_code, reason = "no other session pipelines")
)]
pub enum Answered {
    /// It succeeded.
    Done,
    /// It failed.
    Failed(Error),
    /// It failed before it did anything, because it must be prepared again. Outside of a
    /// transaction it can run again.
    Stale(Error),
}

/// The sent statements of sessions that do not pipeline: there are none.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[derive(Debug)]
pub enum NothingSent {}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl<R: RowType> Sent<R> for NothingSent {
    type Error = NothingSent;

    async fn rows(
        &mut self,
        _: &'static Table,
        _: &mut dyn Collector<R>,
    ) -> Result<(), NothingSent> {
        match *self {}
    }

    async fn count(&mut self) -> Result<u64, NothingSent> {
        match *self {}
    }
}

/// The effect of an error on its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aborted {
    /// Only the statement was undone, and the transaction can continue.
    Nothing,
    /// The database refuses all statements until the rollback of the savepoint or transaction.
    Level,
    /// The database has rolled back the whole transaction.
    Transaction,
}

/// The name of the savepoint of a level.
pub(crate) fn savepoint(level: u32) -> String {
    format!("tablewright_{level}")
}

/// The statements that begin a transaction on a server.
fn begin_texts(dialect: Dialect, options: TransactionOptions) -> Vec<String> {
    let isolation = options.isolation.map(Isolation::sql);
    let mut texts = Vec::new();
    let mut begin = "START TRANSACTION".to_owned();
    match isolation {
        Some(isolation) if dialect.begins_with_isolation() => {
            begin.push_str(" ISOLATION LEVEL ");
            begin.push_str(isolation);
        }
        // It applies only to the next transaction.
        Some(isolation) => texts.push(format!("SET TRANSACTION ISOLATION LEVEL {isolation}")),
        None => {}
    }
    if options.read_only {
        begin.push_str(" READ ONLY");
    }
    texts.push(begin);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_begins_as_it_was_asked_for() {
        let strict = TransactionOptions::new()
            .isolation(Isolation::Serializable)
            .read_only(true);
        assert_eq!(
            begin_texts(Dialect::Postgres, strict),
            ["START TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY"]
        );
        assert_eq!(
            begin_texts(Dialect::Mysql, strict),
            [
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "START TRANSACTION READ ONLY"
            ]
        );
        assert_eq!(
            begin_texts(Dialect::Mariadb, TransactionOptions::new()),
            ["START TRANSACTION"]
        );
    }
}
