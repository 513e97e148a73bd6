//! Many-to-many relations, and the names of all relations of a model.

use std::collections::BTreeMap;

use super::draft::{Context, Table};
use super::findings::Findings;
use super::rust;
use crate::schema::ManyToMany;
use crate::yaml::shapes::{At, Relation};

/// Functions that every model has.
const TAKEN: [&str; 6] = ["all", "delete", "filter", "find", "save", "update"];

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
            names.push(Name::new(position, relation.name.at, &relation.name.value));
            let target = relation.target.as_ref();
            let target = target.and_then(|target| context.words.model(target, findings));
            if let (Some(inverse), Some(target)) = (&relation.inverse, target) {
                rust::check_member_name(inverse, "relation", findings);
                names.push(Name::new(target, inverse.at, &inverse.value));
            }
            let ends = (position, target);
            relations.extend(many_to_many(relation, ends, tables, context, findings));
        }
        all.push(relations);
    }
    check_names(tables, &names, findings);
    for (table, relations) in tables.iter_mut().zip(all) {
        table.relations = relations;
    }
}

/// The name of a relation of a table.
struct Name {
    table: usize,
    at: At,
    name: String,
}

impl Name {
    fn new(table: usize, at: At, name: &str) -> Name {
        Name {
            table,
            at,
            name: name.to_owned(),
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
        // Of a model to itself: one end is the first reference, the other the second.
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
    let refers = |(position, foreign_key): (usize, &super::draft::ForeignKey)| {
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
    if between.holes.may_have("references") {
        return;
    }
    let name = between.model();
    if here == there {
        let model = tables[here].model();
        findings
            .at(at, format!("`{name}` has not two references to `{model}`"))
            .also(between.at(), "the model in between")
            .hint("one of them is for each end of the relation");
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
            .also(between.at(), "the model in between")
            .hint("it needs one reference to each end of the relation");
    }
}

/// Fields and relations of a model are constants of its struct, so all of their names differ.
fn check_names(tables: &[Table<'_>], names: &[Name], findings: &mut Findings<'_>) {
    let mut taken: BTreeMap<(usize, String), (At, String)> = BTreeMap::new();
    for (position, table) in tables.iter().enumerate() {
        for column in &table.columns {
            let constant = rust::constant_name(&column.field);
            let what = format!("the field `{}`", column.field);
            taken.insert((position, constant), (column.origin.name.at, what));
        }
    }
    for Name { table, at, name } in names {
        let model = tables[*table].model();
        if TAKEN.contains(&name.as_str()) || name.starts_with("find_by_") {
            findings
                .at(
                    *at,
                    format!(
                        "`{model}` has a function `{name}` already, so no relation can be called that"
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
}
