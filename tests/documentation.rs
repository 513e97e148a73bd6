//! Every example of the docs and of the README is compiled, and its tables are created on SQLite.
//! The README's first program runs twice.
//!
//! - `rust,program` is a program with the models before it, and is run.
//! - `rust,run` blocks after the same models are statements that have a connection `db` to an empty
//!   SQLite database with the tables of these models. They form one function, which is run, so a
//!   later block sees the variables of an earlier one; `rust,begin` begins another function and
//!   database.
//! - `rust,run-async` and `rust,begin-async` are the same with a `Database` as the connection and
//!   calls that end in `.await`.
//! - `rust,compile` has async statements that are only compiled, and `rust,build` is a build script
//!   that is only compiled.
//! - Parts that an example needs and a reader does not are before it in an HTML comment: models,
//!   variables and rows.
//! - `sql` has statements that the Rust before it has run on SQLite: each begins on its own line,
//!   and `…` stands for any text. Those of a transaction are in order.
//! - `sql,postgres` and `sql,mysql` have statements as they are rendered for these databases: of the
//!   Rust before it, or in the generated code of the models before it.
//!
//! `crates/build/tests/docs.rs` tests whether the examples agree with the text around them, and
//! `crates/cli/tests/tutorial.rs` tests the tutorial.

#![cfg(feature = "sqlite")]

#[path = "support/consumer.rs"]
mod consumer;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/shown_sql.rs"]
mod shown_sql;

use std::collections::BTreeMap;
use std::path::Path;

use consumer::Consumer;
use shown_sql::{Shown, Statements};
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

/// Types of extensions.
pub mod own_types {
    /// A vector of pgvector's.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Embedding(pub Vec<f32>);

    impl std::fmt::Display for Embedding {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{:?}", self.0)
        }
    }

    impl std::str::FromStr for Embedding {
        type Err = std::num::ParseFloatError;

        fn from_str(text: &str) -> Result<Embedding, Self::Err> {
            let numbers = text.trim_matches(['[', ']']).split(',');
            numbers.map(str::parse).collect::<Result<_, _>>().map(Embedding)
        }
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

/// The folder of migrations that a crate around an example would have: an empty one.
const MIGRATIONS: &str = r#"
/// The migrations.
#[allow(dead_code)]
pub static MIGRATIONS: tw::Migrations<'static> = tw::Migrations { list: &[] };

/// Applies them.
#[allow(dead_code)]
pub fn migrate<C: tw::Connection>(db: &C) -> tw::Output<'_, C, tw::Result<tw::migrate::Report>> {
    tw::migrate_to(db, &MIGRATIONS, &SCHEMA)
}
"#;

/// The rest of the program of all examples: it records the statements that run.
const MAIN: &str = r#"
#[allow(dead_code, missing_docs)]
mod listener;

static RAN: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());

/// The statements for other databases: those since the last call, and those of all blocks.
static RENDERED: std::sync::Mutex<(Vec<[String; 2]>, [String; 2])> =
    std::sync::Mutex::new((Vec::new(), [String::new(), String::new()]));

/// Records a statement as other databases get it.
fn rendered(render: &dyn Fn(tablewright::Dialect) -> Option<String>) {
    let dialects = [tablewright::Dialect::Postgres, tablewright::Dialect::Mysql];
    let sql = dialects.map(|dialect| render(dialect).unwrap_or_default());
    RENDERED.lock().expect("no example panics here").0.push(sql);
}

/// Records the statements since the last call, as those of a block.
pub fn ran(block: usize) {
    let mut ran = RAN.lock().expect("no example panics here");
    for seen in listener::take().iter().filter(|seen| !seen.is_event && seen.name == "statement") {
        let sql = match seen.field("db.query.text") {
            "" => seen.field("db.operation.name"),
            text => text,
        };
        *ran += &format!("{block} {}\n", sql.replace('\n', " "));
    }
    let mut rendered = RENDERED.lock().expect("no example panics here");
    let (since, all) = &mut *rendered;
    for statement in since.drain(..) {
        for (sql, all) in statement.iter().zip(&mut *all) {
            *all += &format!("{block} {}\n", sql.replace('\n', " "));
        }
    }
}
"#;

