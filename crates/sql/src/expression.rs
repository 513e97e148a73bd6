//! Expressions and types that differ between the dialects.

use crate::Dialect;
use crate::quote;
use crate::table::{Column, Default, Source, Type};

/// The current time as a value of this type, in UTC. SQLite's clock has milliseconds.
pub fn now(ty: &Type<'_>, dialect: Dialect) -> &'static str {
    match (dialect, ty) {
        (Dialect::Sqlite, Type::Date) => "date('now')",
        (Dialect::Sqlite, Type::Time) => "strftime('%H:%M:%f', 'now') || '000'",
        (Dialect::Sqlite, Type::DateTime) => "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'",
        (Dialect::Sqlite, _) => "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'",
        (Dialect::Postgres, Type::Date) => "(now() AT TIME ZONE 'UTC')::DATE",
        (Dialect::Postgres, Type::Time) => "(now() AT TIME ZONE 'UTC')::TIME",
        (Dialect::Postgres, Type::DateTime) => "(now() AT TIME ZONE 'UTC')",
        (Dialect::Postgres, _) => "now()",
        (Dialect::Mysql | Dialect::Mariadb, Type::Date) => "utc_date()",
        (Dialect::Mysql | Dialect::Mariadb, Type::Time) => "utc_time(6)",
        (Dialect::Mysql | Dialect::Mariadb, _) => "utc_timestamp(6)",
    }
}

/// A random UUID of version 4.
///
/// On SQLite, the bytes 7 and 9 begin with its version and its variant; `unhex` would be shorter,
/// but exists only since SQLite 3.41. MySQL's and MariaDB's own `uuid()` reveals the time and the
/// machine. No literal of bytes is used, because MySQL prints it as question marks.
pub fn random_uuid(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) \
             || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)"
        }
        Dialect::Postgres => "gen_random_uuid()",
        Dialect::Mysql => {
            "((random_bytes(16) & unhex('ffffffffffff0fff3fffffffffffffff')) \
             | unhex('00000000000040008000000000000000'))"
        }
        Dialect::Mariadb => {
            "unhex(insert(insert(hex(random_bytes(16)), 13, 1, '4'), 17, 1, \
             substr('89AB', 1 + (ord(random_bytes(1)) & 3), 1)))"
        }
    }
}

/// The default of a column, if the column gives it.
pub fn default(column: &Column<'_>, dialect: Dialect) -> Option<String> {
    let Source::Default(Some(default)) = column.source else {
        return None;
    };
    Some(match default {
        Default::Now => now(&column.ty, dialect).to_owned(),
        Default::Uuid => random_uuid(dialect).to_owned(),
        Default::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_owned(),
        Default::Integer(value) => value.to_string(),
        Default::Float(value) => format!("{value:?}"),
        Default::Decimal(digits) => digits.to_owned(),
        Default::Text(text) => quote::text(dialect, text),
        Default::Bytes(bytes) => quote::bytes(dialect, bytes),
        Default::Sql(sql) => format!("({sql}\n)"),
    })
}

/// The name of a type in `CAST` on MySQL.
///
/// It has no length there, because a cast truncates a value that is too long instead of refusing
/// it.
pub(crate) fn cast_type(ty: &Type<'_>) -> String {
    match ty {
        Type::Bool | Type::SmallInt | Type::Integer | Type::BigInt | Type::Unsigned(_) => {
            "SIGNED".to_owned()
        }
        Type::Float => "FLOAT".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal(precision, scale) => format!("DECIMAL({precision}, {scale})"),
        Type::String(_) | Type::Text | Type::Enum(_) | Type::Native(_) => "CHAR".to_owned(),
        Type::Bytes(_) | Type::Uuid => "BINARY".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME(6)".to_owned(),
        Type::DateTime | Type::Timestamp => "DATETIME(6)".to_owned(),
        Type::Json | Type::Array(_) => "JSON".to_owned(),
    }
}

/// The type with which MySQL and MariaDB read a value from JSON.
pub(crate) fn item_type(ty: &Type<'_>, dialect: Dialect) -> String {
    match ty {
        Type::Bool | Type::SmallInt | Type::Integer | Type::BigInt | Type::Unsigned(_) => {
            "BIGINT".to_owned()
        }
        Type::Float | Type::Double => "DOUBLE".to_owned(),
        Type::Decimal(_, scale) => format!("DECIMAL(65, {scale})"),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME(6)".to_owned(),
        Type::DateTime | Type::Timestamp => "DATETIME(6)".to_owned(),
        Type::String(_)
        | Type::Text
        | Type::Enum(_)
        | Type::Bytes(_)
        | Type::Uuid
        | Type::Json
        | Type::Array(_)
        | Type::Native(_) => {
            let collation = binary_collation(dialect);
            format!("LONGTEXT CHARACTER SET utf8mb4 COLLATE {collation}")
        }
    }
}

/// The collation that compares by code point on MySQL and MariaDB.
pub(crate) fn binary_collation(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mariadb => "utf8mb4_nopad_bin",
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "utf8mb4_0900_bin",
    }
}

/// The name of an array type that PostgreSQL cannot infer.
pub(crate) fn postgres_array(ty: &Type<'_>) -> &'static str {
    match ty.signed() {
        Type::Bool => "boolean[]",
        Type::SmallInt => "smallint[]",
        Type::Integer => "integer[]",
        Type::BigInt => "bigint[]",
        Type::Float => "real[]",
        Type::Double => "double precision[]",
        Type::Decimal(..) => "numeric[]",
        Type::Bytes(_) => "bytea[]",
        Type::Uuid => "uuid[]",
        Type::Date => "date[]",
        Type::Time => "time[]",
        Type::DateTime => "timestamp[]",
        Type::Timestamp => "timestamptz[]",
        Type::String(_)
        | Type::Text
        | Type::Enum(_)
        | Type::Json
        | Type::Array(_)
        | Type::Native(_)
        | Type::Unsigned(_) => "text[]",
    }
}

/// The name of a type in `CAST` on PostgreSQL.
pub(crate) fn postgres_type(ty: &Type<'_>) -> &'static str {
    postgres_array(ty).trim_end_matches("[]")
}

/// The type of an identity column on PostgreSQL.
pub(crate) fn integer_type(ty: &Type<'_>) -> &'static str {
    match ty.signed() {
        Type::SmallInt => "SMALLINT",
        Type::Integer => "INTEGER",
        _ => "BIGINT",
    }
}
