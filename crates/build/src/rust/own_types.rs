//! Generates the traits that let columns hold the user's own types.

use std::collections::BTreeSet;

use tablewright_schema::{By, Column, Schema, Table, Type};

use super::docs::field;
use super::types;
use crate::print::print_type;

/// The implementations, once for each type, as text.
pub fn parts(schema: &Schema) -> Vec<String> {
    let mut known = BTreeSet::new();
    let columns = schema.tables.iter();
    let columns = columns.flat_map(|table| table.columns.iter().map(move |one| (table, one)));
    let of_columns = columns.filter_map(|(table, column)| {
        let path: String = column.rust.as_ref()?.path.split_whitespace().collect();
        known.insert(path).then(|| part(schema, table, column))
    });
    of_columns.flatten().collect()
}

/// A comment names the field, because the compiler reports missing traits of the type here.
fn part(schema: &Schema, table: &Table, column: &Column) -> Option<String> {
    let by = column.rust.as_ref()?.by;
    let path = print_type(&types::custom(column)?);
    let about = format!("// The Rust type of {}.\n", field(table, column));
    match by {
        By::Custom => None,
        By::Serde => Some(format!("{about}tw::__serde!({path});\n")),
        By::FromStr => Some(format!(
            "{about}tw::__from_str!({path});\ntw::__cell!({path});\nimpl tw::query::Textual for {path} {{}}\n"
        )),
        By::TryFrom => {
            let stored = print_type(&types::stored(schema, &column.ty));
            let mut part = format!("{about}tw::__try_from!({path}, {stored});\n");
            if !holds_decimals(&column.ty) {
                part.push_str(&format!("tw::__cell!({path});\n"));
            }
            if matches!(
                column.ty,
                Type::String { .. } | Type::Text | Type::Native(_)
            ) {
                part.push_str(&format!("impl tw::query::Textual for {path} {{}}\n"));
            }
            Some(part)
        }
    }
}

/// Whether the number of digits after the point is known only from the column, so that raw SQL
/// cannot read the type.
fn holds_decimals(ty: &Type) -> bool {
    match ty {
        Type::Decimal { .. } => true,
        Type::List(item) => holds_decimals(item),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(..)
        | Type::Native(_) => false,
    }
}
