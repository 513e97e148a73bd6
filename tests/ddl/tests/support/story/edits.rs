//! Possible changes in a later version of models. Each edit is drawn from its own number, so that
//! one can be left out and the others stay the same.

use tablewright_sql::Dialect;
use tablewright_sql::unsigned::Unsigned;

use super::chance::Chance;
use super::scripts::{Script, What};
use super::world::{
    Check, Enumeration, Field, Generated, Id, Index, Kind, Model, Rule, Word, World, folds_to,
};

/// Names that are functions and types of some database, too.
const NAMES: &[&str] = &[
    "date", "length", "lower", "value", "qty", "status", "amount", "note", "kind", "ratio", "abs",
    "text",
];

impl World {
    /// The first version of the models.
    pub fn begun(dialect: Dialect, seeds: &[u64]) -> World {
        let mut world = World::new(dialect);
        for values in [&["one", "two", "three"][..], &["big", "tiny"]] {
            let id = world.id();
            let values = values.iter().map(|value| Word {
                id: world.id(),
                text: (*value).to_owned(),
            });
            let values = values.collect();
            world.enums.push(Enumeration { id, values });
        }
        for &seed in seeds {
            let mut chance = Chance::new(seed);
            if world.models.is_empty() || chance.once_in(6) {
                world.add_model(&mut chance);
            } else {
                match chance.below(10) {
                    0..=3 => world.add_field(&mut chance),
                    4 => world.add_generated(&mut chance),
                    5 | 6 => world.add_index(&mut chance),
                    7 => world.add_check(&mut chance),
                    _ => world.add_script(&mut chance),
                }
            }
        }
        world.keep_rules();
        world
    }

    /// The later version of the models.
    pub fn edited(&self, seeds: &[u64]) -> World {
        let mut world = self.clone();
        for &seed in seeds {
            world.edit(&mut Chance::new(seed));
        }
        world.keep_rules();
        world
    }

    fn edit(&mut self, chance: &mut Chance) {
        match chance.below(47) {
            0 | 1 => self.add_field(chance),
            2 => self.change_validation(chance),
            3 | 4 => self.drop_field(chance),
            5..=8 => self.rename_field(chance),
            9 | 10 => self.turn_case_of_field(chance),
            11..=13 => self.retype(chance),
            14 => self.turn_nullable(chance),
            15 | 16 => self.rename_table(chance),
            17 => self.turn_case_of_table(chance),
            18 => self.add_index(chance),
            19 => self.drop_index(chance),
            20 | 21 => self.rename_indexes(chance),
            22 => self.change_validation(chance),
            23 => self.add_check(chance),
            24 => self.change_check(chance),
            25 => self.add_generated(chance),
            26 | 27 => self.change_generated(chance),
            28 => self.change_default(chance),
            29 => self.add_model(chance),
            30 => self.drop_model(chance),
            31 => self.change_words(chance),
            32 => self.change_rules(chance),
            33..=36 => self.change_scripts(chance),
            37..=39 => self.change_values(chance),
            40 => self.change_validation(chance),
            41 | 42 => self.turn_generated(chance),
            43 => self.exchange_checks(chance),
            44 => self.hand_on_tables(chance),
            _ => self.hand_on_columns(chance),
        }
    }

    fn fresh(&mut self, chance: &mut Chance) -> String {
        let name = chance.one_of(NAMES).unwrap_or("value");
        let is_taken = |name: &str| {
            let mut fields = self.models.iter().flat_map(|model| &model.fields);
            fields.any(|field| field.name == name)
        };
        // Names of functions find most errors if they are unquoted.
        if is_taken(name) || self.next > 60 {
            format!("{name}_{}", self.id())
        } else {
            name.to_owned()
        }
    }

    fn any_model(&self, chance: &mut Chance) -> Option<usize> {
        (!self.models.is_empty()).then(|| chance.below(self.models.len()))
    }

    /// A field like that, by its position.
    fn any_field(
        &self,
        chance: &mut Chance,
        is: impl Fn(&Model, &Field) -> bool,
    ) -> Option<(usize, usize)> {
        let mut found = Vec::new();
        for (at, model) in self.models.iter().enumerate() {
            let fields = model.fields.iter().enumerate();
            let fields = fields.filter(|(_, field)| is(model, field));
            found.extend(fields.map(|(field, _)| (at, field)));
        }
        chance.one_of(&found)
    }

    fn add_model(&mut self, chance: &mut Chance) {
        let id = self.id();
        let key = self.id();
        let kind = match chance.below(7) {
            0 => self.any_enum(chance),
            1 => Kind::String(20),
            2 => Kind::Uuid,
            3 => any_unsigned(chance),
            _ => Kind::Counted,
        };
        let name = if kind == Kind::Counted { "id" } else { "code" };
        let table = match chance.below(3) {
            0 => format!("Table_{id}"),
            _ => format!("table_{id}"),
        };
        self.models.push(Model {
            id,
            table,
            doc: None,
            fields: vec![Field {
                is_key: true,
                ..field(key, name.to_owned(), kind)
            }],
            indexes: Vec::new(),
            checks: Vec::new(),
        });
        for _ in 0..=chance.below(3) {
            self.add_field_to(self.models.len() - 1, chance);
        }
    }

