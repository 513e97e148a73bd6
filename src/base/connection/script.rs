//! Scripts that were written at build time.

use tablewright_sql::Dialect;

use crate::base::error::{Error, Result};

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
            Scripts::NONE.get(Dialect::Sqlite),
            Err(Error::Dialect(Dialect::Sqlite))
        ));
    }
}
