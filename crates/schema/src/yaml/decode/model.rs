//! Decodes models, mixins and their fields.

use tablewright_sql::PerDialect;

use super::super::node::{Node, NodeKind};
use super::super::report::Report;
use super::super::shapes::{Body, Field, Mixin, Model, Placeholders, Rules, Spanned, TypeExpr};
use super::mapping::{Entry, Mapping};
use super::{parts, scalar};

/// The keys of a model that a mixin does not have.
const OF_THE_MODEL: [&str; 6] = ["doc", "table", "primary_key", "relations", "was", "options"];

/// The keys of both models and mixins.
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

/// An entry of `mixins`; its name is known even if its content is invalid.
pub fn mixin(entry: Entry, report: &mut Report) -> Mixin {
    let opened = open(&entry, "mixin", &OF_THE_BODY, report);
    let body = whole_body(entry.is_repeated, opened, report, |keys, report| {
        for key in OF_THE_MODEL {
            if let Some((_, at, _)) = keys.take_entry(key) {
                report
                    .error(at, format!("`{key}` belongs to a model, not to a mixin"))
                    .hint("move it to the models that use this mixin");
            }
        }
    });
    Mixin {
        name: entry.key,
        body,
    }
}

/// An entry of `models`; its name is known even if its content is invalid.
pub fn model(entry: Entry, report: &mut Report) -> Model {
    let known = [OF_THE_MODEL.as_slice(), &OF_THE_BODY].concat();
    let opened = open(&entry, "model", &known, report);
    let mut model = Model {
        name: entry.key,
        doc: None,
        table: None,
        primary_key: None,
        relations: Vec::new(),
        was: Vec::new(),
        options: PerDialect::default(),
        body: Body::default(),
    };
    model.body = whole_body(entry.is_repeated, opened, report, |keys, report| {
        model.doc = keys.text("doc", report);
        model.table = keys.text("table", report);
        let key = |node, report: &mut Report| parts::field_list(node, "primary_key", report);
        model.primary_key = keys.read("primary_key", report, key);
        let relations = keys.named("relations", report).into_iter();
        let relations = relations.map(|entry| parts::relation(entry, report));
        model.relations = relations.collect();
        model.was = keys.names("was", report);
        let options = keys.read("options", report, parts::options);
        model.options = options.unwrap_or_default();
    });
    model
}

