//! What fields, models and mixins consist of.

use super::super::node::{Node, NodeKind, shortened};
use super::super::report::Report;
use super::super::shapes::{
    Check, Default, Generated, Index, IndexKey, IndexPart, Reference, Relation, Spanned, Value,
};
use super::mapping::{Mapping, named};
use super::scalar;
use crate::dialect::PerDialect;
use crate::schema::Action;

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

/// A `default`: a value, or `{ sql: … }`.
pub fn default(node: &Node, report: &mut Report) -> Option<Spanned<Default>> {
    if node.kind == NodeKind::Null {
        report
            .mistake(node.at, "`null` cannot be a default")
            .hint("a field whose type ends in `?` is null without a default");
        return None;
    }
    let value = match sql_of(node) {
        Some(sql) => Default::Sql(scalar::sql(sql, report)?.value),
        None => Default::Value(value(node, report)?),
    };
    Some(Spanned { value, at: node.at })
}

/// What `sql` is, where it is the only key.
fn sql_of(node: &Node) -> Option<&Node> {
    let NodeKind::Map(entries) = &node.kind else {
        return None;
    };
    match entries.as_slice() {
        [(key, value)] if key.kind == NodeKind::Text("sql".to_owned()) => Some(value),
        _ => None,
    }
}

fn value(node: &Node, report: &mut Report) -> Option<Value> {
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
            let entries = named(node, "JSON values", report).into_iter();
            let entries: Vec<_> = entries
                .map(|(name, node)| Some((name.value, value(node, report)?)))
                .collect();
            Value::Map(entries.into_iter().collect::<Option<_>>()?)
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
    let sql = keys
        .require("sql", report)
        .and_then(|node| scalar::sql(node, report));
    let stored = keys.boolean("stored", report);
    keys.finish(report);
    Some(Generated { sql: sql?, stored })
}

/// A `rust`: the path of a type, or `{ type: …, attributes: […] }`.
pub fn rust(node: &Node, report: &mut Report) -> (Option<Spanned<String>>, Vec<Spanned<String>>) {
    let NodeKind::Map(_) = node.kind else {
        return (
            scalar::text(node, "the path of a Rust type", report),
            Vec::new(),
        );
    };
    let Some(mut keys) = Mapping::open(node, "`rust`", node.at, report) else {
        return (None, Vec::new());
    };
    let ty = keys.text("type", report);
    let attributes = keys.texts("attributes", "attributes", report);
    keys.finish(report);
    (ty, attributes)
}

/// A list of the names of fields, such as `[name, email]`.
pub fn field_list(
    node: &Node,
    key: &str,
    report: &mut Report,
) -> Option<Spanned<Vec<Spanned<String>>>> {
    let items = scalar::items(node, "fields", report)?;
    if items.is_empty() {
        report.mistake(node.at, format!("`{key}` needs at least one field"));
        return None;
    }
    let names = items
        .iter()
        .map(|item| scalar::text(item, "the name of a field", report));
    // Every item is looked at before the first that is wrong spoils the list.
    let names: Vec<_> = names.collect();
    Some(Spanned {
        value: names.into_iter().collect::<Option<_>>()?,
        at: node.at,
    })
}

/// A `unique` of a model: a list of keys, each a list of fields.
pub fn keys(node: &Node, report: &mut Report) -> Vec<Spanned<Vec<Spanned<String>>>> {
    let mut keys = Vec::new();
    for item in lists(node, "unique", report) {
        keys.extend(field_list(item, "unique", report));
    }
    keys
}

/// The items of a list whose items are lists, too.
fn lists<'n>(node: &'n Node, key: &str, report: &mut Report) -> &'n [Node] {
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
            .mistake(
                node.at,
                format!("`{key}` is a list of lists: a list of fields for each of them"),
            )
            .hint(format!(
                "write `{key}: [[{name}]]`; with `[[a, b]]` it is of two fields together"
            ));
        return &[];
    }
    scalar::items(node, "lists of fields", report).unwrap_or_default()
}

/// The `indexes` of a model: each is a list of parts, or a mapping with `fields`.
pub fn indexes(node: &Node, report: &mut Report) -> Vec<Index> {
    let items = lists(node, "indexes", report);
    items
        .iter()
        .filter_map(|item| index(item, report))
        .collect()
}

fn index(node: &Node, report: &mut Report) -> Option<Index> {
    let mut index = Index {
        at: node.at,
        name: None,
        parts: Vec::new(),
        unique: false,
        predicate: None,
        method: None,
        include: Vec::new(),
    };
    let NodeKind::Map(_) = node.kind else {
        index.parts = index_parts(node, report)?;
        return Some(index);
    };
    let mut keys = Mapping::open(node, "index", node.at, report)?;
    let parts = keys
        .require("fields", report)
        .and_then(|node| index_parts(node, report));
    index.name = keys.text("name", report);
    index.unique = keys
        .boolean("unique", report)
        .is_some_and(|unique| unique.value);
    index.predicate = keys.sql("where", report);
    index.method = keys.sql("method", report);
    index.include = keys.texts("include", "fields", report);
    keys.finish(report);
    index.parts = parts?;
    Some(index)
}

