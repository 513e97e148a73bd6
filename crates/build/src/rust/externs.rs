//! Generates imports of types that another crate has generated, under their names in the models.
//!
//! The compiler compares them with the models: an enum has the same values, and a model the same
//! fields, of the same types, in the same columns.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Enum, Schema, Stored, Table};

use super::docs::{code, doc};
use super::literal::text;
use super::names::{self, ident};
use super::{model, types};

/// An enum of another crate.
pub fn enumeration(one: &Enum, path: &str) -> Vec<TokenStream> {
    let name = ident(&one.name);
    let variants = || one.variants.iter().map(|variant| ident(&variant.name));
    let (texts, numbers) = (variants(), variants());
    let wanted = one.variants.iter().map(|one| text(&one.value));
    let message = format!(
        "{} has other values than {} in models.yaml",
        code(path),
        code(&one.name)
    );
    let of_numbers = one.variants.iter().filter_map(|one| match one.stored {
        Stored::Text(_) => None,
        Stored::Number(number) => Some(Literal::i64_unsuffixed(number)),
    });
    let of_numbers: Vec<Literal> = of_numbers.collect();
    let mut items = plain_enum(one, path);
    items.push(quote! {
        const _: () = twp::same_texts(&[#(#name::#texts.as_str()),*], &[#(#wanted),*], #message);
    });
    if !of_numbers.is_empty() {
        items.push(quote! {
            const _: () = twp::same_numbers(
                &[#(#name::#numbers as i64),*],
                &[#(#of_numbers),*],
                #message
            );
        });
    }
    items
}

/// An enum of another crate, without the runtime.
pub fn plain_enum(one: &Enum, path: &str) -> Vec<TokenStream> {
    let name = ident(&one.name);
    let variants = one.variants.iter().map(|variant| ident(&variant.name));
    vec![
        import(&one.name, path),
        quote! {
            const _: fn(#name) = |value| match value {
                #(#name::#variants)|* => {}
            };
        },
    ]
}

/// A model of another crate, with the struct for new rows.
pub fn model(schema: &Schema, table: &Table, path: &str) -> Vec<TokenStream> {
    let name = ident(&table.model);
    let new = names::insert_struct(&table.model);
    let mut items = imports(schema, table, path);
    items.push(import(&new, &beside(path, names::insert_struct)));
    items.push(fields(schema, table));
    let columns = table.columns.iter().map(|column| text(&column.name));
    let in_database = text(&table.name);
    let message = format!(
        "{} is of another table than {} in models.yaml, or of other columns",
        code(path),
        code(&table.model)
    );
    items.push(quote! {
        const _: () = twp::same_table(
            <#name as tw::Model>::TABLE,
            #in_database,
            &[#(#columns),*],
            #message
        );
    });
    items
}

/// The struct of a model, and the type of its key if it has its own.
pub fn imports(schema: &Schema, table: &Table, path: &str) -> Vec<TokenStream> {
    let mut items = vec![import(&table.model, path)];
    if model::key_type(schema, table, |_| TokenStream::new()).is_some() {
        let key = |model: &str| names::key_type(model).to_string();
        items.push(import(&key(&table.model), &beside(path, key)));
    }
    items
}

/// A function that compiles only if the struct has these fields, of these types.
fn fields(schema: &Schema, table: &Table) -> TokenStream {
    let name = ident(&table.model);
    let fields = || table.columns.iter().map(|column| ident(&column.field));
    let (all, each) = (fields(), fields());
    let types = table
        .columns
        .iter()
        .map(|column| types::field(schema, column));
    quote! {
        const _: fn(#name) = |row| {
            let #name { #(#all),* } = row;
            #(let _: #types = #each;)*
        };
    }
}

/// `pub use` of a path, with a name.
fn import(name: &str, path: &str) -> TokenStream {
    let documented = doc(&format!(
        "The type {} of the models, which is {} of another crate.",
        code(name),
        code(path)
    ));
    let is_called_so = path.rsplit("::").next().map(str::trim) == Some(name);
    let (name, path) = (ident(name), path_of(path));
    let renamed = (!is_called_so).then(|| quote!(as #name));
    quote! {
        #documented
        #[allow(unused_imports)]
        pub use #path #renamed;
    }
}

/// The path, which has already been parsed.
fn path_of(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

/// The path of an item beside a type that is named after it.
fn beside(path: &str, name: impl FnOnce(&str) -> String) -> String {
    let (module, last) = path.rsplit_once("::").unwrap_or(("self", path));
    format!("{module}::{}", name(last.trim()))
}
