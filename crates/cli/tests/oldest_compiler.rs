//! The oldest supported compiler of the workspace is new enough for all dependencies.
//!
//! Clippy's `incompatible_msrv` checks our own code.

use std::path::Path;
use std::process::Command;

/// `1.89` or `1.89.0` as numbers.
fn version(text: &str) -> Vec<u64> {
    let parts = text.split('.').map(|part| part.parse().expect("a number"));
    let mut parts: Vec<u64> = parts.collect();
    parts.resize(3, 0);
    parts
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn no_dependency_needs_a_newer_one() {
    let compiler = run("rustc", &["-vV"]);
    let host = compiler
        .lines()
        .find_map(|line| line.strip_prefix("host: "));
    let host = host.expect("a host");
    let arguments = [
        "metadata",
        "--format-version=1",
        "--offline",
        "--locked",
        "--filter-platform",
    ];
    let metadata = run(env!("CARGO"), &[&arguments[..], &[host]].concat());
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let needs = |package: &serde_json::Value| package["rust_version"].as_str().map(version);
    let is_ours = |package: &&serde_json::Value| package["name"] == "tablewright";
    let ours = packages.iter().find(is_ours).and_then(needs);
    let ours = ours.expect("the workspace names one");
    let newer: Vec<String> = packages
        .iter()
        .filter(|package| needs(package).is_some_and(|needed| needed > ours))
        .map(|package| format!("{} {}", package["name"], package["rust_version"]))
        .collect();
    assert!(
        newer.is_empty(),
        "{newer:?} need a newer compiler than {ours:?}"
    );
}
