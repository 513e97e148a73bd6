//! The types that validation words are for, and the conditions by which a database enforces them, with
//! `{}` for the column.

use tablewright_sql::Dialect;

use crate::schema::{Length, Type};

/// The condition for `length`.
pub fn length_condition(length: Length, dialect: Dialect) -> String {
    let characters = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "length({})",
        // Their `length` counts bytes.
        Dialect::Mysql | Dialect::Mariadb => "char_length({})",
    };
    match (length.min, length.max) {
        (min, None) => format!("{characters} >= {min}"),
        (0, Some(max)) => format!("{characters} <= {max}"),
        (min, Some(max)) => format!("{characters} BETWEEN {min} AND {max}"),
    }
}

/// The condition for `email`: the part of [`tablewright_sql::rule::is_email`] that `LIKE` can
/// express.
pub fn email_condition(collated: bool, dialect: Dialect) -> String {
    let text = match dialect {
        // PostgreSQL has no `LIKE` with a collation that treats different strings as equal.
        Dialect::Postgres if collated => "{} COLLATE \"C\"",
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "{}",
    };
    format!("{text} LIKE '_%@%_' AND {text} NOT LIKE '%@%@%' AND {text} NOT LIKE '% %'")
}

/// Whether `min` and `max` limit values of the type.
pub fn has_range(ty: &Type) -> bool {
    match ty {
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp => true,
        Type::Bool
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(..)
        | Type::List(_)
        | Type::Native(_) => false,
    }
}

/// Whether `length`, `pattern` and `email` limit values of the type.
pub fn has_length(ty: &Type) -> bool {
    matches!(ty, Type::String { .. } | Type::Text)
}
