//! How the tables of tablewright change: what differs between two catalogs, the SQL that leads from
//! one to the other, and the files of migrations. With the feature `pull`, the models of a database
//! that exists.
//!
//! Nothing here reads a file, talks to a database or knows Cargo.

mod conversion;
pub mod diff;
pub mod generator;
mod integers;
mod loss;
pub mod migrations;
mod moment;
mod physical;
pub mod plan;
#[cfg(feature = "pull")]
pub mod pull;
pub mod scripts;
pub mod snapshot;
mod unmanaged;
mod unscaled;
