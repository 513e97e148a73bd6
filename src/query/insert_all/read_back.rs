//! Inserts on a database that does not return rows. The rows are read by their keys.

use tablewright_sql::words::rounded;
use tablewright_sql::{Op, Word};

use super::batch::{Batch, Returned};
use crate::base::connection::driver::{Collect, Decode, Driver};
use crate::base::error::Result;
use crate::base::model::{FromRow, Model, Table};
use crate::base::statement::{Name, Raw, Sink, Statement, Values};
use crate::base::value::Row;
use crate::base::value::parameter::Parameter;
use crate::query::insert::{has_default, not_read, set_key_defaults};
use crate::query::insert_all::batch::Piece;

/// Inserts the rows of a batch, and adds the returned values to a collection.
pub(super) async fn insert<M: Model, D: Driver, K: Collect>(
    batch: &Batch<'_>,
    returned: &Returned,
    into: &mut K,
    db: &D,
) -> Result<u64> {
    let key = M::TABLE.primary_key.columns;
    let is_set = |column: &u16| batch.columns().contains(column);
    let from_default = |column: &u16| !is_set(column) && has_default(M::TABLE, *column);
    if key.iter().any(from_default) {
        // Each default is queried before its row is inserted.
        for row in 0..batch.rows() {
            let mut values = Values::new(M::TABLE);
            for (column, value) in batch.row(row) {
                values.set(column, value.clone());
            }
            insert_one::<M, _, _>(values, returned, into, db).await?;
        }
        return Ok(batch.rows() as u64);
    }
    let inserted = db
        .execute(&batch.piece(0..batch.rows(), &Returned::Nothing))
        .await;
    inserted.map_err(|error| batch.failed(error))?;
    let mut keys: Vec<Vec<Parameter<'static>>> = Vec::with_capacity(batch.rows());
    let numbers = match key.iter().all(is_set) {
        true => Numbers(0, 0),
        false => numbers::<M, D>(db).await?,
    };
    for row in 0..batch.rows() {
        let part = |column: &u16| match batch.row(row).find(|(set, _)| set == column) {
            Some((_, value)) => value.clone().into_owned(),
            None => Parameter::I64(numbers.0 + row as i64 * numbers.1),
        };
        keys.push(key.iter().map(part).collect());
    }
    read::<M, _, _>(keys, returned, into, db).await?;
    Ok(batch.rows() as u64)
}

/// Inserts a row with a key whose default is queried first.
async fn insert_one<M: Model, D: Driver, K: Collect>(
    mut values: Values<'_>,
    returned: &Returned,
    into: &mut K,
    db: &D,
) -> Result<()> {
    set_key_defaults(&mut values, db).await?;
    let columns: Vec<u16> = values.columns().collect();
    db.execute(&Piece::of_one(M::TABLE, &columns, values.as_slice()))
        .await?;
    let key = M::TABLE.primary_key.columns.iter();
    let key = key.map(|column| values.get(*column).cloned().unwrap_or(Parameter::Null));
    let key = key.map(Parameter::into_owned).collect();
    read::<M, _, _>(vec![key], returned, into, db).await
}

/// The auto-increment number of the first row, and the step to the next one.
///
/// InnoDB knows the number of rows when the statement begins. It reserves all numbers at once, in
/// one sequence, whatever other sessions do.
async fn numbers<M: Model, D: Driver>(db: &D) -> Result<Numbers> {
    let sql = "SELECT CAST(last_insert_id() AS SIGNED), \
               CAST(@@auto_increment_increment AS SIGNED)";
    let mut found: Option<Numbers> = None;
    db.fetch(&Raw::new(sql, &[]).about(M::TABLE), &mut found)
        .await?;
    found.ok_or_else(not_read::<M>)
}

struct Numbers(i64, i64);

impl FromRow for Numbers {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Numbers(row.get(0)?, row.get(1)?))
    }
}

/// Reads rows by their keys, in this order.
async fn read<M: Model, D: Driver, K: Collect>(
    mut keys: Vec<Vec<Parameter<'static>>>,
    returned: &Returned,
    into: &mut K,
    db: &D,
) -> Result<()> {
    let wanted = keys.len();
    // The query finds a repeated key only once.
    if let Some(last) = keys.last().cloned() {
        keys.resize(rounded(wanted), last);
    }
    let statement = ReadBack {
        table: M::TABLE,
        keys: &keys,
        returned,
    };
    let mut counted = Counted { rows: 0, into };
    db.fetch(&statement, &mut counted).await?;
    if counted.rows == wanted {
        Ok(())
    } else {
        Err(not_read::<M>())
    }
}

/// `SELECT … WHERE ("id" = ?) OR … ORDER BY CASE …`
struct ReadBack<'k> {
    table: &'static Table,
    keys: &'k [Vec<Parameter<'static>>],
    returned: &'k Returned,
}

impl Statement for ReadBack<'_> {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::ReadBack, self.keys.len() as u32);
        to.word(Word::Table(self.table));
        self.returned.walk_projection(to);
        // A key is in the condition and, if there are several keys, in the order.
        let times = if self.keys.len() > 1 { 2 } else { 1 };
        for _ in 0..times {
            for key in self.keys {
                let columns = self.table.primary_key.columns;
                for (&column, value) in columns.iter().zip(key) {
                    let table = self.table;
                    to.parameter(Name { table, column }, value);
                }
            }
        }
    }
}

/// Counts the rows that a collection receives.
struct Counted<'k, K> {
    rows: usize,
    into: &'k mut K,
}

impl<K: Collect> Collect for Counted<'_, K> {
    type Decode = K::Decode;

    fn decoder(&self) -> K::Decode {
        self.into.decoder()
    }

    fn push(&mut self, row: <K::Decode as Decode>::Item) -> bool {
        self.rows += 1;
        self.into.push(row)
    }
}
