//! The struct of a model: a row of its table.

use proc_macro2::TokenStream;
use quote::quote;
use tablewright_schema::{ForeignKey, IndexKey, Role, Table, Type};

use super::docs::{code, doc, doc_after, doc_of_query, facts};
use super::names::{self, ident};
use super::{Context, columns, derives, insert, lookups, redact, roles, sql, types};
use crate::queries::{Queries, saved};

/// The model's struct and what it implements.
pub fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let debug = redact::debug(context, context.name, |_| true);
    let mut items = vec![structure(context, debug.is_none())];
    items.extend(key_type(context));
    items.extend(debug);
    items.extend([inherent(context), from_row(context), model(context)]);
    items.extend(roles::implementations(context));
    items
}

/// The type of the primary key, where it has one of its own.
fn key_type(context: &Context<'_>) -> Option<TokenStream> {
    let Context { schema, table, .. } = *context;
    let [key] = *table.primary_key.columns else {
        return None;
    };
    let column = &table.columns[key];
    // A key that refers to another row has the type of that row's key.
    let owner = column.key_of?;
    if schema.tables[owner].model != table.model {
        return None;
    }
    let name = names::key_type(&table.model);
    let ty = types::key_type(schema, context.name, column);
    let documented = doc(&format!("The primary key of {}.", code(&table.model)));
    Some(quote! {
        #documented
        #[allow(dead_code)]
        pub type #name = #ty;
    })
}

