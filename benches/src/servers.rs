//! Generated queries on servers, compared with the same SQL hand-written on the same driver, over
//! unix sockets.

use std::future::Future;
use std::sync::Arc;

use tablewright::{
    Async, Connection, Mysql, MysqlConnection, PoolOptions, Postgres, PostgresConnection,
};
use tablewright_test_servers::{Scratch, Server};
use tokio::runtime::Runtime;

use crate::measure::{Comparison, compare};
use crate::queries::models::{self, Narrow, NewNarrow};

const ROWS: i64 = 10_000;
const ROUNDS: usize = 41;
const TASKS: u32 = 50;
const CONNECTIONS: usize = 10;

/// Every comparison, on each server.
pub fn run() -> Vec<Comparison> {
    // A single connection is measured on one thread: the time in which the system wakes another
    // thread is not ours, and varies more than the measured times.
    let single = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let threads = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut rows = on_postgres(&single, &threads);
    rows.extend(on_mariadb(&single, &threads));
    rows
}

/// Statements in a batch on PostgreSQL, compared with the same statements one after the other.
pub fn batches() -> Vec<Comparison> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let scratch = Scratch::new(Server::Postgres).expect("PostgreSQL is always there");
    let config: tokio_postgres::Config = scratch.url().parse().expect("a URL");
    let connect = || {
        let (client, connection) = runtime
            .block_on(config.connect(tokio_postgres::NoTls))
            .expect("a connection");
        runtime.spawn(connection);
        PostgresConnection::from(client)
    };
    let (db, mut other) = (connect(), connect());
    runtime.block_on(fill(&db));
    let mut rows = Vec::new();
    for size in [1, 3, 10, 50] {
        rows.push(compare(
            format!("find by key, {size} times"),
            ROUNDS,
            300 / size,
            |count| {
                runtime.block_on(async {
                    for _ in 0..count {
                        let batch = tablewright::batch(&db);
                        let finds = keys(size).map(|key| Narrow::find(key).one(&batch));
                        let rows = batch.run(finds.collect::<Vec<_>>()).await.expect("rows");
                        assert_eq!(rows.len(), size as usize);
                    }
                });
            },
            |count| {
                runtime.block_on(async {
                    for _ in 0..count {
                        find_all(&other, size).await;
                    }
                });
            },
        ));
    }
    rows.push(compare(
        "insert one row, 10 statements in a transaction",
        ROUNDS,
        20,
        |count| {
            runtime.block_on(async {
                for _ in 0..count {
                    let batch = tablewright::batch(&db);
                    let inserts = (0..10).map(|row| Narrow::insert(new(row)).one(&batch));
                    let rows = batch.run(inserts.collect::<Vec<_>>()).await.expect("rows");
                    assert_eq!(rows.len(), 10);
                }
            });
        },
        |count| {
            runtime.block_on(async {
                for _ in 0..count {
                    let tx = other.begin().await.expect("a transaction");
                    insert_all(&tx, 10).await;
                    tx.commit().await.expect("a commit");
                }
            });
        },
    ));
    rows
}

fn on_postgres(runtime: &Runtime, threads: &Runtime) -> Vec<Comparison> {
    let scratch = Scratch::new(Server::Postgres).expect("PostgreSQL is always there");
    let options = PoolOptions::new().max_connections(CONNECTIONS);
    let pool = threads
        .block_on(Postgres::connect_with(scratch.url(), &options))
        .expect("a pool");
    threads.block_on(fill(&pool));
    let config: tokio_postgres::Config = scratch.url().parse().expect("a URL");
    let client = || {
        let (client, connection) = runtime
            .block_on(config.connect(tokio_postgres::NoTls))
            .expect("a connection");
        runtime.spawn(connection);
        client
    };
    let db = PostgresConnection::from(client());
    let hand = runtime.block_on(by_hand::Postgres::new(client()));
    let hand_pool = by_hand::postgres_pool(config.clone(), CONNECTIONS);
    vec![
        compare(
            "PostgreSQL: find by key",
            ROUNDS,
            500,
            |count| runtime.block_on(find_all(&db, count)),
            |count| {
                runtime.block_on(async {
                    for key in keys(count) {
                        std::hint::black_box(hand.find(key).await);
                    }
                });
            },
        ),
        compare(
            "PostgreSQL: all 10,000 rows",
            ROUNDS,
            5,
            |count| runtime.block_on(read_all(&db, count)),
            |count| {
                runtime.block_on(async {
                    for _ in 0..count {
                        assert!(hand.all().await.len() as i64 >= ROWS);
                    }
                });
            },
        ),
        compare(
            "PostgreSQL: insert one row",
            ROUNDS,
            200,
            |count| runtime.block_on(insert_all(&db, count)),
            |count| {
                runtime.block_on(async {
                    for number in 0..count {
                        std::hint::black_box(hand.insert(number.into()).await);
                    }
                });
            },
        ),
        compare(
            "PostgreSQL: find by key, 50 tasks on a pool of 10",
            ROUNDS,
            TASKS * 40,
            |count| {
                threads.block_on(in_tasks(count, {
                    let pool = pool.clone();
                    move |key| {
                        let pool = pool.clone();
                        async move {
                            std::hint::black_box(
                                Narrow::find(key).one(&pool).await.expect("a row"),
                            );
                        }
                    }
                }));
            },
            |count| {
                threads.block_on(in_tasks(count, {
                    let pool = hand_pool.clone();
                    move |key| {
                        let pool = pool.clone();
                        async move {
                            std::hint::black_box(by_hand::find_in_postgres_pool(&pool, key).await);
                        }
                    }
                }));
            },
        ),
    ]
}

