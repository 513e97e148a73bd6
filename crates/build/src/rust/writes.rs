//! Generates the functions that write rows.

use proc_macro2::TokenStream;
use quote::quote;
use tablewright_sql::statements;

use super::docs::{code, doc, doc_of_query};
use super::names::{self, ident};
use super::{Context, new, unbound};

/// The end of the comments on functions that compare the version of the row.
const UNLESS_CHANGED: &str = "unless its version has changed:\n[`Error::Stale`](tw::Error::Stale).";

/// The functions that write rows.
pub fn functions(context: &Context<'_>) -> TokenStream {
    let mut functions = insert(context);
    functions.extend(insert_all(context));
    functions.extend(upsert(context));
    functions.extend(save(context));
    functions.extend(delete(context));
    functions.extend(change(context));
    functions.extend(restore_and_purge(context));
    functions
}

fn shown(context: &Context<'_>) -> String {
    code(&context.table.model)
}

fn insert(context: &Context<'_>) -> TokenStream {
    let returns = context.schema.dialects[0].returns_inserted();
    let given = new::given(context.table);
    let sql = context.sql(|to| statements::insert(context.structure, given, returns, to, unbound));
    let text = format!(
        "An insert of a new {}: unset columns get their default, or NULL.",
        shown(context)
    );
    let documented = doc_of_query(&text, &sql);
    let name = ident(&names::insert_struct(&context.table.model));
    if new::has_lifetime(context) {
        quote! {
            #documented
            pub fn insert(new: #name<'_>) -> tw::Insert<'_, Self> {
                twp::insert(new)
            }
        }
    } else {
        quote! {
            #documented
            pub fn insert<'a>(new: #name) -> tw::Insert<'a, Self> {
                twp::insert(new)
            }
        }
    }
}

fn insert_all(context: &Context<'_>) -> TokenStream {
    let rows = &context.parameters.rows;
    let documented = doc(&format!(
        "An insert of many rows of {}, all or none.",
        shown(context)
    ));
    quote! {
        #documented
        pub fn insert_all<'a, #rows: IntoIterator<Item: tw::NewRow<'a, Self>>>(
            rows: #rows
        ) -> tw::InsertAll<'a, Self, #rows::IntoIter> {
            twp::insert_all(rows)
        }
    }
}

fn upsert(context: &Context<'_>) -> TokenStream {
    let documented = doc(&format!(
        "An insert of a new {}, or an update of the row that has the same unique key.",
        shown(context)
    ));
    quote! {
        #documented
        pub fn upsert<'a>(
            new: impl tw::IntoInsert<'a, Self>,
            key: impl tw::query::Columns<Self>
        ) -> tw::Upsert<'a, Self> {
            twp::upsert(new, key)
        }
    }
}

/// The function `save`, if it can write any column.
fn save(context: &Context<'_>) -> Option<TokenStream> {
    let connection = &context.parameters.connection;
    statements::saved(context.structure).next()?;
    let roles = context.roles();
    let sql = context.sql(|to| statements::save(context.structure, roles, to, unbound));
    let shown = shown(context);
    let (text, reference, function) = match roles.version {
        None => (
            format!("Writes every field of this {shown} to its row."),
            quote!(&'c),
            quote!(twp::save),
        ),
        Some(_) => (
            format!("Writes every field of this {shown} to its row, {UNLESS_CHANGED}"),
            quote!(&'c mut),
            quote!(twp::save_version),
        ),
    };
    let documented = doc_of_query(&text, &sql);
    Some(quote! {
        #documented
        pub fn save<'c, #connection: tw::Connection>(
            #reference self,
            db: &'c #connection
        ) -> tw::Output<'c, #connection> {
            #function(self, db)
        }
    })
}

fn delete(context: &Context<'_>) -> TokenStream {
    let roles = context.roles();
    let sql = context.sql(|to| statements::delete(context.structure, roles, to, unbound));
    let shown = shown(context);
    let does = match roles.deletion {
        None => format!("Deletes the row of this {shown}"),
        Some(_) => format!("Marks the row of this {shown} as deleted"),
    };
    let text = match roles.version {
        None => format!("{does}."),
        Some(_) => format!("{does}, {UNLESS_CHANGED}"),
    };
    of_row(context, "delete", &text, &sql)
}

fn change(context: &Context<'_>) -> Option<TokenStream> {
    context.roles().version?;
    let documented = doc(&format!(
        "An update of the row of this {}, {UNLESS_CHANGED}",
        shown(context)
    ));
    Some(quote! {
        #documented
        pub fn change<'a>(&self) -> tw::Update<'a, Self> {
            twp::change(self)
        }
    })
}

fn restore_and_purge(context: &Context<'_>) -> Option<TokenStream> {
    let roles = context.roles();
    roles.deletion?;
    let shown = shown(context);
    let sql = context.sql(|to| statements::restore(context.structure, roles, to, unbound));
    let mut functions = of_row(
        context,
        "restore",
        &format!("Restores the deleted row of this {shown}."),
        &sql,
    );
    let sql = context.sql(|to| statements::purge(context.structure, roles, to, unbound));
    functions.extend(of_row(
        context,
        "purge",
        &format!("Deletes the row of this {shown} from the table, for good."),
        &sql,
    ));
    Some(functions)
}

/// A function of the row that runs one statement.
fn of_row(context: &Context<'_>, name: &str, text: &str, sql: &str) -> TokenStream {
    let connection = &context.parameters.connection;
    let documented = doc_of_query(text, sql);
    let name = ident(name);
    quote! {
        #documented
        pub fn #name<'c, #connection: tw::Connection>(
            &'c self,
            db: &'c #connection
        ) -> tw::Output<'c, #connection> {
            twp::#name(self, db)
        }
    }
}
