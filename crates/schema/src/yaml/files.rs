//! Reads the source files: the root, and the files that it includes.

use std::collections::{BTreeSet, VecDeque};

use super::node::{Node, NodeKind};
use super::report::{Location, Report};
use super::shapes::{At, Spanned};
use super::syntax;

/// The largest number of bytes of a file: some 50,000 models.
pub const MOST_BYTES: usize = 16 << 20;

/// The source of files. Paths have forward slashes.
pub trait Files {
    /// The content of a file.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be read, as a message for the user.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String>;

    /// The files that a pattern with `*`, `?`, `[…]` or `**` matches, in any order.
    ///
    /// # Errors
    ///
    /// The error in the pattern, as a message for the user.
    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, String>;
}

/// All files of one schema.
pub struct Sources {
    pub files: Vec<Source>,
    /// Whether all of them were found and are YAML.
    pub is_whole: bool,
}

/// A file that was read.
#[derive(Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
    /// `None` if the text is not YAML, which is already reported.
    pub tree: Option<Node>,
}

/// Reads the root and all included files, breadth first, each file once.
///
/// The number of a file, in an `At`, is its position in the result.
pub fn read(root: &str, files: &mut dyn Files, report: &mut Report) -> Sources {
    let root = normalized(root);
    let mut sources = Sources {
        files: Vec::new(),
        is_whole: true,
    };
    let mut known = BTreeSet::from([root.clone()]);
    let mut queue = VecDeque::from([(root, Location::Nowhere)]);

    while let Some((path, included_at)) = queue.pop_front() {
        let position = sources.files.len();
        let Some(source) = read_one(path, position, included_at, files, report) else {
            sources.is_whole = false;
            continue;
        };
        sources.is_whole &= source.tree.is_some();
        let (included, is_whole) = report.watch(|report| included(&source, files, report));
        sources.is_whole &= is_whole;
        for (path, at) in included {
            if known.insert(path.clone()) {
                queue.push_back((path, Location::Node(at)));
            }
        }
        sources.files.push(source);
    }
    sources
}

/// Reads the files of a folder, if it exists, in the order of their names. They are numbered after
/// the sources.
pub fn read_folder(
    folder: &str,
    sources: &mut Sources,
    files: &mut dyn Files,
    report: &mut Report,
) {
    let pattern = normalized(&format!("{}/*.yaml", escaped(folder)));
    let paths = match files.glob(&pattern) {
        Ok(paths) => paths,
        Err(reason) => {
            report.error(
                Location::Nowhere,
                format!("cannot read the folder `{folder}`: {reason}"),
            );
            return;
        }
    };
    let paths: BTreeSet<String> = paths.iter().map(|path| normalized(path)).collect();
    report.begin_seeds(number(sources.files.len()));
    sources.is_whole &= report_unread(folder, &paths, files, report);
    for path in paths {
        let position = sources.files.len();
        match read_one(path, position, Location::Nowhere, files, report) {
            Some(source) => {
                sources.is_whole &= source.tree.is_some();
                sources.files.push(source);
            }
            None => sources.is_whole = false,
        }
    }
}

/// Reports the YAML files in and below a folder that are not read, because their rows would be
/// missing silently; returns false if there are any.
fn report_unread(
    folder: &str,
    read: &BTreeSet<String>,
    files: &mut dyn Files,
    report: &mut Report,
) -> bool {
    // It matches more than the two endings; `is_yaml_file` decides.
    let pattern = normalized(&format!("{}/**/*.[yY]*[mM][lL]", escaped(folder)));
    let found = match files.glob(&pattern) {
        Ok(found) => found,
        Err(reason) => {
            report.error(
                Location::Nowhere,
                format!("cannot search the folder `{folder}`: {reason}"),
            );
            return false;
        }
    };
    let found: BTreeSet<String> = found.iter().map(|path| normalized(path)).collect();
    let mut is_whole = true;
    for path in found.difference(read).filter(|path| is_yaml_file(path)) {
        let name = path
            .rsplit_once('/')
            .map_or(path.as_str(), |(_, name)| name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let to = normalized(&format!("{folder}/{stem}.yaml"));
        report
            .error(
                Location::Nowhere,
                format!("`{path}` is not read: seeds are in `*.yaml` files of the folder itself"),
            )
            .hint(format!(
                "rename it to `{to}`, or move it out of the folder `{folder}`"
            ));
        is_whole = false;
    }
    is_whole
}

/// Whether a file has the ending of YAML.
fn is_yaml_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
}

