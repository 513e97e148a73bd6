//! The contents of the file, before they are checked.
//!
//! There is one shape for each mapping of the language; every value that a later error may point at
//! has its position.

use tablewright_sql::{Dialect, PerDialect};

use crate::schema::{Action, By, DateCrate, Length, Repr, Stored, Type, When};

/// A position in one of the source files: the number of a node, counted as the file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The position of the file in the list of sources.
    pub file: u32,
    /// The number of the node.
    pub node: u32,
}

/// A value and its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub at: At,
}

/// The keys of a mapping that may have more content than known, because an error in them is already
/// reported.
///
/// Consequences of missing content are not reported: one error, one diagnostic.
#[derive(Clone, Debug, Default)]
pub struct Placeholders {
    keys: Vec<&'static str>,
    unknown_keys: Vec<UnknownKey>,
}

/// The kind of the value of an unknown key, which may be a misspelled key with such a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownKey {
    Flag,
    Scalar,
    Collection,
}

impl Placeholders {
    /// Notes that the key may have more content.
    pub fn add(&mut self, key: &'static str) {
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    /// Notes that a key with such a value may have more content.
    pub fn add_unknown_key(&mut self, unknown_key: UnknownKey) {
        if !self.unknown_keys.contains(&unknown_key) {
            self.unknown_keys.push(unknown_key);
        }
    }

    /// Notes that any key may have more content.
    pub fn add_any(&mut self) {
        let all = [UnknownKey::Flag, UnknownKey::Scalar, UnknownKey::Collection];
        all.into_iter().for_each(|one| self.add_unknown_key(one));
    }

    /// Adds the placeholders of additional content.
    pub fn extend(&mut self, others: &Placeholders) {
        others.keys.iter().for_each(|key| self.add(key));
        let unknown_keys = others.unknown_keys.iter();
        unknown_keys.for_each(|one| self.add_unknown_key(*one));
    }

    /// Whether the key may have more content.
    pub fn may_have(&self, key: &str) -> bool {
        self.keys.contains(&key) || self.may_be_unknown_key(key)
    }

    /// Whether an unknown key may be this one, misspelled.
    pub fn may_be_unknown_key(&self, key: &str) -> bool {
        self.unknown_keys.iter().any(|one| one.may_be(key))
    }
}

/// The keys whose values are lists or mappings in at least one place.
const COLLECTIONS: [&str; 11] = [
    "dialects",
    "enums",
    "fields",
    "keys",
    "mixins",
    "models",
    "primary_key",
    "references",
    "types",
    "unique",
    "values",
];

impl UnknownKey {
    fn may_be(self, key: &str) -> bool {
        // In a model, `primary_key` and `unique` are lists.
        let is_flag = matches!(key, "auto" | "deferrable" | "primary_key" | "unique");
        let is_collection = COLLECTIONS.contains(&key);
        match self {
            UnknownKey::Flag => is_flag || !is_collection,
            UnknownKey::Scalar => !is_flag && !is_collection,
            UnknownKey::Collection => is_collection || !is_flag,
        }
    }
}

/// A list of the names of fields.
#[derive(Clone, Debug)]
pub struct Fields {
    pub at: At,
    pub names: Vec<Spanned<String>>,
    /// Whether all its entries are names.
    pub is_whole: bool,
}

/// The content of all files of one schema together.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub dialects: Option<Spanned<Vec<Spanned<Dialect>>>>,
    pub dates: Option<Spanned<DateCrate>>,
    pub typed_ids: Option<Spanned<bool>>,
    pub derives: Vec<Spanned<String>>,
    pub mixins: Vec<Mixin>,
    pub enums: Vec<Enum>,
    pub types: Vec<NamedType>,
    pub models: Vec<Model>,
    pub sql: Vec<Script>,
    pub dropped: Vec<Spanned<String>>,
    pub converted: Vec<Converted>,
    pub unmanaged: Vec<Spanned<String>>,
    pub placeholders: Placeholders,
}

impl Document {
    /// Whether keys have their own Rust types.
    pub fn has_typed_ids(&self) -> bool {
        self.typed_ids.as_ref().is_some_and(|typed| typed.value)
    }
}

