//! The insert that the build wrote, taken apart to be used for many rows, or for one that may be
//! there already.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::render::most_parameters;
use crate::arg::Arg;
use crate::args::Args;
use crate::kept::Kept;
use crate::model::{Insert, Table};
use crate::{Dialect, Error, Model, Result, text};

/// An insert of one row, in one dialect.
#[derive(Debug)]
pub(super) struct Template<'t> {
    dialect: Dialect,
    /// The whole insert, without what it returns.
    pub insert: &'t str,
    /// Up to the values.
    head: &'t str,
    /// What stands before each parameter in the values, and its number from 1.
    pieces: Vec<(&'t str, usize)>,
    /// What stands behind the last parameter.
    tail: &'t str,
    /// The columns that are written.
    pub columns: Vec<Written<'t>>,
    /// How many parameters a row has.
    pub parameters: usize,
    /// The inserts of several rows that were written before, by the number of rows.
    texts: Mutex<Vec<(usize, Arc<str>)>>,
    /// How many rows were left to insert the last time.
    last: AtomicUsize,
}

/// So many texts are kept of a template.
const TEXTS: usize = 32;

/// The inserts that were taken apart, by where their text is.
static KEPT: Kept<(usize, Dialect), Template<'static>> = Kept::new();

/// A column that an insert writes.
#[derive(Debug)]
pub(super) struct Written<'t> {
    pub column: String,
    /// What it is set to: a parameter, or what takes the default's place.
    pub expression: &'t str,
    /// Its parameters, from 0: the last of them is the value, and one before that tells whether
    /// it is given.
    pub parameters: std::ops::Range<usize>,
}

impl Written<'_> {
    /// The value among those of a row; NULL where it is not given.
    pub fn value<'a>(&self, row: &'a [Arg<'static>]) -> &'a Arg<'static> {
        let place = self.parameters.end.saturating_sub(1);
        row.get(place).unwrap_or(&Arg::Null)
    }

    /// Whether a row gives the column a value.
    pub fn is_set(&self, row: &[Arg<'static>]) -> bool {
        match self.parameters.len() {
            0 => false,
            1 => *self.value(row) != Arg::Null,
            _ => row.get(self.parameters.start) == Some(&Arg::Bool(true)),
        }
    }

    /// Whether something else than NULL or the next number stands in for a value that is not given.
    pub fn has_default(&self) -> bool {
        self.expression.starts_with("coalesce(") || self.parameters.len() > 1
    }
}

impl<'t> Template<'t> {
    /// The insert of a struct, for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] where the models were not generated for it.
    pub fn of<I: Insert>(dialect: Dialect) -> Result<Template<'static>> {
        let table = I::Model::MODEL;
        let sql = I::INSERT.text(dialect)?;
        Ok(Template::read(sql, table, dialect))
    }

    /// The insert of a struct, taken apart once for all: for inserts of many rows.
    ///
    /// # Errors
    ///
    /// As [`of`](Template::of).
    pub fn kept<I: Insert>(dialect: Dialect) -> Result<Arc<Template<'static>>> {
        let sql = I::INSERT.text(dialect)?;
        Ok(keep(sql, I::Model::MODEL, dialect))
    }

    /// The same without the key that the database counts, where there is such an insert, and it gives something
    /// else.
    pub fn kept_counted<I: Insert>(dialect: Dialect) -> Option<Arc<Template<'static>>> {
        let sql = I::INSERT_COUNTED?.text(dialect).ok()?;
        let template = keep(sql, I::Model::MODEL, dialect);
        (!template.columns.is_empty()).then_some(template)
    }

    fn read(sql: &'t str, table: &Table, dialect: Dialect) -> Template<'t> {
        let insert = sql.strip_suffix(&returning(table.columns, dialect));
        let insert = insert.unwrap_or(sql);
        let written = text::assignments(sql).written;
        let place = |part: &str| part.as_ptr().addr() - sql.as_ptr().addr();
        // With the parenthesis before the first value.
        let first = written.first();
        let open = first.map_or(insert.len(), |(_, value)| place(value) - 1);
        let row = &insert[open..];
        let mut pieces = Vec::new();
        let mut end = 0;
        let found = text::parameters(row);
        for &(start, length, number) in &found {
            pieces.push((&row[end..start], number));
            end = start + length;
        }
        let numbers = |part: &str| {
            let start = place(part) - open;
            let inside = start..start + part.len();
            let inside = found.iter().filter(|(at, ..)| inside.contains(at));
            let numbers = inside.map(|&(.., number)| number);
            let first = numbers.clone().min().unwrap_or(1);
            first - 1..numbers.max().unwrap_or(0)
        };
        let columns = written.iter().map(|(column, expression)| Written {
            column: column.clone(),
            expression,
            parameters: numbers(expression),
        });
        Template {
            dialect,
            insert,
            head: &insert[..open],
            columns: columns.collect(),
            tail: &row[end..],
            parameters: pieces.iter().map(|(_, number)| *number).max().unwrap_or(0),
            pieces,
            texts: Mutex::default(),
            last: AtomicUsize::new(0),
        }
    }

    /// Whether so many rows were left to insert the last time, too.
    pub fn are_as_many_as_before(&self, rows: usize) -> bool {
        self.last.swap(rows, Ordering::Relaxed) == rows
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The most rows that one insert takes.
    pub fn most_rows(&self) -> usize {
        if self.columns.is_empty() {
            return 1;
        }
        most_parameters(self.dialect) / self.parameters.max(1)
    }

    /// An insert of so many rows, written once.
    pub fn rows(&self, rows: usize) -> Arc<str> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = texts.iter().find(|(kept, _)| *kept == rows) {
            return Arc::clone(text);
        }
        let text: Arc<str> = self.write(rows).into();
        if texts.len() == TEXTS {
            texts.clear();
        }
        texts.push((rows, Arc::clone(&text)));
        text
    }

    fn write(&self, rows: usize) -> String {
        let row: usize = self.pieces.iter().map(|(before, _)| before.len() + 6).sum();
        let mut text = String::with_capacity(self.head.len() + rows * (row + self.tail.len() + 2));
        text.push_str(self.head);
        for row in 0..rows.max(1) {
            if row > 0 {
                text.push_str(", ");
            }
            for (before, number) in &self.pieces {
                text.push_str(before);
                self.placeholder(number + row * self.parameters, &mut text);
            }
            text.push_str(self.tail);
        }
        text
    }

    fn placeholder(&self, number: usize, text: &mut String) {
        let sign = match self.dialect {
            Dialect::Sqlite => '?',
            Dialect::Postgres => '$',
            Dialect::Mysql | Dialect::Mariadb => return text.push('?'),
        };
        text.push(sign);
        text.push_str(&number.to_string());
    }

    /// What a column is set to.
    pub fn column(&self, name: &str) -> Option<&Written<'t>> {
        self.columns.iter().find(|written| written.column == name)
    }
}

