//! Generates the beginning of the file: the scripts, and the functions that run them.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use tablewright_schema::ddl::{self, ScriptText};
use tablewright_schema::{Schema, definition};
use tablewright_sql::Dialect;

use super::docs::{code, doc};
use super::literal::raw;
use super::names::{TypeParameters, ident};
use super::types;
use crate::print::{print, print_within};

/// The parts of the file before the models, as text.
pub fn parts(schema: &Schema) -> Vec<String> {
    let scripts: Vec<Scripts> = schema
        .dialects
        .iter()
        .map(|&dialect| Scripts::new(schema, dialect))
        .collect();
    let mut parts = vec![print(uses(schema)), print(constants(&scripts))];
    parts.extend(scripts.iter().map(|scripts| print(scripts.module())));
    parts.push(print(tables(schema, &scripts)));
    parts.extend(comparisons(schema));
    parts
}

/// The scripts of one dialect.
struct Scripts {
    dialect: Dialect,
    create: ScriptText,
    drop: ScriptText,
}

impl Scripts {
    fn new(schema: &Schema, dialect: Dialect) -> Scripts {
        Scripts {
            dialect,
            create: ddl::script(&ddl::create(schema, dialect)),
            drop: ddl::script(&ddl::drop(schema, dialect)),
        }
    }

    fn module(&self) -> TokenStream {
        let name = format_ident!("{}", self.dialect.name());
        let title = code(self.dialect.title());
        let about = doc(&format!("The scripts for {title}."));
        let about_create = doc(&about_schema(self.dialect));
        let about_drop = doc(&format!(
            "The SQL that drops the tables on {title}, with all their rows."
        ));
        let (create, drop) = (raw(&self.create.text), raw(&self.drop.text));
        quote! {
            #about
            #[allow(dead_code)]
            pub mod #name {
                #about_create
                pub const SCHEMA_SQL: &str = #create;
                #about_drop
                pub const DROP_SQL: &str = #drop;
            }
        }
    }
}

fn about_schema(dialect: Dialect) -> String {
    format!(
        "The SQL that creates the tables on {}. Any client can run it, and run it again.",
        code(dialect.title())
    )
}

/// The version of the form of generated code, which is incremented when older runtimes no longer
/// fit.
///
/// The runtime has the same number in its macro `__generated_by`.
const FORM: u32 = 1;

