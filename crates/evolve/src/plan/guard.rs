//! Guards: queries before a plan, which find objects that no catalog knows and that a step would
//! drop.
//!
//! A plan is made from the tables that should exist. In a live database, other programs,
//! hand-written migrations and the user's own SQL may have added to them: a column, an index, a
//! trigger, an attribute. Most steps leave these alone. For a step that does not, a guard finds the
//! names of the objects that would be lost.
//!
//! `attached.rs` has the guards for columns, indexes and attributes of the table itself, `body.rs`
//! those for constraints that only `CREATE TABLE` can add on SQLite, `named.rs` those for views,
//! triggers, functions and other objects that use it, `references.rs` those for foreign keys of
//! other tables, `checks.rs` those for checks of renamed values, and `own.rs` those for the user's
//! own SQL.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{Catalog, Check, Column, Index, Key};
use tablewright_schema::{FormerTable, Stored};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

mod attached;
mod body;
mod checks;
mod named;
mod own;
mod references;

pub use own::of_own_sql;

use super::NEW;
use super::Step;
use super::before::Before;
use crate::diff::{self, Alteration, Change, Diff, Mapping};

/// The placeholder for the found names in a message.
pub const NAMES: &str = "{names}";

/// The end of a PostgreSQL routine that may have any parameters.
pub const ANY_TYPES: &str = "(%)";

/// An object that the user's own SQL creates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    kind: String,
    name: String,
    /// The table of a trigger, a rule or a policy.
    table: Option<String>,
    /// Whether it is dropped while the objects that it uses change, and created again.
    comes_again: bool,
}

impl Known {
    /// A view, trigger, function or the like, which is dropped and created again. On PostgreSQL,
    /// the name of a routine has the types of its parameters.
    pub fn managed(kind: &str, name: &str, table: Option<&str>) -> Known {
        Known {
            kind: kind.to_owned(),
            name: name.to_owned(),
            table: table.map(str::to_owned),
            comes_again: true,
        }
    }

    /// A rule or policy of a table, which the library does not drop.
    pub fn fixed(kind: &str, name: &str, table: &str) -> Known {
        Known {
            comes_again: false,
            ..Known::managed(kind, name, Some(table))
        }
    }

    /// The same object of a table that still has a former name.
    pub fn of_former<'k>(
        &'k self,
        dialect: Dialect,
        former: &'k [FormerTable],
    ) -> impl Iterator<Item = Known> + 'k {
        let is_of = move |former: &&FormerTable| {
            let mut table = self.table.iter();
            table.any(|table| dialect.same_name(table, &former.name))
        };
        former.iter().filter(is_of).map(|former| Known {
            table: Some(former.was.clone()),
            ..self.clone()
        })
    }

    /// The object as guards find it: `view active`, `trigger t on users`, `function f(integer)`.
    fn object(&self) -> String {
        let Known { kind, name, .. } = self;
        match &self.table {
            Some(table) => format!("{kind} {name} on {table}"),
            None => format!("{kind} {name}"),
        }
    }
}

/// A query for the names of objects that a plan would lose. If it returns rows, the plan must not
/// begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    dialect: Dialect,
    query: String,
    /// If the user's own SQL may have created the objects, the table or columns that they use. Then
    /// the query also returns what each object is.
    uses: Option<String>,
    /// Whether the catalog of a live database has the objects, so a plan from it loses none of them
    /// without consent.
    is_in_catalog: bool,
    /// The loss and the remedy; [`NAMES`] is replaced by the names.
    pub message: String,
}

impl Guard {
    /// Whether a plan from the catalog of the live database needs this guard, too.
    pub fn is_for_live(&self) -> bool {
        !self.is_in_catalog
    }

    /// The queries, each with its message. These objects of the user's own SQL are known.
    pub fn checks(&self, known: &[Known]) -> Vec<(String, String)> {
        let Guard {
            dialect,
            query,
            message,
            ..
        } = self;
        let Some(uses) = &self.uses else {
            return vec![(query.clone(), message.clone())];
        };
        let names = || format!("SELECT DISTINCT name FROM ({query}) AS found");
        if known.is_empty() {
            return vec![(names(), message.clone())];
        }
        let objects: Vec<String> = known.iter().map(Known::object).collect();
        let objects = objects.iter().map(String::as_str);
        let any = { objects.clone() }.filter_map(|object| object.strip_suffix(ANY_TYPES));
        let any: Vec<&str> = any.collect();
        let rest = match any.is_empty() {
            true => String::new(),
            false => format!(
                " AND split_part(lower(object), '(', 1) NOT IN ({})",
                lowered(*dialect, any.into_iter())
            ),
        };
        let unknown = format!(
            "{} WHERE lower(object) NOT IN ({}){rest}",
            names(),
            lowered(*dialect, objects)
        );
        let mut checks = vec![(unknown, message.clone())];
        let fixed = known.iter().filter(|known| !known.comes_again);
        let fixed: Vec<String> = fixed.map(Known::object).collect();
        if !fixed.is_empty() {
            let found = format!(
                "{} WHERE lower(object) IN ({})",
                names(),
                lowered(*dialect, fixed.iter().map(String::as_str))
            );
            let message = format!(
                "`{NAMES}` of `sql:` uses {uses}, and only views, triggers and functions are \
                 dropped and created again for that: drop it before the change, and create it \
                 again afterwards, adapted to the change"
            );
            checks.push((found, message));
        }
        checks
    }
}

