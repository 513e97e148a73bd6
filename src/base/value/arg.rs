//! The parameters of lookups.

use std::borrow::Cow;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::Type;

use crate::base::error::{Error, Result};
use crate::base::value::types::{Enum, finite32, finite64, without_nul};
use crate::base::value::{Binder, Element, Row, Value};

/// A parameter of a statement that is a value itself.
///
/// Generated code makes them; text and bytes are borrowed where they can be.
// The width of the tag puts every value at a whole word: copies of what is not aligned are slow,
// and a lookup copies its parameters a few times.
#[repr(u64)]
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// NULL, which no comparison picks out.
    Null,
    /// A `bool`.
    Bool(bool),
    /// A `smallint`.
    I16(i16),
    /// An `integer`.
    I32(i32),
    /// A `bigint`.
    I64(i64),
    /// A `float`.
    F32(f32),
    /// A `double`.
    F64(f64),
    /// A `decimal` of `digits` × 10^-`scale`, for a column of exactly that scale.
    Decimal {
        /// The digits, without the point.
        digits: Box<i128>,
        /// How many of them are behind the point.
        scale: u32,
    },
    /// A `string`, a `text` or an enum.
    Text(Cow<'a, str>),
    /// `bytes`.
    Bytes(Cow<'a, [u8]>),
    /// A `uuid`.
    Uuid([u8; 16]),
    /// A `date`.
    Date(Date),
    /// A `time`.
    Time(Time),
    /// A `datetime`.
    DateTime(DateTime),
    /// A `timestamp`, in UTC.
    Timestamp(DateTime),
    /// JSON text.
    Json(Box<str>),
    /// A list: an array where the database has arrays, and JSON where it has none.
    List(Vec<Arg<'a>>),
    /// What no column takes, and why: the statement fails with [`Error::Value`] when it runs,
    /// because the functions that make statements do not fail.
    Invalid(Box<str>),
}

impl Arg<'_> {
    /// A decimal for a column of this type.
    #[cfg(feature = "decimal")]
    pub fn decimal(value: rust_decimal::Decimal, ty: &Type<'_>) -> Self {
        let Type::Decimal(precision, scale) = *ty else {
            return Arg::Invalid("the column holds no decimals".into());
        };
        or_invalid(
            crate::base::value::types::decimal::digits(value, precision, scale).map(|digits| {
                Arg::Decimal {
                    digits: Box::new(digits),
                    scale,
                }
            }),
        )
    }

    /// A value for a column of type `json`.
    #[cfg(feature = "json")]
    pub fn json(value: &serde_json::Value) -> Self {
        or_invalid(
            crate::base::value::types::json::to_text(value).map(|text| Arg::Json(text.into())),
        )
    }

    /// The parameter, unless it is longer than a column of this type takes.
    #[inline]
    pub(crate) fn limited(self, ty: &Type<'_>) -> Self {
        let refused = match (&self, ty) {
            (Arg::Text(text), Type::String(limit)) => {
                crate::base::value::types::text::within("it", text, *limit)
            }
            (Arg::Bytes(bytes), Type::Bytes(limit)) if *limit > 0 => {
                crate::base::value::types::bytes::within("it", bytes, *limit)
            }
            (Arg::List(items), Type::Array(item)) => within(items, item),
            _ => return self,
        };
        match refused {
            Ok(()) => self,
            Err(error) => or_invalid(Err(error)),
        }
    }

    /// The parameter, which borrows nothing.
    #[inline]
    pub(crate) fn into_owned(self) -> Arg<'static> {
        match self {
            Arg::Null => Arg::Null,
            Arg::Bool(value) => Arg::Bool(value),
            Arg::I16(value) => Arg::I16(value),
            Arg::I32(value) => Arg::I32(value),
            Arg::I64(value) => Arg::I64(value),
            Arg::F32(value) => Arg::F32(value),
            Arg::F64(value) => Arg::F64(value),
            Arg::Decimal { digits, scale } => Arg::Decimal { digits, scale },
            Arg::Text(value) => Arg::Text(Cow::Owned(value.into_owned())),
            Arg::Bytes(value) => Arg::Bytes(Cow::Owned(value.into_owned())),
            Arg::Uuid(value) => Arg::Uuid(value),
            Arg::Date(value) => Arg::Date(value),
            Arg::Time(value) => Arg::Time(value),
            Arg::DateTime(value) => Arg::DateTime(value),
            Arg::Timestamp(value) => Arg::Timestamp(value),
            Arg::Json(value) => Arg::Json(value),
            Arg::List(items) => Arg::List(items.into_iter().map(Arg::into_owned).collect()),
            Arg::Invalid(reason) => Arg::Invalid(reason),
        }
    }

    /// A copy of the parameter, which borrows nothing.
    #[cfg(all(feature = "async", feature = "sqlite"))]
    pub(crate) fn to_owned_arg(&self) -> Arg<'static> {
        self.clone().into_owned()
    }

    /// Binds the parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a value that no database takes.
    #[inline]
    pub fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        match self {
            Arg::Null => to.null(),
            Arg::Bool(value) => to.bool(*value),
            Arg::I16(value) => to.i16(*value),
            Arg::I32(value) => to.i32(*value),
            Arg::I64(value) => to.i64(*value),
            Arg::F32(value) => to.f32(finite32(*value)?),
            Arg::F64(value) => to.f64(finite64(*value)?),
            Arg::Decimal { digits, scale } => to.decimal(**digits, *scale),
            Arg::Text(value) => to.text(without_nul(value)?),
            Arg::Bytes(value) => to.bytes(value),
            Arg::Uuid(value) => to.uuid(*value),
            Arg::Date(value) => to.date(*value),
            Arg::Time(value) => to.time(*value),
            Arg::DateTime(value) => to.datetime(*value),
            Arg::Timestamp(value) => to.timestamp(*value),
            Arg::Json(value) => to.json(value),
            Arg::List(values) => to.list(values),
            Arg::Invalid(reason) => Err(Error::value(&**reason)),
        }
    }
}

