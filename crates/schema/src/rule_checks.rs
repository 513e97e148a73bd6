//! The conditions by which a database enforces validation words, with `{}` for the column.

use tablewright_sql::Dialect;

use crate::schema::Length;

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
