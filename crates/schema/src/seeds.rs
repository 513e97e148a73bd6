//! Seeds: rows that a database is to have, from the files of the folder `seeds/`.
//!
//! [`Seeds`] guarantees this, because the front end has checked it:
//!
//! * rows stand in an order in which they can be inserted: what a row needs, but for what is set
//!   later, stands before it;
//! * each row has a value for every column that an insert has to give, and of the column's type;
//! * the values of its key are given, none of them NULL, and no two rows agree in a key.

use crate::schema::Literal;

/// The rows of all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seeds {
    /// In the order in which they are inserted.
    pub rows: Vec<SeedRow>,
}

/// A row of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct SeedRow {
    /// The position of its table in the schema.
    pub table: usize,
    /// What it is called in the file. Rows of one model have distinct labels.
    pub label: String,
    /// The file that it is in, from the folder on: `seeds/users.yaml`.
    pub file: String,
    /// The columns by which the row is found if it exists: those of the primary key or of another
    /// unique key.
    pub key: Vec<usize>,
    /// The columns that are given, ascending.
    pub values: Vec<(usize, SeedValue)>,
    /// The columns that are set when all rows exist, because rows refer to each other in a cycle.
    pub later: Vec<(usize, SeedValue)>,
}

/// The value of a column of a [`SeedRow`].
#[derive(Clone, Debug, PartialEq)]
pub enum SeedValue {
    /// NULL.
    Null,
    /// A value of the column's type.
    Literal(Literal),
    /// What another row has in a column.
    Of {
        /// The position of the row.
        row: usize,
        /// The column there.
        column: usize,
    },
}
