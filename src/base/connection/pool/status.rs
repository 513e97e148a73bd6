//! How a pool is doing.

/// How a pool is doing at a moment: what [`Pool::status`](crate::Pool::status) gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// How many connections there may be.
    pub max_connections: usize,
    /// How many there are, in use or idle.
    pub open: usize,
    /// How many of them are idle.
    pub idle: usize,
    /// How many tasks wait for one.
    pub waiting: usize,
}
