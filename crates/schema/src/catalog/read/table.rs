//! Parses `CREATE TABLE`.

use super::super::{Catalog, Table};
use super::cursor::Cursor;
use super::{column, constraint, table_options};

/// Parses a table, from after the word for it.
pub(super) fn create(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>) {
    cursor.accept(&["if", "not", "exists"]);
    let Some((schemas, name)) = cursor.qualified() else {
        return;
    };
    if catalog.table(&name).is_some() {
        // The first one counts.
        return;
    }
    let mut table = Table::new(name);
    for schema in schemas {
        let usual = ["main", "temp", "public"];
        if !usual.contains(&schema.as_str()) {
            unsupported(&mut table, "the name of a schema", &schema);
        }
    }
    match cursor.group() {
        Some(elements) => {
            for element in elements.elements() {
                read_element(&mut table, element);
            }
            table_options::read(&mut table, cursor);
        }
        None => unsupported(&mut table, "a table made from a query", cursor.text()),
    }
    catalog.tables.push(table);
}

/// Parses an item between the commas of a table.
pub(super) fn read_element(table: &mut Table, mut element: Cursor<'_, '_>) {
    if !constraint::begins(&element) {
        column::read(table, &mut element);
    }
    // SQLite needs no comma between two constraints.
    while constraint::begins(&element) {
        constraint::read(table, &mut element);
    }
    if !element.is_empty() {
        unsupported(table, "not read", element.text());
    }
}

/// Notes unsupported SQL, with a description of a few words.
pub(super) fn unsupported(table: &mut Table, what: &str, sql: &str) {
    table.unsupported.push(format!("{what}: {sql}"));
}
