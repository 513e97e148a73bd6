//! SQLite: a blocking connection that threads may share.

use std::fmt;
use std::future::Future;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::Connection;
use crate::base::connection::driver::{Collect, Driver, Exclusive, Key};
use crate::base::connection::mode::Blocking;
use crate::base::connection::reader::Collecting;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::{Transaction, TransactionOptions};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::Statement;
use crate::base::trace::Command;

#[cfg(feature = "async")]
mod background;
mod bind;
mod clock;
mod connect;
mod error;
mod foreign_key;
mod functions;
mod row;
mod session;
mod url;

#[cfg(feature = "async")]
pub use background::SqliteSession;
pub use connect::{Journal, SqliteOptions, Synchronous};
#[cfg(feature = "async")]
pub(crate) use row::{SqliteRow, SqliteRows};
use session::{STATEMENTS, Session};

/// A connection to an SQLite database.
///
/// Statements on it run at once and block. Threads that share it wait for each other. It enforces
/// foreign keys, caches up to 256 prepared statements, and waits up to 5 seconds while another
/// connection has the database locked; [`SqliteOptions`] changes these settings.
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

/// The connection while no task has it exclusively.
struct Slot {
    session: Mutex<Option<Session>>,
    /// Notifies waiting threads that the connection is available.
    returned: Condvar,
    /// The thread that uses the connection, or has it exclusively; 0 for none. This thread would
    /// wait for itself.
    user: AtomicUsize,
}

impl Sqlite {
    /// Opens the database in a file, which is created if it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the file cannot be opened, or is not a
    /// database.
    pub fn open(path: impl AsRef<Path>) -> Result<Sqlite> {
        SqliteOptions::new().open(path)
    }

    /// Opens the database of a URL, such as `sqlite:app.db?mode=ro`, with the parameters that
    /// [`connect`](crate::connect) has for SQLite, except those of pools.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the URL is invalid; otherwise as
    /// [`open`](Sqlite::open).
    pub fn connect(url: &str) -> Result<Sqlite> {
        let named = url::read(url, SqliteOptions::new(), |_, _| Ok(false))?;
        match named.path {
            Some(path) => named.options.open(path),
            None => named.options.memory(),
        }
    }

    /// Opens a new database in memory, which is lost when the connection is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if there is not enough memory.
    pub fn memory() -> Result<Sqlite> {
        SqliteOptions::new().memory()
    }

    /// Calls a function with the driver's connection, for operations that the models do not cover.
    ///
    /// `?` converts an error of the driver to an [`Error`](crate::Error). A statement on this
    /// `Sqlite` within the function is an error, because it would wait for the end of the function.
    ///
    /// # Panics
    ///
    /// If it is called on the same thread within another such function, or within a function that
    /// receives rows.
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        match self.session(|session| Ok(work(session.raw()))) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    fn new(session: Session) -> Sqlite {
        Sqlite {
            slot: Arc::new(Slot {
                session: Mutex::new(Some(session)),
                returned: Condvar::new(),
                user: AtomicUsize::new(0),
            }),
        }
    }

    /// Runs an operation while no other task uses the connection.
    #[inline]
    fn session<T>(&self, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        let thread = this_thread();
        self.slot.check(thread)?;
        let mut session = self.slot.lock();
        loop {
            match session.as_mut() {
                Some(session) => {
                    let _use = InUse::by(thread, &self.slot);
                    return work(session);
                }
                None => session = self.slot.wait(session),
            }
        }
    }

    /// Takes the connection out, so that others wait.
    fn take(&self) -> Result<SqliteExclusive> {
        let thread = this_thread();
        self.slot.check(thread)?;
        let mut session = self.slot.lock();
        loop {
            match session.take() {
                Some(session) => {
                    self.slot.user.store(thread, Ordering::Relaxed);
                    return Ok(SqliteExclusive {
                        db: Sqlite::new(session),
                        home: Arc::clone(&self.slot),
                    });
                }
                None => session = self.slot.wait(session),
            }
        }
    }
}

/// A connection while a thread uses it.
struct InUse<'s>(&'s Slot);

impl<'s> InUse<'s> {
    #[inline]
    fn by(thread: usize, slot: &'s Slot) -> Self {
        slot.user.store(thread, Ordering::Relaxed);
        InUse(slot)
    }
}

