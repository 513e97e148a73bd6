//! The types that a row of a result can be read as.

use tablewright_sql::table::{Column, Key, Type};

use super::columns::{self, Named};
use crate::base::error::{Error, Result};
use crate::base::model::{FromRow, Table};
use crate::base::value::custom::{self, Custom};
use crate::base::value::{Row, Value};

/// A type that a row of raw SQL can be read as: a model, a struct of [`row!`](crate::row!), a tuple
/// of up to twelve values, or a single value.
///
/// `K` says how it is read; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "a row cannot be read as `{Self}`",
    label = "it is not a model, a struct of `tablewright::row!`, a tuple of values or a value",
    note = "a tuple has at most 12 values; read a decimal as `tablewright::Scaled<DIGITS>`"
)]
pub trait Record<K>: Sized + Send + 'static {
    /// The table of a model, for errors.
    #[doc(hidden)]
    const TABLE: Option<&'static Table>;

    /// The positions of its columns in the result.
    #[doc(hidden)]
    fn positions(names: &[&str]) -> Result<Vec<usize>>;

    /// Reads the record.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, positions: &[usize]) -> Result<Self>;
}

/// Columns are found by the names of the fields.
#[derive(Debug)]
pub enum ByName {}

/// Columns are found by their positions.
#[derive(Debug)]
pub enum ByPosition {}

/// There is one column.
#[derive(Debug)]
pub enum Single {}

#[diagnostic::do_not_recommend]
impl<T: FromRow> Record<ByName> for T {
    const TABLE: Option<&'static Table> = <T as FromRow>::TABLE;

    fn positions(names: &[&str]) -> Result<Vec<usize>> {
        let columns = <T as FromRow>::TABLE.map_or(&[][..], |table| table.columns);
        let wanted: Vec<&str> = columns.iter().map(|column| column.name).collect();
        columns::by_name(&wanted, names, std::any::type_name::<T>())
    }

    fn read<R: Row>(row: &R, positions: &[usize]) -> Result<Self> {
        match T::from_row(&Named { row, positions }) {
            Ok(record) => Ok(record),
            Err(error) => {
                let error = error.in_row_of(<T as FromRow>::TABLE);
                // A model knows which columns are sensitive.
                match <T as FromRow>::TABLE {
                    Some(table) if !table.name.is_empty() => Err(error),
                    Some(_) | None => Err(error.of_raw_sql()),
                }
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Cell> Record<Single> for T {
    const TABLE: Option<&'static Table> = None;

    fn positions(names: &[&str]) -> Result<Vec<usize>> {
        columns::count(1, names)
    }

    fn read<R: Row>(row: &R, _: &[usize]) -> Result<Self> {
        T::read(row, 0).map_err(|error| columns::named(error, row))
    }
}

/// A type that a column of raw SQL can be read as: a value, or an `Option` of one for NULL.
#[diagnostic::on_unimplemented(
    message = "a column cannot be read as `{Self}`",
    label = "not a value that a column holds",
    note = "read a decimal as `tablewright::Scaled<DIGITS>`, because not every database tells the \
        number of digits after the decimal point"
)]
pub trait Cell: Sized + Send + 'static {
    /// Reads the column at a position, from 0.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, index: usize) -> Result<Self> {
        match Self::read_or_null(row, index)? {
            Some(value) => Ok(value),
            None => Err(Error::unexpected_null(index)),
        }
    }

    /// Reads the column at a position, or NULL.
    #[doc(hidden)]
    fn read_or_null<R: Row>(row: &R, index: usize) -> Result<Option<Self>>;
}

impl<T: Value + Send + 'static> Cell for T {
    fn read_or_null<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.get_opt(index)
    }
}

/// Reads a value of a custom type; `None` is NULL: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the type rejects the stored value.
pub fn read_cell<T: Custom<Stored: Cell>, R: Row>(row: &R, index: usize) -> Result<Option<T>> {
    custom::read_opt(T::Stored::read_or_null(row, index)?, index)
}

impl<T: Cell> Cell for Option<T> {
    fn read<R: Row>(row: &R, index: usize) -> Result<Self> {
        T::read_or_null(row, index)
    }

    fn read_or_null<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        T::read_or_null(row, index).map(Some)
    }
}

/// The column of a field, whose name may be a raw identifier: for [`row!`](crate::row!).
pub const fn cell_column(field: &'static str) -> Column<'static> {
    let name = match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    };
    // Only its name is used.
    Column::new(name, Type::Text)
}

/// Columns without a table: for [`row!`](crate::row!).
pub const fn cell_columns(columns: &'static [Column<'static>]) -> Table {
    Table::new("", columns, Key::new("", &[]))
}

/// Reads the next column, and moves on: for [`row!`](crate::row!).
pub fn next_cell<T: Cell, R: Row>(row: &R, index: &mut usize) -> Result<T> {
    *index += 1;
    T::read(row, *index - 1)
}

/// Several values in a tuple.
macro_rules! tuple {
    ($($name:ident $position:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Cell),+> Record<ByPosition> for ($($name,)+) {
            const TABLE: Option<&'static Table> = None;

            fn positions(names: &[&str]) -> Result<Vec<usize>> {
                columns::count([$($position),+].len(), names)
            }

            fn read<R: Row>(row: &R, _: &[usize]) -> Result<Self> {
                let read = || Ok(($($name::read(row, $position)?,)+));
                read().map_err(|error| columns::named(error, row))
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, L 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, L 10, N 11);
