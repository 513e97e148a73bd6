//! Decodes trees to shapes: it checks all keys, and the kind of every value.
//!
//! Later passes check the meaning of names.

pub(super) mod mapping;
mod model;
pub(super) mod parts;
pub(super) mod scalar;

use mapping::{Entry, Mapping, named};
use tablewright_sql::Dialect;

use super::files::Source;
use super::node::{Node, NodeKind};
use super::report::Report;
use super::shapes::{
    Converted, Document, Enum, EnumValue, NamedType, Native, Placeholders, Rules, Script, Spanned,
};
use crate::schema::{DateCrate, Repr, Stored, When};

/// The content of all files together.
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

/// Adds the content of a file; `root` is the file with the settings, unless this is it.
fn file(tree: &Node, root: Option<&str>, document: &mut Document, report: &mut Report) {
    // An empty file is allowed; a later pass reports that all of them together have no model.
    if tree.kind == NodeKind::Null {
        return;
    }
    let NodeKind::Map(_) = tree.kind else {
        document.placeholders.add_any();
        if let Some(error) = scalar::unexpected(tree, "a schema", report) {
            error.hint("a schema is a mapping with the key `models:`");
        }
        return;
    };
    let Some(mut keys) = Mapping::open(tree, "file", tree.at, report) else {
        document.placeholders.add_any();
        return;
    };
    settings(&mut keys, root, document, report);
    // The reader of the files has followed it already.
    keys.take("include");
    for entry in section(&mut keys, "mixins", report) {
        document.mixins.push(model::mixin(entry, report));
    }
    for entry in section(&mut keys, "enums", report) {
        document.enums.push(enumeration(entry, report));
    }
    for entry in section(&mut keys, "types", report) {
        document.types.push(named_type(entry, report));
    }
    for entry in section(&mut keys, "models", report) {
        document.models.push(model::model(entry, report));
    }
    for entry in section(&mut keys, "sql", report) {
        document.sql.push(script(entry, report));
    }
    document.dropped.extend(keys.names("dropped", report));
    let converted = keys.read("converted", report, conversions);
    document.converted.extend(converted.unwrap_or_default());
    document.unmanaged.extend(keys.names("unmanaged", report));
    document.placeholders.extend(&keys.finish(report));
}

/// The keys for the whole schema, which belong to the root.
fn settings(keys: &mut Mapping, root: Option<&str>, document: &mut Document, report: &mut Report) {
    if let Some(root) = root {
        for key in ["version", "dialects", "dates", "typed_ids", "derives"] {
            if let Some((key, at, _)) = keys.take_entry(key) {
                document.placeholders.add(key);
                report
                    .error(
                        at,
                        format!("`{key}` belongs in {root}, the file that includes this one"),
                    )
                    .hint("it applies to the whole schema: move it there");
            }
        }
        return;
    }
    keys.read("version", report, check_version);
    document.dialects = keys.read("dialects", report, chosen_dialects).flatten();
    let crates = [("jiff", DateCrate::Jiff), ("chrono", DateCrate::Chrono)];
    let dates =
        |node, report: &mut Report| scalar::word(node, "a crate for dates", &crates, report);
    document.dates = keys.read("dates", report, dates).flatten();
    document.typed_ids = keys.read("typed_ids", report, scalar::boolean).flatten();
    document.derives = keys.texts("derives", "Rust paths", report);
}

/// A section of named items; an empty section is the same as none.
fn section<'n>(keys: &mut Mapping<'n>, key: &'static str, report: &mut Report) -> Vec<Entry<'n>> {
    let read = |node: &'n Node, report: &mut Report| {
        if node.kind == NodeKind::Null {
            Vec::new()
        } else {
            named(node, key, report)
        }
    };
    keys.read(key, report, read).unwrap_or_default()
}

