//! Native types, each with one name.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use tablewright_schema::Type;
use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_schema::names::folded;
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::enums::Enums;
use super::model::Model;
use super::node::Node;
use super::words::type_name;

/// The native types that the models need, by their types in the database.
pub(super) struct Natives {
    /// The type in the database, and the name of each.
    types: Vec<(String, String)>,
    /// The names of the extensions that the database has.
    extensions: Vec<String>,
}

/// The extensions that bring types of other names than their own.
const BROUGHT: &[(&str, &[&str])] = &[
    ("postgis", &["geometry", "geography", "box2d", "box3d"]),
    ("postgis_raster", &["raster"]),
    ("vector", &["halfvec", "sparsevec"]),
    ("ltree", &["lquery", "ltxtquery"]),
    (
        "isn",
        &[
            "ean13", "isbn", "isbn13", "ismn", "ismn13", "issn", "issn13", "upc",
        ],
    ),
];

impl Natives {
    /// Names each after its type: `vector(3)` becomes `Vector3`.
    pub(super) fn of(
        dialect: Dialect,
        models: &[Model<'_>],
        enums: &Enums,
        others: &[Other],
    ) -> Natives {
        let extensions = others
            .iter()
            .filter(|other| other.kind == OtherKind::Extension);
        let mut taken: BTreeSet<String> = models.iter().map(|it| folded(&it.name)).collect();
        taken.extend(models.iter().map(|it| folded(&format!("New{}", it.name))));
        taken.extend(enums.names.iter().map(|name| folded(name)));
        let mut natives = Natives {
            types: Vec::new(),
            extensions: extensions.map(|other| other.name.clone()).collect(),
        };
        for field in models.iter().flat_map(|model| &model.fields) {
            let Type::Native(native) = &field.ty else {
                continue;
            };
            if natives.name(&native.name).is_some() {
                continue;
            }
            let base = type_name(&camel(dialect, &native.name), "Native");
            let others = (2..).map(|number| format!("{base}Type{number}"));
            let mut names = [base.clone(), format!("{base}Type")]
                .into_iter()
                .chain(others);
            let name = names.find(|name| taken.insert(folded(name)));
            natives
                .types
                .push((native.name.clone(), name.unwrap_or(base)));
        }
        natives
    }

    /// The name of a type in the database.
    pub(super) fn name(&self, ty: &str) -> Option<&str> {
        let found = self.types.iter().find(|(known, _)| known == ty);
        found.map(|(_, name)| name.as_str())
    }

    /// Their names and definitions.
    pub(super) fn entries(&self, dialect: Dialect) -> impl Iterator<Item = (&str, Node)> {
        self.types.iter().map(move |(ty, name)| {
            let of_dialect = vec![(dialect.name().to_owned(), Node::text(ty))];
            let mut native = vec![("native".to_owned(), Node::Map(of_dialect))];
            if let Some(extension) = self.extension(dialect, ty) {
                native.push(("extension".to_owned(), Node::text(extension)));
            }
            (name.as_str(), Node::Map(native))
        })
    }

    /// Whether a native type needs the extension and says so.
    pub(super) fn need(&self, dialect: Dialect, extension: &str) -> bool {
        let mut types = self.types.iter();
        types.any(|(ty, _)| self.extension(dialect, ty) == Some(extension))
    }

    /// The extension that brings the type, if it is one that is known.
    fn extension(&self, dialect: Dialect, ty: &str) -> Option<&str> {
        let word = tokens(dialect, ty).first()?.name().into_owned();
        let mut extensions = self.extensions.iter().map(String::as_str);
        extensions.find(|extension| {
            let mut brought = BROUGHT.iter();
            *extension == word
                || brought.any(|(of, types)| of == extension && types.contains(&word.as_str()))
        })
    }
}

/// The words and numbers of a type, joined to a name.
fn camel(dialect: Dialect, ty: &str) -> String {
    let words = tokens(dialect, ty);
    let mut name = String::new();
    for token in &words {
        match token.kind {
            TokenKind::Word | TokenKind::Quoted => {
                name.push_str(&token.name().to_upper_camel_case())
            }
            TokenKind::Number => {
                let is_after_digit = name.ends_with(|last: char| last.is_ascii_digit());
                name.push_str(if is_after_digit { "By" } else { "" });
                name.push_str(token.text);
            }
            TokenKind::Symbol if token.is_symbol('[') => name.push_str("Array"),
            TokenKind::Text | TokenKind::Parameter | TokenKind::Symbol => {}
        }
    }
    name.retain(|character| character.is_ascii_alphanumeric());
    name
}
