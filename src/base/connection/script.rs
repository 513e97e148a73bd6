//! Scripts that are generated at build time.

use tablewright_sql::Dialect;

use crate::base::error::{Error, Result};

/// A script of several statements, as a constant.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The SQL, which any client of the database can run unchanged.
    pub text: &'static str,
    /// The end of each statement in the SQL, after its semicolon.
    pub ends: &'static [usize],
}

impl Script {
    /// A script without statements.
    pub const NONE: Script = Script {
        text: "",
        ends: &[],
    };

    /// Iterates over the statements.
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
    /// The script for SQLite; empty if the models were not generated for SQLite. The same holds for
    /// the others.
    pub sqlite: Script,
    /// The script for PostgreSQL.
    pub postgres: Script,
    /// The script for MySQL.
    pub mysql: Script,
    /// The script for MariaDB.
    pub mariadb: Script,
}

impl Scripts {
    /// No scripts, as a start for generated code.
    pub const NONE: Scripts = Scripts {
        sqlite: Script::NONE,
        postgres: Script::NONE,
        mysql: Script::NONE,
        mariadb: Script::NONE,
    };

    /// Returns the script for a dialect.
    ///
    /// # Errors
    ///
    /// [`Error::Dialect`] if the models were not generated for it.
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
