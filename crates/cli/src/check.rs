//! `tablewright check`.

use std::path::PathBuf;

use tablewright_schema::Schema;

use crate::models;
use crate::output::counted;

/// Say what is wrong with the models, all of it at once.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = models::load(&arguments.file)?;
    Ok(format!(
        "{}: {}\n",
        arguments.file.display(),
        summary(&schema)
    ))
}

fn summary(schema: &Schema) -> String {
    let dialects: Vec<&str> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.title())
        .collect();
    format!(
        "{} and {} for {}: no errors",
        counted(schema.tables.len() as u64, "model"),
        counted(schema.enums.len() as u64, "enum"),
        dialects.join(", "),
    )
}
