//! Columns that give each row a value of its own are added to tables that have rows, by migrations and
//! by sync, also as keys, and wherever a sync ends before its time.

use tablewright::migrate::{Migrations, Step, migrate, rollback};
use tablewright::{SyncBuilder, SyncReport, Verification, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

/// What it is, the fields before and after, and the column.
const CASES: &[(&str, &str, &str, &str)] = &[
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
];

#[test]
fn on_sqlite() {
    added(Dialect::Sqlite);
}

#[test]
fn on_postgres() {
    added(Dialect::Postgres);
}

#[test]
fn on_mysql() {
    added(Dialect::Mysql);
}

#[test]
fn on_mariadb() {
    added(Dialect::Mariadb);
}

fn models(dialect: Dialect, fields: &str) -> Schema {
    let text = format!(
        "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ {fields} }} }}\n",
        dialect.name()
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn added(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    for (what, from, to, column) in CASES {
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
