//! Batches of rows, and the statements that insert them.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};

use smallvec::SmallVec;
use tablewright_sql::words::columns;
use tablewright_sql::{Dialect, Op, Word};

use crate::base::connection::driver::{Collect, Driver};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink, Statement, Values};
use crate::base::value::parameter::Parameter;
use crate::query::insert::{NewRow, of_insert};

/// The most rows of one statement on a server. More rows are not faster.
const ROWS: usize = 256;
/// The most rows of one statement on SQLite, where a statement needs no round trip.
const SQLITE_ROWS: usize = 128;
/// Up to this number, SQLite gets all rows of a batch in one statement.
const SQLITE_FEW: usize = 16;
/// The approximate size limit of the values in one statement, unless it has one row. It is far
/// below the limits of servers.
const BYTES: usize = 512 * 1024;

/// The returned values of each row.
pub(super) enum Returned {
    Nothing,
    All,
    Columns(Vec<u16>),
}

impl Returned {
    /// Emits the words after an insert.
    fn walk<'w, S: Sink<'w>>(&self, to: &mut S) {
        match self {
            Returned::Nothing => {}
            Returned::All => to.op(Op::ReturningAll, 0),
            Returned::Columns(columns) => {
                to.op(Op::Returning, columns.len() as u32);
                for column in columns {
                    to.op(Op::Column, (*column).into());
                }
            }
        }
    }

    /// Emits the words of a query's selection.
    pub fn walk_projection<'w, S: Sink<'w>>(&self, to: &mut S) {
        match self {
            Returned::Nothing => {}
            Returned::All => to.op(Op::AllColumns, 0),
            Returned::Columns(columns) => {
                to.op(Op::Selection, columns.len() as u32);
                for column in columns {
                    to.op(Op::Column, (*column).into());
                }
            }
        }
    }
}

/// The remaining rows of the iterator.
pub(super) struct Source<'a, M, I> {
    from: I,
    /// The next row, if there is one.
    next: Values<'a>,
    is_empty: bool,
    /// The error of a row that cannot be inserted.
    failed: Option<Error>,
    of: PhantomData<fn() -> M>,
}

impl<'a, M: Model, I: Iterator<Item: NewRow<'a, M, Below = ()>>> Source<'a, M, I> {
    pub fn new(from: I) -> Self {
        let mut source = Source {
            from,
            next: Values::new(M::TABLE),
            is_empty: false,
            failed: None,
            of: PhantomData,
        };
        source.advance();
        source
    }

    /// Returns the validation errors of the rows so far, before they are sent.
    pub fn validate(&mut self) -> Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Whether there are no more rows.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Moves the values of the next row to a batch, and reads the row after it.
    fn take_to(&mut self, batch: &mut Batch<'a>) {
        if self.next.columns().eq(batch.columns.iter().copied()) {
            self.next.append_to(&mut batch.values);
        } else {
            let set: SmallVec<[u16; 8]> = self.next.columns().collect();
            let mut row = Vec::with_capacity(set.len());
            self.next.append_to(&mut row);
            let mut values = row.into_iter();
            for column in batch.columns.clone() {
                match set.contains(&column).then(|| values.next()).flatten() {
                    Some(value) => batch.values.push(value),
                    None => batch.leave_unset(column),
                }
            }
        }
        batch.rows += 1;
        self.advance();
    }

    /// The least number of rows that remain.
    fn least_rows(&self) -> usize {
        self.from.size_hint().0.saturating_add(1)
    }

    fn advance(&mut self) {
        match self.from.next() {
            Some(row) => {
                row.tell(&mut self.next);
                M::defaults(&mut self.next);
                if let Err(errors) = self.next.validate::<M>() {
                    self.failed = Some(errors.into());
                    self.is_empty = true;
                }
            }
            None => self.is_empty = true,
        }
    }
}

/// Rows that are sent in one statement or several.
///
/// Rows may set different columns. An unset column without a default is NULL; one with a default is
/// `DEFAULT`, if the database supports that in `VALUES`. So rows keep their order, which decides
/// the order of keys and triggers.
pub(super) struct Batch<'a> {
    table: &'static Table,
    dialect: Dialect,
    columns: SmallVec<[u16; 8]>,
    /// The columns and the values, row by row.
    values: Vec<(u16, Parameter<'a>)>,
    /// The indexes of the values that are `DEFAULT`, ascending.
    unset: Vec<usize>,
    rows: usize,
    /// Whether one statement inserts all rows.
    whole: bool,
}

impl<'a> Batch<'a> {
    pub fn new(table: &'static Table, dialect: Dialect) -> Self {
        Batch {
            table,
            dialect,
            columns: SmallVec::new(),
            values: Vec::new(),
            unset: Vec::new(),
            rows: 0,
            whole: true,
        }
    }

