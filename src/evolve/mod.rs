//! The tables of a live database: creating, inspecting, comparing and changing them.
//!
//! `create.rs` creates and drops all tables, and `history/` is the history table. `migrate/`
//! applies migrations, `inspect/` reads a live database, and `sync/` compares it with the models
//! and synchronizes it. `keep.rs` creates indexes and triggers again that are dropped with a table
//! that SQLite rebuilds. `lock.rs` has the lock timeouts, `own_sql.rs` records objects of the
//! user's own SQL, and `table_names.rs` detects whether the case of table names matters.

#[cfg(feature = "migrate")]
pub mod catalog;
pub(crate) mod create;
mod history;
pub(crate) mod inside;
#[cfg(feature = "migrate")]
pub(crate) mod inspect;
#[cfg(feature = "migrate")]
mod keep;
#[cfg(feature = "sync")]
pub(crate) mod loaded;
mod lock;
pub mod migrate;
#[cfg(feature = "migrate")]
pub(crate) mod own_sql;
#[cfg(feature = "sync")]
pub(crate) mod sync;
mod table_names;
