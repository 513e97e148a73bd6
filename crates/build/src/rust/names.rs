//! Rust identifiers for the names of the schema.

use std::borrow::Cow;
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use tablewright_schema::{Schema, Table};

/// The keywords of every edition that are identifiers with `r#`, sorted.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The words that are not identifiers even with `r#`.
const NEVER_RAW: [&str; 5] = ["_", "Self", "crate", "self", "super"];

/// A name as an identifier.
pub fn ident(name: &str) -> Ident {
    let name = spelled(name);
    if KEYWORDS.binary_search(&&*name).is_ok() {
        Ident::new_raw(&name, Span::call_site())
    } else {
        Ident::new(&name, Span::call_site())
    }
}

/// The name of a field in Rust, without `r#`.
pub fn spelled(name: &str) -> Cow<'_, str> {
    if NEVER_RAW.contains(&name) {
        Cow::Owned(format!("{name}_"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The name of the constant for a field's column.
pub fn constant(field: &str) -> String {
    spelled(field).to_uppercase()
}

/// The name of the struct for new rows of a model.
pub fn insert_struct(model: &str) -> String {
    format!("New{model}")
}

/// The type of a model's primary key, if it has its own.
pub fn key_type(model: &str) -> Ident {
    ident(&format!("{model}Id"))
}

/// The names of the statics that describe the tables of the models, in their order.
///
/// The names of two models may differ only in case.
pub fn statics(schema: &Schema) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let models = schema.tables.iter().enumerate();
    let name = |(position, table): (usize, &Table)| {
        let mut name = format!("__{}", table.model.to_uppercase());
        if !taken.insert(name.clone()) {
            // No model name contains an underscore.
            name = format!("{name}_{position}");
        }
        name
    };
    models.map(name).collect()
}

/// The names of type parameters, chosen so that they hide no model and no enum.
pub struct TypeParameters {
    pub connection: Ident,
    pub row: Ident,
    pub rows: Ident,
}

impl TypeParameters {
    pub fn of(schema: &Schema) -> Self {
        let models = schema.tables.iter().map(|table| table.model.as_str());
        let taken: BTreeSet<&str> = models
            .chain(schema.enums.iter().map(|one| one.name.as_str()))
            .collect();
        let free = |name: &str| {
            let mut name = name.to_owned();
            while taken.contains(name.as_str()) {
                name.push('_');
            }
            ident(&name)
        };
        TypeParameters {
            connection: free("C"),
            row: free("R"),
            rows: free("I"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, constant, ident, statics};
    use crate::tests::load;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn keywords_become_identifiers() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("gen").to_string(), "r#gen");
        assert_eq!(ident("union").to_string(), "union");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("_").to_string(), "__");
    }

    #[test]
    fn constants_are_in_capitals() {
        assert_eq!(constant("type"), "TYPE");
        assert_eq!(constant("author_id"), "AUTHOR_ID");
        assert_eq!(constant("self"), "SELF_");
        assert_eq!(constant("größe"), "GRÖSSE");
    }

    #[test]
    fn statics_differ_where_models_do() {
        let schema = load(
            "models:\n  \
             UserId: { table: a, fields: { id: id } }\n  \
             UserID: { table: b, fields: { id: id } }\n",
        );
        assert_eq!(statics(&schema), ["__USERID", "__USERID_1"]);
    }
}
