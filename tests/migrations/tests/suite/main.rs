//! Migrations, on all four databases.

mod apply;
mod blocking;
mod embedded;
mod engines;
mod history;
mod lock_row;
mod pgbouncer;
mod repair;
mod trouble;
