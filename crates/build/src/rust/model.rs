//! Generates the struct of a model: a row of its table.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Computed, Role, Schema, Source, Table, Type};

use super::docs::{code, doc, doc_after, facts};
use super::names::{self, ident};
use super::relations::{self, Inverses};
use super::{Context, columns, derives, reads, redact, rules, table, types, writes};

/// The number of fields that are read together.
const READ_TOGETHER: usize = 12;

/// The model's struct and its implementations.
pub fn items(context: &Context<'_>, inverses: &Inverses<'_>) -> Vec<TokenStream> {
    let name = context.name;
    let debug = redact::debug(context.table.columns.iter(), &quote!(#name), name);
    let columns: Vec<usize> = (0..context.table.columns.len()).collect();
    let row = Row {
        schema: context.schema,
        table: context.table,
        name,
        columns: &columns,
        field: types::field,
    };
    let mut items = vec![row.structure(debug.is_none())];
    items.extend(key_type(context.schema, context.table, |column| {
        types::key_type(context.schema, name, column)
    }));
    items.extend(debug);
    items.extend([inherent(context, inverses), model(context)]);
    items.extend(versioned(context));
    items.extend(soft_delete(context));
    items
}

/// The type of the primary key, if it has its own.
pub fn key_type(
    schema: &Schema,
    table: &Table,
    meaning: impl FnOnce(&Column) -> TokenStream,
) -> Option<TokenStream> {
    let [key] = *table.primary_key.columns else {
        return None;
    };
    let column = &table.columns[key];
    // A key that references another row has the type of that row's key.
    let owner = column.key_of?;
    if schema.tables[owner].model != table.model {
        return None;
    }
    let name = names::key_type(&table.model);
    let ty = meaning(column);
    let documented = doc(&format!(
        "The type of the primary key of {}.",
        code(&table.model)
    ));
    Some(quote! {
        #documented
        #[allow(dead_code)]
        pub type #name = #ty;
    })
}

/// A model's struct.
pub struct Row<'a> {
    pub schema: &'a Schema,
    pub table: &'a Table,
    pub name: &'a Ident,
    /// The positions of the columns with fields.
    pub columns: &'a [usize],
    /// The function that chooses the type of a field.
    pub field: fn(&Schema, &Column) -> TokenStream,
}

impl Row<'_> {
    /// The struct; `derives_debug` depends on its fields.
    pub fn structure(&self, derives_debug: bool) -> TokenStream {
        let Row {
            schema,
            table,
            name,
            ..
        } = *self;
        let about = format!(
            "The model {}: a row of the table {}.",
            code(&table.model),
            code(&table.name)
        );
        let documented = doc_after(table.doc.as_deref(), &about);
        let own: &[&str] = if derives_debug {
            derives::OF_MODELS
        } else {
            &["Clone", "PartialEq"]
        };
        let derives = derives::list(own, &table.derives);
        let attributes = derives::attributes(&table.attributes);
        let columns = self.columns.iter().map(|&at| (at, &table.columns[at]));
        let bools = columns
            .clone()
            .filter(|(_, one)| one.ty == Type::Bool && !one.nullable)
            .count();
        let allowed = super::allow_bools(bools);
        let fields = columns.map(|(position, column)| {
            let documented = doc_after(column.doc.as_deref(), &facts(schema, table, position));
            let unserialized = derives::unserialized(table, column);
            let attributes = derives::attributes(&column.attributes);
            let name = ident(&column.field);
            let ty = (self.field)(schema, column);
            quote!(#documented #unserialized #attributes pub #name: #ty)
        });
        quote! {
            #documented
            #[allow(dead_code)]
            #allowed
            #derives
            #attributes
            pub struct #name {
                #(#fields,)*
            }
        }
    }
}

