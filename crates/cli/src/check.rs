//! `tablewright check`.

use std::path::{Path, PathBuf};

use tablewright::Sqlite;
use tablewright_schema::catalog::Expression;
use tablewright_schema::{IndexKey, Schema, Source, Table, ddl};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use crate::models;
use crate::output::{counted, listed};

/// Report all errors in the models and the seeds at once.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Example:
  tablewright check crates/shop/models.yaml")]
pub struct Arguments {
    /// The file of models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let (schema, seeds) = models::load_with_seeds(&arguments.file)?;
    if schema.dialects.contains(&Dialect::Sqlite) {
        try_on_sqlite(&schema, &arguments.file)?;
    }
    Ok(format!(
        "{}: {}\n",
        arguments.file.display(),
        summary(&schema, seeds.rows.len() as u64)
    ))
}

/// SQLite's messages for objects that a program may add.
const ADDED: [&str; 3] = ["no such function", "no such collation", "no such module"];

/// Creates the tables in memory, because only the database understands the user's own SQL.
fn try_on_sqlite(schema: &Schema, file: &Path) -> Result<(), String> {
    let db = Sqlite::memory().map_err(|error| format!("error: {error}"))?;
    let mut wrong = Vec::new();
    for statement in ddl::create(schema, Dialect::Sqlite) {
        let Err(error) = db.with(|raw| raw.execute_batch(&statement)) else {
            continue;
        };
        let said = error.to_string();
        let said = said.split(" in CREATE ").next().unwrap_or_default();
        if ADDED.iter().any(|added| said.contains(added)) {
            return Ok(());
        }
        let first = statement.lines().next().unwrap_or_default();
        let of_model = schema.tables.iter().find(|table| {
            first.starts_with("CREATE TABLE ")
                && first.contains(&format!(" {} (", identifier(Dialect::Sqlite, &table.name)))
        });
        let named = |name: &str| first.contains(&identifier(Dialect::Sqlite, name));
        let of_index = || {
            let mut tables = schema.tables.iter();
            let is_index = first.starts_with("CREATE ") && first.contains(" INDEX ");
            tables.find(|table| is_index && table.indexes.iter().any(|index| named(&index.name)))
        };
        let position = of_model.or_else(of_index);
        let position = position.and_then(|table| position_in(file, table, said));
        let position = position.map_or_else(String::new, |position| format!("\n --> {position}"));
        wrong.push(match of_model {
            Some(table) => format!(
                "error: SQLite refuses the table of the model `{}`: {said}{position}\nhelp: correct \
                 its checks, defaults, generated columns or indexes",
                table.model
            ),
            None => format!("error: SQLite refuses `{first}`: {said}{position}"),
        });
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n\n"))
    }
}

/// The position of the SQL with an unknown column, if it is certain.
fn position_in(file: &Path, table: &Table, said: &str) -> Option<String> {
    let (_, column) = said.split_once("no such column: ")?;
    let column = column.trim_matches('"');
    let column = column.rsplit('.').next()?;
    let mut own = own_sql(table);
    let sql = own.find(|sql| Expression::new(Dialect::Sqlite, sql).mentions(column))?;
    let text = std::fs::read_to_string(file).ok()?;
    let (before, after) = text.split_once(sql)?;
    if after.contains(sql) {
        return None;
    }
    let begin = before.rfind('\n').map_or(0, |end| end + 1);
    Some(format!(
        "{}:{}:{}",
        file.display(),
        before.matches('\n').count() + 1,
        before[begin..].chars().count() + 1
    ))
}

/// The SQL that the models have for a table.
fn own_sql(table: &Table) -> impl Iterator<Item = &str> {
    let checks = table.checks.iter().map(|check| &check.expression);
    let generated = table
        .columns
        .iter()
        .filter_map(|column| match &column.source {
            Source::Generated(generated) => Some(&generated.expression),
            Source::Input | Source::Identity | Source::Default(_) | Source::Computed(_) => None,
        });
    let indexes = table.indexes.iter().flat_map(|index| {
        let parts = index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Expression(expression) => Some(expression),
            IndexKey::Column(_) => None,
        });
        parts.chain(&index.predicate)
    });
    let all = checks.chain(generated).chain(indexes);
    all.map(|sql| sql.get(Dialect::Sqlite).as_str())
}

fn summary(schema: &Schema, seeds: u64) -> String {
    let dialects: Vec<&str> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.title())
        .collect();
    let models = counted(schema.tables.len() as u64, "model");
    let mut parts = vec![models, counted(schema.enums.len() as u64, "enum")];
    if seeds > 0 {
        parts.push(counted(seeds, "seed"));
    }
    let parts = listed(parts.iter().map(String::as_str));
    format!("{parts} for {}: no errors", dialects.join(", "))
}
