//! The compiler's messages for programs with mistakes: it refuses them in a few lines.
//!
//! A case is `tests/messages/<case>.rs`, with the messages in `<case>.txt`, word for word for the
//! compiler that wrote them. Another version may have other messages: then only the first line of
//! each error is compared. `UPDATE_EXPECT=1` rewrites the expected lines.

#![cfg(feature = "sqlite")]

// Nothing in it is run here.
#[allow(dead_code)]
#[path = "support/consumer.rs"]
mod consumer;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use consumer::Consumer;
use tablewright_schema::yaml::{self, Files};

/// The compiler whose messages are expected word for word.
const RUSTC: &str = "rustc 1.95.";

/// No error has more lines.
const LONGEST: usize = 25;

#[test]
fn what_cannot_be_is_refused_in_a_few_lines() {
    let consumer = Consumer::new("messages");
    consumer.write("build.rs", "fn main() {}\n");
    consumer.write("src/lib.rs", "#![allow(missing_docs)]\npub mod models;\n");
    let mut files = Folder;
    let schema = yaml::load("models.yaml", &mut files).expect("valid models");
    let rust = tablewright_build::generate(&schema).expect("valid Rust");
    consumer.write("src/models.rs", &rust);
    let built = consumer.cargo(&["check", "--lib"]);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );

    let word_for_word = compiler().starts_with(RUSTC);
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a case has a name");
        let program = fs::read_to_string(&case).expect("the case is there");
        consumer.write(&format!("src/bin/{name}.rs"), &program);
        let said = said(&consumer, name);
        let longest = said.split("\n\n").map(|error| error.lines().count());
        let longest = longest.max().unwrap_or_default();
        if longest > LONGEST {
            wrong.push(format!("{name}: a message of {longest} lines:\n{said}"));
        }
        let said = lasting(&said);
        let expectation = case.with_extension("txt");
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expectation, &said).expect("the expectation can be written");
        }
        let expected = fs::read_to_string(&expectation).unwrap_or_default();
        let expected = expected.replace("\r\n", "\n");
        let same = match word_for_word {
            true => said == expected,
            false => first_lines(&said) == first_lines(&expected),
        };
        if !same {
            wrong.push(format!("{name}:\n{said}"));
        }
        let attempts = program
            .lines()
            .filter(|line| line.contains("let _ = "))
            .count();
        let errors = first_lines(&said).len();
        if errors < attempts {
            wrong.push(format!(
                "{name}: {attempts} mistakes and {errors} errors:\n{said}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "the compiler says something else; if for the better, run with UPDATE_EXPECT=1\n\n{}",
        wrong.join("\n")
    );
}

/// The compiler's messages for a case, which it has to refuse.
fn said(consumer: &Consumer, name: &str) -> String {
    let output = consumer.cargo(&["check", "--color", "never", "--bin", name]);
    assert!(!output.status.success(), "{name} compiles");
    let text = String::from_utf8_lossy(&output.stderr).replace("\r\n", "\n");
    // The following lines are about all errors together.
    let end = [
        "\nSome errors have detailed",
        "\nFor more information about",
        "\nerror: could not compile",
    ];
    let end = end.iter().filter_map(|end| text.find(end)).min();
    text[..end.unwrap_or(text.len())].trim_end().to_owned()
}

/// The messages without the parts that every change of the library affects: the notes and snippets
/// with its lines, and the width of the margin, which depends on their numbers.
fn lasting(said: &str) -> String {
    let library = format!("--> {}", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    let (mut in_note, mut in_library) = (false, false);
    for line in said.lines() {
        if line.is_empty() || line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            in_note = line.starts_with("note: ");
        }
        let line = line.trim_start();
        // It names files of this machine.
        let is_about_names = line.contains("the full name for the type")
            || line.contains("consider using `--verbose`");
        if line.is_empty() || line.starts_with(['=', 'e', 'h', 'n']) {
            in_library = false;
        }
        // The latter are lines of a file beside that of the error.
        in_library |= line.starts_with(&library) || line.starts_with("::: ");
        if !in_note && !in_library && !is_about_names {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The first line of each error.
fn first_lines(said: &str) -> Vec<&str> {
    let is_first = |line: &&str| line.starts_with("error");
    said.lines().filter(is_first).collect()
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    let output = output.expect("there is a compiler: it compiled this test");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages")
}

/// The cases, sorted.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    let mut cases: Vec<PathBuf> = paths.filter(is_rust).collect();
    cases.sort();
    assert!(cases.len() > 10, "only {} cases were found", cases.len());
    cases
}

/// The folder with the models.
struct Folder;

impl Files for Folder {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(folder().join(path)).map_err(|error| error.to_string())
    }

    fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
