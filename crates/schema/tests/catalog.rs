//! The parser for SQL that creates tables, on the SQL of the golden cases and of random schemas,
//! compared with a real SQLite.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use rusqlite::Connection;
use tablewright_schema::catalog::{self, Catalog, Table};
use tablewright_schema::{Schema, ddl, lower};
use tablewright_sql::Dialect;

type Law = Result<(), TestCaseError>;

#[test]
fn what_is_written_is_read_back() {
    for (name, schema) in golden::cases() {
        for &dialect in &schema.dialects {
            if let Err(error) = written_is_read(&schema, dialect) {
                panic!("{name}, {dialect}: {error}");
            }
        }
    }
}

#[test]
fn what_is_written_of_random_schemas_is_read_back() {
    for flavour in [
        Flavour::Sqlite,
        Flavour::Postgres,
        Flavour::Mysql,
        Flavour::Mariadb,
        Flavour::Everywhere,
    ] {
        hold(flavour, |schema| {
            for &dialect in &schema.dialects {
                written_is_read(schema, dialect)?;
            }
            Ok(())
        });
    }
}

#[test]
fn sqlite_keeps_what_was_written() {
    for (name, schema) in golden::cases() {
        if let Err(error) = sqlite_agrees(&schema) {
            panic!("{name}: {error}");
        }
    }
    hold(Flavour::Sqlite, sqlite_agrees);
}

fn written_is_read(schema: &Schema, dialect: Dialect) -> Law {
    let sql = ddl::script(&ddl::create(schema, dialect)).text;
    let catalog = catalog::read(dialect, &sql);
    let lowered = lower(schema, dialect);
    let by_name = |table: &Table| lowered.table(&table.name).cloned();
    let wanted: Vec<_> = catalog.tables.iter().filter_map(by_name).collect();
    prop_assert_eq!(
        with_sorted_keys(&catalog.tables),
        with_sorted_keys(&wanted),
        "{}",
        sql
    );
    says_what_the_schema_says(schema, dialect, &catalog)?;
    let written = script(dialect, &catalog);
    let again = catalog::read(dialect, &written);
    prop_assert_eq!(&again.tables, &catalog.tables, "{}\n--\n{}", sql, written);
    let once_more = script(dialect, &again);
    prop_assert_eq!(once_more, written);
    Ok(())
}

/// On PostgreSQL, references in a cycle come last.
fn with_sorted_keys(tables: &[Table]) -> Vec<Table> {
    let mut tables = tables.to_vec();
    for table in &mut tables {
        table.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
    }
    tables
}

/// Compares the parts that do not depend on the wording of a database.
fn says_what_the_schema_says(schema: &Schema, dialect: Dialect, catalog: &Catalog) -> Law {
    prop_assert_eq!(catalog.tables.len(), schema.tables.len());
    for table in &schema.tables {
        let Some(found) = catalog.table(&table.name) else {
            return Err(fail(format!("no table {}", table.name)));
        };
        prop_assert_eq!(&found.unsupported, &Vec::<String>::new());
        prop_assert_eq!(found.columns.len(), table.columns.len());
        for column in &table.columns {
            let Some(read) = found.column(&column.name) else {
                return Err(fail(format!("no column {} in {found:?}", column.name)));
            };
            let declared = ddl::column_type(schema, column, dialect);
            prop_assert_eq!(&read.ty, &catalog::column_type(dialect, &declared));
            if !matches!(column.source, tablewright_schema::Source::Generated(_)) {
                prop_assert_eq!(read.nullable, column.nullable, "{}", column.name);
            }
            prop_assert_eq!(
                read.generated.is_some(),
                matches!(column.source, tablewright_schema::Source::Generated(_))
            );
        }
        let names = |columns: &[usize]| -> Vec<String> {
            columns
                .iter()
                .map(|&it| table.columns[it].name.clone())
                .collect()
        };
        let key = found.primary_key.as_ref().map(|key| key.columns.clone());
        prop_assert_eq!(key, Some(names(&table.primary_key.columns)));
        let is_key = |index: &&tablewright_schema::Index| index.unique;
        let uniques = table.uniques.len() + table.indexes.iter().filter(is_key).count();
        let found_unique = found.indexes.iter().filter(|index| index.unique).count();
        prop_assert_eq!(found.uniques.len() + found_unique, uniques);
        let indexes = table.indexes.len() + table.uniques.len();
        prop_assert_eq!(found.indexes.len() + found.uniques.len(), indexes);
        prop_assert!(found.checks.len() >= table.checks.len());
        prop_assert_eq!(found.foreign_keys.len(), table.foreign_keys.len());
        for (key, read) in table.foreign_keys.iter().zip(&found.foreign_keys) {
            if table.foreign_keys.len() == 1 {
                prop_assert_eq!(&read.name, &key.name);
                prop_assert_eq!(&read.columns, &names(&key.columns));
                prop_assert_eq!(&read.target, &schema.tables[key.target].name);
                prop_assert_eq!(read.on_delete, key.on_delete);
                prop_assert_eq!(read.on_update, key.on_update);
                prop_assert_eq!(read.deferrable, key.deferrable);
            }
        }
    }
    Ok(())
}

fn script(dialect: Dialect, catalog: &Catalog) -> String {
    let tables = catalog.tables.iter();
    let statements: Vec<String> = tables
        .flat_map(|table| catalog::write::create_table(dialect, table))
        .collect();
    ddl::script(&statements).text
}

fn sqlite_agrees(schema: &Schema) -> Law {
    let dialect = Dialect::Sqlite;
    if !schema.dialects.contains(&dialect) {
        return Ok(());
    }
    let created = sqlite_catalog(&ddl::script(&ddl::create(schema, dialect)).text)?;
    let written = script(dialect, &created);
    let again = sqlite_catalog(&written)?;
    prop_assert_eq!(sorted(&again), sorted(&created), "{}", written);
    Ok(())
}

/// The catalog that SQLite has after running a script.
fn sqlite_catalog(script: &str) -> Result<Catalog, TestCaseError> {
    let db = Connection::open_in_memory().map_err(fail)?;
    db.execute_batch(script)
        .map_err(|error| fail(format!("{error}\n{script}")))?;
    let query = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
         ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, rowid";
    let mut query = db.prepare(query).map_err(fail)?;
    let rows = query.query_map([], |row| row.get(0)).map_err(fail)?;
    let statements: Vec<String> = rows.collect::<Result<_, _>>().map_err(fail)?;
    Ok(catalog::read(
        Dialect::Sqlite,
        &ddl::script(&statements).text,
    ))
}

fn sorted(catalog: &Catalog) -> Vec<&Table> {
    let mut tables: Vec<&Table> = catalog.tables.iter().collect();
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    tables
}

/// Tries a law on random schemas, the same in every run.
fn hold(flavour: Flavour, law: impl Fn(&Schema) -> Law) {
    let cases = std::env::var("TABLEWRIGHT_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: cases.unwrap_or(60),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&random::schemas(flavour), |random| {
        let schema = random::load(&random.to_yaml()).map_err(|it| fail(it.render(false)))?;
        law(&schema)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn fail(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