/// The columns with the types to which their values may be converted. A list of columns is parsed,
/// too, for a message about the missing types.
fn conversions(node: &Node, report: &mut Report) -> Vec<Converted> {
    if let NodeKind::Map(_) = node.kind {
        let entries = named(node, "columns", report).into_iter();
        let whole = entries.filter_map(|entry| {
            let ty = scalar::text(entry.value, "the type that the values may become", report)?;
            Some(Converted {
                column: entry.key,
                ty: Some(ty),
            })
        });
        return whole.collect();
    }
    let items = scalar::one_or_more(node).iter();
    let columns = items.filter_map(|item| scalar::text(item, "a column", report));
    columns
        .map(|column| Converted { column, ty: None })
        .collect()
}

fn check_version(node: &Node, report: &mut Report) {
    if node.kind != NodeKind::Integer(1)
        && let Some(error) = scalar::unexpected(node, "version 1 of the language", report)
    {
        error.hint("write `version: 1`, or leave it out");
    }
}

fn chosen_dialects(node: &Node, report: &mut Report) -> Option<Spanned<Vec<Spanned<Dialect>>>> {
    let items = scalar::one_or_more(node);
    if items.is_empty() {
        report
            .error(node.at, "expected at least one dialect")
            .hint("such as `dialects: [sqlite]`, which is also the default");
    }
    let mut chosen: Vec<Spanned<Dialect>> = Vec::new();
    for item in items {
        let Some(dialect) = scalar::dialect(item, report) else {
            continue;
        };
        if let Some(first) = chosen.iter().find(|earlier| earlier.value == dialect.value) {
            report
                .error(
                    item.at,
                    format!("the dialect `{}` is listed twice", dialect.value.name()),
                )
                .also(first.at, "listed here first");
            continue;
        }
        chosen.push(dialect);
    }
    (!chosen.is_empty()).then_some(Spanned {
        value: chosen,
        at: node.at,
    })
}

/// An entry of `enums`; its name is known even if its content is invalid.
fn enumeration(entry: Entry, report: &mut Report) -> Enum {
    let (name, node) = (entry.key, entry.value);
    let at = name.at;
    let mut item = Enum {
        name,
        doc: None,
        repr: Repr::Text,
        values: Vec::new(),
        derives: Vec::new(),
        attributes: Vec::new(),
        placeholders: Placeholders::default(),
    };
    if are_numbers(node) {
        report
            .error(
                node.at,
                "these values have numbers, but the enum does not say how it is stored",
            )
            .hint(format!(
                "write `{}: {{ repr: smallint, values: {{ … }} }}` with these values; `integer` and \
                 `bigint` store greater numbers",
                item.name.value
            ));
        item.placeholders.add("values");
    } else if let NodeKind::Map(_) = node.kind {
        match Mapping::open(node, "enum", at, report) {
            Some(mut keys) => {
                item.doc = keys.text("doc", report);
                let what = "the type that stores the values";
                let repr = |node, report: &mut Report| scalar::word(node, what, &Repr::ALL, report);
                let repr = keys.read("repr", report, repr);
                // The meaning of the values depends on it, so they are unknown, too.
                let is_known = repr.as_ref().is_none_or(Option::is_some);
                item.repr = repr.flatten().map(|repr| repr.value).unwrap_or_default();
                let repr = is_known.then_some(item.repr);
                let values = |node, report: &mut Report| Some(enum_values(node, repr, report));
                item.values = keys.require("values", report, values).unwrap_or_default();
                item.derives = keys.texts("derives", "Rust paths", report);
                item.attributes = keys.texts("attributes", "attributes", report);
                item.placeholders = keys.finish(report);
            }
            None => item.placeholders.add_any(),
        }
    } else {
        let (values, is_whole) = report.watch(|report| short_enum(&item.name, node, report));
        item.values = values;
        if !is_whole {
            item.placeholders.add("values");
        }
    }
    if entry.is_repeated {
        item.placeholders.add_any();
    }
    item
}

/// `Status: [draft, published]`
fn short_enum(name: &Spanned<String>, node: &Node, report: &mut Report) -> Vec<EnumValue> {
    if let NodeKind::List(_) = node.kind {
        return enum_values(node, Some(Repr::Text), report);
    }
    if let Some(error) = scalar::unexpected(node, "the values of this enum", report) {
        error.hint(format!(
            "write a list: `{}: [draft, published]`",
            name.value
        ));
    }
    Vec::new()
}

