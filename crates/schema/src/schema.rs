//! The checked schema: the result of the YAML front end, and the input for DDL and Rust.
//!
//! A [`Schema`] guarantees the following, because the check pass has checked it:
//!
//! * every index into `tables`, `columns` and `enums` is in range;
//! * every table has a column and a primary key, whose columns are not nullable;
//! * names are distinct, even if a database ignores case, and short enough for every dialect;
//! * each of `dialects` supports every used type, key, default and option;
//! * a [`PerDialect`] text has a value for every one of `dialects`.

use std::fmt;

use tablewright_sql::unsigned::Unsigned;
use tablewright_sql::{Dialect, PerDialect, TokenKind, quote, tokens};

/// A whole database.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The dialects of the schema; never empty, and the first is the default.
    pub dialects: Vec<Dialect>,
    /// The crate of the types for dates and times.
    pub dates: DateCrate,
    /// In the order of the file.
    pub enums: Vec<Enum>,
    /// In the order of the file; the DDL decides the order of creation.
    pub tables: Vec<Table>,
    /// The user's own SQL around the tables.
    pub scripts: Vec<Script>,
    /// Tables and columns that may be dropped with all their data: `table` or `table.column`; none
    /// of them is in this schema.
    pub dropped: Vec<String>,
    /// The columns, `table.column`, whose values may be converted with loss when their type
    /// changes.
    pub converted: Vec<String>,
    /// The unmanaged columns, `table.column`: a database may have them, and no model has.
    pub unmanaged: Vec<String>,
}

/// The crate of the types for dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateCrate {
    /// `jiff`.
    #[default]
    Jiff,
    /// `chrono`.
    Chrono,
}

/// A closed set of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The name in the file and of the Rust enum.
    pub name: String,
    /// The user's description.
    pub doc: Option<String>,
    /// The stored form of its values.
    pub repr: Repr,
    /// Never empty; those of numbers ascend.
    pub variants: Vec<Variant>,
    /// More traits to derive, as Rust paths.
    pub derives: Vec<String>,
    /// Attributes of the Rust enum, as in the file: `#[…]`.
    pub attributes: Vec<String>,
}

/// The stored form of the values of an [`Enum`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repr {
    /// Their text.
    #[default]
    Text,
    /// Numbers of 16 bits.
    SmallInt,
    /// Numbers of 32 bits.
    Integer,
    /// Numbers of 64 bits.
    BigInt,
}

impl Repr {
    /// Every representation, with its keyword in `models.yaml`.
    pub const ALL: [(&'static str, Repr); 4] = [
        ("text", Repr::Text),
        ("smallint", Repr::SmallInt),
        ("integer", Repr::Integer),
        ("bigint", Repr::BigInt),
    ];

    /// The integer type, if the values are stored as numbers.
    pub fn number(self) -> Option<Type> {
        match self {
            Repr::Text => None,
            Repr::SmallInt => Some(Type::SmallInt),
            Repr::Integer => Some(Type::Integer),
            Repr::BigInt => Some(Type::BigInt),
        }
    }
}

impl Enum {
    /// The number of characters of the longest value.
    pub fn longest(&self) -> usize {
        self.variants
            .iter()
            .map(|variant| variant.value.chars().count())
            .max()
            .unwrap_or(0)
    }
}

/// One value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its text.
    pub value: String,
    /// Its stored form: the text, or a number.
    pub stored: Stored,
    /// The name of the Rust variant.
    pub name: String,
    /// The user's description.
    pub doc: Option<String>,
    /// Former stored forms that existing rows may have.
    pub was: Vec<Stored>,
    /// Attributes of the Rust variant, as in the file: `#[…]`.
    pub attributes: Vec<String>,
}

/// The stored form of a value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stored {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
}

impl Stored {
    /// The literal for it.
    pub fn literal(&self, dialect: Dialect) -> String {
        match self {
            Stored::Text(value) => quote::text(dialect, value),
            Stored::Number(value) => value.to_string(),
        }
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stored::Text(value) => f.write_str(value),
            Stored::Number(value) => value.fmt(f),
        }
    }
}

