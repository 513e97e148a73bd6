//! The law of migrations: from any schema to a later version of it and back, on each database. The
//! result is the same as if the database had been created from that version.

#[path = "../../../crates/evolve/tests/support/mutate.rs"]
mod mutate;
#[path = "../../../crates/schema/tests/support/random.rs"]
mod random;
#[path = "support/rows.rs"]
mod rows;
#[path = "../../conformance/spellings.rs"]
mod spellings;
#[path = "support/story/mod.rs"]
mod story;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use tablewright_evolve::plan::{Plan, Warning};
use tablewright_schema::catalog::{Catalog, read, write};
use tablewright_schema::{FormerColumn, FormerTable, Intent, Schema, lower};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, walk, way};

#[test]
fn there_and_back_on_sqlite() {
    there_and_back(Dialect::Sqlite, Flavour::Sqlite);
}

#[test]
fn there_and_back_on_postgres() {
    there_and_back(Dialect::Postgres, Flavour::Postgres);
}

#[test]
fn there_and_back_on_mariadb() {
    there_and_back(Dialect::Mariadb, Flavour::Mariadb);
}

#[test]
fn there_and_back_on_mysql() {
    there_and_back(Dialect::Mysql, Flavour::Mysql);
}

#[test]
fn spellings_on_sqlite() {
    story::spelled::hold(Dialect::Sqlite);
}

#[test]
fn spellings_on_postgres() {
    story::spelled::hold(Dialect::Postgres);
}

#[test]
fn spellings_on_mariadb() {
    story::spelled::hold(Dialect::Mariadb);
}

#[test]
fn spellings_on_mysql() {
    story::spelled::hold(Dialect::Mysql);
}

#[test]
fn names_move_on_beneath_objects_on_sqlite() {
    story::rotated::hold(Dialect::Sqlite);
}

#[test]
fn names_move_on_beneath_objects_on_postgres() {
    story::rotated::hold(Dialect::Postgres);
}

#[test]
fn names_move_on_beneath_objects_on_mariadb() {
    story::rotated::hold(Dialect::Mariadb);
}

#[test]
fn names_move_on_beneath_objects_on_mysql() {
    story::rotated::hold(Dialect::Mysql);
}

#[test]
fn generated_columns_on_sqlite() {
    story::generated::hold(Dialect::Sqlite, number("TABLEWRIGHT_CASES").is_some());
}

#[test]
fn generated_columns_on_postgres() {
    story::generated::hold(Dialect::Postgres, number("TABLEWRIGHT_CASES").is_some());
}

#[test]
fn generated_columns_on_mariadb() {
    story::generated::hold(Dialect::Mariadb, number("TABLEWRIGHT_CASES").is_some());
}

#[test]
fn generated_columns_on_mysql() {
    story::generated::hold(Dialect::Mysql, number("TABLEWRIGHT_CASES").is_some());
}

#[test]
fn versions_on_sqlite() {
    versions(Dialect::Sqlite);
}

#[test]
fn versions_on_postgres() {
    versions(Dialect::Postgres);
}

#[test]
fn versions_on_mariadb() {
    versions(Dialect::Mariadb);
}

#[test]
fn versions_on_mysql() {
    versions(Dialect::Mysql);
}

fn versions(dialect: Dialect) {
    story::cases::hold(dialect);
    let cases = number("TABLEWRIGHT_CASES").unwrap_or(200);
    story::holds(
        dialect,
        cases,
        number("TABLEWRIGHT_SEED").unwrap_or_default(),
    );
}

/// `TABLEWRIGHT_CASES` says how many, and `TABLEWRIGHT_SEED` which.
fn there_and_back(dialect: Dialect, own: Flavour) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let live = RefCell::new(live);
    let (filled, walked) = (Cell::new(0), Cell::new(0));
    let choices = proptest::collection::vec(any::<(u8, u8, u8)>(), 1..8);
    let result = runner().run(&(random::schemas(own), choices), |(schema, choices)| {
        let schema = random::load(&schema.to_yaml()).map_err(|error| fail(error.to_string()))?;
        let done = law(&live.borrow(), &schema, &choices).map(|rows| {
            walked.set(walked.get() + 1);
            filled.set(filled.get() + usize::from(rows > 0));
        });
        done.map_err(|error| {
            // The remains of a failure must not affect a smaller case.
            if let Some(fresh) = Live::new(dialect) {
                live.replace(fresh);
            }
            fail(error)
        })
    });
    if let Err(error) = result {
        panic!("{dialect}: {error}");
    }
    // Otherwise the law says little about rows.
    assert!(
        filled.get() * 4 > walked.get(),
        "{} of {}",
        filled.get(),
        walked.get()
    );
}

