//! The command `tablewright`: it looks at `models.yaml` without building anything.
//!
//! It composes what the other crates do and decides nothing itself.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};
use tablewright_build::Error;
use tablewright_schema::{Dialect, Schema, ddl};

/// Checks models.yaml and shows what is made of it.
///
/// Exit status: 0 when all is well, 1 when the models have mistakes or cannot be read,
/// 2 when the command line is wrong.
#[derive(Parser)]
#[command(name = "tablewright", version, verbatim_doc_comment)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what is wrong with the models, all of it at once.
    Check {
        /// The models.
        #[arg(default_value = "models.yaml")]
        file: PathBuf,
    },
    /// Print the SQL that creates the tables, or that drops them.
    Sql {
        /// The models.
        #[arg(default_value = "models.yaml")]
        file: PathBuf,
        /// The database; by default the first of the file's `dialects`.
        #[arg(long, value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
        dialect: Option<String>,
        /// Print the SQL that drops the tables.
        #[arg(long)]
        drop: bool,
    },
    /// Print the Rust code that a build script would generate.
    Rust {
        /// The models.
        #[arg(default_value = "models.yaml")]
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(output) => print(&output),
        Err(message) => {
            // Nobody is left to tell when the error output is closed too.
            let _ = writeln!(io::stderr(), "{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}

/// What the command prints, or what went wrong.
fn run(command: Command) -> Result<String, String> {
    match command {
        Command::Check { file } => {
            let schema = load(&file)?;
            Ok(format!("{}: {}\n", file.display(), summary(&schema)))
        }
        Command::Sql {
            file,
            dialect,
            drop,
        } => {
            let schema = load(&file)?;
            let dialect = chosen(&schema, dialect.as_deref())?;
            let statements = if drop {
                ddl::drop(&schema, dialect)
            } else {
                ddl::create(&schema, dialect)
            };
            Ok(ddl::script(&statements).text)
        }
        Command::Rust { file } => {
            let schema = load(&file)?;
            tablewright_build::generate(&schema).map_err(drawn)
        }
    }
}

fn load(file: &std::path::Path) -> Result<Schema, String> {
    tablewright_build::load(file).map_err(drawn)
}

/// The error as it is shown on this terminal.
fn drawn(error: Error) -> String {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    error.render(colour)
}

/// The dialect that was asked for, which the models must be written for.
fn chosen(schema: &Schema, name: Option<&str>) -> Result<Dialect, String> {
    let Some(dialect) = name.and_then(Dialect::from_name) else {
        return Ok(schema.dialects[0]);
    };
    if schema.dialects.contains(&dialect) {
        return Ok(dialect);
    }
    let known: Vec<&str> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.name())
        .collect();
    Err(format!(
        "error: the models are not written for {dialect}\n\
         help: add it to the file: `dialects: [{}, {}]`",
        known.join(", "),
        dialect.name(),
    ))
}

fn summary(schema: &Schema) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let dialects: Vec<&str> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.title())
        .collect();
    format!(
        "{} and {} for {}: no mistakes",
        count(schema.tables.len(), "model", "models"),
        count(schema.enums.len(), "enum", "enums"),
        dialects.join(", "),
    )
}

/// Prints to the standard output, which a reader such as `head` may close early.
fn print(output: &str) -> ExitCode {
    match io::stdout().lock().write_all(output.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot write the output: {error}");
            ExitCode::from(1)
        }
    }
}
