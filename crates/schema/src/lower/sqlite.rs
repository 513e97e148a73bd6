//! Lowers a schema for SQLite, whose columns accept values of any type unless a check prevents it.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{bytes, identifier, text};

use super::literal::json_array;
use super::one_of;
use crate::items;
use crate::schema::{Column, Literal, Schema, Source, Type, Variant};

const DIALECT: Dialect = Dialect::Sqlite;

/// The end of an instant, which distinguishes it from a date and time without a time zone.
const UTC: &str = "Z";

/// The largest enum whose values are compared one by one: for more than two values in `IN`, SQLite
/// builds a table in every statement, which takes longer than all these comparisons.
const FEW_VALUES: usize = 32;

pub(super) fn column_type(column: &Column) -> String {
    if column.source == Source::Identity {
        // No other word makes a column the rowid.
        return "integer".to_owned();
    }
    type_name(&column.ty)
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::SmallInt => "smallint".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::BigInt | Type::Duration => "bigint".to_owned(),
        Type::Unsigned(ty) => type_name(&super::signed(*ty)),
        Type::Float => "real".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        Type::String { max } => format!("varchar({max})"),
        Type::Enum(_, repr) => match repr.number() {
            Some(number) => type_name(&number),
            None => "text".to_owned(),
        },
        Type::Text | Type::Json | Type::List(_) => "text".to_owned(),
        Type::Bytes { max: _ } | Type::Uuid => "blob".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::DateTime => "datetime".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Native(native) => type_name(&native.otherwise),
    }
}

/// The condition that a column contains only values of its type, or NULL: NOT NULL excludes NULL.
///
/// A column is compared only with strings that are not numbers: SQLite would convert `'24'` to a
/// number before it compares it with a `TIME`.
pub(super) fn type_check(schema: &Schema, column: &Column) -> Option<String> {
    let name = identifier(DIALECT, &column.name);
    let is = |class: &str| {
        if column.nullable {
            format!("typeof({name}) IN ('{class}', 'null')")
        } else {
            format!("typeof({name}) = '{class}'")
        }
    };
    // Before SQLite 3.45, NULL is not valid JSON.
    let with_null = |condition: String| match column.nullable {
        true => format!("{name} IS NULL OR {condition}"),
        false => condition,
    };
    Some(match column.ty.on(DIALECT) {
        Type::Native(_) => return None,
        Type::Bool => format!("{name} IN (0, 1)"),
        Type::SmallInt => format!("{} AND {name} BETWEEN -32768 AND 32767", is("integer")),
        Type::Integer => {
            format!(
                "{} AND {name} BETWEEN -2147483648 AND 2147483647",
                is("integer")
            )
        }
        // The rowid is always an integer.
        Type::BigInt if column.source == Source::Identity => return None,
        Type::BigInt | Type::Duration => is("integer"),
        Type::Unsigned(ty) => {
            format!(
                "{} AND {name} BETWEEN 0 AND {}",
                is("integer"),
                ty.greatest()
            )
        }
        // Strings and blobs are greater than every number.
        Type::Float => format!("{name} BETWEEN {:?} AND {:?}", f32::MIN, f32::MAX),
        Type::Double => format!("{name} BETWEEN {:?} AND {:?}", f64::MIN, f64::MAX),
        Type::Decimal {
            precision,
            scale: _,
        } => {
            let most = 10_i128.pow(*precision) - 1;
            format!("{} AND {name} BETWEEN -{most} AND {most}", is("integer"))
        }
        Type::String { max } => format!("{} AND length({name}) <= {max}", is("text")),
        Type::Text => is("text"),
        Type::Bytes { max: Some(max) } => format!("{} AND length({name}) <= {max}", is("blob")),
        Type::Bytes { max: None } => is("blob"),
        Type::Uuid => format!("{} AND length({name}) = 16", is("blob")),
        Type::Date => format!("{name} IS date({name}) AND {name} >= '0001-01-01'"),
        Type::Time => format!(
            "{name} GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]{MICROSECONDS}' AND {name} < '24:'"
        ),
        Type::DateTime => moment(&name, ""),
        Type::Timestamp => moment(&name, UTC),
        Type::Json => with_null(format!("typeof({name}) = 'text' AND json_valid({name})")),
        // SQLite converts other equal numbers to one of these, but never strings.
        Type::Enum(position, _) => {
            let variants = &schema.enums[*position].variants;
            // Another collation would accept other spellings, which no value of an enum has.
            let name = match column.collation.get(DIALECT) {
                Some(_) => format!("{name} COLLATE BINARY"),
                None => name,
            };
            is_one_of(&name, variants.iter())
        }
        // An error of `json_type` would come before the check's own, hence this order.
        Type::List(item) => with_null(format!(
            "typeof({name}) = 'text' AND json_valid({name}) AND {}",
            items::condition(DIALECT, &name, item, &schema.enums)
        )),
    })
}

/// The pattern of a fraction of a second: always six digits, so that the strings sort as times do.
const MICROSECONDS: &str = ".[0-9][0-9][0-9][0-9][0-9][0-9]";

/// The condition that a column contains an existing date and time; SQLite would convert February 30
/// to March 1. Seconds are compared without their fraction, which SQLite rounds.
fn moment(name: &str, end: &str) -> String {
    format!(
        "substr({name}, 1, 19) IS datetime(substr({name}, 1, 19)) \
         AND substr({name}, 20) GLOB '{MICROSECONDS}{end}' AND {name} >= '0001-01-01'"
    )
}

fn is_one_of<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Variant>) -> String {
    if !(3..=FEW_VALUES).contains(&values.len()) {
        return format!("{name} {}", one_of(DIALECT, values));
    }
    let values = values.map(|value| format!("{name} = {}", value.stored.literal(DIALECT)));
    values.collect::<Vec<_>>().join(" OR ")
}

pub(super) fn literal(value: &Literal, ty: &Type) -> String {
    match value {
        // The column would store it in 64 bits, but a field reads 32.
        Literal::Float(value) if *ty == Type::Float => format!("{:?}", f64::from(*value as f32)),
        Literal::Bool(value) => if *value { "1" } else { "0" }.to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value) => scaled(value),
        Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Json(value) => text(DIALECT, value),
        Literal::Timestamp(value) => text(DIALECT, &format!("{value}{UTC}")),
        Literal::Bytes(value) => bytes(DIALECT, value),
        Literal::Uuid(value) => bytes(DIALECT, value),
        Literal::List(items) => text(DIALECT, &json_array(items, ty)),
    }
}

/// A decimal as the integer that SQLite stores: `-0.50` is `-50`.
fn scaled(decimal: &str) -> String {
    let (sign, number) = match decimal.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", decimal),
    };
    let digits = number.replace('.', "");
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    }
}
