//! Whether a column is one of many values.

use super::Name;
use super::render::Renderer;
use crate::arg::Arg;
use crate::types::{finite32, finite64, without_nul};
use crate::{Dialect, Error, Result};

/// So many values have a parameter each; more of them travel together in one.
const SEPARATE: usize = 256;

/// `"id" IN (…)`.
///
/// The number of parameters is one of a few, so that a few texts serve all lists, and are found among the prepared
/// statements; see [`parameters`].
///
/// # Errors
///
/// [`Error::Value`] for a value that no database takes.
pub(super) fn render(to: &mut Renderer<'_>, name: Name, values: &[Arg<'static>]) -> Result<()> {
    if to.dialect() == Dialect::Postgres {
        to.column(name);
        to.push(" = ANY(");
        to.arg(Arg::List(values.to_vec()));
        to.push(")");
    } else if values.len() > SEPARATE {
        values.iter().try_for_each(check)?;
        to.column(name);
        to.push(" IN (SELECT ");
        together(to, values);
        to.push(")");
    } else {
        separate(to, name, values);
    }
    Ok(())
}

/// Refuses what is refused where values travel separately.
fn check(value: &Arg<'_>) -> Result<()> {
    match value {
        Arg::Text(text) => without_nul(text).map(drop),
        Arg::F32(number) => finite32(*number).map(drop),
        Arg::F64(number) => finite64(*number).map(drop),
        Arg::Invalid(reason) => Err(Error::value(&**reason)),
        _ => Ok(()),
    }
}

fn separate(to: &mut Renderer<'_>, name: Name, values: &[Arg<'static>]) {
    to.column(name);
    let Some(last) = values.last() else {
        to.push(" IN (NULL)");
        return;
    };
    let padding = parameters(values.len()) - values.len();
    let mut between = " IN (";
    for value in values.iter().chain(std::iter::repeat_n(last, padding)) {
        to.push(between);
        to.arg(value.clone());
        between = ", ";
    }
    to.push(")");
}

/// How many parameters so many values have: a power of two, or a multiple of 32, whichever is nearer.
fn parameters(values: usize) -> usize {
    values.next_power_of_two().min(values.next_multiple_of(32))
}

/// The values as an array in JSON, and how the database reads them from it.
fn together(to: &mut Renderer<'_>, values: &[Arg<'static>]) {
    let hexadecimal = matches!(values.first(), Some(Arg::Bytes(_) | Arg::Uuid(_)));
    let json = json(to.dialect(), values);
    match to.dialect() {
        Dialect::Sqlite | Dialect::Postgres => {
            to.push(if hexadecimal { "unhex(value)" } else { "value" });
            to.push(" FROM json_each(");
            to.arg(Arg::Text(json.into()));
            to.push(")");
        }
        Dialect::Mysql | Dialect::Mariadb => {
            to.push(if hexadecimal { "unhex(j.v)" } else { "j.v" });
            to.push(" FROM json_table(");
            to.arg(Arg::Text(json.into()));
            to.push(", '$[*]' COLUMNS (v ");
            to.push(&column_type(to.dialect(), values.first()));
            to.push(" PATH '$')) AS j");
        }
    }
}

pub(super) fn column_type(dialect: Dialect, value: Option<&Arg<'_>>) -> String {
    match value {
        Some(Arg::Bool(_) | Arg::I16(_) | Arg::I32(_) | Arg::I64(_)) => "BIGINT".to_owned(),
        Some(Arg::F32(_) | Arg::F64(_)) => "DOUBLE".to_owned(),
        Some(Arg::Decimal { scale, .. }) => format!("DECIMAL(65, {scale})"),
        Some(Arg::Date(_)) => "DATE".to_owned(),
        Some(Arg::Time(_)) => "TIME(6)".to_owned(),
        Some(Arg::DateTime(_) | Arg::Timestamp(_)) => "DATETIME(6)".to_owned(),
        Some(
            Arg::Text(_)
            | Arg::Bytes(_)
            | Arg::Uuid(_)
            | Arg::Json(_)
            | Arg::Null
            | Arg::List(_)
            | Arg::Invalid(_),
        )
        | None => {
            let collation = match dialect {
                Dialect::Mariadb => "utf8mb4_nopad_bin",
                Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "utf8mb4_0900_bin",
            };
            format!("LONGTEXT CHARACTER SET utf8mb4 COLLATE {collation}")
        }
    }
}

fn json(dialect: Dialect, values: &[Arg<'_>]) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        item(dialect, value, &mut text);
    }
    text.push(']');
    text
}

pub(super) fn item(dialect: Dialect, value: &Arg<'_>, text: &mut String) {
    let sqlite = dialect == Dialect::Sqlite;
    match value {
        Arg::Bool(value) => text.push_str(&i32::from(*value).to_string()),
        Arg::I16(value) => text.push_str(&value.to_string()),
        Arg::I32(value) => text.push_str(&value.to_string()),
        Arg::I64(value) => text.push_str(&value.to_string()),
        Arg::F32(value) => text.push_str(&format!("{:?}", f64::from(*value))),
        Arg::F64(value) => text.push_str(&format!("{value:?}")),
        // SQLite's column holds the digits.
        Arg::Decimal { digits, .. } if sqlite => text.push_str(&digits.to_string()),
        Arg::Decimal { digits, scale } => quoted(&decimal(**digits, *scale), text),
        Arg::Text(value) => quoted(value, text),
        Arg::Json(value) => quoted(value, text),
        Arg::Bytes(value) => quoted(&hex(value), text),
        Arg::Uuid(value) => quoted(&hex(value), text),
        Arg::Date(value) => quoted(value.to_text().as_str(), text),
        Arg::Time(value) => quoted(value.to_text().as_str(), text),
        Arg::DateTime(value) => quoted(value.to_text().as_str(), text),
        Arg::Timestamp(value) if sqlite => quoted(value.to_utc_text().as_str(), text),
        Arg::Timestamp(value) => quoted(value.to_text().as_str(), text),
        Arg::Null | Arg::List(_) | Arg::Invalid(_) => text.push_str("null"),
    }
}

fn decimal(digits: i128, scale: u32) -> String {
    let scale = scale as usize;
    let sign = if digits < 0 { "-" } else { "" };
    let text = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = text.split_at(text.len() - scale);
    match scale {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A string of JSON.
fn quoted(value: &str, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            character if character < ' ' => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            character => text.push(character),
        }
    }
    text.push('"');
}
