//! SQLite for async programs: every statement runs on a thread for blocking work.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tablewright_sql::Dialect;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, spawn_blocking};

use super::error;
use super::foreign_key::{self, Change};
use super::row::{SqliteRow, SqliteRows};
use super::session::{Session as Inner, namespace};
use super::url::{self, failure};
use super::{Sqlite, SqliteOptions};
use crate::base::connection::driver::Hold;
use crate::base::connection::pool::{Aborted, Answered, NothingSent, PoolOptions, Session};
use crate::base::connection::reader::{Chunk, Collector, Distant, Reader, room};
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::statement::{Erased, Name, Sink, SqlCache, Statement, owned_parameters};
use crate::base::value::parameter::Parameter;

/// A connection to an SQLite database that does not block the thread of an async task.
pub struct SqliteSession {
    db: Arc<Sqlite>,
    /// The SQL of known statements. It is rendered on the task's thread, because a statement
    /// borrows from its task and cannot be sent to another thread.
    sql: SqlCache,
    /// Keeps the order of operations. An operation continues even if its task no longer waits for
    /// it, and later ones must not overtake it.
    turn: Arc<Semaphore>,
    /// How long to wait while another session has the database locked.
    lock_timeout: Duration,
}

/// A database and its options.
#[derive(Clone, Debug)]
pub struct SqliteSettings {
    /// `None` for a database in memory.
    path: Option<PathBuf>,
    options: SqliteOptions,
}

/// An operation on the connection, on the other thread.
type Work<T> = Box<dyn FnOnce(&mut Inner) -> Result<T> + Send>;

impl SqliteSession {
    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        finished(self.start(Box::new(work)).await).await
    }

    /// Starts an operation after the previous ones.
    ///
    /// The operation is boxed, so that Tokio's tasks are compiled once for each type of result and
    /// not for each statement.
    async fn start<T: Send + 'static>(&self, work: Work<T>) -> JoinHandle<Result<T>> {
        let db = Arc::clone(&self.db);
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        spawn_blocking(move || {
            let result = db.session(work);
            drop(turn);
            result
        })
    }

    /// The same as [`off_thread`](Self::off_thread), but waits while another session has the
    /// database locked.
    ///
    /// It waits on the task's side, because there may be few threads for blocking work, and the
    /// session with the lock needs one to release it.
    async fn retrying<T: Send + 'static>(
        &self,
        lock_timeout: Duration,
        work: impl Fn(&mut Inner) -> Result<T> + Send + Sync + 'static,
    ) -> Result<T> {
        let work = Arc::new(work);
        let mut waiting = Waiting::up_to(lock_timeout);
        loop {
            let (attempt, usual) = (Arc::clone(&work), self.lock_timeout);
            let tried = move |inner: &mut Inner| Ok(inner.at_once(usual, |inner| attempt(inner)));
            match self.off_thread(tried).await? {
                (true, Err(Error::Busy(_))) if waiting.goes_on().await => {}
                (true, Err(error)) => return Err(error::after_waiting(error, lock_timeout)),
                (_, done) => return done,
            }
        }
    }

    /// Converts a statement so that it can be sent to another thread.
    fn sendable(&mut self, statement: &Erased<'_>) -> Result<Sendable> {
        Ok(Sendable {
            sql: self.sql.get(statement)?,
            parameters: owned_parameters(statement, Dialect::Sqlite)?,
            table: statement.table(),
        })
    }

    /// Adds the foreign key that a statement violated to its error.
    #[cold]
    async fn named(&self, statement: &Erased<'_>, error: Error) -> Error {
        if foreign_key::is_nameless(&error)
            && let Some(change) = Change::of(statement)
        {
            let named = self.off_thread(move |inner| Ok(change.named(inner.raw(), error)));
            return named.await.unwrap_or_else(|error| error);
        }
        error
    }
}

impl Session for SqliteSession {
    type Settings = SqliteSettings;
    type Rows = SqliteRows;
    type Sent = NothingSent;

