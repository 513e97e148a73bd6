//! A plan, as a person and as a machine reads it.

use serde_json::{Value, json};
use tablewright_evolve::plan::{DestructiveKind, Plan, Step};

use crate::output::bold;

/// What would be done, with what it costs.
pub fn listed(plan: &Plan) -> String {
    plan.steps.iter().map(one).collect()
}

/// The statements as a script, with the steps as comments.
pub fn script(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        for what in step.what.iter().flat_map(|what| what.lines()) {
            text.push_str(&format!("-- {what}\n"));
        }
        for statement in &step.sql {
            text.push_str(&format!("{statement}\n;\n"));
        }
    }
    text
}

/// The steps for machines.
pub fn document(plan: &Plan) -> Value {
    plan.steps
        .iter()
        .map(|step| {
            let destructive = step.destructive.iter().map(|loss| {
                json!({
                    "name": loss.name,
                    "kind": match loss.kind {
                        DestructiveKind::Dropped => "dropped",
                        DestructiveKind::Converted(_) => "converted",
                        DestructiveKind::Unmanaged(_) => "unmanaged",
                    },
                    "allowed": loss.allowed,
                })
            });
            let warnings = step.warnings.iter().map(|warning| {
                json!({
                    "kind": warning.kind.name(),
                    "message": warning.message,
                    "advice": warning.advice,
                })
            });
            json!({
                "what": step.what,
                "why": step.why,
                "sql": step.sql,
                "reverse": step.reverse,
                "destructive_changes": destructive.collect::<Vec<_>>(),
                "warnings": warnings.collect::<Vec<_>>(),
            })
        })
        .collect()
}

fn one(step: &Step) -> String {
    let mut text = String::new();
    for what in &step.what {
        text.push_str(&format!("- {}\n", bold(what)));
    }
    for loss in &step.destructive {
        text.push_str(&format!("    loses {}\n", loss.words()));
    }
    for warning in &step.warnings {
        text.push_str(&format!(
            "    {}: {}\n",
            warning.kind.name(),
            warning.message
        ));
        text.push_str(&format!("      {}\n", warning.advice));
    }
    text
}
