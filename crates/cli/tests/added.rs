//! A database that is added to a project with migrations.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tablewright_test_servers::{Scratch, Server};

const FIRST: &str = "
models:
  User:
    fields: { id: id, name: string(50) }
";

const SECOND: &str = "
models:
  User:
    fields: { id: id, name: string(80), email: { type: string(50)?, unique: true } }
  Post:
    fields: { id: id, author: User, title: string(20) }
";

const THIRD: &str = "
models:
  User:
    fields: { id: id, full_name: { type: string(80), was: name }, email: { type: string(50)?, unique: true } }
  Post:
    fields: { id: id, author: User, title: string(20) }
";

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Place(folder)
    }

    fn models(&self, text: &str) {
        fs::write(self.0.join("models.yaml"), text).expect("a file");
    }

    /// The status and the output.
    fn run(&self, arguments: &[&str], url: &str) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(arguments)
            .current_dir(&self.0)
            .env("DATABASE_URL", url)
            .output()
            .expect("the command starts");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("the output is UTF-8");
        (output.status.code().unwrap_or(-1), said)
    }

    #[track_caller]
    fn done(&self, arguments: &[&str], url: &str) -> String {
        let (status, said) = self.run(arguments, url);
        assert_eq!(status, 0, "{arguments:?}: {said}");
        said
    }

    fn migrations(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.0.join("migrations")).expect("a folder");
        let mut all: Vec<PathBuf> = folder.map(|entry| entry.expect("one").path()).collect();
        all.sort();
        all
    }
}

fn text(path: &Path, file: &str) -> String {
    fs::read_to_string(path.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn a_database_is_added_to_a_project_with_migrations() {
    const SQLITE: &str = "sqlite:app.db";
    let place = Place::new("added");
    place.models(FIRST);
    place.done(&["diff", "--name", "first"], SQLITE);
    place.models(SECOND);
    place.done(&["diff", "--name", "second"], SQLITE);
    place.done(&["migrate"], SQLITE);

    // Before its files are written, one error gives the remedy.
    let all = |models: &str| format!("dialects: [sqlite, postgres, mysql, mariadb]\n{models}");
    place.models(&all(SECOND));
    let scratches = Server::ALL.map(Scratch::new);
    let urls: Vec<&str> = scratches.iter().flatten().map(Scratch::url).collect();
    let (status, said) = place.run(&["status"], urls[0]);
    assert_eq!(status, 1, "{said}");
    assert_eq!(
        said,
        "error: migrations: no migration has files for PostgreSQL\n  \
         = help: add `postgres` to the `dialects` of the models if it is missing there, and run \
         `tablewright diff --name add_postgres`, which writes the files\n"
    );
    assert_eq!(place.run(&["diff", "--check"], SQLITE).0, 3);
    let printed = place.done(&["diff", "--dry-run"], SQLITE);
    assert!(printed.contains("-- SQLite\n-- nothing to do"), "{printed}");
    assert!(printed.contains("CREATE TABLE \"posts\""), "{printed}");

    let said = place.done(&["diff", "--name", "add_servers"], SQLITE);
    let files = "files for PostgreSQL, MySQL and MariaDB that do nothing in 2 earlier migrations";
    assert!(said.contains(files), "{said}");
    place.done(&["diff", "--check"], SQLITE);
    let [first, second, added] = place.migrations().try_into().expect("three");
    for earlier in [&first, &second] {
        for file in [
            "up.postgres.sql",
            "down.postgres.sql",
            "up.mysql.sql",
            "down.mariadb.sql",
        ] {
            let text = text(earlier, file);
            assert!(text.starts_with("-- nothing to do: "), "{text}");
        }
        assert!(!earlier.join("tables.postgres.sql").exists());
    }
    assert_eq!(text(&added, "up.sqlite.sql"), "-- nothing to do\n");
    assert!(text(&added, "up.mysql.sql").contains("CREATE TABLE `users`"));

    // The history is the same on all of them, also after the next change, and back.
    let all_urls = || urls.iter().copied().chain([SQLITE]);
    for url in all_urls() {
        let (status, said) = place.run(&["status"], url);
        assert_eq!(status, 0, "{url}: {said}");
        place.done(&["migrate"], url);
        place.done(&["verify"], url);
        place.done(&["status", "--check"], url);
    }
    place.models(&all(THIRD));
    place.done(&["diff", "--name", "third"], SQLITE);
    for url in all_urls() {
        place.done(&["migrate"], url);
        place.done(&["verify"], url);
        place.done(&["rollback"], url);
    }
    place.models(&all(SECOND));
    for url in all_urls() {
        place.done(&["verify"], url);
        // The one that added it takes its tables away, and nothing of SQLite's.
        place.done(&["rollback"], url);
        let is_there = place.run(&["verify"], url).0 == 0;
        assert_eq!(is_there, url == SQLITE, "{url}");
    }
    // An empty migration is undone, too, and applied again.
    for url in &urls {
        place.done(&["rollback", "2"], url);
        place.models(&all(THIRD));
        place.done(&["migrate"], url);
        place.done(&["verify"], url);
    }
}

#[test]
fn a_database_that_was_removed_and_comes_back_gets_what_it_lacks() {
    const SQLITE: &str = "sqlite:app.db";
    let Some(scratch) = Scratch::new(Server::Mysql) else {
        return;
    };
    let place = Place::new("removed_and_added");
    let both = |models: &str| format!("dialects: [sqlite, mysql]\n{models}");
    place.models(&both(FIRST));
    place.done(&["diff", "--name", "first"], SQLITE);
    place.done(&["migrate"], scratch.url());
    place.models(&format!("dialects: [sqlite]\n{SECOND}"));
    place.done(&["diff", "--name", "second"], SQLITE);

    // The migration in between has no files for it, so its tables would be guessed.
    place.models(&both(THIRD));
    let (status, said) = place.run(&["diff", "--name", "third"], SQLITE);
    assert_eq!(status, 1, "{said}");
    let [_, second] = place.migrations().try_into().expect("two");
    for file in ["up.mysql.sql", "down.mysql.sql"] {
        let missing = format!("{file}: the file is missing, and the models are for MySQL too");
        assert!(said.contains(&missing), "{said}");
        assert!(said.contains("`-- nothing to do`"), "{said}");
        fs::write(second.join(file), "-- nothing to do\n").expect("a file");
    }
    let said = place.done(&["diff", "--name", "third"], SQLITE);
    assert!(said.contains("MySQL only"), "{said}");
    for url in [scratch.url(), SQLITE] {
        place.done(&["migrate"], url);
        place.done(&["verify"], url);
        place.done(&["rollback", "3"], url);
        place.done(&["migrate"], url);
        place.done(&["verify"], url);
    }
}
