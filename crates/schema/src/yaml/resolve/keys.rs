//! Primary and unique keys.

use std::collections::{HashMap, HashSet};

use super::findings::Findings;
use super::unresolved::{Column, Key, Kind, Table};
use crate::names::find_by;
use crate::yaml::nearest::nearest;
use crate::yaml::shapes::{At, Fields, Spanned};

/// The columns of the primary key, as far as they are known before references are resolved.
/// [`resolve`] reports its errors.
pub fn likely_primary_key(table: &Table<'_>) -> Vec<usize> {
    let Some(given) = &table.body.model.primary_key else {
        let marked = marked(table);
        return if is_certain(table, &marked) {
            marked
        } else {
            Vec::new()
        };
    };
    let names = given.names.iter();
    let columns = names.map(|name| likely_field(table, &name.value));
    let columns: Option<Vec<usize>> = columns.collect();
    columns.filter(|_| given.is_whole).unwrap_or_default()
}

/// Whether the marked columns are the whole primary key: an `id` always is.
fn is_certain(table: &Table<'_>, marked: &[usize]) -> bool {
    let is_id = |&column: &usize| table.columns[column].kind == Kind::Id;
    !table.placeholders.may_have("primary_key") || marked.iter().any(is_id)
}

/// Whether the field may be the primary key, if its invalid part were known.
pub fn may_be_primary(column: &Column<'_>) -> bool {
    let origin = column.origin;
    let may_be_id = || match &origin.ty.value {
        Some(ty) => origin.name.value == "id" || nearest(&ty.name, ["id"].into_iter()).is_some(),
        None => true,
    };
    column.placeholders.may_have("primary_key") || (column.kind == Kind::Unknown && may_be_id())
}

/// The field with this name, or a reference that may have it as its generated name.
pub fn likely_field(table: &Table<'_>, name: &str) -> Option<usize> {
    let written = |name: &str| table.by_field.get(name).copied();
    let reference = |end: usize| {
        let is_reference = |column: &Column<'_>| match column.kind {
            Kind::Reference { .. } | Kind::Unknown => true,
            Kind::Value | Kind::Id | Kind::Named(_) => false,
        };
        written(&name[..end]).filter(|&position| is_reference(&table.columns[position]))
    };
    written(name).or_else(|| name.rmatch_indices('_').find_map(|(end, _)| reference(end)))
}

