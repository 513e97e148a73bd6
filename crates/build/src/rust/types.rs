//! The Rust types of columns, and of the parameters for their values.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Computed, DateCrate, Schema, Source, Type};

use super::names;

/// A feature of the runtime: the crate with the types of some columns.
#[derive(Clone, Copy)]
pub enum Feature {
    Chrono,
    Decimal,
    Jiff,
    Json,
    Uuid,
    UuidV7,
}

impl Feature {
    /// Its name in `Cargo.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Chrono => "chrono",
            Feature::Decimal => "decimal",
            Feature::Jiff => "jiff",
            Feature::Json => "json",
            Feature::Uuid => "uuid",
            Feature::UuidV7 => "uuid_v7",
        }
    }
}

/// The features that a column needs, each with its cause.
pub fn features(dates: DateCrate, column: &Column) -> Vec<(Feature, &'static str)> {
    let mut features = of_type(dates, &column.ty);
    if column.source == Source::Computed(Computed::UuidV7) {
        features.push((Feature::UuidV7, "default: uuid_v7"));
    }
    features
}

/// The features that a type needs, each with the name of the type that needs it.
fn of_type(dates: DateCrate, ty: &Type) -> Vec<(Feature, &'static str)> {
    let calendar = match dates {
        DateCrate::Jiff => Feature::Jiff,
        DateCrate::Chrono => Feature::Chrono,
    };
    match ty {
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Float
        | Type::Double
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Enum(..)
        | Type::Native(_) => Vec::new(),
        Type::Decimal { .. } => vec![(Feature::Decimal, "decimal")],
        Type::Uuid => vec![(Feature::Uuid, "uuid")],
        Type::Date => vec![(calendar, "date")],
        Type::Time => vec![(calendar, "time")],
        Type::DateTime => vec![(calendar, "datetime")],
        Type::Timestamp => vec![(calendar, "timestamp")],
        Type::Duration => vec![(calendar, "duration")],
        Type::Json => vec![(Feature::Json, "json")],
        Type::List(item) => {
            let mut features = of_type(dates, item);
            features.push((Feature::Json, "[]"));
            features
        }
    }
}

/// The type of a value of the column: the user's, or the default one.
pub fn value(schema: &Schema, column: &Column) -> TokenStream {
    custom(column)
        .or_else(|| typed_key(schema, column))
        .unwrap_or_else(|| stored(schema, &column.ty))
}

