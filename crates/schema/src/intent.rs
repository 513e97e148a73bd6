//! The parts of a schema that its SQL does not show: former names, and intended losses.

use std::collections::BTreeSet;

use crate::schema::{Enum, Schema, Source, Stored, Type};

/// The entry of `converted` for values of a generated column.
pub(crate) const GENERATED: &str = "generated";

/// Former names and intended losses of the models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// Former names of tables.
    pub tables: Vec<FormerTable>,
    /// Former names of columns.
    pub columns: Vec<FormerColumn>,
    /// Former values of enums, for each column that holds one.
    pub values: Vec<FormerValue>,
    /// Tables and columns that may be dropped with all their data: `old_table` or `users.bio`, by
    /// their names in the database.
    pub dropped: BTreeSet<String>,
    /// The columns, `users.age`, whose values may be changed by a conversion.
    pub converted: BTreeSet<String>,
    /// The columns, `users.search`, that a database may have although no model has them.
    pub unmanaged: BTreeSet<String>,
}

/// A former name of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerTable {
    /// The current name.
    pub name: String,
    /// The former name.
    pub was: String,
}

/// A former name of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerColumn {
    /// The current name of the table.
    pub table: String,
    /// The current name.
    pub name: String,
    /// The former name.
    pub was: String,
}

/// A former value of an enum, in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerValue {
    /// The current name of the table.
    pub table: String,
    /// The current name of the column.
    pub column: String,
    /// Whether the column holds lists of the enum.
    pub is_list: bool,
    /// The current value.
    pub value: Stored,
    /// The former value.
    pub was: Stored,
}

impl Intent {
    /// The intent of a schema.
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

/// The entry of `converted` for a column, `users.age`; `None` if no model has the column.
pub fn entry_of_converted(schema: &Schema, name: &str) -> Option<String> {
    let mut columns = schema.tables.iter().flat_map(|table| {
        let of_table = name.strip_prefix(table.name.as_str());
        let column = of_table.and_then(|rest| rest.strip_prefix('.'));
        let mut columns = table.columns.iter();
        column.and_then(|name| columns.find(|column| column.name == name))
    });
    let column = columns.next()?;
    Some(becomes(&column.ty, &column.source, &schema.enums))
}

/// The entry of `converted` for a field: its type, without names that may get another meaning.
pub(crate) fn becomes(ty: &Type, source: &Source, enums: &[Enum]) -> String {
    if let Source::Generated(_) = source {
        return GENERATED.to_owned();
    }
    let Type::Native(native) = ty else {
        return ty.written(&|position| enums.get(position).map_or("an enum", |item| &item.name));
    };
    let forms = &native.forms;
    let forms = [&forms.postgres, &forms.mysql, &forms.mariadb];
    let mut names: Vec<&str> = Vec::new();
    for form in forms.into_iter().flatten() {
        if !names.contains(&form.ty.as_str()) {
            names.push(&form.ty);
        }
    }
    names.join(", ")
}

/// The position of the enum in a column, or of the items of its lists.
fn enumeration(ty: &Type) -> Option<(usize, bool)> {
    match ty {
        Type::Enum(position, _) => Some((*position, false)),
        Type::List(item) => enumeration(item).map(|(position, _)| (position, true)),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
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
