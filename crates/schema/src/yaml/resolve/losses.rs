//! The losses that the file acknowledges: `dropped` names what is gone, `converted` what is there.

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
}

fn check_dropped(name: &Spanned<String>, tables: &[Table<'_>], findings: &mut Findings<'_>) {
    match name.value.split_once('.') {
        None => {
            if let Some(table) = tables.iter().find(|table| is(&table.name, &name.value)) {
                let message = format!("the table `{}` is not dropped: a model has it", name.value);
                findings
                    .at(name.at, message)
                    .also(table.name_at(), "the model")
                    .hint("a column is named with its table: `users.bio`");
            }
        }
        Some((table, column)) => {
            let table = tables.iter().find(|each| is(&each.name, table));
            let mut columns = table.iter().flat_map(|table| &table.columns);
            if let Some(column) = columns.find(|each| is(&each.name, column)) {
                let message = format!("the column `{}` is not dropped: a field has it", name.value);
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
        .hint("a column is named with its table, as the database has them: `users.age`");
}

fn is(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
