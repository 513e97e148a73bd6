//! Decodes values without keys: strings, words, lists, SQL.

use tablewright_sql::Dialect;

use super::super::nearest::nearest;
use super::super::node::{Node, NodeKind, shortened};
use super::super::report::{Problem, Report};
use super::super::shapes::{Spanned, Sql, TypeExpr};
use super::super::type_expr;
use super::mapping::named;

/// The help for a string that YAML reads as null.
pub const NULL_NEEDS_QUOTES: &str = "put quotes around `null` or `~` if it is a text";

/// Reports an unexpected node; `None` if the node itself is already reported.
pub fn unexpected<'r>(
    node: &Node,
    expected: &str,
    report: &'r mut Report,
) -> Option<&'r mut Problem> {
    if node.kind == NodeKind::Broken {
        report.pass_over();
        return None;
    }
    let message = format!("expected {expected}, found {}", node.found());
    Some(report.error(node.at, message))
}

/// A string; the message calls it `what`.
pub fn text(node: &Node, what: &str, report: &mut Report) -> Option<Spanned<String>> {
    if let NodeKind::Text(text) = &node.kind {
        return Some(Spanned {
            value: text.clone(),
            at: node.at,
        });
    }
    let error = unexpected(node, what, report)?;
    match quoted(node) {
        Some(quoted) => error.hint(format!("put quotes around it if it is a text: `{quoted}`")),
        None if node.kind == NodeKind::Null => error.hint(NULL_NEEDS_QUOTES),
        None => error,
    };
    None
}

pub fn boolean(node: &Node, report: &mut Report) -> Option<Spanned<bool>> {
    if let NodeKind::Bool(value) = node.kind {
        return Some(Spanned { value, at: node.at });
    }
    let error = unexpected(node, "`true` or `false`", report)?;
    if let NodeKind::Text(text) = &node.kind {
        match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "y" | "true" => error.hint("write `true`"),
            "no" | "off" | "n" | "false" => error.hint("write `false`"),
            _ => error,
        };
    }
    None
}

/// One of a few words.
pub fn word<T: Copy>(
    node: &Node,
    what: &str,
    words: &[(&str, T)],
    report: &mut Report,
) -> Option<Spanned<T>> {
    let choice = || words.iter().map(|(word, _)| *word);
    let is_this = |word: &str| matches!(&node.kind, NodeKind::Text(text) if text == word);
    if let Some((_, value)) = words.iter().find(|(word, _)| is_this(word)) {
        return Some(Spanned {
            value: *value,
            at: node.at,
        });
    }
    let error = unexpected(node, what, report)?;
    let meant = match &node.kind {
        NodeKind::Text(text) => nearest(&text.replace([' ', '-'], "_"), choice()),
        _ => None,
    };
    match meant {
        Some(meant) => error.did_you_mean(Some(meant)),
        None => {
            let quoted: Vec<_> = choice().map(|word| format!("`{word}`")).collect();
            error.hint(format!("one of {}", quoted.join(", ")))
        }
    };
    None
}

/// The items of a list, or the value itself as the only item.
pub fn one_or_more(node: &Node) -> &[Node] {
    match &node.kind {
        NodeKind::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// The items of a list of `what`.
pub fn items<'n>(node: &'n Node, what: &str, report: &mut Report) -> Option<&'n [Node]> {
    let NodeKind::List(items) = &node.kind else {
        let error = unexpected(node, &format!("a list of {what}"), report)?;
        if let NodeKind::Text(text) = &node.kind {
            let text = shortened(text);
            match text.contains([',', ':', '#', '[', ']', '{', '}', '"', '\'']) {
                true => error.hint(format!("write a list of one item: `[{text:?}]`")),
                false => error.hint(format!("write a list of one item: `[{text}]`")),
            };
        }
        return None;
    };
    for (position, item) in items.iter().enumerate() {
        if let Some(whole) = rejoined(item, items[position + 1..].iter()) {
            report
                .error(item.at, "a `,` inside `[ ]` ends an unquoted text")
                .hint(format!("put quotes around it: `\"{whole}\"`"));
            return None;
        }
    }
    Some(items)
}

/// A list of strings.
pub fn texts(node: &Node, what: &str, report: &mut Report) -> Vec<Spanned<String>> {
    let items = items(node, what, report).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| text(item, "a text", report))
        .collect()
}

pub fn dialect(node: &Node, report: &mut Report) -> Option<Spanned<Dialect>> {
    let dialects = Dialect::ALL.map(|dialect| (dialect.name(), dialect));
    word(node, "a dialect", &dialects, report)
}

