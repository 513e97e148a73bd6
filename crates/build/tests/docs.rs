//! The examples in the documentation are correct: each one is a schema from which Rust and SQL are
//! generated, and each mistake is refused.
//!
//! A block fenced as `yaml` is a whole file. The other kinds of blocks are:
//!
//! - `yaml,file=<path>`: a file that the next `yaml` block includes;
//! - `yaml,fragment`: an addition to the models before it;
//! - `yaml,seeds`: rows of the models before it;
//! - `yaml,apart`: a whole file that the Rust after it does not use;
//! - `yaml,mistake`: a file that has to be refused;
//! - `yaml,ignore`: a file of another program;
//! - `text,diagnostic`: the error for the mistake before it; `UPDATE_EXPECT=1` writes it again;
//! - `rust,file=<path>`: an excerpt of this file in the repository.
//!
//! `rust,ignore` and `sql,ignore` are not tested on the page; `NOT_TESTED` has the reasons.

#[path = "../../../tests/support/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tablewright_schema::yaml::{self, Diagnostics, Files, Options};
use tablewright_schema::{Schema, ddl};

/// The blocks `rust,ignore` and `sql,ignore`: the page, the beginning of the block, and the reason.
const NOT_TESTED: [(&str, &str, &str); 18] = [
    (
        "docs/build-script.md",
        "// src/main.rs",
        "a module of a program, as in the tested program of README",
    ),
    (
        "docs/build-script.md",
        "#[path = ",
        "a module of a program; `crates/build/tests/config.rs` tests `out_dir`",
    ),
    (
        "docs/build-script.md",
        "// src/lib.rs",
        "a module of a program; `crates/build/tests/config.rs` tests `types_only`",
    ),
    ("docs/coming-from/diesel.md", "// Diesel", "Diesel"),
    ("docs/coming-from/sea-orm.md", "// SeaORM", "SeaORM"),
    ("docs/coming-from/sqlx.md", "// SQLx", "SQLx"),
    (
        "docs/engines.md",
        "let options = ",
        "the examples have only SQLite; `tests/migrations/tests/suite/pgbouncer.rs` has it",
    ),
    (
        "docs/guides/testing.md",
        "use models::seeds::user;",
        "seeds; `tests/conformance/tests/seeds.rs` has them",
    ),
    (
        "docs/guides/testing.md",
        "let version = ",
        "seeds; `tests/conformance/tests/testing.rs` prepares databases",
    ),
    (
        "docs/guides/testing.md",
        "let empty = ",
        "migrations; `examples/issue-tracker/tests/tracker/migrations.rs` does it",
    ),
    (
        "docs/guides/workspaces.md",
        "// models/src/lib.rs",
        "a crate of its own",
    ),
    (
        "docs/guides/workspaces.md",
        "// src/main.rs",
        "a module of a program; `tests/conformance/build.rs` has several files of models",
    ),
    (
        "docs/logging.md",
        "fn main() {",
        "the crate `tracing-subscriber`",
    ),
    (
        "docs/migrations.md",
        "-- up.postgres.sql",
        "SQL of a user, not of the library",
    ),
    (
        "docs/mysql.md",
        "let db = tablewright::Mysql::connect",
        "the examples have only SQLite; `tests/conformance/tests/mysql` connects",
    ),
    (
        "docs/postgres.md",
        "let db = tablewright::Postgres::connect",
        "the examples have only SQLite; `tests/conformance/tests/postgres` connects",
    ),
    (
        "docs/postgres.md",
        "let mut listener = ",
        "the examples have only SQLite; `tests/conformance/tests/listen.rs` listens",
    ),
    (
        "docs/schema-language.md",
        "use models::seeds::user;",
        "seeds; `tests/conformance/tests/seeds.rs` has them",
    ),
];

