//! The base of all other modules: errors, values, models, statements and connections.
//!
//! These modules know no database, no query and no migration. Drivers implement
//! `connection::driver`, and queries implement `statement`.

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
