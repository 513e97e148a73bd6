//! Rows in PostgreSQL's binary format.

use tokio_postgres::Row as Raw;
use tokio_postgres::types::{FromSql, Type};

use super::{calendar, numeric};
use crate::civil::{Date, DateTime, Time};
#[cfg(feature = "json")]
use crate::value::Element;
use crate::value::Row;
use crate::{Error, Result};

/// A row of a result.
pub(super) struct PostgresRow<'r>(pub &'r Raw);

/// What a column holds, as it came.
struct Bytes<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Bytes<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Bytes(raw))
    }

    /// The types are looked at when a value is read.
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl PostgresRow<'_> {
    #[inline]
    fn cell(&self, index: usize) -> Result<(&Type, Option<&[u8]>)> {
        let column = self.0.columns().get(index);
        match (column, self.0.try_get::<_, Option<Bytes<'_>>>(index)) {
            (Some(column), Ok(bytes)) => Ok((column.type_(), bytes.map(|Bytes(bytes)| bytes))),
            (None, _) | (_, Err(_)) => Err(Error::decode(
                index,
                "a column",
                "a result that ends before it",
            )),
        }
    }

    /// The value, where the column is of a type that `read` takes.
    #[inline]
    fn read<'a, T>(
        &'a self,
        index: usize,
        expected: &str,
        read: impl FnOnce(&Type, &'a [u8]) -> Option<T>,
    ) -> Result<Option<T>> {
        let (ty, bytes) = self.cell(index)?;
        let Some(bytes) = bytes else {
            return Ok(None);
        };
        match read(ty, bytes) {
            Some(value) => Ok(Some(value)),
            None => Err(other(index, expected, ty)),
        }
    }
}

#[cold]
fn other(index: usize, expected: &str, ty: &Type) -> Error {
    Error::decode(
        index,
        expected,
        format!("a value of type {ty} that is none"),
    )
}

fn integer(ty: &Type, bytes: &[u8]) -> Option<i64> {
    Some(match *ty {
        Type::INT8 => i64::from_be_bytes(bytes.try_into().ok()?),
        Type::INT4 => i32::from_be_bytes(bytes.try_into().ok()?).into(),
        Type::INT2 => i16::from_be_bytes(bytes.try_into().ok()?).into(),
        _ => return None,
    })
}

fn float(ty: &Type, bytes: &[u8]) -> Option<f64> {
    let value = match *ty {
        Type::FLOAT8 => f64::from_be_bytes(bytes.try_into().ok()?),
        Type::FLOAT4 => f32::from_be_bytes(bytes.try_into().ok()?).into(),
        _ => return None,
    };
    value.is_finite().then_some(value)
}

fn boolean(ty: &Type, bytes: &[u8]) -> Option<bool> {
    (*ty == Type::BOOL).then_some(bytes == [1])
}

fn text<'b>(ty: &Type, bytes: &'b [u8]) -> Option<&'b str> {
    let is_text = matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME);
    std::str::from_utf8(bytes).ok().filter(|_| is_text)
}

fn decimal(ty: &Type, bytes: &[u8], scale: u32) -> Option<i128> {
    match *ty {
        Type::NUMERIC => numeric::read(bytes, scale),
        // A sum of small integers is a larger integer.
        _ => i128::from(integer(ty, bytes)?).checked_mul(10i128.checked_pow(scale)?),
    }
}

fn date(ty: &Type, bytes: &[u8]) -> Option<Date> {
    let bytes = bytes.try_into().ok().filter(|_| *ty == Type::DATE)?;
    calendar::date(i32::from_be_bytes(bytes))
}

fn time(ty: &Type, bytes: &[u8]) -> Option<Time> {
    let bytes = bytes.try_into().ok().filter(|_| *ty == Type::TIME)?;
    calendar::time(i64::from_be_bytes(bytes))
}

fn moment(ty: &Type, bytes: &[u8], expected: &Type) -> Option<DateTime> {
    let bytes = bytes.try_into().ok().filter(|_| ty == expected)?;
    calendar::moment(i64::from_be_bytes(bytes))
}

