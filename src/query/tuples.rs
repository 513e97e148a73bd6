//! Whether several columns are together one of many tuples of values.

use super::list::{column_type, item};
use super::render::{Renderer, Scope};
use crate::Dialect;
use crate::arg::Arg;

/// `("row", "number") IN (SELECT …)`, the tuples travelling together, however many there are.
pub(crate) fn in_tuples(
    to: &mut Renderer<'_>,
    scope: Scope,
    columns: impl Iterator<Item = &'static str>,
    tuples: &[Vec<Arg<'static>>],
) {
    let mut between = "(";
    for column in columns {
        to.push(between);
        to.column_in(scope, column);
        between = ", ";
    }
    to.push(") IN (SELECT ");
    let first = tuples.first().map_or(&[][..], Vec::as_slice);
    match to.dialect() {
        Dialect::Sqlite => {
            listed(to, first, |to, place, arg| {
                let path = format!("json_extract(value, '$[{place}]')");
                to.push(&hexadecimal(arg, &path));
            });
            to.push(" FROM json_each(");
            to.arg(Arg::Text(json(to.dialect(), tuples).into()));
            to.push("))");
        }
        Dialect::Postgres => {
            listed(to, first, |to, place, _| to.push(&format!("j.v{place}")));
            to.push(" FROM unnest(");
            listed(to, first, |to, place, arg| {
                let values = tuples.iter().filter_map(|tuple| tuple.get(place)).cloned();
                to.arg(Arg::List(values.collect()));
                to.push(&format!("::{}[]", postgres_type(arg)));
            });
            to.push(") AS j (");
            listed(to, first, |to, place, _| to.push(&format!("v{place}")));
            to.push("))");
        }
        Dialect::Mysql | Dialect::Mariadb => {
            listed(to, first, |to, place, arg| {
                to.push(&hexadecimal(arg, &format!("j.v{place}")));
            });
            to.push(" FROM json_table(");
            to.arg(Arg::Text(json(to.dialect(), tuples).into()));
            to.push(", '$[*]' COLUMNS (");
            listed(to, first, |to, place, arg| {
                let ty = column_type(to.dialect(), Some(arg));
                to.push(&format!("v{place} {ty} PATH '$[{place}]'"));
            });
            to.push(")) AS j)");
        }
    }
}

/// Something for each value of a tuple, with commas in between.
fn listed<'a>(
    to: &mut Renderer<'a>,
    tuple: &[Arg<'static>],
    mut write: impl FnMut(&mut Renderer<'a>, usize, &Arg<'static>),
) {
    for (place, arg) in tuple.iter().enumerate() {
        if place > 0 {
            to.push(", ");
        }
        write(to, place, arg);
    }
}

/// Bytes travel in JSON as hexadecimal digits.
fn hexadecimal(arg: &Arg<'_>, value: &str) -> String {
    match arg {
        Arg::Bytes(_) | Arg::Uuid(_) => format!("unhex({value})"),
        _ => value.to_owned(),
    }
}

fn json(dialect: Dialect, tuples: &[Vec<Arg<'static>>]) -> String {
    let mut text = String::from("[");
    for (number, tuple) in tuples.iter().enumerate() {
        text.push_str(if number == 0 { "[" } else { ",[" });
        for (place, arg) in tuple.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            item(dialect, arg, &mut text);
        }
        text.push(']');
    }
    text.push(']');
    text
}

/// The type that PostgreSQL cannot infer for an array from its use.
fn postgres_type(arg: &Arg<'_>) -> &'static str {
    match arg {
        Arg::Bool(_) => "boolean",
        Arg::I16(_) => "smallint",
        Arg::I32(_) => "integer",
        Arg::I64(_) => "bigint",
        Arg::F32(_) => "real",
        Arg::F64(_) => "double precision",
        Arg::Decimal { .. } => "numeric",
        Arg::Bytes(_) => "bytea",
        Arg::Uuid(_) => "uuid",
        Arg::Date(_) => "date",
        Arg::Time(_) => "time",
        Arg::DateTime(_) => "timestamp",
        Arg::Timestamp(_) => "timestamptz",
        Arg::Text(_) | Arg::Null | Arg::Json(_) | Arg::List(_) | Arg::Invalid(_) => "text",
    }
}
