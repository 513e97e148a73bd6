//! Generates the struct of the required fields of a new row: `NewUser`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Source, Table, Type};

use super::docs::{code, doc, doc_after, facts};
use super::names::{self, ident};
use super::types::NewType;
use super::{Context, derives, redact, rules};
use tablewright_schema::structure::position;

/// The required columns of a new row, with their positions.
pub fn required(table: &Table) -> impl Iterator<Item = (u16, &Column)> + Clone {
    let columns = table.columns.iter().enumerate();
    columns
        .filter(|(_, column)| column.source == Source::Input && !column.nullable)
        .map(|(at, column)| (position(at), column))
}

/// The columns in an insert without optional values: the required ones, and those with defaults
/// from the program.
pub fn given(table: &Table) -> impl Iterator<Item = u16> + Clone {
    let columns = table.columns.iter().enumerate();
    let is_given = |column: &Column| match &column.source {
        Source::Input => !column.nullable,
        Source::Computed(_) => true,
        Source::Identity | Source::Default(_) | Source::Generated(_) => false,
    };
    columns
        .filter(move |(_, column)| is_given(column))
        .map(|(at, _)| position(at))
}

/// Whether the struct borrows: strings and bytes need not be owned.
pub fn has_lifetime(context: &Context<'_>) -> bool {
    required(context.table)
        .any(|(_, column)| !matches!(NewType::of(context.schema, column), NewType::Own(_)))
}

/// The struct and its implementations.
pub fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let Context { schema, table, .. } = *context;
    let name = ident(&names::insert_struct(&table.model));
    let lifetime = has_lifetime(context);
    let a = lifetime.then(|| quote!(<'a>));
    let any = lifetime.then(|| quote!(<'_>));
    let columns = || required(table).map(|(_, column)| column);
    let debug = redact::debug(columns(), &quote!(#name #any), &name);

    let documented = doc(&format!(
        "The required fields of a new {}, for inserts.",
        code(&table.model)
    ));
    let own: &[&str] = match debug {
        None => &["Clone", "Debug"],
        Some(_) => &["Clone"],
    };
    let derives = derives::list(own, &[]);
    let allowed = super::allow_bools(columns().filter(|one| one.ty == Type::Bool).count());
    let fields = required(table).map(|(position, column)| {
        let facts = facts(schema, table, position.into());
        let documented = doc_after(column.doc.as_deref(), &facts);
        let name = ident(&column.field);
        let ty = match NewType::of(schema, column) {
            NewType::Text => quote!(::std::borrow::Cow<'a, str>),
            NewType::Bytes => quote!(::std::borrow::Cow<'a, [u8]>),
            NewType::Own(ty) => ty,
        };
        quote!(#documented pub #name: #ty)
    });
    let structure = quote! {
        #documented
        #[allow(dead_code)]
        #allowed
        #[must_use = "a new row is not in the database until it is inserted"]
        #derives
        pub struct #name #a {
            #(#fields,)*
        }
    };

    let model = context.name;
    let to = match columns().next() {
        Some(_) => quote!(to),
        None => quote!(_),
    };
    let values = required(table).map(|(position, column)| {
        let position = Literal::u16_unsuffixed(position);
        let field = ident(&column.field);
        let function = match NewType::of(schema, column) {
            NewType::Text => quote!(text),
            NewType::Bytes => quote!(bytes),
            NewType::Own(_) => quote!(owned),
        };
        quote!(to.#function(#position, self.#field);)
    });
    let new = quote! {
        impl<'a> tw::New<'a> for #name #a {
            type Model = #model;

            #[inline]
            fn values(self, #to: &mut twp::Values<'a>) {
                #(#values)*
            }
        }
    };
    let validate = rules::of_new(table).map(|function| {
        quote! {
            #[allow(dead_code)]
            impl #name #any {
                #function
            }
        }
    });
    let mut items = vec![structure];
    items.extend(debug);
    items.push(new);
    items.extend(validate);
    items
}
