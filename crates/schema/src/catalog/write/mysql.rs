//! The scripts for MySQL and MariaDB.

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::{Existing, table_statements};
use crate::catalog::Table;
use crate::catalog::order::{self, Order};

pub(super) fn create_all(dialect: Dialect, tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let sorted = order.tables.iter().map(|&position| &tables[position]);
    let statements = sorted.flat_map(|table| table_statements(dialect, table, Existing::Stays));
    with_circles(&order, statements.collect())
}

pub(super) fn drop_all(dialect: Dialect, tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let sorted = order.tables.iter().rev();
    let names = sorted.map(|&position| identifier(dialect, &tables[position].name));
    let statements = names.map(|name| format!("DROP TABLE IF EXISTS {name}"));
    with_circles(&order, statements.collect())
}

/// Turns off the checks of foreign keys if a table references a later one. A second run of the
/// script, or a session without these checks, is not affected.
fn with_circles(order: &Order, statements: Vec<String>) -> Vec<String> {
    if !order.is_cyclic() {
        return statements;
    }
    let off = "SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, \
               SESSION foreign_key_checks = 0";
    let restore = "SET SESSION foreign_key_checks = @tablewright_foreign_key_checks";
    [vec![off.to_owned()], statements, vec![restore.to_owned()]].concat()
}
