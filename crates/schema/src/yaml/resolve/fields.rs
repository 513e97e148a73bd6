//! Fields: their types, and their distinct names.

use std::collections::{BTreeMap, HashMap};

use heck::ToSnakeCase;
use tablewright_sql::PerDialect;

use super::findings::Findings;
use super::keys;
use super::rust;
use super::sql;
use super::types;
use super::unresolved::{Body, Column, Context, Kind, Named, Table};
use super::words::Word;
use crate::names::folded;
use crate::plural::plural;
use crate::schema::{Role, Rules, Source, Type};
use crate::yaml::shapes::{At, Document, Field, Placeholders, Spanned};

/// The tables with their columns; those of references are not known yet.
pub fn begin<'d>(
    context: &Context<'d>,
    bodies: Vec<Body<'d>>,
    document: &Document,
    findings: &mut Findings<'_>,
) -> Vec<Table<'d>> {
    // Unused mixins are checked, too.
    for field in document.mixins.iter().flat_map(|mixin| &mixin.body.fields) {
        rust::check_member_name(&field.name, "field", findings);
        types::meaning(&field.ty, types::most(&field.rules), context, findings);
    }
    bodies
        .into_iter()
        .map(|body| table(body, context, findings))
        .collect()
}

fn table<'d>(body: Body<'d>, context: &Context<'d>, findings: &mut Findings<'_>) -> Table<'d> {
    let model = body.model;
    if body.fields.is_empty() && !body.placeholders.may_have("fields") {
        findings
            .at(
                model.name.at,
                format!("the model `{}` has no fields", model.name.value),
            )
            .hint("begin with `fields: { id: id }`");
    }
    rust::check_paths(body.derives.iter().copied(), findings);
    rust::check_attributes(body.attributes.iter().copied(), findings);
    let columns: Vec<Column<'d>> = body
        .fields
        .iter()
        .map(|field| column(field, context, findings))
        .collect();
    let written = |(position, field): (usize, &&Field)| (field.name.value.clone(), position);
    Table {
        name: match &model.table {
            Some(table) => table.value.clone(),
            None => plural(&model.name.value.to_snake_case()),
        },
        by_field: body.fields.iter().enumerate().map(written).collect(),
        placeholders: placeholders(&body, &columns, context),
        columns,
        body,
        primary_key: None,
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        relations: Vec::new(),
    }
}

/// The keys of the model that may have more content, also because of its fields.
fn placeholders(body: &Body<'_>, columns: &[Column<'_>], context: &Context<'_>) -> Placeholders {
    let mut placeholders = body.placeholders.clone();
    if columns.is_empty() {
        placeholders.add("fields");
    }
    let name = &body.model.name.value;
    let is_ambiguous = matches!(context.words.get(name), Some(Word::Ambiguous));
    if body.model.table.is_none() && (is_ambiguous || !rust::is_type_name(name)) {
        // The model will get another name, and so will its table.
        placeholders.add("table");
    }
    if placeholders.may_have("fields") {
        placeholders.add("primary_key");
        placeholders.add("references");
    }
    if columns.iter().any(keys::may_be_primary) {
        placeholders.add("primary_key");
    }
    if columns.iter().any(|column| column.kind == Kind::Unknown) {
        placeholders.add("references");
    }
    placeholders
}

