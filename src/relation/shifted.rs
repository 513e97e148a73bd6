//! A row that begins in the middle of another.

use crate::civil::{Date, DateTime, Time};
#[cfg(feature = "json")]
use crate::value::Element;
use crate::value::{Row, Value};
use crate::{Error, Result};

/// The columns of a row from one on.
pub struct Shifted<'r, R> {
    pub row: &'r R,
    pub by: usize,
}

impl<R: Row> Shifted<'_, R> {
    /// What the row says of a column, which it knows by another position.
    fn read<T>(&self, index: usize, result: Result<T>) -> Result<T> {
        result.map_err(|error| match error {
            Error::Decode(mut error) => {
                error.index = index;
                Error::Decode(error)
            }
            error => error,
        })
    }
}

macro_rules! methods {
    ($($name:ident -> $type:ty),* $(,)?) => {$(
        #[inline]
        fn $name(&self, index: usize) -> Result<Option<$type>> {
            self.read(index, self.row.$name(index + self.by))
        }
    )*};
}

impl<R: Row> Row for Shifted<'_, R> {
    methods! {
        bool -> bool,
        i16 -> i16,
        i32 -> i32,
        i64 -> i64,
        f32 -> f32,
        f64 -> f64,
        text -> &str,
        bytes -> &[u8],
        bytes_owned -> Vec<u8>,
        uuid -> [u8; 16],
        date -> Date,
        time -> Time,
        datetime -> DateTime,
        timestamp -> DateTime,
        json -> &str,
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read(index, self.row.decimal(index + self.by, scale))
    }

    #[cfg(feature = "json")]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>> {
        self.read(index, self.row.list(index + self.by))
    }

    fn get<T: Value>(&self, index: usize) -> Result<T> {
        self.read(index, self.row.get(index + self.by))
    }

    fn get_opt<T: Value>(&self, index: usize) -> Result<Option<T>> {
        self.read(index, self.row.get_opt(index + self.by))
    }
}
