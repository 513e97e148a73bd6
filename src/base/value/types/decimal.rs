//! `decimal(precision, scale)`, which needs both numbers to bind and to read a value.
//!
//! A [`Decimal`] does not know its column, so these functions get them.

use rust_decimal::Decimal;

use crate::base::error::{Error, Result};
use crate::base::value::Row;

/// The most digits of a [`Decimal`], and therefore of a column.
const MOST_DIGITS: u32 = 28;

/// Reads a decimal or NULL.
///
/// # Errors
///
/// [`Error::Decode`] if the database has another value.
pub(crate) fn read_or_null<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Decimal>> {
    let Some(digits) = row.decimal(index, scale)? else {
        return Ok(None);
    };
    match Decimal::try_from_i128_with_scale(digits, scale) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(Error::decode(
            index,
            format!("a number of at most {MOST_DIGITS} digits"),
            "a longer one",
        )),
    }
}

/// The digits of a value in a column of `precision` digits, `scale` of them after the point.
pub(crate) fn digits(value: Decimal, precision: u32, scale: u32) -> Result<i128> {
    let value = value.normalize();
    let misfit = || Error::value(misfit(precision, scale));
    let zeros = scale.checked_sub(value.scale()).ok_or_else(misfit)?;
    let power = 10i128.checked_pow(zeros).ok_or_else(misfit)?;
    let digits = value.mantissa().checked_mul(power).ok_or_else(misfit)?;
    // The precision in `models.yaml` is at most 28, so the power fits.
    let limit = 10u128.checked_pow(precision).unwrap_or(u128::MAX);
    if digits.unsigned_abs() < limit {
        Ok(digits)
    } else {
        Err(misfit())
    }
}

fn misfit(precision: u32, scale: u32) -> String {
    format!(
        "it has more digits than decimal({precision}, {scale}), which has {} before the decimal \
         point and {scale} after it",
        precision.saturating_sub(scale)
    )
}

#[cfg(feature = "json")]
pub(crate) use lists::read_items;

#[cfg(feature = "json")]
mod lists {
    use rust_decimal::Decimal;

    use crate::base::error::{Error, Result};
    use crate::base::value::{Binder, Element, Row, Value};

    /// Reads an array of decimals or NULL.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the database has another value.
    pub(crate) fn read_items<R: Row>(
        row: &R,
        index: usize,
        scale: u32,
    ) -> Result<Option<Vec<Decimal>>> {
        let Some(items) = row.list::<Item>(index)? else {
            return Ok(None);
        };
        let scaled = |Item(mut value): Item| {
            if value.scale() > scale {
                let expected = format!("{scale} digits after the decimal point in each item");
                return Err(Error::decode(index, expected, value.to_string()));
            }
            value.rescale(scale);
            Ok(value)
        };
        items
            .into_iter()
            .map(scaled)
            .collect::<Result<_>>()
            .map(Some)
    }

    /// An item of a list: text with all digits after the point.
    struct Item(Decimal);

    impl Value for Item {
        fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
            to.text(&self.0.to_string())
        }

        fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
            let Some(text) = row.text(index)? else {
                return Ok(None);
            };
            match Decimal::from_str_exact(text) {
                Ok(value) => Ok(Some(Item(value))),
                Err(_) => Err(Error::decode(
                    index,
                    "a decimal as text",
                    crate::base::value::types::text::shortened(text),
                )),
            }
        }
    }

    impl Element for Item {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits_of(text: &str, precision: u32, scale: u32) -> Option<i128> {
        let value = Decimal::from_str_exact(text).unwrap_or_default();
        digits(value, precision, scale).ok()
    }

    #[test]
    fn digits_are_never_rounded() {
        assert_eq!(digits_of("12.5", 10, 2), Some(1250));
        assert_eq!(digits_of("-12.50", 4, 2), Some(-1250));
        assert_eq!(digits_of("12.500", 4, 2), Some(1250));
        assert_eq!(digits_of("12.505", 10, 2), None);
        assert_eq!(digits_of("99.99", 4, 2), Some(9999));
        assert_eq!(digits_of("100", 4, 2), None);
        assert_eq!(digits_of("0", 1, 0), Some(0));
        let longest = "7922816251426433759354395033";
        assert!(digits_of(longest, 28, 0).is_some());
        assert_eq!(digits_of(longest, 28, 28), None);
        assert_eq!(digits_of("79228162514264337593543950335", 28, 0), None);
    }
}
