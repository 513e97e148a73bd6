//! The cost of building a crate of generated models, compared with the same API as hand-written Rust.
//!
//! Both are crates of one workspace with one target folder, so dependencies are built once. Only
//! the CPU time of the `rustc` that compiles the crate counts: `RUSTC_WRAPPER` makes Cargo call
//! this program instead, which measures it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::measure::{children_cpu, human, median};
use crate::synthetic;

const SIZES: [usize; 3] = [10, 100, 400];
/// Other sizes, such as `2,10`, to test quickly that it runs.
const OTHER_SIZES: &str = "TABLEWRIGHT_BENCH_SIZES";
const ROUNDS: usize = 3;
/// The file for the wrapper's measurements; if it is set, this program is the wrapper.
const LOG: &str = "TABLEWRIGHT_BENCH_LOG";

/// The state of a crate before it is compiled.
#[derive(Clone, Copy)]
enum Before {
    /// Its compiled files are deleted.
    Clean,
    /// It gets a new function that only it can call.
    PrivateEdit,
    /// It gets a new function that others can call.
    PublicEdit,
}

impl Before {
    const ALL: [(&'static str, Before); 3] = [
        ("cold", Before::Clean),
        ("after an edit of a private function", Before::PrivateEdit),
        ("after an edit of a public function", Before::PublicEdit),
    ];
}

/// Prints the table for `cargo build` and `cargo check`, cold and after an edit.
pub fn run() {
    let sizes = sizes();
    let workspace = write_workspace(&sizes);
    println!("| rustc on a crate of models | tablewright | hand-written on rusqlite | ratio |");
    println!("|---|--:|--:|--:|");
    for size in sizes {
        for command in ["build", "check"] {
            for (what, before) in Before::ALL {
                let mut ours = Vec::new();
                let mut hand = Vec::new();
                for round in 0..ROUNDS {
                    ours.push(rustc_cpu(
                        &workspace,
                        command,
                        &format!("ours{size}"),
                        before,
                        round,
                    ));
                    hand.push(rustc_cpu(
                        &workspace,
                        command,
                        &format!("hand{size}"),
                        before,
                        round,
                    ));
                }
                let (ours, hand) = (median(ours.into_iter()), median(hand.into_iter()));
                println!(
                    "| {command} {size} models, {what} | {} | {} | {:.2} |",
                    human(ours),
                    human(hand),
                    ours.as_secs_f64() / hand.as_secs_f64()
                );
            }
        }
    }
}

fn sizes() -> Vec<usize> {
    match std::env::var(OTHER_SIZES) {
        Ok(sizes) => {
            let sizes = sizes.split(',').map(|size| size.trim().parse());
            sizes.collect::<Result<_, _>>().expect("sizes are numbers")
        }
        Err(_) => SIZES.to_vec(),
    }
}

/// The CPU time of the `rustc` that compiles one crate.
fn rustc_cpu(
    workspace: &Path,
    command: &str,
    name: &str,
    before: Before,
    round: usize,
) -> Duration {
    // Everything up to date first, so that only the crate itself is compiled below.
    cargo(workspace, &[command, "--package", name], None);
    // Edits only add to it: the models stay as they are.
    let edit = |visibility: &str| {
        let lib = workspace.join(name).join("src/lib.rs");
        let mut text = fs::read_to_string(&lib).expect("a crate");
        let used = match visibility {
            "" => "#[allow(dead_code)]\n",
            _ => "",
        };
        text.push_str(&format!(
            "\n/// An edit.\n{used}{visibility}fn edit_{command}_{round}_{}() {{}}\n",
            visibility.trim()
        ));
        fs::write(&lib, text).expect("an edit");
    };
    match before {
        // Incremental results go too: this is a cold build of the crate alone.
        Before::Clean => cargo(workspace, &["clean", "--package", name], None),
        Before::PrivateEdit => edit(""),
        Before::PublicEdit => edit("pub "),
    }
    let log = workspace.join("log");
    let _ = fs::remove_file(&log);
    cargo(workspace, &[command, "--package", name], Some(&log));
    let log = fs::read_to_string(&log).expect("rustc ran");
    let milliseconds = log
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
    Duration::from_millis(milliseconds.sum())
}

fn cargo(workspace: &Path, arguments: &[&str], log: Option<&Path>) {
    let mut cargo = Command::new("cargo");
    cargo
        .args(arguments)
        .arg("--quiet")
        .current_dir(workspace)
        .env_remove("CARGO_TARGET_DIR");
    // Always the same wrapper: Cargo builds again if it changes.
    cargo.env(
        "RUSTC_WRAPPER",
        std::env::current_exe().expect("this program has a path"),
    );
    cargo.env(LOG, log.unwrap_or(Path::new("")));
    assert!(
        cargo.status().expect("cargo starts").success(),
        "cargo {arguments:?}"
    );
}

/// Whether Cargo called this program in the place of `rustc`.
pub fn is_wrapper() -> bool {
    std::env::var_os(LOG).is_some()
}

/// Runs `rustc`, and records its CPU time with the name of the crate.
pub fn wrap() -> i32 {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let status = Command::new(&arguments[0])
        .args(&arguments[1..])
        .status()
        .expect("rustc starts");
    let log = PathBuf::from(std::env::var_os(LOG).unwrap_or_default());
    let name = arguments
        .iter()
        .skip_while(|word| *word != "--crate-name")
        .nth(1);
    if let (Some(name), false) = (name, log.as_os_str().is_empty()) {
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .expect("a log");
        let line = format!(
            "{} {}\n",
            name.to_string_lossy(),
            children_cpu().as_millis()
        );
        file.write_all(line.as_bytes()).expect("the log is written");
    }
    status.code().unwrap_or(1)
}

/// Writes a crate of generated models and one by hand for every size.
fn write_workspace(sizes: &[usize]) -> PathBuf {
    let root = fs::canonicalize(".").expect("a current folder");
    let workspace = root.join("target/bench/builds");
    let mut members = String::new();
    for size in sizes {
        write_ours(&root, &workspace.join(format!("ours{size}")), *size);
        write_hand(&workspace.join(format!("hand{size}")), *size);
        members.push_str(&format!("\"ours{size}\", \"hand{size}\", "));
    }
    write(
        &workspace.join("Cargo.toml"),
        &format!("[workspace]\nmembers = [{members}]\nresolver = \"3\"\n"),
    );
    fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    workspace
}

fn write_ours(root: &Path, folder: &Path, size: usize) {
    let name = format!("ours{size}");
    let root = root.display();
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [dependencies]\ntablewright = {{ path = \"{root}\", features = [\"sqlite\"] }}\n\
             [build-dependencies]\ntablewright-build = {{ path = \"{root}/crates/build\" }}\n"
        ),
    );
    write(
        &folder.join("build.rs"),
        "fn main() -> tablewright_build::Result { tablewright_build::compile(\"models.yaml\") }\n",
    );
    write(&folder.join("models.yaml"), &synthetic::yaml(size));
    write(
        &folder.join("src/lib.rs"),
        "//! Models.\npub mod models {\n    tablewright::include_models!();\n}\n",
    );
}

fn write_hand(folder: &Path, size: usize) {
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"hand{size}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
             rusqlite = {{ version = \"0.41\", default-features = false, features = [\"bundled\", \"cache\"] }}\n"
        ),
    );
    write(&folder.join("src/models.rs"), &synthetic::by_hand(size));
    write(&folder.join("src/lib.rs"), "//! Models.\npub mod models;\n");
}

/// Writes a file, and the folders that it is in.
pub fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    fs::write(path, text).expect("the file");
}
