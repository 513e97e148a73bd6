//! Finds the key of each row, and rows with equal keys.

use std::collections::BTreeMap;

use super::{Row, listed, name};
use crate::schema::{Schema, Table};
use crate::seeds::SeedValue;
use crate::yaml::report::Report;

/// The key of each row: the primary key if the row gives it, otherwise the first unique key that it
/// gives.
pub fn find(rows: &[Row], schema: &Schema, report: &mut Report) -> Vec<Vec<usize>> {
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        let table = &schema.tables[row.table];
        let mut given = unique(table).filter(|key| key.iter().all(|&column| is_given(row, column)));
        let key = given.next();
        if key.is_none() && row.is_whole {
            let choices = unique(table).map(|key| {
                let names = key.iter().map(|&column| name(table, column));
                listed(names, "and")
            });
            let choices: Vec<String> = choices.collect();
            report
                .error(
                    row.at,
                    format!(
                        "this row of `{}` has no key, so every run would insert it again",
                        table.model
                    ),
                )
                .hint(format!("give it a key: {}", choices.join(", or ")));
        }
        keys.push(key.unwrap_or_default());
    }
    keys
}

/// The columns of each key, the primary key first.
fn unique(table: &Table) -> impl Iterator<Item = Vec<usize>> {
    let primary = &table.primary_key.columns;
    let others = table.unique_columns().filter(move |key| key != primary);
    std::iter::once(primary.clone()).chain(others)
}

fn is_given(row: &Row, column: usize) -> bool {
    row.value(column)
        .is_some_and(|value| *value != SeedValue::Null)
}

/// Reports rows with equal keys.
pub fn check_duplicates(rows: &[Row], schema: &Schema, report: &mut Report) {
    for (position, table) in schema.tables.iter().enumerate() {
        for key in unique(table) {
            let mut known: BTreeMap<String, &Row> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.table == position) {
                if !key.iter().all(|&column| is_given(row, column)) {
                    continue;
                }
                let values = key.iter().map(|&column| row.value(column));
                let values = format!("{:?}", values.collect::<Vec<_>>());
                let first = *known.entry(values).or_insert(row);
                if std::ptr::eq(first, row) {
                    continue;
                }
                let names = key.iter().map(|&column| name(table, column));
                let message = format!(
                    "another row of `{}` has the same {}",
                    table.model,
                    listed(names, "and")
                );
                let cell = |row: &Row| row.cell(key[0]).map_or(row.at, |cell| cell.at);
                report
                    .error(cell(row), message)
                    .also(cell(first), "given here, too");
            }
        }
    }
}
