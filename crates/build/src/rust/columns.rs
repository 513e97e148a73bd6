//! Column constants: `User::NAME`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Schema};

use super::docs::{code, doc};
use super::{names, types};

/// The constant that stands for a column.
pub fn constant(schema: &Schema, column: &Column) -> TokenStream {
    let constant = Ident::new(&names::constant(&column.field), Span::call_site());
    let name = &column.name;
    let ty = types::field(schema, column);
    let documented = doc(&format!("The column {}.", code(name)));
    quote! {
        #documented
        pub const #constant: tw::Column<Self, #ty> = tw::Column::new(#name);
    }
}
