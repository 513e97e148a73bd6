//! Columns that become generated, or cease to be: what they hold is lost only with consent, and
//! `migrate` and `sync` look for rows that the new column refuses.

use tablewright::migrate::{MigrationError, Migrations, migrate, rollback};
use tablewright::{Error, drop_all, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::{Intent, Schema, lower};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, way, written};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Ordinary,
    Stored,
    Virtual,
}

use Kind::{Ordinary, Stored, Virtual};

const KINDS: [(Kind, Kind); 6] = [
    (Ordinary, Stored),
    (Ordinary, Virtual),
    (Stored, Ordinary),
    (Virtual, Ordinary),
    (Stored, Virtual),
    (Virtual, Stored),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rows {
    None,
    Some,
    /// One of which the expression is NULL.
    WithNull,
}

/// What changes beside.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    Nothing,
    Type,
    Name,
    Default,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    kinds: (Kind, Kind),
    /// Whether the column may be NULL, before and after.
    nullable: (bool, bool),
    rows: Rows,
    beside: Beside,
}

fn cases(dialect: Dialect) -> Vec<Case> {
    let besides = [Beside::Type, Beside::Name, Beside::Default];
    let mut cases = Vec::new();
    for kinds in KINDS {
        for nullable in [(true, true), (true, false), (false, true), (false, false)] {
            let rows = [Rows::None, Rows::Some, Rows::WithNull];
            let with_rows = rows.map(|rows| (rows, Beside::Nothing));
            let with_others = besides.map(|beside| (Rows::Some, beside));
            let with_others = with_others.into_iter().filter(|_| nullable.0 == nullable.1);
            for (rows, beside) in with_rows.into_iter().chain(with_others) {
                cases.push(Case {
                    kinds,
                    nullable,
                    rows,
                    beside,
                });
            }
        }
    }
    cases.retain(|case| {
        let (from, to) = case.kinds;
        let has_virtual = from == Virtual || to == Virtual;
        let is_refused = from != Ordinary && !case.nullable.0 && case.rows == Rows::WithNull;
        // An ordinary column of another type is a new one on some databases, without values.
        let is_new = to == Ordinary && case.beside == Beside::Type;
        let has_no_default = from != Ordinary && case.beside == Beside::Default;
        !(has_virtual && dialect == Dialect::Postgres || is_refused || is_new || has_no_default)
    });
    cases
}

impl Case {
    fn loses(&self) -> bool {
        self.kinds.0 == Ordinary
    }

    /// Whether a row has NULL where the new column may not.
    fn is_refused(&self) -> bool {
        let is_null = self.rows == Rows::WithNull;
        is_null && !self.nullable.1
    }

    fn name(&self) -> &'static str {
        match self.beside {
            Beside::Name => "c",
            Beside::Nothing | Beside::Type | Beside::Default => "b",
        }
    }

    fn before(&self) -> String {
        let default = match self.beside {
            Beside::Default => ", default: 3",
            Beside::Nothing | Beside::Type | Beside::Name => "",
        };
        field("b", self.kinds.0, "integer", self.nullable.0, default)
    }

    fn after(&self, has_consent: bool) -> String {
        let ty = match self.beside {
            Beside::Type => "bigint",
            Beside::Nothing | Beside::Name | Beside::Default => "integer",
        };
        let was = match self.beside {
            Beside::Name => ", was: b",
            Beside::Nothing | Beside::Type | Beside::Default => "",
        };
        let field = field(self.name(), self.kinds.1, ty, self.nullable.1, was);
        match has_consent {
            true => format!("{field}\nconverted: {{ items.{}: generated }}", self.name()),
            false => field,
        }
    }

    fn rows(&self) -> Vec<&'static str> {
        let is_ordinary = self.kinds.0 == Ordinary;
        let null = match (is_ordinary, self.nullable.0) {
            (true, true) => "INSERT INTO items (a, b) VALUES (NULL, NULL)",
            (true, false) => "INSERT INTO items (a, b) VALUES (NULL, 9)",
            (false, _) => "INSERT INTO items (a) VALUES (NULL)",
        };
        let some = match is_ordinary {
            true => "INSERT INTO items (a, b) VALUES (1, 70), (2, 80)",
            false => "INSERT INTO items (a) VALUES (1), (2)",
        };
        match self.rows {
            Rows::None => vec![],
            Rows::Some => vec![some],
            Rows::WithNull => vec![some, null],
        }
    }

    /// The values of the column afterwards.
    fn computed(&self) -> Vec<String> {
        let all: &[&str] = match self.rows {
            Rows::None => &[],
            Rows::Some => &["2", "3"],
            Rows::WithNull if self.nullable.1 => &["2", "3", "NULL"],
            Rows::WithNull => &["2", "3"],
        };
        all.iter().map(|&value| value.to_owned()).collect()
    }
}

