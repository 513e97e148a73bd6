//! Generated columns with another expression, of which MySQL and MariaDB cannot compute a value,
//! although no query finds it in advance: the old column and its values stay, and a new run goes on
//! from there.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{SyncReport, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

/// Fields before and after.
const CASES: &[(&str, &str)] = &[
    (
        "a: integer, g: { type: double?, generated: a + 1 }",
        "a: integer, g: { type: double?, generated: 10 / a }",
    ),
    // With an index, another generated column that reads it, and a type of what it reads.
    (
        "a: integer, g: { type: double?, generated: a + 1, index: true }, \
         h: { type: double?, generated: g * 2 }",
        "a: bigint, g: { type: double?, generated: 10 / a, index: true }, \
         h: { type: double?, generated: g * 2 }",
    ),
    // With a new column whose default MySQL does not allow in a statement that adds a column.
    (
        "a: integer, g: { type: double?, generated: a + 1, unique: true }",
        "a: integer, g: { type: double?, generated: 10 / a, unique: true }, \
         u: { type: uuid, default: uuid }",
    ),
];

on_each_dialect!(stays);

fn stays(dialect: Dialect) {
    if !dialect.ddl_commits() {
        return;
    }
    for (from, to) in CASES {
        let (from, to) = (models(dialect, from), models(dialect, to));
        by_migrations(dialect, [&from, &to], false);
        by_migrations(dialect, [&to, &from], true);
        by_sync(dialect, [&from, &to]);
    }
}

fn by_migrations(dialect: Dialect, both: [&Schema; 2], is_back: bool) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let list = written(dialect, &both, Options::default()).expect("migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let made = live.wait(migrate(live.db(), if is_back { &both } else { &first }));
    let _ = made.expect("tables");
    law(&live, &|| match is_back {
        true => live.wait(rollback(live.db(), &both, 1)).map(drop),
        false => live.wait(migrate(live.db(), &both)).map(drop),
    });
}

fn by_sync(dialect: Dialect, [from, to]: [&Schema; 2]) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let to = tablewright::__schema("a", to);
    let made = live.wait(sync(live.db(), tablewright::__schema("a", from)));
    assert!(matches!(made, Ok(SyncReport::Applied(_))), "{made:?}");
    law(&live, &|| live.wait(sync(live.db(), to)).map(drop));
    let verified = live.wait(verify(live.db(), to)).expect("a comparison");
    assert!(verified.is_up_to_date(), "{dialect}: {verified}");
}

fn law(live: &Live, change: &dyn Fn() -> tablewright::Result<()>) {
    let dialect = live.dialect();
    let computed = || {
        let query = "SELECT CAST(round(g) AS char) FROM items ORDER BY id";
        live.texts(query).expect("the column")
    };
    live.run(&["INSERT INTO items (a) VALUES (0), (5)"])
        .expect("rows");
    for _ in 0..2 {
        let error = change().expect_err("it fails").to_string();
        assert_eq!(computed(), ["1", "6"], "{dialect}: {error}");
    }
    live.run(&["DELETE FROM items WHERE a = 0"]).expect("a row");
    change().unwrap_or_else(|error| panic!("{dialect}: {error}"));
    assert_eq!(computed(), ["2"], "{dialect}");
}

fn models(dialect: Dialect, fields: &str) -> Schema {
    let dropped = match fields.contains(" u: ") {
        true => "",
        false => "dropped: [items.u]",
    };
    let text = format!(
        "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ id: id, {fields} }} }}\n{dropped}",
        dialect.name()
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
