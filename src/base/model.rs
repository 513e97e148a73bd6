//! What generated structs implement.

use std::fmt;

use tablewright_sql::table::{Role, Roles};

use crate::base::error::Result;
use crate::base::rule::FieldRule;
use crate::base::statement::Values;
use crate::base::value::Row;
use crate::base::value::field::Field;

/// A table of the models.
pub type Table = tablewright_sql::Table<'static>;

/// A struct that stands for the rows of a table.
///
/// Generated code implements it.
pub trait Model: Clone + Send + Sync + 'static {
    /// The table.
    #[doc(hidden)]
    const TABLE: &'static Table;

    /// The column that every change counts up, if there is one.
    #[doc(hidden)]
    const VERSION: Option<u16> = Self::TABLE.with_role(Role::Version);

    /// The column that tells when a row was deleted, if rows stay in the table.
    #[doc(hidden)]
    const DELETED: Option<u16> = Self::TABLE.with_role(Role::Deletion);

    /// The columns with which writes do something.
    #[doc(hidden)]
    const ROLES: Roles = Roles::of(Self::TABLE);

    /// Which values the fields take.
    #[doc(hidden)]
    const RULES: &'static [FieldRule] = &[];

    /// Reads the row.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database holds what a field cannot.
    #[doc(hidden)]
    fn read<R: Row>(row: Fields<'_, R>) -> Result<Self>;

    /// Reads the row from a column on.
    #[doc(hidden)]
    #[inline]
    fn read_at<R: Row>(row: &R, at: usize) -> Result<Self> {
        Self::read(Fields {
            row,
            at,
            table: Self::TABLE,
        })
    }

    /// Tells the values of all fields.
    #[doc(hidden)]
    fn values<'a>(&'a self, to: &mut Values<'a>);

    /// Sets the unset columns whose defaults the program computes.
    #[doc(hidden)]
    #[inline]
    fn defaults(_: &mut Values<'_>) {}
}

/// A model without its type, for what is made of descriptions alone.
#[derive(Clone, Copy)]
pub struct Described {
    /// The table.
    pub table: &'static Table,
    /// Which values the fields take.
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

/// A model whose rows have a version, so that a change of a row is refused if another session has
/// changed it since it was read.
pub trait Versioned: Model {
    /// Counts the version up, as the database has done.
    #[doc(hidden)]
    fn count_version(&mut self);
}

/// A model whose rows stay in the table when they are deleted.
pub trait SoftDelete: Model {}

/// A struct of the fields that a new row must have.
///
/// Generated code implements it for `NewUser`.
pub trait New<'a>: Sized + Send {
    /// The model of the row.
    type Model: Model;

    /// Tells the values.
    #[doc(hidden)]
    fn values(self, to: &mut Values<'a>);
}

/// A type that can be read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// What the row is of, to name it in errors.
    const TABLE: Option<&'static Table>;

    /// Reads the row from its first column on.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database holds what a field cannot.
    fn from_row<R: Row>(row: &R) -> Result<Self>;
}

impl<M: Model> FromRow for M {
    const TABLE: Option<&'static Table> = Some(<M as Model>::TABLE);

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        M::read_at(row, 0)
    }
}

/// The columns of a model's table in a row: what the model is read from.
#[derive(Debug)]
pub struct Fields<'r, R> {
    row: &'r R,
    /// The position of the first column in the row.
    at: usize,
    table: &'static Table,
}

impl<R: Row> Fields<'_, R> {
    /// Reads columns from a position in the table on, as a tuple of up to twelve fields.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database holds what a field cannot.
    #[inline]
    pub fn read<T: Tuple>(&self, first: usize) -> Result<T> {
        T::read(self.row, self.at + first, self.table, first)
    }
}

/// Fields that are read together.
pub trait Tuple: Sized {
    /// Reads the columns from a position in the row on, which are those of the table from another
    /// position on.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) if the database holds what a field cannot.
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
