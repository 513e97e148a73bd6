//! A description of a database's tables, from either source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use tablewright_schema::catalog::column_type;
use tablewright_sql::Dialect;

/// The tables of a database, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    tables: BTreeMap<String, BTreeSet<Fact>>,
}

/// One line in the description of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "a fact is its own description")]
pub enum Fact {
    Comment(String),
    /// The columns in their order. MySQL needs some computed columns at another position, so on
    /// MySQL these are left out.
    Order(Vec<String>),
    Column {
        name: String,
        ty: String,
        collation: Option<String>,
        nullable: bool,
        origin: Origin,
        comment: Option<String>,
    },
    PrimaryKey {
        name: String,
        columns: Vec<String>,
    },
    Unique {
        name: String,
        columns: Vec<String>,
    },
    Index {
        name: String,
        unique: bool,
        method: String,
        /// The columns, or nothing for an expression.
        parts: Vec<(Option<String>, Direction)>,
        include: Vec<String>,
        partial: bool,
    },
    ForeignKey {
        name: String,
        columns: Vec<String>,
        target: String,
        target_columns: Vec<String>,
        on_delete: String,
        on_update: String,
        deferred: bool,
    },
    Check {
        name: String,
    },
}

/// Where a column's value comes from when an insert does not give one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are the schema's own words")]
pub enum Origin {
    Input,
    Identity,
    Default,
    Stored,
    Virtual,
}

impl Origin {
    /// Whether an expression of the user's gives the value.
    pub(crate) fn is_generated(self) -> bool {
        match self {
            Origin::Stored | Origin::Virtual => true,
            Origin::Input | Origin::Identity | Origin::Default => false,
        }
    }
}

/// How a part of an index is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are what they say")]
pub enum Direction {
    Unsorted,
    Ascending { nulls_first: bool },
    Descending { nulls_first: bool },
}

impl Description {
    /// Adds a table without a description.
    pub(crate) fn table(&mut self, name: &str) {
        self.tables.entry(name.to_owned()).or_default();
    }

    /// Adds a line to the description of a table.
    pub(crate) fn say(&mut self, table: &str, fact: Fact) {
        self.tables
            .entry(table.to_owned())
            .or_default()
            .insert(fact);
    }

    /// The same with the types of columns in the spelling that the library has for them.
    pub(crate) fn spelled(self, dialect: Dialect) -> Description {
        let spelled = |fact| match fact {
            Fact::Column {
                name,
                ty,
                collation,
                nullable,
                origin,
                comment,
            } => Fact::Column {
                name,
                ty: column_type(dialect, &ty).text().to_owned(),
                collation,
                nullable,
                origin,
                comment,
            },
            fact => fact,
        };
        let tables = self.tables.into_iter();
        Description {
            tables: tables
                .map(|(name, facts)| (name, facts.into_iter().map(spelled).collect()))
                .collect(),
        }
    }

    /// The differences to the other one, line by line: `-` is missing there, `+` should not be
    /// there. Empty if there are none.
    #[must_use]
    pub fn difference(&self, other: &Description) -> String {
        let mut lines = String::new();
        let names: BTreeSet<&String> = self.tables.keys().chain(other.tables.keys()).collect();
        for name in names {
            let (here, there) = (self.tables.get(name), other.tables.get(name));
            if here == there {
                continue;
            }
            let sign = match (here, there) {
                (Some(_), Some(_)) | (None, None) => ' ',
                (Some(_), None) => '-',
                (None, Some(_)) => '+',
            };
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{sign} table {name:?}");
            let empty = BTreeSet::new();
            let (here, there) = (here.unwrap_or(&empty), there.unwrap_or(&empty));
            for fact in here.difference(there) {
                let _ = writeln!(lines, "-   {fact:?}");
            }
            for fact in there.difference(here) {
                let _ = writeln!(lines, "+   {fact:?}");
            }
        }
        lines
    }
}
