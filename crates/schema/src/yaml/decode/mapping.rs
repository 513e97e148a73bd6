//! Decodes a mapping: takes the known keys, and reports the others.

use std::collections::BTreeMap;

use super::super::nearest::nearest;
use super::super::node::{Node, NodeKind};
use super::super::report::Report;
use super::super::shapes::{At, Placeholders, Spanned, Sql, UnknownKey};
use super::scalar;

/// A mapping with a fixed set of keys: those that the decoder takes.
pub struct Mapping<'n> {
    noun: &'static str,
    owner: At,
    entries: Vec<Entry<'n>>,
    /// Whether each of the entries was taken.
    taken: Vec<bool>,
    known: Vec<&'static str>,
    /// The missing required keys.
    missing: Vec<&'static str>,
    /// Keys, each with another one that may replace it.
    alternatives: Vec<(&'static str, &'static str)>,
    placeholders: Placeholders,
}

/// A key and its value.
pub struct Entry<'n> {
    pub key: Spanned<String>,
    pub value: &'n Node,
    /// Whether the key is repeated, which is already reported.
    pub is_repeated: bool,
}

impl<'n> Mapping<'n> {
    /// Opens the mapping of a `noun`, such as `field`. A missing key is reported at the `owner`.
    ///
    /// `None` if it is not a mapping, which is reported.
    pub fn open(
        node: &'n Node,
        noun: &'static str,
        owner: At,
        report: &mut Report,
    ) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            scalar::unexpected(node, &format!("a mapping for this {noun}"), report);
            return None;
        };
        if splits_a_text(entries, report) {
            return None;
        }
        let (entries, is_whole) = report.watch(|report| keyed(entries, report));
        let mut placeholders = Placeholders::default();
        if !is_whole {
            placeholders.add_any();
        }
        Some(Mapping {
            noun,
            owner,
            taken: vec![false; entries.len()],
            entries,
            known: Vec::new(),
            missing: Vec::new(),
            alternatives: Vec::new(),
            placeholders,
        })
    }

    /// Whether the mapping contains any of the keys.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        self.entries
            .iter()
            .any(|entry| keys.contains(&entry.key.value.as_str()))
    }

    /// The value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_entry(key).map(|(_, _, value)| value)
    }

    /// The key, its position and its value.
    pub fn take_entry(&mut self, key: &'static str) -> Option<(&'static str, At, &'n Node)> {
        self.known.push(key);
        let mut keys = self.entries.iter();
        let position = keys.position(|entry| entry.key.value == key)?;
        self.taken[position] = true;
        let entry = &self.entries[position];
        Some((key, entry.key.at, entry.value))
    }

    /// The value of a key, parsed by `read`; after an error the key is a placeholder.
    pub fn read<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        read: impl FnOnce(&'n Node, &mut Report) -> T,
    ) -> Option<T> {
        let node = self.take(key)?;
        let (value, is_whole) = report.watch(|report| read(node, report));
        if !is_whole {
            self.placeholders.add(key);
        }
        Some(value)
    }

    /// The value of a required key, parsed by `read`.
    pub fn require<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        read: impl FnOnce(&'n Node, &mut Report) -> Option<T>,
    ) -> Option<T> {
        if !self.has_any(&[key]) {
            self.missing.push(key);
            self.placeholders.add(key);
        }
        self.read(key, report, read).flatten()
    }

    /// Notes that a required key may be replaced by another one.
    pub fn may_be_instead(&mut self, other: &'static str, key: &'static str) {
        self.alternatives.push((other, key));
    }

    /// The string of a key.
    pub fn text(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<String>> {
        let what = format!("a text for `{key}`");
        let read = |node, report: &mut Report| scalar::text(node, &what, report);
        self.read(key, report, read).flatten()
    }

    /// The boolean of a key.
    pub fn boolean(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<bool>> {
        self.read(key, report, scalar::boolean).flatten()
    }

    /// The SQL of a key.
    pub fn sql(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<Sql>> {
        self.read(key, report, scalar::sql).flatten()
    }

    /// The list of strings of a key.
    pub fn texts(
        &mut self,
        key: &'static str,
        what: &str,
        report: &mut Report,
    ) -> Vec<Spanned<String>> {
        let read = |node, report: &mut Report| scalar::texts(node, what, report);
        self.read(key, report, read).unwrap_or_default()
    }

    /// The string, or the list of strings, of a key.
    pub fn names(&mut self, key: &'static str, report: &mut Report) -> Vec<Spanned<String>> {
        let read = |node, report: &mut Report| {
            let items = scalar::one_or_more(node).iter();
            let names = items.filter_map(|item| scalar::text(item, "a name", report));
            names.collect()
        };
        self.read(key, report, read).unwrap_or_default()
    }

    /// The entries of a key whose value is a mapping with names from the user; an error in an entry
    /// makes no placeholder.
    pub fn named(&mut self, key: &'static str, report: &mut Report) -> Vec<Entry<'n>> {
        let read = |node, report: &mut Report| named(node, key, report);
        self.read(key, report, read).unwrap_or_default()
    }

    /// Reports unknown and missing keys, and returns the placeholders.
    pub fn finish(mut self, report: &mut Report) -> Placeholders {
        let unknown_keys = self.entries.iter().zip(&self.taken);
        for (entry, _) in unknown_keys.filter(|(_, is_taken)| !**is_taken) {
            let name = &entry.key.value;
            let error = report.error(entry.key.at, unknown(name, self.noun));
            if self.noun == "field"
                && let Some(foreign) = foreign_key_of_field(name)
            {
                error.hint(foreign.hint);
                self.missing.retain(|missing| Some(*missing) != foreign.key);
                match foreign.key {
                    Some(key) => self.placeholders.add(key),
                    None => self.placeholders.add_unknown_key(unknown_key(entry.value)),
                }
                continue;
            }
            // Missing keys are suggested first, because a similar key is probably one of them.
            let keys = self.missing.iter().chain(&self.known).copied();
            match nearest(name, keys) {
                Some(meant) => {
                    error.did_you_mean(Some(meant));
                    let alternatives = &self.alternatives;
                    self.missing.retain(|missing| {
                        *missing != meant && !alternatives.contains(&(meant, *missing))
                    });
                    self.placeholders.add(meant);
                }
                None => {
                    error.hint(format!("its keys are {}", listed(&self.known)));
                    self.placeholders.add_unknown_key(unknown_key(entry.value));
                }
            }
        }
        let is_missing = |key: &&&'static str| !self.placeholders.may_be_unknown_key(key);
        let missing: Vec<String> = self
            .missing
            .iter()
            .filter(is_missing)
            .map(|key| format!("no `{key}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("this {} has {}", self.noun, missing.join(" and "));
            report.error(self.owner, message);
        }
        self.placeholders
    }

    /// Reports that no key of the mapping is known, at its first key.
    pub fn finish_strange(self, hint: String, report: &mut Report) {
        if let Some(entry) = self.entries.first() {
            report
                .error(entry.key.at, unknown(&entry.key.value, self.noun))
                .hint(hint);
        }
    }
}

/// The key here for a key of SQL or of other libraries.
struct Foreign {
    /// The key here, if there is one.
    key: Option<&'static str>,
    hint: &'static str,
}

fn foreign_key_of_field(name: &str) -> Option<Foreign> {
    let word: String = name
        .chars()
        .filter(|character| !matches!(character, '_' | '-' | ' '))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    let (key, hint) = match word.as_str() {
        "nullable" | "null" | "optional" | "notnull" | "required" => (
            None,
            "write it in the type: `string(50)?` can be NULL, `string(50)` cannot",
        ),
        "size" | "maxlength" | "maxlen" | "limit" => {
            (None, "write it in the type: `type: string(50)`")
        }
        "unsigned" => (
            None,
            "write it in the type: `u16`, `u32` and `u64` have no negative numbers",
        ),
        "precision" | "scale" | "digits" => (None, "write it in the type: `type: decimal(10, 2)`"),
        "primary" | "pk" | "ispk" | "isprimary" => {
            (Some("primary_key"), "here it is called `primary_key`")
        }
        "autoincrement" | "identity" | "serial" => (Some("auto"), "here it is called `auto`"),
        "minimum" | "atleast" => (Some("min"), "here it is called `min`"),
        "maximum" | "atmost" => (Some("max"), "here it is called `max`"),
        "minlength" | "minlen" => (Some("length"), "write `length: 3..`"),
        "regex" | "regexp" | "matches" => (Some("pattern"), "here it is called `pattern`"),
        "comment" | "description" => (Some("doc"), "here it is called `doc`"),
        "references" | "foreignkey" | "fk" | "belongsto" => (
            None,
            "a reference is a field whose type is the model: `author: User`",
        ),
        "enum" | "values" | "choices" => (
            None,
            "an enum is declared below `enums`, and its name is the type",
        ),
        "renamedfrom" | "oldname" | "previously" => (Some("was"), "here it is called `was`"),
        "hidden" | "secret" => (Some("sensitive"), "here it is called `sensitive`"),
        "computed" | "virtual" => (Some("generated"), "here it is called `generated`"),
        _ => return None,
    };
    Some(Foreign { key, hint })
}

/// A mapping with names from the user: of `models`, of `fields`.
pub fn named<'n>(node: &'n Node, noun: &str, report: &mut Report) -> Vec<Entry<'n>> {
    let NodeKind::Map(entries) = &node.kind else {
        let what = format!("a mapping of {noun}");
        let error = scalar::unexpected(node, &what, report);
        if let Some(error) = error {
            error.hint(match &node.kind {
                NodeKind::List(_) => "write each as `name: …`, without `-` or `[ ]`",
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Integer(_)
                | NodeKind::Float(_)
                | NodeKind::Text(_)
                | NodeKind::Map(_)
                | NodeKind::Broken => "write each as `name: …`, on a line of its own below",
            });
        }
        return Vec::new();
    };
    keyed(entries, report)
}

/// The entries whose keys are strings and not repeated.
fn keyed<'n>(entries: &'n [(Node, Node)], report: &mut Report) -> Vec<Entry<'n>> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut keyed: Vec<Entry> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let Some(name) = key_text(key, report) else {
            continue;
        };
        if let Some(&earlier) = first.get(name) {
            let earlier = &mut keyed[earlier];
            earlier.is_repeated = true;
            report
                .error(key.at, format!("`{name}` is given twice"))
                .also(earlier.key.at, "first given here");
            continue;
        }
        first.insert(name, keyed.len());
        keyed.push(Entry {
            key: Spanned {
                value: name.to_owned(),
                at: key.at,
            },
            value,
            is_repeated: false,
        });
    }
    keyed
}

