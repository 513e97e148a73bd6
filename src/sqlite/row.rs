//! Reading rows of SQLite, which allows values in a column that do not have its type.

use std::borrow::Cow;

use rusqlite::types::ValueRef;
use tablewright_sql::civil::{Date, DateTime, Time};

use super::functions::digits_of_text;
use crate::base::connection::reader::RowType;
use crate::base::error::{Error, Result};
use crate::base::value::Row;
use crate::base::value::types::shortened;

/// A row of a result.
pub struct SqliteRow<'r, 's>(pub &'r rusqlite::Row<'s>);

/// The type of a driver's rows.
pub struct SqliteRows;

impl RowType for SqliteRows {
    type Row<'r> = SqliteRow<'r, 'r>;
}

/// The value of a column.
type Found<'v> = rusqlite::Result<ValueRef<'v>>;

impl SqliteRow<'_, '_> {
    /// An integer that fits into fewer than 64 bits.
    #[inline]
    fn narrow<T: TryFrom<i64>>(&self, index: usize, expected: &str) -> Result<Option<T>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Integer(value)) => match T::try_from(value) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(mismatch(index, expected, Ok(ValueRef::Integer(value)))),
            },
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, expected, found)),
        }
    }

    /// Text that `parse` accepts.
    fn parsed<T>(
        &self,
        index: usize,
        expected: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Text(bytes)) => match std::str::from_utf8(bytes).ok().and_then(parse) {
                Some(value) => Ok(Some(value)),
                None => Err(mismatch(index, expected, Ok(ValueRef::Text(bytes)))),
            },
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, expected, found)),
        }
    }
}

impl Row for SqliteRow<'_, '_> {
    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        self.0.as_ref().column_name(index).ok().map(Cow::Borrowed)
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Integer(0)) => Ok(Some(false)),
            Ok(ValueRef::Integer(1)) => Ok(Some(true)),
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, "0 or 1 for a bool", found)),
        }
    }

    #[inline]
    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.narrow(index, "an integer of 16 bits")
    }

    #[inline]
    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.narrow(index, "an integer of 32 bits")
    }

    #[inline]
    fn i64(&self, index: usize) -> Result<Option<i64>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Integer(value)) => Ok(Some(value)),
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, "an integer", found)),
        }
    }

    #[inline]
    fn f32(&self, index: usize) -> Result<Option<f32>> {
        match self.f64(index)? {
            Some(value) if (value as f32).is_finite() => Ok(Some(value as f32)),
            Some(value) => Err(mismatch(
                index,
                "a number of 32 bits",
                Ok(ValueRef::Real(value)),
            )),
            None => Ok(None),
        }
    }

    #[inline]
    fn f64(&self, index: usize) -> Result<Option<f64>> {
        match self.0.get_ref(index) {
            // SQLite has infinite numbers, but no NaN.
            Ok(ValueRef::Real(value)) if value.is_finite() => Ok(Some(value)),
            // The value of an expression may be an integer.
            Ok(ValueRef::Integer(value)) => Ok(Some(value as f64)),
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, "a finite number", found)),
        }
    }

    fn decimal(&self, index: usize, _scale: u32) -> Result<Option<i128>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Integer(digits)) => Ok(Some(digits.into())),
            Ok(ValueRef::Null) => Ok(None),
            found => {
                // A computed value may have more than 64 bits.
                if let Ok(ValueRef::Text(text)) = found
                    && let Some(digits) = digits_of_text(text)
                {
                    return Ok(Some(digits));
                }
                let expected = "the digits of a decimal as an integer";
                Err(mismatch(index, expected, found))
            }
        }
    }

    #[inline]
    fn text(&self, index: usize) -> Result<Option<&str>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Text(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Some(text)),
                Err(_) => Err(mismatch(index, "a text", Ok(ValueRef::Text(bytes)))),
            },
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, "a text", found)),
        }
    }

    #[inline]
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        match self.0.get_ref(index) {
            Ok(ValueRef::Blob(bytes)) => Ok(Some(bytes)),
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, "bytes", found)),
        }
    }

    #[inline]
    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        let expected = "the 16 bytes of a UUID";
        match self.0.get_ref(index) {
            Ok(ValueRef::Blob(bytes)) => match bytes.try_into() {
                Ok(bytes) => Ok(Some(bytes)),
                Err(_) => Err(mismatch(index, expected, Ok(ValueRef::Blob(bytes)))),
            },
            Ok(ValueRef::Null) => Ok(None),
            found => Err(mismatch(index, expected, found)),
        }
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.parsed(index, "a date such as 2024-02-29", Date::from_text)
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.parsed(index, "a time such as 23:59:59.000000", Time::from_text)
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "a date and time such as 2024-02-29 23:59:59.000000";
        self.parsed(index, expected, DateTime::from_text)
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "an instant in UTC such as 2024-02-29 23:59:59.000000Z";
        self.parsed(index, expected, DateTime::from_utc_text)
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.text(index)
    }
}

#[cold]
#[inline(never)]
fn mismatch(index: usize, expected: &str, found: Found<'_>) -> Error {
    let found = match found {
        Ok(ValueRef::Null) => "NULL".to_owned(),
        Ok(ValueRef::Integer(value)) => format!("the integer {value}"),
        Ok(ValueRef::Real(value)) => format!("the number {value:?}"),
        Ok(ValueRef::Text(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => format!("the text {}", shortened(text)),
            Err(_) => format!("a text of {} bytes that are not UTF-8", bytes.len()),
        },
        Ok(ValueRef::Blob(bytes)) => format!("{} bytes", bytes.len()),
        Err(_) => "fewer columns".to_owned(),
    };
    Error::decode(index, expected, found)
}
