//! The build script as Cargo runs it: when it runs again, its output, and its failures.
//!
//! Each test is a package in a temporary folder, built by the real Cargo, offline and in the target
//! folder of this workspace, which already has the dependencies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MODELS: &str = "\
include: models/*.yaml
models:
  User:
    fields:
      id: id
      name: string(50)
";

struct Consumer {
    folder: PathBuf,
    name: String,
}

impl Consumer {
    /// A package with models and one included file.
    fn new(name: &str) -> Consumer {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("build_script")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        let consumer = Consumer {
            folder,
            name: format!("consumer-{name}"),
        };
        let root = env!("CARGO_MANIFEST_DIR");
        consumer.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
                 [dependencies]\ntablewright = {{ path = {root:?}, features = [\"sqlite\"] }}\n\
                 [build-dependencies]\ntablewright-build = {{ path = \"{root}/crates/build\" }}\n",
                consumer.name,
            ),
        );
        consumer.write(
            "build.rs",
            "fn main() -> tablewright_build::Result { tablewright_build::compile(\"models.yaml\") }\n",
        );
        consumer.write("src/lib.rs", "//! Models.\n#![deny(warnings, missing_docs)]\n/// All of them.\npub mod models { tablewright::include_models!(); }\n");
        consumer.write("models.yaml", MODELS);
        consumer.write(
            "models/post.yaml",
            "models:\n  Post:\n    fields:\n      id: id\n      author: User\n",
        );
        fs::copy(
            Path::new(root).join("Cargo.lock"),
            consumer.folder.join("Cargo.lock"),
        )
        .expect("the lock file of the workspace");
        consumer
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }

    fn cargo(&self, command: &str) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .expect("the target folder");
        Command::new(env!("CARGO"))
            .args([command, "--offline", "--verbose", "--color", "never"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .output()
            .expect("cargo starts")
    }

    /// Removes the code of another run. Otherwise an error would keep it.
    fn forget_code(&self) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let built = target.expect("the target folder").join("debug/build");
        let mark = format!("{}-", self.name);
        for folder in fs::read_dir(built).into_iter().flatten().flatten() {
            if folder.file_name().to_string_lossy().starts_with(&mark) {
                fs::remove_dir_all(folder.path()).expect("a folder of this package");
            }
        }
    }

    /// Runs Cargo and tells whether it ran the build script.
    fn ran_build_script(&self) -> bool {
        let output = self.cargo("check");
        let printed = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{printed}");
        let mark = format!("{}-", self.name);
        printed.lines().any(|line| {
            line.contains("Running") && line.contains(&mark) && line.contains("build-script-build`")
        })
    }

    /// Gives a file a time that is new enough for Cargo to notice the change.
    fn touch(&self, file: &str) {
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(2);
        let file = fs::File::options()
            .append(true)
            .open(self.folder.join(file))
            .expect("a file");
        file.set_modified(later).expect("its time is set");
    }
}

#[test]
fn the_script_runs_again_for_what_it_read_and_for_nothing_else() {
    let consumer = Consumer::new("rerun");
    assert!(consumer.ran_build_script(), "the first time");
    assert!(!consumer.ran_build_script(), "nothing changed");

    consumer.write("notes.txt", "not read by the build script");
    consumer.touch("src/lib.rs");
    assert!(
        !consumer.ran_build_script(),
        "only the crate's own source changed"
    );

    consumer.touch("models.yaml");
    assert!(consumer.ran_build_script(), "the root file changed");
    consumer.touch("models/post.yaml");
    assert!(consumer.ran_build_script(), "an included file changed");
}

#[test]
fn a_new_file_that_the_pattern_finds_is_noticed() {
    let consumer = Consumer::new("glob");
    assert!(consumer.ran_build_script());
    consumer.write(
        "models/tag.yaml",
        "models:\n  Tag:\n    fields:\n      id: id\n",
    );
    consumer.touch("models/tag.yaml");
    assert!(consumer.ran_build_script());
    consumer.write("src/lib.rs", "//! Models.\n/// All.\npub mod models { tablewright::include_models!(); }\n/// It is there.\npub type Tag = models::Tag;\n");
    assert!(consumer.cargo("check").status.success());
}

/// Cargo itself shows each error once, and starts no compiler.
#[test]
fn errors_are_drawn_by_cargo() {
    let consumer = Consumer::new("mistakes");
    consumer.forget_code();
    consumer.write("models.yaml", &MODELS.replace("string(50)", "strnig(50)"));
    let output = consumer.cargo("check");
    assert!(!output.status.success());
    let printed = String::from_utf8_lossy(&output.stderr);
    for part in [
        "error: consumer-mistakes@0.1.0: models.yaml:6:13: there is no type, enum or model `strnig`",
        "error: consumer-mistakes@0.1.0: 6 |       name: strnig(50)",
        "did you mean `string`",
        "build script logged errors",
    ] {
        assert_eq!(printed.matches(part).count(), 1, "{part}: {printed}");
    }
    for part in ["panicked", "--- stderr", "compile_error"] {
        assert!(!printed.contains(part), "{part}: {printed}");
    }
    consumer.write("models.yaml", MODELS);
    consumer.touch("models.yaml");
    assert!(consumer.ran_build_script(), "it is right now");
}

/// An editor still knows the previous models while the file is being edited.
#[test]
fn a_later_error_is_reported_by_the_compiler_beside_the_last_code() {
    let consumer = Consumer::new("edited");
    consumer.write("src/lib.rs", "//! Models.\n/// All.\npub mod models { tablewright::include_models!(); }\n/// A user's name.\npub fn name(user: models::User) -> String { user.name }\n");
    assert!(consumer.ran_build_script());
    consumer.write("models.yaml", &MODELS.replace("string(50)", "strnig(50)"));
    consumer.touch("models.yaml");
    let output = consumer.cargo("check");
    assert!(!output.status.success());
    let printed = String::from_utf8_lossy(&output.stderr);
    for part in [
        "error: models.yaml:6:13: there is no type, enum or model `strnig`",
        "      name: strnig(50)",
        "did you mean `string`",
        "could not compile `consumer-edited` (lib) due to 1 previous error",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    consumer.write("models.yaml", MODELS);
    consumer.touch("models.yaml");
    assert!(consumer.ran_build_script(), "it is right again");
}

#[test]
fn a_missing_file_is_named() {
    let consumer = Consumer::new("missing");
    fs::remove_file(consumer.folder.join("models.yaml")).expect("it was there");
    let output = consumer.cargo("check");
    assert!(!output.status.success());
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains("models.yaml"), "{printed}");
    assert!(!printed.contains("panicked"), "{printed}");
    consumer.write("models.yaml", MODELS);
    assert!(consumer.ran_build_script(), "the file is there now");
}

const USERS: &str = "\
enums:
  Status: [active, blocked]
models:
  User:
    fields:
      id: id
      name: { type: string(50), rust: crate::Name }
      status: { type: Status, default: active }
";

/// The crate `shared` has a user; the other crate references it, and uses its types. A difference
/// does not compile.
#[test]
fn models_of_another_crate_are_used_and_compared() {
    let consumer = Consumer::new("extern");
    let root = env!("CARGO_MANIFEST_DIR");
    let tablewright = format!("tablewright = {{ path = {root:?}, features = [\"sqlite\"] }}\n");
    let build =
        format!("[build-dependencies]\ntablewright-build = {{ path = \"{root}/crates/build\" }}\n");
    consumer.write(
        "shared/Cargo.toml",
        &format!(
            "[package]\nname = \"consumer-shared\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [dependencies]\n{tablewright}{build}"
        ),
    );
    let manifest = fs::read_to_string(consumer.folder.join("Cargo.toml")).expect("a manifest");
    let shared = "[dependencies]\nconsumer-shared = { path = \"shared\" }\n";
    consumer.write("Cargo.toml", &manifest.replace("[dependencies]\n", shared));
    consumer.write("shared/tables/user.yaml", USERS);
    consumer.write("shared/models.yaml", "include: tables/*.yaml\n");
    consumer.write(
        "shared/build.rs",
        "fn main() -> tablewright_build::Result { tablewright_build::compile(\"models.yaml\") }\n",
    );
    consumer.write(
        "shared/src/lib.rs",
        "#[derive(Clone, Debug, PartialEq)]\npub struct Name(pub String);\n\
         impl From<String> for Name { fn from(name: String) -> Self { Name(name) } }\n\
         impl From<Name> for String { fn from(name: Name) -> Self { name.0 } }\n\
         pub mod models { tablewright::include_models!(); }\n",
    );
    consumer.write(
        "models.yaml",
        "include: shared/tables/user.yaml\nmodels:\n  Post:\n    fields:\n      id: id\n      \
         author: User\n      status: Status\n      by: { type: string(50), rust: crate::Name }\n",
    );
    consumer.write(
        "build.rs",
        "fn main() -> tablewright_build::Result {\n    tablewright_build::Config::new(\"models.yaml\")\n\
         .extern_path(\"User\", \"::consumer_shared::models::User\")\n\
         .extern_path(\"Status\", \"::consumer_shared::models::Status\")\n\
         .extern_path(\"crate::Name\", \"::consumer_shared::Name\")\n.compile()\n}\n",
    );
    fs::remove_file(consumer.folder.join("src/lib.rs")).expect("it was there");
    consumer.write(
        "src/main.rs",
        r#"//! Two crates.
#![deny(warnings)]
mod models { tablewright::include_models!(); }

use consumer_shared::{Name, models as shared};
use models::{NewPost, Post};

fn main() -> tablewright::Result<()> {
    let db = tablewright::Sqlite::memory()?;
    models::create_all(&db)?;
    let name = || Name("Ada".to_owned());
    let ada: shared::User = shared::User::insert(shared::NewUser { name: name() }).one(&db)?;
    let new = NewPost { author_id: ada.id, status: shared::Status::Blocked, by: name() };
    let post = Post::insert(new).one(&db)?;
    let author: shared::User = post.author().one(&db)?;
    assert_eq!(author, ada);
    let of_ada = Post::all().join(Post::AUTHOR).filter(shared::User::NAME.eq(name()));
    assert_eq!(of_ada.all(&db)?, [(post, ada)]);
    Ok(())
}
"#,
    );
    let output = consumer.cargo("run");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");

    consumer.write(
        "tables/user.yaml",
        &USERS.replace("active, blocked", "active, blocked, gone"),
    );
    consumer.write(
        "models.yaml",
        &fs::read_to_string(consumer.folder.join("models.yaml"))
            .expect("it is there")
            .replace("shared/tables", "tables"),
    );
    consumer.touch("models.yaml");
    let output = consumer.cargo("check");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        printed.contains("no variant") && printed.contains("`Gone`"),
        "{printed}"
    );

    consumer.write(
        "tables/user.yaml",
        &USERS.replace("blocked]", "{ value: banned, rust: Blocked }]"),
    );
    consumer.touch("tables/user.yaml");
    let output = consumer.cargo("check");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    let message =
        "`::consumer_shared::models::Status` has other values than `Status` in models.yaml";
    assert!(printed.contains(message), "{printed}");

    let other = "      id: id\n      mail: string(50)?\n";
    consumer.write("tables/user.yaml", &USERS.replace("      id: id\n", other));
    consumer.touch("tables/user.yaml");
    let output = consumer.cargo("check");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        printed.contains("does not have a field named `mail`"),
        "{printed}"
    );
    let message =
        "`::consumer_shared::models::User` is of another table than `User` in models.yaml";
    assert!(printed.contains(message), "{printed}");
}

/// A front end: its types use serde and the crate of a value, and neither the library nor a driver.
#[test]
fn types_alone_depend_on_no_driver() {
    let consumer = Consumer::new("types");
    let root = env!("CARGO_MANIFEST_DIR");
    consumer.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"consumer-types\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
             uuid = {{ version = \"1\", default-features = false, features = [\"serde\", \"std\"] }}\n\
             [build-dependencies]\ntablewright-build = {{ path = \"{root}/crates/build\" }}\n"
        ),
    );
    consumer.write(
        "models.yaml",
        "dialects: [postgres, mysql]\nderives: [serde::Serialize, serde::Deserialize]\n\
         enums:\n  Status: [active, { value: long gone, rust: Gone }]\n\
         models:\n  User:\n    fields:\n      id: uuid\n      status: Status\n      \
         password: { type: string(50), sensitive: true }\n    primary_key: [id]\n",
    );
    consumer.write(
        "build.rs",
        "fn main() -> tablewright_build::Result {\n    \
         tablewright_build::Config::new(\"models.yaml\").types_only().compile()\n}\n",
    );
    consumer.write(
        "src/lib.rs",
        "//! Types.\n#![deny(warnings, missing_docs)]\n/// All of them.\npub mod models {\n    \
         include!(concat!(env!(\"OUT_DIR\"), \"/models.rs\"));\n}\n\
         /// A user, whole.\npub fn user(id: uuid::Uuid) -> models::User {\n    \
         models::User { id, status: models::Status::Gone }\n}\n",
    );
    assert!(consumer.ran_build_script());
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none"])
        .current_dir(&consumer.folder)
        .output()
        .expect("cargo starts");
    assert!(tree.status.success());
    let tree = String::from_utf8_lossy(&tree.stdout);
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let ours = names.clone().filter(|name| name.starts_with("tablewright"));
    assert_eq!(ours.count(), 0, "{tree}");
    for driver in ["rusqlite", "tokio-postgres", "mysql_async"] {
        assert!(!names.clone().any(|name| name == driver), "{tree}");
    }
}

#[test]
fn documentation_builds_without_a_warning() {
    let consumer = Consumer::new("doc");
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--offline", "--no-deps"])
        .current_dir(&consumer.folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR"))
                .parent()
                .expect("a folder"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
