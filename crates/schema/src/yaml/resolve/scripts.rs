//! SQL of the user's own.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::sql;
use crate::dialect::Dialect;
use crate::schema::Script;
use crate::yaml::shapes::{At, Document};

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
        let drop = script.drop.as_ref();
        scripts.push(Script {
            name: name.to_owned(),
            when: script.when,
            create: sql::chosen(&script.create.value, dialects),
            drop: drop
                .map(|drop| sql::chosen(&drop.value, dialects))
                .unwrap_or_default(),
        });
    }
    scripts
}
