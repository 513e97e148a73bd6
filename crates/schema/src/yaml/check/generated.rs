//! Reports generated fields that a database cannot compute.

use tablewright_sql::Dialect;

use crate::catalog::Expression;
use crate::schema::Source;
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::unresolved::{Table, UnresolvedSchema};

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        for &dialect in &unresolved.dialects {
            let needs = needs(table, dialect);
            if check_circles(table, &needs, findings) {
                // Another dialect would give the same errors.
                break;
            }
            if dialect == Dialect::Postgres {
                check_chains(table, &needs, findings);
            }
        }
    }
}

/// The generated columns from which each column is computed.
fn needs(table: &Table<'_>, dialect: Dialect) -> Vec<Vec<usize>> {
    let generated: Vec<Option<Expression>> = table
        .columns
        .iter()
        .map(|column| match &column.source {
            Source::Generated(generated) => {
                Some(Expression::new(dialect, generated.expression.get(dialect)))
            }
            Source::Input | Source::Identity | Source::Default(_) | Source::Computed(_) => None,
        })
        .collect();
    let needs = generated.iter().map(|expression| {
        let Some(expression) = expression else {
            return Vec::new();
        };
        let others = table.columns.iter().zip(&generated).enumerate();
        others
            .filter(|(_, (other, made))| made.is_some() && expression.mentions(&other.name))
            .map(|(position, _)| position)
            .collect()
    });
    needs.collect()
}

/// Reports fields that are computed from themselves, and returns whether there are any.
fn check_circles(table: &Table<'_>, needs: &[Vec<usize>], findings: &mut Findings<'_>) -> bool {
    let mut reported = vec![false; needs.len()];
    for start in 0..needs.len() {
        let Some(circle) = circle(start, needs) else {
            continue;
        };
        if circle.iter().any(|&column| reported[column]) {
            continue;
        }
        for &column in &circle {
            reported[column] = true;
        }
        let Some(generated) = &table.columns[start].origin.generated else {
            continue;
        };
        let label = |column: usize| format!("`{}`", table.label(column));
        let mut message = format!("{} is computed from itself", label(start));
        if circle.len() > 1 {
            let by_way_of: Vec<String> = circle[1..].iter().map(|&column| label(column)).collect();
            message.push_str(&format!(", by way of {}", by_way_of.join(", ")));
        }
        findings
            .at(generated.sql.at, message)
            .hint("compute it from fields that are stored");
    }
    reported.contains(&true)
}

/// The columns on a path from one back to itself, this one first.
fn circle(start: usize, needs: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut from: Vec<Option<usize>> = vec![None; needs.len()];
    let mut waiting = vec![start];
    while let Some(column) = waiting.pop() {
        for &next in &needs[column] {
            if next == start {
                let mut way = vec![column];
                while let Some(before) = way.last().and_then(|&last| from[last]) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if from[next].is_none() {
                from[next] = Some(column);
                waiting.push(next);
            }
        }
    }
    None
}

/// PostgreSQL computes no generated column from another one.
fn check_chains(table: &Table<'_>, needs: &[Vec<usize>], findings: &mut Findings<'_>) {
    for (column, needs) in table.columns.iter().zip(needs) {
        let (Some(generated), Some(&needed)) = (&column.origin.generated, needs.first()) else {
            continue;
        };
        findings
            .at(
                generated.sql.at,
                format!(
                    "on PostgreSQL, a generated field cannot read another one, such as `{}`",
                    table.label(needed)
                ),
            )
            .hint("repeat its expression here");
    }
}
