//! Generates the functions that read rows: `all`, `filter`, `find`, and one for each unique key;
//! also `update`, which finds its row like `find`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::names::find_by;
use tablewright_schema::{Column, IndexKey, Table};
use tablewright_sql::statements;

use super::docs::{code, codes, doc, doc_of_query};
use super::names::ident;
use super::table::positions;
use super::types::{self, KeyArgument};
use super::{Context, unbound};
use tablewright_schema::structure::position;

/// The functions that read rows.
pub fn functions(context: &Context<'_>) -> TokenStream {
    let table = context.table;
    let key = &table.primary_key.columns;
    let mut functions = all(context);
    functions.extend(filter(context));
    functions.extend(by_key(context, &ident("find"), key));
    functions.extend(update(context));
    for key in unique_keys(table) {
        let fields = key
            .iter()
            .map(|&column| table.columns[column].field.as_str());
        let name = ident(&find_by(fields));
        functions.extend(by_key(context, &name, &key));
    }
    functions
}

fn shown(context: &Context<'_>) -> String {
    code(&context.table.model)
}

fn all(context: &Context<'_>) -> TokenStream {
    let sql = context.sql(|to| statements::all(context.structure, context.deletion(), to));
    let documented = doc_of_query(
        &format!(
            "A query for every {}, in the order of the primary key.",
            shown(context)
        ),
        &sql,
    );
    quote! {
        #documented
        pub fn all<'a>() -> tw::Select<'a, Self> {
            twp::all()
        }
    }
}

fn filter(context: &Context<'_>) -> TokenStream {
    let documented = doc(&format!(
        "A query for every {} that matches a condition, in the order of the primary key.",
        shown(context)
    ));
    quote! {
        #documented
        pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
            Self::all().filter(filter)
        }
    }
}

/// The function that updates the row with a primary key.
fn update(context: &Context<'_>) -> TokenStream {
    let key = columns_of(context.table, &context.table.primary_key.columns);
    let Signature {
        generics,
        parameters,
        lifetime,
        arguments: _,
    } = Signature::new(context, &key);
    let names = key.iter().map(|column| ident(&column.field));
    let documented = doc(&format!(
        "An update of the {} with this primary key: unset columns keep their values.",
        shown(context)
    ));
    quote! {
        #documented
        pub fn update #generics (#parameters) -> tw::Update<#lifetime, Self> {
            Self::find(#(#names),*).update()
        }
    }
}

fn by_key(context: &Context<'_>, name: &Ident, key: &[usize]) -> TokenStream {
    let columns = columns_of(context.table, key);
    let at: Vec<u16> = key.iter().map(|&column| position(column)).collect();
    let sql = context.sql(|to| {
        statements::find(context.structure, &at, context.deletion(), to, unbound);
    });
    let documented = doc_of_query(&description(context.table, key), &sql);
    let Signature {
        generics,
        parameters,
        lifetime,
        arguments,
    } = Signature::new(context, &columns);
    let values = columns.iter().zip(&at).zip(&arguments);
    let values = values.map(|((column, &at), argument)| argument.value(at, &ident(&column.field)));
    let at = positions(&at);
    quote! {
        #documented
        pub fn #name #generics (#parameters) -> tw::Select<#lifetime, Self> {
            twp::find(#at, [#(#values),*])
        }
    }
}

fn columns_of<'t>(table: &'t Table, key: &[usize]) -> Vec<&'t Column> {
    key.iter().map(|&column| &table.columns[column]).collect()
}

fn description(table: &Table, key: &[usize]) -> String {
    let shown = code(&table.model);
    if key == table.primary_key.columns {
        return format!("A query for the {shown} with this primary key.");
    }
    let fields = key
        .iter()
        .map(|&column| table.columns[column].field.as_str());
    match key.len() {
        1 => format!(
            "A query for the {shown} with this {}, which is unique.",
            codes(fields)
        ),
        _ => format!(
            "A query for the {shown} with these {}, which are unique together.",
            codes(fields)
        ),
    }
}

/// The unique keys, and the equivalent unique indexes, each set of columns once.
fn unique_keys(table: &Table) -> Vec<Vec<usize>> {
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique && index.predicate.is_none());
    let of_index = indexes.filter_map(|index| {
        let column = |key: &IndexKey| match key {
            IndexKey::Column(column) => Some(*column),
            IndexKey::Expression(_) => None,
        };
        index
            .parts
            .iter()
            .map(|part| column(&part.key))
            .collect::<Option<Vec<usize>>>()
    });
    let mut keys: Vec<Vec<usize>> = Vec::new();
    for key in table
        .uniques
        .iter()
        .map(|key| key.columns.clone())
        .chain(of_index)
    {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The parameters of a function that finds a row, and the lifetime of its statement.
struct Signature {
    generics: Option<TokenStream>,
    parameters: TokenStream,
    lifetime: TokenStream,
    arguments: Vec<KeyArgument>,
}

impl Signature {
    fn new(context: &Context<'_>, key: &[&Column]) -> Signature {
        let arguments: Vec<KeyArgument> = key
            .iter()
            .map(|column| types::key_argument(context.schema, column))
            .collect();
        let borrowed = arguments.iter().filter(|one| one.is_borrowed()).count();
        let (generics, reference, lifetime) = match borrowed {
            1 => (None, quote!(&), quote!('_)),
            // If nothing is borrowed, the caller chooses: values that are set later may be
            // borrowed.
            _ => (Some(quote!(<'a>)), quote!(&'a), quote!('a)),
        };
        let parameters = key.iter().zip(&arguments).map(|(column, argument)| {
            let name = ident(&column.field);
            match argument {
                KeyArgument::Copied(ty) => quote!(#name: #ty),
                KeyArgument::Borrowed(ty) => quote!(#name: #reference #ty),
                KeyArgument::Text => quote!(#name: #reference str),
                KeyArgument::Bytes => quote!(#name: #reference [u8]),
            }
        });
        Signature {
            generics,
            parameters: quote!(#(#parameters),*),
            lifetime,
            arguments,
        }
    }
}