    /// Takes as many rows as one batch can have; false if none are left.
    pub fn fill<M: Model, I: Iterator<Item: NewRow<'a, M, Below = ()>>>(
        &mut self,
        source: &mut Source<'a, M, I>,
    ) -> bool {
        self.values.clear();
        self.unset.clear();
        self.columns.clear();
        self.rows = 0;
        if source.is_empty() {
            return false;
        }
        self.columns.extend(source.next.columns());
        let most = self.most_rows(self.columns.len());
        let least = source.least_rows().min(most);
        self.values.reserve(least * self.columns.len());
        let mut bytes = 0;
        while !source.is_empty() {
            let row = &source.next;
            bytes += row.iter().map(|(_, value)| size(value)).sum::<usize>();
            if self.rows > 0 && (bytes > BYTES || !self.takes(row)) {
                break;
            }
            source.take_to(self);
        }
        // If the same number of rows is inserted repeatedly, as by pages, the whole batch is one
        // prepared statement.
        let last = last_rows(self.table).swap(self.rows, Ordering::Relaxed);
        self.whole =
            self.dialect != Dialect::Sqlite || self.rows <= SQLITE_FEW || self.rows == last;
        true
    }

    /// Whether the batch can take a row. If the row sets more columns, the batch gets these
    /// columns.
    fn takes(&mut self, row: &Values<'_>) -> bool {
        if row.columns().eq(self.columns.iter().copied()) {
            return self.rows < self.most_rows(self.columns.len());
        }
        let mut columns = self.columns.clone();
        for column in row.columns() {
            if let Err(position) = columns.binary_search(&column) {
                columns.insert(position, column);
            }
        }
        let is_in_both = |column: &u16| self.columns.contains(column) && row.get(*column).is_some();
        let joins = self.rows < self.most_rows(columns.len())
            && columns
                .iter()
                .all(|column| is_in_both(column) || self.may_be_unset(*column));
        if joins && columns.len() > self.columns.len() {
            self.widen(columns);
        }
        joins
    }

    /// Whether a statement that names the column can have a row that leaves it unset.
    fn may_be_unset(&self, index: u16) -> bool {
        let column = self.table.column(index);
        use tablewright_sql::table::Source;
        match column.source {
            Source::Input => column.nullable,
            // MySQL does not return the row, so its key must be known.
            Source::Default(_) => {
                self.dialect.has_default_values()
                    && !self.table.primary_key.columns.contains(&index)
            }
            Source::Identity | Source::Generated => false,
        }
    }

    /// Adds an unset value.
    fn leave_unset(&mut self, column: u16) {
        if self.table.column(column).source != tablewright_sql::table::Source::Input {
            self.unset.push(self.values.len());
        }
        self.values.push((column, Parameter::Null));
    }

    /// Adds columns, which are unset in the rows so far.
    #[cold]
    fn widen(&mut self, columns: SmallVec<[u16; 8]>) {
        let before = std::mem::replace(&mut self.columns, columns);
        let mut values = std::mem::take(&mut self.values).into_iter().enumerate();
        let unset = std::mem::take(&mut self.unset);
        self.values.reserve(self.rows * self.columns.len());
        for _ in 0..self.rows {
            for column in self.columns.clone() {
                match before.contains(&column).then(|| values.next()).flatten() {
                    Some((cell, value)) if unset.binary_search(&cell).is_err() => {
                        self.values.push(value);
                    }
                    Some(_) | None => self.leave_unset(column),
                }
            }
        }
    }

    fn most_rows(&self, columns: usize) -> usize {
        if columns == 0 {
            return 1;
        }
        let most = match self.dialect {
            Dialect::Sqlite => SQLITE_ROWS,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => ROWS,
        };
        most.min(self.dialect.most_parameters() / columns)
    }

    /// Whether one statement inserts all rows.
    pub fn is_one_statement(&self) -> bool {
        self.whole
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> &[u16] {
        &self.columns
    }

    /// The columns of one row that are not `DEFAULT`, and their values.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (u16, &Parameter<'a>)> {
        let width = self.columns.len();
        let cells = row * width..(row + 1) * width;
        let values = cells.clone().zip(&self.values[cells]);
        let is_set = |cell: &usize| self.unset.binary_search(cell).is_err();
        values
            .filter(move |(cell, _)| is_set(cell))
            .map(|(_, (column, value))| (*column, value))
    }

    /// The statement that inserts some of the rows.
    pub fn piece<'b>(
        &'b self,
        rows: std::ops::Range<usize>,
        returned: &'b Returned,
    ) -> Piece<'b, 'a> {
        let width = self.columns.len();
        let cells = rows.start * width..rows.end * width;
        let unset = self.unset.partition_point(|cell| *cell < cells.start);
        let unset = &self.unset[unset..];
        Piece {
            table: self.table,
            columns: &self.columns,
            first: cells.start,
            unset: &unset[..unset.partition_point(|cell| *cell < cells.end)],
            values: &self.values[cells],
            rows: rows.len(),
            returned,
        }
    }

    /// The error of inserting the rows.
    pub fn failed(&self, error: Error) -> Error {
        of_insert(
            error,
            self.table,
            self.dialect,
            self.columns.iter().copied(),
        )
    }

    /// Inserts the rows.
    pub async fn insert<D: Driver, K: Collect>(
        &self,
        returned: &Returned,
        mut into: Option<&mut K>,
        db: &D,
    ) -> Result<u64> {
        let mut done = 0;
        while done < self.rows {
            let left = self.rows - done;
            let rows = if self.whole { left } else { piece(left) };
            let statement = self.piece(done..done + rows, returned);
            let inserted = match &mut into {
                Some(into) => db.fetch(&statement, *into).await,
                None => db.execute(&statement).await.map(drop),
            };
            inserted.map_err(|error| self.failed(error))?;
            done += rows;
        }
        Ok(done as u64)
    }
}

