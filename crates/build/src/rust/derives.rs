//! Derived traits and attributes: ours and those that the user adds.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::ident;
use crate::print::as_written;

/// The `derive` of our traits and of those of the user's that are not among them.
pub fn list(own: &[&str], users: &[String]) -> TokenStream {
    let own_paths = own.iter().map(|name| ident(name));
    let users = users
        .iter()
        .filter(|path| !own.contains(&base_name(path)))
        .filter_map(|path| path.parse::<TokenStream>().ok());
    let paths = own_paths.map(|name| quote!(#name)).chain(users);
    quote!(#[derive(#(#paths),*)])
}

/// The user's attributes, which the check pass has parsed.
pub fn attributes(texts: &[String]) -> TokenStream {
    texts.iter().map(|text| as_written(text)).collect()
}

/// The name of a trait of the standard library, however its path is written.
fn base_name(path: &str) -> &str {
    let path = path.trim().trim_start_matches("::");
    match path.split("::").next() {
        Some("std" | "core") => path.rsplit("::").next().unwrap_or(path),
        Some(_) | None => path,
    }
}
