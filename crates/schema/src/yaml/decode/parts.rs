//! Decodes the parts of fields, models and mixins.

use tablewright_sql::PerDialect;

use super::super::node::{Node, NodeKind, shortened};
use super::super::report::Report;
use super::super::shapes::{
    Check, Default, Fields, Generated, Index, IndexKey, IndexPart, Placeholders, Reference,
    Relation, Rules, RustType, Spanned, Value,
};
use super::mapping::{Entry, Mapping, named};
use super::scalar;
use crate::schema::{Action, By, Length};

pub fn action(node: &Node, report: &mut Report) -> Option<Spanned<Action>> {
    const ACTIONS: [(&str, Action); 5] = [
        ("no_action", Action::NoAction),
        ("restrict", Action::Restrict),
        ("cascade", Action::Cascade),
        ("set_null", Action::SetNull),
        ("set_default", Action::SetDefault),
    ];
    scalar::word(node, "an action", &ACTIONS, report)
}

/// A `default`: a value, `{ sql: … }` or `{ rust: … }`.
pub fn default(node: &Node, report: &mut Report) -> Option<Spanned<Default>> {
    if node.kind == NodeKind::Null {
        report
            .error(node.at, "`null` cannot be a default")
            .hint("remove it: a field whose type ends in `?` is NULL without a default");
        return None;
    }
    let value = match (only(node, "sql"), only(node, "rust")) {
        (Some(sql), _) => Default::Sql(scalar::sql(sql, report)?.value),
        (None, Some(path)) => {
            let what = "the path of a Rust function";
            Default::Rust(scalar::text(path, what, report)?.value)
        }
        (None, None) => Default::Value(value(node, report)?),
    };
    Some(Spanned { value, at: node.at })
}

/// The value of a key, if it is the only one.
fn only<'n>(node: &'n Node, wanted: &str) -> Option<&'n Node> {
    let NodeKind::Map(entries) = &node.kind else {
        return None;
    };
    match entries.as_slice() {
        [(key, value)] if key.kind == NodeKind::Text(wanted.to_owned()) => Some(value),
        _ => None,
    }
}

/// A value of a column.
pub fn value(node: &Node, report: &mut Report) -> Option<Value> {
    Some(match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Bool(value) => Value::Bool(*value),
        NodeKind::Integer(value) => Value::Integer(*value),
        NodeKind::Float(value) => Value::Float(*value),
        NodeKind::Text(text) => Value::Text(text.clone()),
        NodeKind::List(items) => {
            let items: Vec<_> = items.iter().map(|item| value(item, report)).collect();
            Value::List(items.into_iter().collect::<Option<_>>()?)
        }
        NodeKind::Map(_) => {
            let (entries, is_whole) = report.watch(|report| named(node, "JSON values", report));
            let entries: Vec<_> = entries
                .into_iter()
                .map(|entry| Some((entry.key.value, value(entry.value, report)?)))
                .collect();
            let entries: Option<_> = entries.into_iter().collect();
            Value::Map(entries.filter(|_| is_whole)?)
        }
        NodeKind::Broken => {
            report.pass_over();
            return None;
        }
    })
}

/// A `generated`: SQL, or `{ sql: …, stored: … }`.
pub fn generated(node: &Node, report: &mut Report) -> Option<Generated> {
    let is_long = |key: &Node| match &key.kind {
        NodeKind::Text(text) => text == "sql" || text == "stored",
        _ => false,
    };
    let long = match &node.kind {
        NodeKind::Map(entries) => entries.iter().any(|(key, _)| is_long(key)),
        _ => false,
    };
    if !long {
        return Some(Generated {
            sql: scalar::sql(node, report)?,
            stored: None,
        });
    }
    let mut keys = Mapping::open(node, "`generated`", node.at, report)?;
    let sql = keys.require("sql", report, scalar::sql);
    let stored = keys.boolean("stored", report);
    keys.finish(report);
    Some(Generated { sql: sql?, stored })
}

/// The `rust` of a field: the path of a type, or `{ type: …, by: …, attributes: […] }`.
pub fn rust_of_field(node: &Node, report: &mut Report) -> (Option<RustType>, Vec<Spanned<String>>) {
    rust(node, report, |keys, report| {
        keys.texts("attributes", "attributes", report)
    })
}