    fn add_field(&mut self, chance: &mut Chance) {
        if let Some(model) = self.any_model(chance) {
            self.add_field_to(model, chance);
        }
    }

    fn add_field_to(&mut self, at: usize, chance: &mut Chance) {
        let (id, name) = (self.id(), self.fresh(chance));
        let mut new = field(id, name, self.any_kind(chance));
        if let Kind::Reference(_) = new.kind {
            new.nullable = chance.once_in(2);
            new.on_delete = chance
                .one_of(&[None, Some("cascade"), Some("restrict")])
                .flatten();
        } else {
            new.nullable = !chance.once_in(3);
            new.unique = new.kind.is_indexable() && chance.once_in(6);
            new.indexed = new.kind.is_indexable() && !new.unique && chance.once_in(6);
            new.default = default(new.kind, chance);
            new.upper = chance.once_in(6);
        }
        let has_role = |role| {
            self.models[at]
                .fields
                .iter()
                .any(|field| field.role == Some(role))
        };
        if new.kind == Kind::Integer && !has_role("version") && chance.once_in(5) {
            new = Field {
                role: Some("version"),
                ..field(new.id, new.name, new.kind)
            };
        }
        if new.kind == Kind::Timestamp && !has_role("soft_delete") && chance.once_in(3) {
            new = Field {
                role: Some("soft_delete"),
                nullable: true,
                ..field(new.id, new.name, new.kind)
            };
        }
        if chance.once_in(4) {
            new.rules.extend(chance.one_of(rules(new.kind)));
        }
        self.models[at].fields.push(new);
    }

    /// A validation keyword is added, removed or changed. Some rows satisfy it, and others do not.
    fn change_validation(&mut self, chance: &mut Chance) {
        let has_rules = |_: &Model, field: &Field| !field.rules.is_empty();
        let known = self.any_field(chance, has_rules);
        let any = self.any_field(chance, |_, field| !rules(field.kind).is_empty());
        let Some((at, field)) = known.filter(|_| chance.once_in(2)).or(any) else {
            return;
        };
        let field = &mut self.models[at].fields[field];
        if !field.rules.is_empty() && chance.once_in(3) {
            let gone = chance.below(field.rules.len());
            field.rules.remove(gone);
        } else if let Some(rule) = chance.one_of(rules(field.kind)) {
            field.rules.retain(|other| other.0 != rule.0);
            field.rules.push(rule);
        }
    }

    /// Leaves the validation words that a field may have: its type has them, and its default keeps them.
    fn keep_rules(&mut self) {
        for field in self.models.iter_mut().flat_map(|model| &mut model.fields) {
            let has_none = field.is_key || field.role.is_some() || field.generated.is_some();
            let (known, default) = (rules(field.kind), field.default);
            let stays = |rule: &Rule| {
                !has_none && known.contains(rule) && default.is_none_or(|it| keeps(it, *rule))
            };
            field.rules.retain(stays);
        }
    }

    fn any_kind(&self, chance: &mut Chance) -> Kind {
        let targets: Vec<Id> = self.models.iter().map(|model| model.id).collect();
        match chance.below(22) {
            0 => Kind::SmallInt,
            1..=3 => Kind::Integer,
            4 => Kind::BigInt,
            5 => Kind::Double,
            6 => Kind::Decimal,
            7 | 8 => Kind::String(20),
            9 => Kind::Text,
            10 => Kind::Bool,
            11 => Kind::Bytes,
            12 => Kind::Uuid,
            13 => Kind::Date,
            14 => Kind::DateTime,
            15 => Kind::Timestamp,
            16 => chance
                .one_of(&[Kind::Json, Kind::Texts, Kind::Integers, Kind::BigInts])
                .unwrap_or(Kind::Json),
            17 if self.dialect == Dialect::Postgres && chance.once_in(4) => {
                Kind::Enums(self.enums[0].id)
            }
            17 => self.any_enum(chance),
            18 | 19 => any_unsigned(chance),
            _ => chance
                .one_of(&targets)
                .map_or(Kind::Integer, Kind::Reference),
        }
    }

    fn any_enum(&self, chance: &mut Chance) -> Kind {
        let enums: Vec<Id> = self.enums.iter().map(|each| each.id).collect();
        chance.one_of(&enums).map_or(Kind::Integer, Kind::Enum)
    }

    fn drop_field(&mut self, chance: &mut Chance) {
        let Some((at, field)) = self.any_field(chance, |_, field| !field.is_key) else {
            return;
        };
        let model = &mut self.models[at];
        let id = model.fields[field].id;
        remove(model, id);
    }

    fn rename_field(&mut self, chance: &mut Chance) {
        let name = self.fresh(chance);
        if let Some((at, field)) = self.any_field(chance, |_, _| true) {
            self.models[at].fields[field].name = name;
        }
    }

