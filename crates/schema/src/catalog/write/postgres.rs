//! The scripts for PostgreSQL.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::{Existing, foreign_key, table_statements};
use crate::catalog::order;
use crate::catalog::{ForeignKey, Table};

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn create_all(tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let mut statements = Vec::new();
    for &position in &order.tables {
        let mut table = tables[position].clone();
        let mut key = 0;
        table.foreign_keys.retain(|_| {
            key += 1;
            !order.late.contains(&(position, key - 1))
        });
        statements.extend(table_statements(DIALECT, &table, Existing::Stays));
    }
    let late = order.late.iter();
    statements.extend(late.map(|&(table, key)| {
        let table = &tables[table];
        add_foreign_key(table, &table.foreign_keys[key])
    }));
    statements
}

pub(super) fn drop_all(tables: &[Table]) -> Vec<String> {
    let order = order::of(&tables.iter().collect::<Vec<_>>());
    let constraints = order.late.iter().map(|&(table, key)| {
        let table = &tables[table];
        format!(
            "ALTER TABLE IF EXISTS {} DROP CONSTRAINT IF EXISTS {}",
            identifier(DIALECT, &table.name),
            identifier(DIALECT, &table.foreign_keys[key].name),
        )
    });
    let sorted = order.tables.iter().rev();
    let names = sorted.map(|&position| identifier(DIALECT, &tables[position].name));
    let drops = names.map(|name| format!("DROP TABLE IF EXISTS {name}"));
    constraints.chain(drops).collect()
}

/// PostgreSQL has no statement that adds only a missing constraint, but a block can test for it.
fn add_foreign_key(table: &Table, key: &ForeignKey) -> String {
    let name = identifier(DIALECT, &table.name);
    let body = format!(
        "\nBEGIN\n    \
             IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = {} AND conrelid = {}::regclass) THEN\n        \
                 ALTER TABLE {name} ADD {};\n    \
             END IF;\n\
         END\n",
        text(DIALECT, &key.name),
        text(DIALECT, &name),
        foreign_key(DIALECT, key),
    );
    format!("DO {}", dollar_quoted(&body))
}

/// The text in dollar quotes that do not occur in it, whatever a table's name is.
fn dollar_quoted(body: &str) -> String {
    let mut mark = "$tablewright$".to_owned();
    while body.contains(&mark) {
        mark.insert(mark.len() - 1, '_');
    }
    format!("{mark}{body}{mark}")
}
