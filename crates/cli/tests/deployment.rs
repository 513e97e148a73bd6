//! The files of examples/issue-tracker for continuous integration and for a container.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn service() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/issue-tracker")
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(service().join(path));
    text.unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The folder that the first job of the file finds: the models and the migrations.
fn checkout() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("deployment");
    let _ = fs::remove_dir_all(&folder);
    copy(&service().join("migrations"), &folder.join("migrations"));
    fs::copy(service().join("models.yaml"), folder.join("models.yaml")).expect("the models");
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file");
        }
    }
}

/// Each line of the job is run, in order, as the service has it.
#[test]
fn continuous_integration_passes() {
    let file = read("ci.yaml");
    let steps = file
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- run: "));
    let commands: Vec<&str> = steps
        .filter_map(|step| step.strip_prefix("tablewright "))
        .collect();
    for needed in ["check", "diff --check", "status --check", "verify"] {
        assert!(
            commands.contains(&needed),
            "{needed} is missing: {commands:?}"
        );
    }
    let folder = checkout();
    for command in commands {
        let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(command.split(' '))
            .current_dir(&folder)
            .env("DATABASE_URL", "sqlite:ci.db")
            .output()
            .expect("the command runs");
        assert!(output.status.success(), "{command}: {output:?}");
    }

    // And it fails if the models change without a migration.
    let models = read("models.yaml");
    assert!(models.contains("      author: User\n"));
    let models = models.replace(
        "      author: User\n",
        "      author: User\n      url: text?\n",
    );
    fs::write(folder.join("models.yaml"), models).expect("the models");
    for command in ["diff --check", "verify"] {
        let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(command.split(' '))
            .current_dir(&folder)
            .env("DATABASE_URL", "sqlite:ci.db")
            .output()
            .expect("the command runs");
        assert_eq!(output.status.code(), Some(3), "{command}: {output:?}");
    }
}

/// The names in the file exist: machines that run tests need not build containers.
#[test]
fn the_container_file_names_what_there_is() {
    let file = read("Dockerfile");
    let manifest = read("Cargo.toml");
    assert!(manifest.contains("name = \"issue-tracker\""));
    for line in [
        "RUN cargo build --release --locked --package issue-tracker",
        "COPY --from=build /build/target/release/issue-tracker /usr/local/bin/issue-tracker",
        "CMD [\"issue-tracker\"]",
    ] {
        assert!(file.lines().any(|known| known == line), "{line}: {file}");
    }
    // The compiler is at least the oldest one that is supported.
    let oldest = fs::read_to_string(service().join("../../Cargo.toml")).expect("the workspace");
    let oldest = oldest
        .split("rust-version = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let oldest = oldest.expect("an oldest version");
    assert!(
        file.contains(&format!("FROM rust:{oldest}-")),
        "{oldest}: {file}"
    );
    // The service reads these variables.
    let program = read("src/main.rs");
    for variable in ["ADDRESS", "DATABASE_URL"] {
        assert!(
            file.contains(variable) && program.contains(variable),
            "{variable}"
        );
    }
    let ignored = fs::read_to_string(service().join("../../.dockerignore"));
    assert!(
        ignored
            .expect("it is there")
            .lines()
            .any(|line| line == "target")
    );
}
