//! The one way to take a mapping apart: take the keys that are known, report the rest.

use std::collections::BTreeMap;

use super::super::nearest::nearest;
use super::super::node::{Node, NodeKind};
use super::super::report::Report;
use super::super::shapes::{At, Spanned, Sql};
use super::scalar;

/// A mapping with a fixed set of keys, which are those that are asked for.
pub struct Mapping<'n> {
    noun: &'static str,
    owner: At,
    entries: Vec<Entry<'n>>,
    known: Vec<&'static str>,
}

struct Entry<'n> {
    key: Spanned<String>,
    value: &'n Node,
    taken: bool,
}

impl<'n> Mapping<'n> {
    /// Opens the mapping of a `noun`, such as `field`. A key that is missing is reported at the
    /// `owner`.
    ///
    /// `None` where it is no mapping, which is reported.
    pub fn open(
        node: &'n Node,
        noun: &'static str,
        owner: At,
        report: &mut Report,
    ) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            let message = format!("expected a mapping for this {noun}, found {}", node.found());
            report.mistake(node.at, message);
            return None;
        };
        if splits_a_text(entries, report) {
            return None;
        }
        let entries = keyed(entries, report)
            .into_iter()
            .map(|(key, value)| Entry {
                key,
                value,
                taken: false,
            });
        Some(Mapping {
            noun,
            owner,
            entries: entries.collect(),
            known: Vec::new(),
        })
    }

    /// Whether any of the keys stands in the mapping.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        self.entries
            .iter()
            .any(|entry| keys.contains(&entry.key.value.as_str()))
    }

    /// The value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_entry(key).map(|(_, _, value)| value)
    }

    /// The key, its place and its value.
    pub fn take_entry(&mut self, key: &'static str) -> Option<(&'static str, At, &'n Node)> {
        self.known.push(key);
        let entry = self
            .entries
            .iter_mut()
            .find(|entry| entry.key.value == key)?;
        entry.taken = true;
        Some((key, entry.key.at, entry.value))
    }

    /// The value of a key that has to be there.
    pub fn require(&mut self, key: &'static str, report: &mut Report) -> Option<&'n Node> {
        let value = self.take(key);
        if value.is_none() {
            // A key that is nearly this one is a better place to point at.
            let meant = |entry: &&mut Entry| {
                nearest(&entry.key.value, [key].into_iter()).is_some() && !entry.taken
            };
            if let Some(entry) = self.entries.iter_mut().find(meant) {
                entry.taken = true;
                report
                    .mistake(entry.key.at, unknown(&entry.key.value, self.noun))
                    .did_you_mean(Some(key));
            } else {
                report.mistake(self.owner, format!("this {} has no `{key}`", self.noun));
            }
        }
        value
    }

    /// The text of a key.
    pub fn text(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        scalar::text(node, &format!("a text for `{key}`"), report)
    }

    /// The boolean of a key.
    pub fn boolean(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<bool>> {
        scalar::boolean(self.take(key)?, report)
    }

    /// The SQL of a key.
    pub fn sql(&mut self, key: &'static str, report: &mut Report) -> Option<Spanned<Sql>> {
        scalar::sql(self.take(key)?, report)
    }

    /// The list of texts of a key.
    pub fn texts(
        &mut self,
        key: &'static str,
        what: &str,
        report: &mut Report,
    ) -> Vec<Spanned<String>> {
        self.take(key)
            .map(|node| scalar::texts(node, what, report))
            .unwrap_or_default()
    }

    /// The text, or the list of texts, of a key.
    pub fn names(&mut self, key: &'static str, report: &mut Report) -> Vec<Spanned<String>> {
        let items = self.take(key).map(scalar::one_or_more).unwrap_or_default();
        items
            .iter()
            .filter_map(|item| scalar::text(item, "a name", report))
            .collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, report: &mut Report) {
        for entry in self.entries.iter().filter(|entry| !entry.taken) {
            let name = &entry.key.value;
            let mistake = report.mistake(entry.key.at, unknown(name, self.noun));
            match nearest(name, self.known.iter().copied()) {
                Some(meant) => mistake.did_you_mean(Some(meant)),
                None => mistake.hint(format!("its keys are {}", listed(&self.known))),
            };
        }
    }

    /// Reports that nothing in the mapping is known, by its first key.
    pub fn finish_strange(self, hint: String, report: &mut Report) {
        if let Some(entry) = self.entries.first() {
            report
                .mistake(entry.key.at, unknown(&entry.key.value, self.noun))
                .hint(hint);
        }
    }
}

/// A mapping from names that the user chooses: of `models`, of `fields`.
pub fn named<'n>(
    node: &'n Node,
    noun: &str,
    report: &mut Report,
) -> Vec<(Spanned<String>, &'n Node)> {
    match &node.kind {
        NodeKind::Map(entries) => keyed(entries, report),
        NodeKind::List(_) => {
            report
                .mistake(
                    node.at,
                    format!("expected a mapping of {noun}, found a list"),
                )
                .hint("write each as `name: …`, without `-` or `[ ]`");
            Vec::new()
        }
        _ => {
            report.mistake(
                node.at,
                format!("expected a mapping of {noun}, found {}", node.found()),
            );
            Vec::new()
        }
    }
}

/// The entries whose keys are texts and stand there for the first time.
fn keyed<'n>(entries: &'n [(Node, Node)], report: &mut Report) -> Vec<(Spanned<String>, &'n Node)> {
    let mut first: BTreeMap<&str, At> = BTreeMap::new();
    let mut keyed = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let Some(name) = key_text(key, report) else {
            continue;
        };
        if let Some(&earlier) = first.get(name) {
            report
                .mistake(key.at, format!("`{name}` is given twice"))
                .also(earlier, "first given here");
            continue;
        }
        first.insert(name, key.at);
        let name = Spanned {
            value: name.to_owned(),
            at: key.at,
        };
        keyed.push((name, value));
    }
    keyed
}

fn key_text<'n>(key: &'n Node, report: &mut Report) -> Option<&'n str> {
    match &key.kind {
        NodeKind::Text(text) if text == "<<" => {
            report
                .mistake(key.at, "there are no merge keys (`<<`)")
                .hint("share fields between models with `mixins`");
            None
        }
        NodeKind::Text(text) => Some(text),
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::List(_)
        | NodeKind::Map(_) => {
            let message = format!("expected a name as the key, found {}", key.found());
            let mistake = report.mistake(key.at, message);
            match scalar::quoted(key) {
                Some(quoted) => mistake.hint(format!("put quotes around it: `{quoted}:`")),
                None if key.kind == NodeKind::Null => mistake.hint(scalar::NULL_NEEDS_QUOTES),
                None => mistake,
            };
            None
        }
    }
}

/// Reports a text that a comma has split: in `{ type: decimal(10, 2) }`, YAML sees the keys `type`
/// and `2)`.
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
                .mistake(value.at, "a `,` inside `{ }` ends a text without quotes")
                .hint(format!("put quotes around it: `{name}: \"{whole}\"`"));
            split = true;
        }
    }
    split
}

fn unknown(key: &str, noun: &str) -> String {
    format!("unknown key `{key}` in this {noun}")
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
