//! Checks the Rust code in the models: types, derives and attributes have to parse.
//!
//! The front end, which does not parse Rust, finds nearly all errors and shows their position. This
//! module finds the others, so that the emitters can rely on their input. The compiler checks
//! whether a name exists.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, GenericArgument, Path, PathArguments, PathSegment, Token, Type, TypePath};
use tablewright_schema::{Computed, Schema, Source, Table};

use crate::error::Message;
use crate::rust::derives;
use crate::{Error, Result};

/// Reports every string that is not valid Rust of its kind.
pub fn rust(schema: &Schema) -> Result {
    let mut check = Check::default();
    for one in &schema.enums {
        for path in &one.derives {
            check.text(Kind::Derive, path, &one.name);
        }
        for attribute in &one.attributes {
            check.text(Kind::Attribute, attribute, &one.name);
        }
        for variant in &one.variants {
            for attribute in &variant.attributes {
                let position = format!("{}.{}", one.name, variant.value);
                check.text(Kind::Attribute, attribute, &position);
            }
        }
    }
    for table in &schema.tables {
        check.table(table);
    }
    for one in &schema.enums {
        let attributes = &one.attributes;
        check.derived(&one.name, derives::OF_ENUMS, &one.derives, attributes);
    }
    for table in &schema.tables {
        let attributes = &table.attributes;
        check.derived(&table.model, derives::OF_MODELS, &table.derives, attributes);
    }
    if check.messages.is_empty() {
        Ok(())
    } else {
        Err(Error::from(check.messages))
    }
}

/// The error in a string that should be an attribute, and a help, if it is not one.
pub fn attribute_problem(text: &str) -> Option<(String, Option<String>)> {
    let wrong = Kind::Attribute.wrong(text)?;
    Some((wrong, Kind::Attribute.hint(text)))
}

/// The kind of Rust code that a string should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Type,
    Derive,
    Function,
    Attribute,
}

#[derive(Default)]
struct Check<'a> {
    messages: Vec<Message>,
    /// The error in each string; many models use the same strings.
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
            let position = || format!("{}.{}", table.model, column.field);
            if let Some(rust) = &column.rust {
                self.text(Kind::Type, &rust.path, &position());
            }
            if let Source::Computed(Computed::Rust(path)) = &column.source {
                self.text(Kind::Function, path, &position());
            }
            for attribute in &column.attributes {
                self.text(Kind::Attribute, attribute, &position());
            }
        }
    }

    /// Reports traits that a type would derive twice, of which the compiler would say that two
    /// implementations conflict.
    fn derived(&mut self, name: &str, own: &[&str], derives: &[String], attributes: &[String]) {
        let path = |text: &str| text.replace(char::is_whitespace, "");
        let mut known: BTreeSet<String> = derives.iter().map(|text| path(text)).collect();
        for attribute in attributes {
            for text in derived_by(attribute) {
                let is_own = own.contains(&derives::base_name(&text));
                if !is_own && known.insert(path(&text)) {
                    continue;
                }
                let message = match is_own {
                    true => format!("`{name}`: `{text}` is already derived by the generated code"),
                    false => format!("`{name}`: `{text}` is derived twice"),
                };
                self.messages.push(Message {
                    text: message,
                    hint: Some(format!("remove it from `{attribute}`")),
                });
            }
        }
    }

    fn text(&mut self, kind: Kind, text: &'a str, position: &str) {
        let wrong = self
            .known
            .entry((kind, text))
            .or_insert_with(|| kind.wrong(text));
        if let Some(wrong) = wrong {
            let message = format!("`{position}`: `{text}` is not {}: {wrong}", kind.title());
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
            Kind::Function => "the path of a function",
            Kind::Attribute => "a Rust attribute",
        }
    }

    /// The error in the string, if there is one.
    fn wrong(self, text: &str) -> Option<String> {
        let Ok(tokens) = text.parse::<TokenStream>() else {
            return Some(
                "a bracket or a quote is not closed, or a character is not valid in \
                Rust"
                    .to_owned(),
            );
        };
        let problem = match self {
            Kind::Type => syn::parse2(tokens).map(|path| type_problem(&path)),
            Kind::Derive | Kind::Function => Path::parse_mod_style.parse2(tokens).map(|_| None),
            Kind::Attribute => Attribute::parse_outer
                .parse2(tokens)
                .map(|all| all.is_empty().then_some("the attribute is empty")),
        };
        match problem {
            Ok(problem) => problem.map(str::to_owned),
            Err(error) => Some(error.to_string()),
        }
    }

    fn hint(self, text: &str) -> Option<String> {
        match self {
            Kind::Type => Some("such as `crate::Email`".to_owned()),
            Kind::Derive => Some("such as `serde::Serialize`".to_owned()),
            Kind::Function => Some("such as `crate::ids::next`".to_owned()),
            Kind::Attribute if text.trim_start().starts_with('#') => None,
            Kind::Attribute => Some(format!("such as `#[{}]`", text.trim())),
        }
    }
}

