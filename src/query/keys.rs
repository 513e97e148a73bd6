//! Primary keys of rows: as conditions, and as what a row is known again by.

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
