//! Enums: distinct values, and their Rust variants.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::findings::Findings;
use super::rust;
use super::words::Words;
use crate::schema::{Enum, Repr, Stored, Variant};
use crate::yaml::shapes::{self, At, Document};

/// The largest number of characters of a value: the width of the column.
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
    rust::check_attributes(&item.attributes, findings);
    for value in &item.values {
        rust::check_attributes(&value.attributes, findings);
    }
    check_values(item, findings);
    check_numbers(item, findings);
    check_former_values(item, findings);
    Enum {
        name: item.name.value.clone(),
        doc: item.doc.as_ref().map(|doc| doc.value.clone()),
        repr: item.repr,
        attributes: texts(&item.attributes),
        variants: item.values.iter().map(variant).collect(),
        derives: distinct(document.derives.iter().chain(&item.derives)),
    }
}

/// The strings, each once, in the order of their first occurrence.
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
        stored: stored(value),
        name: variant_name(value),
        doc: value.doc.as_ref().map(|doc| doc.value.clone()),
        was: value.was.iter().map(|was| was.value.clone()).collect(),
        attributes: texts(&value.attributes),
    }
}

fn texts(given: &[shapes::Spanned<String>]) -> Vec<String> {
    given.iter().map(|text| text.value.clone()).collect()
}

/// The stored form of the value; a number out of range is already reported.
fn stored(value: &shapes::EnumValue) -> Stored {
    match &value.number {
        Some(number) => Stored::Number(number.value.try_into().unwrap_or_default()),
        None => Stored::Text(value.value.value.clone()),
    }
}

/// Checks the numbers of an enum: each value has one that fits, and they ascend.
fn check_numbers(item: &shapes::Enum, findings: &mut Findings<'_>) {
    let (word, range) = match item.repr {
        Repr::Text => return,
        Repr::SmallInt => ("smallint", i128::from(i16::MIN)..=i128::from(i16::MAX)),
        Repr::Integer => ("integer", i128::from(i32::MIN)..=i128::from(i32::MAX)),
        Repr::BigInt => ("bigint", i128::from(i64::MIN)..=i128::from(i64::MAX)),
    };
    let mut before: Option<(&shapes::EnumValue, &shapes::Spanned<i128>)> = None;
    for value in &item.values {
        let text = &value.value.value;
        let Some(number) = &value.number else {
            if !value.placeholders.may_have("number") {
                findings
                    .at(value.value.at, format!("the value `{text}` has no number"))
                    .hint(format!(
                        "the enum is stored as numbers: write `{{ value: {text}, number: 1 }}`"
                    ));
            }
            continue;
        };
        if !range.contains(&number.value) {
            findings
                .at(
                    number.at,
                    format!("{} is out of the range of `{word}`", number.value),
                )
                .hint(format!("it holds {} to {}", range.start(), range.end()));
            continue;
        }
        if let Some((other, lower)) = before
            && number.value <= lower.value
        {
            let (other, lower_at) = (&other.value.value, lower.at);
            let message = match number.value == lower.value {
                true => format!("`{other}` and `{text}` have the same number"),
                false => "the numbers of an enum must ascend in the order of its values".to_owned(),
            };
            findings
                .at(number.at, message)
                .also(lower_at, "the number before")
                .hint("values are sorted by their numbers: list the values in that order");
        }
        before = Some((value, number));
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
                .at(at, format!("the value `{text}` is listed twice"))
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
                            "`{}` cannot be the name of a variant in Rust",
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
            format!("a value has {length} characters, and the limit is {LONGEST}"),
        );
    }
}

fn check_former_values(item: &shapes::Enum, findings: &mut Findings<'_>) {
    let values: BTreeMap<Stored, At> = item
        .values
        .iter()
        .map(|value| {
            let number = value.number.as_ref().map(|number| number.at);
            (stored(value), number.unwrap_or(value.value.at))
        })
        .collect();
    let mut former: BTreeMap<&Stored, At> = BTreeMap::new();
    for was in item.values.iter().flat_map(|value| &value.was) {
        let text = &was.value;
        if let Some(&value) = values.get(text) {
            findings
                .at(
                    was.at,
                    format!(
                        "`{text}` is still a value, so it cannot be the former name of \
                        another one"
                    ),
                )
                .also(value, "the value");
        } else if let Some(first) = former.insert(text, was.at) {
            findings
                .at(was.at, format!("two values have the former name `{text}`"))
                .also(first, "this is the other");
        }
    }
}
