//! Laws for every schema, tried on random ones and on a real SQLite.
//!
//! `TABLEWRIGHT_CASES` sets the number of schemas for each law, and the number `TABLEWRIGHT_SEED`
//! chooses them: without it they are the same in every run.

#[path = "support/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::fmt::Display;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use random::{Flavour, RandomModel, RandomSchema};
use rusqlite::Connection;
use tablewright_schema::{Action, IndexKey, Schema, Source, Table, ddl};
use tablewright_sql::Dialect;

type Law = Result<(), TestCaseError>;

#[test]
fn sqlite_has_what_the_file_says() {
    hold(&random::schemas(Flavour::Sqlite), |random| {
        let schema = load(&random.to_yaml())?;
        schema_says_what_the_file_says(random, &schema)?;

        let db = Connection::open_in_memory().map_err(fail)?;
        run(&db, &ddl::create(&schema, Dialect::Sqlite))?;
        run(&db, &ddl::create(&schema, Dialect::Sqlite))?;
        for (model, table) in random.models.iter().zip(&schema.tables) {
            columns_are_those_of_the_file(&db, random, model, table)?;
            foreign_keys_are_those_of_the_schema(&db, &schema, table)?;
            unique_keys_are_those_of_the_schema(&db, table)?;
            indexes_are_those_of_the_schema(&db, table)?;
            every_statement_can_be_prepared(&db, table)?;
        }
        run(&db, &ddl::drop(&schema, Dialect::Sqlite))?;
        prop_assert_eq!(
            objects(&db)?,
            Vec::<String>::new(),
            "something was not dropped"
        );
        run(&db, &ddl::drop(&schema, Dialect::Sqlite))
    });
}

#[test]
fn a_schema_for_every_database_is_written_for_each() {
    hold(&random::schemas(Flavour::Everywhere), |random| {
        let schema = load(&random.to_yaml())?;
        schema_says_what_the_file_says(random, &schema)?;
        let again = load(&random.to_yaml())?;
        prop_assert_eq!(&schema, &again, "the same file is another schema");
        for dialect in Dialect::ALL {
            let create = ddl::create(&schema, dialect);
            prop_assert_eq!(&create, &ddl::create(&again, dialect), "another script");
            a_script_is_its_statements(&create)?;
            a_script_is_its_statements(&ddl::drop(&schema, dialect))?;
        }
        let db = Connection::open_in_memory().map_err(fail)?;
        let create = ddl::script(&ddl::create(&schema, Dialect::Sqlite));
        db.execute_batch(&create.text)
            .map_err(|error| fail(format!("{error}\n{}", create.text)))
    });
}

#[test]
fn line_endings_change_nothing() {
    hold(&random::schemas(Flavour::Sqlite), |random| {
        let yaml = random.to_yaml();
        prop_assert_eq!(load(&yaml)?, load(&yaml.replace('\n', "\r\n"))?);
        Ok(())
    });
}

/// A file with a piece cut out, doubled or replaced is refused, or is another schema. Neither
/// reading it nor writing its tables panics.
#[test]
fn a_damaged_file_is_never_a_panic() {
    let damage = proptest::collection::vec((any::<u16>(), 0_usize..40, 0..PIECES.len()), 1..4);
    hold(
        &(random::schemas(Flavour::Everywhere), damage),
        |(random, damage)| {
            let mut yaml: Vec<char> = random.to_yaml().chars().collect();
            for (place, length, piece) in damage {
                let start = usize::from(*place) % yaml.len().max(1);
                let end = (start + length).min(yaml.len());
                yaml.splice(start..end, PIECES[*piece].chars());
            }
            let yaml: String = yaml.into_iter().collect();
            match random::load(&yaml) {
                Ok(schema) => {
                    for dialect in &schema.dialects {
                        ddl::create(&schema, *dialect);
                        ddl::drop(&schema, *dialect);
                    }
                }
                Err(mistakes) => prop_assert!(!mistakes.to_string().is_empty()),
            }
            Ok(())
        },
    );
}

const PIECES: &[&str] = &[
    "",
    "?",
    "[]",
    ": ",
    "\n",
    "\n      ",
    "\"",
    "'",
    "{",
    "}",
    "]",
    ",",
    "#",
    "&a ",
    "*a",
    "!!str ",
    "|",
    ">",
    "- ",
    "id",
    "0",
    "-1",
    "99999999999999999999",
    "null",
    "~",
    "é",
    "🦀",
    "\t",
    "\0",
    "User",
    "type: ",
    "primary_key: true\n",
    "(",
    ")",
    "true",
    "{sql: ",
    "---\n",
    "<<: ",
    "%",
];

