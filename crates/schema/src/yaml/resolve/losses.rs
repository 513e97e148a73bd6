//! The losses that the file allows: `dropped` names removed objects, `converted` existing columns.
//! Also `unmanaged`, which names columns that are in a database but not in the models.

use super::findings::Findings;
use super::unresolved::Table;
use crate::intent::{GENERATED, becomes};
use crate::names::folded;
use crate::schema::{Enum, Source, Type};
use crate::yaml::shapes::{At, Converted, Document, Spanned};

/// Reports losses that no database can have, because the models still contain the object, or never
/// could.
///
/// An entry of `dropped` is not in the models, and one of `converted` names the current type of the
/// column. So neither allows a later change.
pub(super) fn check(
    document: &Document,
    tables: &[Table<'_>],
    enums: &[Enum],
    findings: &mut Findings<'_>,
) {
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
    for entry in &document.converted {
        check_converted(entry, tables, enums, findings);
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
    let parts = name.value.split_once('.');
    let Some((table, column)) = parts.filter(|(_, column)| !column.contains('.')) else {
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
    let mut parts = name.value.split('.');
    if parts.clone().count() > 2 || parts.any(str::is_empty) {
        findings
            .at(
                name.at,
                format!("`{}` is neither a table nor a column", name.value),
            )
            .hint(
                "write the table, or the table and the column, as the database names them, without \
                 a schema: `old_table` or `users.bio`",
            );
        return;
    }
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
        Some((table, part)) => {
            let Some(table) = tables.iter().find(|each| is(&each.name, table)) else {
                return;
            };
            let mut columns = table.columns.iter();
            let column = columns.find(|each| is(&each.name, part));
            let column = column.map(|column| ("column", column.name_at(), "the field"));
            if let Some((what, at, label)) = column.or_else(|| constraint(table, part)) {
                let owner = match what {
                    "column" => "a field",
                    _ => "a model",
                };
                let message = format!(
                    "the {what} `{}` belongs to {owner}, so it is not dropped",
                    name.value
                );
                findings.at(name.at, message).also(at, label);
            }
        }
    }
}

/// The index, key, check or foreign key with this name: its kind and its origin.
fn constraint(table: &Table<'_>, name: &str) -> Option<(&'static str, At, &'static str)> {
    let of = |what: &'static str, at: At, own: &str| {
        is(own, name).then_some((what, at, "it comes from here"))
    };
    let mut uniques = table.uniques.iter();
    let mut indexes = table.indexes.iter();
    let mut checks = table.checks.iter();
    let mut keys = table.foreign_keys.iter();
    uniques
        .find_map(|key| of("unique key", key.at, &key.name))
        .or_else(|| indexes.find_map(|index| of("index", index.at, &index.value.name)))
        .or_else(|| checks.find_map(|check| of("check", check.at, &check.value.name)))
        .or_else(|| keys.find_map(|key| of("foreign key", key.at, &key.value.name)))
}

fn check_converted(
    entry: &Converted,
    tables: &[Table<'_>],
    enums: &[Enum],
    findings: &mut Findings<'_>,
) {
    let name = &entry.column;
    let columns = || {
        tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            columns.map(move |column| (format!("{}.{}", table.name, column.name), column))
        })
    };
    let Some((_, column)) = columns().find(|(column, _)| is(column, &name.value)) else {
        let names: Vec<String> = columns().map(|(name, _)| name).collect();
        findings
            .at(name.at, format!("there is no column `{}`", name.value))
            .did_you_mean(&name.value, names.iter().map(String::as_str))
            .hint("write the table and the column as the database names them: `users.age`");
        return;
    };
    // The type may be unknown because of another error.
    let ty = match &column.source {
        Source::Generated(_) => Some(&Type::Text),
        _ => column.ty.as_ref(),
    };
    let Some(becomes) = ty.map(|ty| becomes(ty, &column.source, enums)) else {
        return;
    };
    let name = &name.value;
    let Some(given) = &entry.ty else {
        findings
            .at(
                entry.column.at,
                format!("`converted` does not say what the values of `{name}` may become"),
            )
            .hint(format!(
                "write `{name}: {becomes}` on a line below `converted:`"
            ));
        return;
    };
    let plain = |ty: &str| -> String { ty.split_whitespace().collect() };
    if plain(&given.value) != plain(&becomes) {
        let now = match becomes.as_str() {
            GENERATED => "is generated".to_owned(),
            ty => format!("has the type `{ty}`"),
        };
        findings
            .at(
                given.at,
                format!(
                    "the values of `{name}` may become `{}`, but the column {now}",
                    given.value
                ),
            )
            .also(column.name_at(), "the field")
            .hint(format!(
                "remove this entry; or write `{name}: {becomes}` if a database may convert the \
                 values to that"
            ));
    }
}

fn is(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
