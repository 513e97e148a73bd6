//! The values of the columns that a relation compares, as they are read from rows.

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::Type;

use crate::base::error::Result;
use crate::base::value::Row;
use crate::base::value::parameter::Parameter;

/// The value of one column of a key, in a form that can be hashed.
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
    /// Boxed, because the digits would double the size of every part.
    Decimal {
        digits: Box<i128>,
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
    /// Reads a key from columns of these types at these positions; `None` if one of them is NULL,
    /// because then it refers to nothing.
    #[inline]
    pub fn read<'t, R: Row>(
        mut columns: impl ExactSizeIterator<Item = (&'t Type<'t>, usize)>,
        row: &R,
    ) -> Result<Option<Key>> {
        let count = columns.len();
        if count == 1
            && let Some((ty, position)) = columns.next()
        {
            return Ok(Part::read(ty, row, position)?.map(Key::One));
        }
        let mut parts = Vec::with_capacity(count);
        for (ty, position) in columns {
            match Part::read(ty, row, position)? {
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

/// Whether a column of this type is NULL.
#[inline]
pub fn is_null<R: Row>(ty: &Type<'_>, row: &R, index: usize) -> Result<bool> {
    match ty {
        // These need not be copied.
        Type::String(_) | Type::Text | Type::Enum(_) | Type::Native(_) => {
            Ok(row.text(index)?.is_none())
        }
        Type::Bytes(_) => Ok(row.bytes(index)?.is_none()),
        Type::BigInt => Ok(row.i64(index)?.is_none()),
        _ => Ok(Part::read(ty, row, index)?.is_none()),
    }
}

impl Part {
    /// Reads the value of a column of this type; `None` is NULL.
    pub fn read<R: Row>(ty: &Type<'_>, row: &R, index: usize) -> Result<Option<Part>> {
        Ok(match ty.signed() {
            Type::Bool => row.bool(index)?.map(Part::Bool),
            Type::SmallInt => row.i16(index)?.map(Part::I16),
            Type::Integer => row.i32(index)?.map(Part::I32),
            Type::BigInt | Type::Unsigned(_) => row.i64(index)?.map(Part::I64),
            // Adding 0 converts -0.0 to 0.0.
            Type::Float => row
                .f32(index)?
                .map(|value| Part::F32((value + 0.0).to_bits())),
            Type::Double => row
                .f64(index)?
                .map(|value| Part::F64((value + 0.0).to_bits())),
            Type::Decimal(_, scale) => row.decimal(index, scale)?.map(|digits| Part::Decimal {
                digits: Box::new(digits),
                scale,
            }),
            // JSON and arrays are never part of a key.
            Type::String(_)
            | Type::Text
            | Type::Enum(_)
            | Type::Json
            | Type::Array(_)
            | Type::Native(_) => row.text(index)?.map(|value| Part::Text(value.into())),
            Type::Bytes(_) => row.bytes(index)?.map(|value| Part::Bytes(value.into())),
            Type::Uuid => row.uuid(index)?.map(Part::Uuid),
            Type::Date => row.date(index)?.map(Part::Date),
            Type::Time => row.time(index)?.map(Part::Time),
            Type::DateTime => row.datetime(index)?.map(Part::DateTime),
            Type::Timestamp => row.timestamp(index)?.map(Part::Timestamp),
        })
    }

    /// A parameter as a part of a key; `None` for NULL, and for values that are never part of a
    /// key.
    pub fn of(arg: &Parameter<'_>) -> Option<Part> {
        Some(match arg {
            Parameter::Bool(value) => Part::Bool(*value),
            Parameter::I16(value) => Part::I16(*value),
            Parameter::I32(value) => Part::I32(*value),
            Parameter::I64(value) => Part::I64(*value),
            Parameter::F32(value) => Part::F32((value + 0.0).to_bits()),
            Parameter::F64(value) => Part::F64((value + 0.0).to_bits()),
            Parameter::Decimal { digits, scale } => Part::Decimal {
                digits: digits.clone(),
                scale: *scale,
            },
            Parameter::Text(value) => Part::Text((**value).into()),
            Parameter::Bytes(value) => Part::Bytes((**value).into()),
            Parameter::Uuid(value) => Part::Uuid(*value),
            Parameter::Date(value) => Part::Date(*value),
            Parameter::Time(value) => Part::Time(*value),
            Parameter::DateTime(value) => Part::DateTime(*value),
            Parameter::Timestamp(value) => Part::Timestamp(*value),
            Parameter::Null | Parameter::Json(_) | Parameter::List(_) | Parameter::Invalid(_) => {
                return None;
            }
        })
    }

    /// The parameter for it.
    pub fn parameter(&self) -> Parameter<'static> {
        match self {
            Part::Bool(value) => Parameter::Bool(*value),
            Part::I16(value) => Parameter::I16(*value),
            Part::I32(value) => Parameter::I32(*value),
            Part::I64(value) => Parameter::I64(*value),
            Part::F32(bits) => Parameter::F32(f32::from_bits(*bits)),
            Part::F64(bits) => Parameter::F64(f64::from_bits(*bits)),
            Part::Decimal { digits, scale } => Parameter::Decimal {
                digits: digits.clone(),
                scale: *scale,
            },
            Part::Text(value) => Parameter::Text(value.to_string().into()),
            Part::Bytes(value) => Parameter::Bytes(value.to_vec().into()),
            Part::Uuid(value) => Parameter::Uuid(*value),
            Part::Date(value) => Parameter::Date(*value),
            Part::Time(value) => Parameter::Time(*value),
            Part::DateTime(value) => Parameter::DateTime(*value),
            Part::Timestamp(value) => Parameter::Timestamp(*value),
        }
    }
}
