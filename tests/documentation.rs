//! Every example of the docs and of the README becomes Rust that compiles, and tables that SQLite
//! takes. The README's first program runs, and runs again.
//!
//! A block `rust,program` is a program with the models before it, and is run. Blocks `rust,run`
//! after the same models are statements that have a connection `db` to an empty SQLite database
//! with the tables of these models. They form one function, which is run, so a later one sees the
//! variables of an earlier one. In `rust,run-async` the connection is a `Database`, and calls end
//! in `.await`.
//!
//! Whether the examples say what the text around them says is tested in
//! `crates/build/tests/docs.rs`, and the tutorial in `crates/cli/tests/tutorial.rs`.

#![cfg(feature = "sqlite")]

#[path = "support/consumer.rs"]
mod consumer;
#[path = "support/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::path::Path;

use consumer::Consumer;
use tablewright_schema::yaml::{self, Files};
use tablewright_sql::Dialect;

/// The types that the examples take from the crate around them.
const CRATE_TYPES: &str = r##"
/// An address: a type of the user's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Email(String);

impl From<String> for Email {
    fn from(text: String) -> Email {
        Email(text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

/// Defaults that the program computes.
pub mod invoices {
    /// The number of an invoice.
    pub fn next_number() -> String {
        "1".to_owned()
    }
}
"##;

#[test]
fn every_example_compiles() {
    let consumer = Consumer::new("documentation-examples");
    let mut program = format!("//! Examples.\n#![deny(warnings, missing_docs)]\n{CRATE_TYPES}");
    let mut calls = String::new();
    let (mut count, mut programs) = (0, 0);
    for page in pages::all() {
        for Example {
            mut files,
            programs: of_example,
        } in examples(&page.text)
        {
            count += 1;
            let schema = yaml::load("models.yaml", &mut files).expect("a valid example");
            let generated = tablewright_build::generate(&schema).expect("valid Rust");
            // It implements traits for the program's own types, so each program has it for itself.
            let is_of_program = generated.contains("crate::") && !of_example.is_empty();
            for program_text in of_example {
                programs += 1;
                let mut models = format!("example_{count}.rs");
                if is_of_program {
                    // The program's module stands for its crate.
                    let of_module = format!("crate::program_{programs}::");
                    models = format!("models_{programs}.rs");
                    let generated = generated.replace("crate::", &of_module);
                    consumer.write(&format!("src/{models}"), &generated);
                }
                let path = format!("#[path = \"{models}\"]\npub mod models;\n");
                let (attributes, rust) = program_text.source();
                let text = format!("{attributes}{path}{rust}");
                consumer.write(&format!("src/program_{programs}.rs"), &text);
                program.push_str(&format!("// {}\nmod program_{programs};\n", page.path));
                calls.push_str(&format!("    program_{programs}::main()?;\n"));
            }
            if is_of_program {
                continue;
            }
            consumer.write(&format!("src/example_{count}.rs"), &generated);
            program.push_str(&format!("mod example_{count};\n"));
            if schema.dialects.contains(&Dialect::Sqlite) {
                calls.push_str(&format!("    let db = tablewright::Sqlite::memory()?;\n    example_{count}::create_all(&db)?;\n    example_{count}::drop_all(&db)?;\n"));
            }
        }
    }
    assert!(count > 25, "only {count} examples were found");
    assert!(programs > 0, "no program was found");
    program.push_str(&format!(
        "fn main() -> tablewright::Result<()> {{\n{calls}    Ok(())\n}}\n"
    ));
    consumer.write("build.rs", "fn main() {}\n");
    consumer.write("src/main.rs", &program);
    consumer.run();
}

/// The README's first program is the example, to the letter, and runs a second time.
#[test]
fn the_first_program_runs_twice() {
    let page = readme();
    let consumer = Consumer::new("documentation-program");
    for file in ["models.yaml", "build.rs", "src/main.rs"] {
        let is_file = |(_, text): &(&str, &str)| {
            let name = text.lines().next().and_then(|line| line.split_once(' '));
            name.is_some_and(|(_, name)| name == file)
        };
        let (_, text) = blocks(&page)
            .find(is_file)
            .expect("its first line names it");
        let text = text.split_once('\n').map_or("", |(_, text)| text);
        let example = root().join("examples/quickstart").join(file);
        let example = std::fs::read_to_string(example).expect("the example exists");
        assert_eq!(format!("{text}\n"), example, "{file}");
        consumer.write(file, text);
    }
    let database = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documentation-program/app.db");
    if database.exists() {
        std::fs::remove_file(database).expect("the database of another run");
    }
    consumer.run();
    let second = consumer.cargo(&["run"]);
    let second = String::from_utf8_lossy(&second.stdout).into_owned();
    assert!(
        page.contains(&format!("```text\n{second}```\n")),
        "README shows another output than\n{second}"
    );
}

/// The lines of a query that README begins with are those of its program.
#[test]
fn the_first_query_is_of_the_program() {
    let page = readme();
    let query = blocks(&page).find(|(_, text)| text.starts_with("// from src/main.rs"));
    let (_, query) = query.expect("a query");
    let program = root().join("examples/quickstart/src/main.rs");
    let program = std::fs::read_to_string(program).expect("the example exists");
    for line in query.lines().skip(1) {
        let line = line.split(" // ").next().unwrap_or_default().trim();
        assert!(
            program.lines().any(|known| known.trim() == line),
            "{line} is not in the program"
        );
    }
}

#[test]
fn the_readme_repeats_what_is_measured() {
    let page = readme();
    let measured = std::fs::read_to_string(root().join("docs/performance.md"));
    let measured = measured.expect("the page exists");
    let start = page.find("## Performance").expect("a section");
    let rows = page[start..]
        .lines()
        .skip_while(|line| !line.starts_with('|'));
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 3, "there is no table");
    for row in rows {
        assert!(
            measured.lines().any(|known| known == row),
            "docs/performance.md does not say {row}"
        );
    }
}

#[test]
fn the_oldest_compiler_is_named() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("it exists");
    let oldest = manifest.split("rust-version = \"").nth(1);
    let oldest = oldest.and_then(|rest| rest.split('"').next());
    let oldest = oldest.expect("the workspace says it");
    assert!(
        readme().contains(&format!("Rust {oldest} or newer")),
        "README names another version than {oldest}"
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("the page exists")
}

/// The fenced blocks: what is said of each behind its fence, and its text.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    // Behind the first fence, every second part is a block. A fence stands at the start of a line.
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks.map(|block| block.split_once('\n').unwrap_or((block, "")))
}

/// An example of a page.
struct Example {
    /// The models, and the files before them that they include.
    files: InMemory,
    /// The programs that follow.
    programs: Vec<Program>,
}

/// A program of the docs.
enum Program {
    /// With its own `main`.
    Whole(String),
    /// Statements on a blocking connection `db`.
    Blocking(String),
    /// Statements on an async connection `db`.
    Async(String),
}

impl Program {
    /// The attributes of its module, and its items, with a public `main`.
    fn source(&self) -> (&'static str, String) {
        // A fragment shows one thing, so it may leave the rest unused.
        let fragment = "#![allow(unused, clippy::all, missing_docs)]\n";
        match self {
            Program::Whole(rust) => {
                let rust = rust.replace("\nasync fn main(", "\npub async fn main(");
                ("", rust.replace("\nfn main(", "\npub fn main("))
            }
            Program::Blocking(statements) => (
                fragment,
                format!(
                    "use models::*;\nuse tablewright::Result;\n\npub fn main() -> Result<()> {{\n    \
                     let mut db = tablewright::Sqlite::memory()?;\n    \
                     models::create_all(&db)?;\n{statements}\n    Ok(())\n}}\n"
                ),
            ),
            Program::Async(statements) => (
                fragment,
                format!(
                    "use models::*;\nuse tablewright::Result;\n\n#[tokio::main]\npub async fn main() -> Result<()> {{\n    \
                     let mut db = tablewright::Database::connect(\"sqlite::memory:\").await?;\n    \
                     models::create_all(&db).await?;\n{statements}\n    Ok(())\n}}\n"
                ),
            ),
        }
    }
}

/// The blocks fenced as `yaml`, each with the files before it that it includes and the programs
/// after it.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut files = InMemory::default();
    for (info, text) in blocks(page) {
        if let Some(path) = info.strip_prefix("yaml,file=") {
            files.0.insert(path.to_owned(), text.to_owned());
        } else if info == "yaml" {
            let mut files = std::mem::take(&mut files);
            files.0.insert("models.yaml".to_owned(), text.to_owned());
            examples.push(Example {
                files,
                programs: Vec::new(),
            });
        } else if let Some(kind) = info.strip_prefix("rust,") {
            let kind = match kind {
                "program" => Program::Whole,
                "run" => Program::Blocking,
                "run-async" => Program::Async,
                _ => continue,
            };
            let example = examples.last_mut().expect("models are before a program");
            example.add(kind(text.to_owned()));
        }
    }
    examples
}

impl Example {
    /// Adds a program. Statements go on where those before them ended.
    fn add(&mut self, program: Program) {
        match (self.programs.last_mut(), &program) {
            (Some(Program::Blocking(all)), Program::Blocking(more))
            | (Some(Program::Async(all)), Program::Async(more)) => {
                all.push('\n');
                all.push_str(more);
            }
            _ => self.programs.push(program),
        }
    }
}

#[derive(Default)]
struct InMemory(BTreeMap<String, String>);

impl Files for InMemory {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let text = self.0.get(path).ok_or("there is no such file")?;
        Ok(text.clone().into_bytes())
    }

    /// Knows one `*`, which is all that the examples have.
    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, String> {
        let (start, end) = pattern.split_once('*').ok_or("a pattern has one `*`")?;
        let matches = |path: &&String| path.starts_with(start) && path.ends_with(end);
        Ok(self.0.keys().filter(matches).cloned().collect())
    }
}
