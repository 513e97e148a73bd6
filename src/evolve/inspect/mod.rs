//! Inspects a live database as a [`Catalog`].
//!
//! `postgres.rs`, `mysql.rs` and `sqlite.rs` read the database's own description. `shadow.rs` finds
//! out how the same database prints the tables of the models, and `spelling.rs` whether it ignores
//! the case of their names.

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

pub(crate) use mysql::Printed;
pub(crate) use shadow::worded;
#[cfg(feature = "sync")]
pub(crate) use shadow::worded_if;

/// Reads a database: the tables of its current schema, with columns, keys, indexes, checks and
/// references, and other objects, such as views and triggers. The library's own tables are left
/// out.
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
/// Properties for which a catalog has no field are listed in
/// [`unsupported`](crate::catalog::Table::unsupported) of their table.
///
/// On PostgreSQL the current schema is the first existing one of the search path. Objects of
/// extensions are left out. Owners, rights and storage are not read.
///
/// # Errors
///
/// The error of the database; and [`Error::Schema`](crate::Error::Schema) if no schema of the
/// search path exists.
pub fn inspect<'c, C: Connection>(db: &'c C) -> Output<'c, C, Result<Catalog>> {
    let db = db.driver();
    C::Mode::finish(catalog(db, Scope::All))
}

/// The tables to read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope<'s> {
    /// All except the library's own, and other objects.
    All,
    /// The tables with these names, and no other objects.
    #[cfg_attr(not(feature = "sync"), allow(dead_code))]
    Tables(&'s [&'s str]),
}

/// Reads a database, in an order that does not depend on how it was created.
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
    /// Whether to read the table.
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

    /// Removes tables and objects that are not to be read.
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

/// Sorts everything except columns, which have an order.
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

/// A name that no object has.
fn random_name() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("tablewright_{random:016x}")
}

/// The expression without outer parentheses.
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