fn on_mariadb(runtime: &Runtime, threads: &Runtime) -> Vec<Comparison> {
    let scratch = Scratch::new(Server::Mariadb).expect("MariaDB is always there");
    let options = PoolOptions::new().max_connections(CONNECTIONS);
    let pool = threads
        .block_on(Mysql::connect_with(scratch.url(), &options))
        .expect("a pool");
    threads.block_on(fill(&pool));
    let opts = by_hand::mysql_opts(scratch.url());
    let conn = || {
        runtime
            .block_on(mysql_async::Conn::new(opts.clone()))
            .expect("a connection")
    };
    let db = runtime
        .block_on(MysqlConnection::new(conn()))
        .expect("a connection");
    let mut hand = runtime.block_on(by_hand::Mariadb::new(conn()));
    let hand_pool = by_hand::mysql_pool(&opts, CONNECTIONS);
    let mut rows = vec![compare(
        "MariaDB: find by key",
        ROUNDS,
        500,
        |count| runtime.block_on(find_all(&db, count)),
        |count| {
            runtime.block_on(async {
                for key in keys(count) {
                    std::hint::black_box(hand.find(key).await);
                }
            });
        },
    )];
    rows.push(compare(
        "MariaDB: all 10,000 rows",
        ROUNDS,
        5,
        |count| runtime.block_on(read_all(&db, count)),
        |count| {
            runtime.block_on(async {
                for _ in 0..count {
                    assert!(hand.all().await.len() as i64 >= ROWS);
                }
            });
        },
    ));
    rows.push(compare(
        "MariaDB: insert one row",
        ROUNDS,
        200,
        |count| runtime.block_on(insert_all(&db, count)),
        |count| {
            runtime.block_on(async {
                for number in 0..count {
                    std::hint::black_box(hand.insert(number.into()).await);
                }
            });
        },
    ));
    rows.push(compare(
        "MariaDB: find by key, 50 tasks on a pool of 10",
        ROUNDS,
        TASKS * 40,
        |count| {
            threads.block_on(in_tasks(count, {
                let pool = pool.clone();
                move |key| {
                    let pool = pool.clone();
                    async move {
                        std::hint::black_box(Narrow::find(key).one(&pool).await.expect("a row"));
                    }
                }
            }));
        },
        |count| {
            threads.block_on(in_tasks(count, {
                let pool = hand_pool.clone();
                move |key| {
                    let pool = pool.clone();
                    async move {
                        std::hint::black_box(by_hand::find_in_mysql_pool(&pool, key).await);
                    }
                }
            }));
        },
    ));
    rows
}

async fn fill(db: &impl Connection<Mode = Async>) {
    models::create_all(db).await.expect("the tables");
    for number in 0..ROWS {
        Narrow::insert(new(number))
            .one(db)
            .await
            .expect("an insert");
    }
}

async fn find_all(db: &impl Connection<Mode = Async>, count: u32) {
    for key in keys(count) {
        std::hint::black_box(Narrow::find(key).one(db).await.expect("a row"));
    }
}

async fn read_all(db: &impl Connection<Mode = Async>, count: u32) {
    for _ in 0..count {
        assert!(Narrow::all().all(db).await.expect("rows").len() as i64 >= ROWS);
    }
}

async fn insert_all(db: &impl Connection<Mode = Async>, count: u32) {
    for number in 0..count {
        let row = Narrow::insert(new(number.into()))
            .one(db)
            .await
            .expect("an insert");
        std::hint::black_box(row);
    }
}

/// So many calls, in tasks that run at the same time.
async fn in_tasks<F: Future<Output = ()> + Send + 'static>(
    count: u32,
    find: impl Fn(i64) -> F + Send + Sync + 'static,
) {
    let find = Arc::new(find);
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let find = Arc::clone(&find);
            tokio::spawn(async move {
                for key in keys(count / TASKS) {
                    find(key).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a task");
    }
}

/// The keys in an order that jumps about, the same for both.
fn keys(count: u32) -> impl Iterator<Item = i64> {
    (0..i64::from(count)).map(|number| (number * 7919) % ROWS + 1)
}

fn name(number: i64) -> String {
    format!("the name of row {number}")
}

fn new(number: i64) -> NewNarrow<'static> {
    NewNarrow {
        name: name(number).into(),
        age: (number % 100) as i32,
    }
}

/// Code that a person would write for the same table on the drivers.
#[expect(
    dead_code,
    reason = "rows are read, and their fields are not looked at"
)]
mod by_hand {
    use mysql_async::prelude::Queryable;
    use mysql_async::{Conn, Opts, OptsBuilder, PoolConstraints, PoolOpts, Statement};
    use tokio_postgres::{Client, Config, NoTls, Row};

