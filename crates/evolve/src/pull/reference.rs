//! References: as the type of a field if possible, otherwise at the model.

use tablewright_schema::catalog::{Expression, ForeignKey};
use tablewright_schema::{Action, Type};
use tablewright_sql::Dialect;

use super::column::{of_field, type_check};
use super::enums::Enums;
use super::guess::lowered;
use super::model::{Field, Inverse, Model, Reference};
use super::types::name_the_same;

/// Finds the references of each foreign key.
pub(super) fn find(models: &mut [Model<'_>]) {
    for position in 0..models.len() {
        let model = &models[position];
        let mut keys: Vec<&ForeignKey> = model.table.foreign_keys.iter().collect();
        // Databases list them in any order.
        keys.sort_by_cached_key(|key| {
            let columns = key.columns.iter();
            columns.map(|name| model.position(name)).collect::<Vec<_>>()
        });
        for key in keys {
            match reference(models, position, key) {
                Ok(mut reference) => {
                    leave_out_actions(&mut models[position], &mut reference);
                    add(models, position, reference);
                }
                Err(why) => {
                    let columns = key.columns.join(", ");
                    let what = format!(
                        "left out: the reference of {columns} to {}, {why}",
                        key.target
                    );
                    models[position].notes.push(what);
                }
            }
        }
    }
}

fn reference<'c>(
    models: &[Model<'c>],
    position: usize,
    key: &'c ForeignKey,
) -> Result<Reference<'c>, &'static str> {
    let exact = models
        .iter()
        .position(|model| model.table.name == key.target);
    let alike = |model: &Model<'_>| model.table.name.eq_ignore_ascii_case(&key.target);
    let target = exact.or_else(|| models.iter().position(alike));
    let target = target.ok_or("which has no model")?;
    let columns = |model: &Model<'_>, names: &[String]| -> Option<Vec<usize>> {
        names.iter().map(|name| model.position(name)).collect()
    };
    let own = columns(&models[position], &key.columns).ok_or("whose columns do not exist")?;
    let there = columns(&models[target], &key.target_columns);
    let there = there.ok_or("whose columns do not exist")?;
    let is_same = |other: &Reference<'_>| other.target == target && other.columns == own;
    if models[position].references.iter().any(is_same) {
        return Err("which is a duplicate");
    }
    if own.len() != there.len() || !is_key(&models[target], &there) {
        return Err("whose columns are not a key");
    }
    let reference = Reference {
        key,
        on_delete: key.on_delete,
        on_update: key.on_update,
        columns: own,
        target,
        target_columns: there,
        relation: String::new(),
        inverse: Inverse::Usual,
    };
    if target != position
        && is_needed(&models[position], &reference)
        && needs(models, target, position)
    {
        return Err("because each of the two tables would need a row of the other first");
    }
    Ok(reference)
}

/// Leaves out actions that always fail: the models refuse them. Without the action the database
/// refuses the same changes.
fn leave_out_actions(model: &mut Model<'_>, reference: &mut Reference<'_>) {
    let columns = reference.columns.clone();
    let key = reference.key;
    let why = |action: Action| {
        let mut fields = columns.iter().map(|&column| &model.fields[column]);
        let has_default = |field: &Field<'_>| {
            let default = field.column.default.as_ref();
            default.is_some_and(|default| !default.text().eq_ignore_ascii_case("null"))
        };
        let (field, why) = match action {
            Action::SetNull => (fields.find(|field| !field.nullable)?, "cannot be NULL"),
            Action::SetDefault => (fields.find(|field| !has_default(field))?, "has no default"),
            Action::NoAction | Action::Restrict | Action::Cascade => return None,
        };
        Some(format!("{} {why}", field.column.name))
    };
    let mut notes = Vec::new();
    for (event, action) in [
        ("on_delete: set_", &mut reference.on_delete),
        ("on_update: set_", &mut reference.on_update),
    ] {
        if let Some(why) = why(*action) {
            let what = match action {
                Action::SetNull => "null",
                _ => "default",
            };
            notes.push(format!(
                "left out: {event}{what} of the reference to {}, because {why}",
                key.target
            ));
            *action = Action::NoAction;
        }
    }
    model.notes.extend(notes);
}

