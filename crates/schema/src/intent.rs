//! What the SQL of a schema does not say: how things were called before, and which losses are
//! meant.

use std::collections::BTreeSet;

use crate::schema::{Schema, Stored, Type};

/// What the models say about their own past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// Former names of tables.
    pub tables: Vec<FormerTable>,
    /// Former names of columns.
    pub columns: Vec<FormerColumn>,
    /// Former values of enums, for each column that holds one.
    pub values: Vec<FormerValue>,
    /// What may be dropped with all that is in it: `old_table` or `users.bio`, names in the
    /// database.
    pub dropped: BTreeSet<String>,
    /// The columns, `users.age`, whose values may lose something when their type changes.
    pub converted: BTreeSet<String>,
    /// The columns, `users.search`, that a database may have although no model has them.
    pub unmanaged: BTreeSet<String>,
}

/// A former name of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerTable {
    /// The name now.
    pub name: String,
    /// The name then.
    pub was: String,
}

/// A former name of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerColumn {
    /// The name of the table now.
    pub table: String,
    /// The name now.
    pub name: String,
    /// The name then.
    pub was: String,
}

/// A former value of an enum, in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerValue {
    /// The name of the table now.
    pub table: String,
    /// The name of the column now.
    pub column: String,
    /// Whether the column holds lists of the enum.
    pub is_list: bool,
    /// The value now.
    pub value: Stored,
    /// The value then.
    pub was: Stored,
}

impl Intent {
    /// What a schema says.
    pub fn of(schema: &Schema) -> Intent {
        let mut intent = Intent {
            dropped: schema.dropped.iter().cloned().collect(),
            converted: schema.converted.iter().cloned().collect(),
            unmanaged: schema.unmanaged.iter().cloned().collect(),
            ..Intent::default()
        };
        for table in &schema.tables {
            let name = || table.name.clone();
            intent
                .tables
                .extend(table.was.iter().map(|was| FormerTable {
                    name: name(),
                    was: was.clone(),
                }));
            for column in &table.columns {
                let former = column.was.iter().map(|was| FormerColumn {
                    table: name(),
                    name: column.name.clone(),
                    was: was.clone(),
                });
                intent.columns.extend(former);
                let Some((position, is_list)) = enumeration(&column.ty) else {
                    continue;
                };
                for variant in &schema.enums[position].variants {
                    intent
                        .values
                        .extend(variant.was.iter().map(|was| FormerValue {
                            table: name(),
                            column: column.name.clone(),
                            is_list,
                            value: variant.stored.clone(),
                            was: was.clone(),
                        }));
                }
            }
        }
        intent
    }
}

/// The position of the enum that a column holds, or that the items of its lists are.
fn enumeration(ty: &Type) -> Option<(usize, bool)> {
    match ty {
        Type::Enum(position, _) => Some((*position, false)),
        Type::List(item) => enumeration(item).map(|(position, _)| (position, true)),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Native(_) => None,
    }
}
