//! `tablewright baseline`.

use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Value, json};
use tablewright::migrate::{Migrator, Report};
use tablewright::{BaselineBuilder, SyncReport};

use crate::output::{counted, failed};
use crate::{database, folder, models, plan, progress};

/// Record migrations as applied without running them, for a database that has their tables.
///
/// First the tables are compared with the tables after these migrations.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright baseline first --url sqlite:app.db
  tablewright baseline first --align --dry-run")]
pub struct Arguments {
    /// The last of these migrations: `20261123041500_add_bio`, or `add_bio`.
    name: String,
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
    #[command(flatten)]
    progress: progress::Arguments,
    /// First align the tables with the tables after these migrations, by safe steps.
    #[arg(long, conflicts_with = "accept_differences")]
    align: bool,
    /// Print the SQL of the steps; run and record nothing.
    #[arg(long, requires = "align")]
    dry_run: bool,
    /// Drop indexes, constraints and attributes of columns that the migrations do not have.
    #[arg(long, requires = "align")]
    drop_unmanaged: bool,
    /// Record the migrations even if the tables differ. Later ones may fail.
    #[arg(long)]
    accept_differences: bool,
    /// How many seconds to wait for other programs that change or lock the tables.
    #[arg(long, value_name = "SECONDS")]
    lock_timeout: Option<u32>,
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
    let name = folder.full_name(&arguments.name);
    let schema = match folder.models() {
        Some(file) => Some(models::load(&file)?),
        None => None,
    };
    let left = folder.left(name)?;
    let left = left.map(|state| tablewright::__left("", folder.dialect(), &state, schema.as_ref()));
    let lock_timeout = arguments
        .lock_timeout
        .map(|seconds| Duration::from_secs(seconds.into()));
    if arguments.dry_run {
        let Some(left) = left else {
            return Err(unknown(&folder));
        };
        let preview = folder.with(|migrations| {
            let builder = BaselineBuilder::new(migrations, left);
            let builder = builder.drop_unmanaged(arguments.drop_unmanaged);
            runtime.block_on(builder.preview(db, name))
        });
        return Ok(match preview.map_err(failed)? {
            SyncReport::Applied(steps) => plan::script(&steps),
            SyncReport::UpToDate | SyncReport::Ahead(_) => String::new(),
        });
    }
    let mut progress = arguments.progress.begin_steps();
    let result = folder.with(|migrations| match left {
        Some(left) => {
            let mut builder = BaselineBuilder::new(migrations, left)
                .align(arguments.align)
                .accept_differences(arguments.accept_differences)
                .drop_unmanaged(arguments.drop_unmanaged)
                .on_step(|step| progress.take(step));
            if let Some(timeout) = lock_timeout {
                builder = builder.lock_timeout(timeout);
            }
            runtime.block_on(builder.baseline(db, name))
        }
        None => {
            let mut migrator = Migrator::new(migrations);
            if let Some(timeout) = lock_timeout {
                migrator = migrator.lock_timeout(timeout);
            }
            runtime.block_on(migrator.baseline(db, name))
        }
    });
    if result.is_ok() {
        if left.is_none() {
            // If the error output is closed, nobody reads it.
            let _ = writeln!(io::stderr(), "note: {}", unknown(&folder));
        }
        if let Some(schema) = &schema
            && schema.dialects.contains(&folder.dialect())
        {
            // `verify` can then show later changes, if these are the tables of the models.
            let schema = tablewright::__schema("", schema);
            drop(runtime.block_on(tablewright::__record(db, schema)));
        }
    }
    progress.finish(result, message, document)
}

fn message(report: &Report) -> String {
    let number = report.migrations.len() as u64;
    format!("{} recorded as applied\n", counted(number, "migration"))
}

/// The recorded migrations, and the steps that aligned the tables before.
fn document(report: Option<&Report>, complete: Vec<Value>) -> Value {
    let migrations = report.map(|report| report.migrations.as_slice());
    let migrations = migrations.unwrap_or_default().iter();
    let migrations: Vec<Value> = migrations.map(|one| json!({ "name": one.name })).collect();
    json!({ "migrations": migrations, "steps": complete })
}

fn unknown(folder: &folder::Folder) -> String {
    format!(
        "the tables are not compared, because no migration has a file `tables.{}.sql`",
        folder.dialect().name()
    )
}
