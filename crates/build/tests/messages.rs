//! `messages.txt` lists all messages that users may see, as `scripts/messages` finds them, so that
//! the difference of a commit shows their words. `UPDATE_EXPECT=1 cargo test` writes it again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn the_list_has_all_messages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(root.join("scripts/messages"))
        .output()
        .expect("the script runs: it needs perl");
    assert!(output.status.success(), "{output:?}");
    let found = String::from_utf8(output.stdout).expect("messages are UTF-8");
    assert!(found.lines().count() > 1000, "{found}");

    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/messages.txt");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &found).expect("the list can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let new: Vec<&str> = { found.lines() }
        .filter(|line| !expected.lines().any(|other| other == *line))
        .collect();
    assert!(
        found == expected,
        "messages changed: run with UPDATE_EXPECT=1, and read the difference. New ones:\n{}",
        new.join("\n")
    );
}
