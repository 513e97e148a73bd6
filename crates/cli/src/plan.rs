//! Plans, as text for people and as JSON for machines.

use serde_json::{Value, json};
use tablewright_evolve::plan::{DestructiveKind, Plan};
use tablewright_schema::Schema;

use crate::{changes, risks};

/// The steps that bring a database to the models, and their risks, for a terminal of this width.
pub fn listed(schema: &Schema, plan: &Plan, width: Option<usize>) -> String {
    let changes = changes::of_plan(schema, plan, width);
    format!("{changes}{}", risks::listed(&[(plan.dialect, plan)], width))
}

/// The statements as a script, with the steps as comments.
pub fn script(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        for what in step.what.iter().flat_map(|what| what.lines()) {
            text.push_str(&format!("-- {what}\n"));
        }
        for warning in &step.warnings {
            let (kind, message) = (warning.kind.name(), &warning.message);
            let lines = format!("{kind}: {message}\n  {}", warning.advice);
            for line in lines.lines() {
                text.push_str(&format!("-- {line}\n"));
            }
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
                        DestructiveKind::Unmanaged(_) | DestructiveKind::Nameless(_) => "unmanaged",
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
