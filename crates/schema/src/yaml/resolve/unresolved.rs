//! The schema while it is being put together: what is known so far, and where it was said.

use std::collections::HashMap;

use tablewright_sql::{Dialect, PerDialect};

use super::words::Words;
use crate::schema::{self, IndexKey, Role, Source, Type};
use crate::yaml::shapes::{self, At, Fields, Placeholders, Spanned};

/// What the passes over the tables look things up in.
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

/// All that the check pass looks at.
pub struct UnresolvedSchema<'d> {
    pub dialects: Vec<Dialect>,
    pub enums: Vec<schema::Enum>,
    pub tables: Vec<Table<'d>>,
    pub scripts: Vec<schema::Script>,
}

/// The contents of a model, those of its mixins included.
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
    /// The columns by the names of their fields, as written and as generated.
    pub by_field: HashMap<String, usize>,
    /// `None` also where it may have more columns than is known.
    pub primary_key: Option<Key>,
    pub uniques: Vec<Key>,
    pub indexes: Vec<Index<'d>>,
    pub checks: Vec<Check>,
    pub foreign_keys: Vec<ForeignKey>,
    pub relations: Vec<schema::ManyToMany>,
    /// The keys of the model that may say more than was understood.
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
    /// The keys of the field, and of its named type, that may say more than was understood.
    pub placeholders: Placeholders,
}

/// What the type of a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing that could be understood.
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
        /// The column that is referred to; `None` if there is none.
        column: Option<usize>,
    },
}

#[derive(Clone)]
pub struct Key {
    pub at: At,
    pub name: String,
    pub columns: Vec<usize>,
    /// Where each of the columns was named.
    pub locations: Vec<At>,
}

pub struct Index<'d> {
    pub at: At,
    /// The entry in the file; `None` for an index of one field or of a foreign key.
    pub origin: Option<&'d shapes::Index>,
    /// Whether it was not asked for: it serves a foreign key.
    pub automatic: bool,
    /// Whether all of its parts are known.
    pub is_whole: bool,
    /// Where its parts were written.
    pub locations: Vec<At>,
    pub value: schema::Index,
}

pub struct Check {
    pub at: At,
    /// The validation word that it says.
    pub word: Option<&'static str>,
    pub value: schema::Check,
}

pub struct ForeignKey {
    pub at: At,
    /// Where the relation's name comes from.
    pub relation_at: At,
    pub on_delete: Option<At>,
    pub on_update: Option<At>,
    pub deferrable: Option<At>,
    /// Also where `deferrable` could not be read.
    pub may_be_deferrable: bool,
    pub inverse: Option<At>,
    /// Whether the file says something of the inverse relation, which may be that there is none.
    pub may_have_inverse: bool,
    pub value: schema::ForeignKey,
}

impl<'d> Table<'d> {
    pub fn model(&self) -> &'d str {
        &self.body.model.name.value
    }

    /// Where the model is named.
    pub fn at(&self) -> At {
        self.body.model.name.at
    }

    /// Where its name in the database comes from.
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
    /// Whether its type can be read, and ends in `?`.
    pub fn nullable(&self) -> bool {
        let ty = self.origin.ty.value.as_ref();
        ty.is_some_and(|ty| ty.nullable)
    }

    /// Whether its type can be read, and does not end in `?`.
    pub fn is_required(&self) -> bool {
        let ty = self.origin.ty.value.as_ref();
        ty.is_some_and(|ty| !ty.nullable)
    }

    /// Whether it is a reference, or may be one, to a column that is not known.
    pub fn refers_to_nothing_known(&self) -> bool {
        match self.kind {
            Kind::Unknown => true,
            Kind::Reference { column, .. } => column.is_none(),
            Kind::Value | Kind::Id | Kind::Named(_) => false,
        }
    }

    /// Where its name in the database comes from.
    pub fn name_at(&self) -> At {
        self.origin
            .column
            .as_ref()
            .map_or(self.origin.name.at, |column| column.at)
    }

    /// Whether the field itself says that it is (part of) the primary key.
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

    /// Where a part was written.
    pub fn part_at(&self, part: usize) -> At {
        self.locations.get(part).copied().unwrap_or(self.at)
    }
}
