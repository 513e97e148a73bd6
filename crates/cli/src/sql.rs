//! `tablewright sql`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use tablewright_schema::ddl;
use tablewright_sql::Dialect;

use crate::models;

/// Print the SQL that creates the tables, or that drops them.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright sql > schema.sql
  tablewright sql --dialect postgres --drop")]
pub struct Arguments {
    /// The file of models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    /// The dialect of the SQL; by default the first of the `dialects` in the file.
    #[arg(long, value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    dialect: Option<String>,
    /// Print the SQL that drops the tables.
    #[arg(long)]
    drop: bool,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = models::load(&arguments.file)?;
    let dialect = models::chosen(&schema, arguments.dialect.as_deref())?;
    let statements = if arguments.drop {
        ddl::drop(&schema, dialect)
    } else {
        ddl::create(&schema, dialect)
    };
    Ok(ddl::client_script(dialect, &statements))
}
