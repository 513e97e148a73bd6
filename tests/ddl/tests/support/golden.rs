//! The golden schemas.

use std::fs;
use std::path::{Path, PathBuf};
use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Files};

/// The folders with a case in them, sorted.
pub fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden");
    let entries = fs::read_dir(folder).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut cases: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// The schema of a case.
pub fn schema(case: &Path) -> Schema {
    match yaml::load("models.yaml", &mut Folder(case)) {
        Ok(schema) => schema,
        Err(mistakes) => panic!("{}:\n{}", case.display(), mistakes.render(false)),
    }
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
