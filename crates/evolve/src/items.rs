//! Arrays in databases that have none: JSON, whose items become values of another type as values of
//! a column do. The check of the column says what they are.

use tablewright_schema::Stored;
use tablewright_schema::catalog::{Catalog, Column, Expression, Table};
use tablewright_schema::items;
use tablewright_sql::quote::text;
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::conversion::{self, Cost};
use crate::integers::Integers;
use crate::loss;
use crate::physical::Physical;

/// What the items of an array are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// Values of a type.
    Of(Box<Physical>),
    /// Those of an enum.
    Values(Vec<Stored>),
    /// Of a type that this version does not know.
    Other(String),
}

/// What introduces the type of the items in the wording of a column's type.
const ARRAY_OF: &str = "array of ";

/// The catalog, in which the type of an array says what its items are. It is written as it was
/// declared all the same.
pub(crate) fn told_apart(dialect: Dialect, mut catalog: Catalog) -> Catalog {
    if dialect.has_arrays() {
        return catalog;
    }
    for table in &mut catalog.tables {
        let of = |column: &Column| named_at(table, column);
        let items: Vec<Option<String>> = table.columns.iter().map(of).collect();
        for (column, item) in table.columns.iter_mut().zip(items) {
            let Some(item) = item else { continue };
            let marked = text(dialect, &format!("{ARRAY_OF}{item}"));
            let worded = format!("{} {marked}", column.ty.text());
            column.ty = column.ty.worded_as(&Expression::new(dialect, &worded));
        }
    }
    catalog
}

/// The type of the column's items, by the check that is about it alone. While values are renamed
/// there are several, of which the first is the one to come.
fn named_at(table: &Table, column: &Column) -> Option<String> {
    let mut checks = table.checks.iter().map(|check| &check.expression);
    checks.find_map(|check| {
        let item = items::named_in(check).into_iter().next()?;
        check.mentions(&column.name).then_some(item)
    })
}

/// The type of the items in the wording of a column's type.
pub(crate) fn worded(ty: &Expression) -> Option<String> {
    let wording = ty.wording();
    let tokens = tokens(ty.dialect(), wording);
    let last = tokens.last()?;
    if last.kind != TokenKind::Text || !wording.contains(ARRAY_OF) {
        return None;
    }
    let text = last.value(ty.dialect());
    Some(text.strip_prefix(ARRAY_OF)?.to_owned())
}

/// The type in messages: an array by its items, another one as it is declared.
pub(crate) fn shown(ty: &Expression) -> String {
    match worded(ty) {
        Some(item) => format!("{ARRAY_OF}{item}"),
        None => ty.to_string(),
    }
}

impl Items {
    /// Those that the words of models say.
    pub(crate) fn of(item: &str) -> Items {
        if let Some(values) = items::values(item) {
            return Items::Values(values);
        }
        let (name, rest) = item.split_once('(').unwrap_or((item, ""));
        let numbers = rest.trim_end_matches(')').split(", ");
        let numbers: Vec<u32> = numbers.filter_map(|number| number.parse().ok()).collect();
        let first = numbers.first().copied();
        let ty = match (name, first) {
            ("bool", None) => Physical::Bool,
            ("smallint", None) => Physical::Int(16),
            ("integer", None) => Physical::Int(32),
            // A duration is its microseconds, as in a column.
            ("bigint" | "duration", None) => Physical::Int(64),
            ("float", None) => Physical::Float,
            ("double", None) => Physical::Double,
            ("string", Some(max)) => Physical::Text(Some(max)),
            ("text", None) => Physical::Text(None),
            ("bytes", max) => Physical::Bytes(max),
            ("uuid", None) => Physical::Uuid,
            ("date", None) => Physical::Date,
            ("time", None) => Physical::Time,
            ("datetime", None) => Physical::DateTime,
            ("timestamp", None) => Physical::Timestamp,
            ("decimal", Some(precision)) => match numbers.get(1) {
                Some(&scale) => Physical::Decimal { precision, scale },
                None => return Items::Other(item.to_owned()),
            },
            _ => return Items::Other(item.to_owned()),
        };
        Items::Of(Box::new(ty))
    }
}

/// What arrays cost whose items get another type: what a column of such values does, as far as
/// items of JSON can be converted.
pub(crate) fn cost(dialect: Dialect, from: &Items, to: &Items) -> Cost {
    use Physical as P;
    match (from, to) {
        (Items::Of(from), Items::Of(into)) => {
            let cost = conversion::cost(dialect, from, into, &Expression::new(dialect, ""));
            match (from.as_ref(), into.as_ref()) {
                // In JSON, the other numbers have forms that no database writes as programs do.
                (P::Int(_), P::Int(_) | P::Text(_)) | (P::Text(_), P::Int(_) | P::Text(_)) => {
                    any(dialect, from, cost)
                }
                (P::Float, P::Double) => Cost::Nothing,
                (P::Double, P::Float) => {
                    any(dialect, from, Cost::Refuses(loss::of_double(dialect)))
                }
                // Two digits stand for a byte.
                (P::Bytes(_), P::Bytes(Some(max))) => match cost {
                    Cost::Nothing => Cost::Nothing,
                    _ => {
                        let longer = conversion::longer(dialect, "{}", max.saturating_mul(2));
                        any(dialect, from, Cost::Refuses(longer))
                    }
                },
                (P::Bytes(_), P::Bytes(None)) => Cost::Nothing,
                (from, into) if from == into => Cost::Nothing,
                _ => Cost::Impossible,
            }
        }
        (Items::Values(values), Items::Of(to)) => of_values(dialect, values, to),
        (Items::Of(from), Items::Values(values)) => {
            let is_text = matches!(from.as_ref(), P::Text(_));
            let is_alike = match values.first() {
                Some(Stored::Text(_)) => is_text,
                Some(Stored::Number(_)) => matches!(from.as_ref(), P::Int(_)),
                None => false,
            };
            match is_alike {
                true => any(dialect, from, none_of(dialect, values)),
                false => Cost::Impossible,
            }
        }
        (Items::Values(from), Items::Values(to)) => match (from.first(), to.first()) {
            _ if from.iter().all(|value| to.contains(value)) => Cost::Nothing,
            (Some(Stored::Text(_)), Some(Stored::Text(_))) => {
                any(dialect, &P::Text(None), none_of(dialect, to))
            }
            (Some(Stored::Number(_)), Some(Stored::Number(_))) => {
                any(dialect, &P::Int(64), none_of(dialect, to))
            }
            _ => Cost::Impossible,
        },
        (Items::Other(from), Items::Other(to)) if from == to => Cost::Nothing,
        (Items::Other(_), _) | (_, Items::Other(_)) => Cost::Impossible,
    }
}

