//! `tablewright verify`.

use std::path::PathBuf;

use serde_json::json;
use tablewright::Verdict;

use crate::output::{Outcome, failed};
use crate::{database, models, plan};

/// Compare a database with the models, and change nothing.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    #[command(flatten)]
    database: database::Arguments,
    /// Print JSON, for machines.
    #[arg(long)]
    json: bool,
}

/// What is printed; other tables than those of the models end with status 3.
pub fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let schema = tablewright::__schema("", &models::load(&arguments.file)?);
    let connected = arguments.database.connect()?;
    let verdict = tablewright::verify(&connected.db, schema);
    let verdict = connected.runtime.block_on(verdict).map_err(failed)?;
    let text = if arguments.json {
        let word = match &verdict {
            Verdict::UpToDate => "up_to_date",
            Verdict::Behind(_) => "behind",
            Verdict::Ahead { .. } => "ahead",
            Verdict::Drifted(_) => "drifted",
        };
        let steps = verdict.plan().map(plan::document);
        format!(
            "{:#}\n",
            json!({ "verdict": word, "steps": steps.unwrap_or_else(|| json!([])) })
        )
    } else {
        in_words(&verdict)
    };
    Ok(if verdict.is_up_to_date() {
        Outcome::Done(text)
    } else {
        Outcome::Differs(text)
    })
}

fn in_words(verdict: &Verdict) -> String {
    match verdict.plan() {
        None => format!("{verdict}\n"),
        Some(steps) => {
            // Without the short list of steps, which comes with all that they cost.
            let verdict = verdict.to_string();
            let first = verdict.lines().next().unwrap_or_default();
            format!("{first}\n{}", plan::listed(steps))
        }
    }
}
