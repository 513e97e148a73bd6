//! Migrations, on all four databases.

mod apply;
mod blocking;
mod embedded;
mod history;
mod repair;
mod trouble;