fn key_text<'n>(key: &'n Node, report: &mut Report) -> Option<&'n str> {
    if let NodeKind::Text(text) = &key.kind {
        if text != "<<" {
            return Some(text);
        }
        let hint = match report.is_seeds(key.at.file) {
            true => "write all fields of each row",
            false => "share fields between models with `mixins`",
        };
        report
            .error(key.at, "merge keys (`<<`) are not supported")
            .hint(hint);
        return None;
    }
    let error = scalar::unexpected(key, "a name as the key", report)?;
    match scalar::quoted(key) {
        Some(quoted) => error.hint(format!("put quotes around it: `{quoted}:`")),
        None if key.kind == NodeKind::Null => error.hint(
            "put quotes around `null` or `~` if it is a text; a field that can be NULL has a `?` after its \
             type: `string(50)?`",
        ),
        None => error,
    };
    None
}

/// Reports a string that a comma has split: in `{ type: decimal(10, 2) }`, YAML sees the keys
/// `type` and `2)`.
fn splits_a_text(entries: &[(Node, Node)], report: &mut Report) -> bool {
    let mut split = false;
    for (position, (key, value)) in entries.iter().enumerate() {
        let rest = entries[position + 1..].iter();
        let rest = rest
            .take_while(|(_, value)| value.kind == NodeKind::Null)
            .map(|(key, _)| key);
        if let Some(whole) = scalar::rejoined(value, rest) {
            let name = scalar::written(key).unwrap_or_default();
            report
                .error(value.at, "a `,` inside `{ }` ends an unquoted text")
                .hint(format!("put quotes around it: `{name}: \"{whole}\"`"));
            split = true;
        }
    }
    split
}

fn unknown_key(value: &Node) -> UnknownKey {
    match value.kind {
        NodeKind::Bool(_) => UnknownKey::Flag,
        NodeKind::Integer(_) | NodeKind::Float(_) | NodeKind::Text(_) => UnknownKey::Scalar,
        NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Broken => {
            UnknownKey::Collection
        }
    }
}

fn unknown(key: &str, noun: &str) -> String {
    format!("unknown key `{key}` in this {noun}")
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
