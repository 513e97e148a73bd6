//! The library's inspection of a database: it finds the lowered schema, in the wording of the
//! database, and nothing after the tables are dropped.

#[path = "support/golden.rs"]
mod golden;
#[path = "../../../crates/schema/tests/support/random.rs"]
mod random;

use std::cell::RefCell;

use proptest::prop_oneof;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use random::Flavour;
use tablewright::catalog::Catalog;
use tablewright_schema::catalog::write;
use tablewright_schema::{Schema, ddl, lower_with_scripts};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_test_ddl::Live;

#[test]
fn every_case_on_sqlite() {
    golden_cases(Live::new(Dialect::Sqlite));
}

#[test]
fn every_case_on_sqlite_in_memory() {
    golden_cases(Some(Live::in_memory()));
}

#[test]
fn every_case_on_postgres() {
    golden_cases(Live::new(Dialect::Postgres));
}

#[test]
fn every_case_on_mariadb() {
    golden_cases(Live::new(Dialect::Mariadb));
}

#[test]
fn every_case_on_mysql() {
    golden_cases(Live::new(Dialect::Mysql));
}

#[test]
fn random_schemas_on_sqlite() {
    random_schemas(Dialect::Sqlite, Flavour::Sqlite);
}

#[test]
fn random_schemas_on_postgres() {
    random_schemas(Dialect::Postgres, Flavour::Postgres);
}

#[test]
fn random_schemas_on_mariadb() {
    random_schemas(Dialect::Mariadb, Flavour::Mariadb);
}

#[test]
fn random_schemas_on_mysql() {
    random_schemas(Dialect::Mysql, Flavour::Mysql);
}

#[test]
fn what_is_misread_is_noticed() {
    for dialect in [Dialect::Postgres, Dialect::Mariadb, Dialect::Mysql] {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let create = [
            "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
            "CREATE INDEX i ON t (a)",
        ];
        assert_eq!(live.run(&create), Ok(()));
        let found = live.inspect().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(live.misread(&found), Ok(String::new()), "{dialect}");
        let mut other = found.clone();
        other.tables[0].indexes.clear();
        let noticed = live.misread(&other);
        assert!(noticed.is_ok_and(|noticed| noticed.contains("-   Index { name: \"i\"")));
        let mut other = found.clone();
        other.tables[0].columns[1].nullable = false;
        let noticed = live.misread(&other);
        assert!(noticed.is_ok_and(|noticed| noticed.contains("+   Column { name: \"a\"")));
        let noticed = live.misread(&Catalog::default());
        assert!(noticed.is_ok_and(|noticed| noticed.contains("- table \"t\"")));
    }
}

/// Creates the tables, inspects them in both ways, drops them, and checks that nothing is left. The
/// inspected catalog creates the same tables again.
fn law(live: &Live, schema: &Schema) -> Result<(), String> {
    let create = ddl::create(schema, live.dialect());
    let lowered = lower_with_scripts(schema, live.dialect());
    // Types of extensions are there before the tables, and stay.
    let extensions = create
        .iter()
        .filter(|sql| sql.starts_with("CREATE EXTENSION"));
    live.run(&extensions.collect::<Vec<_>>())?;
    let before = live.worded(&lowered)?;
    nothing_is_left(live)?;
    live.run(&create)?;
    let found = live.inspect()?;
    let wanted = live.worded(&lowered)?;
    agree("wanted before and after", &before, &wanted)?;
    agree("wanted and found", &wanted, &found)?;
    let beside = live.worded_beside(&lowered, &found)?;
    agree("wanted beside what is found and found", &beside, &found)?;
    let misread = live.misread(&found)?;
    if !misread.is_empty() {
        return Err(format!("the catalog (-) was misread (+):\n{misread}"));
    }
    if found.tables.len() < schema.tables.len() {
        return Err(format!("{} tables were found", found.tables.len()));
    }
    let noted = found
        .tables
        .iter()
        .find(|table| !table.unsupported.is_empty());
    if let Some(table) = noted {
        return Err(format!("{}: {:?}", table.name, table.unsupported));
    }
    live.run(&ddl::drop(schema, live.dialect()))?;
    nothing_is_left(live)?;

    live.run(&written(live.dialect(), &found))?;
    let again = live.inspect()?;
    let wanted = live.worded_beside(&lowered, &again)?;
    agree("wanted and written again", &wanted, &again)?;
    live.run(&ddl::drop(schema, live.dialect()))?;
    nothing_is_left(live)
}

