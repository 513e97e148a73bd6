//! The state of a pool.

/// The state of a pool at a moment, from [`Pool::status`](crate::Pool::status).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// The maximum number of connections.
    pub max_connections: usize,
    /// The number of open connections, in use or idle.
    pub open: usize,
    /// The number of idle connections.
    pub idle: usize,
    /// The number of tasks that wait for a connection.
    pub waiting: usize,
}
