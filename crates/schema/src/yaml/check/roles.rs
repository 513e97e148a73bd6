//! Checks fields with a role in writes: versions, and the times of a soft delete or of the last
//! write.

use crate::schema::{Default, Role, Source, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::types::is_signed;
use crate::yaml::resolve::unresolved::{Column, Kind, Table, UnresolvedSchema};
use crate::yaml::shapes::{At, Field, Spanned};

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        check_table(table, findings);
    }
}

/// The roles of a field, in order of precedence: the key, the role, and the name of the role.
fn said(field: &Field) -> [(&'static str, Role, &'static str, Option<&Spanned<bool>>); 3] {
    let is_set = |flag: &&Spanned<bool>| flag.value;
    let [version, soft_delete, updated_at] =
        [&field.version, &field.soft_delete, &field.updated_at]
            .map(|flag| flag.as_ref().filter(is_set));
    [
        ("version", Role::Version, "version", version),
        (
            "soft_delete",
            Role::Deletion,
            "field for soft deletes",
            soft_delete,
        ),
        (
            "updated_at",
            Role::Updated,
            "field for the time of the last write",
            updated_at,
        ),
    ]
}

fn check_table(table: &Table<'_>, findings: &mut Findings<'_>) {
    let mut first: [Option<At>; 3] = [None; 3];
    for (position, column) in table.columns.iter().enumerate() {
        let said = said(column.origin);
        let mut own = said.iter().zip(&mut first);
        let Some(((key, role, what, Some(flag)), first)) =
            own.find(|((_, role, _, _), _)| *role == column.role)
        else {
            continue;
        };
        let others = said.iter().filter(|(_, other, _, _)| other != role);
        for (other, _, _, flag) in others {
            if let Some(flag) = flag {
                findings
                    .at(
                        flag.at,
                        format!("a field cannot have both `{key}` and `{other}`"),
                    )
                    .hint(format!("remove one of `{key}` and `{other}`"));
            }
        }
        if let Some(other) = *first {
            findings
                .at(flag.at, format!("a model cannot have more than one {what}"))
                .also(other, "this is the first");
        }
        first.get_or_insert(flag.at);
        let is_key = table
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.contains(&position));
        check_column(column, is_key, flag.at, findings);
    }
}

/// Checks the type, and that the field has no other source of values.
fn check_column(column: &Column<'_>, is_key: bool, at: At, findings: &mut Findings<'_>) {
    let (Some(ty), false) = (&column.ty, column.kind == Kind::Unknown) else {
        return;
    };
    let is_reference = matches!(column.kind, Kind::Reference { .. });
    let is_computed = matches!(column.source, Source::Generated(_) | Source::Identity);
    let is_plain = !is_key && !is_reference && !is_computed && column.rust.is_none();
    let is_time = matches!(ty, Type::Timestamp | Type::DateTime);
    let (fits, message, hint) = match column.role {
        Role::Data => return,
        Role::Version => (
            is_signed(ty) && !column.nullable(),
            "a version is a `smallint`, `integer` or `bigint`. It cannot be nullable, a key, a \
             reference, generated or of a custom Rust type",
            "write `{ type: integer, version: true }`",
        ),
        Role::Deletion => (
            is_time && column.nullable() && column.origin.default.is_none(),
            "a field for soft deletes is a `timestamp?` or `datetime?`. It cannot have a default, \
             be generated or have a custom Rust type",
            "write `{ type: timestamp?, soft_delete: true }`",
        ),
        Role::Updated => (
            is_time && is_now(column),
            "a field for the time of the last write is a `timestamp` or `datetime`. It cannot \
             have another default than `now`, be a key, be generated or have a custom Rust type",
            "write `{ type: timestamp, updated_at: true }`",
        ),
    };
    if !fits || !is_plain {
        findings.at(at, message).hint(hint);
    }
}

/// Whether the default is the current time, or may be.
fn is_now(column: &Column<'_>) -> bool {
    column.source == Source::Default(Default::Now) || column.placeholders.may_have("default")
}
