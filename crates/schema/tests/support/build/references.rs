//! References to other models and to the model itself.

use std::collections::BTreeSet;

use super::super::description::*;
use super::super::emit::Yaml;
use super::super::samples::{self, pick, word};
use super::super::{Flavour, raw};
use super::{Builder, distinct};

impl Builder {
    pub(super) fn references(&mut self, model: usize, raw: &raw::Model) {
        for raw in &raw.references {
            let target = usize::from(raw.model) % self.schema.models.len();
            // A row can be the first of a cycle only if its reference may be NULL.
            let nullable = raw.field.nullable || target > model;
            let unique: Vec<String> = self.schema.models[target]
                .fields
                .iter()
                .filter(|field| field.unique && matches!(field.ty, FieldType::Plain(_)))
                .map(|field| field.name.clone())
                .collect();
            let to = raw
                .to
                .filter(|_| !unique.is_empty())
                .map(|to| pick(&unique, to).clone());
            let mut rules = self.rules_of(model, raw, nullable);
            let may_be_null = to.as_ref().is_some_and(|to| {
                let mut fields = self.schema.models[target].fields.iter();
                fields.any(|field| field.name == *to && field.nullable)
            });
            // MariaDB refuses this.
            let is_refused = matches!(self.flavour, Flavour::Everywhere | Flavour::Mariadb);
            if is_refused && may_be_null && !nullable {
                rules.on_update = rules.on_update.filter(|action| *action != "cascade");
            }
            // They accept this, but it has no effect.
            let changes_nothing = matches!(
                self.flavour,
                Flavour::Everywhere | Flavour::Mysql | Flavour::Mariadb
            );
            if changes_nothing && target == model {
                let changes = |action: &&str| matches!(*action, "cascade" | "set_null");
                rules.on_update = rules.on_update.filter(|action| !changes(action));
            }
            if to.is_none() && self.key_fields(target).len() > 1 {
                self.composite_reference(model, target, raw, nullable, rules);
            } else {
                let target = Target {
                    model: target,
                    to,
                    rules,
                };
                let field = self.reference_field(model, &raw.field, target);
                let flags = &raw.field.flags;
                let field = RandomField {
                    nullable,
                    unique: flags.unique,
                    index: flags.index && !flags.unique,
                    ..field
                };
                let field = self.with_default(raw, field);
                self.insert(model, &raw.field, field);
            }
        }
    }

    /// Puts a reference's field somewhere between the others, whose order stays.
    fn insert(&mut self, model: usize, raw: &raw::Field, field: RandomField) {
        let fields = &mut self.schema.models[model].fields;
        fields.insert(
            fields.len() - usize::from(raw.ty) % (fields.len() + 1),
            field,
        );
    }

    pub(super) fn reference_field(
        &mut self,
        model: usize,
        raw: &raw::Field,
        target: Target,
    ) -> RandomField {
        let fields = &self.schema.models[target.model].fields;
        let key = match &target.to {
            Some(to) => fields.iter().find(|field| field.name == *to),
            None => self.key_fields(target.model).first().copied(),
        };
        let key = key.map_or("id", |key| key.full_name.as_str()).to_owned();
        let ending = format!("_{}", key.trim_start_matches('_'));
        // Called like the key, the relation would be called like the model, and could clash.
        let wanted = match word(samples::REFERENCES, raw.name) {
            wanted if wanted == key => "other",
            wanted => wanted,
        };
        let name = self.free_name(model, wanted, &ending);
        let full_name = format!("{name}{ending}");
        let written_in_full =
            raw.kind % 4 == 3 && !full_name.ends_with('_') && !key.starts_with('_');
        let name = if written_in_full {
            full_name.clone()
        } else {
            name
        };
        let short = |taken: &mut BTreeSet<String>| distinct("short", " ", taken);
        let column = match self.column(model, raw) {
            None if full_name.len() > 60 => Some(short(&mut self.taken[model])),
            column => column,
        };
        let ty = FieldType::Reference(target);
        RandomField {
            full_name,
            column,
            ..self.bare_field(raw, name, ty)
        }
    }

    /// On SQLite and PostgreSQL a reference may fall back to a row that is always there.
    fn with_default(&self, raw: &raw::Reference, mut field: RandomField) -> RandomField {
        let counted = matches!(self.base_type(&field), Some(Ty::Integer | Ty::BigInt));
        if matches!(self.flavour, Flavour::Sqlite | Flavour::Postgres)
            && counted
            && raw.field.default.is_some()
            && let FieldType::Reference(target) = &mut field.ty
        {
            field.default = Some(Yaml::Plain("1".to_owned()));
            target.rules.on_delete = Some("set_default");
        }
        field
    }

    fn composite_reference(
        &mut self,
        model: usize,
        target: usize,
        raw: &raw::Reference,
        nullable: bool,
        rules: Rules,
    ) {
        let keys: Vec<RandomField> = self.key_fields(target).into_iter().cloned().collect();
        let name = self.free_name(model, word(samples::REFERENCES, raw.field.name), "");
        let mut fields = Vec::new();
        for (position, key) in keys.iter().enumerate() {
            let Some(ty) = self.base_type(key) else {
                return;
            };
            let field = self.free_name(model, &format!("{name}_part{position}"), "");
            fields.push(field.clone());
            let field = self.bare_field(&raw.field, field, FieldType::Plain(ty));
            self.insert(model, &raw.field, RandomField { nullable, ..field });
        }
        let say_keys = raw.field.flags.index;
        self.schema.models[model].references.push(RandomReference {
            name,
            fields,
            model: target,
            keys: say_keys.then(|| keys.iter().map(|key| key.name.clone()).collect()),
            rules,
        });
    }

    /// The resolved type of a field that is a reference.
    pub(super) fn base_type(&self, field: &RandomField) -> Option<Ty> {
        match &field.ty {
            FieldType::Id => Some(Ty::BigInt),
            FieldType::Plain(ty) => Some(ty.clone()),
            FieldType::Named(number) => Some(self.schema.types[*number].ty.clone()),
            FieldType::Reference(target) => {
                let fields = &self.schema.models[target.model].fields;
                let key = match &target.to {
                    Some(to) => fields.iter().find(|field| field.name == *to),
                    None => self.key_fields(target.model).first().copied(),
                };
                key.and_then(|key| self.base_type(key))
            }
        }
    }

    /// The fields of the primary key, in its order.
    fn key_fields(&self, model: usize) -> Vec<&RandomField> {
        let model = &self.schema.models[model];
        let find = |column: &String| model.fields.iter().find(|field| field.column() == column);
        self.schema
            .expected_key(model)
            .iter()
            .filter_map(find)
            .collect()
    }

    fn rules_of(&self, model: usize, raw: &raw::Reference, nullable: bool) -> Rules {
        let actions: &[Option<&str>] = if nullable {
            &[
                None,
                Some("cascade"),
                Some("set_null"),
                Some("restrict"),
                Some("no_action"),
            ]
        } else {
            &[None, Some("cascade"), Some("restrict"), Some("no_action")]
        };
        let relations = self.taken[model].len();
        Rules {
            on_delete: *pick(actions, raw.on_delete),
            on_update: *pick(actions, raw.on_update),
            inverse: raw.inverse.then(|| format!("back_{model}_{relations}")),
            deferrable: raw.deferrable
                && matches!(self.flavour, Flavour::Sqlite | Flavour::Postgres),
        }
    }
}