#[test]
fn every_example_is_true() {
    let consumer = Consumer::new("documentation-examples");
    let mut program =
        format!("//! Examples.\n#![deny(warnings, missing_docs)]\n{CRATE_TYPES}{MAIN}");
    let mut calls = String::from(
        "    tablewright::__private::on_rendering(rendered);\n    let _turn = listener::listen();\n",
    );
    let mut build = String::from("//! The build scripts of the docs.\n#![allow(dead_code)]\n");
    let mut shown: Vec<(String, Shown)> = Vec::new();
    // Blocks for other databases, with the generated code before them.
    let mut elsewhere: Vec<(String, Dialect, Shown, String)> = Vec::new();
    let (mut count, mut programs, mut known) = (0, 0, 0);
    for page in pages::all() {
        let Examples {
            examples,
            builds,
            shown: of_page,
            blocks,
        } = examples(&page, known);
        known = blocks;
        shown.extend(of_page.into_iter().map(|one| (page.path.clone(), one)));
        for script in builds {
            let name = build.matches("\nmod script_").count();
            build.push_str(&format!("\nmod script_{name} {{\n{script}}}\n"));
        }
        for Example {
            mut files,
            programs: of_example,
            elsewhere: of_other,
        } in examples
        {
            count += 1;
            let schema = yaml::load("models.yaml", &mut files).expect("a valid example");
            let mut generated = tablewright_build::generate(&schema).expect("valid Rust");
            elsewhere.extend(of_other.into_iter().map(|(dialect, shown)| {
                let shown = shown.rendered(dialect);
                (page.path.clone(), dialect, shown, generated.clone())
            }));
            if of_example.iter().any(Program::has_migrations) {
                generated.push_str(MIGRATIONS);
            }
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
                if !matches!(program_text, Program::Compiled(_)) {
                    calls.push_str(&format!("    ran(0);\n    program_{programs}::main()?;\n"));
                }
                if let Program::Whole(block, _) = program_text {
                    calls.push_str(&format!("    ran({block});\n"));
                }
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
        "fn main() -> tablewright::Result<()> {{\n{calls}    \
         let ran = RAN.lock().expect(\"no example panics here\");\n    \
         std::fs::write(\"statements.txt\", &*ran).expect(\"a file\");\n    \
         let [postgres, mysql] = &RENDERED.lock().expect(\"no example panics here\").1;\n    \
         std::fs::write(\"postgres.txt\", postgres).expect(\"a file\");\n    \
         std::fs::write(\"mysql.txt\", mysql).expect(\"a file\");\n    Ok(())\n}}\n"
    ));
    build.push_str("\nfn main() {}\n");
    consumer.write("build.rs", &build);
    consumer.write(
        "src/listener.rs",
        include_str!("conformance/tests/tracing/listener.rs"),
    );
    consumer.write("src/main.rs", &program);
    consumer.run();
    let statements = Statements::read(&consumer.text("statements.txt"));
    let mut wrong: Vec<String> = shown
        .iter()
        .filter_map(|(page, shown)| Some(format!("{page}:{}", shown.difference(&statements)?)))
        .collect();
    let postgres = Statements::read(&consumer.text("postgres.txt"));
    let mysql = Statements::read(&consumer.text("mysql.txt"));
    assert!(
        elsewhere.len() > 5,
        "only {} blocks for other databases were found",
        elsewhere.len()
    );
    for (page, dialect, shown, generated) in &elsewhere {
        let statements = match dialect {
            Dialect::Postgres => &postgres,
            _ => &mysql,
        };
        if !shown.is_in(generated)
            && let Some(difference) = shown.difference(statements)
        {
            wrong.push(format!("{page}:{difference}"));
        }
    }
    assert!(
        shown.len() > 25,
        "only {} blocks `sql` were found",
        shown.len()
    );
    assert!(
        wrong.is_empty(),
        "the docs show other SQL than what runs:\n{}",
        wrong.join("\n")
    );
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

/// The fenced blocks: the words after the fence, and the text.
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
    /// The SQL that follows of databases other than SQLite.
    elsewhere: Vec<(Dialect, Shown)>,
}

/// A program of the docs.
enum Program {
    /// With its own `main`; the number of its block.
    Whole(usize, String),
    /// Statements on a blocking connection `db`.
    Blocking(String),
    /// Statements on an async connection `db`.
    Async(String),
    /// Statements that are compiled and not run.
    Compiled(String),
}