/// Refuses items that are longer than an array of this type takes.
fn within(items: &[Arg<'_>], ty: &Type<'_>) -> Result<()> {
    for (number, item) in (1..).zip(items) {
        let what = || format!("item {number}");
        match (item, ty) {
            (Arg::Text(text), Type::String(limit)) => {
                crate::base::value::types::text::within(&what(), text, *limit)?;
            }
            (Arg::Bytes(bytes), Type::Bytes(limit)) if *limit > 0 => {
                crate::base::value::types::bytes::within(&what(), bytes, *limit)?;
            }
            (Arg::Invalid(reason), _) => return Err(Error::value(&**reason)),
            _ => {}
        }
    }
    Ok(())
}

/// As an item of a list.
impl Value for Arg<'_> {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.bind(to)
    }

    /// A parameter is only ever sent.
    fn decode<R: Row>(_: &R, index: usize) -> Result<Option<Self>> {
        Err(Error::decode(index, "a parameter", "a row"))
    }
}

impl Element for Arg<'_> {}

/// `From` for types that stand for themselves.
macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Arg<'_> {
            #[inline]
            fn from(value: $type) -> Self {
                Arg::$variant(value)
            }
        }
    )*};
}

from! {
    bool => Bool,
    i16 => I16,
    i32 => I32,
    i64 => I64,
    f32 => F32,
    f64 => F64,
}

