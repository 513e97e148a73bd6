//! `tablewright init`, whose result compiles and runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder outside of the workspace, which is removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let name = format!("tablewright-init-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Place(folder)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        let text = fs::read_to_string(self.0.join(path));
        text.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("the command runs")
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout)
    }

    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
        text(&output.stderr)
    }

    /// Runs Cargo in a folder below, with the compiled dependencies of this workspace.
    fn cargo(&self, folder: &str, arguments: &[&str]) -> String {
        let folder = self.0.join(folder);
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target())
            .env("DATABASE_URL", "sqlite:app.db")
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().expect("a target folder").to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_new_crate_compiles_and_runs() {
    let place = Place::new("new");
    let checkout = root();
    let checkout = checkout.to_str().expect("UTF-8");
    let told = place.succeeds(&["init", "shop", "--path", checkout]);
    for line in [
        "created  Cargo.toml",
        "created  build.rs",
        "created  models.yaml",
        "created  src/main.rs",
        "created  .gitignore",
        "Next:\n  cd shop\n  cargo run ",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert_eq!(place.read("shop/.gitignore"), "/target\n*.db\n*.db-*\n");
    // The program that README shows.
    for file in ["build.rs", "models.yaml", "src/main.rs"] {
        let example = fs::read_to_string(root().join("examples/quickstart").join(file));
        assert_eq!(
            place.read(&format!("shop/{file}")),
            example.expect("an example"),
            "{file}"
        );
    }
    let first = place.cargo("shop", &["run"]);
    assert!(first.contains("ada@example.com has 1 published"), "{first}");
    let second = place.cargo("shop", &["run"]);
    assert!(
        second.contains("ada@example.com has 2 published"),
        "{second}"
    );

    // A second time there is nothing to do.
    let again = place.succeeds(&["init", "shop", "--path", checkout]);
    assert!(
        !again.contains("created") && !again.contains("changed"),
        "{again}"
    );
    assert!(!again.contains("Add to"), "{again}");
}

#[test]
fn a_program_for_servers_compiles_and_runs() {
    let place = Place::new("servers");
    let checkout = root();
    let checkout = checkout.to_str().expect("UTF-8");
    let told = place.succeeds(&[
        "init",
        "notes",
        "--dialect",
        "sqlite,mysql",
        "--path",
        checkout,
    ]);
    assert!(
        told.contains("  export DATABASE_URL=sqlite:app.db\n"),
        "{told}"
    );
    let models = place.read("notes/models.yaml");
    assert!(
        models.starts_with("dialects: [sqlite, mysql]\n\nmodels:\n"),
        "{models}"
    );
    let printed = place.cargo("notes", &["run"]);
    assert!(
        printed.contains("ada@example.com has 1 published"),
        "{printed}"
    );
}

#[test]
fn what_a_crate_has_is_left_alone() {
    let place = Place::new("existing");
    let manifest =
        "# Mine.\n[package]\nname='mine'\nversion='1.0.0'\n\n[dependencies]\nserde='1'\n";
    place.write("Cargo.toml", manifest);
    place.write("src/lib.rs", "//! Mine.\n");
    place.write("build.rs", "fn main() {}\n");
    place.write(".gitignore", "*.db");
    let told = place.succeeds(&["init", "--dialect", "postgres"]);
    assert!(
        told.contains("changed  Cargo.toml   added tablewright, tokio, tablewright-build\n"),
        "{told}"
    );
    assert!(told.contains("kept     build.rs\nc"), "{told}");
    assert!(
        told.contains(
            "\nAdd to `main` of build.rs:\n  tablewright_build::compile(\"models.yaml\")?;\n"
        ),
        "{told}"
    );
    assert!(
        told.contains(
            "\nAdd to src/lib.rs:\n  mod models {\n      tablewright::include_models!();\n  }\n"
        ),
        "{told}"
    );
    assert!(!told.contains("cd "), "{told}");
    let changed = place.read("Cargo.toml");
    assert!(changed.starts_with(manifest), "{changed}");
    assert!(
        changed.contains("tablewright = { version = \"0.1\", features = [\"postgres\"] }\n"),
        "{changed}"
    );
    assert!(
        changed.contains("[build-dependencies]\ntablewright-build = \"0.1\"\n"),
        "{changed}"
    );
    assert_eq!(place.read("src/lib.rs"), "//! Mine.\n");
    assert_eq!(place.read("build.rs"), "fn main() {}\n");
    assert_eq!(
        place.read(".gitignore"),
        "*.db",
        "nothing is needed for a server"
    );
    assert!(!place.0.join("src/main.rs").exists());

    // Missing features are reported.
    let told = place.succeeds(&["init", "--dialect", "sqlite"]);
    assert!(
        told.contains("note: `tablewright` in Cargo.toml lacks the features [\"sqlite\"]"),
        "{told}"
    );
    assert_eq!(place.read(".gitignore"), "*.db\n*.db-*\n");
}

#[test]
fn what_cannot_be_is_said() {
    let place = Place::new("wrong");
    let error = place.fails(&["init", "two words"]);
    assert!(
        error.contains("`two words` cannot be the name of a new crate\nhelp: "),
        "{error}"
    );
    let error = place.fails(&["init", "shop", "--path", "nowhere"]);
    assert!(
        error.contains("`nowhere` is not a checkout of tablewright"),
        "{error}"
    );
    place.write("broken/Cargo.toml", "[package\n");
    let error = place.fails(&["init", "broken"]);
    assert!(
        error.contains("cannot read `broken/Cargo.toml`:\n"),
        "{error}"
    );
    place.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let error = place.fails(&["init"]);
    assert!(
        error.contains("is not a crate: it has no `[package]`\nhelp: "),
        "{error}"
    );
    for path in [
        "two words",
        "shop",
        "broken/build.rs",
        "build.rs",
        "models.yaml",
    ] {
        assert!(!place.0.join(path).exists(), "{path} was written");
    }
    // A new crate within a workspace has to be one of its members.
    let told = place.succeeds(&["init", "shop"]);
    assert!(
        told.contains("Cargo.toml` is a workspace: add the crate to its `members`"),
        "{told}"
    );
}
