//! Primary keys of every kind.

use super::super::description::*;
use super::super::emit::Yaml;
use super::super::samples::{self, pick, word};
use super::super::{Flavour, raw};
use super::{Builder, no_rules};

impl Builder {
    pub(super) fn key(&mut self, model: usize, raw: &raw::Key) {
        let kind = raw.kind % 10;
        let mut fields = match kind {
            0..=2 => vec![self.key_field(model, &raw.fields[0], FieldType::Id)],
            3 | 4 => {
                let integers = [
                    Ty::Integer,
                    Ty::BigInt,
                    Ty::SmallInt,
                    Ty::Unsigned("u32"),
                    Ty::Unsigned("u64"),
                    Ty::Unsigned("u8"),
                ];
                let ty = FieldType::Plain(pick(&integers, raw.fields[0].ty).clone());
                let field = self.key_field(model, &raw.fields[0], ty);
                vec![RandomField {
                    auto: kind == 3,
                    ..field
                }]
            }
            5 => {
                let field = self.key_field_of_any_type(model, &raw.fields[0]);
                let counts = matches!(
                    field.ty,
                    FieldType::Plain(Ty::Integer | Ty::BigInt | Ty::SmallInt | Ty::Unsigned(_))
                );
                vec![RandomField {
                    auto: !counts,
                    ..field
                }]
            }
            6 => vec![self.key_reference(model, raw, &raw.fields[0])],
            7 => {
                let fields = &raw.fields[..2 + usize::from(raw.to % 2)];
                fields
                    .iter()
                    .map(|raw| self.key_field_of_any_type(model, raw))
                    .collect()
            }
            _ => vec![
                self.key_reference(model, raw, &raw.fields[0]),
                self.key_field_of_any_type(model, &raw.fields[1]),
            ],
        };
        // A key field that became an `id` must be the only one.
        if fields.iter().any(|field| field.ty == FieldType::Id) {
            fields.retain(|field| field.ty == FieldType::Id);
        } else if raw.list && kind != 3 && kind != 4 {
            let mut names: Vec<_> = fields.iter().map(|field| field.name.clone()).collect();
            if raw.reversed {
                names.reverse();
            }
            self.schema.models[model].key = RandomKey::List(names);
        } else {
            fields.iter_mut().for_each(|field| field.primary_key = true);
        }
        let counted = kind == 3 || fields[0].ty == FieldType::Id;
        self.schema.models[model].without_rowid =
            !counted && kind == 7 && self.flavour == Flavour::Sqlite && raw.reversed;
        self.schema.models[model].fields = fields;
    }

    fn key_field(&mut self, model: usize, raw: &raw::Field, ty: FieldType) -> RandomField {
        let wanted = if raw.name.is_multiple_of(2) {
            "id"
        } else {
            word(samples::FIELDS, raw.name)
        };
        let name = self.free_name(model, wanted, "");
        RandomField {
            column: self.column(model, raw),
            ..self.bare_field(raw, name, ty)
        }
    }

    fn key_field_of_any_type(&mut self, model: usize, raw: &raw::Field) -> RandomField {
        let ty = pick(&samples::key_types(self.flavour), raw.ty).clone();
        let default = (ty == Ty::Uuid).then(|| Yaml::text("uuid"));
        RandomField {
            default,
            ..self.key_field(model, raw, FieldType::Plain(ty))
        }
    }

    /// The key of a model that belongs to another one's row, where there is one before it.
    fn key_reference(&mut self, model: usize, key: &raw::Key, raw: &raw::Field) -> RandomField {
        let single =
            |other: &usize| self.schema.expected_key(&self.schema.models[*other]).len() == 1;
        let targets: Vec<usize> = (0..model).filter(single).collect();
        if targets.is_empty() {
            return self.key_field(model, raw, FieldType::Id);
        }
        let target = Target {
            model: *pick(&targets, key.to),
            to: None,
            rules: Rules {
                on_delete: Some("cascade"),
                ..no_rules()
            },
        };
        self.reference_field(model, raw, target)
    }
}
