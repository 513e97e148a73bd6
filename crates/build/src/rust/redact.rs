//! `Debug` without the values of sensitive fields.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::Column;

use super::names::{ident, spelled};

/// The `Debug` of a struct of these columns, if it cannot be derived.
pub fn debug<'a>(
    columns: impl Iterator<Item = &'a Column> + Clone,
    ty: &TokenStream,
    name: &Ident,
) -> Option<TokenStream> {
    if !columns.clone().any(|column| column.sensitive) {
        return None;
    }
    let title = name.to_string();
    let fields = columns.map(|column| {
        let (name, text) = (ident(&column.field), spelled(&column.field).into_owned());
        if column.sensitive {
            quote!(.field(#text, &format_args!("[redacted]")))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    Some(quote! {
        impl ::core::fmt::Debug for #ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title)#(#fields)*.finish()
            }
        }
    })
}
