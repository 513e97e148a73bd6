//! The Rust in the file: types, derives and attributes, which have to be tokens.
//!
//! The front end, which cannot take Rust apart, finds nearly all mistakes and shows their place.
//! What it lets pass is found here, so that the emitters can rely on it; what even this lets pass
//! stays where it belongs, and the compiler finds it.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use tablewright_schema::{Schema, Table};

use crate::error::Message;
use crate::{Error, Result};

/// Reports every text that is not the Rust it should be.
pub fn rust(schema: &Schema) -> Result {
    let mut check = Check::default();
    for one in &schema.enums {
        for path in &one.derives {
            check.text(Kind::Derive, path, &one.name);
        }
    }
    for table in &schema.tables {
        check.table(table);
    }
    if check.messages.is_empty() {
        Ok(())
    } else {
        Err(Error::from(check.messages))
    }
}

/// What a text should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Type,
    Derive,
    Attribute,
}

#[derive(Default)]
struct Check<'a> {
    messages: Vec<Message>,
    /// What is wrong with each text; many models have the same ones.
    known: BTreeMap<(Kind, &'a str), Option<String>>,
}

impl<'a> Check<'a> {
    fn table(&mut self, table: &'a Table) {
        for path in &table.derives {
            self.text(Kind::Derive, path, &table.model);
        }
        for attribute in &table.attributes {
            self.text(Kind::Attribute, attribute, &table.model);
        }
        for column in &table.columns {
            let place = || format!("{}.{}", table.model, column.field);
            if let Some(path) = &column.rust {
                self.text(Kind::Type, path, &place());
            }
            for attribute in &column.attributes {
                self.text(Kind::Attribute, attribute, &place());
            }
        }
    }

    fn text(&mut self, kind: Kind, text: &'a str, place: &str) {
        let wrong = self
            .known
            .entry((kind, text))
            .or_insert_with(|| kind.wrong(text));
        if let Some(wrong) = wrong {
            let message = format!("`{place}`: `{text}` is not {}: {wrong}", kind.title());
            self.messages.push(Message {
                text: message,
                hint: kind.hint(text),
            });
        }
    }
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Kind::Type => "the path of a Rust type",
            Kind::Derive => "the path of a trait",
            Kind::Attribute => "a Rust attribute",
        }
    }

    /// What is wrong with the text, if anything.
    fn wrong(self, text: &str) -> Option<String> {
        let tokens = match text.parse::<TokenStream>() {
            Ok(tokens) => tokens.into_iter().collect::<Vec<TokenTree>>(),
            Err(error) => return Some(error.to_string()),
        };
        let is_right = match self {
            Kind::Type => is_path(&tokens, &['<', '>', ',', '\'']),
            Kind::Derive => is_path(&tokens, &[]),
            Kind::Attribute => are_attributes(&tokens),
        };
        (!is_right).then(|| "it has other tokens".to_owned())
    }

    fn hint(self, text: &str) -> Option<String> {
        match self {
            Kind::Type => Some("such as `crate::Email`".to_owned()),
            Kind::Derive => Some("such as `serde::Serialize`".to_owned()),
            Kind::Attribute if text.trim_start().starts_with('#') => None,
            Kind::Attribute => Some(format!("such as `#[{}]`", text.trim())),
        }
    }
}

/// Names and colons, and whatever else is allowed in this path.
fn is_path(tokens: &[TokenTree], more: &[char]) -> bool {
    let is_part = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(mark) => mark.as_char() == ':' || more.contains(&mark.as_char()),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let is_open = matches!(tokens.last(), Some(TokenTree::Punct(last)) if last.as_char() != '>');
    !tokens.is_empty() && tokens.iter().all(is_part) && !is_open
}

/// At least one attribute, and nothing else.
fn are_attributes(tokens: &[TokenTree]) -> bool {
    let is_attribute = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(mark), TokenTree::Group(group)] => {
            mark.as_char() == '#' && group.delimiter() == Delimiter::Bracket
        }
        _ => false,
    };
    !tokens.is_empty() && tokens.chunks(2).all(is_attribute)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_type_is_a_path() {
        assert_eq!(Kind::Type.wrong("crate::Email"), None);
        assert_eq!(Kind::Type.wrong("crate::Json<Vec<crate::Item>>"), None);
        assert!(Kind::Type.wrong("crate::").is_some());
        assert!(Kind::Type.wrong("Email; fn main() {}").is_some());
        assert!(Kind::Type.wrong("Fn()").is_some());
        assert!(Kind::Type.wrong("\"").is_some());
    }

    #[test]
    fn a_derive_is_a_path() {
        assert_eq!(Kind::Derive.wrong("serde::Serialize"), None);
        assert!(Kind::Derive.wrong("serde::Serialize, Eq").is_some());
        assert!(Kind::Derive.wrong("").is_some());
    }

    #[test]
    fn an_attribute_is_whole() {
        assert_eq!(Kind::Attribute.wrong("#[serde(skip)]"), None);
        assert_eq!(Kind::Attribute.wrong("#[a] #[b = \"c\"]"), None);
        assert!(Kind::Attribute.wrong("#[serde(skip)").is_some());
        assert!(Kind::Attribute.wrong("#![allow(unused)]").is_some());
        assert!(Kind::Attribute.wrong("#[a] pub").is_some());
        assert!(Kind::Attribute.wrong("").is_some());
        assert!(Kind::Attribute.wrong("serde(skip)").is_some());
    }
}
