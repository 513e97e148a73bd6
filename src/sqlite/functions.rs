//! The functions that a connection adds to SQLite: see [`tablewright_sql::function`].
//!
//! They depend only on their parameters. As on the servers, a result that the type of the column
//! cannot hold is an error.

use std::cmp::Ordering;
use std::fmt;

use rusqlite::functions::{Aggregate, Context, FunctionFlags, WindowAggregate};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection as Raw, Error, Result, ToSql};
use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::function;
use tablewright_sql::words::Like;

use crate::base::error::OUT_OF_RANGE;
use crate::query::matches;

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_DIRECTONLY);

const FIRST_DAY: Date = Date {
    year: 1,
    month: 1,
    day: 1,
};

const MIDNIGHT: Time = Time {
    hour: 0,
    minute: 0,
    second: 0,
    microsecond: 0,
};

/// The error for a computed number that no column can hold.
#[derive(Debug)]
pub(super) struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OUT_OF_RANGE)
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
        let rescaled = scaled(to)?.map(i64::try_from).transpose();
        rescaled.map_err(|_| out_of_range())
    })?;
    add(raw, function::SCALED, 3, |to| Ok(scaled(to)?.map(Digits)))?;
    add(raw, function::DECIMAL, 3, |to| decimal(to, 0))?;
    add(raw, function::KEY, 1, |to| Ok(digits(to, 0)?.map(key)))?;
    add(raw, function::DIGITS, 1, |to| {
        let key: Option<[u8; 16]> = to.get(0)?;
        Ok(key.map(|key| Digits(of_key(key))))
    })?;
    add(raw, function::COMPUTED, 5, |to| {
        let Some((computed, scale)) = computed(to, 0)? else {
            return Ok(None);
        };
        let rescaled = rescaled(computed, scale, to.get(4)?)?;
        i64::try_from(rescaled)
            .map(Some)
            .map_err(|_| out_of_range())
    })?;
    add(raw, function::COMPARED, 4, |to| {
        let right = digits(to, 2)?.zip(to.get(3)?);
        compared(to, right)
    })?;
    add(raw, function::COMPARED, 6, |to| {
        let right = computed(to, 2)?;
        compared(to, right)
    })?;
    add(raw, function::INTEGER, 3, integer)?;
    add(raw, function::SINCE, 2, |to| {
        let (later, earlier) = (microseconds(to, 0)?, microseconds(to, 1)?);
        Ok(later.zip(earlier).map(|(later, earlier)| later - earlier))
    })?;
    add(raw, function::MOVED, 3, moved)?;
    add(raw, function::ROUNDED, 1, |to| {
        let number: Option<f64> = to.get(0)?;
        Ok(number.map(f64::round_ties_even))
    })?;
    add(raw, function::LIKE, 2, |to| has_form(to, Like::Exact))?;
    add(raw, function::ILIKE, 2, |to| {
        has_form(to, Like::IgnoringCase)
    })?;
    raw.create_window_function(function::SUM, 1, FLAGS, Of(Total::integer))?;
    raw.create_window_function(function::DECIMAL_SUM, 1, FLAGS, Of(Total::decimal))?;
    raw.create_window_function(function::AVERAGE, 2, FLAGS, Of(Total::average))
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

/// The date and time of an argument, as microseconds.
fn moment(to: &Context<'_>, at: usize) -> Result<Option<i64>> {
    read(to, at, DateTime::from_utc_text)
}

/// The date, the time or both of an argument, as microseconds since the beginning of a day.
fn microseconds(to: &Context<'_>, at: usize) -> Result<Option<i64>> {
    read(to, at, |text| {
        let of_date = |date| DateTime {
            date,
            time: MIDNIGHT,
        };
        let of_time = |time| DateTime {
            date: FIRST_DAY,
            time,
        };
        let date = || Date::from_text(text).map(of_date);
        let time = || Time::from_text(text).map(of_time);
        DateTime::from_utc_text(text).or_else(date).or_else(time)
    })
}

/// The text of an argument as a date and time, in microseconds.
fn read(
    to: &Context<'_>,
    at: usize,
    parse: impl FnOnce(&str) -> Option<DateTime>,
) -> Result<Option<i64>> {
    let text = match to.get_raw(at) {
        ValueRef::Null => return Ok(None),
        ValueRef::Text(text) => std::str::from_utf8(text).ok(),
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    };
    match text.and_then(parse) {
        Some(moment) => Ok(Some(moment.to_microseconds())),
        None => Err(out_of_range()),
    }
}