fn field(name: &str, kind: Kind, ty: &str, is_nullable: bool, more: &str) -> String {
    let mark = if is_nullable { "?" } else { "" };
    let generated = match kind {
        Ordinary => "",
        Stored => ", generated: a + 1",
        Virtual => ", generated: { sql: a + 1, stored: false }",
    };
    let field = format!("{name}: {{ type: {ty}{mark}{generated}{more} }}");
    format!("Item: {{ fields: {{ id: id, a: integer?, {field} }} }}")
}

fn schema(dialect: Dialect, models: &str) -> Result<Schema, String> {
    let text = format!("dialects: [{}]\nmodels:\n  {models}\n", dialect.name());
    load("models.yaml", &text)
}

mod values {
    tablewright_test_ddl::on_each_dialect!(super::values_are_lost_only_with_consent);
}

/// In one database, which each case leaves empty.
fn values_are_lost_only_with_consent(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let cases = cases(dialect);
    assert!(cases.len() >= 30, "{dialect}: {} cases", cases.len());
    let mut failures = Vec::new();
    for case in cases {
        for way in [migrated, synchronized] {
            if let Err(error) = way(&live, &case) {
                failures.push(format!("{case:?}: {error}"));
                live.run(&["DROP TABLE IF EXISTS items"]).expect("no table");
                live.run(&["DROP TABLE IF EXISTS tablewright_migrations"])
                    .expect("no history");
            }
        }
    }
    assert!(failures.is_empty(), "{dialect}:\n{}", failures.join("\n"));
}

