//! Finds renamed tables and columns.

use std::collections::BTreeMap;

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, Table};
use tablewright_schema::names::folded;
use tablewright_sql::Dialect;

use super::change::{Alteration, Change};
use super::mapping::Mapping;
use super::{BlockingIssue, ExtraTables};

/// The changed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Renames {
    /// From the current name to the new name.
    tables: BTreeMap<String, String>,
    /// For each table, by its new name: from a column's current name to its new name.
    columns: BTreeMap<String, BTreeMap<String, String>>,
}

/// Finds objects that exist with a former name and not with their own.
pub(super) fn find(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    extra: ExtraTables,
) -> Result<Renames, Vec<BlockingIssue>> {
    let mut renames = Renames::default();
    let mut issues = Vec::new();
    // If other programs have tables, only the database knows whether two names mean the same table.
    let is_any_case = extra == ExtraTables::Managed || dialect.has_case_insensitive_tables();
    for former in &intent.tables {
        let is_dropped = intent.dropped.contains(&former.was);
        if is_dropped || current.table(&former.was).is_none() {
            continue;
        }
        if wanted.table(&former.name).is_none() || wanted.table(&former.was).is_some() {
            continue;
        }
        let is_taken = renames.tables.values().any(|to| *to == former.name);
        let are_one = |other: &str| match is_any_case {
            true => folded(other) == folded(&former.name) && other != former.was,
            false => other == former.name,
        };
        if is_taken || current.tables.iter().any(|table| are_one(&table.name)) {
            issues.push(BlockingIssue::TwoTables {
                name: former.name.clone(),
                was: former.was.clone(),
            });
        } else {
            let (was, name) = (former.was.clone(), former.name.clone());
            renames.tables.insert(was, name);
        }
    }
    if is_any_case {
        tables_in_other_case(current, wanted, &mut renames);
    }
    for former in &intent.columns {
        let key = format!("{}.{}", former.table, former.was);
        let now = renames.name_now(&former.table);
        let (Some(now), Some(wanted)) = (current.table(now), wanted.table(&former.table)) else {
            continue;
        };
        let is_unknown = wanted.column(&former.name).is_none();
        let is_kept = wanted.column(&former.was).is_some();
        if is_unknown || is_kept || now.column(&former.was).is_none() {
            continue;
        }
        if intent.dropped.contains(&key) {
            continue;
        }
        let columns = renames.columns.entry(former.table.clone()).or_default();
        let is_taken = columns.values().any(|to| *to == former.name);
        let is_it = |other: &str| folded(other) == folded(&former.name) && other != former.was;
        if is_taken || now.columns.iter().any(|column| is_it(&column.name)) {
            issues.push(BlockingIssue::TwoColumns {
                table: former.table.clone(),
                name: former.name.clone(),
                was: former.was.clone(),
            });
        } else {
            columns.insert(former.was.clone(), former.name.clone());
        }
    }
    for table in &wanted.tables {
        if let Some(now) = current.table(renames.name_now(&table.name)) {
            let columns = renames.columns.entry(table.name.clone()).or_default();
            columns_in_other_case(now, table, columns);
        }
    }
    renames.columns.retain(|_, columns| !columns.is_empty());
    if issues.is_empty() {
        Ok(renames)
    } else {
        Err(issues)
    }
}

/// Tables whose names differ only in case. No models have two such tables, so they are one.
fn tables_in_other_case(current: &Catalog, wanted: &Catalog, renames: &mut Renames) {
    for table in &wanted.tables {
        let is_found = renames.tables.values().any(|to| *to == table.name);
        if is_found || current.table(&table.name).is_some() {
            continue;
        }
        let mut gone = current.tables.iter().filter(|now| {
            wanted.table(&now.name).is_none() && !renames.tables.contains_key(&now.name)
        });
        if let Some(now) = gone.find(|now| folded(&now.name) == folded(&table.name)) {
            let names = (now.name.clone(), table.name.clone());
            renames.tables.insert(names.0, names.1);
        }
    }
}

/// Columns of a table whose names differ only in case.
fn columns_in_other_case(now: &Table, wanted: &Table, renames: &mut BTreeMap<String, String>) {
    for column in &wanted.columns {
        let is_found = renames.values().any(|to| *to == column.name);
        if is_found || now.column(&column.name).is_some() {
            continue;
        }
        let mut gone = now
            .columns
            .iter()
            .filter(|now| wanted.column(&now.name).is_none() && !renames.contains_key(&now.name));
        if let Some(now) = gone.find(|now| folded(&now.name) == folded(&column.name)) {
            let names = (now.name.clone(), column.name.clone());
            renames.insert(names.0, names.1);
        }
    }
}

impl Renames {
    /// The changes that rename.
    pub(super) fn changes(&self) -> Vec<Change> {
        let tables = self.tables.iter().map(|(from, to)| Change::RenameTable {
            from: from.clone(),
            to: to.clone(),
        });
        let columns = self.columns.iter().flat_map(|(table, columns)| {
            columns.iter().map(move |(from, to)| Change::Alter {
                table: table.clone(),
                alteration: Alteration::RenameColumn {
                    from: from.clone(),
                    to: to.clone(),
                },
            })
        });
        tables.chain(columns).collect()
    }

    /// From the current names to the new names.
    pub(crate) fn forward(&self) -> Mapping {
        let columns = self.columns.iter();
        let columns =
            columns.map(|(table, names)| (self.name_now(table).to_owned(), names.clone()));
        Mapping {
            tables: self.tables.clone(),
            columns: columns.collect(),
        }
    }

    /// From the new names to the current names.
    pub(crate) fn backward(&self) -> Mapping {
        let columns = self.columns.iter();
        let columns = columns.map(|(table, names)| (table.clone(), turned(names)));
        Mapping {
            tables: turned(&self.tables),
            columns: columns.collect(),
        }
    }

    fn name_now<'n>(&'n self, name: &'n str) -> &'n str {
        let mut renamed = self.tables.iter();
        renamed
            .find(|(_, to)| *to == name)
            .map_or(name, |(from, _)| from)
    }
}

fn turned(names: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let turned = names.iter().map(|(from, to)| (to.clone(), from.clone()));
    turned.collect()
}
