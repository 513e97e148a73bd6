//! Which of several equal objects belongs to the models, by their names.
//!
//! Another program may have created an index on the same columns as one of ours. If a column is
//! renamed, our index is renamed too, and the other one is unmanaged.

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Check, ForeignKey, Index, IndexKey, Key};
use tablewright_schema::names::{Kind, constraint, distinct, folded};

/// How likely an object belongs to the models; the first is the likeliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likely {
    /// It has the usual name, from the current or the former names of the table and the columns.
    Usual,
    /// Its name begins as usual names of the table do.
    OfTable,
    /// It has any other name.
    Other,
}

/// The names that a table and its columns have or had.
pub(crate) struct Usual<'i> {
    table: &'i str,
    intent: &'i Intent,
}

/// An index, a key, a check.
pub(crate) trait Object {
    fn kind(&self) -> Kind;
    fn name(&self) -> &str;
    /// The columns in its usual name, in order.
    fn columns(&self) -> Vec<&str>;
}

impl<'i> Usual<'i> {
    /// Of the table with this new name.
    pub(crate) fn new(table: &'i str, intent: &'i Intent) -> Usual<'i> {
        Usual { table, intent }
    }

    /// How likely the object belongs to the models.
    pub(crate) fn likely(&self, object: &impl Object) -> Likely {
        let (kind, name) = (object.kind(), folded(object.name()));
        let is = |usual: String| folded(&usual) == name;
        let now = object.columns();
        let before: Vec<&str> = now.iter().map(|column| self.former(column)).collect();
        for table in self.tables() {
            for columns in [&now, &before] {
                if is(constraint(kind, table, columns)) || is(distinct(kind, table, columns, "")) {
                    return Likely::Usual;
                }
            }
        }
        let is_of = |table: &str| name.starts_with(&folded(&format!("{}_{table}_", kind.prefix())));
        match self.tables().any(is_of) {
            true => Likely::OfTable,
            false => Likely::Other,
        }
    }

    fn tables(&self) -> impl Iterator<Item = &'i str> {
        let intent = self.intent;
        let table = self.table;
        let former = intent.tables.iter().filter(move |it| it.name == table);
        former.map(|it| it.was.as_str()).chain([table])
    }

    fn former<'n>(&self, column: &'n str) -> &'n str
    where
        'i: 'n,
    {
        let mut former = self.intent.columns.iter();
        let former = former.find(|it| it.table == self.table && it.name == column);
        former.map_or(column, |it| it.was.as_str())
    }
}

fn listed(columns: &[String]) -> Vec<&str> {
    columns.iter().map(String::as_str).collect()
}

impl Object for Key {
    fn kind(&self) -> Kind {
        Kind::Unique
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn columns(&self) -> Vec<&str> {
        listed(&self.columns)
    }
}

impl Object for Index {
    fn kind(&self) -> Kind {
        match self.unique {
            true => Kind::Unique,
            false => Kind::Index,
        }
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn columns(&self) -> Vec<&str> {
        let parts = self.parts.iter();
        let columns = parts.filter_map(|part| match &part.key {
            IndexKey::Column(name) => Some(name.as_str()),
            IndexKey::Expression(_) => None,
        });
        columns.collect()
    }
}

impl Object for ForeignKey {
    fn kind(&self) -> Kind {
        Kind::ForeignKey
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn columns(&self) -> Vec<&str> {
        listed(&self.columns)
    }
}

impl Object for Check {
    fn kind(&self) -> Kind {
        Kind::Check
    }

    fn name(&self) -> &str {
        &self.name
    }

    /// Users name their checks, and the other names begin as usual.
    fn columns(&self) -> Vec<&str> {
        Vec::new()
    }
}