    fn settings(url: &str, options: &mut PoolOptions) -> Result<SqliteSettings> {
        let base = SqliteOptions::new();
        // These parameters are only for servers.
        let take = |name: &str, value: &str| match name {
            "pooler" | "lock_row" => Ok(false),
            _ => options.take_parameter(name, value),
        };
        let named = url::read(url, base, take)?;
        let mut sqlite = named
            .options
            .statement_cache(options.statements)
            .statement_timeout(options.statement_timeout.unwrap_or_default());
        if sqlite.busy_timeout.is_none() {
            sqlite = sqlite.busy_timeout(options.acquire_timeout);
        }
        Ok(SqliteSettings {
            path: named.path,
            options: sqlite,
        })
    }

    /// Another connection to a database in memory would open another database.
    fn most_connections(settings: &SqliteSettings) -> usize {
        match settings.path {
            Some(_) => usize::MAX,
            None => 1,
        }
    }

    fn server(settings: &SqliteSettings) -> String {
        match &settings.path {
            Some(path) => path.display().to_string(),
            None => "a database in memory".to_owned(),
        }
    }

    async fn connect(settings: &SqliteSettings) -> Result<Self> {
        let SqliteSettings { path, options } = settings.clone();
        let sql = SqlCache::new(Dialect::Sqlite, options.statements);
        let lock_timeout = options.lock_timeout();
        let open = move || match path {
            Some(path) => options.open(path),
            None => options.memory(),
        };
        let db = Arc::new(finished(spawn_blocking(open)).await?);
        Ok(SqliteSession {
            db,
            sql,
            turn: Arc::new(Semaphore::new(1)),
            lock_timeout,
        })
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn namespace(&self) -> Option<String> {
        self.db.with(namespace)
    }

    async fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<SqliteRows>,
    ) -> Result<()> {
        let sendable = Arc::new(self.sendable(statement)?);
        let mut waiting = Waiting::up_to(self.lock_timeout);
        let (at_most, pauses) = (rows.at_most().min(CHUNK), rows.pauses());
        loop {
            let (sender, mut receiver) = mpsc::channel(CHUNKS);
            let (sendable, usual) = (Arc::clone(&sendable), self.lock_timeout);
            let mut found = Found {
                rows: rows.elsewhere(),
                count: 0,
                at_most,
                to: sender,
            };
            let read = move |session: &mut Inner| {
                let (again, done) = session.at_once(usual, |session| {
                    session.fetch_sql(&sendable.sql, &*sendable, &mut found)
                });
                // Rows before an error are returned, unless the statement may run again.
                if !matches!(done, Err(Error::Busy(_))) {
                    found.send();
                }
                Ok((again, done))
            };
            let reading = self.start(Box::new(read)).await;
            let mut is_first = true;
            'reading: while let Some(chunk) = receiver.recv().await {
                is_first = false;
                rows.receive(chunk);
                while let Some(goes_on) = rows.take_received() {
                    if !goes_on {
                        // There is no receiver for later rows, so reading ends.
                        break 'reading;
                    }
                    if pauses {
                        room(rows).await;
                    }
                }
            }
            drop(receiver);
            return match finished(reading).await? {
                (_, Ok(())) => Ok(()),
                // Before the first row, nothing was returned that would come twice.
                (true, Err(Error::Busy(_))) if is_first && waiting.goes_on().await => continue,
                (_, Err(error)) => {
                    let error = error::after_waiting(error, self.lock_timeout);
                    Err(Box::pin(self.named(statement, error)).await)
                }
            };
        }
    }

    async fn answered(
        &mut self,
        _: &Erased<'_>,
        sent: NothingSent,
        _: Option<NothingSent>,
    ) -> Answered {
        match sent {}
    }

    async fn execute(&mut self, statement: &Erased<'_>) -> Result<u64> {
        let sendable = self.sendable(statement)?;
        let work = move |session: &mut Inner| session.execute_sql(&sendable.sql, &sendable);
        match self.retrying(self.lock_timeout, work).await {
            Ok(changes) => Ok(changes),
            Err(error) => Err(Box::pin(self.named(statement, error)).await),
        }
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        let sql = sql.to_owned();
        self.retrying(self.lock_timeout, move |session| session.run(&sql))
            .await
    }

    async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        let sql = sql.to_owned();
        self.retrying(self.lock_timeout, move |session| session.run_counted(&sql))
            .await
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.off_thread(Inner::columns).await
    }

    /// A transaction that writes is the lock.
    async fn lock(&mut self, _: Hold, _: Option<Duration>) -> Result<()> {
        Ok(())
    }

    async fn unlock(&mut self) -> Result<()> {
        Ok(())
    }

    async fn before_drop(&mut self, _: &'static [&'static Table]) -> Result<()> {
        self.off_thread(Inner::defer_foreign_keys).await
    }

    async fn is_in_transaction(&mut self) -> Result<bool> {
        self.off_thread(|inner| Ok(!inner.raw().is_autocommit()))
            .await
    }

    fn is_usable(&self) -> bool {
        true
    }

    async fn check(&mut self) -> Result<()> {
        Ok(())
    }

    fn aborted(&self, _: &Error) -> Aborted {
        Aborted::Nothing
    }

    async fn begin(&mut self, level: u32, options: TransactionOptions) -> Result<()> {
        let lock_timeout = options.lock_timeout.unwrap_or(self.lock_timeout);
        let options = options.without_lock_timeout();
        self.retrying(lock_timeout, move |session| {
            // A dropped future may have begun more levels than its transaction knows.
            session.unwind_to(level)?;
            session.begin(options)
        })
        .await
    }

    async fn commit(&mut self, level: u32) -> Result<()> {
        self.off_thread(move |session| {
            session.unwind_to(level + 1)?;
            session.commit()
        })
        .await
    }

    async fn rollback(&mut self, level: u32) -> Result<()> {
        self.off_thread(move |session| session.unwind_to(level))
            .await
    }
}

