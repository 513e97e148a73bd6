//! The schema of tablewright: `models.yaml` to a checked [`Schema`], and that to SQL.
//!
//! Nothing here reads a file, talks to a database or knows Cargo.

pub mod catalog;
pub mod ddl;
mod dialect;
pub mod diff;
pub mod draft;
mod hash;
mod intent;
mod literals;
pub mod migrations;
pub mod names;
pub mod plan;
pub mod plural;
pub mod pull;
mod schema;
pub mod sql;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use dialect::{Dialect, NameLimit, PerDialect};
pub use hash::fingerprint;
pub use intent::{FormerColumn, FormerTable, FormerValue, Intent};
pub use schema::*;
