//! The runtime on SQLite, with the models of golden cases.
#![cfg(feature = "sqlite")]

#[cfg(feature = "async")]
mod asynchronous;
mod batches;
mod documented;
mod errors;
mod models;
#[cfg(feature = "async")]
mod pool;
mod queries;
mod retry;
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
mod urls;
mod wrong_uses;
