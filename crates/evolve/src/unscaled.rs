//! SQLite's decimals: our columns store them as integers, `1.50` as 150, and have a check for it. A
//! column of another program with the same declared type stores the numbers themselves.

use tablewright_schema::catalog::{Catalog, Column, Expression, Table};
use tablewright_sql::Dialect;

/// The word that distinguishes the types.
const UNSCALED: &str = "unscaled";

/// The catalog, with another type than ours for a decimal that stores the numbers themselves. It is
/// still written as it was declared.
pub(crate) fn told_apart(dialect: Dialect, catalog: &Catalog) -> Catalog {
    let mut catalog = catalog.clone();
    if dialect.has_scaled_decimals() {
        for table in &mut catalog.tables {
            let is_theirs = |column: &Column| is_decimal(column) && !is_scaled(table, column);
            let theirs: Vec<bool> = table.columns.iter().map(is_theirs).collect();
            let columns = table.columns.iter_mut().zip(theirs);
            for (column, _) in columns.filter(|(_, is_theirs)| *is_theirs) {
                let other = format!("{} {UNSCALED}", column.ty.text());
                column.ty = column.ty.worded_as(&Expression::new(dialect, &other));
            }
        }
    }
    catalog
}

/// Whether the type is a decimal that stores the numbers themselves.
pub(crate) fn is_unscaled(ty: &Expression) -> bool {
    ty.wording().ends_with(UNSCALED)
}

fn is_decimal(column: &Column) -> bool {
    let word = column.ty.normal().split([' ', '(']).next();
    matches!(word, Some("decimal" | "numeric"))
}

/// Whether our check restricts the column to integers.
fn is_scaled(table: &Table, column: &Column) -> bool {
    let mut checks = table.checks.iter().map(|check| &check.expression);
    checks.any(|check| {
        check.normal().contains("typeof (")
            && check.mentions(&column.name)
            && check.has_text("integer")
    })
}
