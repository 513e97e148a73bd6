//! Fields that are not references.

use super::super::description::*;
use super::super::emit::Yaml;
use super::super::samples::{self, pick, word};
use super::super::{Flavour, raw};
use super::{Builder, text};

impl Builder {
    pub(super) fn plain_field(&mut self, raw: &raw::Field, name: String) -> RandomField {
        let types = self.schema.types.len();
        let named = raw.kind % 8 == 6 && types > 0;
        let (ty, base) = if named {
            let number = usize::from(raw.ty) % types;
            (
                FieldType::Named(number),
                self.schema.types[number].ty.clone(),
            )
        } else {
            let ty = self.plain_type(raw);
            (FieldType::Plain(ty.clone()), ty)
        };
        let unique = raw.flags.unique && self.may_be_key(&base);
        let is_text = matches!(base, Ty::String(_) | Ty::Text);
        let collation = raw.collation.filter(|_| is_text && !unique && !named);
        RandomField {
            nullable: raw.nullable,
            unique,
            index: raw.flags.index && !unique && self.may_be_key(&base),
            default: raw.default.map(|number| self.default(&base, number)),
            check: raw
                .check
                .map(|number| word(samples::FIELD_CHECKS, number).to_owned()),
            collation: collation.map(|number| word(&["nocase", "binary", "rtrim"], number)),
            ..self.bare_field(raw, name, ty)
        }
    }

    /// A field without anything that a key or a reference could not have.
    pub(super) fn bare_field(&self, raw: &raw::Field, name: String, ty: FieldType) -> RandomField {
        RandomField {
            was: raw.flags.was.then(|| format!("formerly_{name}")),
            full_name: if name == "self" || name == "super" || name == "crate" {
                format!("{name}_")
            } else {
                name.clone()
            },
            name,
            column: None,
            ty,
            nullable: false,
            primary_key: false,
            auto: true,
            unique: false,
            index: false,
            default: None,
            check: None,
            generated: None,
            collation: None,
            doc: text(raw.doc),
            sensitive: raw.flags.sensitive,
        }
    }

    pub(super) fn plain_type(&self, raw: &raw::Field) -> Ty {
        let enums = self.schema.enums.len();
        if raw.kind % 8 == 5 && enums > 0 {
            return Ty::Enum(usize::from(raw.ty) % enums);
        }
        let ty = pick(&samples::types(self.flavour), raw.ty).clone();
        if raw.kind % 8 == 4 && !matches!(ty, Ty::Json | Ty::Unsigned(_)) {
            Ty::List(Box::new(ty))
        } else {
            ty
        }
    }

    pub(super) fn may_be_key(&self, ty: &Ty) -> bool {
        samples::key_types(self.flavour).contains(ty)
            || matches!(self.flavour, Flavour::Sqlite | Flavour::Postgres)
                && matches!(ty, Ty::Enum(_) | Ty::Double)
    }

    pub(super) fn default(&self, ty: &Ty, number: u8) -> Yaml {
        let values = |number: usize| {
            self.schema.enums[number]
                .values
                .iter()
                .map(|it| it.value.clone())
                .collect()
        };
        pick(&samples::defaults(ty, &values), number).clone()
    }

    /// Another field that the database computes from this model's first plain one.
    pub(super) fn generated(
        &self,
        model: usize,
        raw: &raw::Field,
        field: RandomField,
    ) -> RandomField {
        let from = self.schema.models[model].fields.iter().find(|field| {
            matches!(field.ty, FieldType::Plain(_) | FieldType::Named(_))
                && field.generated.is_none()
                && !field.primary_key
                && !self
                    .schema
                    .expected_key(&self.schema.models[model])
                    .contains(&field.column().to_owned())
        });
        let Some(column) = from.map(|field| field.column().to_owned()) else {
            return field;
        };
        let (ty, nullable, sql) = match raw.ty % 4 {
            0 => (Ty::Integer, false, "CASE WHEN {} IS NULL THEN 1 ELSE 2 END"),
            1 => (
                Ty::String(3),
                false,
                "CASE WHEN {} IS NULL THEN 'no' ELSE 'yes' END",
            ),
            2 => (Ty::Bool, false, "{} IS NULL"),
            _ => (
                Ty::Integer,
                true,
                "CASE WHEN {} IS NULL THEN NULL ELSE 2 END",
            ),
        };
        let stored =
            matches!(self.flavour, Flavour::Everywhere | Flavour::Postgres) || raw.nullable;
        RandomField {
            ty: FieldType::Plain(ty),
            nullable,
            unique: false,
            default: None,
            collation: None,
            generated: Some(RandomGenerated {
                sql,
                column,
                stored,
            }),
            ..field
        }
    }
}
