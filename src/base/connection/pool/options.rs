//! The size of a pool, and its time limits.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::hook::{Hook, NewConnection};
use crate::base::connection::limits::{self, limit, no_value};
use crate::base::error::Result;
use crate::base::trace::SLOW;

/// The settings of a pool.
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
    /// `None` to detect it.
    pub(crate) pooler: Option<bool>,
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) lock_row: bool,
    pub(crate) max_lifetime: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    /// The limit from which a statement is slow. Only the feature `tracing` uses it.
    pub(crate) slow_statement: Option<Duration>,
    pub(crate) hook: Option<Hook>,
}

impl PoolOptions {
    /// Creates settings with the defaults: 10 connections; 30 seconds to wait for a free one, and
    /// 10 for a new one; 256 prepared statements for each; no limits for statements, and for the
    /// age and the idle time of connections.
    pub fn new() -> PoolOptions {
        PoolOptions {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            statements: 256,
            statement_timeout: None,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            pooler: None,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            lock_row: false,
            max_lifetime: None,
            idle_timeout: None,
            slow_statement: Some(SLOW),
            hook: None,
        }
    }

    /// Sets the maximum number of connections; 0 means 1.
    pub fn max_connections(mut self, connections: usize) -> PoolOptions {
        self.max_connections = connections.max(1);
        self
    }

    /// Sets how long to wait while all connections are in use. After this time the statement fails
    /// with [`Error::Busy`](crate::Error::Busy).
    pub fn acquire_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.acquire_timeout = timeout;
        self
    }

    /// Sets how long to wait for a new connection. After this time the statement fails with
    /// [`Error::Connect`](crate::Error::Connect).
    pub fn connect_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long a statement may take; without a limit by default.
    ///
    /// The server enforces the limit: PostgreSQL, MariaDB, and MySQL for queries. On SQLite the
    /// library checks the clock while the statement runs. A statement that exceeds the limit is
    /// [`Error::Timeout`](crate::Error::Timeout). If the server does not answer within one more
    /// second, because it has no such limit or the network failed, the connection is closed, and
    /// the error is [`Error::Lost`](crate::Error::Lost).
    ///
    /// In a URL it is `?statement_timeout=5s`, with `ms`, `s` or `min`; a number alone is in
    /// milliseconds. The URL takes precedence. 0 is no limit.
    pub fn statement_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.statement_timeout = limit(timeout);
        self
    }

    /// Sets the maximum age of a connection; without a limit by default. An older connection is
    /// closed when it is idle, and replaced when it is needed, so the program follows a server that
    /// has moved. 0 is no limit.
    ///
    /// A database of SQLite in memory keeps its connection, because it would be lost with it.
    pub fn max_lifetime(mut self, lifetime: Duration) -> PoolOptions {
        self.max_lifetime = limit(lifetime);
        self
    }

    /// Sets how long a connection may be idle before it is closed; without a limit by default. 0 is
    /// no limit. A database of SQLite in memory keeps its connection.
    pub fn idle_timeout(mut self, timeout: Duration) -> PoolOptions {
        self.idle_timeout = limit(timeout);
        self
    }

    /// Sets how long a statement may take before a warning is logged: 1 second by default; 0 for no
    /// warnings. The same limit applies to the wait for a connection.
    ///
    /// In a URL it is `?slow_statement=200ms`, which takes precedence.
    #[cfg(feature = "tracing")]
    pub fn slow_statement(mut self, slow: Duration) -> PoolOptions {
        self.slow_statement = limit(slow);
        self
    }

    /// Calls a function with each new connection, before its first use. If it fails, the statement
    /// that needed the connection fails, too. The time counts as part of connecting, for
    /// [`connect_timeout`](PoolOptions::connect_timeout).
    ///
    /// ```
    /// # use tablewright::PoolOptions;
    /// let options = PoolOptions::new().after_connect(|mut connection| {
    ///     Box::pin(async move { connection.run("SET ROLE app").await })
    /// });
    /// ```
    pub fn after_connect(
        mut self,
        hook: impl for<'c> Fn(
            NewConnection<'c>,
        ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'c>>
        + Send
        + Sync
        + 'static,
    ) -> PoolOptions {
        self.hook = Some(Hook::new(hook));
        self
    }

    /// Sets the number of prepared statements that each connection caches; in a URL
    /// `?statement_cache=0`, which takes precedence. With 0, each statement is prepared again, as
    /// some proxies in front of PostgreSQL require.
    pub fn statement_cache(mut self, statements: usize) -> PoolOptions {
        self.statements = statements;
        self
    }

    /// Sets whether the connection goes through a pooler that may run each transaction in another
    /// session, such as PgBouncer with `pool_mode = transaction`; in a URL `?pooler=true` or
    /// `?pooler=false`, which takes precedence.
    ///
    /// Behind such a pooler, no statement is prepared under a name, and no setting outlives a
    /// transaction. Operations that need a session of their own are refused: migrations outside of
    /// a transaction, and on MySQL and MariaDB all schema changes.
    ///
    /// If it is not set, the library detects a pooler in front of PostgreSQL when it connects: a
    /// statement runs in another process of the server than the login named. Set `false` if the
    /// pooler keeps one session for each client, such as PgBouncer with `pool_mode = session`, or
    /// tracks prepared statements, such as PgBouncer 1.21 and newer with `max_prepared_statements`.
    /// In front of MySQL and MariaDB, no pooler is detected.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn pooler(mut self, pooler: bool) -> PoolOptions {
        self.pooler = Some(pooler);
        self
    }

    /// Sets whether schema changes also take the lock row: a row of the table `tablewright_lock`,
    /// whose lease a second connection renews; in a URL `?lock_row=true`, which takes precedence.
    ///
    /// It is for clusters in which several servers accept writes and do not see each other's locks.
    /// If MariaDB or MySQL report such a cluster, the lock row is used automatically.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn lock_row(mut self, lock_row: bool) -> PoolOptions {
        self.lock_row = lock_row;
        self
    }

    /// The effective number of prepared statements that each connection caches.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) fn cached_statements(&self) -> usize {
        match self.pooler {
            Some(true) => 0,
            Some(false) | None => self.statements,
        }
    }
}

