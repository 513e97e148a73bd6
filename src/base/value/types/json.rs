//! `json`, as text that every database reads in the same way.

use std::io::Write as _;

use serde_json::{Number, Value as Json};

use super::text::without_nul;
use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Row, Value};

/// The deepest nesting of arrays and objects, which is the limit of MariaDB.
const DEEPEST: usize = 31;

/// The longest key of an object in bytes, which is the limit of MySQL.
const LONGEST_KEY: usize = 65_535;

impl Value for Json {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.json(&to_text(self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        let Some(text) = row.json(index)? else {
            return Ok(None);
        };
        match serde_json::from_str(text) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Error::decode(
                index,
                "JSON",
                format!("a text that is not JSON: {error}"),
            )),
        }
    }
}

/// The value as text that is read back as the same value from every database.
///
/// This is not a `Serializer` with its own formatter, because that needs a dependency on `serde`,
/// and a formatter knows neither the depth nor which strings are keys.
pub(crate) fn to_text(value: &Json) -> Result<String> {
    let mut text = Vec::with_capacity(128);
    write(value, 0, &mut text)?;
    String::from_utf8(text).map_err(|error| Error::value(error.to_string()))
}

/// Writes a value within this number of arrays and objects.
fn write(value: &Json, depth: usize, to: &mut Vec<u8>) -> Result<()> {
    match value {
        Json::Null => to.extend(b"null"),
        Json::Bool(true) => to.extend(b"true"),
        Json::Bool(false) => to.extend(b"false"),
        Json::Number(number) => return write_number(number, to),
        Json::String(text) => return write_string(text, to),
        Json::Array(items) => {
            let depth = deeper(depth)?;
            to.push(b'[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    to.push(b',');
                }
                write(item, depth, to)?;
            }
            to.push(b']');
        }
        Json::Object(entries) => {
            let depth = deeper(depth)?;
            to.push(b'{');
            for (number, (key, value)) in entries.iter().enumerate() {
                if number > 0 {
                    to.push(b',');
                }
                write_key(key, to)?;
                write(value, depth, to)?;
            }
            to.push(b'}');
        }
    }
    Ok(())
}

fn deeper(depth: usize) -> Result<usize> {
    if depth < DEEPEST {
        Ok(depth + 1)
    } else {
        Err(Error::value(format!(
            "its arrays and objects are nested more than {DEEPEST} levels deep"
        )))
    }
}

fn write_key(key: &str, to: &mut Vec<u8>) -> Result<()> {
    if key.len() > LONGEST_KEY {
        let length = key.len();
        return Err(Error::value(format!(
            "a key in it has {length} bytes; json takes at most {LONGEST_KEY}"
        )));
    }
    write_string(key, to)?;
    to.push(b':');
    Ok(())
}

fn write_string(text: &str, to: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(to, without_nul(text)?).map_err(|error| Error::value(error.to_string()))
}

/// Writes a float as a float.
///
/// PostgreSQL stores only the digits: `1e16` becomes an integer, and `10000000000000000.0` keeps
/// its `.0`. Some databases lose the sign of zero.
fn write_number(number: &Number, to: &mut Vec<u8>) -> Result<()> {
    let written = match number.as_f64().filter(|_| number.is_f64()) {
        None => write!(to, "{number}"),
        Some(0.0) => write!(to, "0.0"),
        Some(float) if float.fract() == 0.0 => write!(to, "{float}.0"),
        Some(float) => write!(to, "{float:?}"),
    };
    written.map_err(|error| Error::value(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Json) -> String {
        to_text(value).unwrap_or_else(|error| error.to_string())
    }

    /// `[[…]]` with this number of levels.
    fn nested(levels: usize) -> Json {
        (0..levels).fold(json!(1), |inner, _| json!([inner]))
    }

    #[test]
    fn it_is_written_as_serde_json_would() {
        let value = json!({
            "": [null, true, false, [], {}],
            "a\"b": "\u{1}\n\\é🦀\u{2028}",
            "n": [0, -1, 0.1, -2.5, 1e-7, 5e-324, i64::MIN, u64::MAX, 1.0, 123456789.123],
        });
        assert_eq!(text(&value), value.to_string());
    }

    #[test]
    fn a_float_is_never_taken_for_an_integer() {
        assert_eq!(text(&json!(1e15)), "1000000000000000.0");
        assert_eq!(text(&json!(1e16)), "10000000000000000.0");
        assert_eq!(text(&json!(-1e20)), "-100000000000000000000.0");
        assert_eq!(text(&json!([-0.0])), "[0.0]");
        let largest = text(&json!(f64::MAX));
        assert!(largest.starts_with("17976931348623157000") && largest.ends_with("0.0"));
        assert_eq!(largest.len(), 311);
    }

    #[test]
    fn what_one_database_does_not_hold_is_refused() {
        assert!(to_text(&nested(DEEPEST)).is_ok());
        assert!(to_text(&json!({"a": nested(DEEPEST - 1)})).is_ok());
        for deep in [nested(DEEPEST + 1), json!({"a": nested(DEEPEST)})] {
            assert!(text(&deep).contains("nested more than 31 levels deep"));
        }
        for nul in [json!("a\0"), json!({"\0": 1}), json!([{"a": ["\0"]}])] {
            assert!(text(&nul).contains("must not contain the character NUL"));
        }
        let key = |length| Json::from_iter([("k".repeat(length), 1)]);
        assert!(to_text(&key(LONGEST_KEY)).is_ok());
        assert!(text(&key(LONGEST_KEY + 1)).contains("a key in it has 65536 bytes"));
    }

    proptest! {
        #[test]
        fn floats_come_back(float in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            let written = text(&json!(float));
            let back: Json = serde_json::from_str(&written).expect("JSON");
            prop_assert_eq!(back.as_f64().map(f64::to_bits), Some(float.to_bits()));
            prop_assert!(back.is_f64());
            // PostgreSQL prints it without an exponent.
            prop_assert!(float.fract() != 0.0 || written.ends_with(".0"));
        }

        #[test]
        fn texts_come_back(text in proptest::collection::vec(any::<char>(), 0..20)) {
            let text = String::from_iter(text);
            let value = json!({ text.as_str(): text });
            match to_text(&value) {
                Ok(written) => prop_assert_eq!(written, value.to_string()),
                Err(_) => prop_assert!(text.contains('\0')),
            }
        }
    }
}