fn column<'d>(field: &'d Field, context: &Context<'d>, findings: &mut Findings<'_>) -> Column<'d> {
    rust::check_member_name(&field.name, "field", findings);
    rust::check_attributes(&field.attributes, findings);
    if let Some(rust) = &field.rust {
        rust::check_type(&rust.path, findings);
    }
    let (ty, kind) = match types::meaning(&field.ty, types::most(&field.rules), context, findings) {
        Some(meaning) => meaning,
        None => (None, Kind::Unknown),
    };
    let named = match kind {
        Kind::Named(index) => context.types.get(index),
        Kind::Unknown | Kind::Value | Kind::Id | Kind::Reference { .. } => None,
    };
    let collation = match &ty {
        Some(ty) => collation(field, ty, context, findings),
        None => None,
    };
    let inherited = named
        .map(|named| named.collation.clone())
        .unwrap_or_default();
    let of_type = named.map(|named| named.origin);
    let rust = field
        .rust
        .as_ref()
        .or(of_type.and_then(|of_type| of_type.rust.as_ref()));
    let doc = field
        .doc
        .as_ref()
        .or(of_type.and_then(|of_type| of_type.doc.as_ref()));
    let sensitive = field
        .sensitive
        .as_ref()
        .or(of_type.and_then(|of_type| of_type.sensitive.as_ref()));
    Column {
        placeholders: column_placeholders(field, named),
        origin: field,
        kind,
        field: rust::field_name(&field.name.value),
        name: field.column.as_ref().unwrap_or(&field.name).value.clone(),
        ty,
        source: Source::Input,
        collation: collation.unwrap_or(inherited),
        rust,
        doc: doc.map(|doc| doc.value.clone()),
        sensitive: sensitive.is_some_and(|flag| flag.value),
        role: role(field),
        rules: Rules::default(),
    }
}

/// Its role in writes; a later check tests whether its type fits.
fn role(field: &Field) -> Role {
    let is_set = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|flag| flag.value);
    if is_set(&field.version) {
        Role::Version
    } else if is_set(&field.soft_delete) {
        Role::Deletion
    } else if is_set(&field.updated_at) {
        Role::Updated
    } else {
        Role::Data
    }
}

/// The keys of the named type or of the field that may have more content.
fn column_placeholders(field: &Field, named: Option<&Named<'_>>) -> Placeholders {
    let mut placeholders = field.placeholders.clone();
    if let Some(named) = named {
        let inherited = ["check", "default", "collation"];
        for key in inherited
            .iter()
            .filter(|key| named.origin.placeholders.may_have(key))
        {
            placeholders.add(key);
        }
        if named.origin.default.is_some() && named.default.is_none() {
            placeholders.add("default");
        }
    }
    placeholders
}

