//! Parameters in PostgreSQL's binary format.

use tokio_postgres::types::{IsNull, Kind, ToSql, Type, to_sql_checked};

use super::calendar;
use super::numeric;
use crate::civil::{Date, DateTime, Time};
use crate::error::SchemaError;
use crate::value::{Binder, Element};
use crate::{Error, Result};

/// Writes the parameters of a statement one behind the other, each as the type that the server
/// expects.
pub(super) struct PostgresBinder<'t> {
    types: &'t [Type],
    bytes: Vec<u8>,
    /// Where each parameter ends; `None` is NULL.
    ends: Vec<Option<usize>>,
}

/// Parameters that were written.
#[derive(Debug)]
pub(super) struct Bound {
    bytes: Vec<u8>,
    ends: Vec<Option<usize>>,
}

impl<'t> PostgresBinder<'t> {
    pub fn new(types: &'t [Type]) -> Self {
        PostgresBinder {
            types,
            bytes: Vec::with_capacity(types.len() * 16),
            ends: Vec::with_capacity(types.len()),
        }
    }

    /// The parameter that comes next, from 1; after an error, the one that was refused.
    pub fn next(&self) -> usize {
        self.ends.len() + 1
    }

    pub fn finish(self) -> Bound {
        Bound {
            bytes: self.bytes,
            ends: self.ends,
        }
    }

    fn write(&mut self, value: Item<'_>) -> Result<()> {
        let unknown = Type::UNKNOWN;
        let ty = self.types.get(self.ends.len()).unwrap_or(&unknown);
        value.write(ty, &mut self.bytes)?;
        self.ends.push(Some(self.bytes.len()));
        Ok(())
    }
}

impl Bound {
    /// The parameters, for the driver.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Parameter<'_>> {
        let mut start = 0;
        self.ends.iter().map(move |end| match end {
            None => Parameter(None),
            Some(end) => {
                let bytes = &self.bytes[start..*end];
                start = *end;
                Parameter(Some(bytes))
            }
        })
    }
}

/// A parameter that was written already.
#[derive(Debug)]
pub(super) struct Parameter<'b>(Option<&'b [u8]>);

impl ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match self.0 {
            None => IsNull::Yes,
            Some(bytes) => {
                out.extend_from_slice(bytes);
                IsNull::No
            }
        })
    }

    /// What does not fit was refused before.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value on its way into a parameter, or into an item of an array.
#[derive(Clone, Copy)]
enum Item<'v> {
    Bool(bool),
    I16(i16),
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    Decimal(i128, u32),
    Text(&'v str),
    Bytes(&'v [u8]),
    Uuid([u8; 16]),
    Date(Date),
    Time(Time),
    DateTime(DateTime),
    Timestamp(DateTime),
    Json(&'v str),
}

impl Item<'_> {
    fn write(self, ty: &Type, to: &mut Vec<u8>) -> Result<()> {
        match (self, ty) {
            (Item::Bool(value), &Type::BOOL) => to.push(u8::from(value)),
            (Item::I16(value), _) => return integer(value.into(), ty, "an integer", to),
            (Item::I32(value), _) => return integer(value.into(), ty, "an integer", to),
            (Item::I64(value), _) => return integer(value, ty, "an integer", to),
            (Item::F32(value), &Type::FLOAT4) => to.extend(value.to_be_bytes()),
            (Item::F32(value), &Type::FLOAT8) => to.extend(f64::from(value).to_be_bytes()),
            (Item::F64(value), &Type::FLOAT8) => to.extend(value.to_be_bytes()),
            (Item::Decimal(digits, scale), &Type::NUMERIC) => numeric::write(digits, scale, to),
            (Item::Text(value), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::UNKNOWN)) => {
                to.extend(value.as_bytes());
            }
            // The items of a list of decimals are text.
            (Item::Text(value), &Type::NUMERIC) => match numeric::parse(value) {
                Some((digits, scale)) => numeric::write(digits, scale, to),
                None => return Err(misfit("text", ty)),
            },
            (Item::Bytes(value), &Type::BYTEA) => to.extend(value),
            (Item::Uuid(value), &Type::UUID) => to.extend(value),
            (Item::Date(value), &Type::DATE) => to.extend(calendar::days(value).to_be_bytes()),
            (Item::Time(value), &Type::TIME) => {
                to.extend(calendar::of_day(value).to_be_bytes());
            }
            (Item::DateTime(value), &Type::TIMESTAMP)
            | (Item::Timestamp(value), &Type::TIMESTAMPTZ) => {
                to.extend(calendar::microseconds(value).to_be_bytes());
            }
            (Item::Json(value), &Type::JSONB) => {
                // The version of the format.
                to.push(1);
                to.extend(value.as_bytes());
            }
            (Item::Json(value), &Type::JSON) => to.extend(value.as_bytes()),
            (item, _) => return Err(misfit(item.needs(), ty)),
        }
        Ok(())
    }

    /// What a column must be to hold it.
    fn needs(self) -> &'static str {
        match self {
            Item::Bool(_) => "BOOLEAN",
            Item::I16(_) | Item::I32(_) | Item::I64(_) => "an integer",
            Item::F32(_) => "REAL",
            Item::F64(_) => "DOUBLE PRECISION",
            Item::Decimal(..) => "NUMERIC",
            Item::Text(_) => "TEXT or VARCHAR",
            Item::Bytes(_) => "BYTEA",
            Item::Uuid(_) => "UUID",
            Item::Date(_) => "DATE",
            Item::Time(_) => "TIME",
            Item::DateTime(_) => "TIMESTAMP",
            Item::Timestamp(_) => "TIMESTAMPTZ",
            Item::Json(_) => "JSONB",
        }
    }
}

