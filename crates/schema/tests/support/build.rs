//! Builds a valid schema from a tree of numbers.

mod fields;
mod keys;
mod references;
mod rules;

use std::collections::BTreeSet;

use super::description::*;
use super::samples::{self, pick, word};
use super::{Flavour, raw};

pub fn build(raw: &raw::Schema, flavour: Flavour) -> RandomSchema {
    let mut builder = Builder {
        flavour,
        taken: Vec::new(),
        tables: BTreeSet::new(),
        schema: RandomSchema {
            flavour,
            dialects: dialects(flavour, raw.dialects),
            chrono: raw.chrono,
            enums: Vec::new(),
            types: Vec::new(),
            mixins: Vec::new(),
            models: Vec::new(),
            scripts: scripts(flavour, raw.scripts),
        },
    };
    for raw in &raw.enums {
        builder.enumeration(raw);
    }
    for raw in &raw.types {
        builder.named_type(raw);
    }
    for raw in &raw.mixins {
        builder.mixin(raw);
    }
    for raw in &raw.models {
        builder.model(raw);
    }
    // All keys that a reference may use are known only now.
    for (model, raw) in raw.models.iter().enumerate() {
        builder.references(model, raw);
    }
    for (model, raw) in raw.models.iter().enumerate() {
        builder.rules(model, raw);
    }
    builder.schema
}

struct Builder {
    flavour: Flavour,
    /// For each model, the names that its fields, columns and relations have, in lower case.
    taken: Vec<BTreeSet<String>>,
    tables: BTreeSet<String>,
    schema: RandomSchema,
}

fn dialects(flavour: Flavour, number: u8) -> Vec<&'static str> {
    match flavour {
        Flavour::Sqlite => vec!["sqlite"],
        Flavour::Postgres => vec!["postgres"],
        Flavour::Mysql => vec!["mysql"],
        Flavour::Mariadb => vec!["mariadb"],
        Flavour::Everywhere => {
            let mut dialects = vec!["sqlite", "postgres", "mysql", "mariadb"];
            dialects.rotate_left(usize::from(number % 4));
            dialects
        }
    }
}

fn scripts(flavour: Flavour, number: u8) -> Vec<RandomScript> {
    let create = match flavour {
        Flavour::Sqlite => "CREATE VIEW IF NOT EXISTS",
        Flavour::Postgres | Flavour::Mysql | Flavour::Mariadb => "CREATE OR REPLACE VIEW",
        // No such statement is valid both on SQLite and on the servers.
        Flavour::Everywhere => return Vec::new(),
    };
    let script = |name: &str, when| RandomScript {
        name: name.to_owned(),
        create: format!("{create} {name} AS SELECT 'a;b' AS \"semi;colon\" -- ; '\n"),
        drop: format!("DROP VIEW IF EXISTS {name}"),
        when,
    };
    match number % 4 {
        0 | 1 => Vec::new(),
        2 => vec![script("view_after", None)],
        _ => vec![
            script("view_before", Some("before")),
            script("view_after", Some("after")),
        ],
    }
}

impl Builder {
    fn enumeration(&mut self, raw: &raw::Enum) {
        let mut values: Vec<RandomValue> = Vec::new();
        let repr = [None, Some("smallint"), Some("integer"), Some("bigint")];
        let repr = repr[usize::from(raw.repr) % repr.len()];
        // The first of them is negative.
        let number = |position: usize| repr.map(|_| position as i64 * 7 - 3);
        for (position, (value, is_word, doc)) in raw.values.iter().enumerate() {
            let value = if *is_word {
                word(samples::WORDS, *value)
            } else {
                word(samples::TEXTS, *value)
            };
            if value.is_empty() || values.iter().any(|other| other.value == value) {
                continue;
            }
            let rust = (!is_word).then(|| format!("Variant{position}"));
            values.push(RandomValue {
                value: value.to_owned(),
                number: number(values.len()),
                rust,
                doc: text(*doc),
            });
        }
        if values.is_empty() {
            values.push(RandomValue {
                value: "only".to_owned(),
                number: number(0),
                rust: None,
                doc: None,
            });
        }
        let name = ["Status", "Colour"][self.schema.enums.len()].to_owned();
        self.schema.enums.push(RandomEnum {
            name,
            doc: text(raw.doc),
            repr,
            values,
        });
    }

    fn named_type(&mut self, raw: &raw::Field) {
        let ty = self.plain_type(raw);
        self.schema.types.push(RandomType {
            name: ["Money", "Label"][self.schema.types.len()].to_owned(),
            default: raw.default.map(|number| self.default(&ty, number)),
            ty,
            check: raw
                .check
                .map(|number| word(samples::FIELD_CHECKS, number).to_owned()),
            doc: text(raw.doc),
            sensitive: raw.flags.sensitive,
        });
    }

