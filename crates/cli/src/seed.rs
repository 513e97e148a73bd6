//! `tablewright seed`.

use std::path::PathBuf;

use serde_json::json;
use tablewright::{__private as private, SeedOutcome, Seeds};

use crate::output::{counted, failed};
use crate::{database, models};

/// Insert the missing rows of the folder `seeds` into a database, and update the changed ones.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright seed --url sqlite:app.db
  tablewright seed --dry-run")]
pub struct Arguments {
    /// The file of models, with the folder `seeds` beside it.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    #[command(flatten)]
    database: database::Arguments,
    /// Print the rows that would be inserted and changed, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON document, for machines.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let (schema, seeds) = models::load_with_seeds(&arguments.file)?;
    if seeds.rows.is_empty() {
        let folder = arguments.file.with_file_name("seeds");
        return Err(format!(
            "error: there are no seeds in `{}`\n\
             help: write rows by model and label, such as `User: {{ ada: {{ name: Ada }} }}`, into a \
             file `{}`",
            folder.display(),
            folder.join("users.yaml").display()
        ));
    }
    let rows = tablewright::__seeds(&schema, &seeds).map_err(|error| format!("error: {error}"))?;
    let connected = match arguments.dry_run {
        true => arguments.database.connect_to_read()?,
        false => arguments.database.connect_to_existing()?,
    };
    let (db, runtime) = (&connected.db, &connected.runtime);
    let seeded = match arguments.dry_run {
        true => runtime.block_on(private::preview_seeds(db, rows)),
        false => runtime.block_on(private::seed(db, rows)),
    };
    let seeded = seeded.map_err(failed)?;
    Ok(if arguments.quiet {
        String::new()
    } else if arguments.json {
        format!("{:#}\n", document(&seeded))
    } else {
        message(&seeded, arguments.dry_run)
    })
}

/// One line for each inserted or changed row, and their number.
fn message(seeded: &Seeds, is_dry: bool) -> String {
    let (inserted, updated) = match is_dry {
        true => ("insert", "update"),
        false => ("inserted", "updated"),
    };
    let width = inserted.len();
    let mut text = String::new();
    for row in seeded.rows() {
        let word = match row.outcome() {
            SeedOutcome::Inserted => inserted,
            SeedOutcome::Updated => updated,
            _ => continue,
        };
        text.push_str(&format!("{word:width$}  {} {}\n", row.model(), row.label()));
    }
    let unchanged = counted(seeded.unchanged() as u64, "row");
    if text.is_empty() {
        return format!("nothing to do: the database has all {unchanged} of the seeds\n");
    }
    let rows = counted(seeded.inserted() as u64, "row");
    let to = if is_dry { "to " } else { "" };
    text.push_str(&format!(
        "{rows} {to}{inserted}, {} {to}{updated}, {} unchanged\n",
        seeded.updated(),
        seeded.unchanged()
    ));
    text
}

fn document(seeded: &Seeds) -> serde_json::Value {
    let rows = seeded.rows().iter().map(|row| {
        let outcome = match row.outcome() {
            SeedOutcome::Inserted => "inserted",
            SeedOutcome::Updated => "updated",
            _ => "unchanged",
        };
        json!({ "model": row.model(), "label": row.label(), "outcome": outcome })
    });
    json!({
        "inserted": seeded.inserted(),
        "updated": seeded.updated(),
        "unchanged": seeded.unchanged(),
        "rows": rows.collect::<Vec<_>>(),
    })
}
