//! The folder of migrations, in the form that the runtime needs.

use std::path::{Path, PathBuf};

use tablewright::migrate::{Migration, Preflight, Scripts, Steps};
use tablewright::{Database, Dialect, Migrations};
use tablewright_build::migrations;
use tablewright_evolve::migrations::{Migration as Read, Script, state};
use tablewright_evolve::snapshot::State;

use crate::output::drawn;

/// The arguments that name the migrations.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file of models: their migrations are in the folder `migrations` beside it, which the
    /// build script embeds.
    #[arg(long, value_name = "FILE", default_value = "models.yaml")]
    models: PathBuf,
    /// The folder of the migrations, if it is another one.
    #[arg(long)]
    dir: Option<PathBuf>,
}

/// The folder of the migrations: the given one, or the one beside the models, where the build
/// script looks.
pub fn of(models: &Path, dir: Option<&Path>) -> PathBuf {
    match dir {
        Some(dir) => dir.to_owned(),
        None => models.with_file_name(migrations::FOLDER),
    }
}

/// The migrations of a folder, for one database.
pub struct Folder {
    /// The models, if the file exists.
    models: Option<PathBuf>,
    dialect: tablewright_sql::Dialect,
    migrations: Vec<Read>,
}

impl Arguments {
    /// Reads the migrations for a database.
    pub fn load(&self, db: &Database) -> Result<Folder, String> {
        let folder = of(&self.models, self.dir.as_deref());
        if !migrations::is_there(&folder) {
            return Err(format!(
                "error: there is no folder `{}`\nhelp: write `--dir path/to/migrations`, or \
                 `--models path/to/models.yaml` if the folder is beside that file",
                folder.display()
            ));
        }
        let dialect = tablewright::Connection::dialect(db);
        let migrations = migrations::load(&folder, &[dialect]).map_err(drawn)?;
        Ok(Folder {
            models: Some(self.models.clone()).filter(|models| models.is_file()),
            dialect,
            migrations,
        })
    }
}

impl Folder {
    /// The models, if the file exists.
    pub fn models(&self) -> Option<PathBuf> {
        self.models.clone()
    }

    /// The dialect of the database.
    pub fn dialect(&self) -> tablewright_sql::Dialect {
        self.dialect
    }

    /// The number of characters of the longest name.
    pub fn longest_name(&self) -> usize {
        let names = self.migrations.iter().map(|migration| migration.name.len());
        names.max().unwrap_or_default()
    }

    /// The tables after this migration; `None` if the files of the migrations do not say.
    pub fn left(&self, last: &str) -> Result<Option<State>, String> {
        let known = self.migrations.iter();
        let position = { known }.position(|migration| migration.name == last);
        let until = &self.migrations[..position.map_or(0, |position| position + 1)];
        let state = state(self.dialect, until).map_err(|error| format!("error: {error}"))?;
        let is_known = !state.tables.is_empty() || !state.scripts.is_empty();
        Ok(is_known.then_some(state))
    }

    /// Calls the closure with the migrations.
    pub fn with<T>(&self, work: impl FnOnce(&Migrations<'_>) -> T) -> T {
        let read: Vec<_> = self
            .migrations
            .iter()
            .filter_map(|migration| {
                let scripts = migration.scripts.get(self.dialect).as_ref()?;
                let file = |script| File::of(self.dialect, script);
                Some((migration, scripts, file(&scripts.up), file(&scripts.down)))
            })
            .collect();
        let list: Vec<Migration<'_>> = read
            .iter()
            .map(|(migration, scripts, up, down)| {
                let scripts = Scripts {
                    checksum: &scripts.checksum,
                    up: up.steps(),
                    down: down.steps(),
                };
                self.one(&migration.name, scripts)
            })
            .collect();
        work(&Migrations { list: &list })
    }

    /// The full name of a migration from its full name or the part after the timestamp.
    pub fn full_name<'n>(&'n self, given: &'n str) -> &'n str {
        let is_meant = |migration: &&Read| {
            let words = migration.name.split_once('_').map(|(_, words)| words);
            migration.name == given || words == Some(given)
        };
        let found = self.migrations.iter().find(is_meant);
        found.map_or(given, |migration| &migration.name)
    }

    /// The two scripts of a migration, as in its files.
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

/// A file, in the form that the runtime needs.
struct File<'m> {
    script: &'m Script,
    statements: Vec<&'m str>,
    preflight: Vec<Preflight<'m>>,
}

impl<'m> File<'m> {
    fn of(dialect: Dialect, script: &'m Script) -> File<'m> {
        let preflight = script.preflight.iter().map(|check| Preflight {
            sql: &check.sql,
            message: &check.message,
        });
        File {
            script,
            statements: script.statements(dialect),
            preflight: preflight.collect(),
        }
    }

    fn steps(&self) -> Steps<'_> {
        Steps {
            statements: &self.statements,
            in_transaction: self.script.in_transaction,
            foreign_keys: self.script.foreign_keys,
            preflight: &self.preflight,
        }
    }
}
