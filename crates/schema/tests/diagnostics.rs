//! All mistakes and their drawings: a folder of cases.
//!
//! A case is `<case>.yaml`, or a folder `<case>` with a `models.yaml`, with its drawing in
//! `<case>.txt`. `UPDATE_EXPECT=1 cargo test` writes the drawings again; read them as a user would.

use std::fs;
use std::path::{Path, PathBuf};

use tablewright_schema::yaml::{self, Files};

#[test]
fn every_case_is_drawn_as_expected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let drawn = drawn(&case);
        let expectation = case.with_extension("txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expectation, &drawn).expect("the expectation can be written");
            continue;
        }
        let expected = fs::read_to_string(&expectation).unwrap_or_default();
        if drawn != expected.replace("\r\n", "\n") {
            wrong.push(format!("{}:\n{drawn}", case.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} drawings changed; if for the better, run with UPDATE_EXPECT=1\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The files and folders with a case in them, sorted.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = fs::read_dir(folder).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut cases: Vec<_> = paths
        .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    cases.sort();
    cases
}

fn drawn(case: &Path) -> String {
    let (directory, root) = match case.is_dir() {
        true => (case, "models.yaml".to_owned()),
        false => (
            case.parent().expect("a case is in a folder"),
            case.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        ),
    };
    let options = yaml::Options::default();
    match yaml::load_with_seeds(&root, None, &mut Folder(directory), &options) {
        Ok(_) => "no mistakes\n".to_owned(),
        Err(mistakes) => mistakes.render(false),
    }
}

/// The files of one case.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let path = self.0.join(path);
        if !path.is_file() {
            // The words of the operating system differ from one to the next.
            return Err("there is no such file".to_owned());
        }
        fs::read(path).map_err(|error| error.to_string())
    }

    /// Knows one `*` in the name of the file, and all files below a folder: enough for tests.
    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, String> {
        if let Some((directory, _)) = pattern.split_once("/**/") {
            return Ok(self.files_below(directory));
        }
        let (directory, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let (begins, ends) = name.split_once('*').ok_or("there is no `*`")?;
        let Ok(entries) = fs::read_dir(self.0.join(directory)) else {
            return Ok(Vec::new());
        };
        let names = entries.map(|entry| {
            let entry = entry.map_err(|error| error.to_string())?;
            Ok::<_, String>(entry.file_name().to_string_lossy().into_owned())
        });
        let mut matches = Vec::new();
        for name in names {
            let name = name?;
            if name.starts_with(begins) && name.ends_with(ends) {
                matches.push(format!("{directory}/{name}"));
            }
        }
        Ok(matches)
    }
}

impl Folder<'_> {
    fn files_below(&self, directory: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.0.join(directory)) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.expect("its entries can be read").file_name());
        let paths = names.map(|name| format!("{directory}/{}", name.to_string_lossy()));
        paths
            .flat_map(|path| match self.0.join(&path).is_dir() {
                true => self.files_below(&path),
                false => vec![path],
            })
            .collect()
    }
}
