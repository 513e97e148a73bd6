//! Whether a statement only reads.

use tablewright_sql::{Dialect, Op, Word, Words};

use super::{Name, Sink, Statement};
use crate::base::error::Error;
use crate::base::value::parameter::Parameter;

/// Whether a statement cannot have changed anything, because all of it was rendered here and reads.
/// Of raw SQL it is unknown: `SELECT pay(7)`.
#[cold]
pub(crate) fn only_reads<T: Statement>(statement: &T) -> bool {
    let mut kinds = Kinds {
        first: None,
        is_raw: false,
    };
    statement.walk(&mut kinds);
    let reads = matches!(
        kinds.first,
        Some(
            Op::Rows
                | Op::Count
                | Op::Exists
                | Op::Found
                | Op::Union
                | Op::Load
                | Op::ReadBack
                | Op::DefaultOf
        )
    );
    reads && !kinds.is_raw
}

/// Whether a statement is SQL that was not rendered here.
#[cold]
pub(crate) fn is_raw<T: Statement>(statement: &T) -> bool {
    let mut kinds = Kinds {
        first: None,
        is_raw: false,
    };
    statement.walk(&mut kinds);
    kinds.is_raw
}

/// What a statement does.
struct Kinds {
    /// The first word, which says it.
    first: Option<Op>,
    /// Whether SQL of the user's is in it.
    is_raw: bool,
}

impl<'w> Words<'w> for Kinds {
    fn word(&mut self, word: Word<'w>) {
        if let Word::Op(op, _) = word {
            self.first.get_or_insert(op);
            self.is_raw |= matches!(op, Op::Raw | Op::Fragment);
        }
    }
}

impl<'w> Sink<'w> for Kinds {
    const BINDS: bool = false;

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    fn fail(&mut self, _: Error) {}
}