/// A table and its model.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name of the model and of its Rust struct.
    pub model: String,
    /// The name in the database.
    pub name: String,
    /// The user's description.
    pub doc: Option<String>,
    /// In the order of the file; never empty.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Key,
    /// The other unique keys.
    pub uniques: Vec<Key>,
    /// The indexes, those for foreign keys included.
    pub indexes: Vec<Index>,
    /// The checks that the user wrote; the DDL adds those of the types.
    pub checks: Vec<Check>,
    /// The references to other tables, or to this one.
    pub foreign_keys: Vec<ForeignKey>,
    /// Many-to-many relations that go through another table.
    pub relations: Vec<ManyToMany>,
    /// Former names of the table.
    pub was: Vec<String>,
    /// SQL after the closing parenthesis of `CREATE TABLE`.
    pub options: PerDialect<Option<String>>,
    /// More traits to derive, as Rust paths.
    pub derives: Vec<String>,
    /// Attributes of the Rust struct, as in the file: `#[…]`.
    pub attributes: Vec<String>,
}

impl Table {
    /// The position of the column with this name in the database.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The columns that are unique together: those of each key, and of each equivalent index.
    pub fn unique_columns(&self) -> impl Iterator<Item = Vec<usize>> {
        let indexes = self.indexes.iter();
        let indexes = indexes.filter(|index| index.unique && index.predicate.is_none());
        let of_index = |index: &Index| -> Option<Vec<usize>> {
            let column = |part: &IndexPart| match part.key {
                IndexKey::Column(column) => Some(column),
                IndexKey::Expression(_) => None,
            };
            index.parts.iter().map(column).collect()
        };
        let keys = self.uniques.iter().chain([&self.primary_key]);
        let keys = keys.map(|key| key.columns.clone());
        keys.chain(indexes.filter_map(of_index))
    }

    /// Whether a reference of the table is unique.
    pub fn is_one_to_one(&self, key: &ForeignKey) -> bool {
        self.unique_columns()
            .any(|columns| columns.iter().all(|column| key.columns.contains(column)))
    }

    /// The position of the column with a role.
    pub fn with_role(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// Whether the column is part of the primary key.
    pub fn in_primary_key(&self, column: usize) -> bool {
        self.primary_key.columns.contains(&column)
    }
}

/// A column and its field.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name of the Rust field, without `r#`.
    pub field: String,
    /// The name in the database.
    pub name: String,
    /// Its type; a reference has the type of the key that it refers to.
    pub ty: Type,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// The source of its value in an insert that does not give it.
    pub source: Source,
    /// A collation that does not compare by code point.
    pub collation: PerDialect<Option<String>>,
    /// The user's own Rust type.
    pub rust: Option<RustType>,
    /// The table whose primary key it holds, if that key has a Rust type of its own: a position in
    /// [`Schema::tables`]. Such a key has one column, and a type of [`Type::is_typed_key`].
    pub key_of: Option<usize>,
    /// Attributes of the Rust field, as in the file: `#[…]`.
    pub attributes: Vec<String>,
    /// The user's description.
    pub doc: Option<String>,
    /// Former names of the column.
    pub was: Vec<String>,
    /// Whether `Debug` leaves the value out.
    pub sensitive: bool,
    /// The role that decides how writes treat it.
    pub role: Role,
    /// The validation constraints of its values.
    pub rules: Rules,
}

/// The validation constraints of a column, from the words in the file.
///
/// Each except `pattern` is also one of the table's checks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// The least value.
    pub min: Option<Literal>,
    /// The greatest value.
    pub max: Option<Literal>,
    /// The number of characters of a text.
    pub length: Option<Length>,
    /// The regular expression that the whole text has to match: one of [`tablewright_sql::regex`].
    pub pattern: Option<String>,
    /// Whether the text needs the form of an email address.
    pub email: bool,
}

impl Rules {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Rules::default()
    }
}

/// The number of characters of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least number.
    pub min: u32,
    /// The greatest number, if there is one.
    pub max: Option<u32>,
}

/// The user's own Rust type, instead of the default one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustType {
    /// Its path in generated code.
    pub path: String,
    /// The conversion of its values.
    pub by: By,
}

/// The conversion between values and the user's own Rust type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By `TryFrom`, which every type with `From` has, and by `Into`.
    TryFrom,
    /// By serde, as a document.
    Serde,
    /// By `FromStr`, and by `Display`.
    FromStr,
    /// By the runtime's trait `Custom`, which the user implements.
    Custom,
}

