//! Whether a piece of SQL is complete in itself: all its quotes, comments and brackets are closed.
//!
//! Otherwise it would break the statement that it becomes a part of, or change its meaning: a quote
//! that is not closed includes all that follows.

use std::fmt;

use crate::Dialect;
use crate::lexer::{LexemeKind, lexemes};
use crate::token::TokenKind;

/// The reason why SQL is not complete in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbalanced {
    /// There is nothing but white space and comments.
    Empty,
    /// A quote opens and does not close.
    Text,
    /// A comment begins and does not end.
    Comment,
    /// A bracket opens and does not close.
    Open(char),
    /// A bracket closes that did not open.
    Closed(char),
    /// A semicolon ends the surrounding statement.
    Semicolon,
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unbalanced::Empty => f.write_str("there is no SQL in it"),
            Unbalanced::Text => f.write_str("a quote in it is not closed"),
            Unbalanced::Comment => f.write_str("a comment in it is not closed"),
            Unbalanced::Open(bracket) => write!(f, "a `{bracket}` in it is not closed"),
            Unbalanced::Closed(bracket) => {
                write!(f, "a `{bracket}` in it has no opening bracket")
            }
            Unbalanced::Semicolon => f.write_str("a `;` in it would end the statement"),
        }
    }
}

/// Why an expression, or the like, cannot be a part of a statement, as far as its quotes and
/// brackets show.
pub fn of_expression(dialect: Dialect, sql: &str) -> Option<Unbalanced> {
    find(dialect, sql, true)
}

/// Why a statement cannot be run, as far as its quotes and brackets show. It may have a body of
/// statements.
pub fn of_statement(dialect: Dialect, sql: &str) -> Option<Unbalanced> {
    find(dialect, sql, false)
}

fn find(dialect: Dialect, sql: &str, is_expression: bool) -> Option<Unbalanced> {
    // A quote or comment that is not closed goes on to the end, and includes these characters.
    let sealed = format!("{sql}\n;");
    let mut open = Vec::new();
    let mut in_executable = false;
    let mut is_empty = true;
    for lexeme in lexemes(dialect, &sealed) {
        let is_last = lexeme.end() == sealed.len();
        match lexeme.kind {
            LexemeKind::Token(TokenKind::Symbol) if is_last => {}
            LexemeKind::Token(_) if is_last => return Some(Unbalanced::Text),
            LexemeKind::Comment if is_last => return Some(Unbalanced::Comment),
            LexemeKind::Whitespace | LexemeKind::Comment => {}
            LexemeKind::ExecutableOpen => in_executable = true,
            LexemeKind::ExecutableClose => in_executable = false,
            LexemeKind::Token(TokenKind::Symbol) => {
                is_empty &= lexeme.text == ";";
                let bracket = lexeme.text.chars().next().unwrap_or_default();
                match bracket {
                    '(' | '[' => open.push(bracket),
                    ')' if open.pop() != Some('(') => return Some(Unbalanced::Closed(')')),
                    ']' if open.pop() != Some('[') => return Some(Unbalanced::Closed(']')),
                    ';' if is_expression => return Some(Unbalanced::Semicolon),
                    _ => {}
                }
            }
            LexemeKind::Token(_) => is_empty = false,
        }
    }
    match open.pop() {
        Some(bracket) => Some(Unbalanced::Open(bracket)),
        None if in_executable => Some(Unbalanced::Comment),
        None => is_empty.then_some(Unbalanced::Empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_complete_is_left_alone() {
        for sql in [
            "{} > 0",
            "length({}) >= 3 AND {} <> ')' -- (",
            "a IN ('it''s', \"b(\") /* ( ' */",
            "coalesce(a, (b + (c)))",
        ] {
            for dialect in Dialect::ALL {
                assert_eq!(of_expression(dialect, sql), None, "{sql}");
            }
        }
        for sql in ["$$ ( $$ = a", "(ARRAY[1, 2])[1] = 1", "E'\\'(' <> a"] {
            assert_eq!(of_expression(Dialect::Postgres, sql), None, "{sql}");
        }
        assert_eq!(of_expression(Dialect::Sqlite, "[a(] > `b)`"), None);
        assert_eq!(
            of_expression(Dialect::Mysql, "'\\'(' <> /*!50100 a */"),
            None
        );
        let body = "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; END";
        for dialect in Dialect::ALL {
            assert_eq!(of_statement(dialect, body), None);
        }
    }

    #[test]
    fn what_is_not_is_found() {
        for (sql, found) in [
            ("", Unbalanced::Empty),
            (" -- a > 0", Unbalanced::Empty),
            ("a > (1", Unbalanced::Open('(')),
            ("a > 1)", Unbalanced::Closed(')')),
            (") (", Unbalanced::Closed(')')),
            ("a > 'b", Unbalanced::Text),
            ("a > 'b''", Unbalanced::Text),
            ("a > \"b", Unbalanced::Text),
            ("a > 0 /* b", Unbalanced::Comment),
            ("a > 0; DROP TABLE b", Unbalanced::Semicolon),
        ] {
            for dialect in Dialect::ALL {
                assert_eq!(of_expression(dialect, sql), Some(found), "{sql}");
            }
        }
        for (dialect, sql, found) in [
            (Dialect::Postgres, "$a$ $$ = b", Unbalanced::Text),
            (Dialect::Postgres, "(ARRAY[1, 2)", Unbalanced::Closed(')')),
            (Dialect::Postgres, "/* /* a */ > 0", Unbalanced::Comment),
            (Dialect::Sqlite, "[a > 0", Unbalanced::Text),
            (Dialect::Mysql, "`a > 0", Unbalanced::Text),
            (Dialect::Mysql, "a > '\\'", Unbalanced::Text),
            (Dialect::Mariadb, "a > 0 /*! AND b", Unbalanced::Comment),
        ] {
            assert_eq!(of_expression(dialect, sql), Some(found), "{sql}");
        }
        assert_eq!(
            of_statement(Dialect::Sqlite, "CREATE VIEW v AS SELECT (1"),
            Some(Unbalanced::Open('('))
        );
        assert_eq!(of_statement(Dialect::Sqlite, ";"), Some(Unbalanced::Empty));
    }
}
