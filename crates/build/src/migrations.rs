//! The folder of migrations in the file system.

use std::fs;
use std::io;
use std::path::Path;

use tablewright_schema::Dialect;
use tablewright_schema::migrations::{self, Entry, Migration, Mistake};

use crate::error::Message;
use crate::{Error, Result};

/// The name of the folder beside the models.
pub const FOLDER: &str = "migrations";

/// Reads the migrations in a folder, oldest first, for these dialects.
///
/// # Errors
///
/// All that is wrong with their names and files, or why they cannot be read.
pub fn load(folder: impl AsRef<Path>, dialects: &[Dialect]) -> Result<Vec<Migration>> {
    let folder = folder.as_ref();
    load_as(folder, &folder.display().to_string(), dialects)
}

/// As [`load`]; messages call the folder by this name.
pub(crate) fn load_as(folder: &Path, name: &str, dialects: &[Dialect]) -> Result<Vec<Migration>> {
    let entries = entries(folder).map_err(|(path, error)| {
        Error::new(format!("cannot read `{}`: {error}", path.display()))
    })?;
    migrations::read(dialects, entries).map_err(|mistakes| {
        let message = |mistake| message(name, mistake);
        Error::from(mistakes.into_iter().map(message).collect::<Vec<Message>>())
    })
}

type Unread = (std::path::PathBuf, io::Error);

fn entries(folder: &Path) -> Result<Vec<Entry>, Unread> {
    let mut entries = Vec::new();
    for path in paths(folder)? {
        let name = name(&path);
        entries.push(if path.is_dir() {
            Entry::Folder {
                files: files(&path)?,
                name,
            }
        } else {
            Entry::File { name }
        });
    }
    Ok(entries)
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Unread> {
    let mut files = Vec::new();
    for path in paths(folder)? {
        if path.is_file() {
            let bytes = fs::read(&path).map_err(|error| (path.clone(), error))?;
            files.push((name(&path), bytes));
        }
    }
    Ok(files)
}

/// What is in a folder, in the order of the names.
fn paths(folder: &Path) -> Result<Vec<std::path::PathBuf>, Unread> {
    let read = || {
        let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
        let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    };
    read().map_err(|error| (folder.to_owned(), error))
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn message(folder: &str, mistake: Mistake) -> Message {
    let Mistake {
        path,
        line,
        message,
        hint,
    } = mistake;
    let place = match line {
        Some(line) => format!("{folder}/{path}:{line}"),
        None => format!("{folder}/{path}"),
    };
    Message {
        text: format!("{place}: {message}"),
        hint: Some(hint),
    }
}