impl<'a> From<&'a str> for Arg<'a> {
    #[inline]
    fn from(value: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    #[inline]
    fn from(value: &'a String) -> Self {
        Arg::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Arg<'_> {
    #[inline]
    fn from(value: String) -> Self {
        Arg::Text(Cow::Owned(value))
    }
}

impl<'a> From<&'a [u8]> for Arg<'a> {
    #[inline]
    fn from(value: &'a [u8]) -> Self {
        Arg::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a Vec<u8>> for Arg<'a> {
    #[inline]
    fn from(value: &'a Vec<u8>) -> Self {
        Arg::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Arg<'_> {
    #[inline]
    fn from(value: Vec<u8>) -> Self {
        Arg::Bytes(Cow::Owned(value))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    #[inline]
    fn from(value: Cow<'a, str>) -> Self {
        Arg::Text(value)
    }
}

impl From<Box<str>> for Arg<'_> {
    #[inline]
    fn from(value: Box<str>) -> Self {
        Arg::Text(Cow::Owned(value.into()))
    }
}

impl<'a> From<Cow<'a, [u8]>> for Arg<'a> {
    #[inline]
    fn from(value: Cow<'a, [u8]>) -> Self {
        Arg::Bytes(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Arg<'a> {
    #[inline]
    fn from(value: &'a [u8; N]) -> Self {
        Arg::Bytes(Cow::Borrowed(value))
    }
}

impl<const N: usize> From<[u8; N]> for Arg<'_> {
    #[inline]
    fn from(value: [u8; N]) -> Self {
        Arg::Bytes(Cow::Owned(value.into()))
    }
}

impl<E: Enum> From<E> for Arg<'_> {
    #[inline]
    fn from(value: E) -> Self {
        Arg::Text(Cow::Borrowed(value.as_str()))
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    #[inline]
    fn from(value: Option<T>) -> Self {
        value.map_or(Arg::Null, T::into)
    }
}

#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for Arg<'_> {
    #[inline]
    fn from(value: uuid::Uuid) -> Self {
        Arg::Uuid(value.into_bytes())
    }
}

#[cfg(feature = "jiff")]
mod jiff {
    use ::jiff::Timestamp;
    use ::jiff::civil::{Date, DateTime, Time};

    use super::{Arg, or_invalid};
    use crate::base::value::types::jiff;

    impl From<Date> for Arg<'_> {
        fn from(value: Date) -> Self {
            or_invalid(jiff::date_out(value).map(Arg::Date))
        }
    }

    impl From<Time> for Arg<'_> {
        fn from(value: Time) -> Self {
            Arg::Time(jiff::time_out(value))
        }
    }

    impl From<DateTime> for Arg<'_> {
        fn from(value: DateTime) -> Self {
            or_invalid(jiff::datetime_out(value).map(Arg::DateTime))
        }
    }

    impl From<Timestamp> for Arg<'_> {
        fn from(value: Timestamp) -> Self {
            or_invalid(jiff::timestamp_out(value).map(Arg::Timestamp))
        }
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use ::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::{Arg, or_invalid};
    use crate::base::value::types::chrono;

    impl From<NaiveDate> for Arg<'_> {
        fn from(value: NaiveDate) -> Self {
            or_invalid(chrono::date_out(value).map(Arg::Date))
        }
    }

    impl From<NaiveTime> for Arg<'_> {
        fn from(value: NaiveTime) -> Self {
            or_invalid(chrono::time_out(value).map(Arg::Time))
        }
    }

    impl From<NaiveDateTime> for Arg<'_> {
        fn from(value: NaiveDateTime) -> Self {
            or_invalid(chrono::datetime_out(value).map(Arg::DateTime))
        }
    }

    impl From<DateTime<Utc>> for Arg<'_> {
        fn from(value: DateTime<Utc>) -> Self {
            or_invalid(chrono::datetime_out(value.naive_utc()).map(Arg::Timestamp))
        }
    }
}

/// Lets the reason for a refusal travel to where the statement runs.
fn or_invalid<'a>(arg: Result<Arg<'a>>) -> Arg<'a> {
    arg.unwrap_or_else(|error| match error {
        Error::Value(error) => Arg::Invalid(error.reason.into()),
        other => Arg::Invalid(other.to_string().into()),
    })
}

#[cfg(test)]
mod tests {
    use super::Arg;

    #[test]
    fn an_argument_is_small() {
        assert!(size_of::<Arg<'_>>() <= 32);
    }
}