/// The traits of `#[derive(…)]`, if the attribute is one and has no condition.
fn derived_by(attribute: &str) -> Vec<String> {
    let all = Attribute::parse_outer.parse_str(attribute);
    let derives = all.into_iter().flatten();
    let derives = derives.filter(|attribute| attribute.path().is_ident("derive"));
    let paths = derives.filter_map(|attribute| {
        let list = Punctuated::<Path, Token![,]>::parse_terminated;
        attribute.parse_args_with(list).ok()
    });
    let paths = paths.flatten();
    let text = |path: Path| {
        let names = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        let start = if path.leading_colon.is_some() {
            "::"
        } else {
            ""
        };
        format!("{start}{}", names.collect::<Vec<_>>().join("::"))
    };
    paths.map(text).collect()
}

/// The error in a type that parses, if there is one.
///
/// syn accepts some syntax that it does not know, on which prettyplease panics.
fn type_problem(path: &TypePath) -> Option<&'static str> {
    let is_plain = path.qself.is_none() && path.path.segments.iter().all(has_plain_parameters);
    (!is_plain).then_some("only paths and lifetimes are allowed in its angle brackets")
}

fn has_plain_parameters(segment: &PathSegment) -> bool {
    match &segment.arguments {
        PathArguments::None => true,
        PathArguments::AngleBracketed(parameters) => parameters.args.iter().all(is_plain),
        PathArguments::Parenthesized(_) => false,
    }
}

fn is_plain(parameter: &GenericArgument) -> bool {
    match parameter {
        GenericArgument::Lifetime(_) => true,
        GenericArgument::Type(Type::Path(path)) => type_problem(path).is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    const OPEN: &str = "a bracket or a quote is not closed, or a character is not valid in Rust";
    const NO_PATH: &str = "only paths and lifetimes are allowed in its angle brackets";

    #[test]
    fn a_type_is_a_path() {
        for text in [
            "crate::Email",
            "::a::B",
            "crate::Json<Vec<crate::Item>>",
            "a::B<'static, C>",
        ] {
            assert_eq!(Kind::Type.wrong(text), None, "{text}");
        }
        for (text, why) in [
            ("", "unexpected end of input, expected identifier"),
            ("crate::", "unexpected end of input, expected identifier"),
            ("Email; fn main() {}", "unexpected token"),
            ("Vec<A", "expected `,`"),
            ("\"", OPEN),
            ("Fn()", "unexpected token"),
            ("Vec<dyn A>", NO_PATH),
            ("A<{ 1 }>", NO_PATH),
            ("<A as B>::C", NO_PATH),
        ] {
            assert_eq!(Kind::Type.wrong(text).as_deref(), Some(why), "{text}");
        }
    }

    #[test]
    fn a_derive_is_a_path() {
        assert_eq!(Kind::Derive.wrong("serde::Serialize"), None);
        assert_eq!(Kind::Derive.wrong("::serde::Serialize"), None);
        for (text, why) in [
            ("", "unexpected end of input, expected identifier"),
            ("serde::Serialize, Eq", "unexpected token"),
            ("Into<u8>", "unexpected token"),
        ] {
            assert_eq!(Kind::Derive.wrong(text).as_deref(), Some(why), "{text}");
        }
    }

    #[test]
    fn an_attribute_is_whole() {
        assert_eq!(Kind::Attribute.wrong("#[serde(skip)]"), None);
        assert_eq!(Kind::Attribute.wrong("#[a] #[b = \"c\"]"), None);
        assert_eq!(Kind::Attribute.wrong("#[a(b == c, d => e)]"), None);
        for (text, why) in [
            ("", "the attribute is empty"),
            ("serde(skip)", "unexpected token"),
            ("#[a] pub", "unexpected token"),
            ("#![allow(unused)]", "expected square brackets"),
            ("#[a = ]", "unexpected end of input, expected an expression"),
            ("#[a = 1 2]", "unexpected token, expected `]`"),
            ("#[serde(skip)", OPEN),
        ] {
            assert_eq!(Kind::Attribute.wrong(text).as_deref(), Some(why), "{text}");
        }
    }
}
