//! The costs of conversions between the types of the language, compared with docs/migrations.md.

#[path = "../../schema/tests/support/random.rs"]
mod random;

use std::fs;

use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, DestructiveKind, Options};
use tablewright_schema::{Intent, lower};
use tablewright_sql::Dialect;

const TYPES: [&str; 16] = [
    "bool",
    "smallint",
    "integer",
    "bigint",
    "float",
    "double",
    "decimal(10, 2)",
    "string(40)",
    "text",
    "bytes",
    "uuid",
    "date",
    "time",
    "datetime",
    "timestamp",
    "json",
];

/// The cost of a conversion.
fn class(dialect: Dialect, from: &str, to: &str) -> &'static str {
    let tables = |ty: &str| {
        let text = format!(
            "dialects: [{}]\nmodels:\n  T: {{ fields: {{ id: id, a: \"{ty}?\" }} }}\n",
            dialect.name()
        );
        let schema = random::load(&text);
        lower(
            &schema.unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false))),
            dialect,
        )
    };
    let plan = plan::plan(
        dialect,
        &tables(from),
        &tables(to),
        &Intent::default(),
        ExtraTables::Unmanaged,
        Options::default(),
    );
    let plan = plan.unwrap_or_else(|issues| panic!("{dialect}: {from} to {to}: {issues:?}"));
    let mut losses = plan.steps.iter().flat_map(|step| &step.destructive);
    let mut warnings = plan.steps.iter().flat_map(|step| &step.warnings);
    match losses.next().map(|loss| &loss.kind) {
        Some(DestructiveKind::Converted(how)) if how.ends_with("the values are lost") => {
            "lost if allowed"
        }
        Some(DestructiveKind::Converted(_)) => "converted if allowed",
        Some(
            kind @ (DestructiveKind::Dropped
            | DestructiveKind::Unmanaged(_)
            | DestructiveKind::Nameless(_)),
        ) => panic!("{dialect}: {from} to {to}: {kind:?}"),
        // The check of the new type on SQLite is no conversion.
        None => match warnings.any(|warning| warning.message.contains("may not fit into")) {
            true => "refused if a value does not fit",
            false => "kept",
        },
    }
}

/// A conversion costs the same on each database, unless docs/migrations.md names it.
#[test]
fn databases_agree_about_costs() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/migrations.md");
    let docs = fs::read_to_string(docs).expect("docs/migrations.md");
    let mut named = Vec::new();
    for from in &TYPES {
        for to in TYPES.iter().filter(|to| *to != from) {
            let of = |dialect| class(dialect, from, to);
            let classes = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql].map(of);
            if classes[0] != classes[1] || classes[1] != classes[2] {
                let [sqlite, postgres, mysql] = classes;
                named.push(format!(
                    "| {from} → {to} | {sqlite} | {postgres} | {mysql} |"
                ));
            }
        }
    }
    assert!(!named.is_empty());
    let missing: Vec<&String> = named.iter().filter(|it| !docs.contains(*it)).collect();
    assert!(missing.is_empty(), "docs/migrations.md lacks {missing:#?}");
}