    fn turn_case_of_field(&mut self, chance: &mut Chance) {
        let is =
            |_: &Model, field: &Field| !matches!(field.kind, Kind::Reference(_)) && !field.is_key;
        if let Some((at, field)) = self.any_field(chance, is) {
            let field = &mut self.models[at].fields[field];
            field.upper = !field.upper;
        }
    }

    fn retype(&mut self, chance: &mut Chance) {
        let is = |_: &Model, field: &Field| {
            let is_fixed = matches!(field.kind, Kind::Counted | Kind::Reference(_));
            !(is_fixed || field.is_key || field.role.is_some() || field.generated.is_some())
        };
        let Some((at, field)) = self.any_field(chance, is) else {
            return;
        };
        let model = &self.models[at];
        let Field { id, kind, .. } = model.fields[field];
        let any = self.any_kind(chance);
        let unsigned = any_unsigned(chance);
        let to = if is_number_in(model, id) {
            chance.one_of(&[
                Kind::SmallInt,
                Kind::Integer,
                Kind::BigInt,
                unsigned,
                unsigned,
            ])
        } else if model.checks.iter().any(|check| check.of == id) {
            chance.one_of(&[
                Kind::String(5),
                Kind::String(20),
                Kind::String(80),
                Kind::Text,
            ])
        } else if is_in_index(model, id)
            || model.fields[field].unique
            || model.fields[field].indexed
        {
            chance.one_of(&[
                Kind::BigInt,
                Kind::String(40),
                Kind::SmallInt,
                Kind::Integer,
                unsigned,
            ])
        } else if matches!(kind, Kind::Texts | Kind::Integers | Kind::BigInts) {
            chance.one_of(&[Kind::Texts, Kind::Integers, Kind::BigInts, any])
        } else if chance.once_in(2) {
            chance.one_of(&[
                Kind::BigInt,
                Kind::String(5),
                Kind::Text,
                Kind::SmallInt,
                unsigned,
            ])
        } else {
            Some(any)
        };
        if let Some(to) = to
            && to != kind
            && !matches!(to, Kind::Reference(_))
        {
            let field = &mut self.models[at].fields[field];
            field.kind = to;
            field.default = field.default.and_then(|_| default(to, chance));
        }
    }

    fn turn_nullable(&mut self, chance: &mut Chance) {
        let is = |_: &Model, field: &Field| {
            !field.is_key && field.role.is_none() && field.generated.is_none()
        };
        if let Some((at, field)) = self.any_field(chance, is) {
            let field = &mut self.models[at].fields[field];
            field.nullable = !field.nullable;
        }
    }

    fn rename_table(&mut self, chance: &mut Chance) {
        let number = self.id();
        if let Some(at) = self.any_model(chance) {
            self.models[at].table = format!("table_{number}");
        }
    }

    fn turn_case_of_table(&mut self, chance: &mut Chance) {
        if let Some(at) = self.any_model(chance) {
            let table = &mut self.models[at].table;
            *table = if table.starts_with('T') {
                table.to_lowercase()
            } else {
                table.replacen('t', "T", 1)
            };
        }
    }

    fn add_index(&mut self, chance: &mut Chance) {
        let number = self.id();
        let is = |_: &Model, field: &Field| field.kind.is_indexable() && !field.is_key;
        let Some((at, field)) = self.any_field(chance, is) else {
            return;
        };
        let model = &mut self.models[at];
        let mut fields = vec![(model.fields[field].id, chance.once_in(3))];
        let others: Vec<Id> = model
            .fields
            .iter()
            .filter(|other| other.kind.is_indexable() && other.id != fields[0].0)
            .map(|other| other.id)
            .collect();
        fields.extend(
            chance
                .one_of(&others)
                .filter(|_| chance.once_in(2))
                .map(|id| (id, false)),
        );
        let numbers: Vec<Id> = model
            .fields
            .iter()
            // MySQL takes no expression over a column that it counts up.
            .filter(|field| field.kind.is_number() && !field.is_key && field.generated.is_none())
            .map(|field| field.id)
            .collect();
        let has_expressions = self.dialect != Dialect::Mariadb;
        let is_partial = matches!(self.dialect, Dialect::Sqlite | Dialect::Postgres);
        let mut maybe = |can: bool| {
            let number = chance.one_of(&numbers);
            number.filter(|_| can && chance.once_in(3))
        };
        let (absolute, positive) = (maybe(has_expressions), maybe(is_partial));
        // Models cannot have two equal ones.
        let begins_so = |index: &Index| index.fields[0].0 == fields[0].0;
        let first = model.fields.iter().find(|field| field.id == fields[0].0);
        let is_indexed = first.is_some_and(|field| field.indexed || field.unique);
        if is_indexed || model.indexes.iter().any(begins_so) {
            return;
        }
        model.indexes.push(Index {
            name: format!("ix_{number}"),
            fields,
            unique: chance.once_in(4),
            absolute,
            positive,
        });
    }

