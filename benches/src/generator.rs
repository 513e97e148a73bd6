//! The cost of the generator in an unoptimized build script.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::measure::{human, median};
use crate::synthetic;

const ROUNDS: usize = 3;

/// Prints the CPU time and the peak memory for 100, 1,000 and 10,000 models.
pub fn run() {
    let program = build();
    println!("| models of 8 fields | CPU of an unoptimized build script | peak memory |");
    println!("|--:|--:|--:|");
    for models in [100, 1_000, 10_000] {
        let folder = Path::new("target/bench/generator").join(models.to_string());
        std::fs::create_dir_all(folder.join("out")).expect("a folder");
        std::fs::write(folder.join("models.yaml"), synthetic::yaml(models)).expect("models.yaml");
        let rounds: Vec<(u64, u64)> = (0..ROUNDS).map(|_| generate(&program, &folder)).collect();
        let cpu = Duration::from_millis(median(rounds.iter().map(|round| round.0)));
        let peak = median(rounds.iter().map(|round| round.1)) / 1024;
        println!("| {models} | {} | {peak} MiB |", human(cpu));
    }
}

/// Builds the program without optimization, as Cargo builds a build script.
fn build() -> std::path::PathBuf {
    let status = Command::new("cargo")
        .args([
            "build",
            "--quiet",
            "--package",
            "tablewright-bench-generator",
        ])
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the generator builds");
    std::fs::canonicalize("target/debug/tablewright-bench-generator").expect("the program is there")
}

/// CPU milliseconds and KiB of one run, in a folder without an earlier result.
fn generate(program: &Path, folder: &Path) -> (u64, u64) {
    let _ = std::fs::remove_file(folder.join("out/models.rs"));
    let folder = std::fs::canonicalize(folder).expect("the folder is there");
    let output = Command::new(program)
        .env("CARGO_MANIFEST_DIR", &folder)
        .env("OUT_DIR", folder.join("out"))
        .current_dir(&folder)
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    let line = printed
        .lines()
        .find_map(|line| line.strip_prefix("measured "))
        .expect("a result");
    let (cpu, peak) = line.split_once(' ').expect("two numbers");
    (
        cpu.parse().expect("milliseconds"),
        peak.parse().expect("KiB"),
    )
}