/// Tries a law, and shows the smallest file that breaks it.
fn hold<S: Strategy>(strategy: &S, law: impl Fn(&S::Value) -> Law) {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|it| it.parse::<u32>().ok())
    };
    let seed = number("TABLEWRIGHT_SEED").unwrap_or_default();
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        cases: number("TABLEWRIGHT_CASES").unwrap_or(256),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    match TestRunner::new_with_rng(config, rng).run(strategy, |value| law(&value)) {
        Ok(()) => {}
        Err(TestError::Fail(reason, smallest)) => panic!("{reason}\nin\n{smallest:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn load(text: &str) -> Result<Schema, TestCaseError> {
    random::load(text).map_err(fail)
}

fn fail(error: impl Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

fn run(db: &Connection, statements: &[String]) -> Law {
    for statement in statements {
        db.execute_batch(statement)
            .map_err(|error| fail(format!("{error}\n{statement}")))?;
    }
    Ok(())
}

fn schema_says_what_the_file_says(random: &RandomSchema, schema: &Schema) -> Law {
    prop_assert_eq!(schema.tables.len(), random.models.len());
    for (model, table) in random.models.iter().zip(&schema.tables) {
        prop_assert_eq!(&table.model, &model.name);
        if let Some(name) = &model.table {
            prop_assert_eq!(&table.name, name);
        }
        let expected = random.expected_columns(model);
        let fields: Vec<_> = expected.iter().map(|it| it.field.as_str()).collect();
        prop_assert_eq!(
            table
                .columns
                .iter()
                .map(|it| it.field.as_str())
                .collect::<Vec<_>>(),
            fields
        );
        for (position, (expected, column)) in expected.iter().zip(&table.columns).enumerate() {
            // A reference holds the values of the key that it refers to.
            let mut references = table.foreign_keys.iter();
            let is_passed_on = references.any(|key| {
                let mut columns = key.columns.iter().zip(&key.target_columns);
                columns.any(|(own, there)| {
                    *own == position && schema.tables[key.target].columns[*there].sensitive
                })
            });
            prop_assert_eq!(&column.name, &expected.column);
            prop_assert_eq!(
                column.nullable,
                expected.nullable,
                "NULL in {}",
                column.name
            );
            prop_assert_eq!(&column.doc, &expected.doc, "doc of {}", column.name);
            prop_assert_eq!(
                column.sensitive,
                expected.sensitive || is_passed_on,
                "sensitive {}",
                column.name
            );
            let generated = matches!(column.source, Source::Generated(_));
            prop_assert_eq!(generated, expected.generated, "generated {}", column.name);
            let has_default = matches!(column.source, Source::Default(_));
            prop_assert_eq!(
                has_default,
                expected.has_default,
                "default of {}",
                column.name
            );
        }
        let key = table
            .primary_key
            .columns
            .iter()
            .map(|column| table.columns[*column].name.clone());
        prop_assert_eq!(key.collect::<Vec<_>>(), random.expected_key(model));
    }
    Ok(())
}

fn columns_are_those_of_the_file(
    db: &Connection,
    random: &RandomSchema,
    model: &RandomModel,
    table: &Table,
) -> Law {
    let found = rows(
        db,
        "SELECT name, \"notnull\", pk, hidden FROM pragma_table_xinfo(?1)",
        &table.name,
        |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, i64>(3)? != 0,
            ))
        },
    )?;
    let key = random.expected_key(model);
    let counted = matches!(
        table.primary_key.columns[..],
        [key] if table.columns[key].source == Source::Identity
    );
    let expected: Vec<(String, bool, isize, bool)> = random
        .expected_columns(model)
        .into_iter()
        .map(|column| {
            let place = key.iter().position(|name| *name == column.column);
            let place = place.map_or(0, |at| at as isize + 1);
            // The row's number needs no NOT NULL.
            let not_null = !(column.nullable || counted && place > 0);
            (column.column, not_null, place, column.generated)
        })
        .collect();
    prop_assert_eq!(found, expected, "the columns of {}", table.name);
    Ok(())
}

