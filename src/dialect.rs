//! The databases that statements are written for.

use std::fmt;

/// A kind of database.
// As wide as what else an error holds, so that errors are copied in whole words.
#[repr(usize)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    Mysql,
    /// MariaDB.
    Mariadb,
}

impl Dialect {
    /// The name that `models.yaml` uses under `dialects`.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
        }
    }
}

impl From<Dialect> for tablewright_schema::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => tablewright_schema::Dialect::Sqlite,
            Dialect::Postgres => tablewright_schema::Dialect::Postgres,
            Dialect::Mysql => tablewright_schema::Dialect::Mysql,
            Dialect::Mariadb => tablewright_schema::Dialect::Mariadb,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
        })
    }
}