/// The values of an enum; its representation is `None` if it is invalid.
fn enum_values(node: &Node, repr: Option<Repr>, report: &mut Report) -> Vec<EnumValue> {
    if let (NodeKind::Map(_), Some(Repr::SmallInt | Repr::Integer | Repr::BigInt)) =
        (&node.kind, repr)
    {
        let entries = named(node, "values with their numbers", report);
        if entries.is_empty() {
            report.error(node.at, "an enum needs at least one value");
        }
        let value = |entry: Entry<'_>, report: &mut Report| {
            let mut value = short_value(entry.key);
            value.number = number(entry.value, report);
            if value.number.is_none() {
                value.placeholders.add("number");
            }
            value
        };
        let values = entries.into_iter().map(|entry| value(entry, report));
        return values.collect();
    }
    if repr == Some(Repr::Text) && are_numbers(node) {
        report
            .error(
                node.at,
                "these values have numbers, but the enum does not say how it is stored",
            )
            .hint("give the enum a `repr` beside `values`: `smallint`, `integer` or `bigint`");
        return Vec::new();
    }
    let Some(items) = scalar::items(node, "the values of this enum", report) else {
        return Vec::new();
    };
    if items.is_empty() {
        report.error(node.at, "an enum needs at least one value");
    }
    items
        .iter()
        .filter_map(|item| enum_value(item, repr, report))
        .collect()
}

/// Whether it is a mapping from values to numbers: `{ low: 1, high: 2 }`.
fn are_numbers(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Map(entries) => {
            let mut values = entries.iter().map(|(_, value)| &value.kind);
            !entries.is_empty() && values.all(|kind| matches!(kind, NodeKind::Integer(_)))
        }
        _ => false,
    }
}

/// A value without other properties.
fn short_value(value: Spanned<String>) -> EnumValue {
    EnumValue {
        value,
        number: None,
        rust: None,
        doc: None,
        was: Vec::new(),
        attributes: Vec::new(),
        placeholders: Placeholders::default(),
    }
}

fn number(node: &Node, report: &mut Report) -> Option<Spanned<i128>> {
    match node.kind {
        NodeKind::Integer(value) => Some(Spanned { value, at: node.at }),
        _ => {
            let what = "the number of a value of the enum";
            if let Some(error) = scalar::unexpected(node, what, report) {
                error.hint("write a whole number, without quotes");
            }
            None
        }
    }
}

/// The former numbers of a value.
fn former_numbers(node: &Node, report: &mut Report) -> Vec<Spanned<Stored>> {
    let items = scalar::one_or_more(node).iter();
    let numbers = items.filter_map(|item| {
        let number = number(item, report)?;
        match i64::try_from(number.value) {
            Ok(value) => Some(Spanned {
                value: Stored::Number(value),
                at: number.at,
            }),
            Err(_) => {
                report.error(number.at, "no database can store such a large number");
                None
            }
        }
    });
    numbers.collect()
}

fn enum_value(node: &Node, repr: Option<Repr>, report: &mut Report) -> Option<EnumValue> {
    let NodeKind::Map(_) = node.kind else {
        let value = scalar::text(node, "a value of the enum", report)?;
        return Some(short_value(value));
    };
    let mut keys = Mapping::open(node, "enum value", node.at, report)?;
    let value = |node, report: &mut Report| scalar::text(node, "a value of the enum", report);
    let value = keys.require("value", report, value);
    let rust = keys.text("rust", report);
    let doc = keys.text("doc", report);
    let attributes = keys.texts("attributes", "attributes", report);
    let (number, was) = match repr {
        Some(Repr::Text) => {
            let texts = keys.names("was", report).into_iter();
            let was = texts.map(|was| Spanned {
                value: Stored::Text(was.value),
                at: was.at,
            });
            if let Some((_, at, _)) = keys.take_entry("number") {
                report
                    .error(
                        at,
                        "this enum is stored as text, so its values have no numbers",
                    )
                    .hint("give the enum a `repr`: `smallint`, `integer` or `bigint`");
            }
            (None, was.collect())
        }
        Some(Repr::SmallInt | Repr::Integer | Repr::BigInt) => (
            keys.read("number", report, number).flatten(),
            keys.read("was", report, former_numbers).unwrap_or_default(),
        ),
        None => {
            keys.take("number");
            keys.take("was");
            (None, Vec::new())
        }
    };
    let placeholders = keys.finish(report);
    Some(EnumValue {
        value: value?,
        number,
        rust,
        doc,
        was,
        attributes,
        placeholders,
    })
}

