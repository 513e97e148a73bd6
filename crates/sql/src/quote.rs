//! Names and literals become SQL here and nowhere else.

use crate::Dialect;
use crate::hex::push_hex;

/// The name as a quoted identifier: every name is safe, reserved words and quotes included.
pub fn identifier(dialect: Dialect, name: &str) -> String {
    let mut quoted = String::with_capacity(name.len() + 2);
    push_identifier(&mut quoted, dialect, name);
    quoted
}

/// Appends the name as a quoted identifier.
#[inline]
pub fn push_identifier(sql: &mut String, dialect: Dialect, name: &str) {
    let quote = dialect.identifier_quote();
    sql.push(quote);
    push_doubled(sql, quote, name);
    sql.push(quote);
}

/// The text as a string literal.
///
/// The text holds no NUL, because the check pass refuses it: no database accepts one in a
/// statement.
pub fn text(dialect: Dialect, text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    push_text(&mut literal, dialect, text);
    literal
}

/// Appends the text as a string literal.
pub fn push_text(sql: &mut String, dialect: Dialect, text: &str) {
    let has_backslash = text.contains('\\');
    let doubles_backslashes = match dialect {
        Dialect::Sqlite => false,
        // Without a backslash, no setting of the server reads a plain literal differently.
        Dialect::Postgres => has_backslash,
        Dialect::Mysql | Dialect::Mariadb => true,
    };
    if dialect == Dialect::Postgres && has_backslash {
        sql.push('E');
    }
    sql.push('\'');
    if doubles_backslashes && has_backslash {
        push_doubled(sql, '\'', &text.replace('\\', "\\\\"));
    } else {
        push_doubled(sql, '\'', text);
    }
    sql.push('\'');
}

/// The bytes as a literal.
pub fn bytes(dialect: Dialect, bytes: &[u8]) -> String {
    let (open, close) = match dialect {
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => ("x'", "'"),
        // A plain literal would depend on `standard_conforming_strings`. The server prints one of
        // both.
        Dialect::Postgres => ("E'\\\\x", "'::bytea"),
    };
    let mut literal = String::with_capacity(open.len() + 2 * bytes.len() + close.len());
    literal.push_str(open);
    push_hex(&mut literal, bytes);
    literal.push_str(close);
    literal
}

/// Appends the text with every quote in it doubled.
#[inline]
fn push_doubled(sql: &mut String, quote: char, text: &str) {
    // Hardly any text contains a quote, so this loop usually appends the text at once.
    let mut parts = text.split(quote);
    sql.push_str(parts.next().unwrap_or_default());
    for part in parts {
        sql.push(quote);
        sql.push(quote);
        sql.push_str(part);
    }
}
