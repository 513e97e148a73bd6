//! Parameters of statements.

use std::borrow::Cow;
use std::fmt;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::Type;

use crate::base::error::{Error, Result};
use crate::base::value::types::{Enum, Stored, finite32, finite64, signed64, without_nul};
use crate::base::value::{Binder, Element, Row, Value};

/// A parameter of a statement that is a value itself.
///
/// Generated code makes them; text and bytes are borrowed if possible.
// The wide tag aligns every value to a word: unaligned copies are slow, and a query by key copies
// its parameters several times.
#[repr(u64)]
#[derive(Clone, PartialEq)]
pub enum Parameter<'a> {
    /// NULL, with which no comparison is true.
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
        /// The number of digits after the point.
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
    /// A list: an array if the database has arrays, and JSON otherwise.
    List(Vec<Parameter<'a>>),
    /// A value that no column accepts, and the reason: the statement fails with [`Error::Value`]
    /// when it runs, because the methods that build statements do not fail.
    Invalid(Box<str>),
}

/// Leaves out the value, which may be a secret: statements and their conditions show it.
impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Parameter::Null => "Null",
            Parameter::Bool(_) => "Bool(…)",
            Parameter::I16(_) => "I16(…)",
            Parameter::I32(_) => "I32(…)",
            Parameter::I64(_) => "I64(…)",
            Parameter::F32(_) => "F32(…)",
            Parameter::F64(_) => "F64(…)",
            Parameter::Decimal { .. } => "Decimal(…)",
            Parameter::Text(_) => "Text(…)",
            Parameter::Bytes(_) => "Bytes(…)",
            Parameter::Uuid(_) => "Uuid(…)",
            Parameter::Date(_) => "Date(…)",
            Parameter::Time(_) => "Time(…)",
            Parameter::DateTime(_) => "DateTime(…)",
            Parameter::Timestamp(_) => "Timestamp(…)",
            Parameter::Json(_) => "Json(…)",
            Parameter::List(_) => "List(…)",
            Parameter::Invalid(_) => "Invalid(…)",
        })
    }
}

impl Parameter<'_> {
    /// Creates a parameter from a decimal, for a column of this type.
    #[cfg(feature = "decimal")]
    pub fn decimal(value: rust_decimal::Decimal, ty: &Type<'_>) -> Self {
        let Type::Decimal(precision, scale) = *ty else {
            return Parameter::Invalid("the column does not hold decimals".into());
        };
        or_invalid(
            crate::base::value::types::decimal::digits(value, precision, scale).map(|digits| {
                Parameter::Decimal {
                    digits: Box::new(digits),
                    scale,
                }
            }),
        )
    }

    /// Creates a parameter for a column of type `json`.
    #[cfg(feature = "json")]
    pub fn json(value: &serde_json::Value) -> Self {
        or_invalid(
            crate::base::value::types::json::to_text(value)
                .map(|text| Parameter::Json(text.into())),
        )
    }

    /// Makes the parameter invalid if it is longer than a column of this type allows.
    ///
    /// It is changed in place, because moving all parameters would cost more.
    #[inline]
    pub(crate) fn limit(&mut self, ty: &Type<'_>) {
        let refused = match (&*self, ty) {
            (Parameter::Text(text), Type::String(limit)) => {
                crate::base::value::types::text::within("it", text, *limit)
            }
            (Parameter::Text(text), Type::Native(native)) if native.limit > 0 => {
                crate::base::value::types::text::within("it", text, native.limit)
            }
            (Parameter::Bytes(bytes), Type::Bytes(limit)) if *limit > 0 => {
                crate::base::value::types::bytes::within("it", bytes, *limit)
            }
            (Parameter::List(items), Type::Array(item)) => within(items, item),
            _ => return,
        };
        if let Err(error) = refused {
            *self = or_invalid(Err(error));
        }
    }

    /// The parameter, as an owned value.
    #[inline]
    pub(crate) fn into_owned(self) -> Parameter<'static> {
        match self {
            Parameter::Null => Parameter::Null,
            Parameter::Bool(value) => Parameter::Bool(value),
            Parameter::I16(value) => Parameter::I16(value),
            Parameter::I32(value) => Parameter::I32(value),
            Parameter::I64(value) => Parameter::I64(value),
            Parameter::F32(value) => Parameter::F32(value),
            Parameter::F64(value) => Parameter::F64(value),
            Parameter::Decimal { digits, scale } => Parameter::Decimal { digits, scale },
            Parameter::Text(value) => Parameter::Text(Cow::Owned(value.into_owned())),
            Parameter::Bytes(value) => Parameter::Bytes(Cow::Owned(value.into_owned())),
            Parameter::Uuid(value) => Parameter::Uuid(value),
            Parameter::Date(value) => Parameter::Date(value),
            Parameter::Time(value) => Parameter::Time(value),
            Parameter::DateTime(value) => Parameter::DateTime(value),
            Parameter::Timestamp(value) => Parameter::Timestamp(value),
            Parameter::Json(value) => Parameter::Json(value),
            Parameter::List(items) => {
                Parameter::List(items.into_iter().map(Parameter::into_owned).collect())
            }
            Parameter::Invalid(reason) => Parameter::Invalid(reason),
        }
    }

    /// A copy of the parameter, as an owned value.
    #[cfg(all(feature = "async", feature = "sqlite"))]
    pub(crate) fn to_owned_parameter(&self) -> Parameter<'static> {
        self.clone().into_owned()
    }

    /// Binds the parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a value that no database accepts.
    #[inline]
    pub fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        match self {
            Parameter::Null => to.null(),
            Parameter::Bool(value) => to.bool(*value),
            Parameter::I16(value) => to.i16(*value),
            Parameter::I32(value) => to.i32(*value),
            Parameter::I64(value) => to.i64(*value),
            Parameter::F32(value) => to.f32(finite32(*value)?),
            Parameter::F64(value) => to.f64(finite64(*value)?),
            Parameter::Decimal { digits, scale } => to.decimal(**digits, *scale),
            Parameter::Text(value) => to.text(without_nul(value)?),
            Parameter::Bytes(value) => to.bytes(value),
            Parameter::Uuid(value) => to.uuid(*value),
            Parameter::Date(value) => to.date(*value),
            Parameter::Time(value) => to.time(*value),
            Parameter::DateTime(value) => to.datetime(*value),
            Parameter::Timestamp(value) => to.timestamp(*value),
            Parameter::Json(value) => to.json(value),
            Parameter::List(values) => to.list(values),
            Parameter::Invalid(reason) => Err(Error::value(&**reason)),
        }
    }
}

