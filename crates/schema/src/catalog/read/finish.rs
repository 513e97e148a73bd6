//! Completes a catalog after everything is parsed.

use std::collections::HashMap;

use tablewright_sql::Dialect;

use super::super::{Catalog, Check, Column, Counted, Expression, ForeignKey, IndexKey, Table};
use super::{table_options, types};

pub(super) fn catalog(dialect: Dialect, catalog: &mut Catalog) {
    for table in &mut catalog.tables {
        self::table(dialect, table);
    }
    targets(dialect, catalog);
}

/// Completes the parts of a table by the other parts.
pub(crate) fn table(dialect: Dialect, table: &mut Table) {
    if dialect.has_case_insensitive_names() {
        spell_columns_alike(table);
    }
    spell_expressions(table);
    key_columns(dialect, table);
    if dialect.has_mysql_grammar() {
        collations(dialect, table);
    }
    if dialect == Dialect::Mariadb {
        json(table);
    }
}

/// Gives every use of a column the spelling of the column: only PostgreSQL distinguishes them.
fn spell_columns_alike(table: &mut Table) {
    let columns = &table.columns;
    let keys = table.primary_key.iter_mut().chain(&mut table.uniques);
    let in_keys = keys.flat_map(|key| &mut key.columns);
    let in_references = table.foreign_keys.iter_mut();
    let in_references = in_references.flat_map(|key| &mut key.columns);
    let parts = table.indexes.iter_mut().flat_map(|index| &mut index.parts);
    let in_indexes = parts.filter_map(|part| match &mut part.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    });
    for name in in_keys.chain(in_references).chain(in_indexes) {
        spell(name, columns);
    }
}

/// The same in expressions, in which the table's name may precede a column.
fn spell_expressions(table: &mut Table) {
    let name = table.name.clone();
    let columns: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    for expression in table.about_columns_mut() {
        *expression = expression.spelled(&name, &columns);
    }
}

fn spell(name: &mut String, columns: &[Column]) {
    let mut columns = columns.iter().map(|column| &column.name);
    if let Some(column) = columns.find(|column| column.eq_ignore_ascii_case(name)) {
        name.clone_from(column);
    }
}

/// A column of the primary key is never NULL, except on SQLite; there it may be the rowid.
fn key_columns(dialect: Dialect, table: &mut Table) {
    let Some(key) = &table.primary_key else {
        return;
    };
    let options = table.options.as_ref();
    let options = options.map_or("", |options| options.normal());
    let has_rowid = dialect == Dialect::Sqlite && !options.contains("without rowid");
    let allows_null = has_rowid && !options.contains("strict");
    for column in &mut table.columns {
        if !key.columns.contains(&column.name) {
            continue;
        }
        let is_number = has_rowid && key.columns.len() == 1 && column.ty.normal() == "integer";
        if is_number && column.counted.is_none() {
            column.counted = Some(Counted::Rowid);
        }
        column.nullable &= allows_null && column.counted.is_none();
    }
}

/// On MySQL a column without a collation has the table's.
fn collations(dialect: Dialect, table: &mut Table) {
    let of_table = table.options.as_ref();
    let of_table = of_table.and_then(|options| table_options::collation(dialect, options));
    for column in &mut table.columns {
        if column.collation.is_none() && types::is_collated(&column.ty) {
            column.collation.clone_from(&of_table);
        }
    }
}

/// MariaDB shows `JSON` as text with a certain collation and a check.
fn json(table: &mut Table) {
    for column in &mut table.columns {
        let is_text = column.ty.normal() == "longtext";
        if !is_text || column.collation.as_deref() != Some("utf8mb4_bin") {
            continue;
        }
        let name = tablewright_sql::quote::identifier(Dialect::Mariadb, &column.name);
        let condition = Expression::new(Dialect::Mariadb, &format!("json_valid({name})"));
        let is_check = |check: &Check| check.name.is_empty() && check.expression == condition;
        if let Some(position) = table.checks.iter().position(is_check) {
            table.checks.remove(position);
            column.ty = Expression::new(Dialect::Mariadb, "json");
            column.collation = None;
        }
    }
}

/// A foreign key without target columns references the primary key.
fn targets(dialect: Dialect, catalog: &mut Catalog) {
    let key_of = |name: &str| dialect.folded(name);
    let tables = &mut catalog.tables;
    let positions: HashMap<String, usize> = (0..)
        .zip(tables.iter())
        .map(|(position, table)| (key_of(&table.name), position))
        .collect();
    for position in 0..tables.len() {
        let mut keys = std::mem::take(&mut tables[position].foreign_keys);
        for key in &mut keys {
            if let Some(&target) = positions.get(&key_of(&key.target)) {
                resolve(dialect, key, &tables[target]);
            }
        }
        tables[position].foreign_keys = keys;
    }
}

fn resolve(dialect: Dialect, key: &mut ForeignKey, target: &Table) {
    if let (true, Some(primary)) = (key.target_columns.is_empty(), &target.primary_key) {
        key.target_columns.clone_from(&primary.columns);
    }
    if dialect == Dialect::Sqlite {
        key.target.clone_from(&target.name);
    }
    if dialect.has_case_insensitive_names() {
        for name in &mut key.target_columns {
            spell(name, &target.columns);
        }
    }
}
