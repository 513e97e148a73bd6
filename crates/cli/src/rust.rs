//! `tablewright rust`.

use std::path::PathBuf;

use crate::models;
use crate::output::drawn;

/// Print the generated Rust code of the models, without the migrations.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Example:
  tablewright rust models.yaml > models.rs")]
pub struct Arguments {
    /// The file of models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = models::load(&arguments.file)?;
    tablewright_build::generate(&schema).map_err(drawn)
}