/// An integer, as wide as the server expects it: `count` and limits are wider than some columns.
fn integer(value: i64, ty: &Type, needs: &str, to: &mut Vec<u8>) -> Result<()> {
    let too_large = || Error::value(format!("it is too large for the column's {ty}"));
    match *ty {
        Type::INT2 => to.extend(i16::try_from(value).map_err(|_| too_large())?.to_be_bytes()),
        Type::INT4 => to.extend(i32::try_from(value).map_err(|_| too_large())?.to_be_bytes()),
        Type::INT8 => to.extend(value.to_be_bytes()),
        // What is compared with a sum of integers.
        Type::NUMERIC => numeric::write(value.into(), 0, to),
        _ => return Err(misfit(needs, ty)),
    }
    Ok(())
}

/// The column is of another type than the model's. Its name is added by who knows it.
#[cold]
fn misfit(needs: &str, ty: &Type) -> Error {
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: format!("the database has {ty}, and the model needs {needs}"),
    }))
}

impl Binder for PostgresBinder<'_> {
    fn null(&mut self) -> Result<()> {
        self.ends.push(None);
        Ok(())
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.write(Item::Bool(value))
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.write(Item::I16(value))
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.write(Item::I32(value))
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.write(Item::I64(value))
    }

    fn f32(&mut self, value: f32) -> Result<()> {
        self.write(Item::F32(value))
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.write(Item::F64(value))
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.write(Item::Decimal(digits, scale))
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.write(Item::Text(value))
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.write(Item::Bytes(value))
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.write(Item::Uuid(value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.write(Item::Date(value))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.write(Item::Time(value))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::DateTime(value))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::Timestamp(value))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.write(Item::Json(value))
    }

    /// As an array.
    fn list<T: Element>(&mut self, items: &[T]) -> Result<()> {
        let unknown = Type::UNKNOWN;
        let ty = self.types.get(self.ends.len()).unwrap_or(&unknown);
        let Kind::Array(element) = ty.kind() else {
            return Err(misfit("an array", ty));
        };
        let count = i32::try_from(items.len())
            .map_err(|_| Error::value("it has more items than PostgreSQL takes"))?;
        // One dimension, or none of an empty array; no NULLs; the type of the items; then how many
        // there are, counted from 1.
        self.bytes.extend(i32::from(count > 0).to_be_bytes());
        self.bytes.extend(0i32.to_be_bytes());
        self.bytes.extend(element.oid().to_be_bytes());
        if count > 0 {
            self.bytes.extend(count.to_be_bytes());
            self.bytes.extend(1i32.to_be_bytes());
        }
        let mut binder = ItemBinder {
            ty: element,
            bytes: &mut self.bytes,
        };
        items.iter().try_for_each(|item| item.encode(&mut binder))?;
        self.ends.push(Some(self.bytes.len()));
        Ok(())
    }
}

/// Writes the items of an array, each behind its length.
struct ItemBinder<'b> {
    ty: &'b Type,
    bytes: &'b mut Vec<u8>,
}

impl ItemBinder<'_> {
    fn write(&mut self, value: Item<'_>) -> Result<()> {
        let start = self.bytes.len();
        self.bytes.extend([0; 4]);
        value.write(self.ty, self.bytes)?;
        let length = self.bytes.len() - start - 4;
        let length = i32::try_from(length)
            .map_err(|_| Error::value("an item is longer than PostgreSQL takes"))?;
        self.bytes[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}

impl Binder for ItemBinder<'_> {
    fn null(&mut self) -> Result<()> {
        Err(Error::value("an item of a list is never NULL"))
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.write(Item::Bool(value))
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.write(Item::I16(value))
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.write(Item::I32(value))
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.write(Item::I64(value))
    }

    fn f32(&mut self, value: f32) -> Result<()> {
        self.write(Item::F32(value))
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.write(Item::F64(value))
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.write(Item::Decimal(digits, scale))
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.write(Item::Text(value))
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.write(Item::Bytes(value))
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.write(Item::Uuid(value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.write(Item::Date(value))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.write(Item::Time(value))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::DateTime(value))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::Timestamp(value))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.write(Item::Json(value))
    }
}
