//! SQL that is written unchanged, and compared by its meaning.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use tablewright_sql::{Dialect, Token, TokenKind, quote, tokens};

use super::normal::normal;
use super::{columns, literals};
use crate::items;
use crate::schema::Stored;

/// A piece of SQL: an expression, a type, the options of a table.
///
/// The text is written unchanged: it is ours, the user's, or that of a database. Another form is
/// compared: two pieces are equal if they differ only in white space, comments, quotes around names
/// and the case of words, or if a database prints both in the same
/// [`wording`](Expression::worded_as). Literals that MySQL and MariaDB print as question marks are
/// still compared by their bytes.
#[derive(Clone)]
pub struct Expression {
    dialect: Dialect,
    text: String,
    /// The SQL that is compared, if it differs from the text.
    wording: Option<String>,
    /// The normal form that is compared.
    normal: String,
}

impl Expression {
    /// The SQL in a dialect, without white space at its ends.
    pub fn new(dialect: Dialect, text: &str) -> Expression {
        Expression::with_wording(dialect, text.trim(), None)
    }

    fn with_wording(dialect: Dialect, text: &str, wording: Option<String>) -> Expression {
        Expression {
            dialect,
            text: text.to_owned(),
            normal: normal(
                dialect,
                &tokens(dialect, wording.as_deref().unwrap_or(text)),
            ),
            wording,
        }
    }

    /// SQL with its own parentheses: those around the whole are ignored in comparisons.
    pub fn in_parentheses(dialect: Dialect, text: &str) -> Expression {
        let expression = Expression::new(dialect, text);
        let inner = super::read::without_parentheses(dialect, text);
        if inner.normal == expression.normal {
            expression
        } else {
            expression.worded_as(&inner)
        }
    }

    /// SQL with known tokens.
    pub(super) fn of_tokens(dialect: Dialect, text: &str, tokens: &[Token<'_>]) -> Expression {
        Expression {
            dialect,
            text: text.to_owned(),
            wording: None,
            normal: normal(dialect, tokens),
        }
    }

    /// The same SQL, in the form in which a database prints it, which is compared.
    #[must_use]
    pub fn worded_as(&self, printed: &Expression) -> Expression {
        Expression {
            wording: Some(printed.wording().to_owned()),
            normal: printed.normal.clone(),
            ..self.clone()
        }
    }

    /// The same wording with its true text, which a database has printed with question marks.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Expression {
        Expression {
            text: text.trim().to_owned(),
            ..self.worded_as(self)
        }
    }

    /// The SQL that is compared.
    pub fn wording(&self) -> &str {
        self.wording.as_deref().unwrap_or(&self.text)
    }

    /// The dialect of the SQL.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The SQL, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SQL in the normal form that is compared.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// Whether a database prints both alike, whatever the bytes of their literals.
    pub fn has_wording_of(&self, other: &Expression) -> bool {
        self.normal == other.normal
    }

    /// Whether MySQL or MariaDB may print parts of it as question marks.
    pub fn is_lossy(&self) -> bool {
        self.dialect.prints_question_marks() && self.normal.contains('?')
    }

    /// The literals in it that MySQL and MariaDB do not always print correctly, as bytes: text
    /// beyond U+FFFF, and bytes that are not text.
    pub fn unprintable(&self) -> Vec<Vec<u8>> {
        if self.dialect.prints_question_marks() {
            literals::unprintable(self.dialect, &self.text)
        } else {
            Vec::new()
        }
    }

    /// Whether it contains the column.
    pub fn mentions(&self, column: &str) -> bool {
        let tokens = tokens(self.dialect, &self.text);
        let positions = columns::positions(self.dialect, &tokens);
        positions
            .into_iter()
            .any(|position| columns::is_name_of(self.dialect, &tokens[position], column))
    }

    /// Whether a literal in it is this value of an enum, or says that the items of an array have
    /// it. PostgreSQL prints a number with a sign as a string with a cast, and MySQL puts it into
    /// parentheses.
    pub fn has_value(&self, value: &Stored) -> bool {
        let items = items::named_in(self);
        let mut of_items = items.iter().filter_map(|item| items::values(item));
        if of_items.any(|values| values.contains(value)) {
            return true;
        }
        let Stored::Number(number) = value else {
            return self.has_text(&value.to_string());
        };
        let tokens = tokens(self.dialect, &self.text);
        let mut signed = tokens.iter().enumerate();
        signed.any(|(position, token)| match token.kind {
            TokenKind::Text => token.value(self.dialect) == number.to_string(),
            TokenKind::Number => {
                let sign = if is_negative(&tokens[..position]) {
                    "-"
                } else {
                    ""
                };
                format!("{sign}{}", token.text) == number.to_string()
            }
            _ => false,
        })
    }

