//! Lowers a schema for PostgreSQL.

use tablewright_sql::Dialect;
use tablewright_sql::hex::uuid_text;
use tablewright_sql::quote::{bytes, identifier, text};
use tablewright_sql::unsigned::Unsigned;

use super::one_of;
use crate::catalog::write;
use crate::schema::{Column, Literal, Repr, Schema, Type};

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn column_type(ty: &Type) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::SmallInt => "smallint".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::BigInt | Type::Duration => "bigint".to_owned(),
        Type::Unsigned(ty) => column_type(&super::signed(*ty)),
        Type::Float => "real".to_owned(),
        Type::Double => "double precision".to_owned(),
        Type::Decimal { precision, scale } => format!("numeric({precision},{scale})"),
        Type::String { max } => format!("varchar({max})"),
        Type::Enum(_, repr) => match repr.number() {
            Some(number) => column_type(&number),
            None => "text".to_owned(),
        },
        Type::Text => "text".to_owned(),
        Type::Bytes { max: _ } => "bytea".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::DateTime => "timestamp".to_owned(),
        Type::Timestamp => "timestamptz".to_owned(),
        Type::Json => "jsonb".to_owned(),
        Type::List(item) => format!("{}[]", column_type(item)),
        Type::Native(native) => column_type(&native.otherwise),
    }
}

/// Text sorts by code point on every database, whatever the database's own collation.
pub(super) fn collation(ty: &Type) -> Option<String> {
    is_collated(ty).then(|| "C".to_owned())
}

fn is_collated(ty: &Type) -> bool {
    match ty {
        Type::String { max: _ } | Type::Text | Type::Enum(_, Repr::Text) => true,
        Type::List(item) => is_collated(item),
        Type::Native(native) => native.forms.postgres.is_none(),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(_, Repr::SmallInt | Repr::Integer | Repr::BigInt) => false,
    }
}

/// The check for values that the column's type accepts, but another database refuses.
pub(super) fn type_check(schema: &Schema, column: &Column) -> Option<String> {
    let name = identifier(DIALECT, &column.name);
    let values = |position: usize| schema.enums[position].variants.iter();
    match &column.ty {
        Type::Enum(position, _) => {
            // Another collation would accept other spellings, which no value of an enum has.
            let name = match column.collation.get(DIALECT) {
                Some(_) => format!("{name} COLLATE \"C\""),
                None => name,
            };
            Some(format!("{name} {}", one_of(DIALECT, values(*position))))
        }
        Type::Bytes { max: Some(max) } => Some(format!("octet_length({name}) <= {max}")),
        // PostgreSQL's own last time is 24:00.
        Type::Time => Some(format!("{name} < '24:00:00'")),
        Type::Unsigned(Unsigned::U64) => Some(format!("{name} >= 0")),
        Type::Unsigned(ty) => Some(format!("{name} >= 0 AND {name} <= {}", ty.greatest())),
        Type::List(item) => {
            let Type::Enum(position, _) = item.as_ref() else {
                return None;
            };
            let values: Vec<String> = values(*position)
                .map(|value| value.stored.literal(DIALECT))
                .collect();
            let array = column_type(item).to_uppercase();
            Some(format!("{name} <@ ARRAY[{}]::{array}[]", values.join(", ")))
        }
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Duration
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
        | Type::Json
        | Type::Native(_) => None,
    }
}

/// The literal as an expression of the column's type, so that PostgreSQL infers the type of a
/// parameter beside it.
pub(super) fn typed_literal(value: &Literal, ty: &Type) -> String {
    match value {
        Literal::Bool(_) | Literal::Text(_) | Literal::Bytes(_) => literal(value),
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("ARRAY[{}]::{}", items.join(", "), spelled(ty))
        }
        // In quotes a sign belongs to the number.
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
