//! `docs/llms.txt`, which is all that coding agents read: its lists are those of the reference.
//!
//! Each section is made from a table of the docs, or from the help of the command.
//! `tests/documentation.rs` compiles and runs the examples between them. `UPDATE_EXPECT=1 cargo
//! test` writes the sections again; read them before committing them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The sections of `llms.txt`, with their sources.
const SECTIONS: [(&str, &[Source]); 6] = [
    ("Commands", &[Source::Command]),
    (
        "Keys",
        &[
            Source::Table("schema-language.md", "The file", "At the top level"),
            Source::Table("schema-language.md", "Models", "Of a model"),
            Source::Table("schema-language.md", "Fields", "Of a field"),
            Source::Table("schema-language.md", "Indexes", "Of an index"),
            Source::Table("schema-language.md", "Enums", "Of an enum"),
        ],
    ),
    (
        "Types",
        &[Source::Table(
            "schema-language.md",
            "Types",
            "With their Rust",
        )],
    ),
    (
        "build.rs",
        &[Source::Table(
            "build-script.md",
            "",
            "Methods of `tablewright_build::Config`",
        )],
    ),
    (
        "Verbs",
        &[Source::Rows("queries.md", "verb", "What an ending gives")],
    ),
    (
        "Errors",
        &[Source::Table(
            "errors.md",
            "",
            "Variants of `tablewright::Error`, the same on every database; test by `matches!`, or by `is_unique()` \
             and the like",
        )],
    ),
];

/// Where a list comes from.
enum Source {
    /// The subcommands, as `tablewright --help` has them.
    Command,
    /// The first table below a heading of a page, the first two columns of it. The first table of
    /// the page if there is no heading.
    Table(&'static str, &'static str, &'static str),
    /// The table with such a first cell, all columns of it, each with its title.
    Rows(&'static str, &'static str, &'static str),
}

#[test]
fn the_lists_are_those_of_the_reference() {
    let path = docs().join("llms.txt");
    let text = fs::read_to_string(&path).expect("the page is there");
    let mut expected = text.clone();
    for (title, sources) in SECTIONS {
        let parts: Vec<String> = sources.iter().map(Source::list).collect();
        let range = section(&expected, title);
        expected.replace_range(range, &parts.join("\n"));
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &expected).expect("the page is written");
    } else if text != expected {
        let lines = text.lines().zip(expected.lines());
        let first = lines.into_iter().find(|(text, expected)| text != expected);
        panic!("docs/llms.txt differs from the reference (UPDATE_EXPECT=1 writes it): {first:?}");
    }
}

/// The entries of `Cargo.toml` are in it, too, and in the table of README.
#[test]
fn versions_and_features_are_those_of_the_manifest() {
    let text = fs::read_to_string(docs().join("llms.txt")).expect("the page is there");
    let manifest = docs().join("../Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest is there");
    let value = |key: &str| {
        let line = manifest.lines().find(|line| line.starts_with(key));
        let value = line.and_then(|line| line.split('"').nth(1));
        value.unwrap_or_else(|| panic!("there is no `{key}`"))
    };
    for part in [
        format!("Rust {}", value("rust-version = ")),
        format!("edition {}", value("edition = ")),
    ] {
        assert!(text.contains(&part), "docs/llms.txt does not say `{part}`");
    }
    let (_, features) = manifest.split_once("[features]\n").expect("features");
    let (features, _) = features.split_once("\n[").expect("another table");
    let names = features.lines().filter_map(|line| line.split_once(" = "));
    let names = names
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with('#'));
    let readme = fs::read_to_string(docs().join("../README.md")).expect("the page is there");
    let is_missing = |name: &&str| {
        !text.contains(&format!("`{name}`")) || !readme.contains(&format!("\n| `{name}` | "))
    };
    let missing: Vec<&str> = names
        .filter(|name| *name != "default")
        .filter(is_missing)
        .collect();
    assert!(
        missing.is_empty(),
        "docs/llms.txt or README.md lacks the features {missing:?}"
    );
}

