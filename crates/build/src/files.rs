//! The source files in the file system.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path};

use tablewright_schema::yaml::{Files, MOST_BYTES};

use crate::pattern;
use crate::{Error, Result};

/// The files in and around a folder, and a record of the requests.
///
/// Names are relative to the folder, or absolute, with forward slashes.
pub struct Folder<'a> {
    base: &'a Path,
    /// The files that were read, in order.
    pub read: Vec<String>,
    /// The folders that patterns searched, in order.
    pub searched: Vec<String>,
}

impl<'a> Folder<'a> {
    pub fn new(base: &'a Path) -> Self {
        Folder {
            base,
            read: Vec::new(),
            searched: Vec::new(),
        }
    }
}

impl Files for Folder<'_> {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        // One extra byte shows that the file is too large.
        let bytes = begin(&self.base.join(path), MOST_BYTES as u64 + 1)?;
        self.read.push(path.to_owned());
        Ok(bytes)
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, String> {
        let fixed = fixed_folder(pattern);
        if contains_package(fixed, self.base) {
            return Err(format!(
                "Cargo would rebuild the crate each time, because `{pattern}` searches the folder \
                 of the crate; move the files into their own folder: `models/*.yaml`"
            ));
        }
        // Otherwise a link to a folder that is not there would be a folder without files.
        let searched = self.base.join(fixed);
        if !fixed.is_empty() && fs::symlink_metadata(&searched).is_ok() && !searched.is_dir() {
            return Err(match fs::metadata(&searched) {
                Ok(_) => format!("`{fixed}` is not a folder"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    format!("`{fixed}` is a link to a folder that does not exist")
                }
                Err(error) => format!("`{fixed}`: {error}"),
            });
        }
        let is_known = self.searched.iter().any(|folder| folder == fixed);
        if !is_known && searched.is_dir() {
            self.searched.push(fixed.to_owned());
        }
        let mut paths = Vec::new();
        for path in pattern::files(self.base, pattern)? {
            paths.push(with_slashes(path.strip_prefix(self.base).unwrap_or(&path))?);
        }
        Ok(paths)
    }
}

/// The name of the first file.
pub fn root(path: &Path) -> Result<String> {
    with_slashes(path).map_err(Error::new)
}

/// A path as a string with forward slashes, which all systems understand.
fn with_slashes(path: &Path) -> Result<String, String> {
    let text = path
        .to_str()
        .ok_or_else(|| format!("the path `{}` is not Unicode", path.display()))?;
    Ok(text.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The deepest folder that contains all possible matches of the pattern.
fn fixed_folder(pattern: &str) -> &str {
    let magic = pattern.find(['*', '?', '[']).unwrap_or(pattern.len());
    match pattern[..magic].rfind('/') {
        Some(0) => "/",
        Some(slash) => &pattern[..slash],
        None => "",
    }
}

/// Whether the folder contains the package, in which every build changes something.
fn contains_package(folder: &str, package: &Path) -> bool {
    let folder = Path::new(folder);
    if folder.is_absolute() {
        return package.starts_with(folder);
    }
    let mut components = folder.components();
    components.all(|component| matches!(component, Component::ParentDir | Component::CurDir))
}

/// The first bytes of a file, at most this number.
///
/// # Errors
///
/// The reason why it cannot be read, as a message for the user.
pub fn begin(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    // Reading a pipe or a device may wait or never end.
    let kind = fs::metadata(path).map_err(|error| reason(&error))?;
    if kind.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    if !kind.is_file() {
        return Err("it is a pipe or a device, not a file".to_owned());
    }
    let file = fs::File::open(path).map_err(|error| reason(&error))?;
    let mut bytes = Vec::new();
    let read = file.take(most).read_to_end(&mut bytes);
    read.map_err(|error| reason(&error))?;
    Ok(bytes)
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{contains_package, fixed_folder};

    #[test]
    fn the_fixed_folder_has_no_pattern() {
        assert_eq!(fixed_folder("models/*.yaml"), "models");
        assert_eq!(fixed_folder("a/b/c*/d/*.yaml"), "a/b");
        assert_eq!(fixed_folder("../shared/**/*.yaml"), "../shared");
        assert_eq!(fixed_folder("*.yaml"), "");
        assert_eq!(fixed_folder("/*.yaml"), "/");
    }

    #[test]
    fn the_package_is_not_searched() {
        let package = Path::new("/home/shop");
        assert!(contains_package("", package));
        assert!(contains_package("../..", package));
        assert!(contains_package("/home", package));
        assert!(!contains_package("models", package));
        assert!(!contains_package("../shared", package));
        assert!(!contains_package("/home/shop/models", package));
    }
}
