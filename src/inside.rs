//! What our own tests see of the inside.

use tablewright_schema::catalog::Catalog;

use crate::connection::{Connection, Driven, Output};
use crate::driver::Driver;
use crate::mode::Mode;
use crate::{Result, inspect};

/// Runs one statement that is not prepared.
pub fn run<'c, C: Connection>(db: &'c C, sql: &'c str) -> Output<'c, C, Result<()>> {
    C::Mode::finish(db.driver().run(sql))
}

/// The tables and their columns, in pairs.
pub fn columns<C: Connection>(db: &C) -> Output<'_, C, Result<Vec<(String, String)>>> {
    C::Mode::finish(db.driver().columns())
}

/// The catalog as the database prints it.
pub fn worded<'c, C: Connection>(
    db: &'c C,
    wanted: &'c Catalog,
    live: &'c Catalog,
) -> Output<'c, C, Result<Catalog>> {
    C::Mode::finish(inspect::worded(db.driver(), wanted, live))
}

/// The fingerprint of the tables of these names.
pub fn fingerprint<'c, C: Connection>(
    db: &'c C,
    tables: &'c [&'c str],
) -> Output<'c, C, Result<String>> {
    C::Mode::finish(inspect::fingerprint::fingerprint(db.driver(), tables))
}
