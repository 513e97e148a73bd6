//! The order of changes: first the removal of objects that prevent other changes, then renames,
//! then changes of columns, and at the end the creation of objects, including those that were
//! removed.

use std::collections::BTreeSet;

use tablewright_schema::catalog::{self, Column, Table};

use crate::diff::{Alteration, Change, turns_generated};

/// The phase of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    DropOther,
    DropForeignKey,
    DropCheck,
    DropDefault,
    DropIndex,
    DropKey,
    /// Before the creation of others, which may have indexes with the same names.
    DropTable,
    /// A generated column reads others, so it is dropped before them and added after them.
    DropGenerated,
    /// Names are given after removed objects have released theirs, and before new objects get one
    /// of the old names.
    RenameTable,
    RenameColumn,
    Rename,
    CreateTable,
    DropColumn,
    AddColumn,
    ChangeColumn,
    RenameValues,
    SetDefault,
    AddGenerated,
    AddKey,
    AddIndex,
    AddCheck,
    Table,
    AddForeignKey,
    CreateOther,
}

/// The changes in order. Foreign keys of created or dropped tables are separate changes if the
/// referenced table changes, too.
pub(super) fn sorted(changes: &[Change]) -> Vec<Change> {
    let changes = apart(changes);
    let mut sorted: Vec<(Phase, Change)> = changes
        .into_iter()
        .map(|change| (phase(&change), change))
        .collect();
    // The sort is stable: within a phase the order of the difference is kept.
    sorted.sort_by_key(|(phase, _)| *phase);
    let mut sorted: Vec<Change> = sorted.into_iter().map(|(_, change)| change).collect();
    // A generated column may read others; it is added after them and dropped before them.
    let is_read =
        |change: &Change, others: &[Change]| others.iter().any(|other| reads(other, change));
    let reads_any =
        |change: &Change, others: &[Change]| others.iter().any(|other| reads(change, other));
    reorder(&mut sorted, Phase::DropGenerated, is_read);
    reorder(&mut sorted, Phase::AddGenerated, reads_any);
    sorted
}

/// Sorts the changes of a phase so that none has to wait for a later one.
fn reorder(changes: &mut [Change], of: Phase, waits: impl Fn(&Change, &[Change]) -> bool) {
    let begin = changes.partition_point(|change| phase(change) < of);
    let end = changes.partition_point(|change| phase(change) <= of);
    let mut rest = &mut changes[begin..end];
    while !rest.is_empty() {
        let is_ready = |&at: &usize| !waits(&rest[at], rest);
        // Our changes never form a circle; the database would refuse it.
        let ready = (0..rest.len()).find(is_ready).unwrap_or_default();
        rest[..=ready].rotate_right(1);
        rest = &mut rest[1..];
    }
}

/// Whether a generated column reads another one.
fn reads(one: &Change, other: &Change) -> bool {
    let (Some((table, reader)), Some((of, read))) = (column(one), column(other)) else {
        return false;
    };
    let mut generated = reader.generated.iter();
    table == of
        && reader.name != read.name
        && generated.any(|generated| generated.expression.mentions(&read.name))
}

fn column(change: &Change) -> Option<(&str, &Column)> {
    match change {
        Change::Alter {
            table,
            alteration: Alteration::AddColumn(column) | Alteration::DropColumn(column),
        } => Some((table, column)),
        // In its phase it counts as a removed or a new one.
        Change::Alter {
            table,
            alteration: Alteration::ChangeColumn { from, to },
        } if turns_generated(from, to) => match from.generated {
            Some(_) => Some((table, from)),
            None => Some((table, to)),
        },
        _ => None,
    }
}

