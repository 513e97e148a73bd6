//! The shell blocks of the documentation: the command takes every line that calls it.
//!
//! `tests/tutorial.rs` runs the blocks `sh` of the tutorial. On other pages, a block `sh` has lines
//! of the command alone: its subcommands, options and parameters are parsed, and nothing is run. A
//! block that needs a network, a server or another program is fenced as `sh,ignore`; its lines of
//! the command are parsed all the same.

#[path = "../../../tests/support/pages.rs"]
mod pages;

use std::process::Command;

#[test]
fn every_documented_command_line_is_valid() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in pages::all() {
        for (info, block) in blocks(&page.text) {
            let is_run = page.path == "docs/tutorial.md" && info != "sh,ignore";
            for line in commands(block) {
                match words(line).as_slice() {
                    ["tablewright", rest @ ..] => {
                        checked += 1;
                        if let Err(error) = parse(rest) {
                            wrong.push(format!("{}: {line}\n{error}", page.path));
                        }
                    }
                    ["export", ..] => {}
                    _ if is_run || info == "sh,ignore" => {}
                    _ => wrong.push(format!(
                        "{}: {line}\nthis is not a line of the command: fence the block as `sh,ignore`",
                        page.path
                    )),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 20, "only {checked} lines were found");
}

/// The shell blocks of a page: how each is fenced, and its text.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    let blocks = blocks.filter_map(|block| block.split_once('\n'));
    blocks.filter(|(info, _)| *info == "sh" || info.starts_with("sh,"))
}

/// The lines of a block without their comments.
fn commands(block: &str) -> impl Iterator<Item = &str> {
    let lines = block.lines().map(|line| match line.split_once("  #") {
        Some((command, _)) => command.trim(),
        None => line.trim(),
    });
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of a command line up to a redirection; a text in double quotes is one.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (number, part) in line.split('"').enumerate() {
        match number % 2 {
            0 => words.extend(part.split_whitespace()),
            _ => words.push(part),
        }
    }
    let end = words
        .iter()
        .position(|word| matches!(*word, ">" | "|" | "&&"));
    words.truncate(end.unwrap_or(words.len()));
    words
}

/// Whether the command takes these words. With `--help` behind them, it runs nothing.
fn parse(words: &[&str]) -> Result<(), String> {
    let command = env!("CARGO_BIN_EXE_tablewright");
    let output = Command::new(command)
        .args(words)
        .arg("--help")
        .output()
        .expect("the command runs");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
