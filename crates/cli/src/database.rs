//! The database of a command.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use percent_encoding::percent_decode_str;
use tablewright::{Database, PoolOptions};
use tokio::runtime::Runtime;

use crate::output::failed;

/// The variable with the URL, if no argument has it.
const VARIABLE: &str = "DATABASE_URL";

/// The mode of SQLite that only reads.
const READ: &str = "ro";

/// The arguments that name a database.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The database: `sqlite:app.db`, `postgres://user@host/name` or `mysql://user@host/name`.
    /// Without it, the variable DATABASE_URL has the URL; other users cannot see it there.
    #[arg(long)]
    url: Option<String>,
}

/// A connection, and the runtime for its futures.
pub struct Connected {
    /// The database.
    pub db: Database,
    /// Runs a future to its end.
    pub runtime: Runtime,
}

impl Arguments {
    /// Connects to a database, which is created if the command may do so.
    pub fn connect(&self) -> Result<Connected, String> {
        connect(&self.given()?)
    }

    /// Connects to an existing database: an SQLite file is not created.
    pub fn connect_to_existing(&self) -> Result<Connected, String> {
        connect(&with_mode(&self.given()?, "rw"))
    }

    /// Connects to an existing database for reading: neither the file nor the journal of an SQLite
    /// database is changed.
    pub fn connect_to_read(&self) -> Result<Connected, String> {
        connect(&with_mode(&self.given()?, READ))
    }

    /// Connects for a preview. An SQLite file that does not exist counts as an empty database.
    pub fn connect_to_preview(&self) -> Result<Connected, String> {
        let url = self.given()?;
        match sqlite_file(&url) {
            Some(file) if !Path::new(&file).exists() => connect("sqlite::memory:"),
            Some(_) | None => connect(&with_mode(&url, READ)),
        }
    }

    fn given(&self) -> Result<String, String> {
        match &self.url {
            Some(url) => Ok(url.clone()),
            None => from_variable(),
        }
    }
}

fn connect(url: &str) -> Result<Connected, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("error: {error}"))?;
    let mut options = PoolOptions::new().max_connections(1);
    if url.starts_with("postgres") {
        // Behind a pooler, a prepared statement may be another program's of the same name; and a
        // command runs most statements once. The URL takes precedence.
        options = options.statement_cache(0);
    }
    let db = runtime
        .block_on(Database::connect_with(url, &options))
        .map_err(failed)?;
    Ok(Connected { db, runtime })
}

/// The file in a URL of SQLite.
fn sqlite_file(url: &str) -> Option<String> {
    let rest = url.strip_prefix("sqlite:")?;
    let file = rest.split_once('?').map_or(rest, |(file, _)| file);
    let file = file.strip_prefix("//").unwrap_or(file);
    let file = percent_decode_str(file).decode_utf8().ok()?;
    (!file.is_empty() && file != ":memory:").then(|| file.into_owned())
}

/// The URL with a mode of SQLite, unless it has one that allows less.
fn with_mode(url: &str, mode: &str) -> String {
    if sqlite_file(url).is_none() {
        return url.to_owned();
    }
    let (file, parameters) = url.split_once('?').unwrap_or((url, ""));
    let name = |parameter: &str| parameter.split('=').next().unwrap_or_default().to_owned();
    let mut parameters: Vec<&str> = parameters.split('&').filter(|it| !it.is_empty()).collect();
    let has = |wanted: &str| parameters.iter().any(|parameter| name(parameter) == wanted);
    let allows_more = |parameter: &str| matches!(parameter, "mode=rw" | "mode=rwc");
    let is_limited = has("mode") && !{ parameters.iter() }.any(|parameter| allows_more(parameter));
    if is_limited || (has("immutable") && mode != READ) {
        return url.to_owned();
    }
    parameters.retain(|parameter| !allows_more(parameter));
    if mode == READ {
        // It is for the program that writes; a command that reads leaves the journal as it is.
        parameters.retain(|parameter| name(parameter) != "journal_mode");
    }
    let mode = format!("mode={mode}");
    parameters.push(&mode);
    format!("{file}?{}", parameters.join("&"))
}

/// Whether an argument other than `--url` is a URL with a user: it may contain a password.
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
            "error: no database URL is given\nhelp: set {VARIABLE}, or write `--url \
             sqlite:app.db`"
        )),
        // The text may contain a password.
        Err(env::VarError::NotUnicode(_)) => Err(format!("error: {VARIABLE} is not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_added_to_files_of_sqlite_alone() {
        let read = |url| with_mode(url, "ro");
        assert_eq!(read("sqlite:app.db"), "sqlite:app.db?mode=ro");
        assert_eq!(
            read("sqlite:app.db?statement_cache=0"),
            "sqlite:app.db?statement_cache=0&mode=ro"
        );
        assert_eq!(
            read("sqlite:app.db?journal_mode=delete&&immutable=on"),
            "sqlite:app.db?immutable=on&mode=ro"
        );
        let write = |url| with_mode(url, "rw");
        assert_eq!(
            write("sqlite:app.db?journal_mode=delete"),
            "sqlite:app.db?journal_mode=delete&mode=rw"
        );
        assert_eq!(
            write("sqlite:app.db?immutable=on"),
            "sqlite:app.db?immutable=on"
        );
        for more in [
            "sqlite:app.db?mode=rwc&immutable=off",
            "sqlite:app.db?immutable=off&mode=rw",
        ] {
            assert_eq!(read(more), "sqlite:app.db?immutable=off&mode=ro");
        }
        assert_eq!(write("sqlite:app.db?mode=rwc"), "sqlite:app.db?mode=rw");
        for same in [
            "sqlite:app.db?mode",
            "sqlite:app.db?mode=memory",
            "sqlite:app.db?journal_mode=wal&mode=ro",
            "sqlite::memory:",
            "postgres://a@b/c",
        ] {
            assert_eq!(read(same), same);
        }
    }

    #[test]
    fn the_file_of_a_url_is_decoded() {
        let file = |url| sqlite_file(url);
        assert_eq!(file("sqlite:a%20b.db?mode=ro").as_deref(), Some("a b.db"));
        assert_eq!(file("sqlite://100%.db").as_deref(), Some("100%.db"));
        assert_eq!(file("sqlite:%3Amemory:"), None);
    }
}