    fn any_index(&self, chance: &mut Chance) -> Option<(usize, usize)> {
        let mut found = Vec::new();
        for (at, model) in self.models.iter().enumerate() {
            found.extend((0..model.indexes.len()).map(|index| (at, index)));
        }
        chance.one_of(&found)
    }

    fn drop_index(&mut self, chance: &mut Chance) {
        if let Some((at, index)) = self.any_index(chance) {
            self.models[at].indexes.remove(index);
        }
    }

    /// Another name, the same one in other case, or that of another index.
    fn rename_indexes(&mut self, chance: &mut Chance) {
        let number = self.id();
        let (Some(one), Some(other)) = (self.any_index(chance), self.any_index(chance)) else {
            return;
        };
        let name = |world: &World, (at, index): (usize, usize)| {
            world.models[at].indexes[index].name.clone()
        };
        let (first, second) = (name(self, one), name(self, other));
        match chance.below(5) {
            0 => self.models[one.0].indexes[one.1].name = format!("ix_{number}"),
            1 => {
                let name = &mut self.models[one.0].indexes[one.1].name;
                *name = if name.starts_with('I') {
                    name.to_lowercase()
                } else {
                    name.to_uppercase()
                };
            }
            2 if one != other => {
                // One takes over the name of another, which is removed.
                self.models[one.0].indexes[one.1].name = second;
                self.models[other.0].indexes.remove(other.1);
            }
            _ => {
                self.models[one.0].indexes[one.1].name = second;
                self.models[other.0].indexes[other.1].name = first;
            }
        }
    }

    fn add_check(&mut self, chance: &mut Chance) {
        let number = self.id();
        let is = |_: &Model, field: &Field| {
            (field.kind.is_number() || field.kind.is_text())
                && !field.is_key
                && field.role.is_none()
        };
        let Some((at, field)) = self.any_field(chance, is) else {
            return;
        };
        let model = &mut self.models[at];
        let field = &model.fields[field];
        let what = if field.kind.is_number() {
            chance.one_of(&["{} >= -5", "abs({}) <> 2", "{} + 0 < 5000000000"])
        } else {
            chance.one_of(&["{} <> 'zz'", "length({}) < 100", "lower({}) <> 'w1'"])
        };
        model.checks.push(Check {
            name: format!("ck_{number}"),
            of: field.id,
            what: what.unwrap_or("{} IS NOT NULL"),
        });
    }

    fn change_check(&mut self, chance: &mut Chance) {
        let number = self.id();
        let Some(at) = self.any_model(chance) else {
            return;
        };
        let checks = &mut self.models[at].checks;
        if checks.is_empty() {
            return;
        }
        let check = chance.below(checks.len());
        match chance.below(3) {
            0 => drop(checks.remove(check)),
            1 => checks[check].name = format!("ck_{number}"),
            _ => {
                let name = &mut checks[check].name;
                *name = if name.starts_with('C') {
                    name.to_lowercase()
                } else {
                    name.to_uppercase()
                };
            }
        }
    }

    fn add_generated(&mut self, chance: &mut Chance) {
        let Some(at) = self.any_model(chance) else {
            return;
        };
        let (id, name) = (self.id(), self.fresh(chance));
        let of = self.summands(at, None, chance);
        if of.is_empty() {
            return;
        }
        let stored = self.dialect == Dialect::Postgres || !chance.once_in(3);
        self.models[at].fields.push(Field {
            nullable: true,
            indexed: stored && chance.once_in(4),
            generated: Some(Generated {
                of,
                plus: 1,
                stored,
            }),
            ..field(id, name, Kind::BigInt)
        });
    }

    /// Fields that a generated one may read: on PostgreSQL none that is generated.
    fn summands(&self, at: usize, before: Option<usize>, chance: &mut Chance) -> Vec<Id> {
        let fields = &self.models[at].fields;
        let fields = &fields[..before.unwrap_or(fields.len())];
        let of: Vec<Id> = fields
            .iter()
            .filter(|field| field.kind.is_number() && !field.is_key && field.role.is_none())
            .filter(|field| {
                // MySQL's and SQLite's stored ones may read those that are stored.
                let made = field.generated.as_ref();
                made.is_none_or(|made| made.stored && self.dialect != Dialect::Postgres)
            })
            .map(|field| field.id)
            .collect();
        let mut some: Vec<Id> = (0..2).filter_map(|_| chance.one_of(&of)).collect();
        some.dedup();
        some
    }

    /// Changes its expression, or a property that does not affect its values.
    fn change_generated(&mut self, chance: &mut Chance) {
        let number = self.id();
        let is = |_: &Model, field: &Field| field.generated.is_some();
        let Some((at, position)) = self.any_field(chance, is) else {
            return;
        };
        let of = self.summands(at, Some(position), chance);
        let is_indexed = is_in_index(&self.models[at], self.models[at].fields[position].id);
        let field = &mut self.models[at].fields[position];
        match chance.below(4) {
            1 if is_indexed => {}
            0 => field.doc = Some(format!("doc_{number}")),
            1 => {
                field.indexed =
                    !field.indexed && field.generated.as_ref().is_some_and(|it| it.stored)
            }
            2 => {
                if let Some(generated) = &mut field.generated {
                    generated.plus += 1;
                }
            }
            _ => {
                if let Some(generated) = field.generated.as_mut().filter(|_| !of.is_empty()) {
                    generated.of = of;
                }
            }
        }
    }

