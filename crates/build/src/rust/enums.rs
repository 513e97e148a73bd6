//! Generates enums: closed sets of values.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Enum, Repr, Stored, Variant};

use super::derives;
use super::docs::{code, doc, doc_after};
use super::names::ident;

/// The Rust enum and its implementations.
pub fn items(one: &Enum) -> Vec<TokenStream> {
    let name = ident(&one.name);
    let text = &one.name;
    let number = number_type(one.repr);
    let stored = number.as_ref().map(|number| {
        let variant = stored(number);
        quote! {
            const STORED: twp::Stored<Self> = #variant(Self::number);
        }
    });
    let display = display(&name);
    let traits = quote! {
        impl tw::Enum for #name {
            const NAME: &'static str = #text;
            const ALL: &'static [Self] = Self::ALL;
            #stored
            #[inline]
            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }

        #display

        impl ::core::str::FromStr for #name {
            type Err = tw::Error;
            #[inline]
            fn from_str(text: &str) -> tw::Result<Self> {
                <Self as tw::Enum>::parse(text)
            }
        }
    };
    let of_number = number.as_ref().map(|number| {
        quote! {
            impl ::core::convert::TryFrom<#number> for #name {
                type Error = tw::Error;
                #[inline]
                fn try_from(number: #number) -> tw::Result<Self> {
                    <Self as tw::Enum>::of_number(number)
                }
            }
        }
    });
    let field = quote!(tw::__enum!(#name););
    let mut items = vec![
        structure(one, &name, number.as_ref()),
        inherent(one, &name, number.as_ref()),
        traits,
    ];
    items.extend(of_number);
    items.push(field);
    items
}

/// The Rust enum and its implementations, without the runtime.
pub fn plain_items(one: &Enum) -> Vec<TokenStream> {
    let name = ident(&one.name);
    let number = number_type(one.repr);
    let known: Vec<&str> = one.variants.iter().map(|one| one.value.as_str()).collect();
    let refusal = |known: &str| format!(" is not one of {known} (`{}`)", one.name);
    let of_text = refusal(&known.join(", "));
    let display = display(&name);
    let traits = quote! {
        #display

        impl ::core::str::FromStr for #name {
            type Err = String;
            fn from_str(text: &str) -> ::core::result::Result<Self, String> {
                let mut values = Self::ALL.iter().copied();
                let found = values.find(|value| value.as_str() == text);
                found.ok_or_else(|| [text, #of_text].concat())
            }
        }
    };
    let of_number = number.as_ref().map(|number| {
        let known: Vec<String> = one
            .variants
            .iter()
            .map(|one| one.stored.to_string())
            .collect();
        let of_number = refusal(&known.join(", "));
        quote! {
            impl ::core::convert::TryFrom<#number> for #name {
                type Error = String;
                fn try_from(number: #number) -> ::core::result::Result<Self, String> {
                    let mut values = Self::ALL.iter().copied();
                    let found = values.find(|value| value.number() == number);
                    found.ok_or_else(|| [&number.to_string(), #of_number].concat())
                }
            }
        }
    });
    let mut items = vec![
        structure(one, &name, number.as_ref()),
        inherent(one, &name, number.as_ref()),
        traits,
    ];
    items.extend(of_number);
    items
}

fn display(name: &Ident) -> TokenStream {
    quote! {
        impl ::core::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    }
}

/// The values of an enum, with the string and the number of each.
fn inherent(one: &Enum, name: &Ident, number: Option<&Ident>) -> TokenStream {
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
    let shown = code(&one.name);
    let all = doc(&format!(
        "Every value of {shown}, in the order of the models."
    ));
    let as_str = doc(&match number {
        None => format!("The text that the database stores for this {shown}."),
        Some(_) => format!("The name of this {shown} in the models."),
    });
    let number_of = number.map(|number| {
        let documented = doc(&format!(
            "The number that the database stores for this {shown}."
        ));
        quote! {
            #documented
            #[inline]
            #[must_use]
            pub const fn number(self) -> #number {
                self as #number
            }
        }
    });
    quote! {
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

            #number_of
        }
    }
}

fn structure(one: &Enum, name: &Ident, number: Option<&Ident>) -> TokenStream {
    let shown = code(&one.name);
    let fact = match number {
        None => "which the database stores as text.",
        Some(_) => "which the database stores as numbers.",
    };
    let documented = doc_after(one.doc.as_deref(), &format!("The enum {shown}, {fact}"));
    let derives = derives::list(derives::OF_ENUMS, &one.derives);
    let attributes = derives::attributes(&one.attributes);
    let repr = number.map(|number| quote!(#[repr(#number)]));
    let when = derives::renames_variants(one);
    let variants = one.variants.iter().map(|variant| {
        let fact = match &variant.stored {
            Stored::Text(text) => format!(
                "The value of {shown} that is stored as the text {}.",
                code(text)
            ),
            Stored::Number(number) => format!(
                "The value of {shown} that is stored as the number {}.",
                code(&number.to_string())
            ),
        };
        let documented = doc_after(variant.doc.as_deref(), &fact);
        let renamed = renamed(variant, &when);
        let attributes = derives::attributes(&variant.attributes);
        let name = ident(&variant.name);
        let number = match &variant.stored {
            Stored::Text(_) => None,
            Stored::Number(number) => {
                let number = Literal::i64_unsuffixed(*number);
                Some(quote!(= #number))
            }
        };
        quote!(#documented #renamed #attributes #name #number)
    });
    quote! {
        #documented
        #[allow(dead_code)]
        #derives
        #attributes
        #repr
        pub enum #name {
            #(#variants,)*
        }
    }
}

/// The attribute with which serde uses the name of a variant in the models.
fn renamed(variant: &Variant, when: &derives::When) -> TokenStream {
    let mut attributes = variant.attributes.iter();
    if variant.value == variant.name || attributes.any(|text| derives::says_names(text)) {
        return TokenStream::new();
    }
    let value = &variant.value;
    when.serde(&quote!(rename = #value))
}

/// The type of the stored numbers, if the enum stores numbers.
fn number_type(repr: Repr) -> Option<Ident> {
    match repr {
        Repr::Text => None,
        Repr::SmallInt => Some(ident("i16")),
        Repr::Integer => Some(ident("i32")),
        Repr::BigInt => Some(ident("i64")),
    }
}

/// The variant of the runtime's `Stored` for numbers of a type.
fn stored(number: &Ident) -> TokenStream {
    let variant = ident(&number.to_string().to_uppercase());
    quote!(twp::Stored::#variant)
}
