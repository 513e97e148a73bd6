//! The kind of values of a declared type, from its name in each dialect.

use tablewright_schema::catalog::{Catalog, Expression};
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::domains;
use crate::items::{self, Items};
use crate::unscaled::{self, is_unscaled};

/// The catalog, in which types say what their checks alone tell: whether SQLite's decimals are
/// scaled, and what the items of arrays are.
pub(crate) fn told_apart(dialect: Dialect, catalog: &Catalog) -> Catalog {
    items::told_apart(dialect, unscaled::told_apart(dialect, catalog))
}

/// A kind of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Physical {
    Bool,
    /// An integer of this many bits, including the sign.
    Int(u32),
    /// An unsigned integer of this many bits, as on MySQL and MariaDB.
    Unsigned(u32),
    Float,
    Double,
    Decimal {
        precision: u32,
        scale: u32,
    },
    /// Text of at most this many characters.
    Text(Option<u32>),
    /// MySQL's `enum` or `set`: strings from a list. As numbers they are positions in it.
    Members,
    /// Bytes, at most this many.
    Bytes(Option<u32>),
    Uuid,
    Date,
    Time,
    DateTime,
    Timestamp,
    Json,
    /// SQLite's numbers of any size, unconverted, in a column of another program.
    Number,
    /// An array as JSON, in a database without arrays.
    Items(Items),
    /// PostgreSQL's array, or another type; equal if the words are equal.
    Other(String),
}

impl Physical {
    pub(crate) fn of(dialect: Dialect, ty: &Expression) -> Physical {
        if let Some(base) = domains::base(ty) {
            return Physical::of(dialect, &Expression::new(dialect, base));
        }
        let words = Words::of(dialect, ty.text());
        let other = || Physical::Other(ty.normal().to_owned());
        if dialect == Dialect::Sqlite && is_unscaled(ty) {
            return Physical::Number;
        }
        if let Some(item) = items::worded(ty) {
            return Physical::Items(Items::of(&item));
        }
        let name = words.name.as_str();
        if let (Dialect::Mysql | Dialect::Mariadb, "enum" | "set") = (dialect, name) {
            return Physical::Members;
        }
        if words.has_rest {
            return other();
        }
        let first = words.numbers.first().copied();
        let common = match name {
            "smallint" | "int2" => Some(Physical::Int(16)),
            "integer" | "int" | "int4" => Some(Physical::Int(32)),
            "bigint" | "int8" => Some(Physical::Int(64)),
            "decimal" | "numeric" => words.decimal(),
            "varchar" | "character varying" => Some(Physical::Text(first)),
            "text" | "longtext" => Some(Physical::Text(None)),
            "date" => Some(Physical::Date),
            // PostgreSQL's `json` is another type, which keeps the text.
            "json" if dialect == Dialect::Postgres => Some(other()),
            "json" | "jsonb" => Some(Physical::Json),
            _ => None,
        };
        let own = match dialect {
            Dialect::Sqlite => match name {
                "boolean" => Some(Physical::Bool),
                "real" => Some(Physical::Float),
                "double" => Some(Physical::Double),
                "blob" => Some(Physical::Bytes(None)),
                "time" => Some(Physical::Time),
                "datetime" => Some(Physical::DateTime),
                "timestamp" => Some(Physical::Timestamp),
                _ => None,
            },
            Dialect::Postgres => match name {
                "boolean" | "bool" => Some(Physical::Bool),
                "real" | "float4" => Some(Physical::Float),
                "double precision" | "float8" => Some(Physical::Double),
                "bytea" => Some(Physical::Bytes(None)),
                "uuid" => Some(Physical::Uuid),
                "character" | "char" | "bpchar" => Some(Physical::Text(Some(first.unwrap_or(1)))),
                "time" | "time without time zone" => Some(Physical::Time),
                "timestamp" | "timestamp without time zone" => Some(Physical::DateTime),
                "timestamptz" | "timestamp with time zone" => Some(Physical::Timestamp),
                _ => None,
            },
            Dialect::Mysql | Dialect::Mariadb => match name {
                "boolean" => Some(Physical::Bool),
                "tinyint" if first == Some(1) => Some(Physical::Bool),
                "tinyint" => Some(Physical::Int(8)),
                "tinyint unsigned" => Some(Physical::Unsigned(8)),
                "smallint unsigned" => Some(Physical::Unsigned(16)),
                "mediumint" => Some(Physical::Int(24)),
                "mediumint unsigned" => Some(Physical::Unsigned(24)),
                "int unsigned" => Some(Physical::Unsigned(32)),
                "bigint unsigned" => Some(Physical::Unsigned(64)),
                "bit" => Some(Physical::Unsigned(first.unwrap_or(1))),
                "decimal unsigned" => words.decimal(),
                "float unsigned" => Some(Physical::Float),
                "double unsigned" => Some(Physical::Double),
                "year" => Some(Physical::Int(16)),
                "char" => Some(Physical::Text(Some(first.unwrap_or(1)))),
                "tinytext" => Some(Physical::Text(Some(0xff))),
                "text" => Some(Physical::Text(Some(0xffff))),
                "mediumtext" => Some(Physical::Text(Some(0xff_ffff))),
                "tinyblob" => Some(Physical::Bytes(Some(0xff))),
                "blob" => Some(Physical::Bytes(Some(0xffff))),
                "mediumblob" => Some(Physical::Bytes(Some(0xff_ffff))),
                "float" => Some(Physical::Float),
                "double" => Some(Physical::Double),
                "longblob" => Some(Physical::Bytes(None)),
                "varbinary" => Some(Physical::Bytes(first)),
                "binary" if first == Some(16) => Some(Physical::Uuid),
                "binary" => Some(Physical::Bytes(Some(first.unwrap_or(1)))),
                "time" => Some(Physical::Time),
                // One type for both; only the models distinguish them.
                "datetime" => Some(Physical::DateTime),
                "timestamp" => Some(Physical::Timestamp),
                _ => None,
            },
        };
        own.or(common).unwrap_or_else(other)
    }
}

