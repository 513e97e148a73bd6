//! Tables and columns of the models that the live database lacks, although it has an unmanaged one
//! that may be the same with another name; and names of new objects that unmanaged ones have.
//!
//! Another program may have renamed a table. A new, empty table in its place would hide the rows.

use std::fmt;

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, OtherKind, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::BlockingIssue;
use super::change::{Alteration, Change};
use crate::plan::is_leftover;

/// The reason to take an unmanaged table for a missing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It has an index or a constraint with a name of the missing table.
    Name(String),
    /// This foreign key of another table refers to it instead of the missing table.
    Reference(String),
    /// It has the columns of the missing table, which existed when the database was last compared.
    Columns,
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Likeness::Name(name) => write!(f, "has its index or constraint `{name}`"),
            Likeness::Reference(name) => write!(f, "is the target of the foreign key `{name}`"),
            Likeness::Columns => f.write_str("has the same columns"),
        }
    }
}

/// The issues of a comparison whose current tables have their new names.
pub(super) fn find(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    changes: &[Change],
) -> Vec<BlockingIssue> {
    let unmanaged: Vec<&Table> = unmanaged(current, wanted, intent).collect();
    let mut issues = Vec::new();
    for change in changes {
        match change {
            Change::CreateTable(table) => {
                issues.extend(of_table(dialect, current, wanted, table, &unmanaged));
            }
            Change::Alter { table, alteration } => {
                let Some((space, name)) = added(dialect, alteration) else {
                    continue;
                };
                let mut holders = unmanaged.iter();
                let holder = holders.find(|it| has_name(dialect, it, space, name));
                issues.extend(holder.map(|holder| BlockingIssue::NameTaken {
                    table: table.clone(),
                    name: name.to_owned(),
                    by: holder.name.clone(),
                }));
            }
            Change::DropTable(_)
            | Change::RenameTable { .. }
            | Change::CreateOther(_)
            | Change::DropOther(_) => {}
        }
    }
    issues.extend(columns(dialect, current, wanted, intent, changes));
    issues
}

/// The missing tables whose columns an unmanaged table has. This says little by itself; so it is
/// only for a database that had the tables of the models before.
pub(crate) fn twins(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    changes: &[Change],
) -> Vec<BlockingIssue> {
    let created = changes.iter().filter_map(|change| match change {
        Change::CreateTable(table) => Some(table),
        _ => None,
    });
    let twin = |table: &Table| {
        let mut unmanaged = unmanaged(current, wanted, intent);
        let twin = unmanaged.find(|it| has_columns_of(it, table))?;
        Some(missing(dialect, table, twin, Likeness::Columns))
    };
    created.filter_map(|table| twin(table)).collect()
}

/// The tables that are neither in the models nor dropped because the models allow it.
fn unmanaged<'c>(
    current: &'c Catalog,
    wanted: &'c Catalog,
    intent: &'c Intent,
) -> impl Iterator<Item = &'c Table> {
    let tables = current.tables.iter();
    tables.filter(|it| wanted.table(&it.name).is_none() && !intent.dropped.contains(&it.name))
}

/// The issue of a table that would be created.
fn of_table(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    table: &Table,
    unmanaged: &[&Table],
) -> Option<BlockingIssue> {
    let mut others = current.others.iter();
    let other = others.find(|it| {
        let is_relation = match it.kind {
            OtherKind::View | OtherKind::MaterializedView | OtherKind::Virtual => true,
            OtherKind::Sequence => dialect != Dialect::Mysql,
            OtherKind::Trigger | OtherKind::Type | OtherKind::Routine | OtherKind::Extension => {
                false
            }
        };
        is_relation && it.name == table.name
    });
    if let Some(other) = other {
        return Some(BlockingIssue::TableTaken {
            table: table.name.clone(),
            by: other.kind.words(),
        });
    }
    let is_alike = |it: &Table| has_columns_of(it, table);
    let by_name = unmanaged.iter().find_map(|it| {
        let spaces = [Space::Indexes, Space::Checks, Space::ForeignKeys];
        let taken = spaces.into_iter().find_map(|space| {
            let mut names = names(dialect, table, space).into_iter();
            names.find(|name| has_name(dialect, it, space, name))
        });
        // A name of its table is a sign even if the database lets two tables have it.
        let name = taken.or_else(|| {
            let mut names = all_names(table).filter(|_| is_alike(it));
            names.find(|name| all_names(it).any(|other| dialect.same_name(other, name)))
        })?;
        Some(missing(dialect, table, it, Likeness::Name(name.to_owned())))
    });
    by_name.or_else(|| {
        let keys = wanted.tables.iter().flat_map(|of| {
            let keys = of.foreign_keys.iter();
            keys.filter(|key| key.target == table.name)
                .map(|key| (&of.name, key))
        });
        keys.into_iter().find_map(|(of, wanted)| {
            let mut keys = current.table(of)?.foreign_keys.iter();
            let now = keys.find(|now| now.name == wanted.name && now.columns == wanted.columns)?;
            let target = unmanaged.iter().find(|it| it.name == now.target)?;
            let likeness = Likeness::Reference(format!("{of}.{}", now.name));
            is_alike(target).then(|| missing(dialect, table, target, likeness))
        })
    })
}