impl Source {
    fn list(&self) -> String {
        match self {
            Source::Command => commands(),
            Source::Table(page, heading, title) => {
                let page = page_text(page);
                let below = match *heading {
                    "" => page.as_str(),
                    heading => &page[section(&page, heading)],
                };
                let rows = tables(below).into_iter().next().expect("a table");
                let mut text = format!("{title}:\n");
                for row in rows.iter().skip(1) {
                    let [name, meaning, ..] = &row[..] else {
                        panic!("a row has one cell: {row:?}");
                    };
                    let more = match row.get(2).map(String::as_str) {
                        Some(default) if rows[0][2] == "default" && !default.is_empty() => {
                            format!("; by default {default}")
                        }
                        _ => String::new(),
                    };
                    text.push_str(&format!("- {name}: {meaning}{more}\n"));
                }
                text
            }
            Source::Rows(page, first, title) => {
                let page = page_text(page);
                let mut tables = tables(&page).into_iter();
                let rows = tables.find(|rows| rows[0][0] == *first).expect("a table");
                let mut text = format!("{title}:\n");
                for row in &rows[1..] {
                    let cells = rows[0].iter().zip(row).skip(1);
                    let given = cells.filter(|(_, cell)| *cell != "–");
                    let given = given.map(|(ending, cell)| format!("{ending}: {cell}"));
                    let given: Vec<String> = given.collect();
                    text.push_str(&format!("- {}: {}\n", row[0], given.join("; ")));
                }
                text
            }
        }
    }
}

/// The subcommands, each with its purpose.
fn commands() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
        .arg("--help")
        .output()
        .expect("the command runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let (_, below) = help.split_once("Commands:\n").expect("commands");
    let lines = below.lines().take_while(|line| !line.trim().is_empty());
    let mut commands: Vec<String> = Vec::new();
    for line in lines {
        match commands.last_mut() {
            // The rest of a long purpose is further to the right on the next line.
            Some(last) if line.starts_with("    ") => *last = format!("{last} {}", line.trim()),
            Some(_) | None => commands.push(line.trim().to_owned()),
        }
    }
    let mut text = String::from("Each has `--help`:\n");
    for command in commands {
        let (name, does) = command.split_once(' ').expect("what it does");
        if name != "help" {
            text.push_str(&format!("- `tablewright {name}`: {}\n", does.trim()));
        }
    }
    text
}

/// The range of a section: the text after its heading, up to the next one.
fn section(page: &str, heading: &str) -> std::ops::Range<usize> {
    let line = format!("\n## {heading}\n\n");
    let start = page.find(&line);
    let start = start.unwrap_or_else(|| panic!("there is no section `{heading}`")) + line.len();
    let end = page[start..]
        .find("\n## ")
        .map_or(page.len(), |end| start + end);
    start..end
}

/// The tables of a page, their cells without links.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut is_in_table = false;
    for line in page.lines() {
        let Some(cells) = line.strip_prefix("| ") else {
            is_in_table &= line.starts_with("|--");
            continue;
        };
        if !is_in_table {
            tables.push(Vec::new());
        }
        is_in_table = true;
        let cells = cells.trim_end().trim_end_matches('|').split(" | ");
        let cells = cells.map(|cell| without_links(cell.trim()));
        if let Some(last) = tables.last_mut() {
            last.push(cells.collect());
        }
    }
    tables
}

/// `[text](address)` as `text`.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let link = after.split_once("](").and_then(|(shown, target)| {
            let (_, rest) = target.split_once(')')?;
            (!shown.contains('[')).then_some((shown, rest))
        });
        match link {
            Some((shown, after)) => {
                plain.push_str(shown);
                rest = after;
            }
            None => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[test]
fn links_are_left_out() {
    assert_eq!(
        without_links("a [b](c#d), `T[]` and [e](f)"),
        "a b, `T[]` and e"
    );
}

fn page_text(page: &str) -> String {
    fs::read_to_string(docs().join(page)).expect("the page is there")
}

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}
