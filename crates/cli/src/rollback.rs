//! `tablewright rollback`.

use std::time::Duration;

use tablewright::migrate::{Migrator, State};

use crate::output::failed;
use crate::{database, folder, progress};

/// Undo the last applied migrations.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright rollback --url sqlite:app.db
  tablewright rollback 2 --dry-run")]
pub struct Arguments {
    /// The number of migrations to undo.
    #[arg(default_value_t = 1)]
    most: usize,
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
    #[command(flatten)]
    progress: progress::Arguments,
    /// Print the SQL that would be run, and run nothing.
    #[arg(long)]
    dry_run: bool,
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
        arguments.database.connect_to_read()?
    } else {
        arguments.database.connect_to_existing()?
    };
    let (db, runtime) = (&connected.db, &connected.runtime);
    let folder = arguments.folder.load(db)?;
    if arguments.dry_run {
        let status =
            folder.with(|migrations| runtime.block_on(tablewright::status(db, migrations)));
        let mut applied = status.map_err(failed)?.migrations;
        applied.retain(|one| matches!(one.state, State::Applied | State::Interrupted { .. }));
        applied.sort_by_key(|one| std::cmp::Reverse(one.position));
        let names = applied.iter().take(arguments.most).map(|one| &one.name);
        let texts = names.map(|name| {
            let (_, down) = folder.texts(name).unwrap_or_default();
            format!("-- {name}\n{}\n\n", down.trim_end())
        });
        return Ok(texts.collect());
    }
    let mut progress = arguments.progress.begin(folder.longest_name());
    let result = folder.with(|migrations| {
        let mut migrator = Migrator::new(migrations).on_step(|step| progress.take(step));
        if arguments.statement_done || arguments.statement_not_done {
            migrator = migrator.statement_was_applied(arguments.statement_done);
        }
        if let Some(seconds) = arguments.lock_timeout {
            migrator = migrator.lock_timeout(Duration::from_secs(seconds.into()));
        }
        runtime.block_on(migrator.rollback(db, arguments.most))
    });
    progress.end(
        result,
        "rolled back",
        "nothing to do: no migration is applied",
    )
}
