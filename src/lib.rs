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
mod args;
mod by_hand;
pub mod catalog;
pub mod civil;
pub mod column;
pub mod connection;
pub mod custom;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
mod database;
mod dialect;
mod error;
mod id;
mod inspect;
mod kept;
mod ledger;
mod macros;
pub mod migrate;
pub mod model;
#[cfg(feature = "mysql")]
mod mysql;
mod nullable;
mod past;
#[cfg(feature = "async")]
pub mod pool;
#[cfg(feature = "postgres")]
mod postgres;
pub mod query;
pub mod relation;
mod retry;
mod schema;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod statement;
mod sync;
mod text;
mod transaction;
pub mod types;
pub mod value;

#[cfg(feature = "decimal")]
pub use by_hand::Scaled;
pub use by_hand::{ByHand, Cell, Record, sql};
#[doc(hidden)]
pub use by_hand::{column as __column, next as __next};
pub use column::Column;
pub use connection::Connection;
pub use custom::Custom;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
pub use database::{AnySession, Database, connect};
pub use dialect::Dialect;
pub use error::*;
pub use id::Id;
pub use inspect::inspect;
#[doc(hidden)]
pub use inspect::{desired as __desired, fingerprint as __fingerprint};
pub use migrate::{MigrationError, Migrations, baseline, migrate, rollback, status};
pub use model::{Insert, Model, SoftDelete, Versioned};
#[cfg(feature = "mysql")]
pub use mysql::{Mysql, MysqlConnection, MysqlSession, MysqlSettings};
pub use nullable::IntoNullable;
pub use past::Past;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub use pool::Single;
#[cfg(feature = "async")]
pub use pool::{Pool, PoolOptions};
#[cfg(feature = "postgres")]
pub use postgres::{Postgres, PostgresConnection, PostgresSession, PostgresSettings};
pub use query::{Filter, InsertAll, Order, Update, Upsert};
pub use relation::{Many, One};
#[cfg(feature = "async")]
pub use retry::retry;
pub use schema::{Schema, create_all, drop_all};
pub use sql::{Lookup, Script, Scripts, Sql};
#[cfg(feature = "sqlite")]
pub use sqlite::{Journal, Sqlite, SqliteExclusive, SqliteOptions, Synchronous};
pub use statement::Select;
pub use sync::{Refusal, Synced, Syncer, Verdict, migrate_to, sync, verify};
pub use transaction::{Isolation, Transaction, TransactionOptions};
pub use types::Enum;

#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "mysql")]
pub use mysql_async;
#[cfg(feature = "sqlite")]
pub use rusqlite;
#[cfg(feature = "decimal")]
pub use rust_decimal;
#[cfg(feature = "json")]
pub use serde_json;
#[cfg(feature = "postgres")]
pub use tokio_postgres;
#[cfg(feature = "uuid")]
pub use uuid;
