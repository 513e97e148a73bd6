//! Relations: a constant for each, the function that gives its rows, and for those through another
//! model the functions that add, remove and replace.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use tablewright_schema::names::{adder, remover, setter};
use tablewright_schema::{Column, ForeignKey, ManyToMany, Role, Schema, Table, Type};

use super::docs::{code, doc, doc_of_query};
use super::names::{constant, ident};
use super::{Context, lookups, sql, types};
use crate::queries::{Lookup, Queries, can_connect};

/// The ways back to each model, by its name.
#[derive(Default)]
pub struct WaysBack<'a>(BTreeMap<&'a str, Vec<WayBack<'a>>>);

/// A way back to a model.
enum WayBack<'a> {
    /// Along a reference of this table.
    Reference(&'a Table, &'a ForeignKey, &'a str),
    /// Along a relation through another table.
    Through(&'a ManyToMany, &'a str),
}

impl<'a> WaysBack<'a> {
    pub fn of(schema: &'a Schema) -> Self {
        let mut ways = WaysBack::default();
        let target = |position: usize| schema.tables[position].model.as_str();
        for table in &schema.tables {
            for key in &table.foreign_keys {
                if let Some(name) = &key.inverse {
                    let way = WayBack::Reference(table, key, name);
                    ways.0.entry(target(key.target)).or_default().push(way);
                }
            }
            for relation in &table.relations {
                if let Some(name) = &relation.inverse {
                    let between = &schema.tables[relation.through];
                    let end = between.foreign_keys[relation.there].target;
                    let way = WayBack::Through(relation, name);
                    ways.0.entry(target(end)).or_default().push(way);
                }
            }
        }
        ways
    }
}

/// The relations of a model; nothing where it has none.
pub fn items(context: &Context<'_>, ways: &WaysBack<'_>) -> Option<TokenStream> {
    let mut items = TokenStream::new();
    for key in &context.table.foreign_keys {
        items.extend(forward(context, key));
    }
    for relation in &context.table.relations {
        let between = &context.schema.tables[relation.through];
        let [here, there] =
            [relation.here, relation.there].map(|position| &between.foreign_keys[position]);
        let ends = Ends {
            between,
            here,
            there,
        };
        items.extend(through(context, &ends, &relation.name));
    }
    for way in ways
        .0
        .get(context.table.model.as_str())
        .into_iter()
        .flatten()
    {
        match *way {
            WayBack::Reference(table, key, name) => items.extend(back(context, table, key, name)),
            WayBack::Through(relation, name) => {
                let between = &context.schema.tables[relation.through];
                let [there, here] =
                    [relation.here, relation.there].map(|position| &between.foreign_keys[position]);
                let ends = Ends {
                    between,
                    here,
                    there,
                };
                items.extend(through(context, &ends, name));
            }
        }
    }
    if items.is_empty() {
        return None;
    }
    let name = context.name;
    Some(quote! {
        #[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
        impl #name {
            #items
        }
    })
}

