//! Column constants: `User::NAME`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Schema, Type};

use super::docs::{code, doc};
use super::{names, types};

/// The constant that stands for a column.
pub fn constant(schema: &Schema, column: &Column) -> TokenStream {
    let constant = Ident::new(&names::constant(&column.field), Span::call_site());
    let name = &column.name;
    let ty = types::field(schema, column);
    let documented = doc(&format!("The column {}.", code(name)));
    let argument = argument(column, &ty);
    let nullable = column.nullable.then(|| quote!(.nullable()));
    let limit = limit(&column.ty).map(|limit| {
        let limit = Literal::u32_unsuffixed(limit);
        quote!(.limit(#limit))
    });
    let scale = scale(&column.ty);
    quote! {
        #documented
        pub const #constant: tw::Column<Self, #ty> = tw::Column::new(#name, #argument) #nullable #limit #scale;
    }
}

/// The digits behind the point, which a decimal does not know of its column.
fn scale(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Decimal { scale, .. } => {
            let scale = Literal::u32_unsuffixed(*scale);
            Some(quote!(.scale(#scale)))
        }
        _ => None,
    }
}

/// The function that makes a parameter of a value of the column.
///
/// Most have a name, because every function costs time to compile, and a closure is one.
fn argument(column: &Column, ty: &TokenStream) -> TokenStream {
    match (&column.ty, &column.rust, column.nullable) {
        (Type::Decimal { .. } | Type::Json, _, _) | (Type::List(_), Some(_), _) => {
            closure(column, ty)
        }
        (Type::List(item), None, nullable) => match (&**item, nullable) {
            (Type::Decimal { .. }, _) => closure(column, ty),
            (_, false) => quote!(tw::column::list),
            (_, true) => quote!(tw::column::list_or_null),
        },
        (_, Some(_), false) => quote!(tw::column::custom),
        (_, Some(_), true) => quote!(tw::column::custom_or_null),
        (_, None, _) => quote!(tw::column::plain),
    }
}

fn closure(column: &Column, ty: &TokenStream) -> TokenStream {
    let stored = match column.rust {
        None => quote!(value),
        Some(_) => quote!(tw::Custom::to_stored(&value)),
    };
    let made = match &column.ty {
        Type::Decimal { precision, scale } => decimal(&stored, *precision, *scale),
        Type::Json => quote!(tw::statement::Arg::json(&#stored)),
        Type::List(item) => match &**item {
            Type::Decimal { precision, scale } => {
                let item = decimal(&quote!(item), *precision, *scale);
                quote!(tw::column::list(#stored.into_iter().map(|item| #item).collect()))
            }
            _ => quote!(tw::column::list(#stored)),
        },
        _ => quote!(#stored.into()),
    };
    if column.nullable {
        quote!(|value: #ty| value.map_or(tw::statement::Arg::Null, |value| #made))
    } else {
        quote!(|value: #ty| #made)
    }
}

fn decimal(value: &TokenStream, precision: u32, scale: u32) -> TokenStream {
    let [precision, scale] = [precision, scale].map(Literal::u32_unsuffixed);
    quote!(tw::statement::Arg::decimal(#value, #precision, #scale))
}

/// The most characters or bytes that the column holds.
fn limit(ty: &Type) -> Option<u32> {
    match ty {
        Type::String { max } => Some(*max),
        Type::Bytes { max } => *max,
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Text
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(_)
        | Type::List(_) => None,
    }
}
