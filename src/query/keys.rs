//! Primary keys of rows, as conditions and for comparing rows.

use std::cmp::Ordering;

use tablewright_sql::words::Comparison;

use super::{Filter, Node};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Values};
use crate::base::value::parameter::Parameter;

/// The values of a row's primary key.
pub(crate) fn key_of<M: Model>(row: &M) -> Vec<Parameter<'static>> {
    values_of(row, M::TABLE.primary_key.columns)
}

/// The values of some columns of a row.
pub(crate) fn values_of<M: Model>(row: &M, columns: &[u16]) -> Vec<Parameter<'static>> {
    let mut values = Values::new(M::TABLE);
    row.values(&mut values);
    let value = |column: &u16| values.get(*column).cloned().unwrap_or(Parameter::Null);
    columns
        .iter()
        .map(|column| value(column).into_owned())
        .collect()
}

/// Sorts rows by their primary keys. Databases return written rows in different orders.
pub(crate) fn sort_by_key<M: Model>(rows: &mut Vec<M>) {
    if rows.len() < 2 {
        return;
    }
    let keyed = rows.drain(..).map(|row| (key_of(&row), row));
    let mut keyed: Vec<(Vec<Parameter<'static>>, M)> = keyed.collect();
    keyed.sort_by(|(one, _), (other, _)| {
        let mut parts = one
            .iter()
            .zip(other)
            .map(|(one, other)| compare(one, other));
        parts.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

/// The order of two values of one column.
fn compare(one: &Parameter<'_>, other: &Parameter<'_>) -> Ordering {
    match (one, other) {
        (Parameter::Bool(one), Parameter::Bool(other)) => one.cmp(other),
        (Parameter::I16(one), Parameter::I16(other)) => one.cmp(other),
        (Parameter::I32(one), Parameter::I32(other)) => one.cmp(other),
        (Parameter::I64(one), Parameter::I64(other)) => one.cmp(other),
        (Parameter::F32(one), Parameter::F32(other)) => one.total_cmp(other),
        (Parameter::F64(one), Parameter::F64(other)) => one.total_cmp(other),
        // Both have the scale of the column.
        (Parameter::Decimal { digits: one, .. }, Parameter::Decimal { digits: other, .. }) => {
            one.cmp(other)
        }
        (Parameter::Text(one), Parameter::Text(other)) => one.cmp(other),
        (Parameter::Bytes(one), Parameter::Bytes(other)) => one.cmp(other),
        (Parameter::Uuid(one), Parameter::Uuid(other)) => one.cmp(other),
        (Parameter::Date(one), Parameter::Date(other)) => one.cmp(other),
        (Parameter::Time(one), Parameter::Time(other)) => one.cmp(other),
        (Parameter::DateTime(one), Parameter::DateTime(other))
        | (Parameter::Timestamp(one), Parameter::Timestamp(other)) => one.cmp(other),
        // Other values are never part of a key.
        _ => Ordering::Equal,
    }
}

/// The condition that a row has this primary key.
pub(crate) fn has_key(table: &'static Table, key: &[Parameter<'static>]) -> Node {
    let columns = table.primary_key.columns.iter();
    let equal = |(&column, value): (&u16, &Parameter<'static>)| {
        Node::Value(Name { table, column }, Comparison::Equal, value.clone())
    };
    Node::All(columns.zip(key).map(equal).collect())
}

/// The condition that a row has one of these primary keys.
pub(crate) fn has_one_of<M: Model>(keys: Vec<Vec<Parameter<'static>>>) -> Filter<M> {
    Filter::new(has_one_in(M::TABLE, M::TABLE.primary_key.columns, keys))
}

/// The condition that columns have one of these tuples of values.
pub(crate) fn has_one_in(
    table: &'static Table,
    columns: &[u16],
    tuples: Vec<Vec<Parameter<'static>>>,
) -> Node {
    let name = |column: &u16| Name {
        table,
        column: *column,
    };
    match columns {
        [column] => Node::In(name(column), tuples.into_iter().flatten().collect()),
        _ => Node::InTuples(columns.iter().map(name).collect(), tuples),
    }
}
