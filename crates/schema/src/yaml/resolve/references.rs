//! References: their targets, the properties that they take from these, and their foreign keys.

use heck::ToSnakeCase;

use super::findings::Findings;
use super::keys;
use super::rust;
use super::types;
use super::unresolved::{Column, Context, ForeignKey, Key, Kind, Table};
use crate::schema::{self, Action};
use crate::yaml::shapes::{At, Fields, Reference, Spanned};

/// A column: the position of its table, and its own position there.
type Node = (usize, usize);

/// The name of the key's field, if the key is unknown.
const USUAL_KEY: &str = "id";

/// Finds the column that each reference references, and takes name, type and collation from it.
///
/// This column can be a reference itself, so types travel along chains of any length.
pub fn find_targets(tables: &mut [Table<'_>], findings: &mut Findings<'_>) {
    let keys: Vec<Vec<usize>> = tables.iter().map(keys::likely_primary_key).collect();
    let mut states: Vec<Vec<State>> = tables
        .iter()
        .map(|table| table.columns.iter().map(State::of).collect())
        .collect();
    for table in 0..tables.len() {
        for column in 0..tables[table].columns.len() {
            follow((table, column), tables, &keys, &mut states, findings);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Untouched,
    /// On the current chain.
    OnChain,
    Done,
}

impl State {
    fn of(column: &Column<'_>) -> State {
        match column.kind {
            Kind::Reference { .. } => State::Untouched,
            Kind::Unknown | Kind::Value | Kind::Id | Kind::Named(_) => State::Done,
        }
    }
}

/// Follows the chain from a column to its end, and fills in its columns from there.
fn follow(
    start: Node,
    tables: &mut [Table<'_>],
    keys: &[Vec<usize>],
    states: &mut [Vec<State>],
    findings: &mut Findings<'_>,
) {
    let mut chain: Vec<(Node, Option<Node>)> = Vec::new();
    let mut node = start;
    loop {
        match states[node.0][node.1] {
            State::Done => break,
            State::OnChain => {
                report_circle(node, &chain, tables, findings);
                break;
            }
            State::Untouched => {
                states[node.0][node.1] = State::OnChain;
                let target = target(node, tables, keys, findings);
                chain.push((node, target));
                match target {
                    Some(target) => node = target,
                    None => break,
                }
            }
        }
    }
    while let Some((node, target)) = chain.pop() {
        let target = target.filter(|&(table, column)| states[table][column] == State::Done);
        take(node, target, tables);
        states[node.0][node.1] = State::Done;
    }
}

fn report_circle(
    node: Node,
    chain: &[(Node, Option<Node>)],
    tables: &[Table<'_>],
    findings: &mut Findings<'_>,
) {
    let circle = chain
        .iter()
        .map(|(node, _)| *node)
        .skip_while(|other| *other != node);
    let mut labels: Vec<String> = circle
        .map(|(table, column)| format!("`{}`", tables[table].label(column)))
        .collect();
    labels.push(format!("`{}`", tables[node.0].label(node.1)));
    findings
        .at(
            tables[node.0].columns[node.1].origin.ty.at,
            "this reference has no type, because it refers to itself",
        )
        .hint(format!("it goes {}", labels.join(" → ")));
}

/// The target column of a reference.
fn target(
    (table, column): Node,
    tables: &[Table<'_>],
    keys: &[Vec<usize>],
    findings: &mut Findings<'_>,
) -> Option<Node> {
    let origin = tables[table].columns[column].origin;
    let Kind::Reference {
        table: position, ..
    } = tables[table].columns[column].kind
    else {
        return None;
    };
    let target = &tables[position];
    if let Some(to) = &origin.to {
        let field = keys::likely_field(target, &to.value);
        if field.is_none() && !target.placeholders.may_have("fields") {
            let fields = target
                .columns
                .iter()
                .map(|column| column.origin.name.value.as_str());
            findings
                .at(
                    to.at,
                    format!("`{}` has no field `{}`", target.model(), to.value),
                )
                .did_you_mean(&to.value, fields);
        }
        return Some((position, field?));
    }
    match keys[position].as_slice() {
        [key] => Some((position, *key)),
        // A missing or invalid key is reported at the target.
        [] => None,
        [_, _, ..] => {
            let model = target.model();
            let name = &origin.name.value;
            findings
                .at(
                    origin.ty.at,
                    format!(
                        "the primary key of `{model}` has several fields, and \
                    one field cannot refer to it"
                    ),
                )
                .hint(format!(
                    "give this model a field for each of them, and write `references: {{ {name}: \
                     {{ fields: [a, b], to: {model} }} }}`"
                ));
            None
        }
    }
}

fn take((table, column): Node, from: Option<Node>, tables: &mut [Table<'_>]) {
    let taken = from.map(|(table, column)| {
        let key = &tables[table].columns[column];
        (
            key.field.clone(),
            key.ty.clone(),
            key.rust,
            key.collation.clone(),
            key.placeholders.may_have("collation"),
        )
    });
    if taken.as_ref().is_none_or(|(_, ty, ..)| ty.is_none()) {
        tables[table].placeholders.add("references");
    }
    let reference = &mut tables[table].columns[column];
    let written = &reference.origin.name.value;
    let key = taken.as_ref().map_or(USUAL_KEY, |(field, ..)| field);
    let name = with_key(written, key);
    reference.field = rust::field_name(&name);
    if reference.origin.column.is_none() {
        reference.name = name;
    }
    if let Kind::Reference { column, .. } = &mut reference.kind {
        *column = from.map(|(_, column)| column);
    }
    if let Some((_, ty, rust, collation, may_have_collation)) = taken {
        if may_have_collation {
            reference.placeholders.add("collation");
        }
        reference.ty = ty;
        reference.collation = collation;
        reference.rust = reference.rust.take().or(rust);
    }
}

/// The name of a reference's field: `author` to a key `id` gives `author_id`, as does `author_id`.
pub fn with_key(name: &str, key: &str) -> String {
    if name == key || without_key(name, key).is_some() {
        name.to_owned()
    } else {
        // Rust expects one underscore between two words.
        format!(
            "{}_{}",
            name.trim_end_matches('_'),
            key.trim_start_matches('_')
        )
    }
}

/// `author` for `author_id`.
fn without_key<'n>(name: &'n str, key: &str) -> Option<&'n str> {
    name.strip_suffix(key)?
        .strip_suffix('_')
        .filter(|front| !front.is_empty())
}

/// Converts the references to foreign keys.
pub fn resolve(tables: &mut [Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    // The foreign keys of each table, and whether these are all.
    let mut all: Vec<(Vec<ForeignKey>, bool)> = Vec::with_capacity(tables.len());
    for table in tables.iter() {
        let mut foreign_keys = of_fields(table, tables, findings);
        let mut is_whole = true;
        for reference in &table.body.references {
            let foreign_key = of_reference(table, reference, tables, context, findings);
            is_whole &= foreign_key.is_some();
            foreign_keys.extend(foreign_key);
        }
        all.push((foreign_keys, is_whole));
    }
    for (table, (foreign_keys, is_whole)) in tables.iter_mut().zip(all) {
        if !is_whole {
            table.placeholders.add("references");
        }
        table.foreign_keys = foreign_keys;
    }
    pass_on_sensitive(tables);
}

/// Makes references to sensitive keys sensitive, because they hold the same values. A reference may
/// be a key itself, and may say that it is not sensitive.
fn pass_on_sensitive(tables: &mut [Table<'_>]) {
    loop {
        let mut found = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            for key in &table.foreign_keys {
                let targets = &tables[key.value.target].columns;
                let pairs = key.value.columns.iter().zip(&key.value.target_columns);
                found.extend(pairs.filter_map(|(&column, &target)| {
                    let own = &table.columns[column];
                    let is_passed_on = targets[target].sensitive
                        && !own.sensitive
                        && own.origin.sensitive.is_none();
                    is_passed_on.then_some((number, column))
                }));
            }
        }
        if found.is_empty() {
            return;
        }
        for (table, column) in found {
            tables[table].columns[column].sensitive = true;
        }
    }
}

fn of_fields(
    table: &Table<'_>,
    tables: &[Table<'_>],
    findings: &mut Findings<'_>,
) -> Vec<ForeignKey> {
    let mut foreign_keys = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        let Kind::Reference {
            table: target,
            column: Some(target_column),
        } = column.kind
        else {
            continue;
        };
        let origin = column.origin;
        if let Some(to) = &origin.to {
            check_is_key(&tables[target], target_column, to, findings);
        }
        check_inverse(&origin.inverse, findings);
        let value = schema::ForeignKey {
            name: String::new(),
            columns: vec![position],
            target,
            target_columns: vec![target_column],
            on_delete: action(&origin.on_delete),
            on_update: action(&origin.on_update),
            deferrable: origin.deferrable.as_ref().is_some_and(|flag| flag.value),
            relation: relation_name(&origin.name.value, target_column, &tables[target]),
            inverse: named(&origin.inverse),
        };
        foreign_keys.push(ForeignKey {
            at: origin.ty.at,
            relation_at: origin.name.at,
            on_delete: location_of(&origin.on_delete),
            on_update: location_of(&origin.on_update),
            deferrable: location_of(&origin.deferrable),
            may_be_deferrable: value.deferrable || origin.placeholders.may_have("deferrable"),
            inverse: location_of(&origin.inverse),
            may_have_inverse: origin.inverse.is_some() || origin.placeholders.may_have("inverse"),
            value,
        });
    }
    foreign_keys
}

fn check_inverse(inverse: &Option<Spanned<Option<String>>>, findings: &mut Findings<'_>) {
    if let Some((at, name)) = inverse
        .as_ref()
        .and_then(|it| Some((it.at, it.value.clone()?)))
    {
        rust::check_member_name(&Spanned { value: name, at }, "relation", findings);
    }
}

/// The name of the inverse relation in the file.
fn named(inverse: &Option<Spanned<Option<String>>>) -> Option<String> {
    inverse.as_ref()?.value.clone()
}

fn relation_name(written: &str, target_column: usize, target: &Table<'_>) -> String {
    let key = &target.columns[target_column].field;
    if written == key {
        return target.model().to_snake_case();
    }
    without_key(written, key).unwrap_or(written).to_owned()
}

fn check_is_key(
    target: &Table<'_>,
    column: usize,
    to: &Spanned<String>,
    findings: &mut Findings<'_>,
) {
    if !target.keys().any(|key| key.columns == [column]) && !may_be_key(target, &[column]) {
        findings
            .at(
                to.at,
                format!(
                    "`{}` is not unique, so a reference cannot refer to it",
                    target.label(column)
                ),
            )
            .also(target.columns[column].origin.name.at, "the field")
            .hint("add `unique: true` to it");
    }
}

/// Whether the columns may be an invalid key.
fn may_be_key(target: &Table<'_>, columns: &[usize]) -> bool {
    let may_be_unique = |&column: &usize| target.columns[column].placeholders.may_have("unique");
    target.primary_key.is_none()
        || target.placeholders.may_have("unique")
        || columns.iter().any(may_be_unique)
}

fn of_reference(
    table: &Table<'_>,
    reference: &Reference,
    tables: &[Table<'_>],
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<ForeignKey> {
    rust::check_member_name(&reference.name, "relation", findings);
    check_inverse(&reference.inverse, findings);
    let fields = reference.fields.as_ref();
    let columns = fields.and_then(|fields| keys::columns_of(table, fields, findings));
    let target = reference.target.as_ref();
    let position = target.and_then(|target| context.words.model(target, findings))?;
    let target = &tables[position];
    let key = referred_key(reference, target, findings)?;
    let fields = fields?;
    let pairs = pairs(&columns?, fields, key, target, findings)?;
    check_types(table, target, &pairs, fields, context, findings);

    let (columns, target_columns) = pairs.into_iter().unzip();
    let value = schema::ForeignKey {
        name: String::new(),
        columns,
        target: position,
        target_columns,
        on_delete: action(&reference.on_delete),
        on_update: action(&reference.on_update),
        deferrable: reference.deferrable.as_ref().is_some_and(|flag| flag.value),
        relation: reference.name.value.clone(),
        inverse: named(&reference.inverse),
    };
    Some(ForeignKey {
        at: fields.at,
        relation_at: reference.name.at,
        on_delete: location_of(&reference.on_delete),
        on_update: location_of(&reference.on_update),
        deferrable: location_of(&reference.deferrable),
        may_be_deferrable: value.deferrable || reference.placeholders.may_have("deferrable"),
        inverse: location_of(&reference.inverse),
        may_have_inverse: reference.inverse.is_some() || reference.placeholders.may_have("inverse"),
        value,
    })
}

/// The referenced columns in the order of the file, and their key.
struct Referred<'t> {
    columns: Vec<usize>,
    key: &'t Key,
}

fn referred_key<'t>(
    reference: &Reference,
    target: &'t Table<'_>,
    findings: &mut Findings<'_>,
) -> Option<Referred<'t>> {
    let Some(to) = &reference.to else {
        let key = target.primary_key.as_ref();
        let key = key.filter(|_| !reference.placeholders.may_have("keys"))?;
        return Some(Referred {
            columns: key.columns.clone(),
            key,
        });
    };
    let columns = keys::columns_of(target, to, findings)?;
    let sorted = |columns: &[usize]| {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        columns
    };
    let wanted = sorted(&columns);
    let key = target.keys().find(|key| sorted(&key.columns) == wanted);
    if key.is_none() && !may_be_key(target, &columns) {
        findings
            .at(
                to.at,
                format!(
                    "these fields are not a key of `{}`, so a reference cannot refer to them",
                    target.model()
                ),
            )
            .hint("refer to its primary key, or add these fields to its `unique`");
    }
    Some(Referred { columns, key: key? })
}

/// The own columns and the target's, in the order of the key, as MySQL needs them.
fn pairs(
    columns: &[usize],
    fields: &Fields,
    referred: Referred<'_>,
    target: &Table<'_>,
    findings: &mut Findings<'_>,
) -> Option<Vec<(usize, usize)>> {
    if columns.len() != referred.columns.len() {
        let names = referred
            .columns
            .iter()
            .map(|&column| target.columns[column].field.as_str());
        let names: Vec<&str> = names.collect();
        findings
            .at(
                fields.at,
                format!(
                    "{} cannot refer to {}",
                    count(columns.len()),
                    count(names.len())
                ),
            )
            .hint(format!(
                "the key of `{}` is [{}]",
                target.model(),
                names.join(", ")
            ));
        return None;
    }
    let own = |target: &usize| {
        let position = referred
            .columns
            .iter()
            .position(|column| column == target)?;
        Some((columns[position], *target))
    };
    referred.key.columns.iter().map(own).collect()
}

fn count(fields: usize) -> String {
    if fields == 1 {
        "one field".to_owned()
    } else {
        format!("{fields} fields")
    }
}

fn check_types(
    table: &Table<'_>,
    target: &Table<'_>,
    pairs: &[(usize, usize)],
    fields: &Fields,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) {
    for &(column, target_column) in pairs {
        let (own, other) = (&table.columns[column], &target.columns[target_column]);
        let (Some(own_type), Some(other_type)) = (&own.ty, &other.ty) else {
            continue;
        };
        // The position of the field in the list, which has the order of the file.
        let named = fields
            .names
            .iter()
            .find(|name| table.by_field.get(&name.value) == Some(&column));
        let at = named.map_or(fields.at, |name| name.at);
        let labels = (table.label(column), target.label(target_column));
        if own_type != other_type {
            let own_type = types::describe(own_type, &context.enums);
            let other_type = types::describe(other_type, &context.enums);
            findings
                .at(
                    at,
                    format!(
                        "`{}` is `{own_type}`, but it refers to `{}`, which is `{other_type}`",
                        labels.0, labels.1
                    ),
                )
                .also(own.origin.ty.at, "this type")
                .also(other.origin.ty.at, "should be that type")
                .hint("give both the same type");
        } else if types::is_text(own_type)
            && own.collation != other.collation
            && ![own, other]
                .iter()
                .any(|each| each.placeholders.may_have("collation"))
        {
            findings
                .at(
                    at,
                    format!(
                        "`{}` and `{}` have different collations",
                        labels.0, labels.1
                    ),
                )
                .hint("give both the same `collation`");
        }
    }
}

fn action(action: &Option<Spanned<Action>>) -> Action {
    action
        .as_ref()
        .map(|action| action.value)
        .unwrap_or_default()
}

fn location_of<T>(key: &Option<Spanned<T>>) -> Option<At> {
    key.as_ref().map(|key| key.at)
}

#[cfg(test)]
mod tests {
    use super::{with_key, without_key};

    #[test]
    fn the_key_ends_the_name_once() {
        assert_eq!(with_key("author", "id"), "author_id");
        assert_eq!(with_key("author_id", "id"), "author_id");
        assert_eq!(with_key("grid", "id"), "grid_id");
        assert_eq!(with_key("id", "id"), "id");
        assert_eq!(with_key("_id", "id"), "_id_id");
        assert_eq!(with_key("owner_", "_id"), "owner_id");
        assert_eq!(with_key("owner", "person_id"), "owner_person_id");
        assert_eq!(without_key("author_id", "id"), Some("author"));
        assert_eq!(without_key("author", "id"), None);
    }
}
