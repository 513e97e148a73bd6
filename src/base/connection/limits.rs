//! Parameters of database URLs and their values, for all databases.

use std::time::Duration;

use crate::base::error::{Error, Failure, Result};

/// The parameters of a URL so far, because none may occur twice.
///
/// With two values, one of them would have no effect, and programs differ about which one. Two
/// equal values are refused, too: they would differ after the next change of one of them.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    seen: Vec<String>,
}

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
impl Parameters {
    /// Adds a parameter by its usual name, not by another name that was written.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the URL has it already. The error has no value, because it could be
    /// part of a password.
    pub fn add(&mut self, name: &str) -> Result<()> {
        if self.seen.iter().any(|seen| seen == name) {
            return Err(Error::Connect(Box::new(Failure {
                message: format!(
                    "the URL of the database is invalid: it has `{name}` twice: remove one of the \
                     two"
                ),
                source: None,
            })));
        }
        self.seen.push(name.to_owned());
        Ok(())
    }
}

/// A time in the form of PostgreSQL: a number of milliseconds, or a number with a unit.
pub(crate) fn time(name: &str, value: &str) -> Result<Duration> {
    duration(value).ok_or_else(|| no_value(name, "a time: `5s`, `500ms`, `2min`, or `0`"))
}

/// A number, such as that of prepared statements.
pub(crate) fn number(name: &str, value: &str, kind: &str) -> Result<usize> {
    value.parse().map_err(|_| no_value(name, kind))
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: u64 = digits.parse().ok()?;
    match &text[digits.len()..] {
        "" | "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "min" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    }
}

/// The limit from which a statement is slow, if this program can log it.
pub(crate) fn slow_statement(name: &str, value: &str) -> Result<Option<Duration>> {
    if cfg!(not(feature = "tracing")) {
        return Err(Error::Connect(Box::new(Failure {
            message: format!(
                "the URL of the database has `{name}`, but this program was built without the \
                 feature that logs slow statements: add the feature `tracing` to tablewright in \
                 Cargo.toml, or remove the parameter"
            ),
            source: None,
        })));
    }
    time(name, value).map(limit)
}

/// `None` for 0, which is no limit.
pub(crate) fn limit(time: Duration) -> Option<Duration> {
    Some(time).filter(|time| !time.is_zero())
}

/// The error has no value, because it could be part of a password.
#[cold]
pub(crate) fn no_value(name: &str, kind: &str) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!("the parameter `{name}` in the URL of the database is not {kind}"),
        source: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_postgresql_writes_them() {
        for (text, milliseconds) in [
            ("0", Some(0)),
            ("250", Some(250)),
            ("250ms", Some(250)),
            ("5s", Some(5_000)),
            ("2min", Some(120_000)),
            ("", None),
            ("s", None),
            ("5 s", None),
            ("-1", None),
            ("1.5s", None),
            ("5h", None),
            ("99999999999999999999", None),
            ("18446744073709551615min", None),
        ] {
            let wanted = milliseconds.map(Duration::from_millis);
            assert_eq!(duration(text), wanted, "{text}");
        }
    }
}
