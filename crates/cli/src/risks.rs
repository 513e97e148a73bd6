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

/// A risk of one database.
struct Risk {
    severity: Severity,
    message: String,
    advice: Option<String>,
}

/// A risk of some databases, whose advice may differ, because it has SQL.
struct Listed {
    severity: Severity,
    message: String,
    advice: Vec<(Option<String>, Vec<Dialect>)>,
}

/// The column in which the messages begin.
const INDENT: usize = 12;

/// The risks of the same changes on several databases, for a terminal of this width; nothing if
/// there are none.
pub fn listed(plans: &[(Dialect, &Plan)], width: Option<usize>) -> String {
    let mut risks: Vec<Listed> = Vec::new();
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
        let dialects = risk.dialects();
        if dialects.len() < plans.len() {
            message.push_str(&format!(" ({})", titles(&dialects)));
        }
        let (word, style) = risk.severity.word();
        let word = styled(&format!("{word:8}"), style);
        text.push_str(&format!("  {word}  {}\n", wrapped(&message, INDENT, width)));
        let next = risks.get(position + 1);
        if next.is_some_and(|next| next.has_advice_of(risk)) {
            continue;
        }
        for (advice, of) in &risk.advice {
            let Some(advice) = advice else {
                continue;
            };
            let advice = match risk.advice.len() {
                1 => advice.clone(),
                _ => format!("{}: {advice}", titles(of)),
            };
            let advice = styled(&wrapped(&advice, INDENT, width), Style::Dim);
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
    }
}

impl Listed {
    /// All databases that have the risk, in the order of all databases.
    fn dialects(&self) -> Vec<Dialect> {
        let has = |dialect: &Dialect| self.advice.iter().any(|(_, of)| of.contains(dialect));
        Dialect::ALL.into_iter().filter(has).collect()
    }

    /// Whether the advice of another risk is the same, for the same databases.
    fn has_advice_of(&self, other: &Listed) -> bool {
        let mut pairs = self.advice.iter().zip(&other.advice);
        self.advice.len() == other.advice.len()
            && pairs.all(|((one, of_one), (other, of_other))| {
                // One piece of advice is listed without its databases.
                is_same(one, other) && (self.advice.len() == 1 || of_one == of_other)
            })
    }
}

/// Adds a risk of a database, which may already be listed for others.
fn add(risks: &mut Vec<Listed>, dialect: Dialect, risk: Risk) {
    let mut known = risks.iter_mut();
    let known =
        known.find(|known| known.severity == risk.severity && known.message == risk.message);
    let Some(known) = known else {
        risks.push(Listed {
            severity: risk.severity,
            message: risk.message,
            advice: vec![(risk.advice, vec![dialect])],
        });
        return;
    };
    let mut all = known.advice.iter_mut();
    match all.find(|(advice, _)| is_same(advice, &risk.advice)) {
        Some((_, of)) if of.contains(&dialect) => {}
        Some((_, of)) => of.push(dialect),
        None => known.advice.push((risk.advice, vec![dialect])),
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
