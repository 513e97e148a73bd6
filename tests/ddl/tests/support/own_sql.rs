//! The user's own SQL when it changes, or while the tables that it uses change: by migrations and
//! by sync, and as `verify` finds it.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{Error, SyncReport, Verification, create_all, sync, verify};
use tablewright_evolve::generator::generate;
use tablewright_evolve::plan::Options;
use tablewright_evolve::snapshot::State;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

on_each_dialect!(all);

fn all(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    tables_change_under_views_and_triggers(dialect);
    an_edited_view_takes_effect(dialect);
    a_trigger_goes_with_a_table_of_another_name(dialect);
    what_has_no_effect_is_refused(dialect);
    what_is_changed_by_other_means_is_found(dialect);
}

/// A view of all columns, a view of that view, and a trigger that counts; each without a `drop`.
fn scripts(dialect: Dialect, condition: &str) -> String {
    let (create, trigger) = match dialect {
        Dialect::Sqlite => (
            "CREATE VIEW IF NOT EXISTS",
            "CREATE TRIGGER IF NOT EXISTS counted AFTER INSERT ON users BEGIN \
             INSERT INTO log (line) VALUES (NEW.name); END",
        ),
        Dialect::Postgres => (
            "CREATE OR REPLACE VIEW",
            "CREATE OR REPLACE TRIGGER counted AFTER INSERT ON users \
             FOR EACH ROW WHEN (NEW.age IS NOT NULL) EXECUTE FUNCTION counting()",
        ),
        Dialect::Mysql => (
            "CREATE OR REPLACE VIEW",
            "CREATE TRIGGER IF NOT EXISTS counted AFTER INSERT ON users \
             FOR EACH ROW INSERT INTO log (line) VALUES (NEW.name)",
        ),
        Dialect::Mariadb => (
            "CREATE VIEW IF NOT EXISTS",
            "CREATE TRIGGER IF NOT EXISTS counted AFTER INSERT ON users \
             FOR EACH ROW INSERT INTO log (line) VALUES (NEW.name)",
        ),
    };
    let function = match dialect {
        Dialect::Postgres => {
            "  counting: |\n    CREATE OR REPLACE FUNCTION counting() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN INSERT INTO log (line) VALUES (NEW.name); RETURN NEW; END $$\n"
        }
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => "",
    };
    format!(
        "sql:\n  grown: {create} grown AS SELECT * FROM users WHERE {condition}\n  \
         names: {create} names AS SELECT * FROM grown\n{function}  counted: |\n    {trigger}\n"
    )
}

