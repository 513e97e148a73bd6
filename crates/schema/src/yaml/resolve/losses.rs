//! The losses that the file acknowledges: `dropped` names what is gone, `converted` what is there.
//! And `unmanaged`, which names columns that are in a database and not in the models.

use super::findings::Findings;
use super::unresolved::Table;
use crate::names::folded;
use crate::yaml::shapes::{Document, Spanned};

/// Reports what a database cannot lose, because the models still have it, or never could.
pub(super) fn check(document: &Document, tables: &[Table<'_>], findings: &mut Findings<'_>) {
    if document.placeholders.may_have("models")
        || tables
            .iter()
            .any(|table| table.placeholders.may_have("fields"))
    {
        return;
    }
    for name in &document.dropped {
        check_dropped(name, tables, findings);
    }
    for name in &document.converted {
        check_converted(name, tables, findings);
    }
    for name in &document.unmanaged {
        check_unmanaged(name, document, tables, findings);
    }
}

fn check_unmanaged(
    name: &Spanned<String>,
    document: &Document,
    tables: &[Table<'_>],
    findings: &mut Findings<'_>,
) {
    let hint = "write the table and the column as the database names them: `users.search`";
    let Some((table, column)) = name.value.split_once('.') else {
        let message = format!("`{}` is not a column", name.value);
        findings.at(name.at, message).hint(hint);
        return;
    };
    if let Some(dropped) = document
        .dropped
        .iter()
        .find(|dropped| is(&dropped.value, &name.value))
    {
        let message = format!(
            "`{}` cannot be in both `dropped` and `unmanaged`",
            name.value
        );
        findings
            .at(name.at, message)
            .also(dropped.at, "`dropped` is here");
        return;
    }
    let Some(table) = tables.iter().find(|each| is(&each.name, table)) else {
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        findings
            .at(name.at, format!("no model has the table `{table}`"))
            .did_you_mean(table, names.iter().copied())
            .hint(hint);
        return;
    };
    let mut columns = table.columns.iter();
    if let Some(column) = columns.find(|each| is(&each.name, column)) {
        let message = format!(
            "the column `{}` belongs to a field, so it is managed",
            name.value
        );
        findings
            .at(name.at, message)
            .also(column.name_at(), "the field");
    }
}

fn check_dropped(name: &Spanned<String>, tables: &[Table<'_>], findings: &mut Findings<'_>) {
    match name.value.split_once('.') {
        None => {
            if let Some(table) = tables.iter().find(|table| is(&table.name, &name.value)) {
                let message = format!(
                    "the table `{}` belongs to a model, so it is not dropped",
                    name.value
                );
                findings
                    .at(name.at, message)
                    .also(table.name_at(), "the model")
                    .hint("write the table and the column: `users.bio`");
            }
        }
        Some((table, column)) => {
            let table = tables.iter().find(|each| is(&each.name, table));
            let mut columns = table.iter().flat_map(|table| &table.columns);
            if let Some(column) = columns.find(|each| is(&each.name, column)) {
                let message = format!(
                    "the column `{}` belongs to a field, so it is not dropped",
                    name.value
                );
                findings
                    .at(name.at, message)
                    .also(column.name_at(), "the field");
            }
        }
    }
}

fn check_converted(name: &Spanned<String>, tables: &[Table<'_>], findings: &mut Findings<'_>) {
    let columns = || {
        tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            columns.map(move |column| format!("{}.{}", table.name, column.name))
        })
    };
    if columns().any(|column| is(&column, &name.value)) {
        return;
    }
    let names: Vec<String> = columns().collect();
    findings
        .at(name.at, format!("there is no column `{}`", name.value))
        .did_you_mean(&name.value, names.iter().map(String::as_str))
        .hint("write the table and the column as the database names them: `users.age`");
}

fn is(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
