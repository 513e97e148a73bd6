//! The range of an integer column, and the conditions that a number is outside it, with `{}` for
//! the column.

use tablewright_sql::Dialect;

use crate::physical::Physical;

/// The range of an integer type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Integers {
    least: i128,
    most: i128,
}

impl Integers {
    /// The range of a column of this type; `None` for other types.
    pub(crate) fn of(ty: &Physical) -> Option<Integers> {
        match ty {
            Physical::Int(bits) => Some(Integers::signed(*bits)),
            // Databases compute with signed 64-bit integers, so no value is greater.
            Physical::Unsigned(bits) => Some(Integers::unsigned(*bits.min(&63))),
            _ => None,
        }
    }

    /// The range of this many bits, including the sign.
    pub(crate) fn signed(bits: u32) -> Integers {
        let most = 1 << (bits - 1);
        Integers {
            least: -most,
            most: most - 1,
        }
    }

    /// The range of this many bits, without a sign.
    pub(crate) fn unsigned(bits: u32) -> Integers {
        Integers {
            least: 0,
            most: (1 << bits) - 1,
        }
    }

    /// Whether the number is one of them.
    pub(crate) fn has(self, number: i128) -> bool {
        (self.least..=self.most).contains(&number)
    }

    pub(crate) fn has_all_of(self, other: Integers) -> bool {
        self.least <= other.least && other.most <= self.most
    }

    /// Whether the range contains every rounded number with this many digits before its point.
    pub(crate) fn has_digits(self, digits: u32) -> bool {
        let most = 10_i128.saturating_pow(digits);
        self.least <= -most && most <= self.most
    }

    /// The condition after an integer outside the range.
    pub(crate) fn outside(self) -> String {
        format!("NOT BETWEEN {} AND {}", self.least, self.most)
    }

    /// A decimal with this many digits after its point is outside the range, even if rounded.
    pub(crate) fn outside_of_decimal(self, dialect: Dialect, scale: u32) -> String {
        if scale == 0 {
            return format!("{{}} {}", self.outside());
        }
        match dialect.has_scaled_decimals() {
            true => {
                let one = 10_i128.saturating_pow(scale);
                let least = self.least.saturating_mul(one).saturating_sub(one / 2);
                let most = self.most.saturating_mul(one).saturating_add(one / 2);
                format!("({{}} <= {least} OR {{}} >= {most})")
            }
            // MySQL and MariaDB refuse a negative number before they round it to 0.
            false if self.least == 0 => format!("({{}} < 0 OR {{}} >= {}.5)", self.most),
            false => format!("({{}} <= -{}.5 OR {{}} >= {}.5)", -self.least, self.most),
        }
    }

    /// A float is outside the range, even if rounded.
    pub(crate) fn outside_of_binary(self) -> String {
        let (least, beyond) = (self.least, self.most + 1);
        format!("(round({{}}) < {least}.0 OR round({{}}) >= {beyond}.0)")
    }

    /// A string is not an integer of the range.
    pub(crate) fn not_in_text(self, dialect: Dialect) -> String {
        let outside = self.outside();
        match dialect {
            Dialect::Sqlite if self == Integers::signed(64) => {
                "CAST(CAST({} AS INTEGER) AS TEXT) <> {}".to_owned()
            }
            Dialect::Sqlite => format!(
                "(CAST(CAST({{}} AS INTEGER) AS TEXT) <> {{}} OR CAST({{}} AS INTEGER) {outside})"
            ),
            Dialect::Postgres => format!(
                "CASE WHEN {{}} !~ '^(0|-?[1-9][0-9]*)$' THEN true ELSE {{}}::numeric {outside} END"
            ),
            // Strings are compared as bytes, except for spaces at the end.
            Dialect::Mysql | Dialect::Mariadb => format!(
                "({{}} NOT REGEXP '^(0|-?[1-9][0-9]*)$' OR CAST(CAST({{}} AS SIGNED) AS BINARY) \
                 <> CAST({{}} AS BINARY) OR CAST({{}} AS SIGNED) {outside})"
            ),
        }
    }
}