/// A parsed type: `character varying(50)`.
struct Words {
    name: String,
    numbers: Vec<u32>,
    /// Whether it has more than a name and numbers in parentheses.
    has_rest: bool,
}

impl Words {
    fn of(dialect: Dialect, ty: &str) -> Words {
        let mut words = Words {
            name: String::new(),
            numbers: Vec::new(),
            has_rest: false,
        };
        let mut depth = 0;
        for token in tokens(dialect, ty) {
            match token.kind {
                // The display width of a number.
                TokenKind::Word if depth == 0 && token.is("zerofill") => {}
                TokenKind::Word if depth == 0 => {
                    if !words.name.is_empty() {
                        words.name.push(' ');
                    }
                    words.name.push_str(&token.text.to_lowercase());
                }
                TokenKind::Number if depth == 1 => match token.text.parse() {
                    Ok(number) => words.numbers.push(number),
                    Err(_) => words.has_rest = true,
                },
                TokenKind::Symbol if token.is_symbol('(') => depth += 1,
                TokenKind::Symbol if token.is_symbol(')') => depth -= 1,
                TokenKind::Symbol if token.is_symbol(',') && depth == 1 => {}
                TokenKind::Word
                | TokenKind::Quoted
                | TokenKind::Text
                | TokenKind::Number
                | TokenKind::Parameter
                | TokenKind::Symbol => words.has_rest = true,
            }
        }
        // PostgreSQL has the precision in the middle: `timestamp(6) with time zone`.
        words
    }

    fn decimal(&self) -> Option<Physical> {
        match self.numbers[..] {
            [precision, scale] => Some(Physical::Decimal { precision, scale }),
            [precision] => Some(Physical::Decimal {
                precision,
                scale: 0,
            }),
            _ => None,
        }
    }
}
