//! What one database has, in its own words: what is compared with what it should have.
//!
//! A [`Schema`](crate::Schema) says what columns mean; a catalog says what a database made of that,
//! down to the checks that hold a type together. It is read from the SQL that creates tables, or
//! from a live database. Two catalogs are compared only where they come from the same source: both
//! from SQL of ours, or both from a database, which puts expressions into words of its own.

mod columns;
mod expression;
mod literals;
mod normal;
pub mod order;
mod read;
pub mod write;

pub use columns::type_end;
pub use expression::{Expression, is_negative};
pub(crate) use read::{add_index, collation, complete_table, read_onto, set_options};
pub use read::{bare, column_type, read};

/// What a database has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The tables, in the order in which they came.
    pub tables: Vec<Table>,
    /// All that is no table: views, triggers and the like.
    pub others: Vec<Other>,
}

impl Catalog {
    /// The table of that name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, without quotes.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its primary key; an unmanaged table may have none.
    pub primary_key: Option<Key>,
    /// The other unique keys that are constraints.
    pub uniques: Vec<Key>,
    /// The indexes that belong to no constraint.
    pub indexes: Vec<Index>,
    /// The checks, those that hold a type together included.
    pub checks: Vec<Check>,
    /// The references to other tables, or to this one.
    pub foreign_keys: Vec<ForeignKey>,
    /// What the database keeps as the table's comment.
    pub comment: Option<String>,
    /// What stands after the closing parenthesis, such as `STRICT` or `ENGINE=InnoDB`, without
    /// comments and counters.
    pub options: Option<Expression>,
    /// What a catalog has no fields for, each in a few words with its SQL. A table that has any is
    /// not changed.
    pub unsupported: Vec<String>,
    /// Constraints, indexes and triggers that exist, but do not do all that they say.
    pub weak: Vec<Weak>,
}

impl Table {
    /// A table with nothing in it yet.
    pub fn new(name: String) -> Table {
        Table {
            name,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            indexes: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            comment: None,
            options: None,
            unsupported: Vec::new(),
            weak: Vec::new(),
        }
    }

    /// What a change of the table might lose, because a catalog has no fields for it.
    pub fn fragile(&self) -> impl Iterator<Item = &String> {
        let is_weak = |noted: &str| {
            let mut weak = self.weak.iter();
            weak.any(|weak| weak.noted.as_deref() == Some(noted))
        };
        let noted = self.unsupported.iter();
        noted.filter(move |noted| !is_weak(noted))
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// All expressions of the table: of its options, defaults, generated columns, indexes and
    /// checks.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let columns = self.columns.iter().flat_map(|column| {
            let generated = column.generated.as_ref();
            let generated = generated.map(|generated| &generated.expression);
            column.default.iter().chain(generated)
        });
        let indexes = self.indexes.iter().flat_map(|index| {
            let parts = index.parts.iter().filter_map(|part| match &part.key {
                IndexKey::Column(_) => None,
                IndexKey::Expression(expression) => Some(expression),
            });
            index.predicate.iter().chain(parts)
        });
        let checks = self.checks.iter().map(|check| &check.expression);
        let options = self.options.iter();
        options.chain(columns).chain(indexes).chain(checks)
    }

    /// The expressions that name columns of the table: of generated columns, indexes and checks.
    pub(crate) fn about_columns_mut(&mut self) -> impl Iterator<Item = &mut Expression> {
        let generated = self.columns.iter_mut().filter_map(|column| {
            let generated = column.generated.as_mut();
            generated.map(|generated| &mut generated.expression)
        });
        let indexes = self.indexes.iter_mut().flat_map(|index| {
            let parts = index
                .parts
                .iter_mut()
                .filter_map(|part| match &mut part.key {
                    IndexKey::Column(_) => None,
                    IndexKey::Expression(expression) => Some(expression),
                });
            index.predicate.iter_mut().chain(parts)
        });
        let checks = self.checks.iter_mut().map(|check| &mut check.expression);
        generated.chain(indexes).chain(checks)
    }

    /// Whether MySQL or MariaDB may print a literal in it as another one is printed.
    pub fn has_ambiguous_literals(&self) -> bool {
        let mut expressions = self.expressions();
        expressions.any(|expression| expression.is_lossy() || !expression.unprintable().is_empty())
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, without quotes.
    pub name: String,
    /// Its type as declared, in one spelling: `varchar(50)`; empty where SQLite has none.
    pub ty: Expression,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// The expression of its default, ready to stand after `DEFAULT`.
    pub default: Option<Expression>,
    /// Whether the database counts its values.
    pub counted: Option<Counted>,
    /// Whether the database computes its values.
    pub generated: Option<Generated>,
    /// The name of its collation, where it is not the one that the type has by itself.
    pub collation: Option<String>,
    /// What the database keeps as the column's comment.
    pub comment: Option<String>,
}

