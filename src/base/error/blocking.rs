//! The reasons why a database was not synchronized.

use std::fmt;

#[cfg(feature = "sync")]
use tablewright_evolve::plan::Plan;

/// The reasons why [`sync`](crate::sync()) changed nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BlockingIssues {
    /// The issues, each with what to do.
    pub issues: Vec<String>,
    /// The planned steps; `None` if there is no plan.
    #[cfg(feature = "sync")]
    pub plan: Option<Plan>,
}

impl fmt::Display for BlockingIssues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "sync")]
        let is_planned = self.plan.is_some();
        #[cfg(not(feature = "sync"))]
        let is_planned = true;
        // Without a plan, no change was requested, as by a comparison.
        f.write_str(match is_planned {
            true => "the database was not changed, because",
            false => {
                "the tables of the database cannot be migrated to those of the models, because"
            }
        })?;
        for issue in &self.issues {
            write!(f, "\n- {issue}")?;
        }
        #[cfg(feature = "sync")]
        if let Some(plan) = &self.plan {
            f.write_str("\nthe planned steps:")?;
            write_steps(plan, f)?;
        }
        Ok(())
    }
}

/// Writes the names of the steps, one in each line.
#[cfg(feature = "sync")]
pub(crate) fn write_steps(plan: &Plan, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for what in plan.steps.iter().flat_map(|step| &step.what) {
        write!(f, "\n- {what}")?;
    }
    Ok(())
}
