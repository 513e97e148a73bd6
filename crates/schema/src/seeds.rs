//! Seeds: rows that a database should have, from the files of the folder `seeds/`.
//!
//! [`Seeds`] guarantees the following, because the front end has checked it:
//!
//! * rows are in an order in which they can be inserted: a row comes after the rows that it needs,
//!   except for values that are set later;
//! * each row has a value for every column that an insert has to give, with the column's type;
//! * the values of its key are given and not NULL, and no two rows have the same key.

use crate::schema::Literal;

/// The rows of all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seeds {
    /// In the order of insertion.
    pub rows: Vec<SeedRow>,
}

/// A row of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct SeedRow {
    /// The position of its table in the schema.
    pub table: usize,
    /// Its label in the file. Rows of one model have distinct labels.
    pub label: String,
    /// Its file, as a path from the folder: `seeds/users.yaml`.
    pub file: String,
    /// The columns by which an existing row is found: those of the primary key or of another unique
    /// key.
    pub key: Vec<usize>,
    /// The given columns, ascending.
    pub values: Vec<(usize, SeedValue)>,
    /// The columns that are set when all rows exist, because rows reference each other in a cycle.
    pub later: Vec<(usize, SeedValue)>,
}

/// The value of a column of a [`SeedRow`].
#[derive(Clone, Debug, PartialEq)]
pub enum SeedValue {
    /// NULL.
    Null,
    /// A value of the column's type.
    Literal(Literal),
    /// The value of a column in another row.
    Of {
        /// The position of the row.
        row: usize,
        /// The column there.
        column: usize,
    },
}
