//! What a schema becomes on PostgreSQL.

use tablewright_sql::Dialect;
use tablewright_sql::hex::uuid_text;
use tablewright_sql::quote::{bytes, identifier, text};

use super::one_of;
use crate::catalog::write;
use crate::schema::{Column, Literal, Schema, Type};

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn column_type(ty: &Type) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::SmallInt => "smallint".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::BigInt => "bigint".to_owned(),
        Type::Float => "real".to_owned(),
        Type::Double => "double precision".to_owned(),
        Type::Decimal { precision, scale } => format!("numeric({precision},{scale})"),
        Type::String { max } => format!("varchar({max})"),
        Type::Text | Type::Enum(_) => "text".to_owned(),
        Type::Bytes { max: _ } => "bytea".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::DateTime => "timestamp".to_owned(),
        Type::Timestamp => "timestamptz".to_owned(),
        Type::Json => "jsonb".to_owned(),
        Type::List(item) => format!("{}[]", column_type(item)),
    }
}

/// Texts sort by code point everywhere, whatever the database's own collation.
pub(super) fn collation(ty: &Type) -> Option<String> {
    is_collated(ty).then(|| "C".to_owned())
}

fn is_collated(ty: &Type) -> bool {
    match ty {
        Type::String { max: _ } | Type::Text | Type::Enum(_) => true,
        Type::List(item) => is_collated(item),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json => false,
    }
}

/// What the column's type alone does not refuse, though another database does.
pub(super) fn type_check(schema: &Schema, column: &Column) -> Option<String> {
    let name = identifier(DIALECT, &column.name);
    let values = |position: usize| {
        let variants = &schema.enums[position].variants;
        variants.iter().map(|variant| variant.value.as_str())
    };
    match &column.ty {
        Type::Enum(position) => Some(format!("{name} {}", one_of(DIALECT, values(*position)))),
        Type::Bytes { max: Some(max) } => Some(format!("octet_length({name}) <= {max}")),
        // PostgreSQL's own last time is 24:00.
        Type::Time => Some(format!("{name} < '24:00:00'")),
        Type::List(item) => {
            let Type::Enum(position) = item.as_ref() else {
                return None;
            };
            let values: Vec<String> = values(*position)
                .map(|value| text(DIALECT, value))
                .collect();
            Some(format!("{name} <@ ARRAY[{}]::TEXT[]", values.join(", ")))
        }
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { max: None }
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Timestamp
        | Type::Json => None,
    }
}

/// The literal as an expression of the column's type, so that PostgreSQL infers the type of a
/// parameter beside it from it.
pub(super) fn typed_literal(value: &Literal, ty: &Type) -> String {
    match value {
        Literal::Bool(_) | Literal::Text(_) | Literal::Bytes(_) => literal(value),
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("ARRAY[{}]::{}", items.join(", "), spelled(ty))
        }
        // Between quotes a sign belongs to the number.
        Literal::Integer(_) | Literal::Float(_) | Literal::Decimal(_) => {
            format!("'{}'::{}", literal(value), spelled(ty))
        }
        Literal::Uuid(_)
        | Literal::Date(_)
        | Literal::Time(_)
        | Literal::DateTime(_)
        | Literal::Timestamp(_)
        | Literal::Json(_) => format!("{}::{}", literal(value), spelled(ty)),
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value) => value.clone(),
        Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Json(value) => text(DIALECT, value),
        Literal::Timestamp(value) => text(DIALECT, &format!("{value}Z")),
        Literal::Bytes(value) => bytes(DIALECT, value),
        Literal::Uuid(value) => text(DIALECT, &uuid_text(value)),
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("ARRAY[{}]", items.join(", "))
        }
    }
}

/// The type as it is written.
fn spelled(ty: &Type) -> String {
    write::spelled_type(DIALECT, &column_type(ty))
}