    fn mixin(&mut self, raw: &raw::Mixin) {
        let number = self.schema.mixins.len();
        let mut fields = Vec::new();
        for (position, raw) in raw.fields.iter().enumerate() {
            let name = format!("mixed_{number}_{position}");
            let field = self.plain_field(raw, name);
            // Several models have this mixin, and only one of them could have been called so.
            fields.push(RandomField {
                column: None,
                was: None,
                ..field
            });
        }
        self.schema.mixins.push(RandomMixin {
            name: ["Timestamps", "Owned"][number].to_owned(),
            mixin: raw.mixin.filter(|_| number > 0).map(|_| number - 1),
            fields,
            checks: model_check(raw.check),
        });
    }

    /// The model with its key and its plain fields.
    fn model(&mut self, raw: &raw::Model) {
        let number = self.schema.models.len();
        let names: BTreeSet<_> = self.schema.models.iter().map(|model| &model.name).collect();
        let name = word(samples::MODELS, raw.name);
        let name = (1..)
            .map(|n| {
                if n == 1 {
                    name.to_owned()
                } else {
                    format!("{name}{n}")
                }
            })
            .find(|name| !names.contains(name))
            .unwrap_or_default();
        let table = raw.table.map(|picked| {
            let name = pick(&samples::database_names(self.flavour), picked).clone();
            distinct(&name, " ", &mut self.tables)
        });
        self.taken.push(BTreeSet::new());
        self.schema.models.push(RandomModel {
            name,
            table,
            doc: text(raw.doc),
            mixin: raw
                .mixin
                .filter(|_| !self.schema.mixins.is_empty())
                .map(|mixin| usize::from(mixin) % self.schema.mixins.len()),
            fields: Vec::new(),
            key: RandomKey::AtTheFields,
            uniques: Vec::new(),
            indexes: Vec::new(),
            checks: Vec::new(),
            references: Vec::new(),
            relations: Vec::new(),
            without_rowid: false,
            attributes: raw.attributes,
        });
        self.key(number, &raw.key);
        for raw in &raw.fields {
            let name = self.free_name(number, word(samples::FIELDS, raw.name), "");
            let mut field = self.plain_field(raw, name);
            field.column = self.column(number, raw);
            if raw.kind % 8 == 7 {
                field = self.generated(number, raw, field);
            }
            self.schema.models[number].fields.push(field);
        }
        let fields = &mut self.schema.models[number].fields;
        let turn = usize::from(raw.turn % 4) % fields.len();
        fields.rotate_left(turn);
    }

    /// The name, or one like it, whose field, column and relation clash with nothing in the model.
    fn free_name(&mut self, model: usize, wanted: &str, ending: &str) -> String {
        let taken = &mut self.taken[model];
        let wanted = if ending.is_empty() {
            wanted
        } else {
            wanted.strip_suffix(ending).unwrap_or(wanted)
        };
        let base = wanted.trim_end_matches('_');
        let name = (1..)
            .map(|n| {
                if n == 1 {
                    wanted.to_owned()
                } else {
                    format!("{base}_{n}")
                }
            })
            .find(|name| {
                let full = format!("{name}{ending}");
                !taken.contains(&name.to_lowercase()) && !taken.contains(&full.to_lowercase())
            })
            .unwrap_or_default();
        let full = format!("{name}{ending}");
        taken.extend([name.to_lowercase(), full.to_lowercase()]);
        name
    }

    fn column(&mut self, model: usize, raw: &raw::Field) -> Option<String> {
        let name = pick(&samples::database_names(self.flavour), raw.column?).clone();
        Some(distinct(&name, " ", &mut self.taken[model]))
    }
}

fn text(number: Option<u8>) -> Option<String> {
    number.map(|number| word(samples::TEXTS, number).to_owned())
}

fn model_check(number: Option<u8>) -> Vec<String> {
    number
        .map(|number| word(samples::MODEL_CHECKS, number).to_owned())
        .into_iter()
        .collect()
}

fn no_rules() -> Rules {
    Rules {
        on_delete: None,
        on_update: None,
        inverse: None,
        deferrable: false,
    }
}

/// The name, with a number where another one is the same but for its case.
fn distinct(name: &str, between: &str, taken: &mut BTreeSet<String>) -> String {
    let name = (1..)
        .map(|n| {
            if n == 1 {
                name.to_owned()
            } else {
                format!("{name}{between}{n}")
            }
        })
        .find(|name| !taken.contains(&name.to_lowercase()))
        .unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}
