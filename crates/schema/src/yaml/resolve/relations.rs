//! Many-to-many relations, inverse relations, and the names of all relations of a model.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::findings::Findings;
use super::rust;
use super::unresolved::{Context, ForeignKey, Table};
use crate::names::{adder, is_function, remover, setter};
use crate::plural::plural;
use crate::schema::{IndexKey, ManyToMany};
use crate::yaml::shapes::{At, Relation};

pub fn resolve(tables: &mut [Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut all: Vec<Vec<ManyToMany>> = Vec::with_capacity(tables.len());
    let mut names: Vec<Name> = Vec::new();
    for (position, table) in tables.iter().enumerate() {
        for foreign_key in &table.foreign_keys {
            let relation = &foreign_key.value.relation;
            names.push(Name::new(position, foreign_key.relation_at, relation));
            if let (Some(at), Some(inverse)) = (foreign_key.inverse, &foreign_key.value.inverse) {
                names.push(Name::new(foreign_key.value.target, at, inverse));
            }
        }
        let mut relations = Vec::new();
        for relation in &table.body.model.relations {
            rust::check_member_name(&relation.name, "relation", findings);
            names.push(Name::of_many(
                position,
                relation.name.at,
                &relation.name.value,
            ));
            let target = relation.target.as_ref();
            let target = target.and_then(|target| context.words.model(target, findings));
            if let (Some(inverse), Some(target)) = (&relation.inverse, target) {
                rust::check_member_name(inverse, "relation", findings);
                names.push(Name::of_many(target, inverse.at, &inverse.value));
            }
            let ends = (position, target);
            relations.extend(many_to_many(relation, ends, tables, context, findings));
        }
        all.push(relations);
    }
    let mut taken = check_names(tables, &names, findings);
    check_functions(tables, &names, findings);
    for (table, relations) in tables.iter_mut().zip(all) {
        table.relations = relations;
    }
    for position in 0..tables.len() {
        for key in 0..tables[position].foreign_keys.len() {
            let name = way_back((position, key), tables, &mut taken, findings);
            let value = &mut tables[position].foreign_keys[key].value;
            value.inverse = value.inverse.take().or(name);
        }
    }
}

/// The names of a model's constants so far, with their positions and their kinds.
type Taken = BTreeMap<(usize, String), (At, String)>;

/// The default name of the inverse relation of a reference: the plural of the model, or the model
/// itself if the reference is unique.
fn way_back(
    (position, key): (usize, usize),
    tables: &[Table<'_>],
    taken: &mut Taken,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let table = &tables[position];
    let (before, key) = (&table.foreign_keys[..key], &table.foreign_keys[key]);
    let is_same = |other: &ForeignKey| {
        (other.value.target, &other.value.columns) == (key.value.target, &key.value.columns)
    };
    // A repeated reference is another error, and so is an invalid key.
    let may_be_unique = |&column: &usize| table.columns[column].placeholders.may_have("unique");
    let is_unclear =
        table.placeholders.may_have("unique") || key.value.columns.iter().any(may_be_unique);
    if key.may_have_inverse || is_unclear || before.iter().any(is_same) {
        return None;
    }
    let model = table.model().to_snake_case();
    let name = if is_one_to_one(table, key) {
        model
    } else {
        plural(&model)
    };
    let target = tables[key.value.target].model();
    let constant = (key.value.target, rust::constant_name(&name));
    let is_taken = is_function(&name);
    let first = taken.get(&constant).cloned();
    let is_name = rust::is_member_name(&name);
    if is_name && !is_taken && first.is_none() {
        let what = format!(
            "the inverse relation of `{}.{}`",
            table.model(),
            key.value.relation
        );
        taken.insert(constant, (key.relation_at, what));
        return Some(name);
    }
    let message = match &first {
        Some((_, what)) => {
            format!(
                "the inverse relation of `{target}` would have the same name `{name}` as \
                {what}"
            )
        }
        None => format!("the inverse relation of `{target}` cannot be called `{name}`"),
    };
    let finding = findings.at(key.relation_at, message);
    let finding = match first {
        Some((at, _)) => finding.also(at, "this is the other"),
        None => finding,
    };
    finding.hint(format!(
        "give it a name, such as `inverse: {}_{name}`, or remove it with `inverse: false`",
        key.value.relation.to_snake_case()
    ));
    None
}

/// Whether no two rows reference the same row.
fn is_one_to_one(table: &Table<'_>, key: &ForeignKey) -> bool {
    let of_key = |columns: &[usize]| columns.iter().all(|it| key.value.columns.contains(it));
    let is_within = |index: &super::unresolved::Index<'_>| {
        let mut parts = index.value.parts.iter();
        index.value.unique
            && index.value.predicate.is_none()
            && parts.all(|part| match part.key {
                IndexKey::Column(column) => key.value.columns.contains(&column),
                IndexKey::Expression(_) => false,
            })
    };
    table.keys().any(|key| of_key(&key.columns)) || table.indexes.iter().any(is_within)
}

/// Reports functions of many-to-many relations with the name of a relation, or of another such
/// function.
fn check_functions(tables: &[Table<'_>], names: &[Name], findings: &mut Findings<'_>) {
    let mut functions: BTreeMap<(usize, String), At> = BTreeMap::new();
    for name in names {
        functions.insert((name.table, name.name.clone()), name.at);
    }
    for name in names.iter().filter(|name| name.is_many) {
        for function in [adder, remover, setter].map(|function| function(&name.name)) {
            let model = tables[name.table].model();
            if let Some(first) = functions.insert((name.table, function.clone()), name.at)
                && first != name.at
            {
                findings
                    .at(
                        name.at,
                        format!(
                            "the relation `{}` would add a function `{function}` to `{model}`, \
                             which already has one",
                            name.name
                        ),
                    )
                    .also(first, "this is the other")
                    .hint("rename one of the two");
            }
        }
    }
}

/// The name of a relation of a table.
struct Name {
    table: usize,
    at: At,
    name: String,
    /// Whether it is many-to-many, and so has functions that change it.
    is_many: bool,
}

impl Name {
    fn of_many(table: usize, at: At, name: &str) -> Name {
        Name {
            is_many: true,
            ..Name::new(table, at, name)
        }
    }

    fn new(table: usize, at: At, name: &str) -> Name {
        Name {
            table,
            at,
            name: name.to_owned(),
            is_many: false,
        }
    }
}

fn many_to_many(
    relation: &Relation,
    (here, there): (usize, Option<usize>),
    tables: &[Table<'_>],
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<ManyToMany> {
    let through_name = relation.through.as_ref()?;
    let through = context.words.model(through_name, findings)?;
    let there = there?;
    let to_here = references_to(here, &tables[through]);
    let to_there = references_to(there, &tables[through]);
    let (first, second) = match (to_here.as_slice(), to_there.as_slice()) {
        // A relation of a model with itself: one end is the first reference, the other the second.
        (&[first, second], _) if here == there => (first, second),
        (&[first], &[second]) if here != there => (first, second),
        _ => {
            report_ends(through_name.at, (here, there), through, tables, findings);
            return None;
        }
    };
    Some(ManyToMany {
        name: relation.name.value.clone(),
        through,
        here: first,
        there: second,
        inverse: relation
            .inverse
            .as_ref()
            .map(|inverse| inverse.value.clone()),
    })
}

fn references_to(target: usize, table: &Table<'_>) -> Vec<usize> {
    let refers = |(position, foreign_key): (usize, &super::unresolved::ForeignKey)| {
        (foreign_key.value.target == target).then_some(position)
    };
    table
        .foreign_keys
        .iter()
        .enumerate()
        .filter_map(refers)
        .collect()
}

fn report_ends(
    at: At,
    (here, there): (usize, usize),
    through: usize,
    tables: &[Table<'_>],
    findings: &mut Findings<'_>,
) {
    let between = &tables[through];
    if between.placeholders.may_have("references") {
        return;
    }
    let name = between.model();
    if here == there {
        let model = tables[here].model();
        findings
            .at(at, format!("`{name}` needs two references to `{model}`"))
            .also(between.at(), "the model of the join table")
            .hint("the relation needs one for each of its ends");
        return;
    }
    for end in [here, there] {
        let model = tables[end].model();
        let message = match references_to(end, between).len() {
            0 => format!("`{name}` has no reference to `{model}`"),
            1 => continue,
            _ => format!("`{name}` has more than one reference to `{model}`"),
        };
        findings
            .at(at, message)
            .also(between.at(), "the model of the join table")
            .hint("it needs one reference to each end of the relation");
    }
}

/// Fields and relations of a model are constants of its struct, so all their names have to differ.
fn check_names(tables: &[Table<'_>], names: &[Name], findings: &mut Findings<'_>) -> Taken {
    let mut taken = Taken::new();
    for (position, table) in tables.iter().enumerate() {
        for column in &table.columns {
            let constant = rust::constant_name(&column.field);
            let what = format!("the field `{}`", column.field);
            taken.insert((position, constant), (column.origin.name.at, what));
        }
    }
    for Name {
        table, at, name, ..
    } in names
    {
        let model = tables[*table].model();
        if is_function(name) {
            findings
                .at(
                    *at,
                    format!(
                        "`{model}` already has a function `{name}`, so a relation cannot have \
                         that name"
                    ),
                )
                .hint("give the relation another name");
            continue;
        }
        let constant = rust::constant_name(name);
        match taken.get(&(*table, constant.clone())) {
            Some((first, what)) => {
                findings
                    .at(
                        *at,
                        format!("the relation `{name}` of `{model}` has the same name as {what}"),
                    )
                    .also(*first, "this is the other")
                    .hint("rename one of the two");
            }
            None => {
                taken.insert(
                    (*table, constant),
                    (*at, "another of its relations".to_owned()),
                );
            }
        }
    }
    taken
}
