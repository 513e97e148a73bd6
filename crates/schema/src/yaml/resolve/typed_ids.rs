//! `typed_ids`: finds the columns that hold the key of a table.

use crate::schema::{Column, Table};

/// Gives primary keys of one column their own types, and the same type to the columns that
/// reference them.
///
/// A key that is also a reference has the type of the referenced key, so that it can be passed on.
pub fn give(tables: &mut [Table]) {
    pass_on(tables);
    for (number, table) in tables.iter_mut().enumerate() {
        if let [key] = *table.primary_key.columns
            && can_have(&table.columns[key])
            && !is_reference(table, key)
        {
            table.columns[key].key_of = Some(number);
        }
    }
    pass_on(tables);
    // The remaining keys reference each other in a circle, or a key without a type.
    for number in 0..tables.len() {
        if let [key] = *tables[number].primary_key.columns
            && can_have(&tables[number].columns[key])
        {
            tables[number].columns[key].key_of = Some(number);
            pass_on(tables);
        }
    }
}

fn can_have(column: &Column) -> bool {
    column.key_of.is_none() && column.rust.is_none() && column.ty.is_typed_key()
}

fn is_reference(table: &Table, column: usize) -> bool {
    let mut keys = table.foreign_keys.iter();
    keys.any(|key| key.columns.contains(&column))
}

/// Passes types on to the referencing columns.
fn pass_on(tables: &mut [Table]) {
    loop {
        let mut found = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            for key in &table.foreign_keys {
                for (&column, &target) in key.columns.iter().zip(&key.target_columns) {
                    let of = tables[key.target].columns[target].key_of;
                    if of.is_some() && can_have(&table.columns[column]) {
                        found.push((number, column, of));
                    }
                }
            }
        }
        if found.is_empty() {
            return;
        }
        for (table, column, of) in found {
            tables[table].columns[column].key_of = of;
        }
    }
}