impl By {
    /// Every conversion, with its keyword in `models.yaml`.
    pub const ALL: [(&'static str, By); 4] = [
        ("try_from", By::TryFrom),
        ("from_str", By::FromStr),
        ("serde", By::Serde),
        ("custom", By::Custom),
    ];

    /// The default conversion of a type.
    pub fn usual(ty: &Type) -> By {
        match ty {
            Type::Json => By::Serde,
            Type::Bool
            | Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::Unsigned(_)
            | Type::Duration
            | Type::Float
            | Type::Double
            | Type::Decimal { .. }
            | Type::String { .. }
            | Type::Text
            | Type::Bytes { .. }
            | Type::Uuid
            | Type::Date
            | Type::Time
            | Type::DateTime
            | Type::Timestamp
            | Type::Enum(..)
            | Type::List(_)
            | Type::Native(_) => By::TryFrom,
        }
    }

    /// Its keyword in `models.yaml`.
    pub fn word(self) -> &'static str {
        match self {
            By::TryFrom => "try_from",
            By::FromStr => "from_str",
            By::Serde => "serde",
            By::Custom => "custom",
        }
    }
}

/// The role of a column in writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It holds the value that a write sets.
    #[default]
    Data,
    /// A version: every change increments it, and fails if another change has incremented it since
    /// the row was read. An integer that is not nullable.
    Version,
    /// The time of a soft delete, nullable.
    Deletion,
    /// The time of the last write, which every write sets.
    Updated,
}