/// The wait of a statement for a lock, in steps.
struct Waiting {
    began: Instant,
    lock_timeout: Duration,
    pause: Duration,
}

/// The first and the longest pause before another try.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

impl Waiting {
    fn up_to(lock_timeout: Duration) -> Waiting {
        Waiting {
            began: Instant::now(),
            lock_timeout,
            pause: PAUSES.0,
        }
    }

    /// Waits before another try; false if the time is over.
    async fn goes_on(&mut self) -> bool {
        let left = self.lock_timeout.saturating_sub(self.began.elapsed());
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.pause.min(left)).await;
        self.pause = (self.pause * 2).min(PAUSES.1);
        true
    }
}

/// Waits for an operation on the other thread. The operation also completes if no task waits for
/// it.
async fn finished<T>(work: JoinHandle<Result<T>>) -> Result<T> {
    match work.await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(failure("the runtime was shut down".to_owned())),
        },
    }
}

/// A statement that borrows nothing: its SQL and its parameters.
struct Sendable {
    sql: Arc<str>,
    parameters: Vec<(Name, Parameter<'static>)>,
    table: &'static Table,
}

impl Statement for Sendable {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        for (name, value) in &self.parameters {
            to.parameter(*name, value);
        }
    }
}

impl fmt::Debug for SqliteSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSession").finish_non_exhaustive()
    }
}

/// The number of rows that are sent between threads at once.
const CHUNK: usize = 256;

/// The number of chunks that may wait before reading pauses.
const CHUNKS: usize = 4;

/// Rows on their way between threads.
struct Found {
    rows: Box<dyn Distant<SqliteRows>>,
    /// How many rows were read since the last chunk.
    count: usize,
    at_most: usize,
    to: mpsc::Sender<Chunk>,
}

impl Found {
    /// Sends them, and returns whether there is a receiver.
    fn send(&mut self) -> bool {
        self.count = 0;
        self.to.blocking_send(self.rows.chunk()).is_ok()
    }
}

impl Reader<SqliteRows> for Found {
    fn sees_columns(&self) -> bool {
        self.rows.sees_columns()
    }

    fn see_columns(&mut self, names: &[&str]) -> Result<()> {
        self.rows.see_columns(names)
    }

    fn read(&mut self, row: &SqliteRow<'_, '_>) -> Result<bool> {
        self.rows.read(row)?;
        self.count += 1;
        if self.count < self.at_most {
            return Ok(true);
        }
        Ok(self.send() && self.at_most == CHUNK)
    }
}
