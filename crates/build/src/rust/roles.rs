//! What is written for versions of rows, and for rows that stay in the table when they are deleted.

use proc_macro2::TokenStream;
use quote::quote;
use tablewright_schema::{Column, Role};

use super::docs::doc_of_query;
use super::names::ident;
use super::{Context, model};

fn column<'a>(context: &Context<'a>, role: Role) -> Option<&'a Column> {
    let table = context.table;
    table
        .with_role(role)
        .map(|position| &table.columns[position])
}

/// The names of the columns, for the runtime.
pub fn constants(context: &Context<'_>) -> TokenStream {
    let version = column(context, Role::Version).map(|column| {
        let name = &column.name;
        quote!(const VERSION: Option<&'static str> = Some(#name);)
    });
    let deleted = column(context, Role::Deletion).map(|column| {
        let name = &column.name;
        quote!(const DELETED: Option<&'static str> = Some(#name);)
    });
    quote!(#version #deleted)
}

pub fn bind_version(context: &Context<'_>) -> Option<TokenStream> {
    let version = context.table.with_role(Role::Version)?;
    let binder = &context.parameters.binder;
    let bind = model::bind(context, version);
    Some(quote! {
        #[inline]
        fn bind_version<#binder: tw::value::Binder>(
            &self,
            to: &mut #binder
        ) -> tw::Result<()> {
            #bind
            Ok(())
        }
    })
}

/// The traits that give statements what such models have.
pub fn implementations(context: &Context<'_>) -> Vec<TokenStream> {
    let name = context.name;
    let versioned = column(context, Role::Version).map(|column| {
        let field = ident(&column.field);
        quote! {
            impl tw::Versioned for #name {
                fn count_version(&mut self) {
                    self.#field = self.#field.wrapping_add(1);
                }
            }
        }
    });
    let soft = column(context, Role::Deletion);
    let soft = soft.map(|_| quote!(impl tw::SoftDelete for #name {}));
    versioned.into_iter().chain(soft).collect()
}

/// The functions of the model's struct.
pub fn functions(context: &Context<'_>) -> TokenStream {
    let connection = &context.parameters.connection;
    let queries = &context.queries[0];
    let change = column(context, Role::Version).map(|_| {
        let text = "A change of the row as it was read: where it has another version by now, it is\n\
                    [`Error::Stale`](tw::Error::Stale).";
        let documented = doc_of_query(text, &queries.changed_as_read());
        quote! {
            #documented
            pub fn change(&self) -> tw::Update<'static, Self> {
                tw::Update::of_version(Self::all(), self)
            }
        }
    });
    let soft = queries.restore().map(|restore| {
        let text = "Takes back that the row was deleted, which is found by its primary key.";
        let restored = doc_of_query(text, &restore);
        let text = "Deletes the row for good, which is found by its primary key.";
        let purged = doc_of_query(text, &queries.purge());
        quote! {
            #restored
            pub fn restore<'c, #connection: tw::Connection>(
                &self,
                db: &'c #connection
            ) -> #connection::Output<'c, tw::Result<()>> {
                tw::query::restore(Self::all(), self, db)
            }
            #purged
            pub fn purge<'c, #connection: tw::Connection>(
                &self,
                db: &'c #connection
            ) -> #connection::Output<'c, tw::Result<()>> {
                tw::query::purge(Self::all(), self, db)
            }
        }
    });
    quote!(#change #soft)
}

/// Saves a row that has a version, which is another then. Nothing where there is nothing to save.
pub fn save(context: &Context<'_>) -> Option<TokenStream> {
    let connection = &context.parameters.connection;
    let text = "Writes every field of the row, which is found by its primary key and its version; \
                that it is another by now is [`Error::Stale`](tw::Error::Stale).";
    let documented = doc_of_query(text, &context.queries[0].save()?);
    Some(quote! {
        #documented
        pub fn save<'c, #connection: tw::Connection>(
            &'c mut self,
            db: &'c #connection
        ) -> #connection::Output<'c, tw::Result<()>> {
            tw::statement::save_version(self, db)
        }
    })
}