/// The type of a column, on every database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `smallint`: 16 bits
    SmallInt,
    /// `integer`: 32 bits
    Integer,
    /// `bigint` and `id`: 64 bits
    BigInt,
    /// `u8`, `u16`, `u32` and `u64`
    Unsigned(Unsigned),
    /// `duration`: an exact span of time, as a number of microseconds of 64 bits
    Duration,
    /// `float`: 32 bits
    Float,
    /// `double`: 64 bits
    Double,
    /// `decimal(precision, scale)`
    Decimal {
        /// All digits: 1 to 28.
        precision: u32,
        /// The digits after the point: at most `precision`.
        scale: u32,
    },
    /// `string(max)`
    String {
        /// The most characters: at least 1.
        max: u32,
    },
    /// `text`
    Text,
    /// `bytes` and `bytes(max)`
    Bytes {
        /// The most bytes.
        max: Option<u32>,
    },
    /// `uuid`
    Uuid,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime`: a date and a time without a time zone
    DateTime,
    /// `timestamp`: an instant
    Timestamp,
    /// `json`
    Json,
    /// An enum: its index in [`Schema::enums`], and the stored form of its values.
    Enum(usize, Repr),
    /// `T[]`, whose items are never NULL and never arrays.
    List(Box<Type>),
    /// A named type with `native`.
    Native(Box<Native>),
}

/// A type that only some databases have, whose values are sent as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Native {
    /// The name in the file.
    pub name: String,
    /// The type on each database that has it.
    pub forms: PerDialect<Option<Form>>,
    /// The type on the other databases, `string` or `text`; `text` if every chosen database has it.
    pub otherwise: Type,
    /// Whether these databases sort by the value itself, and not by its text.
    pub ordered: bool,
}

/// A native type of one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name there: `vector(3)`.
    pub ty: String,
    /// The SQL for the text of a value, with `{}` for the value, if it is not a cast.
    pub read: Option<String>,
    /// The SQL for the value of a text, with `{}` for the text, if it is not a cast.
    pub write: Option<String>,
}

impl Form {
    /// The type with this name, with the default conversions.
    pub fn usual(dialect: Dialect, ty: String) -> Form {
        let (read, write) = usual_texts(dialect, &ty);
        Form { ty, read, write }
    }
}

/// The conversions of a type for which a cast does not work.
fn usual_texts(dialect: Dialect, ty: &str) -> (Option<String>, Option<String>) {
    const SPATIAL: [&str; 9] = [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    ];
    let words = tokens(dialect, ty);
    let Some(first) = words.iter().find(|token| token.kind == TokenKind::Word) else {
        return (None, None);
    };
    let by = |read: &str, write: &str| (Some(read.to_owned()), Some(write.to_owned()));
    match dialect {
        // Its cast to text adds the mask of all bits, which programs do not accept in an address.
        Dialect::Postgres if first.is("inet") && words.len() == 1 => {
            (Some("abbrev({})".to_owned()), None)
        }
        Dialect::Sqlite | Dialect::Postgres => (None, None),
        Dialect::Mysql | Dialect::Mariadb if first.is_any(&SPATIAL) => {
            by("ST_AsText({})", "ST_GeomFromText({})")
        }
        Dialect::Mysql | Dialect::Mariadb if first.is("bit") => {
            let mut numbers = words.iter().filter(|token| token.kind == TokenKind::Number);
            let bits = numbers.next().map_or("1", |token| token.text);
            by(
                &format!("lpad(bin({{}} + 0), {bits}, '0')"),
                "CAST(conv({}, 2, 10) AS UNSIGNED)",
            )
        }
        Dialect::Mysql if first.is("vector") => by("vector_to_string({})", "string_to_vector({})"),
        Dialect::Mariadb if first.is("vector") => by("vec_totext({})", "vec_fromtext({})"),
        Dialect::Mysql | Dialect::Mariadb => (None, None),
    }
}

impl Type {
    /// The type on a database: a text type, if it is a native type that this database does not
    /// have.
    pub fn on(&self, dialect: Dialect) -> &Type {
        match self {
            Type::Native(native) if native.forms.get(dialect).is_none() => &native.otherwise,
            ty => ty,
        }
    }

    /// The native type on a database, if it is one there.
    pub fn form(&self, dialect: Dialect) -> Option<&Form> {
        match self {
            Type::Native(native) => native.forms.get(dialect).as_ref(),
            _ => None,
        }
    }

    /// The type in `models.yaml`: `string(50)`. Enums are positions here, and names there.
    pub fn written<'n>(&self, enum_name: &impl Fn(usize) -> &'n str) -> String {
        match self {
            Type::Bool => "bool".to_owned(),
            Type::SmallInt => "smallint".to_owned(),
            Type::Integer => "integer".to_owned(),
            Type::BigInt => "bigint".to_owned(),
            Type::Unsigned(ty) => ty.word().to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Float => "float".to_owned(),
            Type::Double => "double".to_owned(),
            Type::Decimal { precision, scale } => format!("decimal({precision}, {scale})"),
            Type::String { max } => format!("string({max})"),
            Type::Text => "text".to_owned(),
            Type::Bytes { max: Some(max) } => format!("bytes({max})"),
            Type::Bytes { max: None } => "bytes".to_owned(),
            Type::Uuid => "uuid".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Time => "time".to_owned(),
            Type::DateTime => "datetime".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Json => "json".to_owned(),
            Type::Enum(position, _) => enum_name(*position).to_owned(),
            Type::List(item) => format!("{}[]", item.written(enum_name)),
            Type::Native(native) => native.name.clone(),
        }
    }

    /// Whether a primary key of this type can have a Rust type of its own.
    pub fn is_typed_key(&self) -> bool {
        match self {
            Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::Unsigned(_)
            | Type::String { .. }
            | Type::Text
            | Type::Uuid => true,
            Type::Bool
            | Type::Duration
            | Type::Float
            | Type::Double
            | Type::Decimal { .. }
            | Type::Bytes { .. }
            | Type::Date
            | Type::Time
            | Type::DateTime
            | Type::Timestamp
            | Type::Json
            | Type::Enum(..)
            | Type::List(_)
            | Type::Native(_) => false,
        }
    }
}

/// The source of a column's value in an insert that does not give it.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// None: the column is NULL if it is nullable, otherwise the insert has to give a value.
    Input,
    /// Auto-increment: only a primary key of one integer column.
    Identity,
    /// A default.
    Default(Default),
    /// The program computes it before it inserts the row.
    Computed(Computed),
    /// The database computes it, and an insert cannot give it.
    Generated(Generated),
}

/// A default that the program computes, without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computed {
    /// A new UUID of version 7.
    UuidV7,
    /// The result of a function, by its path.
    Rust(String),
}

/// A column's default.
#[derive(Clone, Debug, PartialEq)]
pub enum Default {
    /// A value of the column's type.
    Literal(Literal),
    /// The current date, time or instant, in UTC.
    Now,
    /// A new random UUID.
    Uuid,
    /// An expression in SQL.
    Sql(PerDialect<String>),
}

/// A value of a column's type, in one canonical form.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// For `bool`.
    Bool(bool),
    /// For the integers, enums of numbers, and `duration`: microseconds.
    Integer(i64),
    /// For `float` and `double`; finite.
    Float(f64),
    /// For `decimal`: digits with exactly `scale` of them after the point, and `-` before a
    /// negative number.
    Decimal(String),
    /// For `string`, `text` and enums of texts.
    Text(String),
    /// For `bytes`.
    Bytes(Vec<u8>),
    /// For `uuid`.
    Uuid([u8; 16]),
    /// For `date`: `2024-02-29`.
    Date(String),
    /// For `time`: `23:59:59.000000`.
    Time(String),
    /// For `datetime`: `2024-02-29 23:59:59.000000`.
    DateTime(String),
    /// For `timestamp`: `2024-02-29 23:59:59.000000`, in UTC, without a letter for it.
    Timestamp(String),
    /// For `json`: compact JSON text.
    Json(String),
    /// For arrays: items that are literals of the item's type.
    List(Vec<Literal>),
}

/// A generated column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The expression.
    pub expression: PerDialect<String>,
    /// Whether it is computed when the row is written; otherwise when it is read.
    pub stored: bool,
}

/// A primary or unique key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The constraint's name.
    pub name: String,
    /// Positions in [`Table::columns`], in the order of the key; never empty.
    pub columns: Vec<usize>,
}

/// An index that is not a key of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Never empty.
    pub parts: Vec<IndexPart>,
    /// Whether it is unique.
    pub unique: bool,
    /// The condition of a partial index.
    pub predicate: Option<PerDialect<String>>,
    /// The access method, if it is not the database's default.
    pub method: PerDialect<Option<String>>,
    /// Included columns, on the databases that support them.
    pub include: Vec<usize>,
    /// PostgreSQL's storage parameters, each as `name=value`, in the order of their names.
    pub options: Vec<String>,
}

/// A column or an expression of an [`Index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// The indexed column or expression.
    pub key: IndexKey,
    /// Whether the largest value comes first.
    pub descending: bool,
    /// PostgreSQL's operator class, if it is not the default of the type.
    pub class: Option<String>,
}

