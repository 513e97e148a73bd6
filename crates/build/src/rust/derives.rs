//! Derived traits and attributes: our own and the user's.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use tablewright_schema::{Column, Enum, Table};

use super::names::ident;
use crate::print::as_written;

/// The traits that models have, derived or written out.
pub const OF_MODELS: &[&str] = &["Clone", "Debug", "PartialEq"];
/// The traits that enums derive.
pub const OF_ENUMS: &[&str] = &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"];

/// The `derive` of our traits, and of the user's traits that are not among them.
pub fn list(own: &[&str], users: &[String]) -> TokenStream {
    let own_paths = own.iter().map(|name| ident(name));
    let users = users
        .iter()
        .filter(|path| !own.contains(&base_name(path)))
        .filter_map(|path| path.parse::<TokenStream>().ok());
    let paths = own_paths.map(|name| quote!(#name)).chain(users);
    quote!(#[derive(#(#paths),*)])
}

/// The attribute with which serde skips a sensitive field, if the struct derives serialization and
/// the user has no attribute for the field.
pub fn unserialized(table: &Table, column: &Column) -> TokenStream {
    if !is_hidden(column) {
        return TokenStream::new();
    }
    let when = When::derived(&table.derives, &table.attributes, &["Serialize"]);
    when.serde(&quote!(skip_serializing))
}

/// Whether the field is sensitive, and the user does not say how serde serializes it.
pub fn is_hidden(column: &Column) -> bool {
    let says =
        |text: &String| has_word(text, "serde") && SAYS_HOW.iter().any(|it| has_word(text, it));
    column.sensitive && !column.attributes.iter().any(says)
}

/// The condition under which a type derives traits of serde.
pub enum When {
    Never,
    Always,
    /// Under this condition.
    If(TokenStream),
}

impl When {
    /// The condition under which one of these traits is derived.
    fn derived(derives: &[String], attributes: &[String], traits: &[&str]) -> When {
        let is_one = |text: &&String| traits.iter().any(|it| has_word(text, it));
        if derives.iter().any(|path| is_one(&path)) {
            return When::Always;
        }
        let conditions = attributes.iter().filter(is_one).map(|text| condition(text));
        let conditions: Option<Vec<TokenStream>> = conditions.collect();
        match conditions.as_deref() {
            None => When::Always,
            Some([]) => When::Never,
            Some([only]) => When::If(only.clone()),
            Some(several) => When::If(quote!(any(#(#several),*))),
        }
    }

    /// An attribute of serde, under the condition that serde is derived.
    pub fn serde(&self, content: &TokenStream) -> TokenStream {
        match self {
            When::Never => TokenStream::new(),
            When::Always => quote!(#[serde(#content)]),
            When::If(condition) => quote!(#[cfg_attr(#condition, serde(#content))]),
        }
    }
}

/// The condition under which serde has to name the variants of an enum as databases do: it derives
/// a trait of serde, and the user does not name the variants.
pub fn renames_variants(one: &Enum) -> When {
    if one.attributes.iter().any(|text| says_names(text)) {
        return When::Never;
    }
    When::derived(&one.derives, &one.attributes, &["Serialize", "Deserialize"])
}

/// Whether an attribute of an enum or a variant gives its name for serde.
pub fn says_names(text: &str) -> bool {
    has_word(text, "serde") && NAMES.iter().any(|it| has_word(text, it))
}

/// Words in an attribute of an enum or a variant that give its name for serde.
const NAMES: [&str; 9] = [
    "rename",
    "rename_all",
    "untagged",
    "into",
    "from",
    "try_from",
    "remote",
    "skip",
    "other",
];

/// Words in an attribute of a field that say how serde serializes it.
const SAYS_HOW: [&str; 4] = ["skip", "skip_serializing", "serialize_with", "with"];

fn has_word(text: &str, wanted: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.split(|character| !is_part(character))
        .any(|word| word == wanted)
}

/// The condition of `#[cfg_attr(…, …)]`.
fn condition(text: &str) -> Option<TokenStream> {
    let mut attribute = text.parse::<TokenStream>().ok()?.into_iter();
    let in_brackets = attribute.find_map(group)?;
    let mut in_brackets = in_brackets.into_iter();
    match in_brackets.next()? {
        TokenTree::Ident(name) if name == "cfg_attr" => {}
        _ => return None,
    }
    let parameters = in_brackets.find_map(group)?.into_iter();
    let is_comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(it) if it.as_char() == ',');
    Some(parameters.take_while(|tree| !is_comma(tree)).collect())
}

fn group(tree: TokenTree) -> Option<TokenStream> {
    match tree {
        TokenTree::Group(group) => Some(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    }
}

/// The user's attributes, which the check pass has already parsed.
pub fn attributes(texts: &[String]) -> TokenStream {
    texts.iter().map(|text| as_written(text)).collect()
}

/// The name of a trait of the standard library, with any path.
pub fn base_name(path: &str) -> &str {
    let path = path.trim().trim_start_matches("::");
    match path.split("::").next() {
        Some("std" | "core") => path.rsplit("::").next().unwrap_or(path),
        Some(_) | None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_derives_serialize_is_found_in_every_spelling() {
        for text in [
            "serde::Serialize",
            "Serialize",
            "::serde::Serialize",
            "#[derive(serde::Serialize)]",
            "#[cfg_attr(feature = \"api\", derive(serde::Deserialize, serde::Serialize))]",
        ] {
            assert!(has_word(text, "Serialize"), "{text}");
        }
        assert!(!has_word("serde::Deserialize", "Serialize"));
        assert!(!has_word("SerializeRow", "Serialize"));
    }

    #[test]
    fn one_of_several_conditions_is_enough() {
        let when = |attributes: &[&str]| {
            let attributes: Vec<String> = attributes.iter().map(|it| (*it).to_owned()).collect();
            let traits = ["Serialize", "Deserialize"];
            match When::derived(&[], &attributes, &traits) {
                When::Never => "never".to_owned(),
                When::Always => "always".to_owned(),
                When::If(condition) => condition.to_string(),
            }
        };
        let (one, other) = (
            "#[cfg_attr(a, derive(serde::Serialize))]",
            "#[cfg_attr(b, derive(serde::Deserialize))]",
        );
        assert_eq!(when(&["#[allow(unused)]"]), "never");
        assert_eq!(when(&[one]), "a");
        assert_eq!(when(&[one, other]), "any (a , b)");
        assert_eq!(when(&[one, "#[derive(serde::Deserialize)]"]), "always");
    }

    #[test]
    fn a_condition_goes_with_its_attribute() {
        let of = |text| condition(text).map(|tokens| tokens.to_string());
        assert_eq!(of("#[derive(Serialize)]"), None);
        let found = of("#[cfg_attr(any(a, b), derive(Serialize))]");
        assert_eq!(found.as_deref(), Some("any (a , b)"));
    }
}
