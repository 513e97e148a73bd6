//! The published packages contain every file that their sources include, also for their own tests.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the published packages, which contain `src` and no other folder.
const PACKAGES: [&str; 6] = [
    "crates/sql",
    "crates/schema",
    "crates/evolve",
    "crates/build",
    ".",
    "crates/cli",
];

/// The texts before the name of an included file.
const INCLUDING: [&str; 4] = [
    "include_str!(\"",
    "include_bytes!(\"",
    "include!(\"",
    "#[path = \"",
];

#[test]
fn sources_include_only_files_of_their_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("the repository");
    let mut found = 0;
    let mut wrong = Vec::new();
    for package in PACKAGES {
        let manifest = root.join(package).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("a manifest");
        assert!(manifest.contains("include = [\"src/**\""), "{package}");
        let source = root.join(package).join("src");
        let source = source.canonicalize().expect("a folder `src`");
        for file in files(&source) {
            let text = fs::read_to_string(&file).expect("a file in UTF-8");
            for name in included(&text) {
                found += 1;
                let folder = file.parent().expect("a folder");
                let target = folder.join(name).canonicalize();
                if !target.is_ok_and(|target| target.starts_with(&source)) {
                    wrong.push(format!("{} includes {name}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(found >= 3, "{found}");
}

/// The names of included files outside of comments.
fn included(text: &str) -> Vec<&str> {
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let names = text.lines().filter(code).flat_map(|line| {
        INCLUDING.iter().filter_map(move |begin| {
            let (_, rest) = line.split_once(begin)?;
            rest.split_once('"').map(|(name, _)| name)
        })
    });
    names.collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
