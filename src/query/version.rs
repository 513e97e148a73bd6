//! Versions of rows, which show whether another session changed a row since it was read.

use tablewright_sql::words::{Comparison, compare};
use tablewright_sql::{Op, Word};

use super::keys::{has_key, key_of, values_of};
use super::{Filter, Node};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result, Stale};
use crate::base::model::{FromRow, Model, Table, Versioned};
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::Row;
use crate::base::value::parameter::Parameter;

/// The condition on a row as it was read, and its key.
pub(super) fn filter<M: Versioned>(row: &M) -> (Filter<M>, Vec<Parameter<'static>>) {
    let key = key_of(row);
    let mut nodes = vec![has_key(M::TABLE, &key)];
    if let Some(column) = M::VERSION {
        let table = M::TABLE;
        for version in values_of(row, &[column]) {
            nodes.push(Node::Value(
                Name { table, column },
                Comparison::Equal,
                version,
            ));
        }
    }
    (Filter::new(Node::All(nodes)), key)
}

/// The error of a row that was not changed: it has another version, or does not exist.
#[cold]
pub(crate) async fn missing<M: Model, D: Driver>(row: &M, db: &D) -> Error {
    if M::VERSION.is_none() {
        return Error::NotFound(M::TABLE.name);
    }
    missing_key::<M, D>(&key_of(row), db).await
}

/// The same as [`missing`], for a row that may be deleted.
#[cold]
pub(crate) async fn missing_or_deleted<M: Model, D: Driver>(row: &M, db: &D) -> Error {
    match M::VERSION {
        None => Error::NotFound(M::TABLE.name),
        Some(_) => look::<M, D>(&key_of(row), None, db).await,
    }
}

/// The same as [`missing`], by the key of the row.
#[cold]
pub(super) async fn missing_key<M: Model, D: Driver>(key: &[Parameter<'static>], db: &D) -> Error {
    look::<M, D>(key, M::DELETED, db).await
}

#[cold]
async fn look<M: Model, D: Driver>(
    key: &[Parameter<'static>],
    deleted: Option<u16>,
    db: &D,
) -> Error {
    let find = Find {
        table: M::TABLE,
        deleted,
        key,
    };
    let mut found: Option<Found> = None;
    match db.fetch(&find, &mut found).await {
        Ok(()) if found.is_some() => Error::Stale(Box::new(Stale {
            table: M::TABLE.name,
            columns: M::TABLE.names(M::TABLE.primary_key.columns).collect(),
        })),
        Ok(()) => Error::NotFound(M::TABLE.name),
        Err(error) => error,
    }
}

/// Tests whether a row with a key exists and is not deleted.
struct Find<'k> {
    table: &'static Table,
    deleted: Option<u16>,
    key: &'k [Parameter<'static>],
}

impl Statement for Find<'_> {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let columns = self.table.primary_key.columns;
        to.op(Op::Found, 0);
        to.word(Word::Table(self.table));
        let others = u32::from(self.deleted.is_some());
        to.op(Op::Where, columns.len() as u32 + others);
        for (&column, value) in columns.iter().zip(self.key) {
            to.op(Op::CompareValue, compare(Comparison::Equal, column));
            let table = self.table;
            to.parameter(Name { table, column }, value);
        }
        if let Some(column) = self.deleted {
            to.op(Op::IsNull, column.into());
        }
    }
}

/// A row whose values are not read.
struct Found;

impl FromRow for Found {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(_: &R) -> Result<Self> {
        Ok(Found)
    }
}
