//! Inspecting a database while another program creates and drops objects in it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

#[test]
fn an_object_dropped_concurrently_is_left_out_on_postgres() {
    try_on(Dialect::Postgres);
}

#[test]
fn an_object_dropped_concurrently_is_left_out_on_mariadb() {
    try_on(Dialect::Mariadb);
}

#[test]
fn an_object_dropped_concurrently_is_left_out_on_mysql() {
    try_on(Dialect::Mysql);
}

fn try_on(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let url = live.url().expect("the URL of a server");
    let mut statements = vec![
        "CREATE TABLE passing (id INT PRIMARY KEY, a INT DEFAULT 4, b VARCHAR(9) CHECK (b <> 'x'), UNIQUE (a, b))",
        "CREATE INDEX passes ON passing (b)",
        "CREATE VIEW passed AS SELECT a FROM passing",
        "DROP VIEW passed",
        "DROP TABLE passing",
    ];
    if dialect == Dialect::Postgres {
        statements.insert(0, "CREATE TYPE kind AS ENUM ('a')");
        statements.insert(
            1,
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        );
        statements.extend(["DROP TYPE kind", "DROP FUNCTION f()"]);
    }
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let changes = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let changed = runtime.expect("a runtime").block_on(async {
                let db = tablewright::connect(url).await?;
                while !done.load(Ordering::Relaxed) {
                    for statement in &statements {
                        tablewright::__run(&db, statement).await?;
                    }
                }
                tablewright::Result::Ok(())
            });
            changed.map_err(|error: tablewright::Error| error.to_string())
        });
        let mut seen = [false; 2];
        let mut wrong = Vec::new();
        for time in 0..300 {
            match live.inspect() {
                Ok(catalog) => seen[usize::from(catalog.tables.is_empty())] = true,
                Err(error) => wrong.push(format!("{time}: {error}")),
            }
        }
        done.store(true, Ordering::Relaxed);
        assert_eq!(changes.join().expect("no panic"), Ok(()), "{dialect}");
        assert_eq!(wrong, [""; 0], "{dialect}");
        assert_ne!(seen, [false; 2], "{dialect}");
    });
}
