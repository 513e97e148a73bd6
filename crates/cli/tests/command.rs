//! The command as a user runs it: arguments, output and exit status.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

#[path = "../../../tests/servers/src/refusing.rs"]
mod refusing;

use refusing::Refusing;

fn tablewright(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tablewright"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the command starts")
}

fn models(name: &str, yaml: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder for the models");
    let file = folder.join("models.yaml");
    std::fs::write(&file, yaml).expect("the models are written");
    file
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

const USER: &str = "\
models:
  User:
    fields:
      id: id
      email: { type: string(100), unique: true }
";

#[test]
fn check_counts_what_is_there() {
    let file = models("check", USER);
    let output = tablewright(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).ends_with("1 model and 0 enums for SQLite: no errors\n"));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn seeds_are_inserted_once() {
    let file = models("seeded", USER);
    let folder = file.with_file_name("seeds");
    let _ = std::fs::remove_dir_all(&folder);
    let database = file.with_file_name("app.db");
    let _ = std::fs::remove_file(&database);
    let (file, url) = (
        file.to_str().unwrap(),
        format!("sqlite:{}", database.display()),
    );

    let none = tablewright(&["seed", "--url", &url, file]);
    assert_eq!(none.status.code(), Some(1));
    assert!(
        text(&none.stderr).contains("there are no seeds in `"),
        "{none:?}"
    );

    std::fs::create_dir_all(&folder).expect("a folder for the seeds");
    let rows = "User:\n  ada: { email: ada@example.com }\n  bob: { email: bob@example.com }\n";
    std::fs::write(folder.join("users.yaml"), rows).expect("the seeds are written");
    let checked = tablewright(&["check", file]);
    assert!(
        text(&checked.stdout).ends_with("1 model, 0 enums and 2 seeds for SQLite: no errors\n")
    );

    assert_eq!(
        tablewright(&["sync", "--url", &url, file]).status.code(),
        Some(0)
    );
    let said = |arguments: &[&str]| {
        let output = tablewright(&[&["seed", "--url", &url, file], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        text(&output.stdout).to_owned()
    };
    let dry = "insert  User ada\ninsert  User bob\n2 rows to insert, 0 to update, 0 unchanged\n";
    assert_eq!(said(&["--dry-run"]), dry);
    assert_eq!(said(&["--dry-run"]), dry);
    let done = "inserted  User ada\ninserted  User bob\n2 rows inserted, 0 updated, 0 unchanged\n";
    assert_eq!(said(&[]), done);
    assert_eq!(
        said(&[]),
        "nothing to do: the database has all 2 rows of the seeds\n"
    );
    assert_eq!(said(&["--quiet"]), "");
    assert!(said(&["--json"]).contains("\"unchanged\": 2"));

    std::fs::write(
        folder.join("users.yaml"),
        rows.replace("email: bob", "emial: bob"),
    )
    .expect("the seeds are written");
    for command in ["check", "seed"] {
        let wrong = tablewright(&[command, file]);
        assert_eq!(wrong.status.code(), Some(1));
        let drawn = text(&wrong.stderr);
        assert!(
            drawn.contains("seeds/users.yaml:3:10"),
            "{command}: {drawn}"
        );
    }
}

#[test]
fn errors_are_drawn_on_the_error_output_with_status_1() {
    let file = models("mistakes", &USER.replace("string(100)", "strnig(100)"));
    for command in ["check", "sql", "rust"] {
        let output = tablewright(&[command, file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert_eq!(text(&output.stdout), "", "{command}");
        let drawn = text(&output.stderr);
        assert!(drawn.contains("strnig(100)"), "{command}: {drawn}");
        assert!(drawn.contains("string"), "{command}: {drawn}");
        assert!(drawn.contains("models.yaml:5:"), "{command}: {drawn}");
    }
}

/// SQL that only the database understands is tried where this is cheap.
#[test]
fn check_tries_the_sql_on_sqlite() {
    let broken = USER.replace("unique: true", "check: \"lenght > 3\"");
    let file = models("tried", &broken);
    let output = tablewright(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = text(&output.stderr);
    assert!(
        said.contains("model `User`: no such column: lenght"),
        "{said}"
    );
    assert!(said.contains(":5:43"), "{said}");
    // In a check of a model, a generated field and a condition of an index as well.
    for (body, position) in [
        (
            "    checks: ['length(email) > 3 AND lenght > 1']\n",
            ":6:15",
        ),
        (
            "      n: { type: integer, generated: \"lenght + 1\" }\n",
            ":6:39",
        ),
        (
            "    indexes: [{ fields: [email], where: \"users.lenght > 1\" }]\n",
            ":6:42",
        ),
    ] {
        let file = models("positions", &format!("{USER}{body}"));
        let said = tablewright(&["check", file.to_str().unwrap()]).stderr;
        let said = text(&said);
        let line = format!(" --> {}{position}\n", file.display());
        assert!(format!("{said}\n").contains(&line), "{body}: {said}");
    }
    // A function may be the program's own; and another database is not asked.
    for sound in [
        USER.replace("unique: true", "check: \"is_mail({})\""),
        format!("dialects: postgres\n{broken}"),
    ] {
        let file = models("untried", &sound);
        let output = tablewright(&["check", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
}

#[test]
fn sql_prints_a_script_for_the_dialect() {
    let file = models("sql", &format!("dialects: [sqlite, mysql]\n{USER}"));
    let file = file.to_str().unwrap();
    let sqlite = tablewright(&["sql", file]);
    assert_eq!(sqlite.status.code(), Some(0));
    assert!(text(&sqlite.stdout).contains("CREATE TABLE IF NOT EXISTS \"users\""));
    let mysql = tablewright(&["sql", "--dialect", "mysql", file]);
    assert!(text(&mysql.stdout).contains("CREATE TABLE IF NOT EXISTS `users`"));
    let drop = tablewright(&["sql", "--drop", file]);
    assert!(text(&drop.stdout).contains("DROP TABLE IF EXISTS \"users\""));
}

/// The client ends a statement at every semicolon, unless it is told otherwise.
#[test]
fn sql_with_a_trigger_is_for_the_databases_own_client() {
    let trigger =
        "CREATE TRIGGER IF NOT EXISTS t BEFORE INSERT ON users FOR EACH ROW BEGIN SET @a = 1; END";
    let script = format!("sql:\n  t: {{ create: {trigger:?} }}\n");
    let file = models("delimiter", &format!("dialects: [mysql]\n{USER}{script}"));
    let printed = tablewright(&["sql", file.to_str().unwrap()]);
    let expected = format!("DELIMITER //\n{trigger}//\nDELIMITER ;\n");
    assert!(text(&printed.stdout).ends_with(&expected), "{printed:?}");
}

#[test]
fn sql_for_a_dialect_that_is_not_in_the_file_says_what_to_add() {
    let file = models("dialect", USER);
    let output = tablewright(&["sql", "--dialect", "postgres", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("`dialects: [sqlite, postgres]`"));
}

#[test]
fn rust_prints_the_generated_code() {
    let file = models("rust", USER);
    let output = tablewright(&["rust", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("pub struct User {"));
}

#[test]
fn a_missing_file_is_named() {
    let output = tablewright(&["check", "no-such-models.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no-such-models.yaml"));
}

#[test]
fn a_wrong_command_line_has_status_2() {
    assert_eq!(
        tablewright(&["sql", "--dialect", "oracle"]).status.code(),
        Some(2)
    );
    assert_eq!(tablewright(&[]).status.code(), Some(2));
}

#[test]
fn no_password_is_shown_wherever_a_url_stands() {
    let file = models("passwords", USER);
    let file = file.to_str().unwrap();
    let refusing = |kind: Refusing| kind.start().expect("a port");
    let strict = [refusing(Refusing::Postgres), refusing(Refusing::Mysql)];
    for character in [
        "@", ":", "/", "?", "#", "%", "[", " ", "\u{e9}", "\n", "\"", "'", "\\", "&",
    ] {
        for scheme in ["postgres", "mysql", "postgre"] {
            let url =
                |rest: &str| format!("{scheme}://ada:5ec{character}r3t{character}w0rd@{rest}");
            let bad_port = url("localhost:port/app");
            let bad_option = url("127.0.0.1:1/app?colour=red");
            let nobody = url("127.0.0.1:1/app");
            let port = strict[usize::from(scheme == "mysql")];
            let wrong_password = url(&format!("127.0.0.1:{port}/app"));
            for arguments in [
                vec!["verify", "--url", &wrong_password, file],
                vec!["status", "--url", &wrong_password],
                vec!["pull", "--url", &wrong_password],
                vec!["verify", "--url", &bad_port, file],
                vec!["status", "--url", &bad_option],
                vec!["sync", "--url", &nobody, file],
                // In the wrong position.
                vec!["verify", &nobody],
                vec!["status", &nobody],
                vec!["pull", &nobody],
                vec!["migrate", "--uri", &nobody],
                vec![&nobody],
            ] {
                let output = tablewright(&arguments);
                assert_ne!(output.status.code(), Some(0), "{arguments:?}");
                let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
                assert!(told.contains("error: "), "{arguments:?}: {told}");
                for part in ["5ec", "r3t", "w0rd"] {
                    assert!(!told.contains(part), "{arguments:?}: {told}");
                }
            }
        }
    }
}

/// Limits of the input: nothing waits, grows or runs for ever.
#[test]
fn what_is_no_file_of_models_is_refused_at_once() {
    let refused = |file: &str, expected: &str| {
        let began = Instant::now();
        let output = tablewright(&["check", file]);
        // What is quadratic takes minutes.
        assert!(began.elapsed() < Duration::from_secs(20), "{file}");
        let drawn = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{file}: {drawn}");
        assert!(drawn.contains(expected), "{file}: {drawn}");
        assert!(drawn.len() < 4_000, "{file}: {} bytes", drawn.len());
    };
    refused(".", "`.`: it is a folder, not a file");
    let deep = |open: &str| format!("models: {}", open.repeat(100_000));
    for (name, text) in [
        ("deep-maps", deep("{a: ")),
        ("deep-lists", deep("[")),
        (
            "deep-items",
            format!("models:\n  {}a", "- ".repeat(100_000)),
        ),
        ("deep-keys", format!("models:\n  {}a", "? ".repeat(10_000))),
    ] {
        let file = models(name, &text);
        refused(file.to_str().unwrap(), "nested more than 128 levels deep");
    }
    let long = format!(
        "a: &a \"{}\"\nmodels: [{}]\n",
        "x".repeat(1 << 20),
        "*a, ".repeat(100_000)
    );
    let file = models("aliases", &long);
    refused(
        file.to_str().unwrap(),
        "aliases (`*name`) repeat this so often",
    );
    let file = models("large", "");
    let grown = std::fs::OpenOptions::new()
        .write(true)
        .open(&file)
        .expect("the file");
    grown.set_len(100 << 20).expect("a large file");
    refused(file.to_str().unwrap(), "has more than 16 MiB");
    if cfg!(unix) {
        refused("/dev/zero", "it is a pipe or a device, not a file");
        for (name, include) in [
            ("device", "include: /dev/zero\n"),
            ("devices", "include: [/dev/zer*, /dev/zero]\n"),
        ] {
            let file = models(name, include);
            refused(
                file.to_str().unwrap(),
                "it is a pipe or a device, not a file",
            );
        }
        let file = models("pipe", "include: pipe\n");
        let pipe = file.with_file_name("pipe");
        drop(std::fs::remove_file(&pipe));
        let made = Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("`mkfifo` runs");
        assert!(made.success());
        refused(
            file.to_str().unwrap(),
            "it is a pipe or a device, not a file",
        );
    }
}

#[test]
fn pull_says_that_there_is_no_folder() {
    let folder = models("pull-nowhere", USER);
    let database = folder.with_file_name("app.db");
    drop(std::fs::remove_file(&database));
    let url = format!("sqlite:{}", database.display());
    let sql = folder.to_str().unwrap();
    assert_eq!(
        tablewright(&["sync", "--url", &url, sql]).status.code(),
        Some(0)
    );
    let output = tablewright(&["pull", "--url", &url, "-o", "no/such/models.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("there is no such folder\nhelp: create it first: mkdir -p no/such"),
        "{said}"
    );
}

#[test]
fn steps_that_were_rolled_back_are_not_done() {
    let text_of = |extra: &str| format!("{USER}{extra}");
    let file = models("rolled-back", &text_of(""));
    let database = file.with_file_name("app.db");
    drop(std::fs::remove_file(&database));
    let url = format!("sqlite:{}", database.display());
    let path = file.to_str().unwrap();
    let sync = |more: &[&str]| tablewright(&[&["sync", "--url", &url, path], more].concat());
    assert_eq!(sync(&[]).status.code(), Some(0));
    let later = "      bio: text?\nsql:\n  rows: INSERT INTO nowhere VALUES (1)\n";
    std::fs::write(&file, text_of(later)).expect("the models are written");

    let said = sync(&[]);
    assert_eq!(said.status.code(), Some(1));
    let last = text(&said.stdout).lines().last();
    assert_eq!(
        last,
        Some("rolled back: none of these steps was applied"),
        "{said:?}"
    );
    let said = sync(&["--json"]);
    assert_eq!(said.status.code(), Some(1));
    assert!(text(&said.stdout).contains("\"steps\": []"), "{said:?}");

    std::fs::write(&file, text_of("      bio: text?\n")).expect("the models are written");
    let said = sync(&["--json"]);
    assert!(text(&said.stdout).contains("add the column"), "{said:?}");
}
