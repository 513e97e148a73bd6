//! Unsigned integers, which only MySQL and MariaDB have as types.
//!
//! The other databases store one in the next larger signed type, with a check of its range. A value
//! should mean the same everywhere, so all databases compute with signed 64-bit integers, and a
//! `u64` in a database is at most the greatest of these.

use crate::table::Type;

/// A type of unsigned integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsigned {
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

impl Unsigned {
    /// All of them, the smallest first.
    pub const ALL: [Unsigned; 4] = [Unsigned::U8, Unsigned::U16, Unsigned::U32, Unsigned::U64];

    /// Its word in `models.yaml`, which is also its type in Rust.
    pub const fn word(self) -> &'static str {
        match self {
            Unsigned::U8 => "u8",
            Unsigned::U16 => "u16",
            Unsigned::U32 => "u32",
            Unsigned::U64 => "u64",
        }
    }

    /// The type for this word.
    pub fn of_word(word: &str) -> Option<Unsigned> {
        Unsigned::ALL.into_iter().find(|ty| ty.word() == word)
    }

    /// The greatest value that a database holds.
    pub const fn greatest(self) -> i64 {
        match self {
            Unsigned::U8 => u8::MAX as i64,
            Unsigned::U16 => u16::MAX as i64,
            Unsigned::U32 => u32::MAX as i64,
            Unsigned::U64 => i64::MAX,
        }
    }

    /// Its type on MySQL and MariaDB.
    pub const fn mysql(self) -> &'static str {
        match self {
            Unsigned::U8 => "tinyint unsigned",
            Unsigned::U16 => "smallint unsigned",
            Unsigned::U32 => "int unsigned",
            Unsigned::U64 => "bigint unsigned",
        }
    }

    /// The signed type in which the other databases store its values.
    pub const fn signed(self) -> Type<'static> {
        match self {
            Unsigned::U8 => Type::SmallInt,
            Unsigned::U16 => Type::Integer,
            Unsigned::U32 | Unsigned::U64 => Type::BigInt,
        }
    }

    /// Its number, from 0.
    pub(crate) const fn number(self) -> u32 {
        self as u32
    }

    /// The type with this number.
    pub(crate) const fn from_number(number: u32) -> Unsigned {
        match number & 3 {
            0 => Unsigned::U8,
            1 => Unsigned::U16,
            2 => Unsigned::U32,
            _ => Unsigned::U64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_word_and_its_number() {
        for ty in Unsigned::ALL {
            assert_eq!(Unsigned::of_word(ty.word()), Some(ty));
            assert_eq!(Unsigned::from_number(ty.number()), ty);
        }
        assert_eq!(Unsigned::of_word("u128"), None);
    }
}
