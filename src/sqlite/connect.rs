//! Opening a database, with settings.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection as Raw, OpenFlags};

use super::session::{STATEMENTS, Session};
use super::{Sqlite, error};
use crate::base::connection::limits::limit;
use crate::base::error::Result;

/// How long a connection waits for a lock, by default.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How to open an SQLite database, if [`Sqlite::open`] is not enough.
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
    /// If the program says so.
    pub(super) busy_timeout: Option<Duration>,
    pub(super) statements: usize,
    statement_timeout: Option<Duration>,
    #[cfg(feature = "tracing")]
    slow_statement: Option<Duration>,
    journal: Journal,
    synchronous: Synchronous,
}

/// How SQLite keeps a transaction whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Journal {
    /// A log of what is new, beside the file: readers and a writer do not wait for each other.
    /// The file remembers it. Not for a file that several machines share.
    #[default]
    Wal,
    /// A copy of what was there, which is deleted when a transaction ends.
    Rollback,
    /// As [`Journal::Rollback`], and the copy is cut off instead of deleted.
    Truncate,
    /// As [`Journal::Rollback`], and the beginning of the copy is overwritten.
    Persist,
    /// As the file has it.
    Unchanged,
}

/// What a commit waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Synchronous {
    /// That the disk has the data: what was committed survives a power failure.
    #[default]
    Full,
    /// Under [`Journal::Wal`] for nothing: a power failure may undo the last transactions, each
    /// as a whole. A crash of the program undoes none. Commits are a lot faster.
    Normal,
}

impl SqliteOptions {
    /// The settings of [`Sqlite::open`].
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

    /// Whether the connection can only read. The file has to exist then.
    pub fn read_only(mut self, read_only: bool) -> SqliteOptions {
        self.read_only = read_only;
        self
    }

    /// Whether no program changes the file while it is open, so that SQLite neither locks it nor
    /// looks for changes: a file on a medium that can only be read. The connection can only read.
    /// In such a folder a file in [`Journal::Wal`] cannot be opened otherwise. If a program writes
    /// to the file, queries give wrong results. In a URL it is `?immutable=1`.
    pub fn immutable(mut self, immutable: bool) -> SqliteOptions {
        self.immutable = immutable;
        self
    }

    /// Whether connections of this process to the same file share their cache, as SQLite's
    /// `cache=shared` does: they lock tables against each other then. Each has its own by default,
    /// which is faster wherever several threads read.
    pub fn shared_cache(mut self, shared: bool) -> SqliteOptions {
        self.shared_cache = shared;
        self
    }

    /// Whether references are checked, as they are by default.
    pub fn foreign_keys(mut self, checked: bool) -> SqliteOptions {
        self.foreign_keys = checked;
        self
    }

    /// Whether a missing file is created, as it is by default.
    pub fn create(mut self, create: bool) -> SqliteOptions {
        self.create = create;
        self
    }

    /// How long to wait while another connection has the database locked: 5 seconds by default.
    pub fn busy_timeout(mut self, timeout: Duration) -> SqliteOptions {
        self.busy_timeout = Some(timeout);
        self
    }

    /// How long a statement may take: as long as it likes, by default. Then it is
    /// [`Error::Timeout`](crate::Error::Timeout), and nothing of it is kept. Statements of
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

    /// How many prepared statements to cache: 256 by default.
    pub fn statement_cache(mut self, capacity: usize) -> SqliteOptions {
        self.statements = capacity;
        self
    }

    /// How transactions are kept whole: [`Journal::Wal`] by default. A database in memory, and a
    /// file that is only read, stay as they are.
    pub fn journal(mut self, journal: Journal) -> SqliteOptions {
        self.journal = journal;
        self
    }

    /// What a commit waits for: [`Synchronous::Full`] by default.
    pub fn synchronous(mut self, synchronous: Synchronous) -> SqliteOptions {
        self.synchronous = synchronous;
        self
    }

    /// Opens the database in a file.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the file cannot be opened, is no database, or
    /// holds its texts as UTF-16; [`Error::Busy`](crate::Error::Busy) if another connection keeps
    /// it locked.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Sqlite> {
        let path = path.as_ref();
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

    /// A new database in memory, which is gone when the connection is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if there is no memory for it.
    pub fn memory(&self) -> Result<Sqlite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Raw::open_in_memory_with_flags(flags)
            .and_then(|raw| self.configure(raw, false))
            .map_err(|error| error::of_open(Path::new(":memory:"), true, error))
    }

    /// A path is a path, never a URI, and nothing else uses the driver's connection, because
    /// [`Sqlite`] guards it.
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

    /// How the file holds texts. Nothing of it is changed before that is known.
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
        // A file is only looked at when it is read: now, to say at once that it is no database.
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

    /// If a file system or kind of database has no such journal, SQLite keeps the one it has.
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
                // SQLite does not wait by itself when several open a new file at once.
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

/// A path as a URI, by which alone SQLite is told that no program changes the file.
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
    // Otherwise what follows two slashes is taken for a host.
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
