//! Detects statements that only read, and inserts whose rows the database numbers.

use tablewright_sql::{Dialect, Op, Word, Words};

use super::{Name, Sink, Statement};
use crate::base::error::Error;
use crate::base::value::parameter::Parameter;

/// Whether a statement cannot change anything, because all of it is rendered here and reads. For
/// raw SQL this is unknown: `SELECT pay(7)`.
#[cfg(feature = "async")]
#[cold]
pub(crate) fn only_reads<T: Statement>(statement: &T) -> bool {
    Kinds::of(statement).only_reads()
}

/// Whether a statement only reads, and does not lock the rows.
pub(crate) fn changes_nothing<T: Statement>(statement: &T) -> bool {
    let kinds = Kinds::of(statement);
    kinds.only_reads() && !kinds.locks
}

/// Whether a statement is raw SQL.
#[cfg(feature = "async")]
#[cold]
pub(crate) fn is_raw<T: Statement>(statement: &T) -> bool {
    Kinds::of(statement).is_raw
}

/// The number of rows of an insert that leaves their auto-increment keys to the database; `None` for
/// any other statement.
#[cfg(feature = "mysql")]
#[cold]
pub(crate) fn numbered_rows<T: Statement>(statement: &T, dialect: Dialect) -> Option<u32> {
    let counted = crate::base::error::counted(statement.table())?;
    let mut words = super::sink::WordsOf::new(dialect);
    statement.walk(&mut words);
    let mut words = words.words.iter();
    let Some(Word::Op(Op::Insert, rows)) = words.next() else {
        return None;
    };
    let set = words.skip(1).map_while(|word| match word {
        Word::Op(Op::Columns, number) => Some(tablewright_sql::words::positions(*number)),
        Word::Op(..) | Word::Table(_) | Word::Text(_) => None,
    });
    let is_set = set.flatten().any(|column| column == counted);
    (!is_set).then_some(*rows)
}

/// The kind of a statement.
#[derive(Default)]
struct Kinds {
    /// The first word, which is the operation.
    first: Option<Op>,
    /// Whether it contains raw SQL.
    is_raw: bool,
    /// Whether it locks the rows that it reads.
    locks: bool,
}

impl Kinds {
    fn of<T: Statement>(statement: &T) -> Kinds {
        let mut kinds = Kinds::default();
        statement.walk(&mut kinds);
        kinds
    }

    fn only_reads(&self) -> bool {
        let reads = matches!(
            self.first,
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
        reads && !self.is_raw
    }
}

impl<'w> Words<'w> for Kinds {
    fn word(&mut self, word: Word<'w>) {
        if let Word::Op(op, _) = word {
            self.first.get_or_insert(op);
            self.is_raw |= matches!(op, Op::Raw | Op::Fragment);
            self.locks |= matches!(op, Op::Lock);
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
