//! The names of tables and columns at one moment of a plan.
//!
//! Changes contain the new names. A step runs, and is undone, before some of these are given: its
//! statements contain the names that the steps before it have given.

use crate::diff::{Alteration, Change, Mapping, Renames};

/// The names at one moment; each change leads to the next moment.
pub(super) struct Context {
    /// From new names that are not given yet to the names at this moment.
    pending: Mapping,
}

impl Context {
    /// The moment before the plan.
    pub(super) fn new(renames: &Renames) -> Context {
        Context {
            pending: renames.backward(),
        }
    }

    /// The change with the names of this moment; afterwards it is the next moment.
    pub(super) fn next(&mut self, change: &Change) -> Change {
        let now = self.pending.change(change);
        match change {
            Change::RenameTable { from, to } => self.pending.table_is_called(from, to),
            // A column that is dropped and added again is added with its new name.
            Change::Alter {
                table,
                alteration:
                    Alteration::RenameColumn { to: column, .. }
                    | Alteration::DropColumn(tablewright_schema::catalog::Column { name: column, .. }),
            } => self.pending.column_is_called(table, column),
            Change::Alter { .. }
            | Change::CreateTable(_)
            | Change::DropTable(_)
            | Change::CreateOther(_)
            | Change::DropOther(_) => {}
        }
        now
    }
}
