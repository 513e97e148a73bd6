//! SQL that a test writes by hand.

use tablewright::{AsyncConnection, Result};

/// Runs a statement.
///
/// # Errors
///
/// What the database says.
pub async fn run(db: &impl AsyncConnection, text: &str) -> Result<()> {
    tablewright::__run(db, text).await
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
