//! Lowers a schema for MySQL and MariaDB.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{bytes, identifier, text};
use tablewright_sql::unsigned::Unsigned;

use super::literal::json_array;
use super::{cannot_be_not_null, one_of};
use crate::catalog::Expression;
use crate::items;
use crate::schema::{Action, Column, Default, Literal, Repr, Schema, Source, Table, Type};

/// The largest number of characters in a comment on a table.
pub(super) const TABLE_COMMENT: usize = 2048;
/// The largest number of characters in a comment on a column.
pub(super) const COLUMN_COMMENT: usize = 1024;

/// The options of every table. Both collations compare by code point and distinguish trailing
/// spaces.
pub(super) fn table_options(dialect: Dialect) -> String {
    let collation = collation(dialect);
    format!("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={collation}")
}

fn collation(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mariadb => "utf8mb4_nopad_bin",
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "utf8mb4_0900_bin",
    }
}

pub(super) fn column_type(schema: &Schema, ty: &Type) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::SmallInt => "smallint".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::BigInt | Type::Duration => "bigint".to_owned(),
        Type::Unsigned(ty) => ty.mysql().to_owned(),
        Type::Float => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        Type::String { max } => format!("varchar({max})"),
        Type::Text => "longtext".to_owned(),
        Type::Bytes { max: Some(max) } => format!("varbinary({max})"),
        Type::Bytes { max: None } => "longblob".to_owned(),
        // MariaDB's own type compares the bytes in another order than the other databases.
        Type::Uuid => "binary(16)".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time(6)".to_owned(),
        // `TIMESTAMP` ends in 2038, and its meaning depends on the session's time zone.
        Type::DateTime | Type::Timestamp => "datetime(6)".to_owned(),
        Type::Json | Type::List(_) => "json".to_owned(),
        Type::Enum(position, repr) => match repr.number() {
            Some(number) => column_type(schema, &number),
            None => format!("varchar({})", schema.enums[*position].longest()),
        },
        Type::Native(native) => column_type(schema, &native.otherwise),
    }
}

/// The positions of the columns in the order that MySQL accepts. An expression there cannot read a
/// later column that has an expression, so a column comes after those that its own SQL uses.
pub(super) fn column_order(table: &Table) -> Vec<usize> {
    let own: Vec<Option<Expression>> = table
        .columns
        .iter()
        .map(|column| own_sql(column).map(|sql| Expression::new(Dialect::Mysql, sql)))
        .collect();
    let mut waiting: Vec<usize> = (0..table.columns.len()).collect();
    if own.iter().all(Option::is_none) {
        return waiting;
    }
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |position: &usize| match &own[*position] {
            Some(sql) => {
                let others = waiting.iter().filter(|other| *other != position);
                let mut others = others.map(|other| &table.columns[*other]);
                !others.any(|other| has_expression(other) && sql.mentions(&other.name))
            }
            None => true,
        };
        // If they use each other in a circle, the server reports it.
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        order.push(waiting.remove(next));
    }
    order
}

/// The user's SQL for the value of the column.
fn own_sql(column: &Column) -> Option<&str> {
    match &column.source {
        Source::Generated(generated) => Some(generated.expression.get(Dialect::Mysql)),
        Source::Default(Default::Sql(sql)) => Some(sql.get(Dialect::Mysql)),
        Source::Default(Default::Literal(_) | Default::Now | Default::Uuid)
        | Source::Input
        | Source::Identity
        | Source::Computed(_) => None,
    }
}

/// Whether MySQL computes the column's value.
fn has_expression(column: &Column) -> bool {
    match &column.source {
        Source::Generated(_) => true,
        Source::Default(Default::Literal(_)) => !takes_plain_default(&column.ty),
        Source::Default(Default::Now | Default::Uuid | Default::Sql(_)) => true,
        Source::Input | Source::Identity | Source::Computed(_) => false,
    }
}

/// Whether a literal default of the type needs no parentheses; the types that are stored outside
/// the row do need them.
pub(super) fn takes_plain_default(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Bytes { max: None } | Type::Json | Type::List(_) => false,
        Type::Native(native) => takes_plain_default(&native.otherwise),
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
        | Type::Bytes { max: Some(_) }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Enum(..) => true,
    }
}

/// The check for values that the column's type accepts, but another database refuses.
pub(super) fn type_check(
    schema: &Schema,
    table: &Table,
    position: usize,
    dialect: Dialect,
) -> Option<String> {
    let column = &table.columns[position];
    let name = identifier(dialect, &column.name);
    let not_null = (!column.nullable && cannot_be_not_null(column, dialect))
        .then(|| format!("{name} IS NOT NULL"));
    let of_type = if is_set_by_reference(table, position) {
        // MySQL refuses a check here; the referenced column has the same one.
        None
    } else {
        // Another collation would accept other spellings, which no value of an enum has.
        let name = match (&column.ty, column.collation.get(dialect)) {
            (Type::Enum(_, Repr::Text), Some(_)) => {
                let collation = collation(dialect);
                format!("CONVERT({name} USING utf8mb4) COLLATE {collation}")
            }
            _ => name,
        };
        // A check cannot use an auto-increment column.
        Some(column)
            .filter(|column| column.source != Source::Identity)
            .and_then(|column| condition(schema, &column.ty, &name, dialect))
    };
    let conditions: Vec<String> = not_null.into_iter().chain(of_type).collect();
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

fn condition(schema: &Schema, ty: &Type, name: &str, dialect: Dialect) -> Option<String> {
    match ty {
        Type::Bool => Some(format!("{name} IN (0, 1)")),
        // A time may have several days, and may be negative.
        Type::Time => Some(format!("{name} >= '00:00:00' AND {name} < '24:00:00'")),
        Type::Enum(position, _) => {
            let variants = schema.enums[*position].variants.iter();
            Some(format!("{name} {}", one_of(dialect, variants)))
        }
        Type::List(item) => Some(items::condition(dialect, name, item, &schema.enums)),
        // The type has greater values, with which other databases cannot compute.
        Type::Unsigned(ty @ Unsigned::U64) => Some(format!("{name} <= {}", ty.greatest())),
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(Unsigned::U8 | Unsigned::U16 | Unsigned::U32)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Native(_) => None,
    }
}

/// Whether a foreign key action may change the column.
fn is_set_by_reference(table: &Table, column: usize) -> bool {
    let sets = |action| match action {
        Action::Cascade | Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict => false,
    };
    table.foreign_keys.iter().any(|key| {
        let deleting_sets = key.on_delete != Action::Cascade && sets(key.on_delete);
        key.columns.contains(&column) && (deleting_sets || sets(key.on_update))
    })
}

pub(super) fn literal(value: &Literal, ty: &Type, dialect: Dialect) -> String {
    match value {
        Literal::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value) => value.clone(),
        Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Timestamp(value)
        | Literal::Json(value) => text(dialect, value),
        Literal::Bytes(value) => bytes(dialect, value),
        Literal::Uuid(value) => bytes(dialect, value),
        Literal::List(items) => text(dialect, &json_array(items, ty)),
    }
}
