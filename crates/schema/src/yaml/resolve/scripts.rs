//! SQL of the user's own.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::sql;
use super::statements::are_several;
use crate::dialect::{Dialect, PerDialect};
use crate::schema::Script;
use crate::yaml::shapes::{At, Document, Spanned, Sql};

pub fn resolve(
    document: &Document,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> Vec<Script> {
    let mut names: BTreeMap<&str, At> = BTreeMap::new();
    let mut scripts = Vec::new();
    for script in &document.sql {
        let (name, at) = (script.name.value.as_str(), script.name.at);
        if let Some(first) = names.insert(name, at) {
            findings
                .at(at, format!("there are two scripts `{name}`"))
                .also(first, "this is the other");
        }
        scripts.push(Script {
            name: name.to_owned(),
            when: script.when,
            create: statements(script.create.as_ref(), dialects, findings),
            drop: statements(script.drop.as_ref(), dialects, findings),
        });
    }
    scripts
}

/// The statement for each dialect.
fn statements(
    given: Option<&Spanned<Sql>>,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> PerDialect<Option<String>> {
    let Some(given) = given else {
        return PerDialect::default();
    };
    match &given.value {
        Sql::Same(text) => check_statement(text, given.at, findings),
        Sql::Each(each) => {
            let chosen = each
                .iter()
                .filter(|(name, _)| dialects.contains(&name.value));
            chosen.for_each(|(name, text)| check_statement(text, name.at, findings));
        }
    }
    sql::chosen(&given.value, dialects)
}

fn check_statement(text: &str, at: At, findings: &mut Findings<'_>) {
    if are_several(text) {
        findings
            .at(at, "a script is one statement, and here are several")
            .hint("give each an entry of its own below `sql`: they run in the order of the file");
    }
}