/// The folder beside a file.
pub fn beside(file: &str, folder: &str) -> String {
    let directory = file.rsplit_once('/').map(|(directory, _)| directory);
    joined(directory, folder)
}

fn read_one(
    path: String,
    position: usize,
    included_at: Location,
    files: &mut dyn Files,
    report: &mut Report,
) -> Option<Source> {
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            report.error(included_at, format!("cannot read `{path}`: {reason}"));
            return None;
        }
    };
    if bytes.len() > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        let (what, hint) = match report.is_seeds(number(position)) {
            true => (
                "seeds",
                "split it: every `*.yaml` file of the folder is read",
            ),
            false => (
                "models",
                "name another file, or split it and `include` the parts",
            ),
        };
        report
            .error(
                included_at,
                format!(
                    "`{path}` has more than {most} MiB, which is too large for a file of {what}"
                ),
            )
            .hint(hint);
        return None;
    }
    let file = number(position);
    let (text, readable) = text(file, &bytes, report);
    let tree = match readable {
        true => syntax::parse(file, &text, report),
        false => None,
    };
    Some(Source { path, text, tree })
}

/// The number of the file at a position of the sources.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The bytes as a string, and whether YAML can read it.
fn text(file: u32, bytes: &[u8], report: &mut Report) -> (String, bool) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let offset = error.valid_up_to();
            report
                .error(
                    Location::Byte { file, offset },
                    format!(
                        "this file is not UTF-8: the byte 0x{:02X} is invalid here",
                        bytes[offset]
                    ),
                )
                .hint(match bytes {
                    [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it is UTF-16: save it as UTF-8",
                    _ => "save the file as UTF-8",
                });
            return (String::from_utf8_lossy(bytes).into_owned(), false);
        }
    };
    if let Some((offset, character)) = text.char_indices().find(|&(_, c)| !is_yaml(c)) {
        report
            .error(
                Location::Byte { file, offset },
                format!(
                    "the control character U+{:04X} is not allowed",
                    u32::from(character)
                ),
            )
            .hint("remove it");
        return (text.to_owned(), false);
    }
    (text.to_owned(), true)
}

