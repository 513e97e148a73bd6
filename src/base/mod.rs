//! What everything else stands on: errors, values, models, statements and connections.
//!
//! Nothing here knows a database, a query or a migration: drivers implement `connection::driver`,
//! and queries build on `statement`.

pub(crate) mod column;
pub(crate) mod connection;
pub(crate) mod error;
pub(crate) mod model;
pub(crate) mod rule;
pub(crate) mod statement;
#[cfg_attr(
    not(any(feature = "async", feature = "sqlite")),
    allow(dead_code, unused_imports, reason = "nothing runs statements then")
)]
pub(crate) mod trace;
pub(crate) mod value;
