//! Generates the rows of `seeds/`, and the function that inserts them.

mod labels;

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use tablewright_schema::seeds::{SeedRow, SeedValue, Seeds};
use tablewright_schema::structure::position;
use tablewright_schema::{Literal, Schema};

use super::docs::doc;
use super::literal::text;
use super::names::{TypeParameters, ident};
use super::table::positions;
use crate::externs::Externs;
use crate::print::print;

/// The function with its rows, and the constants of their labels, as text, if there are any.
pub fn parts(schema: &Schema, seeds: &Seeds, externs: &Externs) -> Vec<String> {
    if seeds.rows.is_empty() {
        return Vec::new();
    }
    vec![
        function(schema, seeds),
        print(labels::items(schema, seeds, externs)),
    ]
}

fn function(schema: &Schema, seeds: &Seeds) -> String {
    let connection = TypeParameters::of(schema).connection;
    let rows = seeds.rows.iter().map(|row| item(schema, row));
    let about = doc(
        "Inserts the rows of `seeds/` that a database lacks, and updates those that differ, in one \
         transaction. It is safe to run again.",
    );
    print(quote! {
        #about
        #[allow(dead_code)]
        pub fn seed<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection, tw::Result<tw::Seeds>> {
            static ROWS: &[twp::SeedRow] = &[#(#rows),*];
            twp::seed(db, ROWS)
        }
    })
}

fn item(schema: &Schema, row: &SeedRow) -> TokenStream {
    let model = &schema.tables[row.table].model;
    let (name, model, label) = (text(model), ident(model), text(&row.label));
    let file = text(&row.file);
    let key: Vec<u16> = row.key.iter().map(|&column| position(column)).collect();
    let key = positions(&key);
    let (values, later) = (cells(&row.values), cells(&row.later));
    quote! {
        twp::SeedRow {
            of: &twp::SeedModel::of::<#model>(#name),
            label: #label,
            file: #file,
            key: #key,
            values: #values,
            later: #later
        }
    }
}

fn cells(cells: &[(usize, SeedValue)]) -> TokenStream {
    let cells = cells.iter().map(|(column, value)| {
        let column = Token::u16_unsuffixed(position(*column));
        let value = match value {
            SeedValue::Null => quote!(Null),
            SeedValue::Literal(literal) => variant(literal),
            SeedValue::Of { row, column } => {
                let row = Token::usize_unsuffixed(*row);
                let column = Token::u16_unsuffixed(position(*column));
                quote!(Of(#row, #column))
            }
        };
        quote!((#column, twp::SeedValue::#value))
    });
    quote!(&[#(#cells),*])
}

/// The value as a variant of the runtime's `SeedValue`.
fn variant(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Bool(value) => quote!(Bool(#value)),
        Literal::Integer(value) => {
            let value = Token::i64_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Literal::Float(value) => {
            let value = Token::f64_unsuffixed(*value);
            quote!(Float(#value))
        }
        Literal::Decimal(value)
        | Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Timestamp(value)
        | Literal::Json(value) => {
            let value = text(value);
            quote!(Text(#value))
        }
        Literal::Bytes(value) => {
            let value = Token::byte_string(value);
            quote!(Bytes(#value))
        }
        Literal::Uuid(value) => {
            let value = Token::byte_string(value);
            quote!(Bytes(#value))
        }
        Literal::List(items) => {
            let items = items.iter().map(variant);
            quote!(List(&[#(twp::SeedValue::#items),*]))
        }
    }
}
