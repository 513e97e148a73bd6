//! Plans the steps from a live database to the models.

use tablewright_evolve::diff::{BlockingIssue, ExtraTables};
use tablewright_evolve::plan::{self, Options, Plan};
use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, Table};
use tablewright_schema::definition::{self, Definition, Malformed};
use tablewright_sql::Dialect;

use super::extensions;
use super::own::Todo;
use super::record::State;
use super::refused;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};
use crate::evolve::create::Schema;
use crate::evolve::inspect::{self, Scope};

/// The definition of the tables in generated code.
///
/// # Errors
///
/// If the models are not for the dialect.
pub(super) fn definition(
    schema: &'static Schema,
    dialect: Dialect,
) -> Result<(Intent, Definition)> {
    schema.create.get(dialect)?;
    match definition::decode(schema.definition, dialect) {
        Ok(Some(definition)) => Ok(definition),
        Ok(None) => Ok(<(Intent, Definition)>::default()),
        Err(error) => Err(malformed(error)),
    }
}

/// The treatment of indexes, constraints and the like that the models do not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extra {
    /// The plan drops them, which needs consent.
    #[default]
    Dropped,
    /// They stay, because another tool made the tables.
    Stays,
}

/// Compares, and changes nothing.
pub(super) async fn plan<C: Driver>(
    db: &C,
    schema: &'static Schema,
    state: &State,
) -> Result<Plan> {
    plan_with(db, schema, state, Extra::Dropped).await
}

/// The same as [`plan`], with a choice.
pub(super) async fn plan_with<C: Driver>(
    db: &C,
    schema: &'static Schema,
    state: &State,
    extra: Extra,
) -> Result<Plan> {
    let dialect = db.dialect();
    let (intent, definition) = definition(schema, dialect)?;
    let mut current = inspect::catalog(db, Scope::All).await?;
    let wanted = &definition.catalog;
    inspect::spelling::as_wanted(db, &mut current, wanted, &intent.tables).await?;
    // A new table is not compared with anything.
    let is_compared = |table: &Table| {
        let former = intent.tables.iter().filter(|it| it.name == table.name);
        let mut names = former.map(|it| &it.was).chain([&table.name]);
        names.any(|name| {
            current
                .tables
                .iter()
                .any(|it| dialect.same_name(&it.name, name))
        })
    };
    let missing = extensions::missing(db, &definition.own_sql, &current.others).await?;
    if missing.needs_help() {
        return missing.plan(dialect, &current);
    }
    let extensions = missing.extensions;
    let wanted = &definition.catalog;
    let wanted = inspect::worded_if(db, wanted, &current, extensions, is_compared).await?;
    let issues = |issues: Vec<BlockingIssue>| {
        let reasons = issues.iter().map(ToString::to_string).collect();
        refused(reasons, None)
    };
    let options = Options::default();
    let find = |current: &Catalog| match extra {
        Extra::Dropped => {
            let tables = ExtraTables::Unmanaged;
            plan::plan_and_tables(dialect, current, &wanted, &intent, tables, options)
        }
        Extra::Stays => plan::plan_beside(dialect, current, &wanted, &intent, options),
    };
    let add_twins = |plan: &mut Plan| {
        if *state == State::Changed {
            plan::add_twins(dialect, &current, &wanted, &intent, plan);
        }
    };
    let (mut plan, changing) = find(&current).map_err(issues)?;
    add_twins(&mut plan);
    if definition.own_sql.is_empty() {
        return Ok(plan);
    }
    let (scripts, live) = (&definition.own_sql, &current.others);
    let todo = Todo::find(db, scripts, live, &intent.tables, changing).await?;
    if todo.is_empty() {
        return Ok(plan);
    }
    // A dropped object is not created again in its old form.
    let others = current.others.iter();
    let others = others.filter(|other| !todo.takes(dialect, other)).cloned();
    let without = Catalog {
        tables: current.tables.clone(),
        others: others.collect(),
    };
    (plan, _) = find(&without).map_err(issues)?;
    add_twins(&mut plan);
    plan.steps.splice(0..0, todo.go);
    plan.steps.extend(todo.come);
    plan.guards.extend(todo.guards);
    Ok(plan)
}

#[cold]
fn malformed(error: Malformed) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "{error}: tablewright-build, which generated the models of this program, and \
             tablewright have different versions: use the same version of both"
        ),
        source: Some(Box::new(error)),
    }))
}
