//! Reads the catalog of a server.

mod mysql;
mod postgres;

use crate::connection::{Connection, Row};
use crate::description::Description;
use tablewright_test_servers::Server;

type Result<T> = std::result::Result<T, String>;

/// The tables that there are.
pub(crate) fn description(server: Server, connection: &mut Connection) -> Result<Description> {
    match server {
        Server::Postgres | Server::PostgresExtensions => postgres::description(connection),
        Server::Mariadb | Server::Mysql => mysql::description(server, connection),
    }
}

/// All objects, tables and others.
pub(crate) fn objects(server: Server, connection: &mut Connection) -> Result<Vec<String>> {
    let rows = connection.rows(match server {
        Server::Postgres | Server::PostgresExtensions => postgres::OBJECTS,
        Server::Mariadb | Server::Mysql => mysql::OBJECTS,
    })?;
    rows.iter().map(|row| text(row, 0)).collect()
}

/// Settings of the session that a script may not leave changed.
pub(crate) fn settings(server: Server, connection: &mut Connection) -> Result<Vec<Row>> {
    connection.rows(match server {
        Server::Postgres | Server::PostgresExtensions => postgres::SETTINGS,
        Server::Mariadb | Server::Mysql => mysql::SETTINGS,
    })
}

/// The text in a column that is never NULL.
fn text(row: &Row, column: usize) -> Result<String> {
    optional(row, column)?.ok_or_else(|| format!("NULL in column {column} of {row:?}"))
}

/// The text in a column that may be NULL.
fn optional(row: &Row, column: usize) -> Result<Option<String>> {
    row.get(column)
        .cloned()
        .ok_or_else(|| format!("no column {column} in {row:?}"))
}

/// The text in a column for comments; an empty one is no comment.
fn comment(row: &Row, column: usize) -> Result<Option<String>> {
    Ok(optional(row, column)?.filter(|comment| !comment.is_empty()))
}

/// Groups of rows with equal first columns, in their order.
fn groups(rows: &[Row], columns: usize) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(move |one, next| one.get(..columns) == next.get(..columns))
}
