//! Migrations, on all four databases.

mod apply;
mod embedded;
mod history;
