//! How large a pool is, and how long anybody waits.

use std::time::Duration;

use crate::base::error::{Error, Failure, Result};

/// The settings of a pool, if the usual ones are not enough.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn connect() -> tablewright::Result<()> {
/// let options = tablewright::PoolOptions::new().max_connections(30);
/// let db = tablewright::Database::connect_with("sqlite:app.db", &options).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct PoolOptions {
    pub(crate) max_connections: usize,
    pub(crate) acquire_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) statements: usize,
    pub(crate) statement_timeout: Option<Duration>,
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) pooler: bool,
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) lock_row: bool,
}

impl PoolOptions {
    /// 10 connections; 30 seconds to wait for one that is in use, and 10 for a new one; 256
    /// prepared statements for each; no limit for a statement.
    pub fn new() -> PoolOptions {
        PoolOptions {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            statements: 256,
            statement_timeout: None,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            pooler: false,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            lock_row: false,
        }
    }

    /// How many connections there are at most; none means one.
    pub fn max_connections(mut self, connections: usize) -> PoolOptions {
        self.max_connections = connections.max(1);
        self
    }

    /// How long to wait while all connections are in use. After that the statement fails with
    /// [`Error::Busy`](crate::Error::Busy).
    pub fn acquire_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.acquire_timeout = timeout;
        self
    }

    /// How long to wait for a new connection. After that it fails with
    /// [`Error::Connect`](crate::Error::Connect).
    pub fn connect_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.connect_timeout = timeout;
        self
    }

    /// How long a statement may take; as long as it likes, unless told otherwise.
    ///
    /// The server is told the limit if it has such a setting: PostgreSQL, MariaDB, and MySQL for
    /// statements that read. SQLite looks at the clock while it works. What a server ends is
    /// [`Error::Timeout`](crate::Error::Timeout). A server that does not answer within a second
    /// more, because it has no such limit or the network is gone, loses the connection, and the
    /// statement is [`Error::Lost`](crate::Error::Lost).
    ///
    /// In a URL it is `?statement_timeout=5s`; `ms`, `s` and `min` are known, and a number alone is
    /// of milliseconds. The URL takes precedence. 0 is no limit.
    pub fn statement_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.statement_timeout = Some(timeout).filter(|timeout| !timeout.is_zero());
        self
    }

    /// How many prepared statements each connection caches; in a URL `?statement_cache=0`, which
    /// takes precedence. With 0 each is prepared again, as some
    /// proxies between a program and PostgreSQL ask for.
    pub fn statement_cache(mut self, statements: usize) -> PoolOptions {
        self.statements = statements;
        self
    }

    /// Whether a pooler that gives each transaction another session stands in front of the server,
    /// such as PgBouncer with `pool_mode = transaction`; in a URL `?pooler=true`, which takes
    /// precedence. It cannot be recognised for certain.
    ///
    /// Then no statement is prepared under a name, nothing is set beyond a transaction, and what
    /// needs a session of its own is refused: migrations outside of a transaction, and on MySQL and
    /// MariaDB all changes to tables.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn pooler(mut self, pooler: bool) -> PoolOptions {
        self.pooler = pooler;
        self
    }

    /// Whether changes to the tables are kept apart by the lock row, too: a row of the table
    /// `tablewright_lock`, whose lease a second connection renews; in a URL `?lock_row=true`, which
    /// takes precedence.
    ///
    /// It is for servers of which several take writes and do not see each other's locks. Where
    /// MariaDB and MySQL say that they are such, it is used without being asked for.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn lock_row(mut self, lock_row: bool) -> PoolOptions {
        self.lock_row = lock_row;
        self
    }

    /// How many prepared statements each connection caches, in effect.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) fn cached_statements(&self) -> usize {
        if self.pooler { 0 } else { self.statements }
    }
}

/// What a URL says of the options that every driver has.
impl PoolOptions {
    /// Takes a parameter of a URL, if it is one of these.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the value is none of its kind.
    pub(crate) fn take_parameter(&mut self, name: &str, value: &str) -> Result<bool> {
        match name {
            "statement_cache" => match value.parse() {
                Ok(statements) => self.statements = statements,
                Err(_) => return Err(no_value(name, "a number of statements: `256`, or `0`")),
            },
            "statement_timeout" => match duration(value) {
                Some(timeout) => {
                    self.statement_timeout = Some(timeout).filter(|timeout| !timeout.is_zero());
                }
                None => return Err(no_value(name, "a time: `5s`, `500ms`, `2min`, or `0`")),
            },
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            "pooler" => self.pooler = switch(name, value)?,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            "lock_row" => self.lock_row = switch(name, value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn switch(name: &str, value: &str) -> Result<bool> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(no_value(name, "`true` or `false`")),
    }
}

/// A time as PostgreSQL writes them: a number of milliseconds, or one with its unit.
fn duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: u64 = digits.parse().ok()?;
    match &text[digits.len()..] {
        "" | "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "min" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    }
}

/// The value is not shown, because a password may have got there.
#[cold]
fn no_value(name: &str, kind: &str) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!("the parameter `{name}` in the URL of the database is not {kind}"),
        source: None,
    }))
}

impl Default for PoolOptions {
    fn default() -> PoolOptions {
        PoolOptions::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_postgresql_writes_them() {
        for (text, milliseconds) in [
            ("0", Some(0)),
            ("250", Some(250)),
            ("250ms", Some(250)),
            ("5s", Some(5_000)),
            ("2min", Some(120_000)),
            ("", None),
            ("s", None),
            ("5 s", None),
            ("-1", None),
            ("1.5s", None),
            ("5h", None),
            ("99999999999999999999", None),
            ("18446744073709551615min", None),
        ] {
            let wanted = milliseconds.map(Duration::from_millis);
            assert_eq!(duration(text), wanted, "{text}");
        }
    }
}
