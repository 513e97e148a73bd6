//! The Rust types of columns, and how their values go into a statement and come out of a row.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Column, DateCrate, Schema, Type};

use super::names;

/// A feature of the runtime: the crate whose types stand for those of columns.
#[derive(Clone, Copy)]
pub enum Feature {
    Chrono,
    Decimal,
    Jiff,
    Json,
    Uuid,
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
        }
    }
}

/// The features that a type needs, each with the name of the type that needs it.
pub fn features(dates: DateCrate, ty: &Type) -> Vec<(Feature, &'static str)> {
    let calendar = match dates {
        DateCrate::Jiff => Feature::Jiff,
        DateCrate::Chrono => Feature::Chrono,
    };
    match ty {
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Enum(_) => Vec::new(),
        Type::Decimal { .. } => vec![(Feature::Decimal, "decimal")],
        Type::Uuid => vec![(Feature::Uuid, "uuid")],
        Type::Date => vec![(calendar, "date")],
        Type::Time => vec![(calendar, "time")],
        Type::DateTime => vec![(calendar, "datetime")],
        Type::Timestamp => vec![(calendar, "timestamp")],
        Type::Json => vec![(Feature::Json, "json")],
        Type::List(item) => {
            let mut features = features(dates, item);
            features.push((Feature::Json, "[]"));
            features
        }
    }
}

/// The type of a value in the column: the user's, or the usual one.
pub fn value(schema: &Schema, column: &Column) -> TokenStream {
    custom(column)
        .or_else(|| typed_key(schema, column))
        .unwrap_or_else(|| stored(schema, &column.ty))
}

