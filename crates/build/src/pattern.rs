//! The files that a pattern matches.
//!
//! `**` enters folders, but not links to folders: a link may lead back up, and two such links
//! double the number of paths at every level. A link that the pattern names itself is followed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

/// The largest number of files and folders that a pattern may search.
const MOST_ENTRIES: usize = 100_000;

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    // Editors keep hidden copies of a file beside it.
    require_literal_leading_dot: true,
};

/// Finds the files in order, with paths that begin like the pattern.
///
/// # Errors
///
/// The error in the pattern or in a folder, as a message for the user.
pub fn files(base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    // The parts are valid patterns only if the whole is.
    Pattern::new(pattern).map_err(|error| error.to_string())?;
    let (start, pattern) = match (pattern.strip_prefix('/'), pattern.get(1..3)) {
        (Some(rest), _) => (PathBuf::from("/"), rest),
        // A drive on Windows.
        (None, Some(":/")) => (PathBuf::from(&pattern[..3]), &pattern[3..]),
        (None, _) => (PathBuf::new(), pattern),
    };
    let mut parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    // `**/**` matches the same as `**`, but takes longer.
    parts.dedup_by(|one, other| *one == "**" && *other == "**");
    let mut search = Search {
        base,
        found: Vec::new(),
        entries: 0,
    };
    search.follow(&start, &parts)?;
    search.found.sort();
    search.found.dedup();
    Ok(search.found)
}

struct Search<'b> {
    base: &'b Path,
    found: Vec<PathBuf>,
    /// The number of files and folders that were searched.
    entries: usize,
}

impl Search<'_> {
    /// Finds the matches of the rest of a pattern in a folder.
    fn follow(&mut self, folder: &Path, parts: &[&str]) -> Result<(), String> {
        let Some((part, rest)) = parts.split_first() else {
            return Ok(());
        };
        if *part == "**" {
            return self.descend(folder, rest);
        }
        if !part.contains(['*', '?', '[']) {
            return self.enter(&folder.join(part), rest);
        }
        let matched = Pattern::new(part).map_err(|error| error.to_string())?;
        for (name, _) in self.entries(folder)? {
            if matched.matches_with(&name, OPTIONS) {
                self.enter(&folder.join(name), rest)?;
            }
        }
        Ok(())
    }

    /// Takes the path if it ends the pattern, and continues in it otherwise.
    fn enter(&mut self, path: &Path, rest: &[&str]) -> Result<(), String> {
        if !rest.is_empty() {
            return self.follow(path, rest);
        }
        if is_match(&self.base.join(path)) {
            self.found.push(path.to_owned());
        }
        Ok(())
    }

    /// Finds the matches of the rest in a folder and in all folders below it.
    fn descend(&mut self, folder: &Path, rest: &[&str]) -> Result<(), String> {
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            self.follow(&folder, rest)?;
            for (name, kind) in self.entries(&folder)? {
                if kind.is_dir() && !name.starts_with('.') {
                    waiting.push(folder.join(name));
                }
            }
        }
        Ok(())
    }

    /// The names and types of the entries of a folder; none if it is not a folder.
    fn entries(&mut self, folder: &Path) -> Result<Vec<(String, fs::FileType)>, String> {
        let path = self.base.join(folder);
        let failed = |error: io::Error| format!("`{}`: {error}", folder.display());
        let read = match fs::read_dir(if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &path
        }) {
            Ok(read) => read,
            Err(error) => {
                return match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(Vec::new()),
                    _ => Err(failed(error)),
                };
            }
        };
        let mut entries = Vec::new();
        for entry in read {
            let entry = entry.map_err(failed)?;
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(format!(
                    "it searches more than {MOST_ENTRIES} files and folders: name the folder of \
                     the models"
                ));
            }
            let kind = entry.file_type().map_err(failed)?;
            // A name that is not Unicode never matches.
            if let Some(name) = entry.file_name().to_str() {
                entries.push((name.to_owned(), kind));
            }
        }
        Ok(entries)
    }
}

/// Whether there is something that was meant as a file. A pipe, a link to nothing or a folder that
/// is named like a file of YAML is one, so that reading it says why it cannot be read.
fn is_match(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => {
            ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
        }
        Ok(_) => true,
        Err(_) => path.is_symlink(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(base: &Path, pattern: &str) -> Vec<String> {
        let found = files(base, pattern).expect("the pattern is one");
        found
            .iter()
            .map(|path| path.display().to_string())
            .collect()
    }

    #[test]
    fn a_pattern_ends_although_links_lead_back() {
        let name = format!("tablewright-pattern-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let base = folder.as_path();
        fs::create_dir_all(base.join("models/shop/deep")).expect("folders");
        fs::create_dir(base.join("models/.hidden")).expect("a folder");
        for file in [
            "a.yaml",
            "shop/b.yaml",
            "shop/deep/c.yaml",
            ".hidden/d.yaml",
        ] {
            fs::write(base.join("models").join(file), "").expect("a file");
        }
        symlink("..", base.join("models/one")).expect("a link");
        symlink("../models", base.join("models/two")).expect("a link");
        symlink("shop", base.join("models/other")).expect("a link");
        symlink("shop/b.yaml", base.join("models/link.yaml")).expect("a link");
        assert_eq!(
            names(base, "models/**/*.yaml"),
            [
                "models/a.yaml",
                "models/link.yaml",
                "models/shop/b.yaml",
                "models/shop/deep/c.yaml"
            ]
        );
        assert_eq!(
            names(base, "models/**/**/c.yaml"),
            ["models/shop/deep/c.yaml"]
        );
        assert_eq!(names(base, "models/oth?r/*.yaml"), ["models/other/b.yaml"]);
        assert_eq!(
            names(base, "models/one/models/a.*"),
            ["models/one/models/a.yaml"]
        );
        assert_eq!(names(base, "models/[ab].yaml"), ["models/a.yaml"]);
        assert_eq!(names(base, "none/**/*.yaml"), Vec::<String>::new());
        let absolute = format!(
            "{}/models/*.yaml",
            Pattern::escape(&base.display().to_string())
        );
        assert_eq!(names(Path::new(""), &absolute).len(), 2);
        assert!(files(base, "models/a**").is_err());
        fs::remove_dir_all(base).expect("the folder can be removed");
    }
}