/// The `rust` of a named type: the path of a type, or `{ type: …, by: … }`.
pub fn rust_of_type(node: &Node, report: &mut Report) -> Option<RustType> {
    rust(node, report, |_, _| ()).0
}

/// The user's own type, and the other keys of a mapping.
fn rust<'n, T: std::default::Default>(
    node: &'n Node,
    report: &mut Report,
    rest: impl FnOnce(&mut Mapping<'n>, &mut Report) -> T,
) -> (Option<RustType>, T) {
    let NodeKind::Map(_) = node.kind else {
        let path = scalar::text(node, "the path of a Rust type", report);
        let ty = path.map(|path| RustType { path, by: None });
        return (ty, T::default());
    };
    let Some(mut keys) = Mapping::open(node, "`rust`", node.at, report) else {
        return (None, T::default());
    };
    let path = keys.text("type", report);
    let by = keys.read("by", report, by).flatten();
    let rest = rest(&mut keys, report);
    let placeholders = keys.finish(report);
    let ty = match path {
        Some(path) => Some(RustType { path, by }),
        None => {
            if let Some(by) = by.filter(|_| !placeholders.may_have("type")) {
                report
                    .error(
                        by.at,
                        "`by` says how a value is converted to a Rust type, and `type` is missing",
                    )
                    .hint("add `type: crate::Email`, for example");
            }
            None
        }
    };
    (ty, rest)
}

fn by(node: &Node, report: &mut Report) -> Option<Spanned<By>> {
    scalar::word(
        node,
        "how a value is converted to the type",
        &By::ALL,
        report,
    )
}

/// The validation words of a field or a named type.
pub fn rules(keys: &mut Mapping<'_>, report: &mut Report) -> Rules {
    let bound = |node: &Node, report: &mut Report| {
        let value = value(node, report)?;
        Some(Spanned { value, at: node.at })
    };
    Rules {
        min: keys.read("min", report, bound).flatten(),
        max: keys.read("max", report, bound).flatten(),
        length: keys.read("length", report, length).flatten(),
        pattern: keys.text("pattern", report),
        email: keys.boolean("email", report),
    }
}

/// A `length`: `1..50`, `1..`, `..50`, or a number for exactly this length.
fn length(node: &Node, report: &mut Report) -> Option<Spanned<Length>> {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| is_number)
    };
    let value = match &node.kind {
        NodeKind::Integer(exactly) => u32::try_from(*exactly).ok().map(|exactly| Length {
            min: exactly,
            max: Some(exactly),
        }),
        NodeKind::Text(text) => match text.split_once("..") {
            Some((min, "")) => number(min.trim()).map(|min| Length { min, max: None }),
            Some(("", max)) => number(max.trim()).map(|max| Length {
                min: 0,
                max: Some(max),
            }),
            Some((min, max)) => match (number(min.trim()), number(max.trim())) {
                (Some(min), Some(max)) => Some(Length {
                    min,
                    max: Some(max),
                }),
                _ => None,
            },
            None => None,
        },
        _ => None,
    };
    match value {
        Some(value) => Some(Spanned { value, at: node.at }),
        None => {
            if let Some(error) = scalar::unexpected(node, "a number of characters", report) {
                error.hint("write `1..50`, `1..`, `..50` or `50`; both ends are included");
            }
            None
        }
    }
}

/// A list of the names of fields, such as `[name, email]`.
pub fn field_list(node: &Node, key: &str, report: &mut Report) -> Fields {
    let (names, is_whole) = report.watch(|report| {
        let items = scalar::items(node, "fields", report);
        if items.is_some_and(<[Node]>::is_empty) {
            report.error(node.at, format!("`{key}` needs at least one field"));
        }
        let items = items.unwrap_or_default().iter();
        let names = items.filter_map(|item| scalar::text(item, "the name of a field", report));
        names.collect()
    });
    Fields {
        at: node.at,
        names,
        is_whole,
    }
}

/// The items of a list whose items are lists, too.
pub fn lists<'n>(node: &'n Node, key: &str, report: &mut Report) -> &'n [Node] {
    let flat = match &node.kind {
        NodeKind::Text(_) => Some(node),
        NodeKind::List(items) => items
            .iter()
            .find(|item| matches!(item.kind, NodeKind::Text(_))),
        _ => None,
    };
    if let Some(NodeKind::Text(name)) = flat.map(|item| &item.kind) {
        let name = shortened(name);
        report
            .error(
                node.at,
                format!("`{key}` is a list of lists: each inner list has the fields of one entry"),
            )
            .hint(format!(
                "write `{key}: [[{name}]]`; `[[a, b]]` is one entry of two fields"
            ));
        return &[];
    }
    scalar::items(node, "lists of fields", report).unwrap_or_default()
}

