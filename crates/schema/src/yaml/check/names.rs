//! Reports names that a database does not accept.

use tablewright_sql::Dialect;

use super::mysql_family;
use crate::yaml::Owner;
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::unresolved::{Column, UnresolvedSchema};
use crate::yaml::shapes::At;

/// System columns of every PostgreSQL table.
const POSTGRES_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// SQLite's names for the rowid of every table.
const SQLITE_COLUMNS: [&str; 3] = ["rowid", "oid", "_rowid_"];

pub fn check(unresolved: &UnresolvedSchema<'_>, owner: Owner, findings: &mut Findings<'_>) {
    let dialects = &unresolved.dialects;
    for table in &unresolved.tables {
        let given = table.body.model.table.is_some();
        let hint = if given {
            "choose a shorter one"
        } else {
            "give it a shorter one with `table:`"
        };
        if !table.placeholders.may_have("table") {
            check_name(
                &table.name,
                table.name_at(),
                "table",
                hint,
                dialects,
                findings,
            );
        }
        if dialects.contains(&Dialect::Sqlite) && is_sqlites(&table.name) {
            findings
                .at(
                    table.name_at(),
                    "SQLite reserves names that begin with `sqlite_`",
                )
                .hint("choose another name with `table:`");
        }
        if owner == Owner::User && is_ours(&table.name) {
            findings
                .at(
                    table.name_at(),
                    "tablewright reserves tables that begin with `tablewright_`",
                )
                .hint("choose another name with `table:`");
        }
        // A field without a name is already reported.
        let named = |column: &&Column<'_>| {
            !column.placeholders.may_have("column") && !column.origin.name.value.is_empty()
        };
        for column in table.columns.iter().filter(named) {
            let given = column.origin.column.is_some();
            let hint = if given {
                "choose a shorter one"
            } else {
                "give it a shorter one with `column:`"
            };
            check_name(
                &column.name,
                column.name_at(),
                "column",
                hint,
                dialects,
                findings,
            );
            check_column(&column.name, column.name_at(), dialects, findings);
            if owner == Owner::User && is_ours(&column.name) {
                findings
                    .at(
                        column.name_at(),
                        "tablewright reserves columns that begin with `tablewright_`",
                    )
                    .hint("choose another name with `column:`");
            }
        }
        for index in &table.indexes {
            let Some(name) = index.origin.and_then(|origin| origin.name.as_ref()) else {
                continue;
            };
            check_name(
                &name.value,
                name.at,
                "index",
                "choose a shorter one",
                dialects,
                findings,
            );
            check_index(&name.value, name.at, dialects, findings);
        }
        for check in table
            .checks
            .iter()
            .filter(|check| check.value.column.is_none())
        {
            let name = &check.value.name;
            check_name(
                name,
                check.at,
                "check",
                "choose a shorter one",
                dialects,
                findings,
            );
        }
    }
}

fn is_sqlites(name: &str) -> bool {
    begins_with(name, "sqlite_")
}

/// Whether the name belongs to the library: the history, the lock row, and the temporary tables and
/// columns during a change of a table.
fn is_ours(name: &str) -> bool {
    begins_with(name, "tablewright_")
}

fn begins_with(name: &str, front: &str) -> bool {
    let begin = name.get(..front.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(front))
}

fn check_name(
    name: &str,
    at: At,
    what: &str,
    shorter: &str,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) {
    if name.is_empty() {
        findings.at(at, format!("the name of this {what} is empty"));
        return;
    }
    let exceeded = |dialect: &Dialect| {
        let limit = dialect.name_limit().filter(|limit| !limit.allows(name))?;
        Some(format!("{dialect} ({limit})"))
    };
    let exceeded: Vec<String> = dialects.iter().filter_map(exceeded).collect();
    if !exceeded.is_empty() {
        let message = format!(
            "the name of this {what} is too long for {}",
            exceeded.join(", ")
        );
        findings.at(at, message).hint(shorter);
    }
    let family = mysql_family(dialects);
    if family.is_empty() {
        return;
    }
    if name.ends_with(|character: char| character.is_ascii_whitespace() || character == '\u{b}') {
        findings.at(
            at,
            format!("a name cannot end in white space on {}", titles(&family)),
        );
    } else if let Some(character) = name.chars().find(|&character| character > '\u{ffff}') {
        findings.at(
            at,
            format!("a name cannot have a `{character}` on {}", titles(&family)),
        );
    }
}

fn check_column(name: &str, at: At, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let hint = "rename the field, or only its column with `column:`";
    if dialects.contains(&Dialect::Postgres) && POSTGRES_COLUMNS.contains(&name) {
        findings
            .at(
                at,
                format!("PostgreSQL has a system column `{name}` in every table"),
            )
            .hint(hint);
    }
    let is_sqlites = SQLITE_COLUMNS
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name));
    if dialects.contains(&Dialect::Sqlite) && is_sqlites {
        findings
            .at(at, format!("`{name}` is SQLite's name for the row number"))
            .hint(hint);
    }
}

fn check_index(name: &str, at: At, dialects: &[Dialect], findings: &mut Findings<'_>) {
    if dialects.contains(&Dialect::Sqlite) && is_sqlites(name) {
        findings.at(at, "SQLite reserves names that begin with `sqlite_`");
    }
    let family = mysql_family(dialects);
    if !family.is_empty() && name.eq_ignore_ascii_case("primary") {
        findings.at(
            at,
            format!(
                "`{name}` is the name of the primary key on {}",
                titles(&family)
            ),
        );
    }
}
