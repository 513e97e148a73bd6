//! Generates validation constraints of fields, and the functions that check them.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use tablewright_schema::{Column, Literal, Table, Type};
use tablewright_sql::regex::{self, Step};

use super::docs::{code, doc};
use super::literal::text;
use tablewright_schema::structure::position;

/// The constant with the validation constraints of a model, if it has any.
pub fn constant(table: &Table) -> Option<TokenStream> {
    let columns = table.columns.iter().enumerate();
    let rules = columns.flat_map(|(at, column)| {
        let at = Token::u16_unsuffixed(position(at));
        let field = text(&column.field);
        let rules = of_column(column).into_iter();
        rules.map(move |rule| quote!(twp::FieldRule::new(#field, #at, tw::Rule::#rule)))
    });
    let rules: Vec<TokenStream> = rules.collect();
    (!rules.is_empty()).then(|| quote!(const RULES: &'static [twp::FieldRule] = &[#(#rules),*];))
}

/// The function of a row that checks its constraints, if there are any.
pub fn of_row(table: &Table) -> Option<TokenStream> {
    function(table, "this", &quote!(twp::validate(self)))
}

/// The function of a new row that checks its constraints, if there are any.
pub fn of_new(table: &Table) -> Option<TokenStream> {
    function(table, "this new", &quote!(twp::validate_new(self.clone())))
}

fn function(table: &Table, which: &str, call: &TokenStream) -> Option<TokenStream> {
    if table.columns.iter().all(|column| column.rules.is_empty()) {
        return None;
    }
    let documented = doc(&format!(
        "Checks {which} {} against the constraints of its fields; the error has every violation.",
        code(&table.model)
    ));
    Some(quote! {
        #documented
        pub fn validate(&self) -> ::core::result::Result<(), tw::ValidationErrors> {
            #call
        }
    })
}

fn of_column(column: &Column) -> Vec<TokenStream> {
    let rules = &column.rules;
    let min = rules.min.as_ref().map(|value| (quote!(Min), value));
    let max = rules.max.as_ref().map(|value| (quote!(Max), value));
    let bounds = min.into_iter().chain(max).filter_map(|(name, value)| {
        let bound = bound(value, &column.ty)?;
        Some(quote!(#name(tw::Bound::#bound)))
    });
    let length = rules.length.map(|length| {
        let min = Token::u32_unsuffixed(length.min);
        let max = match length.max {
            None => quote!(None),
            Some(max) => {
                let max = Token::u32_unsuffixed(max);
                quote!(Some(#max))
            }
        };
        quote!(Length { min: #min, max: #max })
    });
    let pattern = rules.pattern.as_ref().map(|pattern| {
        // The front end has already parsed it.
        let regex = regex::parse(pattern).unwrap_or_default();
        let steps = regex.steps.iter().map(step);
        let ranges = regex.ranges.iter();
        let ranges = ranges.map(|(first, last)| quote!((#first, #last)));
        let pattern = text(pattern);
        quote! {
            Pattern(tw::Pattern::new(#pattern, &[#(twp::Step::#steps),*], &[#(#ranges),*]))
        }
    });
    let email = rules.email.then(|| quote!(Email));
    bounds.chain(length).chain(pattern).chain(email).collect()
}

/// The value as a variant of the runtime's `Bound`; only values with an order are bounds.
fn bound(value: &Literal, ty: &Type) -> Option<TokenStream> {
    Some(match value {
        Literal::Integer(micros) if *ty == Type::Duration => {
            let micros = Token::i64_unsuffixed(*micros);
            quote!(Duration(#micros))
        }
        Literal::Integer(value) => {
            let value = Token::i64_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Literal::Float(value) => {
            let value = Token::f64_unsuffixed(*value);
            quote!(Float(#value))
        }
        Literal::Decimal(value) => {
            let scale = value.split_once('.').map_or(0, |(_, rest)| rest.len());
            let scale = Token::usize_unsuffixed(scale);
            let digits: i128 = value.replace('.', "").parse().unwrap_or_default();
            let digits = Token::i128_unsuffixed(digits);
            quote!(Decimal(#digits, #scale))
        }
        Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Timestamp(value) => {
            let value = text(value);
            quote!(Time(#value))
        }
        Literal::Bool(_)
        | Literal::Text(_)
        | Literal::Bytes(_)
        | Literal::Uuid(_)
        | Literal::Json(_)
        | Literal::List(_) => return None,
    })
}

fn step(step: &Step) -> TokenStream {
    let range = |first: &u16, count: &u16| {
        let [first, count] = [first, count].map(|number| Token::u16_unsuffixed(*number));
        quote!((#first, #count))
    };
    match step {
        Step::End => quote!(End),
        Step::Char(character) => quote!(Char(#character)),
        Step::Any => quote!(Any),
        Step::In(first, count) => {
            let range = range(first, count);
            quote!(In #range)
        }
        Step::NotIn(first, count) => {
            let range = range(first, count);
            quote!(NotIn #range)
        }
        Step::Split(one, other) => {
            let [one, other] = [one, other].map(|step| Token::u16_unsuffixed(*step));
            quote!(Split(#one, #other))
        }
        Step::Jump(to) => {
            let to = Token::u16_unsuffixed(*to);
            quote!(Jump(#to))
        }
    }
}
