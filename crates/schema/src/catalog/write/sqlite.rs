//! The scripts for SQLite.

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::{Existing, names, table_statements};
use crate::catalog::Table;
use crate::catalog::order::{self, Order};
use crate::schema::Action;

const DIALECT: Dialect = Dialect::Sqlite;

pub(super) fn create_all(tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let sorted = order.tables.iter().map(|&position| &tables[position]);
    // A foreign key may reference a table that is created later.
    sorted
        .flat_map(|table| table_statements(DIALECT, table, Existing::Stays))
        .collect()
}

pub(super) fn drop_all(tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let sorted = order.tables.iter().rev();
    let names = sorted.map(|&position| identifier(DIALECT, &tables[position].name));
    let drops = names.map(|name| format!("DROP TABLE IF EXISTS {name}"));
    if !order.is_cyclic() && !restricts_itself(tables) {
        return drops.collect();
    }
    // Dropping a table deletes its rows, which foreign keys of other rows would prevent. A
    // savepoint defers the checks to the last table, within the caller's transaction or without
    // one.
    let mut statements = vec![
        "SAVEPOINT tablewright_drop".to_owned(),
        "PRAGMA defer_foreign_keys = ON".to_owned(),
    ];
    let mut stand_ins = Vec::new();
    for (&position, drop) in order.tables.iter().rev().zip(drops) {
        statements.push(drop.clone());
        if let Some(stand_in) = stand_in(tables, &order, position) {
            statements.push(stand_in);
            stand_ins.push(drop);
        }
    }
    statements.extend(stand_ins);
    statements.push("RELEASE tablewright_drop".to_owned());
    statements
}

/// An empty table instead of a dropped one, for a table that still references it and whose rows
/// change with those of a third: when SQLite drops the third, it prepares this change and looks for
/// all referenced tables.
fn stand_in(tables: &[Table], order: &Order, dropped: usize) -> Option<String> {
    let table = &tables[dropped];
    let follows = |action: Action| match action {
        Action::Cascade | Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict => false,
    };
    let may_change = |table: &Table| table.foreign_keys.iter().any(|key| follows(key.on_delete));
    let mut keys: Vec<String> = order
        .late
        .iter()
        .map(|&(table, key)| (&tables[table], key))
        .map(|(table, key)| (table, &table.foreign_keys[key]))
        .filter(|(of, key)| key.target == table.name && may_change(of))
        .map(|(_, key)| names(DIALECT, &key.target_columns))
        .collect();
    keys.sort();
    keys.dedup();
    if keys.is_empty() {
        return None;
    }
    let columns: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    let columns = names(DIALECT, &columns);
    let keys: String = keys.iter().map(|key| format!(", UNIQUE ({key})")).collect();
    let name = identifier(DIALECT, &table.name);
    Some(format!("CREATE TABLE {name} ({columns}{keys})"))
}

/// Whether rows of one table may prevent each other's deletion, even all at once.
fn restricts_itself(tables: &[Table]) -> bool {
    tables.iter().any(|table| {
        let mut keys = table.foreign_keys.iter();
        keys.any(|key| key.target == table.name && key.on_delete == Action::Restrict)
    })
}
