//! The docs are complete: every link has a target, and the contents of the book list every page.

#[path = "../../../tests/support/pages.rs"]
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Pages beside the docs that have links, too.
const OTHERS: [&str; 4] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "examples/issue-tracker/README.md",
];

#[test]
fn no_link_is_dead() {
    let root = root();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for page in pages::all() {
        texts.insert(page.path, page.text);
    }
    for path in OTHERS {
        let text = fs::read_to_string(root.join(path)).expect("the page is there");
        texts.insert(path.to_owned(), text);
    }
    let anchors: BTreeMap<&str, BTreeSet<String>> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), anchors(text)))
        .collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (page, text) in &texts {
        for (line, target) in links(text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            count += 1;
            if let Err(why) = follow(&root, page, &target, &anchors) {
                wrong.push(format!("{page}:{line}: `{target}`: {why}"));
            }
        }
    }
    assert!(count > 100, "only {count} links were found");
    assert!(wrong.is_empty(), "dead links:\n{}", wrong.join("\n"));
}

#[test]
fn the_contents_have_every_page_once() {
    let pages = pages::all();
    let contents = pages.iter().find(|page| page.path == "docs/SUMMARY.md");
    let contents = contents.expect("the book has contents");
    let mut listed: Vec<String> = links(&contents.text)
        .into_iter()
        .map(|(_, target)| format!("docs/{target}"))
        .collect();
    listed.sort();
    let mut there: Vec<String> = pages
        .iter()
        .filter(|page| page.path.starts_with("docs/") && page.path.ends_with(".md"))
        .map(|page| page.path.clone())
        .filter(|path| path != "docs/SUMMARY.md")
        .collect();
    there.sort();
    assert_eq!(
        listed, there,
        "docs/SUMMARY.md and the pages in docs/ differ"
    );
}

/// A user cannot find a method of `Config` that is not in the reference.
#[test]
fn the_build_script_has_every_method() {
    let source = fs::read_to_string(root().join("crates/build/src/config.rs"));
    let source = source.expect("the source is there");
    let page = fs::read_to_string(root().join("docs/build-script.md")).expect("the page is there");
    let mut methods = Vec::new();
    let mut is_hidden = false;
    for line in source.lines().map(str::trim) {
        is_hidden |= line == "#[doc(hidden)]";
        if let Some(rest) = line.strip_prefix("pub fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if !std::mem::take(&mut is_hidden) {
                methods.push(name);
            }
        }
    }
    assert!(methods.len() >= 10, "only {methods:?} were found");
    methods.retain(|name| !page.contains(&format!("\n| `{name}(")));
    assert!(methods.is_empty(), "docs/build-script.md lacks {methods:?}");
}

/// Headings and links are distinguished from similar text.
#[test]
fn links_and_anchors_are_found() {
    let page = "# One `two`, three\n\n[a](b.md#c) and `[no](x)`\n\n```text\n# no\n[no](y)\n```\n## Twice\n## Twice\n";
    assert_eq!(links(page), [(3, "b.md#c".to_owned())]);
    let expected = ["one-two-three", "twice", "twice-1"];
    assert_eq!(anchors(page), expected.map(str::to_owned).into());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Whether a link of a page leads somewhere.
fn follow(
    root: &Path,
    page: &str,
    target: &str,
    anchors: &BTreeMap<&str, BTreeSet<String>>,
) -> Result<(), String> {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    };
    let full = match path {
        "" => page.to_owned(),
        _ => normal(page, path)?,
    };
    // The book has the pages of `docs/` alone.
    if page.starts_with("docs/") && !full.starts_with("docs/") {
        return Err("the book does not have it: write its whole address".to_owned());
    }
    if !root.join(&full).exists() {
        return Err("there is no such file".to_owned());
    }
    match anchor {
        None => Ok(()),
        Some(anchor) => match anchors.get(full.as_str()) {
            Some(known) if known.contains(anchor) => Ok(()),
            Some(_) => Err("there is no such heading".to_owned()),
            None => Err("its headings are not known".to_owned()),
        },
    }
}

/// A path from the root, for one from a page.
fn normal(page: &str, path: &str) -> Result<String, String> {
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let mut parts: Vec<String> = Vec::new();
    for component in folder.join(path).components() {
        match component {
            Component::ParentDir => {
                parts.pop().ok_or("it leaves the repository")?;
            }
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Err("it is absolute".to_owned()),
        }
    }
    Ok(parts.join("/"))
}

/// The targets of links outside of code, each with its line.
fn links(page: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (number, line) in prose(page) {
        let line = without_code(line);
        for part in line.split("](").skip(1) {
            if let Some((target, _)) = part.split_once(')') {
                links.push((number, target.to_owned()));
            }
        }
    }
    links
}

/// The anchors of the headings of a page. A repeated one gets a number.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (_, line) in prose(page) {
        let Some((marks, title)) = line.split_once(' ') else {
            continue;
        };
        if marks.is_empty() || marks.chars().any(|mark| mark != '#') {
            continue;
        }
        let name: String = title
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let count = times.entry(name.clone()).or_default();
        anchors.insert(match count {
            0 => name,
            _ => format!("{name}-{count}"),
        });
        *count += 1;
    }
    anchors
}

/// The lines that are in no fenced block, with their numbers.
fn prose(page: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    let lines = page.lines().enumerate();
    lines.filter_map(move |(index, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((index + 1, line))
    })
}

/// A line without the text between backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}
