//! Trees to shapes: every key known, every value of the right kind.
//!
//! What the names in them mean is asked later.

mod mapping;
mod model;
mod parts;
mod scalar;

use super::files::Source;
use super::node::{Node, NodeKind};
use super::report::Report;
use super::shapes::{Document, Enum, EnumValue, NamedType, Script, Spanned};
use crate::dialect::Dialect;
use crate::schema::{DateCrate, When};
use mapping::{Mapping, named};

/// What all files say together.
pub fn document(sources: &[Source], report: &mut Report) -> Document {
    let mut document = Document::default();
    let root = sources.first().map_or("", |source| source.path.as_str());
    for (position, source) in sources.iter().enumerate() {
        if let Some(tree) = &source.tree {
            file(tree, (position > 0).then_some(root), &mut document, report);
        }
    }
    document
}

/// Adds what one file says; `root` is the file whose settings hold where this is another one.
fn file(tree: &Node, root: Option<&str>, document: &mut Document, report: &mut Report) {
    // An empty file says nothing; that all of them together have no model is noticed later.
    if tree.kind == NodeKind::Null {
        return;
    }
    let NodeKind::Map(_) = tree.kind else {
        report
            .mistake(
                tree.at,
                format!("expected a schema, found {}", tree.found()),
            )
            .hint("a schema begins with the key `models:`");
        return;
    };
    let Some(mut keys) = Mapping::open(tree, "file", tree.at, report) else {
        return;
    };
    settings(&mut keys, root, document, report);
    // Followed while the files were read.
    keys.take("include");
    for (name, node) in section(&mut keys, "mixins", report) {
        document.mixins.extend(model::mixin(name, node, report));
    }
    for (name, node) in section(&mut keys, "enums", report) {
        document.enums.extend(enumeration(name, node, report));
    }
    for (name, node) in section(&mut keys, "types", report) {
        document.types.extend(named_type(name, node, report));
    }
    for (name, node) in section(&mut keys, "models", report) {
        document.models.extend(model::model(name, node, report));
    }
    for (name, node) in section(&mut keys, "sql", report) {
        document.sql.extend(script(name, node, report));
    }
    keys.finish(report);
}

/// The keys that hold for the whole schema, and so belong to the root.
fn settings(keys: &mut Mapping, root: Option<&str>, document: &mut Document, report: &mut Report) {
    let version = keys.take_entry("version");
    let dialects = keys.take_entry("dialects");
    let dates = keys.take_entry("dates");
    let derives = keys.take_entry("derives");
    if let Some(root) = root {
        for (key, at, _) in [version, dialects, dates, derives].into_iter().flatten() {
            report
                .mistake(
                    at,
                    format!("`{key}` belongs in {root}, the file that includes this one"),
                )
                .hint("it holds for the whole schema: move it there");
        }
        return;
    }
    if let Some((_, _, node)) = version {
        check_version(node, report);
    }
    document.dialects = dialects.and_then(|(_, _, node)| chosen_dialects(node, report));
    document.dates = dates.and_then(|(_, _, node)| {
        let crates = [("jiff", DateCrate::Jiff), ("chrono", DateCrate::Chrono)];
        scalar::word(node, "a crate for dates", &crates, report)
    });
    document.derives = derives
        .map(|(_, _, node)| scalar::texts(node, "Rust paths", report))
        .unwrap_or_default();
}

/// A section of named things; one with nothing in it is as good as none.
fn section<'n>(
    keys: &mut Mapping<'n>,
    key: &'static str,
    report: &mut Report,
) -> Vec<(Spanned<String>, &'n Node)> {
    match keys.take(key) {
        Some(node) if node.kind != NodeKind::Null => named(node, key, report),
        _ => Vec::new(),
    }
}

fn check_version(node: &Node, report: &mut Report) {
    if node.kind != NodeKind::Integer(1) {
        report
            .mistake(
                node.at,
                format!("expected version 1 of the language, found {}", node.found()),
            )
            .hint("write `version: 1`, or leave it out");
    }
}

