//! What a live database has, as a [`Catalog`].
//!
//! `postgres.rs`, `mysql.rs` and `sqlite.rs` read it, each from what its database keeps about
//! itself. `shadow.rs` asks the same database how it prints the tables of the models,
//! and `spelling.rs` whether it takes notice of the case of their names.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use tablewright_schema::catalog::{Catalog, Expression, Other, OtherKind, bare};
use tablewright_sql::Dialect;

use crate::base::connection::driver::{Driver, LOCK_TABLE};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::evolve::history;

pub(crate) mod fingerprint;
mod mysql;
mod postgres;
mod shadow;
#[cfg(feature = "sync")]
pub(crate) mod spelling;
mod sqlite;

pub(crate) use shadow::worded;
#[cfg(feature = "sync")]
pub(crate) use shadow::worded_if;

/// Reads what a database has: the tables of its current schema, with columns, keys, indexes, checks
/// and references, and what is no table, such as views and triggers. The library's own table is
/// left out.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # fn main() -> tablewright::Result<()> {
/// # let db = tablewright::Sqlite::memory()?;
/// db.with(|raw| raw.execute_batch("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"))?;
/// let catalog = tablewright::inspect(&db)?;
/// let columns = catalog.table("users").map(|users| users.columns.len());
/// assert_eq!(columns, Some(2));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sqlite"))]
/// # fn main() {}
/// ```
///
/// What a catalog has no place for is not lost: a table says it in
/// [`unsupported`](crate::catalog::Table::unsupported).
///
/// On PostgreSQL the current schema is the first of the search path that is there. What belongs to
/// an extension is left out. Nothing is read of owners, rights, and how things are stored.
///
/// # Errors
///
/// The error of the database; and [`Error::Schema`](crate::Error::Schema) if the search path names
/// no schema that is there.
pub fn inspect<'c, C: Connection>(db: &'c C) -> Output<'c, C, Result<Catalog>> {
    let db = db.driver();
    C::Mode::finish(catalog(db, Scope::All))
}

/// Which tables are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope<'s> {
    /// All but the library's own, and what is no table.
    All,
    /// Those of these names, and nothing else.
    #[cfg_attr(not(feature = "sync"), allow(dead_code))]
    Tables(&'s [&'s str]),
}

/// Reads what a database has, in an order that does not depend on how it came to be.
pub(crate) async fn catalog<C: Driver>(db: &C, scope: Scope<'_>) -> Result<Catalog> {
    let mut catalog = match db.dialect() {
        Dialect::Postgres => postgres::catalog(db).await?,
        Dialect::Sqlite => sqlite::catalog(db).await?,
        Dialect::Mysql | Dialect::Mariadb => mysql::catalog(db, scope).await?,
    };
    scope.apply(&mut catalog, db.dialect());
    sort(&mut catalog, db.dialect());
    Ok(catalog)
}

impl Scope<'_> {
    /// Whether the table is read.
    fn has(self, table: &str, dialect: Dialect) -> bool {
        let same = |name: &str| dialect.same_name(name, table);
        match self {
            Scope::All => {
                let is_history = history::schema().tables.iter().any(|own| same(own.name));
                !is_history && !same(LOCK_TABLE)
            }
            Scope::Tables(names) => names.iter().any(|name| same(name)),
        }
    }

    /// Takes away what is not to be read.
    fn apply(self, catalog: &mut Catalog, dialect: Dialect) {
        catalog
            .tables
            .retain(|table| self.has(&table.name, dialect));
        match self {
            Scope::All => {}
            Scope::Tables(_) => catalog.others.clear(),
        }
    }
}

/// Puts everything in order that has none of its own: columns have.
fn sort(catalog: &mut Catalog, dialect: Dialect) {
    catalog
        .tables
        .sort_by(|one, other| one.name.cmp(&other.name));
    for table in &mut catalog.tables {
        table
            .uniques
            .sort_by(|one, other| one.name.cmp(&other.name));
        table
            .indexes
            .sort_by(|one, other| one.name.cmp(&other.name));
        table.checks.sort_by(|one, other| one.name.cmp(&other.name));
        table
            .foreign_keys
            .sort_by(|one, other| one.name.cmp(&other.name));
        table.unsupported.sort();
        table.weak.sort();
    }
    // Some triggers run in the order in which they are read.
    let name = |other: &Other| {
        let has_order = other.kind == OtherKind::Trigger && dialect.runs_triggers_in_order();
        (!has_order).then(|| (other.name.clone(), other.sql.clone()))
    };
    catalog.others.sort_by(|one, other| {
        (one.kind, &one.table, name(one)).cmp(&(other.kind, &other.table, name(other)))
    });
}

/// A name that nothing has.
fn random_name() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("tablewright_{random:016x}")
}

/// The expression without the parentheses around all of it.
fn without_parentheses(dialect: Dialect, text: &str) -> Expression {
    let mut text = text;
    while let Some(inner) = bare(dialect, text) {
        text = inner;
    }
    Expression::new(dialect, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_around_an_expression_are_taken_away() {
        let without = |text| {
            without_parentheses(Dialect::Postgres, text)
                .text()
                .to_owned()
        };
        assert_eq!(without("((a > 1))"), "a > 1");
        assert_eq!(without("(a > 1) AND (b > 2)"), "(a > 1) AND (b > 2)");
        assert_eq!(without("((a > 1) AND (b > 2))"), "(a > 1) AND (b > 2)");
        assert_eq!(without("(a <> ')')"), "a <> ')'");
        assert_eq!(without("lower(a)"), "lower(a)");
        assert_eq!(without("(a > 1"), "(a > 1");
        assert_eq!(without(""), "");
    }
}
