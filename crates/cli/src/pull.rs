//! `tablewright pull`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use tablewright::Connection;

use crate::database;
use crate::output::{counted, failed};

/// Write the models of a database that is there.
///
/// What the language cannot say stands as a comment at its place, and is listed on the error
/// output.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    #[command(flatten)]
    database: database::Arguments,
    /// The file to write, which must not be there; without it the models are printed.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let connected = arguments.database.connect_to_read()?;
    let catalog = tablewright::inspect(&connected.db);
    let catalog = connected.runtime.block_on(catalog).map_err(failed)?;
    let pulled = tablewright_evolve::pull::pull(connected.db.dialect(), &catalog);
    for warning in &pulled.warnings {
        // There is no one to tell if the error output is closed.
        let _ = writeln!(io::stderr(), "note: {warning}");
    }
    let Some(file) = &arguments.output else {
        return Ok(pulled.yaml);
    };
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file);
    written
        .and_then(|mut written| written.write_all(pulled.yaml.as_bytes()))
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => format!(
                "error: `{}` is there already\nhelp: give another name, or move it away first",
                file.display()
            ),
            io::ErrorKind::NotFound => format!(
                "error: cannot write `{}`: there is no such folder\nhelp: create it first: mkdir -p \
                 {}",
                file.display(),
                file.parent().unwrap_or(file).display()
            ),
            io::ErrorKind::PermissionDenied => format!(
                "error: cannot write `{}`: it is not allowed\nhelp: name a file in a folder of yours",
                file.display()
            ),
            _ => format!("error: cannot write `{}`: {error}", file.display()),
        })?;
    Ok(format!(
        "{}: {} and {}\n",
        file.display(),
        counted(catalog.tables.len() as u64, "table"),
        counted(pulled.warnings.len() as u64, "note"),
    ))
}
