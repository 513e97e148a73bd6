//! Internal functions for our own tests.

#[cfg(feature = "migrate")]
use tablewright_schema::catalog::Catalog;

use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
#[cfg(feature = "migrate")]
use crate::evolve::inspect;

/// Runs one statement without preparing it.
pub fn run<'c, C: Connection>(db: &'c C, sql: &'c str) -> Output<'c, C, Result<()>> {
    C::Mode::finish(db.driver().run(sql))
}

/// The columns of all tables, as pairs of table and column.
pub fn columns<C: Connection>(db: &C) -> Output<'_, C, Result<Vec<(String, String)>>> {
    C::Mode::finish(db.driver().columns())
}

/// The catalog as the database prints it.
#[cfg(feature = "migrate")]
pub fn worded<'c, C: Connection>(
    db: &'c C,
    wanted: &'c Catalog,
    live: &'c Catalog,
) -> Output<'c, C, Result<Catalog>> {
    C::Mode::finish(inspect::worded(db.driver(), wanted, live))
}

/// The fingerprint of the tables of these names.
#[cfg(feature = "migrate")]
pub fn fingerprint<'c, C: Connection>(
    db: &'c C,
    tables: &'c [&'c str],
) -> Output<'c, C, Result<String>> {
    C::Mode::finish(inspect::fingerprint::fingerprint(db.driver(), tables))
}
