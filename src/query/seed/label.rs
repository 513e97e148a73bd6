//! The labels of rows of `seeds/`, and their keys as Rust values.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::civil::{Date, DateTime, Time};

use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::value::Row;
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// A row of `seeds/`, by its label: `models::seeds::user::ADA`.
///
/// Generated code has one for each row, so a label that is not in the files does not compile.
pub struct Seed<M> {
    label: &'static str,
    model: PhantomData<fn() -> M>,
}

impl<M> Seed<M> {
    /// Of generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(label: &'static str) -> Self {
        Seed {
            label,
            model: PhantomData,
        }
    }

    /// Returns the label in the file.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.label
    }
}

impl<M> Clone for Seed<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Seed<M> {}

impl<M: Model> fmt::Debug for Seed<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seed({}.{})", M::TABLE.name, self.label)
    }
}

/// The label of a row of `seeds/`: a constant of `models::seeds`, or a string.
pub struct SeedLabel<'l, M> {
    pub(super) label: &'l str,
    model: PhantomData<fn() -> M>,
}

impl<M> From<Seed<M>> for SeedLabel<'_, M> {
    fn from(seed: Seed<M>) -> Self {
        SeedLabel::from(seed.label)
    }
}

impl<'l, M> From<&'l str> for SeedLabel<'l, M> {
    fn from(label: &'l str) -> Self {
        SeedLabel {
            label,
            model: PhantomData,
        }
    }
}

impl<'l, M> From<&'l String> for SeedLabel<'l, M> {
    fn from(label: &'l String) -> Self {
        SeedLabel::from(label.as_str())
    }
}

impl<M> fmt::Debug for SeedLabel<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label)
    }
}

/// A model with rows in `seeds/`.
///
/// Generated code implements it.
pub trait Seeded: Model {
    /// The type of the primary key: the value of its column, or a tuple of several values.
    type Key: SeedKey;
}

/// The value of a primary key.
pub trait SeedKey: Sized {
    /// Reads the key.
    #[doc(hidden)]
    fn read(table: &'static Table, key: &[Parameter<'static>]) -> Result<Self>;
}

impl<T: Field> SeedKey for T {
    fn read(table: &'static Table, key: &[Parameter<'static>]) -> Result<Self> {
        part(table, key, 0)
    }
}

macro_rules! tuple {
    ($($name:ident $position:tt),+) => {
        impl<$($name: Field),+> SeedKey for ($($name,)+) {
            fn read(table: &'static Table, key: &[Parameter<'static>]) -> Result<Self> {
                Ok(($(part::<$name>(table, key, $position)?,)+))
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// The value of one column of a key.
fn part<T: Field>(table: &'static Table, key: &[Parameter<'static>], position: usize) -> Result<T> {
    let column = table.primary_key.columns.get(position).copied();
    let ty = &table.column(column.unwrap_or_default()).ty;
    T::read(&KeyRow(key), position, ty).map_err(|error| error.in_row_of(Some(table)))
}

/// A key, read as a row.
struct KeyRow<'k>(&'k [Parameter<'static>]);

impl KeyRow<'_> {
    fn read<'r, T>(
        &'r self,
        index: usize,
        expected: &str,
        read: impl FnOnce(&'r Parameter<'static>) -> Option<T>,
    ) -> Result<Option<T>> {
        match self.0.get(index) {
            None | Some(Parameter::Null) => Ok(None),
            Some(value) => match read(value) {
                Some(value) => Ok(Some(value)),
                None => Err(Error::decode(index, expected, "a value of another type")),
            },
        }
    }
}

/// A method that reads values of one variant.
macro_rules! reads {
    ($($name:ident $ty:ty, $expected:literal, $variant:ident;)+) => {$(
        fn $name(&self, index: usize) -> Result<Option<$ty>> {
            self.read(index, $expected, |value| match value {
                Parameter::$variant(value) => Some(*value),
                _ => None,
            })
        }
    )+};
}

impl Row for KeyRow<'_> {
    reads! {
        bool bool, "true or false", Bool;
        i16 i16, "an integer of 16 bits", I16;
        i32 i32, "an integer of 32 bits", I32;
        i64 i64, "an integer of 64 bits", I64;
        f32 f32, "a number of 32 bits", F32;
        f64 f64, "a number", F64;
        uuid [u8; 16], "a UUID", Uuid;
        date Date, "a date", Date;
        time Time, "a time", Time;
        datetime DateTime, "a date and time", DateTime;
        timestamp DateTime, "an instant", Timestamp;
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read(index, "a decimal", |value| match value {
            Parameter::Decimal {
                digits,
                scale: found,
            } if *found == scale => Some(**digits),
            _ => None,
        })
    }

    fn text(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, "a text", |value| match value {
            Parameter::Text(text) => Some(&**text),
            _ => None,
        })
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        self.read(index, "bytes", |value| match value {
            Parameter::Bytes(bytes) => Some(&**bytes),
            _ => None,
        })
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.text(index)
    }
}
