//! Names of fields, relations and inverse relations, and of constraints without their default
//! names.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use tablewright_schema::catalog::{IndexKey, Key};
use tablewright_schema::names::{Kind, constraint, distinct, folded, is_function};
use tablewright_schema::plural::plural;
use tablewright_sql::Dialect;

use super::Warning;
use super::index::class;
use super::model::{Inverse, Model, PulledIndex};
use super::words::{is_member_name, member_name};

/// Names fields, relations and inverse relations.
pub(super) fn name_fields(models: &mut [Model<'_>]) {
    let mut taken: Vec<BTreeSet<String>> = Vec::with_capacity(models.len());
    for model in models.iter_mut() {
        taken.push(name_plainly(model));
    }
    // The name of a reference contains the name of the referenced field, which is named first.
    let mut done: BTreeSet<(usize, usize)> = BTreeSet::new();
    for position in 0..models.len() {
        for field in 0..models[position].fields.len() {
            name_reference(models, (position, field), &mut taken, &mut done);
        }
    }
    for position in 0..models.len() {
        for number in models[position].in_order() {
            name_relation(models, position, number, &mut taken);
        }
    }
    for position in 0..models.len() {
        for number in models[position].in_order() {
            name_inverse(models, position, number, &mut taken);
        }
    }
}

/// Names every field as if it were not a reference.
fn name_plainly(model: &mut Model<'_>) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for field in &mut model.fields {
        let base = member_name(&field.column.name);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names.find(|name| taken.insert(full_name(name).to_uppercase()));
        field.written = name.unwrap_or(base);
        field.full = full_name(&field.written);
    }
    taken
}

/// Some keywords of Rust are not allowed even as raw identifiers.
fn full_name(written: &str) -> String {
    match written {
        "self" | "super" | "crate" => format!("{written}_"),
        _ => written.to_owned(),
    }
}