/// Refuses items that are longer than an array of this type allows.
fn within(items: &[Parameter<'_>], ty: &Type<'_>) -> Result<()> {
    for (number, item) in (1..).zip(items) {
        let what = || format!("item {number}");
        match (item, ty) {
            (Parameter::Text(text), Type::String(limit)) => {
                crate::base::value::types::text::within(&what(), text, *limit)?;
            }
            (Parameter::Bytes(bytes), Type::Bytes(limit)) if *limit > 0 => {
                crate::base::value::types::bytes::within(&what(), bytes, *limit)?;
            }
            (Parameter::Invalid(reason), _) => return Err(Error::value(&**reason)),
            _ => {}
        }
    }
    Ok(())
}

/// A parameter as an item of a list.
impl Value for Parameter<'_> {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.bind(to)
    }

    /// Parameters are never read.
    fn decode<R: Row>(_: &R, index: usize) -> Result<Option<Self>> {
        Err(Error::decode(index, "a parameter", "a row"))
    }
}

impl Element for Parameter<'_> {}

/// `From` for types that are parameters.
macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Parameter<'_> {
            #[inline]
            fn from(value: $type) -> Self {
                Parameter::$variant(value)
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

impl From<u8> for Parameter<'_> {
    #[inline]
    fn from(value: u8) -> Self {
        Parameter::I16(value.into())
    }
}

impl From<u16> for Parameter<'_> {
    #[inline]
    fn from(value: u16) -> Self {
        Parameter::I32(value.into())
    }
}

impl From<u32> for Parameter<'_> {
    #[inline]
    fn from(value: u32) -> Self {
        Parameter::I64(value.into())
    }
}

impl From<u64> for Parameter<'_> {
    #[inline]
    fn from(value: u64) -> Self {
        or_invalid(signed64(value).map(Parameter::I64))
    }
}

impl<'a> From<&'a str> for Parameter<'a> {
    #[inline]
    fn from(value: &'a str) -> Self {
        Parameter::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Parameter<'a> {
    #[inline]
    fn from(value: &'a String) -> Self {
        Parameter::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Parameter<'_> {
    #[inline]
    fn from(value: String) -> Self {
        Parameter::Text(Cow::Owned(value))
    }
}

impl<'a> From<&'a [u8]> for Parameter<'a> {
    #[inline]
    fn from(value: &'a [u8]) -> Self {
        Parameter::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a Vec<u8>> for Parameter<'a> {
    #[inline]
    fn from(value: &'a Vec<u8>) -> Self {
        Parameter::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Parameter<'_> {
    #[inline]
    fn from(value: Vec<u8>) -> Self {
        Parameter::Bytes(Cow::Owned(value))
    }
}

impl<'a> From<Cow<'a, str>> for Parameter<'a> {
    #[inline]
    fn from(value: Cow<'a, str>) -> Self {
        Parameter::Text(value)
    }
}

impl From<Box<str>> for Parameter<'_> {
    #[inline]
    fn from(value: Box<str>) -> Self {
        Parameter::Text(Cow::Owned(value.into()))
    }
}

