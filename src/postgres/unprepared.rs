//! Parameters as text, which the server parses as the expected types.
//!
//! A statement that is not prepared is sent together with its parameters. Their types, which the
//! binary format needs, are unknown then.

use std::fmt::Display;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::hex::push_hex;

use super::bind::Bound;
use super::numeric;
use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element};

/// Writes the parameters of a statement one after another.
pub(super) struct TextBinder {
    bound: Bound,
    /// Whether the items of a list are being written.
    in_list: bool,
}

impl TextBinder {
    pub fn new() -> Self {
        TextBinder {
            bound: Bound::of_text(),
            in_list: false,
        }
    }

    pub fn finish(self) -> Bound {
        self.bound
    }

    fn write(&mut self, value: impl Display) -> Result<()> {
        self.text(&value.to_string())
    }
}

impl Binder for TextBinder {
    fn null(&mut self) -> Result<()> {
        if self.in_list {
            return Err(Error::value("an item of an array cannot be NULL"));
        }
        self.bound.null();
        Ok(())
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.text(if value { "t" } else { "f" })
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.write(value)
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.write(value)
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.write(value)
    }

    /// With the digits of a `double` for the same number.
    fn f32(&mut self, value: f32) -> Result<()> {
        self.f64(value.into())
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.write(format_args!("{value:e}"))
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.write(numeric::with_point(digits, scale))
    }

    fn text(&mut self, value: &str) -> Result<()> {
        let bytes = &mut self.bound.bytes;
        if !self.in_list {
            bytes.extend(value.as_bytes());
            self.bound.end();
            return Ok(());
        }
        if bytes.last() != Some(&b'{') {
            bytes.push(b',');
        }
        bytes.push(b'"');
        for byte in value.bytes() {
            if matches!(byte, b'"' | b'\\') {
                bytes.push(b'\\');
            }
            bytes.push(byte);
        }
        bytes.push(b'"');
        Ok(())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        let mut text = String::with_capacity(2 + value.len() * 2);
        text.push_str("\\x");
        push_hex(&mut text, value);
        self.text(&text)
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.write(format_args!("{:032x}", u128::from_be_bytes(value)))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.text(value.to_text().as_str())
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.text(value.to_text().as_str())
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.text(value.to_text().as_str())
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.write(format_args!("{}Z", value.to_text().as_str()))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.text(value)
    }

    /// Writes an array.
    fn list<T: Element>(&mut self, items: &[T]) -> Result<()> {
        if self.in_list {
            return Err(Error::value("an array cannot be in an array"));
        }
        self.bound.bytes.push(b'{');
        self.in_list = true;
        items.iter().try_for_each(|item| item.encode(self))?;
        self.in_list = false;
        self.bound.bytes.push(b'}');
        self.bound.end();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bind: impl FnOnce(&mut TextBinder) -> Result<()>) -> Vec<Option<String>> {
        let mut binder = TextBinder::new();
        bind(&mut binder).expect("they are written");
        let bound = binder.finish();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        bound.values().map(|value| value.map(text)).collect()
    }

    #[test]
    fn values_are_what_the_server_reads() {
        let moment = DateTime {
            date: Date {
                year: 7,
                month: 2,
                day: 3,
            },
            time: Time {
                hour: 4,
                minute: 5,
                second: 6,
                microsecond: 7,
            },
        };
        let texts = texts(|to| {
            to.bool(false)?;
            to.i64(i64::MIN)?;
            to.null()?;
            to.f32(0.1)?;
            to.f64(-1e300)?;
            to.decimal(-5, 2)?;
            to.bytes(&[0, 255])?;
            to.uuid([1; 16])?;
            to.date(moment.date)?;
            to.time(moment.time)?;
            to.datetime(moment)?;
            to.timestamp(moment)?;
            to.text("")
        });
        let texts: Vec<_> = texts.iter().map(Option::as_deref).collect();
        let expected = [
            Some("f"),
            Some("-9223372036854775808"),
            None,
            Some("1.0000000149011612e-1"),
            Some("-1e300"),
            Some("-0.05"),
            Some("\\x00ff"),
            Some("01010101010101010101010101010101"),
            Some("0007-02-03"),
            Some("04:05:06.000007"),
            Some("0007-02-03 04:05:06.000007"),
            Some("0007-02-03 04:05:06.000007Z"),
            Some(""),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn lists_are_arrays() {
        let texts = texts(|to| {
            to.list(&[1i32, -2])?;
            to.list::<String>(&[])?;
            to.list(&[vec![0u8], Vec::new()])?;
            to.list(&["a \"b\" \\".to_owned(), "{,NULL}".to_owned(), String::new()])
        });
        let texts: Vec<_> = texts.iter().map(Option::as_deref).collect();
        let expected = [
            r#"{"1","-2"}"#,
            "{}",
            r#"{"\\x00","\\x"}"#,
            r#"{"a \"b\" \\","{,NULL}",""}"#,
        ];
        assert_eq!(texts, expected.map(Some));
    }
}
