//! The room that values take on MySQL and MariaDB, which have limits on it.

use tablewright_sql::Dialect;
use tablewright_sql::unsigned::Unsigned;

use crate::schema::{Enum, Repr, Type};

/// The most bytes of a row's columns together, those aside that are kept elsewhere.
pub const LARGEST_ROW: u64 = 65_535;

/// The most bytes of a key's columns together.
pub const LARGEST_KEY: u64 = 3_072;

/// The most bytes of a row on its page, where what is long enough is kept elsewhere.
pub const LARGEST_ON_PAGE: u64 = 8_125;

/// What every row has on its page: its header, its transaction and a pointer to its past.
pub const ROW_OVERHEAD: u64 = 18;

/// The bytes of a character at most.
pub const CHARACTER: u64 = 4;

/// What a column adds to the size of a row.
pub fn in_row(ty: &Type, enums: &[Enum]) -> u64 {
    match ty {
        Type::String { .. } | Type::Enum(_, Repr::Text) | Type::Bytes { max: Some(_) } => {
            let bytes = fixed(ty, enums).unwrap_or_default();
            bytes + if bytes > 255 { 2 } else { 1 }
        }
        // Only a length and a pointer are in the row.
        Type::Text | Type::Bytes { max: None } | Type::Json | Type::List(_) => 12,
        Type::Native(native) => in_row(&native.otherwise, enums),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
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

/// What a column adds to its row's page when it is as long as it can be (tried on MySQL 9.7 and
/// MariaDB 10.11).
pub fn on_page(ty: &Type, enums: &[Enum], dialect: Dialect) -> u64 {
    let bytes = in_row(ty, enums);
    let varies = match ty {
        Type::String { .. } | Type::Text | Type::Bytes { .. } => true,
        Type::Enum(_, repr) => *repr == Repr::Text,
        Type::Json | Type::List(_) | Type::Native(_) => true,
        Type::Bool | Type::SmallInt | Type::Integer | Type::BigInt | Type::Float => false,
        Type::Unsigned(_) => false,
        Type::Double | Type::Decimal { .. } | Type::Uuid | Type::Date | Type::Time => false,
        Type::DateTime | Type::Timestamp => false,
    };
    let is_long = fixed(ty, enums).is_none_or(|bytes| bytes > 255);
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => 0,
        // A pointer and its length, for what is long enough to be kept elsewhere.
        Dialect::Mariadb if is_long => 21,
        Dialect::Mariadb => bytes,
        // MySQL counts on 40 bytes at most, and refuses longer rows when it meets one.
        Dialect::Mysql if varies && is_long => 41,
        Dialect::Mysql if varies => bytes.min(41),
        Dialect::Mysql => bytes,
    }
}

/// What a column adds to the size of a key; `None` for a type that cannot be in one.
pub fn in_key(ty: &Type, enums: &[Enum]) -> Option<u64> {
    fixed(ty, enums)
}

fn fixed(ty: &Type, enums: &[Enum]) -> Option<u64> {
    Some(match ty {
        Type::Bool => 1,
        Type::SmallInt => 2,
        Type::Integer | Type::Float => 4,
        Type::BigInt | Type::Double => 8,
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

/// Nine digits take four bytes, and what is left over takes as many as it needs.
fn digits(count: u32) -> u64 {
    u64::from(count / 9 * 4 + (count % 9).div_ceil(2))
}
