//! SQL that is kept as it is, and compared by what it says.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::tokens::{Token, TokenKind, normal_of, tokens};
use crate::dialect::Dialect;

/// A piece of SQL: an expression, a type, the options of a table.
///
/// Two are equal where they differ in white space, comments, quotes around names and the case of
/// words only.
#[derive(Clone)]
pub struct Expression {
    dialect: Dialect,
    text: String,
    /// What is compared.
    normal: String,
}

impl Expression {
    /// The SQL in a dialect, without the white space around it.
    pub fn new(dialect: Dialect, text: &str) -> Expression {
        let text = text.trim();
        Expression {
            dialect,
            text: text.to_owned(),
            normal: super::tokens::normal(dialect, text),
        }
    }

    /// SQL of which the tokens are known.
    pub(super) fn of_tokens(dialect: Dialect, text: &str, tokens: &[Token<'_>]) -> Expression {
        Expression {
            dialect,
            text: text.to_owned(),
            normal: normal_of(dialect, tokens),
        }
    }

    /// The SQL as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SQL in the one spelling that is compared.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// Whether it names the column, as far as a name tells: a function may have the same one.
    pub fn mentions(&self, column: &str) -> bool {
        let tokens = tokens(self.dialect, &self.text);
        tokens.iter().any(|token| self.names(token, column))
    }

    /// Whether a text in it is this one.
    pub fn has_text(&self, text: &str) -> bool {
        let literal = crate::sql::text(self.dialect, text);
        let tokens = tokens(self.dialect, &self.text);
        tokens.iter().any(|token| token.text == literal)
    }

    /// The same about a column of another name.
    #[must_use]
    pub fn renamed(&self, from: &str, to: &str) -> Expression {
        self.with(from, &crate::sql::identifier(self.dialect, to))
    }

    /// The same with an expression in the place of a column.
    #[must_use]
    pub fn with(&self, column: &str, expression: &str) -> Expression {
        let mut text = String::with_capacity(self.text.len());
        let mut copied = 0;
        for token in tokens(self.dialect, &self.text) {
            if self.names(&token, column) {
                text.push_str(&self.text[copied..token.start]);
                text.push_str(expression);
                copied = token.end();
            }
        }
        text.push_str(&self.text[copied..]);
        Expression::new(self.dialect, &text)
    }

    fn names(&self, token: &Token<'_>, column: &str) -> bool {
        match token.kind {
            TokenKind::Quoted => token.name() == column,
            TokenKind::Word => match self.dialect {
                Dialect::Postgres => token.text.to_lowercase() == column,
                Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
                    token.text.to_lowercase() == column.to_lowercase()
                }
            },
            TokenKind::Text | TokenKind::Number | TokenKind::Sign => false,
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.normal == other.normal
    }
}

impl Eq for Expression {}

impl Hash for Expression {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.normal.hash(state);
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
