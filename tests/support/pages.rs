//! The pages that users read.

use std::fs;
use std::path::Path;

/// A page of the docs.
pub struct Page {
    /// Where it is, from the root of the repository, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The README and every page in `docs/`, in the order of their paths.
pub fn all() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The tests of several packages share this file.
    let root = root
        .ancestors()
        .find(|folder| folder.join("docs").is_dir())
        .expect("a folder above has the docs");
    let mut pages = vec![read(root, "README.md")];
    collect(root, "docs", &mut pages);
    assert!(pages.len() > 10, "only {} pages were found", pages.len());
    pages
}

fn read(root: &Path, path: &str) -> Page {
    let text = fs::read_to_string(root.join(path));
    Page {
        path: path.to_owned(),
        text: text.unwrap_or_else(|error| panic!("cannot read {path}: {error}")),
    }
}

fn collect(root: &Path, folder: &str, pages: &mut Vec<Page>) {
    let entries = fs::read_dir(root.join(folder)).expect("the folder can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("a name in UTF-8"))
        .collect();
    names.sort();
    for name in names {
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            collect(root, &path, pages);
        } else if name.ends_with(".md") || name == "llms.txt" {
            pages.push(read(root, &path));
        }
    }
}
