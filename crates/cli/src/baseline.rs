//! `tablewright baseline`.

use tablewright::migrate::Migrator;

use crate::{database, folder, progress};

/// Record migrations as applied without running them, for a database that has their tables.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The last of them: `20261123041500_add_bio`, or `add_bio`.
    name: String,
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
    #[command(flatten)]
    progress: progress::Arguments,
}

/// What is printed.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let connected = arguments.database.connect_to_existing()?;
    let folder = arguments.folder.load(&connected.db)?;
    let name = folder.full_name(&arguments.name);
    let progress = arguments.progress.begin();
    let result = folder.with(|migrations| {
        let migrator = Migrator::new(migrations);
        connected
            .runtime
            .block_on(migrator.baseline(&connected.db, name))
    });
    progress.end(result, "recorded as applied", "nothing to do")
}
