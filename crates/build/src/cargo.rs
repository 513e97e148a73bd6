//! The environment that Cargo gives to a build script, and the instructions that it prints for
//! Cargo.

use std::collections::BTreeSet;
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::files::Folder;
use crate::{Error, Result};

/// The folders that Cargo gives a build script.
pub struct Environment {
    /// The folder of `Cargo.toml`.
    pub manifest: PathBuf,
    /// The folder of the result.
    pub out: PathBuf,
    /// Whether Cargo, or a program in its place, runs a build script.
    pub is_build_script: bool,
}

impl Environment {
    /// The environment of the running build script, with the result in the caller's folder, if
    /// there is one.
    pub fn from_cargo(out: Option<&Path>) -> Result<Environment> {
        let manifest = variable("CARGO_MANIFEST_DIR")?;
        let out = match out {
            Some(folder) => manifest.join(folder),
            None => variable("OUT_DIR")?,
        };
        Ok(Environment {
            manifest,
            out,
            is_build_script: env::var_os("OUT_DIR").is_some(),
        })
    }

    /// Tells Cargo to run the build script again after a change of one of the files.
    ///
    /// The root is one of them even if it does not exist, so that Cargo notices when it appears.
    pub fn depends_on(&self, root: &str, folder: &Folder<'_>, cargo: &mut dyn Write) -> Result {
        let mut known = BTreeSet::new();
        let root = Some(root).filter(|_| folder.read.is_empty());
        let files = root
            .into_iter()
            .chain(folder.read.iter().map(String::as_str));
        let paths = files.chain(folder.searched.iter().map(String::as_str));
        let lines: String = paths
            .filter(|path| known.insert(*path))
            .map(|path| format!("cargo::rerun-if-changed={path}\n"))
            .collect();
        tell(&lines, cargo)
    }

    /// Makes Cargo show an error, and fail the build. The script itself succeeds: otherwise Cargo
    /// would also show all its output.
    pub fn fail(&self, error: &str, cargo: &mut dyn Write) -> Result {
        let lines = error.lines().filter(|line| !line.trim().is_empty());
        let lines: String = lines.map(|line| format!("cargo::error={line}\n")).collect();
        tell(&lines, cargo)
    }

    /// Makes Cargo show a warning.
    pub fn warn(&self, warning: &str, cargo: &mut dyn Write) -> Result {
        // A warning is one line.
        let warning = warning.replace(['\n', '\r'], " ");
        tell(&format!("cargo::warning={warning}\n"), cargo)
    }

    /// Tells Cargo to run the build script again after any change in a folder.
    pub fn depends_on_folder(&self, folder: &str, cargo: &mut dyn Write) -> Result {
        tell(&format!("cargo::rerun-if-changed={folder}\n"), cargo)
    }
}

fn tell(lines: &str, cargo: &mut dyn Write) -> Result {
    cargo
        .write_all(lines.as_bytes())
        .and_then(|()| cargo.flush())
        .map_err(|error| Error::new(format!("cannot write to Cargo: {error}")))
}

fn variable(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| {
        Error::new(format!(
            "`{name}` is not set, so this is not a build script run by Cargo"
        ))
        .hint("call `compile` in `build.rs`; `tablewright rust` shows the code without Cargo")
    })
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn outside_of_cargo_it_says_so() {
        let error = variable("TABLEWRIGHT_IS_NEVER_SET")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("`TABLEWRIGHT_IS_NEVER_SET` is not set"),
            "{error}"
        );
        assert!(error.contains("build.rs"), "{error}");
    }
}
