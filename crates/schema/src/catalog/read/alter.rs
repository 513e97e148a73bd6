//! Parses statements about an existing table: `ALTER TABLE` and `COMMENT ON`.

use tablewright_sql::{TokenKind, tokens};

use super::super::expression::Expression;
use super::super::{Catalog, Column, Counted, Table};
use super::cursor::Cursor;
use super::table::{read_element, unsupported};
use super::{column, table_mut};

/// Parses additions to a table, from after `ALTER TABLE`.
pub(super) fn table(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>) {
    cursor.accept(&["if", "exists"]);
    cursor.accept(&["only"]);
    let Some((_, name)) = cursor.qualified() else {
        return;
    };
    let Some(table) = table_mut(catalog, &name) else {
        return;
    };
    for change in cursor.elements() {
        alter(table, change);
    }
}

fn alter(table: &mut Table, mut change: Cursor<'_, '_>) {
    let whole = change.clone();
    if change.accept(&["add"]) {
        change.accept(&["column"]);
        change.accept(&["if", "not", "exists"]);
        return read_element(table, change);
    }
    // The owner is not part of a table; nor is the time at which MySQL writes its indexes.
    if change.are(&["owner", "to"])
        || change.are(&["enable", "keys"])
        || change.are(&["disable", "keys"])
    {
        return;
    }
    let is_read = change.accept(&["alter"]) && alter_column(table, change);
    if !is_read {
        unsupported(table, "a change", whole.text());
    }
}

/// Properties of a column that `pg_dump` prints only after its table.
fn alter_column(table: &mut Table, mut change: Cursor<'_, '_>) -> bool {
    change.accept(&["column"]);
    let Some(column) = change.name().and_then(|name| column_mut(table, &name)) else {
        return false;
    };
    if change.accept(&["set", "default"]) {
        column.default = Some(Expression::new(change.dialect, change.text()));
        return true;
    }
    if change.accept(&["set", "not", "null"]) {
        column.nullable = false;
        return true;
    }
    let counted = if change.accept(&["add", "generated", "by", "default", "as", "identity"]) {
        Counted::ByDefault
    } else if change.accept(&["add", "generated", "always", "as", "identity"]) {
        Counted::Always
    } else {
        return false;
    };
    column.counted = Some(counted);
    true
}

fn column_mut<'t>(table: &'t mut Table, name: &str) -> Option<&'t mut Column> {
    table.columns.iter_mut().find(|column| column.name == name)
}

/// Parses a comment, from after `COMMENT ON`.
pub(super) fn comment(catalog: &mut Catalog, mut cursor: Cursor<'_, '_>) {
    let is_table = cursor.accept(&["table"]);
    if !is_table && !cursor.accept(&["column"]) {
        return;
    }
    let Some((mut before, name)) = cursor.qualified() else {
        return;
    };
    if !cursor.accept(&["is"]) {
        return;
    }
    let text = column::comment(&mut cursor);
    if is_table {
        if let Some(table) = table_mut(catalog, &name) {
            table.comment = text;
        }
        return;
    }
    let table = before.pop().and_then(|table| table_mut(catalog, &table));
    if let Some(column) = table.and_then(|table| column_mut(table, &name)) {
        column.comment = text;
    }
}

/// Parses the `ALTER TABLE` in our block, which checks whether the constraint exists.
pub(super) fn block(catalog: &mut Catalog, cursor: Cursor<'_, '_>) {
    let bodies = cursor.tokens().iter();
    for body in bodies.filter(|token| token.kind == TokenKind::Text) {
        let Some(body) = undollared(body.text) else {
            continue;
        };
        let tokens = tokens(cursor.dialect, body);
        let mut inside = Cursor::new(cursor.dialect, body, &tokens);
        while !inside.is_empty() {
            if inside.accept(&["alter", "table"]) {
                let statement = inside.take_until(|rest| rest.is_symbol(';'));
                table(catalog, statement);
            } else {
                inside.skip(1);
            }
        }
    }
}

/// The content of dollar quotes: `$mark$ … $mark$`.
fn undollared(text: &str) -> Option<&str> {
    let mark = text.strip_prefix('$')?;
    let mark = &text[..mark.find('$')? + 2];
    let body = text.get(mark.len()..)?;
    Some(body.strip_suffix(mark).unwrap_or(body))
}