/// The constants of columns and relations, and the functions.
fn inherent(context: &Context<'_>, inverses: &Inverses<'_>) -> TokenStream {
    let name = context.name;
    let columns = context.table.columns.iter().enumerate();
    let columns =
        columns.map(|(at, one)| columns::constant(context.schema, context.table, one, at));
    let relations = relations::all(context, inverses);
    let reads = reads::functions(context);
    let writes = writes::functions(context);
    let validate = rules::of_row(context.table);
    let constants = relations.iter().map(|relation| &relation.constant);
    let functions = relations.iter().map(|relation| &relation.functions);
    quote! {
        #[allow(dead_code)]
        impl #name {
            #(#columns)*
            #(#constants)*
            #reads
            #writes
            #validate
            #(#functions)*
        }
    }
}

fn model(context: &Context<'_>) -> TokenStream {
    let Context {
        name, described, ..
    } = *context;
    let row = &context.parameters.row;
    let table = table::value(context.structure);
    let fields: Vec<_> = context
        .table
        .columns
        .iter()
        .map(|column| ident(&column.field))
        .collect();
    let positions = (0..fields.len()).map(Literal::usize_unsuffixed);
    let defaults = defaults(context);
    let rules = rules::constant(context.table);
    // All are read before the first gets a name, so that no field hides `row`.
    let parts = fields.chunks(READ_TOGETHER).enumerate();
    let (names, reads): (Vec<_>, Vec<_>) = parts
        .map(|(number, names)| {
            let first = Literal::usize_unsuffixed(number * READ_TOGETHER);
            (tuple(names), quote!(row.read(#first)?))
        })
        .unzip();
    let (names, reads) = match (&*names, &*reads) {
        ([names], [reads]) => (names.clone(), reads.clone()),
        (names, reads) => (tuple(names), tuple(reads)),
    };
    quote! {
        static #described: twp::Table = #table;

        impl tw::Model for #name {
            const TABLE: &'static twp::Table = &#described;
            #rules

            #[inline]
            fn read<#row: twp::Row>(row: twp::Fields<'_, #row>) -> tw::Result<Self> {
                let #names = #reads;
                Ok(Self { #(#fields),* })
            }

            #[inline]
            fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
                #(to.borrowed(#positions, &self.#fields);)*
            }

            #defaults
        }
    }
}

/// The function that sets unset columns with defaults from the program, if there are any.
fn defaults(context: &Context<'_>) -> Option<TokenStream> {
    let columns = context.table.columns.iter().enumerate();
    let computed = columns.filter_map(|(at, column)| {
        let Source::Computed(computed) = &column.source else {
            return None;
        };
        let at = Literal::usize_unsuffixed(at);
        let ty = types::value(context.schema, column);
        let function = match computed {
            Computed::UuidV7 => quote!(twp::uuid_v7),
            Computed::Rust(path) => path.parse().unwrap_or_default(),
        };
        Some(quote!(to.computed::<#ty, _>(#at, #function);))
    });
    let computed: Vec<TokenStream> = computed.collect();
    (!computed.is_empty()).then(|| {
        quote! {
            fn defaults(to: &mut twp::Values<'_>) {
                #(#computed)*
            }
        }
    })
}

/// A tuple, with a comma after a single item.
fn tuple<T: quote::ToTokens>(items: &[T]) -> TokenStream {
    match items {
        [only] => quote!((#only,)),
        _ => quote!((#(#items),*)),
    }
}

fn versioned(context: &Context<'_>) -> Option<TokenStream> {
    let version = context.table.with_role(Role::Version)?;
    let name = context.name;
    let field = ident(&context.table.columns[version].field);
    Some(quote! {
        impl tw::Versioned for #name {
            fn count_version(&mut self) {
                self.#field = self.#field.wrapping_add(1);
            }
        }
    })
}

fn soft_delete(context: &Context<'_>) -> Option<TokenStream> {
    context.deletion()?;
    let name = context.name;
    Some(quote!(impl tw::SoftDelete for #name {}))
}
