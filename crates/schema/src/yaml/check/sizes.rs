//! The sizes of values on MySQL and MariaDB, which limit them.

use tablewright_sql::Dialect;
use tablewright_sql::unsigned::Unsigned;

use crate::schema::{Enum, Repr, Type};

/// The largest number of bytes of a row's columns together, without those that are stored
/// elsewhere.
pub const LARGEST_ROW: u64 = 65_535;

/// The largest number of bytes of a key's columns together.
pub const LARGEST_KEY: u64 = 3_072;

/// The largest number of bytes of a row on its page, if long values are stored elsewhere.
pub const LARGEST_ON_PAGE: u64 = 8_125;

/// The overhead of every row on its page: its header, its transaction and a pointer to its past.
pub const ROW_OVERHEAD: u64 = 18;

/// The largest number of bytes of a character.
pub const CHARACTER: u64 = 4;

/// The size of a column in a row.
pub fn in_row(ty: &Type, enums: &[Enum]) -> u64 {
    match ty {
        Type::String { .. } | Type::Enum(_, Repr::Text) | Type::Bytes { max: Some(_) } => {
            let bytes = fixed(ty, enums).unwrap_or_default();
            bytes + if bytes > 255 { 2 } else { 1 }
        }
        // The row contains only a length and a pointer.
        Type::Text | Type::Bytes { max: None } | Type::Json | Type::List(_) => 12,
        Type::Native(native) => in_row(&native.otherwise, enums),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Enum(_, Repr::SmallInt | Repr::Integer | Repr::BigInt) => {
            fixed(ty, enums).unwrap_or_default()
        }
    }
}

/// The size of a column on its row's page, for the longest value (tried on MySQL 9.7 and MariaDB
/// 10.11).
pub fn on_page(ty: &Type, enums: &[Enum], dialect: Dialect) -> u64 {
    let bytes = in_row(ty, enums);
    let varies = match ty {
        Type::String { .. } | Type::Text | Type::Bytes { .. } => true,
        Type::Enum(_, repr) => *repr == Repr::Text,
        Type::Json | Type::List(_) | Type::Native(_) => true,
        Type::Bool | Type::SmallInt | Type::Integer | Type::BigInt | Type::Float => false,
        Type::Unsigned(_) | Type::Duration => false,
        Type::Double | Type::Decimal { .. } | Type::Uuid | Type::Date | Type::Time => false,
        Type::DateTime | Type::Timestamp => false,
    };
    let is_long = fixed(ty, enums).is_none_or(|bytes| bytes > 255);
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => 0,
        // A pointer and its length, for a value that is long enough to be stored elsewhere.
        Dialect::Mariadb if is_long => 21,
        Dialect::Mariadb => bytes,
        // MySQL expects at most 40 bytes, and refuses a longer row when it is written.
        Dialect::Mysql if varies && is_long => 41,
        Dialect::Mysql if varies => bytes.min(41),
        Dialect::Mysql => bytes,
    }
}

/// The size of a column in a key; `None` for a type that cannot be in a key.
pub fn in_key(ty: &Type, enums: &[Enum]) -> Option<u64> {
    fixed(ty, enums)
}

fn fixed(ty: &Type, enums: &[Enum]) -> Option<u64> {
    Some(match ty {
        Type::Bool => 1,
        Type::SmallInt => 2,
        Type::Integer | Type::Float => 4,
        Type::BigInt | Type::Duration | Type::Double => 8,
        Type::Unsigned(Unsigned::U8) => 1,
        Type::Unsigned(Unsigned::U16) => 2,
        Type::Unsigned(Unsigned::U32) => 4,
        Type::Unsigned(Unsigned::U64) => 8,
        Type::Decimal { precision, scale } => digits(precision - scale) + digits(*scale),
        Type::String { max } => u64::from(*max) * CHARACTER,
        Type::Enum(index, repr) => match repr.number() {
            Some(number) => return fixed(&number, enums),
            None => enums.get(*index).map_or(0, Enum::longest) as u64 * CHARACTER,
        },
        Type::Bytes { max: Some(max) } => u64::from(*max),
        Type::Uuid => 16,
        Type::Date => 3,
        Type::Time => 6,
        Type::DateTime | Type::Timestamp => 8,
        Type::Native(native) => return fixed(&native.otherwise, enums),
        Type::Text | Type::Bytes { max: None } | Type::Json | Type::List(_) => return None,
    })
}

/// Nine digits take four bytes; the remaining digits take as many as they need.
fn digits(count: u32) -> u64 {
    u64::from(count / 9 * 4 + (count % 9).div_ceil(2))
}
