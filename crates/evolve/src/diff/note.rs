//! What a table has that no change is about, and whether a change might lose it.

use std::fmt;

use tablewright_schema::catalog::Table;

use super::change::{Alteration, Change};
use super::{BlockingIssue, Diff, ExtraTables};

/// A property of a table that a catalog has no field for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The table.
    pub table: String,
    /// The property, in a few words.
    pub what: String,
    /// Whether the table enforces less than the models say: a check that is NOT VALID, a trigger
    /// that is disabled. Otherwise it has more.
    pub is_weak: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.table, self.what)
    }
}

/// Notes what the table has that is unsupported; it blocks the table's own changes.
pub(super) fn unsupported(now: &Table, wanted: &Table, extra: ExtraTables, diff: &mut Diff) {
    let note = |what: String, is_weak| Note {
        table: wanted.name.clone(),
        what,
        is_weak,
    };
    let fragile: Vec<String> = now.fragile().cloned().collect();
    if !fragile.is_empty() && is_altered(&diff.changes, &wanted.name) {
        diff.blocked.push(BlockingIssue::Unsupported {
            table: wanted.name.clone(),
            what: fragile,
        });
    } else {
        diff.notes
            .extend(fragile.into_iter().map(|what| note(what, false)));
    }
    for weak in &now.weak {
        let what = format!("the {} `{}` is {}", weak.kind.words(), weak.name, weak.how);
        diff.notes.push(note(what, true));
    }
    if extra == ExtraTables::Unmanaged
        && super::table::keeps_options(now, wanted)
        && let Some(options) = &now.options
    {
        diff.notes.push(note(format!("options: {options}"), false));
    }
}

/// Whether a change touches more of the table than names.
fn is_altered(changes: &[Change], table: &str) -> bool {
    changes.iter().any(|change| match change {
        Change::Alter {
            table: of,
            alteration,
        } => of == table && !matches!(alteration, Alteration::RenameColumn { .. }),
        Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::RenameTable { .. }
        | Change::CreateOther(_)
        | Change::DropOther(_) => false,
    })
}
