//! Checks the actions of references when their target is deleted or changes.

use tablewright_sql::Dialect;

use super::mysql_family;
use crate::schema::{Action, Source, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::unresolved::{ForeignKey, Table, UnresolvedSchema};
use crate::yaml::shapes::At;

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    let family = mysql_family(&unresolved.dialects);
    for (position, table) in unresolved.tables.iter().enumerate() {
        for reference in &table.foreign_keys {
            for (action, at, key) in actions(reference) {
                check_action(table, reference, (action, at, key), &family, findings);
            }
            let deferrable = reference.deferrable.filter(|_| reference.value.deferrable);
            if let (Some(at), false) = (deferrable, family.is_empty()) {
                findings
                    .at(
                        at,
                        format!(
                            "deferrable references are not supported on {}",
                            titles(&family)
                        ),
                    )
                    .hint("remove it, or remove these databases from `dialects`");
            }
            check_native_columns(table, reference, findings);
            if reference.value.target == position {
                check_changes_of_itself(reference, &family, findings);
            } else if unresolved.dialects.contains(&Dialect::Mariadb) {
                check_nullable_keys(table, reference, unresolved, findings);
            }
        }
    }
}

/// Rows of a relation are matched by the text of their keys, which may differ although a native
/// type compares them as equal.
fn check_native_columns(table: &Table<'_>, reference: &ForeignKey, findings: &mut Findings<'_>) {
    let columns = &reference.value.columns;
    let is_native = |column: &&usize| matches!(table.columns[**column].ty, Some(Type::Native(_)));
    if let Some(&column) = columns.iter().find(is_native) {
        findings
            .at(
                table.columns[column].origin.ty.at,
                "a reference cannot be of a native type",
            )
            .hint("refer to a key of another type, such as `id`");
    }
}

/// The actions of the reference in the file.
fn actions(reference: &ForeignKey) -> impl Iterator<Item = (Action, At, &'static str)> {
    let value = &reference.value;
    let actions = [
        (value.on_delete, reference.on_delete, "on_delete"),
        (value.on_update, reference.on_update, "on_update"),
    ];
    actions
        .into_iter()
        .filter_map(|(action, at, key)| Some((action, at?, key)))
}

fn check_action(
    table: &Table<'_>,
    reference: &ForeignKey,
    (action, at, key): (Action, At, &str),
    family: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let columns = &reference.value.columns;
    match action {
        Action::SetNull => {
            let required = columns
                .iter()
                .find(|&&column| table.columns[column].is_required());
            if let Some(&column) = required {
                let field = &table.columns[column].origin;
                let ty = field.ty.value.as_ref();
                let name = ty.map_or("type", |ty| ty.name.as_str());
                findings
                    .at(
                        at,
                        format!(
                            "`{key}: set_null` needs a nullable field, and `{}` is not nullable",
                            table.label(column)
                        ),
                    )
                    .also(field.ty.at, "its type")
                    .hint(format!("write `{name}?`"));
            }
        }
        Action::SetDefault if !family.is_empty() => {
            findings
                .at(
                    at,
                    format!("`set_default` is not supported on {}", titles(family)),
                )
                .hint("use another action, such as `set_null`");
        }
        Action::SetDefault => {
            let has_default = |column: usize| match table.columns[column].source {
                Source::Default(_) => true,
                Source::Input | Source::Identity | Source::Computed(_) | Source::Generated(_) => {
                    false
                }
            };
            if let Some(&column) = columns.iter().find(|&&column| !has_default(column)) {
                findings
                    .at(
                        at,
                        format!(
                            "`{key}: set_default` needs a default, and `{}` has none",
                            table.label(column)
                        ),
                    )
                    .also(table.columns[column].origin.name.at, "the field")
                    .hint("give it a `default`");
            }
        }
        Action::NoAction | Action::Restrict | Action::Cascade => {}
    }
}

/// InnoDB changes no row of a table because of a change in the same table: it treats such an action
/// like `restrict`.
fn check_changes_of_itself(
    reference: &ForeignKey,
    family: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let action = match reference.value.on_update {
        Action::Cascade => "cascade",
        Action::SetNull => "set_null",
        // The first does nothing, and `check_action` reports every use of the last.
        Action::NoAction | Action::Restrict | Action::SetDefault => return,
    };
    let Some(at) = reference.on_update.filter(|_| !family.is_empty()) else {
        return;
    };
    findings
        .at(
            at,
            format!(
                "`on_update: {action}` has no effect on {} if a model refers to itself",
                titles(family)
            ),
        )
        .hint("the database uses `restrict` instead: write that, or remove `on_update`");
}

/// MariaDB refuses to cascade a NULL to a column that is not nullable.
fn check_nullable_keys(
    table: &Table<'_>,
    reference: &ForeignKey,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let value = &reference.value;
    let Some(at) = reference
        .on_update
        .filter(|_| value.on_update == Action::Cascade)
    else {
        return;
    };
    let target = &unresolved.tables[value.target];
    let pairs = value.columns.iter().zip(&value.target_columns);
    for (&column, &key) in pairs {
        if !table.columns[column].is_required() || !target.columns[key].nullable() {
            continue;
        }
        findings
            .at(
                at,
                format!(
                    "MariaDB refuses `on_update: cascade` here: `{}` may become NULL, and `{}` may not",
                    target.label(key),
                    table.label(column)
                ),
            )
            .also(target.columns[key].origin.ty.at, "the key may be NULL")
            .hint("make the field nullable with `?` too, or use another action");
        return;
    }
}