fn said<T>(result: tablewright::Result<T>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

/// By migrations, there and back.
fn migrated(live: &Live, case: &Case) -> Result<(), String> {
    let dialect = live.dialect();
    let from = schema(dialect, &case.before())?;
    let to = schema(dialect, &case.after(case.loses()))?;
    if case.loses() {
        let to = schema(dialect, &case.after(false))?;
        let tables = [&from, &to].map(|schema| lower(schema, dialect));
        let plan = way(dialect, &tables[0], &tables[1], &Intent::of(&to))?;
        let mut losses = plan.not_allowed().map(|loss| loss.name.as_str());
        if !losses.any(|loss| loss == format!("items.{}", case.name())) {
            return Err("diff asked for no consent".to_owned());
        }
    }
    let list = written(dialect, &[&from, &to], Options::default())?;
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = said(live.wait(migrate(live.db(), &first)))?;
    live.run(&case.rows())?;
    let (tables, rows) = (live.inspect()?, rows(live, "b")?);
    if case.is_refused() {
        refused_by_preflight(live.wait(migrate(live.db(), &both)))?;
        if live.inspect()? != tables || self::rows(live, "b")? != rows {
            return Err("a refused migration changed something".to_owned());
        }
        live.run(&["DELETE FROM items WHERE a IS NULL"])?;
    }
    let _ = said(live.wait(migrate(live.db(), &both))).map_err(|error| format!("up: {error}"))?;
    is_as(live, &to, case)?;

    let is_new = case.loses() && case.beside == Beside::Type && !dialect.rebuilds_tables();
    let mut expected = self::rows(live, case.name())?;
    if is_new {
        expected.fill("NULL".to_owned());
    }
    if expected.contains(&"NULL".to_owned()) && !case.nullable.0 {
        refused_by_preflight(live.wait(rollback(live.db(), &both, 1)))
            .map_err(|error| format!("down: {error}"))?;
        is_as(live, &to, case)?;
        let nulls = if is_new { "1 = 1" } else { "a IS NULL" };
        live.run(&[format!("DELETE FROM items WHERE {nulls}")])?;
        expected.retain(|value| value != "NULL");
    }
    let _ =
        said(live.wait(rollback(live.db(), &both, 1))).map_err(|error| format!("down: {error}"))?;
    let found = self::rows(live, "b")?;
    if found != expected {
        return Err(format!("down: {found:?} instead of {expected:?}"));
    }
    if live.inspect()? != tables {
        return Err("the rollback left other tables".to_owned());
    }
    said(live.wait(rollback(live.db(), &both, 1))).map(drop)
}

/// By `sync`.
fn synchronized(live: &Live, case: &Case) -> Result<(), String> {
    let dialect = live.dialect();
    let from = schema(dialect, &case.before())?;
    let to = schema(dialect, &case.after(case.loses()))?;
    let of = |schema: &Schema| tablewright::__schema("a", schema);
    let _ = said(live.wait(sync(live.db(), of(&from))))?;
    live.run(&case.rows())?;
    let (tables, rows) = (live.inspect()?, rows(live, "b")?);
    let refused = |to: &Schema| -> Result<(), String> {
        match live.wait(sync(live.db(), of(to))) {
            Ok(done) => return Err(format!("sync did {done:?}")),
            Err(Error::Refused(issues)) => is_named(&issues.to_string())?,
            Err(error) => return Err(format!("sync: another error: {error}")),
        }
        match live.inspect()? == tables && self::rows(live, "b")? == rows {
            true => Ok(()),
            false => Err("a refused sync changed something".to_owned()),
        }
    };
    if case.loses() {
        refused(&schema(dialect, &case.after(false))?)?;
    }
    if case.is_refused() {
        refused(&to)?;
        live.run(&["DELETE FROM items WHERE a IS NULL"])?;
    }
    let _ = said(live.wait(sync(live.db(), of(&to)))).map_err(|error| format!("sync: {error}"))?;
    is_as(live, &to, case)?;
    said(live.wait(drop_all(live.db(), of(&to))))
}

fn refused_by_preflight<T>(done: tablewright::Result<T>) -> Result<(), String> {
    let error = match done {
        Err(Error::Migration(error)) => error,
        Err(error) => return Err(format!("another error: {error}")),
        Ok(_) => return Err("it was not refused".to_owned()),
    };
    match &*error {
        MigrationError::Refused { issues, .. } => is_named(&issues.join("; ")),
        other => Err(format!("another error: {other}")),
    }
}

fn is_named(message: &str) -> Result<(), String> {
    // MariaDB has checks in place of NOT NULL.
    let names = ["items.b", "items.c", "ck_items_b_type", "ck_items_c_type"];
    match names
        .iter()
        .any(|name| message.contains(&format!("`{name}`")))
    {
        true => Ok(()),
        false => Err(format!("it says {message}")),
    }
}

/// Whether the table is that of the models, with what is computed.
fn is_as(live: &Live, schema: &Schema, case: &Case) -> Result<(), String> {
    let verified = said(live.wait(verify(live.db(), tablewright::__schema("a", schema))))?;
    if !verified.is_up_to_date() {
        return Err(format!("verify: {verified}"));
    }
    let (found, expected) = (rows(live, case.name())?, case.computed());
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?} instead of {expected:?}")),
    }
}

fn rows(live: &Live, column: &str) -> Result<Vec<String>, String> {
    let ty = match live.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "char",
        Dialect::Sqlite | Dialect::Postgres => "text",
    };
    live.texts(&format!(
        "SELECT coalesce(CAST({column} AS {ty}), 'NULL') FROM items ORDER BY id"
    ))
}
