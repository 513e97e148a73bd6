//! What a comparison finds, and what became of it.

use std::fmt;

use tablewright_schema::plan::Plan;

/// How a database stands to the models.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Verdict {
    /// Its tables are those of the models.
    UpToDate,
    /// It was made for other models, and these steps would bring it to these.
    Behind(Plan),
    /// It was brought to models that came after these: the program is the older one. The steps would
    /// bring it back.
    Ahead {
        /// The version of tablewright that did it.
        by: String,
        /// What is otherwise.
        plan: Plan,
    },
    /// It was brought to these models, and somebody has changed it since. The steps would bring it
    /// back.
    Drifted(Plan),
}

impl Verdict {
    /// Whether the tables are those of the models.
    pub fn is_up_to_date(&self) -> bool {
        match self {
            Verdict::UpToDate => true,
            Verdict::Behind(_) | Verdict::Ahead { .. } | Verdict::Drifted(_) => false,
        }
    }

    /// The steps that would make it so; `None` where there are none.
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Verdict::UpToDate => None,
            Verdict::Behind(plan) | Verdict::Drifted(plan) | Verdict::Ahead { plan, .. } => {
                Some(plan)
            }
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::UpToDate => f.write_str("the database is up to date"),
            Verdict::Behind(plan) => {
                f.write_str("the database is behind the models:")?;
                write_steps(plan, f)
            }
            Verdict::Ahead { by, plan } => {
                write!(
                    f,
                    "the database is ahead of the models: a later program (tablewright {by}) \
                     changed it; what these models have otherwise:"
                )?;
                write_steps(plan, f)
            }
            Verdict::Drifted(plan) => {
                f.write_str(
                    "the database was changed by somebody else since it was brought to the \
                     models; what would bring it back:",
                )?;
                write_steps(plan, f)
            }
        }
    }
}

/// What [`sync`](crate::sync) did.
#[derive(Clone, Debug, PartialEq)]
pub enum Synced {
    /// Nothing: the tables are those of the models.
    UpToDate,
    /// These steps.
    Applied(Plan),
    /// Nothing: the database was brought to models that came after these, and a program that is
    /// older does not turn it back. What these models have otherwise is in the plan.
    Ahead(Plan),
}

/// Why [`sync`](crate::sync) changed nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The reasons, each with what to do.
    pub reasons: Vec<String>,
    /// What would have been done; `None` where there is no way at all.
    pub plan: Option<Plan>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.plan {
            Some(_) => "the database was not changed, because",
            None => "no steps lead from the tables of the database to those of the models, because",
        })?;
        for reason in &self.reasons {
            write!(f, "\n- {reason}")?;
        }
        if let Some(plan) = &self.plan {
            f.write_str("\nwhat would have been done:")?;
            write_steps(plan, f)?;
        }
        Ok(())
    }
}

fn write_steps(plan: &Plan, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for what in plan.steps.iter().flat_map(|step| &step.what) {
        write!(f, "\n- {what}")?;
    }
    Ok(())
}
