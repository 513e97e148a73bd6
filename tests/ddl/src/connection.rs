//! A connection to either kind of server. It is blocking and returns strings, because a catalog
//! needs no more.

use mysql_async::Value;
use mysql_async::prelude::Queryable;
use std::error::Error;
use tablewright_test_servers::Server;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// A row of texts and NULLs.
pub(crate) type Row = Vec<Option<String>>;

/// A connection.
pub(crate) struct Connection {
    runtime: Runtime,
    driver: Driver,
}

enum Driver {
    Postgres(tokio_postgres::Client),
    Mysql(mysql_async::Conn),
}

impl Connection {
    /// Connects.
    pub(crate) fn open(server: Server, url: &str) -> Result<Connection, String> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(told)?;
        let driver = runtime.block_on(async {
            Ok::<_, String>(match server {
                Server::Postgres | Server::PostgresExtensions => {
                    let (client, connection) =
                        tokio_postgres::connect(url, NoTls).await.map_err(told)?;
                    tokio::spawn(connection);
                    Driver::Postgres(client)
                }
                Server::Mariadb | Server::Mysql => {
                    Driver::Mysql(mysql_async::Conn::from_url(url).await.map_err(told)?)
                }
            })
        })?;
        Ok(Connection { runtime, driver })
    }

    /// Runs a statement.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), String> {
        let ran = self.runtime.block_on(async {
            match &mut self.driver {
                Driver::Postgres(client) => client.batch_execute(sql).await.map_err(told),
                Driver::Mysql(connection) => connection.query_drop(sql).await.map_err(told),
            }
        });
        ran.map_err(|error| format!("{error}\nin the statement\n{sql}"))
    }

    /// Asks for rows.
    pub(crate) fn rows(&mut self, sql: &str) -> Result<Vec<Row>, String> {
        let rows = self.runtime.block_on(async {
            match &mut self.driver {
                Driver::Postgres(client) => {
                    let messages = client.simple_query(sql).await.map_err(told)?;
                    Ok(messages.iter().filter_map(postgres_row).collect())
                }
                Driver::Mysql(connection) => {
                    let rows: Vec<mysql_async::Row> = connection.query(sql).await.map_err(told)?;
                    rows.into_iter()
                        .map(|row| row.unwrap().into_iter().map(mysql_text).collect())
                        .collect()
                }
            }
        });
        rows.map_err(|error: String| format!("{error}\nin the query\n{sql}"))
    }
}

fn postgres_row(message: &SimpleQueryMessage) -> Option<Row> {
    match message {
        SimpleQueryMessage::Row(row) => Some(
            (0..row.len())
                .map(|column| row.get(column).map(str::to_owned))
                .collect(),
        ),
        _ => None,
    }
}

/// A query that is not prepared gives nothing but texts.
fn mysql_text(value: Value) -> Result<Option<String>, String> {
    match value {
        Value::NULL => Ok(None),
        Value::Bytes(bytes) => String::from_utf8(bytes).map(Some).map_err(told),
        other => Err(format!("a text was expected, not {other:?}")),
    }
}

/// The error with all of its causes.
fn told(error: impl Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
