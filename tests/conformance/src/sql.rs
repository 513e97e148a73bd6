//! SQL that a test writes by hand.

use std::time::Duration;

use tablewright::{AsyncConnection, Connection, Database, Dialect, Result};

/// Runs a statement.
///
/// # Errors
///
/// What the database says.
pub async fn run(db: &impl AsyncConnection, text: &str) -> Result<()> {
    tablewright::__run(db, text).await
}

/// Creates the collation `ignoring_case` on PostgreSQL, which has none by itself that ignores case.
///
/// # Errors
///
/// What the database says.
pub async fn create_ignoring_case(db: &Database) -> Result<()> {
    let text = "CREATE COLLATION ignoring_case \
                (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";
    match db.dialect() {
        Dialect::Postgres => run(db, text).await,
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => Ok(()),
    }
}

/// The number that a query gives.
///
/// # Errors
///
/// What the database says.
pub async fn number(db: &impl AsyncConnection, text: &str) -> Result<i64> {
    tablewright::sql::<i64>(text).one(db).await
}

/// The text that a query gives.
///
/// # Errors
///
/// What the database says.
pub async fn text(db: &impl AsyncConnection, text: &str) -> Result<String> {
    tablewright::sql::<String>(text).one(db).await
}

/// Sleeps between two looks at what a server has in progress.
///
/// MySQL and MariaDB keep what `information_schema.innodb_trx` shows, for all sessions, until nobody has
/// read it for 0.1 s. Two tests that look at the same pace could keep an old answer alive, so each of
/// the `looks` takes another pause.
pub async fn pause_between_looks(dialect: Dialect, looks: u32) {
    let pause = match dialect {
        Dialect::Sqlite | Dialect::Postgres => 5,
        Dialect::Mysql | Dialect::Mariadb => {
            120 + u64::from(looks * 37 % 100) + u64::from(std::process::id() % 50)
        }
    };
    tokio::time::sleep(Duration::from_millis(pause)).await;
}
