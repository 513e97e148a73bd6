//! The steps from one schema to another and back, on a real SQLite.

#[path = "support/mutate.rs"]
mod mutate;
#[path = "../../schema/tests/support/random.rs"]
mod random;

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::generator;
use tablewright_evolve::plan::{self, Options, Plan, Statements};
use tablewright_evolve::snapshot::{self, State};
use tablewright_schema::catalog::{self, Catalog};
use tablewright_schema::{Intent, Schema, ddl};
use tablewright_sql::{Dialect, function};

type Law = Result<(), TestCaseError>;

#[test]
fn sqlite_gets_from_any_schema_to_any_other_and_back() {
    let pairs = (
        random::schemas(Flavour::Sqlite),
        random::schemas(Flavour::Sqlite),
    );
    let result = runner().run(&pairs, |(from, to)| {
        let (from, to) = (load(&from)?, load(&to)?);
        let after = created(&to, Dialect::Sqlite);
        there_and_back(&from, &after, Intent::default()).map(drop)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Constraints are dropped before columns are renamed, so they are created again after these have
/// their old names again.
#[test]
fn the_down_migration_of_a_dropped_check_has_the_old_column_name() {
    let models = |field: &str| {
        let text = format!(
            "dialects: [postgres, mysql, mariadb]\nmodels:\n  User:\n    fields: {{ id: id, {field} }}\n"
        );
        random::load(&text).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
    };
    let from = models("age: { type: integer, check: '{} > 0' }");
    let to = models("years: { type: integer, was: age }");
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb] {
        let (before, after) = (created(&from, dialect), created(&to, dialect));
        let intent = Intent::of(&to);
        let plan = plan::plan(
            dialect,
            &before,
            &after,
            &intent,
            ExtraTables::Managed,
            Options::default(),
        );
        let down = plan.expect("there is a way").down().sql;
        let sign = if dialect == Dialect::Postgres {
            '"'
        } else {
            '`'
        };
        let age = format!("{sign}age{sign}");
        let renamed = down.iter().position(|sql| sql.contains("RENAME COLUMN"));
        let added = down.iter().position(|sql| sql.contains("CHECK"));
        assert!(renamed < added, "{dialect}: {down:#?}");
        assert!(
            down.iter().any(|sql| sql.contains(&format!("{age} > 0"))),
            "{dialect}: {down:#?}"
        );
    }
}

/// SQLite cannot rename an index, so it goes before the column is renamed.
#[test]
fn what_undoes_a_renamed_column_has_its_indexes() {
    let cases = [
        ("index: true", ""),
        ("unique: true", ""),
        ("", "{ fields: [NAME, b] }"),
        ("", "{ name: k, fields: [NAME] }"),
        (
            "",
            r#"{ name: k, fields: [{ sql: "\"NAME\" /* a */ || 'a'" }] }"#,
        ),
        ("", r#"{ name: k, fields: [b], where: "NAME <> 'a'" }"#),
    ];
    for (field, index) in cases {
        let models = |name: &str, was: &str| {
            let index = index.replace("NAME", name);
            let text = format!(
                "models:\n  Item:\n    fields:\n      id: id\n      b: text\n      \
                 {name}: {{ type: text, {was} {field} }}\n    indexes: [{index}]\n"
            );
            random::load(&text).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
        };
        let (from, to) = (models("a", ""), models("aa", "was: a,"));
        let after = created(&to, Dialect::Sqlite);
        if let Err(error) = there_and_back(&from, &after, Intent::of(&to)) {
            panic!("{field} {index}: {error}");
        }
    }
}

/// In a query, but not in a check, MySQL refuses to compare the result of `json_type` with a string
/// of the connection's collation.
#[test]
fn mysql_is_asked_about_rows_that_break_a_check() {
    let preflight = |check: &str| {
        let models = |rest: &str| {
            let text = format!(
                "dialects: [mysql]\nmodels:\n  User:\n    fields: {{ id: id, name: text, extra: json }}\n{rest}"
            );
            random::load(&text).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
        };
        let (from, to) = (models(""), models(&format!("    checks: [\"{check}\"]")));
        let plan = plan::plan(
            Dialect::Mysql,
            &created(&from, Dialect::Mysql),
            &created(&to, Dialect::Mysql),
            &Intent::of(&to),
            ExtraTables::Managed,
            Options::default(),
        );
        let plan = plan.expect("there is a way");
        let mut warnings = plan.steps.iter().flat_map(|step| &step.warnings);
        let preflight = warnings.find_map(|warning| warning.preflight.clone());
        let preflight = preflight.expect("rows may break it");
        let (_, condition) = preflight.split_once("NOT (").expect("a condition");
        condition.trim_end_matches(") LIMIT 1").to_owned()
    };
    assert_eq!(
        preflight("json_type(extra) = 'ARRAY' OR name <>'x' 'y'"),
        "json_type(extra) =  _utf8mb4'ARRAY' OR name <> _utf8mb4'x' 'y'"
    );
    for as_written in [
        "name LIKE'%a'",
        "name > DATE '2024-01-01'",
        "name = 'x' 'y'",
    ] {
        assert_eq!(preflight(as_written), as_written);
    }
}

fn loaded(text: &str) -> Schema {
    random::load(text).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

/// A rollback cannot distinguish rows whose values became one.
#[test]
fn values_of_an_enum_are_not_merged() {
    let models = |values: &str| {
        loaded(&format!(
            "enums: {{ Mood: [{values}] }}\nmodels:\n  User:\n    fields: {{ id: id, mood: Mood }}\n"
        ))
    };
    let from = models("a, b, c");
    let issues = |to: &str, extra| {
        let to = models(to);
        let dialect = Dialect::Sqlite;
        let (before, after) = (created(&from, dialect), created(&to, dialect));
        plan::plan(
            dialect,
            &before,
            &after,
            &Intent::of(&to),
            extra,
            Options::default(),
        )
        .err()
        .map(|issues| issues.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let merged = issues("{ value: a, was: [b] }, c", ExtraTables::Managed).expect("an issue");
    assert!(
        merged[0].contains("`users.mood` has the values `a` and `b`"),
        "{merged:?}"
    );
    let merged = issues("{ value: d, was: [a, c] }, b", ExtraTables::Managed).expect("an issue");
    assert!(
        merged[0].contains("has the values `a` and `c`"),
        "{merged:?}"
    );
    // The database has one of several former values.
    let renamed = "a, { value: e, was: [z, b] }, c";
    assert_eq!(issues(renamed, ExtraTables::Managed), None);
    // `sync` does not go back.
    assert_eq!(
        issues("{ value: a, was: [b] }, c", ExtraTables::Unmanaged),
        None
    );
}

/// On MariaDB, a check at a column has no name, and no clause drops it.
#[test]
fn a_check_at_a_column_goes_with_its_declaration() {
    let dialect = Dialect::Mariadb;
    let live = "CREATE TABLE `users` (`id` BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, \
                `price` INT NOT NULL CHECK (`price` >= 0))";
    let to = loaded(
        "dialects: [mariadb]\nmodels:\n  User:\n    fields: { id: id, price: { type: integer, check: \"{} >= 0\" } }\n",
    );
    let plan = plan::plan(
        dialect,
        &catalog::read(dialect, live),
        &created(&to, dialect),
        &Intent::of(&to),
        ExtraTables::Unmanaged,
        Options::default(),
    );
    let sql: Vec<String> = plan.expect("there is a way").up().sql;
    assert!(
        sql.iter().any(|sql| sql.contains("MODIFY COLUMN `price`")),
        "{sql:#?}"
    );
    assert!(!sql.iter().any(|sql| sql.contains("``")), "{sql:#?}");
}

/// A check may name its table, and may write a column in any case that the database accepts.
#[test]
fn columns_in_checks_are_spelled_as_the_table_spells_them() {
    for dialect in Dialect::ALL {
        let quoted = |name: &str| tablewright_sql::quote::identifier(dialect, name);
        let column = match dialect.has_case_insensitive_names() {
            true => quoted("X"),
            false => quoted("x"),
        };
        let models = |check: &str, ty: &str| {
            loaded(&format!(
                "dialects: [{}]\nmodels:\n  User:\n    fields: {{ id: id, x: {ty} }}\n    checks: ['{check}']\n",
                dialect.name()
            ))
        };
        let table = created(&models(&format!("users.{column} > 0"), "integer"), dialect);
        let usual = created(&models("x > 0", "integer"), dialect);
        assert_eq!(table, usual, "{dialect}");
        let sql = &table.tables[0].checks.last().expect("a check").expression;
        assert!(!sql.text().contains("users"), "{dialect}: {sql}");
    }
}

/// An index may get the name that another one had.
#[test]
fn an_index_under_the_name_of_another_is_not_destructive() {
    let models = |indexes: &str| {
        loaded(&format!(
            "dialects: [postgres, mysql, mariadb]\nmodels:\n  User:\n    fields: {{ id: id, a: integer, b: integer }}\n    indexes: [{indexes}]\n"
        ))
    };
    let from = models("{ fields: [a], name: i1 }, { fields: [b], name: i2 }");
    let to = models("{ fields: [a], name: i2 }, { fields: [b, a], name: i1 }");
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb] {
        let plan = plan::plan(
            dialect,
            &created(&from, dialect),
            &created(&to, dialect),
            &Intent::of(&to),
            ExtraTables::Unmanaged,
            Options::default(),
        );
        let plan = plan.expect("there is a way");
        assert_eq!(plan.not_allowed().count(), 0, "{dialect}: {plan:#?}");
    }
}

/// The two types differ only in the check, which is ours.
#[test]
fn the_check_of_a_type_is_not_destructive() {
    let models = |ty: &str| {
        loaded(&format!(
            "models:\n  User:\n    fields: {{ id: {{ type: {ty}, primary_key: true, auto: false }} }}\n"
        ))
    };
    let (from, to) = (models("integer"), models("bigint"));
    let dialect = Dialect::Sqlite;
    let plan = plan::plan(
        dialect,
        &created(&from, dialect),
        &created(&to, dialect),
        &Intent::of(&to),
        ExtraTables::Unmanaged,
        Options::default(),
    );
    let plan = plan.expect("there is a way");
    assert_eq!(plan.not_allowed().count(), 0, "{plan:#?}");
}

#[test]
fn sqlite_gets_from_any_schema_to_a_later_one_and_back() {
    let (walked, rebuilt) = (Cell::new(0), Cell::new(0));
    let choices = proptest::collection::vec(any::<(u8, u8, u8)>(), 1..8);
    let result = runner().run(
        &(random::schemas(Flavour::Sqlite), choices),
        |(from, choices)| {
            let from = load(&from)?;
            let before = created(&from, Dialect::Sqlite);
            let (after, intent) = mutate::mutate(Dialect::Sqlite, &before, &choices);
            let plan = there_and_back(&from, &after, intent)?;
            walked.set(walked.get() + 1);
            let copies = |sql: &String| sql.starts_with("INSERT INTO \"tablewright_new_");
            rebuilt.set(rebuilt.get() + i32::from(plan.up().sql.iter().any(copies)));
            Ok(())
        },
    );
    if let Err(error) = result {
        panic!("{error}");
    }
    // Otherwise the changes are too small to say anything.
    assert!(
        rebuilt.get() * 3 > walked.get(),
        "{} of {}",
        rebuilt.get(),
        walked.get()
    );
}

#[test]
fn no_way_is_needed_to_where_one_is() {
    let mut runner = runner();
    for flavour in [
        Flavour::Sqlite,
        Flavour::Postgres,
        Flavour::Mysql,
        Flavour::Mariadb,
    ] {
        let result = runner.run(&random::schemas(flavour), |schema| {
            let schema =
                random::load(&schema.to_yaml()).map_err(|mistakes| fail(mistakes.to_string()))?;
            for &dialect in &schema.dialects {
                let catalog = created(&schema, dialect);
                let plan = way(dialect, &catalog, &catalog, &Intent::of(&schema))?;
                prop_assert!(plan.is_empty(), "{plan:#?}");
            }
            Ok(())
        });
        if let Err(error) = result {
            panic!("{error}");
        }
    }
}

fn load(schema: &random::RandomSchema) -> Result<Schema, TestCaseError> {
    random::load(&schema.to_yaml()).map_err(|mistakes| fail(mistakes.to_string()))
}

fn there_and_back(from: &Schema, after: &Catalog, names: Intent) -> Result<Plan, TestCaseError> {
    let before = created(from, Dialect::Sqlite);
    let mut intent = Intent {
        tables: names.tables,
        columns: names.columns,
        ..losing(&before, after)
    };
    // A dropped object is not renamed.
    for former in &intent.tables {
        intent.dropped.remove(&former.was);
    }
    for former in &intent.columns {
        intent
            .dropped
            .remove(&format!("{}.{}", former.table, former.was));
    }
    let plan = way(Dialect::Sqlite, &before, after, &intent)?;
    let db = connection().map_err(|error| fail(error.to_string()))?;
    let create = ddl::script(&ddl::create(from, Dialect::Sqlite)).text;
    run(&db, &create)?;
    let start = live(&db)?;
    prop_assert_eq!(&start.tables, &before.tables);

    walk(&db, &plan.up(), "there")?;
    same(&live(&db)?, after, &plan)?;
    walk(&db, &plan.down(), "back")?;
    same(&live(&db)?, &before, &plan)?;
    Ok(plan)
}

/// A connection with the function that conversions to 32 bits call.
fn connection() -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function(function::FLOAT, 1, flags, |to| {
        let number: Option<f64> = to.get(0)?;
        Ok(number.map(|number| f64::from(number as f32)))
    })?;
    Ok(db)
}

fn same(found: &Catalog, wanted: &Catalog, way_here: &Plan) -> Law {
    let rest = way(Dialect::Sqlite, found, wanted, &losing(found, wanted))?;
    prop_assert!(
        rest.is_empty(),
        "left to do: {rest:#?}\nafter {way_here:#?}"
    );
    Ok(())
}

/// Everything may be dropped, and there is no rename history.
fn losing(from: &Catalog, to: &Catalog) -> Intent {
    let mut names = BTreeSet::new();
    for table in from.tables.iter().chain(&to.tables) {
        names.insert(table.name.clone());
        let columns = table.columns.iter();
        names.extend(columns.map(|column| format!("{}.{}", table.name, column.name)));
    }
    Intent {
        dropped: names.clone(),
        converted: names,
        ..Intent::default()
    }
}

fn way(
    dialect: Dialect,
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
) -> Result<Plan, TestCaseError> {
    let plan = plan::plan(
        dialect,
        from,
        to,
        intent,
        ExtraTables::Managed,
        Options::default(),
    );
    plan.map_err(|issues| fail(format!("{issues:?}")))
}

fn created(schema: &Schema, dialect: Dialect) -> Catalog {
    let mut catalog = catalog::read(dialect, &ddl::script(&ddl::create(schema, dialect)).text);
    catalog.others.clear();
    catalog
}

fn live(db: &Connection) -> Result<Catalog, TestCaseError> {
    let read = || -> rusqlite::Result<String> {
        let mut statement = db.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index') \
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let statements = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(statements.join(";\n"))
    };
    let sql = read().map_err(|error| fail(error.to_string()))?;
    Ok(catalog::read(Dialect::Sqlite, &sql))
}

fn walk(db: &Connection, way: &Statements, direction: &str) -> Law {
    if way.foreign_keys_off {
        run(db, "PRAGMA foreign_keys = OFF")?;
    }
    run(db, "BEGIN")?;
    for statement in &way.sql {
        run(db, statement)
            .map_err(|error| fail(format!("{direction}: {error}\n{:#?}", way.sql)))?;
    }
    run(db, "COMMIT")?;
    run(db, "PRAGMA foreign_keys = ON")
}

fn run(db: &Connection, sql: &str) -> Law {
    db.execute_batch(sql)
        .map_err(|error| fail(format!("{error}: {sql}")))
}

fn fail(message: String) -> TestCaseError {
    TestCaseError::fail(message)
}

/// The same cases at every run; `PROPTEST_CASES` asks for more.
fn runner() -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|cases| cases.parse().ok()).unwrap_or(64);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn a_migration_is_what_the_next_one_starts_from() {
    let pairs = (
        random::schemas(Flavour::Everywhere),
        random::schemas(Flavour::Everywhere),
    );
    let result = runner().run(&pairs, |(first, second)| {
        let (first, second) = (load(&first)?, load(&second)?);
        for &dialect in &first.dialects {
            generated(dialect, &first, &second)?;
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn generated(dialect: Dialect, first: &Schema, second: &Schema) -> Law {
    let generate = |schema: &Schema, state: &State| {
        generator::generate(schema, dialect, state, Options::default())
            .map_err(|error| fail(error.join("; ")))
    };
    let snapshot =
        |text: &str| snapshot::read(dialect, text).map_err(|error| fail(error.to_string()));
    let begin = generate(first, &State::default())?;
    let one = snapshot(&begin.tables)?;
    let state = snapshot::fold([("1_first", &one)]).map_err(|error| fail(error.to_string()))?;
    prop_assert!(generate(first, &state)?.is_empty());
    let next = generate(second, &state)?;
    let two = snapshot(&next.tables)?;
    let state = snapshot::fold([("1_first", &one), ("2_second", &two)])
        .map_err(|error| fail(error.to_string()))?;
    let rest = generate(second, &state)?;
    prop_assert!(rest.is_empty(), "{}", rest.up);
    // A file has the same statements as the plan, whatever its comments contain.
    let tables_only = begin.scripts.is_empty() && next.scripts.is_empty();
    if tables_only {
        for (text, statements) in [
            (&begin.up, begin.plan.up()),
            (&next.up, next.plan.up()),
            (&next.down, next.plan.down()),
        ] {
            let found = tablewright_sql::statements(dialect, text);
            let normal = |sql: &str| catalog::Expression::new(dialect, sql);
            let found: Vec<_> = found.into_iter().map(normal).collect();
            let wanted: Vec<_> = statements.sql.iter().map(|sql| normal(sql)).collect();
            prop_assert_eq!(found, wanted);
        }
    }
    Ok(())
}
