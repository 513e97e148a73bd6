//! `smallint`, `integer`, `bigint`, `float` and `double`.

use crate::value::{Binder, Element, Row, Value};
use crate::{Error, Result};

/// A Rust type that the traits have a method of the same name for.
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

/// The number, unless it is one that not every database holds.
#[inline]
pub(crate) fn finite32(value: f32) -> Result<f32> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(not_finite())
    }
}

/// The number, unless it is one that not every database holds.
#[inline]
pub(crate) fn finite64(value: f64) -> Result<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(not_finite())
    }
}

#[cold]
fn not_finite() -> Error {
    Error::value("a number must be finite, neither NaN nor infinite")
}
