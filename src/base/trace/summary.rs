//! The few words by which a statement is called, from its structure: `SELECT users posts`.

use tablewright_sql::{Dialect, Op, Word, Words};

use crate::base::error::Error;
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::parameter::Parameter;

/// How long a summary is at most, in bytes.
const LONGEST: usize = 255;

/// What a statement does, and with which tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Each operation, and the tables that it is about, in the order of the SQL; nothing of SQL
    /// that was not rendered here.
    pub text: String,
    /// What the statement does: `SELECT`.
    pub operation: Option<&'static str>,
    /// The table, if there is no more than one.
    pub collection: Option<String>,
    /// Whether SQL is in it that the program wrote.
    pub has_own_sql: bool,
    /// Whether there are several tables.
    has_several: bool,
    /// How many of the tables that come next are known already.
    known: u32,
    /// How long the text was before the tables of the last operation.
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
                // The rows of the same table.
                Op::Target => {
                    self.operation("SELECT");
                    if let Some(name) = self.collection.clone() {
                        self.table(&name);
                    }
                }
                // The table was named, and now it turns out to be the result of a query.
                Op::Derived => self.text.truncate(self.before_tables),
                // It comes again, where its route is.
                Op::Joined => self.known += 1,
                // The first of two is where the route begins.
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
