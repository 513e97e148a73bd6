//! Statements without their types.
//!
//! A program has hundreds of types of statements. The code that runs them on a server is long, and
//! would be compiled for each type. So it gets an [`Erased`] statement, and is compiled once. Only
//! four walks are compiled for each type. The two walks of every run cost no more than before: the
//! walk for the key is the statement's own, and the walk for the parameters makes one dynamic call
//! for each of them.

use tablewright_sql::{Dialect, Word, Words};

use super::key::Key;
use super::{Name, Sink, Statement};
use crate::base::error::Error;
use crate::base::model::Table;
use crate::base::value::parameter::Parameter;

/// A statement of any type.
pub struct Erased<'s>(&'s dyn Walks);

impl<'s> Erased<'s> {
    #[inline]
    pub fn new<T: Statement>(statement: &'s T) -> Self {
        Erased(statement)
    }
}

impl Statement for Erased<'_> {
    #[inline]
    fn table(&self) -> &'static Table {
        self.0.table_of()
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        if let Some(key) = to.as_key() {
            self.0.key(key);
        } else if !S::BINDS {
            self.0.words(to);
        } else if S::TAKES_WORDS {
            self.0.all(to);
        } else {
            self.0.parameters(to);
        }
    }
}

/// The walks of a statement: [`Statement::walk`] with each kind of sink.
trait Walks: Send + Sync {
    fn table_of(&self) -> &'static Table;

    /// Emits the words into a key.
    fn key(&self, to: &mut Key);

    /// Emits the words.
    fn words<'w>(&'w self, to: &mut dyn AnySink<'w>);

    /// Emits the parameters.
    fn parameters<'w>(&'w self, to: &mut dyn AnySink<'w>);

    /// Emits the words and the parameters.
    fn all<'w>(&'w self, to: &mut dyn AnySink<'w>);
}

impl<T: Statement> Walks for T {
    fn table_of(&self) -> &'static Table {
        self.table()
    }

    fn key(&self, to: &mut Key) {
        self.walk(to);
    }

    #[cold]
    fn words<'w>(&'w self, to: &mut dyn AnySink<'w>) {
        self.walk(&mut OfWords(to));
    }

    fn parameters<'w>(&'w self, to: &mut dyn AnySink<'w>) {
        self.walk(&mut OfParameters::<false>(to));
    }

    #[cold]
    fn all<'w>(&'w self, to: &mut dyn AnySink<'w>) {
        self.walk(&mut OfParameters::<true>(to));
    }
}

/// A sink of any type.
trait AnySink<'w> {
    fn take_word(&mut self, word: Word<'w>);
    fn dialect_of(&self) -> Dialect;
    fn take_parameter(&mut self, of: Name, value: &Parameter<'_>);
    fn take_failure(&mut self, error: Error);
}

impl<'w, S: Sink<'w>> AnySink<'w> for S {
    fn take_word(&mut self, word: Word<'w>) {
        self.word(word);
    }

    fn dialect_of(&self) -> Dialect {
        self.dialect()
    }

    fn take_parameter(&mut self, of: Name, value: &Parameter<'_>) {
        self.parameter(of, value);
    }

    fn take_failure(&mut self, error: Error) {
        self.fail(error);
    }
}

/// A sink for words only.
struct OfWords<'a, 'w>(&'a mut dyn AnySink<'w>);

impl<'w> Words<'w> for OfWords<'_, 'w> {
    fn word(&mut self, word: Word<'w>) {
        self.0.take_word(word);
    }
}

impl<'w> Sink<'w> for OfWords<'_, 'w> {
    const BINDS: bool = false;
    // A sink that does not render needs no reasons why a statement cannot run.
    const RENDERS: bool = true;

    fn dialect(&self) -> Dialect {
        self.0.dialect_of()
    }

    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    fn fail(&mut self, error: Error) {
        self.0.take_failure(error);
    }
}

/// A sink for parameters, and for words if `WORDS` is set.
struct OfParameters<'a, 'w, const WORDS: bool>(&'a mut dyn AnySink<'w>);

impl<'w, const WORDS: bool> Words<'w> for OfParameters<'_, 'w, WORDS> {
    #[inline]
    fn word(&mut self, word: Word<'w>) {
        if WORDS {
            self.0.take_word(word);
        }
    }
}

impl<'w, const WORDS: bool> Sink<'w> for OfParameters<'_, 'w, WORDS> {
    const BINDS: bool = true;
    const TAKES_WORDS: bool = WORDS;

    fn dialect(&self) -> Dialect {
        self.0.dialect_of()
    }

    fn parameter(&mut self, of: Name, value: &Parameter<'_>) {
        self.0.take_parameter(of, value);
    }

    fn fail(&mut self, error: Error) {
        self.0.take_failure(error);
    }
}
