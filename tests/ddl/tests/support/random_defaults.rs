//! New columns with a different value in each row, added to tables with rows: by migrations and by
//! sync, also as keys, and with a sync interrupted at any statement.

use tablewright::migrate::{Migrations, Step, migrate, rollback};
use tablewright::{SyncBuilder, SyncReport, Verification, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

/// The name, the fields before and after, and a column that is different in every row then.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "a random UUID",
        "id: id, code: string(9)",
        "id: id, code: string(9), token: { type: uuid, default: uuid }",
        "token",
    ),
    (
        "a random UUID as a unique key",
        "id: id, code: string(9)",
        "id: id, code: string(9), token: { type: uuid, default: uuid, unique: true, doc: A sign. }",
        "token",
    ),
    (
        "a primary key that the database counts",
        "code: { type: string(9), primary_key: true }",
        "id: id, code: { type: string(9), unique: true }",
        "id",
    ),
    (
        "a column, and a random default of another one",
        "id: id, code: string(9), token: uuid?",
        "id: id, code: string(9), token: { type: uuid?, default: uuid }, b: integer?",
        "code",
    ),
    (
        "a column, and a comment on one with a random default",
        "id: id, code: string(9), token: { type: uuid, default: uuid, doc: A sign. }",
        "id: id, code: string(9), token: { type: uuid, default: uuid, doc: Another one. }, b: integer?",
        "token",
    ),
    (
        "a random UUID, and columns that are computed of it",
        "id: id, code: string(9)",
        "id: id, code: string(9), token: { type: uuid, default: uuid }, \
         c: { type: bool, generated: token IS NOT NULL }, d: { type: bool, generated: code IS NOT NULL }, \
         b: { type: integer?, unique: true }",
        "token",
    ),
];

/// Functions whose results MySQL's binary log does not reproduce, and generated columns that read
/// others, which PostgreSQL refuses.
const OF_MYSQL: &[Case] = &[
    (
        "who has made a row, and when",
        "id: id, code: string(9)",
        "id: id, code: string(9), who: { type: string(300), default: { sql: user() } }, \
         other: { type: string(300), default: { sql: Current_User } }, \
         at: { type: datetime, default: { sql: sysdate(6) } }, b: integer?",
        "code",
    ),
    (
        "another type with a random default, in a key that is new, and a column",
        "id: id, code: string(9), token: text?",
        "id: id, code: string(9), \
         token: { type: string(40)?, unique: true, default: { sql: uuid() } }, b: integer?",
        "code",
    ),
    (
        "a random number, and words that only look like it",
        "id: id, code: string(9)",
        "id: id, code: string(9), n: { type: double, default: { sql: rand() } }, \
         brand: { type: string(9), default: uuid(, doc: uuid() }",
        // MariaDB gives all rows the same number.
        "code",
    ),
    (
        "a random UUID, of which a column is computed instead of a dropped one",
        "id: id, code: string(9), other: string(9)?, \
         a: { type: bool, generated: other IS NULL }, \
         b: { type: bool, generated: a AND code IS NOT NULL, index: true }",
        "id: id, code: string(9), token: { type: uuid, default: uuid }, \
         b: { type: bool, generated: token IS NOT NULL, index: true }",
        "token",
    ),
];

on_each_dialect!(added);

/// A text is no function, whatever it has in it.
#[test]
fn a_text_that_looks_like_a_function_is_added_in_one_statement() {
    let from = models(Dialect::Mysql, "id: id");
    let to = models(
        Dialect::Mysql,
        "id: id, kind: { type: string(9), default: brand }, more: { type: string(9), default: uuid() }",
    );
    let list = written(Dialect::Mysql, &[&from, &to], Options::default()).expect("migrations");
    let scripts = list[1].mysql.as_ref().expect("MySQL");
    assert_eq!(
        scripts.up.statements.len(),
        1,
        "{:?}",
        scripts.up.statements
    );
}

fn models(dialect: Dialect, fields: &str) -> Schema {
    let dropped = ["other", "a"].map(|name| match fields.contains(&format!(" {name}: ")) {
        true => String::new(),
        false => format!("items.{name}, "),
    });
    let text = format!(
        "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ {fields} }} }}\ndropped: [{}]\n",
        dialect.name(),
        dropped.concat()
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn added(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    let more = match dialect {
        Dialect::Mysql | Dialect::Mariadb => OF_MYSQL,
        Dialect::Sqlite | Dialect::Postgres => &[],
    };
    for (what, from, to, column) in CASES.iter().chain(more) {
        let at = format!("{dialect}: {what}");
        let (from, to) = (models(dialect, from), models(dialect, to));
        let later = tablewright::__schema("a", &to);
        let list = written(dialect, &[&from, &to], Options::default())
            .unwrap_or_else(|error| panic!("{at}: {error}"));
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let filled = || {
            let live = Live::new(dialect).expect("a database");
            let _ = live.wait(migrate(live.db(), &first)).expect("tables");
            live.run(&["INSERT INTO items (code) VALUES ('a'), ('b'), ('c')"])
                .expect("rows");
            live
        };
        let arrived = |live: &Live| {
            let count = format!("SELECT DISTINCT {column} FROM items WHERE {column} IS NOT NULL");
            let text = match dialect {
                Dialect::Mysql | Dialect::Mariadb => "char",
                Dialect::Sqlite | Dialect::Postgres => "text",
            };
            let count = format!("SELECT CAST(count(*) AS {text}) FROM ({count}) AS each_one");
            assert_eq!(live.texts(&count).expect("a number"), ["3"], "{at}");
            let found = live.wait(verify(live.db(), later)).expect("a comparison");
            assert_eq!(found, Verification::UpToDate, "{at}");
            live.run(&["INSERT INTO items (code) VALUES ('d')"])
                .expect("a row");
        };
        let live = filled();
        let done = live.wait(migrate(live.db(), &both));
        done.unwrap_or_else(|error| panic!("{at}: {error}"));
        arrived(&live);
        let back = live.wait(rollback(live.db(), &both, 1));
        back.unwrap_or_else(|error| panic!("{at}: {error}"));

        let live = filled();
        let done = live.wait(sync(live.db(), later));
        assert!(matches!(done, Ok(SyncReport::Applied(_))), "{at}: {done:?}");
        arrived(&live);

        for moment in 0.. {
            let live = filled();
            let mut passed = 0;
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let builder = SyncBuilder::new(later).on_step(|step| {
                    if matches!(step, Step::Runs { .. } | Step::Ran { .. }) {
                        assert!(passed < moment, "it is interrupted here");
                        passed += 1;
                    }
                });
                live.wait(builder.sync(live.db()))
            }));
            if ended.is_ok() {
                break;
            }
            let resumed = live.wait(sync(live.db(), later));
            resumed.unwrap_or_else(|error| panic!("{at}, at {moment}: {error}"));
            arrived(&live);
        }
    }
}
