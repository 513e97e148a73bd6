//! A checked schema as Rust code.
//!
//! Nothing here can fail. Models are independent of each other, so they are written and printed
//! by several threads, and put together in the order of the file.

mod columns;
mod derives;
mod docs;
mod enums;
mod externs;
mod literal;
mod migrations;
mod model;
pub mod names;
mod new;
mod own_types;
mod plain;
mod reads;
mod redact;
mod relations;
mod rules;
mod schema;
mod seeds;
mod table;
mod types;
mod writes;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_evolve::migrations::Migration;
use tablewright_schema::seeds::Seeds;
use tablewright_schema::{Role, Schema, Table};
use tablewright_sql::table::Roles;
use tablewright_sql::{Word, render, table as structure};

use crate::externs::Externs;
use crate::parallel;
use crate::print::print;
use names::TypeParameters;
use relations::Inverses;
use tablewright_schema::structure::{position, with_tables};

/// The most `bool`s of one struct that clippy accepts.
const MOST_BOOLS: usize = 3;

/// What is generated, beside the schema.
#[derive(Default)]
pub struct Contents<'a> {
    /// The migrations, if there are any to embed.
    pub migrations: Option<&'a [Migration]>,
    /// The seeds.
    pub seeds: Option<&'a Seeds>,
    /// The enums and models of other crates.
    pub externs: Externs,
    /// Whether there are only types, and nothing of the runtime.
    pub types_only: bool,
}

/// The first line of a generated file.
const HEADER: &str = "// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.\n";

/// The generated file.
pub fn file(schema: &Schema, contents: &Contents<'_>) -> String {
    let mut text = String::from(HEADER);
    let mut add = |part: String| {
        text.push('\n');
        text.push_str(&part);
    };
    let externs = &contents.externs;
    if contents.types_only {
        let parts = plain::parts(schema, externs);
        parts.into_iter().map(printed).for_each(add);
        return text;
    }
    let enums = schema
        .enums
        .iter()
        .map(|one| match externs.path(&one.name) {
            None => printed(enums::items(one)),
            Some(path) => printed(externs::enumeration(one, path)),
        });
    let own_types = own_types::parts(schema);
    let models = with_tables(schema, |tables| models(schema, tables, externs));
    let migrations = contents.migrations;
    let migrations = migrations.map(|migrations| migrations::parts(schema, migrations));
    let seeds = contents.seeds;
    let seeds = seeds.map(|seeds| seeds::parts(schema, seeds, externs));
    let head = schema::parts(schema)
        .into_iter()
        .chain(migrations.into_iter().flatten())
        .chain(seeds.into_iter().flatten());
    head.chain(enums)
        .chain(own_types)
        .chain(models)
        .for_each(&mut add);
    text
}

fn models(schema: &Schema, tables: &[structure::Table<'_>], externs: &Externs) -> Vec<String> {
    let inverses = Inverses::of(schema);
    let statics = names::statics(schema);
    let positions: Vec<usize> = (0..schema.tables.len()).collect();
    parallel::map(
        &positions,
        || TypeParameters::of(schema),
        |parameters, &position| {
            let table = &schema.tables[position];
            if let Some(path) = externs.path(&table.model) {
                return printed(externs::model(schema, table, path));
            }
            let context = Context {
                schema,
                tables,
                position,
                table,
                structure: &tables[position],
                name: &names::ident(&table.model),
                described: &names::ident(&statics[position]),
                parameters,
            };
            printed(items(&context, &inverses))
        },
    )
}

/// The model's struct, the one for its new rows, and what they implement.
///
/// They stay apart, because every step that tokens are passed on in costs a copy.
fn items(context: &Context<'_>, inverses: &Inverses<'_>) -> Vec<TokenStream> {
    let mut items = model::items(context, inverses);
    items.extend(new::items(context));
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
    /// All tables as structure, in the order of the schema.
    tables: &'a [structure::Table<'a>],
    /// The position of the model's own table.
    position: usize,
    table: &'a Table,
    /// The table as structure.
    structure: &'a structure::Table<'a>,
    /// The model's struct.
    name: &'a Ident,
    /// The static that describes the table.
    described: &'a Ident,
    parameters: &'a TypeParameters,
}

impl<'a> Context<'a> {
    /// The SQL of a statement in the first of the dialects, for a doc comment.
    fn sql(&self, tell: impl FnOnce(&mut Vec<Word<'a>>)) -> String {
        let mut words = Vec::new();
        tell(&mut words);
        render(&words, self.schema.dialects[0]).sql
    }

    /// The columns with roles.
    fn roles(&self) -> Roles {
        Roles::of(self.structure)
    }

    /// The column that tells when a row was deleted.
    fn deletion(&self) -> Option<u16> {
        deletion(self.table)
    }
}

fn deletion(table: &Table) -> Option<u16> {
    table.with_role(Role::Deletion).map(position)
}

/// What a statement does with the values of columns if it is only shown.
fn unbound(_: &mut Vec<Word<'_>>, _: u16) {}

/// Lets clippy accept so many `bool`s of a struct.
fn allow_bools(bools: usize) -> Option<TokenStream> {
    (bools > MOST_BOOLS).then(|| quote!(#[allow(clippy::struct_excessive_bools)]))
}
