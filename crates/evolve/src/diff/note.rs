//! Properties of a table that no change affects, but that a change might lose.

use std::fmt;

use tablewright_schema::catalog::{Catalog, Index, Table};

use super::change::{Alteration, Change};
use super::{BlockingIssue, Diff, ExtraTables, options};

/// A property of a table that a catalog has no field for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The table.
    pub table: String,
    /// The property, in a few words.
    pub what: String,
    /// Whether the table enforces less than the models say: a check that is NOT VALID, a disabled
    /// trigger. Otherwise it enforces more.
    pub is_weak: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.table, self.what)
    }
}

/// Notes the unsupported properties of a table; they prevent changes of the table itself.
pub(super) fn unsupported(now: &Table, wanted: &Table, extra: ExtraTables, diff: &mut Diff) {
    let note = |what: String, is_weak| Note {
        table: wanted.name.clone(),
        what,
        is_weak,
    };
    let mut fragile: Vec<String> = now.fragile().cloned().collect();
    let kept = match extra {
        ExtraTables::Unmanaged => options::kept(now, wanted),
        ExtraTables::Managed => None,
    };
    if let Some(options) = kept.as_ref().filter(|it| options::forbid_changes(it)) {
        fragile.push(options.clone());
    }
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
    if let Some(options) = kept.filter(|it| !options::forbid_changes(it)) {
        diff.notes.push(note(format!("options: {options}"), false));
    }
}

/// The wanted tables with the storage parameters of the indexes in a live database, if the models
/// have none: they are not a difference, and an index that is created again keeps them.
pub(super) fn with_index_options(
    live: &Catalog,
    wanted: &Catalog,
    notes: &mut Vec<Note>,
) -> Catalog {
    let mut wanted = wanted.clone();
    for table in &mut wanted.tables {
        let Some(now) = live.table(&table.name) else {
            continue;
        };
        for index in &mut table.indexes {
            let same = |other: &&Index| other.name == index.name && other.method == index.method;
            let Some(now) = now.indexes.iter().find(same) else {
                continue;
            };
            if index.options.is_empty() && !now.options.is_empty() {
                index.options.clone_from(&now.options);
                let options = now.options.join(", ");
                notes.push(Note {
                    table: table.name.clone(),
                    what: format!("the index `{}` has {options}", index.name),
                    is_weak: false,
                });
            }
        }
    }
    wanted
}

/// Whether a change affects more of the table than names.
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
