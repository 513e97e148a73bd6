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

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod arg;
pub mod catalog;
mod column;
mod connection;
mod custom;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
mod database;
mod driver;
mod error;
mod field;
mod id;
mod inside;
mod inspect;
mod ledger;
mod macros;
pub mod migrate;
mod mode;
mod model;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "async")]
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
pub mod query;
mod raw;
pub mod relation;
mod retry;
mod schema;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statement;
mod sync;
mod transaction;
mod types;
mod value;

pub use arg::Arg;
pub use column::Column;
pub use connection::{AsyncConnection, BlockingConnection, Connection, Output};
pub use custom::Custom;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
pub use database::{AnySession, Database, connect};
pub use error::*;
pub use id::Id;
#[doc(hidden)]
pub use inside::{
    columns as __columns, fingerprint as __fingerprint, run as __run, schema as __schema,
    worded as __worded,
};
pub use inspect::inspect;
pub use migrate::{MigrationError, Migrations, baseline, migrate, rollback, status};
pub use mode::{Async, Blocking, Mode, Pending};
pub use model::{Model, New, SoftDelete, Versioned};
#[cfg(feature = "mysql")]
pub use mysql::{Mysql, MysqlConnection, MysqlSession, MysqlSettings};
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub use pool::Single;
#[cfg(feature = "async")]
pub use pool::{Pool, PoolOptions};
#[cfg(feature = "postgres")]
pub use postgres::{Postgres, PostgresConnection, PostgresSession, PostgresSettings};
pub use query::{Delete, Filter, Insert, InsertAll, IntoInsert, Order, Select, Update, Upsert};
#[cfg(feature = "decimal")]
pub use raw::Scaled;
pub use raw::{Cell, RawSql, Record, sql};
pub use relation::{Many, One};
pub use retry::{Attempt, RetryOptions, retry, retry_with};
pub use schema::{Schema, create_all, drop_all};
pub use sql::{Script, Scripts};
#[cfg(feature = "sqlite")]
pub use sqlite::{Journal, Sqlite, SqliteOptions, Synchronous};
pub use sync::{Refusal, Synced, Syncer, Verdict, migrate_to, sync, verify};
pub use tablewright_sql::{Dialect, civil};
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
