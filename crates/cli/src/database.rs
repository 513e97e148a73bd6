//! The database that a command is about.

use std::env;
use std::ffi::OsString;

use tablewright::{Database, PoolOptions};
use tokio::runtime::Runtime;

use crate::output::failed;

/// The variable that has the URL where no argument does.
const VARIABLE: &str = "DATABASE_URL";

/// Which database.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The database: `sqlite:app.db`, `postgres://user@host/name` or `mysql://user@host/name`.
    /// Without it, the variable DATABASE_URL says it, which others on the machine cannot see.
    #[arg(long)]
    url: Option<String>,
}

/// A connection, and what its futures run on.
pub struct Connected {
    /// The database.
    pub db: Database,
    /// Runs a future to its end.
    pub runtime: Runtime,
}

impl Arguments {
    /// Connects to the database.
    pub fn connect(&self) -> Result<Connected, String> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => from_variable()?,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("error: {error}"))?;
        let options = PoolOptions::new().max_connections(1);
        let db = runtime
            .block_on(Database::connect_with(&url, &options))
            .map_err(failed)?;
        Ok(Connected { db, runtime })
    }
}

/// Whether an argument is a URL with a user, and not the one of `--url`: it may have a password.
pub fn has_misplaced_url(arguments: impl Iterator<Item = OsString>) -> bool {
    let mut is_expected = false;
    for argument in arguments {
        let argument = argument.to_string_lossy();
        let is_url = argument.contains("://") && argument.contains('@');
        if is_url && !is_expected && !argument.starts_with("--url=") {
            return true;
        }
        is_expected = argument == "--url";
    }
    false
}

fn from_variable() -> Result<String, String> {
    match env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => Ok(url),
        Ok(_) | Err(env::VarError::NotPresent) => Err(format!(
            "error: nobody says which database\n\
             help: set {VARIABLE}, or write `--url sqlite:app.db`"
        )),
        // The text may hold a password.
        Err(env::VarError::NotUnicode(_)) => Err(format!("error: {VARIABLE} is not UTF-8")),
    }
}
