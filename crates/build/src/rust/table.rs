//! Generates the description of a table.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use tablewright_sql::Dialect;
use tablewright_sql::native::Native;
use tablewright_sql::table::{
    Check, Column, Default, Dialects, Key, Reference, Role, Source, Table, Type,
};

use tablewright_sql::unsigned::Unsigned;

use super::literal::text;

/// The expression for a table.
pub fn value(table: &Table<'_>) -> TokenStream {
    let name = text(table.name);
    let columns = table.columns.iter().map(column);
    let primary_key = key(&table.primary_key);
    let uniques = list("uniques", table.uniques.iter().map(key));
    let checks = list("checks", table.checks.iter().map(check));
    let references = list("references", table.references.iter().map(reference));
    let only = only(table.dialects);
    quote! {
        twp::Table::new(#name, &[#(#columns),*], #primary_key) #uniques #checks #references #only
    }
}

/// The call with the dialects, unless these are all dialects.
fn only(dialects: Dialects) -> Option<TokenStream> {
    let has = |dialect: &Dialect| dialects.has(*dialect);
    let names: Vec<Ident> = Dialect::ALL
        .iter()
        .filter(|dialect| has(dialect))
        .map(|dialect| format_ident!("{}", format!("{dialect:?}")))
        .collect();
    (names.len() < Dialect::ALL.len()).then(|| quote!(.only(&[#(tw::Dialect::#names),*])))
}

/// A call that adds a list, unless it is empty.
fn list(name: &str, items: impl ExactSizeIterator<Item = TokenStream>) -> Option<TokenStream> {
    let name = super::names::ident(name);
    (items.len() > 0).then(|| quote!(.#name(&[#(#items),*])))
}

fn column(column: &Column<'_>) -> TokenStream {
    let name = text(column.name);
    let ty = type_value(&column.ty);
    let nullable = column.nullable.then(|| quote!(.nullable()));
    let source = match column.source {
        Source::Input => None,
        Source::Identity => Some(quote!(.identity())),
        Source::Default(None) => Some(quote!(.default())),
        Source::Default(Some(default)) => {
            let default = default_value(default);
            Some(quote!(.key_default(#default)))
        }
        Source::Generated => Some(quote!(.generated())),
    };
    let role = match column.role {
        Role::Data => None,
        Role::Version => Some(quote!(.version())),
        Role::Deletion => Some(quote!(.deletion())),
        Role::Updated => Some(quote!(.updated())),
    };
    let collated = column.collated.then(|| quote!(.collated()));
    let sensitive = column.sensitive.then(|| quote!(.sensitive()));
    quote!(twp::ColumnDef::new(#name, #ty) #nullable #source #role #collated #sensitive)
}

fn type_value(ty: &Type<'_>) -> TokenStream {
    let number = |number: &u32| Literal::u32_unsuffixed(*number);
    let variant = match ty {
        Type::Bool => quote!(Bool),
        Type::SmallInt => quote!(SmallInt),
        Type::Integer => quote!(Integer),
        Type::BigInt => quote!(BigInt),
        Type::Unsigned(ty) => match ty {
            Unsigned::U8 => quote!(Unsigned(twp::Unsigned::U8)),
            Unsigned::U16 => quote!(Unsigned(twp::Unsigned::U16)),
            Unsigned::U32 => quote!(Unsigned(twp::Unsigned::U32)),
            Unsigned::U64 => quote!(Unsigned(twp::Unsigned::U64)),
        },
        Type::Float => quote!(Float),
        Type::Double => quote!(Double),
        Type::Decimal(precision, scale) => {
            let [precision, scale] = [precision, scale].map(number);
            quote!(Decimal(#precision, #scale))
        }
        Type::String(max) => {
            let max = number(max);
            quote!(String(#max))
        }
        Type::Text => quote!(Text),
        Type::Bytes(max) => {
            let max = number(max);
            quote!(Bytes(#max))
        }
        Type::Uuid => quote!(Uuid),
        Type::Date => quote!(Date),
        Type::Time => quote!(Time),
        Type::DateTime => quote!(DateTime),
        Type::Timestamp => quote!(Timestamp),
        Type::Json => quote!(Json),
        Type::Enum(values) => {
            let values = values.iter().map(|value| text(value));
            quote!(Enum(&[#(#values),*]))
        }
        Type::Array(item) => {
            let item = type_value(item);
            quote!(Array(&#item))
        }
        Type::Native(native) => {
            let native = native_value(native);
            quote!(Native(&#native))
        }
    };
    quote!(twp::Type::#variant)
}

fn native_value(native: &Native<'_>) -> TokenStream {
    let forms = native.forms.iter().map(|(dialect, form)| {
        let dialect = format_ident!("{}", format!("{dialect:?}"));
        let ty = text(form.ty);
        let by = (!form.read.is_empty() || !form.write.is_empty()).then(|| {
            let [read, write] = [form.read, form.write].map(text);
            quote!(.by(#read, #write))
        });
        quote!((tw::Dialect::#dialect, twp::Form::new(#ty) #by))
    });
    let limit = Literal::u32_unsuffixed(native.limit);
    let ordered = native.ordered;
    quote!(twp::Native { forms: &[#(#forms),*], limit: #limit, ordered: #ordered })
}

fn default_value(default: Default<'_>) -> TokenStream {
    let variant = match default {
        Default::Now => quote!(Now),
        Default::Uuid => quote!(Uuid),
        Default::Bool(value) => quote!(Bool(#value)),
        Default::Integer(value) => {
            let value = Literal::i64_unsuffixed(value);
            quote!(Integer(#value))
        }
        Default::Float(value) => {
            let value = Literal::f64_unsuffixed(value);
            quote!(Float(#value))
        }
        Default::Decimal(digits) => {
            let digits = text(digits);
            quote!(Decimal(#digits))
        }
        Default::Text(value) => {
            let value = text(value);
            quote!(Text(#value))
        }
        Default::Bytes(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(Bytes(#bytes))
        }
        Default::Sql(sql) => {
            let sql = text(sql);
            quote!(Sql(#sql))
        }
    };
    quote!(twp::Default::#variant)
}

fn key(key: &Key<'_>) -> TokenStream {
    let name = text(key.name);
    let columns = positions(key.columns);
    if key.partial {
        quote!(twp::Key::partial(#name, #columns))
    } else {
        quote!(twp::Key::new(#name, #columns))
    }
}

fn check(check: &Check<'_>) -> TokenStream {
    let name = text(check.name);
    match check.column {
        None => quote!(twp::Check::new(#name)),
        Some(column) => {
            let column = Literal::u16_unsuffixed(column);
            quote!(twp::Check::of(#name, #column))
        }
    }
}

fn reference(reference: &Reference<'_>) -> TokenStream {
    let (name, table) = (text(reference.name), text(reference.table));
    let columns = positions(reference.columns);
    let key = reference.key.iter().map(|name| text(name));
    quote!(twp::Reference::new(#name, #columns, #table, &[#(#key),*]))
}

/// Positions of columns, as a slice.
pub fn positions(columns: &[u16]) -> TokenStream {
    let columns = columns
        .iter()
        .map(|&column| Literal::u16_unsuffixed(column));
    quote!(&[#(#columns),*])
}
