//! What the file says, before anybody asked whether it makes sense.
//!
//! One shape for each mapping of the language; every value that a later mistake could point at
//! carries its place.

use crate::dialect::{Dialect, PerDialect};
use crate::schema::{Action, DateCrate, When};

/// A place in one of the source files: the node with that number, counted as the file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The position of the file in the list of sources.
    pub file: u32,
    /// The number of the node.
    pub node: u32,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub at: At,
}

/// Everything that all files of one schema say together.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub dialects: Option<Spanned<Vec<Spanned<Dialect>>>>,
    pub dates: Option<Spanned<DateCrate>>,
    pub derives: Vec<Spanned<String>>,
    pub mixins: Vec<Mixin>,
    pub enums: Vec<Enum>,
    pub types: Vec<NamedType>,
    pub models: Vec<Model>,
    pub sql: Vec<Script>,
}

/// An entry of `mixins`: a model's contents without a table.
#[derive(Clone, Debug)]
pub struct Mixin {
    pub name: Spanned<String>,
    pub body: Body,
}

/// An entry of `models`.
#[derive(Clone, Debug)]
pub struct Model {
    pub name: Spanned<String>,
    pub doc: Option<Spanned<String>>,
    pub table: Option<Spanned<String>>,
    pub primary_key: Option<Spanned<Vec<Spanned<String>>>>,
    pub relations: Vec<Relation>,
    pub was: Vec<Spanned<String>>,
    pub options: PerDialect<Option<Spanned<String>>>,
    pub body: Body,
}

/// What a model and a mixin have in common.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub mixins: Vec<Spanned<String>>,
    pub fields: Vec<Field>,
    pub unique: Vec<Spanned<Vec<Spanned<String>>>>,
    pub indexes: Vec<Index>,
    pub checks: Vec<Check>,
    pub references: Vec<Reference>,
    pub derives: Vec<Spanned<String>>,
    pub attributes: Vec<Spanned<String>>,
}

/// An entry of `fields`.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Spanned<String>,
    pub ty: Spanned<TypeExpr>,
    pub auto: Option<Spanned<bool>>,
    pub primary_key: Option<Spanned<bool>>,
    pub unique: Option<Spanned<bool>>,
    pub index: Option<Spanned<bool>>,
    pub default: Option<Spanned<Default>>,
    pub check: Option<Spanned<Sql>>,
    pub generated: Option<Generated>,
    pub collation: Option<Spanned<Sql>>,
    pub column: Option<Spanned<String>>,
    pub rust: Option<Spanned<String>>,
    pub attributes: Vec<Spanned<String>>,
    pub doc: Option<Spanned<String>>,
    pub was: Vec<Spanned<String>>,
    pub sensitive: Option<Spanned<bool>>,
    pub on_delete: Option<Spanned<Action>>,
    pub on_update: Option<Spanned<Action>>,
    pub inverse: Option<Spanned<String>>,
    pub deferrable: Option<Spanned<bool>>,
    pub to: Option<Spanned<String>>,
}

/// A type as it is written: `decimal(10, 2)?`, `Post`, `string(20)[]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// The word in front.
    pub name: String,
    /// The numbers in parentheses; `None` where there are no parentheses.
    pub arguments: Option<Vec<u32>>,
    /// Whether `[]` follows.
    pub list: bool,
    /// Whether `?` stands at the end.
    pub nullable: bool,
}

/// A `default`.
#[derive(Clone, Debug, PartialEq)]
pub enum Default {
    /// A scalar or a list, whose meaning depends on the type of the field.
    Value(Value),
    /// `{ sql: … }`
    Sql(Sql),
}

/// A plain YAML value; a mapping keeps the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(i128),
    /// With the text that stands in the file where that is known to be exact.
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// SQL of the user's: one text for all dialects or one for each that is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Sql {
    Same(String),
    Each(Vec<(Spanned<Dialect>, String)>),
}

/// A `generated`: an expression, or `{ sql: …, stored: … }`.
#[derive(Clone, Debug)]
pub struct Generated {
    pub sql: Spanned<Sql>,
    pub stored: Option<Spanned<bool>>,
}

/// An entry of `indexes`.
#[derive(Clone, Debug)]
pub struct Index {
    pub at: At,
    pub name: Option<Spanned<String>>,
    pub parts: Vec<IndexPart>,
    pub unique: bool,
    pub predicate: Option<Spanned<Sql>>,
    pub method: Option<Spanned<Sql>>,
    pub include: Vec<Spanned<String>>,
}

/// A field or an expression of an index.
#[derive(Clone, Debug)]
pub struct IndexPart {
    pub at: At,
    pub key: IndexKey,
    pub descending: bool,
}

#[derive(Clone, Debug)]
pub enum IndexKey {
    Field(String),
    Expression(Sql),
}

/// An entry of `checks`.
#[derive(Clone, Debug)]
pub struct Check {
    pub at: At,
    pub name: Option<Spanned<String>>,
    pub sql: Spanned<Sql>,
}

/// An entry of `references`: a composite foreign key.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The relation's name.
    pub name: Spanned<String>,
    pub fields: Spanned<Vec<Spanned<String>>>,
    /// The model.
    pub target: Spanned<String>,
    /// The fields of a key of the model; its primary key unless given.
    pub to: Option<Spanned<Vec<Spanned<String>>>>,
    pub on_delete: Option<Spanned<Action>>,
    pub on_update: Option<Spanned<Action>>,
    pub inverse: Option<Spanned<String>>,
    pub deferrable: Option<Spanned<bool>>,
}

/// An entry of `relations`: many-to-many.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: Spanned<String>,
    /// The model at the other end.
    pub target: Spanned<String>,
    /// The model in between.
    pub through: Spanned<String>,
    pub inverse: Option<Spanned<String>>,
}

/// An entry of `enums`.
#[derive(Clone, Debug)]
pub struct Enum {
    pub name: Spanned<String>,
    pub doc: Option<Spanned<String>>,
    pub values: Vec<EnumValue>,
    pub derives: Vec<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct EnumValue {
    pub value: Spanned<String>,
    /// The name of the Rust variant.
    pub rust: Option<Spanned<String>>,
    pub doc: Option<Spanned<String>>,
    pub was: Vec<Spanned<String>>,
}

/// An entry of `types`: a name for a type with its rules.
#[derive(Clone, Debug)]
pub struct NamedType {
    pub name: Spanned<String>,
    pub ty: Spanned<TypeExpr>,
    pub check: Option<Spanned<Sql>>,
    pub default: Option<Spanned<Default>>,
    pub collation: Option<Spanned<Sql>>,
    pub rust: Option<Spanned<String>>,
    pub doc: Option<Spanned<String>>,
    pub sensitive: Option<Spanned<bool>>,
}

/// An entry of `sql`.
#[derive(Clone, Debug)]
pub struct Script {
    pub name: Spanned<String>,
    pub when: When,
    pub create: Spanned<Sql>,
    pub drop: Option<Spanned<Sql>>,
}