/// Returns the number of rows.
fn law(live: &Live, schema: &Schema, choices: &[(u8, u8, u8)]) -> Result<usize, String> {
    let dialect = live.dialect();
    let before = lower(schema, dialect);
    let (after, names) = mutate::mutate(dialect, &before, choices);
    let after = spelled(dialect, &after);
    let losing = |from: &Catalog, to: &Catalog| losing(from, to, &names);

    // Written offline, from SQL of ours alone.
    let offline = way(dialect, &before, &after, &losing(&before, &after))?;
    let first = way(dialect, &Catalog::default(), &before, &Intent::default())?;
    let (older, later) = (before.clone(), after.clone());
    let after = live.worded(&after)?;
    let before = live.worded(&before)?;
    walk(live, &first.up())?;
    arrived("created", live, &before, &losing)?;
    walk(live, &offline.up())?;
    arrived("there", live, &after, &losing)?;
    walk(live, &offline.down())?;
    arrived("back", live, &before, &losing)?;

    // Found by comparing with the live database.
    let found = way(
        dialect,
        &without_others(live.inspect()?),
        &after,
        &losing(&before, &after),
    )?;
    walk(live, &found.up())?;
    arrived("there again", live, &after, &losing)?;
    walk(live, &offline.down())?;
    arrived("back again", live, &before, &losing)?;

    // With rows, if the rows satisfy the change.
    let filled = rows::fill(live, &older);
    let mut came_along = 0;
    let mut end = &before;
    if filled > 0 && !is_refused(live, &offline)? {
        let seen = |migrated| rows::seen(live, &older, &later, &names, migrated);
        let start = seen(false)?;
        walk(live, &offline.up())?;
        arrived("there with rows", live, &after, &losing)?;
        same("there", &start, &seen(true)?)?;
        came_along = filled;
        let back = way(
            dialect,
            &after,
            &before,
            &self::losing(&after, &before, &reversed(&names)),
        )?;
        // Another plan for the down migration would need consent to round values.
        let is_loss = |warning: &&Warning| warning.message.contains("would lose digits");
        let (losses, others): (Vec<_>, Vec<_>) = offline.down_risks.iter().partition(is_loss);
        let is_rounded = has_rows(live, losses)?;
        let is_down_refused = has_rows(live, others)?;
        if is_down_refused != is_refused(live, &back)? {
            return Err(format!(
                "the preflight checks of the down migration disagree: {:#?}\n{:#?}",
                offline.down_risks, back.steps
            ));
        }
        if is_down_refused || is_rounded {
            end = &after;
        } else {
            walk(live, &offline.down())?;
            arrived("back with rows", live, &before, &losing)?;
            same("back", &start, &seen(false)?)?;
        }
    }
    let away = way(dialect, end, &Catalog::default(), &losing(end, end))?;
    walk(live, &away.up())?;
    arrived("away", live, &Catalog::default(), &losing)?;
    Ok(came_along)
}

/// The names in the down migration.
fn reversed(intent: &Intent) -> Intent {
    let tables = intent.tables.iter();
    let table = |name: &String| {
        let mut tables = intent.tables.iter();
        tables
            .find(|former| former.name == *name)
            .map_or(name.clone(), |former| former.was.clone())
    };
    let columns = intent.columns.iter().map(|former| FormerColumn {
        table: table(&former.table),
        name: former.was.clone(),
        was: former.name.clone(),
    });
    Intent {
        tables: tables
            .map(|former| FormerTable {
                name: former.was.clone(),
                was: former.name.clone(),
            })
            .collect(),
        columns: columns.collect(),
        ..intent.clone()
    }
}

/// Whether a step may fail because of rows, by its own warning.
fn is_refused(live: &Live, plan: &Plan) -> Result<bool, String> {
    has_rows(live, plan.steps.iter().flat_map(|step| &step.warnings))
}

/// Whether a preflight check finds a row.
fn has_rows<'w>(
    live: &Live,
    warnings: impl IntoIterator<Item = &'w Warning>,
) -> Result<bool, String> {
    let mut warnings = warnings.into_iter();
    let mut checks = warnings
        .by_ref()
        .filter_map(|warning| warning.preflight.as_ref());
    checks.try_fold(false, |found, check| Ok(found || live.has_rows(check)?))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    Err(format!("{what}, the rows are others: {one:#?}\n{other:#?}"))
}

/// The tables in the spelling of a catalog.
fn spelled(dialect: Dialect, tables: &Catalog) -> Catalog {
    let statements = tables.tables.iter();
    let statements = statements.flat_map(|table| write::create_table(dialect, table));
    let statements: Vec<String> = statements.collect();
    read(dialect, &statements.join("\n;\n"))
}

fn arrived(
    what: &str,
    live: &Live,
    wanted: &Catalog,
    losing: &impl Fn(&Catalog, &Catalog) -> Intent,
) -> Result<(), String> {
    let found = without_others(live.inspect()?);
    let rest = way(live.dialect(), &found, wanted, &losing(&found, wanted))?;
    if rest.is_empty() {
        return Ok(());
    }
    Err(format!("{what}, there is left to do: {:#?}", rest.up().sql))
}

/// All losses are allowed, except those of renamed objects.
fn losing(from: &Catalog, to: &Catalog, names: &Intent) -> Intent {
    let mut all = BTreeSet::new();
    for table in from.tables.iter().chain(&to.tables) {
        all.insert(table.name.clone());
        let columns = table.columns.iter();
        all.extend(columns.map(|column| format!("{}.{}", table.name, column.name)));
    }
    let mut intent = Intent {
        dropped: all.clone(),
        converted: all,
        ..names.clone()
    };
    for former in &names.tables {
        intent.dropped.remove(&former.was);
    }
    for former in &names.columns {
        intent
            .dropped
            .remove(&format!("{}.{}", former.table, former.was));
    }
    intent
}

fn without_others(catalog: Catalog) -> Catalog {
    Catalog {
        others: Vec::new(),
        ..catalog
    }
}

fn fail(message: String) -> TestCaseError {
    TestCaseError::fail(message)
}

fn runner() -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&number("TABLEWRIGHT_SEED").unwrap_or_default().to_le_bytes());
    let config = Config {
        cases: number("TABLEWRIGHT_CASES").unwrap_or(40),
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok()?.parse().ok()
}
