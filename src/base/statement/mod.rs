//! Statements as values: words and parameters, told in one walk.
//!
//! A connection walks a statement up to three times. The first walk takes the words as numbers, by
//! which the connection knows a prepared statement again; the last one binds the parameters. Only a
//! statement whose words were not met before is walked once more, for the words themselves, of
//! which its SQL is rendered. So a filter or a join costs what a fixed query costs, equal keys
//! cannot need different SQL, and parameters cannot be numbered otherwise than placeholders.

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
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use cache::renderings;
#[cfg(any(
    feature = "postgres",
    feature = "mysql",
    all(feature = "sqlite", feature = "tracing")
))]
pub(crate) use cache::{Cache, rendered};
#[cfg(feature = "async")]
pub(crate) use erased::Erased;
pub(crate) use raw::Raw;
pub(crate) use reads::changes_nothing;
#[cfg(feature = "async")]
pub(crate) use reads::{is_raw, only_reads};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) use sink::Bind;
#[cfg(all(feature = "async", feature = "sqlite"))]
pub(crate) use sink::owned_parameters;
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use sink::parameter_of;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) use sql::SqlCache;
pub use values::Values;

/// Something that a connection runs.
pub trait Statement: Send + Sync {
    /// The table that it is about, which errors name.
    fn table(&self) -> &'static Table;

    /// Tells the words and the parameters, in the order of the SQL.
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

/// What takes the words and the parameters of a statement.
///
/// It keeps the first error of a parameter to itself, so that a walk has nothing to check.
pub trait Sink<'w>: Words<'w> {
    /// Whether it takes parameters; what prepares them can be left out otherwise.
    const BINDS: bool;

    /// Whether SQL is rendered of what it takes.
    const RENDERS: bool = false;

    /// Whether it takes words, too, if it takes parameters.
    const TAKES_WORDS: bool = true;

    /// The key, if this is one.
    #[cfg(feature = "async")]
    #[inline]
    fn as_key(&mut self) -> Option<&mut key::Key> {
        None
    }

    /// The dialect, on which parameters depend, and how a list is told.
    fn dialect(&self) -> Dialect;

    /// Takes the next parameter, which is for a column, or compared with one.
    fn parameter(&mut self, of: Name, value: &Parameter<'_>);

    /// Says that the statement cannot run, and why.
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
    /// No column: the parameter is for something else.
    pub const NONE: Name = Name {
        table: &Table::NONE,
        column: 0,
    };

    /// No column, but the parameter of this number, from 1, of the user's own SQL.
    pub(crate) const fn of_raw(number: u16) -> Name {
        Name {
            table: &Table::NONE,
            column: number,
        }
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
    /// `users.name`, and not all that is known of the table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table.name, self.as_str())
    }
}
