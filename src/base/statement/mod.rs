//! Statements as values, which emit their words and parameters in one walk.
//!
//! A connection walks a statement up to three times. The first walk emits the words as numbers, by
//! which the connection finds a prepared statement. The last walk binds the parameters. Only if the
//! words are new, another walk emits the words themselves, from which the SQL is rendered. So a
//! filter or a join costs as much as a fixed query, equal keys never need different SQL, and
//! parameters always have the order of their placeholders.

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod cache;
#[cfg(feature = "async")]
mod erased;
#[cfg(any(
    feature = "async",
    feature = "sqlite",
    feature = "postgres",
    feature = "mysql"
))]
mod key;
mod raw;
mod reads;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod sink;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod sql;
mod values;

use std::fmt;

use tablewright_sql::{Dialect, Words};

use crate::base::error::Error;
use crate::base::model::Table;

pub use crate::base::value::parameter::Parameter;
#[cfg(any(
    feature = "postgres",
    feature = "mysql",
    all(feature = "sqlite", feature = "tracing")
))]
pub(crate) use cache::{Cache, rendered};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use cache::{on_rendering, renderings};
#[cfg(feature = "async")]
pub use erased::Erased;
pub(crate) use raw::Raw;
pub(crate) use reads::changes_nothing;
#[cfg(feature = "mysql")]
pub(crate) use reads::numbered_rows;
#[cfg(feature = "async")]
pub(crate) use reads::{is_raw, only_reads};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) use sink::Bind;
#[cfg(all(feature = "async", feature = "sqlite"))]
pub(crate) use sink::owned_parameters;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use sink::parameter_of;
#[cfg(feature = "postgres")]
pub(crate) use sink::set_columns;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) use sql::SqlCache;
pub use values::Values;

/// A statement that a connection can run.
pub trait Statement: Send + Sync {
    /// The table of the statement, for errors.
    fn table(&self) -> &'static Table;

    /// Emits the words and the parameters, in the order of the SQL.
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S);
}

impl<T: Statement> Statement for &T {
    fn table(&self) -> &'static Table {
        (**self).table()
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        (**self).walk(to);
    }
}

/// A receiver of the words and the parameters of a statement.
///
/// It stores the first error of a parameter, so that a walk has nothing to check.
pub trait Sink<'w>: Words<'w> {
    /// Whether it receives parameters. Otherwise they need not be prepared.
    const BINDS: bool;

    /// Whether SQL is rendered from its words.
    const RENDERS: bool = false;

    /// Whether it receives words, if it receives parameters.
    const TAKES_WORDS: bool = true;

    /// The key, if it is one.
    #[cfg(feature = "async")]
    #[inline]
    fn as_key(&mut self) -> Option<&mut key::Key> {
        None
    }

    /// The dialect, which parameters and the words of lists depend on.
    fn dialect(&self) -> Dialect;

    /// Receives the next parameter, which is for a column, or compared with one.
    fn parameter(&mut self, of: Name, value: &Parameter<'_>);

    /// Records that the statement cannot run, and the reason.
    fn fail(&mut self, error: Error);
}

/// A column of a table.
#[derive(Clone, Copy)]
pub struct Name {
    /// The table.
    pub table: &'static Table,
    /// The position of the column.
    pub column: u16,
}

impl Name {
    /// No column, for a parameter without one.
    pub const NONE: Name = Name {
        table: &Table::NONE,
        column: 0,
    };

    /// No column, but the parameter with this number, from 1, of raw SQL.
    pub(crate) const fn of_raw(number: u16) -> Name {
        Name {
            table: &Table::NONE,
            column: number,
        }
    }

    /// Whether messages leave the values of the column out.
    pub(crate) fn is_sensitive(self) -> bool {
        self.table.column(self.column).sensitive
    }

    /// The name of the column; empty for none.
    pub fn as_str(self) -> &'static str {
        self.table.column(self.column).name
    }

    /// The number of the column, for a word.
    #[inline]
    pub(crate) fn number(self) -> u32 {
        u32::from(self.column)
    }
}

impl fmt::Debug for Name {
    /// Writes `users.name` instead of the whole table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table.name, self.as_str())
    }
}