fn models(dialect: Dialect, users: &str, sql: &str) -> Schema {
    let text = format!(
        "dialects: [{}]\nmodels:\n  User: {{ fields: {{ id: id, {users} }} }}\n  \
         Log: {{ table: log, fields: {{ id: id, line: text }} }}\n{sql}",
        dialect.name()
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

const BEFORE: &str = "name: text, age: integer";
/// A column of another type and name, one more, and one fewer.
const AFTER: &str = "name: string(80), age: bigint, bio: { type: text, default: a }";

fn tables_change_under_views_and_triggers(dialect: Dialect) {
    let from = models(dialect, BEFORE, &scripts(dialect, "age > 17"));
    let to = models(dialect, AFTER, &scripts(dialect, "age > 17"));
    let live = Live::new(dialect).expect("a database");
    let list = written(dialect, &[&from, &to], Options::default())
        .unwrap_or_else(|error| panic!("{dialect}: {error}"));
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    let is_same = |schema: &Schema| {
        let schema = tablewright::__schema("a", schema);
        let found = live.wait(verify(live.db(), schema)).expect("a comparison");
        assert_eq!(found, Verification::UpToDate, "{dialect}");
    };
    let insert = |more: &str| {
        let columns = if more.is_empty() {
            "name, age"
        } else {
            "name, age, bio"
        };
        live.run(&[format!(
            "INSERT INTO users ({columns}) VALUES ('Ada', 36{more})"
        )])
        .unwrap_or_else(|error| panic!("{dialect}: {error}"));
    };
    let count = |query: &str| live.texts(query).expect("a row").concat();
    is_same(&from);
    insert("");
    let done = live.wait(migrate(live.db(), &both));
    done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
    is_same(&to);
    insert(", 'b'");
    // All columns, through both views; and each row is counted once.
    assert_eq!(count("SELECT max(bio) FROM names"), "b", "{dialect}");
    assert_eq!(
        live.texts("SELECT line FROM log").expect("rows").len(),
        2,
        "{dialect}"
    );
    let done = live.wait(rollback(live.db(), &both, 1));
    done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
    is_same(&from);
    insert("");
    assert_eq!(
        live.texts("SELECT name FROM names").expect("rows").len(),
        3,
        "{dialect}"
    );
    assert_eq!(
        live.texts("SELECT line FROM log").expect("rows").len(),
        3,
        "{dialect}"
    );

    // By sync.
    let done = live.wait(sync(live.db(), tablewright::__schema("a", &to)));
    let done = done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
    assert!(matches!(done, SyncReport::Applied(_)), "{dialect}");
    is_same(&to);
    insert(", 'c'");
    assert_eq!(count("SELECT max(bio) FROM names"), "c", "{dialect}");
    assert_eq!(
        live.texts("SELECT line FROM log").expect("rows").len(),
        4,
        "{dialect}"
    );
}

/// By sync: the existing trigger belongs to the previous table, and names a column that is
/// replaced.
fn a_trigger_goes_with_a_table_of_another_name(dialect: Dialect) {
    let from = models(dialect, BEFORE, &scripts(dialect, "age > 17"));
    let scripts = scripts(dialect, "age > 17").replace("users", "people");
    let text = format!(
        "dialects: [{}]\nmodels:\n  User: {{ table: people, was: users, \
         fields: {{ id: id, name: text, age: string(20) }} }}\n  \
         Log: {{ table: log, fields: {{ id: id, line: text }} }}\n{}",
        dialect.name(),
        scripts.replace("WHERE age > 17", "WHERE age > '17'")
    );
    let to = load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"));
    let live = Live::new(dialect).expect("a database");
    for (schema, table) in [(&from, "users"), (&to, "people")] {
        let schema = tablewright::__schema("a", schema);
        let done = live.wait(sync(live.db(), schema));
        done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
        let found = live.wait(verify(live.db(), schema)).expect("a comparison");
        assert_eq!(found, Verification::UpToDate, "{dialect}");
        live.run(&[format!(
            "INSERT INTO {table} (name, age) VALUES ('Ada', '36')"
        )])
        .unwrap_or_else(|error| panic!("{dialect}: {error}"));
    }
    let lines = live.texts("SELECT line FROM log").expect("rows");
    assert_eq!(lines.len(), 2, "{dialect}");
}

fn an_edited_view_takes_effect(dialect: Dialect) {
    let from = models(dialect, BEFORE, &scripts(dialect, "age > 17"));
    let to = models(dialect, BEFORE, &scripts(dialect, "age > 20"));
    let grown = "SELECT name FROM grown";
    let rows = ["INSERT INTO users (name, age) VALUES ('Ada', 36), ('Eve', 18)"];

    let list = written(dialect, &[&from, &to], Options::default())
        .unwrap_or_else(|error| panic!("{dialect}: {error}"));
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let migrated = Live::new(dialect).expect("a database");
    let _ = migrated
        .wait(migrate(migrated.db(), &first))
        .expect("tables");
    let created = Live::new(dialect).expect("a database");
    let schema = tablewright::__schema("a", &from);
    created
        .wait(create_all(created.db(), schema))
        .expect("tables");
    let synced = Live::new(dialect).expect("a database");
    let _ = synced.wait(sync(synced.db(), schema)).expect("tables");

    let later = tablewright::__schema("a", &to);
    for (how, live) in [
        ("migrate", &migrated),
        ("create_all", &created),
        ("sync", &synced),
    ] {
        live.run(&rows).expect("rows");
        assert_eq!(
            live.texts(grown).expect("rows").len(),
            2,
            "{dialect}, {how}"
        );
        let found = live.wait(verify(live.db(), later)).expect("a comparison");
        let plan = found
            .plan()
            .unwrap_or_else(|| panic!("{dialect}, {how}: {found}"));
        let words: Vec<String> = plan
            .steps
            .iter()
            .flat_map(|step| step.what.clone())
            .collect();
        assert!(
            words.contains(&"run the SQL `grown`".to_owned()),
            "{dialect}, {how}: {words:?}"
        );
        match how {
            "migrate" => {
                let _ = live
                    .wait(migrate(live.db(), &both))
                    .expect("the view is edited");
            }
            _ => {
                // Creating missing objects does not change existing ones; `sync` does.
                if dialect == Dialect::Sqlite {
                    live.wait(create_all(live.db(), later))
                        .expect("all is there");
                    let found = live.wait(verify(live.db(), later)).expect("a comparison");
                    assert!(!found.is_up_to_date(), "{dialect}, {how}");
                }
                let _ = live
                    .wait(sync(live.db(), later))
                    .expect("the view is edited");
            }
        }
        assert_eq!(
            live.texts(grown).expect("rows").len(),
            1,
            "{dialect}, {how}"
        );
        assert_eq!(live.texts("SELECT name FROM names").expect("rows").len(), 1);
        let found = live.wait(verify(live.db(), later)).expect("a comparison");
        assert_eq!(found, Verification::UpToDate, "{dialect}, {how}");
    }
}

fn what_has_no_effect_is_refused(dialect: Dialect) {
    let table = |columns: &str, drop: &str| {
        let create = format!("CREATE TABLE IF NOT EXISTS extra ({columns})");
        let sql = format!("sql:\n  extra: {{ create: \"{create}\"{drop} }}\n");
        models(dialect, BEFORE, &sql)
    };
    let (from, to) = (table("a integer", ""), table("a integer, b integer", ""));
    let error =
        written(dialect, &[&from, &to], Options::default()).expect_err("it would have no effect");
    assert!(error.contains("add a `drop`"), "{dialect}: {error}");
    let mended = table("a integer, b integer", ", drop: DROP TABLE extra");
    let list = written(dialect, &[&from, &mended], Options::default()).expect("it says how");
    let live = Live::new(dialect).expect("a database");
    let _ = live
        .wait(migrate(live.db(), &Migrations { list }))
        .expect("tables");
    live.run(&["INSERT INTO extra (b) VALUES (1)"])
        .expect("the column is there");
    // A new entry needs no `drop`.
    let new = generate(&to, dialect, &State::default(), Options::default());
    assert!(new.is_ok(), "{dialect}: {new:?}");
}

fn what_is_changed_by_other_means_is_found(dialect: Dialect) {
    let live = Live::new(dialect).expect("a database");
    let schema =
        tablewright::__schema("a", &models(dialect, BEFORE, &scripts(dialect, "age > 17")));
    let _ = live.wait(sync(live.db(), schema)).expect("tables");
    let is_up_to_date = || {
        let found = live.wait(verify(live.db(), schema)).expect("a comparison");
        found.is_up_to_date()
    };
    let mend = || {
        let done = live.wait(sync(live.db(), schema));
        done.unwrap_or_else(|error| panic!("{dialect}: {error}"))
    };
    assert!(is_up_to_date(), "{dialect}");
    for statements in [
        &["DROP VIEW names"][..],
        &["DROP VIEW names", "CREATE VIEW names AS SELECT 1 AS one"],
        match dialect {
            Dialect::Postgres => &["DROP TRIGGER counted ON users"],
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => &["DROP TRIGGER counted"],
        },
    ] {
        live.run(statements).expect("a change");
        let found = live.wait(verify(live.db(), schema)).expect("a comparison");
        assert!(
            matches!(found, Verification::Drifted(_)),
            "{dialect}, {statements:?}: {found}"
        );
        let done = mend();
        assert!(
            matches!(done, SyncReport::Applied(_)),
            "{dialect}, {statements:?}"
        );
        assert!(is_up_to_date(), "{dialect}, {statements:?}");
    }
    // A table that the user's own SQL creates may have rows, so `sync` does not drop it.
    let sequence = |step: u8| {
        let sql = format!(
            "sql:\n  ticket: {{ create: \"CREATE SEQUENCE IF NOT EXISTS ticket INCREMENT BY {step}\", \
             drop: DROP SEQUENCE ticket }}\n"
        );
        tablewright::__schema("b", &models(dialect, BEFORE, &sql))
    };
    if matches!(dialect, Dialect::Postgres | Dialect::Mariadb) {
        let _ = live.wait(sync(live.db(), sequence(2))).expect("a sequence");
        let refused = live.wait(sync(live.db(), sequence(3)));
        let Err(Error::Refused(issues)) = refused else {
            panic!("{dialect}: {refused:?}")
        };
        assert!(
            issues.to_string().contains("the SQL `ticket` has changed"),
            "{issues}"
        );
    }
}

/// A trigger needs the function, so migrations and `sync` replace it, even if it has a `drop`.
#[test]
fn a_function_with_a_drop_is_replaced() {
    let dialect = Dialect::Postgres;
    let models = |a: u8| {
        format!(
            "Item: {{ fields: {{ id: id, a: integer }} }}\nsql:\n  f:\n    create: \"CREATE OR REPLACE \
             FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := {a}; RETURN NEW; END \
             $$\"\n    drop: DROP FUNCTION IF EXISTS f()\n  t: CREATE OR REPLACE TRIGGER t BEFORE \
             INSERT ON items FOR EACH ROW EXECUTE FUNCTION f()"
        )
    };
    let (from, to) = (models(1), models(2));
    let list = super::written(dialect, &from, &to).expect("two migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let of_models = |text: &str| super::unmanaged::schema(dialect, text).expect("models");
    let (Some(migrated), Some(synced)) = (Live::new(dialect), Live::new(dialect)) else {
        return;
    };
    let is = |live: &Live, a: u8| {
        live.run(&["DELETE FROM items", "INSERT INTO items (a) VALUES (0)"])
            .expect("a row");
        let found = live.has_rows(&format!("SELECT 1 FROM items WHERE a = {a}"));
        assert_eq!(found, Ok(true), "{a}");
    };
    let up = |all| live_result(migrated.wait(migrate(migrated.db(), all)));
    up(&first);
    is(&migrated, 1);
    up(&both);
    is(&migrated, 2);
    live_result(migrated.wait(rollback(migrated.db(), &both, 1)));
    is(&migrated, 1);
    for (text, a) in [(&from, 1), (&to, 2)] {
        live_result(synced.wait(sync(synced.db(), of_models(text))));
        is(&synced, a);
    }
}

fn live_result<T>(result: tablewright::Result<T>) {
    result.map(drop).unwrap_or_else(|error| panic!("{error}"));
}
