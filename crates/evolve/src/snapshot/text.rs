//! Writes and parses the text of a snapshot.

use std::borrow::Cow;
use std::fmt;

use tablewright_schema::When;
use tablewright_schema::catalog::read as read_catalog;
use tablewright_schema::catalog::write::create_table;
use tablewright_schema::catalog::{Catalog, Table};
use tablewright_sql::{Dialect, split};

use super::{Definition, Script, Snapshot, Touched};

const HEAD: &str = "-- The tables after this migration: the next one starts from them. Written by \
    `tablewright diff`;\n-- change up and down, not this file.\n";
const NOTHING: &str = "nothing";
const TABLE: &str = "-- table ";
const SCRIPT: &str = "-- sql ";
const DROP: &str = "-- drop:";

/// Writes the text of a snapshot.
pub fn write(dialect: Dialect, snapshot: &Snapshot) -> String {
    let mut text = HEAD.to_owned();
    for table in &snapshot.tables {
        let name = quoted(&table.name);
        text.push_str(&format!("\n{TABLE}{name} {}\n", from_to(table)));
        if let Some(definition) = &table.to {
            let statements = create_table(dialect, &definition.what);
            text.push_str(&tablewright_schema::ddl::script(&statements).text);
        }
    }
    for script in &snapshot.scripts {
        let name = quoted(&script.name);
        let when = script.to.as_ref().map_or(When::After, |to| to.what.when);
        let when = when_word(when);
        text.push_str(&format!("\n{SCRIPT}{name} {when} {}\n", from_to(script)));
        if let Some(definition) = &script.to {
            text.push_str(&script_text(&definition.what));
        }
    }
    text
}

/// An error in the text of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The line, from 1.
    pub line: usize,
    /// The error.
    pub what: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Error {}

/// Parses the text of a snapshot.
pub fn read(dialect: Dialect, text: &str) -> Result<Snapshot, Error> {
    // Line ends that a checkout changed are all alike; others belong to a string.
    let is_changed = text
        .split('\n')
        .next()
        .is_some_and(|line| line.ends_with('\r'));
    let text = match is_changed {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    let mut snapshot = Snapshot::default();
    for section in sections(dialect, &text) {
        let head = section.head;
        if let Some(rest) = head.strip_prefix(TABLE) {
            let (name, rest) = section.name(rest)?;
            let (from, to) = section.fingerprints(rest)?;
            let to = match to {
                Some(fingerprint) => Some(section.table(dialect, &name, fingerprint)?),
                None => None,
            };
            snapshot.tables.push(Touched { name, from, to });
        } else if let Some(rest) = head.strip_prefix(SCRIPT) {
            let (name, rest) = section.name(rest)?;
            let (when, rest) = section.when(rest)?;
            let (from, to) = section.fingerprints(rest)?;
            let to = to.map(|fingerprint| section.script(when, fingerprint));
            snapshot.scripts.push(Touched { name, from, to });
        }
    }
    Ok(snapshot)
}

fn from_to<T>(touched: &Touched<T>) -> String {
    let from = touched.from.as_deref().unwrap_or(NOTHING);
    let to = touched.to.as_ref();
    let to = to.map_or(NOTHING, |to| to.fingerprint.as_str());
    format!("from {from} to {to}")
}

fn script_text(script: &Script) -> String {
    let create = statement(&script.create);
    // A comment in its last line would include the semicolon.
    let mut text = format!("{create}\n;\n");
    if let Some(drop) = &script.drop {
        text.push_str(&format!("{DROP}\n"));
        for line in statement(drop).lines() {
            text.push_str(format!("--   {line}").trim_end());
            text.push('\n');
        }
    }
    text
}

/// The SQL without semicolons and white space at its ends.
pub(super) fn statement(sql: &str) -> &str {
    sql.trim()
        .trim_end_matches(|character: char| character == ';' || character.is_whitespace())
}

pub(super) fn when_word(when: When) -> &'static str {
    match when {
        When::Before => "before",
        When::After => "after",
    }
}

/// The name in quotes, always on one line.
fn quoted(name: &str) -> String {
    format!("{name:?}")
}

