//! Migrations as the command writes them and the build script reads them.

use tablewright::migrate::{Migration, Preflight, Scripts, Steps};
use tablewright_evolve::generator::generate;
use tablewright_evolve::migrations::{self, Entry, Script};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;

/// One migration for each of the schemas, from the one before it. They are never freed.
///
/// # Errors
///
/// The blocking issues.
pub fn written(
    dialect: Dialect,
    schemas: &[&Schema],
    options: Options,
) -> Result<&'static [Migration<'static>], String> {
    let mut entries = Vec::new();
    for (number, schema) in (1..).zip(schemas) {
        let read = read(dialect, &entries)?;
        let state = migrations::state(dialect, &read).map_err(|error| error.to_string())?;
        let next =
            generate(schema, dialect, &state, options).map_err(|issues| issues.join("; "))?;
        let file = |what: &str, text: String| {
            (format!("{what}.{}.sql", dialect.name()), text.into_bytes())
        };
        entries.push(Entry::Folder {
            name: format!("202601010000{number:02}_step_{number}"),
            files: vec![
                file("up", next.up),
                file("down", next.down),
                file("tables", next.tables),
            ],
        });
    }
    let read = read(dialect, &entries)?.leak();
    let migration = |migration: &'static migrations::Migration| {
        let scripts = migration.scripts.get(dialect).as_ref()?;
        let scripts = Some(Scripts {
            checksum: &scripts.checksum,
            up: steps(dialect, &scripts.up),
            down: steps(dialect, &scripts.down),
        });
        let of = |one| scripts.filter(|_| dialect == one);
        Some(Migration {
            name: &migration.name,
            sqlite: of(Dialect::Sqlite),
            postgres: of(Dialect::Postgres),
            mysql: of(Dialect::Mysql),
            mariadb: of(Dialect::Mariadb),
        })
    };
    Ok(read.iter().filter_map(migration).collect::<Vec<_>>().leak())
}

fn read(dialect: Dialect, entries: &[Entry]) -> Result<Vec<migrations::Migration>, String> {
    migrations::read(&[dialect], entries.to_vec()).map_err(|mistakes| format!("{mistakes:#?}"))
}

fn steps(dialect: Dialect, script: &'static Script) -> Steps<'static> {
    let preflight = script.preflight.iter().map(|check| Preflight {
        sql: &check.sql,
        message: &check.message,
    });
    Steps {
        statements: script.statements(dialect).leak(),
        in_transaction: script.in_transaction,
        foreign_keys: script.foreign_keys,
        preflight: preflight.collect::<Vec<_>>().leak(),
    }
}