fn foreign_keys_are_those_of_the_schema(db: &Connection, schema: &Schema, table: &Table) -> Law {
    type Key = (String, Vec<(String, String)>, String, String);
    let parts = rows(
        db,
        "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete
         FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq",
        &table.name,
        |row| {
            let columns: (String, String) = (row.get(2)?, row.get(3)?);
            Ok((
                row.get::<_, i64>(0)?,
                row.get(1)?,
                columns,
                row.get(4)?,
                row.get(5)?,
            ))
        },
    )?;
    let mut found: Vec<Key> = Vec::new();
    let mut last = None;
    for (id, target, columns, on_update, on_delete) in parts {
        match found.last_mut() {
            Some(key) if last == Some(id) => key.1.push(columns),
            _ => found.push((target, vec![columns], on_update, on_delete)),
        }
        last = Some(id);
    }
    let action = |action: Action| action.sql().to_owned();
    let expected: Vec<Key> = table
        .foreign_keys
        .iter()
        .map(|key| {
            let target = &schema.tables[key.target];
            let name = |table: &Table, column: &usize| table.columns[*column].name.clone();
            let columns = key.columns.iter().zip(&key.target_columns);
            let columns = columns.map(|(from, to)| (name(table, from), name(target, to)));
            (
                target.name.clone(),
                columns.collect(),
                action(key.on_update),
                action(key.on_delete),
            )
        })
        .collect();
    prop_assert_eq!(found, expected, "the foreign keys of {}", table.name);
    Ok(())
}

fn unique_keys_are_those_of_the_schema(db: &Connection, table: &Table) -> Law {
    let names = rows(
        db,
        "SELECT name FROM pragma_index_list(?1) WHERE origin = 'u' AND \"unique\"",
        &table.name,
        |row| row.get::<_, String>(0),
    )?;
    let mut found = BTreeSet::new();
    for name in names {
        let columns = "SELECT name FROM pragma_index_info(?1) ORDER BY seqno";
        found.insert(rows(db, columns, &name, |row| row.get::<_, String>(0))?);
    }
    let columns = |key: &tablewright_schema::Key| {
        key.columns
            .iter()
            .map(|column| table.columns[*column].name.clone())
            .collect()
    };
    let expected: BTreeSet<Vec<String>> = table.uniques.iter().map(columns).collect();
    prop_assert_eq!(found, expected, "the unique keys of {}", table.name);
    Ok(())
}

fn indexes_are_those_of_the_schema(db: &Connection, table: &Table) -> Law {
    let found: BTreeSet<(String, bool, bool)> = rows(
        db,
        "SELECT name, \"unique\", partial FROM pragma_index_list(?1) WHERE origin = 'c'",
        &table.name,
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?
    .into_iter()
    .collect();
    let describe = |index: &tablewright_schema::Index| {
        (index.name.clone(), index.unique, index.predicate.is_some())
    };
    let expected: BTreeSet<_> = table.indexes.iter().map(describe).collect();
    prop_assert_eq!(found, expected, "the indexes of {}", table.name);

    for index in &table.indexes {
        let found = rows(
            db,
            "SELECT name, \"desc\" FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno",
            &index.name,
            |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?)),
        )?;
        let expected: Vec<_> = index
            .parts
            .iter()
            .map(|part| match &part.key {
                IndexKey::Column(column) => {
                    (Some(table.columns[*column].name.clone()), part.descending)
                }
                IndexKey::Expression(_) => (None, part.descending),
            })
            .collect();
        prop_assert_eq!(found, expected, "the parts of {}", index.name);
    }
    Ok(())
}

/// SQLite looks for the keys that foreign keys refer to only when a row changes.
fn every_statement_can_be_prepared(db: &Connection, table: &Table) -> Law {
    let name = table.name.replace('"', "\"\"");
    db.execute_batch(&format!("DELETE FROM \"{name}\""))
        .map_err(fail)
}

fn a_script_is_its_statements(statements: &[String]) -> Law {
    let script = ddl::script(statements);
    prop_assert_eq!(script.ends.len(), statements.len());
    let mut start = 0;
    for (statement, end) in statements.iter().zip(&script.ends) {
        let piece = &script.text[start..*end];
        prop_assert_eq!(piece.trim().strip_suffix(';'), Some(statement.trim()));
        start = *end;
    }
    Ok(())
}

/// Everything in the database that is not SQLite's own.
fn objects(db: &Connection) -> Result<Vec<String>, TestCaseError> {
    rows(
        db,
        "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> ?1",
        "",
        |row| row.get(0),
    )
}

fn rows<T>(
    db: &Connection,
    sql: &str,
    parameter: &str,
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, TestCaseError> {
    let mut statement = db.prepare(sql).map_err(fail)?;
    let rows = statement
        .query_map([parameter], |row| read(row))
        .map_err(fail)?;
    rows.collect::<rusqlite::Result<_>>().map_err(fail)
}
