//! The same bodies on SQLite, PostgreSQL, MariaDB and MySQL: a value, an error and a transaction
//! mean the same on each.

mod batches;
mod changes;
mod check;
mod chrono;
mod constraints;
mod defaults;
mod give_up;
mod inserts;
mod json;
mod keys;
mod pool;
mod queries;
mod references;
mod relations;
mod round_trips;
mod rows;
mod schema;
mod spellings;
mod strategies;
mod text;
mod transactions;
mod trouble;
mod values;
mod writes;
