//! The values of the columns that a relation connects, as they come out of rows.

use crate::Result;
use crate::arg::Arg;
use crate::civil::{Date, DateTime, Time};
use crate::value::Row;

/// What a column of a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `bool`
    Bool,
    /// `smallint`
    I16,
    /// `integer`
    I32,
    /// `bigint`
    I64,
    /// `float`
    F32,
    /// `double`
    F64,
    /// `decimal`, with so many digits behind the point
    Decimal(u32),
    /// `string`, `text` or an enum
    Text,
    /// `bytes`
    Bytes,
    /// `uuid`
    Uuid,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime`
    DateTime,
    /// `timestamp`
    Timestamp,
}

/// The value of one column of a key, in a form that can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Bool(bool),
    I16(i16),
    I32(i32),
    I64(i64),
    /// The bits of a float.
    F32(u32),
    /// The bits of a double.
    F64(u64),
    Decimal {
        digits: i128,
        scale: u32,
    },
    Text(Box<str>),
    Bytes(Box<[u8]>),
    Uuid([u8; 16]),
    Date(Date),
    Time(Time),
    DateTime(DateTime),
    Timestamp(DateTime),
}

/// The values of all columns of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    One(Part),
    Several(Box<[Part]>),
}

impl Key {
    /// Reads a key; `None` where one of its columns is NULL, so that it refers to nothing.
    pub fn read<R: Row>(
        kinds: &[Kind],
        places: impl IntoIterator<Item = usize>,
        row: &R,
    ) -> Result<Option<Key>> {
        let mut columns = kinds.iter().zip(places);
        if kinds.len() == 1 {
            let part = columns.next().map(|(kind, place)| kind.read(row, place));
            return Ok(part.transpose()?.flatten().map(Key::One));
        }
        let mut parts = Vec::with_capacity(kinds.len());
        for (kind, place) in columns {
            match kind.read(row, place)? {
                Some(part) => parts.push(part),
                None => return Ok(None),
            }
        }
        Ok(Some(Key::Several(parts.into())))
    }

    /// The values of its columns.
    pub fn parts(&self) -> &[Part] {
        match self {
            Key::One(part) => std::slice::from_ref(part),
            Key::Several(parts) => parts,
        }
    }
}

impl Kind {
    /// Whether the column is NULL.
    pub fn is_null<R: Row>(self, row: &R, index: usize) -> Result<bool> {
        match self {
            Kind::Text => Ok(row.text(index)?.is_none()),
            Kind::Bytes => Ok(row.bytes(index)?.is_none()),
            Kind::Bool
            | Kind::I16
            | Kind::I32
            | Kind::I64
            | Kind::F32
            | Kind::F64
            | Kind::Decimal(_)
            | Kind::Uuid
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::Timestamp => Ok(self.read(row, index)?.is_none()),
        }
    }

    fn read<R: Row>(self, row: &R, index: usize) -> Result<Option<Part>> {
        Ok(match self {
            Kind::Bool => row.bool(index)?.map(Part::Bool),
            Kind::I16 => row.i16(index)?.map(Part::I16),
            Kind::I32 => row.i32(index)?.map(Part::I32),
            Kind::I64 => row.i64(index)?.map(Part::I64),
            // Adding 0 makes one zero of the two.
            Kind::F32 => row
                .f32(index)?
                .map(|value| Part::F32((value + 0.0).to_bits())),
            Kind::F64 => row
                .f64(index)?
                .map(|value| Part::F64((value + 0.0).to_bits())),
            Kind::Decimal(scale) => row
                .decimal(index, scale)?
                .map(|digits| Part::Decimal { digits, scale }),
            Kind::Text => row.text(index)?.map(|value| Part::Text(value.into())),
            Kind::Bytes => row.bytes(index)?.map(|value| Part::Bytes(value.into())),
            Kind::Uuid => row.uuid(index)?.map(Part::Uuid),
            Kind::Date => row.date(index)?.map(Part::Date),
            Kind::Time => row.time(index)?.map(Part::Time),
            Kind::DateTime => row.datetime(index)?.map(Part::DateTime),
            Kind::Timestamp => row.timestamp(index)?.map(Part::Timestamp),
        })
    }
}

impl Part {
    /// What a parameter is as a part of a key; `None` for NULL, and for what no key has.
    pub fn of(arg: &Arg<'_>) -> Option<Part> {
        Some(match arg {
            Arg::Bool(value) => Part::Bool(*value),
            Arg::I16(value) => Part::I16(*value),
            Arg::I32(value) => Part::I32(*value),
            Arg::I64(value) => Part::I64(*value),
            Arg::F32(value) => Part::F32((value + 0.0).to_bits()),
            Arg::F64(value) => Part::F64((value + 0.0).to_bits()),
            Arg::Decimal { digits, scale } => Part::Decimal {
                digits: **digits,
                scale: *scale,
            },
            Arg::Text(value) => Part::Text((**value).into()),
            Arg::Bytes(value) => Part::Bytes((**value).into()),
            Arg::Uuid(value) => Part::Uuid(*value),
            Arg::Date(value) => Part::Date(*value),
            Arg::Time(value) => Part::Time(*value),
            Arg::DateTime(value) => Part::DateTime(*value),
            Arg::Timestamp(value) => Part::Timestamp(*value),
            Arg::Null | Arg::Json(_) | Arg::List(_) | Arg::Invalid(_) => return None,
        })
    }

    /// The parameter for it.
    pub fn arg(&self) -> Arg<'static> {
        match self {
            Part::Bool(value) => Arg::Bool(*value),
            Part::I16(value) => Arg::I16(*value),
            Part::I32(value) => Arg::I32(*value),
            Part::I64(value) => Arg::I64(*value),
            Part::F32(bits) => Arg::F32(f32::from_bits(*bits)),
            Part::F64(bits) => Arg::F64(f64::from_bits(*bits)),
            Part::Decimal { digits, scale } => Arg::Decimal {
                digits: Box::new(*digits),
                scale: *scale,
            },
            Part::Text(value) => Arg::Text(value.to_string().into()),
            Part::Bytes(value) => Arg::Bytes(value.to_vec().into()),
            Part::Uuid(value) => Arg::Uuid(*value),
            Part::Date(value) => Arg::Date(*value),
            Part::Time(value) => Arg::Time(*value),
            Part::DateTime(value) => Arg::DateTime(*value),
            Part::Timestamp(value) => Arg::Timestamp(*value),
        }
    }
}