impl<'a> From<Cow<'a, [u8]>> for Parameter<'a> {
    #[inline]
    fn from(value: Cow<'a, [u8]>) -> Self {
        Parameter::Bytes(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Parameter<'a> {
    #[inline]
    fn from(value: &'a [u8; N]) -> Self {
        Parameter::Bytes(Cow::Borrowed(value))
    }
}

impl<const N: usize> From<[u8; N]> for Parameter<'_> {
    #[inline]
    fn from(value: [u8; N]) -> Self {
        Parameter::Bytes(Cow::Owned(value.into()))
    }
}

impl<E: Enum> From<E> for Parameter<'_> {
    #[inline]
    fn from(value: E) -> Self {
        match E::STORED {
            Stored::Text => Parameter::Text(Cow::Borrowed(value.as_str())),
            Stored::I16(number) => Parameter::I16(number(value)),
            Stored::I32(number) => Parameter::I32(number(value)),
            Stored::I64(number) => Parameter::I64(number(value)),
        }
    }
}

impl<'a, T: Into<Parameter<'a>>> From<Option<T>> for Parameter<'a> {
    #[inline]
    fn from(value: Option<T>) -> Self {
        value.map_or(Parameter::Null, T::into)
    }
}

#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for Parameter<'_> {
    #[inline]
    fn from(value: uuid::Uuid) -> Self {
        Parameter::Uuid(value.into_bytes())
    }
}

#[cfg(feature = "jiff")]
mod jiff {
    use ::jiff::civil::{Date, DateTime, Time};
    use ::jiff::{SignedDuration, Timestamp};

    use super::{Parameter, or_invalid};
    use crate::base::value::types::jiff;

    impl From<Date> for Parameter<'_> {
        fn from(value: Date) -> Self {
            or_invalid(jiff::date_out(value).map(Parameter::Date))
        }
    }

    impl From<Time> for Parameter<'_> {
        fn from(value: Time) -> Self {
            Parameter::Time(jiff::time_out(value))
        }
    }

    impl From<DateTime> for Parameter<'_> {
        fn from(value: DateTime) -> Self {
            or_invalid(jiff::datetime_out(value).map(Parameter::DateTime))
        }
    }

    impl From<Timestamp> for Parameter<'_> {
        fn from(value: Timestamp) -> Self {
            or_invalid(jiff::timestamp_out(value).map(Parameter::Timestamp))
        }
    }

    impl From<SignedDuration> for Parameter<'_> {
        fn from(value: SignedDuration) -> Self {
            or_invalid(jiff::duration_out(value).map(Parameter::I64))
        }
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use ::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    use super::{Parameter, or_invalid};
    use crate::base::value::types::chrono;

    impl From<NaiveDate> for Parameter<'_> {
        fn from(value: NaiveDate) -> Self {
            or_invalid(chrono::date_out(value).map(Parameter::Date))
        }
    }

    impl From<NaiveTime> for Parameter<'_> {
        fn from(value: NaiveTime) -> Self {
            or_invalid(chrono::time_out(value).map(Parameter::Time))
        }
    }

    impl From<NaiveDateTime> for Parameter<'_> {
        fn from(value: NaiveDateTime) -> Self {
            or_invalid(chrono::datetime_out(value).map(Parameter::DateTime))
        }
    }

    impl From<DateTime<Utc>> for Parameter<'_> {
        fn from(value: DateTime<Utc>) -> Self {
            or_invalid(chrono::datetime_out(value.naive_utc()).map(Parameter::Timestamp))
        }
    }

    impl From<TimeDelta> for Parameter<'_> {
        fn from(value: TimeDelta) -> Self {
            or_invalid(chrono::duration_out(value).map(Parameter::I64))
        }
    }
}

/// Stores the reason of a refusal in the parameter, until the statement runs.
fn or_invalid<'a>(parameter: Result<Parameter<'a>>) -> Parameter<'a> {
    parameter.unwrap_or_else(|error| match error {
        Error::Value(error) => Parameter::Invalid(error.reason.into()),
        other => Parameter::Invalid(other.to_string().into()),
    })
}

#[cfg(test)]
mod tests {
    use super::Parameter;

    #[test]
    fn a_parameter_is_small() {
        assert!(size_of::<Parameter<'_>>() <= 32);
    }
}