    use super::name;

    pub struct Narrow {
        id: i64,
        name: String,
        age: i32,
    }

    fn from_postgres(row: &Row) -> Narrow {
        Narrow {
            id: row.get(0),
            name: row.get(1),
            age: row.get(2),
        }
    }

    fn from_mysql((id, name, age): (i64, String, i32)) -> Narrow {
        Narrow { id, name, age }
    }

    pub struct Postgres {
        client: Client,
        find: tokio_postgres::Statement,
        all: tokio_postgres::Statement,
        insert: tokio_postgres::Statement,
    }

    const FIND: &str = "SELECT \"id\", \"name\", \"age\" FROM \"narrow\" WHERE \"id\" = $1";

    impl Postgres {
        pub async fn new(client: Client) -> Self {
            let all = "SELECT \"id\", \"name\", \"age\" FROM \"narrow\" ORDER BY \"id\"";
            let insert = "INSERT INTO \"narrow\" (\"name\", \"age\") VALUES ($1, $2) \
                          RETURNING \"id\", \"name\", \"age\"";
            Postgres {
                find: client.prepare(FIND).await.expect("a statement"),
                all: client.prepare(all).await.expect("a statement"),
                insert: client.prepare(insert).await.expect("a statement"),
                client,
            }
        }

        pub async fn find(&self, key: i64) -> Narrow {
            let row = self.client.query_one(&self.find, &[&key]).await;
            from_postgres(&row.expect("a row"))
        }

        pub async fn all(&self) -> Vec<Narrow> {
            let rows = self.client.query(&self.all, &[]).await.expect("rows");
            rows.iter().map(from_postgres).collect()
        }

        pub async fn insert(&self, number: i64) -> Narrow {
            let (name, age) = (name(number), (number % 100) as i32);
            let row = self.client.query_one(&self.insert, &[&name, &age]).await;
            from_postgres(&row.expect("an insert"))
        }
    }

    pub fn postgres_pool(config: Config, connections: usize) -> deadpool_postgres::Pool {
        let manager = deadpool_postgres::Manager::new(config, NoTls);
        deadpool_postgres::Pool::builder(manager)
            .max_size(connections)
            .build()
            .expect("a pool")
    }

    pub async fn find_in_postgres_pool(pool: &deadpool_postgres::Pool, key: i64) -> Narrow {
        let client = pool.get().await.expect("a connection");
        let statement = client.prepare_cached(FIND).await.expect("a statement");
        let row = client.query_one(&statement, &[&key]).await;
        from_postgres(&row.expect("a row"))
    }

    pub struct Mariadb {
        conn: Conn,
        find: Statement,
        all: Statement,
        insert: Statement,
    }

    const FIND_IN_MARIADB: &str = "SELECT `id`, `name`, `age` FROM `narrow` WHERE `id` = ?";

    impl Mariadb {
        pub async fn new(mut conn: Conn) -> Self {
            let all = "SELECT `id`, `name`, `age` FROM `narrow` ORDER BY `id`";
            let insert = "INSERT INTO `narrow` (`name`, `age`) VALUES (?, ?) \
                          RETURNING `id`, `name`, `age`";
            Mariadb {
                find: conn.prep(FIND_IN_MARIADB).await.expect("a statement"),
                all: conn.prep(all).await.expect("a statement"),
                insert: conn.prep(insert).await.expect("a statement"),
                conn,
            }
        }

        pub async fn find(&mut self, key: i64) -> Narrow {
            let row = self.conn.exec_first(&self.find, (key,)).await;
            from_mysql(row.expect("a query").expect("a row"))
        }

        pub async fn all(&mut self) -> Vec<Narrow> {
            let rows = self.conn.exec_map(&self.all, (), from_mysql).await;
            rows.expect("rows")
        }

        pub async fn insert(&mut self, number: i64) -> Narrow {
            let row = (name(number), (number % 100) as i32);
            let row = self.conn.exec_first(&self.insert, row).await;
            from_mysql(row.expect("a query").expect("a row"))
        }
    }

    pub fn mysql_opts(url: &str) -> Opts {
        let opts = Opts::from_url(url).expect("a URL");
        OptsBuilder::from_opts(opts).client_found_rows(true).into()
    }

    /// Without its reset on return, which would make every statement be prepared again.
    pub fn mysql_pool(opts: &Opts, connections: usize) -> mysql_async::Pool {
        let constraints = PoolConstraints::new(connections, connections).expect("constraints");
        let pool = PoolOpts::default()
            .with_constraints(constraints)
            .with_reset_connection(false);
        mysql_async::Pool::new(OptsBuilder::from_opts(opts.clone()).pool_opts(pool))
    }

    pub async fn find_in_mysql_pool(pool: &mysql_async::Pool, key: i64) -> Narrow {
        let mut conn = pool.get_conn().await.expect("a connection");
        let row = conn.exec_first(FIND_IN_MARIADB, (key,)).await;
        from_mysql(row.expect("a query").expect("a row"))
    }
}
