//! `tablewright sync`.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tablewright::{SyncBuilder, SyncReport};

use crate::output::{counted, failed};
use crate::{database, models, plan, progress};

/// Synchronize a database with the models, if all steps are safe.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright sync --url sqlite:app.db
  tablewright sync --dry-run")]
pub struct Arguments {
    /// The file of models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    progress: progress::Arguments,
    /// Print the SQL that would be run, and run nothing.
    #[arg(long)]
    dry_run: bool,
    /// Drop indexes, constraints and attributes of columns that the models do not have, even if
    /// another program may have created them.
    #[arg(long)]
    drop_unmanaged: bool,
    /// How many seconds to wait for other programs that change or lock the tables.
    #[arg(long, value_name = "SECONDS")]
    lock_timeout: Option<u32>,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let schema = tablewright::__schema("", &models::load(&arguments.file)?);
    let connected = if arguments.dry_run {
        arguments.database.connect_to_preview()?
    } else {
        arguments.database.connect()?
    };
    let (db, runtime) = (&connected.db, &connected.runtime);
    if arguments.dry_run {
        let builder = SyncBuilder::new(schema).drop_unmanaged(arguments.drop_unmanaged);
        let preview = runtime.block_on(builder.preview(db)).map_err(failed)?;
        return Ok(match &preview {
            SyncReport::Applied(steps) if arguments.progress.json => {
                format!("{:#}\n", plan::document(steps))
            }
            SyncReport::Applied(steps) => plan::script(steps),
            SyncReport::UpToDate | SyncReport::Ahead(_) if arguments.progress.json => {
                "[]\n".to_owned()
            }
            SyncReport::Ahead(_) => format!("-- {}", message(&preview)),
            SyncReport::UpToDate => String::new(),
        });
    }
    let mut progress = arguments.progress.begin_steps();
    let mut syncer = SyncBuilder::new(schema)
        .drop_unmanaged(arguments.drop_unmanaged)
        .on_step(|step| progress.take(step));
    if let Some(seconds) = arguments.lock_timeout {
        syncer = syncer.lock_timeout(Duration::from_secs(seconds.into()));
    }
    let result = runtime.block_on(syncer.sync(db));
    progress.finish(result, message, document)
}

fn message(synced: &SyncReport) -> String {
    match synced {
        SyncReport::UpToDate => "nothing to do: the database is up to date\n".to_owned(),
        SyncReport::Applied(steps) => {
            format!("{} done\n", counted(steps.steps.len() as u64, "step"))
        }
        SyncReport::Ahead(_) => {
            "nothing was changed: the database is ahead of the models\n".to_owned()
        }
    }
}

/// The steps; the completed ones with the time of their statements and the number of changed rows.
fn document(synced: Option<&SyncReport>, complete: Vec<Value>) -> Value {
    let (word, steps) = match synced {
        None => (None, None),
        Some(SyncReport::UpToDate) => (Some("up_to_date"), None),
        Some(SyncReport::Applied(steps)) => (Some("applied"), Some(steps)),
        Some(SyncReport::Ahead(steps)) => (Some("ahead"), Some(steps)),
    };
    let Some(steps) = steps else {
        return json!({ "result": word, "steps": complete });
    };
    let mut steps = plan::document(steps);
    for (step, done) in steps.as_array_mut().into_iter().flatten().zip(complete) {
        for what in ["milliseconds", "rows", "statements"] {
            step[what] = done[what].clone();
        }
    }
    json!({ "result": word, "steps": steps })
}
