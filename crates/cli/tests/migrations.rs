//! The commands that keep a database up to date, as a user runs them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder with a database and migrations.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let place = Place(folder);
        place.add(
            "20260101000000_create_a",
            "CREATE TABLE a (id INTEGER);",
            "DROP TABLE a;",
        );
        place.add(
            "20260102000000_fill_a",
            "-- Two; rows.\nINSERT INTO a\nVALUES (1), (2);",
            "DELETE FROM a;",
        );
        place
    }

    fn add(&self, name: &str, up: &str, down: &str) {
        let folder = self.0.join("migrations").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("up.sqlite.sql"), up).expect("a file");
        fs::write(folder.join("down.sqlite.sql"), down).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .env("DATABASE_URL", "sqlite:app.db")
            .output()
            .expect("the command starts")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tablewright"));
        command
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("DATABASE_URL");
        command
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// The output of a command that succeeded.
fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

/// The error output of a command that failed.
fn failed(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    text(&output.stderr)
}

/// Without the times, which differ.
fn timeless(output: &str) -> String {
    let lines = output.lines().map(|line| match line.rsplit_once(" in ") {
        Some((before, _)) => format!("{before}\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}

/// The lines of migrations, in single blanks and without the times.
fn names_and_rows(output: &str) -> Vec<String> {
    let lines = output.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.split_last_chunk() {
            Some((before, [_, "ms" | "s"])) => before.join(" "),
            _ => words.join(" "),
        }
    });
    lines.collect()
}

#[test]
fn migrate_prints_a_line_for_each_migration() {
    let place = Place::new("lines");
    let output = done(&place.run(&["migrate"]));
    assert_eq!(
        names_and_rows(&output),
        [
            "20260101000000_create_a",
            "20260102000000_fill_a 2 rows",
            "2 migrations applied"
        ]
    );
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[0].len(), lines[1].len(), "they are aligned: {output}");
    let output = done(&place.run(&["rollback", "2"]));
    assert_eq!(
        names_and_rows(&output),
        [
            "20260102000000_fill_a 2 rows",
            "20260101000000_create_a",
            "2 migrations rolled back"
        ]
    );
}

#[test]
fn migrate_shows_each_statement_if_asked() {
    let place = Place::new("steps");
    assert_eq!(
        timeless(&done(&place.run(&["migrate", "-v"]))),
        "20260101000000_create_a\n  CREATE TABLE a (id INTEGER)\n    done\n  applied\n\n\
         20260102000000_fill_a\n  INSERT INTO a\n  VALUES (1), (2)\n    2 rows\n  applied\n\n\
         2 migrations applied\n"
    );
    assert_eq!(
        done(&place.run(&["migrate"])),
        "nothing to do: all migrations are applied\n"
    );
    assert_eq!(done(&place.run(&["migrate", "--quiet"])), "");
}

#[test]
fn a_dry_run_prints_the_script_and_runs_nothing() {
    let place = Place::new("dry");
    let script = "-- 20260101000000_create_a\nCREATE TABLE a (id INTEGER);\n\n\
                  -- 20260102000000_fill_a\n-- Two; rows.\nINSERT INTO a\nVALUES (1), (2);\n\n";
    assert_eq!(done(&place.run(&["migrate", "--dry-run"])), script);
    assert_eq!(done(&place.run(&["migrate", "--dry-run"])), script);
    done(&place.run(&["migrate", "-q"]));
    assert_eq!(done(&place.run(&["migrate", "--dry-run"])), "");
    assert_eq!(
        done(&place.run(&["rollback", "--dry-run"])),
        "-- 20260102000000_fill_a\nDELETE FROM a;\n\n"
    );
}

#[test]
fn status_says_what_is_applied() {
    let place = Place::new("status");
    done(&place.run(&["migrate", "-q"]));
    assert_eq!(place.run(&["status", "--check"]).status.code(), Some(0));
    place.add("20260103000000_more", "SELECT 1;", "");
    let shown = done(&place.run(&["status"]));
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines[1].starts_with("20260101000000_create_a  20"),
        "{shown}"
    );
    assert!(lines[1].ends_with("  applied"), "{shown}");
    assert!(
        lines[3].starts_with("20260103000000_more      -  ") && lines[3].ends_with("  pending"),
        "{shown}"
    );
    for (title, text) in [
        ("MIGRATION", "2026"),
        ("APPLIED AT (UTC)", " 20"),
        ("STATE", "applied"),
    ] {
        let position = lines[0].find(title).expect("a title");
        let found = lines[1][position.saturating_sub(1)..].starts_with(text);
        assert!(
            found || lines[1][position..].starts_with(text),
            "{title}: {shown}"
        );
    }
    assert!(shown.lines().all(|line| line.len() <= 80), "{shown}");
    assert_eq!(lines[4], "1 migration to be applied");
    let output = place.run(&["status", "--check", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["up_to_date"], false);
    assert_eq!(found["migrations"][0]["state"], "applied");
    assert_eq!(found["migrations"][2]["state"], "pending");
}

#[test]
fn rollback_undoes_the_last() {
    let place = Place::new("rollback");
    done(&place.run(&["migrate", "-q"]));
    let shown = done(&place.run(&["rollback", "--verbose"]));
    assert_eq!(
        timeless(&shown),
        "20260102000000_fill_a, rolled back\n  DELETE FROM a\n    2 rows\n  rolled back\n\n\
         1 migration rolled back\n"
    );
    let limited = ["rollback", "5", "--lock-timeout", "5"];
    assert!(done(&place.run(&limited)).ends_with("1 migration rolled back\n"));
    assert_eq!(
        done(&place.run(&["rollback"])),
        "nothing to do: no migration is applied\n"
    );
}

#[test]
fn baseline_records_and_runs_nothing() {
    let place = Place::new("baseline");
    fs::write(place.0.join("app.db"), "").expect("an empty database");
    // These migrations are hand-written, without definitions of their tables.
    let output = place.run(&["baseline", "create_a"]);
    assert_eq!(
        text(&output.stderr),
        "note: the tables are not compared, because no migration has a file `tables.sqlite.sql`\n"
    );
    assert_eq!(text(&output.stdout), "1 migration recorded as applied\n");
    assert!(failed(&place.run(&["baseline", "create_a"])).contains("already has a history"));
    // The table is not there, because nothing was run.
    let error = failed(&place.run(&["migrate"]));
    assert!(
        error.contains("migration `20260102000000_fill_a`, statement 1 of 1 (`INSERT INTO a …`)"),
        "{error}"
    );
    assert!(
        error.contains("Nothing was changed: its transaction was rolled back"),
        "{error}"
    );
    let error = failed(&place.run(&["rollback"]));
    assert!(
        error.contains("was recorded by `baseline` and never run"),
        "{error}"
    );
    let error = failed(&place.run(&["baseline", "nothing"]));
    assert!(error.contains("there is no migration `nothing`"), "{error}");
}

#[test]
fn json_is_one_document_also_of_a_failure() {
    let place = Place::new("json");
    place.add(
        "20260103000000_wrong",
        "INSERT INTO a VALUES (3);\nnonsense;",
        "",
    );
    let output = place.run(&["migrate", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["migrations"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["migrations"][1]["name"], "20260102000000_fill_a");
    assert_eq!(found["migrations"][1]["statements"][0]["rows"], 2);
    let error = found["error"].as_str().expect("an error");
    assert!(error.contains("statement 2 of 2 (`nonsense`)"), "{error}");
    assert!(text(&output.stderr).contains(error));
}

#[test]
fn errors_in_the_folder_are_reported_at_once() {
    let place = Place::new("mistakes");
    place.add("2026_short", "SELECT 1;", "");
    place.add("20260103000000_empty", "", "");
    let error = failed(&place.run(&["migrate"]));
    assert!(
        error.contains("migrations/2026_short: the name does not begin with 14 digits"),
        "{error}"
    );
    assert!(
        error.contains("migrations/20260103000000_empty/up.sqlite.sql: the file is empty"),
        "{error}"
    );
}

#[test]
fn it_is_said_where_nothing_is() {
    let place = Place::new("nothing");
    let output = place
        .command(&["migrate"])
        .output()
        .expect("the command starts");
    assert!(failed(&output).contains("DATABASE_URL"));
    let error = failed(&place.run(&["migrate", "--dir", "elsewhere"]));
    assert!(error.contains("there is no folder `elsewhere`"), "{error}");
    let wrong = ["migrate", "--url", "postgres://ada:secret@127.0.0.1:1/shop"];
    let error = failed(&place.run(&wrong));
    assert!(!error.contains("secret"), "{error}");
}

#[test]
fn what_only_reads_leaves_the_file_alone() {
    let place = Place::new("read");
    place.models("A: { fields: { id: id } }");
    let there = || place.0.join("app.db").exists();
    for arguments in [
        &["status"][..],
        &["pull", "-o", "pulled.yaml"],
        &["rollback", "--dry-run"],
        &["verify"],
    ] {
        let said = failed(&place.run(arguments));
        assert!(said.contains("app.db"), "{arguments:?}: {said}");
        assert!(!there(), "{arguments:?} created the file");
    }
    failed(&place.run(&["baseline", "create_a"]));
    assert!(!there());
    done(&place.run(&["migrate", "--dry-run"]));
    assert!(!there());

    // A database of another program, with another journal mode.
    done(&place.run(&["migrate", "-q"]));
    let journal = |set: &str| {
        let db = tablewright::rusqlite::Connection::open(place.0.join("app.db")).expect("it opens");
        let sql = format!("PRAGMA journal_mode{set}");
        let now = db.query_row(&sql, [], |row| row.get::<_, String>(0));
        now.expect("it has a journal")
    };
    assert_eq!(journal(" = delete"), "delete");
    for arguments in [
        &["status"][..],
        &["pull", "-o", "pulled.yaml"],
        &["migrate", "--dry-run"],
        &["verify"],
        &["sync", "--dry-run"],
    ] {
        let output = place.run(arguments);
        // The tables are not those of the models, so `verify` ends with status 3.
        let expected = if arguments == ["verify"] { 3 } else { 0 };
        let status = output.status.code();
        assert_eq!(status, Some(expected), "{}", text(&output.stderr));
        assert_eq!(journal(""), "delete", "{arguments:?} changed the journal");
    }
}

#[test]
fn repair_asks_and_records() {
    let place = Place::new("repair");
    let name = "20260102000000_fill_a";
    done(&place.run(&["migrate", "-q"]));
    place.add(name, "INSERT INTO a VALUES (1), (2)", "DELETE FROM b;");
    let error = failed(&place.run(&["migrate"]));
    assert!(
        error.contains(&format!("`tablewright repair {name} --accept-files`")),
        "{error}"
    );
    let accept = [
        "repair",
        "fill_a",
        "--accept-files",
        "--reason",
        "down was wrong",
    ];
    let with = |more: &[&str]| place.run(&[&accept, more].concat());
    // Without a terminal, the command cannot ask, and records nothing.
    let error = failed(&with(&[]));
    assert!(error.contains("help: write `--yes`"), "{error}");
    let shown = done(&with(&["--dry-run"]));
    assert!(shown.contains("are accepted"), "{shown}");
    assert!(shown.ends_with("(nothing was recorded)\n"), "{shown}");
    failed(&place.run(&["migrate"]));

    let shown = done(&with(&["--yes", "--by", "Ada"]));
    assert!(
        shown.starts_with(&format!("the current files of `{name}` are accepted")),
        "{shown}"
    );
    assert_eq!(
        done(&with(&["--yes"])),
        "nothing to do: the history already has this state\n"
    );
    done(&place.run(&["migrate"]));
    let shown = done(&place.run(&["status"]));
    assert!(
        shown.contains(&format!("\n{name}: its files were accepted at 20")),
        "{shown}"
    );
    assert!(shown.contains(" by Ada: down was wrong\n"), "{shown}");

    let marked = [
        "repair",
        "fill_a",
        "--rolled-back",
        "--reason",
        "the rows are gone",
    ];
    let document = done(&place.run(&[&marked[..], &["--yes", "--json"]].concat()));
    let found: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(found["action"], "rolled_back");
    assert_eq!(found["recorded"], true);
    let status = done(&place.run(&["status", "--json"]));
    let found: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(found["migrations"][1]["state"], "pending");
    assert_eq!(found["repairs"][1]["reason"], "the rows are gone");

    // Which of the three, and why, has to be said.
    for wrong in [
        &["repair", "fill_a", "--reason", "a"][..],
        &["repair", "fill_a", "--applied"],
        &[
            "repair",
            "fill_a",
            "--applied",
            "--rolled-back",
            "--reason",
            "a",
        ],
    ] {
        assert_eq!(place.run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let error = failed(&place.run(&["repair", "c", "--applied", "--reason", "a", "--yes"]));
    assert_eq!(error, "error: there is no migration `c`\n");
}

/// A folder with models and a database that was migrated to them.
fn migrated(name: &str, models: &str) -> Place {
    let place = Place(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
    let _ = fs::remove_dir_all(&place.0);
    fs::create_dir_all(&place.0).expect("a folder");
    place.models(models);
    done(&place.run(&["diff", "--name", "first"]));
    done(&place.run(&["migrate", "-q"]));
    place
}

impl Place {
    fn models(&self, models: &str) {
        let text = format!("dialects: [sqlite]\nmodels:\n  {models}\n");
        fs::write(self.0.join("models.yaml"), text).expect("a file");
    }

    /// A statement of another program.
    fn other(&self, sql: &str) {
        let db = tablewright::rusqlite::Connection::open(self.0.join("app.db")).expect("it opens");
        db.execute_batch(sql).expect("it runs");
    }

    fn schema(&self) -> Vec<String> {
        let db = tablewright::rusqlite::Connection::open(self.0.join("app.db")).expect("it opens");
        let mut rows = db
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1")
            .expect("a query");
        let rows = rows.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("texts")
    }
}

const MODELS: &str = "Item: { fields: { id: id, a: text?, b: integer? }, indexes: [[a]] }";

#[test]
fn what_is_changed_after_migrate_is_drift() {
    let place = migrated("drift", MODELS);
    assert_eq!(place.run(&["verify"]).status.code(), Some(0));
    place.other("DROP INDEX ix_items_a");
    let output = place.run(&["verify"]);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stdout);
    assert!(said.contains("another program changed"), "{said}");
    done(&place.run(&["rollback", "-q"]));
    let said = text(&place.run(&["verify"]).stdout);
    assert!(said.contains("behind the models"), "{said}");
    done(&place.run(&["migrate", "-q"]));
    // Other models come after it, so that it is not.
    place.models("Item: { fields: { id: id, a: text?, b: integer?, c: text? } }");
    let said = text(&place.run(&["verify"]).stdout);
    assert!(said.contains("behind the models"), "{said}");
}

#[test]
fn a_dry_run_of_sync_says_what_sync_says() {
    let place = migrated("sync_dry", MODELS);
    for (adds, says, undoes) in [
        (
            "ALTER TABLE items ADD COLUMN extra text",
            "`items.extra`",
            "ALTER TABLE items DROP COLUMN extra",
        ),
        (
            "CREATE INDEX dba ON items (b)",
            "the index `items.dba`",
            "DROP INDEX dba",
        ),
    ] {
        place.other(adds);
        let before = place.schema();
        let dry = failed(&place.run(&["sync", "--dry-run"]));
        assert!(dry.contains(says), "{dry}");
        assert_eq!(failed(&place.run(&["sync"])), dry);
        assert_eq!(place.schema(), before);
        place.other(undoes);
        assert_eq!(done(&place.run(&["sync", "--dry-run"])), "");
    }
    place.other("CREATE INDEX dba ON items (b)");
    let script = done(&place.run(&["sync", "--dry-run", "--drop-unmanaged"]));
    assert!(script.contains("DROP INDEX \"dba\""), "{script}");
    assert!(place.schema().iter().any(|sql| sql.contains("dba")));
    done(&place.run(&["sync", "-q", "--drop-unmanaged"]));
    assert!(!place.schema().iter().any(|sql| sql.contains("dba")));
    assert_eq!(place.run(&["verify"]).status.code(), Some(0));
}

#[test]
fn migrate_and_rollback_lose_nothing_of_others() {
    let place = migrated("lossless", MODELS);
    place.models("Item: { fields: { id: id, a: text?, b: bigint }, indexes: [[a]] }");
    done(&place.run(&["diff", "--name", "next"]));
    place.other(
        "CREATE TABLE log (a text); CREATE INDEX dba ON items (b); CREATE VIEW seen AS SELECT a FROM items;
         CREATE TRIGGER noted AFTER INSERT ON items BEGIN INSERT INTO log VALUES (NEW.a); END",
    );
    for command in ["migrate", "rollback", "migrate"] {
        done(&place.run(&[command, "-q"]));
        place.other("INSERT INTO items (a, b) VALUES ('x', 1); DELETE FROM log WHERE a = 'x'");
        let schema = place.schema().join("\n");
        for name in ["INDEX dba", "VIEW seen", "TRIGGER noted"] {
            assert!(schema.contains(name), "after {command}: {schema}");
        }
    }
    place.other("ALTER TABLE items ADD COLUMN extra text");
    let before = place.schema();
    let said = failed(&place.run(&["rollback"]));
    assert!(said.contains("its column `extra`"), "{said}");
    assert!(said.contains("delete this check"), "{said}");
    assert_eq!(place.schema(), before);
}
