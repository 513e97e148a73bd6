//! Writes models as the text of `models.yaml`.

use tablewright_schema::catalog::IndexKey;
use tablewright_schema::{Action, Type, When};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::check;
use super::enums::Enums;
use super::index::class;
use super::model::{Field, Inverse, Model, PulledIndex};
use super::natives::Natives;
use super::node::{Node, scalar};
use super::script::PulledScript;
use super::types::type_text;

/// The longest line that is not wrapped.
const WIDTH: usize = 110;

/// The named types.
pub(super) struct Named<'p> {
    pub(super) enums: &'p Enums,
    pub(super) natives: Natives,
}

impl Named<'_> {
    /// The type as it is written.
    fn type_text(&self, ty: &Type) -> String {
        let name = match ty {
            Type::Native(native) => self.natives.name(&native.name),
            _ => None,
        };
        name.map_or_else(|| type_text(ty, self.enums), str::to_owned)
    }
}

pub(super) fn write(
    dialect: Dialect,
    models: &[Model<'_>],
    named: &Named<'_>,
    scripts: &[PulledScript],
    unmanaged: &[String],
) -> String {
    let mut text = String::new();
    if dialect != Dialect::Sqlite {
        text.push_str(&format!("dialects: {}\n\n", dialect.name()));
    }
    let enums = named.enums;
    if !enums.values.is_empty() {
        text.push_str("enums:\n");
        for (position, name) in enums.names.iter().enumerate() {
            entry(&mut text, 2, name, &enums.node(position));
        }
        text.push('\n');
    }
    let mut natives = named.natives.entries(dialect).peekable();
    if natives.peek().is_some() {
        text.push_str("types:\n");
        for (name, node) in natives {
            entry(&mut text, 2, name, &node);
        }
        text.push('\n');
    }
    if !unmanaged.is_empty() {
        text.push_str("unmanaged:\n");
        for name in unmanaged {
            text.push_str(&format!("  - {}\n", scalar(name, false)));
        }
        text.push('\n');
    }
    text.push_str(if models.is_empty() {
        "models: {}\n"
    } else {
        "models:\n"
    });
    for (position, model) in models.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        write_model(&mut text, dialect, model, models, named);
    }
    if !scripts.is_empty() {
        text.push_str("\nsql:\n");
        for script in scripts {
            write_script(&mut text, script);
        }
    }
    text
}

fn write_model(
    text: &mut String,
    dialect: Dialect,
    model: &Model<'_>,
    models: &[Model<'_>],
    named: &Named<'_>,
) {
    comments(text, 2, &model.notes);
    text.push_str(&format!("  {}:\n", scalar(&model.name, false)));
    if let Some(doc) = &model.table.comment {
        entry(text, 4, "doc", &Node::text(doc));
    }
    if model.says_table() {
        entry(text, 4, "table", &Node::text(&model.table.name));
    }
    if let [_, _, ..] = model.key[..] {
        entry(text, 4, "primary_key", &names(model, &model.key));
    }
    text.push_str("    fields:\n");
    for position in 0..model.fields.len() {
        write_field(text, dialect, model, position, models, named);
    }
    let uniques = model
        .uniques
        .iter()
        .filter(|unique| unique.columns.len() > 1);
    let uniques = uniques.map(|unique| names(model, &unique.columns));
    list(text, "unique", uniques.collect());
    let indexes = model.indexes.iter();
    let indexes = indexes.filter(|index| !index.automatic && field_of(model, index).is_none());
    let indexes = indexes.map(|index| index_node(dialect, model, index));
    list(text, "indexes", indexes.collect());
    let checks = model.checks.iter().filter(|check| check.at.is_none());
    let checks = checks.map(|check| {
        let sql = sql(dialect, &check::of_model(check.check.expression.text()));
        match &check.given {
            Some(name) => Node::Map(vec![
                ("name".to_owned(), Node::text(name)),
                ("sql".to_owned(), sql),
            ]),
            None => sql,
        }
    });
    list(text, "checks", checks.collect());
    write_references(text, model, models);
    if let Some(options) = &model.options {
        let of_dialect = vec![(dialect.name().to_owned(), Node::text(options))];
        entry(text, 4, "options", &Node::Map(of_dialect));
    }
}

fn write_field(
    text: &mut String,
    dialect: Dialect,
    model: &Model<'_>,
    position: usize,
    models: &[Model<'_>],
    named: &Named<'_>,
) {
    let field = &model.fields[position];
    comments(text, 6, &field.notes);
    let mut entries: Vec<(String, Node)> = Vec::new();
    let mut add = |key: &str, node: Node| entries.push((key.to_owned(), node));
    let is_key = model.key == [position];
    let is_id = is_key && field.counts && field.ty == Type::BigInt && field.reference.is_none();
    let reference = field.reference.map(|number| &model.references[number]);
    let ty = match reference {
        _ if is_id => "id".to_owned(),
        Some(reference) => models[reference.target].name.clone(),
        None => named.type_text(&field.ty),
    };
    let optional = if field.nullable { "?" } else { "" };
    add("type", Node::Text(format!("{ty}{optional}")));
    if is_key && !is_id {
        add("primary_key", Node::flag());
        let is_integer = matches!(
            field.ty,
            Type::SmallInt | Type::Integer | Type::BigInt | Type::Unsigned(_)
        );
        let is_given = field.default.is_some() || field.column.generated.is_some();
        if is_integer && !field.counts && reference.is_none() && !is_given {
            add("auto", Node::Raw("false".to_owned()));
        }
    }
    if let Some(reference) = reference {
        let target = &models[reference.target];
        if target.key != reference.target_columns {
            let to = reference
                .target_columns
                .iter()
                .map(|&it| &target.fields[it].written);
            to.for_each(|to| add("to", Node::text(to)));
        }
        reference_entries(reference, &mut add);
    }
    let own_name = match reference {
        Some(_) => &field.full,
        None => &field.written,
    };
    let name = full_column(field, own_name);
    if name != field.column.name {
        add("column", Node::text(&field.column.name));
    }
    if model
        .uniques
        .iter()
        .any(|unique| unique.columns == [position])
    {
        add("unique", Node::flag());
    }
    if model
        .indexes
        .iter()
        .any(|index| field_of(model, index) == Some(position))
    {
        add("index", Node::flag());
    }
    if let Some(default) = &field.default {
        add("default", default.clone());
    }
    if let Some(generated) = &field.column.generated {
        let sql = sql(dialect, generated.expression.text());
        add(
            "generated",
            match generated.stored {
                true => sql,
                false => Node::Map(vec![
                    ("sql".to_owned(), sql),
                    ("stored".to_owned(), Node::Raw("false".to_owned())),
                ]),
            },
        );
    }
    let check = model.checks.iter().filter_map(|check| check.at.as_ref());
    for at in check.filter(|at| at.field == position) {
        add(at.key, at.node.clone());
    }
    if let Some(collation) = &field.collation {
        add("collation", Node::text(collation));
    }
    if let Some(doc) = &field.column.comment {
        add("doc", Node::text(doc));
    }
    match &entries[..] {
        [(_, ty)] => entry(text, 6, &field.written, ty),
        _ => entry(text, 6, &field.written, &Node::Map(entries)),
    }
}

/// The column of the field without `column:`.
fn full_column<'f>(field: &'f Field<'_>, own_name: &'f str) -> &'f str {
    // The underscore that Rust needs after some keywords is not in the database.
    match field.reference {
        Some(_) => own_name,
        None => &field.written,
    }
}