/// The type of the key that the column holds, if that has one of its own.
fn typed_key(schema: &Schema, column: &Column) -> Option<TokenStream> {
    let name = names::key_type(&schema.tables[column.key_of?].model);
    Some(quote!(#name))
}

/// What the name of a key's own type stands for: the column is that key.
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
fn custom(column: &Column) -> Option<TokenStream> {
    column.rust.as_ref().and_then(|path| path.parse().ok())
}

/// The type that the column has by itself.
fn stored(schema: &Schema, ty: &Type) -> TokenStream {
    let date = |jiff: TokenStream, chrono: TokenStream| match schema.dates {
        DateCrate::Jiff => quote!(tw::jiff::#jiff),
        DateCrate::Chrono => quote!(tw::chrono::#chrono),
    };
    match ty {
        Type::Bool => quote!(bool),
        Type::SmallInt => quote!(i16),
        Type::Integer => quote!(i32),
        Type::BigInt => quote!(i64),
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::Decimal { .. } => quote!(tw::rust_decimal::Decimal),
        Type::String { .. } | Type::Text => quote!(String),
        Type::Bytes { .. } => quote!(Vec<u8>),
        Type::Uuid => quote!(tw::uuid::Uuid),
        Type::Date => date(quote!(civil::Date), quote!(NaiveDate)),
        Type::Time => date(quote!(civil::Time), quote!(NaiveTime)),
        Type::DateTime => date(quote!(civil::DateTime), quote!(NaiveDateTime)),
        Type::Timestamp => date(quote!(Timestamp), quote!(DateTime<tw::chrono::Utc>)),
        Type::Json => quote!(tw::serde_json::Value),
        Type::Enum(index) => {
            let name = names::ident(&schema.enums[*index].name);
            quote!(#name)
        }
        Type::List(item) => {
            let item = stored(schema, item);
            quote!(Vec<#item>)
        }
    }
}

/// How a function takes a value of the column.
pub struct Argument {
    /// The parameter's type.
    pub ty: TokenStream,
    /// The value that is stored, made from the parameter.
    pub value: TokenStream,
    /// Whether that is more than the parameter itself.
    pub converts: bool,
}

/// A parameter of `new`, or of the setter of a column that is not nullable.
pub fn owned_argument(schema: &Schema, column: &Column, name: &Ident) -> Argument {
    let ty = value(schema, column);
    let converts = column.rust.is_none()
        && column.key_of.is_none()
        && matches!(
            column.ty,
            Type::String { .. } | Type::Text | Type::Bytes { .. }
        );
    if converts {
        Argument {
            ty: quote!(impl Into<#ty>),
            value: quote!(#name.into()),
            converts,
        }
    } else {
        Argument {
            ty,
            value: quote!(#name),
            converts,
        }
    }
}

/// A parameter of the setter of a nullable column.
pub fn nullable_argument(schema: &Schema, column: &Column, name: &Ident) -> Argument {
    let ty = value(schema, column);
    Argument {
        ty: quote!(impl tw::IntoNullable<#ty>),
        value: quote!(#name.into_nullable()),
        converts: true,
    }
}

/// How a lookup takes the value that it compares a column with.
pub enum KeyArgument {
    /// By value.
    Copied(TokenStream),
    /// By a reference, which the statement keeps; this is what it refers to.
    Borrowed(TokenStream),
    /// By a reference that ends before the statement does.
    Inspected(TokenStream),
}

/// How a lookup takes the value that it compares a column with.
pub fn key_argument(schema: &Schema, column: &Column) -> KeyArgument {
    if let Some(custom) = custom(column) {
        return KeyArgument::Inspected(custom);
    }
    if let Some(key) = typed_key(schema, column) {
        return match column.ty {
            Type::String { .. } | Type::Text => KeyArgument::Borrowed(key),
            _ => KeyArgument::Copied(key),
        };
    }
    match &column.ty {
        Type::String { .. } | Type::Text => KeyArgument::Borrowed(quote!(str)),
        Type::Bytes { .. } => KeyArgument::Borrowed(quote!([u8])),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(_)
        | Type::List(_) => KeyArgument::Copied(stored(schema, &column.ty)),
    }
}

/// A lookup's parameter as a parameter of the statement.
pub fn key_value(column: &Column, name: &Ident) -> TokenStream {
    let value = match column.rust {
        None => quote!(#name),
        Some(_) => quote!(tw::Custom::to_stored(#name)),
    };
    match Decimals::of(&column.ty) {
        None => quote!(#value.into()),
        Some(Decimals {
            precision,
            scale,
            list: _,
        }) => {
            quote!(tw::statement::Arg::decimal(#value, #precision, #scale))
        }
    }
}

/// Whether the value of a field is borrowed as a parameter of a statement.
pub fn is_borrowed_by_key(column: &Column) -> bool {
    let is_text = matches!(
        column.ty,
        Type::String { .. } | Type::Text | Type::Bytes { .. }
    );
    is_text && column.rust.is_none()
}

/// The value of a field, given as a place, as a parameter of a statement.
pub fn field_value(schema: &Schema, column: &Column, place: &TokenStream) -> TokenStream {
    let decimals = Decimals::of(&column.ty);
    let stored = match (&column.rust, column.nullable) {
        (None, false) if is_borrowed_by_key(column) => quote!((&#place)),
        (None, true) if is_borrowed_by_key(column) => quote!(#place.as_ref()),
        (None, _) => place.clone(),
        (Some(_), false) => quote!(tw::Custom::to_stored(&#place)),
        (Some(_), true) => {
            let stored = stored(schema, &column.ty);
            quote!(#place.as_ref().map(tw::Custom::to_stored).map(|value: #stored| value))
        }
    };
    match (decimals, column.nullable) {
        (None, _) => quote!(#stored.into()),
        (
            Some(Decimals {
                precision, scale, ..
            }),
            false,
        ) => {
            quote!(tw::statement::Arg::decimal(#stored, #precision, #scale))
        }
        (
            Some(Decimals {
                precision, scale, ..
            }),
            true,
        ) => quote! {
            #stored.map_or(tw::statement::Arg::Null, |value| {
                tw::statement::Arg::decimal(value, #precision, #scale)
            })
        },
    }
}

/// Reads the column at a position of `row`.
pub fn read(schema: &Schema, column: &Column, position: usize) -> TokenStream {
    let index = Literal::usize_unsuffixed(position);
    let stored = read_stored(schema, column, &index);
    match (&column.rust, column.nullable) {
        (None, _) => stored,
        (Some(_), false) => quote!(tw::custom::read(#stored, #index)?),
        (Some(_), true) => quote!(tw::custom::read_opt(#stored, #index)?),
    }
}

fn read_stored(schema: &Schema, column: &Column, index: &Literal) -> TokenStream {
    if let Some(Decimals { scale, list, .. }) = Decimals::of(&column.ty) {
        let function = match (list, column.nullable) {
            (false, false) => quote!(read),
            (false, true) => quote!(read_opt),
            (true, false) => quote!(read_list),
            (true, true) => quote!(read_list_opt),
        };
        return quote!(tw::types::decimal::#function(row, #index, #scale)?);
    }
    let function = if column.nullable {
        quote!(get_opt)
    } else {
        quote!(get)
    };
    // Where the user's type stands in between, the stored type cannot be inferred.
    let ty = column.rust.as_ref().map(|_| {
        let ty = stored(schema, &column.ty);
        quote!(::<#ty>)
    });
    quote!(row.#function #ty(#index)?)
}

/// Binds a value of the column; `value` is an expression for it, to be borrowed.
pub fn bind(schema: &Schema, column: &Column, value: &TokenStream) -> TokenStream {
    let value = match &column.rust {
        None if is_limited_key(column) => quote!(#value.value()),
        None => quote!(&#value),
        Some(_) => quote!(&tw::Custom::to_stored(&#value)),
    };
    bind_stored(schema, column, false, &value)
}

/// Binds a value of the column or NULL; `value` is an expression for an `Option` of a reference.
pub fn bind_nullable(schema: &Schema, column: &Column, value: &TokenStream) -> TokenStream {
    match &column.rust {
        None if is_limited_key(column) => {
            bind_stored(schema, column, true, &quote!(#value.map(tw::Id::value)))
        }
        None => bind_stored(schema, column, true, value),
        Some(_) => {
            let value = quote!(#value.map(tw::Custom::to_stored).as_ref());
            bind_stored(schema, column, true, &value)
        }
    }
}

/// Whether the column holds a key of a type of its own, which does not know the column's limits.
fn is_limited_key(column: &Column) -> bool {
    column.key_of.is_some() && Limits::of(&column.ty).is_some()
}

fn bind_stored(
    schema: &Schema,
    column: &Column,
    nullable: bool,
    value: &TokenStream,
) -> TokenStream {
    let (item, list) = item(&column.ty);
    if let Some(Limits { module, arguments }) = Limits::of(item) {
        let function = match (list, nullable) {
            (false, false) => quote!(bind),
            (false, true) => quote!(bind_opt),
            (true, false) => quote!(bind_list),
            (true, true) => quote!(bind_list_opt),
        };
        return quote!(tw::types::#module::#function(to, #value, #(#arguments),*)?;);
    }
    let function = if nullable {
        quote!(value_or_null)
    } else {
        quote!(value)
    };
    let ty = column.rust.as_ref().map(|_| {
        let ty = stored(schema, &column.ty);
        quote!(::<#ty>)
    });
    quote!(to.#function #ty(#value)?;)
}

/// The type of a value or of a list's items, and whether it is a list.
fn item(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::List(item) => (item, true),
        other => (other, false),
    }
}

/// What a column takes of its Rust type's values, which do not know their column.
struct Limits {
    /// The module of the runtime that binds them.
    module: TokenStream,
    arguments: Vec<Literal>,
}

impl Limits {
    fn of(ty: &Type) -> Option<Limits> {
        let (module, arguments) = match ty {
            Type::Decimal { precision, scale } => {
                (quote!(decimal), vec![number(*precision), number(*scale)])
            }
            Type::String { max } => (quote!(text), vec![number(*max)]),
            Type::Bytes { max: Some(max) } => (quote!(bytes), vec![number(*max)]),
            Type::Bool
            | Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::Float
            | Type::Double
            | Type::Text
            | Type::Bytes { max: None }
            | Type::Uuid
            | Type::Date
            | Type::Time
            | Type::DateTime
            | Type::Timestamp
            | Type::Json
            | Type::Enum(_)
            | Type::List(_) => return None,
        };
        Some(Limits { module, arguments })
    }
}

/// Decimals, which do not know the digits of their column.
struct Decimals {
    precision: Literal,
    scale: Literal,
    list: bool,
}

impl Decimals {
    fn of(ty: &Type) -> Option<Decimals> {
        let (item, list) = item(ty);
        let Type::Decimal { precision, scale } = item else {
            return None;
        };
        Some(Decimals {
            precision: number(*precision),
            scale: number(*scale),
            list,
        })
    }
}

fn number(value: u32) -> Literal {
    Literal::u32_unsuffixed(value)
}
