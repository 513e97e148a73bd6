//! The functions that our connections add to SQLite, which has no decimals and no numbers of 32
//! bits.
//!
//! Rendering calls them, and the runtime registers them at every connection. The digits of a
//! decimal are an integer, as in a column, or the text of one that has more than 64 bits.

/// `tablewright_float(x)`: the number of 32 bits that is nearest to `x`.
pub const FLOAT: &str = "tablewright_float";
/// `tablewright_double(x)`: `x`, which must be finite.
pub const DOUBLE: &str = "tablewright_double";
/// `tablewright_rescaled(x, from, to)`: the digits of a decimal that has them with `from` digits
/// after the point, with `to` digits after the point.
pub const RESCALED: &str = "tablewright_rescaled";
/// `tablewright_computed(operator, a, b, scale, to)`: the digits of the result with `to` digits
/// after the point, if `a` and `b` have `scale`.
pub const COMPUTED: &str = "tablewright_computed";
/// `tablewright_compare(x, scale, y, scale)` and
/// `tablewright_compare(x, scale, operator, a, b, scale)`:
/// -1, 0 or 1, as `x` is less than, equal to or greater than the other.
pub const COMPARED: &str = "tablewright_compare";
/// `tablewright_like(x, pattern)`: whether a text has the form of a pattern that is longer than
/// those that `GLOB` takes.
pub const LIKE: &str = "tablewright_like";
/// `tablewright_ilike(x, pattern)`: the same, and upper and lower case of ASCII are one.
pub const ILIKE: &str = "tablewright_ilike";
/// `tablewright_integer(operator, a, b)`: the result, which must have 64 bits; the operator `abs`
/// is of `a` alone.
pub const INTEGER: &str = "tablewright_integer";
/// `tablewright_decimal(operator, a, b)`: the digits of the result, which may have more than 64
/// bits; the operator `abs` is of `a` alone.
pub const DECIMAL: &str = "tablewright_decimal";
/// `tablewright_scaled(x, from, to)`: as [`RESCALED`], but the digits may have more than 64 bits.
pub const SCALED: &str = "tablewright_scaled";
/// `tablewright_key(x)`: bytes that sort as the digits of decimals do.
pub const KEY: &str = "tablewright_key";
/// `tablewright_digits(key)`: the digits of which [`KEY`] made the bytes.
pub const DIGITS: &str = "tablewright_digits";
/// `tablewright_sum(x)`: the sum of integers, which must have 64 bits, but not before the end.
pub const SUM: &str = "tablewright_sum";
/// `tablewright_decimal_sum(x)`: the digits of the sum of decimals.
pub const DECIMAL_SUM: &str = "tablewright_decimal_sum";
/// `tablewright_average(x, scale)`: the average of integers, or of decimals.
pub const AVERAGE: &str = "tablewright_average";
/// `tablewright_rounded(x)`: the whole number that is nearest to `x`, the even one of two.
pub const ROUNDED: &str = "tablewright_rounded";
