//! Parses SQL that creates tables, to the catalog that a database would have.
//!
//! It understands the SQL that [`ddl`](crate::ddl) writes, that SQLite stores verbatim, and that
//! MySQL and MariaDB show. Nothing is an error: unsupported SQL is noted at its table.

mod alter;
mod column;
mod constraint;
mod cursor;
mod finish;
mod index;
mod other;
mod table;
mod table_options;
mod types;

pub(crate) use column::collation;
pub use cursor::bare;
pub(crate) use finish::table as complete_table;
pub(crate) use index::add as add_index;
pub(super) use table_options::collation as table_collation;
pub(crate) use table_options::set as set_options;
pub use types::column_type;

use std::collections::BTreeSet;

use tablewright_sql::{Dialect, split, tokens};

use super::{Catalog, Expression, Table};
use cursor::Cursor;

/// The catalog of a database after this script.
///
/// Statements that create nothing are skipped.
pub fn read(dialect: Dialect, sql: &str) -> Catalog {
    let mut catalog = Catalog::default();
    for statement in split(dialect, sql) {
        let cursor = Cursor::new(dialect, sql, &statement.tokens);
        read_statement(&mut catalog, cursor, statement.text);
    }
    finish::catalog(dialect, &mut catalog);
    catalog
}

/// Adds to the tables the objects in the user's script, such as another index. All other statements
/// are ignored, including blocks, which may have conditions.
pub(crate) fn read_onto(dialect: Dialect, catalog: &mut Catalog, sql: &str) {
    let known: BTreeSet<String> = catalog.tables.iter().map(|it| it.name.clone()).collect();
    for statement in split(dialect, sql) {
        let cursor = Cursor::new(dialect, sql, &statement.tokens);
        if !cursor.is("drop") && !cursor.is("do") {
            read_statement(catalog, cursor, statement.text);
        }
    }
    catalog.tables.retain(|table| known.contains(&table.name));
    catalog.others.clear();
    finish::catalog(dialect, catalog);
}

/// The expression without parentheses around the whole.
pub(super) fn without_parentheses(dialect: Dialect, sql: &str) -> Expression {
    let tokens = tokens(dialect, sql);
    Cursor::new(dialect, sql, &tokens).expression()
}

fn read_statement(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>, text: &str) {
    if cursor.is("create") {
        create(catalog, cursor, text);
    } else if cursor.accept(&["alter", "table"]) {
        alter::table(catalog, cursor);
    } else if cursor.accept(&["comment", "on"]) {
        alter::comment(catalog, cursor);
    } else if cursor.dialect.has_do_blocks() && cursor.is("do") {
        alter::block(catalog, cursor);
    } else if cursor.accept(&["drop", "table"]) {
        drop_tables(catalog, cursor);
    }
}

/// `CREATE`, its modifiers, and the word for the kind of object.
fn create(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>, text: &str) {
    cursor.skip(1);
    let mut is_unique = false;
    let mut is_foreign = false;
    let mut method = None;
    while let Some(token) = cursor.peek() {
        if token.is_symbol('(') {
            return;
        }
        if cursor.is("table") && !is_foreign {
            cursor.skip(1);
            return table::create(catalog, cursor);
        }
        if cursor.accept(&["index"]) {
            return index::create(catalog, cursor, is_unique, method);
        }
        if let Some(kind) = other::kind(&mut cursor) {
            return other::create(catalog, kind, cursor, text);
        }
        is_unique |= token.is("unique");
        is_foreign |= token.is("foreign");
        if token.is("fulltext") || token.is("spatial") {
            method = Some(token.text.to_lowercase());
        }
        cursor.skip(1);
    }
}

fn drop_tables(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>) {
    cursor.accept(&["if", "exists"]);
    for mut name in cursor.elements() {
        if let Some((_, name)) = name.qualified() {
            catalog.tables.retain(|table| table.name != name);
        }
    }
}

/// The table with this name, as the database finds it.
fn table_mut<'c>(catalog: &'c mut Catalog, name: &str) -> Option<&'c mut Table> {
    let tables = &mut catalog.tables;
    let exact = tables.iter().position(|table| table.name == name);
    let position = exact.or_else(|| {
        let alike = |table: &Table| table.name.eq_ignore_ascii_case(name);
        tables.iter().position(alike)
    })?;
    tables.get_mut(position)
}