impl Drop for InUse<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.user.store(0, Ordering::Relaxed);
    }
}

/// A number that no other running thread has.
#[inline]
fn this_thread() -> usize {
    thread_local! {
        static MARK: u8 = const { 0 };
    }
    MARK.with(|mark| std::ptr::from_ref(mark).addr())
}

#[cold]
fn used_within() -> Error {
    Error::Database(Box::new(Failure {
        message: "deadlock: this thread is already using the connection. A closure that receives \
            rows, provides new rows or borrows the driver's connection must not use the same \
            connection; a closure that receives a transaction must use that transaction. Read the \
            rows into a `Vec` first, or open another connection"
            .to_owned(),
        source: None,
    }))
}

impl Slot {
    /// Only this thread can have written its own number, so concurrent changes do not matter.
    #[inline]
    fn check(&self, thread: usize) -> Result<()> {
        match self.user.load(Ordering::Relaxed) == thread {
            true => Err(used_within()),
            false => Ok(()),
        }
    }

    /// A panic in another thread leaves nothing incomplete, because SQLite undoes a statement by
    /// itself.
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
    /// Takes over a connection that the program has opened, with its settings; it enforces foreign
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
        self.session(|session| {
            let traced = session.tracer().statement(statement);
            let mut rows = Collecting::new(rows);
            let done = traced.run(|| session.fetch(statement, &mut rows));
            traced.returned(rows.count(), &done);
            done
        })
    }

    #[inline]
    async fn execute<S: Statement>(&self, statement: &S) -> Result<u64> {
        self.session(|session| {
            let traced = session.tracer().statement(statement);
            let done = traced.run(|| session.execute(statement));
            traced.changed(&done);
            done
        })
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        self.session(|session| {
            let traced = session.tracer().script(|| script.statements().count());
            let done = traced.run(|| session.run_script(script));
            traced.ended(&done);
            done
        })
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.session(|session| {
            let traced = session.tracer().sql(sql);
            let done = traced.run(|| session.run(sql));
            traced.ended(&done);
            done
        })
    }

    async fn run_counted(&self, sql: &str) -> Result<u64> {
        self.session(|session| {
            let traced = session.tracer().sql(sql);
            let done = traced.run(|| session.run_counted(sql));
            traced.changed(&done);
            done
        })
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        self.session(|session| session.columns())
    }

    async fn exclusive(&self) -> Result<SqliteExclusive> {
        self.take()
    }

    fn has_raw_transactions(&self) -> bool {
        true
    }

    async fn before_drop(&self, _: &'static [&'static Table]) -> Result<()> {
        self.session(|session| session.defer_foreign_keys())
    }

    async fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// A connection to an SQLite database while no other task can use it.
pub struct SqliteExclusive {
    /// Has the connection until it returns it.
    db: Sqlite,
    home: Arc<Slot>,
}

impl SqliteExclusive {
    /// Calls a function with the driver's connection, like [`Sqlite::with`].
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        self.db.with(work)
    }
}

impl Transaction<'_, Sqlite> {
    /// Calls a function with the driver's connection, like [`Sqlite::with`]. The function must not
    /// end the transaction.
    pub fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        self.work().with(work)
    }
}

impl Drop for SqliteExclusive {
    fn drop(&mut self) {
        let mut home = self.home.lock();
        *home = self.db.slot.lock().take();
        self.home.user.store(0, Ordering::Relaxed);
        drop(home);
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

    fn has_raw_transactions(&self) -> bool {
        true
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
        self.db.session(|session| {
            let traced = session.show_begin();
            let done = traced.run(|| session.begin(options));
            traced.ended(&done);
            done
        })
    }

    async fn commit_work(&self) -> Result<()> {
        self.db.session(|session| {
            let traced = session.show_end(Command::commit);
            let done = traced.run(|| session.commit());
            traced.ended(&done);
            done
        })
    }

    async fn rollback_work(&self) -> Result<()> {
        self.db.session(|session| {
            let traced = session.show_end(Command::rollback);
            let done = traced.run(|| session.rollback());
            traced.ended(&done);
            done
        })
    }

    fn abandon_work(&self) {
        // This is its only user, so this cannot fail.
        drop(self.db.session(|session| {
            let traced = session.show_end(Command::rollback);
            traced.run(|| session.abandon());
            traced.ended(&Ok(()));
            Ok(())
        }));
    }
}
