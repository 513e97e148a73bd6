//! Reads arrays to compare them with seeds.

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::Type;

use super::write::whole;
use crate::base::error::{Error, Result};
use crate::base::value::key::Part;
use crate::base::value::types::list::decimal_digits;
use crate::base::value::{Binder, Element, Row, Value};

/// Reads an array of items of that type as one part.
pub(super) fn read<R: Row>(item: &Type<'_>, row: &R, index: usize) -> Result<Option<Part>> {
    match item.signed() {
        Type::Bool => of(row, index, |it: bool| Some(Part::Bool(it))),
        Type::SmallInt => of(row, index, |it: i16| Some(Part::I16(it))),
        Type::Integer => of(row, index, |it: i32| Some(Part::I32(it))),
        Type::BigInt | Type::Unsigned(_) => of(row, index, |it: i64| Some(Part::I64(it))),
        // Adding 0 makes one zero of the two.
        Type::Float => of(row, index, |it: f32| Some(Part::F32((it + 0.0).to_bits()))),
        Type::Double => of(row, index, |it: f64| Some(Part::F64((it + 0.0).to_bits()))),
        // In an array it is a text on every database.
        Type::Decimal(_, scale) => of(row, index, |text: String| {
            Some(Part::Decimal {
                digits: Box::new(decimal_digits(&text, scale)?),
                scale,
            })
        }),
        Type::String(_)
        | Type::Text
        | Type::Enum(_)
        | Type::Json
        | Type::Array(_)
        | Type::Native(_) => of(row, index, |it: String| Some(Part::Text(it.into()))),
        Type::Bytes(_) => of(row, index, |it: Vec<u8>| Some(Part::Bytes(it.into()))),
        Type::Uuid => of(row, index, |OfUuid(it)| Some(Part::Uuid(it))),
        Type::Date => of(row, index, |OfDate(it)| Some(Part::Date(it))),
        Type::Time => of(row, index, |OfTime(it)| Some(Part::Time(it))),
        Type::DateTime => of(row, index, |OfDateTime(it)| Some(Part::DateTime(it))),
        Type::Timestamp => of(row, index, |OfTimestamp(it)| Some(Part::Timestamp(it))),
    }
}

fn of<T: Element, R: Row>(
    row: &R,
    index: usize,
    part: impl Fn(T) -> Option<Part>,
) -> Result<Option<Part>> {
    let Some(items) = row.list::<T>(index)? else {
        return Ok(None);
    };
    let parts = items.into_iter().map(|item| match part(item) {
        Some(part) => Ok(Some(part)),
        None => Err(Error::decode(index, "a decimal", "another text".to_owned())),
    });
    Ok(Some(whole(&parts.collect::<Result<Vec<_>>>()?)))
}

/// Item types that need no crate: the program may not use the usual crates.
macro_rules! items {
    ($($name:ident($value:ty) by $method:ident;)+) => {$(
        struct $name($value);

        impl Value for $name {
            fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
                to.$method(self.0)
            }

            fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
                Ok(row.$method(index)?.map($name))
            }
        }

        impl Element for $name {}
    )+};
}

items! {
    OfUuid([u8; 16]) by uuid;
    OfDate(Date) by date;
    OfTime(Time) by time;
    OfDateTime(DateTime) by datetime;
    OfTimestamp(DateTime) by timestamp;
}