/// The new array, with `{}` for the column; `None` if its items are written in the same way. A run
/// that ended may have converted it already.
pub(crate) fn expression(dialect: Dialect, from: &Items, to: &Items) -> Option<String> {
    let (Items::Of(from), Items::Of(to)) = (from, to) else {
        return None;
    };
    // Integers get quotes, or lose them.
    let (is, value) = match (from.as_ref(), to.as_ref(), dialect) {
        (Physical::Int(_), Physical::Text(_), Dialect::Sqlite | Dialect::Postgres) => (
            "integer",
            "'[\"' || replace(substr(json({}), 2, length(json({})) - 2), ',', '\",\"') || '\"]'",
        ),
        (Physical::Text(_), Physical::Int(_), Dialect::Sqlite | Dialect::Postgres) => {
            ("text", "replace({}, '\"', '')")
        }
        (Physical::Int(_), Physical::Text(_), Dialect::Mysql | Dialect::Mariadb) => (
            "INTEGER",
            "concat('[\"', replace(replace(replace(replace({}, ' ', ''), '[', ''), ']', ''), ',', \
             '\",\"'), '\"]')",
        ),
        (Physical::Text(_), Physical::Int(_), Dialect::Mysql | Dialect::Mariadb) => {
            ("STRING", "replace({}, '\"', '')")
        }
        _ => return None,
    };
    Some(match dialect {
        Dialect::Sqlite | Dialect::Postgres => {
            format!("CASE WHEN json_type({{}}, '$[0]') = '{is}' THEN {value} ELSE {{}} END")
        }
        Dialect::Mysql | Dialect::Mariadb => format!(
            "CASE WHEN json_type(json_extract({{}}, '$[0]')) = _utf8mb4'{is}' THEN {value} \
             ELSE {{}} END"
        ),
    })
}

/// What values of an enum cost that become items of the type.
fn of_values(dialect: Dialect, values: &[Stored], to: &Physical) -> Cost {
    let text = |value: &Stored| match value {
        Stored::Text(value) => Some(value.chars().count()),
        Stored::Number(_) => None,
    };
    let number = |value: &Stored| match value {
        Stored::Text(_) => None,
        Stored::Number(value) => Some(i128::from(*value)),
    };
    match to {
        Physical::Text(None) if values.iter().all(|value| text(value).is_some()) => Cost::Nothing,
        Physical::Text(Some(max)) if values.iter().all(|value| text(value).is_some()) => {
            let fits = |value: &Stored| text(value).is_some_and(|length| length <= *max as usize);
            match values.iter().all(fits) {
                true => Cost::Nothing,
                false => {
                    let longer = conversion::longer(dialect, "{}", *max);
                    any(dialect, to, Cost::Refuses(longer))
                }
            }
        }
        Physical::Int(bits) if values.iter().all(|value| number(value).is_some()) => {
            let to_come = Integers::signed(*bits);
            let fits = |value: &Stored| number(value).is_some_and(|it| to_come.has(it));
            match values.iter().all(fits) {
                true => Cost::Nothing,
                false => {
                    let outside = format!("{{}} {}", to_come.outside());
                    any(dialect, &Physical::Int(64), Cost::Refuses(outside))
                }
            }
        }
        _ => Cost::Impossible,
    }
}

fn none_of(dialect: Dialect, values: &[Stored]) -> Cost {
    let values = values.iter().map(|value| value.literal(dialect));
    let values: Vec<String> = values.collect();
    Cost::Refuses(format!("{{}} NOT IN ({})", values.join(", ")))
}

/// The cost of an array for which one item is enough.
fn any(dialect: Dialect, from: &Physical, cost: Cost) -> Cost {
    match cost {
        Cost::Refuses(condition) => Cost::Refuses(any_item(dialect, from, &condition)),
        Cost::Nothing | Cost::Loses { .. } | Cost::Impossible => cost,
    }
}

/// That the condition holds for an item.
fn any_item(dialect: Dialect, from: &Physical, condition: &str) -> String {
    let condition = condition.replace("{}", "item.value");
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => {
            format!("EXISTS (SELECT 1 FROM json_each({{}}) AS item WHERE {condition})")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let ty = match (from, dialect) {
                (Physical::Int(_), _) => "bigint",
                (Physical::Double, _) => "double",
                // Otherwise texts would be compared without their case.
                (_, Dialect::Mariadb) => "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
                _ => "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin",
            };
            format!(
                "EXISTS (SELECT 1 FROM JSON_TABLE({{}}, '$[*]' COLUMNS (value {ty} PATH '$')) \
                 AS item WHERE {condition})"
            )
        }
    }
}
