//! Statements that were written at build time.

use crate::{Dialect, Error, Result};

/// One statement, in each dialect that the models were generated for.
///
/// Generated code holds these as constants, so nothing is put together when a query runs, and a
/// connection may know a prepared statement again by the address of its `Sql`.
#[derive(Debug)]
pub struct Sql {
    /// SQLite's text; empty where the models were not generated for SQLite. So for the others.
    pub sqlite: &'static str,
    /// PostgreSQL's text.
    pub postgres: &'static str,
    /// MySQL's text.
    pub mysql: &'static str,
    /// MariaDB's text.
    pub mariadb: &'static str,
}

impl Sql {
    /// No dialect's text: what generated code starts from.
    pub const NONE: Sql = Sql {
        sqlite: "",
        postgres: "",
        mysql: "",
        mariadb: "",
    };

    /// The statement with SQLite's text.
    pub const fn sqlite(mut self, text: &'static str) -> Self {
        self.sqlite = text;
        self
    }

    /// The statement with PostgreSQL's text.
    pub const fn postgres(mut self, text: &'static str) -> Self {
        self.postgres = text;
        self
    }

    /// The statement with MySQL's text.
    pub const fn mysql(mut self, text: &'static str) -> Self {
        self.mysql = text;
        self
    }

    /// The statement with MariaDB's text.
    pub const fn mariadb(mut self, text: &'static str) -> Self {
        self.mariadb = text;
        self
    }

    /// The text for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] where the models were not generated for it.
    #[inline]
    pub fn text(&self, dialect: Dialect) -> Result<&'static str> {
        let text = match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql => self.mysql,
            Dialect::Mariadb => self.mariadb,
        };
        if text.is_empty() {
            Err(Error::Dialect(dialect))
        } else {
            Ok(text)
        }
    }
}

/// The statements for the rows that one key, or none, picks out.
#[derive(Debug)]
pub struct Lookup {
    /// Reads the rows, every column in the order of the fields.
    pub select: Sql,
    /// Counts the rows.
    pub count: Sql,
    /// Tells whether there is a row: `1` or `0`.
    pub exists: Sql,
    /// Deletes the rows.
    pub delete: Sql,
}

impl Lookup {
    /// No dialect's texts: what generated code starts from.
    pub const NONE: Lookup = Lookup {
        select: Sql::NONE,
        count: Sql::NONE,
        exists: Sql::NONE,
        delete: Sql::NONE,
    };

    /// The lookup with SQLite's texts: select, count, exists and delete.
    pub const fn sqlite(self, texts: [&'static str; 4]) -> Self {
        let [select, count, exists, delete] = texts;
        Lookup {
            select: self.select.sqlite(select),
            count: self.count.sqlite(count),
            exists: self.exists.sqlite(exists),
            delete: self.delete.sqlite(delete),
        }
    }

    /// The lookup with PostgreSQL's texts: select, count, exists and delete.
    pub const fn postgres(self, texts: [&'static str; 4]) -> Self {
        let [select, count, exists, delete] = texts;
        Lookup {
            select: self.select.postgres(select),
            count: self.count.postgres(count),
            exists: self.exists.postgres(exists),
            delete: self.delete.postgres(delete),
        }
    }

    /// The lookup with MySQL's texts: select, count, exists and delete.
    pub const fn mysql(self, texts: [&'static str; 4]) -> Self {
        let [select, count, exists, delete] = texts;
        Lookup {
            select: self.select.mysql(select),
            count: self.count.mysql(count),
            exists: self.exists.mysql(exists),
            delete: self.delete.mysql(delete),
        }
    }

    /// The lookup with MariaDB's texts: select, count, exists and delete.
    pub const fn mariadb(self, texts: [&'static str; 4]) -> Self {
        let [select, count, exists, delete] = texts;
        Lookup {
            select: self.select.mariadb(select),
            count: self.count.mariadb(count),
            exists: self.exists.mariadb(exists),
            delete: self.delete.mariadb(delete),
        }
    }
}

/// Several statements in one text, as a constant.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The text, which any client of the database can run as it is.
    pub text: &'static str,
    /// Where each statement ends in the text, its semicolon included.
    pub ends: &'static [usize],
}

impl Script {
    /// No statements.
    pub const NONE: Script = Script {
        text: "",
        ends: &[],
    };

    /// The statements one by one.
    pub fn statements(&self) -> impl Iterator<Item = &'static str> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(self.ends)
            .map(|(start, end)| self.text[start..*end].trim())
    }
}

/// A script in each dialect that the models were generated for.
#[derive(Clone, Copy, Debug)]
pub struct Scripts {
    /// SQLite's; empty where the models were not generated for SQLite. So for the others.
    pub sqlite: Script,
    /// PostgreSQL's.
    pub postgres: Script,
    /// MySQL's.
    pub mysql: Script,
    /// MariaDB's.
    pub mariadb: Script,
}

impl Scripts {
    /// No dialect's script: what generated code starts from.
    pub const NONE: Scripts = Scripts {
        sqlite: Script::NONE,
        postgres: Script::NONE,
        mysql: Script::NONE,
        mariadb: Script::NONE,
    };

    /// The script for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] where the models were not generated for it.
    pub fn get(&self, dialect: Dialect) -> Result<&Script> {
        let script = match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::Mysql => &self.mysql,
            Dialect::Mariadb => &self.mariadb,
        };
        if script.text.is_empty() {
            Err(Error::Dialect(dialect))
        } else {
            Ok(script)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_falls_apart_into_its_statements() {
        let script = Script {
            text: "CREATE TABLE a (b);\nCREATE TABLE c (d);\n",
            ends: &[19, 39],
        };
        let statements: Vec<_> = script.statements().collect();
        assert_eq!(statements, ["CREATE TABLE a (b);", "CREATE TABLE c (d);"]);
    }

    #[test]
    fn a_dialect_without_text_is_an_error() {
        assert!(matches!(
            Sql::NONE.text(Dialect::Mysql),
            Err(Error::Dialect(Dialect::Mysql))
        ));
        assert!(matches!(
            Scripts::NONE.get(Dialect::Sqlite),
            Err(Error::Dialect(Dialect::Sqlite))
        ));
    }
}
