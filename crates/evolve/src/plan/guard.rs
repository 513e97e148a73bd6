//! What a plan asks before it begins, so that it loses nothing that no catalog knows of.
//!
//! A plan is made from what the tables should be. In a live database other programs, hand-written
//! migrations and the user's own SQL may have added to them: a column, an index, a trigger, an
//! attribute. Most steps leave that alone. A guard is a query about a step that does not, which
//! gives the names of what would be lost.
//!
//! `attached.rs` has those about the columns, indexes and attributes of the table itself,
//! `named.rs` about views, triggers, functions and whatever else names it, and `references.rs`
//! about foreign keys.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{Catalog, Column, Index, Key};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

mod attached;
mod named;
mod references;

use super::NEW;
use super::Step;
use super::before::Before;
use crate::diff::{self, Alteration, Change, Diff, Mapping};

/// What stands in a message for the names that a query has found.
pub const NAMES: &str = "{names}";

/// A query for the names of what a plan would lose. If it has rows, the plan must not begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    dialect: Dialect,
    query: String,
    /// Whether the user's own SQL may have made what the query names.
    is_about_scripts: bool,
    /// What would be lost, and what to do: [`NAMES`] stands for the names.
    pub message: String,
}

impl Guard {
    /// The query. These views, triggers and functions are known, and may go: something else makes
    /// them again.
    pub fn sql(&self, known: &[String]) -> String {
        if self.is_about_scripts && !known.is_empty() {
            let known = lowered(self.dialect, known.iter().map(String::as_str));
            let Guard { query, .. } = self;
            format!("SELECT name FROM ({query}) AS found WHERE lower(name) NOT IN ({known})")
        } else {
            self.query.clone()
        }
    }
}

/// The guards of a plan, and those of what undoes it.
pub(super) fn of(
    before: &Before<'_>,
    wanted: &Catalog,
    diff: &Diff,
    steps: &[Step],
) -> (Vec<Guard>, Vec<Guard>) {
    let (dialect, changes) = (before.dialect(), &diff.changes);
    let rebuilt = |table: &str, sql: fn(&Step) -> &Vec<String>| {
        let new = identifier(dialect, &format!("{NEW}{table}"));
        let table = identifier(dialect, table);
        let dropped = format!("DROP TABLE {table}");
        let renamed = format!("ALTER TABLE {new} RENAME TO {table}");
        let is_rebuild = |step: &Step| sql(step).contains(&dropped) && sql(step).contains(&renamed);
        dialect.rebuilds_tables() && steps.iter().any(is_rebuild)
    };
    let former = diff.renames.backward();
    let ours = ours(before.catalog, wanted, diff);
    let up = guards(before, changes, &ours, &former, |table| {
        rebuilt(table, |step| &step.sql)
    });
    let back: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    let after = Before::new(dialect, wanted, &back);
    let names: BTreeMap<&str, &str> = changes.iter().filter_map(renamed).collect();
    let down = guards(&after, &back, wanted, &Mapping::default(), |table| {
        let to = names.get(table).copied().unwrap_or(table);
        rebuilt(to, |step| &step.reverse)
    });
    (up, down)
}

fn renamed(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::RenameTable { from, to } => Some((from, to)),
        _ => None,
    }
}

/// The tables of the models, of these and of earlier ones.
fn ours(current: &Catalog, wanted: &Catalog, diff: &Diff) -> Catalog {
    let is_dropped = |name: &str| {
        diff.changes.iter().any(|change| match change {
            Change::DropTable(table) => table.name == name,
            _ => false,
        })
    };
    let renamed = diff.renames.forward().catalog(current);
    let tables = current.tables.iter().zip(&renamed.tables);
    let tables = tables
        .filter(|(_, renamed)| wanted.table(&renamed.name).is_some() || is_dropped(&renamed.name));
    Catalog {
        tables: tables.map(|(table, _)| table.clone()).collect(),
        others: Vec::new(),
    }
}

/// Whether the column that changes is dropped and added, because one of the two is generated.
fn is_another(dialect: Dialect, from: &Column, to: &Column) -> bool {
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => from.generated.is_none() && to.generated.is_some(),
        Dialect::Mysql | Dialect::Mariadb => {
            from.generated.is_none() && to.generated.is_some() || super::mysql::is_copied(from, to)
        }
    }
}

/// What happens to the columns of a table, under the names that they have before.
#[derive(Default)]
struct Columns<'c> {
    dropped: BTreeSet<&'c str>,
    /// Those of other names.
    renamed: BTreeSet<&'c str>,
    /// That come, also in the place of one that is dropped.
    added: BTreeSet<&'c str>,
    /// That are dropped and come again.
    recreated: BTreeSet<&'c str>,
    /// Of another type.
    retyped: BTreeSet<&'c str>,
    /// Of another definition.
    changed: BTreeSet<&'c str>,
    /// Of an enum whose values get another text.
    revalued: BTreeSet<&'c str>,
    /// Indexes and constraints that are dropped.
    without: BTreeSet<&'c str>,
    /// Those that come.
    with: BTreeSet<&'c str>,
    /// The columns of each key that is dropped, and of each that comes.
    keys_without: Vec<BTreeSet<&'c str>>,
    keys_with: Vec<BTreeSet<&'c str>>,
    /// Whether the table is dropped, or gets another name.
    is_table_dropped: bool,
    is_table_renamed: bool,
}

