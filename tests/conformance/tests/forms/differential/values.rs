//! The values of rows and of conditions: only a few, so that many are equal.

use tablewright::jiff::civil::{Date, DateTime, Time, date, datetime, time};
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::rust_decimal::{Decimal, RoundingStrategy};
use tablewright::serde_json::{Value as Json, json};
use tablewright::uuid::Uuid;
use tablewright_test_conformance::models::forms::Priority;

pub fn smalls() -> Vec<i16> {
    vec![i16::MIN, -1, 0, 1, 7, i16::MAX]
}

pub fn integers() -> Vec<i32> {
    vec![i32::MIN, -2, 0, 1, 3, i32::MAX]
}

pub fn bigs() -> Vec<i64> {
    vec![i64::MIN, -1, 0, 2, 9_007_199_254_740_993, i64::MAX]
}

pub fn tinies() -> Vec<u8> {
    vec![0, 1, 7, 127, 128, u8::MAX]
}

pub fn ports() -> Vec<u16> {
    vec![0, 1, 7, 32_767, 32_768, u16::MAX]
}

pub fn areas() -> Vec<u32> {
    vec![0, 1, 7, 2_147_483_647, 2_147_483_648, u32::MAX]
}

/// The greatest values that databases can store.
pub fn totals() -> Vec<u64> {
    vec![0, 1, 2, 9_007_199_254_740_993, i64::MAX as u64]
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

pub fn prices() -> Vec<Decimal> {
    ["-1.50", "0", "0.01", "1.5", "2.25", "99999.99"]
        .map(decimal)
        .into()
}

pub fn rates() -> Vec<Decimal> {
    ["-1.5000", "0", "0.0001", "1.5", "1.5001", "2.2500"]
        .map(decimal)
        .into()
}

pub fn costs() -> Vec<Decimal> {
    ["9999999999999999.98", "9999999999999999.99", "-1.50", "0.1"]
        .map(decimal)
        .into()
}

pub fn singles() -> Vec<f32> {
    vec![0.1, -0.7, 0.0, 1.5, 16_777_216.0, 0.3]
}

pub fn doubles() -> Vec<f64> {
    vec![0.1, -0.7, 0.0, 1.5, 9_007_199_254_740_992.0, 0.3]
}

pub fn names() -> Vec<String> {
    [
        "a", "A", "b", "ä", "Ä", "", "a ", "a\r\nb", "a%b", "a_b", "🦀", "aXb",
    ]
    .map(str::to_owned)
    .into()
}

pub fn longs() -> Vec<String> {
    let prefix = "ä".repeat(590);
    ["", "a", "b", "ab"]
        .map(|end| format!("{prefix}{end}"))
        .into()
}

pub fn bodies() -> Vec<String> {
    let prefix = "x".repeat(1100);
    ["", "a", "B", "b", "a\r\nb"]
        .map(|end| format!("{prefix}{end}"))
        .into()
}

pub fn tokens() -> Vec<Uuid> {
    [0, 1, 1 << 64, u128::MAX].map(Uuid::from_u128).into()
}

pub fn bytes() -> Vec<Vec<u8>> {
    vec![vec![], vec![0], vec![0, 255], vec![255]]
}

pub fn days() -> Vec<Date> {
    vec![date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)]
}

pub fn hours() -> Vec<Time> {
    vec![
        time(0, 0, 0, 0),
        time(23, 59, 59, 999_999_000),
        time(12, 0, 0, 1000),
    ]
}

pub fn locals() -> Vec<DateTime> {
    vec![
        datetime(1, 1, 1, 0, 0, 0, 0),
        datetime(2024, 2, 29, 1, 2, 3, 4000),
    ]
}

pub fn spans() -> Vec<SignedDuration> {
    [-1, 0, 1, 86_400_000_000, i64::MIN, i64::MAX]
        .map(SignedDuration::from_micros)
        .into()
}

pub fn instants() -> Vec<Timestamp> {
    [-1, 0, 1, 1_700_000_000_000_001]
        .map(|it| Timestamp::from_microsecond(it).expect("in range"))
        .into()
}

pub fn priorities() -> Vec<Priority> {
    vec![
        Priority::Low,
        Priority::Medium,
        Priority::High,
        Priority::Urgent,
    ]
}

pub fn arrays() -> Vec<Vec<i32>> {
    vec![vec![], vec![1, 2], vec![2, 1], vec![10], vec![1]]
}

pub fn words() -> Vec<Vec<String>> {
    let words = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
    vec![
        words(&[]),
        words(&["a", "B"]),
        words(&["two\nlines\"\\ é"]),
        words(&["🦀"]),
    ]
}

pub fn extras() -> Vec<Json> {
    vec![
        json!({}),
        json!({ "a": 1, "b": "x" }),
        json!({ "a": "1", "b": { "c": [1, -2, "ä"] } }),
        json!({ "a": null, "b": true }),
        json!({ "a": false, "b": { "c": "X" } }),
        json!({ "a": 1.5, "b": [{ "c": 2 }] }),
        json!([7, "x", { "a": 2 }]),
        json!("a"),
        json!(7),
    ]
}

/// Strings that are equal by a collation which ignores case, and some with the same beginning. They
/// are only letters, because collations differ in the order of other characters.
pub fn folded() -> Vec<String> {
    ["a", "A", "b", "B", "ab", "AB", "aB", "", "abc", "Z"]
        .map(str::to_owned)
        .into()
}

/// Rounded to two digits after the point, halves away from zero.
pub fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The form of a string that is equal for strings which the collations consider equal.
pub fn fold(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// The sum of the values that are not NULL, if there are any.
pub fn sum_of<T: Into<i128>>(values: impl IntoIterator<Item = Option<T>>) -> Option<i128> {
    let values = values.into_iter().flatten().map(Into::into);
    values.reduce(|sum, value| sum + value)
}

/// The same of integers that are few and short.
pub fn short_sum_of<T: Into<i128>>(values: impl IntoIterator<Item = Option<T>>) -> Option<i64> {
    sum_of(values).map(|sum| i64::try_from(sum).expect("a short sum"))
}