#[test]
fn the_examples_of_every_page() {
    for page in pages::all() {
        let at_least = match page.path.as_str() {
            "docs/schema-language.md" => 30,
            "README.md" | "docs/connections.md" | "docs/queries.md" | "docs/llms.txt" => 1,
            path if path.starts_with("docs/guides/") => 1,
            path if path.starts_with("docs/coming-from/") => 1,
            _ => 0,
        };
        check(&page.path, at_least);
    }
}

/// Every block is of a kind that a test knows: it is compiled, run or compared, or says that it is
/// not.
#[test]
fn every_block_is_held_or_marked() {
    let mut wrong = Vec::new();
    let mut excused = [false; NOT_TESTED.len()];
    for page in pages::all() {
        for block in blocks(&page.text) {
            if matches!(block.info, "rust,ignore" | "sql,ignore") {
                let reason = NOT_TESTED.iter().position(|(path, begin, _)| {
                    *path == page.path && block.text.starts_with(begin)
                });
                match reason {
                    Some(reason) => excused[reason] = true,
                    None => wrong.push(format!(
                        "{}:{}: `{}` without a reason in NOT_TESTED",
                        page.path, block.line, block.info
                    )),
                }
            }
            let (language, kind) = block.info.split_once(',').unwrap_or((block.info, ""));
            // Other tests write the files that a first line names: `tests/documentation.rs` those of
            // README, and `crates/cli/tests/tutorial.rs` those of the tutorial.
            let is_file = matches!(page.path.as_str(), "README.md" | "docs/tutorial.md")
                && block.text.starts_with("// ");
            let kinds: &[&str] = match language {
                "yaml" => &["", "apart", "fragment", "seeds", "mistake", "ignore"],
                "rust" if is_file => &[""],
                "rust" => &[
                    "program",
                    "run",
                    "run-async",
                    "begin",
                    "begin-async",
                    "compile",
                    "build",
                    "ignore",
                ],
                "sql" => &["", "postgres", "mysql", "written", "ignore"],
                "sh" => &["", "service", "ignore"],
                "text" => &["", "diagnostic", "output"],
                "console" | "diff" | "toml" | "ini" => &[""],
                // Of the libraries that pages compare with.
                "python" | "js" => &[""],
                _ => &[],
            };
            if !kinds.contains(&kind) && !kind.starts_with("file=") {
                wrong.push(format!("{}:{}: `{}`", page.path, block.line, block.info));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "no test knows these fences (CONTRIBUTING.md lists them):\n{}",
        wrong.join("\n")
    );
    for ((page, begin, _), is_used) in NOT_TESTED.iter().zip(excused) {
        assert!(is_used, "NOT_TESTED: {page} has no block `{begin}`");
    }
}

#[test]
fn excerpts_are_in_their_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut count = 0;
    for page in pages::all() {
        for block in blocks(&page.text) {
            let Some((_, path)) = block.info.split_once(",file=") else {
                continue;
            };
            if block.info.starts_with("yaml") {
                continue;
            }
            count += 1;
            let text = fs::read_to_string(root.join(path)).expect("the file is there");
            assert!(
                text.contains(block.text),
                "{}:{}: this is not in {path}",
                page.path,
                block.line
            );
        }
    }
    assert!(count > 0, "no excerpt was found");
}

/// A key at every position where the language has keys.
const UNKNOWN: &str = "unknown: 1
models:
  User:
    unknown: 1
    fields:
      id: id
      name: { type: text, unknown: 1 }
    indexes:
      - { fields: [name], unknown: 1 }
enums:
  Status: { values: [draft], unknown: 1 }
types:
  Name: { type: text, unknown: 1 }
";

/// The reference has every key that the loader knows, and so has `llms.txt`, which coding agents
/// read alone.
#[test]
fn the_facts_name_every_key() {
    let pages = pages::all();
    let text = |path: &str| {
        let page = pages.iter().find(|page| page.path == path);
        page.expect("the page is there").text.as_str()
    };
    let mut files = InMemory::default();
    files.0.insert("models.yaml".to_owned(), UNKNOWN.to_owned());
    let refused = yaml::load("models.yaml", &mut files).expect_err("there are unknown keys");
    let refused = rendered(refused);
    let lists: Vec<&str> = refused
        .lines()
        .filter_map(|line| line.split_once("its keys are "))
        .map(|(_, keys)| keys)
        .collect();
    assert_eq!(lists.len(), 6, "{refused}");
    let mut keys: Vec<&str> = lists.iter().flat_map(|keys| keys.split(", ")).collect();
    keys.sort_unstable();
    keys.dedup();
    assert!(keys.len() > 45, "only {} keys were found", keys.len());

    let facts: Vec<&str> = text("docs/llms.txt")
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let reference = text("docs/schema-language.md");
    let missing: Vec<&&str> = keys
        .iter()
        .filter(|key| {
            let name = key.trim_matches('`');
            let is_described = [format!("`{name}`"), format!("`{name}: ")]
                .iter()
                .any(|key| reference.contains(key.as_str()));
            !is_described || !facts.contains(&name)
        })
        .collect();
    assert!(
        missing.is_empty(),
        "docs/schema-language.md or docs/llms.txt does not name {missing:?}"
    );
}

/// Checks a page that has at least so many examples.
fn check(page: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(page);
    let text = std::fs::read_to_string(&path).expect("the page is there");
    let mut walk = Walk::default();
    for block in blocks(&text) {
        walk.visit(&block);
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        write(&path, &text, &walk.diagnostics);
    } else {
        walk.wrong
            .extend(walk.diagnostics.iter().filter_map(Diagnostic::difference));
    }
    let wrong = walk.wrong.join("\n\n");
    assert!(
        wrong.is_empty(),
        "{page} has examples that are not so:\n\n{wrong}"
    );
    assert!(
        walk.examples >= at_least,
        "{page} has only {} examples",
        walk.examples
    );
}

/// The state of reading a page.
#[derive(Default)]
struct Walk {
    examples: usize,
    /// The files for the next example to include.
    files: InMemory,
    /// The last models.
    models: String,
    /// How the last block was refused.
    refused: Option<String>,
    diagnostics: Vec<Diagnostic>,
    wrong: Vec<String>,
}

impl Walk {
    fn visit(&mut self, block: &Block<'_>) {
        let complain = |what: String| format!("line {}: {what}\n{}", block.line, block.text);
        if let Some(path) = block.info.strip_prefix("yaml,file=") {
            self.files.0.insert(path.to_owned(), block.text.to_owned());
            return;
        }
        match block.info {
            "yaml,seeds" => {
                let models = self.models.clone();
                if let Err(what) = self.with_seeds(&models, block.text) {
                    self.wrong.push(complain(rendered(what)));
                }
            }
            "yaml,fragment" => {
                let whole = format!("{}\n{}", self.models, block.text);
                let loaded = self.load(&whole).map_err(rendered);
                if let Err(what) = loaded.and_then(write_everything) {
                    self.wrong.push(complain(what));
                }
            }
            "yaml" | "yaml,apart" => {
                self.examples += 1;
                self.refused = None;
                self.models = block.text.to_owned();
                if let Err(what) = self
                    .load(block.text)
                    .map_err(rendered)
                    .and_then(write_everything)
                {
                    self.wrong.push(complain(what));
                }
            }
            "yaml,mistake" => {
                self.examples += 1;
                self.refused = self.load(block.text).err().map(rendered);
                if self.refused.is_none() {
                    self.wrong.push(complain("this is not refused".to_owned()));
                }
            }
            "text,diagnostic" => match self.refused.take() {
                Some(mistake) => self.diagnostics.push(Diagnostic::new(block, &mistake)),
                None => self
                    .wrong
                    .push(complain("there is no mistake before this".to_owned())),
            },
            "yaml,ignore" => {}
            info if info.starts_with("yaml") => {
                self.wrong
                    .push(complain(format!("`{info}` is no kind of example")));
            }
            _ => {}
        }
    }

    /// Loads the example together with the files before it.
    fn load(&mut self, models: &str) -> Result<Schema, Diagnostics> {
        let mut files = std::mem::take(&mut self.files);
        files.0.insert("models.yaml".to_owned(), models.to_owned());
        yaml::load("models.yaml", &mut files)
    }

    /// Loads models with a file of seeds.
    fn with_seeds(&mut self, models: &str, seeds: &str) -> Result<(), Diagnostics> {
        let mut files = std::mem::take(&mut self.files);
        files.0.insert("models.yaml".to_owned(), models.to_owned());
        files
            .0
            .insert("seeds/rows.yaml".to_owned(), seeds.to_owned());
        yaml::load_with_seeds("models.yaml", None, &mut files, &Options::default()).map(drop)
    }
}

fn rendered(mistakes: Diagnostics) -> String {
    mistakes.render(false)
}

/// Writes all that a build script and the command would: the Rust, and the SQL of every dialect.
fn write_everything(schema: Schema) -> Result<(), String> {
    let rust = tablewright_build::generate(&schema).map_err(|error| error.to_string())?;
    if rust.is_empty() {
        return Err("there is no Rust".to_owned());
    }
    for &dialect in &schema.dialects {
        let create = ddl::script(&ddl::create(&schema, dialect));
        let drop = ddl::script(&ddl::drop(&schema, dialect));
        if create.text.is_empty() || drop.text.is_empty() {
            return Err(format!("there is no SQL for {dialect}"));
        }
    }
    Ok(())
}

/// The files of an example.
#[derive(Default)]
struct InMemory(BTreeMap<String, String>);

impl Files for InMemory {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        match self.0.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err("there is no such file".to_owned()),
        }
    }

    /// Knows one `*`, which is all that the examples have.
    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, String> {
        let Some((start, end)) = pattern.split_once('*') else {
            return Err("the examples have one `*`".to_owned());
        };
        let matches = |path: &&String| path.starts_with(start) && path.ends_with(end);
        Ok(self.0.keys().filter(matches).cloned().collect())
    }
}

