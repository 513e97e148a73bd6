//! The locks that a PostgreSQL step holds during work that takes longer the larger a table is.
//!
//! A lock is held to the end of its transaction. So a long step blocks the tables of all steps
//! before it in the same transaction, and `NOT VALID` gains nothing if the constraint is validated
//! in that transaction.

use tablewright_schema::catalog::{Column, ForeignKey, Other, OtherKind, Table};
use tablewright_sql::Dialect;

use super::before::Before;
use super::lint::{fills_rows, rewrites};
use super::{Warning, WarningKind};
use crate::diff::{Alteration, Change, Named};

/// The locked tables so far.
pub(super) struct Locks<'a> {
    before: &'a Before<'a>,
    concurrently: bool,
    in_transaction: bool,
    held: Vec<(String, Lock)>,
}

/// The operations that a lock prevents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lock {
    Writes,
    ReadsAndWrites,
}

/// The locks of a change, and its long work.
#[derive(Debug, Default)]
struct Footprint<'c> {
    locks: Vec<(&'c str, Lock)>,
    work: Option<Work<'c>>,
}

/// Work that takes longer the larger a table is.
#[derive(Debug)]
struct Work<'c> {
    table: &'c str,
    /// The work in words, after "while".
    what: String,
    advice: &'static str,
}

const INDEX_ADVICE: &str =
    "on a large table, build it CONCURRENTLY: `tablewright diff --concurrently`";
const SCAN_ADVICE: &str = "on a large table, validate the rows without blocking writes: \
    `tablewright diff --concurrently`";
const TYPE_ADVICE: &str = "on a large table, add a new column, fill it in batches, and switch the \
    program to it";
const FILL_ADVICE: &str = "on a large table, add the column without the expression, fill it in \
    batches, and set the expression afterwards";
const UPDATE_ADVICE: &str = "on a large table, drop the check, update the rows in batches, and \
    add the check again, each in its own migration";
const VIEW_ADVICE: &str = "create it in its own migration";

impl<'a> Locks<'a> {
    pub(super) fn new(before: &'a Before<'a>, concurrently: bool, in_transaction: bool) -> Self {
        Locks {
            before,
            concurrently,
            in_transaction,
            held: Vec::new(),
        }
    }

    /// The warning about the next step, if it needs one.
    pub(super) fn of(&mut self, change: &Change) -> Option<Warning> {
        let Footprint { locks, work } = footprint(change, self.concurrently);
        if !self.in_transaction {
            self.held.clear();
        }
        let own: Vec<(&str, Lock)> = locks
            .into_iter()
            .filter(|(table, _)| self.before.is_there(table))
            .collect();
        let is_alone = self
            .held
            .iter()
            .all(|(held, _)| own.iter().any(|(table, _)| held == table));
        for (table, lock) in own {
            match self.held.iter_mut().find(|(held, _)| held == table) {
                Some((_, held)) => *held = (*held).max(lock),
                None => self.held.push((table.to_owned(), lock)),
            }
        }
        let work = work.filter(|work| self.before.is_there(work.table))?;
        let locked = locked(&self.held)?;
        let mut advice = work.advice.to_owned();
        if !is_alone {
            advice.push_str(
                "; the locks of the steps before it are held until then: move those steps into \
                 their own migration",
            );
        }
        Some(Warning {
            kind: WarningKind::Lock,
            message: format!("{locked} while {}", work.what),
            advice,
            preflight: None,
        })
    }
}

/// The tables that other sessions cannot use, in words.
fn locked(held: &[(String, Lock)]) -> Option<String> {
    let listed = |lock: Lock| {
        let tables = held.iter().filter(|(_, held)| *held == lock);
        let names: Vec<String> = tables.map(|(table, _)| format!("`{table}`")).collect();
        match &names[..] {
            [] => None,
            [one] => Some(one.clone()),
            [rest @ .., last] => Some(format!("{} and {last}", rest.join(", "))),
        }
    };
    let all = listed(Lock::ReadsAndWrites).map(|tables| {
        format!(
            "no other session can read or write \
            {tables}"
        )
    });
    let writes = listed(Lock::Writes).map(|tables| {
        format!(
            "no other session can write to \
        {tables}"
        )
    });
    match (all, writes) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(all), Some(writes)) => Some(format!("{all}, and {writes},")),
    }
}

fn footprint(change: &Change, concurrently: bool) -> Footprint<'_> {
    let all = Lock::ReadsAndWrites;
    match change {
        Change::CreateTable(table) => Footprint {
            locks: targets(table, Lock::Writes),
            work: None,
        },
        Change::DropTable(table) => {
            let mut locks = targets(table, all);
            locks.push((&table.name, all));
            Footprint { locks, work: None }
        }
        Change::RenameTable { to, .. } => brief(to),
        Change::Alter { table, alteration } => altered(table, alteration, concurrently),
        Change::CreateOther(other) => created(other),
        Change::DropOther(other) => match (&other.table, other.kind) {
            (Some(table), OtherKind::Trigger) => brief(table),
            (_, _) => Footprint::default(),
        },
    }
}

