//! SQL without its literals, for logs.

use crate::Dialect;
use crate::lexer::{LexemeKind, lexemes};
use crate::token::TokenKind;

/// SQL with `?` instead of each literal: strings, numbers, bytes, `TRUE` and `FALSE`.
///
/// Comments are left out, because they may contain literals, too. SQL longer than `most` bytes is
/// truncated and ends in `…`: a truncated literal goes on to the end.
pub fn without_literals(dialect: Dialect, sql: &str, most: usize) -> String {
    let shown = shortened(sql, most);
    let mut safe = String::with_capacity(shown.len());
    let mut is_apart = false;
    for lexeme in lexemes(dialect, shown) {
        let text = match lexeme.kind {
            LexemeKind::Whitespace | LexemeKind::Comment => {
                is_apart = true;
                continue;
            }
            LexemeKind::Token(TokenKind::Text | TokenKind::Number) => "?",
            LexemeKind::Token(TokenKind::Word) if is_truth(lexeme.text) => "?",
            LexemeKind::Token(_) | LexemeKind::ExecutableOpen | LexemeKind::ExecutableClose => {
                lexeme.text
            }
        };
        if std::mem::take(&mut is_apart) && !safe.is_empty() {
            safe.push(' ');
        }
        safe.push_str(text);
    }
    if shown.len() < sql.len() {
        safe.push('…');
    }
    safe
}

/// The first bytes of a string, at most this many, up to a character boundary.
pub fn shortened(text: &str, most: usize) -> &str {
    let ends = (0..=most.min(text.len())).rev();
    let end = { ends }.find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

fn is_truth(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_a_question_mark() {
        for (dialect, sql, wanted) in [
            (
                Dialect::Sqlite,
                "SELECT a FROM t WHERE b = 'se''cret' AND c < 1.5e3 LIMIT ?",
                "SELECT a FROM t WHERE b = ? AND c < ? LIMIT ?",
            ),
            (
                Dialect::Postgres,
                "SELECT $q$se'cret$q$, E'\\'x', \"Name\", $1 -- secret\nFROM t2",
                "SELECT ?, ?, \"Name\", $1 FROM t2",
            ),
            (
                Dialect::Mysql,
                "SELECT \"secret\", 0xFF, x'00', `a``b` # secret\n/* secret */ WHERE TRUE",
                "SELECT ?, ?, ?, `a``b` WHERE ?",
            ),
            (
                Dialect::Mariadb,
                "/*! SELECT 'secret' */ FROM t",
                "/*! SELECT ? */ FROM t",
            ),
        ] {
            assert_eq!(without_literals(dialect, sql, 1000), wanted);
        }
    }

    #[test]
    fn a_literal_that_is_cut_is_not_shown() {
        for dialect in Dialect::ALL {
            let sql = "SELECT 'é is secret', 12345";
            for most in 0..sql.len() {
                let safe = without_literals(dialect, sql, most);
                assert!(!safe.contains("secret") && !safe.contains('1'), "{safe}");
                assert!(safe.ends_with('…'), "{safe}");
            }
        }
    }
}
