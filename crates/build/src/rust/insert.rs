//! The struct whose values become new rows: `NewUser`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Type};

use super::docs::{code, doc, doc_of_query};
use super::names::{self, ident, setter};
use super::types::{self, Argument};
use super::{Context, derives, literal, redact, sql};
use crate::queries::{self, Given, KeyValue, Queries};

/// The most arguments of a function that clippy says nothing about.
const MOST_ARGUMENTS: usize = 7;

/// The insert struct and what it implements.
pub fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let name = ident(&names::insert_struct(&context.table.model));
    let debug = redact::debug(context, &name, |column| Given::of(column).is_some());
    let mut items = vec![structure(context, &name, debug.is_none())];
    items.extend(debug);
    items.extend([inherent(context, &name), insert(context, &name)]);
    items
}

/// The columns that an insert can give, and how.
fn given<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Column, Given)> {
    let columns = context.table.columns.iter();
    columns.filter_map(|column| Given::of(column).map(|given| (column, given)))
}

fn structure(context: &Context<'_>, name: &Ident, derives_debug: bool) -> TokenStream {
    let table = context.table;
    let documented = doc(&format!(
        "A row of {} that is not there yet.",
        code(&table.name)
    ));
    let has_arguments = names::required(table).next().is_some();
    let mut own = vec!["Clone"];
    own.extend(derives_debug.then_some("Debug"));
    own.extend((!has_arguments).then_some("Default"));
    let derives = derives::list(&own, &[]);
    let bools = names::required(table)
        .filter(|column| column.ty == Type::Bool)
        .count();
    let allowed = super::allow_bools(bools);
    let options = given(context).any(|(_, given)| given == Given::OrNullableDefault);
    let options = options.then(|| quote!(#[allow(clippy::option_option)]));
    let fields = given(context).map(|(column, given)| {
        let name = ident(&column.field);
        let ty = types::value(context.schema, column);
        match given {
            Given::Always => quote!(#name: #ty),
            Given::OrNull | Given::OrCounted | Given::OrDefault => quote!(#name: Option<#ty>),
            Given::OrNullableDefault => quote!(#name: Option<Option<#ty>>),
        }
    });
    quote! {
        #documented
        #[allow(dead_code)]
        #allowed
        #options
        #derives
        #[must_use = "a new row is not in the database before `insert`"]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// `new`, the setters and `insert`.
fn inherent(context: &Context<'_>, name: &Ident) -> TokenStream {
    let new = new(context);
    let setters = given(context).filter_map(|(column, given)| setter_of(context, column, given));
    let model = context.name;
    let connection = &context.parameters.connection;
    let text = "Inserts the row, and returns it as the database has it.";
    let documented = doc_of_query(text, &context.queries[0].insert());
    let upsert = upsert(context);
    quote! {
        #[allow(dead_code)]
        impl #name {
            #new
            #(#setters)*
            #documented
            pub fn insert<#connection: tw::Connection>(
                self,
                db: &#connection
            ) -> #connection::Output<'_, tw::Result<#model>> {
                tw::statement::insert(self, db)
            }
            #upsert
        }
    }
}

fn upsert(context: &Context<'_>) -> TokenStream {
    let model = context.name;
    let text = "A new row, or a change of the one that is like it in the columns of a unique key.";
    let documented = doc_of_query(text, &context.queries[0].upsert());
    quote! {
        #documented
        pub fn upsert(self, key: impl tw::query::Columns<#model>) -> tw::Upsert<Self> {
            tw::Upsert::new(self, key)
        }
    }
}

/// The function of the model that inserts many rows.
pub fn insert_all(context: &Context<'_>) -> TokenStream {
    let name = ident(&names::insert_struct(&context.table.model));
    let rows = &context.parameters.connection;
    let text = "New rows, all of which are inserted or none, many in one statement.";
    let documented = doc_of_query(text, &context.queries[0].insert_all());
    quote! {
        #documented
        pub fn insert_all<#rows: ::core::iter::IntoIterator<Item = #name>>(
            rows: #rows
        ) -> tw::InsertAll<#rows::IntoIter> {
            tw::InsertAll::new(rows)
        }
    }
}

fn new(context: &Context<'_>) -> TokenStream {
    let required: Vec<&Column> = names::required(context.table).collect();
    if required.is_empty() {
        let documented = doc("A row in which nothing is set yet.");
        return quote! {
            #documented
            #[inline]
            pub fn new() -> Self {
                <Self as Default>::default()
            }
        };
    }
    let documented = doc("A row with the values that it has to have.");
    let parameters = required.iter().map(|column| {
        let name = ident(&column.field);
        let ty = types::owned_argument(context.schema, column, &name).ty;
        quote!(#name: #ty)
    });
    let fields = given(context).map(|(column, given)| {
        let name = ident(&column.field);
        match given {
            Given::Always => {
                let Argument {
                    value, converts, ..
                } = types::owned_argument(context.schema, column, &name);
                if converts {
                    quote!(#name: #value)
                } else {
                    value
                }
            }
            Given::OrNull | Given::OrCounted | Given::OrDefault | Given::OrNullableDefault => {
                quote!(#name: None)
            }
        }
    });
    let bools = required
        .iter()
        .filter(|column| column.ty == Type::Bool)
        .count();
    let many = required.len() > MOST_ARGUMENTS;
    let many = many.then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let many_bools = super::are_many(bools);
    let many_bools = many_bools.then(|| quote!(#[allow(clippy::fn_params_excessive_bools)]));
    quote! {
        #documented
        #many
        #many_bools
        #[inline]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

/// The setter of a column that a new row need not be given.
fn setter_of(context: &Context<'_>, column: &Column, given: Given) -> Option<TokenStream> {
    let Context { schema, table, .. } = *context;
    let field = ident(&column.field);
    let otherwise = match given {
        Given::Always => return None,
        Given::OrNull => "it is NULL",
        Given::OrCounted => "the database counts",
        Given::OrDefault | Given::OrNullableDefault => "it is the default",
    };
    let Argument {
        ty,
        value,
        converts,
    } = match given {
        Given::OrNull | Given::OrNullableDefault => {
            types::nullable_argument(schema, column, &field)
        }
        Given::Always | Given::OrCounted | Given::OrDefault => {
            types::owned_argument(schema, column, &field)
        }
    };
    // What is generic is compiled where it is called anyway.
    let inline = (!converts).then(|| quote!(#[inline]));
    let value = if given == Given::OrNull {
        value
    } else {
        quote!(Some(#value))
    };
    let documented = doc(&format!(
        "Sets {}; otherwise {otherwise}.",
        code(&column.field)
    ));
    let name = setter(table, column);
    let allowed = allowed_name(&name);
    let name = ident(&name);
    Some(quote! {
        #documented
        #allowed
        #inline
        pub fn #name(mut self, #field: #ty) -> Self {
            self.#field = #value;
            self
        }
    })
}

/// Where clippy expects something else of a method with that name.
fn allowed_name(name: &str) -> Option<TokenStream> {
    const OPERATORS: [&str; 10] = [
        "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
    ];
    const CONVERSIONS: [&str; 4] = ["as_", "from_", "is_", "to_"];
    if OPERATORS.contains(&name) {
        return Some(quote!(#[allow(clippy::should_implement_trait)]));
    }
    let converts = CONVERSIONS.iter().any(|prefix| name.starts_with(prefix));
    converts.then(|| quote!(#[allow(clippy::wrong_self_convention)]))
}

fn insert(context: &Context<'_>, name: &Ident) -> TokenStream {
    let model = context.name;
    let binder = &context.parameters.binder;
    let insert = sql(context, context.queries.iter().map(Queries::insert));
    let read_back = read_back(context);
    let counted = context.queries.iter().find_map(Queries::insert_counted);
    let (keys, others): (Vec<_>, Vec<_>) = queries::inserted(context.table)
        .partition(|(_, _, given)| counted.is_some() && *given == Given::OrCounted);
    let binds = |columns: &[(usize, &Column, Given)]| {
        let columns = columns.iter();
        let binds = columns.map(|&(_, column, given)| bind(context, column, given));
        binds.collect::<Vec<_>>()
    };
    let bind = match (&counted, keys.first()) {
        (Some(text), Some((_, key, _))) => {
            let text = literal::text(text);
            let key = ident(&key.field);
            let of_keys = binds(&keys);
            let of_others = bind_function(context, "bind_counted", &binds(&others));
            quote! {
                const INSERT_COUNTED: Option<&'static tw::Sql> =
                    Some(&tw::Sql::NONE.postgres(#text));

                #[inline]
                fn is_counted(&self) -> bool {
                    self.#key.is_none()
                }

                #of_others

                #[inline]
                fn bind<#binder: tw::value::Binder>(
                    &self,
                    to: &mut #binder
                ) -> tw::Result<()> {
                    self.bind_counted(to)?;
                    #(#of_keys)*
                    Ok(())
                }
            }
        }
        _ => bind_function(context, "bind", &binds(&others)),
    };
    quote! {
        impl tw::Insert for #name {
            type Model = #model;
            const INSERT: &'static tw::Sql = &#insert;
            #read_back

            #bind
        }
    }
}

/// A function that binds parameters.
fn bind_function(context: &Context<'_>, name: &str, binds: &[TokenStream]) -> TokenStream {
    let binder = &context.parameters.binder;
    let name = ident(name);
    let to = if binds.is_empty() {
        quote!(_)
    } else {
        quote!(to)
    };
    quote! {
        #[inline]
        fn #name<#binder: tw::value::Binder>(&self, #to: &mut #binder) -> tw::Result<()> {
            #(#binds)*
            Ok(())
        }
    }
}

/// How the row is read back, where there is a dialect that does not return it.
fn read_back(context: &Context<'_>) -> Option<TokenStream> {
    let read_back = context.queries.iter().find_map(Queries::read_back)?;
    let select = literal::text(&read_back.select);
    let key = read_back.key.iter().map(|value| match value {
        KeyValue::Given(parameter) => {
            let parameter = Literal::usize_unsuffixed(*parameter);
            quote!(tw::model::Key::Given(#parameter))
        }
        KeyValue::Counted(parameter) => {
            let parameter = Literal::usize_unsuffixed(*parameter);
            quote!(tw::model::Key::Counted(#parameter))
        }
        KeyValue::Default { parameter, query } => {
            let parameter = Literal::usize_unsuffixed(*parameter);
            let query = literal::text(query);
            quote!(tw::model::Key::Default { parameter: #parameter, query: #query })
        }
    });
    Some(quote! {
        const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
            select: #select,
            key: &[#(#key),*]
        });
    })
}

fn bind(context: &Context<'_>, column: &Column, given: Given) -> TokenStream {
    let schema = context.schema;
    let field = ident(&column.field);
    match given {
        Given::Always => types::bind(schema, column, &quote!(self.#field)),
        Given::OrNull | Given::OrCounted | Given::OrDefault => {
            types::bind_nullable(schema, column, &quote!(self.#field.as_ref()))
        }
        Given::OrNullableDefault => {
            let value = quote!(self.#field.as_ref().and_then(Option::as_ref));
            let value = types::bind_nullable(schema, column, &value);
            quote!(to.value(&self.#field.is_some())?; #value)
        }
    }
}
