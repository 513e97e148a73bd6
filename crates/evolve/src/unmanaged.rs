//! Columns of a database that are in no model, and that the models leave alone.

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, IndexKey, Table};
use tablewright_sql::Dialect;

/// The wanted tables with the unmanaged columns of the current ones, and the objects that belong
/// only to them. Both have the same names.
pub(crate) fn kept(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
) -> Catalog {
    let mut wanted = wanted.clone();
    for table in &mut wanted.tables {
        if let Some(now) = current.table(&table.name) {
            keep(dialect, now, table, intent);
        }
    }
    wanted
}

fn keep(dialect: Dialect, now: &Table, wanted: &mut Table, intent: &Intent) {
    let is_kept = |column: &str| {
        let full = format!("{}.{column}", wanted.name);
        let mut names = intent.unmanaged.iter();
        names.any(|name| dialect.same_name(name, &full)) && wanted.column(column).is_none()
    };
    let columns = now.columns.iter().filter(|column| is_kept(&column.name));
    let columns: Vec<_> = columns.cloned().collect();
    if columns.is_empty() {
        return;
    }
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let has = |of: &[String]| of.iter().any(|name| names.contains(&name.as_str()));
    let uniques = now.uniques.iter().filter(|key| has(&key.columns));
    let keys = now.foreign_keys.iter().filter(|key| has(&key.columns));
    let checks = now.checks.iter().filter(|check| {
        let mut names = names.iter();
        names.any(|name| check.expression.mentions(name))
    });
    let indexes = now.indexes.iter().filter(|index| {
        let mut names = names.iter();
        names.any(|name| {
            let in_part = index.parts.iter().any(|part| match &part.key {
                IndexKey::Column(column) => column == name,
                IndexKey::Expression(expression) => expression.mentions(name),
            });
            let predicate = index.predicate.as_ref();
            in_part
                || index.include.iter().any(|column| column == name)
                || predicate.is_some_and(|predicate| predicate.mentions(name))
        })
    });
    wanted.uniques.extend(uniques.cloned());
    wanted.foreign_keys.extend(keys.cloned());
    wanted.checks.extend(checks.cloned());
    wanted.indexes.extend(indexes.cloned());
    wanted.columns.extend(columns.iter().cloned());
}
