//! What everything else stands on: errors, values, models, statements and connections.
//!
//! Nothing here knows a database, a query or a migration: drivers implement `connection::driver`,
//! and queries build on `statement`.

pub(crate) mod column;
pub(crate) mod connection;
pub(crate) mod error;
pub(crate) mod model;
pub(crate) mod statement;
pub(crate) mod value;