/// How a database counts the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Where an insert gives none: `AUTO_INCREMENT`, `AUTOINCREMENT`, `GENERATED BY DEFAULT AS
    /// IDENTITY`.
    ByDefault,
    /// Always: PostgreSQL's `GENERATED ALWAYS AS IDENTITY`.
    Always,
    /// SQLite's `INTEGER PRIMARY KEY` without `AUTOINCREMENT`, which may use a number again.
    Rowid,
}

/// How a database computes the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The expression, without parentheses around it.
    pub expression: Expression,
    /// Whether it is computed when the row is written (or when it is read).
    pub stored: bool,
}

/// A primary or unique key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The constraint's name; empty where it has none.
    pub name: String,
    /// The names of its columns, in order.
    pub columns: Vec<String>,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// What it indexes, in order.
    pub parts: Vec<IndexPart>,
    /// Whether it lets no two rows be alike.
    pub unique: bool,
    /// The condition of a partial index, without parentheses around it.
    pub predicate: Option<Expression>,
    /// The access method in lower case, where it is not `btree`.
    pub method: Option<String>,
    /// Columns that only ride along.
    pub include: Vec<String>,
}

/// A part of an [`Index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// Whether the order is the largest first.
    pub descending: bool,
    /// What else is said of it, as it stands between the key and the order: an operator class, a
    /// collation.
    pub more: Option<Expression>,
    /// The characters of the column that are indexed, where MySQL takes only the first few.
    pub prefix: Option<u32>,
    /// Where NULLs stand, when it is not where the database has them by itself.
    pub nulls_first: Option<bool>,
}

/// What an [`IndexPart`] indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// The column of that name.
    Column(String),
    /// An expression, without parentheses around it.
    Expression(Expression),
}

/// A condition that every row keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name; empty where it has none.
    pub name: String,
    /// The condition, without parentheses around it.
    pub expression: Expression,
}

/// A reference to a key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name; empty where it has none.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The name of the table that is referred to.
    pub target: String,
    /// The names of the target's columns, pairwise to `columns`.
    pub target_columns: Vec<String>,
    /// What happens to the row when the target is deleted.
    pub on_delete: crate::Action,
    /// What happens to the row when the target's key changes.
    pub on_update: crate::Action,
    /// Whether it is checked at the end of the transaction.
    pub deferrable: bool,
}

/// A constraint, an index or a trigger that exists, but does not do all that it says: a check that
/// is NOT VALID, an index that is INVISIBLE.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weak {
    /// What it is.
    pub kind: WeakKind,
    /// Its name.
    pub name: String,
    /// The attribute that weakens it, in the words of the database.
    pub how: String,
    /// The entry of [`Table::unsupported`] that says nothing but this, if there is one.
    pub noted: Option<String>,
}

/// What a [`Weak`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeakKind {
    /// An index, or the index of a unique key.
    Index,
    /// A check.
    Check,
    /// A foreign key.
    ForeignKey,
    /// A trigger.
    Trigger,
}

impl WeakKind {
    /// What a person calls it.
    pub fn words(self) -> &'static str {
        match self {
            WeakKind::Index => "index",
            WeakKind::Check => "check",
            WeakKind::ForeignKey => "foreign key",
            WeakKind::Trigger => "trigger",
        }
    }
}

/// What is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub kind: OtherKind,
    /// Its name, without quotes.
    pub name: String,
    /// The table it belongs to, as a trigger does.
    pub table: Option<String>,
    /// The SQL that makes it, as far as the database tells; without a semicolon at the end.
    pub sql: String,
    /// What is true of it and not in the SQL, such as a comment, or a schedule in another time zone.
    pub unsupported: Vec<String>,
}

/// What an [`Other`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherKind {
    /// A view.
    View,
    /// PostgreSQL's materialized view.
    MaterializedView,
    /// A trigger.
    Trigger,
    /// A sequence that belongs to no column.
    Sequence,
    /// A type: an enum, a domain or a composite.
    Type,
    /// A function or a procedure.
    Routine,
    /// PostgreSQL's extension, which brings types, functions and operators.
    Extension,
    /// SQLite's virtual table, or another relation that is no plain table.
    Virtual,
}

impl OtherKind {
    /// What a person calls it.
    pub fn words(self) -> &'static str {
        match self {
            OtherKind::View => "view",
            OtherKind::MaterializedView => "materialized view",
            OtherKind::Trigger => "trigger",
            OtherKind::Sequence => "sequence",
            OtherKind::Type => "type",
            OtherKind::Routine => "function",
            OtherKind::Extension => "extension",
            OtherKind::Virtual => "virtual table",
        }
    }

    /// The words for it in SQL.
    pub fn sql(self) -> &'static str {
        match self {
            OtherKind::View => "VIEW",
            OtherKind::MaterializedView => "MATERIALIZED VIEW",
            OtherKind::Trigger => "TRIGGER",
            OtherKind::Sequence => "SEQUENCE",
            OtherKind::Type => "TYPE",
            OtherKind::Routine => "FUNCTION",
            OtherKind::Extension => "EXTENSION",
            OtherKind::Virtual => "VIRTUAL TABLE",
        }
    }
}