/// Imports the runtime, and fails the build if the runtime does not fit or lacks features that the
/// models use.
///
/// No model can have these names, because they begin with a small letter.
fn uses(schema: &Schema) -> TokenStream {
    let mut features = BTreeMap::new();
    for column in schema.tables.iter().flat_map(|table| &table.columns) {
        for (feature, what) in types::features(schema.dates, column) {
            features.entry(feature.name()).or_insert(what);
        }
    }
    let features = features.into_iter().map(|(feature, what)| {
        let (feature, what) = (ident(feature), format!("`{what}`"));
        quote!(::tablewright::requires!(#feature, #what);)
    });
    let form = Literal::u32_unsuffixed(FORM);
    let version = env!("CARGO_PKG_VERSION");
    quote! {
        use ::tablewright as tw;
        use ::tablewright::__private as twp;
        ::tablewright::__generated_by!(#form, #version);
        #(#features)*
    }
}

fn constants(scripts: &[Scripts]) -> TokenStream {
    let default = format_ident!("{}", scripts[0].dialect.name());
    let about_schema = doc(&about_schema(scripts[0].dialect));
    let about_hash = doc("The hash of the tables, which changes if anything about them changes.");
    let hash = hash(scripts);
    quote! {
        #about_schema
        #[allow(dead_code)]
        pub const SCHEMA_SQL: &str = #default::SCHEMA_SQL;

        #about_hash
        #[allow(dead_code)]
        pub const SCHEMA_HASH: &str = #hash;
    }
}

fn hash(scripts: &[Scripts]) -> String {
    let scripts = scripts.iter();
    ddl::hash(scripts.map(|scripts| (scripts.dialect, scripts.create.text.as_str())))
}

/// The static `SCHEMA`, and the functions that create and drop the tables.
fn tables(schema: &Schema, scripts: &[Scripts]) -> TokenStream {
    let names = || schema.tables.iter().map(|table| ident(&table.model));
    let models = names().map(|name| quote!(<#name as tw::Model>::TABLE));
    let described = names().map(|name| quote!(twp::Described::of::<#name>()));
    let create = per_dialect(scripts, "SCHEMA_SQL", |scripts| &scripts.create);
    let drop = per_dialect(scripts, "DROP_SQL", |scripts| &scripts.drop);
    let definition = definition::of_schema(schema);
    let connection = TypeParameters::of(schema).connection;
    let about_schema =
        doc("The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.");
    let about_create = doc(
        "Creates the tables that are missing, by `SCHEMA_SQL`. It is safe to run at every start.",
    );
    let about_drop = doc("Drops the tables with all their rows, by `DROP_SQL`.");
    quote! {
        #about_schema
        #[allow(dead_code)]
        pub static SCHEMA: tw::Schema = tw::Schema {
            name: module_path!(),
            hash: SCHEMA_HASH,
            tables: &[#(#models),*],
            models: &[#(#described),*],
            create: #create,
            drop: #drop,
            definition: #definition
        };

        #about_create
        #[allow(dead_code)]
        #[inline]
        pub fn create_all<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection> {
            tw::create_all(db, &SCHEMA)
        }

        #about_drop
        #[allow(dead_code)]
        #[inline]
        pub fn drop_all<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection> {
            tw::drop_all(db, &SCHEMA)
        }
    }
}

/// The functions that compare a database with the models, if the runtime has the feature `sync`.
fn comparisons(schema: &Schema) -> [String; 2] {
    let connection = TypeParameters::of(schema).connection;
    let about_verify = doc(
        "Compares the tables of a database with the models, by one query if nothing has changed \
         since the last time.",
    );
    let about_sync = doc(
        "Changes the tables of a database to those of the models. If a step is not safe, it \
         changes nothing.",
    );
    let verify = quote! {
        #about_verify
        #[allow(dead_code)]
        #[inline]
        pub fn verify<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection, tw::Result<tw::Verification>> {
            tw::verify(db, &SCHEMA)
        }
    };
    let sync = quote! {
        #about_sync
        #[allow(dead_code)]
        #[inline]
        pub fn sync<#connection: tw::Connection>(
            db: &#connection
        ) -> tw::Output<'_, #connection, tw::Result<tw::SyncReport>> {
            tw::sync(db, &SCHEMA)
        }
    };
    [verify, sync].map(|function| print_within("::tablewright::__with_sync", function))
}

fn per_dialect(
    scripts: &[Scripts],
    constant: &str,
    of: fn(&Scripts) -> &ScriptText,
) -> TokenStream {
    let constant = ident(constant);
    let fields = scripts.iter().map(|scripts| {
        let dialect = format_ident!("{}", scripts.dialect.name());
        let ends = of(scripts).ends.iter().map(|&end| grouped(end));
        quote! {
            #dialect: tw::Script { text: #dialect::#constant, ends: &[#(#ends),*] }
        }
    });
    let is_partial = scripts.len() < Dialect::ALL.len();
    let others = is_partial.then(|| quote!(..tw::Scripts::NONE));
    quote!(tw::Scripts { #(#fields,)* #others })
}

/// The number with separators, as clippy wants it: `1_234_567`.
fn grouped(number: usize) -> Literal {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) && digits.len() > 5 {
            text.push('_');
        }
        text.push(digit);
    }
    text.parse()
        .unwrap_or_else(|_| Literal::usize_unsuffixed(number))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(grouped(12_345).to_string(), "12345");
        assert_eq!(grouped(1_234_567).to_string(), "1_234_567");
    }
}
