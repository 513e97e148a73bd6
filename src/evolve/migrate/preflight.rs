//! Preflight checks: queries that run before a migration changes anything.

use super::MigrationError;
use super::run::Job;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::base::model::{FromRow, Table};
use crate::base::statement::Raw;
use crate::base::value::Row;

/// Fails with the messages of all checks that find rows.
pub(super) async fn check<C: Driver>(work: &C, job: &Job<'_>) -> Result<()> {
    let mut issues = Vec::new();
    for check in job.steps().preflight {
        match issue(work, check.sql, check.message).await {
            Ok(found) => issues.extend(found),
            // The error may have aborted a transaction, so no other check runs.
            Err(error) if is_about_value(&error) => {
                issues.push(unfinished(check.message));
                break;
            }
            Err(error) => return Err(failed(job, check.sql, error)),
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

/// The placeholder in a message for the names that the query finds.
const NAMES: &str = "{names}";

/// The message, if the query finds a row.
pub(crate) async fn issue<C: Driver>(
    work: &C,
    query: &str,
    message: &str,
) -> Result<Option<String>> {
    if !message.contains(NAMES) {
        return Ok(finds_row(work, query).await?.then(|| message.to_owned()));
    }
    let mut found: Vec<Name> = Vec::new();
    work.fetch(&Raw::new(query, &[]), &mut found).await?;
    let names: Vec<String> = found.into_iter().map(|Name(name)| name).collect();
    let issue = message.replace(NAMES, &names.join("`, `"));
    Ok(Some(issue).filter(|_| !names.is_empty()))
}

struct Name(String);

impl FromRow for Name {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Name)
    }
}

/// Whether a query finds a row.
pub(crate) async fn finds_row<C: Driver>(work: &C, query: &str) -> Result<bool> {
    // The query may end with a comment. The number has the same type on every database.
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

/// The error of a query that failed to run.
#[cold]
fn failed(job: &Job<'_>, sql: &str, source: Error) -> Error {
    MigrationError::Preflight {
        migration: job.name.to_owned(),
        direction: job.direction,
        sql: sql.to_owned(),
        source: source.in_migration(),
    }
    .into()
}

/// Whether the database could not convert a value that the query reads, of which it says the code
/// alone: the query is right, and the rows are not.
pub(crate) fn is_about_value(error: &Error) -> bool {
    /// The class of PostgreSQL's data exceptions.
    const DATA_EXCEPTION: &str = "SQLSTATE 22";
    // A query changes nothing, so it violates no check.
    if matches!(error, Error::Value(_) | Error::Check(_)) {
        return true;
    }
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        if error.to_string().contains(DATA_EXCEPTION) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The issue of a check that such a value has ended.
pub(crate) fn unfinished(message: &str) -> String {
    format!(
        "a value in the rows is not a value of the new type of its column, so a check could not \
         finish: change such values first. The check: {message}"
    )
}