/// The type of the key in the column, if the key has its own type.
fn typed_key(schema: &Schema, column: &Column) -> Option<TokenStream> {
    let name = names::key_type(&schema.tables[column.key_of?].model);
    Some(quote!(#name))
}

/// The type behind the name of a key type: the column is this key.
pub fn key_type(schema: &Schema, model: &Ident, column: &Column) -> TokenStream {
    match &column.ty {
        Type::BigInt => quote!(tw::Id<#model>),
        other => {
            let stored = stored(schema, other);
            quote!(tw::Id<#model, #stored>)
        }
    }
}

/// The type of the column's field.
pub fn field(schema: &Schema, column: &Column) -> TokenStream {
    let value = value(schema, column);
    if column.nullable {
        quote!(Option<#value>)
    } else {
        value
    }
}

/// The user's type, if the column has one. The check pass has parsed it.
pub fn custom(column: &Column) -> Option<TokenStream> {
    column.rust.as_ref().and_then(|rust| rust.path.parse().ok())
}

/// The type of the column's field in code without the runtime, whose types come from other crates.
pub fn plain_field(schema: &Schema, column: &Column) -> TokenStream {
    let value = custom(column)
        .or_else(|| typed_key(schema, column))
        .unwrap_or_else(|| plain(schema, &column.ty));
    if column.nullable {
        quote!(Option<#value>)
    } else {
        value
    }
}

/// The default type of a column in code without the runtime.
pub fn plain(schema: &Schema, ty: &Type) -> TokenStream {
    stored_of(schema, ty, &TokenStream::new())
}

/// The default type of the column.
pub fn stored(schema: &Schema, ty: &Type) -> TokenStream {
    stored_of(schema, ty, &quote!(tw))
}

/// The same, with a path before the crates of values.
fn stored_of(schema: &Schema, ty: &Type, root: &TokenStream) -> TokenStream {
    let date = |jiff: TokenStream, chrono: TokenStream| match schema.dates {
        DateCrate::Jiff => quote!(#root::jiff::#jiff),
        DateCrate::Chrono => quote!(#root::chrono::#chrono),
    };
    match ty {
        Type::Bool => quote!(bool),
        Type::SmallInt => quote!(i16),
        Type::Integer => quote!(i32),
        Type::BigInt => quote!(i64),
        Type::Unsigned(ty) => {
            let name = names::ident(ty.word());
            quote!(#name)
        }
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::Decimal { .. } => quote!(#root::rust_decimal::Decimal),
        Type::String { .. } | Type::Text | Type::Native(_) => quote!(String),
        Type::Bytes { .. } => quote!(Vec<u8>),
        Type::Uuid => quote!(#root::uuid::Uuid),
        Type::Date => date(quote!(civil::Date), quote!(NaiveDate)),
        Type::Time => date(quote!(civil::Time), quote!(NaiveTime)),
        Type::DateTime => date(quote!(civil::DateTime), quote!(NaiveDateTime)),
        Type::Timestamp => date(quote!(Timestamp), quote!(DateTime<#root::chrono::Utc>)),
        Type::Duration => date(quote!(SignedDuration), quote!(TimeDelta)),
        Type::Json => quote!(#root::serde_json::Value),
        Type::Enum(index, _) => {
            let name = names::ident(&schema.enums[*index].name);
            quote!(#name)
        }
        Type::List(item) => {
            let item = stored_of(schema, item, root);
            quote!(Vec<#item>)
        }
    }
}

/// The type of a field of the struct for new rows.
pub enum NewType {
    /// A string, borrowed or owned.
    Text,
    /// Bytes, borrowed or owned.
    Bytes,
    /// The field's own type.
    Own(TokenStream),
}

impl NewType {
    pub fn of(schema: &Schema, column: &Column) -> NewType {
        match kind(column) {
            Kind::Text => NewType::Text,
            Kind::Bytes => NewType::Bytes,
            Kind::Custom | Kind::Key | Kind::Copied => NewType::Own(value(schema, column)),
        }
    }
}

/// The parameter for a value that a function compares a column with.
pub enum KeyArgument {
    /// By value.
    Copied(TokenStream),
    /// By a reference to this.
    Borrowed(TokenStream),
    /// As a `&str`.
    Text,
    /// As a slice of bytes.
    Bytes,
}

/// The parameter for a value that a function compares a column with.
pub fn key_argument(schema: &Schema, column: &Column) -> KeyArgument {
    match kind(column) {
        Kind::Text => KeyArgument::Text,
        Kind::Bytes => KeyArgument::Bytes,
        Kind::Custom | Kind::Key => KeyArgument::Borrowed(value(schema, column)),
        Kind::Copied => KeyArgument::Copied(value(schema, column)),
    }
}

impl KeyArgument {
    pub fn is_borrowed(&self) -> bool {
        !matches!(self, KeyArgument::Copied(_))
    }

    /// The parameter as a value in a statement, for the column at a position.
    pub fn value(&self, at: u16, name: &Ident) -> TokenStream {
        let at = Literal::u16_unsuffixed(at);
        match self {
            KeyArgument::Copied(_) => quote!(twp::owned_parameter::<Self, _>(#at, #name)),
            KeyArgument::Borrowed(_) => quote!(twp::borrowed_parameter::<Self, _>(#at, #name)),
            KeyArgument::Text => quote!(twp::text_parameter(#name)),
            KeyArgument::Bytes => quote!(twp::bytes_parameter(#name)),
        }
    }
}

/// Whether the value of a key field is cheap to copy.
pub fn is_copied(column: &Column) -> bool {
    matches!(kind(column), Kind::Copied)
}

/// The kind of a value, which decides how it is passed.
enum Kind {
    /// A type of the user.
    Custom,
    /// A key that is a string, with its own type.
    Key,
    Text,
    Bytes,
    /// All others; JSON and arrays, which cannot be copied, are never in a key.
    Copied,
}

fn kind(column: &Column) -> Kind {
    match (&column.ty, &column.rust, column.key_of) {
        (_, Some(_), _) => Kind::Custom,
        (Type::String { .. } | Type::Text | Type::Native(_), None, Some(_)) => Kind::Key,
        (Type::String { .. } | Type::Text | Type::Native(_), None, None) => Kind::Text,
        (Type::Bytes { .. }, None, _) => Kind::Bytes,
        (
            Type::Bool
            | Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::Unsigned(_)
            | Type::Duration
            | Type::Float
            | Type::Double
            | Type::Decimal { .. }
            | Type::Uuid
            | Type::Date
            | Type::Time
            | Type::DateTime
            | Type::Timestamp
            | Type::Json
            | Type::Enum(..)
            | Type::List(_),
            None,
            _,
        ) => Kind::Copied,
    }
}