/// An entry of `converted`.
#[derive(Clone, Debug)]
pub struct Converted {
    /// `users.age`
    pub column: Spanned<String>,
    /// The type to which its values may be converted; `None` if the entry lacks it.
    pub ty: Option<Spanned<String>>,
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
    pub primary_key: Option<Fields>,
    pub relations: Vec<Relation>,
    pub was: Vec<Spanned<String>>,
    pub options: PerDialect<Option<Spanned<String>>>,
    pub body: Body,
}

/// The common part of a model and a mixin.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub mixins: Vec<Spanned<String>>,
    pub fields: Vec<Field>,
    pub unique: Vec<Fields>,
    pub indexes: Vec<Index>,
    pub checks: Vec<Check>,
    pub references: Vec<Reference>,
    pub derives: Vec<Spanned<String>>,
    pub attributes: Vec<Spanned<String>>,
    /// The placeholders of the whole model or mixin.
    pub placeholders: Placeholders,
}

/// An entry of `fields`.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Spanned<String>,
    /// `None` if it is invalid.
    pub ty: Spanned<Option<TypeExpr>>,
    pub auto: Option<Spanned<bool>>,
    pub primary_key: Option<Spanned<bool>>,
    pub unique: Option<Spanned<bool>>,
    pub index: Option<Spanned<bool>>,
    pub default: Option<Spanned<Default>>,
    pub check: Option<Spanned<Sql>>,
    pub rules: Rules,
    pub generated: Option<Generated>,
    pub collation: Option<Spanned<Sql>>,
    pub column: Option<Spanned<String>>,
    pub rust: Option<RustType>,
    pub attributes: Vec<Spanned<String>>,
    pub doc: Option<Spanned<String>>,
    pub was: Vec<Spanned<String>>,
    pub sensitive: Option<Spanned<bool>>,
    pub version: Option<Spanned<bool>>,
    pub soft_delete: Option<Spanned<bool>>,
    pub updated_at: Option<Spanned<bool>>,
    pub on_delete: Option<Spanned<Action>>,
    pub on_update: Option<Spanned<Action>>,
    /// The name of the inverse relation; `false` is `None`.
    pub inverse: Option<Spanned<Option<String>>>,
    pub deferrable: Option<Spanned<bool>>,
    pub to: Option<Spanned<String>>,
    pub placeholders: Placeholders,
}

/// A type as written: `decimal(10, 2)?`, `Post`, `string(20)[]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// The name.
    pub name: String,
    /// The numbers in parentheses; `None` if there are no parentheses.
    pub arguments: Option<Vec<u32>>,
    /// Whether `[]` follows.
    pub list: bool,
    /// Whether `?` is at the end.
    pub nullable: bool,
}

/// The validation words of a field or a named type.
#[derive(Clone, Debug, std::default::Default)]
pub struct Rules {
    pub min: Option<Spanned<Value>>,
    pub max: Option<Spanned<Value>>,
    pub length: Option<Spanned<Length>>,
    pub pattern: Option<Spanned<String>>,
    pub email: Option<Spanned<bool>>,
}

/// The user's own Rust type, and the conversion to it.
#[derive(Clone, Debug)]
pub struct RustType {
    pub path: Spanned<String>,
    /// `None` if the file does not give it.
    pub by: Option<Spanned<By>>,
}

impl RustType {
    /// The conversion for values of this type.
    pub fn by_for(&self, ty: &Type) -> By {
        let path: String = self.path.value.split_whitespace().collect();
        let usual = match path.trim_start_matches("::") {
            // The runtime has conversions for these.
            "std::net::IpAddr" | "std::net::Ipv4Addr" | "std::net::Ipv6Addr" => By::Custom,
            _ => By::usual(ty),
        };
        self.by.as_ref().map_or(usual, |by| by.value)
    }
}

/// A `default`.
#[derive(Clone, Debug, PartialEq)]
pub enum Default {
    /// A scalar or a list, whose meaning depends on the type of the field.
    Value(Value),
    /// `{ sql: … }`
    Sql(Sql),
    /// `{ rust: … }`
    Rust(String),
}

