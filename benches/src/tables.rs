//! `create_all` of 1,000 tables, compared with sending the same script as raw SQL.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tablewright::{Schema, Sqlite};

use crate::measure::{Comparison, compare};
use crate::synthetic;

const TABLES: usize = 1_000;
const ROUNDS: usize = 9;
const FOLDER: &str = "target/bench/tables";

/// New and up-to-date databases, in files like those of a program.
pub fn run() -> Vec<Comparison> {
    std::fs::create_dir_all(FOLDER).expect("a folder");
    let schema = schema();
    let script = schema.create.sqlite.text;
    let new = compare(
        "`create_all` in a new database",
        ROUNDS,
        1,
        |_| create_all(&new_file("ours"), schema),
        |_| by_hand(&new_file("hand"), script),
    );
    // Both files are in the state of the last round.
    let again = compare(
        "`create_all` when there is nothing to do",
        ROUNDS,
        1,
        |_| create_all(&file("ours"), schema),
        |_| by_hand(&file("hand"), script),
    );
    vec![new, again]
}

fn create_all(path: &Path, schema: &'static Schema) {
    let db = Sqlite::open(path).expect("a database");
    tablewright::create_all(&db, schema).expect("the tables");
}

/// One transaction, as a person would write it for speed.
fn by_hand(path: &Path, script: &str) {
    let hand = Connection::open(path).expect("a database");
    hand.execute_batch("PRAGMA journal_mode = WAL")
        .expect("settings");
    hand.execute_batch(&format!("BEGIN IMMEDIATE; {script} COMMIT;"))
        .expect("the tables");
}

fn file(name: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}.db"))
}

/// The path of a database that does not exist yet.
fn new_file(name: &str) -> PathBuf {
    let path = file(name);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    path
}

/// The schema, which the generator would have written as constants.
pub fn schema() -> &'static Schema {
    let dialects = "dialects: [sqlite, postgres, mariadb]\n";
    let models = load(&format!("{dialects}{}", synthetic::yaml(TABLES)));
    tablewright::__schema(module_path!(), &models)
}

/// The models of a text.
pub fn load(text: &str) -> tablewright_schema::Schema {
    std::fs::create_dir_all(FOLDER).expect("a folder");
    let yaml = Path::new(FOLDER).join("models.yaml");
    std::fs::write(&yaml, text).expect("models.yaml");
    tablewright_build::load(&yaml).expect("models")
}
