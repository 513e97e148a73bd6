//! The SQL of whole files: a folder of cases.
//!
//! A case is a folder in `tests/golden` with a `models.yaml` and the SQL for each of its dialects,
//! as `sqlite.sql`. `UPDATE_EXPECT=1 cargo test` writes the SQL again; read it, and run it on a
//! server, before committing it.

#![cfg(feature = "yaml")]

use std::fs;
use std::path::{Path, PathBuf};

use tablewright_schema::yaml::{self, Files};
use tablewright_schema::{Schema, ddl};
use tablewright_sql::Dialect;

#[test]
fn every_case_has_the_expected_sql() {
    let mut wrong = Vec::new();
    for case in cases() {
        let schema = schema(&case);
        for dialect in Dialect::ALL {
            let file = case.join(format!("{}.sql", dialect.name()));
            let sql = schema.dialects.contains(&dialect).then(|| {
                let statements = ddl::create(&schema, dialect);
                ddl::script(&statements).text
            });
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                write(&file, sql.as_deref());
            } else if read(&file) != sql {
                wrong.push(format!("{}:\n{}", file.display(), sql.unwrap_or_default()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} scripts changed; if for the better, run with UPDATE_EXPECT=1\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn sqlite_takes_every_case() {
    for case in cases() {
        let schema = schema(&case);
        let db = rusqlite::Connection::open_in_memory().expect("there is room in memory");
        let run = |statements: &[String]| {
            let script = ddl::script(statements).text;
            if let Err(error) = db.execute_batch(&script) {
                panic!("{}: {error}\n{script}", case.display());
            }
        };
        for _ in 0..2 {
            run(&ddl::create(&schema, Dialect::Sqlite));
            run(&ddl::create(&schema, Dialect::Sqlite));
            run(&ddl::drop(&schema, Dialect::Sqlite));
            run(&ddl::drop(&schema, Dialect::Sqlite));
        }
    }
}

/// The folders with a case in them, sorted.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
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

fn read(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    Some(text.replace("\r\n", "\n"))
}

fn write(file: &Path, sql: Option<&str>) {
    match sql {
        Some(sql) => fs::write(file, sql).expect("the expectation can be written"),
        None if file.exists() => fs::remove_file(file).expect("an old expectation can go"),
        None => {}
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
