//! Opening a database with options.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection as Raw, OpenFlags};

use super::session::{STATEMENTS, Session};
use super::{Sqlite, error};
use crate::base::connection::limits::limit;
use crate::base::error::Result;

/// How long a connection waits for a lock by default.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The options for opening an SQLite database, if [`Sqlite::open`] is not enough.
///
/// ```no_run
/// # fn main() -> tablewright::Result<()> {
/// let db = tablewright::SqliteOptions::new()
///     .read_only(true)
///     .open("app.db")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    read_only: bool,
    create: bool,
    immutable: bool,
    shared_cache: bool,
    foreign_keys: bool,
    /// `None` for the default.
    pub(super) busy_timeout: Option<Duration>,
    pub(super) statements: usize,
    statement_timeout: Option<Duration>,
    #[cfg(feature = "tracing")]
    slow_statement: Option<Duration>,
    journal: Journal,
    synchronous: Synchronous,
}

/// The journal, by which SQLite makes transactions atomic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Journal {
    /// A log of new pages beside the file (WAL): readers and a writer do not wait for each other.
    /// The file stores this setting. Not for a file that several machines share.
    #[default]
    Wal,
    /// A copy of the old pages, which is deleted at the end of a transaction.
    Rollback,
    /// Like [`Journal::Rollback`], but the copy is truncated instead of deleted.
    Truncate,
    /// Like [`Journal::Rollback`], but the beginning of the copy is overwritten.
    Persist,
    /// The journal that the file has.
    Unchanged,
}

/// The guarantee that a commit waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Synchronous {
    /// The data is on the disk: committed transactions survive a power failure.
    #[default]
    Full,
    /// With [`Journal::Wal`] none: a power failure may undo the last transactions, each as a whole.
    /// A crash of the program undoes none. Commits are much faster.
    Normal,
}

impl SqliteOptions {
    /// Creates the options of [`Sqlite::open`].
    pub fn new() -> SqliteOptions {
        SqliteOptions {
            read_only: false,
            create: true,
            immutable: false,
            shared_cache: false,
            foreign_keys: true,
            busy_timeout: None,
            statements: STATEMENTS,
            statement_timeout: None,
            #[cfg(feature = "tracing")]
            slow_statement: Some(crate::base::trace::SLOW),
            journal: Journal::default(),
            synchronous: Synchronous::default(),
        }
    }

    /// Sets whether the connection is read-only. The file must exist then.
    pub fn read_only(mut self, read_only: bool) -> SqliteOptions {
        self.read_only = read_only;
        self
    }

    /// Sets whether no program changes the file while it is open, so that SQLite neither locks it
    /// nor checks it for changes: for a file on a read-only medium. The connection is read-only. In
    /// such a folder, this is the only way to open a file in [`Journal::Wal`]. If a program writes
    /// to the file, queries return wrong results. In a URL it is `?immutable=1`.
    pub fn immutable(mut self, immutable: bool) -> SqliteOptions {
        self.immutable = immutable;
        self
    }

    /// Sets whether connections of this process to the same file share a cache, like SQLite's
    /// `cache=shared`: then they lock tables against each other. By default each has its own cache,
    /// which is faster if several threads read.
    pub fn shared_cache(mut self, shared: bool) -> SqliteOptions {
        self.shared_cache = shared;
        self
    }

    /// Sets whether references are enforced: yes by default.
    pub fn foreign_keys(mut self, checked: bool) -> SqliteOptions {
        self.foreign_keys = checked;
        self
    }

    /// Sets whether a missing file is created: yes by default.
    pub fn create(mut self, create: bool) -> SqliteOptions {
        self.create = create;
        self
    }

    /// Sets how long to wait while another connection has the database locked: 5 seconds by
    /// default.
    pub fn busy_timeout(mut self, timeout: Duration) -> SqliteOptions {
        self.busy_timeout = Some(timeout);
        self
    }

    /// Sets how long a statement may take; without a limit by default. After that it is
    /// [`Error::Timeout`](crate::Error::Timeout), and its changes are undone. Statements of
    /// [`with`](Sqlite::with) have no limit.
    pub fn statement_timeout(mut self, timeout: Duration) -> SqliteOptions {
        self.statement_timeout = limit(timeout);
        self
    }

    /// Sets how long a statement may take before a warning is logged: 1 second by default; 0 for no
    /// warnings.
    #[cfg(feature = "tracing")]
    pub fn slow_statement(mut self, slow: Duration) -> SqliteOptions {
        self.slow_statement = limit(slow);
        self
    }

    /// Sets how many prepared statements to cache: 256 by default.
    pub fn statement_cache(mut self, capacity: usize) -> SqliteOptions {
        self.statements = capacity;
        self
    }

    /// Sets the journal: [`Journal::Wal`] by default. A database in memory and a read-only file
    /// keep theirs.
    pub fn journal(mut self, journal: Journal) -> SqliteOptions {
        self.journal = journal;
        self
    }