    fn change_default(&mut self, chance: &mut Chance) {
        let is = |_: &Model, field: &Field| {
            !field.is_key && field.role.is_none() && field.generated.is_none()
        };
        if let Some((at, field)) = self.any_field(chance, is) {
            let field = &mut self.models[at].fields[field];
            field.default = match field.default {
                Some(_) => None,
                None => default(field.kind, chance),
            };
        }
    }

    fn drop_model(&mut self, chance: &mut Chance) {
        let Some(at) = self.any_model(chance).filter(|_| self.models.len() > 1) else {
            return;
        };
        self.remove_model(at);
    }

    fn remove_model(&mut self, at: usize) {
        let gone = self.models.remove(at).id;
        for model in &mut self.models {
            let fields = model.fields.iter();
            let fields = fields.filter(|field| field.kind == Kind::Reference(gone));
            let fields: Vec<Id> = fields.map(|field| field.id).collect();
            fields.into_iter().for_each(|field| remove(model, field));
        }
        let scripts = self.scripts.iter().filter(|script| script.of == gone);
        let scripts: Vec<Id> = scripts.map(|script| script.id).collect();
        scripts
            .into_iter()
            .for_each(|script| self.remove_script(script));
    }

    /// Comments, and properties that only the program sees.
    fn change_words(&mut self, chance: &mut Chance) {
        let number = self.id();
        let doc = Some(format!("doc_{number}"));
        match chance.below(3) {
            0 => self.typed_ids = !self.typed_ids,
            1 => {
                if let Some(at) = self.any_model(chance) {
                    self.models[at].doc = doc;
                }
            }
            _ => {
                if let Some((at, field)) = self.any_field(chance, |_, _| true) {
                    self.models[at].fields[field].doc = doc;
                }
            }
        }
    }

    /// Unique keys, indexes of one field, and actions of references.
    fn change_rules(&mut self, chance: &mut Chance) {
        let is = |_: &Model, field: &Field| {
            field.kind.is_indexable() && !field.is_key && field.generated.is_none()
        };
        let Some((at, field)) = self.any_field(chance, is) else {
            return;
        };
        let is_indexed = is_in_index(&self.models[at], self.models[at].fields[field].id);
        let field = &mut self.models[at].fields[field];
        match field.kind {
            Kind::Reference(_) => {
                field.on_delete = match field.on_delete {
                    None => Some("cascade"),
                    Some(_) => None,
                };
            }
            _ if is_indexed => {}
            _ if chance.once_in(2) => {
                field.unique = !field.unique && field.role.is_none();
                field.indexed = false;
            }
            _ => field.indexed = !field.indexed && !field.unique,
        }
    }

    /// A view, a trigger or a function; a view is sometimes on another one, or on a function.
    fn add_script(&mut self, chance: &mut Chance) {
        let id = self.id();
        let Some(at) = self.any_model(chance) else {
            return;
        };
        let model = &self.models[at];
        let of = model.id;
        let what = match chance.below(6) {
            0 | 1 => What::Trigger,
            2 if self.dialect != Dialect::Sqlite => What::Function,
            _ => What::View,
        };
        let fields: Vec<Id> = model.fields.iter().map(|field| field.id).collect();
        let fields: Vec<Id> = (0..2).filter_map(|_| chance.one_of(&fields)).collect();
        let others = self.scripts.iter().filter(|other| {
            other.what == What::Function || other.what == What::View && other.of == of
        });
        let others: Vec<Id> = others.map(|other| other.id).collect();
        let on = chance.one_of(&others);
        self.scripts.push(Script {
            id,
            name: format!("own_{id}"),
            what,
            of,
            fields,
            on: on.filter(|_| what == What::View && chance.once_in(2)),
            number: 1,
            has_drop: chance.once_in(2),
        });
    }

    fn change_scripts(&mut self, chance: &mut Chance) {
        let number = self.id();
        if self.scripts.is_empty() || chance.once_in(4) {
            return self.add_script(chance);
        }
        let at = chance.below(self.scripts.len());
        let script = &mut self.scripts[at];
        match chance.below(4) {
            0 => {
                let id = script.id;
                self.remove_script(id);
            }
            1 => script.name = format!("own_{number}"),
            2 => script.number += 1,
            _ => {
                let of = script.of;
                let models = self.models.iter().filter(|model| model.id == of);
                let fields = models.flat_map(|model| &model.fields);
                let fields: Vec<Id> = fields.map(|field| field.id).collect();
                self.scripts[at].fields = chance.one_of(&fields).into_iter().collect();
            }
        }
    }

