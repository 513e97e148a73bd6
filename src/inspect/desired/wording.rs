//! Expressions of which a database has two ways to say the same.
//!
//! MySQL keeps `at < '24:00:00'` as it was written, and once the table is altered in whatever way,
//! as ``at < TIME'24:00:00.000000'``. PostgreSQL says another thing of `kind IN ('a', 'b')` when it
//! has read its own words again, as it does when a column changes its type, or a dump is restored.
//! So where a live table says something else than is desired, the database is given its own words
//! of what is desired once more. What it then says as the live table does, was the same.

use tablewright_schema::catalog::{Column, IndexKey, Table};

/// Whether the live table says something else in any of its expressions.
pub(super) fn differs(table: &Table, live: &Table) -> bool {
    // Nothing says these words a second time, so what differs is everything that may.
    let mut other = table.clone();
    adopt(&mut other, live, live);
    other != *table
}

/// Takes the words of the live table where the database came to them by itself.
pub(super) fn adopt(table: &mut Table, reworded: &Table, live: &Table) {
    for column in &mut table.columns {
        if let (Some(reworded), Some(live)) =
            (reworded.column(&column.name), live.column(&column.name))
        {
            adopt_column(column, reworded, live);
        }
    }
    for check in &mut table.checks {
        let named = |table: &Table| {
            let mut checks = table.checks.iter();
            let found = checks.find(|other| other.name == check.name);
            found.map(|found| found.expression.clone())
        };
        if let (Some(reworded), Some(live)) = (named(reworded), named(live)) {
            take(&mut check.expression, reworded, live);
        }
    }
    for index in &mut table.indexes {
        let named = |table: &Table| {
            let mut indexes = table.indexes.iter();
            indexes.find(|other| other.name == index.name).cloned()
        };
        let (Some(reworded), Some(live)) = (named(reworded), named(live)) else {
            continue;
        };
        take(&mut index.predicate, reworded.predicate, live.predicate);
        let others = reworded.parts.into_iter().zip(live.parts);
        for (part, (reworded, live)) in index.parts.iter_mut().zip(others) {
            let is_expression = |key: &IndexKey| matches!(key, IndexKey::Expression(_));
            if is_expression(&part.key) && is_expression(&live.key) {
                take(&mut part.key, reworded.key, live.key);
            }
        }
    }
}

fn adopt_column(column: &mut Column, reworded: &Column, live: &Column) {
    take(
        &mut column.default,
        reworded.default.clone(),
        live.default.clone(),
    );
    if let (Some(generated), Some(reworded), Some(live)) =
        (&mut column.generated, &reworded.generated, &live.generated)
    {
        take(
            &mut generated.expression,
            reworded.expression.clone(),
            live.expression.clone(),
        );
    }
}

fn take<T: PartialEq>(words: &mut T, reworded: T, live: T) {
    if reworded == live {
        *words = live;
    }
}