/// A plain YAML value; a mapping keeps the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(i128),
    /// With the text of the file, if it is known exactly.
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// The user's SQL: one string for all dialects, or one for each named dialect.
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
    /// Storage parameters, as `name` and value.
    pub options: Option<Spanned<Vec<(String, String)>>>,
    /// The extension of the method or the operator class.
    pub extension: Option<Spanned<String>>,
    pub placeholders: Placeholders,
}

/// A field or an expression of an index.
#[derive(Clone, Debug)]
pub struct IndexPart {
    pub at: At,
    pub key: IndexKey,
    pub descending: bool,
    /// The operator class.
    pub class: Option<Spanned<Sql>>,
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
    /// `None` if it is invalid.
    pub sql: Option<Spanned<Sql>>,
}

/// An entry of `references`: a composite foreign key; invalid parts are `None`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The relation's name.
    pub name: Spanned<String>,
    pub fields: Option<Fields>,
    /// The model.
    pub target: Option<Spanned<String>>,
    /// The fields of a key of the model; its primary key unless given.
    pub to: Option<Fields>,
    pub on_delete: Option<Spanned<Action>>,
    pub on_update: Option<Spanned<Action>>,
    /// The name of the inverse relation; `false` is `None`.
    pub inverse: Option<Spanned<Option<String>>>,
    pub deferrable: Option<Spanned<bool>>,
    pub placeholders: Placeholders,
}

/// An entry of `relations`: many-to-many; invalid parts are `None`.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: Spanned<String>,
    /// The model at the other end.
    pub target: Option<Spanned<String>>,
    /// The model in between.
    pub through: Option<Spanned<String>>,
    pub inverse: Option<Spanned<String>>,
}

/// An entry of `enums`.
#[derive(Clone, Debug)]
pub struct Enum {
    pub name: Spanned<String>,
    pub doc: Option<Spanned<String>>,
    pub repr: Repr,
    pub values: Vec<EnumValue>,
    pub derives: Vec<Spanned<String>>,
    pub attributes: Vec<Spanned<String>>,
    pub placeholders: Placeholders,
}

#[derive(Clone, Debug)]
pub struct EnumValue {
    pub value: Spanned<String>,
    /// The stored number, in an enum of numbers.
    pub number: Option<Spanned<i128>>,
    /// The name of the Rust variant.
    pub rust: Option<Spanned<String>>,
    pub doc: Option<Spanned<String>>,
    pub was: Vec<Spanned<Stored>>,
    pub attributes: Vec<Spanned<String>>,
    pub placeholders: Placeholders,
}

/// An entry of `types`: a name for a type with its constraints.
#[derive(Clone, Debug)]
pub struct NamedType {
    pub name: Spanned<String>,
    /// `None` if it is invalid.
    pub ty: Spanned<Option<TypeExpr>>,
    pub native: Option<Native>,
    pub check: Option<Spanned<Sql>>,
    pub rules: Rules,
    pub default: Option<Spanned<Default>>,
    pub collation: Option<Spanned<Sql>>,
    pub rust: Option<RustType>,
    pub doc: Option<Spanned<String>>,
    pub sensitive: Option<Spanned<bool>>,
    pub placeholders: Placeholders,
}

/// The native types of a named type.
#[derive(Clone, Debug)]
pub struct Native {
    /// The type of each database; `None` if it is invalid.
    pub types: Option<Spanned<Sql>>,
    /// Whether the file has a type for other databases.
    pub has_type: bool,
    pub read: Option<Spanned<Sql>>,
    pub write: Option<Spanned<Sql>>,
    pub ordered: Option<Spanned<bool>>,
    pub extension: Option<Spanned<String>>,
}

/// An entry of `sql`.
#[derive(Clone, Debug)]
pub struct Script {
    pub name: Spanned<String>,
    pub when: When,
    /// `None` if it is invalid.
    pub create: Option<Spanned<Sql>>,
    pub drop: Option<Spanned<Sql>>,
}
