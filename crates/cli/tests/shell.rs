//! The shell blocks of the documentation run without errors.
//!
//! The `sh` blocks of each page run in order in the page's own folder, with the variables of the
//! blocks before. Each command has to succeed. Things that a reader already has are in blocks in an
//! HTML comment: a `yaml` block whose first line is `# models.yaml` is written as that file, and a
//! hidden `sh` block creates migrations or a database. The URL of a server is replaced by that of
//! an SQLite file.
//!
//! - `text,output` is the output of the commands before it; `…` stands for any text.
//! - `sql,written` is a part of a file that they have written.
//! - `sh,ignore` is not run, and `NOT_RUN` has the reason. Its calls of the command are still
//!   parsed.
//!
//! `tests/tutorial.rs` runs the tutorial, and the example `issue-tracker` its own requests.

#[path = "../../../tests/support/pages.rs"]
mod pages;
#[path = "support/terminal.rs"]
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use pages::Page;
use terminal::Terminal;

/// The blocks that are not run: the page, how the block begins, and why.
const NOT_RUN: [(&str, &str, &str); 14] = [
    (
        "README.md",
        "git clone ",
        "the network; `tests/init.rs` runs `init` and builds what it writes",
    ),
    (
        "README.md",
        "cargo run -p quickstart",
        "`tests/documentation.rs` does",
    ),
    ("docs/command-line.md", "cargo install ", "the network"),
    (
        "docs/sqlite.md",
        "tablewright sql > ",
        "another program, the client of SQLite",
    ),
    ("docs/tutorial.md", "git clone ", "the network"),
    (
        "docs/tutorial.md",
        "cargo build --release",
        "another machine",
    ),
    ("docs/tutorial.md", "sudo -u postgres ", "another machine"),
    ("docs/tutorial.md", "sudo systemctl ", "another machine"),
    (
        "examples/issue-tracker/README.md",
        "cargo run -p issue-tracker",
        "a service, which its tests run",
    ),
    (
        "examples/issue-tracker/README.md",
        "createdb ",
        "its tests do, on a server of theirs",
    ),
    (
        "examples/issue-tracker/README.md",
        "mariadb ",
        "its tests do, on a server of theirs",
    ),
    (
        "examples/issue-tracker/README.md",
        "alias ada=",
        "its tests do, in `tests/tracker/program.rs`",
    ),
    (
        "examples/issue-tracker/README.md",
        "docker ",
        "another program, and the network",
    ),
    (
        "examples/issue-tracker/README.md",
        "scripts/with-servers ",
        "it is the tests",
    ),
];

/// A server on the pages, and its replacement.
const SERVER: (&str, &str) = ("postgres://app@localhost/shop", "sqlite:shop.db");