/// SQL: one string, or one for each dialect.
pub fn sql(node: &Node, report: &mut Report) -> Option<Spanned<Sql>> {
    let value = match &node.kind {
        NodeKind::Map(_) => Sql::Each(per_dialect(node, report)?),
        _ => Sql::Same(sql_text(node, report)?.value),
    };
    Some(Spanned { value, at: node.at })
}

/// `None` if one of the strings is invalid, because the others cannot replace it.
fn per_dialect(node: &Node, report: &mut Report) -> Option<Vec<(Spanned<Dialect>, String)>> {
    let (texts, is_whole) = report.watch(|report| {
        let mut texts = Vec::new();
        for entry in named(node, "SQL by dialect", report) {
            let dialect = dialect_key(&entry.key, report);
            let text = sql_text(entry.value, report);
            texts.extend(dialect.zip(text.map(|text| text.value)));
        }
        texts
    });
    if texts.is_empty() && is_whole {
        report.error(
            node.at,
            "expected SQL: one text, or a mapping with a text for each dialect",
        );
    }
    (!texts.is_empty() && is_whole).then_some(texts)
}

/// The dialect that a key names.
pub fn dialect_key(name: &Spanned<String>, report: &mut Report) -> Option<Spanned<Dialect>> {
    if let Some(value) = Dialect::from_name(&name.value) {
        return Some(Spanned { value, at: name.at });
    }
    let names = Dialect::ALL.map(Dialect::name);
    let error = report.error(
        name.at,
        format!("`{}` is not a dialect", shortened(&name.value)),
    );
    match nearest(&name.value, names.into_iter()) {
        Some(meant) => error.did_you_mean(Some(meant)),
        None => error.hint(format!("the dialects are `{}`", names.join("`, `"))),
    };
    None
}

/// One string of SQL, which is not empty.
pub fn sql_text(node: &Node, report: &mut Report) -> Option<Spanned<String>> {
    let text = text(node, "SQL", report)?;
    if text.value.trim().is_empty() {
        report.error(node.at, "expected SQL, found an empty text");
        return None;
    }
    Some(text)
}

/// A type; its position is known even if it is invalid.
pub fn type_expr(node: &Node, report: &mut Report) -> Spanned<Option<TypeExpr>> {
    let value = match &node.kind {
        NodeKind::Text(text) => match type_expr::parse(text) {
            Ok(value) => Some(value),
            Err(malformed) => {
                report
                    .error(node.at, malformed.message)
                    .hint(malformed.hint);
                None
            }
        },
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::List(_)
        | NodeKind::Map(_)
        | NodeKind::Broken => {
            no_type(node, report);
            None
        }
    };
    Spanned { value, at: node.at }
}

fn no_type(node: &Node, report: &mut Report) {
    let Some(error) = unexpected(node, "a type", report) else {
        return;
    };
    if let NodeKind::List(items) = &node.kind {
        let item = items.first().filter(|_| items.len() == 1).and_then(written);
        let item = item.unwrap_or("string(20)".to_owned());
        error.hint(format!("write the type of an array as `\"{item}[]\"`"));
    } else if node.kind == NodeKind::Null {
        error.hint("such as `string(50)`");
    }
}

/// A scalar in quotes; `None` if its form in the file is unknown.
pub fn quoted(node: &Node) -> Option<String> {
    written(node).map(|text| format!("\"{text}\""))
}

/// A scalar in its form in the file, if that is known.
pub fn written(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Bool(value) => Some(value.to_string()),
        NodeKind::Integer(value) => Some(value.to_string()),
        NodeKind::Float(value) => Some(format!("{value:?}")),
        NodeKind::Text(text) => Some(text.clone()),
        NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Broken => None,
    }
}

/// The string before YAML split it at commas, if `first` opens a parenthesis that one of the
/// scalars after it closes.
pub fn rejoined<'n>(first: &Node, rest: impl Iterator<Item = &'n Node>) -> Option<String> {
    let NodeKind::Text(text) = &first.kind else {
        return None;
    };
    let mut open = open_parentheses(text);
    if open <= 0 || text.contains(['"', '\'', '\n']) {
        return None;
    }
    let mut whole = text.clone();
    for part in rest {
        let part = written(part)?;
        whole = format!("{whole}, {part}");
        open += open_parentheses(&part);
        if open <= 0 {
            return Some(whole);
        }
    }
    None
}

fn open_parentheses(text: &str) -> i64 {
    let change = |character| match character {
        '(' => 1,
        ')' => -1,
        _ => 0,
    };
    text.chars().map(change).sum()
}
