//! Model structs with typed queries, and the tables they need, from one `models.yaml`.
//!
//! `tablewright-build` generates Rust from a `models.yaml` when a crate is built, and the generated
//! code uses this crate. A program passes a [`Connection`] to a generated statement, such as
//! `Sqlite`, and gets a value from a blocking connection, or a future from an async one.
//!
//! Every database and every crate of types is a feature, so a program compiles only what it uses:
//! `sqlite`, `postgres`, `mysql`; `jiff` or `chrono` for dates and times; `uuid`; `decimal`;
//! `json`; `tracing`; `test` for test databases. `migrate` (versioned migrations) and `sync`
//! (comparing a database with the models) are on by default; a program that only runs queries can
//! leave them out.

// Generated code uses the path `::tablewright`, also in this crate.
extern crate self as tablewright;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod base;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
mod database;
mod evolve;
mod macros;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
pub mod query;
pub mod relation;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(all(
    feature = "test",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
pub mod testing;

pub use base::column::Column;
pub use base::connection::batch::{Batch, BatchStatements, Batched, Queued, batch};
pub use base::connection::mode::{Async, Blocking, Mode, Pending};
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub use base::connection::pool::Single;
#[cfg(feature = "async")]
pub use base::connection::pool::{NewConnection, Pool, PoolOptions, PoolStatus};
pub use base::connection::retry::{Attempt, RetryOptions, retry, retry_with};
pub use base::connection::script::{Script, Scripts};
#[cfg(feature = "async")]
pub use base::connection::stream::{RowStream, StreamSource};
pub use base::connection::transaction::{Isolation, Transaction, TransactionOptions};
pub use base::connection::{AsyncConnection, BlockingConnection, Connection, Output};
pub use base::error::{
    BlockingIssues, DecodeError, Error, Failure, Lost, MigrationError, Missing, Result,
    SchemaError, Stale, ValueError, Violation,
};
pub use base::model::{Model, New, SoftDelete, Versioned};
pub use base::rule::{Bound, Pattern, Rule, ValidationError, ValidationErrors};
pub use base::value::custom::Custom;
pub use base::value::id::Id;
pub use base::value::parameter::Parameter;
pub use base::value::types::Enum;
#[cfg(all(
    feature = "async",
    any(feature = "sqlite", feature = "postgres", feature = "mysql")
))]
pub use database::{AnySession, Database, connect};
#[cfg(feature = "migrate")]
pub use evolve::catalog;
pub use evolve::create::{Schema, create_all, drop_all};
#[doc(hidden)]
pub use evolve::inside::{columns as __columns, run as __run};
#[cfg(feature = "migrate")]
#[doc(hidden)]
pub use evolve::inside::{fingerprint as __fingerprint, worded as __worded};
#[cfg(feature = "migrate")]
pub use evolve::inspect::inspect;
#[cfg(feature = "sync")]
#[doc(hidden)]
pub use evolve::loaded::{left as __left, schema as __schema, seeds as __seeds};
pub use evolve::migrate;
pub use evolve::migrate::Migrations;
#[cfg(all(feature = "migrate", not(feature = "sync")))]
#[doc(hidden)]
pub use evolve::migrate::migrate_to;
#[cfg(feature = "migrate")]
pub use evolve::migrate::{baseline, migrate, repair, rollback, status};
#[cfg(feature = "sync")]
#[doc(hidden)]
pub use evolve::sync::record as __record;
#[cfg(feature = "sync")]
pub use evolve::sync::{
    BaselineBuilder, SyncBuilder, SyncReport, Verification, migrate_to, sync, verify,
};
#[cfg(feature = "mysql")]
pub use mysql::{Mysql, MysqlConnection, MysqlSession, MysqlSettings};
#[cfg(feature = "postgres")]
pub use postgres::{
    Postgres, PostgresConnection, PostgresListener, PostgresNotice, PostgresNotification,
    PostgresSession, PostgresSettings,
};
#[cfg(feature = "decimal")]
pub use query::Scaled;
pub use query::{
    Cell, Delete, Expression, Filter, Insert, InsertAll, IntoFilter, IntoInsert, NewRow, Order,
    RawSql, Record, Seed, SeedOutcome, SeededRow, Seeds, Select, Update, Upsert, sql,
};
pub use relation::{Many, One};
#[cfg(feature = "sqlite")]
pub use sqlite::{Journal, Sqlite, SqliteOptions, Synchronous};
pub use tablewright_sql::{Dialect, civil};

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
