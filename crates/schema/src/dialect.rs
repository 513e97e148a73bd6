//! The databases that DDL is written for, and the differences between them that are one token.

use std::fmt;

/// A database that a schema is written for.
///
/// MySQL and MariaDB share a driver and most of their SQL, but not all of it, so they are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL 8 and later.
    Mysql,
    /// MariaDB 10.10 and later.
    Mariadb,
}

impl Dialect {
    /// Every dialect, in the order in which they are always listed.
    pub const ALL: [Dialect; 4] = [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ];

    /// The name that `models.yaml` and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
        }
    }

    /// The name that a person would use.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
        }
    }

    /// The dialect of that [`name`](Dialect::name).
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == name)
    }

    /// How long a name may be: none for SQLite, bytes for PostgreSQL, characters for the others.
    pub fn name_limit(self) -> Option<NameLimit> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(NameLimit::Bytes(63)),
            Dialect::Mysql | Dialect::Mariadb => Some(NameLimit::Chars(64)),
        }
    }

    /// The character around a quoted identifier, doubled inside it.
    pub fn identifier_quote(self) -> char {
        match self {
            Dialect::Sqlite | Dialect::Postgres => '"',
            Dialect::Mysql | Dialect::Mariadb => '`',
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// The longest name that a database takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLimit {
    /// So many bytes of UTF-8.
    Bytes(usize),
    /// So many characters.
    Chars(usize),
}

impl NameLimit {
    /// Whether the name is short enough.
    pub fn allows(self, name: &str) -> bool {
        match self {
            NameLimit::Bytes(limit) => name.len() <= limit,
            NameLimit::Chars(limit) => name.chars().count() <= limit,
        }
    }
}

impl fmt::Display for NameLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameLimit::Bytes(limit) => write!(f, "{limit} bytes"),
            NameLimit::Chars(limit) => write!(f, "{limit} characters"),
        }
    }
}

/// One value for each dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerDialect<T> {
    /// SQLite's.
    pub sqlite: T,
    /// PostgreSQL's.
    pub postgres: T,
    /// MySQL's.
    pub mysql: T,
    /// MariaDB's.
    pub mariadb: T,
}

impl<T> PerDialect<T> {
    /// The value of one dialect.
    pub fn get(&self, dialect: Dialect) -> &T {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::Mysql => &self.mysql,
            Dialect::Mariadb => &self.mariadb,
        }
    }

    /// The value of one dialect, to change it.
    pub fn get_mut(&mut self, dialect: Dialect) -> &mut T {
        match dialect {
            Dialect::Sqlite => &mut self.sqlite,
            Dialect::Postgres => &mut self.postgres,
            Dialect::Mysql => &mut self.mysql,
            Dialect::Mariadb => &mut self.mariadb,
        }
    }
}