fn altered<'c>(table: &'c str, alteration: &'c Alteration, concurrently: bool) -> Footprint<'c> {
    use Alteration as A;
    let long = |what: String, advice| Footprint {
        locks: vec![(table, Lock::ReadsAndWrites)],
        work: Some(Work {
            table,
            what,
            advice,
        }),
    };
    match alteration {
        A::AddColumn(column) if fills_rows(Dialect::Postgres, column) => long(
            format!("the rows of `{table}` are rewritten with `{}`", column.name),
            FILL_ADVICE,
        ),
        A::AddColumn(_)
        | A::DropColumn(_)
        | A::RenameColumn { .. }
        | A::DropDefault(_)
        | A::SetDefault(_)
        | A::DropPrimaryKey(_)
        | A::DropUnique(_)
        | A::DropCheck(_)
        | A::Options { .. } => brief(table),
        A::ChangeColumn { from, to } => match changed(from, to, concurrently) {
            None => brief(table),
            Some((what, advice)) => long(what.replace("{}", table), advice),
        },
        // Only rows are locked, and only against writes.
        A::RenameValues { .. } => Footprint {
            locks: Vec::new(),
            work: Some(Work {
                table,
                what: format!("the rows of `{table}` are updated"),
                advice: UPDATE_ADVICE,
            }),
        },
        // The index already exists.
        A::AddPrimaryKey(_) | A::AddUnique(_) | A::AddCheck(_) if concurrently => brief(table),
        A::AddPrimaryKey(_) => long(
            format!("the index of the primary key of `{table}` is built"),
            INDEX_ADVICE,
        ),
        A::AddUnique(key) => long(
            format!("the index of the unique key `{}` is built", key.name),
            INDEX_ADVICE,
        ),
        A::AddIndex(_) | A::DropIndex(_) if concurrently => Footprint::default(),
        A::AddIndex(index) => Footprint {
            locks: vec![(table, Lock::Writes)],
            work: Some(Work {
                table,
                what: format!("its index `{}` is built", index.name),
                advice: INDEX_ADVICE,
            }),
        },
        A::DropIndex(_) => brief(table),
        A::AddCheck(check) => long(
            format!("the rows of `{table}` are checked for `{}`", check.name),
            SCAN_ADVICE,
        ),
        A::AddForeignKey(key) => Footprint {
            locks: referring(table, key, Lock::Writes),
            work: (!concurrently).then(|| Work {
                table,
                what: format!("the rows of `{table}` are checked for `{}`", key.name),
                advice: SCAN_ADVICE,
            }),
        },
        A::DropForeignKey(key) => Footprint {
            locks: referring(table, key, Lock::ReadsAndWrites),
            work: None,
        },
        A::Rename { what, .. } => match what {
            Named::Index(_) => Footprint::default(),
            Named::PrimaryKey(_) | Named::Unique(_) | Named::Check(_) | Named::ForeignKey(_) => {
                brief(table)
            }
        },
        A::Comment { .. } => Footprint::default(),
    }
}

/// The long work for another definition of a column, with `{}` for its table.
fn changed(from: &Column, to: &Column, concurrently: bool) -> Option<(String, &'static str)> {
    let name = &to.name;
    if from.generated.is_none() && fills_rows(Dialect::Postgres, to) && to.generated.is_some() {
        let what = format!("the rows of `{{}}` are rewritten with `{name}`");
        return Some((what, FILL_ADVICE));
    }
    if rewrites(Dialect::Postgres, from, to) {
        let what = format!("the rows of `{{}}` are rewritten for the type of `{name}`");
        return Some((what, TYPE_ADVICE));
    }
    if from.collation != to.collation {
        let what = format!("the indexes of `{{}}` on `{name}` are built again");
        return Some((what, TYPE_ADVICE));
    }
    if from.nullable && !to.nullable && !concurrently {
        let what = format!("the rows of `{{}}` are checked for NULL in `{name}`");
        return Some((what, SCAN_ADVICE));
    }
    None
}

fn created(other: &Other) -> Footprint<'_> {
    match (other.kind, &other.table) {
        (OtherKind::Trigger, Some(table)) => Footprint {
            locks: vec![(table, Lock::Writes)],
            work: None,
        },
        (OtherKind::MaterializedView, _) => Footprint {
            locks: Vec::new(),
            work: Some(Work {
                table: &other.name,
                what: format!("the rows of the view `{}` are computed", other.name),
                advice: VIEW_ADVICE,
            }),
        },
        (
            OtherKind::Trigger
            | OtherKind::View
            | OtherKind::Sequence
            | OtherKind::Type
            | OtherKind::Routine
            | OtherKind::Extension
            | OtherKind::Virtual,
            _,
        ) => Footprint::default(),
    }
}

/// A change that locks its table only briefly.
fn brief(table: &str) -> Footprint<'_> {
    Footprint {
        locks: vec![(table, Lock::ReadsAndWrites)],
        work: None,
    }
}

/// A foreign key locks the tables at both ends.
fn referring<'c>(table: &'c str, key: &'c ForeignKey, lock: Lock) -> Vec<(&'c str, Lock)> {
    let mut locks = vec![(table, lock)];
    if key.target != table {
        locks.push((&key.target, lock));
    }
    locks
}

/// The other tables that a table references.
fn targets(table: &Table, lock: Lock) -> Vec<(&str, Lock)> {
    let mut found: Vec<(&str, Lock)> = Vec::new();
    for key in &table.foreign_keys {
        let is_new = found.iter().all(|(target, _)| *target != key.target);
        if key.target != table.name && is_new {
            found.push((&key.target, lock));
        }
    }
    found
}
