//! Pulling a created schema gives the same models again, as far as a database shows them.

#[path = "../../schema/tests/support/golden.rs"]
mod golden;
#[path = "../../schema/tests/support/random.rs"]
mod random;
#[path = "../../schema/tests/support/scripts.rs"]
mod scripts;

#[path = "pull/decimals.rs"]
mod decimals;
#[path = "pull/forms.rs"]
mod forms;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use tablewright_evolve::pull::{Pulled, pull};
use tablewright_schema::catalog::{Catalog, Table, read};
use tablewright_schema::{Literal, Rules, Schema, ddl};
use tablewright_sql::Dialect;

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

/// Other programs' tables: the expected models are beside them, can be loaded, and pulling their
/// tables gives the same models. `UPDATE_EXPECT=1` writes them again.
#[test]
fn other_schemas_are_written_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pulled");
    for dialect in Dialect::ALL {
        let sql = fs::read_to_string(folder.join(format!("{}.sql", dialect.name())));
        let sql = sql
            .expect("there are tables of every database")
            .replace("\r\n", "\n");
        let Pulled { yaml, warnings } = pull(dialect, &read(dialect, &sql));
        let warnings: String = warnings
            .iter()
            .map(|warning| format!("{warning}\n"))
            .collect();
        for (text, ending) in [(&yaml, "yaml"), (&warnings, "txt")] {
            let file = folder.join(format!("{}.{ending}", dialect.name()));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(&file, text).expect("the expectation can be written");
            }
            let expected = fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            assert_eq!(text, &expected, "{}", file.display());
        }
        let schema = match random::load(&yaml) {
            Ok(schema) => schema,
            Err(mistakes) => panic!("{dialect}: {}\n{yaml}", mistakes.render(false)),
        };
        let script = ddl::script(&ddl::create(&schema, dialect)).text;
        let again = pull(dialect, &read(dialect, &script)).yaml;
        // Unmanaged columns are not created.
        let yaml = match yaml.split_once("unmanaged:\n") {
            Some((before, rest)) => {
                let (_, rest) = rest.split_once("\n\n").expect("models follow");
                format!("{before}{rest}")
            }
            None => yaml,
        };
        let is_said = |line: &&str| !line.trim_start().starts_with('#');
        let said = |text: &str| -> Vec<String> {
            lines(text)
                .into_iter()
                .filter(is_said)
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(said(&again), said(&yaml));
    }
}

proptest! {
    #![proptest_config(scripts::config())]

    #[test]
    fn whatever_is_read_is_pulled(
        text in prop_oneof![any::<String>(), scripts::pieces(), scripts::changed_script()],
    ) {
        for dialect in Dialect::ALL {
            let pulled = pull(dialect, &read(dialect, &text));
            prop_assert!(pulled.yaml.contains("models:"));
        }
    }
}

fn comes_back(schema: &Schema, dialect: Dialect) -> Law {
    let script = ddl::script(&ddl::create(schema, dialect)).text;
    let catalog = read(dialect, &script);
    let Pulled { yaml, warnings } = pull(dialect, &catalog);
    let again = random::load(&yaml)
        .map_err(|mistakes| fail(format!("{}\n{yaml}\n{script}", mistakes.render(false))))?;
    prop_assert_eq!(rules(&again), rules(schema), "{}\n{}", yaml, script);
    let script_again = ddl::script(&ddl::create(&again, dialect)).text;
    let catalog_again = read(dialect, &script_again);
    let (before, after) = (sorted(&catalog), sorted(&catalog_again));
    for (before, after) in before.iter().zip(&after) {
        prop_assert_eq!(after, before, "{}\n{}", yaml, script);
    }
    prop_assert_eq!(after.len(), before.len());
    let others = |catalog: &Catalog| catalog.others.len();
    prop_assert_eq!(others(&catalog_again), others(&catalog), "{}", yaml);
    let warnings = warnings.iter().map(|warning| warning.to_string());
    // MySQL has no type for them, so they cannot be distinguished from other bytes.
    let is_uuid = |warning: &String| warning.contains("binary(16) becomes `uuid`");
    let warnings: Vec<String> = warnings.filter(|warning| !is_uuid(warning)).collect();
    prop_assert_eq!(warnings, Vec::<String>::new(), "{}", yaml);
    // Tables whose references form a cycle may come in another order.
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

/// The validation words of each column that a database has.
fn rules(schema: &Schema) -> BTreeMap<(&str, &str), Rules> {
    let columns = schema.tables.iter().flat_map(|table| {
        let columns = table.columns.iter();
        columns.map(|column| ((table.name.as_str(), column.name.as_str()), &column.rules))
    });
    let rules = columns.map(|(name, rules)| {
        let pattern = None;
        let rules = rules.clone();
        (
            name,
            Rules {
                pattern,
                min: bound(rules.min.clone()),
                max: bound(rules.max.clone()),
                ..rules
            },
        )
    });
    rules.filter(|(_, rules)| !rules.is_empty()).collect()
}

/// The bound without its type: MySQL has one type for both.
fn bound(literal: Option<Literal>) -> Option<Literal> {
    literal.map(|literal| match literal {
        Literal::Timestamp(time) => Literal::DateTime(time),
        other => other,
    })
}

/// The tables by name, with their unordered parts sorted by name.
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