fn reference_entries(reference: &super::model::Reference<'_>, add: &mut impl FnMut(&str, Node)) {
    for (event, action) in [
        ("on_delete", reference.on_delete),
        ("on_update", reference.on_update),
    ] {
        let word = match action {
            Action::NoAction => continue,
            Action::Restrict => "restrict",
            Action::Cascade => "cascade",
            Action::SetNull => "set_null",
            Action::SetDefault => "set_default",
        };
        add(event, Node::text(word));
    }
    match &reference.inverse {
        Inverse::Usual => {}
        Inverse::Named(name) => add("inverse", Node::text(name)),
        Inverse::None => add("inverse", Node::Raw("false".to_owned())),
    }
    if reference.key.deferrable {
        add("deferrable", Node::flag());
    }
}

fn write_references(text: &mut String, model: &Model<'_>, models: &[Model<'_>]) {
    let is_field = |number: usize| model.fields.iter().any(|it| it.reference == Some(number));
    let references = model.references.iter().enumerate();
    let references: Vec<_> = references
        .filter(|(number, _)| !is_field(*number))
        .collect();
    if references.is_empty() {
        return;
    }
    text.push_str("    references:\n");
    for (_, reference) in references {
        let target = &models[reference.target];
        let mut entries = vec![
            ("fields".to_owned(), names(model, &reference.columns)),
            ("to".to_owned(), Node::text(&target.name)),
        ];
        if target.key != reference.target_columns {
            let keys = names(target, &reference.target_columns);
            entries.push(("keys".to_owned(), keys));
        }
        reference_entries(reference, &mut |key, node| {
            entries.push((key.to_owned(), node))
        });
        entry(text, 6, &reference.relation, &Node::Map(entries));
    }
}

/// The field at which the index is written, by `index: true`.
fn field_of(model: &Model<'_>, index: &PulledIndex) -> Option<usize> {
    let it = &index.index;
    let is_plain = !it.unique
        && !index.automatic
        && index.given.is_none()
        && it.predicate.is_none()
        && it.method.is_none()
        && it.include.is_empty()
        && it.options.is_empty();
    let [part] = &it.parts[..] else {
        return None;
    };
    let IndexKey::Column(name) = &part.key else {
        return None;
    };
    let position = model.position(name)?;
    let is_plain =
        is_plain && !part.descending && part.more.is_none() && !model.is_key(&[position]);
    is_plain.then_some(position)
}

