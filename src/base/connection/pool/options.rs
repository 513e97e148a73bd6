//! How large a pool is, and how long anybody waits.

use std::time::Duration;

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
}

impl PoolOptions {
    /// 10 connections; 30 seconds to wait for one that is in use, and 10 for a new one; 256
    /// prepared statements for each.
    pub fn new() -> PoolOptions {
        PoolOptions {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            statements: 256,
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

    /// How many prepared statements each connection caches. With 0 each is prepared again, as some
    /// proxies between a program and PostgreSQL ask for.
    pub fn statement_cache(mut self, statements: usize) -> PoolOptions {
        self.statements = statements;
        self
    }
}

impl Default for PoolOptions {
    fn default() -> PoolOptions {
        PoolOptions::new()
    }
}
