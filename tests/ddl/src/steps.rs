//! The steps from one catalog to another, in a database.

use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, Options, Plan, Statements};
use tablewright_schema::Intent;
use tablewright_schema::catalog::Catalog;
use tablewright_sql::Dialect;

use crate::Live;

/// The steps from one catalog to another, if all tables are ours.
///
/// # Errors
///
/// The blocking issues.
pub fn way(
    dialect: Dialect,
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
) -> Result<Plan, String> {
    let options = Options::default();
    let plan = plan::plan(dialect, from, to, intent, ExtraTables::Managed, options);
    plan.map_err(|issues| {
        let reasons: Vec<String> = issues.iter().map(ToString::to_string).collect();
        reasons.join("; ")
    })
}

/// Runs the statements of the steps.
///
/// # Errors
///
/// The database's error, with all statements.
pub fn walk(live: &Live, statements: &Statements) -> Result<(), String> {
    if statements.foreign_keys_off {
        live.run(&["PRAGMA foreign_keys = OFF"])?;
    }
    live.run(&statements.sql)
        .map_err(|error| format!("{error}\n{:#?}", statements.sql))?;
    if statements.foreign_keys_off {
        live.run(&["PRAGMA foreign_keys = ON"])?;
    }
    Ok(())
}
