//! The risks of a plan: losses, refusals, failures and locks, the worst first.

use tablewright_evolve::plan::{DestructiveChange, Plan, Warning, WarningKind};
use tablewright_sql::Dialect;

use crate::changes::titles;
use crate::output::{Style, styled, wrapped};

/// The severity of a risk, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Loses,
    MayFail,
    Breaks,
    Locks,
    Rewrites,
}

/// A risk.
struct Risk {
    severity: Severity,
    message: String,
    advice: Option<String>,
    dialects: Vec<Dialect>,
}

/// The column in which the messages begin.
const INDENT: usize = 12;

/// The risks of the same changes on several databases, for a terminal of this width; nothing if
/// there are none.
pub fn listed(plans: &[(Dialect, &Plan)], width: Option<usize>) -> String {
    let mut risks: Vec<Risk> = Vec::new();
    for (dialect, plan) in plans {
        for step in &plan.steps {
            let lost = step.destructive.iter().map(loss);
            for risk in lost.chain(step.warnings.iter().map(warned)) {
                add(&mut risks, *dialect, risk);
            }
        }
    }
    if risks.is_empty() {
        return String::new();
    }
    risks.sort_by_key(|risk| risk.severity);
    let mut text = format!("{}\n", styled("risks", Style::Bold));
    for (position, risk) in risks.iter().enumerate() {
        let mut message = risk.message.clone();
        if risk.dialects.len() < plans.len() {
            message.push_str(&format!(" ({})", titles(&risk.dialects)));
        }
        let (word, style) = risk.severity.word();
        let word = styled(&format!("{word:8}"), style);
        text.push_str(&format!("  {word}  {}\n", wrapped(&message, INDENT, width)));
        let next = risks.get(position + 1);
        let is_said_later = next.is_some_and(|next| is_same(&next.advice, &risk.advice));
        if let Some(advice) = risk.advice.as_ref().filter(|_| !is_said_later) {
            let advice = styled(&wrapped(advice, INDENT, width), Style::Dim);
            text.push_str(&format!("{:INDENT$}{advice}\n", ""));
        }
    }
    text
}

impl Severity {
    fn word(self) -> (&'static str, Style) {
        match self {
            Severity::Loses => ("loses", Style::Red),
            Severity::MayFail => (WarningKind::MayFail.name(), Style::Yellow),
            Severity::Breaks => (WarningKind::Breaks.name(), Style::Yellow),
            Severity::Locks => (WarningKind::Lock.name(), Style::Plain),
            Severity::Rewrites => (WarningKind::Rewrite.name(), Style::Plain),
        }
    }
}

fn loss(loss: &DestructiveChange) -> Risk {
    Risk {
        severity: Severity::Loses,
        message: loss.words(),
        advice: None,
        dialects: Vec::new(),
    }
}

fn warned(warning: &Warning) -> Risk {
    Risk {
        severity: match warning.kind {
            WarningKind::MayFail => Severity::MayFail,
            WarningKind::Breaks => Severity::Breaks,
            WarningKind::Lock => Severity::Locks,
            WarningKind::Rewrite => Severity::Rewrites,
        },
        message: warning.message.clone(),
        advice: Some(warning.advice.clone()),
        dialects: Vec::new(),
    }
}

/// Adds a risk of a database, which may already be listed for others.
fn add(risks: &mut Vec<Risk>, dialect: Dialect, risk: Risk) {
    let mut known = risks.iter_mut();
    let known = known.find(|known| {
        known.severity == risk.severity
            && known.message == risk.message
            && is_same(&known.advice, &risk.advice)
    });
    match known {
        Some(known) if known.dialects.contains(&dialect) => {}
        Some(known) => known.dialects.push(dialect),
        None => risks.push(Risk {
            dialects: vec![dialect],
            ..risk
        }),
    }
}

/// Whether two pieces of advice differ only in the quotes of names.
fn is_same(one: &Option<String>, other: &Option<String>) -> bool {
    let plain = |advice: &Option<String>| advice.as_ref().map(|text| text.replace(['"', '`'], ""));
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn quotes_make_no_other_advice() {
        let advice = |text: &str| Some(text.to_owned());
        let standard = advice("run `UPDATE \"users\" SET \"bio\" = ''` first");
        let mysql = advice("run `UPDATE `users` SET `bio` = ''` first");
        assert!(is_same(&standard, &mysql));
        assert!(!is_same(
            &standard,
            &advice("run `DELETE FROM \"users\"` first")
        ));
        assert!(!is_same(&standard, &None));
        assert!(is_same(&None, &None));
    }
}
