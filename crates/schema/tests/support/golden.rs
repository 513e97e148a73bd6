//! The golden cases as schemas: a folder of cases in `tests/golden`.

use std::fs;
use std::path::Path;

use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Files};

/// The name of each case and its schema, sorted.
pub fn cases() -> Vec<(String, Schema)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let entries = fs::read_dir(folder).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut cases: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    let load = |case: &Path| match yaml::load("models.yaml", &mut Folder(case)) {
        Ok(schema) => schema,
        Err(mistakes) => panic!("{}:\n{}", case.display(), mistakes.render(false)),
    };
    let named = |case: &std::path::PathBuf| {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        (name.into_owned(), load(case))
    };
    cases.iter().map(named).collect()
}

/// The files of one case.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }

    fn glob(&mut self, _pattern: &str) -> Result<Vec<String>, String> {
        Err("no case includes others".to_owned())
    }
}
