//! Packages that tests write, build and run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// A separate package, built in the workspace's target directory with the same dependencies, so
/// that only the crates of this workspace are compiled again.
pub struct Consumer {
    folder: PathBuf,
}

impl Consumer {
    /// A package of that name, which can use everything that the library has.
    pub fn new(name: &str) -> Consumer {
        let all = r#"features = ["async", "sqlite", "jiff", "chrono", "uuid", "uuid-v7", "decimal", "json", "serde", "test", "tracing"]"#;
        Consumer::with_features(name, all)
    }

    /// A package of that name, with these features of the library, as `Cargo.toml` has them.
    pub fn with_features(name: &str, features: &str) -> Consumer {
        let consumer = Consumer {
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        };
        let root = env!("CARGO_MANIFEST_DIR");
        let manifest = format!(
            r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
# With the feature that others in the workspace ask for, so that it is not compiled once more.
serde = {{ version = "1", features = ["derive"] }}
tablewright = {{ path = {root:?}, {features} }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
tracing = {{ version = "0.1", default-features = false, features = ["std"] }}

[build-dependencies]
tablewright-build = {{ path = "{root}/crates/build" }}

# It is compiled for one run; its dependencies stay those of the workspace.
[profile.dev.package.{name}]
debug = false
"#
        );
        consumer.write("Cargo.toml", &manifest);
        let lock = fs::read_to_string(format!("{root}/Cargo.lock"));
        consumer.write(
            "Cargo.lock",
            &lock.expect("cargo wrote it before it ran this test"),
        );
        consumer
    }

    /// Writes a file of the package, unless it already has this content.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return;
        }
        let written = fs::create_dir_all(path.parent().unwrap_or(&self.folder))
            .and_then(|()| fs::write(&path, text));
        written.unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// A file of the package.
    #[allow(dead_code)] // Some tests only run what they build.
    pub fn text(&self, path: &str) -> String {
        let path = self.folder.join(path);
        fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
    }

    /// Builds and runs the package, and shows its output if it fails.
    pub fn run(&self) {
        let output = self.cargo(&["run"]);
        assert!(
            output.status.success(),
            "the program in {} failed:\n{}\n{}",
            self.folder.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Runs Cargo on the package.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target.unwrap_or(&self.folder))
            .output()
            .expect("cargo runs: it runs this test")
    }
}
