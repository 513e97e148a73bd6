//! Decimals whose number of digits after the point is a part of their type.

use rust_decimal::Decimal;
use tablewright_sql::table::Type;

use crate::base::error::{Error, Result};
use crate::base::value::parameter::Parameter;
use crate::base::value::types::decimal;
use crate::base::value::{Binder, Row, Value};

/// A decimal with a fixed number of digits after the point, for raw SQL: a column `decimal(10, 2)`
/// is read as `Scaled<2>`, and bound as `Scaled::<2>(price)`.
///
/// Models know the digits of their columns. Raw SQL does not, because SQLite stores only the
/// digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scaled<const DIGITS: u32>(pub Decimal);

/// The most digits that a decimal has.
const PRECISION: u32 = 28;

impl<const DIGITS: u32> Value for Scaled<DIGITS> {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        if DIGITS > PRECISION {
            return Err(Error::value("a decimal has at most 28 digits"));
        }
        to.decimal(decimal::digits(self.0, PRECISION, DIGITS)?, DIGITS)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(decimal::read_or_null(row, index, DIGITS)?.map(Scaled))
    }
}

impl<const DIGITS: u32> From<Scaled<DIGITS>> for Parameter<'_> {
    fn from(value: Scaled<DIGITS>) -> Self {
        Parameter::decimal(value.0, &Type::Decimal(PRECISION, DIGITS.min(PRECISION)))
    }
}
