//! The functions that our connections add to SQLite, which has no decimals and no numbers of 32
//! bits.
//!
//! Rendering calls them, and the runtime registers them at every connection.

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
/// `tablewright_rounded(x)`: the whole number that is nearest to `x`, the even one of two.
pub const ROUNDED: &str = "tablewright_rounded";
