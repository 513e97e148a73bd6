//! The functions that a connection adds to SQLite: see [`tablewright_sql::function`].
//!
//! They do not depend on anything but their parameters. A result that the type of the column cannot
//! hold is an error, as on the servers.

use std::cmp::Ordering;
use std::fmt;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection as Raw, Error, Result, ToSql};
use tablewright_sql::function;
use tablewright_sql::words::Like;

use crate::query::matches;

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_DIRECTONLY);

/// A number that the database computed, and that no column holds.
#[derive(Debug)]
pub(super) struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what is computed is out of the range of its type")
    }
}

impl std::error::Error for OutOfRange {}

/// Adds the functions to a connection.
pub(super) fn register(raw: &Raw) -> Result<()> {
    add(raw, function::FLOAT, 1, |to| {
        let number = to.get::<Option<f64>>(0)?.map(|number| number as f32);
        finite(number.map(f64::from))
    })?;
    add(raw, function::DOUBLE, 1, |to| finite(to.get(0)?))?;
    add(raw, function::RESCALED, 3, |to| {
        let (from, into) = (to.get(1)?, to.get(2)?);
        let digits: Option<i64> = to.get(0)?;
        let rescaled = digits.map(|digits| rescaled(digits.into(), from, into));
        rescaled.transpose()
    })?;
    add(raw, function::COMPUTED, 5, |to| {
        let Some((computed, scale)) = computed(to, 0)? else {
            return Ok(None);
        };
        rescaled(computed, scale, to.get(4)?).map(Some)
    })?;
    add(raw, function::COMPARED, 4, |to| {
        let right: Option<i64> = to.get(2)?;
        let right = right.map(i128::from).zip(to.get(3)?);
        compared(to, right)
    })?;
    add(raw, function::COMPARED, 6, |to| {
        let right = computed(to, 2)?;
        compared(to, right)
    })?;
    add(raw, function::INTEGER, 3, integer)?;
    add(raw, function::ROUNDED, 1, |to| {
        let number: Option<f64> = to.get(0)?;
        Ok(number.map(f64::round_ties_even))
    })?;
    add(raw, function::LIKE, 2, |to| has_form(to, Like::Exact))?;
    add(raw, function::ILIKE, 2, |to| {
        has_form(to, Like::IgnoringCase)
    })
}

fn add<T: ToSql + 'static>(
    raw: &Raw,
    name: &str,
    parameters: i32,
    function: fn(&Context<'_>) -> Result<T>,
) -> Result<()> {
    raw.create_scalar_function(name, parameters, FLAGS, function)
}

fn out_of_range() -> Error {
    Error::UserFunctionError(Box::new(OutOfRange))
}

fn finite(number: Option<f64>) -> Result<Option<f64>> {
    match number {
        Some(number) if !number.is_finite() => Err(out_of_range()),
        number => Ok(number),
    }
}

/// The result of an operator and its two operands, which begin at a position, and how many of its
/// digits are after the point.
fn computed(to: &Context<'_>, at: usize) -> Result<Option<(i128, u32)>> {
    let (left, right): (Option<i64>, Option<i64>) = (to.get(at + 1)?, to.get(at + 2)?);
    let scale: u32 = to.get(at + 3)?;
    let Some((left, right)) = left.zip(right) else {
        return Ok(None);
    };
    let (left, right) = (i128::from(left), i128::from(right));
    // Two numbers of 64 bits fit, whatever is done with them.
    Ok(Some(match to.get_raw(at).as_str()? {
        "*" => (left * right, scale * 2),
        "-" => (left - right, scale),
        _ => (left + right, scale),
    }))
}

