//! Checks options of indexes that only PostgreSQL has: operator classes and storage parameters.

use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::unresolved::Index;
use crate::yaml::shapes::{At, Spanned, Sql};

pub fn check(index: &Index<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let Some(origin) = index.origin else { return };
    for class in origin.parts.iter().filter_map(|part| part.class.as_ref()) {
        check_class(class, dialects, findings);
    }
    if let Some(options) = &origin.options
        && !dialects.iter().any(|dialect| dialect.has_index_options())
    {
        let message = format!("indexes have no storage parameters on {}", titles(dialects));
        findings.at(options.at, message).hint("remove `with`");
    }
}

fn check_class(class: &Spanned<Sql>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    match &class.value {
        Sql::Same(text) => {
            check_name(text, class.at, findings);
            report_without(class.at, dialects, text, findings);
        }
        Sql::Each(each) => {
            for (name, text) in each
                .iter()
                .filter(|(name, _)| dialects.contains(&name.value))
            {
                check_name(text, name.at, findings);
                report_without(name.at, &[name.value], text, findings);
            }
        }
    }
}

/// Reports the class for dialects without one, if another dialect of the models has it.
fn report_without(at: At, dialects: &[Dialect], class: &str, findings: &mut Findings<'_>) {
    let (having, without): (Vec<Dialect>, Vec<Dialect>) = dialects
        .iter()
        .partition(|dialect| dialect.has_index_options());
    if without.is_empty() {
        return;
    }
    let message = format!("there are no operator classes on {}", titles(&without));
    let finding = findings.at(at, message);
    match having.first() {
        Some(other) => finding.hint(format!(
            "name the database that it is for: `class: {{ {}: {class} }}`",
            other.name()
        )),
        None => finding.hint("remove `class`"),
    };
}

fn check_name(class: &str, at: At, findings: &mut Findings<'_>) {
    if !is_class(class) {
        findings
            .at(
                at,
                format!("`{class}` is not the name of an operator class"),
            )
            .hint(
                "such as `gin_trgm_ops`, `extensions.vector_l2_ops` or `gist_trgm_ops(siglen=32)`",
            );
    }
}

/// Whether it is a name, possibly with a schema before it and parameters after it.
fn is_class(text: &str) -> bool {
    if tablewright_sql::balance::of_expression(Dialect::Postgres, text).is_some() {
        return false;
    }
    let tokens = tokens(Dialect::Postgres, text);
    let is_name = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted))
    };
    let is_symbol = |at: usize, symbol| tokens.get(at).is_some_and(|it| it.is_symbol(symbol));
    let after = match is_symbol(1, '.') {
        true => 3,
        false => 1,
    };
    let closes = tokens.last().is_some_and(|last| last.is_symbol(')'));
    let opened = tokens.iter().filter(|token| token.is_symbol('(')).count();
    is_name(0)
        && is_name(after - 1)
        && (tokens.len() == after || (is_symbol(after, '(') && closes && opened == 1))
}