impl Columns<'_> {
    /// Indexes and constraints that go and come again.
    fn again(&self) -> impl Iterator<Item = &str> {
        self.without.intersection(&self.with).copied()
    }

    /// Columns that are dropped, and no other one has their name afterwards.
    fn gone(&self) -> BTreeSet<&str> {
        self.dropped.difference(&self.added).copied().collect()
    }

    /// Columns of keys that are dropped, also of those that come again under another name.
    fn of_keys(&self) -> BTreeSet<&str> {
        self.keys_without.iter().flatten().copied().collect()
    }

    /// Columns of keys that are dropped, and no other key is about the same columns.
    fn of_lost_keys(&self) -> BTreeSet<&str> {
        let lost = self.keys_without.iter();
        let lost = lost.filter(|key| !self.keys_with.contains(key));
        lost.flatten().copied().collect()
    }
}

fn guards<'c>(
    before: &'c Before<'_>,
    changes: &'c [Change],
    ours: &Catalog,
    former: &'c Mapping,
    is_rebuilt: impl Fn(&str) -> bool,
) -> Vec<Guard> {
    let dialect = before.dialect();
    let is_replaced = super::replaced(changes);
    let mut tables: BTreeMap<&str, Columns<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for change in changes {
        let (table, alteration) = match change {
            Change::Alter { table, alteration } => (table, alteration),
            Change::DropTable(table) => {
                tables.entry(&table.name).or_default().is_table_dropped = true;
                continue;
            }
            Change::RenameTable { to, .. } => {
                tables.entry(to).or_default().is_table_renamed = true;
                continue;
            }
            Change::CreateTable(_) | Change::CreateOther(_) | Change::DropOther(_) => continue,
        };
        let columns = tables.entry(table).or_default();
        let key = |key: &'c Key| -> BTreeSet<&'c str> {
            let columns = key.columns.iter();
            columns
                .map(|column| before.column_name(table, column))
                .collect()
        };
        let unique = |index: &'c Index| -> BTreeSet<&'c str> {
            let (columns, _) = diff::columns_of_index(index);
            let columns = columns.into_iter();
            columns
                .map(|column| before.column_name(table, column))
                .collect()
        };
        match alteration {
            Alteration::DropColumn(column) => {
                // One that is replaced may come under another name, without a change that gives it.
                let name = former.column_name(table, &column.name);
                columns.dropped.insert(name);
                if is_replaced(table, &column.name) {
                    columns.recreated.insert(name);
                }
            }
            Alteration::RenameColumn { from, .. } => {
                columns.renamed.insert(from);
            }
            Alteration::AddColumn(column) => {
                columns.added.insert(&column.name);
            }
            Alteration::ChangeColumn { from, to } => {
                let name = before.column_name(table, &to.name);
                columns.changed.insert(name);
                if from.ty != to.ty {
                    columns.retyped.insert(name);
                }
                if is_another(before.dialect(), from, to) {
                    columns.dropped.insert(name);
                    columns.added.insert(name);
                    columns.recreated.insert(name);
                }
            }
            Alteration::RenameValues { column, .. } => {
                columns
                    .revalued
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::SetDefault(column) => {
                columns
                    .changed
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::DropPrimaryKey(dropped) => columns.keys_without.push(key(dropped)),
            Alteration::AddPrimaryKey(added) => columns.keys_with.push(key(added)),
            Alteration::DropUnique(dropped) => {
                columns.without.insert(&dropped.name);
                columns.keys_without.push(key(dropped));
            }
            Alteration::AddUnique(added) => {
                columns.with.insert(&added.name);
                columns.keys_with.push(key(added));
            }
            Alteration::DropIndex(index) => {
                columns.without.insert(&index.name);
                if index.unique {
                    columns.keys_without.push(unique(index));
                }
            }
            Alteration::AddIndex(index) => {
                columns.with.insert(&index.name);
                if index.unique {
                    columns.keys_with.push(unique(index));
                }
            }
            Alteration::DropCheck(check) => {
                columns.without.insert(&check.name);
            }
            Alteration::DropForeignKey(key) => {
                columns.without.insert(&key.name);
            }
            Alteration::AddCheck(check) => {
                columns.with.insert(&check.name);
            }
            Alteration::AddForeignKey(key) => {
                columns.with.insert(&key.name);
            }
            Alteration::DropDefault(_)
            | Alteration::Rename { .. }
            | Alteration::Comment { .. }
            | Alteration::Options { .. } => {}
        }
    }
    for (name, columns) in tables {
        let Some(table) = before.catalog.table(before.table_name(name)) else {
            continue;
        };
        found.extend(references::guard(dialect, ours, table, &columns));
        match dialect {
            Dialect::Sqlite if is_rebuilt(name) => attached::sqlite(table, &columns, &mut found),
            Dialect::Sqlite => {}
            Dialect::Postgres => attached::postgres(table, &columns, &mut found),
            Dialect::Mysql | Dialect::Mariadb => {
                attached::mysql(dialect, table, &columns, &mut found);
            }
        }
        found.extend(named::guards(dialect, table, &columns));
    }
    found
}

/// Names as literals.
fn listed<'n>(dialect: Dialect, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| text(dialect, name)).collect();
    names.join(", ")
}

/// Names as literals in lower case, as SQLite compares them; there is at least one.
fn lowered<'n>(dialect: Dialect, names: impl Iterator<Item = &'n str>) -> String {
    let names = names.map(|name| text(dialect, &name.to_ascii_lowercase()));
    let names: Vec<String> = names.chain([text(dialect, "")]).collect();
    names.join(", ")
}