#[test]
fn every_shell_block_runs() {
    let mut wrong = Vec::new();
    let (mut runs, mut compared) = (0, 0);
    for page in all_pages() {
        if page.path == "docs/tutorial.md" || !has_commands(&page) {
            continue;
        }
        let mut reader = Reader::new(&page);
        for block in blocks(&page.text) {
            match block.info {
                "sh" => runs += 1,
                "text,output" | "sql,written" => compared += 1,
                _ => {}
            }
            if let Err(what) = reader.visit(&block) {
                wrong.push(format!("{}:{}: {what}", page.path, block.line));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        runs > 20 && compared > 3,
        "only {runs} blocks ran, and {compared} outputs were compared"
    );
}

#[test]
fn what_is_not_run_has_a_reason() {
    let mut unused: BTreeSet<(&str, &str)> = NOT_RUN
        .iter()
        .map(|(page, begins, _)| (*page, *begins))
        .collect();
    let mut wrong = Vec::new();
    for page in all_pages() {
        for block in blocks(&page.text) {
            if block.info != "sh,ignore" {
                continue;
            }
            let is_this = |(of, begins, _): &&(&str, &str, &str)| {
                *of == page.path && block.text.starts_with(begins)
            };
            match NOT_RUN.iter().find(is_this) {
                Some((page, begins, _)) => drop(unused.remove(&(page, begins))),
                None => wrong.push(format!("{}:{}", page.path, block.line)),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these are not run, and NOT_RUN has no reason: {wrong:?}"
    );
    assert!(
        unused.is_empty(),
        "NOT_RUN names what no page has: {unused:?}"
    );
}

#[test]
fn every_documented_command_line_is_valid() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in all_pages() {
        for block in blocks(&page.text) {
            if block.info != "sh,ignore" {
                continue;
            }
            for line in commands(block.text) {
                if let ["tablewright", rest @ ..] = words(line).as_slice() {
                    checked += 1;
                    if let Err(error) = parse(rest) {
                        wrong.push(format!("{}: {line}\n{error}", page.path));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 0, "no line was found");
}

/// The rows of options name the commands that have them.
#[test]
fn options_are_those_of_the_commands() {
    let page = fs::read_to_string(root().join("docs/command-line.md")).expect("the page is there");
    let help = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(words)
            .arg("--help")
            .output();
        String::from_utf8(output.expect("the command runs").stdout).expect("UTF-8")
    };
    let all = help(&[]);
    let (_, all) = all.split_once("Commands:\n").expect("commands");
    let all = all.lines().take_while(|line| !line.trim().is_empty());
    let all = all.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let all: Vec<&str> = all
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(all.len() > 10, "only {all:?} were found");
    for option in ["--verbose", "--quiet", "--json"] {
        let row = page.lines().find(|line| {
            line.split('|')
                .nth(1)
                .is_some_and(|cell| cell.contains(&format!("`{option}`")))
        });
        let (_, named) = row
            .and_then(|row| row.rsplit_once('('))
            .expect("a row with commands");
        let mut named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        let has = |command: &&str| {
            let help = help(&[command]);
            help.split_whitespace()
                .any(|word| word.trim_end_matches(',') == option)
        };
        let mut have: Vec<&str> = all
            .iter()
            .copied()
            .filter(|one| *one != "help")
            .filter(has)
            .collect();
        named.sort_unstable();
        have.sort_unstable();
        assert_eq!(
            named, have,
            "`{option}` in docs/command-line.md, and the commands that have it"
        );
    }
}

/// The pages of `docs/`, and those of the examples.
fn all_pages() -> Vec<Page> {
    let mut pages = pages::all();
    let path = "examples/issue-tracker/README.md";
    let text = fs::read_to_string(root().join(path)).expect("the example has a page");
    pages.push(Page {
        path: path.to_owned(),
        text,
    });
    pages
}

fn has_commands(page: &Page) -> bool {
    blocks(&page.text).iter().any(|block| block.info == "sh")
}

fn root() -> &'static Path {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.ancestors().nth(2).expect("the repository")
}

/// A user who follows a page.
struct Reader(Terminal);

impl Reader {
    fn new(page: &Page) -> Reader {
        let (server, file) = SERVER;
        let name = page.path.replace(['/', '.'], "-");
        let terminal = Terminal::new(&format!("shell-{name}")).replacing(server, file);
        let home = terminal
            .folder
            .to_str()
            .expect("a path in UTF-8")
            .to_owned();
        let repository = root().to_str().expect("a path in UTF-8");
        Reader(terminal.with("HOME", &home).with("REPOSITORY", repository))
    }

    fn visit(&mut self, block: &Block<'_>) -> Result<(), String> {
        match block.info {
            "sh" => self.0.run(block.text),
            "text,output" => self.0.compare(block.text),
            "sql,written" => self.find(block.text),
            "yaml" if block.text.starts_with("# models.yaml\n") => {
                let file = self.0.folder.join("models.yaml");
                fs::write(file, format!("{}\n", block.text)).map_err(|error| error.to_string())
            }
            _ => Ok(()),
        }
    }

    /// Whether a migration has the SQL.
    fn find(&self, sql: &str) -> Result<(), String> {
        let mut texts = Vec::new();
        for migration in entries(&self.0.folder.join("migrations")) {
            texts.extend(entries(&migration).iter().map(fs::read_to_string));
        }
        let texts: Vec<String> = texts.into_iter().filter_map(Result::ok).collect();
        match texts.iter().any(|text| text.contains(sql)) {
            true => Ok(()),
            false => Err(format!(
                "no migration has\n{sql}\nThey are\n{}",
                texts.join("\n")
            )),
        }
    }
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// A fenced block of a page.
struct Block<'a> {
    info: &'a str,
    /// The line of the fence, from 1.
    line: usize,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut line = 0;
    let mut blocks = Vec::new();
    for (number, part) in page.split("\n```").enumerate() {
        if number % 2 == 1 {
            let (info, text) = part.split_once('\n').unwrap_or((part, ""));
            let info = info.trim();
            blocks.push(Block {
                info,
                line: line + 1,
                text,
            });
        }
        line += part.matches('\n').count() + 1;
    }
    blocks
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
