//! SQL that a database prints differently from the models, and names that other objects had before:
//! tables go from one version to the next and back, by migrations and by `sync`.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{SyncBuilder, SyncReport, create_all, drop_all, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

use Dialect::{Mariadb, Mysql, Postgres, Sqlite};

struct Case {
    what: &'static str,
    dialects: &'static [Dialect],
    /// The models before, and after.
    models: [&'static str; 2],
    /// Statements of others that created the tables, if `sync` does not find those of earlier
    /// models.
    made: &'static [&'static str],
    /// A row of the previous version.
    row: &'static str,
    /// A statement that each version refuses.
    refused: [&'static str; 2],
    /// A query, and a part of its only value after `sync`.
    shows: Option<(&'static str, &'static str)>,
}

const NO_NEGATIVE: [&str; 2] = ["INSERT INTO users (x) VALUES (-1)"; 2];

const CASES: &[Case] = &[
    Case {
        what: "a check that names its table, which is rebuilt",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { id: id, x: integer, y: integer? }, checks: [users.x > 0] }",
            "User: { fields: { id: id, x: integer, y: bigint?, z: text? }, checks: [users.x > 0] }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: NO_NEGATIVE,
        shows: None,
    },
    Case {
        what: "a check that names its table and a column, which are renamed",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { id: id, x: integer, y: integer? }, checks: [users.x > 0] }",
            "Person: { was: User, table: people, fields: { id: id, z: { type: integer, was: x }, y: bigint? }, checks: [people.z > 0] }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: [
            "INSERT INTO users (x) VALUES (-1)",
            "INSERT INTO people (z) VALUES (-1)",
        ],
        shows: None,
    },
    Case {
        what: "a column that a check spells in other case",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { id: id, x: integer, y: integer? }, checks: [X > 0] }",
            "User: { fields: { id: id, x: integer, y: bigint? }, checks: [X > 0, Y > 0] }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: NO_NEGATIVE,
        shows: None,
    },
    Case {
        what: "comments with an apostrophe",
        dialects: &[Mysql, Mariadb],
        models: [
            "User: { fields: { id: id, x: integer, n: { type: integer, generated: \"x * 2 # it's double\\n + 0\" } }, checks: [\"x > 0 # it's more\\n AND x < 10\"] }",
            "User: { fields: { id: id, x: bigint, n: { type: bigint, generated: \"x * 2 # it's double\\n + 1\" } }, checks: [\"x > 0 # it's less\\n AND x < 20\"] }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: [
            "INSERT INTO users (x) VALUES (11)",
            "INSERT INTO users (x) VALUES (21)",
        ],
        shows: Some(("SELECT CAST(max(n) AS char) FROM users", "3")),
    },
    Case {
        what: "indexes that change their names and columns",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { id: id, x: integer, y: integer? }, indexes: [{ fields: [x], name: i1 }, { fields: [y], name: i2, unique: true }] }",
            "User: { fields: { id: id, x: integer, y: integer? }, indexes: [{ fields: [x], name: i2, unique: true }, { fields: [y, x], name: i1 }] }",
        ],
        made: &[],
        row: "INSERT INTO users (x, y) VALUES (1, 1)",
        refused: [
            "INSERT INTO users (x, y) VALUES (2, 1)",
            "INSERT INTO users (x, y) VALUES (1, 2)",
        ],
        shows: None,
    },
    Case {
        what: "a check that needs a function, which is made before the tables",
        dialects: &[Postgres],
        models: [
            "User: { fields: { id: id, x: integer }, checks: [is_sound(x)] }\n\
             sql: { sound: { when: before, create: \"CREATE OR REPLACE FUNCTION is_sound(x integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x > 0 $$\", drop: DROP FUNCTION is_sound(integer) } }",
            "User: { fields: { id: id, x: integer, y: integer? }, checks: [is_sound(x)] }\n  \
             Post: { fields: { id: id, x: integer }, checks: [is_sound(x)] }\n\
             sql: { sound: { when: before, create: \"CREATE OR REPLACE FUNCTION is_sound(x integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x > 0 $$\", drop: DROP FUNCTION is_sound(integer) } }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: NO_NEGATIVE,
        shows: None,
    },
    Case {
        what: "a key whose type has another check",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { x: { type: integer, primary_key: true, auto: false }, y: smallint } }",
            "User: { fields: { x: { type: bigint, primary_key: true, auto: false }, y: integer } }",
        ],
        made: &[],
        row: "INSERT INTO users (x, y) VALUES (1, 1)",
        refused: [
            "INSERT INTO users (x, y) VALUES (2, 70000)",
            "INSERT INTO users (x, y) VALUES (2, 3000000000)",
        ],
        shows: None,
    },
    Case {
        what: "a check at a column, without a name",
        dialects: &[Mariadb],
        models: [
            "User: { fields: { id: id, x: integer } }",
            "User: { fields: { id: id, x: { type: integer, check: \"{} > 0\" } } }",
        ],
        made: &[
            "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, x INT NOT NULL CHECK (x >= 0)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: ["INSERT INTO users (x) VALUES (NULL)", NO_NEGATIVE[1]],
        shows: None,
    },
    Case {
        what: "ON UPDATE with other digits",
        dialects: &[Mysql, Mariadb],
        models: [
            "User: { fields: { id: id, x: integer, at: { type: datetime, default: now } } }",
            "User: { fields: { id: id, x: { type: integer, check: \"{} > 0\" }, at: { type: datetime, default: now } } }",
        ],
        made: &[
            "CREATE TABLE users (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, x INT NOT NULL, at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: ["INSERT INTO users (x) VALUES (NULL)", NO_NEGATIVE[1]],
        shows: Some((
            "SELECT column_type FROM information_schema.columns WHERE table_schema = database() AND table_name = 'users' AND column_name = 'at' AND extra NOT LIKE '%on update%'",
            "datetime(6)",
        )),
    },
    Case {
        what: "views that are made a second time",
        dialects: &Dialect::ALL,
        models: [
            "User: { fields: { id: id, x: integer } }",
            "User: { fields: { id: id, x: integer, y: integer? } }\n\
             sql: { v: { create: { sqlite: CREATE VIEW IF NOT EXISTS v AS SELECT x FROM users, postgres: CREATE OR REPLACE VIEW v AS SELECT x FROM users, \
             mysql: CREATE OR REPLACE VIEW v AS SELECT x FROM users, mariadb: CREATE OR REPLACE VIEW v AS SELECT x FROM users }, drop: DROP VIEW v } }",
        ],
        made: &[],
        row: "INSERT INTO users (x) VALUES (1)",
        refused: ["INSERT INTO users (x) VALUES (NULL)"; 2],
        shows: None,
    },
];

on_each_dialect!(sql_that_is_read_back_means_the_same);

/// In one database, which each case leaves empty.
fn sql_that_is_read_back_means_the_same(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let cases = CASES.iter().filter(|case| case.dialects.contains(&dialect));
    for case in cases {
        let steps = migrated(&live, case).and_then(|()| synchronized(&live, case));
        steps.unwrap_or_else(|error| panic!("{dialect}: {}: {error}", case.what));
    }
}

fn schemas(dialect: Dialect, case: &Case) -> Result<[Schema; 2], String> {
    let [from, to] = case.models.map(|models| {
        let text = format!("dialects: [{}]\nmodels:\n  {models}\n", dialect.name());
        load("models.yaml", &text)
    });
    Ok([from?, to?])
}

fn said<T>(result: tablewright::Result<T>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

/// By migrations, there and back.
fn migrated(live: &Live, case: &Case) -> Result<(), String> {
    let [from, to] = schemas(live.dialect(), case)?;
    let list = written(live.dialect(), &[&from, &to], Options::default())?;
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = said(live.wait(migrate(live.db(), &first)))?;
    live.run(&[case.row])?;
    is_as(live, &from, case.refused[0])?;
    let before = live.inspect()?;
    let _ = said(live.wait(migrate(live.db(), &both)))?;
    is_as(live, &to, case.refused[1])?;
    let _ = said(live.wait(rollback(live.db(), &both, 1)))?;
    is_as(live, &from, case.refused[0])?;
    if live.inspect()? != before {
        return Err("the rollback left other tables".to_owned());
    }
    said(live.wait(rollback(live.db(), &both, 1))).map(drop)
}

/// By `sync`, from the existing tables.
fn synchronized(live: &Live, case: &Case) -> Result<(), String> {
    let [from, to] = schemas(live.dialect(), case)?;
    let of = |schema| tablewright::__schema("a", schema);
    match case.made {
        [] => said(live.wait(sync(live.db(), of(&from)))).map(drop)?,
        made => live.run(made)?,
    }
    live.run(&[case.row])?;
    // Unmanaged objects are only dropped with consent.
    let consent = SyncBuilder::new(of(&to)).drop_unmanaged(!case.made.is_empty());
    let done = said(live.wait(consent.sync(live.db())))?;
    if !matches!(done, SyncReport::Applied(_)) {
        return Err(format!("sync: {done:?}"));
    }
    is_as(live, &to, case.refused[1])?;
    if let Some((query, shown)) = case.shows {
        let found = live.texts(query)?.concat();
        if !found.contains(shown) {
            return Err(format!("{query}: {found}"));
        }
    }
    let again = said(live.wait(sync(live.db(), of(&to))))?;
    if !matches!(again, SyncReport::UpToDate) {
        return Err(format!("sync again: {again:?}"));
    }
    said(live.wait(create_all(live.db(), of(&to)))).map_err(|error| format!("again: {error}"))?;
    said(live.wait(drop_all(live.db(), of(&to))))
}

/// Whether the tables are those of the models, have the row, and refuse invalid values.
fn is_as(live: &Live, schema: &Schema, refused: &str) -> Result<(), String> {
    let verified = said(live.wait(verify(live.db(), tablewright::__schema("a", schema))))?;
    if !verified.is_up_to_date() {
        return Err(format!("verify: {verified}"));
    }
    let table = &schema.tables[0].name;
    let count = match live.dialect() {
        Mysql | Mariadb => "CAST(count(*) AS char)",
        Sqlite | Postgres => "CAST(count(*) AS text)",
    };
    let rows = live
        .texts(&format!("SELECT {count} FROM {table}"))?
        .concat();
    if rows != "1" {
        return Err(format!("{table} has {rows} rows"));
    }
    match live.run(&[refused]) {
        Ok(()) => Err(format!("`{refused}` was not refused")),
        Err(_) => Ok(()),
    }
}