    /// Sets what a commit waits for: [`Synchronous::Full`] by default.
    pub fn synchronous(mut self, synchronous: Synchronous) -> SqliteOptions {
        self.synchronous = synchronous;
        self
    }

    /// Opens the database in a file.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the file cannot be opened, is not a database,
    /// or has UTF-16 text; [`Error::Busy`](crate::Error::Busy) if another connection has it locked.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Sqlite> {
        let path = path.as_ref();
        // Opening a pipe would wait until another process opens it, too. SQLite also opens the
        // files beside the database.
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(ending);
            let file = Path::new(&file);
            if fs::metadata(file).is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
                return Err(error::of_device(file));
            }
        }
        let writes = !self.read_only && !self.immutable;
        let opened = match self.immutable {
            true => Raw::open_with_flags(
                immutable_uri(path),
                self.flags() | OpenFlags::SQLITE_OPEN_URI,
            ),
            false => Raw::open_with_flags(path, self.flags()),
        };
        let refused = |error| error::of_open(path, self.create && writes, error);
        let raw = opened.map_err(refused)?;
        match self.encoding(&raw).map_err(refused)? {
            encoding if encoding == "UTF-8" => self.configure(raw, writes).map_err(refused),
            encoding => Err(error::of_encoding(path, &encoding)),
        }
    }

    /// Opens a new database in memory, which is lost when the connection is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if there is not enough memory.
    pub fn memory(&self) -> Result<Sqlite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Raw::open_in_memory_with_flags(flags)
            .and_then(|raw| self.configure(raw, false))
            .map_err(|error| error::of_open(Path::new(":memory:"), true, error))
    }

    /// A path is never a URI, and the driver needs no mutex, because [`Sqlite`] has one.
    fn flags(&self) -> OpenFlags {
        let access = match (self.read_only || self.immutable, self.create) {
            (true, _) => OpenFlags::SQLITE_OPEN_READ_ONLY,
            (false, true) => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            (false, false) => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let cache = match self.shared_cache {
            true => OpenFlags::SQLITE_OPEN_SHARED_CACHE,
            false => OpenFlags::SQLITE_OPEN_PRIVATE_CACHE,
        };
        access | cache | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }

    /// How long to wait for locks.
    pub(super) fn lock_timeout(&self) -> Duration {
        self.busy_timeout.unwrap_or(BUSY_TIMEOUT)
    }

    /// The text encoding of the file, which is checked before anything is changed.
    fn encoding(&self, raw: &Raw) -> rusqlite::Result<String> {
        raw.busy_timeout(self.lock_timeout())?;
        raw.query_row("PRAGMA encoding", [], |row| row.get(0))
    }

    fn configure(&self, raw: Raw, writes: bool) -> rusqlite::Result<Sqlite> {
        raw.busy_timeout(self.lock_timeout())?;
        raw.execute_batch(match self.synchronous {
            Synchronous::Full => "PRAGMA synchronous = FULL",
            Synchronous::Normal => "PRAGMA synchronous = NORMAL",
        })?;
        if writes {
            self.set_journal(&raw)?;
        }
        // SQLite reads the file only when it needs to. Reading it now shows at once whether it is a
        // database.
        raw.query_row("PRAGMA schema_version", [], |row| row.get::<_, i64>(0))?;
        let mut session = Session::new(raw, self.statements);
        #[cfg(feature = "tracing")]
        session.tracer().set_slow(self.slow_statement);
        if !self.foreign_keys {
            session.raw().execute_batch("PRAGMA foreign_keys = OFF")?;
        }
        if let Some(limit) = self.statement_timeout {
            session.limit_statements(limit)?;
        }
        Ok(Sqlite::new(session))
    }

    /// If a file system or a kind of database does not support the journal, SQLite keeps its own.
    fn set_journal(&self, raw: &Raw) -> rusqlite::Result<()> {
        let journal = match self.journal {
            Journal::Wal => "wal",
            Journal::Rollback => "delete",
            Journal::Truncate => "truncate",
            Journal::Persist => "persist",
            Journal::Unchanged => return Ok(()),
        };
        let deadline = Instant::now() + self.lock_timeout();
        loop {
            match change_journal(raw, journal) {
                // SQLite does not wait by itself if several connections open a new file at once.
                Err(error) if error::is_busy(&error) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                result => return result,
            }
        }
    }
}

impl Default for SqliteOptions {
    fn default() -> SqliteOptions {
        SqliteOptions::new()
    }
}

/// A path as a URI, which is the only way to tell SQLite that no program changes the file.
fn immutable_uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    // Otherwise the part after two slashes would be a host.
    if let Some(rest) = uri.strip_prefix("file://") {
        uri = format!("file:////{rest}");
    }
    uri + "?immutable=1"
}

fn change_journal(raw: &Raw, journal: &str) -> rusqlite::Result<()> {
    let current: String = raw.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if current != journal {
        raw.query_row(&format!("PRAGMA journal_mode = {journal}"), [], |_| Ok(()))?;
    }
    Ok(())
}