    /// Whether a string in it is this one.
    pub fn has_text(&self, text: &str) -> bool {
        let tokens = tokens(self.dialect, &self.text);
        let mut texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
        texts.any(|token| token.value(self.dialect) == text)
    }

    /// The same expression with other names of columns, from each name to the other. All change at
    /// once, so that names can be exchanged.
    #[must_use]
    pub fn renamed(&self, names: &BTreeMap<String, String>) -> Expression {
        let quoted = |name: &String| quote::identifier(self.dialect, name);
        let names: BTreeMap<&str, String> = names
            .iter()
            .map(|(from, to)| (from.as_str(), quoted(to)))
            .collect();
        self.with(&names)
    }

    /// The same with expressions instead of columns, in the text and in the wording.
    #[must_use]
    pub fn with(&self, columns: &BTreeMap<&str, String>) -> Expression {
        if columns.is_empty() {
            return self.clone();
        }
        let replaced = |sql: &str| replaced(self.dialect, sql, columns);
        let wording = self.wording.as_deref().map(replaced);
        Expression::with_wording(self.dialect, &replaced(&self.text), wording)
    }

    /// The same expression about columns of a table, each written as in the table, and without the
    /// table's name. A table is rebuilt with another name, which a check with `users.age` would not
    /// fit.
    #[must_use]
    pub(crate) fn spelled(&self, table: &str, columns: &[String]) -> Expression {
        let text = spelled(self.dialect, &self.text, table, columns);
        let wording = self.wording.as_deref();
        let wording = wording.map(|sql| spelled(self.dialect, sql, table, columns));
        if text == self.text && wording == self.wording {
            return self.clone();
        }
        Expression::with_wording(self.dialect, &text, wording)
    }
}

/// The SQL with its columns as in the table, without the name of the table.
fn spelled(dialect: Dialect, sql: &str, table: &str, columns: &[String]) -> String {
    let tokens = tokens(dialect, sql);
    let mut spelled = String::with_capacity(sql.len());
    let mut copied = 0;
    for position in columns::positions(dialect, &tokens) {
        let token = &tokens[position];
        let mut names = columns.iter();
        let Some(column) = names.find(|name| columns::is_name_of(dialect, token, name)) else {
            continue;
        };
        let start = columns::qualifier(dialect, &tokens, position, table);
        let is_spelled_so = match token.kind {
            TokenKind::Word => token.text.to_lowercase() == *column,
            _ => token.name() == *column,
        };
        if start.is_none() && is_spelled_so {
            continue;
        }
        spelled.push_str(&sql[copied..start.unwrap_or(token.start)]);
        match is_spelled_so {
            true => spelled.push_str(token.text),
            false => spelled.push_str(&quote::identifier(dialect, column)),
        }
        copied = token.end();
    }
    spelled.push_str(&sql[copied..]);
    spelled
}

/// The SQL with expressions instead of columns.
fn replaced(dialect: Dialect, sql: &str, columns: &BTreeMap<&str, String>) -> String {
    let tokens = tokens(dialect, sql);
    let mut replaced = String::with_capacity(sql.len());
    let mut copied = 0;
    for position in columns::positions(dialect, &tokens) {
        let token = &tokens[position];
        let mut found = columns.iter();
        if let Some((_, expression)) =
            found.find(|(column, _)| columns::is_name_of(dialect, token, column))
        {
            replaced.push_str(&sql[copied..token.start]);
            replaced.push_str(expression);
            copied = token.end();
        }
    }
    replaced.push_str(&sql[copied..]);
    replaced
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.normal == other.normal
            && (!self.is_lossy() || self.unprintable() == other.unprintable())
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

/// Whether a number after these tokens is negative: `-1`, or `-(1)` as MySQL prints it.
pub fn is_negative(before: &[Token<'_>]) -> bool {
    let mut before = before.iter().rev();
    let sign = before.find(|token| !token.is_symbol('('));
    sign.is_some_and(|token| token.is_symbol('-'))
}