pub(super) fn phase(change: &Change) -> Phase {
    use Alteration as A;
    match change {
        Change::DropOther(_) => Phase::DropOther,
        Change::RenameTable { .. } => Phase::RenameTable,
        Change::CreateTable(_) => Phase::CreateTable,
        Change::DropTable(_) => Phase::DropTable,
        Change::CreateOther(_) => Phase::CreateOther,
        Change::Alter { alteration, .. } => match alteration {
            A::DropForeignKey(_) => Phase::DropForeignKey,
            A::DropCheck(_) => Phase::DropCheck,
            A::DropDefault(_) => Phase::DropDefault,
            A::SetDefault(_) => Phase::SetDefault,
            A::DropIndex(_) => Phase::DropIndex,
            A::DropUnique(_) | A::DropPrimaryKey(_) => Phase::DropKey,
            A::DropColumn(column) if column.generated.is_some() => Phase::DropGenerated,
            // An interrupted run has left it, and this run may add it again.
            A::DropColumn(column) if column.name.starts_with(super::NEW) => Phase::DropGenerated,
            A::DropColumn(_) => Phase::DropColumn,
            A::RenameColumn { .. } => Phase::RenameColumn,
            A::AddColumn(column) if column.generated.is_some() => Phase::AddGenerated,
            A::AddColumn(_) => Phase::AddColumn,
            A::ChangeColumn { from, to } if turns_generated(from, to) => match from.generated {
                Some(_) => Phase::DropGenerated,
                None => Phase::AddGenerated,
            },
            A::ChangeColumn { .. } => Phase::ChangeColumn,
            A::RenameValues { .. } => Phase::RenameValues,
            A::Rename { .. } => Phase::Rename,
            A::AddPrimaryKey(_) | A::AddUnique(_) => Phase::AddKey,
            A::AddIndex(_) => Phase::AddIndex,
            A::AddCheck(_) => Phase::AddCheck,
            A::Comment { .. } | A::Options { .. } => Phase::Table,
            A::AddForeignKey(_) => Phase::AddForeignKey,
        },
    }
}

/// Tables without the foreign keys that have to be added later or dropped earlier, and these as
/// separate changes.
fn apart(changes: &[Change]) -> Vec<Change> {
    let altered: BTreeSet<&str> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Alter { table, .. } => Some(table.as_str()),
            Change::CreateTable(_)
            | Change::DropTable(_)
            | Change::RenameTable { .. }
            | Change::CreateOther(_)
            | Change::DropOther(_) => None,
        })
        .collect();
    let created = by_dependency(changes, |change| match change {
        Change::CreateTable(table) => Some(&**table),
        _ => None,
    });
    let mut dropped = by_dependency(changes, |change| match change {
        Change::DropTable(table) => Some(&**table),
        _ => None,
    });
    dropped.reverse();

    let mut found: Vec<Change> = Vec::new();
    let mut pending: BTreeSet<&str> = created.iter().map(|table| table.name.as_str()).collect();
    for table in created {
        pending.remove(table.name.as_str());
        let (table, keys) = split(table, |target| {
            target == table.name || !(altered.contains(target) || pending.contains(target))
        });
        let name = table.name.clone();
        found.push(Change::CreateTable(Box::new(table)));
        found.extend(keys.into_iter().map(|key| Change::Alter {
            table: name.clone(),
            alteration: Alteration::AddForeignKey(key),
        }));
    }
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    for table in dropped {
        let (rest, keys) = split(table, |target| {
            target == table.name || !(altered.contains(target) || gone.contains(target))
        });
        gone.insert(table.name.as_str());
        let name = table.name.clone();
        found.push(Change::DropTable(Box::new(rest)));
        found.extend(keys.into_iter().map(|key| Change::Alter {
            table: name.clone(),
            alteration: Alteration::DropForeignKey(key),
        }));
    }
    let rest = changes.iter().filter(|change| match change {
        Change::CreateTable(_) | Change::DropTable(_) => false,
        Change::RenameTable { .. }
        | Change::Alter { .. }
        | Change::CreateOther(_)
        | Change::DropOther(_) => true,
    });
    found.extend(rest.cloned());
    found
}

/// The table with the foreign keys to these targets, and the other foreign keys.
fn split(
    table: &Table,
    stays: impl Fn(&str) -> bool,
) -> (Table, Vec<tablewright_schema::catalog::ForeignKey>) {
    let keys = table.foreign_keys.iter().cloned();
    let (inside, outside) = keys.partition(|key| stays(&key.target));
    let table = Table {
        foreign_keys: inside,
        ..table.clone()
    };
    (table, outside)
}

/// The tables of some changes, each after the tables that it references, unless they form a circle.
fn by_dependency<'c>(
    changes: &'c [Change],
    of: impl Fn(&'c Change) -> Option<&'c Table>,
) -> Vec<&'c Table> {
    let tables: Vec<&Table> = changes.iter().filter_map(of).collect();
    let order = catalog::order::of(&tables);
    order
        .tables
        .into_iter()
        .map(|table| tables[table])
        .collect()
}
