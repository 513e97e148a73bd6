//! SQL on a page, and the statements that its Rust has run.

use std::collections::BTreeMap;

use tablewright_sql::Dialect;
use tablewright_sql::redact::without_literals;

/// A block `sql` of a page.
pub struct Shown {
    line: usize,
    /// The database that runs it.
    dialect: Dialect,
    statements: Vec<String>,
    /// The blocks of Rust whose statements these are.
    blocks: Vec<usize>,
}

/// The statements of each block of Rust.
pub struct Statements(BTreeMap<usize, Vec<String>>);

/// The first words of statements. A statement begins at the start of a line; its other lines are
/// indented or begin with another word.
const VERBS: [&str; 8] = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "BEGIN", "COMMIT", "ROLLBACK",
];

impl Shown {
    /// The block on a line, after these blocks of Rust.
    pub fn new(line: usize, block: &str, blocks: Vec<usize>) -> Shown {
        let mut statements: Vec<String> = Vec::new();
        for text in block.lines() {
            let begins = VERBS.iter().any(|verb| text.starts_with(verb));
            let text = text.split(" -- ").next().unwrap_or_default().trim();
            match statements.last_mut() {
                Some(last) if !begins => {
                    last.push(' ');
                    last.push_str(text);
                }
                _ => statements.push(text.to_owned()),
            }
        }
        Shown {
            line,
            dialect: Dialect::Sqlite,
            statements,
            blocks,
        }
    }

    /// The same block for another database than SQLite. Nothing is rendered to begin and end a
    /// transaction.
    #[allow(dead_code)] // One of the tests that have it needs no other database.
    pub fn rendered(mut self, dialect: Dialect) -> Shown {
        self.dialect = dialect;
        let ends = ["BEGIN", "COMMIT", "ROLLBACK"];
        self.statements.retain(|shown| !ends.contains(&&**shown));
        self
    }

    /// Whether each statement is in generated code: in its comments, or in its scripts.
    #[allow(dead_code)]
    pub fn is_in(&self, generated: &str) -> bool {
        let generated = generated.replace("///", " ");
        let words: Vec<&str> = generated.split_whitespace().collect();
        let generated = words.join(" ");
        let mut statements = self.statements.iter();
        statements.all(|shown| generated.contains(&unnumbered(shown)))
    }

    /// The first difference.
    pub fn difference(&self, all: &Statements) -> Option<String> {
        let ran: Vec<&str> = all.of(&self.blocks).collect();
        let is_transaction = self.statements.iter().any(|shown| shown == "BEGIN");
        let mut rest = ran.iter();
        let missing = self.statements.iter().find(|shown| match is_transaction {
            true => !rest.any(|ran| is_of(self.dialect, shown, ran)),
            false => !ran.iter().any(|ran| is_of(self.dialect, shown, ran)),
        })?;
        Some(format!(
            "{}: `{missing}` was not run, or not after what is above it. What was run:\n    {}\n",
            self.line,
            ran.join("\n    ")
        ))
    }
}

impl Statements {
    /// Reads lines: the number of a block, and a statement that it ran.
    pub fn read(lines: &str) -> Statements {
        let mut of_block: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for line in lines.lines() {
            let (block, sql) = line.split_once(' ').expect("a number and a statement");
            let block = block.parse().expect("a number");
            of_block.entry(block).or_default().push(unnumbered(sql));
        }
        Statements(of_block)
    }

    fn of(&self, blocks: &[usize]) -> impl Iterator<Item = &str> {
        let blocks = blocks.iter().filter_map(|block| self.0.get(block));
        blocks.flatten().map(String::as_str)
    }
}

/// The statement with parameters that have no numbers, and with one space where one is needed.
fn unnumbered(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let words = words.join(" ").replace("( ", "(").replace(" )", ")");
    let mut parts = words.split('?');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push('?');
        text.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    text
}

/// Whether a statement that ran is the shown one. A trace leaves literals out of a statement with
/// raw SQL, so the shown one may have them.
fn is_of(dialect: Dialect, shown: &str, ran: &str) -> bool {
    let shown = unnumbered(shown);
    let shown = shown.trim_end_matches(';');
    matches(shown, ran) || matches(&unnumbered(&without_literals(dialect, shown, 8192)), ran)
}

/// Whether the text is the pattern, in which `…` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let parts: Vec<&str> = pattern.split('…').map(str::trim).collect();
    let [first, middle @ .., last] = &parts[..] else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn shown_statements_are_found() {
    let all = Statements::read(
        "1 SELECT \"id\" FROM \"a\" WHERE \"b\" IN (?1, ?2)\n2 DELETE FROM \"a\"\n",
    );
    let shown =
        |block: &str, blocks: &[usize]| Shown::new(1, block, blocks.to_vec()).difference(&all);
    assert_eq!(shown("SELECT … FROM \"a\"\nWHERE \"b\" IN (…)", &[1]), None);
    assert_eq!(
        shown("SELECT … IN (?, ?)\nDELETE FROM \"a\";", &[1, 2]),
        None
    );
    for (wrong, blocks) in [
        ("SELECT … IN (?)", &[1][..]),
        ("SELECT …", &[2]),
        ("BEGIN\nDELETE FROM \"a\"\nSELECT …", &[1, 2]),
        ("SELECT …\nDELETE FROM \"b\"", &[1, 2]),
    ] {
        assert!(shown(wrong, blocks).is_some(), "{wrong}");
    }
}
