//! Resolves the names of the file to their meanings.
//!
//! A pass reports errors and leaves placeholders (a type of `None`, a missing key), and later
//! passes skip placeholders: one error, one diagnostic.

mod columns;
pub(super) mod defaults;
mod enums;
mod fields;
pub(super) mod findings;
mod finish;
mod indexes;
mod keys;
mod losses;
mod mixins;
mod naming;
mod native;
mod references;
mod relations;
mod repeatable;
pub(super) mod rules;
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
use super::shapes::{Document, Spanned};
use super::{Options, check};
use crate::schema::Schema;

/// The schema of the document, unless there is an error in it.
pub(super) fn resolve(
    document: Document,
    options: &Options,
    report: &mut Report,
) -> Option<Schema> {
    let mut findings = Findings::new(report);
    let unresolved = unresolved(&document, options, &mut findings);
    check::check(&unresolved, options.owner, &mut findings);
    if !report.is_empty() {
        return None;
    }
    finish::schema(unresolved, &document)
}

fn unresolved<'d>(
    document: &'d Document,
    options: &Options,
    findings: &mut Findings<'_>,
) -> UnresolvedSchema<'d> {
    let words = Words::declare(document, findings);
    let enums = enums::resolve(&words, document, findings);
    let mut context = Context {
        dialects: dialects(document, options, findings),
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
    losses::check(document, &tables, &context.enums, findings);
    UnresolvedSchema {
        dialects: context.dialects,
        enums: context.enums,
        tables,
        scripts,
    }
}

fn dialects(document: &Document, options: &Options, findings: &mut Findings<'_>) -> Vec<Dialect> {
    if document.models.is_empty() && !document.placeholders.may_have("models") {
        findings
            .at(files::whole(0), "the schema has no models")
            .hint("add one: `models: { User: { fields: { id: id } } }`");
    }
    match (&document.dialects, &options.dialects) {
        (Some(given), Some(chosen)) => some_of(given, chosen, document, findings),
        (None, Some(chosen)) => chosen.clone(),
        (Some(given), None) => given.value.iter().map(|dialect| dialect.value).collect(),
        // The dialects are unknown, so limits of databases are not reported.
        (None, None) if document.placeholders.may_have("dialects") => vec![],
        (None, None) => vec![Dialect::Sqlite],
    }
}

/// The chosen dialects that the file has; the others are reported.
fn some_of(
    given: &Spanned<Vec<Spanned<Dialect>>>,
    chosen: &[Dialect],
    document: &Document,
    findings: &mut Findings<'_>,
) -> Vec<Dialect> {
    let is_given = |dialect: &Dialect| given.value.iter().any(|one| one.value == *dialect);
    let (known, others): (Vec<Dialect>, Vec<Dialect>) =
        chosen.iter().partition(|one| is_given(one));
    if document.placeholders.may_have("dialects") {
        return known;
    }
    for dialect in others {
        let name = dialect.name();
        findings
            .at(
                given.at,
                format!("the build script chooses `{name}`, which is none of these dialects"),
            )
            .hint(format!(
                "add `{name}` here, or remove it from `Config::dialects` in the build script"
            ));
    }
    known
}
