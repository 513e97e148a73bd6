//! `T[]` as a JSON array, for databases without arrays.
//!
//! An item is bound and read like a column of its type, by a [`Binder`] that collects JSON and a
//! [`Row`] that reads it. Numbers and bools are JSON numbers and bools, bytes are hexadecimal
//! digits, and all other values are strings.

use serde_json::Value as Json;
use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::hex::{from_hex, to_hex, uuid_text};

use crate::base::error::{Error, Result};
use crate::base::value::types::text::shortened;
use crate::base::value::{Binder, Element, Row, Value};

impl<T: Element> Value for Vec<T> {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.list(self)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.list(index)
    }
}

/// The items as a JSON array.
pub(crate) fn to_json<T: Element>(items: &[T]) -> Result<String> {
    let mut array = ArrayBinder(Vec::with_capacity(items.len()));
    items.iter().try_for_each(|item| item.encode(&mut array))?;
    Ok(Json::Array(array.0).to_string())
}

/// The items of the JSON array at a position.
pub(crate) fn from_json<T: Element>(text: &str, index: usize) -> Result<Vec<T>> {
    let array = match serde_json::from_str(text) {
        Ok(Json::Array(items)) => ArrayRow(items),
        Ok(other) => return Err(Error::decode(index, "a JSON array", described(&other))),
        Err(error) => {
            let found = format!("a text that is not JSON: {error}");
            return Err(Error::decode(index, "a JSON array", found));
        }
    };
    (0..array.0.len())
        .map(|item| array.get(item).map_err(|error| in_list(error, index)))
        .collect()
}

/// Converts the error of an item to an error of the column.
#[cold]
fn in_list(mut error: Error, index: usize) -> Error {
    if let Error::Decode(error) = &mut error {
        error.found = format!("{} as item {} of the array", error.found, error.index + 1);
        error.index = index;
    }
    error
}

/// Collects items as JSON.
struct ArrayBinder(Vec<Json>);

impl ArrayBinder {
    fn push(&mut self, item: impl Into<Json>) -> Result<()> {
        self.0.push(item.into());
        Ok(())
    }
}

impl Binder for ArrayBinder {
    fn null(&mut self) -> Result<()> {
        self.push(Json::Null)
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.push(value)
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.push(value)
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.push(value)
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.push(value)
    }

    /// Adding 0 converts -0.0 to 0.0, because lists are compared as text.
    fn f32(&mut self, value: f32) -> Result<()> {
        self.push(value + 0.0)
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.push(value + 0.0)
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.push(decimal_text(digits, scale))
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.push(value)
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.push(to_hex(value))
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.push(uuid_text(&value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.push(value.to_text().as_str())
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.push(value.to_text().as_str())
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.push(value.to_text().as_str())
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.push(value.to_utc_text().as_str())
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.push(value)
    }
}

/// Reads items from JSON.
struct ArrayRow(Vec<Json>);

impl ArrayRow {
    fn item(&self, index: usize) -> &Json {
        self.0.get(index).unwrap_or(&Json::Null)
    }

    /// The item, if `read` accepts it; `None` for null.
    fn read<'a, T>(
        &'a self,
        index: usize,
        expected: &str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Result<Option<T>> {
        let item = self.item(index);
        if item.is_null() {
            return Ok(None);
        }
        match read(item) {
            Some(value) => Ok(Some(value)),
            None => Err(Error::decode(index, expected, described(item))),
        }
    }

    /// The item, if it is a string that `read` accepts.
    fn read_text<T>(
        &self,
        index: usize,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        self.read(index, expected, |item| item.as_str().and_then(read))
    }
}

impl Row for ArrayRow {
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        self.read(index, "true or false", Json::as_bool)
    }

    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.read(index, "an integer of 16 bits", |item| {
            item.as_i64()?.try_into().ok()
        })
    }

    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.read(index, "an integer of 32 bits", |item| {
            item.as_i64()?.try_into().ok()
        })
    }

    fn i64(&self, index: usize) -> Result<Option<i64>> {
        self.read(index, "an integer of 64 bits", Json::as_i64)
    }

    fn f32(&self, index: usize) -> Result<Option<f32>> {
        self.read(index, "a number of 32 bits", |item| {
            let number = item.as_f64()? as f32;
            number.is_finite().then_some(number)
        })
    }

    fn f64(&self, index: usize) -> Result<Option<f64>> {
        self.read(index, "a number", Json::as_f64)
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read_text(index, "a decimal as text", |text| {
            decimal_digits(text, scale)
        })
    }

    fn text(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, "a text", Json::as_str)
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        // The bytes are created here, so they cannot be borrowed; see `bytes_owned`.
        Err(Error::decode(index, "bytes", described(self.item(index))))
    }

    fn bytes_owned(&self, index: usize) -> Result<Option<Vec<u8>>> {
        self.read_text(index, "bytes as hexadecimal digits", from_hex)
    }

    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        self.read_text(index, "a UUID as text", |text| {
            from_hex(&text.replace('-', ""))?.try_into().ok()
        })
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.read_text(index, "a date such as 2024-02-29", Date::from_text)
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.read_text(index, "a time such as 23:59:59.000000", Time::from_text)
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "a date and time such as 2024-02-29 23:59:59.000000";
        self.read_text(index, expected, DateTime::from_text)
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "an instant in UTC such as 2024-02-29 23:59:59.000000Z";
        self.read_text(index, expected, DateTime::from_utc_text)
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.text(index)
    }
}

