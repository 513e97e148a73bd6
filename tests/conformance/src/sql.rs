//! Hand-written SQL of a test.

use std::time::Duration;

use tablewright::{AsyncConnection, Connection, Database, Dialect, Result};

/// Runs a statement.
///
/// # Errors
///
/// The database's error.
pub async fn run(db: &impl AsyncConnection, text: &str) -> Result<()> {
    tablewright::__run(db, text).await
}

/// Creates the collation `ignoring_case` on PostgreSQL, which has no built-in collation that
/// ignores case.
///
/// # Errors
///
/// The database's error.
pub async fn create_ignoring_case(db: &Database) -> Result<()> {
    let text = "CREATE COLLATION ignoring_case \
                (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";
    match db.dialect() {
        Dialect::Postgres => run(db, text).await,
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => Ok(()),
    }
}

/// The largest number of attempts at a query that MySQL cannot answer at the moment.
const LOOKS: usize = 100;

/// The number that a query returns.
///
/// # Errors
///
/// The database's error.
pub async fn number(db: &impl AsyncConnection, text: &str) -> Result<i64> {
    for _ in 0..LOOKS {
        let answer = tablewright::sql::<i64>(text).one(db).await;
        if !is_unlisted(&answer).await {
            return answer;
        }
    }
    tablewright::sql::<i64>(text).one(db).await
}

/// The string that a query returns.
///
/// # Errors
///
/// The database's error.
pub async fn text(db: &impl AsyncConnection, text: &str) -> Result<String> {
    for _ in 0..LOOKS {
        let answer = tablewright::sql::<String>(text).one(db).await;
        if !is_unlisted(&answer).await {
            return answer;
        }
    }
    tablewright::sql::<String>(text).one(db).await
}

/// Whether MySQL cannot list its sessions, because one of them runs a statement that the list
/// cannot show, such as the garbage of a relay. Soon it can again.
async fn is_unlisted<T>(answer: &Result<T>) -> bool {
    let is_unlisted = answer
        .as_ref()
        .is_err_and(|error| error.to_string().contains("Cannot convert string"));
    if is_unlisted {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    is_unlisted
}

/// Sleeps between two queries for the work in progress on a server.
///
/// MySQL and MariaDB cache `information_schema.innodb_trx`, for all sessions, until no session has
/// read it for 0.1 s. Two tests that query at the same intervals could keep an old result alive, so
/// the pause differs after each of the `looks`.
pub async fn pause_between_looks(dialect: Dialect, looks: u32) {
    let pause = match dialect {
        Dialect::Sqlite | Dialect::Postgres => 5,
        Dialect::Mysql | Dialect::Mariadb => {
            120 + u64::from(looks * 37 % 100) + u64::from(std::process::id() % 50)
        }
    };
    tokio::time::sleep(Duration::from_millis(pause)).await;
}