/// The indexed column or expression of an [`IndexPart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// A position in [`Table::columns`].
    Column(usize),
    /// An expression.
    Expression(PerDialect<String>),
}

/// A condition that every row satisfies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// The column at which it was written, if it was written at one.
    pub column: Option<usize>,
    /// The condition, as the user wrote it.
    pub expression: PerDialect<String>,
}

/// A reference to a key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// Positions in [`Table::columns`].
    pub columns: Vec<usize>,
    /// The position of the referenced table in [`Schema::tables`].
    pub target: usize,
    /// Positions of the referenced columns, one for each of `columns`; a key of the target.
    pub target_columns: Vec<usize>,
    /// The action when the target is deleted.
    pub on_delete: Action,
    /// The action when the target's key changes.
    pub on_update: Action,
    /// Whether it is checked at the end of the transaction.
    pub deferrable: bool,
    /// The name of the relation, as in `post.author()`.
    pub relation: String,
    /// The name of the inverse relation, as in `user.posts()`; `None` if the file disables it.
    pub inverse: Option<String>,
}

/// The action of a foreign key when its target is deleted or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Refuses at the end of the statement or transaction.
    #[default]
    NoAction,
    /// Refuses at once.
    Restrict,
    /// Does the same to the row.
    Cascade,
    /// Sets the columns to NULL.
    SetNull,
    /// Sets the columns to their defaults.
    SetDefault,
}

impl Action {
    /// Its SQL, the same in every dialect.
    pub fn sql(self) -> &'static str {
        match self {
            Action::NoAction => "NO ACTION",
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        }
    }
}

/// A many-to-many relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManyToMany {
    /// Its name, as in `post.tags()`.
    pub name: String,
    /// The position in [`Schema::tables`] of the join table.
    pub through: usize,
    /// The position in `through`'s foreign keys of the one to this table.
    pub here: usize,
    /// The position in `through`'s foreign keys of the one to the other table.
    pub there: usize,
    /// The name of the inverse relation, if the file gives one.
    pub inverse: Option<String>,
}

/// The user's own SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The name of its object, for messages.
    pub name: String,
    /// The time when it runs.
    pub when: When,
    /// Creates it, and is safe to run twice; `None` if a dialect has none.
    pub create: PerDialect<Option<String>>,
    /// Drops it.
    pub drop: PerDialect<Option<String>>,
}

/// The time when a [`Script`] runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Before the tables are created, and after they are dropped.
    Before,
    /// After the tables are created, and before they are dropped.
    #[default]
    After,
}
