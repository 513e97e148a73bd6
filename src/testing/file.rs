//! SQLite files for tests.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::name;

/// Creates a new SQLite file, and returns its URL and path; `None` if the URL is of a database in
/// memory, or of another kind.
pub(super) fn create(url: &str) -> Option<(String, PathBuf)> {
    if !url.starts_with("sqlite:") {
        return None;
    }
    let (path, parameters) = match url.find('?') {
        Some(at) => url.split_at(at),
        None => (url, ""),
    };
    let is_in_memory = |parameter: &str| parameter == "mode=memory";
    if path == "sqlite::memory:"
        || parameters[parameters.len().min(1)..]
            .split('&')
            .any(is_in_memory)
    {
        return None;
    }
    let file = env::temp_dir().join(format!("{}.db", name::new()));
    // These characters have a meaning in a URL.
    let escaped = file
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    Some((format!("sqlite:{escaped}{parameters}"), file))
}

/// Removes an SQLite file and the files beside it. Errors are ignored.
pub(super) fn remove(file: &Path) {
    for beside in ["", "-wal", "-shm", "-journal"] {
        let mut path = file.as_os_str().to_owned();
        path.push(beside);
        drop(fs::remove_file(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_in_memory_has_no_create() {
        for url in [
            "sqlite::memory:",
            "sqlite:?mode=memory",
            "sqlite:x?foreign_keys=off&mode=memory",
        ] {
            assert_eq!(create(url), None, "{url}");
        }
        let (url, file) = create("sqlite:any.db?mode=rwc").expect("a file");
        assert_eq!(url, format!("sqlite:{}?mode=rwc", file.display()));
    }
}
