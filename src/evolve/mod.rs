//! The tables of a live database: creating, inspecting, comparing, changing.
//!
//! `create.rs` creates and drops all tables, and `history/` is the library's own table, which
//! records what was done. `migrate/` applies migrations, `inspect/` reads what a database has, and
//! `sync/` compares it with the models and brings it up to date. `keep.rs` creates again what goes
//! with a table of SQLite's that is rebuilt. `lock.rs` limits how long all of
//! these wait for locked tables, `own_sql.rs` records what the user's own SQL made, and
//! `table_names.rs` knows whether the case of names counts.

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
