//! Generates the embedded migrations, and the function that applies them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tablewright_evolve::migrations::{Migration, Script};
use tablewright_schema::Schema;
use tablewright_sql::Dialect;

use super::docs::doc;
use super::literal::{raw, text};
use super::names::TypeParameters;
use crate::print::{print, print_within};

/// The static with the migrations, and the function that applies them, as text.
pub fn parts(schema: &Schema, migrations: &[Migration]) -> [String; 2] {
    let connection = TypeParameters::of(schema).connection;
    let each = migrations
        .iter()
        .map(|migration| item(&schema.dialects, migration));
    let about = doc("The migrations that `migrate` applies, oldest first.");
    let about_migrate = doc(
        "Applies the migrations that the database lacks. It is safe to run at every start: if all \
         are applied, nothing happens.",
    );
    let list = print(quote! {
        #about
        #[allow(dead_code)]
        pub static MIGRATIONS: tw::Migrations<'static> = tw::Migrations {
            list: &[#(#each),*]
        };
    });
    let migrate = quote! {
        #about_migrate
        #[allow(dead_code)]
        #[inline]
        pub fn migrate<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection, tw::Result<tw::migrate::Report>> {
            tw::migrate_to(db, &MIGRATIONS, &SCHEMA)
        }
    };
    [list, print_within("::tablewright::__with_migrate", migrate)]
}

fn item(dialects: &[Dialect], migration: &Migration) -> TokenStream {
    let name = text(&migration.name);
    let scripts = dialects.iter().filter_map(|&dialect| {
        let field = format_ident!("{}", dialect.name());
        let scripts = migration.scripts.get(dialect).as_ref()?;
        let checksum = text(&scripts.checksum);
        let (up, down) = (steps(dialect, &scripts.up), steps(dialect, &scripts.down));
        Some(quote! {
            #field: Some(tw::migrate::Scripts { checksum: #checksum, up: #up, down: #down })
        })
    });
    let is_partial = dialects.len() < Dialect::ALL.len();
    let others = is_partial.then(|| quote!(..tw::migrate::Migration::NONE));
    quote!(tw::migrate::Migration { name: #name, #(#scripts,)* #others })
}

fn steps(dialect: Dialect, script: &Script) -> TokenStream {
    let statements = script.statements(dialect).into_iter().map(raw);
    let Script {
        in_transaction,
        foreign_keys,
        ..
    } = script;
    let preflight = script.preflight.iter().map(|check| {
        let (sql, message) = (raw(&check.sql), text(&check.message));
        quote!(tw::migrate::Preflight { sql: #sql, message: #message })
    });
    quote! {
        tw::migrate::Steps {
            statements: &[#(#statements),*],
            in_transaction: #in_transaction,
            foreign_keys: #foreign_keys,
            preflight: &[#(#preflight),*]
        }
    }
}
