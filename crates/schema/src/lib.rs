//! The schema of tablewright: `models.yaml` to a checked [`Schema`], and that to SQL.
//!
//! Nothing here reads a file, talks to a database or knows Cargo.

pub mod catalog;
pub mod ddl;
pub mod definition;
pub mod diff;
pub mod draft;
mod hash;
mod intent;
mod literals;
mod lower;
pub mod migrations;
pub mod names;
pub mod plan;
pub mod plural;
pub mod pull;
mod schema;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use hash::fingerprint;
pub use intent::{FormerColumn, FormerTable, FormerValue, Intent};
pub use lower::{lower, lower_with_scripts};
pub use schema::*;
use tablewright_sql::dialect;
pub use tablewright_sql::quote as sql;
pub use tablewright_sql::{Dialect, NameLimit, PerDialect};
