//! The schema of tablewright: `models.yaml` to a checked [`Schema`], and that to SQL.
//!
//! Nothing here reads a file, talks to a database or knows Cargo.

pub mod catalog;
pub mod ddl;
pub mod definition;
mod hash;
mod intent;
pub mod literals;
mod lower;
pub mod names;
pub mod own_sql;
pub mod plural;
mod schema;
pub mod seeds;
pub mod structure;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use hash::fingerprint;
pub use intent::{FormerColumn, FormerTable, FormerValue, Intent};
pub use lower::{check_at_column, lower, lower_with_scripts};
pub use schema::*;