/// The guards of a plan, and those of its reverse.
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
    let commits = steps.iter().any(|step| !step.in_transaction);
    let ours = ours(before.catalog, wanted, diff);
    let up = guards(before, changes, &ours, &former, commits, |table| {
        rebuilt(table, |step| &step.sql)
    });
    let back: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    let after = Before::new(dialect, wanted, wanted, &back);
    let names: BTreeMap<&str, &str> = changes.iter().filter_map(renamed).collect();
    let down = guards(
        &after,
        &back,
        wanted,
        &Mapping::default(),
        commits,
        |table| {
            let to = names.get(table).copied().unwrap_or(table);
            rebuilt(to, |step| &step.reverse)
        },
    );
    (up, down)
}

fn renamed(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::RenameTable { from, to } => Some((from, to)),
        _ => None,
    }
}

/// The tables of the current and of earlier models.
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

/// Whether the changing column is dropped and added, because the old or the new one is generated.
fn is_another(dialect: Dialect, from: &Column, to: &Column) -> bool {
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => from.generated.is_none() && to.generated.is_some(),
        Dialect::Mysql | Dialect::Mariadb => {
            from.generated.is_none() && to.generated.is_some() || super::mysql::is_copied(from, to)
        }
    }
}

/// The changes of a table's columns, with the old names.
#[derive(Default)]
struct Columns<'c> {
    dropped: BTreeSet<&'c str>,
    /// Renamed columns.
    renamed: BTreeSet<&'c str>,
    /// New columns, including those that replace dropped ones.
    added: BTreeSet<&'c str>,
    /// Columns that are dropped and created again.
    recreated: BTreeSet<&'c str>,
    /// Columns with a new type.
    retyped: BTreeSet<&'c str>,
    /// Columns with another definition.
    changed: BTreeSet<&'c str>,
    /// Columns of an enum whose values change their text.
    revalued: BTreeSet<&'c str>,
    /// The current forms of these values.
    former: Vec<&'c Stored>,
    /// Dropped indexes and constraints.
    without: BTreeSet<&'c str>,
    /// New indexes and constraints.
    with: BTreeSet<&'c str>,
    /// The columns of each dropped key, and of each new one.
    keys_without: Vec<BTreeSet<&'c str>>,
    keys_with: Vec<BTreeSet<&'c str>>,
    /// New foreign keys: the columns and the target of each.
    references_with: Vec<(BTreeSet<&'c str>, &'c str)>,
    /// New checks.
    checks_with: Vec<&'c Check>,
    /// Whether the table is dropped or renamed.
    is_table_dropped: bool,
    is_table_renamed: bool,
}

impl Columns<'_> {
    /// Indexes and constraints that are dropped and created again.
    fn again(&self) -> impl Iterator<Item = &str> {
        self.without.intersection(&self.with).copied()
    }

    /// Indexes and constraints that are dropped and not created again.
    fn not_again(&self) -> impl Iterator<Item = &str> {
        self.without.difference(&self.with).copied()
    }

    /// Dropped columns whose names are not used again.
    fn gone(&self) -> BTreeSet<&str> {
        self.dropped.difference(&self.added).copied().collect()
    }

    /// Columns of dropped keys, including keys that are created again with another name.
    fn of_keys(&self) -> BTreeSet<&str> {
        self.keys_without.iter().flatten().copied().collect()
    }

    /// Columns of dropped keys, unless another key has the same columns.
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
    commits: bool,
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
                // A replaced one may get another name without a change that renames it.
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
            Alteration::RenameValues { column, values, .. } => {
                columns
                    .revalued
                    .insert(before.column_name(table, &column.name));
                columns.former.extend(values.iter().map(|(from, _)| from));
            }
            Alteration::SetDefault(column) => {
                columns
                    .changed
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::DropPrimaryKey(dropped) => {
                columns.without.insert(&dropped.name);
                columns.keys_without.push(key(dropped));
            }
            Alteration::AddPrimaryKey(added) => {
                columns.with.insert(&added.name);
                columns.keys_with.push(key(added));
            }
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
                columns.checks_with.push(check);
            }
            Alteration::AddForeignKey(key) => {
                columns.with.insert(&key.name);
                let of = key.columns.iter();
                let of = of.map(|column| before.column_name(table, column));
                let target = before.table_name(&key.target);
                columns.references_with.push((of.collect(), target));
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
        found.extend(checks::guard(dialect, table, &columns, commits));
        match dialect {
            Dialect::Sqlite if is_rebuilt(name) => {
                attached::sqlite(table, &columns, &mut found);
                body::guards(table, &columns, &mut found);
            }
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