fn structure(context: &Context<'_>, derives_debug: bool) -> TokenStream {
    let Context {
        schema,
        table,
        name,
        ..
    } = *context;
    let about = format!("A row of {}.", code(&table.name));
    let documented = doc_after(table.doc.as_deref(), &about);
    let own: &[&str] = if derives_debug {
        &["Clone", "Debug", "PartialEq"]
    } else {
        &["Clone", "PartialEq"]
    };
    let derives = derives::list(own, &table.derives);
    let attributes = derives::attributes(&table.attributes);
    let bools = table
        .columns
        .iter()
        .filter(|one| one.ty == Type::Bool && !one.nullable)
        .count();
    let allowed = super::allow_bools(bools);
    let fields = table.columns.iter().enumerate().map(|(position, column)| {
        let documented = doc_after(column.doc.as_deref(), &facts(schema, table, position));
        let attributes = derives::attributes(&column.attributes);
        let name = ident(&column.field);
        let ty = types::field(schema, column);
        quote!(#documented #attributes pub #name: #ty)
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

/// Column constants, and the functions that read, save and delete rows.
fn inherent(context: &Context<'_>) -> TokenStream {
    let name = context.name;
    let constants = context
        .table
        .columns
        .iter()
        .map(|one| columns::constant(context.schema, one));
    let lookups = lookups::functions(context);
    let save = save(context);
    let delete = delete(context);
    let insert_all = insert::insert_all(context);
    let of_roles = roles::functions(context);
    quote! {
        #[allow(dead_code)]
        impl #name {
            #(#constants)*
            #lookups
            #insert_all
            #save
            #delete
            #of_roles
        }
    }
}

/// Nothing where there is nothing to save.
fn save(context: &Context<'_>) -> Option<TokenStream> {
    let connection = &context.parameters.connection;
    if context.table.with_role(Role::Version).is_some() {
        return roles::save(context);
    }
    let text = "Writes every field of the row, which is found by its primary key.";
    let documented = doc_of_query(text, &context.queries[0].save()?);
    Some(quote! {
        #documented
        pub fn save<'c, #connection: tw::Connection>(
            &'c self,
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<()>> {
            tw::statement::save(self, db)
        }
    })
}

fn delete(context: &Context<'_>) -> TokenStream {
    let connection = &context.parameters.connection;
    let text = "Deletes the row, which is found by its primary key.";
    let documented = doc_of_query(text, &context.queries[0].delete());
    quote! {
        #documented
        pub fn delete<'c, #connection: tw::Connection>(
            &'c self,
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<()>> {
            tw::statement::delete(self, db)
        }
    }
}

fn from_row(context: &Context<'_>) -> TokenStream {
    let Context {
        schema,
        table,
        name,
        ..
    } = *context;
    let row = &context.parameters.row;
    let fields = table.columns.iter().enumerate().map(|(position, column)| {
        let name = ident(&column.field);
        let value = types::read(schema, column, position);
        quote!(#name: #value)
    });
    quote! {
        impl tw::model::FromRow for #name {
            const TABLE: Option<&'static tw::model::Table> =
                Some(<Self as tw::Model>::MODEL);

            #[inline]
            fn from_row<#row: tw::value::Row>(
                row: &#row
            ) -> tw::Result<Self> {
                Ok(Self { #(#fields),* })
            }
        }
    }
}

fn model(context: &Context<'_>) -> TokenStream {
    let Context { table, name, .. } = *context;
    let binder = &context.parameters.binder;
    let described = described(context);
    let save = match context
        .queries
        .iter()
        .map(Queries::save)
        .collect::<Option<Vec<String>>>()
    {
        Some(texts) => sql(context, texts.into_iter()),
        None => quote!(tw::Sql::NONE),
    };
    let find = lookups::by(context, &table.primary_key.columns);
    let find = lookups::value(context, &find);
    let delete = if table.with_role(Role::Version).is_some() {
        sql(context, context.queries.iter().map(Queries::delete))
    } else {
        quote!(<Self as tw::Model>::FIND.delete)
    };
    let saved = saved(table).into_iter().map(|column| bind(context, column));
    let key = table
        .primary_key
        .columns
        .iter()
        .map(|&column| bind(context, column));
    let roles = roles::constants(context);
    let bind_version = roles::bind_version(context);
    quote! {
        impl tw::Model for #name {
            #roles
            const MODEL: &'static tw::model::Table = #described;
            const FIND: &'static tw::Lookup = &#find;
            const SAVE: &'static tw::Sql = &#save;
            const DELETE: &'static tw::Sql = &#delete;

            #[inline]
            fn bind_row<#binder: tw::value::Binder>(
                &self,
                to: &mut #binder
            ) -> tw::Result<()> {
                #(#saved)*
                tw::Model::bind_key(self, to)
            }

            #[inline]
            fn bind_key<#binder: tw::value::Binder>(
                &self,
                to: &mut #binder
            ) -> tw::Result<()> {
                #(#key)*
                Ok(())
            }
            #bind_version
        }
    }
}

/// Binds a column of the row.
pub(super) fn bind(context: &Context<'_>, position: usize) -> TokenStream {
    let column = &context.table.columns[position];
    let field = ident(&column.field);
    if column.nullable {
        types::bind_nullable(context.schema, column, &quote!(self.#field.as_ref()))
    } else {
        types::bind(context.schema, column, &quote!(self.#field))
    }
}

/// What errors and comparisons know of the table.
fn described(context: &Context<'_>) -> TokenStream {
    let table = context.table;
    let name = &table.name;
    let columns = table.columns.iter().map(|column| &column.name);
    let keys = table
        .uniques
        .iter()
        .map(|key| (key.name.as_str(), key.columns.clone()));
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique)
        .map(|index| {
            let column = |key: &IndexKey| match key {
                IndexKey::Column(column) => Some(*column),
                IndexKey::Expression(_) => None,
            };
            (
                index.name.as_str(),
                index
                    .parts
                    .iter()
                    .filter_map(|part| column(&part.key))
                    .collect(),
            )
        });

    let key = &table.primary_key;
    let mut constraints = vec![constraint(
        table,
        &key.name,
        &key.columns,
        &quote!(PrimaryKey),
    )];
    for (name, columns) in keys.chain(indexes) {
        constraints.push(constraint(table, name, &columns, &quote!(Unique)));
    }
    for check in &table.checks {
        let columns: Vec<usize> = check.column.into_iter().collect();
        constraints.push(constraint(table, &check.name, &columns, &quote!(Check)));
    }
    for key in &table.foreign_keys {
        constraints.push(foreign_key(context, key));
    }
    quote! {
        &tw::model::Table {
            name: #name,
            columns: &[#(#columns),*],
            constraints: &[#(#constraints),*]
        }
    }
}

fn foreign_key(context: &Context<'_>, key: &ForeignKey) -> TokenStream {
    let target = &context.schema.tables[key.target];
    let name = &target.name;
    let columns = key
        .target_columns
        .iter()
        .map(|&column| &target.columns[column].name);
    let rule = quote!(ForeignKey { table: #name, columns: &[#(#columns),*] });
    constraint(context.table, &key.name, &key.columns, &rule)
}

fn constraint(table: &Table, name: &str, columns: &[usize], rule: &TokenStream) -> TokenStream {
    let columns = columns.iter().map(|&column| &table.columns[column].name);
    quote!(tw::model::Constraint::new(#name, &[#(#columns),*], tw::model::Rule::#rule))
}
