//! Binding of parameters.

use mysql_async::Value;
use tablewright_sql::civil::{Date, DateTime, Time};

use crate::base::error::Result;
use crate::base::value::Binder;

/// Collects the parameters of a statement.
pub(super) struct MysqlBinder {
    values: Vec<Value>,
}

impl MysqlBinder {
    #[inline]
    pub fn new(parameters: usize) -> Self {
        MysqlBinder {
            values: Vec::with_capacity(parameters),
        }
    }

    #[inline]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    #[inline]
    fn push(&mut self, value: Value) -> Result<()> {
        self.values.push(value);
        Ok(())
    }
}

impl Binder for MysqlBinder {
    #[inline]
    fn null(&mut self) -> Result<()> {
        self.push(Value::NULL)
    }

    #[inline]
    fn bool(&mut self, value: bool) -> Result<()> {
        self.push(Value::Int(value.into()))
    }

    #[inline]
    fn i16(&mut self, value: i16) -> Result<()> {
        self.push(Value::Int(value.into()))
    }

    #[inline]
    fn i32(&mut self, value: i32) -> Result<()> {
        self.push(Value::Int(value.into()))
    }

    #[inline]
    fn i64(&mut self, value: i64) -> Result<()> {
        self.push(Value::Int(value))
    }

    #[inline]
    fn f32(&mut self, value: f32) -> Result<()> {
        self.push(Value::Float(value))
    }

    #[inline]
    fn f64(&mut self, value: f64) -> Result<()> {
        self.push(Value::Double(value))
    }

    /// As text, because the driver has no decimals; the column converts it.
    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.push(Value::Bytes(decimal_text(digits, scale)))
    }

    #[inline]
    fn text(&mut self, value: &str) -> Result<()> {
        self.push(Value::Bytes(value.into()))
    }

    #[inline]
    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.push(Value::Bytes(value.into()))
    }

    #[inline]
    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.push(Value::Bytes(value.into()))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.push(Value::Date(value.year, value.month, value.day, 0, 0, 0, 0))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.push(Value::Time(
            false,
            0,
            value.hour,
            value.minute,
            value.second,
            value.microsecond,
        ))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        let DateTime { date, time } = value;
        self.push(Value::Date(
            date.year,
            date.month,
            date.day,
            time.hour,
            time.minute,
            time.second,
            time.microsecond,
        ))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.datetime(value)
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.text(value)
    }
}

/// `digits` × 10^-`scale`, such as `-0.05`.
fn decimal_text(digits: i128, scale: u32) -> Vec<u8> {
    let scale = scale as usize;
    // There is at least one digit before the point.
    let mut text = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    if scale > 0 {
        text.insert(text.len() - scale, '.');
    }
    if digits < 0 {
        text.insert(0, '-');
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_its_point_where_the_column_has_it() {
        let text = |digits, scale| String::from_utf8(decimal_text(digits, scale)).ok();
        assert_eq!(text(0, 0).as_deref(), Some("0"));
        assert_eq!(text(0, 2).as_deref(), Some("0.00"));
        assert_eq!(text(-5, 2).as_deref(), Some("-0.05"));
        assert_eq!(text(12345, 2).as_deref(), Some("123.45"));
        assert_eq!(text(-100, 2).as_deref(), Some("-1.00"));
        assert_eq!(text(7, 0).as_deref(), Some("7"));
        assert_eq!(
            text(i128::MIN, 28).as_deref(),
            Some("-17014118346.0469231731687303715884105728")
        );
    }
}
