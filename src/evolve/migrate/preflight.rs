//! What is asked before a migration changes anything.

use super::MigrationError;
use super::run::Job;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::base::model::{FromRow, Table};
use crate::base::statement::Raw;
use crate::base::value::Row;

/// Fails with everything that the rows of now would refuse.
pub(super) async fn check<C: Driver>(work: &C, job: &Job<'_>) -> Result<()> {
    let mut issues = Vec::new();
    for check in job.steps().preflight {
        let found = finds_row(work, check.sql).await;
        if found.map_err(|error| failed(job, check.sql, error))? {
            issues.push(check.message.to_owned());
        }
    }
    if issues.is_empty() {
        return Ok(());
    }
    Err(MigrationError::Refused {
        migration: job.name.to_owned(),
        direction: job.direction,
        issues,
    }
    .into())
}

/// Whether a query has a row.
pub(crate) async fn finds_row<C: Driver>(work: &C, query: &str) -> Result<bool> {
    // A comment may end the query. The number is of the same type on every database.
    let sql = format!("SELECT count(*) FROM (SELECT 1 AS one) AS found WHERE EXISTS (\n{query}\n)");
    let mut found: Option<Number> = None;
    work.fetch(&Raw::new(&sql, &[]), &mut found).await?;
    Ok(found.is_some_and(|Number(rows)| rows > 0))
}

struct Number(i64);

impl FromRow for Number {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Number)
    }
}

/// The error of a query that could not be run.
#[cold]
fn failed(job: &Job<'_>, sql: &str, source: Error) -> Error {
    MigrationError::Preflight {
        migration: job.name.to_owned(),
        direction: job.direction,
        sql: sql.to_owned(),
        source,
    }
    .into()
}
