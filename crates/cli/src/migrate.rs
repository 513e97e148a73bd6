//! `tablewright migrate`.

use std::time::Duration;

use tablewright::migrate::Migrator;

use crate::output::failed;
use crate::{database, folder, models, progress};

/// Apply the migrations that the database lacks.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright migrate --url sqlite:app.db
  tablewright migrate --dry-run")]
pub struct Arguments {
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
    #[command(flatten)]
    progress: progress::Arguments,
    /// Print the SQL, and run nothing.
    #[arg(long)]
    dry_run: bool,
    /// Refuse a migration that is older than the last applied one.
    #[arg(long)]
    strict: bool,
    /// Accept a database that has newer migrations than the folder.
    #[arg(long)]
    allow_ahead: bool,
    /// Continue after the statement that an interrupted run was running: it was applied.
    #[arg(long, conflicts_with = "statement_not_done")]
    statement_done: bool,
    /// Repeat the statement that an interrupted run was running: it was not applied.
    #[arg(long)]
    statement_not_done: bool,
    /// How many seconds to wait for other programs that change or lock the tables.
    #[arg(long, value_name = "SECONDS")]
    lock_timeout: Option<u32>,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let connected = if arguments.dry_run {
        arguments.database.connect_to_preview()?
    } else {
        arguments.database.connect()?
    };
    let (db, runtime) = (&connected.db, &connected.runtime);
    let folder = arguments.folder.load(db)?;
    if arguments.dry_run {
        let status =
            folder.with(|migrations| runtime.block_on(tablewright::status(db, migrations)));
        let status = status.map_err(failed)?;
        let texts = status.pending().map(|name| script(&folder, name));
        return Ok(texts.collect());
    }
    let mut progress = arguments.progress.begin(folder.longest_name());
    let result = folder.with(|migrations| {
        let mut migrator = Migrator::new(migrations)
            .strict(arguments.strict)
            .allow_ahead(arguments.allow_ahead)
            .on_step(|step| progress.take(step));
        if arguments.statement_done || arguments.statement_not_done {
            migrator = migrator.statement_was_applied(arguments.statement_done);
        }
        if let Some(seconds) = arguments.lock_timeout {
            migrator = migrator.lock_timeout(Duration::from_secs(seconds.into()));
        }
        runtime.block_on(migrator.migrate(db))
    });
    if let (Ok(report), Some(models)) = (&result, folder.models())
        && !report.migrations.is_empty()
        && let Ok(schema) = models::load(&models)
        && schema.dialects.contains(&folder.dialect())
    {
        // `verify` can then show later changes. Without it, `verify` still compares.
        let schema = tablewright::__schema("", &schema);
        drop(runtime.block_on(tablewright::__record(db, schema)));
    }
    progress.end(
        result,
        "applied",
        "nothing to do: all migrations are applied",
    )
}

/// A migration as a script.
fn script(folder: &folder::Folder, name: &str) -> String {
    let (up, _) = folder.texts(name).unwrap_or_default();
    format!("-- {name}\n{}\n\n", up.trim_end())
}
