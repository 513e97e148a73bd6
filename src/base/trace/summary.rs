//! The summary of a statement, from its structure: `SELECT users posts`.

use tablewright_sql::{Dialect, Op, Word, Words};

use crate::base::error::Error;
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::parameter::Parameter;

/// The longest summary, in bytes.
const LONGEST: usize = 255;

/// The operations of a statement and their tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Each operation with its tables, in the order of the SQL; empty for raw SQL.
    pub text: String,
    /// The first operation: `SELECT`.
    pub operation: Option<&'static str>,
    /// The table, if there is no more than one.
    pub collection: Option<String>,
    /// Whether it contains raw SQL.
    pub has_own_sql: bool,
    /// Whether there are several tables.
    has_several: bool,
    /// The number of following tables that are already in the text.
    known: u32,
    /// The length of the text before the tables of the last operation.
    before_tables: usize,
}

impl Summary {
    pub fn of<S: Statement>(statement: &S) -> Summary {
        let mut summary = Summary::default();
        statement.walk(&mut summary);
        if summary.has_several {
            summary.collection = None;
        }
        summary
    }

    fn operation(&mut self, operation: &'static str) {
        self.operation.get_or_insert(operation);
        self.add(operation);
        self.before_tables = self.text.len();
    }

    fn table(&mut self, name: &str) {
        match &self.collection {
            Some(first) => self.has_several |= first != name,
            None => self.collection = Some(name.to_owned()),
        }
        self.add(name);
    }

    fn add(&mut self, word: &str) {
        if self.text.len() + 1 + word.len() > LONGEST {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }
}

impl<'w> Words<'w> for Summary {
    fn word(&mut self, word: Word<'w>) {
        match word {
            Word::Op(op, _) => match op {
                Op::Rows
                | Op::Count
                | Op::Exists
                | Op::Found
                | Op::Union
                | Op::Reached
                | Op::Load
                | Op::ReadBack
                | Op::DefaultOf
                | Op::Related
                | Op::Connected => self.operation("SELECT"),
                Op::Update => self.operation("UPDATE"),
                Op::Delete => self.operation("DELETE"),
                Op::Insert => self.operation("INSERT"),
                // The rows are of the same table.
                Op::Target => {
                    self.operation("SELECT");
                    if let Some(name) = self.collection.clone() {
                        self.table(&name);
                    }
                }
                // The table in the text is in fact a subquery.
                Op::Derived => self.text.truncate(self.before_tables),
                // The table follows again with its route.
                Op::Joined => self.known += 1,
                // The first of its two tables is the start of the route.
                Op::Forward => self.known += 1,
                _ => {}
            },
            Word::Table(table) => match self.known.checked_sub(1) {
                Some(left) => self.known = left,
                None => self.table(table.name),
            },
            Word::Text(_) => self.has_own_sql = true,
        }
    }
}

impl<'w> Sink<'w> for Summary {
    const BINDS: bool = false;

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    fn fail(&mut self, _: Error) {}
}
