//! `tablewright rust`.

use std::path::PathBuf;

use crate::models;
use crate::output::drawn;

/// Print the Rust code that a build script would generate, without the migrations.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Example:
  tablewright rust models.yaml > models.rs")]
pub struct Arguments {
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = models::load(&arguments.file)?;
    tablewright_build::generate(&schema).map_err(drawn)
}
