//! Columns that the defaults of others read: they get other names, are replaced or dropped, there
//! and back, by migrations and by sync.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

/// Fields before and after.
const CASES: &[(&str, &str)] = &[
    (
        "a: { type: integer, was: b }, d: { type: integer, default: { sql: (a + 1) } }",
        "b: { type: integer, was: a }, d: { type: integer, default: { sql: (b + 1) } }",
    ),
    (
        "a: { type: integer, was: b }, d: { type: integer, default: { sql: (a + 1) } }",
        "b: { type: integer, was: a }",
    ),
    (
        "a: { type: integer, was: b }, \
         d: { type: integer, default: { sql: (a + 1) }, unique: true }",
        "b: { type: integer, was: a }, d: { type: date, default: 2024-02-29, unique: true }",
    ),
    (
        "a: integer, d: { type: integer, default: { sql: (a + 1) } }",
        "a: integer",
    ),
    (
        "a: integer, d: { type: integer, default: { sql: (a + 1) } }",
        "d: { type: integer, default: 7 }",
    ),
    (
        "a: { type: integer, default: 1 }, d: { type: text, default: { sql: \"(concat(a, ''))\" } }",
        "a: { type: date, default: 2024-02-29 }, \
         d: { type: text, default: { sql: \"(concat(a, ''))\" } }",
    ),
];

on_each_dialect!(there_and_back);

fn there_and_back(dialect: Dialect) {
    // The others have no such defaults.
    if !dialect.has_mysql_grammar() {
        return;
    }
    for (from, to) in CASES {
        for (from, to) in [(from, to), (to, from)] {
            let at = format!("{dialect}: {from} becomes {to}");
            changed(dialect, [from, to], &at);
        }
    }
}

fn changed(dialect: Dialect, [from, to]: [&str; 2], at: &str) {
    let (from, to) = (models(dialect, from), models(dialect, to));
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let list = written(dialect, &[&from, &to], Options::default())
        .unwrap_or_else(|error| panic!("{at}: {error}"));
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    let migrated = live.wait(migrate(live.db(), &both));
    migrated.unwrap_or_else(|error| panic!("{at}: {error}"));
    let later = tablewright::__schema("a", &to);
    let verified = live.wait(verify(live.db(), later)).expect("a comparison");
    assert!(verified.is_up_to_date(), "{at}: {verified}");
    let back = live.wait(rollback(live.db(), &both, 1));
    back.unwrap_or_else(|error| panic!("{at}: {error}"));
    let former = tablewright::__schema("a", &from);
    let verified = live.wait(verify(live.db(), former)).expect("a comparison");
    assert!(verified.is_up_to_date(), "{at}: back: {verified}");

    let Some(live) = Live::new(dialect) else {
        return;
    };
    let made = live.wait(sync(live.db(), former));
    let _ = made.expect("tables");
    let done = live.wait(sync(live.db(), later));
    done.unwrap_or_else(|error| panic!("{at}: {error}"));
    let verified = live.wait(verify(live.db(), later)).expect("a comparison");
    assert!(verified.is_up_to_date(), "{at}: {verified}");
}

fn models(dialect: Dialect, fields: &str) -> Schema {
    let names = ["a", "d"].into_iter();
    let dropped: Vec<String> = names
        .filter(|name| !format!(" {fields}").contains(&format!(" {name}:")))
        .filter(|name| !fields.contains(&format!("was: {name}")))
        .map(|name| format!("items.{name}"))
        .collect();
    let converted: Vec<String> = ["a", "d"]
        .into_iter()
        .flat_map(|name| ["integer", "date"].map(|ty| (name, ty)))
        .filter(|(name, ty)| {
            let fields = format!(" {fields}");
            fields.contains(&format!(" {name}: {{ type: {ty}"))
                || fields.contains(&format!(" {name}: {ty}"))
        })
        .map(|(name, ty)| format!("items.{name}: {ty}"))
        .collect();
    let text = format!(
        "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ id: id, {fields} }} }}\ndropped: [{}]\n\
         converted: {{ {} }}\n",
        dialect.name(),
        dropped.join(", "),
        converted.join(", ")
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
