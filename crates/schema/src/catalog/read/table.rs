//! `CREATE TABLE`.

use super::super::{Catalog, Table};
use super::cursor::Cursor;
use super::{column, constraint, table_options};

/// Reads a table, from behind the word for it.
pub(super) fn create(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>) {
    cursor.accept(&["if", "not", "exists"]);
    let Some((schemas, name)) = cursor.qualified() else {
        return;
    };
    if catalog.table(&name).is_some() {
        // The first one stays.
        return;
    }
    let mut table = empty(name);
    for schema in schemas {
        let usual = ["main", "temp", "public"];
        if !usual.contains(&schema.as_str()) {
            not_understood(&mut table, "a schema of its own", &schema);
        }
    }
    match cursor.group() {
        Some(elements) => {
            for element in elements.elements() {
                read_element(&mut table, element);
            }
            table_options::read(&mut table, cursor);
        }
        None => not_understood(&mut table, "made from something else", cursor.text()),
    }
    catalog.tables.push(table);
}

/// One of what stands between the commas of a table.
pub(super) fn read_element(table: &mut Table, mut element: Cursor<'_, '_>) {
    if !constraint::begins(&element) {
        column::read(table, &mut element);
    }
    // SQLite wants no comma between two constraints.
    while constraint::begins(&element) {
        constraint::read(table, &mut element);
    }
    if !element.is_empty() {
        not_understood(table, "not read", element.text());
    }
}

/// Keeps SQL that is not understood, with a few words about it.
pub(super) fn not_understood(table: &mut Table, what: &str, sql: &str) {
    table.not_understood.push(format!("{what}: {sql}"));
}

fn empty(name: String) -> Table {
    Table {
        name,
        columns: Vec::new(),
        primary_key: None,
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        comment: None,
        options: None,
        not_understood: Vec::new(),
    }
}
