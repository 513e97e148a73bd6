//! Checks whether generated code can convert values of columns to the user's own Rust types.

use std::collections::HashMap;

use crate::schema::{By, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::rust::is_type;
use crate::yaml::resolve::types::describe;
use crate::yaml::resolve::unresolved::UnresolvedSchema;
use crate::yaml::shapes::{At, RustType};

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    let mut first: HashMap<String, Use<'_>> = HashMap::new();
    let columns = unresolved.tables.iter().flat_map(|table| &table.columns);
    for column in columns {
        let (Some(rust), Some(ty)) = (column.rust, &column.ty) else {
            continue;
        };
        // An invalid path is already reported.
        if !is_type(&rust.path.value) {
            continue;
        }
        let describe = |ty: &Type| describe(ty, &unresolved.enums);
        let by = rust.by_for(ty);
        check_way(rust, by, &describe(ty), ty, findings);
        let at = rust.path.at;
        let this = Use { at, ty, by };
        let path = rust.path.value.split_whitespace().collect();
        let other = first.entry(path).or_insert(this);
        let path = &rust.path.value;
        let message = if !is_held_alike(other.ty, ty) {
            format!(
                "`{path}` is stored as `{}` here and as `{}` elsewhere",
                describe(ty),
                describe(other.ty)
            )
        } else if other.by != by {
            format!(
                "values are converted to `{path}` by `{}` here and by `{}` elsewhere",
                by.word(),
                other.by.word()
            )
        } else {
            continue;
        };
        findings
            .at(at, message)
            .also(other.at, "this is the other")
            .hint(
                "every field of a Rust type is stored in the same way: give one of these fields \
                another type",
            );
    }
}

/// A column with the user's own Rust type.
struct Use<'u> {
    at: At,
    ty: &'u Type,
    by: By,
}

fn check_way(rust: &RustType, by: By, described: &str, ty: &Type, findings: &mut Findings<'_>) {
    let path = &rust.path.value;
    match by {
        By::Custom => return,
        By::Serde if *ty != Type::Json => {
            findings
                .at(
                    rust.by.as_ref().map_or(rust.path.at, |by| by.at),
                    format!("`by: serde` is for `json`, and this is `{described}`"),
                )
                .hint("remove it: the value is converted by `From` or `TryFrom`");
            return;
        }
        By::FromStr if !is_text(ty) => {
            findings
                .at(
                    rust.by.as_ref().map_or(rust.path.at, |by| by.at),
                    format!(
                        "`by: from_str` is for `string`, `text` and native types, and this is \
                         `{described}`"
                    ),
                )
                .hint("remove it: the value is converted by `From` or `TryFrom`");
            return;
        }
        By::Serde | By::TryFrom | By::FromStr => {}
    }
    if !is_of_the_crate(path) {
        findings
            .at(
                rust.path.at,
                format!(
                    "`{path}` is a type of another crate, so this crate cannot implement \
                    traits for it"
                ),
            )
            .hint(
                "write a struct that wraps it and name that here (`crate::…`); or write `by: \
                 custom` if the other crate implements `tablewright::Custom`",
            );
    }
}

/// Whether the path begins in the crate of the generated code.
fn is_of_the_crate(path: &str) -> bool {
    let first = path.split("::").next().unwrap_or_default().trim();
    matches!(first, "crate" | "self" | "super")
}

/// Whether values of the type are strings in Rust.
fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::String { .. } | Type::Text | Type::Native(_))
}

/// Whether both are the same type in Rust.
fn is_held_alike(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Bytes { .. }, Type::Bytes { .. }) | (Type::Decimal { .. }, Type::Decimal { .. }) => {
            true
        }
        (Type::List(one), Type::List(other)) => is_held_alike(one, other),
        (one, other) => one == other || is_text(one) && is_text(other),
    }
}
