//! What generated structs implement.

use crate::value::{Binder, Row};
use crate::{Result, Sql};

/// Something that can be read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// What the row is of, to name it in errors.
    const TABLE: Option<&'static Table>;

    /// Reads the row from its first column on.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) where the database holds what a field cannot.
    fn from_row<R: Row>(row: &R) -> Result<Self>;
}

/// A struct that stands for the rows of a table.
pub trait Model: FromRow {
    /// The table.
    const MODEL: &'static Table;
    /// Writes every column that is neither in the key nor computed: those first, then the key.
    const SAVE: &'static Sql;
    /// Deletes the row with the key.
    const DELETE: &'static Sql;

    /// Binds the columns that [`SAVE`](Model::SAVE) writes, then the key.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind_row<B: Binder>(&self, to: &mut B) -> Result<()>;

    /// Binds the primary key.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind_key<B: Binder>(&self, to: &mut B) -> Result<()>;
}

/// A struct whose values become a new row.
pub trait Insert: Send + Sync {
    /// What the new row is read back as.
    type Model: Model;
    /// Inserts the row and returns it, every column in the order of the fields.
    const INSERT: &'static Sql;
    /// How the row is read back where the database does not return it.
    const READ_BACK: Option<&'static ReadBack> = None;

    /// Binds every column that an insert can give, in the order of the fields; NULL for what is
    /// left to the database.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()>;
}

/// How an inserted row is read back on MySQL, which does not return it.
#[derive(Debug)]
pub struct ReadBack {
    /// Reads the row by its primary key, every column in the order of the fields.
    pub select: &'static str,
    /// Where the value of each column of the primary key comes from, in the order of the parameters
    /// of `select`.
    pub key: &'static [Key],
}

/// Where the value of a column of the primary key comes from.
#[derive(Debug)]
pub enum Key {
    /// From this parameter of the insert, from 0.
    Given(usize),
    /// From this parameter of the insert; where that is NULL, it is the number that the database
    /// gave the row.
    Counted(usize),
    /// From this parameter of the insert; where that is NULL, from a query that is run before the
    /// insert, and whose result takes the parameter's place.
    Default {
        /// The parameter, from 0.
        parameter: usize,
        /// Gives the default.
        query: &'static str,
    },
}

/// What is known of a table when a statement on it fails, and when tables are compared.
#[derive(Debug)]
pub struct Table {
    /// The name in the database.
    pub name: &'static str,
    /// The names of its columns, in the order of the fields.
    pub columns: &'static [&'static str],
    /// Its constraints.
    pub constraints: &'static [Constraint],
}

/// A constraint of a [`Table`].
#[derive(Debug)]
pub struct Constraint {
    /// The name in the database.
    pub name: &'static str,
    /// The names of the columns that it is about.
    pub columns: &'static [&'static str],
    /// What it demands.
    pub rule: Rule,
}

impl Constraint {
    /// The constraint of that name: for generated code.
    pub const fn new(name: &'static str, columns: &'static [&'static str], rule: Rule) -> Self {
        Constraint {
            name,
            columns,
            rule,
        }
    }
}

/// What a [`Constraint`] demands.
#[derive(Debug)]
pub enum Rule {
    /// The primary key.
    PrimaryKey,
    /// No two rows alike.
    Unique,
    /// A condition.
    Check,
    /// That the row of another table is there.
    ForeignKey {
        /// The table that is referred to.
        table: &'static str,
        /// Its columns, pairwise to the constraint's.
        columns: &'static [&'static str],
    },
}
