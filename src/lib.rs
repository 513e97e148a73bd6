//! Model structs with typed queries, and the tables they need, from one `models.yaml`.
//!
//! `tablewright-build` turns a `models.yaml` into Rust when a crate is built; this crate is what
//! the generated code runs on. A program hands generated statements a [`Connection`], such as
//! `Sqlite`, and gets values from a blocking connection, futures from an async
//! one.
//!
//! Every database and every library of types is a feature, so that nobody compiles what they do
//! not use: `sqlite`; `jiff` or `chrono` for dates and times; `uuid`; `decimal`; `json`.

// Generated code says `::tablewright`, also the library's own.
extern crate self as tablewright;

mod arg;
pub mod civil;
mod column;
pub mod connection;
pub mod custom;
mod dialect;
mod error;
mod ledger;
mod macros;
pub mod model;
mod nullable;
mod schema;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod statement;
mod transaction;
pub mod types;
pub mod value;

pub use column::Column;
pub use connection::Connection;
pub use custom::Custom;
pub use dialect::Dialect;
pub use error::*;
pub use model::{Insert, Model};
pub use nullable::IntoNullable;
pub use schema::{Schema, create_all, drop_all};
pub use sql::{Lookup, Script, Scripts, Sql};
#[cfg(feature = "sqlite")]
pub use sqlite::{Journal, Sqlite, SqliteExclusive, SqliteOptions, Synchronous};
pub use statement::Select;
pub use transaction::Transaction;
pub use types::Enum;

#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "sqlite")]
pub use rusqlite;
#[cfg(feature = "decimal")]
pub use rust_decimal;
#[cfg(feature = "json")]
pub use serde_json;
#[cfg(feature = "uuid")]
pub use uuid;