/// The `indexes` of a model: each is a list of parts, or a mapping with `fields`.
pub fn indexes(node: &Node, report: &mut Report) -> Vec<Index> {
    let items = lists(node, "indexes", report);
    items.iter().map(|item| index(item, report)).collect()
}

fn index(node: &Node, report: &mut Report) -> Index {
    let mut index = Index {
        at: node.at,
        name: None,
        parts: Vec::new(),
        unique: false,
        predicate: None,
        method: None,
        include: Vec::new(),
        options: None,
        extension: None,
        placeholders: Placeholders::default(),
    };
    let NodeKind::Map(_) = node.kind else {
        let (parts, is_whole) = report.watch(|report| index_parts(node, report));
        index.parts = parts;
        if !is_whole {
            index.placeholders.add("fields");
        }
        return index;
    };
    let Some(mut keys) = Mapping::open(node, "index", node.at, report) else {
        index.placeholders.add_any();
        return index;
    };
    let parts = |node, report: &mut Report| Some(index_parts(node, report));
    index.parts = keys.require("fields", report, parts).unwrap_or_default();
    index.name = keys.text("name", report);
    index.unique = keys
        .boolean("unique", report)
        .is_some_and(|unique| unique.value);
    index.predicate = keys.sql("where", report);
    index.method = keys.sql("method", report);
    index.include = keys.texts("include", "fields", report);
    index.options = keys.read("with", report, storage_parameters);
    index.extension = keys.text("extension", report);
    index.placeholders = keys.finish(report);
    index
}

/// The storage parameters of an index.
fn storage_parameters(node: &Node, report: &mut Report) -> Spanned<Vec<(String, String)>> {
    let mut options = Vec::new();
    for entry in named(node, "storage parameters", report) {
        let name = &entry.key.value;
        let is_name = name.split('.').all(is_word);
        if !is_name {
            report
                .error(
                    entry.key.at,
                    format!(
                        "`{}` is not the name of a storage parameter",
                        shortened(name)
                    ),
                )
                .hint("such as `fillfactor: 70`");
            continue;
        }
        match scalar::written(entry.value) {
            Some(value) => options.push((name.clone(), value)),
            None => {
                scalar::unexpected(entry.value, "a number, a boolean or a text", report);
            }
        }
    }
    Spanned {
        value: options,
        at: node.at,
    }
}

/// Whether it is a name that needs no quotes in PostgreSQL.
fn is_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && letters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

fn index_parts(node: &Node, report: &mut Report) -> Vec<IndexPart> {
    let items = scalar::items(node, "fields", report);
    if items.is_some_and(<[Node]>::is_empty) {
        report.error(node.at, "an index needs at least one field");
    }
    let items = items.unwrap_or_default().iter();
    items.filter_map(|item| index_part(item, report)).collect()
}

fn index_part(node: &Node, report: &mut Report) -> Option<IndexPart> {
    if let NodeKind::Map(_) = node.kind {
        return mapped_part(node, report);
    }
    let (field, descending) = field_part(node, report)?;
    Some(IndexPart {
        at: node.at,
        key: IndexKey::Field(field),
        descending,
        class: None,
    })
}

/// `{ field: title, class: … }` or `{ sql: lower(title), class: … }`.
fn mapped_part(node: &Node, report: &mut Report) -> Option<IndexPart> {
    let mut keys = Mapping::open(node, "part of an index", node.at, report)?;
    let class = keys.sql("class", report);
    if keys.has_any(&["sql"]) && !keys.has_any(&["field"]) {
        let sql = keys.read("sql", report, scalar::sql).flatten();
        keys.take("field");
        keys.finish(report);
        return Some(IndexPart {
            at: node.at,
            key: IndexKey::Expression(sql?.value),
            descending: false,
            class,
        });
    }
    keys.may_be_instead("sql", "field");
    let field = keys.require("field", report, field_part);
    if let Some((_, at, _)) = keys.take_entry("sql") {
        report
            .error(at, "a part of an index is a field or SQL, and this is both")
            .hint("remove `field` or `sql`");
    }
    keys.finish(report);
    let (field, descending) = field?;
    Some(IndexPart {
        at: node.at,
        key: IndexKey::Field(field),
        descending,
        class,
    })
}

