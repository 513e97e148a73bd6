//! The description of the models in generated code: every written text can be read, and no text
//! causes a panic.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use tablewright_schema::catalog::{Catalog, read};
use tablewright_schema::definition::{Definition, Malformed, decode, encode, of_schema};
use tablewright_schema::{Intent, Schema, lower, lower_with_scripts};
use tablewright_sql::Dialect;

type Law = Result<(), TestCaseError>;

#[test]
fn golden_cases_come_back() {
    for (name, schema) in golden::cases() {
        if let Err(error) = comes_back(&schema) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn random_schemas_come_back() {
    for flavour in [
        Flavour::Sqlite,
        Flavour::Postgres,
        Flavour::Mysql,
        Flavour::Mariadb,
        Flavour::Everywhere,
    ] {
        let result = runner(40).run(&random::schemas(flavour), |random| {
            let schema = random::load(&random.to_yaml()).map_err(|it| fail(it.render(false)))?;
            comes_back(&schema)
        });
        if let Err(error) = result {
            panic!("{error}");
        }
    }
}

#[test]
fn whatever_a_database_has_comes_back() {
    for dialect in Dialect::ALL {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../evolve/tests/pulled");
        let sql = std::fs::read_to_string(format!("{folder}/{}.sql", dialect.name()));
        let catalog = read(dialect, &sql.expect("there are tables of every database"));
        let definition = Definition {
            catalog,
            statements_before: 3,
            own_sql: Vec::new(),
        };
        let text = encode(&Intent::default(), &[(dialect, definition.clone())]);
        let found = decode(&text, dialect);
        assert_eq!(found, Ok(Some((Intent::default(), definition))));
    }
}

#[test]
fn a_text_of_another_form_is_an_error() {
    let text = of_schema(&golden::cases()[0].1);
    assert!(text.starts_with("tablewright 2\n"), "{text}");
    let other = text.replacen("tablewright 2", "tablewright 3", 1);
    assert_eq!(decode(&other, Dialect::Sqlite), Err(Malformed));
    assert_eq!(decode("", Dialect::Sqlite), Err(Malformed));
}

/// Cut off, changed anywhere, or anything at all.
#[test]
fn no_text_makes_a_panic() {
    let texts: Vec<String> = golden::cases()
        .iter()
        .map(|(_, schema)| of_schema(schema))
        .collect();
    let changes = (
        0..texts.len(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        "[0-9a-vA-Z+=! \u{e4}\n-]{0,3}",
    );
    let result = runner(3000).run(&changes, |(which, from, to, new)| {
        let text = &texts[which];
        let from = floor(text, from.index(text.len() + 1));
        let to = floor(text, to.index(text.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        let changed = format!("{}{new}{}", &text[..from], &text[to..]);
        for dialect in Dialect::ALL {
            // Whether it is another definition or an error, it is no panic.
            drop(decode(&changed, dialect));
            drop(decode(&text[..from], dialect));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let anything = "(tablewright 2\n)?[ -~\u{e4}\u{1f600}]{0,40}";
    let result = runner(3000).run(&anything, |text| {
        for dialect in Dialect::ALL {
            drop(decode(&text, dialect));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn names_that_are_said_often_are_written_once() {
    let yaml = "dialects: [sqlite, postgres, mysql, mariadb]\nmodels:\n  SomeRatherLongName:\n    \
                fields: { id: id, another_rather_long_name: text }\n";
    let schema = random::load(yaml).unwrap_or_else(|it| panic!("{}", it.render(false)));
    let text = of_schema(&schema);
    assert_eq!(
        text.matches("another_rather_long_name\"").count(),
        1,
        "{text}"
    );
    assert!(text.len() < 600, "{}: {text}", text.len());
}

/// Additions of the user's own SQL to tables of the models are wanted; its other objects are not
/// compared.
#[test]
fn scripts_add_to_tables() {
    let yaml = "dialects: [postgres]\nmodels:\n  User:\n    fields: { id: id, name: text }\n\
                sql:\n  more:\n    create: |\n      \
                CREATE TABLE IF NOT EXISTS log (line text);\n      \
                CREATE INDEX IF NOT EXISTS lines ON log (line);\n      \
                CREATE INDEX IF NOT EXISTS names ON users (name text_pattern_ops);\n      \
                ALTER TABLE users ADD COLUMN IF NOT EXISTS extra int;\n      \
                DROP TABLE IF EXISTS users;\n      \
                DO $$ BEGIN ALTER TABLE users ADD other int; END $$;\n      \
                CREATE OR REPLACE VIEW everybody AS SELECT * FROM users;\n";
    let schema = random::load(yaml).unwrap_or_else(|it| panic!("{}", it.render(false)));
    let mut wanted = lower(&schema, Dialect::Postgres);
    let found = lower_with_scripts(&schema, Dialect::Postgres);
    let with =
        "CREATE TABLE users (extra int); CREATE INDEX names ON users (name text_pattern_ops)";
    let extra = read(Dialect::Postgres, with).tables.remove(0);
    wanted.tables[0].columns.extend(extra.columns);
    wanted.tables[0].indexes.extend(extra.indexes);
    assert_eq!(found, wanted);
}

fn comes_back(schema: &Schema) -> Law {
    let text = of_schema(schema);
    for dialect in Dialect::ALL {
        let found = decode(&text, dialect).map_err(|error| fail(error.to_string()))?;
        if !schema.dialects.contains(&dialect) {
            prop_assert!(found.is_none());
            continue;
        }
        let Some((intent, definition)) = found else {
            return Err(fail(format!("nothing for {dialect}")));
        };
        prop_assert_eq!(intent, Intent::of(schema));
        let wanted = lower_with_scripts(schema, dialect);
        prop_assert_eq!(&definition.catalog, &wanted);
        prop_assert_eq!(texts(&definition.catalog), texts(&wanted));
    }
    Ok(())
}

/// All parts, including those that are not compared.
fn texts(catalog: &Catalog) -> String {
    format!("{catalog:?}")
}

fn floor(text: &str, mut position: usize) -> usize {
    while !text.is_char_boundary(position) {
        position -= 1;
    }
    position
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    TestRunner::new_with_rng(config, rng)
}

fn fail(message: String) -> TestCaseError {
    TestCaseError::fail(message)
}
