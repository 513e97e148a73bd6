//! Reads SQL that MySQL or MariaDB prints.

use tablewright_sql::lexer::{LexemeKind, spans};
use tablewright_sql::{Dialect, TokenKind, literal_bytes, quote};

use crate::base::error::Result;
use crate::base::value::Row;
use crate::query::raw::Cell;

/// SQL that a server prints. MariaDB prints bytes unescaped, within a string literal; they are
/// converted to a literal with the same meaning.
pub(crate) struct Printed(pub(crate) String);

impl Cell for Printed {
    fn read_or_null<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        let shown = row.raw_text(index)?;
        Ok(shown.map(|shown| match std::str::from_utf8(shown) {
            Ok(text) => Printed(text.to_owned()),
            Err(_) => Printed(with_bytes(shown)),
        }))
    }
}

/// The SQL as text: a string literal with invalid bytes becomes `x'00ff'`.
pub(super) fn with_bytes(shown: &[u8]) -> String {
    let mut sql = String::with_capacity(shown.len());
    for (kind, span) in spans(Dialect::Mariadb, shown) {
        let piece = &shown[span];
        match std::str::from_utf8(piece) {
            Err(_) if kind == LexemeKind::Token(TokenKind::Text) => {
                // The word before it is its character set.
                if sql.ends_with(|last: char| last.is_alphanumeric()) {
                    sql.push(' ');
                }
                let bytes = literal_bytes(Dialect::Mariadb, piece);
                sql.push_str(&quote::bytes(Dialect::Mariadb, &bytes));
            }
            Ok(_) | Err(_) => sql.push_str(&String::from_utf8_lossy(piece)),
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_quotes_become_a_literal() {
        let shown = b"`\xc3\xa4'` DEFAULT '\\0\xff''\\\\', 'a''\\'', x' \"\xc3\xa4'\"";
        assert_eq!(
            with_bytes(shown),
            "`ä'` DEFAULT x'00ff275c', 'a''\\'', x' \"ä'\""
        );
        assert_eq!(with_bytes(b"'\xff"), "x'ff'");
        assert_eq!(with_bytes(b"'\xff\\"), "x'ff'");
        assert_eq!(with_bytes(b"\xff"), "\u{fffd}");
    }
}
