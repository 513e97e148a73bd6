//! Enums: lists of values, each with one name.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use tablewright_schema::catalog::{Catalog, Other, OtherKind};
use tablewright_schema::names::folded;
use tablewright_schema::{Repr, Stored, Type};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::domain::uncast;
use super::model::Model;
use super::node::Node;
use super::words::type_name;

/// The enums that the models need.
pub(super) struct Enums {
    /// The values of each; no two enums are equal.
    pub(super) values: Vec<Values>,
    /// Their names.
    pub(super) names: Vec<String>,
    /// PostgreSQL's enum types: their names and values.
    own: Vec<(String, Vec<String>)>,
}

/// The values of an enum, as they are stored.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Values {
    pub(super) repr: Repr,
    pub(super) stored: Vec<Stored>,
}

impl Values {
    pub(super) fn texts(values: Vec<String>) -> Values {
        Values {
            repr: Repr::Text,
            stored: values.into_iter().map(Stored::Text).collect(),
        }
    }

    pub(super) fn numbers(repr: Repr, values: Vec<i64>) -> Values {
        Values {
            repr,
            stored: values.into_iter().map(Stored::Number).collect(),
        }
    }
}

impl Enums {
    pub(super) fn new(dialect: Dialect, catalog: &Catalog) -> Enums {
        let types = catalog.others.iter();
        let types = types.filter(|other| other.kind == OtherKind::Type);
        let own = types.filter_map(|other| {
            let tokens = tokens(dialect, &other.sql);
            let is_enum = tokens.iter().any(|token| token.is("enum"));
            let texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
            let values = texts.map(|token| token.value(dialect)).collect();
            is_enum.then(|| (other.name.clone(), values))
        });
        Enums {
            values: Vec::new(),
            names: Vec::new(),
            own: own.collect(),
        }
    }

    /// No enums.
    pub(super) fn none() -> Enums {
        Enums {
            values: Vec::new(),
            names: Vec::new(),
            own: Vec::new(),
        }
    }

    /// The values of a PostgreSQL type.
    pub(super) fn of_type(&self, name: &str) -> Option<&Vec<String>> {
        let found = self.own.iter().find(|(own, _)| own == name);
        found.map(|(_, values)| values)
    }

    /// Whether it is such a type.
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.own.iter().any(|(own, _)| own == name)
    }

    /// An object other than a table, adapted to columns that store the values of enums as text.
    pub(super) fn uncast(&self, dialect: Dialect, other: &Other) -> Other {
        let reads_columns = match other.kind {
            OtherKind::View | OtherKind::MaterializedView | OtherKind::Trigger => true,
            OtherKind::Sequence
            | OtherKind::Type
            | OtherKind::Routine
            | OtherKind::Extension
            | OtherKind::Virtual => false,
        };
        let base = |name: &str| self.is_type(name).then(|| "text".to_owned());
        let sql = match reads_columns && dialect == Dialect::Postgres {
            true => uncast(dialect, &other.sql, base),
            false => None,
        };
        Other {
            sql: sql.unwrap_or_else(|| other.sql.clone()),
            ..other.clone()
        }
    }

    /// Whether these can be the values of an enum.
    pub(super) fn can_be(values: &[String]) -> bool {
        let distinct: BTreeSet<&String> = values.iter().collect();
        let fits = |value: &String| (1..=255).contains(&value.chars().count());
        !values.is_empty() && distinct.len() == values.len() && values.iter().all(fits)
    }

    /// The enum with these values.
    pub(super) fn with(&mut self, values: &Values) -> usize {
        if let Some(position) = self.values.iter().position(|known| known == values) {
            return position;
        }
        self.values.push(values.clone());
        self.values.len() - 1
    }

    /// Names each after the first column that has it, unless another has this name; then also after
    /// its model.
    pub(super) fn name(&mut self, models: &[Model<'_>]) {
        let mut taken: BTreeSet<String> = models.iter().map(|it| folded(&it.name)).collect();
        taken.extend(models.iter().map(|it| folded(&format!("New{}", it.name))));
        for position in 0..self.values.len() {
            let names = names(position, models);
            let numbered = (2..).map(|number| format!("Kind{number}"));
            let mut names = names.into_iter().chain(numbered);
            let name = names.find(|name| !taken.contains(&folded(name)));
            let name = name.unwrap_or_default();
            taken.insert(folded(&name));
            self.names.push(name);
        }
    }

    /// The list of an enum's values. A database has no names for stored numbers, so each is named
    /// by its number.
    pub(super) fn node(&self, position: usize) -> Node {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let value = |stored: &Stored| {
            let value = stored.to_string();
            let name = value.to_upper_camel_case();
            let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && name
                    .bytes()
                    .next()
                    .is_some_and(|byte| byte.is_ascii_uppercase())
                && name != "Self";
            if is_name && names.insert(name.clone()) {
                return Node::text(value);
            }
            let base = match name.as_str() {
                "Self" => "SelfValue".to_owned(),
                name => variant_name(name),
            };
            let numbered = (2..).map(|number| format!("{base}{number}"));
            let mut candidates = std::iter::once(base.clone()).chain(numbered);
            let name = candidates.find(|name| names.insert(name.clone()));
            let mut entries = vec![("value".to_owned(), Node::text(value))];
            if let Stored::Number(number) = stored {
                entries.push(("number".to_owned(), Node::Raw(number.to_string())));
            }
            entries.push(("rust".to_owned(), Node::text(name.unwrap_or(base))));
            Node::Map(entries)
        };
        let Values { repr, stored } = &self.values[position];
        let values = Node::List(stored.iter().map(value).collect());
        let word = Repr::ALL.into_iter().find(|(_, known)| known == repr);
        match word {
            Some((word, Repr::SmallInt | Repr::Integer | Repr::BigInt)) => Node::Map(vec![
                ("repr".to_owned(), Node::text(word)),
                ("values".to_owned(), values),
            ]),
            Some((_, Repr::Text)) | None => values,
        }
    }
}

fn variant_name(name: &str) -> String {
    let ascii: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    type_name(&ascii, "Value")
}

/// The names that an enum may have, the best first.
fn names(position: usize, models: &[Model<'_>]) -> Vec<String> {
    let is_enum = |ty: &Type| matches!(ty, Type::Enum(known, _) if *known == position);
    let is_it = |ty: &Type| is_enum(ty) || matches!(ty, Type::List(item) if is_enum(item));
    let users = models.iter().flat_map(|model| {
        let fields = model.fields.iter().filter(|field| is_it(&field.ty));
        fields.map(move |field| (model, field))
    });
    let mut names = Vec::new();
    for (model, field) in users {
        let own = type_name(&field.column.name.to_upper_camel_case(), "Kind");
        names.push(own.clone());
        names.push(format!("{}{own}", model.name));
    }
    names
}