/// Whether YAML allows the character in a file.
fn is_yaml(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The files that a file includes, each with the position of the entry.
fn included(source: &Source, files: &mut dyn Files, report: &mut Report) -> Vec<(String, At)> {
    let mut included = Vec::new();
    for include in includes(source.tree.as_ref(), report) {
        let paths = paths(&source.path, &include, files, report);
        included.extend(paths.into_iter().map(|path| (path, include.at)));
    }
    included
}

/// The entries of `include`; the decoder handles the rest of the file.
fn includes(tree: Option<&Node>, report: &mut Report) -> Vec<Spanned<String>> {
    let Some(NodeKind::Map(entries)) = tree.map(|tree| &tree.kind) else {
        return Vec::new();
    };
    let is_include = |key: &Node| matches!(&key.kind, NodeKind::Text(text) if text == "include");
    let Some((_, value)) = entries.iter().find(|(key, _)| is_include(key)) else {
        return Vec::new();
    };
    let items = match &value.kind {
        NodeKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    items
        .iter()
        .filter_map(|item| include(item, report))
        .collect()
}

fn include(item: &Node, report: &mut Report) -> Option<Spanned<String>> {
    let NodeKind::Text(path) = &item.kind else {
        if item.kind == NodeKind::Broken {
            report.pass_over();
            return None;
        }
        report
            .error(
                item.at,
                format!("expected the path of a file, found {}", item.found()),
            )
            .hint("such as `include: shop.yaml` or `include: [models/*.yaml]`");
        return None;
    };
    if path.contains('\\') {
        report
            .error(
                item.at,
                "the path of an include uses forward slashes on every system",
            )
            .hint(format!("write `{}`", path.replace('\\', "/")));
        return None;
    }
    if path.trim().is_empty() {
        report.error(item.at, "the path of this include is empty");
        return None;
    }
    Some(Spanned {
        value: path.clone(),
        at: item.at,
    })
}

/// The files for an entry of `include`.
fn paths(
    including: &str,
    include: &Spanned<String>,
    files: &mut dyn Files,
    report: &mut Report,
) -> Vec<String> {
    let directory = including.rsplit_once('/').map(|(directory, _)| directory);
    if !include.value.contains(['*', '?', '[']) {
        return vec![normalized(&joined(directory, &include.value))];
    }
    let directory = directory.map(escaped);
    let pattern = normalized(&joined(directory.as_deref(), &include.value));
    match files.glob(&pattern) {
        Ok(matches) if matches.is_empty() => {
            report
                .error(include.at, "no file matches this pattern")
                .hint(format!(
                    "the pattern is relative to `{including}`: `{pattern}`"
                ));
            Vec::new()
        }
        Ok(matches) => {
            let distinct: BTreeSet<_> = matches.iter().map(|path| normalized(path)).collect();
            distinct.into_iter().collect()
        }
        Err(reason) => {
            report.error(include.at, format!("cannot use this pattern: {reason}"));
            Vec::new()
        }
    }
}

fn joined(directory: Option<&str>, path: &str) -> String {
    match directory {
        Some(directory) if !is_absolute(path) => format!("{directory}/{path}"),
        _ => path.to_owned(),
    }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.get(1..3) == Some(":/")
}

/// A directory as part of a pattern that matches only this directory.
fn escaped(directory: &str) -> String {
    let mut escaped = String::with_capacity(directory.len());
    for character in directory.chars() {
        match character {
            '*' | '?' | '[' => escaped.extend(['[', character, ']']),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The path without `.`, without doubled slashes, and without `..` after a directory, so that a
/// file has one name.
fn normalized(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            _ => parts.push(part),
        }
    }
    match (absolute, parts.as_slice()) {
        (true, parts) => format!("/{}", parts.join("/")),
        (false, []) => ".".to_owned(),
        (false, parts) => parts.join("/"),
    }
}

/// The root node of a file, for errors about the whole file.
pub fn whole(file: u32) -> At {
    At { file, node: 0 }
}

#[cfg(test)]
mod tests {
    use super::{escaped, joined, normalized};

    #[test]
    fn a_file_has_one_name() {
        assert_eq!(normalized("./models.yaml"), "models.yaml");
        assert_eq!(normalized("a//b/../c.yaml"), "a/c.yaml");
        assert_eq!(normalized("../../c.yaml"), "../../c.yaml");
        assert_eq!(normalized("a/../../c.yaml"), "../c.yaml");
        assert_eq!(normalized("/a/../../c.yaml"), "/c.yaml");
        assert_eq!(normalized("./"), ".");
    }

    #[test]
    fn an_absolute_path_is_not_relative_to_anything() {
        assert_eq!(joined(Some("a"), "b.yaml"), "a/b.yaml");
        assert_eq!(joined(None, "b.yaml"), "b.yaml");
        assert_eq!(joined(Some("a"), "/b.yaml"), "/b.yaml");
        assert_eq!(joined(Some("a"), "C:/b.yaml"), "C:/b.yaml");
    }

    #[test]
    fn a_directory_is_no_pattern() {
        assert_eq!(escaped("a[1]/b*"), "a[[]1]/b[*]");
    }
}
