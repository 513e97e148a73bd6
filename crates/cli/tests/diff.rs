//! From models to migrations and to a database, as a user does it on the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FIRST: &str = "
models:
  User:
    fields: { id: id, name: string(50), bio: text? }
";

const SECOND: &str = "
dropped: [users.bio]
models:
  User:
    fields: { id: id, full_name: { type: string(80), was: name }, email: { type: string(50)?, unique: true } }
  Post:
    fields: { id: id, author: User, title: text }
";

#[test]
fn from_the_first_models_to_a_database_and_on() {
    let place = Place::new("on");
    place.models(FIRST);
    assert_eq!(place.run(&["diff", "--check"]).status, 3);
    place.succeeds(&["diff", "--name", "first"]);
    let nothing = place.succeeds(&["diff", "--name", "again"]);
    assert_eq!(nothing, "nothing to do: the migrations match the models\n");
    place.succeeds(&["diff", "--check"]);
    place.succeeds(&["migrate"]);
    place.succeeds(&["verify"]);

    place.models(SECOND);
    let differs = place.run(&["diff", "--check"]);
    assert_eq!(differs.status, 3);
    assert!(
        differs
            .output
            .contains("rename the column `users.name` to `full_name`"),
        "{}",
        differs.output
    );
    assert_eq!(place.run(&["verify"]).status, 3);
    place.succeeds(&["diff", "--name", "second"]);
    assert_eq!(place.migrations().len(), 2);
    place.succeeds(&["migrate"]);
    place.succeeds(&["verify"]);
    place.succeeds(&["rollback"]);
    place.models(FIRST);
    place.succeeds(&["verify"]);
}

/// The checks of types are not listed separately, neither by `verify` nor by `diff`.
#[test]
fn a_type_and_its_check_are_one_difference() {
    let place = Place::new("folded");
    place.models(FIRST);
    place.succeeds(&["sync"]);
    place.models(&FIRST.replace(
        "string(50), bio: text?",
        "string(80), bio: text?, age: integer?",
    ));
    let differs = place.run(&["verify"]);
    assert_eq!(differs.status, 3);
    let (_, differences) = differs.output.split_once('\n').expect("several lines");
    assert!(
        differences.starts_with(
            "  ~ change the column `users.name`: varchar(50) becomes varchar(80)\n  \
             + add the column `users.age`\n"
        ),
        "{differences}"
    );
    let (differences, _) = differences.split_once("risks").expect("risks");
    assert_eq!(differences.lines().count(), 2, "{differences}");
}

/// A change is listed once, other details only for the databases that they concern, and the worst
/// risk comes first.
#[test]
fn a_change_is_said_once_for_all_databases() {
    let place = Place::new("once");
    let models = |user: &str, more: &str| {
        format!(
            "dialects: [sqlite, postgres, mysql, mariadb]\n{more}models:\n  User:\n    \
             fields: {{ id: id, {user} }}\n"
        )
    };
    place.models(&models(
        "name: string(50), email: string(80)?, bio: text?",
        "",
    ));
    let first = place.succeeds(&["diff", "--name", "first"]);
    let mut lines = first.lines();
    assert_eq!(lines.next(), Some("SQLite, PostgreSQL, MySQL and MariaDB"));
    assert_eq!(lines.next(), Some("  + create the table `users`"));
    assert!(
        lines
            .next()
            .is_some_and(|line| line.starts_with("wrote migrations/")),
        "{first}"
    );
    assert_eq!(lines.next(), None);

    place.models(&models(
        "full_name: { type: string(80), was: name }, email: { type: string(80)?, unique: true }, \
         active: { type: bool, default: true }",
        "dropped: [users.bio]\n",
    ));
    let second = place.run(&["diff", "--check"]);
    assert_eq!(second.status, 3, "{}", second.error);
    let expected = include_str!("diff/once.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/once.txt");
        fs::write(file, &second.output).expect("it is written");
    } else {
        assert_eq!(second.output, expected);
    }
}

