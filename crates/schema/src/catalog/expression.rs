//! SQL that is kept as it is, and compared by what it says.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::dialect::Dialect;

/// A piece of SQL: an expression, a type, the options of a table.
///
/// Two are equal where they differ in white space, comments, quotes around names and the case of
/// words only.
#[derive(Clone)]
pub struct Expression {
    text: String,
    /// What is compared.
    normal: String,
}

impl Expression {
    /// The SQL in a dialect, without the white space around it.
    pub fn new(dialect: Dialect, text: &str) -> Expression {
        let text = text.trim();
        Expression {
            text: text.to_owned(),
            normal: super::tokens::normal(dialect, text),
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
