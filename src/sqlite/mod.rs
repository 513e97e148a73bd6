//! SQLite: one connection that threads may share, blocking.

use std::fmt;
use std::future::Future;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::Connection;
use crate::base::connection::driver::{Collect, Driver, Exclusive, Key};
use crate::base::connection::mode::Blocking;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::{Transaction, TransactionOptions};
use crate::base::error::Result;
use crate::base::model::Table;
use crate::base::statement::Statement;

#[cfg(feature = "async")]
mod background;
mod bind;
mod connect;
mod error;
mod foreign_key;
mod row;
mod session;

#[cfg(feature = "async")]
pub use background::SqliteSession;
pub use connect::{Journal, SqliteOptions, Synchronous};
use session::{STATEMENTS, Session};

/// A connection to an SQLite database.
///
/// Statements that are given it run at once and block; threads that share it take turns. It
/// checks foreign keys, caches up to 256 prepared statements, and waits up to 5 seconds while
/// another connection has the database locked; [`SqliteOptions`] changes that.
///
/// ```no_run
/// # fn main() -> tablewright::Result<()> {
/// let db = tablewright::Sqlite::open("app.db")?;
/// # Ok(())
/// # }
/// ```
pub struct Sqlite {
    slot: Arc<Slot>,
}

/// Where the connection is while nobody has it exclusively.
struct Slot {
    session: Mutex<Option<Session>>,
    /// Tells those who wait that the connection is there again.
    returned: Condvar,
}

impl Sqlite {
    /// Opens the database in a file, which is created if it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the file cannot be opened, or is no
    /// database.
    pub fn open(path: impl AsRef<Path>) -> Result<Sqlite> {
        SqliteOptions::new().open(path)
    }

    /// A new database in memory, which is gone when the connection is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if there is no memory for it.
    pub fn memory() -> Result<Sqlite> {
        SqliteOptions::new().memory()
    }

    /// Gives a function the driver's connection, for what the models do not cover.
    ///
    /// An error of the driver becomes an [`Error`](crate::Error) by `?`. The function must not use
    /// this `Sqlite` itself, which waits until the function is done.
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        self.session(|session| work(session.raw()))
    }

    fn new(session: Session) -> Sqlite {
        Sqlite {
            slot: Arc::new(Slot {
                session: Mutex::new(Some(session)),
                returned: Condvar::new(),
            }),
        }
    }

    /// Runs something while nobody else uses the connection.
    #[inline]
    fn session<T>(&self, work: impl FnOnce(&mut Session) -> T) -> T {
        let mut session = self.slot.lock();
        loop {
            match session.as_mut() {
                Some(session) => return work(session),
                None => session = self.slot.wait(session),
            }
        }
    }

    /// Takes the connection out, so that others wait.
    fn take(&self) -> SqliteExclusive {
        let mut session = self.slot.lock();
        loop {
            match session.take() {
                Some(session) => {
                    return SqliteExclusive {
                        db: Sqlite::new(session),
                        home: Arc::clone(&self.slot),
                    };
                }
                None => session = self.slot.wait(session),
            }
        }
    }
}

impl Slot {
    /// A panic elsewhere leaves nothing half done here: SQLite undoes a statement by itself.
    #[inline]
    fn lock(&self) -> MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cold]
    fn wait<'g>(
        &self,
        session: MutexGuard<'g, Option<Session>>,
    ) -> MutexGuard<'g, Option<Session>> {
        self.returned
            .wait(session)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<rusqlite::Connection> for Sqlite {
    /// Takes over a connection that the program has opened, with its settings; it checks foreign
    /// keys from now on.
    fn from(raw: rusqlite::Connection) -> Sqlite {
        Sqlite::new(Session::new(raw, STATEMENTS))
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl Connection for Sqlite {
    type Mode = Blocking;
    type Root = Sqlite;
    type Driver = Sqlite;
    type Exclusive = SqliteExclusive;

    #[inline]
    fn __driver(&self, _: Key) -> &Sqlite {
        self
    }
}

impl Driver for Sqlite {
    type Exclusive = SqliteExclusive;

    #[inline]
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    #[inline]
    async fn fetch<S: Statement, C: Collect>(&self, statement: &S, rows: &mut C) -> Result<()> {
        self.session(|session| session.fetch(statement, rows))
    }

    #[inline]
    async fn execute<S: Statement>(&self, statement: &S) -> Result<u64> {
        self.session(|session| session.execute(statement))
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.session(|session| session.run_script(script))
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.session(|session| session.run(sql))
    }

    async fn run_counted(&self, sql: &str) -> Result<u64> {
        self.session(|session| session.run_counted(sql))
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.session(|session| session.columns())
    }

    async fn exclusive(&self) -> Result<SqliteExclusive> {
        Ok(self.take())
    }

    async fn before_drop(&self, _: &'static [&'static Table]) -> Result<()> {
        self.session(|session| session.defer_foreign_keys())
    }

    async fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// A connection to an SQLite database while nobody else can use it.
pub struct SqliteExclusive {
    /// Has the connection until it goes home.
    db: Sqlite,
    home: Arc<Slot>,
}

impl SqliteExclusive {
    /// Gives a function the driver's connection, as [`Sqlite::with`] does.
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        self.db.with(work)
    }
}

impl Transaction<'_, Sqlite> {
    /// Gives a function the driver's connection, as [`Sqlite::with`] does. The function must not
    /// end the transaction.
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        self.work().with(work)
    }
}

impl Drop for SqliteExclusive {
    fn drop(&mut self) {
        *self.home.lock() = self.db.slot.lock().take();
        self.home.returned.notify_all();
    }
}

impl fmt::Debug for SqliteExclusive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteExclusive").finish_non_exhaustive()
    }
}

impl Driver for SqliteExclusive {
    type Exclusive = SqliteExclusive;

    #[inline]
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    #[inline]
    fn fetch<S: Statement, C: Collect>(
        &self,
        statement: &S,
        rows: &mut C,
    ) -> impl Future<Output = Result<()>> + Send {
        self.db.fetch(statement, rows)
    }

    #[inline]
    fn execute<S: Statement>(&self, statement: &S) -> impl Future<Output = Result<u64>> + Send {
        self.db.execute(statement)
    }

    fn run_script(&self, script: &'static Script) -> impl Future<Output = Result<()>> + Send {
        self.db.run_script(script)
    }

    fn run(&self, sql: &str) -> impl Future<Output = Result<()>> + Send {
        self.db.run(sql)
    }

    fn run_counted(&self, sql: &str) -> impl Future<Output = Result<u64>> + Send {
        self.db.run_counted(sql)
    }

    fn columns(&self) -> impl Future<Output = Result<Vec<(String, String)>>> + Send {
        self.db.columns()
    }

    fn exclusive(&self) -> impl Future<Output = Result<SqliteExclusive>> + Send {
        self.db.exclusive()
    }

    fn before_drop(
        &self,
        tables: &'static [&'static Table],
    ) -> impl Future<Output = Result<()>> + Send {
        self.db.before_drop(tables)
    }

    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send {
        self.db.pause(time)
    }
}

impl Exclusive for SqliteExclusive {
    async fn begin_work(&self, options: TransactionOptions) -> Result<()> {
        self.db.session(|session| session.begin(options))
    }

    async fn commit_work(&self) -> Result<()> {
        self.db.session(|session| session.commit())
    }

    async fn rollback_work(&self) -> Result<()> {
        self.db.session(|session| session.rollback())
    }

    fn abandon_work(&self) {
        self.db.session(|session| session.abandon());
    }
}