impl Program {
    /// The attributes of its module, and its items, with a public `main`.
    fn source(&self) -> (&'static str, String) {
        // A fragment shows one thing, so it may leave the rest unused.
        let fragment = "#![allow(unused, clippy::all, missing_docs)]\n";
        match self {
            Program::Whole(_, rust) => {
                let rust = rust.replace("\nasync fn main(", "\npub async fn main(");
                ("", rust.replace("\nfn main(", "\npub fn main("))
            }
            Program::Blocking(statements) => (
                fragment,
                format!(
                    "use models::*;\nuse tablewright::Result;\n\npub fn main() -> Result<()> {{\n    \
                     let mut db = tablewright::Sqlite::memory()?;\n    \
                     models::create_all(&db)?;\n    crate::ran(0);\n{statements}\n    Ok(())\n}}\n"
                ),
            ),
            Program::Async(statements) => (
                fragment,
                format!(
                    "use models::*;\nuse tablewright::Result;\n\n#[tokio::main]\npub async fn main() -> Result<()> {{\n    \
                     let mut db = tablewright::Database::connect(\"sqlite::memory:\").await?;\n    \
                     models::create_all(&db).await?;\n    crate::ran(0);\n{statements}\n    Ok(())\n}}\n"
                ),
            ),
            Program::Compiled(statements) => (
                fragment,
                format!(
                    "use models::*;\nuse std::time::Duration;\n\n\
                     async fn compiled(db: tablewright::Database, url: String) -> Result<(), Box<dyn std::error::Error>> {{\n\
                     {statements}\n    Ok(())\n}}\n"
                ),
            ),
        }
    }

    /// Whether it asks for the folder of migrations.
    fn has_migrations(&self) -> bool {
        let (Program::Whole(_, rust)
        | Program::Blocking(rust)
        | Program::Async(rust)
        | Program::Compiled(rust)) = self;
        rust.contains("models::MIGRATIONS") || rust.contains("models::migrate(")
    }
}

/// The examples of a page that are compiled, run and compared.
struct Examples {
    /// Each with the files before it that it includes and the programs after it.
    examples: Vec<Example>,
    /// Build scripts.
    builds: Vec<String>,
    /// The blocks `sql`.
    shown: Vec<Shown>,
    /// How many blocks have a number.
    blocks: usize,
}

/// The examples of a page. Numbers of blocks go on after those that are known.
fn examples(page: &pages::Page, known: usize) -> Examples {
    let mut found = Examples {
        examples: Vec::new(),
        builds: Vec::new(),
        shown: Vec::new(),
        blocks: known,
    };
    let mut files = InMemory::default();
    // The blocks whose statements the next block `sql` shows.
    let mut since: Vec<usize> = Vec::new();
    let mut is_shown = false;
    for (info, text) in blocks(&page.text) {
        if let Some(path) = info.strip_prefix("yaml,file=") {
            files.0.insert(path.to_owned(), text.to_owned());
        } else if info == "yaml" {
            let mut files = std::mem::take(&mut files);
            files.0.insert("models.yaml".to_owned(), text.to_owned());
            found.examples.push(Example {
                files,
                programs: Vec::new(),
                elsewhere: Vec::new(),
            });
        } else if let "sql" | "sql,postgres" | "sql,mysql" = info {
            let line = page.text[..text.as_ptr() as usize - page.text.as_ptr() as usize]
                .lines()
                .count();
            let shown = Shown::new(line, text, since.clone());
            let dialect = match info {
                "sql,postgres" => Dialect::Postgres,
                "sql,mysql" => Dialect::Mysql,
                _ => Dialect::Sqlite,
            };
            match (dialect, found.examples.last_mut()) {
                (Dialect::Sqlite, _) => found.shown.push(shown),
                (_, Some(example)) => example.elsewhere.push((dialect, shown)),
                (_, None) => panic!("{}:{line}: no models are before this", page.path),
            }
            is_shown = true;
        } else if info == "rust,build" {
            found.builds.push(text.to_owned());
        } else if let Some(kind) = info.strip_prefix("rust,") {
            found.blocks += 1;
            let noted = format!("{text}\n    crate::ran({});\n", found.blocks);
            let (begins, program) = match kind {
                "program" => (true, Program::Whole(found.blocks, text.to_owned())),
                "run" => (false, Program::Blocking(noted)),
                "begin" => (true, Program::Blocking(noted)),
                "run-async" => (false, Program::Async(noted)),
                "begin-async" => (true, Program::Async(noted)),
                "compile" => (false, Program::Compiled(text.to_owned())),
                _ => continue,
            };
            if std::mem::take(&mut is_shown) || begins {
                since.clear();
            }
            since.push(found.blocks);
            let example = found.examples.last_mut();
            example
                .unwrap_or_else(|| panic!("{}: no models are before this:\n{text}", page.path))
                .add(begins, program);
        }
    }
    found
}

impl Example {
    /// Adds a program. Unless it begins another function, its statements go on where those before
    /// them ended.
    fn add(&mut self, begins: bool, program: Program) {
        match (self.programs.last_mut(), &program) {
            (Some(Program::Blocking(all)), Program::Blocking(more))
            | (Some(Program::Async(all)), Program::Async(more))
            | (Some(Program::Compiled(all)), Program::Compiled(more))
                if !begins =>
            {
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
