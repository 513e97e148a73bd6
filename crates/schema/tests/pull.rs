//! A schema that was created comes back as it was, as far as one database tells.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use tablewright_schema::catalog::{Catalog, Table, read};
use tablewright_schema::pull::{Pulled, pull};
use tablewright_schema::{Dialect, Schema, ddl};

type Law = Result<(), TestCaseError>;

#[test]
fn golden_cases_come_back() {
    let mut wrong = Vec::new();
    for (name, schema) in golden::cases() {
        for &dialect in &schema.dialects {
            if let Err(error) = comes_back(&schema, dialect) {
                wrong.push(format!("{name}, {dialect}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn random_schemas_for_sqlite_come_back() {
    hold(Flavour::Sqlite);
}

#[test]
fn random_schemas_for_postgres_come_back() {
    hold(Flavour::Postgres);
}

#[test]
fn random_schemas_for_mysql_come_back() {
    hold(Flavour::Mysql);
}

#[test]
fn random_schemas_for_mariadb_come_back() {
    hold(Flavour::Mariadb);
}

#[test]
fn random_schemas_for_every_database_come_back() {
    hold(Flavour::Everywhere);
}

fn comes_back(schema: &Schema, dialect: Dialect) -> Law {
    let script = ddl::script(&ddl::create(schema, dialect)).text;
    let catalog = read(dialect, &script);
    let Pulled { yaml, remarks } = pull(dialect, &catalog);
    let again = random::load(&yaml)
        .map_err(|mistakes| fail(format!("{}\n{yaml}\n{script}", mistakes.render(false))))?;
    let script_again = ddl::script(&ddl::create(&again, dialect)).text;
    let catalog_again = read(dialect, &script_again);
    let (before, after) = (sorted(&catalog), sorted(&catalog_again));
    for (before, after) in before.iter().zip(&after) {
        prop_assert_eq!(after, before, "{}\n{}", yaml, script);
    }
    prop_assert_eq!(after.len(), before.len());
    let others = |catalog: &Catalog| catalog.others.len();
    prop_assert_eq!(others(&catalog_again), others(&catalog), "{}", yaml);
    let remarks: Vec<String> = remarks.iter().map(|remark| remark.to_string()).collect();
    prop_assert_eq!(remarks, Vec::<String>::new(), "{}", yaml);
    // Tables that refer to each other in a circle may come in another order.
    let place = |table: &Table| catalog.tables.iter().position(|it| it.name == table.name);
    let mut catalog_again = catalog_again;
    catalog_again.tables.sort_by_key(place);
    let once_more = pull(dialect, &catalog_again).yaml;
    prop_assert_eq!(
        lines(&once_more),
        lines(&yaml),
        "it is not written alike twice"
    );
    Ok(())
}

/// The tables by name, and what has no order in them by name.
fn sorted(catalog: &Catalog) -> Vec<Table> {
    let mut tables = catalog.tables.clone();
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    for table in &mut tables {
        table.uniques.sort_by(|a, b| a.name.cmp(&b.name));
        table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        table.checks.sort_by(|a, b| a.name.cmp(&b.name));
        table.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
    }
    tables
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// Tries the law on random schemas, the same in every run.
fn hold(flavour: Flavour) {
    let cases = std::env::var("TABLEWRIGHT_CASES").ok();
    let config = Config {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(60),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let law = |random: random::RandomSchema| {
        let schema = random::load(&random.to_yaml()).map_err(|it| fail(it.render(false)))?;
        for &dialect in &schema.dialects {
            comes_back(&schema, dialect)?;
        }
        Ok(())
    };
    if let Err(error) = TestRunner::new_with_rng(config, rng).run(&random::schemas(flavour), law) {
        panic!("{error}");
    }
}

fn fail(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
