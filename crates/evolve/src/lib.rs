//! Schema changes: the differences between two catalogs, the SQL that leads from one to the other,
//! and the files of migrations. With the feature `pull`, also the models of an existing database.
//!
//! This crate reads no files, talks to no database and does not know Cargo.

mod computed;
mod conversion;
pub mod diff;
mod domains;
pub mod generator;
mod integers;
mod items;
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
