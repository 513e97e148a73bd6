//! The names that tables and columns have at one moment of a plan.
//!
//! Changes have the names to come. A step runs, and is undone, while some of these are not given
//! yet: both its statements are written in the names that the steps before it leave.

use crate::diff::{Alteration, Change, Mapping, Renames};

/// The names at one moment, which moves on with each change.
pub(super) struct Context {
    /// From names to come, as far as they are not given yet, to the names at this moment.
    pending: Mapping,
}

impl Context {
    /// The moment before a plan begins.
    pub(super) fn new(renames: &Renames) -> Context {
        Context {
            pending: renames.backward(),
        }
    }

    /// The change in the names of this moment, after which comes the next moment.
    pub(super) fn next(&mut self, change: &Change) -> Change {
        let now = self.pending.change(change);
        match change {
            Change::RenameTable { from, to } => self.pending.table_is_called(from, to),
            // A column that is dropped and added again is added under its name to come.
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