#[test]
fn a_loss_is_refused_until_it_is_acknowledged() {
    let place = Place::new("loss");
    place.models(FIRST);
    place.succeeds(&["diff", "--name", "first"]);
    place.models(&SECOND.replace("dropped: [users.bio]", ""));
    let refused = place.run(&["diff", "--name", "second"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.error.contains("add `users.bio` to `dropped:`"),
        "{}",
        refused.error
    );
    assert_eq!(place.migrations().len(), 1);
}

/// An entry only applies to its own type. `diff` notes an entry that no change needs any more.
#[test]
fn what_allowed_a_loss_allows_no_later_one() {
    let place = Place::new("used");
    let models = |a: &str, entries: &str| {
        format!("{entries}\nmodels:\n  Item:\n    fields: {{ id: id, a: {a} }}\n")
    };
    let entries = "dropped: [items.b]\nconverted: { items.a: integer }";
    place.models(&models("double, b: text?", ""));
    place.succeeds(&["diff", "--name", "first"]);
    place.models(&models("integer", entries));
    let used = place.run(&["diff", "--name", "second"]);
    assert_eq!((used.status, used.error.as_str()), (0, ""));

    let told = place.run(&["diff", "--check"]);
    assert_eq!(told.status, 0, "{}", told.error);
    let notes: Vec<&str> = told.error.lines().collect();
    assert_eq!(
        notes,
        [
            "note: no migration needs `items.b` in `dropped` any more: remove the entry, unless \
             `sync` still has to change another database",
            "note: no migration needs `items.a` in `converted` any more: remove the entry, unless \
             `sync` still has to change another database",
        ]
    );
    // Neither is for a change that comes later.
    for ty in ["bool", "{ type: integer, generated: id * 2 }", "date"] {
        place.models(&models(ty, entries));
        let refused = place.run(&["diff", "--name", "third"]);
        assert_eq!(refused.status, 1, "{ty}");
        assert!(
            refused.error.contains("remove this entry"),
            "{ty}: {}",
            refused.error
        );
    }
    place.models(&models("integer, b: text?", entries));
    let refused = place.run(&["diff", "--name", "third"]);
    assert!(
        refused.error.contains("belongs to a field"),
        "{}",
        refused.error
    );
}

/// Queries that find the same rows differ by database.
#[test]
fn a_risk_is_said_once_for_all_databases() {
    let place = Place::new("risks");
    let models = |name: &str| {
        format!(
            "dialects: [sqlite, postgres, mysql, mariadb]\nmodels:\n  User:\n    \
             fields: {{ id: id, name: {name} }}\n"
        )
    };
    place.models(&models("string(40)"));
    place.succeeds(&["diff", "--name", "first"]);
    place.models(&models("string(20)"));
    let said = place.succeeds(&["diff", "--name", "second"]);
    let risk = "a value of `users.name` may not fit into varchar(20)";
    assert_eq!(said.matches(risk).count(), 1, "{said}");
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| line.ends_with(risk));
    let at = at.unwrap_or_else(|| panic!("{said}"));
    let find = "find such rows and change them first: `SELECT * FROM";
    assert_eq!(
        lines[at + 1..at + 4],
        [
            format!("SQLite: {find} \"users\" WHERE length(\"name\") > 20`"),
            format!("PostgreSQL: {find} \"users\" WHERE char_length(\"name\"::text) > 20`"),
            format!("MySQL and MariaDB: {find} `users` WHERE char_length(`name`) > 20`"),
        ],
        "{said}"
    );
}

