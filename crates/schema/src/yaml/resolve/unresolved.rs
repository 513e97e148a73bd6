//! The schema during resolution: the known parts, and their positions in the file.

use std::collections::HashMap;

use tablewright_sql::{Dialect, PerDialect};

use super::words::Words;
use crate::schema::{self, IndexKey, Role, Source, Type};
use crate::yaml::shapes::{self, At, Fields, Placeholders, Spanned};

/// The context in which the passes over tables look up names.
pub struct Context<'d> {
    pub dialects: Vec<Dialect>,
    pub words: Words<'d>,
    pub enums: Vec<schema::Enum>,
    pub types: Vec<Named<'d>>,
}

/// A named type.
pub struct Named<'d> {
    pub origin: &'d shapes::NamedType,
    pub ty: Option<Type>,
    pub default: Option<Source>,
    pub check: Option<PerDialect<String>>,
    pub collation: PerDialect<Option<String>>,
}

/// The input of the check pass.
pub struct UnresolvedSchema<'d> {
    pub dialects: Vec<Dialect>,
    pub enums: Vec<schema::Enum>,
    pub tables: Vec<Table<'d>>,
    pub scripts: Vec<schema::Script>,
}

/// The contents of a model, including those of its mixins.
pub struct Body<'d> {
    pub model: &'d shapes::Model,
    pub fields: Vec<&'d shapes::Field>,
    pub unique: Vec<&'d Fields>,
    pub indexes: Vec<&'d shapes::Index>,
    pub checks: Vec<&'d shapes::Check>,
    pub references: Vec<&'d shapes::Reference>,
    pub derives: Vec<&'d Spanned<String>>,
    pub attributes: Vec<&'d Spanned<String>>,
    pub placeholders: Placeholders,
}

pub struct Table<'d> {
    pub body: Body<'d>,
    pub name: String,
    pub columns: Vec<Column<'d>>,
    /// The columns by the names of their fields, both written and generated.
    pub by_field: HashMap<String, usize>,
    /// `None` also if it may have more columns than known.
    pub primary_key: Option<Key>,
    pub uniques: Vec<Key>,
    pub indexes: Vec<Index<'d>>,
    pub checks: Vec<Check>,
    pub foreign_keys: Vec<ForeignKey>,
    pub relations: Vec<schema::ManyToMany>,
    /// The keys of the model that may have more content than known.
    pub placeholders: Placeholders,
}

pub struct Column<'d> {
    pub origin: &'d shapes::Field,
    pub kind: Kind,
    /// The name of the Rust field.
    pub field: String,
    pub name: String,
    /// `None` if it could not be resolved.
    pub ty: Option<Type>,
    pub source: Source,
    pub collation: PerDialect<Option<String>>,
    pub rust: Option<&'d shapes::RustType>,
    pub doc: Option<String>,
    pub sensitive: bool,
    pub role: Role,
    pub rules: schema::Rules,
    /// The keys of the field, and of its named type, that may have more content than known.
    pub placeholders: Placeholders,
}

/// The kind of a field's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Invalid.
    Unknown,
    /// A type.
    Value,
    /// `id`
    Id,
    /// A named type: its position in [`Context::types`].
    Named(usize),
    /// A model: its position among the tables.
    Reference {
        table: usize,
        /// The referenced column; `None` if there is none.
        column: Option<usize>,
    },
}

#[derive(Clone)]
pub struct Key {
    pub at: At,
    pub name: String,
    pub columns: Vec<usize>,
    /// The position of each of the columns.
    pub locations: Vec<At>,
}

pub struct Index<'d> {
    pub at: At,
    /// The entry in the file; `None` for an index of one field or of a foreign key.
    pub origin: Option<&'d shapes::Index>,
    /// Whether it is implied by a foreign key.
    pub automatic: bool,
    /// Whether all of its parts are known.
    pub is_whole: bool,
    /// The positions of its parts.
    pub locations: Vec<At>,
    pub value: schema::Index,
}

pub struct Check {
    pub at: At,
    /// The validation word from which it comes.
    pub word: Option<&'static str>,
    pub value: schema::Check,
}

pub struct ForeignKey {
    pub at: At,
    /// The position of the relation's name.
    pub relation_at: At,
    pub on_delete: Option<At>,
    pub on_update: Option<At>,
    pub deferrable: Option<At>,
    /// True also if `deferrable` is invalid.
    pub may_be_deferrable: bool,
    pub inverse: Option<At>,
    /// Whether the file has an entry for the inverse relation, including one that disables it.
    pub may_have_inverse: bool,
    pub value: schema::ForeignKey,
}

impl<'d> Table<'d> {
    pub fn model(&self) -> &'d str {
        &self.body.model.name.value
    }

    /// The position of the model's name.
    pub fn at(&self) -> At {
        self.body.model.name.at
    }

    /// The position from which its name in the database comes.
    pub fn name_at(&self) -> At {
        self.body
            .model
            .table
            .as_ref()
            .map_or(self.at(), |table| table.at)
    }

    /// A column in messages: `User.name`.
    pub fn label(&self, column: usize) -> String {
        format!(
            "{}.{}",
            self.model(),
            self.columns[column].origin.name.value
        )
    }

    /// The names of the columns in the database.
    pub fn column_names(&self, columns: &[usize]) -> Vec<&str> {
        columns
            .iter()
            .map(|&column| self.columns[column].name.as_str())
            .collect()
    }

    /// All keys, the primary key first.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.primary_key.iter().chain(&self.uniques)
    }
}

impl Column<'_> {
    /// Whether its type is valid, and ends in `?`.
    pub fn nullable(&self) -> bool {
        let ty = self.origin.ty.value.as_ref();
        ty.is_some_and(|ty| ty.nullable)
    }

    /// Whether its type is valid, and does not end in `?`.
    pub fn is_required(&self) -> bool {
        let ty = self.origin.ty.value.as_ref();
        ty.is_some_and(|ty| !ty.nullable)
    }

    /// Whether it is a reference, or may be one, to an unknown column.
    pub fn refers_to_nothing_known(&self) -> bool {
        match self.kind {
            Kind::Unknown => true,
            Kind::Reference { column, .. } => column.is_none(),
            Kind::Value | Kind::Id | Kind::Named(_) => false,
        }
    }

    /// The position from which its name in the database comes.
    pub fn name_at(&self) -> At {
        self.origin
            .column
            .as_ref()
            .map_or(self.origin.name.at, |column| column.at)
    }

    /// Whether the field itself is marked as (part of) the primary key.
    pub fn is_marked_primary(&self) -> bool {
        self.kind == Kind::Id
            || self
                .origin
                .primary_key
                .as_ref()
                .is_some_and(|flag| flag.value)
    }
}

impl Index<'_> {
    /// The columns it begins with, up to the first expression.
    pub fn leading_columns(&self) -> impl Iterator<Item = usize> {
        self.value.parts.iter().map_while(|part| match &part.key {
            IndexKey::Column(column) => Some(*column),
            IndexKey::Expression(_) => None,
        })
    }

    /// The position of a part.
    pub fn part_at(&self, part: usize) -> At {
        self.locations.get(part).copied().unwrap_or(self.at)
    }
}