impl Row for PostgresRow<'_> {
    #[inline]
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        self.read(index, "true or false", boolean)
    }

    #[inline]
    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.read(index, "an integer of 16 bits", |ty, bytes| {
            integer(ty, bytes)?.try_into().ok()
        })
    }

    #[inline]
    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.read(index, "an integer of 32 bits", |ty, bytes| {
            integer(ty, bytes)?.try_into().ok()
        })
    }

    #[inline]
    fn i64(&self, index: usize) -> Result<Option<i64>> {
        self.read(index, "an integer of 64 bits", integer)
    }

    #[inline]
    fn f32(&self, index: usize) -> Result<Option<f32>> {
        self.read(index, "a number of 32 bits", |ty, bytes| {
            let value = float(ty, bytes)? as f32;
            value.is_finite().then_some(value)
        })
    }

    #[inline]
    fn f64(&self, index: usize) -> Result<Option<f64>> {
        self.read(index, "a finite number", float)
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read(index, "a decimal", |ty, bytes| decimal(ty, bytes, scale))
    }

    #[inline]
    fn text(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, "a text", text)
    }

    #[inline]
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        self.read(index, "bytes", |ty, bytes| {
            (*ty == Type::BYTEA).then_some(bytes)
        })
    }

    #[inline]
    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        self.read(index, "a UUID", |ty, bytes| {
            bytes.try_into().ok().filter(|_| *ty == Type::UUID)
        })
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.read(index, "a date of the years 1 to 9999", date)
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.read(index, "a time of day", time)
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(
            index,
            "a date and time of the years 1 to 9999",
            |ty, bytes| moment(ty, bytes, &Type::TIMESTAMP),
        )
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(index, "an instant of the years 1 to 9999", |ty, bytes| {
            moment(ty, bytes, &Type::TIMESTAMPTZ)
        })
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, "JSON", |ty, bytes| {
            let bytes = match *ty {
                Type::JSONB => bytes.strip_prefix(&[1])?,
                Type::JSON => bytes,
                _ => return None,
            };
            std::str::from_utf8(bytes).ok()
        })
    }

    /// From an array.
    #[cfg(feature = "json")]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>> {
        let (ty, bytes) = self.cell(index)?;
        let Some(bytes) = bytes else {
            return Ok(None);
        };
        let tokio_postgres::types::Kind::Array(element) = ty.kind() else {
            return Err(other(index, "an array", ty));
        };
        let items = items(bytes).ok_or_else(|| {
            Error::decode(
                index,
                "an array of one dimension without NULLs",
                "another one",
            )
        })?;
        // A list of decimals is read as text.
        let texts = match *element {
            Type::NUMERIC => items.iter().map(|item| numeric::text(item)).collect(),
            _ => Vec::new(),
        };
        let items = Items {
            ty: element,
            items,
            texts,
        };
        (0..items.items.len())
            .map(|item| items.get(item).map_err(|error| in_list(error, index)))
            .collect::<Result<Vec<T>>>()
            .map(Some)
    }
}

/// The items of an array.
#[cfg(feature = "json")]
fn items(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    fn number(bytes: &mut &[u8]) -> Option<i32> {
        let (number, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(i32::from_be_bytes(*number))
    }
    let rest = &mut &*bytes;
    let dimensions = number(rest)?;
    let _nulls = number(rest)?;
    let _element = number(rest)?;
    if dimensions == 0 {
        return Some(Vec::new());
    }
    let count = number(rest)?;
    let _from = number(rest)?;
    if dimensions != 1 {
        return None;
    }
    (0..count)
        .map(|_| {
            // NULL has the length -1.
            let length = usize::try_from(number(rest)?).ok()?;
            let (item, after) = rest.split_at_checked(length)?;
            *rest = after;
            Some(item)
        })
        .collect()
}

/// Makes the error of an item one of the column.
#[cfg(feature = "json")]
#[cold]
fn in_list(mut error: Error, index: usize) -> Error {
    if let Error::Decode(error) = &mut error {
        error.found = format!("{} as item {} of the list", error.found, error.index + 1);
        error.index = index;
    }
    error
}

/// Reads the items of an array.
#[cfg(feature = "json")]
struct Items<'r> {
    ty: &'r Type,
    items: Vec<&'r [u8]>,
    /// The items of an array of numbers, as text.
    texts: Vec<Option<String>>,
}

#[cfg(feature = "json")]
impl Items<'_> {
    fn read<'a, T>(
        &'a self,
        index: usize,
        expected: &str,
        read: impl FnOnce(&Type, &'a [u8]) -> Option<T>,
    ) -> Result<Option<T>> {
        let bytes: &'a [u8] = self.items.get(index).copied().unwrap_or_default();
        match read(self.ty, bytes) {
            Some(value) => Ok(Some(value)),
            None => Err(other(index, expected, self.ty)),
        }
    }
}

#[cfg(feature = "json")]
impl Row for Items<'_> {
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        self.read(index, "true or false", boolean)
    }

    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.read(index, "an integer of 16 bits", |ty, bytes| {
            integer(ty, bytes)?.try_into().ok()
        })
    }

    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.read(index, "an integer of 32 bits", |ty, bytes| {
            integer(ty, bytes)?.try_into().ok()
        })
    }

    fn i64(&self, index: usize) -> Result<Option<i64>> {
        self.read(index, "an integer of 64 bits", integer)
    }

    fn f32(&self, index: usize) -> Result<Option<f32>> {
        self.read(index, "a number of 32 bits", |ty, bytes| {
            let value = float(ty, bytes)? as f32;
            value.is_finite().then_some(value)
        })
    }

    fn f64(&self, index: usize) -> Result<Option<f64>> {
        self.read(index, "a finite number", float)
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read(index, "a decimal", |ty, bytes| decimal(ty, bytes, scale))
    }

    fn text(&self, index: usize) -> Result<Option<&str>> {
        match self.texts.get(index) {
            Some(Some(text)) => Ok(Some(text)),
            Some(None) => Err(other(index, "a decimal", self.ty)),
            None => self.read(index, "a text", text),
        }
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        self.read(index, "bytes", |ty, bytes| {
            (*ty == Type::BYTEA).then_some(bytes)
        })
    }

    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        self.read(index, "a UUID", |ty, bytes| {
            bytes.try_into().ok().filter(|_| *ty == Type::UUID)
        })
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.read(index, "a date of the years 1 to 9999", date)
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.read(index, "a time of day", time)
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(
            index,
            "a date and time of the years 1 to 9999",
            |ty, bytes| moment(ty, bytes, &Type::TIMESTAMP),
        )
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(index, "an instant of the years 1 to 9999", |ty, bytes| {
            moment(ty, bytes, &Type::TIMESTAMPTZ)
        })
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.text(index)
    }
}
