//! What the documentation shows is true: every example is a schema of which Rust and SQL are made,
//! and every mistake is one.
//!
//! A block fenced as `yaml` is a whole file; as `yaml,file=<path>` it is a file that the next
//! `yaml` block includes; as `yaml,mistake` it has to be refused; as `yaml,ignore` it is another
//! program's. A block `text,diagnostic` is what the mistake before it looks like, and is written
//! again with `UPDATE_EXPECT=1`. A block `rust,file=<path>` is an excerpt of that file in the
//! repository.

#[path = "../../../tests/support/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tablewright_schema::yaml::{self, Diagnostics, Files};
use tablewright_schema::{Schema, ddl};

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

/// Rust in a guide compiles, or is marked as code of another library.
#[test]
fn the_rust_of_guides_is_compiled_or_marked() {
    let mut wrong = Vec::new();
    for page in pages::all() {
        let is_guide = [
            "docs/guides/",
            "docs/coming-from/",
            "docs/llms.txt",
            "docs/tutorial.md",
        ];
        if !is_guide.iter().any(|start| page.path.starts_with(start)) {
            continue;
        }
        for block in blocks(&page.text) {
            // The tutorial's test writes and compiles the files that a first line names.
            let is_file = page.path == "docs/tutorial.md" && block.text.starts_with("// ");
            if block.info == "rust" && !is_file {
                wrong.push(format!("{}:{}", page.path, block.line));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "say of this Rust whether it is compiled (`rust,run`, `rust,program`) or not (`rust,ignore`): {}",
        wrong.join(", ")
    );
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

/// Coding agents read `llms.txt` alone, so it has every key of the language.
#[test]
fn the_facts_name_every_key() {
    let pages = pages::all();
    let text = |path: &str| {
        let page = pages.iter().find(|page| page.path == path);
        page.expect("the page is there").text.as_str()
    };
    let facts: Vec<&str> = text("docs/llms.txt")
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let mut keys = Vec::new();
    let mut section = "";
    for line in text("docs/schema-language.md").lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        } else if matches!(section, "The file" | "Models" | "Fields") {
            // Only the first cell of a row; one row may have several keys.
            let cell = line
                .strip_prefix("| `")
                .and_then(|row| row.split('|').next());
            let words = cell.into_iter().flat_map(|cell| cell.split("`, `"));
            keys.extend(words.map(|word| word.split(['`', ':']).next().unwrap_or(word).trim()));
        }
    }
    assert!(keys.len() > 35, "only {} keys were found", keys.len());
    keys.retain(|key| !facts.contains(key));
    assert!(keys.is_empty(), "docs/llms.txt does not name {keys:?}");
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

/// What has been seen of a page.
#[derive(Default)]
struct Walk {
    examples: usize,
    /// The files for the next example to include.
    files: InMemory,
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
            "yaml" => {
                self.examples += 1;
                self.refused = None;
                if let Err(what) = self
                    .load(block)
                    .map_err(rendered)
                    .and_then(write_everything)
                {
                    self.wrong.push(complain(what));
                }
            }
            "yaml,mistake" => {
                self.examples += 1;
                self.refused = self.load(block).err().map(rendered);
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
    fn load(&mut self, block: &Block<'_>) -> Result<Schema, Diagnostics> {
        let mut files = std::mem::take(&mut self.files);
        files
            .0
            .insert("models.yaml".to_owned(), block.text.to_owned());
        yaml::load("models.yaml", &mut files)
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
    /// What stands behind the fence.
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

/// Writes the diagnostics into the page, the last one first so that places stay what they are.
fn write(path: &PathBuf, page: &str, diagnostics: &[Diagnostic]) {
    let mut page = page.to_owned();
    for diagnostic in diagnostics.iter().rev() {
        let end = diagnostic.start + diagnostic.shown.len();
        page.replace_range(diagnostic.start..end, &diagnostic.actual);
    }
    std::fs::write(path, page).expect("the page is written");
}