/// An entry of `types`; its name is known even if its content is invalid.
fn named_type(entry: Entry, report: &mut Report) -> NamedType {
    let (name, node) = (entry.key, entry.value);
    let at = name.at;
    let mut named = NamedType {
        name,
        ty: Spanned { value: None, at },
        native: None,
        check: None,
        rules: Rules::default(),
        default: None,
        collation: None,
        rust: None,
        doc: None,
        sensitive: None,
        placeholders: Placeholders::default(),
    };
    let ty = |node, report: &mut Report| Some(scalar::type_expr(node, report));
    if let NodeKind::Map(_) = node.kind {
        match Mapping::open(node, "type", at, report) {
            Some(mut keys) => {
                named.native = native(&mut keys, report);
                let given = match named.native {
                    Some(_) => keys.read("type", report, ty).flatten(),
                    None => keys.require("type", report, ty),
                };
                if let Some(ty) = given {
                    named.ty = ty;
                }
                named.check = keys.sql("check", report);
                named.rules = parts::rules(&mut keys, report);
                named.default = keys.read("default", report, parts::default).flatten();
                named.collation = keys.sql("collation", report);
                named.rust = keys.read("rust", report, parts::rust_of_type).flatten();
                named.doc = keys.text("doc", report);
                named.sensitive = keys.boolean("sensitive", report);
                named.placeholders = keys.finish(report);
            }
            None => named.placeholders.add_any(),
        }
    } else {
        named.ty = scalar::type_expr(node, report);
    }
    if entry.is_repeated {
        named.placeholders.add_any();
    }
    named
}

/// The native types of a named type, if there are any.
fn native(keys: &mut Mapping<'_>, report: &mut Report) -> Option<Native> {
    let is_native = keys.has_any(&["native"]);
    let types = keys.sql("native", report);
    let read = keys.sql("read", report);
    let write = keys.sql("write", report);
    let ordered = keys.boolean("ordered", report);
    let extension = keys.text("extension", report);
    if !is_native {
        let without = [
            ("read", read.map(|it| it.at)),
            ("write", write.map(|it| it.at)),
            ("ordered", ordered.map(|it| it.at)),
            ("extension", extension.map(|it| it.at)),
        ];
        for (key, at) in without {
            if let Some(at) = at {
                report
                    .error(at, format!("`{key}` is for native types"))
                    .hint("name the native type: `native: { postgres: inet }`");
            }
        }
        return None;
    }
    Some(Native {
        types,
        has_type: keys.has_any(&["type"]),
        read,
        write,
        ordered,
        extension,
    })
}

fn script(entry: Entry, report: &mut Report) -> Script {
    let (name, node) = (entry.key, entry.value);
    let at = name.at;
    let mut script = Script {
        name,
        when: When::default(),
        create: None,
        drop: None,
    };
    if let NodeKind::Text(_) = node.kind {
        script.create = scalar::sql(node, report);
        return script;
    }
    if let Some(mut keys) = Mapping::open(node, "script", at, report) {
        script.create = keys.require("create", report, scalar::sql);
        script.drop = keys.sql("drop", report);
        let words = [("before", When::Before), ("after", When::After)];
        let when =
            |node, report: &mut Report| scalar::word(node, "a time for the script", &words, report);
        let when = keys.read("when", report, when).flatten();
        script.when = when.map(|when| when.value).unwrap_or_default();
        keys.finish(report);
    }
    script
}
