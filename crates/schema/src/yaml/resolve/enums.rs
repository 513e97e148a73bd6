//! Enums: values that are distinct, and Rust variants for them.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::findings::Findings;
use super::rust;
use super::words::Words;
use crate::schema::{Enum, Variant};
use crate::yaml::shapes::{self, At, Document};

/// The characters that a value has at most: they are in a column of that width.
const LONGEST: usize = 255;

pub fn resolve(words: &Words<'_>, document: &Document, findings: &mut Findings<'_>) -> Vec<Enum> {
    words
        .enums
        .iter()
        .map(|item| resolve_one(item, document, findings))
        .collect()
}

fn resolve_one(item: &shapes::Enum, document: &Document, findings: &mut Findings<'_>) -> Enum {
    rust::check_paths(&item.derives, findings);
    check_values(item, findings);
    check_former_values(item, findings);
    Enum {
        name: item.name.value.clone(),
        doc: item.doc.as_ref().map(|doc| doc.value.clone()),
        variants: item.values.iter().map(variant).collect(),
        derives: distinct(document.derives.iter().chain(&item.derives)),
    }
}

/// The texts, each once, in the order in which they come first.
pub fn distinct<'d>(texts: impl IntoIterator<Item = &'d shapes::Spanned<String>>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts {
        if !distinct.contains(&text.value) {
            distinct.push(text.value.clone());
        }
    }
    distinct
}

fn variant(value: &shapes::EnumValue) -> Variant {
    Variant {
        value: value.value.value.clone(),
        name: variant_name(value),
        doc: value.doc.as_ref().map(|doc| doc.value.clone()),
        was: value.was.iter().map(|was| was.value.clone()).collect(),
    }
}

fn variant_name(value: &shapes::EnumValue) -> String {
    match &value.rust {
        Some(name) => name.value.clone(),
        None => value.value.value.to_upper_camel_case(),
    }
}

fn check_values(item: &shapes::Enum, findings: &mut Findings<'_>) {
    let mut values: BTreeMap<&str, At> = BTreeMap::new();
    let mut names: BTreeMap<String, At> = BTreeMap::new();
    for value in &item.values {
        let (text, at) = (value.value.value.as_str(), value.value.at);
        if let Some(first) = values.insert(text, at) {
            findings
                .at(at, format!("the value `{text}` is there twice"))
                .also(first, "here first");
            continue;
        }
        check_length(text, at, findings);
        if value.placeholders.may_have("rust") {
            continue;
        }
        let name = variant_name(value);
        match &value.rust {
            Some(rust) => rust::check_variant_name(rust, findings),
            None if rust::is_variant_name(&name) => {}
            None if text.is_empty() => {}
            None => {
                findings
                    .at(
                        at,
                        format!(
                            "Rust can have no variant called `{}`",
                            or_value(&name, text)
                        ),
                    )
                    .hint(format!("give it a name: `{{ value: {text:?}, rust: … }}`"));
                continue;
            }
        }
        let name_at = value.rust.as_ref().map_or(at, |rust| rust.at);
        if let Some(first) = names.insert(name.clone(), name_at) {
            findings
                .at(
                    name_at,
                    format!("two values become the variant `{name}` in Rust"),
                )
                .also(first, "this is the other")
                .hint(format!(
                    "name one of them: `{{ value: {text:?}, rust: … }}`"
                ));
        }
    }
}

fn or_value<'t>(name: &'t str, value: &'t str) -> &'t str {
    if name.is_empty() { value } else { name }
}

fn check_length(text: &str, at: At, findings: &mut Findings<'_>) {
    let length = text.chars().count();
    if length == 0 {
        findings
            .at(at, "a value is empty")
            .hint("give it at least one character");
    } else if length > LONGEST {
        findings.at(
            at,
            format!("a value has {length} characters, and {LONGEST} is the most"),
        );
    }
}

fn check_former_values(item: &shapes::Enum, findings: &mut Findings<'_>) {
    let values: BTreeMap<&str, At> = item
        .values
        .iter()
        .map(|value| (value.value.value.as_str(), value.value.at))
        .collect();
    let mut former: BTreeMap<&str, At> = BTreeMap::new();
    for was in item.values.iter().flat_map(|value| &value.was) {
        let text = was.value.as_str();
        if let Some(&value) = values.get(text) {
            findings
                .at(
                    was.at,
                    format!("`{text}` is still a value, so no other can have been that"),
                )
                .also(value, "the value");
        } else if let Some(first) = former.insert(text, was.at) {
            findings
                .at(was.at, format!("two values claim to have been `{text}`"))
                .also(first, "this is the other");
        }
    }
}
