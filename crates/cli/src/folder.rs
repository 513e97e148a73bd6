//! The folder of migrations, as the runtime takes it.

use std::path::PathBuf;

use tablewright::migrate::{Migration, Scripts, Steps};
use tablewright::{Database, Dialect, Migrations};
use tablewright_build::migrations;
use tablewright_evolve::migrations::{Migration as Read, Script};

use crate::output::drawn;

/// Which migrations.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The folder of the migrations.
    #[arg(long, default_value = migrations::FOLDER)]
    dir: PathBuf,
}

/// The migrations of a folder, for one database.
pub struct Folder {
    dialect: tablewright_sql::Dialect,
    migrations: Vec<Read>,
}

impl Arguments {
    /// Reads the migrations for a database.
    pub fn load(&self, db: &Database) -> Result<Folder, String> {
        if !self.dir.is_dir() {
            return Err(format!(
                "error: there is no folder `{}`\n\
                 help: run this where it is, or write `--dir path/to/migrations`",
                self.dir.display()
            ));
        }
        let dialect = tablewright::Connection::dialect(db);
        let migrations = migrations::load(&self.dir, &[dialect]).map_err(drawn)?;
        Ok(Folder {
            dialect,
            migrations,
        })
    }
}

impl Folder {
    /// Does something with the migrations.
    pub fn with<T>(&self, work: impl FnOnce(&Migrations<'_>) -> T) -> T {
        let statements: Vec<_> = self
            .migrations
            .iter()
            .filter_map(|migration| {
                let scripts = migration.scripts.get(self.dialect).as_ref()?;
                let up = scripts.up.statements(self.dialect);
                Some((
                    migration,
                    scripts,
                    up,
                    scripts.down.statements(self.dialect),
                ))
            })
            .collect();
        let list: Vec<Migration<'_>> = statements
            .iter()
            .map(|(migration, scripts, up, down)| {
                let scripts = Scripts {
                    checksum: &scripts.checksum,
                    up: steps(&scripts.up, up),
                    down: steps(&scripts.down, down),
                };
                self.one(&migration.name, scripts)
            })
            .collect();
        work(&Migrations { list: &list })
    }

    /// The whole name of a migration, of which only what is behind the timestamp may have been given.
    pub fn full_name<'n>(&'n self, given: &'n str) -> &'n str {
        let is_meant = |migration: &&Read| {
            let words = migration.name.split_once('_').map(|(_, words)| words);
            migration.name == given || words == Some(given)
        };
        let found = self.migrations.iter().find(is_meant);
        found.map_or(given, |migration| &migration.name)
    }

    /// What a migration does, and what undoes it, as it stands in its files.
    pub fn texts(&self, name: &str) -> Option<(&str, &str)> {
        let found = self
            .migrations
            .iter()
            .find(|migration| migration.name == name);
        let scripts = found?.scripts.get(self.dialect).as_ref()?;
        Some((&scripts.up.text, &scripts.down.text))
    }

    fn one<'m>(&self, name: &'m str, scripts: Scripts<'m>) -> Migration<'m> {
        let of = |dialect: Dialect| (self.dialect == dialect).then_some(scripts);
        Migration {
            name,
            sqlite: of(Dialect::Sqlite),
            postgres: of(Dialect::Postgres),
            mysql: of(Dialect::Mysql),
            mariadb: of(Dialect::Mariadb),
        }
    }
}

fn steps<'m>(script: &Script, statements: &'m [&'m str]) -> Steps<'m> {
    Steps {
        statements,
        in_transaction: script.in_transaction,
        foreign_keys: script.foreign_keys,
    }
}
