//! The text of snapshots, and the tables after several of them.

#[path = "../../schema/tests/support/golden.rs"]
mod golden;
#[path = "../../schema/tests/support/random.rs"]
mod random;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use random::Flavour;
use tablewright_evolve::snapshot::{
    Conflict, Definition, Script, Snapshot, State, Touched, fingerprint, fold, read, write,
};
use tablewright_schema::catalog::{self, Table};
use tablewright_schema::{Schema, When, ddl};
use tablewright_sql::Dialect;

#[test]
fn a_snapshot_is_read_back() {
    for (name, schema) in golden::cases() {
        if let Err(error) = is_read_back(&schema) {
            panic!("{name}: {error}");
        }
    }
    let config = Config {
        cases: 60,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let law = |random: random::RandomSchema| {
        let schema = random::load(&random.to_yaml()).map_err(|it| fail(it.render(false)))?;
        is_read_back(&schema)
    };
    let result =
        TestRunner::new_with_rng(config, rng).run(&random::schemas(Flavour::Everywhere), law);
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn is_read_back(schema: &Schema) -> Result<(), TestCaseError> {
    for &dialect in &schema.dialects {
        let sql = ddl::script(&ddl::create(schema, dialect)).text;
        let tables = catalog::read(dialect, &sql).tables;
        let scripts = schema.scripts.iter().filter_map(|script| {
            let create = script.create.get(dialect).clone()?;
            let script_of = Script {
                when: script.when,
                create: create.trim().trim_end_matches(';').to_owned(),
                drop: script
                    .drop
                    .get(dialect)
                    .clone()
                    .map(|drop| drop.trim().to_owned()),
            };
            Some(made(&script.name, Definition::of_script(script_of)))
        });
        let snapshot = Snapshot {
            scripts: scripts.collect(),
            tables: tables
                .into_iter()
                .map(|table| made(&table.name.clone(), Definition::of_table(table)))
                .collect(),
        };
        let text = write(dialect, &snapshot);
        let again = read(dialect, &text).map_err(|mistake| fail(format!("{mistake}\n{text}")))?;
        prop_assert_eq!(&again, &snapshot, "{}", text);
        let crlf = read(dialect, &text.replace('\n', "\r\n")).map_err(fail)?;
        prop_assert_eq!(&crlf, &snapshot, "{}", text);
        for table in &again.tables {
            let definition = table.to.as_ref().ok_or_else(|| fail("there is a table"))?;
            prop_assert_eq!(
                fingerprint(&definition.what),
                definition.fingerprint.clone()
            );
        }
    }
    Ok(())
}

#[test]
fn a_text_that_looks_like_a_head_is_none() {
    let name = "a \"b\"\n-- table \"c\" from nothing to nothing";
    let mut table = table("CREATE TABLE t (a text)");
    table.name = name.to_owned();
    table.comment = Some("x\n-- table \"d\" from nothing to nothing\n-- drop:\n".to_owned());
    let script = Script {
        when: When::Before,
        create: "CREATE VIEW v AS SELECT 1 -- one;\n\n -- drop:\n , '\n-- drop:\n'".to_owned(),
        drop: Some("DROP VIEW v;\n\n  -- table \"e\" from nothing to nothing".to_owned()),
    };
    let snapshot = Snapshot {
        tables: vec![made(name, Definition::of_table(table)), gone("t\\", FIRST)],
        scripts: vec![made("v", Definition::of_script(script)), gone("w", FIRST)],
    };
    let text = write(Dialect::Postgres, &snapshot);
    assert_eq!(read(Dialect::Postgres, &text), Ok(snapshot), "{text}");
}

#[test]
fn a_damaged_head_is_an_error() {
    let cases = [
        ("-- table users from nothing to nothing", "a name in quotes"),
        (
            "-- table \"users from nothing to nothing",
            "a name in quotes",
        ),
        ("-- table \"users\" from nothing", "`from` and `to`"),
        ("-- table \"users\" from 12 to nothing", "`from` and `to`"),
        (
            "-- sql \"v\" from nothing to nothing",
            "`before` or `after`",
        ),
        (
            "-- table \"t\" from nothing to 00000000000000000000000000000000\nCREATE TABLE u (a)",
            "the CREATE TABLE for \"t\" is missing",
        ),
    ];
    for (text, expected) in cases {
        let mistake = read(Dialect::Sqlite, &format!("--\n\n{text}\n")).expect_err(text);
        assert_eq!(mistake.line, 3);
        assert!(mistake.what.contains(expected), "{mistake}");
    }
}

#[test]
fn later_definitions_replace_earlier_ones() {
    let [a, b] = ["CREATE TABLE t (a int)", "CREATE TABLE t (a int, b int)"].map(table);
    let other = made("u", Definition::of_table(table("CREATE TABLE u (a int)")));
    let first = tables(vec![made("t", Definition::of_table(a.clone())), other]);
    let second = tables(vec![changed(&a, &b)]);
    let third = tables(vec![gone(
        "u",
        &fingerprint(&table("CREATE TABLE u (a int)")),
    )]);
    let state = folded(&[&first, &second, &third]).expect("they follow each other");
    assert_eq!(state.catalog().tables, std::slice::from_ref(&b));
    assert_eq!(state.table("t").map(|it| it.migration.as_str()), Some("2"));
    assert_eq!(state.table("u"), None);

    let elsewhere = folded(&[&first, &third, &second]).expect("they touch different tables");
    assert_eq!(elsewhere.catalog(), state.catalog());
}

#[test]
fn two_that_do_not_follow_each_other_are_a_conflict() {
    let [a, b, c] = [
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int)",
        "CREATE TABLE t (a int, c int)",
    ]
    .map(table);
    let first = tables(vec![made("t", Definition::of_table(a.clone()))]);
    let second = tables(vec![changed(&a, &b)]);
    let third = tables(vec![changed(&a, &c)]);
    let conflict = |earlier: Option<&str>, later: &str| {
        Err(Conflict {
            kind: "table",
            name: "t".to_owned(),
            earlier: earlier.map(str::to_owned),
            later: later.to_owned(),
        })
    };
    assert_eq!(folded(&[&first, &second, &third]), conflict(Some("2"), "3"));
    assert_eq!(folded(&[&first, &first]), conflict(Some("1"), "2"));
    assert_eq!(folded(&[&second]), conflict(None, "1"));
    let dropped = tables(vec![gone("t", &fingerprint(&a))]);
    assert_eq!(
        folded(&[&first, &dropped, &second]),
        conflict(Some("2"), "3")
    );
}

#[test]
fn a_fingerprint_follows_what_is_said_and_not_how() {
    let one = table("CREATE TABLE t (a INT NOT NULL, CHECK (a > 0), CHECK (a < 9))");
    let same = table("create table T (\"a\" int not null, check ((A<9)), /* */ check(a >0))");
    assert_eq!(one.checks.len(), 2);
    assert_eq!(
        fingerprint(&one),
        fingerprint(&Table {
            name: "t".to_owned(),
            ..same
        })
    );
    for other in [
        "CREATE TABLE t (a INT, CHECK (a > 0), CHECK (a < 9))",
        "CREATE TABLE t (a INT NOT NULL, CHECK (a > 1), CHECK (a < 9))",
        "CREATE TABLE t (a INT NOT NULL DEFAULT 1, CHECK (a > 0), CHECK (a < 9))",
        "CREATE TABLE t (a INT NOT NULL, CHECK (a > 0), CHECK (a < 9)) STRICT",
        "CREATE TABLE t (a INT NOT NULL REFERENCES t, CHECK (a > 0), CHECK (a < 9))",
        "CREATE TABLE t (a INT NOT NULL, CHECK (a > 0), CHECK (a < 9)); CREATE INDEX i ON t (a)",
    ] {
        assert_ne!(fingerprint(&table(other)), fingerprint(&one), "{other}");
    }
}

const FIRST: &str = "0123456789abcdef0123456789abcdef";

fn folded(snapshots: &[&Snapshot]) -> Result<State, Conflict> {
    let names = ["1", "2", "3"];
    fold(names.into_iter().zip(snapshots.iter().copied()))
}

fn tables(tables: Vec<Touched<Table>>) -> Snapshot {
    Snapshot {
        tables,
        scripts: Vec::new(),
    }
}

fn made<T>(name: &str, definition: Definition<T>) -> Touched<T> {
    Touched {
        name: name.to_owned(),
        from: None,
        to: Some(definition),
    }
}

fn changed(from: &Table, to: &Table) -> Touched<Table> {
    Touched {
        name: from.name.clone(),
        from: Some(fingerprint(from)),
        to: Some(Definition::of_table(to.clone())),
    }
}

fn gone<T>(name: &str, from: &str) -> Touched<T> {
    Touched {
        name: name.to_owned(),
        from: Some(from.to_owned()),
        to: None,
    }
}

fn table(sql: &str) -> Table {
    catalog::read(Dialect::Sqlite, sql).tables.remove(0)
}

fn fail(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