fn index_parts(node: &Node, report: &mut Report) -> Option<Vec<IndexPart>> {
    let items = scalar::items(node, "fields", report)?;
    if items.is_empty() {
        report.mistake(node.at, "an index needs at least one field");
        return None;
    }
    let parts: Vec<_> = items.iter().map(|item| index_part(item, report)).collect();
    parts.into_iter().collect()
}

fn index_part(node: &Node, report: &mut Report) -> Option<IndexPart> {
    if let NodeKind::Map(_) = node.kind {
        let mut keys = Mapping::open(node, "part of an index", node.at, report)?;
        let sql = keys
            .require("sql", report)
            .and_then(|node| scalar::sql(node, report));
        keys.finish(report);
        return Some(IndexPart {
            at: node.at,
            key: IndexKey::Expression(sql?.value),
            descending: false,
        });
    }
    let text = scalar::text(node, "the name of a field", report)?.value;
    let mut words = text.split_whitespace();
    let field = words.next().unwrap_or_default();
    let order = words.collect::<Vec<_>>().join(" ");
    let descending = match order.as_str() {
        "" | "asc" => false,
        "desc" => true,
        _ => {
            report
                .mistake(
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
    Some(IndexPart {
        at: node.at,
        key: IndexKey::Field(field.to_owned()),
        descending,
    })
}

/// The `checks` of a model: each is a text, or a mapping with `sql`.
pub fn checks(node: &Node, report: &mut Report) -> Vec<Check> {
    let items = scalar::items(node, "checks", report).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| check(item, report))
        .collect()
}

fn check(node: &Node, report: &mut Report) -> Option<Check> {
    let NodeKind::Map(_) = node.kind else {
        let text = scalar::sql(node, report)?;
        return Some(Check {
            at: node.at,
            name: None,
            sql: text,
        });
    };
    let mut keys = Mapping::open(node, "check", node.at, report)?;
    let name = keys.text("name", report);
    let sql = keys
        .require("sql", report)
        .and_then(|node| scalar::sql(node, report));
    keys.finish(report);
    Some(Check {
        at: node.at,
        name,
        sql: sql?,
    })
}

/// The `references` of a model, by the names of the relations.
pub fn references(node: &Node, report: &mut Report) -> Vec<Reference> {
    let entries = named(node, "references", report).into_iter();
    entries
        .filter_map(|(name, node)| reference(name, node, report))
        .collect()
}

fn reference(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Reference> {
    let mut keys = Mapping::open(node, "reference", name.at, report)?;
    let fields = keys.require("fields", report);
    let fields = fields.and_then(|node| field_list(node, "fields", report));
    let target = keys.require("to", report);
    let target = target.and_then(|node| scalar::text(node, "the name of a model", report));
    let to = keys
        .take("keys")
        .and_then(|node| field_list(node, "keys", report));
    let on_delete = keys.take("on_delete").and_then(|node| action(node, report));
    let on_update = keys.take("on_update").and_then(|node| action(node, report));
    let inverse = keys.text("inverse", report);
    let deferrable = keys.boolean("deferrable", report);
    keys.finish(report);
    Some(Reference {
        name,
        fields: fields?,
        target: target?,
        to,
        on_delete,
        on_update,
        inverse,
        deferrable,
    })
}

/// The `relations` of a model, by their names.
pub fn relations(node: &Node, report: &mut Report) -> Vec<Relation> {
    let entries = named(node, "relations", report).into_iter();
    entries
        .filter_map(|(name, node)| relation(name, node, report))
        .collect()
}

fn relation(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Relation> {
    let mut keys = Mapping::open(node, "relation", name.at, report)?;
    let target = keys.require("to", report);
    let target = target.and_then(|node| scalar::text(node, "the name of a model", report));
    let through = keys.require("through", report);
    let through = through.and_then(|node| scalar::text(node, "the name of a model", report));
    let inverse = keys.text("inverse", report);
    keys.finish(report);
    Some(Relation {
        name,
        target: target?,
        through: through?,
        inverse,
    })
}

/// The `options` of a model: SQL for each dialect that has any.
pub fn options(node: &Node, report: &mut Report) -> PerDialect<Option<Spanned<String>>> {
    let mut options = PerDialect::default();
    for (name, node) in named(node, "options by dialect", report) {
        let dialect = scalar::dialect_key(&name, report);
        let text = scalar::sql_text(node, report);
        if let Some(dialect) = dialect {
            *options.get_mut(dialect.value) = text;
        }
    }
    options
}