/// Opens a model or mixin, and reports the common mistake of fields without `fields`.
fn open<'n>(
    entry: &Entry<'n>,
    noun: &'static str,
    known: &[&str],
    report: &mut Report,
) -> Option<Mapping<'n>> {
    let (name, node) = (&entry.key, entry.value);
    let is_empty = match &node.kind {
        NodeKind::Map(entries) => entries.is_empty(),
        NodeKind::Null => true,
        NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::Text(_)
        | NodeKind::List(_)
        | NodeKind::Broken => false,
    };
    if is_empty {
        report
            .error(name.at, format!("the {noun} `{}` is empty", name.value))
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

/// The body of a model or mixin; `rest` takes the keys that only one of them has.
fn whole_body<'n>(
    is_repeated: bool,
    opened: Option<Mapping<'n>>,
    report: &mut Report,
    rest: impl FnOnce(&mut Mapping<'n>, &mut Report),
) -> Body {
    let mut whole = Body::default();
    match opened {
        Some(mut keys) => {
            whole = body(&mut keys, report);
            rest(&mut keys, report);
            whole.placeholders = keys.finish(report);
        }
        None => whole.placeholders.add_any(),
    }
    if is_repeated {
        whole.placeholders.add_any();
    }
    whole
}

fn body(keys: &mut Mapping, report: &mut Report) -> Body {
    let mixins = keys.texts("mixins", "mixins", report);
    let fields = keys.named("fields", report).into_iter();
    let fields = fields.map(|entry| field(entry, report)).collect();
    let unique = keys.read("unique", report, |node, report| {
        parts::lists(node, "unique", report)
    });
    let unique = unique.unwrap_or_default().iter();
    let unique = unique
        .map(|item| parts::field_list(item, "unique", report))
        .collect();
    let indexes = keys.read("indexes", report, parts::indexes);
    let checks = keys.read("checks", report, parts::checks);
    let references = keys.named("references", report).into_iter();
    let references = references
        .map(|entry| parts::reference(entry, report))
        .collect();
    let derives = keys.texts("derives", "Rust paths", report);
    let attributes = keys.texts("attributes", "attributes", report);
    Body {
        mixins,
        fields,
        unique,
        indexes: indexes.unwrap_or_default(),
        checks: checks.unwrap_or_default(),
        references,
        derives,
        attributes,
        placeholders: Placeholders::default(),
    }
}

/// An entry of `fields`; its name is known even if its content is invalid.
fn field(entry: Entry, report: &mut Report) -> Field {
    let mut field = match &entry.value.kind {
        NodeKind::Map(_) => long_field(entry.key, entry.value, report),
        NodeKind::Null => {
            let name = &entry.key;
            report
                .error(name.at, format!("the field `{}` has no type", name.value))
                .hint(format!("write, for example, `{}: string(50)`", name.value));
            let at = name.at;
            short_field(entry.key, Spanned { value: None, at })
        }
        NodeKind::Text(_)
        | NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::List(_)
        | NodeKind::Broken => short_field(entry.key, scalar::type_expr(entry.value, report)),
    };
    // A string is certainly meant as a type; the intention of any other value is unknown.
    let is_clear = match &entry.value.kind {
        NodeKind::Map(entries) => !entries.is_empty(),
        NodeKind::Text(_) => true,
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Integer(_)
        | NodeKind::Float(_)
        | NodeKind::List(_)
        | NodeKind::Broken => false,
    };
    if entry.is_repeated || !is_clear {
        field.placeholders.add_any();
    }
    field
}

/// `name: string(50)`
fn short_field(name: Spanned<String>, ty: Spanned<Option<TypeExpr>>) -> Field {
    Field {
        name,
        ty,
        auto: None,
        primary_key: None,
        unique: None,
        index: None,
        default: None,
        check: None,
        rules: Rules::default(),
        generated: None,
        collation: None,
        column: None,
        rust: None,
        attributes: Vec::new(),
        doc: None,
        was: Vec::new(),
        sensitive: None,
        version: None,
        soft_delete: None,
        updated_at: None,
        on_delete: None,
        on_update: None,
        inverse: None,
        deferrable: None,
        to: None,
        placeholders: Placeholders::default(),
    }
}

/// `name: { type: string(50), … }`
fn long_field(name: Spanned<String>, node: &Node, report: &mut Report) -> Field {
    let opened = Mapping::open(node, "field", name.at, report);
    let no_type = Spanned {
        value: None,
        at: name.at,
    };
    let mut field = short_field(name, no_type);
    let Some(mut keys) = opened else {
        field.placeholders.add_any();
        return field;
    };
    let ty = |node, report: &mut Report| Some(scalar::type_expr(node, report));
    if let Some(ty) = keys.require("type", report, ty) {
        field.ty = ty;
    }
    field.primary_key = keys.boolean("primary_key", report);
    field.auto = keys.boolean("auto", report);
    field.unique = keys.boolean("unique", report);
    field.index = keys.boolean("index", report);
    field.default = keys.read("default", report, parts::default).flatten();
    field.check = keys.sql("check", report);
    field.rules = parts::rules(&mut keys, report);
    field.generated = keys.read("generated", report, parts::generated).flatten();
    field.collation = keys.sql("collation", report);
    field.column = keys.text("column", report);
    if let Some((rust, attributes)) = keys.read("rust", report, parts::rust_of_field) {
        (field.rust, field.attributes) = (rust, attributes);
    }
    field.doc = keys.text("doc", report);
    field.was = keys.names("was", report);
    field.sensitive = keys.boolean("sensitive", report);
    field.version = keys.boolean("version", report);
    field.soft_delete = keys.boolean("soft_delete", report);
    field.updated_at = keys.boolean("updated_at", report);
    field.on_delete = keys.read("on_delete", report, parts::action).flatten();
    field.on_update = keys.read("on_update", report, parts::action).flatten();
    field.inverse = keys.read("inverse", report, parts::inverse).flatten();
    field.deferrable = keys.boolean("deferrable", report);
    field.to = keys.text("to", report);
    field.placeholders = keys.finish(report);
    field
}