/// The name in quotes at the beginning of the text, and the rest.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut characters = text.strip_prefix('"')?.chars();
    loop {
        match characters.next()? {
            '"' => return Some((name, characters.as_str())),
            '\\' => name.push(match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'u' => {
                    let (digits, rest) = characters.as_str().strip_prefix('{')?.split_once('}')?;
                    characters = rest.chars();
                    char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
                }
                other => other,
            }),
            character => name.push(character),
        }
    }
}

/// A heading and the lines below it.
struct Section<'t> {
    /// The line of the heading, from 1.
    line: usize,
    head: &'t str,
    body: &'t str,
    /// The lines with the SQL that drops it.
    drop: Option<Vec<&'t str>>,
}

/// The sections of a text. A heading is between statements: a string in one may look like it.
fn sections<'t>(dialect: Dialect, text: &'t str) -> Vec<Section<'t>> {
    let offset_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let found = split(dialect, text).into_iter();
    let mut inside = found
        .map(|statement| (statement.start, statement.end()))
        .peekable();
    let mut sections: Vec<Section<'t>> = Vec::new();
    let mut offset = 0;
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += whole.len();
        while inside.next_if(|(_, end)| *end <= start).is_some() {}
        let is_inside = inside.peek().is_some_and(|(begin, _)| *begin < start);
        let line = whole.trim_end();
        let is_head = line.starts_with(TABLE) || line.starts_with(SCRIPT);
        if is_head && !is_inside {
            sections.push(Section {
                line: number + 1,
                head: line,
                body: &text[offset..offset],
                drop: None,
            });
            continue;
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        match &mut section.drop {
            Some(lines) if line.starts_with("--") => lines.push(line),
            Some(_) => {}
            None if line == DROP && !is_inside => section.drop = Some(Vec::new()),
            None => {
                section.body = &text[offset_of(section.body)..offset];
            }
        }
    }
    sections
}

impl Section<'_> {
    fn error(&self, what: impl Into<String>) -> Error {
        Error {
            line: self.line,
            what: what.into(),
        }
    }

    fn name<'r>(&self, rest: &'r str) -> Result<(String, &'r str), Error> {
        unquoted(rest).ok_or_else(|| self.error("expected a name in quotes"))
    }

    fn when<'r>(&self, rest: &'r str) -> Result<(When, &'r str), Error> {
        let rest = rest.trim_start();
        for when in [When::Before, When::After] {
            if let Some(rest) = rest.strip_prefix(when_word(when)) {
                return Ok((when, rest));
            }
        }
        Err(self.error("expected `before` or `after` after the name"))
    }

    fn fingerprints(&self, rest: &str) -> Result<(Option<String>, Option<String>), Error> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let fingerprint = |word: &str| match word {
            NOTHING => Some(None),
            _ if is_fingerprint(word) => Some(Some(word.to_owned())),
            _ => None,
        };
        let both = match words[..] {
            ["from", from, "to", to] => fingerprint(from).zip(fingerprint(to)),
            _ => None,
        };
        both.ok_or_else(|| {
            let expected = "expected `from` and `to`, each with 32 hexadecimal digits or `nothing`";
            self.error(expected)
        })
    }

    fn table(
        &self,
        dialect: Dialect,
        name: &str,
        fingerprint: String,
    ) -> Result<Definition<Table>, Error> {
        let Catalog { mut tables, .. } = read_catalog(dialect, self.body);
        let position = tables.iter().position(|table| table.name == name);
        let Some(position) = position else {
            return Err(self.error(format!(
                "the CREATE TABLE for {} is missing below",
                quoted(name)
            )));
        };
        Ok(Definition {
            what: tables.swap_remove(position),
            fingerprint,
        })
    }

    fn script(&self, when: When, fingerprint: String) -> Definition<Script> {
        let unmarked = |line: &&str| {
            let line = line.strip_prefix("--").unwrap_or(line);
            line.strip_prefix("   ").unwrap_or(line).to_owned()
        };
        let drop = self.drop.as_ref();
        let drop = drop.map(|lines| lines.iter().map(unmarked).collect::<Vec<_>>().join("\n"));
        let what = Script {
            when,
            create: statement(self.body).to_owned(),
            drop,
        };
        Definition { what, fingerprint }
    }
}

fn is_fingerprint(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
