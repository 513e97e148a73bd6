//! Squawk, another linter of migrations, on the migrations of all golden schemas and of all kinds
//! of changes: each of its findings has a warning of ours in the file, or an explanation in a list.
//!
//! `TABLEWRIGHT_TEST_SQUAWK` names the program; `scripts/servers` gets it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tablewright_evolve::generator::Generated;
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;

use crate::changes::{CHANGES, first};
use crate::golden::{cases, schema};

const VARIABLE: &str = "TABLEWRIGHT_TEST_SQUAWK";

/// The findings that are answered or explained.
const LIST: &str = include_str!("../squawk.txt");

/// A line of the list: `direction rule [part of the statement] = answer`.
struct Entry<'t> {
    /// `up`, `down` or `both`.
    direction: &'t str,
    rule: &'t str,
    /// A part of the statement.
    part: &'t str,
    answer: Answer<'t>,
}

enum Answer<'t> {
    /// The file has a warning with one of these words at the step.
    Warned(Vec<&'t str>),
    /// It is no problem here.
    Explained,
}

#[test]
fn what_squawk_finds_is_answered() {
    let program = match std::env::var(VARIABLE) {
        Ok(program) if program != "unavailable" => program,
        Ok(_) | Err(_) => {
            eprintln!("squawk was not run: {VARIABLE} does not name it");
            return;
        }
    };
    let entries = entries();
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, generated) in migrations() {
        for (what, text) in [("up", &generated.up), ("down", &generated.down)] {
            let is_in_transaction = !text.starts_with("-- tablewright: no transaction");
            for finding in findings(&program, text, is_in_transaction) {
                let statement = statement(text, finding.line);
                let Some((number, entry)) = entries.iter().enumerate().find(|(_, entry)| {
                    [what, "both"].contains(&entry.direction)
                        && entry.rule == finding.rule
                        && statement.sql.contains(entry.part)
                }) else {
                    wrong.push(format!(
                        "{name}, {what}: {} is not answered:\n{}",
                        finding.rule, statement.sql
                    ));
                    continue;
                };
                used.insert(number);
                if let Answer::Warned(words) = &entry.answer
                    && !words
                        .iter()
                        .any(|word| statement.comments.contains(&format!("-- {word}: ")))
                {
                    wrong.push(format!(
                        "{name}, {what}: {} is not answered by {words:?}:\n{}\n{}",
                        finding.rule, statement.comments, statement.sql
                    ));
                }
            }
        }
    }
    for (number, entry) in entries.iter().enumerate() {
        if !used.contains(&number) {
            wrong.push(format!(
                "nothing is found any more: {} {}",
                entry.rule, entry.part
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn entries() -> Vec<Entry<'static>> {
    let lines = LIST
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entry = |line: &'static str| {
        let (what, answer) = line
            .split_once(" = ")
            .unwrap_or_else(|| panic!("`{line}` has no ` = `"));
        let (direction, what) = what.split_once(' ').unwrap_or((what, ""));
        let (rule, part) = what.split_once(' ').unwrap_or((what, ""));
        let answer = match answer.strip_prefix("warned: ") {
            Some(words) => Answer::Warned(words.split(", ").collect()),
            None => Answer::Explained,
        };
        Entry {
            direction,
            rule,
            part: part.trim(),
            answer,
        }
    };
    lines.map(entry).collect()
}

/// All PostgreSQL migrations, by their purpose.
fn migrations() -> Vec<(String, Generated)> {
    let mut all = Vec::new();
    for case in cases() {
        let schema = schema(&case);
        if schema.dialects.contains(&Dialect::Postgres) {
            let name = case
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let generated = first(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
            all.push((name, generated));
        }
    }
    for change in CHANGES {
        for concurrently in [false, true] {
            let migrations = change.migrations(Dialect::Postgres, Options { concurrently });
            let [_, after] = migrations.unwrap_or_else(|error| panic!("{}: {error}", change.what));
            all.push((change.what.to_owned(), after));
        }
    }
    all
}

struct Finding {
    rule: String,
    /// From 0, as this reporter counts.
    line: usize,
}

fn findings(program: &str, text: &str, is_in_transaction: bool) -> Vec<Finding> {
    let file = scratch();
    fs::write(&file, text).expect("a file");
    let mut command = Command::new(program);
    command.args(["--reporter", "gcc", "--pg-version", "15.0"]);
    if is_in_transaction {
        command.arg("--assume-in-transaction");
    }
    let output = command.arg(&file).output().expect("squawk runs");
    fs::remove_file(&file).expect("the file");
    let said = String::from_utf8_lossy(&output.stdout);
    // `file:line:column: warning: rule …`
    let prefix = format!("{}:", file.display());
    let finding = |line: &str| {
        let rest = line.strip_prefix(&prefix)?;
        let (line, rest) = rest.split_once(':')?;
        let (_column, rest) = rest.split_once(": ")?;
        let (_, rest) = rest.split_once(": ")?;
        Some(Finding {
            rule: rest.split(' ').next()?.to_owned(),
            line: line.parse().ok()?,
        })
    };
    let found: Vec<Finding> = said.lines().filter_map(finding).collect();
    let is_clean = output.status.success();
    assert!(
        is_clean || !found.is_empty(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    found
}

fn scratch() -> PathBuf {
    let number = std::process::id();
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("squawk-{number}.sql"))
}

/// A statement and the comments over its step.
struct Statement {
    comments: String,
    sql: String,
}

/// The statement in the line, counted from 0, or after it. A step begins after an empty line, or at
/// a comment after statements.
fn statement(text: &str, line: usize) -> Statement {
    let lines: Vec<&str> = text.lines().collect();
    let is_comment = |line: &str| line.starts_with("--");
    let ends = |line: &str| line.is_empty() || line.ends_with(';') || is_comment(line);
    let first =
        (line..lines.len()).find(|&number| !lines[number].is_empty() && !is_comment(lines[number]));
    let first = first.unwrap_or(line);
    let begins = (0..first).rev().find(|&number| ends(lines[number]));
    let begins = begins.map_or(0, |number| number + 1);
    let mut sql = Vec::new();
    for line in &lines[begins..] {
        sql.push(*line);
        if line.ends_with(';') {
            break;
        }
    }
    let step = (0..begins).rev().find(|&number| lines[number].is_empty());
    let step = step.map_or(0, |number| number + 1);
    let comments = lines[step..begins].iter().filter(|line| is_comment(line));
    Statement {
        comments: comments.map(|line| format!("{line}\n")).collect(),
        sql: sql.join("\n"),
    }
}
