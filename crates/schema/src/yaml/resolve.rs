//! The meaning of the file: every name becomes what it stands for.
//!
//! A pass reports what it finds and leaves a placeholder (a type of `None`, a key that is not
//! there), and later passes step around placeholders: one error, one diagnostic.

mod columns;
mod defaults;
mod enums;
mod fields;
pub(super) mod findings;
mod finish;
mod indexes;
mod keys;
mod losses;
mod mixins;
mod naming;
mod references;
mod relations;
mod rules;
pub(super) mod rust;
mod scripts;
pub(super) mod sql;
mod typed_ids;
pub(super) mod types;
pub(super) mod unresolved;
mod words;

use findings::Findings;
use tablewright_sql::Dialect;
use unresolved::{Context, UnresolvedSchema};
use words::Words;

use super::files;
use super::report::Report;
use super::shapes::Document;
use super::{Owner, check};
use crate::schema::Schema;

/// The schema that the document describes, unless there is an error in it.
pub(super) fn resolve(document: Document, owner: Owner, report: &mut Report) -> Option<Schema> {
    let mut findings = Findings::new(report);
    let unresolved = unresolved(&document, &mut findings);
    check::check(&unresolved, owner, &mut findings);
    if !report.is_empty() {
        return None;
    }
    finish::schema(unresolved, &document)
}

fn unresolved<'d>(document: &'d Document, findings: &mut Findings<'_>) -> UnresolvedSchema<'d> {
    let words = Words::declare(document, findings);
    let enums = enums::resolve(&words, document, findings);
    let mut context = Context {
        dialects: dialects(document, findings),
        words,
        enums,
        types: vec![],
    };
    context.types = types::named(&context, findings);
    rust::check_paths(&document.derives, findings);

    let bodies = mixins::expand(&context.words, document, findings);
    let mut tables = fields::begin(&context, bodies, document, findings);
    references::find_targets(&mut tables, findings);
    fields::check_names(&mut tables, &context, findings);
    keys::resolve(&mut tables, findings);
    columns::complete(&mut tables, &context, findings);
    indexes::resolve(&mut tables, &context, findings);
    references::resolve(&mut tables, &context, findings);
    indexes::for_foreign_keys(&mut tables, &context.dialects);
    relations::resolve(&mut tables, &context, findings);
    naming::name(&mut tables, &context.dialects, findings);
    let scripts = scripts::resolve(document, &context.dialects, findings);
    losses::check(document, &tables, findings);
    UnresolvedSchema {
        dialects: context.dialects,
        enums: context.enums,
        tables,
        scripts,
    }
}

fn dialects(document: &Document, findings: &mut Findings<'_>) -> Vec<Dialect> {
    if document.models.is_empty() && !document.placeholders.may_have("models") {
        findings
            .at(files::whole(0), "there is no model")
            .hint("begin with one: `models: { User: { fields: { id: id } } }`");
    }
    match &document.dialects {
        Some(given) => given.value.iter().map(|dialect| dialect.value).collect(),
        // Whichever they are meant to be, no database is to be blamed for what it cannot do.
        None if document.placeholders.may_have("dialects") => vec![],
        None => vec![Dialect::Sqlite],
    }
}
