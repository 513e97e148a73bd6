//! The user's own SQL that looks like something else until it is read to the end, while the columns
//! that it uses, and their tables, are renamed and converted.

use std::fmt::Write as _;

use tablewright_sql::Dialect;

use super::cases::{Case, tell};
use super::{Places, same};
use crate::spellings::{DIALECTS, SPELLINGS, Spelling};

/// The columns and tables in a version of the models.
struct Version {
    /// The former names are said, too.
    is_later: bool,
    /// The SQL before the name of a table.
    table: &'static str,
    name: &'static str,
    age: &'static str,
    note: &'static str,
    rank: &'static str,
    other: &'static str,
    /// The types of texts, of numbers and of the default's column.
    text: &'static str,
    number: &'static str,
    long: &'static str,
}

const FIRST: Version = Version {
    is_later: false,
    table: "",
    name: "name",
    age: "age",
    note: "note",
    rank: "rank",
    other: "other",
    text: "string(40)",
    number: "integer",
    long: "string(100)",
};

const RENAMED: Version = Version {
    is_later: true,
    name: "title",
    age: "x",
    note: "remark",
    rank: "level",
    other: "rest",
    ..FIRST
};

const RETYPED: Version = Version {
    is_later: true,
    text: "string(60)",
    number: "bigint",
    long: "string(120)",
    ..FIRST
};

const ALL: Version = Version {
    table: "new_",
    text: "string(60)",
    number: "bigint",
    long: "string(120)",
    ..RENAMED
};

/// Tries every spelling at every position that takes SQL, by migrations and by `sync`.
pub fn hold(dialect: Dialect) {
    let Some(places) = Places::new(dialect) else {
        return;
    };
    let rows: Vec<String> = SPELLINGS
        .iter()
        .flat_map(|spelling| {
            let table = table(spelling);
            ["first", "second"].map(|name| format!("INSERT INTO {table} (name) VALUES ('{name}')"))
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for (what, later) in [
        ("columns have other names", &RENAMED),
        ("columns have other types", &RETYPED),
        ("tables, too, and all at once", &ALL),
    ] {
        let case = Case {
            what,
            from: &models(dialect, &FIRST),
            to: &models(dialect, later),
            rows: &rows,
        };
        let told = tell(&places, &case).and_then(|()| same_values(&places, later));
        if let Err(error) = told {
            panic!("{dialect}, {what}: {error}");
        }
    }
}

/// The defaults still have their values.
fn same_values(places: &Places, version: &Version) -> Result<(), String> {
    for spelling in SPELLINGS {
        let table = format!("{}{}", version.table, table(spelling));
        let notes = format!("SELECT DISTINCT {} FROM {table}", version.note);
        same(
            &table,
            &places.synced.texts(&notes)?[..],
            &[spelling.value.to_owned()][..],
        )?;
    }
    Ok(())
}

fn models(dialect: Dialect, version: &Version) -> String {
    let mut yaml = String::new();
    let position = DIALECTS.iter().position(|name| *name == dialect.name());
    for spelling in SPELLINGS {
        let sql = spelling.sql[position.expect("a database of the matrix")];
        model(dialect, spelling, sql, version, &mut yaml);
    }
    yaml
}

fn model(dialect: Dialect, spelling: &Spelling, sql: &str, version: &Version, yaml: &mut String) {
    let Version {
        name,
        age,
        note,
        rank,
        other,
        text,
        number,
        long,
        ..
    } = version;
    let was = |now: &str, was: &str| match version.is_later && now != was {
        true => format!(", was: {was}"),
        false => String::new(),
    };
    let table = table(spelling);
    let later = format!("{}{table}", version.table);
    let model = spelling.model;
    let _ = writeln!(yaml, "{model}:\n    table: {later}");
    if later != table {
        let _ = writeln!(yaml, "    was: {table}");
    }
    let _ = write!(
        yaml,
        "    fields:
      id: id
      {name}: {{ type: {text}, unique: true{} }}
      {age}: {{ type: {number}, default: 1{} }}
      {note}: {{ type: {long}, default: {{ sql: {} }}{} }}
      {rank}: {{ type: {number}, default: 0, check: {}{} }}
      {other}: {{ type: \"{text}?\", generated: {}{} }}
    checks:
      - {{ name: {model}_is_old, sql: {} }}
",
        was(name, "name"),
        was(age, "age"),
        quoted(sql),
        was(note, "note"),
        quoted(&format!("{{}} >= 0 OR {note} <> {sql}")),
        was(rank, "rank"),
        quoted(&format!("nullif({name}, {sql})")),
        was(other, "other"),
        quoted(&format!("{age} < 100 OR {note} <> {sql}")),
    );
    let has_expressions = dialect != Dialect::Mariadb;
    if has_expressions {
        let expression = quoted(&format!("nullif({name}, {sql})"));
        let _ = writeln!(
            yaml,
            "    indexes:\n      - {{ fields: [{{ sql: {expression} }}], unique: true, name: {model}_by_name }}"
        );
    }
    if matches!(dialect, Dialect::Sqlite | Dialect::Postgres) {
        let condition = quoted(&format!("{name} <> {sql}"));
        let _ = writeln!(
            yaml,
            "      - {{ fields: [{age}, {rank}], where: {condition}, name: {model}_by_age }}"
        );
    }
    yaml.push_str("  ");
}

/// The name of the first table: letters in upper case are other ones on some servers.
fn table(spelling: &Spelling) -> String {
    format!("of_{}", spelling.model.to_lowercase())
}

/// A text in YAML.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n"))
}