    /// Other texts, other values, another order.
    fn change_values(&mut self, chance: &mut Chance) {
        let number = self.id();
        let at = chance.below(self.enums.len());
        let values = &mut self.enums[at].values;
        let any = chance.below(values.len());
        let first = values.iter().map(|value| value.id).min();
        match chance.below(9) {
            0 => values.push(Word {
                id: number,
                text: format!("v{number}"),
            }),
            1 if Some(values[any].id) != first => drop(values.remove(any)),
            1 | 2 => values.reverse(),
            3 => {
                let text = &mut values[any].text;
                *text = match text.chars().any(char::is_uppercase) {
                    true => text.to_lowercase(),
                    false => text.to_uppercase(),
                };
            }
            4 => {
                // Two of them exchange their texts.
                let next = (any + 1) % values.len();
                let text = values[any].text.clone();
                values[any].text = std::mem::replace(&mut values[next].text, text);
            }
            5 | 6 => values[any].text = format!("a_longer_value_{number}"),
            _ => values[any].text = format!("v{number}"),
        }
    }

    /// A stored number becomes a generated one, or a generated one is stored.
    fn turn_generated(&mut self, chance: &mut Chance) {
        let is = |model: &Model, field: &Field| {
            let is_read = |other: &Field| {
                let mut made = other.generated.iter();
                made.any(|made| made.of.contains(&field.id))
            };
            field.kind == Kind::BigInt
                && !field.is_key
                && field.role.is_none()
                && !model.fields.iter().any(is_read)
        };
        let Some((at, position)) = self.any_field(chance, is) else {
            return;
        };
        let is_stored = self.dialect == Dialect::Postgres || !chance.once_in(3);
        let id = self.models[at].fields[position].id;
        let is_indexed = is_in_index(&self.models[at], id);
        let mut of = self.summands(at, None, chance);
        let plain = |of: &Id| {
            let mut fields = self.models[at].fields.iter();
            *of != id && fields.any(|field| field.id == *of && field.generated.is_none())
        };
        of.retain(plain);
        let field = &mut self.models[at].fields[position];
        if field.generated.is_some() {
            field.generated = None;
        } else if !of.is_empty() {
            field.generated = Some(Generated {
                of,
                plus: 1,
                stored: is_stored || is_indexed || field.indexed || field.unique,
            });
            field.nullable = true;
        }
    }

    /// Checks of one table, or of two, exchange their names; one may take that of an index.
    fn exchange_checks(&mut self, chance: &mut Chance) {
        let mut found = Vec::new();
        for (at, model) in self.models.iter().enumerate() {
            found.extend((0..model.checks.len()).map(|check| (at, check)));
        }
        let (Some(one), Some(other)) = (chance.one_of(&found), chance.one_of(&found)) else {
            return;
        };
        let first = self.models[one.0].checks[one.1].name.clone();
        let second = self.models[other.0].checks[other.1].name.clone();
        match self.any_index(chance).filter(|_| chance.once_in(3)) {
            Some((at, index)) => {
                let index = &mut self.models[at].indexes[index];
                let name = std::mem::replace(&mut index.name, first);
                self.models[one.0].checks[one.1].name = name;
            }
            None => {
                self.models[one.0].checks[one.1].name = second;
                self.models[other.0].checks[other.1].name = first;
            }
        }
    }

    /// Two or three tables exchange their names, or one takes the name of another, which gets a new
    /// name or is removed.
    fn hand_on_tables(&mut self, chance: &mut Chance) {
        let number = self.id();
        let Some(first) = self.any_model(chance).filter(|_| self.models.len() > 1) else {
            return;
        };
        let count = self.models.len().min(2 + chance.below(2));
        let circle: Vec<usize> = (0..count)
            .map(|at| (first + at) % self.models.len())
            .collect();
        let names = circle.iter().map(|at| self.models[*at].table.clone());
        let names: Vec<String> = names.collect();
        for (at, model) in circle.iter().enumerate() {
            self.models[*model].table = names[(at + 1) % count].clone();
        }
        let last = circle[count - 1];
        match chance.below(4) {
            0 => self.models[last].table = format!("table_{number}"),
            1 => self.remove_model(last),
            _ => {}
        }
    }

    /// The same with columns of a table.
    fn hand_on_columns(&mut self, chance: &mut Chance) {
        let number = self.id();
        let Some(at) = self.any_model(chance) else {
            return;
        };
        let fields = &mut self.models[at].fields;
        if fields.len() < 2 {
            return;
        }
        let first = chance.below(fields.len());
        let count = fields.len().min(2 + chance.below(2));
        let circle: Vec<usize> = (0..count).map(|at| (first + at) % fields.len()).collect();
        let names: Vec<String> = circle.iter().map(|at| fields[*at].name.clone()).collect();
        for (at, field) in circle.iter().enumerate() {
            fields[*field].name = names[(at + 1) % count].clone();
        }
        let last = circle[count - 1];
        match chance.below(4) {
            0 => fields[last].name = format!("other_{number}"),
            1 if !fields[last].is_key => {
                let id = fields[last].id;
                remove(&mut self.models[at], id);
            }
            _ => {}
        }
    }