/// The moment that is some microseconds after or before another one, as text of the same form.
fn moved(to: &Context<'_>) -> Result<Option<String>> {
    let Some((from, by)) = moment(to, 0)?.zip(to.get::<Option<i64>>(2)?) else {
        return Ok(None);
    };
    let moved = match to.get_raw(1).as_str()? {
        "-" => from.checked_sub(by),
        _ => from.checked_add(by),
    };
    let moved = moved.and_then(DateTime::from_microseconds);
    let moved = moved.ok_or_else(out_of_range)?;
    let is_instant = to.get_raw(0).as_str()?.ends_with('Z');
    let text = match is_instant {
        true => moved.to_utc_text(),
        false => moved.to_text(),
    };
    Ok(Some(text.as_str().to_owned()))
}

/// The digits of a computed decimal; text if they have more than 64 bits.
#[derive(Clone, Copy)]
struct Digits(i128);

impl ToSql for Digits {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match i64::try_from(self.0) {
            Ok(digits) => Value::Integer(digits),
            Err(_) => Value::Text(self.0.to_string()),
        }))
    }
}

/// The digits of a decimal at a position.
fn digits(to: &Context<'_>, at: usize) -> Result<Option<i128>> {
    if let ValueRef::Text(text) = to.get_raw(at)
        && let Some(digits) = digits_of_text(text)
    {
        return Ok(Some(digits));
    }
    let digits: Option<i64> = to.get(at)?;
    Ok(digits.map(i128::from))
}

/// The digits of a decimal in text, because they have more than 64 bits.
pub(super) fn digits_of_text(text: &[u8]) -> Option<i128> {
    let digits: i128 = std::str::from_utf8(text).ok()?.parse().ok()?;
    i64::try_from(digits).is_err().then_some(digits)
}

/// Bytes that sort like the digits.
fn key(digits: i128) -> [u8; 16] {
    (digits ^ i128::MIN).to_be_bytes()
}

fn of_key(key: [u8; 16]) -> i128 {
    i128::from_be_bytes(key) ^ i128::MIN
}

/// The result of an operator and its two operands, which are digits of decimals and begin at a
/// position.
fn decimal(to: &Context<'_>, at: usize) -> Result<Option<Digits>> {
    let Some((left, right)) = digits(to, at + 1)?.zip(digits(to, at + 2)?) else {
        return Ok(None);
    };
    let result = match to.get_raw(at).as_str()? {
        "*" => left.checked_mul(right),
        "-" => left.checked_sub(right),
        "abs" => left.checked_abs(),
        _ => left.checked_add(right),
    };
    let digits = result.map(Digits).ok_or_else(out_of_range)?;
    Ok(Some(digits))
}

/// The digits, their scale, and the wanted scale, converted.
fn scaled(to: &Context<'_>) -> Result<Option<i128>> {
    let (from, into) = (to.get(1)?, to.get(2)?);
    let digits = digits(to, 0)?;
    digits
        .map(|digits| rescaled(digits, from, into))
        .transpose()
}

/// A sum of integers, or of digits of decimals, to which a window adds rows and from which it
/// removes them.
#[derive(Clone, Copy, Default)]
struct Total {
    sum: i128,
    count: u32,
    /// The number of digits after the point, if it comes with each number.
    scale: u32,
}

impl Total {
    fn add(&mut self, to: &Context<'_>) -> Result<()> {
        if let Some(number) = digits(to, 0)? {
            self.sum = self.sum.checked_add(number).ok_or_else(out_of_range)?;
            self.count += 1;
        }
        Ok(())
    }

    fn subtract(&mut self, to: &Context<'_>) -> Result<()> {
        if let Some(number) = digits(to, 0)? {
            self.sum = self.sum.checked_sub(number).ok_or_else(out_of_range)?;
            self.count -= 1;
        }
        Ok(())
    }

    /// The sum, if there was a value.
    fn sum(self) -> Option<i128> {
        (self.count > 0).then_some(self.sum)
    }

    /// The sum, which must fit into 64 bits.
    fn integer(self) -> Result<Option<i64>> {
        let sum = self.sum().map(i64::try_from).transpose();
        sum.map_err(|_| out_of_range())
    }

