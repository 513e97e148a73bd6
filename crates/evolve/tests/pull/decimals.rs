//! Decimals of other programs on SQLite, which store the numbers themselves, keep their values when
//! they are converted to ours and back.

use rusqlite::Connection;
use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, Options, Plan};
use tablewright_schema::catalog::{Catalog, read};
use tablewright_schema::{Intent, ddl};
use tablewright_sql::Dialect;

use crate::random;

const VALUES: &[&str] = &["1.5", "3", "-0.25", "12345678.99", "NULL"];

/// A declared type, the type in the models, and the stored form of the values then.
const CASES: &[(&str, &str, [&str; 5])] = &[
    (
        "DECIMAL(10,2)",
        "double?",
        ["1.5", "3.0", "-0.25", "12345678.99", "NULL"],
    ),
    (
        "NUMERIC",
        "double?",
        ["1.5", "3.0", "-0.25", "12345678.99", "NULL"],
    ),
    (
        "DECIMAL(10,2)",
        "decimal(10, 2)?",
        ["150", "300", "-25", "1234567899", "NULL"],
    ),
    (
        "NUMERIC",
        "decimal(10, 2)?",
        ["150", "300", "-25", "1234567899", "NULL"],
    ),
    (
        "numeric(12, 4)",
        "decimal(14, 3)?",
        ["1500", "3000", "-250", "12345678990", "NULL"],
    ),
    (
        "DECIMAL(10,2)",
        "bigint?",
        ["2", "3", "0", "12345679", "NULL"],
    ),
    (
        "DECIMAL(10,2)",
        "text?",
        ["1.5", "3", "-0.25", "12345678.99", "NULL"],
    ),
];

#[test]
fn their_values_stay_theirs() {
    for (declared, wanted, expected) in CASES {
        let db = Connection::open_in_memory().expect("a database");
        let sql = format!("CREATE TABLE items (id INTEGER PRIMARY KEY, price {declared})");
        db.execute_batch(&sql).expect("a table");
        for value in VALUES {
            let insert = format!("INSERT INTO items (price) VALUES ({value})");
            db.execute_batch(&insert).expect("a row");
        }
        let theirs = read(Dialect::Sqlite, &sql);
        let ours = ours(wanted);
        let plan = way(&theirs, &ours);
        run(&db, &plan.up().sql);
        assert_eq!(
            values(&db),
            expected,
            "{declared} as {wanted}: {:#?}",
            plan.up().sql
        );
        assert!(
            way(&read_back(&db), &ours).is_empty(),
            "{declared} as {wanted}"
        );
        run(&db, &plan.down().sql);
        if !wanted.starts_with("bigint") {
            let numbers = VALUES.iter().map(|value| value.parse::<f64>().ok());
            let found = values(&db);
            let found = found.iter().map(|value| value.parse::<f64>().ok());
            assert!(
                found.eq(numbers),
                "{declared} as {wanted}: {:#?}",
                plan.down().sql
            );
        }
    }
}

/// A number that is no number, or too long a one, is refused and not cut.
#[test]
fn what_is_no_number_is_refused() {
    for (value, wanted) in [
        ("'free'", "double?"),
        ("'free'", "decimal(10, 2)?"),
        ("9007199254740993", "double?"),
    ] {
        let db = Connection::open_in_memory().expect("a database");
        let sql = "CREATE TABLE items (id INTEGER PRIMARY KEY, price DECIMAL(10,2))";
        db.execute_batch(sql).expect("a table");
        let insert = format!("INSERT INTO items (price) VALUES ({value})");
        db.execute_batch(&insert).expect("a row");
        let plan = way(&read(Dialect::Sqlite, sql), &ours(wanted));
        let warnings = plan.steps.iter().flat_map(|step| &step.warnings);
        let preflights = warnings.filter_map(|warning| warning.preflight.as_ref());
        let refused = preflights
            .filter_map(|preflight| db.prepare(preflight).ok()?.exists([]).ok())
            .any(|found| found);
        assert!(refused, "{value} as {wanted}");
    }
}

/// Our own decimals are scaled, before and after.
#[test]
fn ours_are_converted_as_ours() {
    let db = Connection::open_in_memory().expect("a database");
    let before = ours("decimal(10, 2)?");
    let schema = random::load(&models("decimal(10, 2)?"))
        .unwrap_or_else(|it| panic!("{}", it.render(false)));
    run(&db, &ddl::create(&schema, Dialect::Sqlite));
    db.execute_batch("INSERT INTO items (price) VALUES (150)")
        .expect("a row");
    let plan = way(&before, &ours("double?"));
    run(&db, &plan.up().sql);
    assert_eq!(values(&db), ["1.5"]);
}

fn models(ty: &str) -> String {
    format!("models:\n  Item:\n    fields: {{ id: id, price: \"{ty}\" }}\n")
}

fn ours(ty: &str) -> Catalog {
    let schema = random::load(&models(ty)).unwrap_or_else(|it| panic!("{}", it.render(false)));
    let script = ddl::script(&ddl::create(&schema, Dialect::Sqlite)).text;
    read(Dialect::Sqlite, &script)
}

fn way(from: &Catalog, to: &Catalog) -> Plan {
    let plan = plan::plan(
        Dialect::Sqlite,
        from,
        to,
        &Intent::default(),
        ExtraTables::Managed,
        Options::default(),
    );
    plan.unwrap_or_else(|issues| panic!("{issues:?}"))
}

fn run(db: &Connection, statements: &[String]) {
    for statement in statements {
        db.execute_batch(statement)
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
}

fn read_back(db: &Connection) -> Catalog {
    let mut query = db
        .prepare("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        .expect("a query");
    let rows = query
        .query_map([], |row| row.get::<_, String>(0))
        .expect("rows");
    let script: String = rows.map(|row| row.expect("a row")).collect();
    read(Dialect::Sqlite, &script)
}

fn values(db: &Connection) -> Vec<String> {
    let mut query = db
        .prepare("SELECT coalesce(CAST(price AS TEXT), 'NULL') FROM items ORDER BY id")
        .expect("a query");
    let rows = query.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a value")).collect()
}
