//! `tablewright repair`.

use std::io::{self, IsTerminal, Write};

use serde_json::json;
use tablewright::migrate::{Migrator, Repair, Repaired};

use crate::output::failed;
use crate::{database, folder};

/// Correct the history of a migration, and record who did it and why.
///
/// No statement of a migration is run.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright repair add_bio --accept-files --reason corrected
  tablewright repair add_bio --rolled-back --reason undone --dry-run")]
pub struct Arguments {
    /// The migration: `20261123041500_add_bio`, or `add_bio`.
    name: String,
    #[command(flatten)]
    how: How,
    /// The reason.
    #[arg(long)]
    reason: String,
    /// The person who does it. The user of the database is recorded, too.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Print the change of the history, and record nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON, for machines; needs `--yes` or `--dry-run`.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
}

/// The statement about the migration.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct How {
    /// Its files are correct in their current form, such as a corrected `down`: they count as the
    /// applied files.
    #[arg(long)]
    accept_files: bool,
    /// It is applied: its missing statements were run in another way.
    #[arg(long)]
    applied: bool,
    /// It is not applied: its statements were undone in another way.
    #[arg(long)]
    rolled_back: bool,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let connected = if arguments.dry_run {
        arguments.database.connect_to_read()?
    } else {
        arguments.database.connect_to_existing()?
    };
    let (db, runtime) = (&connected.db, &connected.runtime);
    let folder = arguments.folder.load(db)?;
    let repair = arguments.repair(folder.full_name(&arguments.name));
    let preview = folder.with(|migrations| {
        let migrator = Migrator::new(migrations);
        runtime.block_on(migrator.preview_repair(db, &repair))
    });
    let preview = preview.map_err(failed)?;
    if preview.change.is_none() || arguments.dry_run {
        return Ok(arguments.shown(&preview, false));
    }
    if !arguments.yes && !is_confirmed(&preview)? {
        return Err("error: nothing was recorded".to_owned());
    }
    let repaired = folder.with(|migrations| {
        let migrator = Migrator::new(migrations);
        runtime.block_on(migrator.repair(db, &repair))
    });
    Ok(arguments.shown(&repaired.map_err(failed)?, true))
}

impl Arguments {
    fn repair(&self, name: &str) -> Repair {
        let repair = match (self.how.accept_files, self.how.applied) {
            (true, _) => Repair::accept_files(name, &self.reason),
            (false, true) => Repair::mark_applied(name, &self.reason),
            (false, false) => Repair::mark_rolled_back(name, &self.reason),
        };
        match &self.by {
            Some(by) => repair.by(by),
            None => repair,
        }
    }

    fn shown(&self, repaired: &Repaired, is_done: bool) -> String {
        if self.json {
            let document = json!({
                "migration": repaired.migration,
                "action": repaired.action.name(),
                "change": repaired.change,
                "recorded": is_done && repaired.change.is_some(),
            });
            return format!("{document:#}\n");
        }
        match (&repaired.change, is_done) {
            (None, _) => "nothing to do: the history already has this state\n".to_owned(),
            (Some(change), true) => format!("{change}\n"),
            (Some(change), false) => format!("{change} (nothing was recorded)\n"),
        }
    }
}

/// Asks the user to confirm the change.
fn is_confirmed(preview: &Repaired) -> Result<bool, String> {
    let change = preview.change.as_deref().unwrap_or_default();
    if !io::stdin().is_terminal() {
        return Err(format!(
            "error: {change}: this needs confirmation, and nothing was recorded\nhelp: write \
             `--yes` to confirm it"
        ));
    }
    // If the error output is closed, nobody can answer.
    let _ = write!(io::stderr(), "{change}.\nRecord that? [y/N] ");
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| format!("error: cannot read the answer: {error}"))?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}