/// Whether a row has to reference another one when it is inserted.
fn is_needed(model: &Model<'_>, reference: &Reference<'_>) -> bool {
    let mut columns = reference.columns.iter();
    !reference.key.deferrable && columns.all(|&column| !model.fields[column].nullable)
}

/// Whether a row of one model needs rows of the other, directly or through others.
fn needs(models: &[Model<'_>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; models.len()];
    let mut waiting = vec![from];
    while let Some(position) = waiting.pop() {
        if position == to {
            return true;
        }
        if std::mem::replace(&mut seen[position], true) {
            continue;
        }
        let model = &models[position];
        let needed = model.references.iter().filter(|it| is_needed(model, it));
        waiting.extend(needed.map(|reference| reference.target));
    }
    false
}

/// Whether the columns are a key, in any order.
fn is_key(model: &Model<'_>, columns: &[usize]) -> bool {
    let sorted = |columns: &[usize]| {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        columns
    };
    let columns = sorted(columns);
    sorted(&model.key) == columns
        || model
            .uniques
            .iter()
            .any(|unique| sorted(&unique.columns) == columns)
}

/// Adds a reference: as the type of its field, unless the field has one already or would reference
/// itself.
fn add<'c>(models: &mut [Model<'c>], position: usize, reference: Reference<'c>) {
    let number = models[position].references.len();
    if let ([own], [there]) = (&reference.columns[..], &reference.target_columns[..]) {
        let (own, there) = (*own, *there);
        let is_free = models[position].fields[own].reference.is_none();
        let counts = models[position].fields[own].counts;
        if is_free && !counts && end(models, (reference.target, there)) != (position, own) {
            models[position].fields[own].reference = Some(number);
        }
    }
    models[position].references.push(reference);
}

/// The column at the end of a chain of references.
fn end(models: &[Model<'_>], start: (usize, usize)) -> (usize, usize) {
    let mut position = start;
    while let Some(number) = models[position.0].fields[position.1].reference {
        let reference = &models[position.0].references[number];
        match reference.target_columns.first() {
            Some(&column) => position = (reference.target, column),
            None => break,
        }
    }
    position
}

/// Gives every referencing column the type of the referenced one.
pub(super) fn agree(dialect: Dialect, models: &mut [Model<'_>], enums: &Enums) {
    for position in 0..models.len() {
        for number in 0..models[position].references.len() {
            let reference = &models[position].references[number];
            let target = reference.target;
            let own = reference.columns.iter().copied();
            let pairs: Vec<(usize, usize)> =
                own.zip(reference.target_columns.iter().copied()).collect();
            for (own, there) in pairs {
                let (model, column) = end(models, (target, there));
                let ty = models[model].fields[column].ty.clone();
                let declared = models[model].fields[column].column.ty.clone();
                let of_field = models[position].fields[own].reference;
                if of_field.is_none_or(|of_field| of_field == number) {
                    take(dialect, &mut models[position], own, ty, enums);
                    note(dialect, &mut models[position].fields[own], &declared, enums);
                }
            }
        }
    }
}

/// Notes that a column gets the type of the referenced column instead of its own.
fn note(dialect: Dialect, field: &mut Field<'_>, target: &Expression, enums: &Enums) {
    let lowered = lowered(dialect, &of_field(field), &enums.values);
    let Some(lowered) = lowered.filter(|lowered| lowered.column.ty != field.column.ty) else {
        return;
    };
    let (name, ty) = (&field.column.name, field.column.ty.text());
    let written = lowered.column.ty.text();
    if field.column.ty == *target {
        field.near = Some(format!("{name} of type {ty} as {written}"));
    } else {
        field.near = None;
        field.notes.push(format!(
            "type {ty} becomes {written}: a reference has the type of the field that it refers to"
        ));
    }
}

fn take(dialect: Dialect, model: &mut Model<'_>, own: usize, ty: Type, enums: &Enums) {
    let table = model.table;
    let field = &mut model.fields[own];
    if field.ty == ty {
        return;
    }
    field.ty = ty;
    field.type_check = None;
    field.near = None;
    field.notes.clear();
    let Some(position) = type_check(table, &field.column.name) else {
        return;
    };
    let lowered = lowered(dialect, &of_field(field), &enums.values);
    let check = lowered.and_then(|lowered| lowered.type_check);
    if check.is_some_and(|check| name_the_same(dialect, &check, &table.checks[position])) {
        field.type_check = Some(position);
    }
}