/// The entry for `converted:` can be copied from the message.
#[test]
fn a_conversion_names_the_type_of_its_entry() {
    let place = Place::new("entry");
    let models = |ty: &str, converted: &str| {
        format!(
            "{converted}types: {{ Key: {{ type: integer }} }}\nmodels:\n  Item:\n    fields: {{ id: id, \
             a: {ty} }}\n"
        )
    };
    for (from, to, entry) in [
        ("double", "integer", "integer"),
        ("\"decimal(12, 4)\"", "\"decimal(12, 2)\"", "decimal(12, 2)"),
        ("string(40)", "uuid", "uuid"),
        ("double", "Key", "integer"),
    ] {
        let _ = fs::remove_dir_all(place.folder.join("migrations"));
        place.models(&models(from, ""));
        place.succeeds(&["diff", "--name", "first"]);
        place.models(&models(to, ""));
        let refused = place.run(&["diff", "--name", "second"]).error;
        let said = format!("add `items.a: {entry}` to `converted:`");
        assert!(refused.contains(&said), "{refused}");
        let entry = format!("converted:\n  items.a: {entry}\n");
        place.models(&models(to, &entry));
        place.succeeds(&["diff", "--name", "second"]);
    }
}

#[test]
fn values_that_become_generated_are_a_destructive_change() {
    let place = Place::new("computed");
    let models = |dialect: &str, b: &str, converted: &str| {
        format!(
            "dialects: [{dialect}]\n{converted}\nmodels:\n  Item:\n    \
             fields: {{ id: id, a: integer, b: {b} }}\n"
        )
    };
    let computed = "{ type: integer, generated: a + 1 }";
    for dialect in ["sqlite", "postgres", "mysql", "mariadb"] {
        let _ = fs::remove_dir_all(place.folder.join("migrations"));
        place.models(&models(dialect, "integer", ""));
        place.succeeds(&["diff", "--name", "first"]);
        place.models(&models(dialect, computed, ""));
        let refused = place.run(&["diff", "--name", "second"]);
        assert_eq!(refused.status, 1, "{dialect}");
        assert!(
            refused
                .error
                .contains("add `items.b: generated` to `converted:`"),
            "{dialect}: {}",
            refused.error
        );
        place.models(&models(
            dialect,
            computed,
            "converted: { items.b: generated }",
        ));
        place.succeeds(&["diff", "--name", "second"]);
    }
}

#[test]
fn branches_meet_where_they_touch_different_tables_and_ask_where_they_do_not() {
    let place = Place::new("branches");
    let models = |user: &str, post: &str| {
        format!(
            "models:\n  User:\n    fields: {{ id: id{user} }}\n  Post:\n    fields: {{ id: id{post} }}\n"
        )
    };
    place.models(&models("", ""));
    place.succeeds(&["diff", "--name", "first"]);
    // One branch.
    place.models(&models(", name: text?", ""));
    place.succeeds(&["diff", "--name", "name"]);
    let mut one = place.take_last();
    // Its clock was another one.
    one.name = "20990101000000_name".to_owned();
    // Another one, from the same start, about another table.
    place.models(&models("", ", title: text?"));
    place.succeeds(&["diff", "--name", "title"]);
    place.put(&one);
    place.models(&models(", name: text?", ", title: text?"));
    place.succeeds(&["diff", "--check"]);
    // A third one, about the same table.
    let name = place.take(&one.name);
    place.models(&models(", age: integer?", ", title: text?"));
    place.succeeds(&["diff", "--name", "age"]);
    place.put(&name);
    place.models(&models(", name: text?, age: integer?", ", title: text?"));
    let asked = place.run(&["diff", "--check"]);
    assert_eq!(asked.status, 1);
    assert!(
        asked.error.contains("both change the table \"users\""),
        "{}",
        asked.error
    );
    assert!(
        asked.error.contains("tablewright diff --again"),
        "{}",
        asked.error
    );
    place.succeeds(&["diff", "--again", "age"]);
    place.succeeds(&["diff", "--check"]);
    place.succeeds(&["migrate"]);
    place.succeeds(&["verify"]);
}

#[test]
fn a_name_that_is_none_is_refused() {
    let place = Place::new("name");
    place.models(FIRST);
    for name in ["two words", "../up", ""] {
        let refused = place.run(&["diff", "--name", name]);
        assert_eq!(refused.status, 1, "{name}");
        assert!(place.migrations().is_empty());
    }
    assert_eq!(place.run(&["diff"]).status, 2);
}

