//! Generates Rust code from a checked schema.
//!
//! Nothing here can fail. Models are independent of each other, so several threads generate and
//! print them, and the results are joined in the order of the file.

mod columns;
pub mod derives;
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

/// The largest number of `bool`s in a struct that clippy accepts.
const MOST_BOOLS: usize = 3;

/// The input of the generator, except the schema.
#[derive(Default)]
pub struct Contents<'a> {
    /// The migrations, if some are embedded.
    pub migrations: Option<&'a [Migration]>,
    /// The seeds.
    pub seeds: Option<&'a Seeds>,
    /// The enums and models of other crates.
    pub externs: Externs,
    /// Whether only types are generated, without the runtime.
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

/// The model's struct, the struct for new rows, and their implementations.
///
/// They stay separate, because tokens are copied at every step.
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

/// The input of all functions that generate code for a model.
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
    /// The static with the description of the table.
    described: &'a Ident,
    parameters: &'a TypeParameters,
}

impl<'a> Context<'a> {
    /// The SQL of a statement in the first dialect, for a doc comment.
    fn sql(&self, tell: impl FnOnce(&mut Vec<Word<'a>>)) -> String {
        let mut words = Vec::new();
        tell(&mut words);
        render(&words, self.schema.dialects[0]).sql
    }

    /// The columns with roles.
    fn roles(&self) -> Roles {
        Roles::of(self.structure)
    }

    /// The column of the soft delete.
    fn deletion(&self) -> Option<u16> {
        deletion(self.table)
    }
}

fn deletion(table: &Table) -> Option<u16> {
    table.with_role(Role::Deletion).map(position)
}

/// Ignores the values of columns, for a statement that is only shown.
fn unbound(_: &mut Vec<Word<'_>>, _: u16) {}

/// Allows this number of `bool`s in a struct for clippy.
fn allow_bools(bools: usize) -> Option<TokenStream> {
    (bools > MOST_BOOLS).then(|| quote!(#[allow(clippy::struct_excessive_bools)]))
}
