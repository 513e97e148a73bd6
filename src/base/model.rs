//! The traits that generated structs implement.

use std::fmt;

use tablewright_sql::table::{Role, Roles};

use crate::base::error::Result;
use crate::base::rule::FieldRule;
use crate::base::statement::Values;
use crate::base::value::Row;
use crate::base::value::field::Field;

/// A table of the models.
pub type Table = tablewright_sql::Table<'static>;

/// A struct for the rows of a table.
///
/// Generated code implements it.
pub trait Model: Clone + Send + Sync + 'static {
    /// The table.
    #[doc(hidden)]
    const TABLE: &'static Table;

    /// The column of the version, which every change increments, if there is one.
    #[doc(hidden)]
    const VERSION: Option<u16> = Self::TABLE.with_role(Role::Version);

    /// The column with the time of a soft delete, if there is one.
    #[doc(hidden)]
    const DELETED: Option<u16> = Self::TABLE.with_role(Role::Deletion);

    /// The columns with a role in writes.
    #[doc(hidden)]
    const ROLES: Roles = Roles::of(Self::TABLE);

    /// The validation constraints of the fields.
    #[doc(hidden)]
    const RULES: &'static [FieldRule] = &[];

    /// Reads the row.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database has a value that a field cannot
    /// hold.
    #[doc(hidden)]
    fn read<R: Row>(row: Fields<'_, R>) -> Result<Self>;

    /// Reads the row, beginning at a column.
    #[doc(hidden)]
    #[inline]
    fn read_at<R: Row>(row: &R, at: usize) -> Result<Self> {
        Self::read(Fields {
            row,
            at,
            table: Self::TABLE,
        })
    }

    /// Adds the values of all fields.
    #[doc(hidden)]
    fn values<'a>(&'a self, to: &mut Values<'a>);

    /// Sets the unset columns whose defaults the program computes.
    #[doc(hidden)]
    #[inline]
    fn defaults(_: &mut Values<'_>) {}
}

/// A model without its Rust type, for code that needs only its description.
#[derive(Clone, Copy)]
pub struct Described {
    /// The table.
    pub table: &'static Table,
    /// The validation constraints of the fields.
    pub rules: &'static [FieldRule],
    /// Sets the unset columns whose defaults the program computes.
    pub defaults: fn(&mut Values<'_>),
}

impl Described {
    /// The description of a model.
    pub const fn of<M: Model>() -> Described {
        Described {
            table: M::TABLE,
            rules: M::RULES,
            defaults: M::defaults,
        }
    }
}

impl fmt::Debug for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Described").field(&self.table.name).finish()
    }
}

/// A model with a version, so that a row is only changed if no other session has changed it since
/// it was read.
pub trait Versioned: Model {
    /// Increments the version, as the database did.
    #[doc(hidden)]
    fn count_version(&mut self);
}

/// A model with soft deletes, whose deleted rows stay in the table.
pub trait SoftDelete: Model {}

/// The struct of the required fields of a new row.
///
/// Generated code implements it for `NewUser`.
pub trait New<'a>: Sized + Send {
    /// The model of the row.
    type Model: Model;

    /// Adds the values.
    #[doc(hidden)]
    fn values(self, to: &mut Values<'a>);
}

/// A type that can be read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// The table of a model, for errors.
    const TABLE: Option<&'static Table>;

    /// Reads the row, beginning at its first column.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database has a value that a field cannot
    /// hold.
    fn from_row<R: Row>(row: &R) -> Result<Self>;
}

impl<M: Model> FromRow for M {
    const TABLE: Option<&'static Table> = Some(<M as Model>::TABLE);

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        M::read_at(row, 0)
    }
}

/// The columns of a model in a row, from which the model is read.
#[derive(Debug)]
pub struct Fields<'r, R> {
    row: &'r R,
    /// The position of the first column in the row.
    at: usize,
    table: &'static Table,
}

impl<R: Row> Fields<'_, R> {
    /// Reads the columns of the table from a position on, as a tuple of up to twelve fields.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database has a value that a field cannot
    /// hold.
    #[inline]
    pub fn read<T: Tuple>(&self, first: usize) -> Result<T> {
        T::read(self.row, self.at + first, self.table, first)
    }
}

/// Fields that are read together.
pub trait Tuple: Sized {
    /// Reads the columns of the row from position `at` on. They are the columns of the table from
    /// position `first` on.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database has a value that a field cannot
    /// hold.
    fn read<R: Row>(row: &R, at: usize, table: &Table, first: usize) -> Result<Self>;
}

macro_rules! fields {
    ($($name:ident $position:tt),+) => {
        impl<$($name: Field),+> Tuple for ($($name,)+) {
            #[inline]
            fn read<Row_: Row>(
                row: &Row_,
                at: usize,
                table: &Table,
                first: usize,
            ) -> Result<Self> {
                Ok(($(
                    $name::read(
                        row,
                        at + $position,
                        &table.column((first + $position) as u16).ty,
                    )?,
                )+))
            }
        }
    };
}

fields!(A 0);
fields!(A 0, B 1);
fields!(A 0, B 1, C 2);
fields!(A 0, B 1, C 2, D 3);
fields!(A 0, B 1, C 2, D 3, E 4);
fields!(A 0, B 1, C 2, D 3, E 4, F 5);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
