//! Guards for unknown constraints of a table that SQLite rebuilds. Only `CREATE TABLE` and the
//! definition of a new column can add them, so another program or a hand-written migration did.

use std::collections::BTreeSet;

use tablewright_schema::catalog::{Table, write};
use tablewright_sql::Dialect;
use tablewright_sql::quote::text;

use super::{Columns, Guard, NAMES, lowered};

const DIALECT: Dialect = Dialect::Sqlite;

/// The guards for foreign keys, unique keys and checks. The constraints of the table before and of
/// the new one are known.
pub(super) fn guards(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let name = text(DIALECT, &table.name);
    let guard = |query, loses: String, remark| Guard {
        dialect: DIALECT,
        query,
        uses: None,
        is_in_catalog: true,
        message: format!(
            "the table `{}` is rebuilt, and {loses} not in the models, so it would be lost. To keep \
             it, add it to the models and generate this migration again; or add it to the new \
             table in this file, and delete this check from the file{remark}",
            table.name
        ),
    };
    found.extend([
        guard(
            foreign_keys(table, columns, &name),
            format!("its foreign key on `{NAMES}` is"),
            "",
        ),
        guard(
            unique_keys(table, columns, &name),
            format!("its unique key on `{NAMES}` is"),
            "",
        ),
        guard(
            checks(table, columns, &name),
            "a CHECK in its SQL is".to_owned(),
            ". If the SQL only has the word in a comment or in a text, nothing is lost",
        ),
    ]);
}

/// The columns as they are listed by a query, in an order of their own.
fn joined<'n>(columns: impl IntoIterator<Item = &'n str>) -> String {
    let columns = columns.into_iter().map(str::to_ascii_lowercase);
    let columns: BTreeSet<String> = columns.collect();
    let columns: Vec<String> = columns.into_iter().collect();
    columns.join(", ")
}

/// The names of a subquery in the same order.
fn listed(names: &str) -> String {
    format!("(SELECT group_concat(name, ', ') FROM ({names} ORDER BY lower(name)))")
}

fn foreign_keys(table: &Table, columns: &Columns<'_>, name: &str) -> String {
    let before = table.foreign_keys.iter().map(|key| {
        let of = key.columns.iter().map(String::as_str);
        (joined(of), key.target.as_str())
    });
    let new = columns.references_with.iter();
    let new = new.map(|(of, target)| (joined(of.iter().copied()), *target));
    let known = before.chain(new);
    let known: Vec<String> = known.map(|(of, target)| format!("{of} {target}")).collect();
    let of = listed(&format!(
        "SELECT c.\"from\" AS name FROM pragma_foreign_key_list({name}) AS c WHERE c.id = k.id"
    ));
    format!(
        "SELECT name FROM (SELECT {of} AS name, k.\"table\" AS target \
         FROM pragma_foreign_key_list({name}) AS k WHERE k.seq = 0) AS found \
         WHERE lower(name || ' ' || target) NOT IN ({})",
        lowered(DIALECT, known.iter().map(String::as_str))
    )
}

fn unique_keys(table: &Table, columns: &Columns<'_>, name: &str) -> String {
    let before = table.primary_key.iter().chain(&table.uniques);
    let before = before.map(|key| joined(key.columns.iter().map(String::as_str)));
    let new = columns.keys_with.iter();
    let new = new.map(|of| joined(of.iter().copied()));
    let known: Vec<String> = before.chain(new).collect();
    let of = listed("SELECT c.name FROM pragma_index_info(i.name) AS c");
    format!(
        "SELECT name FROM (SELECT {of} AS name FROM pragma_index_list({name}) AS i \
         WHERE i.origin = 'u') AS found WHERE lower(name) NOT IN ({})",
        lowered(DIALECT, known.iter().map(String::as_str))
    )
}

/// What is replaced in SQL in lower case, so that each check begins with [`CHECK`].
const SPACES: &[(&str, &str)] = &[
    ("\t", " "),
    ("\n", " "),
    ("\r", " "),
    (",", ", "),
    (")", ") "),
    ("\"", "\" "),
    ("  ", " "),
    ("  ", " "),
    ("  ", " "),
    (" (", "("),
];

const CHECK: &str = " check(";

/// SQLite does not list the checks of a table, so they are counted in its SQL. A new check may be
/// there already.
fn checks(table: &Table, columns: &Columns<'_>, name: &str) -> String {
    let bare = Table {
        indexes: Vec::new(),
        ..table.clone()
    };
    let known = write::create_table(DIALECT, &bare).join(" ");
    let known = spaced(&known).matches(CHECK).count();
    let new = columns.checks_with.iter().filter(|new| {
        let mut before = table.checks.iter();
        !before.any(|check| check.expression == new.expression)
    });
    let new: String = new
        .map(|check| {
            let check = format!("check({})", check.expression.text());
            let check = spaced(&check).replace([' ', '"'], "");
            format!(
                " + (instr(replace(replace(s, ' ', ''), '\"', ''), {}) > 0)",
                text(DIALECT, &check)
            )
        })
        .collect();
    let mut body = "lower(sql)".to_owned();
    for (from, to) in SPACES {
        let from = match *from {
            "\t" => "char(9)".to_owned(),
            "\n" => "char(10)".to_owned(),
            "\r" => "char(13)".to_owned(),
            from => text(DIALECT, from),
        };
        body = format!("replace({body}, {from}, {})", text(DIALECT, to));
    }
    let check = text(DIALECT, CHECK);
    format!(
        "SELECT 1 FROM (SELECT {body} AS s FROM sqlite_schema WHERE type = 'table' \
         AND lower(name) = lower({name})) AS body \
         WHERE (length(s) - length(replace(s, {check}, ''))) / {} > {known}{new}",
        CHECK.len()
    )
}

/// The SQL in which checks are counted.
fn spaced(sql: &str) -> String {
    let sql = sql.to_ascii_lowercase();
    SPACES
        .iter()
        .fold(sql, |sql, (from, to)| sql.replace(from, to))
}
