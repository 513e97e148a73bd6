//! `tablewright sync`.

use std::path::PathBuf;

use serde_json::json;
use tablewright::Synced;

use crate::output::{counted, failed};
use crate::{database, live, models, plan};

/// Bring a database to the models where that is safe, and refuse the rest.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    #[command(flatten)]
    database: database::Arguments,
    /// Print the SQL that would be run, and run nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON, for machines.
    #[arg(long)]
    json: bool,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = live::schema(&models::load(&arguments.file)?);
    let connected = arguments.database.connect()?;
    let (db, runtime) = (&connected.db, &connected.runtime);
    if arguments.dry_run {
        let verdict = runtime
            .block_on(tablewright::verify(db, schema))
            .map_err(failed)?;
        return Ok(match verdict.plan() {
            Some(steps) if arguments.json => format!("{:#}\n", plan::document(steps)),
            Some(steps) => plan::script(steps),
            None if arguments.json => "[]\n".to_owned(),
            None => String::new(),
        });
    }
    let synced = runtime
        .block_on(tablewright::sync(db, schema))
        .map_err(failed)?;
    let (word, steps) = match &synced {
        Synced::UpToDate => ("up_to_date", None),
        Synced::Applied(steps) => ("applied", Some(steps)),
        Synced::Ahead(steps) => ("ahead", Some(steps)),
    };
    Ok(match (&synced, steps) {
        _ if arguments.json => {
            let steps = steps.map_or_else(|| json!([]), plan::document);
            format!("{:#}\n", json!({ "result": word, "steps": steps }))
        }
        (Synced::Ahead(_), _) => {
            "nothing was changed: the database is ahead of the models\n".to_owned()
        }
        (_, Some(steps)) => format!(
            "{}{} done\n",
            plan::listed(steps),
            counted(steps.steps.len() as u64, "step")
        ),
        (_, None) => "nothing to do: the database is up to date\n".to_owned(),
    })
}
