//! The folder of migrations in the file system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tablewright_evolve::migrations::{self, Diagnostic, Entry, Migration};
use tablewright_schema::Schema;
use tablewright_sql::Dialect;

use crate::error::Message;
use crate::files;
use crate::{Error, Result};

/// The name of the folder beside the models.
pub const FOLDER: &str = "migrations";

/// Reads the migrations in a folder, oldest first, for these dialects.
///
/// # Errors
///
/// All errors in their names and files, or the reason why they cannot be read.
pub fn load(folder: impl AsRef<Path>, dialects: &[Dialect]) -> Result<Vec<Migration>> {
    let folder = folder.as_ref();
    load_as(folder, &folder.display().to_string(), dialects)
}

/// The dialects for which no migration in the folder has a file: they were added to the models
/// after the last migration.
///
/// # Errors
///
/// The folder cannot be read.
pub fn added(folder: impl AsRef<Path>, dialects: &[Dialect]) -> Result<Vec<Dialect>> {
    let folder = folder.as_ref();
    let entries = read(folder, &folder.display().to_string())?;
    Ok(migrations::added(dialects, &entries))
}

/// Whether there is anything with the name of the folder. A file or a link to nothing counts, so
/// that reading it fails, and the migrations are not left out.
pub fn is_there(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok()
}

/// Like [`load`]; messages use this name for the folder.
pub(crate) fn load_as(folder: &Path, name: &str, dialects: &[Dialect]) -> Result<Vec<Migration>> {
    let entries = read(folder, name)?;
    migrations::read(dialects, entries).map_err(|mistakes| {
        let message = |mistake| message(name, mistake);
        Error::from(mistakes.into_iter().map(message).collect::<Vec<Message>>())
    })
}

/// The largest number of bytes of a file of a migration, which becomes part of the program.
const MOST_BYTES: u64 = 64 << 20;

fn read(folder: &Path, name: &str) -> Result<Vec<Entry>> {
    entries(folder).map_err(|(path, error)| {
        let path = path.strip_prefix(folder).unwrap_or(&path);
        let path = Path::new(name).join(path);
        let path = path.display().to_string();
        Error::new(format!(
            "cannot read `{}`: {error}",
            path.trim_end_matches('/')
        ))
    })
}

/// The differences between the models and the tables after all migrations, one line for each
/// dialect.
///
/// Migrations of raw SQL without the definitions of their tables are not compared.
pub(crate) fn warnings(folder: &str, schema: &Schema, migrations: &[Migration]) -> Vec<String> {
    let has_tables = |migration: &Migration| {
        let of = |dialect: &Dialect| migration.scripts.get(*dialect).as_ref();
        let mut scripts = schema.dialects.iter().filter_map(of);
        scripts.any(|scripts| scripts.tables.is_some())
    };
    if !migrations.is_empty() && !migrations.iter().any(has_tables) {
        return Vec::new();
    }
    match migrations::differences(schema, migrations) {
        Ok(differences) => differences
            .iter()
            .map(|(dialect, words)| {
                let more = words.len().saturating_sub(SHOWN);
                let shown = words
                    .iter()
                    .take(SHOWN)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ");
                let more = if more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                format!(
                    "the models and `{folder}` differ for {dialect}: {shown}{more}. \
                     `tablewright diff --name …` writes the next migration"
                )
            })
            .collect(),
        Err(reasons) => reasons
            .iter()
            .map(|reason| format!("the models and `{folder}` cannot be compared: {reason}"))
            .collect(),
    }
}

/// The largest number of differences in a warning.
const SHOWN: usize = 3;

/// A file or folder that cannot be read, and the reason.
type Unread = (PathBuf, String);

fn entries(folder: &Path) -> Result<Vec<Entry>, Unread> {
    let mut entries = Vec::new();
    for path in paths(folder)? {
        let name = name(&path);
        entries.push(if path.is_dir() {
            Entry::Folder {
                files: files_of(&path)?,
                name,
            }
        } else {
            Entry::File { name }
        });
    }
    Ok(entries)
}

fn files_of(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Unread> {
    let mut files = Vec::new();
    for path in paths(folder)? {
        let name = name(&path);
        if is_sql(&name) {
            let bytes = content(&path).map_err(|reason| (path, reason))?;
            files.push((name, bytes));
        }
    }
    Ok(files)
}

/// Whether it may be a file of a migration; others are not read.
fn is_sql(name: &str) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default();
    !name.starts_with('.') && ending.eq_ignore_ascii_case("sql")
}

fn content(path: &Path) -> Result<Vec<u8>, String> {
    // One extra byte shows that the file is too large.
    let bytes = files::begin(path, MOST_BYTES + 1)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(format!(
            "it has more than {} MiB, which is too large for a migration; load large data by \
             another program",
            MOST_BYTES >> 20
        )),
        false => Ok(bytes),
    }
}

/// The content of a folder, in the order of the names.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, Unread> {
    let read = || {
        let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
        let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    };
    read().map_err(|error: io::Error| (folder.to_owned(), reason(folder, &error)))
}

fn reason(folder: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        io::ErrorKind::NotFound if folder.is_symlink() => {
            "it is a link to a folder that does not exist".to_owned()
        }
        _ => error.to_string(),
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn message(folder: &str, mistake: Diagnostic) -> Message {
    let Diagnostic {
        path,
        line,
        message,
        hint,
    } = mistake;
    let position = match line {
        Some(line) => format!("{folder}/{path}:{line}"),
        None if path.is_empty() => folder.to_owned(),
        None => format!("{folder}/{path}"),
    };
    Message {
        text: format!("{position}: {message}"),
        hint: Some(hint),
    }
}
