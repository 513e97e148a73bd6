//! Making and dropping databases.

use crate::Server;
use mysql_async::prelude::Queryable;
use std::error::Error;
use std::future::Future;
use std::thread;
use std::time::Duration;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long a server may take for one statement.
const PATIENCE: Duration = Duration::from_secs(60);

/// Creates a database.
pub(crate) fn create(server: Server, url: &str, name: &str) -> Result<()> {
    match server {
        Server::Postgres | Server::PostgresExtensions => blocking(postgres(
            url,
            format!("CREATE DATABASE \"{name}\" ENCODING 'UTF8'"),
        )),
        Server::Mariadb | Server::Mysql => blocking(create_mysql(url, name)),
    }
}

/// Drops a database, and the connections to it.
pub(crate) fn drop(server: Server, url: &str, name: &str) -> Result<()> {
    match server {
        Server::Postgres | Server::PostgresExtensions => blocking(postgres(
            url,
            format!("DROP DATABASE \"{name}\" WITH (FORCE)"),
        )),
        Server::Mariadb | Server::Mysql => blocking(drop_mysql(url, name)),
    }
}

/// Runs a future on a thread of its own, because a runtime cannot wait for another one on its own
/// thread.
fn blocking<T: Send>(future: impl Future<Output = Result<T>> + Send) -> Result<T> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async { tokio::time::timeout(PATIENCE, future).await? })
    };
    thread::scope(|scope| match scope.spawn(run).join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

async fn postgres(url: &str, sql: String) -> Result<()> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .map_err(told)?;
    let connection = tokio::spawn(connection);
    client.batch_execute(&sql).await.map_err(told)?;
    std::mem::drop(client);
    connection.await?.map_err(told)
}

/// The driver's error with its cause, which it does not show itself.
fn told(error: tokio_postgres::Error) -> Box<dyn Error + Send + Sync> {
    match error.source() {
        Some(source) => format!("{error}: {source}").into(),
        None => error.into(),
    }
}

async fn create_mysql(url: &str, name: &str) -> Result<()> {
    let mut conn = mysql(url).await?;
    conn.query_drop(format!("CREATE DATABASE `{name}` CHARACTER SET utf8mb4"))
        .await?;
    Ok(conn.disconnect().await?)
}

async fn drop_mysql(url: &str, name: &str) -> Result<()> {
    let mut conn = mysql(url).await?;
    // A connection with an open transaction would block the drop. MySQL fails to select from its
    // table of processes while one of them runs a statement with a character of four bytes.
    let processes: Vec<mysql_async::Row> = conn.query("SHOW PROCESSLIST").await?;
    let in_database = |process: &mysql_async::Row| {
        process.get::<Option<String>, _>("db").flatten().as_deref() == Some(name)
    };
    let others = processes.iter().filter(|process| in_database(process));
    for other in others.filter_map(|process| process.get::<u64, _>("Id")) {
        // It may have ended by itself.
        conn.query_drop(format!("KILL {other}")).await.ok();
    }
    conn.query_drop(format!("DROP DATABASE `{name}`")).await?;
    Ok(conn.disconnect().await?)
}

async fn mysql(url: &str) -> Result<mysql_async::Conn> {
    let opts = mysql_async::Opts::from_url(url)?;
    Ok(mysql_async::Conn::new(opts).await?)
}
