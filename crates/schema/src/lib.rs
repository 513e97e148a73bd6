//! The schema of tablewright: from `models.yaml` to a checked [`Schema`], and from there to SQL.
//!
//! This crate reads no files, talks to no database and does not know Cargo.

pub mod catalog;
pub mod ddl;
pub mod definition;
mod hash;
mod intent;
pub mod items;
pub mod literals;
mod lower;
pub mod names;
pub mod own_sql;
pub mod plural;
pub mod rule_checks;
mod schema;
pub mod seeds;
pub mod structure;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use hash::fingerprint;
pub use intent::{FormerColumn, FormerTable, FormerValue, Intent, entry_of_converted};
pub use lower::{check_at_column, lower, lower_with_scripts};
pub use schema::*;
