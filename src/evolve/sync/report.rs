//! The results of `verify` and `sync`.

use std::fmt;

use tablewright_evolve::diff::Note;
use tablewright_evolve::plan::Plan;

use crate::base::error::write_steps;

/// The result of comparing a database with the models.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Verification {
    /// Its tables are those of the models.
    UpToDate,
    /// Its tables are those of the models, and have objects that tablewright leaves alone: row
    /// security, an exclusion constraint, a comment on an index.
    Noted(Vec<Note>),
    /// The tables match other models, and these steps lead to these models.
    Behind(Plan),
    /// The tables were synchronized with newer models: this program is the older one. The steps
    /// would undo that.
    Ahead {
        /// The version of tablewright that synchronized them.
        by: String,
        /// The differences.
        plan: Plan,
    },
    /// The tables were synchronized with these models, and another program has changed them since.
    /// The steps would undo that.
    Drifted(Plan),
}

impl Verification {
    /// Returns whether the tables are those of the models.
    pub fn is_up_to_date(&self) -> bool {
        match self {
            Verification::UpToDate | Verification::Noted(_) => true,
            Verification::Behind(_) | Verification::Ahead { .. } | Verification::Drifted(_) => {
                false
            }
        }
    }

    /// Returns notes about objects that no step changes.
    pub fn notes(&self) -> &[Note] {
        match self {
            Verification::UpToDate => &[],
            Verification::Noted(notes) => notes,
            Verification::Behind(plan)
            | Verification::Drifted(plan)
            | Verification::Ahead { plan, .. } => &plan.notes,
        }
    }

    /// Returns the steps to the models; `None` if there are none.
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Verification::UpToDate | Verification::Noted(_) => None,
            Verification::Behind(plan)
            | Verification::Drifted(plan)
            | Verification::Ahead { plan, .. } => Some(plan),
        }
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_steps(f)?;
        if let Some(plan) = self.plan() {
            let mut differences = plan.differences().into_iter();
            differences.try_for_each(|difference| write!(f, "\ndifference: {difference}"))?;
            plan.blocked
                .iter()
                .try_for_each(|issue| write!(f, "\nblocked: {issue}"))?;
        }
        let mut notes = self.notes().iter();
        notes.try_for_each(|note| write!(f, "\nnote: {note}"))
    }
}

impl Verification {
    fn write_steps(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verification::UpToDate | Verification::Noted(_) => {
                f.write_str("the database is up to date")
            }
            Verification::Behind(plan) => {
                f.write_str("the database is behind the models:")?;
                write_steps(plan, f)
            }
            Verification::Ahead { by, plan } => {
                write!(
                    f,
                    "the database is ahead of the models: a newer program (tablewright {by}) \
                     changed it; the differences from these models:"
                )?;
                write_steps(plan, f)
            }
            Verification::Drifted(plan) => {
                f.write_str(
                    "another program changed the database after it was synchronized with the \
                     models; these steps would restore it:",
                )?;
                write_steps(plan, f)
            }
        }
    }
}

/// The result of [`sync`](crate::sync).
#[derive(Clone, Debug, PartialEq)]
pub enum SyncReport {
    /// Nothing was to be done: the tables match the models.
    UpToDate,
    /// These steps were applied.
    Applied(Plan),
    /// Nothing was changed, because the tables were synchronized with newer models, which an older
    /// program does not undo. The plan has the differences.
    Ahead(Plan),
}
