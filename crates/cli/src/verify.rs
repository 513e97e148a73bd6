//! `tablewright verify`.

use std::path::PathBuf;

use serde_json::json;
use tablewright::Verification;
use tablewright_evolve::diff::BlockingIssue;
use tablewright_schema::Schema;

use crate::output::{Outcome, failed, width};
use crate::{database, models, plan};

/// Compare a database with the models, and change nothing.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Example:
  tablewright verify --url sqlite:app.db")]
pub struct Arguments {
    /// The file of models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    #[command(flatten)]
    database: database::Arguments,
    /// Print JSON, for machines.
    #[arg(long)]
    json: bool,
}

/// Runs the command, and returns its output; if the tables differ from the models, it ends with
/// status 3.
pub fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let models = models::load(&arguments.file)?;
    let schema = tablewright::__schema("", &models);
    let connected = arguments.database.connect_to_read()?;
    let verification = tablewright::verify(&connected.db, schema);
    let verification = connected.runtime.block_on(verification).map_err(failed)?;
    let text = if arguments.json {
        let word = match &verification {
            Verification::UpToDate | Verification::Noted(_) => "up_to_date",
            Verification::Behind(_) => "behind",
            Verification::Ahead { .. } => "ahead",
            Verification::Drifted(_) => "drifted",
        };
        let steps = verification.plan().map(plan::document);
        format!(
            "{:#}\n",
            json!({
                "verification": word,
                "steps": steps.unwrap_or_else(|| json!([])),
                "blocked": texts(blocked(&verification)),
                "notes": texts(verification.notes()),
            })
        )
    } else {
        in_words(&models, &verification)
    };
    Ok(if verification.is_up_to_date() {
        Outcome::Done(text)
    } else {
        Outcome::Differs(text)
    })
}

fn in_words(models: &Schema, verification: &Verification) -> String {
    match verification.plan() {
        None => format!("{verification}\n"),
        Some(steps) => {
            // Without the short list of steps, because the long one with the risks follows.
            let short = verification.to_string();
            let first = short.lines().next().unwrap_or_default();
            let mut text = format!("{first}\n{}", plan::listed(models, steps, width()));
            for difference in steps.differences() {
                text.push_str(&format!("difference: {difference}\n"));
            }
            for issue in blocked(verification) {
                text.push_str(&format!("blocked: {issue}\n"));
            }
            for note in verification.notes() {
                text.push_str(&format!("note: {note}\n"));
            }
            text
        }
    }
}

fn blocked(verification: &Verification) -> &[BlockingIssue] {
    let plan = verification.plan();
    plan.map(|plan| plan.blocked.as_slice()).unwrap_or_default()
}

fn texts<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}
