//! Scratch databases on each server: they exist while they are held, and are dropped afterwards.

use mysql_async::prelude::Queryable;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tablewright_test_servers::{Scratch, Server};
use tokio_postgres::NoTls;

#[test]
fn a_database_is_there_until_it_is_dropped() {
    for server in Server::ALL {
        let Some(scratch) = Scratch::new(server) else {
            continue;
        };
        let Some(other) = Scratch::new(server) else {
            continue;
        };
        let name = scratch.name().to_owned();
        assert_eq!(databases(&other, &name), 1, "{server}");
        drop(scratch);
        assert_eq!(databases(&other, &name), 0, "{server}");
        assert_eq!(databases(&other, other.name()), 1, "{server}");
    }
}

#[test]
fn a_panic_drops_it_under_a_transaction_that_is_open() {
    for server in Server::ALL {
        let Some(watcher) = Scratch::new(server) else {
            continue;
        };
        let mut name = String::new();
        let panic = catch_unwind(AssertUnwindSafe(|| {
            runtime().block_on(async {
                // Variables are dropped in reverse order of declaration.
                let mut connection = None;
                let Some(scratch) = Scratch::new(server) else {
                    return;
                };
                name = scratch.name().to_owned();
                connection.replace(Transaction::open(&scratch).await);
                panic!("on purpose");
            });
        }));
        assert!(panic.is_err(), "{server}");
        assert_eq!(databases(&watcher, &name), 0, "{server}");
    }
}

/// How many databases of that name there are.
fn databases(scratch: &Scratch, name: &str) -> i64 {
    runtime().block_on(async {
        match scratch.server() {
            Server::Postgres | Server::PostgresExtensions => {
                let (client, connection) =
                    tokio_postgres::connect(scratch.url(), NoTls).await.expect("connects");
                tokio::spawn(connection);
                let sql = "SELECT count(*) FROM pg_database WHERE datname = $1 AND current_database() = $2";
                let row = client.query_one(sql, &[&name, &scratch.name()]).await.expect("asks");
                row.get(0)
            }
            Server::Mariadb | Server::Mysql => {
                let mut connection = mysql_async::Conn::from_url(scratch.url()).await.expect("connects");
                let sql = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = ? AND database() = ?";
                let count = connection.exec_first(sql, (name, scratch.name())).await.expect("asks");
                connection.disconnect().await.expect("says goodbye");
                count.expect("a count")
            }
        }
    })
}

/// A connection that has changed a table and not committed it.
enum Transaction {
    Postgres { _client: tokio_postgres::Client },
    Mysql { _connection: mysql_async::Conn },
}

impl Transaction {
    async fn open(scratch: &Scratch) -> Self {
        let statements = [
            "CREATE TABLE t (n INT)",
            "BEGIN",
            "INSERT INTO t VALUES (1)",
        ];
        match scratch.server() {
            Server::Postgres | Server::PostgresExtensions => {
                let (client, connection) = tokio_postgres::connect(scratch.url(), NoTls)
                    .await
                    .expect("connects");
                tokio::spawn(connection);
                for sql in statements {
                    client.batch_execute(sql).await.expect(sql);
                }
                Self::Postgres { _client: client }
            }
            Server::Mariadb | Server::Mysql => {
                let mut connection = mysql_async::Conn::from_url(scratch.url())
                    .await
                    .expect("connects");
                for sql in statements {
                    connection.query_drop(sql).await.expect(sql);
                }
                Self::Mysql {
                    _connection: connection,
                }
            }
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
