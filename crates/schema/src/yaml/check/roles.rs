//! Fields that writes do something with: versions, and when a row was deleted.

use crate::schema::{Role, Source, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::types::is_integer;
use crate::yaml::resolve::unresolved::{Column, Kind, Table, UnresolvedSchema};
use crate::yaml::shapes::At;

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        check_table(table, findings);
    }
}

fn check_table(table: &Table<'_>, findings: &mut Findings<'_>) {
    let mut first: [Option<At>; 2] = [None, None];
    for (position, column) in table.columns.iter().enumerate() {
        let origin = column.origin;
        let (flag, role) = match column.role {
            Role::Data => continue,
            Role::Version => (&origin.version, 0),
            Role::Deletion => (&origin.soft_delete, 1),
        };
        let Some(at) = flag.as_ref().map(|flag| flag.at) else {
            continue;
        };
        if let (Role::Version, Some(other)) = (column.role, &origin.soft_delete)
            && other.value
        {
            findings
                .at(
                    other.at,
                    "a version cannot tell when a row was deleted, too",
                )
                .hint("remove one of `version` and `soft_delete`");
        }
        if let Some(other) = first[role] {
            let what = match column.role {
                Role::Version => "version",
                Role::Data | Role::Deletion => "field for soft deletes",
            };
            findings
                .at(at, format!("a model has one {what}"))
                .also(other, "this is the first");
        }
        first[role].get_or_insert(at);
        let is_key = table
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.contains(&position));
        check_column(column, is_key, at, findings);
    }
}

/// The type, and that nothing else gives the field its values.
fn check_column(column: &Column<'_>, is_key: bool, at: At, findings: &mut Findings<'_>) {
    let (Some(ty), false) = (&column.ty, column.kind == Kind::Unknown) else {
        return;
    };
    let is_reference = matches!(column.kind, Kind::Reference { .. });
    let is_computed = matches!(column.source, Source::Generated(_) | Source::Identity);
    let is_plain = !is_key && !is_reference && !is_computed && column.rust.is_none();
    let (fits, message, hint) = match column.role {
        Role::Data => return,
        Role::Version => (
            is_integer(ty) && !column.nullable(),
            "a version is a `smallint`, `integer` or `bigint` that is not nullable, nor a key, a \
             reference, generated or of a Rust type of your own",
            "write `{ type: integer, version: true }`",
        ),
        Role::Deletion => (
            matches!(ty, Type::Timestamp | Type::DateTime)
                && column.nullable()
                && column.origin.default.is_none(),
            "when a row was deleted is a `timestamp?` or `datetime?`, without a default, nor \
             generated or of a Rust type of your own",
            "write `{ type: timestamp?, soft_delete: true }`",
        ),
    };
    if !fits || !is_plain {
        findings.at(at, message).hint(hint);
    }
}