fn keep(sql: &'static str, table: &Table, dialect: Dialect) -> Arc<Template<'static>> {
    KEPT.get((sql.as_ptr().addr(), dialect), || {
        Template::read(sql, table, dialect)
    })
}

/// ` RETURNING "a", "b"`; nothing on MySQL, which has no words for it.
pub(super) fn returning(names: &[&str], dialect: Dialect) -> String {
    match dialect {
        Dialect::Mysql => String::new(),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => {
            let mut to = super::render::Renderer::new(dialect);
            to.push(" RETURNING ");
            to.names(names);
            to.text
        }
    }
}

/// The values of a new row, with its column named where one is refused.
pub(super) fn values<I: Insert>(new: &I, dialect: Dialect) -> Result<Vec<Arg<'static>>> {
    let mut args = Args::default();
    match new.bind(&mut args) {
        Ok(()) => Ok(args.into_vec()),
        Err(error) => {
            let refused = args.into_vec().len() + 1;
            Err(refusal::<I>(error, refused, dialect))
        }
    }
}

/// The error about a parameter of a new row, from 1, with its column.
#[cold]
pub(super) fn refusal<I: Insert>(mut error: Error, parameter: usize, dialect: Dialect) -> Error {
    if let Error::Value(refused) = &mut error
        && let Ok(template) = Template::of::<I>(dialect)
    {
        let is_of = |written: &&Written<'_>| written.parameters.contains(&(parameter - 1));
        let written = template.columns.iter().find(is_of);
        I::Model::MODEL.name.clone_into(&mut refused.table);
        refused.column = written.map_or_else(String::new, |written| written.column.clone());
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &Table = &Table {
        name: "t",
        columns: &["a", "b", "c"],
        constraints: &[],
    };

    #[test]
    fn an_insert_of_one_row_is_one_of_many() {
        let one = r#"INSERT INTO "t" ("a", "b", "c") VALUES ($1, coalesce(CAST($2 AS VARCHAR), '$1, '')'), CASE WHEN $3 THEN $4 ELSE 5 END) RETURNING "a", "b", "c""#;
        let template = Template::read(one, TABLE, Dialect::Postgres);
        assert_eq!(template.parameters, 4);
        assert_eq!(
            &*template.rows(2),
            r#"INSERT INTO "t" ("a", "b", "c") VALUES ($1, coalesce(CAST($2 AS VARCHAR), '$1, '')'), CASE WHEN $3 THEN $4 ELSE 5 END), ($5, coalesce(CAST($6 AS VARCHAR), '$1, '')'), CASE WHEN $7 THEN $8 ELSE 5 END)"#
        );
        assert_eq!(&*template.rows(1), template.insert);
        let ranges: Vec<_> = template
            .columns
            .iter()
            .map(|c| c.parameters.clone())
            .collect();
        assert_eq!(ranges, [0..1, 1..2, 2..4]);
        assert_eq!(template.most_rows(), 16_383);
    }

    #[test]
    fn a_value_is_set_or_is_not() {
        let one = "INSERT INTO `t` (`a`, `b`, `c`) VALUES (?, coalesce(?, '?'), CASE WHEN ? THEN ? ELSE 5 END)";
        let template = Template::read(one, TABLE, Dialect::Mysql);
        let row = [Arg::I32(1), Arg::Null, Arg::Bool(true), Arg::Null];
        let set: Vec<bool> = template.columns.iter().map(|c| c.is_set(&row)).collect();
        assert_eq!(set, [true, false, true]);
        let default: Vec<bool> = template.columns.iter().map(Written::has_default).collect();
        assert_eq!(default, [false, true, true]);
        assert!(
            template
                .rows(3)
                .ends_with(", (?, coalesce(?, '?'), CASE WHEN ? THEN ? ELSE 5 END)")
        );
    }
}
