//! The functions that our connections add to SQLite, which has no decimals and no 32-bit floats.
//!
//! Rendered SQL calls them, and the runtime registers them on every connection. The digits of a
//! decimal are an integer, as in a column, or a string if they need more than 64 bits.

/// `tablewright_float(x)`: the 32-bit float nearest to `x`.
pub const FLOAT: &str = "tablewright_float";
/// `tablewright_double(x)`: `x`, which must be finite.
pub const DOUBLE: &str = "tablewright_double";
/// `tablewright_rescaled(x, from, to)`: the digits of a decimal with `to` digits after the point,
/// from its digits with `from` digits after the point.
pub const RESCALED: &str = "tablewright_rescaled";
/// `tablewright_computed(operator, a, b, scale, to)`: the digits of the result with `to` digits
/// after the point; `a` and `b` have `scale` digits after the point.
pub const COMPUTED: &str = "tablewright_computed";
/// `tablewright_compare(x, scale, y, scale)` and `tablewright_compare(x, scale, operator, a, b,
/// scale)`: -1, 0 or 1 if `x` is less than, equal to or greater than the other.
pub const COMPARED: &str = "tablewright_compare";
/// `tablewright_like(x, pattern)`: whether a string matches a pattern that is too long for `GLOB`.
pub const LIKE: &str = "tablewright_like";
/// `tablewright_ilike(x, pattern)`: the same, ignoring the case of ASCII letters.
pub const ILIKE: &str = "tablewright_ilike";
/// `tablewright_since(a, b)`: the microseconds from `b` to `a`, two texts of the same form: a date,
/// a time, or both.
pub const SINCE: &str = "tablewright_since";
/// `tablewright_moved(a, operator, x)`: the moment that is `x` microseconds after `a` or before it,
/// as text.
pub const MOVED: &str = "tablewright_moved";
/// `tablewright_integer(operator, a, b)`: the result, which must fit into 64 bits; the operator
/// `abs` takes only `a`.
pub const INTEGER: &str = "tablewright_integer";
/// `tablewright_decimal(operator, a, b)`: the digits of the result, which may have more than 64
/// bits; the operator `abs` takes only `a`.
pub const DECIMAL: &str = "tablewright_decimal";
/// `tablewright_scaled(x, from, to)`: like [`RESCALED`], but the digits may have more than 64 bits.
pub const SCALED: &str = "tablewright_scaled";
/// `tablewright_key(x)`: bytes that sort as the decimals do, from their digits.
pub const KEY: &str = "tablewright_key";
/// `tablewright_digits(key)`: the digits from the bytes of [`KEY`].
pub const DIGITS: &str = "tablewright_digits";
/// `tablewright_sum(x)`: the sum of integers, which must fit into 64 bits, but only at the end.
pub const SUM: &str = "tablewright_sum";
/// `tablewright_decimal_sum(x)`: the digits of the sum of decimals.
pub const DECIMAL_SUM: &str = "tablewright_decimal_sum";
/// `tablewright_average(x, scale)`: the average of integers, or of decimals.
pub const AVERAGE: &str = "tablewright_average";
/// `tablewright_rounded(x)`: the nearest whole number, the even one in the middle between two.
pub const ROUNDED: &str = "tablewright_rounded";
