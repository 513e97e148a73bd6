//! `smallint`, `integer`, `bigint`, `float` and `double`; and the unsigned integers.

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

/// A Rust type for which the traits have a method of the same name.
macro_rules! number {
    ($type:ident $(, $checked:ident)?) => {
        impl Value for $type {
            #[inline]
            fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
                to.$type(number!(@value *self $(, $checked)?))
            }

            #[inline]
            fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
                row.$type(index)
            }
        }

        impl Element for $type {}
    };
    (@value $value:expr) => {
        $value
    };
    (@value $value:expr, $checked:ident) => {
        $checked($value)?
    };
}

number!(i16);
number!(i32);
number!(i64);
number!(f32, finite32);
number!(f64, finite64);

/// An unsigned integer, which is bound and read as a larger signed one.
macro_rules! unsigned {
    ($type:ident as $method:ident) => {
        impl Value for $type {
            #[inline]
            fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
                to.$method((*self).into())
            }

            #[inline]
            fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
                of_signed(row.i64(index)?, index, stringify!($type))
            }
        }
    };
}

unsigned!(u8 as i16);
unsigned!(u16 as i32);
unsigned!(u32 as i64);

impl Value for u64 {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.i64(signed64(*self)?)
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        of_signed(row.i64(index)?, index, "u64")
    }
}

/// The unsigned integer that a database stores.
#[inline]
fn of_signed<T: TryFrom<i64>>(
    value: Option<i64>,
    index: usize,
    name: &'static str,
) -> Result<Option<T>> {
    let Some(value) = value else {
        return Ok(None);
    };
    match T::try_from(value) {
        Ok(value) => Ok(Some(value)),
        Err(_) => {
            let expected = format!("an integer that fits into {name}");
            Err(Error::decode(
                index,
                expected,
                format!("the integer {value}"),
            ))
        }
    }
}

/// The number as a signed integer, because databases compute with these.
#[inline]
pub(crate) fn signed64(value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| {
        Error::value(format!(
            "{value} is too large: a `u64` in a database is at most {}",
            i64::MAX
        ))
    })
}

/// The number without the sign of zero, which not every database stores.
#[inline]
pub(crate) fn finite32(value: f32) -> Result<f32> {
    if value.is_finite() {
        Ok(value + 0.0)
    } else {
        Err(not_finite())
    }
}

/// The number without the sign of zero, which not every database stores.
#[inline]
pub(crate) fn finite64(value: f64) -> Result<f64> {
    if value.is_finite() {
        Ok(value + 0.0)
    } else {
        Err(not_finite())
    }
}

#[cold]
fn not_finite() -> Error {
    Error::value(NOT_FINITE)
}

/// The reason why a number is refused.
pub(crate) const NOT_FINITE: &str = "a number must be finite, neither NaN nor infinite";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(finite32(-0.0).map(f32::to_bits).ok(), Some(0));
        assert_eq!(finite64(-0.0).map(f64::to_bits).ok(), Some(0));
    }

    #[test]
    fn all_other_numbers_stay_as_they_are() {
        for value in [f64::MIN, -5e-324, 5e-324, 0.1, f64::MAX] {
            assert_eq!(
                finite64(value).map(f64::to_bits).ok(),
                Some(value.to_bits())
            );
        }
        for value in [f32::MIN, -1e-45, 1e-45, 0.1, f32::MAX] {
            assert_eq!(
                finite32(value).map(f32::to_bits).ok(),
                Some(value.to_bits())
            );
        }
        assert!(finite64(f64::NAN).is_err() && finite32(f32::INFINITY).is_err());
    }
}