/// Names a reference without the ending that comes from the referenced field.
fn name_reference(
    models: &mut [Model<'_>],
    (position, field): (usize, usize),
    taken: &mut [BTreeSet<String>],
    done: &mut BTreeSet<(usize, usize)>,
) {
    // A chain ends, because no reference references itself.
    let mut chain = Vec::new();
    let mut location = (position, field);
    while let Some(number) = models[location.0].fields[location.1].reference {
        if !done.insert(location) {
            break;
        }
        let reference = &models[location.0].references[number];
        let target = (reference.target, reference.target_columns[0]);
        chain.push((location, number, target));
        location = target;
    }
    while let Some(((position, field), number, target)) = chain.pop() {
        let key = models[target.0].fields[target.1].full.clone();
        let model = models[target.0].name.to_snake_case();
        let own = models[position].fields[field].written.clone();
        let front = own
            .strip_suffix(&key)
            .and_then(|front| front.strip_suffix('_'));
        let front = front.filter(|front| !front.is_empty());
        let (written, relation) = match front {
            Some(front) if is_member_name(front) && with_key(front, &key) == own => {
                (front.to_owned(), front.to_owned())
            }
            Some(front) => (own.clone(), front.to_owned()),
            None if own == key => (own.clone(), model),
            None => (own.clone(), own.clone()),
        };
        let full = full_name(&with_key(&written, &key));
        let before = models[position].fields[field].full.clone();
        let taken = &mut taken[position];
        taken.remove(&before.to_uppercase());
        let is_free = is_relation(&relation, taken)
            && !taken.contains(&full.to_uppercase())
            && relation.to_uppercase() != full.to_uppercase();
        if is_free {
            taken.insert(full.to_uppercase());
            taken.insert(relation.to_uppercase());
            models[position].references[number].relation = relation;
            models[position].fields[field].written = written;
            models[position].fields[field].full = full;
        } else {
            // It is written at the model instead, with its own name.
            taken.insert(before.to_uppercase());
            models[position].fields[field].reference = None;
        }
    }
}

fn is_relation(name: &str, taken: &BTreeSet<String>) -> bool {
    is_member_name(name) && !is_function(name) && !taken.contains(&name.to_uppercase())
}

/// The name of a reference's field: `author` to a key `id` gives `author_id`, as does `author_id`.
fn with_key(name: &str, key: &str) -> String {
    let front = name
        .strip_suffix(key)
        .and_then(|front| front.strip_suffix('_'));
    if name == key || front.is_some_and(|front| !front.is_empty()) {
        name.to_owned()
    } else {
        format!(
            "{}_{}",
            name.trim_end_matches('_'),
            key.trim_start_matches('_')
        )
    }
}

/// Names the relation of a reference that is written at the model.
fn name_relation(
    models: &mut [Model<'_>],
    position: usize,
    number: usize,
    taken: &mut [BTreeSet<String>],
) {
    let reference = &models[position].references[number];
    if !reference.relation.is_empty() {
        return;
    }
    let target = member_name(&models[reference.target].name.to_snake_case());
    let first = reference
        .columns
        .first()
        .map(|&column| &models[position].fields[column].full);
    let by_field = format!("{target}_by_{}", first.map_or("", String::as_str));
    let numbered = (2..).map(|number| format!("{target}_{number}"));
    let mut names = [target.clone(), by_field].into_iter().chain(numbered);
    let name = names
        .find(|name| is_relation(name, &taken[position]))
        .unwrap_or(target);
    taken[position].insert(name.to_uppercase());
    models[position].references[number].relation = name;
}

/// Names the inverse relation, if the default name is taken.
fn name_inverse(
    models: &mut [Model<'_>],
    position: usize,
    number: usize,
    taken: &mut [BTreeSet<String>],
) {
    let model = &models[position];
    let reference = &model.references[number];
    let own = model.name.to_snake_case();
    let usual = match is_one_to_one(model, &reference.columns) {
        true => own,
        false => plural(&own),
    };
    let taken = &mut taken[reference.target];
    let named = format!("{}_{usual}", reference.relation);
    let inverse = if is_relation(&usual, taken) {
        taken.insert(usual.to_uppercase());
        Inverse::Usual
    } else if is_relation(&named, taken) {
        taken.insert(named.to_uppercase());
        Inverse::Named(named)
    } else {
        Inverse::None
    };
    models[position].references[number].inverse = inverse;
}

/// Whether no two rows reference the same row.
fn is_one_to_one(model: &Model<'_>, columns: &[usize]) -> bool {
    let within = |key: &[usize]| key.iter().all(|column| columns.contains(column));
    let keys = model.uniques.iter().map(|unique| &unique.columns[..]);
    let indexes = model.table.indexes.iter();
    let mut indexes = indexes.filter(|index| index.unique && index.predicate.is_none());
    let is_index = indexes.any(|index| {
        index.parts.iter().all(|part| match &part.key {
            IndexKey::Column(name) => model
                .position(name)
                .is_some_and(|column| columns.contains(&column)),
            IndexKey::Expression(_) => false,
        })
    });
    keys.chain([&model.key[..]]).any(within) || is_index
}

/// An object with a name in the database.
struct Named {
    kind: Kind,
    table: String,
    actual: String,
    parts: Vec<String>,
    more: String,
    given: bool,
    /// Its place in its model; `None` if it cannot get a name.
    location: Option<Place>,
}

#[derive(Clone, Copy)]
enum Place {
    Index(usize, usize),
    Check(usize, usize),
}

impl Named {
    fn usual(&self) -> String {
        match self.given {
            true => self.actual.clone(),
            false => constraint(self.kind, &self.table, &self.part_names()),
        }
    }

    fn part_names(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    /// The name that it would get.
    fn name(&self, wanted: &BTreeMap<String, usize>) -> String {
        let usual = self.usual();
        if self.given || wanted.get(&folded(&usual)) == Some(&1) {
            usual
        } else {
            distinct(self.kind, &self.table, &self.part_names(), &self.more)
        }
    }
}

/// Gives names to indexes and checks that would otherwise get others, and warns of objects that
/// cannot get a name.
pub(super) fn name_constraints(
    dialect: Dialect,
    models: &mut [Model<'_>],
    warnings: &mut Vec<Warning>,
) {
    let mut all: Vec<Named> = Vec::new();
    for (position, model) in models.iter().enumerate() {
        collect(dialect, position, model, &mut all);
    }
    loop {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for model in models.iter() {
            *wanted.entry(folded(&model.table.name)).or_default() += 1;
        }
        for named in &all {
            *wanted.entry(folded(&named.usual())).or_default() += 1;
        }
        let mut has_changed = false;
        for named in &mut all {
            let differs = !named.given && named.name(&wanted) != named.actual;
            if differs && named.location.is_some() && !named.actual.is_empty() {
                named.given = true;
                has_changed = true;
            }
        }
        if !has_changed {
            warning(&all, &wanted, warnings);
            break;
        }
    }
    for named in all.into_iter().filter(|named| named.given) {
        match named.location {
            Some(Place::Index(model, index)) => {
                models[model].indexes[index].given = Some(named.actual);
            }
            Some(Place::Check(model, check)) => {
                // A check at a field cannot have a name.
                models[model].checks[check].at = None;
                models[model].checks[check].given = Some(named.actual);
            }
            None => {}
        }
    }
}

fn collect(dialect: Dialect, position: usize, model: &Model<'_>, all: &mut Vec<Named>) {
    let table = &model.table.name;
    let names = |columns: &[usize]| -> Vec<String> {
        let columns = columns.iter();
        columns
            .map(|&column| model.fields[column].column.name.clone())
            .collect()
    };
    let named = |kind: Kind, actual: &str, parts: Vec<String>| Named {
        kind,
        table: table.clone(),
        actual: actual.to_owned(),
        parts,
        more: String::new(),
        given: false,
        location: None,
    };
    let key = model.table.primary_key.as_ref();
    let key: &str = key.map_or("", |Key { name, .. }| name);
    all.push(named(Kind::PrimaryKey, key, Vec::new()));
    for unique in &model.uniques {
        all.push(named(Kind::Unique, unique.name, names(&unique.columns)));
    }
    for (number, index) in model.indexes.iter().enumerate() {
        let kind = match index.index.unique {
            true => Kind::Unique,
            false => Kind::Index,
        };
        let parts = index.index.parts.iter().map(|part| match &part.key {
            IndexKey::Column(name) => name.clone(),
            IndexKey::Expression(_) => "expr".to_owned(),
        });
        all.push(Named {
            more: difference(dialect, index),
            location: (!index.automatic).then_some(Place::Index(position, number)),
            ..named(kind, &index.index.name, parts.collect())
        });
    }
    let mut unnamed = 0;
    for (number, check) in model.checks.iter().enumerate() {
        let parts = match &check.at {
            Some(at) => {
                let column = &model.fields[at.field].column.name;
                let parts = at.parts(column).into_iter();
                parts.map(str::to_owned).collect()
            }
            None => {
                unnamed += 1;
                vec![unnamed.to_string()]
            }
        };
        let check_named = Named {
            location: Some(Place::Check(position, number)),
            ..named(Kind::Check, &check.check.name, parts)
        };
        // Those with a written name do not count.
        if check.at.is_none() && !check_named.is_likely() && !check_named.actual.is_empty() {
            unnamed -= 1;
            all.push(Named {
                given: true,
                ..check_named
            });
        } else {
            all.push(check_named);
        }
    }
    for reference in &model.references {
        all.push(named(
            Kind::ForeignKey,
            &reference.key.name,
            names(&reference.columns),
        ));
    }
}

impl Named {
    /// Whether the database may have given the name.
    fn is_likely(&self) -> bool {
        let parts = self.part_names();
        self.actual == constraint(self.kind, &self.table, &parts)
            || self.actual == distinct(self.kind, &self.table, &parts, &self.more)
    }
}

/// The part of the name that distinguishes an index from others over the same columns, as in the
/// front end.
fn difference(dialect: Dialect, index: &PulledIndex) -> String {
    let texts = |text: &str| {
        let of = |other: Dialect| if other == dialect { text } else { "" };
        Dialect::ALL.map(of).join("\u{1f}")
    };
    let mut words: Vec<String> = Vec::new();
    for (position, part) in index.index.parts.iter().enumerate() {
        if let IndexKey::Expression(expression) = &part.key {
            words.push(format!("{position}:{}", texts(expression.text())));
        }
        if part.descending {
            words.push(format!("{position}:desc"));
        }
        if let Some(class) = class(part) {
            words.push(format!("{position}:class:{class}"));
        }
    }
    if let Some(predicate) = &index.index.predicate {
        words.push(format!("where:{}", texts(predicate.text())));
    }
    if let Some(method) = &index.index.method {
        words.push(format!("{}:{method}", dialect.name()));
    }
    words.join("\u{1e}")
}

/// One warning for each table with other names of constraints.
fn warning(all: &[Named], wanted: &BTreeMap<String, usize>, warnings: &mut Vec<Warning>) {
    let mut of_table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for named in all.iter().filter(|named| named.location.is_none()) {
        let is_other = !named.actual.is_empty() && named.actual != named.name(wanted);
        if is_other && !named.is_likely() {
            of_table
                .entry(&named.table)
                .or_default()
                .push(&named.actual);
        }
    }
    for (table, names) in of_table {
        warnings.push(Warning {
            table: table.to_owned(),
            column: None,
            what: format!(
                "tablewright names keys and references, so these names change: {}",
                names.join(", ")
            ),
        });
    }
}
