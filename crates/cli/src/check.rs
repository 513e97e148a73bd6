//! `tablewright check`.

use std::path::PathBuf;

use tablewright::Sqlite;
use tablewright_schema::{Schema, ddl};
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
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let (schema, seeds) = models::load_with_seeds(&arguments.file)?;
    if schema.dialects.contains(&Dialect::Sqlite) {
        try_on_sqlite(&schema)?;
    }
    Ok(format!(
        "{}: {}\n",
        arguments.file.display(),
        summary(&schema, seeds.rows.len() as u64)
    ))
}

/// What SQLite knows and a program may add to it.
const ADDED: [&str; 3] = ["no such function", "no such collation", "no such module"];

/// Makes the tables in memory, as only the database understands the user's own SQL.
fn try_on_sqlite(schema: &Schema) -> Result<(), String> {
    let db = Sqlite::memory().map_err(|error| format!("error: {error}"))?;
    let mut wrong = Vec::new();
    for statement in ddl::create(schema, Dialect::Sqlite) {
        let Err(error) = db.with(|raw| raw.execute_batch(&statement)) else {
            continue;
        };
        let said = error.to_string();
        let said = said.split(" in CREATE TABLE").next().unwrap_or_default();
        if ADDED.iter().any(|added| said.contains(added)) {
            return Ok(());
        }
        let first = statement.lines().next().unwrap_or_default();
        let of_model = schema.tables.iter().find(|table| {
            first.starts_with("CREATE TABLE ")
                && first.contains(&format!(" {} (", identifier(Dialect::Sqlite, &table.name)))
        });
        wrong.push(match of_model {
            Some(table) => format!(
                "error: SQLite refuses the table of the model `{}`: {said}\nhelp: correct its \
                 checks, defaults, generated columns or indexes",
                table.model
            ),
            None => format!("error: SQLite refuses `{first}`: {said}"),
        });
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n\n"))
    }
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
