//! A checked schema as Rust code.
//!
//! Nothing here can fail. Models are independent of each other, so they are written and printed
//! by several threads, and put together in the order of the file.

mod columns;
mod derives;
mod docs;
mod enums;
mod insert;
mod literal;
mod lookups;
mod migrations;
mod model;
pub mod names;
mod redact;
mod relations;
mod roles;
mod schema;
mod types;

pub use schema::schema_hash;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::migrations::Migration;
use tablewright_schema::{Schema, Table};

use crate::parallel;
use crate::print::print;
use crate::queries::Queries;
use names::TypeParameters;
use relations::WaysBack;

/// The most `bool`s of one struct or function that clippy says nothing about.
const MOST_BOOLS: usize = 3;

/// The generated file, with the migrations where there are any to embed.
pub fn file(schema: &Schema, migrations: Option<&[Migration]>) -> String {
    let mut text = String::from(
        "// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.\n",
    );
    let enums = schema.enums.iter().map(|one| printed(enums::items(one)));
    let ways_back = WaysBack::of(schema);
    let models = parallel::map(
        &schema.tables,
        || TypeParameters::of(schema),
        |parameters, table| printed(items(schema, table, &ways_back, parameters)),
    );
    let migrations = migrations.map(|migrations| migrations::part(schema, migrations));
    let head = schema::parts(schema).into_iter().chain(migrations);
    for part in head.chain(enums).chain(models) {
        text.push('\n');
        text.push_str(&part);
    }
    text
}

/// The model's struct, the one for its new rows, and what they implement.
///
/// They stay apart, because every step that tokens are passed on in costs a copy.
fn items(
    schema: &Schema,
    table: &Table,
    ways_back: &WaysBack<'_>,
    parameters: &TypeParameters,
) -> Vec<TokenStream> {
    let name = names::ident(&table.model);
    let queries = schema
        .dialects
        .iter()
        .map(|&dialect| Queries::new(schema, table, dialect));
    let context = Context {
        schema,
        table,
        name: &name,
        queries: queries.collect(),
        parameters,
    };
    let mut items = model::items(&context);
    items.extend(relations::items(&context, ways_back));
    items.extend(insert::items(&context));
    items
}

fn printed(items: Vec<TokenStream>) -> String {
    items
        .into_iter()
        .map(print)
        .collect::<Vec<String>>()
        .join("\n")
}

/// What everything that is written for a model needs.
struct Context<'a> {
    schema: &'a Schema,
    table: &'a Table,
    /// The model's struct.
    name: &'a Ident,
    /// One for each dialect; the first is the default, whose SQL the documentation shows.
    queries: Vec<Queries<'a>>,
    parameters: &'a TypeParameters,
}

/// A statement: one text for each of the dialects.
fn sql(context: &Context<'_>, texts: impl Iterator<Item = String>) -> TokenStream {
    let texts = context.queries.iter().zip(texts).map(|(queries, text)| {
        let (dialect, text) = (dialect(queries), literal::text(&text));
        quote!(.#dialect(#text))
    });
    quote!(tw::Sql::NONE #(#texts)*)
}

fn dialect(queries: &Queries<'_>) -> Ident {
    names::ident(queries.dialect().name())
}

/// Lets clippy accept so many `bool`s of a struct.
fn allow_bools(bools: usize) -> Option<TokenStream> {
    are_many(bools).then(|| quote!(#[allow(clippy::struct_excessive_bools)]))
}

fn are_many(bools: usize) -> bool {
    bools > MOST_BOOLS
}
