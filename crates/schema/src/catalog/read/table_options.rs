//! Parses the options after the closing parenthesis of `CREATE TABLE`.

use tablewright_sql::{Dialect, tokens};

use super::super::Table;
use super::super::expression::Expression;
use super::cursor::Cursor;
use super::{column, types};

/// Parses the options, without comments and counters.
pub(super) fn read(table: &mut Table, cursor: Cursor<'_, '_>) {
    let options = taken(table, cursor.clone());
    if !options.is_empty() {
        table.options = Some(Expression::new(cursor.dialect, &options));
    }
}

/// Sets the options of a table: they are written unchanged, and compared without comments and
/// counters.
pub(crate) fn set(dialect: Dialect, table: &mut Table, sql: &str) {
    let tokens = tokens(dialect, sql);
    let options = taken(table, Cursor::new(dialect, sql, &tokens));
    if !sql.trim().is_empty() {
        let compared = Expression::new(dialect, &options);
        table.options = Some(Expression::new(dialect, sql).worded_as(&compared));
    }
}

/// The options that are compared; also sets the comment.
fn taken(table: &mut Table, mut cursor: Cursor<'_, '_>) -> String {
    let mut pieces: Vec<&str> = Vec::new();
    while !cursor.is_empty() {
        let piece = cursor.take_until(|rest| rest.has_mysql_grammar() && is_left_out(rest));
        if !piece.is_empty() {
            pieces.push(piece.text().trim_matches([',', ' ']));
        }
        if cursor.accept(&["comment"]) {
            table.comment = column::comment(&mut cursor);
        } else if cursor.accept(&["auto_increment"]) {
            cursor.accept_symbol('=');
            cursor.skip(1);
        }
    }
    pieces.join(" ")
}

fn is_left_out(cursor: &Cursor<'_, '_>) -> bool {
    cursor.is_any(&["comment", "auto_increment"])
}

/// The collation that the options give to text columns, on MySQL.
pub fn collation(dialect: Dialect, options: &Expression) -> Option<String> {
    let tokens = tokens(dialect, options.text());
    let mut cursor = Cursor::new(dialect, options.text(), &tokens);
    let mut charset = None;
    while !cursor.is_empty() && !cursor.is("partition") {
        let is_charset = cursor.accept(&["charset"]) || cursor.accept(&["character", "set"]);
        if !is_charset && !cursor.is("collate") {
            cursor.skip(1);
            continue;
        }
        if !is_charset {
            cursor.skip(1);
        }
        cursor.accept_symbol('=');
        let name = cursor.name()?.to_lowercase();
        if !is_charset {
            return Some(name);
        }
        charset = Some(name);
    }
    let collation = types::collation_of(dialect, &charset?)?;
    Some(collation.to_owned())
}
