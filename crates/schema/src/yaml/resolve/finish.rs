//! Converts the unresolved schema to the schema, without the positions.

use std::collections::HashSet;

use heck::ToSnakeCase;
use tablewright_sql::{Dialect, PerDialect};

use super::enums::distinct;
use super::references::with_key;
use super::typed_ids;
use super::unresolved::{Column, Kind, Table, UnresolvedSchema};
use crate::names::folded;
use crate::plural::plural;
use crate::schema::{self, Schema};
use crate::yaml::shapes::{Document, Spanned};

/// The schema; `None` if the unresolved schema has placeholders, whose errors are already reported.
pub fn schema(unresolved: UnresolvedSchema<'_>, document: &Document) -> Option<Schema> {
    let current: HashSet<String> = unresolved
        .tables
        .iter()
        .map(|table| folded(&table.name))
        .collect();
    let former = |table: &Table<'_>| {
        (
            former_tables(table, &current),
            former_columns(table, &unresolved.tables),
        )
    };
    let former: Vec<_> = unresolved.tables.iter().map(former).collect();
    let tables = unresolved.tables.into_iter().zip(former);
    let mut tables = tables
        .map(|(each, was)| table(each, was, document))
        .collect::<Option<Vec<_>>>()?;
    if document.has_typed_ids() {
        typed_ids::give(&mut tables);
    }
    Some(Schema {
        tables,
        scripts: unresolved.scripts,
        dropped: names(&document.dropped),
        converted: document
            .converted
            .iter()
            .map(|entry| entry.column.value.clone())
            .collect(),
        unmanaged: names(&document.unmanaged),
        dialects: unresolved.dialects,
        dates: document
            .dates
            .as_ref()
            .map(|dates| dates.value)
            .unwrap_or_default(),
        enums: unresolved.enums,
    })
}

fn names(given: &[Spanned<String>]) -> Vec<String> {
    given.iter().map(|name| name.value.clone()).collect()
}

fn table(
    table: Table<'_>,
    (was, columns_were): (Vec<String>, Vec<Vec<String>>),
    document: &Document,
) -> Option<schema::Table> {
    let model = table.body.model;
    let columns = table.columns.into_iter().zip(columns_were);
    Some(schema::Table {
        model: model.name.value.clone(),
        name: table.name,
        doc: model.doc.as_ref().map(|doc| doc.value.clone()),
        columns: columns
            .map(|(each, was)| column(each, was))
            .collect::<Option<_>>()?,
        primary_key: key(table.primary_key?),
        uniques: table.uniques.into_iter().map(key).collect(),
        indexes: table.indexes.into_iter().map(|index| index.value).collect(),
        checks: table.checks.into_iter().map(|check| check.value).collect(),
        foreign_keys: table
            .foreign_keys
            .into_iter()
            .map(|key| key.value)
            .collect(),
        relations: table.relations,
        was,
        options: options(&model.options),
        derives: distinct(document.derives.iter().chain(table.body.derives)),
        attributes: table
            .body
            .attributes
            .iter()
            .map(|text| text.value.clone())
            .collect(),
    })
}

fn column(column: Column<'_>, was: Vec<String>) -> Option<schema::Column> {
    let nullable = column.nullable();
    let origin = column.origin;
    let ty = column.ty?;
    let rust = column.rust.map(|rust| schema::RustType {
        path: rust.path.value.clone(),
        by: rust.by_for(&ty),
    });
    Some(schema::Column {
        field: column.field,
        name: column.name,
        ty,
        nullable,
        source: column.source,
        collation: column.collation,
        rust,
        key_of: None,
        attributes: origin
            .attributes
            .iter()
            .map(|text| text.value.clone())
            .collect(),
        doc: column.doc,
        was,
        sensitive: column.sensitive,
        role: column.role,
        rules: column.rules,
    })
}

fn key(key: super::unresolved::Key) -> schema::Key {
    schema::Key {
        name: key.name,
        columns: key.columns,
    }
}

fn options(given: &PerDialect<Option<Spanned<String>>>) -> PerDialect<Option<String>> {
    let mut options = PerDialect::<Option<String>>::default();
    for dialect in Dialect::ALL {
        *options.get_mut(dialect) = given.get(dialect).as_ref().map(|text| text.value.clone());
    }
    options
}

/// `was` is a name in the database or in the file: `Person` also means the table `people`.
fn former_tables(table: &Table<'_>, current: &HashSet<String>) -> Vec<String> {
    let mut was: Vec<String> = Vec::new();
    for name in &table.body.model.was {
        was.push(name.value.clone());
        let is_model = name.value.chars().next().is_some_and(char::is_uppercase);
        let usual = plural(&name.value.to_snake_case());
        if is_model && !current.contains(&folded(&usual)) && !was.contains(&usual) {
            was.push(usual);
        }
    }
    was
}

/// Likewise, the former reference `author` also means the column `author_id`.
fn former_columns(table: &Table<'_>, tables: &[Table<'_>]) -> Vec<Vec<String>> {
    let current: HashSet<String> = table
        .columns
        .iter()
        .map(|each| folded(&each.name))
        .collect();
    let former = |column: &Column<'_>| {
        let is_free = |name: &str| {
            let is_own = folded(name) == folded(&column.name) && name != column.name;
            is_own || !current.contains(&folded(name))
        };
        let mut was: Vec<String> = Vec::new();
        for name in &column.origin.was {
            was.push(name.value.clone());
            let Kind::Reference {
                table: target,
                column: Some(key),
            } = column.kind
            else {
                continue;
            };
            let full = with_key(&name.value, &tables[target].columns[key].field);
            if is_free(&full) && !was.contains(&full) {
                was.push(full);
            }
        }
        was
    };
    table.columns.iter().map(former).collect()
}
