//! Quotes names and literals; no other module does.

use crate::Dialect;
use crate::hex::push_hex;

/// The name as a quoted identifier. Every name is safe, including reserved words and quotes.
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

/// The string as a literal.
///
/// It contains no NUL, because the check pass refuses it: no database accepts NUL in a statement.
pub fn text(dialect: Dialect, text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    push_text(&mut literal, dialect, text);
    literal
}

/// Appends the string as a literal.
pub fn push_text(sql: &mut String, dialect: Dialect, text: &str) {
    let has_backslash = text.contains('\\');
    let doubles_backslashes = match dialect {
        Dialect::Sqlite => false,
        // Without a backslash, a plain literal means the same under every setting of the server.
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
        // A plain literal would depend on `standard_conforming_strings`. The server itself prints
        // one of the two.
        Dialect::Postgres => ("E'\\\\x", "'::bytea"),
    };
    let mut literal = String::with_capacity(open.len() + 2 * bytes.len() + close.len());
    literal.push_str(open);
    push_hex(&mut literal, bytes);
    literal.push_str(close);
    literal
}

/// Appends the string, with every quote in it doubled.
#[inline]
fn push_doubled(sql: &mut String, quote: char, text: &str) {
    // Few strings contain a quote, so this loop usually appends the whole string at once.
    let mut parts = text.split(quote);
    sql.push_str(parts.next().unwrap_or_default());
    for part in parts {
        sql.push(quote);
        sql.push(quote);
        sql.push_str(part);
    }
}
