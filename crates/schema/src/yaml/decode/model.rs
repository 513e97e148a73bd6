//! Models, mixins and their fields.

use super::super::node::{Node, NodeKind};
use super::super::report::Report;
use super::super::shapes::{Body, Field, Mixin, Model, Spanned, TypeExpr};
use super::mapping::{Mapping, named};
use super::{parts, scalar};

/// The keys of a model that a mixin does not have.
const OF_THE_MODEL: [&str; 6] = ["doc", "table", "primary_key", "relations", "was", "options"];

/// The keys that a mixin and a model have.
const OF_THE_BODY: [&str; 8] = [
    "mixins",
    "fields",
    "unique",
    "indexes",
    "checks",
    "references",
    "derives",
    "attributes",
];

pub fn mixin(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Mixin> {
    let mut keys = open(&name, node, "mixin", &OF_THE_BODY, report)?;
    let body = body(&mut keys, report);
    for key in OF_THE_MODEL {
        if let Some((_, at, _)) = keys.take_entry(key) {
            report
                .mistake(at, format!("`{key}` belongs to a model, not to a mixin"))
                .hint("move it to the models that use this mixin");
        }
    }
    keys.finish(report);
    Some(Mixin { name, body })
}

pub fn model(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Model> {
    let known = [OF_THE_MODEL.as_slice(), &OF_THE_BODY].concat();
    let mut keys = open(&name, node, "model", &known, report)?;
    let body = body(&mut keys, report);
    let doc = keys.text("doc", report);
    let table = keys.text("table", report);
    let primary_key = keys.take("primary_key");
    let primary_key = primary_key.and_then(|node| parts::field_list(node, "primary_key", report));
    let relations = keys.take("relations");
    let relations = relations
        .map(|node| parts::relations(node, report))
        .unwrap_or_default();
    let was = keys.names("was", report);
    let options = keys.take("options");
    let options = options
        .map(|node| parts::options(node, report))
        .unwrap_or_default();
    keys.finish(report);
    Some(Model {
        name,
        doc,
        table,
        primary_key,
        relations,
        was,
        options,
        body,
    })
}

/// Opens a model or mixin, and catches the usual slip: fields without `fields`.
fn open<'n>(
    name: &Spanned<String>,
    node: &'n Node,
    noun: &'static str,
    known: &[&str],
    report: &mut Report,
) -> Option<Mapping<'n>> {
    if node.kind == NodeKind::Null {
        report
            .mistake(name.at, format!("the {noun} `{}` is empty", name.value))
            .hint("give it `fields`, such as `fields: { id: id }`");
        return None;
    }
    let keys = Mapping::open(node, noun, name.at, report)?;
    if keys.has_any(known) {
        return Some(keys);
    }
    keys.finish_strange("fields go below the key `fields:`".to_owned(), report);
    None
}

fn body(keys: &mut Mapping, report: &mut Report) -> Body {
    let mixins = keys.texts("mixins", "mixins", report);
    let fields = keys
        .take("fields")
        .map(|node| fields(node, report))
        .unwrap_or_default();
    let unique = keys
        .take("unique")
        .map(|node| parts::keys(node, report))
        .unwrap_or_default();
    let indexes = keys
        .take("indexes")
        .map(|node| parts::indexes(node, report));
    let checks = keys.take("checks").map(|node| parts::checks(node, report));
    let references = keys
        .take("references")
        .map(|node| parts::references(node, report));
    let derives = keys.texts("derives", "Rust paths", report);
    let attributes = keys.texts("attributes", "attributes", report);
    Body {
        mixins,
        fields,
        unique,
        indexes: indexes.unwrap_or_default(),
        checks: checks.unwrap_or_default(),
        references: references.unwrap_or_default(),
        derives,
        attributes,
    }
}

fn fields(node: &Node, report: &mut Report) -> Vec<Field> {
    let entries = named(node, "fields", report);
    entries
        .into_iter()
        .filter_map(|(name, node)| field(name, node, report))
        .collect()
}

fn field(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Field> {
    match &node.kind {
        NodeKind::Map(_) => long_field(name, node, report),
        NodeKind::Null => {
            report
                .mistake(name.at, format!("the field `{}` has no type", name.value))
                .hint(format!("such as `{}: string(50)`", name.value));
            None
        }
        NodeKind::Text(_)
        | NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::List(_) => {
            let ty = scalar::type_expr(node, report)?;
            Some(short_field(name, ty))
        }
    }
}

/// `name: string(50)`
fn short_field(name: Spanned<String>, ty: Spanned<TypeExpr>) -> Field {
    Field {
        name,
        ty,
        auto: None,
        primary_key: None,
        unique: None,
        index: None,
        default: None,
        check: None,
        generated: None,
        collation: None,
        column: None,
        rust: None,
        attributes: Vec::new(),
        doc: None,
        was: Vec::new(),
        sensitive: None,
        on_delete: None,
        on_update: None,
        inverse: None,
        deferrable: None,
        to: None,
    }
}

/// `name: { type: string(50), … }`
fn long_field(name: Spanned<String>, node: &Node, report: &mut Report) -> Option<Field> {
    let mut keys = Mapping::open(node, "field", name.at, report)?;
    let ty = keys.require("type", report);
    let ty = ty.and_then(|node| scalar::type_expr(node, report));
    let readable = ty.is_some();
    // Without a type the other keys are still looked at, for their own mistakes.
    let mut field = short_field(name, ty.unwrap_or_else(|| untyped(node)));
    field.primary_key = keys.boolean("primary_key", report);
    field.auto = keys.boolean("auto", report);
    field.unique = keys.boolean("unique", report);
    field.index = keys.boolean("index", report);
    field.default = keys
        .take("default")
        .and_then(|node| parts::default(node, report));
    field.check = keys.sql("check", report);
    field.generated = keys
        .take("generated")
        .and_then(|node| parts::generated(node, report));
    field.collation = keys.sql("collation", report);
    field.column = keys.text("column", report);
    if let Some(node) = keys.take("rust") {
        (field.rust, field.attributes) = parts::rust(node, report);
    }
    field.doc = keys.text("doc", report);
    field.was = keys.names("was", report);
    field.sensitive = keys.boolean("sensitive", report);
    field.on_delete = keys
        .take("on_delete")
        .and_then(|node| parts::action(node, report));
    field.on_update = keys
        .take("on_update")
        .and_then(|node| parts::action(node, report));
    field.inverse = keys.text("inverse", report);
    field.deferrable = keys.boolean("deferrable", report);
    field.to = keys.text("to", report);
    keys.finish(report);
    readable.then_some(field)
}

fn untyped(node: &Node) -> Spanned<TypeExpr> {
    Spanned {
        value: TypeExpr {
            name: String::new(),
            arguments: None,
            list: false,
            nullable: false,
        },
        at: node.at,
    }
}
