//! The cost of the first build of a program by its features: crates and CPU time.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::builds::write;
use crate::measure::children_cpu;
use crate::synthetic;

/// The measured programs: a name, the features, and whether the default features are included.
const SETS: [(&str, &[&str], bool); 5] = [
    ("`sqlite`", &["sqlite"], true),
    ("`sqlite` without default features", &["sqlite"], false),
    ("`postgres`", &["postgres"], true),
    ("`mysql`", &["mysql"], true),
    ("`mysql` and `tls`", &["mysql", "tls"], true),
];

/// Names the sets to measure by their features, `sqlite,mysql+tls`, instead of all of them.
const ONLY: &str = "TABLEWRIGHT_BENCH_FEATURES";

/// Prints the table: a program of ten models, generator included, in an empty target folder.
pub fn run() {
    let root = std::fs::canonicalize(".").expect("a current folder");
    let folder = root.join("target/bench/features");
    let only = std::env::var(ONLY).ok();
    println!("| first build | crates | CPU time |");
    println!("|---|--:|--:|");
    for (name, features, default) in SETS {
        let key = features.join("+");
        if only
            .as_ref()
            .is_some_and(|only| only.split(',').all(|wanted| wanted != key))
        {
            continue;
        }
        if !default && !has_default_features(&root) {
            continue;
        }
        write_program(&root, &folder, features, default);
        let crates = crates(&folder);
        let time = cold_build(&folder);
        println!("| {name} | {crates} | {:.0} s |", time.as_secs_f64());
    }
}

/// Whether the library has features that are on by default.
fn has_default_features(root: &Path) -> bool {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let default = manifest
        .lines()
        .find_map(|line| line.strip_prefix("default = "));
    default.is_some_and(|default| default.trim() != "[]")
}

fn write_program(root: &Path, folder: &Path, features: &[&str], default: bool) {
    let path = root.display();
    let features: Vec<String> = features.iter().map(|name| format!("{name:?}")).collect();
    let features = features.join(", ");
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [dependencies]\n\
             tablewright = {{ path = \"{path}\", default-features = {default}, features = [{features}] }}\n\
             [build-dependencies]\ntablewright-build = {{ path = \"{path}/crates/build\" }}\n\
             [workspace]\n"
        ),
    );
    write(
        &folder.join("build.rs"),
        "fn main() -> tablewright_build::Result { tablewright_build::compile(\"models.yaml\") }\n",
    );
    let dialects = "dialects: [sqlite, postgres, mysql]\n";
    write(
        &folder.join("models.yaml"),
        &format!("{dialects}{}", synthetic::yaml(10)),
    );
    write(
        &folder.join("src/lib.rs"),
        "//! Models.\npub mod models {\n    tablewright::include_models!();\n}\n",
    );
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
}

/// How many crates are compiled, with the program and build scripts' dependencies.
fn crates(folder: &Path) -> usize {
    let output = cargo(folder)
        .args(["tree", "--edges", "normal,build", "--prefix", "none"])
        .arg("--no-dedupe")
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "cargo tree");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines: Vec<&str> = tree.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
}

/// The CPU time of a build from nothing.
fn cold_build(folder: &Path) -> Duration {
    // Downloads are done before the measurement.
    let fetched = cargo(folder).args(["fetch", "--quiet"]).status();
    assert!(fetched.is_ok_and(|status| status.success()), "cargo fetch");
    match std::fs::remove_dir_all(folder.join("target")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{error}"),
        _ => {}
    }
    let before = children_cpu();
    let built = cargo(folder).args(["build", "--quiet"]).status();
    assert!(built.is_ok_and(|status| status.success()), "cargo build");
    children_cpu() - before
}

fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTC_WRAPPER");
    cargo
}
