//! Unique keys, indexes, checks and many-to-many relations.

use std::collections::BTreeSet;

use super::super::description::*;
use super::super::samples::{self, pick, word};
use super::super::{Flavour, raw};
use super::Builder;

impl Builder {
    /// Unique keys, indexes, checks and relations, over fields that are all there now.
    pub(super) fn rules(&mut self, number: usize, raw: &raw::Model) {
        let fields = self.indexable(number);
        let mut keys = BTreeSet::from([self.schema.expected_key(&self.schema.models[number])]);
        let single = self.schema.models[number].fields.iter();
        keys.extend(
            single
                .filter(|it| it.unique || it.index)
                .map(|it| vec![it.column().to_owned()]),
        );
        for raw in &raw.uniques {
            let parts = distinct_picks(&fields, raw.iter().copied());
            if !parts.is_empty() && keys.insert(columns(&parts)) {
                let names = parts
                    .iter()
                    .zip(raw)
                    .map(|(part, raw)| either_name(part, *raw));
                let names = names.collect();
                self.schema.models[number].uniques.push(names);
            }
        }
        for (position, raw) in raw.indexes.iter().enumerate() {
            let parts = distinct_picks(&fields, raw.parts.iter().map(|(field, _)| *field));
            if !parts.is_empty() && keys.insert(columns(&parts)) {
                let name = format!("named index {number} {position}");
                let index = self.index(raw, &parts, &fields, name);
                self.schema.models[number].indexes.push(index);
            }
        }
        for (position, (name, check)) in raw.checks.iter().enumerate() {
            let name = name.map(|_| format!("named check {number} {position}"));
            let sql = word(samples::MODEL_CHECKS, *check).to_owned();
            self.schema.models[number].checks.push((name, sql));
        }
        if raw.relation.is_some() {
            self.relation(number);
        }
    }

    /// The fields of a model that a key or an index may hold.
    fn indexable(&self, model: usize) -> Vec<RandomField> {
        let fields = self.schema.models[model].fields.iter();
        fields
            .filter(|field| field.generated.is_none() && field.collation.is_none())
            .filter(|field| self.base_type(field).is_some_and(|ty| self.may_be_key(&ty)))
            .cloned()
            .collect()
    }

    fn index(
        &self,
        raw: &raw::Index,
        parts: &[&RandomField],
        fields: &[RandomField],
        name: String,
    ) -> RandomIndex {
        let expression = match self.flavour {
            Flavour::Sqlite => Some("coalesce({}, 'a;b')"),
            // It allows none of an auto-increment field.
            Flavour::Mysql if parts[0].primary_key || parts[0].ty == FieldType::Id => None,
            Flavour::Mysql => Some("coalesce({}, 'a;b')"),
            Flavour::Postgres => Some("{} IS NULL OR 'a;b' = ''"),
            Flavour::Mariadb | Flavour::Everywhere => None,
        };
        let may_be_partial = matches!(self.flavour, Flavour::Sqlite | Flavour::Postgres);
        let part = |(part, (_, order)): (&&RandomField, &(u8, u8))| RandomPart::Field {
            name: either_name(part, *order),
            order: word(&["", " desc", " asc"], *order),
        };
        let mut written: Vec<_> = parts.iter().zip(&raw.parts).map(part).collect();
        if let Some(sql) = expression.filter(|_| raw.named && !raw.unique) {
            let column = parts[0].column().to_owned();
            written.push(RandomPart::Expression { sql, column });
        }
        let column = |number| pick(fields, number).column().to_owned();
        let include = pick(fields, raw.include.unwrap_or(0));
        let included = raw.include.is_some() && !parts.contains(&include);
        RandomIndex {
            parts: written,
            unique: raw.unique,
            not_null: raw.partial.filter(|_| may_be_partial).map(column),
            include: if included {
                vec![include.name.clone()]
            } else {
                Vec::new()
            },
            name: raw.named.then_some(name),
        }
    }

    /// Many-to-many through this model, if it has one reference to each of two others.
    fn relation(&mut self, through: usize) {
        let mut targets: Vec<usize> = Vec::new();
        for field in self.schema.fields_of(&self.schema.models[through]) {
            if let FieldType::Reference(target) = &field.ty {
                targets.push(target.model);
            }
        }
        let composite = self.schema.models[through].references.iter();
        targets.extend(composite.map(|reference| reference.model));
        if let [here, there] = targets[..]
            && here != there
        {
            self.schema.models[here].relations.push(RandomRelation {
                name: format!("linked_{through}"),
                to: there,
                through,
                inverse: through
                    .is_multiple_of(2)
                    .then(|| format!("linked_back_{through}")),
            });
        }
    }
}

/// The fields that the numbers pick, each once.
fn distinct_picks(fields: &[RandomField], numbers: impl Iterator<Item = u8>) -> Vec<&RandomField> {
    let mut picked: Vec<&RandomField> = Vec::new();
    for number in numbers.filter(|_| !fields.is_empty()) {
        let field = pick(fields, number);
        if !picked.contains(&field) {
            picked.push(field);
        }
    }
    picked
}

fn columns(fields: &[&RandomField]) -> Vec<String> {
    fields
        .iter()
        .map(|field| field.column().to_owned())
        .collect()
}

/// The name of the field in the file or the resolved one: both are allowed.
fn either_name(field: &RandomField, number: u8) -> String {
    if number.is_multiple_of(2) {
        field.name.clone()
    } else {
        field.full_name.clone()
    }
}
