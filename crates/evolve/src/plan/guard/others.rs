//! What a plan asks about the functions of others, and about the procedures, events and triggers of
//! other tables of MySQL and MariaDB, which would name something that is no longer there.
//!
//! No database knows what these depend on. There is only their text: it is searched for the names as
//! words.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::{Columns, Guard, NAMES};

/// What becomes of a table.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    Dropped,
    Renamed,
}

/// About a table that is dropped or renamed.
pub(super) fn of_table(dialect: Dialect, table: &str, fate: Fate) -> Option<Guard> {
    let query = match dialect {
        // SQLite has triggers alone, of which it knows the tables.
        Dialect::Sqlite => return None,
        Dialect::Postgres => postgres_all(&[postgres_functions(&in_text("p.prosrc", &[table]))]),
        Dialect::Mysql | Dialect::Mariadb => {
            // Its own triggers go with it, or are asked for elsewhere.
            let name = text(dialect, table);
            let named = in_text_of(dialect, "body", &[table]);
            mysql(&format!("of_table <> {name} AND {named}"))
        }
    };
    let becomes = match fate {
        Fate::Dropped => "is dropped",
        Fate::Renamed => "gets another name",
    };
    Some(Guard {
        dialect,
        query,
        is_about_scripts: true,
        message: format!(
            "`{NAMES}` is not in the models, and names the table `{table}`, which {becomes}: drop \
             it, and create it again afterwards in the form that fits"
        ),
    })
}

/// About columns that are dropped or renamed.
pub(super) fn of_columns(dialect: Dialect, table: &str, columns: &Columns<'_>) -> Option<Guard> {
    // A column that is replaced has its name afterwards.
    let replaced = &columns.added;
    let dropped: Vec<&str> = columns.dropped.difference(replaced).copied().collect();
    let renamed: Vec<&str> = columns.renamed.iter().copied().collect();
    let gone = [dropped.as_slice(), &renamed].concat();
    if gone.is_empty() {
        return None;
    }
    let query = match dialect {
        Dialect::Sqlite => return None,
        Dialect::Postgres => postgres(table, &gone),
        Dialect::Mysql | Dialect::Mariadb => {
            let name = text(dialect, table);
            let table = in_text_of(dialect, "body", &[table]);
            let columns = in_text_of(dialect, "body", &gone);
            mysql(&format!("of_table <> {name} AND {table} AND {columns}"))
        }
    };
    let becomes: Vec<&str> = [(&dropped, "is dropped"), (&renamed, "gets another name")]
        .into_iter()
        .filter(|(columns, _)| !columns.is_empty())
        .map(|(_, becomes)| becomes)
        .collect();
    Some(Guard {
        dialect,
        query,
        is_about_scripts: true,
        message: format!(
            "`{NAMES}` is not in the models, and names a column of `{table}` that {} (`{}`): drop \
             it, and create it again afterwards in the form that fits",
            becomes.join(" or "),
            gone.join("`, `")
        ),
    })
}

/// Functions that name columns which have gone, and the table, or that are called by its triggers.
fn postgres(table: &str, gone: &[&str]) -> String {
    let live = live(table);
    postgres_all(&[postgres_functions(&format!(
        "{} AND ({} OR EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = {live} \
         AND t.tgfoid = p.oid))",
        in_text("p.prosrc", gone),
        in_text("p.prosrc", &[table])
    ))])
}

fn postgres_all(parts: &[String]) -> String {
    format!(
        "SELECT name FROM ({}) AS found (kind, name) WHERE name <> ''",
        parts.join(" UNION ")
    )
}

/// Functions and procedures whose text is so, without those of extensions and of the server.
fn postgres_functions(condition: &str) -> String {
    format!(
        "SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, p.proname::text \
         FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang \
         WHERE l.lanname NOT IN ('c', 'internal') AND p.pronamespace NOT IN \
         ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) \
         AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass \
         AND e.objid = p.oid AND e.deptype = 'e') AND {condition}"
    )
}

/// The table of that name, as PostgreSQL identifies it.
fn live(table: &str) -> String {
    let dialect = Dialect::Postgres;
    format!(
        "to_regclass({})",
        text(dialect, &identifier(dialect, table))
    )
}

/// Triggers, routines and events of the database whose text is so.
fn mysql(condition: &str) -> String {
    let part = |kind: &str, name: &str, body: &str, table: &str, from: &str| {
        format!(
            "SELECT {kind} AS kind, CONVERT({name} USING utf8mb4) AS name, \
             lower(CONVERT({body} USING utf8mb4)) AS body, \
             CONVERT({table} USING utf8mb4) AS of_table FROM information_schema.{from} = database()"
        )
    };
    let parts = [
        part(
            "'trigger'",
            "trigger_name",
            "action_statement",
            "event_object_table",
            "triggers WHERE trigger_schema",
        ),
        part(
            "lower(routine_type)",
            "routine_name",
            "routine_definition",
            "''",
            "routines WHERE routine_schema",
        ),
        part(
            "'event'",
            "event_name",
            "event_definition",
            "''",
            "events WHERE event_schema",
        ),
    ];
    format!(
        "SELECT name FROM ({}) AS others WHERE {condition}",
        parts.join(" UNION ALL ")
    )
}

/// Whether a text of PostgreSQL's has one of the names as a word.
fn in_text(sql: &str, names: &[&str]) -> String {
    let dialect = Dialect::Postgres;
    format!("{sql} ~* {}", text(dialect, &words(names)))
}

/// The same of MySQL's and MariaDB's, in lower case.
fn in_text_of(dialect: Dialect, sql: &str, names: &[&str]) -> String {
    let pattern = words(names).to_lowercase();
    format!("{sql} REGEXP {}", text(dialect, &pattern))
}

/// A pattern of texts that have one of the names as a word.
fn words(names: &[&str]) -> String {
    let escaped = |name: &&str| {
        let mut escaped = String::new();
        for character in name.chars() {
            if character.is_ascii_punctuation() && character != '_' {
                escaped.push('\\');
            }
            escaped.push(character);
        }
        escaped
    };
    let names: Vec<String> = names.iter().map(escaped).collect();
    format!("(^|[^[:alnum:]_$])({})([^[:alnum:]_$]|$)", names.join("|"))
}
