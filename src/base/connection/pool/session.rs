//! What an async driver brings: one connection, used by one task at a time.

use std::future::Future;
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::{Collect, Decode, Hold};
use crate::base::connection::pool::PoolOptions;
use crate::base::connection::transaction::{Isolation, TransactionOptions};
use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::statement::Statement;

/// One connection of an async driver.
///
/// Pools, transactions and savepoints are written once, on this. It stands in the types of
/// [`Pool`](crate::Pool) and [`Single`](crate::Single), but no other crate can name it.
pub trait Session: Send + Sync + Sized + 'static {
    /// What is needed to connect.
    type Settings: Clone + Send + Sync + 'static;

    /// A statement that was sent and is not answered yet.
    type Sent: Sent;

    /// The settings of a URL and of these options, which the URL changes.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) for a URL that makes no sense, without its
    /// password.
    fn settings(url: &str, options: &mut PoolOptions) -> Result<Self::Settings>;

    /// How many connections there can be to the same database; a database in memory has one.
    fn most_connections(settings: &Self::Settings) -> usize {
        let _ = settings;
        usize::MAX
    }

    /// The database, as messages name it, without its password.
    fn server(settings: &Self::Settings) -> String;

    /// Connects, and prepares the connection for our statements.
    fn connect(settings: &Self::Settings) -> impl Future<Output = Result<Self>> + Send;

    /// Returns the dialect of the database.
    fn dialect(&self) -> Dialect;

    /// The database at the other end, as it was called when the connection was opened, if that is
    /// known without asking.
    fn namespace(&self) -> Option<String>;

    /// Runs a statement and adds its rows to a collection, until that has enough.
    fn fetch<S: Statement, C: Collect>(
        &mut self,
        statement: &S,
        rows: &mut C,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows; gives the number of rows that it found to change.
    fn execute<S: Statement>(&mut self, statement: &S) -> impl Future<Output = Result<u64>> + Send;

    /// Whether a statement may be sent before those before it are answered.
    fn pipelines(&self) -> bool {
        false
    }

    /// Sends a statement and does not wait for its answer, nor for those to the statements before
    /// it; `None` if the session does not pipeline.
    ///
    /// The decoder is shown the columns before, if they are known.
    fn send<S: Statement, D: Decode>(
        &mut self,
        statement: &S,
        decoder: &mut D,
    ) -> impl Future<Output = Result<Option<Self::Sent>>> + Send {
        let _ = (statement, decoder);
        std::future::ready(Ok(None))
    }

    /// Takes note of the end of a statement that was [sent](Session::send), which may be an error.
    fn answered<S: Statement>(
        &mut self,
        statement: &S,
        sent: Self::Sent,
        error: Option<<Self::Sent as Sent>::Error>,
    ) -> impl Future<Output = Answered> + Send;

    /// Whether the error that a statement gave just now says only that one before it had failed.
    fn had_failed_before(&self) -> bool {
        false
    }

    /// Prepares a statement and does not run it.
    fn prepare<S: Statement>(&mut self, statement: &S) -> impl Future<Output = Result<()>> + Send {
        let _ = statement;
        std::future::ready(Ok(()))
    }

    /// The number that the last insert gave the first of its rows, if the database tells it.
    fn last_insert_id(&self) -> Option<u64> {
        None
    }

    /// Runs one statement that has neither parameters nor rows.
    fn run(&mut self, sql: &str) -> impl Future<Output = Result<()>> + Send;

    /// Runs one statement that has no parameters; gives the number of rows that it changed.
    fn run_counted(&mut self, sql: &str) -> impl Future<Output = Result<u64>> + Send;

    /// The tables and their columns, those of a table one after the other.
    fn columns(&mut self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send;

    /// Keeps other programs from changing the tables, until [`unlock`](Session::unlock) or, if the
    /// lock belongs to the transaction, its end. Waits for so long, or otherwise as long as for
    /// other locks, but never without a limit.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) if another session keeps it.
    fn lock(
        &mut self,
        hold: Hold,
        lock_timeout: Option<Duration>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Makes sure that the lock on the tables is still this session's, before what was done under
    /// it is completed.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) if it was lost.
    fn confirm_lock(&mut self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Whether this may have the lock on the tables beyond a transaction.
    fn is_locked(&self) -> bool {
        false
    }

    /// Lets other programs change the tables again.
    fn unlock(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Puts off the checks of foreign keys to the end of the transaction, or, if the database
    /// cannot, fails if other tables refer to one of these.
    fn before_drop(
        &mut self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Whether [`set_up`](Session::set_up) comes before the first statement. A pool's connections
    /// are set up when they are opened.
    fn needs_setup(&self) -> bool {
        false
    }

    /// Gives the session the settings that our statements need.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if it cannot have them.
    fn set_up(&mut self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// How long a statement may take.
    fn statement_timeout(&self) -> Option<Duration> {
        None
    }

    /// Gives the connection up, without waiting for the other end.
    fn give_up(&mut self) {}

    /// Takes note that it goes back to its pool, and that nothing is in progress.
    fn went_back(&mut self) {}

    /// Whether a transaction is in progress, as far as the answer to the last statement says.
    fn has_transaction(&self) -> Option<bool> {
        None
    }

    /// Whether the connection still works, as far as is known without asking.
    fn is_usable(&self) -> bool;

    /// Asks the database whether it is still there, if the connection has not been used for a
    /// while.
    fn check(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// What the error that a statement gave just now did to the transaction around it.
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

    /// Commits the transaction, or forgets the savepoint.
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

/// A statement that was sent and is not answered yet.
///
/// It has nothing of its session, which sends others before the answer is there.
pub trait Sent: Send {
    /// Why it failed, before the session has seen it.
    type Error: Send;

    /// Waits for the rows, and adds them to a collection.
    fn rows<C: Collect>(
        &mut self,
        table: &'static Table,
        decoder: C::Decode,
        rows: &mut C,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Waits for the end; gives the number of rows that it found to change.
    fn count(&mut self) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}

/// How a statement ended that was sent before others were answered.
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
    /// It failed before it did anything, because it has to be prepared again: outside of a
    /// transaction it can be run once more.
    Stale(Error),
}

/// What sessions have sent that do not pipeline: nothing.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[derive(Debug)]
pub enum NothingSent {}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl Sent for NothingSent {
    type Error = NothingSent;

    async fn rows<C: Collect>(
        &mut self,
        _: &'static Table,
        _: C::Decode,
        _: &mut C,
    ) -> Result<(), NothingSent> {
        match *self {}
    }

    async fn count(&mut self) -> Result<u64, NothingSent> {
        match *self {}
    }
}

/// What an error did to the transaction in which it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aborted {
    /// The statement was undone, and the rest can go on.
    Nothing,
    /// The database refuses everything up to the rollback of the savepoint or transaction.
    Level,
    /// The database has rolled back the whole transaction.
    Transaction,
}

/// The savepoint that is a level of a transaction.
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
        // It is about the transaction that comes next, and only that.
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