fn collation(
    field: &Field,
    ty: &Type,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<PerDialect<Option<String>>> {
    let given = field.collation.as_ref()?;
    types::check_has_collation(given.at, ty, context, findings);
    Some(sql::collation(
        &given.value,
        given.at,
        &context.dialects,
        findings,
    ))
}

/// Adds the fields with their generated names, too, and reports equal names.
pub fn check_names(tables: &mut [Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    for table in tables.iter_mut() {
        check_fields(table, findings);
        check_former_columns(table, findings);
        for (position, column) in table.columns.iter().enumerate() {
            table
                .by_field
                .entry(column.field.clone())
                .or_insert(position);
        }
    }
    check_tables(tables, findings);
    check_former_tables(tables, context, findings);
}

fn check_fields(table: &Table<'_>, findings: &mut Findings<'_>) {
    let mut constants: HashMap<String, usize> = HashMap::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    // A name that has to change anyway, and a name that ends in that of an unknown key, are not
    // compared with others.
    let columns = table.columns.iter().enumerate();
    let named = columns.filter(|(_, column)| {
        rust::is_member_name(&column.origin.name.value) && !column.refers_to_nothing_known()
    });
    for (position, column) in named {
        let constant = rust::constant_name(&column.field);
        let same_constant = constants.insert(constant.clone(), position);
        let same_name = names.insert(folded(&column.name), position);
        if let Some(other) = same_constant.map(|other| &table.columns[other]) {
            let message = match other.field == column.field {
                true => format!("two fields have the name `{}` in Rust", column.field),
                false => format!("two fields have the constant `{constant}`"),
            };
            findings
                .at(column.origin.name.at, message)
                .also(other.origin.name.at, "this is the other")
                .hint("rename one of them");
        } else if let Some(other) = same_name.map(|other| &table.columns[other]) {
            let message = match other.name == column.name {
                true => format!(
                    "two columns of `{}` are called `{}`",
                    table.name, column.name
                ),
                false => format!(
                    "the columns `{}` and `{}` differ only in case, which some databases ignore",
                    other.name, column.name
                ),
            };
            findings
                .at(column.name_at(), message)
                .also(other.name_at(), "this is the other");
        }
    }
}

/// The help for a key without effect.
const OWN_NAME: &str = "remove it: this is already its name";

/// The help for a name that is passed on, which looks like one that stays.
const THIRD_NAME: &str = "a name can only move to another field, model or value in two migrations: first rename the \
     one that has it now";

fn check_former_columns(table: &Table<'_>, findings: &mut Findings<'_>) {
    if table
        .columns
        .iter()
        .all(|column| column.origin.was.is_empty())
    {
        return;
    }
    let mut current: HashMap<String, &Column<'_>> = HashMap::new();
    for column in &table.columns {
        current.insert(folded(&column.name), column);
        current.insert(folded(&column.origin.name.value), column);
    }
    let was = table.columns.iter().flat_map(|column| {
        let was = column.origin.was.iter();
        was.map(move |was| (column, was))
    });
    let mut former: HashMap<String, (&Column<'_>, &Spanned<String>)> = HashMap::new();
    for (column, was) in was {
        let name = folded(&was.value);
        let is_own = |other: &Column<'_>| other.name == column.name;
        let own = |other: &Column<'_>| is_own(other) && was.value != column.name;
        if let Some(field) = current.get(&name).filter(|other| !own(other)) {
            findings
                .at(
                    was.at,
                    format!(
                        "`{}` is still a field, so it cannot be the former name of another one",
                        was.value
                    ),
                )
                .also(field.name_at(), "the field")
                .hint(if is_own(field) { OWN_NAME } else { THIRD_NAME });
        } else if let Some((other, first)) = former.insert(name, (column, was))
            && (!is_own(other) || first.value == was.value)
        {
            findings
                .at(
                    was.at,
                    format!("two fields have the former name `{}`", was.value),
                )
                .also(first.at, "this is the other");
        }
    }
}

fn check_tables(tables: &[Table<'_>], findings: &mut Findings<'_>) {
    let mut names: HashMap<String, &Table<'_>> = HashMap::new();
    let named = tables
        .iter()
        .filter(|table| !table.placeholders.may_have("table"));
    for table in named {
        let Some(other) = names.insert(folded(&table.name), table) else {
            continue;
        };
        let message = match other.name == table.name {
            true => format!(
                "`{}` and `{}` have the same table `{}`",
                other.model(),
                table.model(),
                table.name
            ),
            false => format!(
                "the tables `{}` and `{}` differ only in case, which some databases ignore",
                other.name, table.name
            ),
        };
        findings
            .at(table.name_at(), message)
            .also(other.name_at(), "this is the other")
            .hint("give one of them another name with `table:`");
    }
}

fn check_former_tables(tables: &[Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut current: BTreeMap<String, (At, &str)> = BTreeMap::new();
    for model in &context.words.models {
        let name = &model.name;
        current.insert(folded(&name.value), (name.at, name.value.as_str()));
    }
    for table in tables {
        current.insert(folded(&table.name), (table.name_at(), table.model()));
    }
    let mut former: BTreeMap<String, (&str, &Spanned<String>)> = BTreeMap::new();
    let was = tables.iter().flat_map(|table| {
        let was = table.body.model.was.iter();
        was.map(move |was| (table, was))
    });
    for (table, was) in was {
        let name = folded(&was.value);
        let own = |model: &str| model == table.model() && was.value != table.name;
        if let Some((at, model)) = current.get(&name).filter(|(_, model)| !own(model)) {
            findings
                .at(
                    was.at,
                    format!(
                        "`{}` still exists, so it cannot be the former name of another model",
                        was.value
                    ),
                )
                .also(*at, "here")
                .hint(if *model == table.model() {
                    OWN_NAME
                } else {
                    THIRD_NAME
                });
        } else if let Some((other, first)) = former.insert(name, (table.model(), was))
            && (other != table.model() || first.value == was.value)
        {
            findings
                .at(
                    was.at,
                    format!("two models have the former name `{}`", was.value),
                )
                .also(first.at, "this is the other");
        }
    }
}