/// The statements that create the inspected catalog.
fn written(dialect: Dialect, found: &Catalog) -> Vec<String> {
    let mut statements = Vec::new();
    let mut late = Vec::new();
    for table in &found.tables {
        let mut table = table.clone();
        // Tables refer to each other; only SQLite accepts this in any order.
        if dialect != Dialect::Sqlite {
            let name = identifier(dialect, &table.name);
            late.extend(table.foreign_keys.drain(..).map(|key| {
                let key = write::foreign_key(dialect, &key);
                format!("ALTER TABLE {name} ADD {key}")
            }));
        }
        statements.extend(write::create_table(dialect, &table));
    }
    statements.append(&mut late);
    statements
}

fn nothing_is_left(live: &Live) -> Result<(), String> {
    agree("nothing and found", &Catalog::default(), &live.inspect()?)
}

/// The statements of `sql:` create more objects than wanted.
fn agree(what: &str, one: &Catalog, other: &Catalog) -> Result<(), String> {
    if one.tables == other.tables {
        return Ok(());
    }
    let mut lines = format!("{what} differ");
    for found in &one.tables {
        let (here, there) = (
            format!("{found:#?}"),
            format!("{:#?}", other.table(&found.name)),
        );
        for (sign, of, not_of) in [('-', &here, &there), ('+', &there, &here)] {
            let missing = of
                .lines()
                .filter(|line| !not_of.lines().any(|other| other.trim() == line.trim()));
            for line in missing {
                lines.push_str(&format!("\n{sign} {}: {}", found.name, line.trim()));
            }
        }
    }
    for found in other
        .tables
        .iter()
        .filter(|found| one.table(&found.name).is_none())
    {
        lines.push_str(&format!("\n+ {}", found.name));
    }
    Err(lines)
}

fn golden_cases(live: Option<Live>) {
    let Some(live) = live else {
        return;
    };
    let dialect = live.dialect();
    let mut tried = 0;
    for case in golden::cases() {
        let schema = golden::schema(&case);
        if !schema.dialects.contains(&dialect) {
            continue;
        }
        tried += 1;
        if let Err(error) = law(&live, &schema) {
            panic!("{dialect}: {}: {error}", case.display());
        }
    }
    assert!(tried > 0, "no case is for {dialect}");
}

/// `TABLEWRIGHT_CASES` says how many, and `TABLEWRIGHT_SEED` which.
fn random_schemas(dialect: Dialect, own: Flavour) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let live = RefCell::new(live);
    let seed = number("TABLEWRIGHT_SEED").unwrap_or_default();
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: number("TABLEWRIGHT_CASES").unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let strategy = prop_oneof![random::schemas(Flavour::Everywhere), random::schemas(own)];
    let tried = runner.run(&strategy, |random| {
        let schema = random::load(&random.to_yaml())
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let tried = law(&live.borrow(), &schema);
        if tried.is_err()
            && let Some(fresh) = Live::new(dialect)
        {
            live.replace(fresh);
        }
        tried.map_err(TestCaseError::fail)
    });
    match tried {
        Ok(()) => {}
        Err(TestError::Fail(reason, smallest)) => panic!(
            "{dialect}, TABLEWRIGHT_SEED={seed}: {reason}\nin\n{}",
            smallest.to_yaml()
        ),
        Err(error) => panic!("{dialect}, TABLEWRIGHT_SEED={seed}: {error}"),
    }
}

/// As many as four databases take about a minute for, together.
const CASES: u32 = 40;

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable)
        .ok()
        .and_then(|number| number.parse().ok())
}
