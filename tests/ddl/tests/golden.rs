//! The golden schemas on each server.

use std::fs;
use std::path::{Path, PathBuf};
use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Files};
use tablewright_test_ddl::{Place, dialect};
use tablewright_test_servers::Server;

#[test]
fn postgres_takes_every_case() {
    try_on(Server::Postgres);
}

#[test]
fn mariadb_takes_every_case() {
    try_on(Server::Mariadb);
}

#[test]
fn mysql_takes_every_case() {
    try_on(Server::Mysql);
}

/// Tries the cases that are written for the server.
fn try_on(server: Server) {
    let Some(mut place) = Place::new(server) else {
        return;
    };
    let mut tried = 0;
    let mut wrong = Vec::new();
    for case in cases() {
        let schema = schema(&case);
        if !schema.dialects.contains(&dialect(server)) {
            continue;
        }
        tried += 1;
        if let Err(error) = place.try_out(&schema) {
            wrong.push(format!("{}: {error}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{server}\n{}", wrong.join("\n"));
    assert!(tried > 0, "no case is for {server}");
}

/// The folders with a case in them, sorted.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden");
    let entries = fs::read_dir(folder).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut cases: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn schema(case: &Path) -> Schema {
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