fn index_node(dialect: Dialect, model: &Model<'_>, index: &PulledIndex) -> Node {
    let it = &index.index;
    let written = |name: &String| {
        let position = model.position(name);
        position.map_or(name.clone(), |position| {
            model.fields[position].written.clone()
        })
    };
    let parts = it.parts.iter().map(|part| {
        let (key, node) = match &part.key {
            IndexKey::Column(name) if part.descending => {
                ("field", Node::Text(format!("{} desc", written(name))))
            }
            IndexKey::Column(name) => ("field", Node::Text(written(name))),
            IndexKey::Expression(sql) => ("sql", Node::text(sql.text())),
        };
        match (class(part), key) {
            (None, "field") => node,
            (class, _) => {
                let class = class.map(|class| ("class".to_owned(), Node::text(class)));
                let key = [(key.to_owned(), node)];
                Node::Map(key.into_iter().chain(class).collect())
            }
        }
    });
    let parts = Node::List(parts.collect());
    let mut entries = vec![("fields".to_owned(), parts.clone())];
    let mut add = |key: &str, node: Node| entries.push((key.to_owned(), node));
    if it.unique {
        add("unique", Node::flag());
    }
    if let Some(predicate) = &it.predicate {
        add("where", sql(dialect, predicate.text()));
    }
    if let Some(method) = &it.method {
        add("method", Node::text(method));
    }
    if !it.options.is_empty() {
        let options = it.options.iter().map(|option| {
            let (name, value) = option.split_once('=').unwrap_or((option, "true"));
            let is_plain = value.parse::<i64>().is_ok() || ["true", "false"].contains(&value);
            let value = match is_plain {
                true => Node::Raw(value.to_owned()),
                false => Node::text(value),
            };
            (name.to_owned(), value)
        });
        add("with", Node::Map(options.collect()));
    }
    if !it.include.is_empty() {
        let include = it.include.iter().map(|name| Node::Text(written(name)));
        add("include", Node::List(include.collect()));
    }
    if let Some(name) = &index.given {
        add("name", Node::text(name));
    }
    match entries.len() {
        1 => parts,
        _ => Node::Map(entries),
    }
}

/// SQL without the words that MySQL adds to every string in it.
pub(super) fn sql(dialect: Dialect, sql: &str) -> Node {
    let mut text = sql.to_owned();
    if dialect.has_introducers() && sql.contains("_utf8mb4'") {
        let tokens = tokens(dialect, sql);
        for pair in tokens.windows(2).rev() {
            let [word, literal] = pair else { continue };
            let is_introducer = word.is("_utf8mb4") && literal.kind == TokenKind::Text;
            if is_introducer && word.end() == literal.start {
                text.replace_range(word.start..word.end(), "");
            }
        }
    }
    Node::Text(text)
}

fn names(model: &Model<'_>, columns: &[usize]) -> Node {
    let columns = columns.iter();
    let names = columns.map(|&column| Node::text(&model.fields[column].written));
    Node::List(names.collect())
}

fn list(text: &mut String, key: &str, items: Vec<Node>) {
    if items.is_empty() {
        return;
    }
    text.push_str(&format!("    {key}:\n"));
    for item in items {
        text.push_str(&format!("      - {}\n", item.alone()));
    }
}

fn write_script(text: &mut String, script: &PulledScript) {
    comments(text, 2, script.note.as_slice());
    text.push_str(&format!("  {}:\n", scalar(&script.name, false)));
    if script.when == When::Before {
        text.push_str("    when: before\n");
    }
    entry(text, 4, "create", &Node::text(&script.create));
    entry(text, 4, "drop", &Node::text(&script.drop));
}

/// A key and its value, on one line if it is short enough.
fn entry(text: &mut String, indent: usize, key: &str, value: &Node) {
    let space = " ".repeat(indent);
    let key = scalar(key, false);
    let line = format!("{space}{key}: {}", value.alone());
    match value {
        Node::Map(entries) if line.chars().count() > WIDTH => {
            text.push_str(&format!("{space}{key}:\n"));
            for (key, value) in entries {
                entry(text, indent + 2, key, value);
            }
        }
        Node::Text(value) if value.contains('\n') && is_block(value) => {
            text.push_str(&format!("{space}{key}: |-\n"));
            for line in value.lines() {
                text.push_str(format!("{space}  {line}").trim_end());
                text.push('\n');
            }
        }
        Node::Raw(_) | Node::Text(_) | Node::List(_) | Node::Map(_) => {
            text.push_str(&line);
            text.push('\n');
        }
    }
}

/// Whether a text can be written as a block of lines.
fn is_block(text: &str) -> bool {
    let is_kept = |line: &str| {
        let is_plain =
            |it: char| it == ' ' || (!it.is_control() && !it.is_whitespace() && it < '\u{2000}');
        line.chars().all(is_plain) && !line.ends_with(' ')
    };
    !text.contains('\r')
        && text.split('\n').all(is_kept)
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
}

fn comments(text: &mut String, indent: usize, notes: &[String]) {
    for note in notes {
        let note = note.replace(['\n', '\r'], " ");
        let plain: String = note.chars().filter(|it| !it.is_control()).collect();
        text.push_str(&format!("{}# {plain}\n", " ".repeat(indent)));
    }
}
