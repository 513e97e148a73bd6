//! The functions that read rows: `all`, `find`, and one for each unique key.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tablewright_schema::names::find_by;
use tablewright_schema::{IndexKey, Table};

use super::docs::{codes, doc_of_query};
use super::names::ident;
use super::types::{self, KeyArgument};
use super::{Context, dialect, literal};
use crate::queries::{Lookup, Queries};

/// The functions that read rows.
pub fn functions(context: &Context<'_>) -> TokenStream {
    let table = context.table;
    let mut functions = all(context);
    functions.extend(filter(context));
    functions.extend(find(context));
    functions.extend(update(context));
    for key in unique_keys(table) {
        let fields = key
            .iter()
            .map(|&column| table.columns[column].field.as_str());
        let name = ident(&find_by(fields));
        functions.extend(by_unique_key(context, &name, &key));
    }
    functions
}

fn all(context: &Context<'_>) -> TokenStream {
    let lookups: Vec<Lookup> = context.queries.iter().map(Queries::all).collect();
    let text = "Every row, in the order of the primary key.";
    let documented = doc_of_query(text, &lookups[0].select);
    let statics = lookup(context, &lookups);
    quote! {
        #documented
        #[inline]
        pub fn all() -> tw::Select<'static, Self> {
            #statics
            tw::Select::new(&LOOKUP, [])
        }
    }
}

fn filter(context: &Context<'_>) -> TokenStream {
    let text = "The rows for which a condition holds, in the order of the primary key.";
    let documented = doc_of_query(text, &context.queries[0].filtered());
    quote! {
        #documented
        #[inline]
        pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
            Self::all().filter(filter)
        }
    }
}

/// A change of the row with a primary key.
fn update(context: &Context<'_>) -> TokenStream {
    let key = &context.table.primary_key.columns;
    let Signature {
        generics,
        parameters,
        lifetime,
    } = Signature::new(context, key);
    let names = key
        .iter()
        .map(|&column| ident(&context.table.columns[column].field));
    let text = "A change of the row with this primary key: what is not set stays.";
    let documented = doc_of_query(text, &context.queries[0].changed());
    quote! {
        #documented
        #[inline]
        pub fn update #generics (#parameters) -> tw::Update<#lifetime, Self> {
            Self::find(#(#names),*).update()
        }
    }
}

/// The row with a primary key, whose statements are the model's: relations run them, too.
fn find(context: &Context<'_>) -> TokenStream {
    let lookup = quote!(<Self as tw::Model>::FIND);
    let key = &context.table.primary_key.columns;
    let documented = &context.queries[0].lookup(key).select;
    by_key(context, &ident("find"), key, documented, None, &lookup)
}

fn by_unique_key(context: &Context<'_>, name: &Ident, key: &[usize]) -> TokenStream {
    let lookups = by(context, key);
    let statics = lookup(context, &lookups);
    let documented = &lookups[0].select;
    by_key(
        context,
        name,
        key,
        documented,
        Some(statics),
        &quote!(&LOOKUP),
    )
}

/// The statements for the rows with these values in the columns of a key.
pub fn by(context: &Context<'_>, key: &[usize]) -> Vec<Lookup> {
    let queries = context.queries.iter();
    queries.map(|queries| queries.lookup(key)).collect()
}

fn by_key(
    context: &Context<'_>,
    name: &Ident,
    key: &[usize],
    select: &str,
    statics: Option<TokenStream>,
    lookup: &TokenStream,
) -> TokenStream {
    let table = context.table;
    let documented = doc_of_query(&description(table, key), select);
    let Signature {
        generics,
        parameters,
        lifetime,
    } = Signature::new(context, key);
    let values = key.iter().map(|&column| {
        let column = &table.columns[column];
        types::key_value(column, &ident(&column.field))
    });
    quote! {
        #documented
        #[inline]
        pub fn #name #generics (#parameters) -> tw::Select<#lifetime, Self> {
            #statics
            tw::Select::new(#lookup, [#(#values),*])
        }
    }
}

fn description(table: &Table, key: &[usize]) -> String {
    if key == table.primary_key.columns {
        return "The row with this primary key.".to_owned();
    }
    let fields = key
        .iter()
        .map(|&column| table.columns[column].field.as_str());
    match key.len() {
        1 => format!("The row with this {}, which is unique.", codes(fields)),
        _ => format!(
            "The row with these {}, which are unique together.",
            codes(fields)
        ),
    }
}

/// The unique keys, and the unique indexes that are as good, each set of columns once.
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

/// The statements of a lookup as a static, whose address a connection may know it by.
pub fn lookup(context: &Context<'_>, lookups: &[Lookup]) -> TokenStream {
    let value = value(context, lookups);
    quote! {
        static LOOKUP: tw::Lookup = #value;
    }
}

/// The statements of a lookup.
pub fn value(context: &Context<'_>, lookups: &[Lookup]) -> TokenStream {
    let texts = context
        .queries
        .iter()
        .zip(lookups)
        .map(|(queries, lookup)| {
            let dialect = dialect(queries);
            let Lookup {
                select,
                count,
                exists,
                delete,
            } = lookup;
            let [select, count, exists, delete] =
                [select, count, exists, delete].map(|sql| literal::text(sql));
            quote!(.#dialect([#select, #count, #exists, #delete]))
        });
    quote!(tw::Lookup::NONE #(#texts)*)
}

/// The parameters of a lookup, and how long its statement may live.
struct Signature {
    generics: Option<TokenStream>,
    parameters: TokenStream,
    lifetime: TokenStream,
}

impl Signature {
    fn new(context: &Context<'_>, key: &[usize]) -> Signature {
        let columns: Vec<_> = key
            .iter()
            .map(|&column| &context.table.columns[column])
            .collect();
        let arguments: Vec<KeyArgument> = columns
            .iter()
            .map(|column| types::key_argument(context.schema, column))
            .collect();

        let is_kept = |argument: &&KeyArgument| matches!(argument, KeyArgument::Borrowed(_));
        let is_copied = |argument: &&KeyArgument| matches!(argument, KeyArgument::Copied(_));
        let kept = arguments.iter().filter(is_kept).count();
        let references = arguments.len() - arguments.iter().filter(is_copied).count();
        let (generics, reference, lifetime) = match (kept, references) {
            (0, _) => (None, quote!(&), quote!('static)),
            (_, 1) => (None, quote!(&), quote!('_)),
            (_, _) => (Some(quote!(<'a>)), quote!(&'a), quote!('a)),
        };

        let parameters = columns.iter().zip(&arguments).map(|(column, argument)| {
            let name = ident(&column.field);
            match argument {
                KeyArgument::Copied(ty) => quote!(#name: #ty),
                KeyArgument::Borrowed(ty) => quote!(#name: #reference #ty),
                KeyArgument::Inspected(ty) => quote!(#name: &#ty),
            }
        });
        Signature {
            generics,
            parameters: quote!(#(#parameters),*),
            lifetime,
        }
    }
}