    fn decimal(self) -> Result<Option<Digits>> {
        Ok(self.sum().map(Digits))
    }

    fn average(self) -> Result<Option<f64>> {
        // A power of ten is exact up to 22.
        let scale = 10_f64.powi(self.scale as i32);
        let average = |sum| sum as f64 / scale / f64::from(self.count);
        Ok(self.sum().map(average))
    }
}

/// An aggregate of a group or a window, which computes a result from the total. The number of
/// digits after the point may come with each number.
struct Of<T>(fn(Total) -> Result<Option<T>>);

impl<T: ToSql> Aggregate<Total, Option<T>> for Of<T> {
    fn init(&self, _: &mut Context<'_>) -> Result<Total> {
        Ok(Total::default())
    }

    fn step(&self, to: &mut Context<'_>, total: &mut Total) -> Result<()> {
        if to.len() > 1 {
            total.scale = to.get(1)?;
        }
        total.add(to)
    }

    fn finalize(&self, _: &mut Context<'_>, total: Option<Total>) -> Result<Option<T>> {
        self.0(total.unwrap_or_default())
    }
}

impl<T: ToSql> WindowAggregate<Total, Option<T>> for Of<T> {
    fn value(&self, total: Option<&mut Total>) -> Result<Option<T>> {
        self.0(total.map_or_else(Total::default, |total| *total))
    }

    fn inverse(&self, to: &mut Context<'_>, total: &mut Total) -> Result<()> {
        total.subtract(to)
    }
}

fn finite(number: Option<f64>) -> Result<Option<f64>> {
    match number {
        Some(number) if !number.is_finite() => Err(out_of_range()),
        number => Ok(number),
    }
}

/// The result of an operator and its two operands, which begin at a position, and its number of
/// digits after the point.
fn computed(to: &Context<'_>, at: usize) -> Result<Option<(i128, u32)>> {
    let scale: u32 = to.get(at + 3)?;
    let scale = match to.get_raw(at).as_str()? {
        "*" => scale * 2,
        _ => scale,
    };
    Ok(decimal(to, at)?.map(|Digits(digits)| (digits, scale)))
}

/// The result of an operator and its two operands, which must fit into 64 bits.
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

/// Converts the digits of a decimal to another number of digits after the point; halves are rounded
/// away from zero, as on the servers.
fn rescaled(digits: i128, from: u32, into: u32) -> Result<i128> {
    let rescaled = match 10_i128.checked_pow(from.abs_diff(into)) {
        Some(power) if into >= from => digits.checked_mul(power),
        Some(power) => {
            let half = (digits % power).unsigned_abs() * 2 >= power.unsigned_abs();
            Some(digits / power + if half { digits.signum() } else { 0 })
        }
        None => None,
    };
    rescaled.ok_or_else(out_of_range)
}

/// Compares the first operand, which is followed by its scale, with another one.
fn compared(to: &Context<'_>, right: Option<(i128, u32)>) -> Result<Option<i64>> {
    let Some(((left, scale), right)) = digits(to, 0)?.zip(to.get(1)?).zip(right) else {
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
        assert_eq!(
            of(i128::from(i64::MAX), 0, 1),
            Some(92_233_720_368_547_758_070)
        );
        assert_eq!(of(i128::MAX, 0, 1), None);
        assert_eq!(of(5, 36, 0), Some(0));
        assert_eq!(of(1, 0, 40), None);
    }

    #[test]
    fn keys_sort_as_their_digits() {
        let mut last = None;
        for digits in [
            i128::MIN,
            -1 << 64,
            -2,
            -1,
            0,
            1,
            255,
            256,
            1 << 64,
            i128::MAX,
        ] {
            assert_eq!(of_key(key(digits)), digits);
            assert!(last < Some(key(digits)), "{digits}");
            last = Some(key(digits));
        }
    }

    #[test]
    fn digits_are_a_text_beyond_64_bits() {
        let longer = i128::from(i64::MAX) + 1;
        assert_eq!(digits_of_text(longer.to_string().as_bytes()), Some(longer));
        // A value that the column should not hold is not a decimal.
        assert_eq!(digits_of_text(i64::MAX.to_string().as_bytes()), None);
        assert_eq!(digits_of_text(b"1e30"), None);
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
