//! What stands in front of the models: the scripts, and what runs them.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use tablewright_schema::ddl::{self, ScriptText};
use tablewright_schema::{Dialect, Intent, Schema, fingerprint};

use super::docs::{code, doc};
use super::literal::raw;
use super::names::{TypeParameters, ident};
use super::types;
use crate::print::print;

/// The parts of the file in front of the models, printed.
pub fn parts(schema: &Schema) -> Vec<String> {
    let scripts: Vec<Scripts> = schema
        .dialects
        .iter()
        .map(|&dialect| Scripts::new(schema, dialect))
        .collect();
    let mut parts = vec![print(uses(schema)), print(constants(&scripts))];
    parts.extend(scripts.iter().map(|scripts| print(scripts.module())));
    parts.push(print(tables(schema, &scripts)));
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
        let about = doc(&format!("What is written for {title}."));
        let about_create = doc(&about_schema(self.dialect));
        let about_drop = doc(&format!(
            "Drops the tables and all that is in them, as a script for {title}."
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
        "The tables, as a script for {}: any client can run it, also a second time.",
        code(dialect.title())
    )
}

/// Names the runtime, and fails the build of a program whose runtime lacks what the models use.
///
/// The models cannot be in the way of the short name, because theirs have capitals.
fn uses(schema: &Schema) -> TokenStream {
    let mut features = BTreeMap::new();
    for column in schema.tables.iter().flat_map(|table| &table.columns) {
        for (feature, what) in types::features(schema.dates, &column.ty) {
            features.entry(feature.name()).or_insert(what);
        }
    }
    let features = features.into_iter().map(|(feature, what)| {
        let (feature, what) = (ident(feature), format!("`{what}`"));
        quote!(::tablewright::requires!(#feature, #what);)
    });
    quote!(use ::tablewright as tw; #(#features)*)
}

fn constants(scripts: &[Scripts]) -> TokenStream {
    let default = format_ident!("{}", scripts[0].dialect.name());
    let about_schema = doc(&about_schema(scripts[0].dialect));
    let about_hash =
        doc("The fingerprint of the tables: another one when anything about them changes.");
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

/// The fingerprint of a schema's tables, which generated code has as `SCHEMA_HASH`.
pub fn schema_hash(schema: &Schema) -> String {
    let dialects = schema.dialects.iter();
    let scripts: Vec<Scripts> = dialects
        .map(|&dialect| Scripts::new(schema, dialect))
        .collect();
    hash(&scripts)
}

fn hash(scripts: &[Scripts]) -> String {
    let parts = scripts.iter().map(|scripts| {
        // No script contains a NUL.
        format!("{}\0{}\0", scripts.dialect.name(), scripts.create.text)
    });
    format!("{:032x}", fingerprint(&parts.collect::<String>()))
}

/// What creates and drops the tables.
fn tables(schema: &Schema, scripts: &[Scripts]) -> TokenStream {
    let models = schema.tables.iter().map(|table| {
        let name = ident(&table.model);
        quote!(<#name as tw::Model>::MODEL)
    });
    let create = per_dialect(scripts, "SCHEMA_SQL", |scripts| &scripts.create);
    let drop = per_dialect(scripts, "DROP_SQL", |scripts| &scripts.drop);
    let past = past(&Intent::of(schema));
    let connection = TypeParameters::of(schema).connection;
    let about_schema = doc("The tables and their scripts: what `create_all` and `drop_all` run.");
    let about_create = doc(
        "Creates the tables. It is safe to run at every start: where they are there already, \
         nothing happens.",
    );
    let about_verify = doc(
        "Compares the tables of a database with these. Where nothing has changed since `sync` or \
         `create_all`, that is one query.",
    );
    let about_sync = doc(
        "Brings the tables of a database to these, where that loses nothing, and refuses the rest, \
         saying why; then nothing is changed.",
    );
    let about_drop = doc("Drops the tables and all that is in them.");
    quote! {
        #about_schema
        #[allow(dead_code)]
        pub static SCHEMA: tw::Schema = tw::Schema {
            name: module_path!(),
            hash: SCHEMA_HASH,
            tables: &[#(#models),*],
            create: #create,
            drop: #drop,
            past: #past
        };

        #about_create
        #[allow(dead_code)]
        #[inline]
        pub fn create_all<#connection: tw::Connection>(
            db: &#connection
        ) -> #connection::Output<'_, tw::Result<()>> {
            tw::create_all(db, &SCHEMA)
        }

        #about_verify
        #[allow(dead_code)]
        #[inline]
        pub fn verify<#connection: tw::Connection>(
            db: &#connection
        ) -> #connection::Output<'_, tw::Result<tw::Verdict>> {
            tw::verify(db, &SCHEMA)
        }

        #about_sync
        #[allow(dead_code)]
        #[inline]
        pub fn sync<#connection: tw::Connection>(
            db: &#connection
        ) -> #connection::Output<'_, tw::Result<tw::Synced>> {
            tw::sync(db, &SCHEMA)
        }

        #about_drop
        #[allow(dead_code)]
        #[inline]
        pub fn drop_all<#connection: tw::Connection>(
            db: &#connection
        ) -> #connection::Output<'_, tw::Result<()>> {
            tw::drop_all(db, &SCHEMA)
        }
    }
}

/// Former names, and what a database may lose; only what there is of it.
fn past(intent: &Intent) -> TokenStream {
    if *intent == Intent::default() {
        return quote!(tw::Past::NONE);
    }
    let tables = intent.tables.iter().map(|former| {
        let (name, was) = (&former.name, &former.was);
        quote!((#name, #was))
    });
    let columns = intent.columns.iter().map(|former| {
        let (table, name, was) = (&former.table, &former.name, &former.was);
        quote!((#table, #name, #was))
    });
    let values = |is_list: bool| {
        let values = intent.values.iter();
        let values = values.filter(move |former| former.is_list == is_list);
        values.map(|former| {
            let (table, column) = (&former.table, &former.column);
            let (value, was) = (&former.value, &former.was);
            quote!((#table, #column, #value, #was))
        })
    };
    let fields = [
        ("tables", tables.collect::<Vec<_>>()),
        ("columns", columns.collect()),
        ("values", values(false).collect()),
        ("items", values(true).collect()),
        (
            "dropped",
            intent.dropped.iter().map(|name| quote!(#name)).collect(),
        ),
        (
            "converted",
            intent.converted.iter().map(|name| quote!(#name)).collect(),
        ),
    ];
    let is_partial = fields.iter().any(|(_, items)| items.is_empty());
    let others = is_partial.then(|| quote!(..tw::Past::NONE));
    let fields = fields.iter().filter(|(_, items)| !items.is_empty());
    let fields = fields.map(|(name, items)| {
        let name = ident(name);
        quote!(#name: &[#(#items),*])
    });
    quote!(tw::Past { #(#fields,)* #others })
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

/// The number as clippy reads it best: `1_234_567`.
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
