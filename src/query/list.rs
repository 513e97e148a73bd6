//! Conditions that a column, or several together, are one of many values.
//!
//! If the database has arrays, the values are one parameter. Otherwise a few values have a
//! parameter each, and more values are sent as JSON.

use tablewright_sql::Dialect;
use tablewright_sql::hex::to_hex;
use tablewright_sql::table::Type;
use tablewright_sql::words::{Op, rounded};

use crate::base::error::{Error, Result};
use crate::base::statement::{Name, Sink};
use crate::base::value::parameter::Parameter;
use crate::base::value::types::{finite32, finite64, without_nul};

/// Emits the words of `"id" IN (…)`.
///
/// The number of parameters is rounded up, so that a few statements serve all lists.
pub(super) fn walk<'w, S: Sink<'w>>(name: Name, values: &'w [Parameter<'static>], to: &mut S) {
    to.op(Op::In, name.number());
    let column = name.table.column(name.column);
    let is_array = matches!(column.ty, Type::Array(_));
    // An array of arrays would have several dimensions, and values from JSON would be compared by
    // the collation of JSON.
    let is_long = values.len() > to.dialect().longest_list() && !is_array && !column.collated;
    if is_long {
        to.op(Op::LongList, 0);
    } else {
        to.op(Op::List, rounded(values.len()) as u32);
    }
    if !S::BINDS {
        return;
    }
    if to.dialect().has_arrays() && !is_array {
        to.parameter(name, &Parameter::List(values.to_vec()));
    } else if is_long {
        match values.iter().try_for_each(check) {
            Ok(()) => to.parameter(name, &Parameter::Text(json(to.dialect(), values).into())),
            Err(error) => to.fail(error),
        }
    } else if let Some(last) = values.last() {
        let padding = rounded(values.len()) - values.len();
        for value in values.iter().chain(std::iter::repeat_n(last, padding)) {
            to.parameter(name, value);
        }
    }
}

/// Emits the words of `("row", "number") IN (SELECT …)`, in which all tuples are one parameter.
pub(super) fn walk_tuples<'w, S: Sink<'w>>(
    names: &'w [Name],
    tuples: &'w [Vec<Parameter<'static>>],
    to: &mut S,
) {
    to.op(Op::InTuples, names.len() as u32);
    for name in names {
        to.op(Op::Column, name.number());
    }
    if !S::BINDS {
        return;
    }
    if to.dialect().has_arrays() {
        for (position, name) in names.iter().enumerate() {
            let values = tuples.iter().filter_map(|tuple| tuple.get(position));
            to.parameter(*name, &Parameter::List(values.cloned().collect()));
        }
        return;
    }
    match tuples.iter().flatten().try_for_each(check) {
        Ok(()) => {
            let json = json_tuples(to.dialect(), tuples);
            to.parameter(Name::NONE, &Parameter::Text(json.into()));
        }
        Err(error) => to.fail(error),
    }
}

/// Refuses a value that is refused as a single parameter.
fn check(value: &Parameter<'_>) -> Result<()> {
    match value {
        Parameter::Text(text) => without_nul(text).map(drop),
        Parameter::F32(number) => finite32(*number).map(drop),
        Parameter::F64(number) => finite64(*number).map(drop),
        Parameter::Invalid(reason) => Err(Error::value(&**reason)),
        Parameter::Null
        | Parameter::Bool(_)
        | Parameter::I16(_)
        | Parameter::I32(_)
        | Parameter::I64(_)
        | Parameter::Decimal { .. }
        | Parameter::Bytes(_)
        | Parameter::Uuid(_)
        | Parameter::Date(_)
        | Parameter::Time(_)
        | Parameter::DateTime(_)
        | Parameter::Timestamp(_)
        | Parameter::Json(_)
        | Parameter::List(_) => Ok(()),
    }
}

fn json(dialect: Dialect, values: &[Parameter<'_>]) -> String {
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

fn json_tuples(dialect: Dialect, tuples: &[Vec<Parameter<'_>>]) -> String {
    let mut text = String::from("[");
    for tuple in tuples {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&json(dialect, tuple));
    }
    text.push(']');
    text
}

fn item(dialect: Dialect, value: &Parameter<'_>, text: &mut String) {
    let sqlite = dialect == Dialect::Sqlite;
    match value {
        Parameter::Bool(value) => text.push_str(&i32::from(*value).to_string()),
        Parameter::I16(value) => text.push_str(&value.to_string()),
        Parameter::I32(value) => text.push_str(&value.to_string()),
        Parameter::I64(value) => text.push_str(&value.to_string()),
        Parameter::F32(value) => text.push_str(&format!("{:?}", f64::from(*value))),
        Parameter::F64(value) => text.push_str(&format!("{value:?}")),
        // SQLite stores the digits.
        Parameter::Decimal { digits, .. } if sqlite => text.push_str(&digits.to_string()),
        Parameter::Decimal { digits, scale } => quoted(&decimal(**digits, *scale), text),
        Parameter::Text(value) => quoted(value, text),
        Parameter::Json(value) => quoted(value, text),
        Parameter::Bytes(value) => quoted(&to_hex(value), text),
        Parameter::Uuid(value) => quoted(&to_hex(value), text),
        Parameter::Date(value) => quoted(value.to_text().as_str(), text),
        Parameter::Time(value) => quoted(value.to_text().as_str(), text),
        Parameter::DateTime(value) => quoted(value.to_text().as_str(), text),
        Parameter::Timestamp(value) if sqlite => quoted(value.to_utc_text().as_str(), text),
        Parameter::Timestamp(value) => quoted(value.to_text().as_str(), text),
        Parameter::Null | Parameter::List(_) | Parameter::Invalid(_) => text.push_str("null"),
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

/// Writes a JSON string.
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
