//! The build script as Cargo sees it: when it runs again, what it writes, how it fails.
//!
//! Each test is a package of its own in a temporary folder, built by the real Cargo, offline and in
//! the target folder of this workspace, so that dependencies are there already.

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

    /// Makes a file as new as Cargo needs to see that it changed.
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

#[test]
fn mistakes_are_drawn_and_nothing_is_written() {
    let consumer = Consumer::new("mistakes");
    consumer.write("models.yaml", &MODELS.replace("string(50)", "strnig(50)"));
    let output = consumer.cargo("check");
    assert!(!output.status.success());
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains("models.yaml:6:13"), "{printed}");
    assert!(printed.contains("      name: strnig(50)"), "{printed}");
    assert!(printed.contains("did you mean `string"), "{printed}");
    assert!(!printed.contains("panicked"), "{printed}");
}

/// An editor still knows the models of before while the file is being edited.
#[test]
fn a_mistake_later_on_is_said_by_the_compiler_beside_the_last_code() {
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