/// The row that a reference refers to.
fn forward(context: &Context<'_>, key: &ForeignKey) -> TokenStream {
    let table = context.table;
    let target = &context.schema.tables[key.target];
    let model = ident(&target.model);
    let nullable = key
        .columns
        .iter()
        .any(|&column| table.columns[column].nullable);
    let end = if nullable {
        quote!(Option<#model>)
    } else {
        quote!(#model)
    };
    let constant = constant_of(&key.relation);
    let documented = doc(&format!(
        "The relation to the {} that the row refers to.",
        code(&target.model)
    ));
    let [columns, targets] = [&key.columns, &key.target_columns].map(|columns| {
        let places = columns
            .iter()
            .map(|&place| Literal::usize_unsuffixed(place));
        quote!(&[#(#places),*])
    });
    let kinds = key
        .target_columns
        .iter()
        .map(|&column| kind(&target.columns[column].ty));
    let lookups = of_each(context, target, |queries| {
        queries.referred_to(&key.target_columns)
    });
    let text = format!("The {} that the row refers to.", code(&target.model));
    // What `find` of the other model runs, unless that leaves out rows that were deleted.
    let is_found = key.target_columns == target.primary_key.columns
        && target.with_role(Role::Deletion).is_none();
    let run = if is_found {
        Run::Find
    } else {
        Run::Own(&lookups)
    };
    let documented_query = &lookups[0].select;
    let function = function(
        context,
        &key.relation,
        target,
        (&key.columns, documented_query, run),
        &text,
    );
    quote! {
        #documented
        pub const #constant: tw::One<Self, #end> = tw::One::new(&tw::relation::Link::new(
            (<Self as tw::Model>::MODEL, #columns),
            (<#model as tw::Model>::MODEL, #targets),
            &[#(#kinds),*]
        ));
        #function
    }
}

/// The rows, or the one row, that refer to the model by a reference.
fn back(context: &Context<'_>, table: &Table, key: &ForeignKey, name: &str) -> TokenStream {
    let model = ident(&table.model);
    let constant = constant_of(name);
    let reference = constant_of(&key.relation);
    let one = table.is_one_to_one(key);
    let shown = code(&table.model);
    let (relation, what) = if one {
        (
            quote!(tw::One<Self, Option<#model>>),
            format!("the {shown} that refers"),
        )
    } else {
        (
            quote!(tw::Many<Self, #model>),
            format!("every {shown} that refers"),
        )
    };
    let path = if one {
        quote!(tw::One)
    } else {
        quote!(tw::Many)
    };
    let by = code(&key.relation);
    let documented = doc(&format!("The relation to {what} to the row by {by}."));
    let lookups = of_each(context, table, |queries| {
        if one {
            queries.lookup(&key.columns)
        } else {
            queries.rows(&key.columns)
        }
    });
    let text = if one {
        format!("The {shown} that refers to the row by {by}.")
    } else {
        format!("Every {shown} that refers to the row by {by}, in the order of the primary key.")
    };
    let statements = (
        &*key.target_columns,
        &*lookups[0].select,
        Run::Own(&lookups),
    );
    let function = function(context, name, table, statements, &text);
    quote! {
        #documented
        pub const #constant: #relation = #path::back(#model::#reference.link());
        #function
    }
}

/// The table between two models, and its references to them.
struct Ends<'a> {
    between: &'a Table,
    here: &'a ForeignKey,
    there: &'a ForeignKey,
}

/// The rows that another table connects with those of the model.
fn through(context: &Context<'_>, ends: &Ends<'_>, name: &str) -> TokenStream {
    let Ends {
        between,
        here,
        there,
    } = *ends;
    let target = &context.schema.tables[there.target];
    let (model, middle) = (ident(&target.model), ident(&between.model));
    let constant = constant_of(name);
    let [to_here, to_there] = [here, there].map(|key| constant_of(&key.relation));
    let (shown, by) = (code(&target.model), code(&between.model));
    let documented = doc(&format!(
        "The relation to every {shown} that a {by} connects the row with."
    ));
    let lookups = of_each(context, target, |queries| {
        queries.through(between, here, there)
    });
    let text = format!(
        "Every {shown} that a {by} connects the row with, in the order of the primary key."
    );
    let function = function(
        context,
        name,
        target,
        (&here.target_columns, &lookups[0].select, Run::Own(&lookups)),
        &text,
    );
    let changes = changes(context, ends, name);
    quote! {
        #documented
        pub const #constant: tw::Many<Self, #model> =
            tw::Many::through(#middle::#to_here.link(), #middle::#to_there.link());
        #function
        #changes
    }
}

/// The functions that connect rows and take connections away.
fn changes(context: &Context<'_>, ends: &Ends<'_>, relation: &str) -> TokenStream {
    let Ends {
        between,
        here,
        there,
    } = *ends;
    let target = &context.schema.tables[there.target];
    let model = ident(&target.model);
    let constant = constant_of(relation);
    let connection = &context.parameters.connection;
    let own = fields(context, context.table, &here.target_columns, &quote!(self));
    let other = fields(context, target, &there.target_columns, &quote!(other));
    let shown = code(&target.model);

    let texts = of_each(context, between, |queries| queries.disconnect(here, there));
    let documented = doc_of_query(
        &format!("Takes away what connects the row with a {shown}; tells whether anything did."),
        &texts[0],
    );
    let name = ident(&remover(relation));
    let statement = sql(context, texts.into_iter());
    let mut functions = quote! {
        #documented
        pub fn #name<'c, #connection: tw::Connection>(
            &'c self,
            other: &'c #model,
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<bool>> {
            static SQL: tw::Sql = #statement;
            tw::relation::remove(Self::#constant, &SQL, [#(#own,)* #(#other),*], db)
        }
    };
    if !can_connect(between, here, there) {
        return functions;
    }

    let texts = of_each(context, between, |queries| queries.connect(here, there));
    let documented = doc_of_query(
        &format!("Connects the row with a {shown}; tells whether it was not connected before."),
        &texts[0],
    );
    let name = ident(&adder(relation));
    let statement = sql(context, texts.into_iter());
    functions.extend(quote! {
        #documented
        pub fn #name<'c, #connection: tw::Connection>(
            &'c self,
            other: &'c #model,
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<bool>> {
            static SQL: tw::Sql = #statement;
            tw::relation::add(Self::#constant, &SQL, [#(#own,)* #(#other),*], db)
        }
    });

    let documented = doc(&format!(
        "Connects the row with each {shown} of these and with no other, in one transaction:\n\
         what is missing is inserted, and what is too much is deleted."
    ));
    let name = ident(&setter(relation));
    functions.extend(quote! {
        #documented
        pub fn #name<'c, #connection: tw::Connection>(
            &'c self,
            others: &'c [#model],
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<()>> {
            let keys = others.iter().map(|other| [#(#other),*]).collect();
            tw::relation::set(Self::#constant, [#(#own),*], keys, db)
        }
    });
    functions
}

/// The statements of a function that gives the rows of a relation.
enum Run<'a> {
    /// Those by which the other model finds a row.
    Find,
    /// Its own.
    Own(&'a [Lookup]),
}

/// The function that gives the rows of a relation, by some columns of the row.
fn function(
    context: &Context<'_>,
    name: &str,
    target: &Table,
    (columns, select, run): (&[usize], &str, Run<'_>),
    text: &str,
) -> TokenStream {
    let name = ident(name);
    let model = ident(&target.model);
    let documented = doc_of_query(text, select);
    let (statics, lookup) = match run {
        Run::Find => (None, quote!(<#model as tw::Model>::FIND)),
        Run::Own(lookups) => (Some(lookups::lookup(context, lookups)), quote!(&LOOKUP)),
    };
    let values = fields(context, context.table, columns, &quote!(self));
    let is_borrowed = |&column: &usize| types::is_borrowed_by_key(&context.table.columns[column]);
    let lifetime = if columns.iter().any(is_borrowed) {
        quote!('_)
    } else {
        quote!('static)
    };
    quote! {
        #documented
        pub fn #name(&self) -> tw::Select<#lifetime, #model> {
            #statics
            tw::Select::new(#lookup, [#(#values),*])
        }
    }
}

/// The values of some fields of a row, as parameters.
fn fields(
    context: &Context<'_>,
    table: &Table,
    columns: &[usize],
    row: &TokenStream,
) -> Vec<TokenStream> {
    let value = |&column: &usize| {
        let column: &Column = &table.columns[column];
        let field = ident(&column.field);
        types::field_value(context.schema, column, &quote!(#row.#field))
    };
    columns.iter().map(value).collect()
}

/// Something for each dialect, of another table.
fn of_each<T>(context: &Context<'_>, table: &Table, make: impl Fn(&Queries<'_>) -> T) -> Vec<T> {
    let queries = context.queries.iter();
    queries
        .map(|own| make(&Queries::new(context.schema, table, own.dialect())))
        .collect()
}

fn constant_of(relation: &str) -> Ident {
    Ident::new(&constant(relation), Span::call_site())
}

/// What a column of a key holds, for the runtime.
fn kind(ty: &Type) -> TokenStream {
    let kind = match ty {
        Type::Bool => quote!(Bool),
        Type::SmallInt => quote!(I16),
        Type::Integer => quote!(I32),
        Type::BigInt => quote!(I64),
        Type::Float => quote!(F32),
        Type::Double => quote!(F64),
        Type::Decimal { scale, .. } => {
            let scale = Literal::u32_unsuffixed(*scale);
            quote!(Decimal(#scale))
        }
        // JSON and lists are in no key.
        Type::String { .. } | Type::Text | Type::Enum(_) | Type::Json | Type::List(_) => {
            quote!(Text)
        }
        Type::Bytes { .. } => quote!(Bytes),
        Type::Uuid => quote!(Uuid),
        Type::Date => quote!(Date),
        Type::Time => quote!(Time),
        Type::DateTime => quote!(DateTime),
        Type::Timestamp => quote!(Timestamp),
    };
    quote!(tw::relation::Kind::#kind)
}
