//! Generates only types, which programs without a database share with those that have one.
//!
//! The code uses neither the runtime nor other crates, except the crates of values that the models
//! need, such as `uuid`.

use proc_macro2::TokenStream;
use tablewright_schema::{Schema, Table};

use super::names::ident;
use super::{derives, enums, externs, model, redact, types};
use crate::externs::Externs;

/// The parts of the file, in order.
pub fn parts(schema: &Schema, external: &Externs) -> Vec<Vec<TokenStream>> {
    let enums = schema
        .enums
        .iter()
        .map(|one| match external.path(&one.name) {
            None => enums::plain_items(one),
            Some(path) => externs::plain_enum(one, path),
        });
    let models = schema
        .tables
        .iter()
        .map(|table| match external.path(&table.model) {
            None => items(schema, table),
            Some(path) => externs::imports(schema, table, path),
        });
    enums.chain(models).collect()
}

/// The model's struct, without the fields that are never sent.
fn items(schema: &Schema, table: &Table) -> Vec<TokenStream> {
    let name = ident(&table.model);
    let columns = table.columns.iter().enumerate();
    let columns: Vec<usize> = columns
        .filter(|(_, column)| !derives::is_hidden(column))
        .map(|(position, _)| position)
        .collect();
    let shown = columns.iter().map(|&position| &table.columns[position]);
    let debug = redact::debug(shown, &quote::quote!(#name), &name);
    let row = model::Row {
        schema,
        table,
        name: &name,
        columns: &columns,
        field: types::plain_field,
    };
    let mut items = vec![row.structure(debug.is_none())];
    items.extend(model::key_type(schema, table, |column| {
        types::plain(schema, &column.ty)
    }));
    items.extend(debug);
    items
}
