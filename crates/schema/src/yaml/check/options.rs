//! Reports options of tables that contradict other parts of the table.

use tablewright_sql::{Dialect, balance};

use crate::schema::Source;
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::unresolved::{Kind, Table, UnresolvedSchema};

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        check_balance(table, &unresolved.dialects, findings);
    }
    if unresolved.dialects.contains(&Dialect::Sqlite) {
        for table in &unresolved.tables {
            check_sqlite(table, findings);
        }
    }
}

fn check_balance(table: &Table<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    for &dialect in dialects {
        if let Some(options) = table.body.model.options.get(dialect)
            && let Some(found) = balance::of_expression(dialect, &options.value)
        {
            findings.at(
                options.at,
                format!("these options are not complete: {found}"),
            );
        }
    }
}

fn check_sqlite(table: &Table<'_>, findings: &mut Findings<'_>) {
    let Some(options) = &table.body.model.options.sqlite else {
        return;
    };
    let words: Vec<String> = options
        .value
        .split(|character: char| !character.is_alphanumeric())
        .map(str::to_ascii_uppercase)
        .collect();
    if words.iter().any(|word| word == "STRICT") {
        findings
            .at(
                options.at,
                "a `STRICT` table of SQLite does not accept types such as `VARCHAR(50)` and \
                 `BOOLEAN`",
            )
            .hint("remove `STRICT`: every column has a check of its type");
    }
    if words.iter().any(|word| word == "ROWID") {
        check_counted_key(table, findings);
    }
}

/// SQLite numbers keys in the `rowid`.
fn check_counted_key(table: &Table<'_>, findings: &mut Findings<'_>) {
    let (Some(options), Some(key)) = (&table.body.model.options.sqlite, &table.primary_key) else {
        return;
    };
    for &column in &key.columns {
        let column = &table.columns[column];
        if column.source != Source::Identity {
            continue;
        }
        let name = &column.origin.name.value;
        let finding = findings
            .at(
                options.at,
                format!("a table `WITHOUT ROWID` has no auto-increment, and `{name}` needs it"),
            )
            .also(key.at, "the auto-increment key");
        match column.kind {
            Kind::Id => finding.hint(
                "remove the option, or write `{ type: bigint, primary_key: true, auto: false }` \
                 for the key",
            ),
            Kind::Unknown | Kind::Value | Kind::Named(_) | Kind::Reference { .. } => finding.hint(
                format!("remove the option, or add `auto: false` to `{name}`"),
            ),
        };
    }
}