/// The number of rows in the last batch of a table. Several tables may share a counter.
fn last_rows(table: &'static Table) -> &'static AtomicUsize {
    static LAST: [AtomicUsize; 64] = [const { AtomicUsize::new(0) }; 64];
    let address = std::ptr::from_ref(table).addr();
    &LAST[address / align_of::<Table>() % LAST.len()]
}

/// A number of rows that is a power of two, so that SQLite often finds a prepared statement.
///
/// Preparing a statement for another number of rows takes about as long as inserting the rows.
fn piece(left: usize) -> usize {
    if left > SQLITE_FEW {
        1 << left.ilog2()
    } else {
        left
    }
}

/// The approximate size of a value.
fn size(value: &Parameter<'_>) -> usize {
    4 + match value {
        Parameter::Null | Parameter::Invalid(_) => 0,
        Parameter::Bool(_) => 1,
        Parameter::I16(_) => 2,
        Parameter::I32(_) | Parameter::F32(_) => 4,
        Parameter::I64(_) | Parameter::F64(_) => 8,
        Parameter::Decimal { .. }
        | Parameter::Uuid(_)
        | Parameter::Date(_)
        | Parameter::Time(_)
        | Parameter::DateTime(_)
        | Parameter::Timestamp(_) => 16,
        Parameter::Text(text) => text.len(),
        Parameter::Bytes(bytes) => bytes.len(),
        Parameter::Json(text) => text.len(),
        Parameter::List(items) => items.iter().map(size).sum(),
    }
}

/// `INSERT INTO … VALUES (…), (…)`
pub(super) struct Piece<'b, 'a> {
    table: &'static Table,
    columns: &'b [u16],
    values: &'b [(u16, Parameter<'a>)],
    /// The index of its first value in the batch.
    first: usize,
    /// The indexes in the batch of the values that are `DEFAULT`.
    unset: &'b [usize],
    rows: usize,
    returned: &'b Returned,
}

impl<'b, 'a> Piece<'b, 'a> {
    /// A statement for one row that returns nothing.
    pub fn of_one(
        table: &'static Table,
        columns: &'b [u16],
        values: &'b [(u16, Parameter<'a>)],
    ) -> Self {
        Piece {
            table,
            columns,
            values,
            first: 0,
            unset: &[],
            rows: 1,
            returned: &Returned::Nothing,
        }
    }
}

impl Statement for Piece<'_, '_> {
    fn table(&self) -> &'static Table {
        self.table
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Insert, self.rows as u32);
        to.word(Word::Table(self.table));
        columns(self.columns.iter().copied(), to);
        for cell in self.unset {
            to.op(Op::Unset, (cell - self.first) as u32);
        }
        if S::BINDS {
            let table = self.table;
            let mut unset = self.unset.iter().peekable();
            for (cell, (column, value)) in (self.first..).zip(self.values) {
                let column = *column;
                if unset.next_if_eq(&&cell).is_none() {
                    to.parameter(Name { table, column }, value);
                }
            }
        }
        self.returned.walk(to);
    }
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn sqlite_gets_few_numbers_of_rows() {
        let pieces = |mut left: usize| {
            let mut pieces = Vec::new();
            while left > 0 {
                pieces.push(piece(left));
                left -= piece(left);
            }
            pieces
        };
        assert_eq!(pieces(100), [64, 32, 4]);
        assert_eq!(pieces(10), [10]);
        assert_eq!(pieces(40), [32, 8]);
        assert!(pieces(0).is_empty());
    }
}