/// A field, and whether its largest value comes first.
fn field_part(node: &Node, report: &mut Report) -> Option<(String, bool)> {
    let text = scalar::text(node, "the name of a field", report)?.value;
    let mut words = text.split_whitespace();
    let field = words.next().unwrap_or_default();
    let order = words.collect::<Vec<_>>().join(" ");
    let descending = match order.as_str() {
        "" | "asc" => false,
        "desc" => true,
        _ => {
            report
                .error(
                    node.at,
                    format!("expected a field, found the text `{}`", shortened(&text)),
                )
                .hint(
                    "a part of an index is `name`, `name asc` or `name desc`; an expression is \
                     `{ sql: lower(name) }`",
                );
            return None;
        }
    };
    Some((field.to_owned(), descending))
}

/// The `checks` of a model: each is a string, or a mapping with `sql`.
pub fn checks(node: &Node, report: &mut Report) -> Vec<Check> {
    let items = scalar::items(node, "checks", report).unwrap_or_default();
    items.iter().map(|item| check(item, report)).collect()
}

fn check(node: &Node, report: &mut Report) -> Check {
    let mut check = Check {
        at: node.at,
        name: None,
        sql: None,
    };
    let NodeKind::Map(_) = node.kind else {
        check.sql = scalar::sql(node, report);
        return check;
    };
    if let Some(mut keys) = Mapping::open(node, "check", node.at, report) {
        check.name = keys.text("name", report);
        check.sql = keys.require("sql", report, scalar::sql);
        keys.finish(report);
    }
    check
}

/// An entry of `references`.
pub fn reference(entry: Entry, report: &mut Report) -> Reference {
    let mut reference = Reference {
        name: entry.key,
        fields: None,
        target: None,
        to: None,
        on_delete: None,
        on_update: None,
        inverse: None,
        deferrable: None,
        placeholders: Placeholders::default(),
    };
    let at = reference.name.at;
    let Some(mut keys) = Mapping::open(entry.value, "reference", at, report) else {
        reference.placeholders.add_any();
        return reference;
    };
    let fields = |node, report: &mut Report| Some(field_list(node, "fields", report));
    reference.fields = keys.require("fields", report, fields);
    reference.target = keys.require("to", report, model_name);
    let to = |node, report: &mut Report| field_list(node, "keys", report);
    reference.to = keys.read("keys", report, to);
    reference.on_delete = keys.read("on_delete", report, action).flatten();
    reference.on_update = keys.read("on_update", report, action).flatten();
    reference.inverse = keys.read("inverse", report, inverse).flatten();
    reference.deferrable = keys.boolean("deferrable", report);
    reference.placeholders = keys.finish(report);
    reference
}

/// The name of an inverse relation, or `false` for none.
pub fn inverse(node: &Node, report: &mut Report) -> Option<Spanned<Option<String>>> {
    if node.kind == NodeKind::Bool(false) {
        return Some(Spanned {
            value: None,
            at: node.at,
        });
    }
    let name = scalar::text(node, "a text for `inverse`", report)?;
    Some(Spanned {
        value: Some(name.value),
        at: name.at,
    })
}

fn model_name(node: &Node, report: &mut Report) -> Option<Spanned<String>> {
    scalar::text(node, "the name of a model", report)
}

/// An entry of `relations`.
pub fn relation(entry: Entry, report: &mut Report) -> Relation {
    let mut relation = Relation {
        name: entry.key,
        target: None,
        through: None,
        inverse: None,
    };
    let at = relation.name.at;
    if let Some(mut keys) = Mapping::open(entry.value, "relation", at, report) {
        relation.target = keys.require("to", report, model_name);
        relation.through = keys.require("through", report, model_name);
        relation.inverse = keys.text("inverse", report);
        keys.finish(report);
    }
    relation
}

/// The `options` of a model: SQL for some dialects.
pub fn options(node: &Node, report: &mut Report) -> PerDialect<Option<Spanned<String>>> {
    let mut options = PerDialect::default();
    for entry in named(node, "options by dialect", report) {
        let dialect = scalar::dialect_key(&entry.key, report);
        let text = scalar::sql_text(entry.value, report);
        if let Some(dialect) = dialect {
            *options.get_mut(dialect.value) = text;
        }
    }
    options
}