    /// The models in between, before these models can become the others: an object whose name
    /// passes to another one has a third name, or is gone. `None` if no name passes on.
    pub fn between(&self, later: &World) -> Option<World> {
        let mut via = self.clone();
        let mut is_any = false;
        let gone = |model: &&Model| later.model(model.id).is_none();
        let is_name = |model: &&Model| {
            let mut others = later.models.iter();
            others.any(|other| folds_to(&other.table, &model.table))
        };
        let gone = self.models.iter().filter(gone).filter(is_name);
        let gone: Vec<Id> = gone.map(|model| model.id).collect();
        for id in gone {
            is_any = true;
            if let Some(at) = via.models.iter().position(|model| model.id == id) {
                via.remove_model(at);
            }
        }
        for model in &self.models {
            let Some(then) = later.model(model.id) else {
                continue;
            };
            let others = later.models.iter().filter(|other| other.id != model.id);
            if then.table != model.table
                && { others }.any(|other| folds_to(&other.table, &model.table))
                && let Some(model) = via.models.iter_mut().find(|each| each.id == model.id)
            {
                is_any = true;
                model.table = format!("third_{}", model.id);
            }
            for field in &model.fields {
                let name = self.column(field);
                let is_name = |other: &Field| {
                    other.id != field.id
                        && (folds_to(&later.column(other), &name) || folds_to(&other.name, &name))
                };
                let is_handed_on = then.fields.iter().any(is_name);
                let Some(here) = via.models.iter_mut().find(|each| each.id == model.id) else {
                    continue;
                };
                match then.fields.iter().find(|each| each.id == field.id) {
                    Some(then) if is_handed_on && later.column(then) != name => {
                        is_any = true;
                        let mut fields = here.fields.iter_mut();
                        if let Some(field) = fields.find(|each| each.id == field.id) {
                            field.name = format!("third_{}", field.id);
                        }
                    }
                    None if is_handed_on => {
                        is_any = true;
                        remove(here, field.id);
                    }
                    Some(_) | None => {}
                }
            }
        }
        for each in &mut via.enums {
            let Some(then) = later.enumeration(each.id) else {
                continue;
            };
            for value in &mut each.values {
                let mut others = then.values.iter();
                let stays = others.any(|other| other.id == value.id && other.text == value.text);
                let mut others = then.values.iter();
                if !stays && others.any(|other| other.text == value.text) {
                    is_any = true;
                    value.text = format!("third_{}", value.id);
                }
            }
        }
        is_any.then_some(via)
    }

    /// Whether an object that stays gets the name of one that is removed.
    pub fn takes_over(&self, later: &World) -> bool {
        self.models.iter().any(|model| match later.model(model.id) {
            None => later.models.iter().any(|other| {
                folds_to(&other.table, &model.table) && self.model(other.id).is_some()
            }),
            Some(then) => model.fields.iter().any(|field| {
                let name = self.column(field);
                let takes = |other: &Field| {
                    folds_to(&later.column(other), &name)
                        && self.field(model.id, other.id).is_some()
                };
                later.field(model.id, field.id).is_none() && then.fields.iter().any(takes)
            }),
        })
    }

    /// The errors of the models about names that pass on, which is not allowed.
    pub fn diagnosed(&self, later: &World) -> Vec<String> {
        let mut found = Vec::new();
        for then in &later.models {
            let Some(model) = self.model(then.id) else {
                continue;
            };
            let mut others = later.models.iter().filter(|other| other.id != then.id);
            if then.table != model.table && others.any(|other| folds_to(&other.table, &model.table))
            {
                found.push(format!(
                    "`{}` still exists, so it cannot be the former name of another model",
                    model.table
                ));
            }
            for field in &then.fields {
                let mut fields = model.fields.iter();
                let Some(was) = fields.find(|was| was.id == field.id) else {
                    continue;
                };
                let was = self.column(was);
                let is_name = |other: &Field| {
                    other.id != field.id
                        && (folds_to(&later.column(other), &was) || folds_to(&other.name, &was))
                };
                if was != later.column(field) && then.fields.iter().any(is_name) {
                    found.push(format!(
                        "`{was}` is still a field, so it cannot be the former name of another one"
                    ));
                }
            }
        }
        for then in &later.enums {
            let Some(each) = self.enumeration(then.id) else {
                continue;
            };
            for value in &then.values {
                let mut values = each.values.iter();
                let was = values.find(|was| was.id == value.id && was.text != value.text);
                let mut others = then.values.iter();
                if let Some(was) = was
                    && others.any(|other| other.text == was.text)
                {
                    found.push(format!(
                        "`{}` is still a value, so it cannot be the former name of another one",
                        was.text
                    ));
                }
            }
        }
        found
    }
}

pub fn field(id: Id, name: String, kind: Kind) -> Field {
    Field {
        id,
        name,
        upper: false,
        kind,
        is_key: false,
        nullable: false,
        unique: false,
        indexed: false,
        default: None,
        generated: None,
        role: None,
        doc: None,
        on_delete: None,
        rules: Vec::new(),
    }
}

