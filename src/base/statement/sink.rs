//! The sinks of statements.

#[cfg(feature = "postgres")]
use tablewright_sql::words::positions;
use tablewright_sql::{Dialect, Op, Word, Words};

use super::{Name, Sink, Statement};
use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::value::Binder;
use crate::base::value::parameter::Parameter;

/// The words themselves.
pub(super) struct WordsOf<'w> {
    dialect: Dialect,
    pub words: Vec<Word<'w>>,
    /// The reason why the statement cannot run.
    pub failed: Option<Error>,
}

impl WordsOf<'_> {
    pub fn new(dialect: Dialect) -> Self {
        WordsOf {
            dialect,
            words: Vec::new(),
            failed: None,
        }
    }
}

impl<'w> Words<'w> for WordsOf<'w> {
    fn word(&mut self, word: Word<'w>) {
        self.words.push(word);
    }
}

impl<'w> Sink<'w> for WordsOf<'w> {
    const BINDS: bool = false;
    const RENDERS: bool = true;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    fn fail(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }
}

/// Binds the parameters.
pub(crate) struct Bind<'b, B> {
    binder: &'b mut B,
    dialect: Dialect,
    failed: Option<Box<(Error, Name)>>,
}

impl<'b, B: Binder> Bind<'b, B> {
    /// Binds all parameters of a statement.
    ///
    /// # Errors
    ///
    /// The first error, which names the column if there is one.
    #[inline]
    pub fn all<S: Statement>(statement: &S, dialect: Dialect, binder: &'b mut B) -> Result<()> {
        let mut bind = Bind {
            binder,
            dialect,
            failed: None,
        };
        statement.walk(&mut bind);
        match bind.failed {
            None => Ok(()),
            Some(failed) => Err(named(*failed, statement.table())),
        }
    }
}

#[cold]
fn named((error, name): (Error, Name), table: &'static Table) -> Error {
    match (name.as_str(), name.column) {
        ("", 0) => error.in_parameter(table, None),
        ("", number) => error.in_raw_parameter(table, number.into()),
        (column, _) => error.in_parameter(name.table, Some(column)),
    }
}

impl<'w, B> Words<'w> for Bind<'_, B> {
    #[inline]
    fn word(&mut self, _: Word<'w>) {}

    #[inline]
    fn op(&mut self, _: Op, _: u32) {}
}

impl<'w, B: Binder> Sink<'w> for Bind<'_, B> {
    const BINDS: bool = true;
    const TAKES_WORDS: bool = false;

    #[inline]
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    #[inline]
    fn parameter(&mut self, of: Name, value: &Parameter<'_>) {
        if self.failed.is_some() {
            return;
        }
        if let Err(error) = value.bind(self.binder) {
            self.failed = Some(Box::new((error, of)));
        }
    }

    #[cold]
    fn fail(&mut self, error: Error) {
        self.failed
            .get_or_insert_with(|| Box::new((error, Name::NONE)));
    }
}

/// The column of a parameter by its number, from 1, for errors that only have the number.
#[cfg(any(feature = "postgres", feature = "mysql"))]
#[cold]
pub(crate) fn parameter_of<S: Statement>(
    statement: &S,
    dialect: Dialect,
    parameter: usize,
) -> Option<&'static str> {
    let mut find = Find {
        dialect,
        left: parameter,
        found: Name::NONE,
    };
    statement.walk(&mut find);
    Some(find.found.as_str()).filter(|name| !name.is_empty())
}

/// Counts parameters down to the one with the number.
#[cfg(any(feature = "postgres", feature = "mysql"))]
struct Find {
    dialect: Dialect,
    left: usize,
    found: Name,
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
impl<'w> Words<'w> for Find {
    fn word(&mut self, _: Word<'w>) {}
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
impl<'w> Sink<'w> for Find {
    const BINDS: bool = true;
    const TAKES_WORDS: bool = false;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn parameter(&mut self, of: Name, _: &Parameter<'_>) {
        if self.left == 1 {
            self.found = of;
        }
        self.left = self.left.saturating_sub(1);
    }

    fn fail(&mut self, _: Error) {}
}

/// The columns that a statement sets.
#[cfg(feature = "postgres")]
#[cold]
pub(crate) fn set_columns<S: Statement>(statement: &S, dialect: Dialect) -> Vec<u16> {
    let mut set = SetColumns {
        dialect,
        columns: Vec::new(),
    };
    statement.walk(&mut set);
    set.columns
}

#[cfg(feature = "postgres")]
struct SetColumns {
    dialect: Dialect,
    columns: Vec<u16>,
}

#[cfg(feature = "postgres")]
impl<'w> Words<'w> for SetColumns {
    fn word(&mut self, word: Word<'w>) {
        match word {
            Word::Op(Op::Set | Op::SetOf | Op::SetValue, number) => {
                self.columns.push((number & 0xffff) as u16);
            }
            Word::Op(Op::Columns, number) => self.columns.extend(positions(number)),
            Word::Op(..) | Word::Table(_) | Word::Text(_) => {}
        }
    }
}

#[cfg(feature = "postgres")]
impl<'w> Sink<'w> for SetColumns {
    const BINDS: bool = false;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    fn fail(&mut self, _: Error) {}
}

/// The parameters as owned values, for a driver that binds them on another thread.
///
/// # Errors
///
/// An error of the statement itself.
#[cfg(all(feature = "async", feature = "sqlite"))]
pub(crate) fn owned_parameters<S: Statement>(
    statement: &S,
    dialect: Dialect,
) -> Result<Vec<(Name, Parameter<'static>)>> {
    let mut owned = Owned {
        dialect,
        parameters: Vec::new(),
        failed: None,
    };
    statement.walk(&mut owned);
    match owned.failed {
        None => Ok(owned.parameters),
        Some(error) => Err(error),
    }
}

#[cfg(all(feature = "async", feature = "sqlite"))]
struct Owned {
    dialect: Dialect,
    parameters: Vec<(Name, Parameter<'static>)>,
    failed: Option<Error>,
}

#[cfg(all(feature = "async", feature = "sqlite"))]
impl<'w> Words<'w> for Owned {
    fn word(&mut self, _: Word<'w>) {}
}

#[cfg(all(feature = "async", feature = "sqlite"))]
impl<'w> Sink<'w> for Owned {
    const BINDS: bool = true;
    const TAKES_WORDS: bool = false;

    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn parameter(&mut self, of: Name, value: &Parameter<'_>) {
        self.parameters.push((of, value.to_owned_parameter()));
    }

    fn fail(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }
}
