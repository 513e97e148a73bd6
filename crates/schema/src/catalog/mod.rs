//! The tables and other objects of one database, in the form in which they are compared.
//!
//! A [`Schema`](crate::Schema) has the meaning of columns; a catalog has their definitions in a
//! database, including the checks of their types. It is read from the SQL that creates tables, or
//! from a live database. Two catalogs are compared only if they have the same source, our SQL or a
//! database, because a database prints expressions in its own form.

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

/// The objects of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The tables, in the order of creation.
    pub tables: Vec<Table>,
    /// Other objects: views, triggers and the like.
    pub others: Vec<Other>,
}

impl Catalog {
    /// The table with this name.
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
    /// The checks, including those of the types.
    pub checks: Vec<Check>,
    /// The references to other tables, or to this one.
    pub foreign_keys: Vec<ForeignKey>,
    /// The table's comment.
    pub comment: Option<String>,
    /// The SQL after the closing parenthesis, such as `STRICT` or `ENGINE=InnoDB`, without comments
    /// and counters.
    pub options: Option<Expression>,
    /// Properties that a catalog has no fields for, each with a description and its SQL. A table
    /// with such properties is not changed.
    pub unsupported: Vec<String>,
    /// Constraints, indexes and triggers that exist, but are not fully enforced or used.
    pub weak: Vec<Weak>,
}

impl Table {
    /// A table without content.
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

    /// Properties that a change of the table might lose, because a catalog has no fields for them.
    pub fn fragile(&self) -> impl Iterator<Item = &String> {
        let is_weak = |noted: &str| {
            let mut weak = self.weak.iter();
            weak.any(|weak| weak.noted.as_deref() == Some(noted))
        };
        let noted = self.unsupported.iter();
        noted.filter(move |noted| !is_weak(noted))
    }

    /// The column with this name.
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

    /// The expressions with columns of the table: of generated columns, indexes and checks.
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

    /// Whether MySQL or MariaDB may print two different literals in it in the same form.
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
    /// Its type as declared, in one spelling: `varchar(50)`; empty if SQLite has none.
    pub ty: Expression,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// The expression of its default, as it is written after `DEFAULT`.
    pub default: Option<Expression>,
    /// Whether its values are auto-increment.
    pub counted: Option<Counted>,
    /// Whether the database computes its values.
    pub generated: Option<Generated>,
    /// The name of its collation, if it is not the default one of its type.
    pub collation: Option<String>,
    /// The column's comment.
    pub comment: Option<String>,
}

/// The kind of auto-increment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// For inserts without a value: `AUTO_INCREMENT`, `AUTOINCREMENT`, `GENERATED BY DEFAULT AS
    /// IDENTITY`.
    ByDefault,
    /// Always: PostgreSQL's `GENERATED ALWAYS AS IDENTITY`.
    Always,
    /// SQLite's `INTEGER PRIMARY KEY` without `AUTOINCREMENT`, which may reuse a number.
    Rowid,
}

/// How a database computes the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The expression, without parentheses around it.
    pub expression: Expression,
    /// Whether it is computed when the row is written; otherwise when it is read.
    pub stored: bool,
}

/// A primary or unique key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The constraint's name; empty if it has none.
    pub name: String,
    /// The names of its columns, in order.
    pub columns: Vec<String>,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its parts, in order.
    pub parts: Vec<IndexPart>,
    /// Whether it is unique.
    pub unique: bool,
    /// The condition of a partial index, without parentheses around it.
    pub predicate: Option<Expression>,
    /// The access method in lower case, if it is not `btree`.
    pub method: Option<String>,
    /// Included columns.
    pub include: Vec<String>,
    /// PostgreSQL's storage parameters, each as `name=value`, in the order of their names.
    pub options: Vec<String>,
}

/// A part of an [`Index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// The indexed column or expression.
    pub key: IndexKey,
    /// Whether the largest value comes first.
    pub descending: bool,
    /// SQL between the key and the order: an operator class, a collation.
    pub more: Option<Expression>,
    /// The number of indexed characters, if MySQL indexes only the first ones of the column.
    pub prefix: Option<u32>,
    /// The position of NULLs, if it is not the database's default.
    pub nulls_first: Option<bool>,
}

/// The indexed column or expression of an [`IndexPart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// The column with this name.
    Column(String),
    /// An expression, without parentheses around it.
    Expression(Expression),
}

/// A condition that every row satisfies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name; empty if it has none.
    pub name: String,
    /// The condition, without parentheses around it.
    pub expression: Expression,
}

/// A reference to a key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name; empty if it has none.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The name of the referenced table.
    pub target: String,
    /// The names of the target's columns, pairwise to `columns`.
    pub target_columns: Vec<String>,
    /// The action when the target is deleted.
    pub on_delete: crate::Action,
    /// The action when the target's key changes.
    pub on_update: crate::Action,
    /// Whether it is checked at the end of the transaction.
    pub deferrable: bool,
}

/// A constraint, an index or a trigger that exists, but is not fully enforced or used: a check that
/// is NOT VALID, an index that is INVISIBLE.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weak {
    /// Its kind.
    pub kind: WeakKind,
    /// Its name.
    pub name: String,
    /// The attribute that weakens it, as the database prints it.
    pub how: String,
    /// The entry of [`Table::unsupported`] with only this property, if there is one.
    pub noted: Option<String>,
}

/// The kind of a [`Weak`] object.
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
    /// Its name in messages.
    pub fn words(self) -> &'static str {
        match self {
            WeakKind::Index => "index",
            WeakKind::Check => "check",
            WeakKind::ForeignKey => "foreign key",
            WeakKind::Trigger => "trigger",
        }
    }
}

/// An object other than a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Its kind.
    pub kind: OtherKind,
    /// Its name, without quotes.
    pub name: String,
    /// The table to which it belongs, as a trigger does.
    pub table: Option<String>,
    /// The SQL that creates it, as the database shows it, without a semicolon at the end.
    pub sql: String,
    /// A property that its SQL does not have, such as a comment, or a schedule in another time
    /// zone.
    pub unsupported: Vec<String>,
}

/// The kind of an [`Other`] object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherKind {
    /// A view.
    View,
    /// PostgreSQL's materialized view.
    MaterializedView,
    /// A trigger.
    Trigger,
    /// A sequence without a column.
    Sequence,
    /// A type: an enum, a domain or a composite.
    Type,
    /// A function or a procedure.
    Routine,
    /// PostgreSQL's extension, which brings types, functions and operators.
    Extension,
    /// SQLite's virtual table, or another relation that is not a plain table.
    Virtual,
}

impl OtherKind {
    /// Its name in messages.
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

    /// Its keywords in SQL.
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