/// The result of an operator and its two operands, which must have 64 bits.
fn integer(to: &Context<'_>) -> Result<Option<i64>> {
    let (left, right): (Option<i64>, Option<i64>) = (to.get(1)?, to.get(2)?);
    let Some((left, right)) = left.zip(right) else {
        return Ok(None);
    };
    let result = match to.get_raw(0).as_str()? {
        "*" => left.checked_mul(right),
        "-" => left.checked_sub(right),
        "abs" => left.checked_abs(),
        _ => left.checked_add(right),
    };
    result.map(Some).ok_or_else(out_of_range)
}

/// The digits of a decimal for another number of digits after the point; what is in the middle
/// becomes the one that is farther from zero, as on the servers.
fn rescaled(digits: i128, from: u32, into: u32) -> Result<i64> {
    let power = 10_i128.checked_pow(from.abs_diff(into));
    let rescaled = match power {
        Some(power) if into >= from => digits.checked_mul(power),
        Some(power) => {
            let half = (digits % power).abs() * 2 >= power;
            Some(digits / power + if half { digits.signum() } else { 0 })
        }
        None => None,
    };
    let fitting = rescaled.and_then(|digits| i64::try_from(digits).ok());
    fitting.ok_or_else(out_of_range)
}

/// How the first operand, which has its scale after it, compares with another.
fn compared(to: &Context<'_>, right: Option<(i128, u32)>) -> Result<Option<i64>> {
    let left: Option<i64> = to.get(0)?;
    let Some(((left, scale), right)) = left.map(i128::from).zip(to.get(1)?).zip(right) else {
        return Ok(None);
    };
    Ok(Some(match compare((left, scale), right) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

/// Compares decimals by their whole parts, and then by the rest.
fn compare((left, left_scale): (i128, u32), (right, right_scale): (i128, u32)) -> Ordering {
    let parts = |digits: i128, scale: u32| match 10_i128.checked_pow(scale) {
        Some(power) => (digits.div_euclid(power), digits.rem_euclid(power)),
        // No product has that many digits.
        None => (0, digits),
    };
    let (left, left_rest) = parts(left, left_scale);
    let (right, right_rest) = parts(right, right_scale);
    let scale = left_scale.max(right_scale);
    let power = |own: u32| 10_i128.saturating_pow(scale - own);
    left.cmp(&right).then_with(|| {
        let left_rest = left_rest.saturating_mul(power(left_scale));
        left_rest.cmp(&right_rest.saturating_mul(power(right_scale)))
    })
}

fn has_form(to: &Context<'_>, kind: Like) -> Result<Option<bool>> {
    match (to.get_raw(0), to.get_raw(1)) {
        (ValueRef::Null, _) | (_, ValueRef::Null) => Ok(None),
        (text, pattern) => Ok(Some(matches(text.as_str()?, kind, pattern.as_str()?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rescaled_as_on_the_servers() {
        let of = |digits, from, into| rescaled(digits, from, into).ok();
        assert_eq!(of(150, 2, 4), Some(15_000));
        assert_eq!(of(15_049, 4, 2), Some(150));
        assert_eq!(of(15_050, 4, 2), Some(151));
        assert_eq!(of(-15_050, 4, 2), Some(-151));
        assert_eq!(of(-15_049, 4, 2), Some(-150));
        assert_eq!(of(i128::from(i64::MAX), 0, 1), None);
        assert_eq!(of(5, 36, 0), Some(0));
        assert_eq!(of(1, 0, 40), None);
    }

    #[test]
    fn decimals_of_different_scales_are_compared() {
        assert_eq!(compare((150, 2), (15, 1)), Ordering::Equal);
        assert_eq!(compare((-151, 2), (-15, 1)), Ordering::Less);
        assert_eq!(compare((-150, 2), (-151, 2)), Ordering::Greater);
        let largest = i128::from(i64::MAX);
        assert_eq!(compare((largest, 0), (largest, 36)), Ordering::Greater);
        assert_eq!(compare((largest, 0), (largest * 10, 1)), Ordering::Equal);
        assert_eq!(compare((0, 18), (1, 36)), Ordering::Less);
    }
}
