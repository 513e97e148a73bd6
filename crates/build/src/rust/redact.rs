//! `Debug` without the values of sensitive fields.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::Column;

use super::Context;
use super::names::{ident, spelled};

/// The `Debug` of a struct of these columns, where it cannot be derived.
pub fn debug(
    context: &Context<'_>,
    name: &Ident,
    is_field: impl Fn(&Column) -> bool,
) -> Option<TokenStream> {
    let columns = || {
        context
            .table
            .columns
            .iter()
            .filter(|column| is_field(column))
    };
    if !columns().any(|column| column.sensitive) {
        return None;
    }
    let title = name.to_string();
    let fields = columns().map(|column| {
        let (name, text) = (ident(&column.field), spelled(&column.field).into_owned());
        if column.sensitive {
            quote!(.field(#text, &format_args!("[redacted]")))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    Some(quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title)#(#fields)*.finish()
            }
        }
    })
}