fn missing(dialect: Dialect, table: &Table, beside: &Table, likeness: Likeness) -> BlockingIssue {
    BlockingIssue::Missing {
        table: table.name.clone(),
        beside: beside.name.clone(),
        likeness,
        back: format!(
            "ALTER TABLE {} RENAME TO {}",
            identifier(dialect, &beside.name),
            identifier(dialect, &table.name)
        ),
    }
}

/// Whether the columns of two tables have the same names and types.
fn has_columns_of(one: &Table, other: &Table) -> bool {
    one.columns.len() == other.columns.len()
        && other.columns.iter().all(|column| {
            let same = one.column(&column.name);
            same.is_some_and(|same| same.ty == column.ty)
        })
}

/// Where a name may occur once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Indexes,
    Checks,
    ForeignKeys,
}

/// The name of a new object, if other tables cannot have the same one.
fn added(dialect: Dialect, alteration: &Alteration) -> Option<(Space, &str)> {
    use Alteration as A;
    let key = (dialect == Dialect::Postgres).then_some(Space::Indexes);
    let (space, name) = match alteration {
        A::AddIndex(index) => (Some(Space::Indexes), &index.name),
        A::AddPrimaryKey(added) | A::AddUnique(added) => (key, &added.name),
        A::AddCheck(check) => (Some(Space::Checks), &check.name),
        A::AddForeignKey(key) => (Some(Space::ForeignKeys), &key.name),
        _ => return None,
    };
    Some((space.filter(|&space| is_shared(dialect, space))?, name))
}

/// Whether the tables of a database share such names.
fn is_shared(dialect: Dialect, space: Space) -> bool {
    match space {
        Space::Indexes => dialect.has_one_name_for_indexes(),
        Space::Checks => dialect.has_one_name_for_checks(),
        Space::ForeignKeys => dialect.has_one_name_for_foreign_keys(),
    }
}

/// The names of a table that no other table can have.
fn names(dialect: Dialect, table: &Table, space: Space) -> Vec<&str> {
    if !is_shared(dialect, space) {
        return Vec::new();
    }
    let named = |name: &&str| !name.is_empty();
    match space {
        Space::Indexes => {
            let keys = table.primary_key.iter().chain(&table.uniques);
            let keys = keys.filter(|_| dialect == Dialect::Postgres);
            let keys = keys.map(|key| key.name.as_str());
            let indexes = table.indexes.iter().map(|index| index.name.as_str());
            keys.chain(indexes).filter(named).collect()
        }
        Space::Checks => {
            let checks = table.checks.iter().map(|check| check.name.as_str());
            checks.filter(named).collect()
        }
        Space::ForeignKeys => {
            let keys = table.foreign_keys.iter().map(|key| key.name.as_str());
            keys.filter(named).collect()
        }
    }
}

fn has_name(dialect: Dialect, table: &Table, space: Space, name: &str) -> bool {
    let mut names = names(dialect, table, space).into_iter();
    names.any(|other| dialect.same_name(other, name))
}

/// All names of indexes and constraints.
fn all_names(table: &Table) -> impl Iterator<Item = &str> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let keys = keys.map(|key| key.name.as_str());
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    let checks = table.checks.iter().map(|check| check.name.as_str());
    let references = table.foreign_keys.iter().map(|key| key.name.as_str());
    let names = keys.chain(indexes).chain(checks).chain(references);
    // The name of every primary key on MySQL.
    names.filter(|name| !name.is_empty() && *name != "PRIMARY")
}

/// Missing columns, if their table has an unmanaged column of the same type.
fn columns(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    changes: &[Change],
) -> Vec<BlockingIssue> {
    let mut issues = Vec::new();
    for change in changes {
        let Change::Alter {
            table,
            alteration: Alteration::AddColumn(added),
        } = change
        else {
            continue;
        };
        let (Some(now), Some(wanted)) = (current.table(table), wanted.table(table)) else {
            continue;
        };
        if now.column(&added.name).is_some() {
            continue;
        }
        let beside = now.columns.iter().find(|it| {
            let is_dropped = intent.dropped.contains(&format!("{table}.{}", it.name));
            wanted.column(&it.name).is_none()
                && it.ty == added.ty
                && it.generated.is_some() == added.generated.is_some()
                && !is_dropped
                && !is_leftover(dialect, it)
        });
        issues.extend(beside.map(|beside| BlockingIssue::MissingColumn {
            table: table.clone(),
            column: added.name.clone(),
            beside: beside.name.clone(),
            back: format!(
                "ALTER TABLE {} RENAME COLUMN {} TO {}",
                identifier(dialect, table),
                identifier(dialect, &beside.name),
                identifier(dialect, &added.name)
            ),
        }));
    }
    issues
}