/// A fenced block of a page.
struct Block<'a> {
    /// The words after the fence.
    info: &'a str,
    /// The line of the fence, from 1.
    line: usize,
    /// Where the text begins in the page.
    start: usize,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, usize, usize)> = None;
    let mut offset = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let end = offset + line.len();
        if let Some(info) = line.strip_prefix("```") {
            open = match open {
                None => Some((info.trim(), index + 1, end)),
                Some((info, line, start)) => {
                    blocks.push(Block {
                        info,
                        line,
                        start,
                        text: &page[start..offset],
                    });
                    None
                }
            };
        }
        offset = end;
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A diagnostic that a page shows, and the one that there is.
struct Diagnostic {
    line: usize,
    start: usize,
    shown: String,
    actual: String,
}

impl Diagnostic {
    fn new(block: &Block<'_>, actual: &str) -> Diagnostic {
        Diagnostic {
            line: block.line,
            start: block.start,
            shown: block.text.to_owned(),
            actual: format!("{}\n", actual.trim_end()),
        }
    }

    fn difference(&self) -> Option<String> {
        (self.shown != self.actual).then(|| {
            format!(
                "line {}: the mistake looks like this (UPDATE_EXPECT=1 writes it):\n{}",
                self.line, self.actual
            )
        })
    }
}

/// Writes the diagnostics into the page, the last one first so that the positions of the others
/// stay the same.
fn write(path: &PathBuf, page: &str, diagnostics: &[Diagnostic]) {
    let mut page = page.to_owned();
    for diagnostic in diagnostics.iter().rev() {
        let end = diagnostic.start + diagnostic.shown.len();
        page.replace_range(diagnostic.start..end, &diagnostic.actual);
    }
    std::fs::write(path, page).expect("the page is written");
}
