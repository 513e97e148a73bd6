//! Generates the labels of rows as constants, `seeds::user::ADA`, with the types of the keys.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::seeds::{SeedRow, Seeds};
use tablewright_schema::{Schema, Table};

use super::super::docs::doc;
use super::super::literal::text;
use super::super::names::ident;
use super::super::types;
use crate::externs::Externs;

pub fn items(schema: &Schema, seeds: &Seeds, externs: &Externs) -> TokenStream {
    let mut models: BTreeMap<usize, Vec<&SeedRow>> = BTreeMap::new();
    for row in &seeds.rows {
        models.entry(row.table).or_default().push(row);
    }
    let names = module_names(schema, models.keys().copied());
    let modules = models
        .iter()
        .zip(names)
        .map(|((&table, rows), name)| module(&schema.tables[table].model, &name, rows));
    let own = models.keys().map(|&table| &schema.tables[table]);
    let own = own.filter(|table| externs.path(&table.model).is_none());
    let keys = own.map(|table| key(schema, table));
    let about = doc("The labels of the rows of `seeds/`, for `Seeds::find` and `Seeds::key`.");
    quote! {
        #about
        #[allow(dead_code)]
        pub mod seeds {
            #(#modules)*
        }
        #(#keys)*
    }
}

/// Names of modules; the names of two models may differ only in case.
fn module_names(schema: &Schema, tables: impl Iterator<Item = usize>) -> Vec<Ident> {
    let mut names: Vec<String> = Vec::new();
    for table in tables {
        let mut name = schema.tables[table].model.to_snake_case();
        if names.contains(&name) {
            name = format!("{name}_{table}");
        }
        names.push(name);
    }
    names.iter().map(|name| ident(name)).collect()
}

fn module(model: &str, name: &Ident, rows: &[&SeedRow]) -> TokenStream {
    let ty = ident(model);
    let mut constants: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        let name = constant(&row.label);
        constants.entry(name).or_default().push(&row.label);
    }
    // Labels with the same constant name have no constant, because it would be ambiguous; and a
    // label may contain letters that are not allowed in Rust names.
    let constants = constants
        .iter()
        .filter_map(|(name, labels)| match labels.as_slice() {
            [label] => Some((syn::parse_str::<Ident>(name).ok()?, *label)),
            _ => None,
        });
    let constants = constants.map(|(name, label)| {
        let about = doc(&format!("The label of the row `{label}` of `{model}`."));
        let label = text(label);
        quote! {
            #about
            pub const #name: super::super::tw::Seed<super::super::#ty> =
                super::super::tw::Seed::of(#label);
        }
    });
    let about = doc(&format!("The labels of the rows of `{model}`."));
    quote! {
        #about
        pub mod #name {
            #(#constants)*
        }
    }
}

/// The name of the constant for a label: its letters and digits, in capitals.
fn constant(label: &str) -> String {
    let name = label.to_shouty_snake_case();
    let begins_with_letter = name.starts_with(|first: char| first.is_alphabetic());
    match begins_with_letter {
        true => name,
        false => format!("ROW_{name}"),
    }
}

/// The key of a row of the model.
fn key(schema: &Schema, table: &Table) -> TokenStream {
    let model = ident(&table.model);
    let columns = table.primary_key.columns.iter();
    let columns: Vec<TokenStream> = columns
        .map(|&column| types::field(schema, &table.columns[column]))
        .collect();
    let key = match columns.as_slice() {
        [only] => only.clone(),
        several => quote!((#(#several),*)),
    };
    quote! {
        impl twp::Seeded for #model {
            type Key = #key;
        }
    }
}