/// The parameters of a URL that every driver has.
impl PoolOptions {
    /// The names of the parameters, for messages.
    #[cfg(feature = "mysql")]
    pub(crate) const PARAMETERS: &str = "`statement_cache`, `statement_timeout`, `slow_statement`, \
                                         `max_connections`, `acquire_timeout`, `idle_timeout`, \
                                         `max_lifetime`, `pooler` and `lock_row`";

    /// Reads a parameter of a URL, if it is one of these.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the value is invalid.
    pub(crate) fn take_parameter(&mut self, name: &str, value: &str) -> Result<bool> {
        match name {
            "statement_cache" => {
                let kind = "a number of statements: `256`, or `0`";
                self.statements = limits::number(name, value, kind)?;
            }
            "statement_timeout" => self.statement_timeout = limit(limits::time(name, value)?),
            "max_lifetime" => self.max_lifetime = limit(limits::time(name, value)?),
            "idle_timeout" => self.idle_timeout = limit(limits::time(name, value)?),
            "slow_statement" => self.slow_statement = limits::slow_statement(name, value)?,
            "acquire_timeout" => self.acquire_timeout = limits::time(name, value)?,
            "max_connections" => {
                let kind = "a number of connections, at least 1";
                self.max_connections = match limits::number(name, value, kind)? {
                    0 => return Err(no_value(name, kind)),
                    connections => connections,
                };
            }
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            "pooler" => self.pooler = Some(switch(name, value)?),
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

impl Default for PoolOptions {
    fn default() -> PoolOptions {
        PoolOptions::new()
    }
}