fn chosen_dialects(node: &Node, report: &mut Report) -> Option<Spanned<Vec<Spanned<Dialect>>>> {
    let items = scalar::one_or_more(node);
    if items.is_empty() {
        report
            .mistake(node.at, "expected at least one dialect")
            .hint("such as `dialects: [sqlite]`, which is also what holds without it");
    }
    let mut chosen: Vec<Spanned<Dialect>> = Vec::new();
    for item in items {
        let Some(dialect) = scalar::dialect(item, report) else {
            continue;
        };
        if let Some(first) = chosen.iter().find(|earlier| earlier.value == dialect.value) {
            report
                .mistake(
                    item.at,
                    format!("the dialect `{}` is chosen twice", dialect.value.name()),
                )
                .also(first.at, "chosen here first");
            continue;
        }
        chosen.push(dialect);
    }
    (!chosen.is_empty()).then_some(Spanned {
        value: chosen,
        at: node.at,
    })
}

fn enumeration(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Enum> {
    if let NodeKind::List(_) = node.kind {
        let values = enum_values(node, report);
        return Some(Enum {
            name,
            doc: None,
            values,
            derives: Vec::new(),
        });
    }
    if let NodeKind::Text(_) | NodeKind::Null = node.kind {
        report
            .mistake(
                node.at,
                format!("expected the values of this enum, found {}", node.found()),
            )
            .hint(format!(
                "they are a list: `{}: [draft, published]`",
                name.value
            ));
        return None;
    }
    let mut keys = Mapping::open(node, "enum", name.at, report)?;
    let doc = keys.text("doc", report);
    let values = keys
        .require("values", report)
        .map(|node| enum_values(node, report));
    let derives = keys.texts("derives", "Rust paths", report);
    keys.finish(report);
    Some(Enum {
        name,
        doc,
        values: values?,
        derives,
    })
}

fn enum_values(node: &Node, report: &mut Report) -> Vec<EnumValue> {
    let Some(items) = scalar::items(node, "the values of this enum", report) else {
        return Vec::new();
    };
    if items.is_empty() {
        report.mistake(node.at, "an enum needs at least one value");
    }
    items
        .iter()
        .filter_map(|item| enum_value(item, report))
        .collect()
}

fn enum_value(node: &Node, report: &mut Report) -> Option<EnumValue> {
    let NodeKind::Map(_) = node.kind else {
        return Some(EnumValue {
            value: scalar::text(node, "a value of the enum", report)?,
            rust: None,
            doc: None,
            was: Vec::new(),
        });
    };
    let mut keys = Mapping::open(node, "enum value", node.at, report)?;
    let value = keys.require("value", report);
    let value = value.and_then(|node| scalar::text(node, "a value of the enum", report));
    let rust = keys.text("rust", report);
    let doc = keys.text("doc", report);
    let was = keys.names("was", report);
    keys.finish(report);
    Some(EnumValue {
        value: value?,
        rust,
        doc,
        was,
    })
}

fn named_type(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<NamedType> {
    let NodeKind::Map(_) = node.kind else {
        return Some(NamedType {
            name,
            ty: scalar::type_expr(node, report)?,
            check: None,
            default: None,
            collation: None,
            rust: None,
            doc: None,
            sensitive: None,
        });
    };
    let mut keys = Mapping::open(node, "type", name.at, report)?;
    let ty = keys.require("type", report);
    let ty = ty.and_then(|node| scalar::type_expr(node, report));
    let check = keys.sql("check", report);
    let default = keys
        .take("default")
        .and_then(|node| parts::default(node, report));
    let collation = keys.sql("collation", report);
    let rust = keys.text("rust", report);
    let doc = keys.text("doc", report);
    let sensitive = keys.boolean("sensitive", report);
    keys.finish(report);
    Some(NamedType {
        name,
        ty: ty?,
        check,
        default,
        collation,
        rust,
        doc,
        sensitive,
    })
}

fn script(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Script> {
    if let NodeKind::Text(_) = node.kind {
        return Some(Script {
            name,
            when: When::default(),
            create: scalar::sql(node, report)?,
            drop: None,
        });
    }
    let mut keys = Mapping::open(node, "script", name.at, report)?;
    let create = keys.require("create", report);
    let create = create.and_then(|node| scalar::sql(node, report));
    let drop = keys.sql("drop", report);
    let words = [("before", When::Before), ("after", When::After)];
    let when = keys.take("when");
    let when = when.and_then(|node| scalar::word(node, "a time for the script", &words, report));
    keys.finish(report);
    Some(Script {
        name,
        when: when.map(|when| when.value).unwrap_or_default(),
        create: create?,
        drop,
    })
}
