//! The runtime on SQLite, with models that are written by hand in the shape of generated ones.
#![cfg(feature = "sqlite")]

mod asynchronous;
mod errors;
mod models;
#[cfg(feature = "async")]
mod pool;
mod queries;
mod schema;
mod temporary;
mod threads;
mod transactions;
#[cfg(all(
    feature = "jiff",
    feature = "chrono",
    feature = "uuid",
    feature = "decimal",
    feature = "json"
))]
mod types;