#[test]
fn a_live_database_is_brought_to_the_models() {
    let place = Place::new("sync");
    place.models(FIRST);
    let dry = place.succeeds(&["sync", "--dry-run"]);
    assert!(dry.contains("CREATE TABLE \"users\""), "{dry}");
    // A file that does not exist may be a mistyped one.
    let missing = place.run(&["verify"]);
    assert_eq!(missing.status, 1);
    assert!(
        missing.error.contains("there is no such file"),
        "{}",
        missing.error
    );
    let told = place.succeeds(&["sync"]);
    assert!(told.starts_with("create the table `users`   "), "{told}");
    assert!(told.ends_with("1 step done\n"), "{told}");
    assert!(!told.contains("CREATE TABLE"), "{told}");
    let raw = place.folder.join("app.db");
    fs::remove_file(raw).expect("a database");
    let told = place.succeeds(&["sync", "--verbose"]);
    assert!(told.contains("CREATE TABLE \"users\""), "{told}");
    assert!(told.contains("    done in "), "{told}");
    assert_eq!(
        place.succeeds(&["sync"]),
        "nothing to do: the database is up to date\n"
    );
    place.models(&SECOND.replace("dropped: [users.bio]", ""));
    let refused = place.run(&["sync"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.error.contains("`users.bio` would be dropped"),
        "{}",
        refused.error
    );
    place.models(SECOND);
    let document = place.succeeds(&["sync", "--json"]);
    for part in [
        "\"result\": \"applied\"",
        "\"milliseconds\"",
        "\"error\": null",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
    let verdict = place.succeeds(&["verify", "--json"]);
    assert!(verdict.contains("\"up_to_date\""), "{verdict}");
}

#[test]
fn models_are_pulled_from_a_database() {
    let place = Place::new("pull");
    place.models(SECOND);
    place.succeeds(&["sync"]);
    let pulled = place.succeeds(&["pull"]);
    place.models(&pulled);
    place.succeeds(&["verify"]);
    place.succeeds(&["pull", "--output", "pulled.yaml"]);
    let again = place.run(&["pull", "--output", "pulled.yaml"]);
    assert_eq!(again.status, 1);
    assert!(again.error.contains("already exists"), "{}", again.error);
}

/// A folder of a test's own, with models, migrations and a database.
#[test]
fn migrations_are_beside_the_models() {
    let place = Place::new("beside");
    let below = place.folder.join("crates/shop");
    fs::create_dir_all(&below).expect("a folder");
    fs::write(below.join("models.yaml"), FIRST).expect("it is written");
    let models = "crates/shop/models.yaml";
    let shown = place.succeeds(&["diff", models, "--name", "first"]);
    assert!(shown.contains("crates/shop/migrations/20"), "{shown}");
    assert!(below.join("migrations").is_dir());
    assert!(!place.folder.join("migrations").exists());
    // So do the commands that apply them.
    let missing = place.run(&["migrate"]);
    assert_eq!(missing.status, 1);
    assert!(
        missing.error.contains("help: write `--dir "),
        "{}",
        missing.error
    );
    place.succeeds(&["migrate", "--models", models]);
    place.succeeds(&["status", "--check", "--models", models]);
    place.succeeds(&["verify", models]);
    place.succeeds(&["diff", models, "--check"]);
    place.succeeds(&["rollback", "--models", models]);
    let differs = place.run(&["baseline", "first", "--models", models]);
    assert_eq!(differs.status, 1);
    assert!(
        differs.error.contains("create the table `users`"),
        "{}",
        differs.error
    );
    let accepted = [
        "baseline",
        "first",
        "--models",
        models,
        "--accept-differences",
    ];
    place.succeeds(&accepted);
    let undone = ["--rolled-back", "--reason", "it was not there", "--yes"];
    place.succeeds(&[&["repair", "first", "--models", models][..], &undone].concat());
    // Another folder can be named.
    place.succeeds(&["diff", models, "--name", "first", "--dir", "elsewhere"]);
    assert!(place.folder.join("elsewhere").is_dir());
}

#[test]
fn a_database_that_exists_is_adopted() {
    let place = Place::new("adopted");
    let raw = tablewright::rusqlite::Connection::open(place.folder.join("app.db"));
    raw.expect("a database")
        .execute_batch(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name varchar(50) NOT NULL, bio text, extra text);
             CREATE INDEX theirs ON users (bio);
             INSERT INTO users (name) VALUES ('Ada')",
        )
        .expect("a table");
    place.models(&FIRST.replace("bio: text?", "bio: text?, extra: text?"));
    place.succeeds(&["diff", "--name", "first"]);
    let differs = place.run(&["baseline", "first"]);
    assert_eq!(differs.status, 1);
    assert!(
        differs
            .error
            .contains("- add the check `ck_users_name_type` to `users`")
            && differs
                .error
                .contains("_first --align` (`BaselineBuilder::align`)"),
        "{}",
        differs.error
    );
    let sql = place.succeeds(&["baseline", "first", "--align", "--dry-run"]);
    assert!(
        sql.contains("ALTER TABLE \"tablewright_new_users\" RENAME TO \"users\""),
        "{sql}"
    );
    // An index of another program is no difference.
    assert!(!sql.contains("drop the index"), "{sql}");
    assert_eq!(place.run(&["status", "--check"]).status, 3);
    let aligned = place.succeeds(&["baseline", "first", "--align"]);
    assert!(
        aligned.ends_with("1 migration recorded as applied\n"),
        "{aligned}"
    );
    let again = place.run(&["baseline", "first"]);
    assert!(
        again.error.contains("already has a history"),
        "{}",
        again.error
    );
    place.succeeds(&["status", "--check"]);
    let add = "email: { type: string(50)?, unique: true }, bio: text?";
    place.models(
        &SECOND
            .replace("bio", "extra")
            .replace("email: { type: string(50)?, unique: true }", add),
    );
    place.succeeds(&["diff", "--name", "second"]);
    place.succeeds(&["migrate"]);
    place.succeeds(&["rollback"]);
}

struct Place {
    folder: PathBuf,
}

struct Ended {
    status: i32,
    output: String,
    error: String,
}

/// A migration that was put aside, as the other branch has it.
struct Aside {
    name: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Place {
    fn new(name: &str) -> Place {
        let folder =
            std::env::temp_dir().join(format!("tablewright-diff-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Place { folder }
    }

    fn models(&self, text: &str) {
        fs::write(self.folder.join("models.yaml"), text).expect("it is written");
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let ended = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", "sqlite:app.db")
            .output()
            .expect("the command runs");
        Ended {
            status: ended.status.code().expect("it ends by itself"),
            output: String::from_utf8(ended.stdout).expect("UTF-8"),
            error: String::from_utf8(ended.stderr).expect("UTF-8"),
        }
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(
            ended.status, 0,
            "{arguments:?}: {}{}",
            ended.output, ended.error
        );
        ended.output
    }

    fn migrations(&self) -> Vec<String> {
        let folder = self.folder.join("migrations");
        if !folder.is_dir() {
            return Vec::new();
        }
        let mut names = names(&folder);
        names.sort();
        names
    }

    fn take_last(&self) -> Aside {
        let name = self.migrations().pop().expect("a migration");
        self.take(&name)
    }

    fn take(&self, name: &str) -> Aside {
        let folder = self.folder.join("migrations").join(name);
        let files = names(&folder)
            .into_iter()
            .map(|file| (file.clone(), fs::read(folder.join(&file)).expect("a file")))
            .collect();
        fs::remove_dir_all(folder).expect("it is removed");
        Aside {
            name: name.to_owned(),
            files,
        }
    }

    fn put(&self, aside: &Aside) {
        let folder = self.folder.join("migrations").join(&aside.name);
        fs::create_dir(&folder).expect("a folder");
        for (name, bytes) in &aside.files {
            fs::write(folder.join(name), bytes).expect("it is written");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}