/// The columns whose fields are marked as the primary key.
fn marked(table: &Table<'_>) -> Vec<usize> {
    let marked =
        |(position, column): (usize, &Column<'_>)| column.is_marked_primary().then_some(position);
    table
        .columns
        .iter()
        .enumerate()
        .filter_map(marked)
        .collect()
}

pub fn resolve(tables: &mut [Table<'_>], findings: &mut Findings<'_>) {
    for table in tables {
        table.primary_key = primary_key(table, findings);
        let (uniques, is_whole) = uniques(table, findings);
        table.uniques = uniques;
        if !is_whole {
            table.placeholders.add("unique");
        }
    }
}

/// The columns of a list of fields; reports unknown and repeated names.
pub fn columns_of(
    table: &Table<'_>,
    fields: &Fields,
    findings: &mut Findings<'_>,
) -> Option<Vec<usize>> {
    columns(table, &fields.names, findings).filter(|_| fields.is_whole)
}

/// The columns of the fields with these names; reports unknown and repeated names.
pub fn columns(
    table: &Table<'_>,
    names: &[Spanned<String>],
    findings: &mut Findings<'_>,
) -> Option<Vec<usize>> {
    let found: Vec<Option<usize>> = names
        .iter()
        .map(|name| field(table, &name.value, name.at, findings))
        .collect();
    let found: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
    let mut seen: HashSet<usize> = HashSet::new();
    for (column, name) in found.iter().zip(names) {
        if !seen.insert(*column) {
            findings.at(name.at, format!("`{}` is listed twice", name.value));
            return None;
        }
    }
    Some(found)
}

/// The column of the field with this name.
///
/// The message does not contain the model: in a mixin it is the same for all models that use it.
pub fn field(table: &Table<'_>, name: &str, at: At, findings: &mut Findings<'_>) -> Option<usize> {
    let position = table.by_field.get(name).copied();
    if position.is_none() && !may_have_field(table, name) {
        let fields = table
            .columns
            .iter()
            .map(|column| column.origin.name.value.as_str());
        findings
            .at(at, format!("there is no field `{name}`"))
            .did_you_mean(name, fields);
    }
    position
}

/// Whether the field may be an invalid one, such as a reference to an unknown model.
fn may_have_field(table: &Table<'_>, name: &str) -> bool {
    let is_that = |column: &Column<'_>| {
        let rest = name.strip_prefix(column.origin.name.value.as_str());
        rest.is_some_and(|rest| rest.starts_with('_')) && column.refers_to_nothing_known()
    };
    table.placeholders.may_have("fields") || table.columns.iter().any(is_that)
}

fn primary_key(table: &mut Table<'_>, findings: &mut Findings<'_>) -> Option<Key> {
    for column in &table.columns {
        let flag = column
            .origin
            .primary_key
            .as_ref()
            .filter(|flag| !flag.value);
        if let (Kind::Id, Some(flag)) = (column.kind, flag) {
            findings
                .at(flag.at, "`id` is always the primary key")
                .hint("write `bigint` for a number that is not the primary key");
        }
    }
    let marked = marked(table);
    let Some(given) = &table.body.model.primary_key else {
        return key_of_fields(table, marked, findings);
    };
    if let Some(&first) = marked.first() {
        let name = &table.columns[first].origin.name;
        findings
            .at(
                given.at,
                format!("the primary key of `{}` is given twice", table.model()),
            )
            .also(name.at, format!("`{}` is the primary key here", name.value))
            .hint("remove this line, or make the field a `bigint` without `primary_key`");
    }
    let columns = columns_of(table, given, findings)?;
    for (&column, name) in columns.iter().zip(&given.names) {
        report_nullable(table, column, Some(name.at), findings);
    }
    Some(Key {
        at: given.at,
        name: String::new(),
        columns,
        locations: given.names.iter().map(|name| name.at).collect(),
    })
}

fn key_of_fields(
    table: &Table<'_>,
    marked: Vec<usize>,
    findings: &mut Findings<'_>,
) -> Option<Key> {
    let Some(&first) = marked.first() else {
        if !table.columns.is_empty() && !table.placeholders.may_have("primary_key") {
            findings
                .at(
                    table.at(),
                    format!("the model `{}` has no primary key", table.model()),
                )
                .hint("add `id: id` to its fields, or `primary_key: true` to one of them");
        }
        return None;
    };
    if let [_, _, ..] = marked.as_slice() {
        let ids = marked
            .iter()
            .filter(|&&column| table.columns[column].kind == Kind::Id);
        for &id in ids {
            findings
                .at(
                    table.columns[id].origin.ty.at,
                    "a primary key of several fields cannot have a field of the type `id`",
                )
                .hint("write `{ type: bigint, primary_key: true }` for it");
        }
    }
    for &column in &marked {
        report_nullable(table, column, None, findings);
    }
    let location = |&column: &usize| {
        let origin = table.columns[column].origin;
        let flag = origin.primary_key.as_ref();
        flag.map_or(origin.ty.at, |flag| flag.at)
    };
    is_certain(table, &marked).then(|| Key {
        at: location(&first),
        name: String::new(),
        locations: marked.iter().map(location).collect(),
        columns: marked,
    })
}

fn report_nullable(table: &Table<'_>, column: usize, key: Option<At>, findings: &mut Findings<'_>) {
    let column_of_key = &table.columns[column];
    if column_of_key.nullable() {
        let message = format!(
            "`{}` is in the primary key, so it cannot be nullable",
            table.label(column)
        );
        let finding = findings.at(column_of_key.origin.ty.at, message);
        let finding = match key {
            Some(at) => finding.also(at, "the primary key"),
            None => finding,
        };
        finding.hint("remove the `?`");
    }
}

/// The unique keys, and whether these are all.
fn uniques(table: &Table<'_>, findings: &mut Findings<'_>) -> (Vec<Key>, bool) {
    let mut is_whole = true;
    let mut found: Vec<Key> = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        if let Some(flag) = column.origin.unique.as_ref().filter(|flag| flag.value) {
            found.push(Key {
                at: flag.at,
                name: String::new(),
                columns: vec![position],
                locations: vec![flag.at],
            });
        }
    }
    for given in &table.body.unique {
        let Some(columns) = columns_of(table, given, findings) else {
            is_whole = false;
            continue;
        };
        found.push(Key {
            at: given.at,
            name: String::new(),
            columns,
            locations: given.names.iter().map(|name| name.at).collect(),
        });
    }
    report_repeated(table, &found, findings);
    (found, is_whole)
}

fn report_repeated(table: &Table<'_>, uniques: &[Key], findings: &mut Findings<'_>) {
    let mut seen: HashMap<&[usize], (At, &str)> = HashMap::new();
    let mut finders: HashMap<String, At> = HashMap::new();
    if let Some(key) = &table.primary_key {
        seen.insert(&key.columns, (key.at, "the primary key"));
    }
    for key in uniques {
        let fields = key
            .columns
            .iter()
            .map(|&column| table.columns[column].field.as_str());
        let finder = find_by(fields);
        if let Some((first, what)) = seen.get(key.columns.as_slice()) {
            findings
                .at(key.at, "this is already unique")
                .also(*first, *what)
                .hint("remove one of the two");
        } else if let Some(first) = finders.get(&finder) {
            findings
                .at(
                    key.at,
                    format!("two keys would have the same function `{finder}`"),
                )
                .also(*first, "this is the other")
                .hint(
                    "rename a field, or make one of them an entry of `indexes` with `unique: true`",
                );
        } else {
            seen.insert(&key.columns, (key.at, "a unique key"));
            finders.insert(finder, key.at);
        }
    }
}