/// The type of an item, for a message.
fn described(item: &Json) -> String {
    match item {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => format!("the number {number}"),
        Json::String(text) => format!("the text {}", shortened(text)),
        Json::Array(_) => "an array".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// `-12.50` for the digits -1250 and a scale of 2.
fn decimal_text(digits: i128, scale: u32) -> String {
    let sign = if digits < 0 { "-" } else { "" };
    let scale = scale as usize;
    let all = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = all.split_at(all.len() - scale);
    if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

pub(crate) fn decimal_digits(text: &str, scale: u32) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let zeros = (scale as usize).checked_sub(fraction.len())?;
    format!("{whole}{fraction}{}", "0".repeat(zeros))
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Element + PartialEq + std::fmt::Debug>(items: &[T], text: &str) {
        let json = to_json(items).unwrap_or_else(|error| error.to_string());
        assert_eq!(json, text);
        let back: Result<Vec<T>> = from_json(&json, 0);
        assert_eq!(
            back.map_err(|error| error.to_string()).as_deref(),
            Ok(items)
        );
    }

    #[test]
    fn items_come_back_as_they_went() {
        there_and_back(&[true, false], "[true,false]");
        there_and_back(
            &[i64::MIN, i64::MAX],
            "[-9223372036854775808,9223372036854775807]",
        );
        there_and_back(
            &[0.1, -0.0, 5e-324, f64::MAX],
            "[0.1,0.0,5e-324,1.7976931348623157e+308]",
        );
        there_and_back(&["a\"b".to_owned(), String::new()], r#"["a\"b",""]"#);
        there_and_back(&[vec![0, 255], vec![]], r#"["00ff",""]"#);
        there_and_back(
            &[0.1f32, f32::MAX],
            "[0.10000000149011612,3.4028234663852886e+38]",
        );
        there_and_back::<i32>(&[], "[]");
    }

    #[test]
    fn an_error_names_the_item() {
        let error = from_json::<i16>("[1,70000]", 3).expect_err("70000 has no 16 bits");
        assert_eq!(
            error.to_string(),
            "column 4 of the result: expected an integer of 16 bits; found the number 70000 as \
             item 2 of the array: change the row, or the type in models.yaml"
        );
        assert!(from_json::<i16>("[null]", 0).is_err());
        assert!(from_json::<i16>("{}", 0).is_err());
        assert!(from_json::<i16>("[", 0).is_err());
        assert!(from_json::<Vec<u8>>(r#"["0"]"#, 0).is_err());
        assert!(from_json::<Vec<u8>>(r#"["zz"]"#, 0).is_err());
    }

    #[test]
    fn decimals_are_exact() {
        for (digits, scale, text) in [(1250, 2, "12.50"), (-5, 2, "-0.05"), (7, 0, "7")] {
            assert_eq!(decimal_text(digits, scale), text);
            assert_eq!(decimal_digits(text, scale), Some(digits));
        }
        assert_eq!(decimal_digits("12.505", 2), None);
        assert_eq!(decimal_digits("x", 2), None);
    }
}
