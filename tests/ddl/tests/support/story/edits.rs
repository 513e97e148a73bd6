//! What may be otherwise in a later version of models. Each edit is drawn from a number of its own, so that one can be
//! left out and the others stay.

use tablewright_sql::Dialect;

use super::chance::Chance;
use super::world::{Check, Enumeration, Field, Generated, Id, Index, Kind, Model, View, World};

/// Names that are functions and types of some database, too.
const NAMES: &[&str] = &[
    "date", "length", "lower", "value", "qty", "status", "amount", "note", "kind", "ratio", "abs",
    "text",
];

impl World {
    /// Models as they are first.
    pub fn begun(dialect: Dialect, seeds: &[u64]) -> World {
        let mut world = World::new(dialect);
        let number = world.id();
        world.enums.push(Enumeration {
            id: number,
            values: ["one", "two", "three"]
                .map(|value| (value.to_owned(), None))
                .to_vec(),
        });
        for &seed in seeds {
            let mut chance = Chance::new(seed);
            if world.models.is_empty() || chance.once_in(6) {
                world.add_model(&mut chance);
            } else {
                match chance.below(8) {
                    0..=3 => world.add_field(&mut chance),
                    4 => world.add_generated(&mut chance),
                    5 | 6 => world.add_index(&mut chance),
                    _ => world.add_check(&mut chance),
                }
            }
        }
        world
    }

    /// The models of later.
    pub fn edited(&self, seeds: &[u64]) -> World {
        let mut world = self.clone();
        for &seed in seeds {
            world.edit(&mut Chance::new(seed));
        }
        world
    }

    fn edit(&mut self, chance: &mut Chance) {
        match chance.below(34) {
            0..=2 => self.add_field(chance),
            3 | 4 => self.drop_field(chance),
            5..=8 => self.rename_field(chance),
            9 | 10 => self.turn_case_of_field(chance),
            11..=13 => self.retype(chance),
            14 => self.turn_nullable(chance),
            15 | 16 => self.rename_table(chance),
            17 => self.turn_case_of_table(chance),
            18 => self.add_index(chance),
            19 => self.drop_index(chance),
            20..=22 => self.rename_indexes(chance),
            23 => self.add_check(chance),
            24 => self.change_check(chance),
            25 => self.add_generated(chance),
            26 | 27 => self.change_generated(chance),
            28 => self.change_default(chance),
            29 => self.add_model(chance),
            30 => self.drop_model(chance),
            31 => self.change_words(chance),
            32 => self.change_rules(chance),
            _ => self.change_views(chance),
        }
    }

    fn fresh(&mut self, chance: &mut Chance) -> String {
        let name = chance.one_of(NAMES).unwrap_or("value");
        let is_taken = |name: &str| {
            let mut fields = self.models.iter().flat_map(|model| &model.fields);
            fields.any(|field| field.name == name)
        };
        // The names that functions have are worth most where they stand as they are.
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
        let kind = match chance.below(6) {
            0 => Kind::Enum(self.enums[0].id),
            1 => Kind::String(20),
            2 => Kind::Uuid,
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
        self.models[at].fields.push(new);
    }

    fn any_kind(&self, chance: &mut Chance) -> Kind {
        let targets: Vec<Id> = self.models.iter().map(|model| model.id).collect();
        match chance.below(20) {
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
                .one_of(&[Kind::Json, Kind::Texts])
                .unwrap_or(Kind::Json),
            17 => Kind::Enum(self.enums[0].id),
            _ => chance
                .one_of(&targets)
                .map_or(Kind::Integer, Kind::Reference),
        }
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
        let to = if is_number_in(model, id) {
            chance.one_of(&[Kind::SmallInt, Kind::Integer, Kind::BigInt])
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
            ])
        } else if chance.once_in(2) {
            chance.one_of(&[Kind::BigInt, Kind::String(5), Kind::Text, Kind::SmallInt])
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
            .filter(|field| field.kind.is_number() && field.generated.is_none())
            .map(|field| field.id)
            .collect();
        let has_expressions = self.dialect != Dialect::Mariadb;
        let is_partial = matches!(self.dialect, Dialect::Sqlite | Dialect::Postgres);
        let mut maybe = |can: bool| {
            let number = chance.one_of(&numbers);
            number.filter(|_| can && chance.once_in(3))
        };
        let (absolute, positive) = (maybe(has_expressions), maybe(is_partial));
        // No models have two that are alike.
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
                // One takes over the name of another, which goes.
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

    /// Its expression, or what does not change its values.
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
        let gone = self.models.remove(at).id;
        for model in &mut self.models {
            let fields = model.fields.iter();
            let fields = fields.filter(|field| field.kind == Kind::Reference(gone));
            let fields: Vec<Id> = fields.map(|field| field.id).collect();
            fields.into_iter().for_each(|field| remove(model, field));
        }
        self.views.retain(|view| view.of != gone);
    }

    /// Comments, and what only the program sees.
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

    /// Unique keys, indexes of one field, and what happens to references.
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

    /// A view, and sometimes one on it.
    fn change_views(&mut self, chance: &mut Chance) {
        let number = self.id();
        let Some(at) = self.any_model(chance) else {
            return;
        };
        let of = self.models[at].id;
        let on = self.views.iter().find(|view| view.of == of);
        let on = on.map(|view| view.name.clone());
        self.views.push(View {
            name: format!("view_{number}"),
            of,
            on,
        });
    }
}

fn field(id: Id, name: String, kind: Kind) -> Field {
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
    }
}

/// A default as the file says it, or none.
fn default(kind: Kind, chance: &mut Chance) -> Option<&'static str> {
    if chance.once_in(2) {
        return None;
    }
    match kind {
        Kind::SmallInt | Kind::Integer | Kind::BigInt => {
            chance.one_of(&["7", "-1", "{ sql: 2 * 21 }"])
        }
        Kind::Double => Some("0.5"),
        Kind::Decimal => Some("1.25"),
        Kind::String(_) => chance.one_of(&["new", "it's", "\"\""]),
        Kind::Text => Some("plain"),
        Kind::Bool => chance.one_of(&["true", "false"]),
        Kind::Uuid => Some("uuid"),
        Kind::Date => Some("2024-02-29"),
        Kind::Timestamp => chance.one_of(&["now", "2024-02-29T10:00:00Z"]),
        Kind::DateTime => Some("2024-02-29T10:00:00"),
        Kind::Enum(_) => Some("two"),
        Kind::Counted | Kind::Bytes | Kind::Json | Kind::Texts | Kind::Reference(_) => None,
    }
}

fn is_in_index(model: &Model, id: Id) -> bool {
    let mut indexes = model.indexes.iter();
    indexes.any(|index| index.fields.iter().any(|(field, _)| *field == id))
}

/// Whether SQL takes the field for a number.
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

/// Takes a field away, with all that names it.
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
