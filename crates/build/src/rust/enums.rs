//! Enums: closed sets of texts.

use proc_macro2::TokenStream;
use quote::quote;
use tablewright_schema::Enum;

use super::derives;
use super::docs::{code, doc, doc_after};
use super::names::ident;

/// The Rust enum and what it implements.
pub fn items(one: &Enum) -> Vec<TokenStream> {
    let name = ident(&one.name);
    let text = &one.name;
    let documented = doc_after(one.doc.as_deref(), "One of a closed set of texts.");
    let derives = derives::list(
        &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"],
        &one.derives,
    );
    let variants: Vec<_> = one
        .variants
        .iter()
        .map(|variant| ident(&variant.name))
        .collect();
    let values: Vec<_> = one
        .variants
        .iter()
        .map(|variant| variant.value.as_str())
        .collect();
    let docs = one.variants.iter().map(|variant| {
        let fact = format!("The text {}.", code(&variant.value));
        doc_after(variant.doc.as_deref(), &fact)
    });
    let all = doc("Every value, in the order of the file.");
    let as_str = doc("The text in the database.");
    let structure = quote! {
        #documented
        #[allow(dead_code)]
        #derives
        pub enum #name {
            #(#docs #variants,)*
        }
    };
    let inherent = quote! {
        #[allow(dead_code)]
        impl #name {
            #all
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            #as_str
            #[inline]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
        }
    };
    let traits = quote! {
        impl tw::Enum for #name {
            const NAME: &'static str = #text;
            const ALL: &'static [Self] = Self::ALL;
            #[inline]
            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for #name {
            type Err = tw::Error;
            #[inline]
            fn from_str(text: &str) -> tw::Result<Self> {
                <Self as tw::Enum>::parse(text)
            }
        }
    };
    let field = quote!(tw::__enum!(#name););
    vec![structure, inherent, traits, field]
}