fn any_unsigned(chance: &mut Chance) -> Kind {
    let any = chance.one_of(&Unsigned::ALL);
    Kind::Unsigned(any.unwrap_or(Unsigned::U32))
}

/// The validation words of a type.
fn rules(kind: Kind) -> &'static [Rule] {
    match kind {
        Kind::SmallInt | Kind::Integer | Kind::BigInt => &[
            Rule("min", "-5"),
            Rule("min", "2"),
            Rule("max", "100"),
            Rule("max", "2"),
        ],
        Kind::Unsigned(_) => &[Rule("min", "2"), Rule("max", "100"), Rule("max", "2")],
        Kind::Double => &[Rule("min", "0.5"), Rule("max", "2.5")],
        Kind::Decimal => &[Rule("min", "0.00"), Rule("max", "2.50")],
        Kind::Date => &[Rule("min", "2024-02-02"), Rule("max", "2030-01-01")],
        Kind::String(_) | Kind::Text => &[
            Rule("length", "1..5"),
            Rule("length", "2.."),
            Rule("length", "..4"),
            Rule("email", "true"),
            Rule("pattern", "\"[a-z]+\""),
            Rule("pattern", "\"[a-z0-9 ]*\""),
        ],
        Kind::Counted
        | Kind::Bool
        | Kind::Bytes
        | Kind::Uuid
        | Kind::DateTime
        | Kind::Timestamp
        | Kind::Json
        | Kind::Texts
        | Kind::Integers
        | Kind::BigInts
        | Kind::Enum(_)
        | Kind::Enums(_)
        | Kind::Reference(_) => &[],
    }
}

/// Whether a default keeps the word, as far as no database has to compute it.
fn keeps(default: &str, rule: Rule) -> bool {
    !matches!(
        (default, rule),
        ("7", Rule("max", "2"))
            | ("-1", Rule("min", "2"))
            | ("new" | "it's" | "plain" | "\"\"", Rule("email", _))
            | ("\"\"", Rule("length", "1..5" | "2.."))
            | ("plain", Rule("length", "..4"))
            | ("it's", Rule("pattern", _))
            | ("\"\"", Rule("pattern", "\"[a-z]+\""))
    )
}

/// A UUID whose bytes are not text.
const FIXED_UUID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// A default as the file says it, or none.
fn default(kind: Kind, chance: &mut Chance) -> Option<&'static str> {
    if chance.once_in(2) {
        return None;
    }
    match kind {
        Kind::SmallInt | Kind::Integer | Kind::BigInt => {
            chance.one_of(&["7", "-1", "{ sql: 2 * 21 }"])
        }
        Kind::Unsigned(_) => chance.one_of(&["7", "{ sql: 2 * 21 }"]),
        Kind::Double => Some("0.5"),
        Kind::Decimal => Some("1.25"),
        Kind::String(_) => chance.one_of(&["new", "it's", "\"\""]),
        Kind::Text => Some("plain"),
        Kind::Bool => chance.one_of(&["true", "false"]),
        Kind::Uuid => chance.one_of(&["uuid", FIXED_UUID]),
        Kind::Date => Some("2024-02-29"),
        Kind::Timestamp => chance.one_of(&["now", "2024-02-29T10:00:00Z"]),
        Kind::DateTime => Some("2024-02-29T10:00:00"),
        // It is replaced by the text of the value.
        Kind::Enum(_) => Some("one"),
        Kind::Counted
        | Kind::Bytes
        | Kind::Json
        | Kind::Texts
        | Kind::Integers
        | Kind::BigInts
        | Kind::Enums(_)
        | Kind::Reference(_) => None,
    }
}

fn is_in_index(model: &Model, id: Id) -> bool {
    let mut indexes = model.indexes.iter();
    indexes.any(|index| index.fields.iter().any(|(field, _)| *field == id))
}

/// Whether the field is a number in SQL.
fn is_number_in(model: &Model, id: Id) -> bool {
    let is = |other: &Option<Id>| *other == Some(id);
    let mut fields = model
        .fields
        .iter()
        .filter_map(|field| field.generated.as_ref());
    let field = model.fields.iter().find(|field| field.id == id);
    let is_number = field.is_some_and(|field| field.kind.is_number());
    fields.any(|generated| generated.of.contains(&id))
        || model
            .indexes
            .iter()
            .any(|index| is(&index.absolute) || is(&index.positive))
        || is_number && model.checks.iter().any(|check| check.of == id)
}

/// Removes a field, with everything that names it.
fn remove(model: &mut Model, id: Id) {
    model.fields.retain(|field| field.id != id);
    model.checks.retain(|check| check.of != id);
    model.indexes.retain(|index| {
        let is_in = index.fields.iter().any(|(field, _)| *field == id);
        !(is_in || index.absolute == Some(id) || index.positive == Some(id))
    });
    let reading: Vec<Id> = model
        .fields
        .iter()
        .filter(|field| {
            field
                .generated
                .as_ref()
                .is_some_and(|made| made.of.contains(&id))
        })
        .map(|field| field.id)
        .collect();
    for reader in reading {
        remove(model, reader);
    }
}
