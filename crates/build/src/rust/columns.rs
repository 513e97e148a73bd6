//! Column constants: `User::NAME`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Schema, Table};

use super::docs::{code, doc, field};
use super::{names, types};

/// The constant of the column at a position.
pub fn constant(schema: &Schema, table: &Table, column: &Column, position: usize) -> TokenStream {
    let constant = Ident::new(&names::constant(&column.field), Span::call_site());
    let ty = types::field(schema, column);
    let documented = doc(&format!(
        "The column {} of the field {}, for queries.",
        code(&column.name),
        field(table, column)
    ));
    let position = Literal::usize_unsuffixed(position);
    quote! {
        #documented
        pub const #constant: tw::Column<Self, #ty> = tw::Column::new(#position);
    }
}
