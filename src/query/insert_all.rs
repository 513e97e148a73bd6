//! Inserts of many rows.

mod batch;
mod read_back;

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use tablewright_sql::Dialect;
use tablewright_sql::table::Type;
use tablewright_sql::unsigned::Unsigned;

use super::insert::{Insert, IntoInsert, NewRow};
use super::selected::Reading;
use super::{Columns, Selection};
use crate::base::connection::driver::{Collect, Decode, Driver, Rows};
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Result, counted};
use crate::base::model::{Model, Table};
use crate::base::value::Row;

use batch::{Batch, Returned, Source};

/// An insert of many rows, all or none.
///
/// ```text
/// let count = User::insert_all(names.map(|name| NewUser { name })).execute(&db)?;
/// let ids: Vec<i64> = User::insert_all(rows).returning(User::ID).all(&db)?;
/// ```
///
/// An item is a `NewUser`, an [`Insert`](crate::Insert) with more columns set, or an insert
/// [`with`](crate::Insert::with) related rows. Rows that set different columns share a statement:
/// an unset column is NULL, or `DEFAULT` if it has a default. Two kinds of rows need separate
/// statements: rows that set different columns of the primary key and, on SQLite, which has no
/// `DEFAULT` in `VALUES`, rows that set different columns with a default.
///
/// The iterator is read while statements are sent, a few hundred rows for each, so there may be
/// more rows than memory holds. Several statements run in a transaction, or in a savepoint within a
/// transaction, so that the outer transaction can continue after an error. PostgreSQL runs even a
/// single statement in a savepoint. Rows with related rows are all in memory.
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct InsertAll<'a, M, I> {
    rows: I,
    of: PhantomData<fn() -> (M, &'a ())>,
}

impl<'a, M: Model, I: Iterator<Item: NewRow<'a, M>>> InsertAll<'a, M, I> {
    /// The rows of an iterator: for generated code.
    #[doc(hidden)]
    pub fn new(rows: impl IntoIterator<IntoIter = I, Item = I::Item>) -> Self {
        InsertAll {
            rows: rows.into_iter(),
            of: PhantomData,
        }
    }

    /// Inserts the rows, and returns their number, without related rows: `INSERT INTO "users"
    /// ("name") VALUES (?), (?), …`. Without rows, nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`](crate::Error::Unique), [`Error::ForeignKey`](crate::Error::ForeignKey) and
    /// [`Error::Check`](crate::Error::Check) if a row violates a constraint; then none is inserted.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        I: Send + 'c,
        BelowOf<'a, M, I>: 'c,
        'a: 'c,
    {
        BelowOf::<'a, M, I>::count_all(self.rows, db)
    }

    /// Inserts the rows, and returns them as the database stores them, in the order of the
    /// iterator.
    ///
    /// MySQL returns no rows from an insert, so they are read by their keys. If the default of the
    /// key is an expression, such as a random UUID, each row is a statement.
    ///
    /// # Errors
    ///
    /// As [`execute`](InsertAll::execute).
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Vec<RowOf<'a, M, I>>>>
    where
        I: Send + 'c,
        BelowOf<'a, M, I>: 'c,
        'a: 'c,
    {
        BelowOf::<'a, M, I>::insert_all(self.rows, db)
    }
}

/// The returned value for each row.
type RowOf<'a, M, I> = <<I as Iterator>::Item as NewRow<'a, M>>::Row;

/// The new related rows of each row.
type BelowOf<'a, M, I> = <<I as Iterator>::Item as NewRow<'a, M>>::Below;

impl<'a, M: Model, I: Iterator<Item: IntoInsert<'a, M>>> InsertAll<'a, M, I> {
    /// Returns columns of the new rows, such as their keys, instead of whole rows: a column, or a
    /// tuple of up to sixteen.
    pub fn returning<S>(self, columns: S) -> Returning<'a, M, I, S>
    where
        S: Selection<M> + Columns<M>,
    {
        Returning {
            rows: self.rows,
            columns,
            of: PhantomData,
        }
    }
}

impl<M, I> fmt::Debug for InsertAll<'_, M, I> {
    /// Leaves out the rows, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertAll").finish_non_exhaustive()
    }
}

/// An insert of many rows that returns some columns.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct Returning<'a, M, I, S> {
    rows: I,
    columns: S,
    of: PhantomData<fn() -> (M, &'a ())>,
}

impl<'a, M, I, S> Returning<'a, M, I, S>
where
    M: Model,
    I: Iterator<Item: IntoInsert<'a, M>>,
    S: Selection<M> + Columns<M>,
{
    /// Inserts the rows, and returns the columns of each, in the order of the iterator:
    /// `INSERT INTO "users" ("name") VALUES (?), (?), … RETURNING "id"`.
    ///
    /// # Errors
    ///
    /// As [`InsertAll::execute`].
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Vec<S::Row>>>
    where
        I: Send + 'c,
        S: 'c,
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut columns = self.columns.positions();
            let number = number_beside(M::TABLE, &columns, db.driver().dialect());
            let mut rows = Rows::new(WithNumber {
                reading: Reading::<M, S>::new(self.columns),
                number: number.map(|_| columns.len()),
            });
            columns.extend(number);
            let columns = Returned::Columns(columns);
            run(self.rows, &columns, Some(&mut rows), db.driver()).await?;
            Ok(rows.rows)
        })
    }
}

/// The auto-increment column that has to be returned beside these columns, because the database may
/// count beyond the numbers that programs can read, and tells the number in no other way.
fn number_beside(table: &'static Table, columns: &[u16], dialect: Dialect) -> Option<u16> {
    let number = counted(table).filter(|_| dialect.returns_unread_numbers())?;
    let is_great = table.column(number).ty == Type::Unsigned(Unsigned::U64);
    (is_great && !columns.contains(&number)).then_some(number)
}

/// Reads a row, and checks that its number can be read, too.
#[derive(Clone)]
struct WithNumber<D> {
    reading: D,
    /// The position of the number in the row.
    number: Option<usize>,
}

impl<D: Decode> Decode for WithNumber<D> {
    type Item = D::Item;

    fn decode<R: Row>(&self, row: &R) -> Result<D::Item> {
        if let Some(position) = self.number {
            row.i64(position)?;
        }
        self.reading.decode(row)
    }
}

impl<M, I, S> fmt::Debug for Returning<'_, M, I, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returning").finish_non_exhaustive()
    }
}

/// The new related rows of rows of `M`: none, or a tuple of them for each relation.
pub trait Below<M>: Sized + Send {
    /// A row with its related rows.
    type Row: Clone + Send + 'static;

    /// Inserts rows and their related rows, and returns them in their order.
    #[doc(hidden)]
    fn insert_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<Vec<Self::Row>>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
        Self: 'c,
        'a: 'c;

    /// Inserts rows and their related rows, and returns the number of rows.
    #[doc(hidden)]
    fn count_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
        Self: 'c,
        'a: 'c;

    /// Inserts the related rows of inserted rows, in a transaction.
    #[doc(hidden)]
    fn attach<D: Driver>(
        all: Vec<Self>,
        rows: Vec<M>,
        db: &D,
    ) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

impl<M: Model> Below<M> for () {
    type Row = M;

    fn insert_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<Vec<M>>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = ()>> + Send + 'c,
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut inserted: Vec<M> = Vec::new();
            run(rows, &Returned::All, Some(&mut inserted), db.driver()).await?;
            Ok(inserted)
        })
    }

    fn count_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = ()>> + Send + 'c,
        'a: 'c,
    {
        C::Mode::finish(async move {
            let into: Option<&mut Vec<M>> = None;
            run(rows, &Returned::Nothing, into, db.driver()).await
        })
    }

    async fn attach<D: Driver>(_: Vec<()>, rows: Vec<M>, _: &D) -> Result<Vec<M>> {
        Ok(rows)
    }
}

/// Inserts rows in a transaction, which must be rolled back if this fails, and returns them.
pub(crate) async fn insert_within<M: Model, D: Driver>(
    rows: Vec<Insert<'_, M>>,
    db: &D,
) -> Result<Vec<M>> {
    let mut source = Source::new(rows.into_iter());
    let mut batch = Batch::new(M::TABLE, db.dialect());
    let mut inserted: Vec<M> = Vec::new();
    let has_rows = batch.fill(&mut source);
    source.validate()?;
    if has_rows {
        run_batches(
            &mut source,
            &mut batch,
            &Returned::All,
            Some(&mut inserted),
            db,
        )
        .await?;
    }
    Ok(inserted)
}

/// Inserts the rows, and adds the returned values to a collection.
async fn run<'a, M, I, D, K>(
    rows: I,
    returned: &Returned,
    into: Option<&mut K>,
    db: &D,
) -> Result<u64>
where
    M: Model,
    I: Iterator<Item: NewRow<'a, M, Below = ()>> + Send,
    D: Driver,
    K: Collect,
{
    let mut source = Source::<M, I>::new(rows);
    let mut batch = Batch::new(M::TABLE, db.dialect());
    let has_rows = batch.fill(&mut source);
    source.validate()?;
    if !has_rows {
        return Ok(0);
    }
    let reads_back = into.is_some() && !db.dialect().returns_inserted();
    // A transaction can continue after several statements fail, so it can after one, too.
    let aborts = db.in_transaction() && db.dialect().errors_abort_transactions();
    if source.is_empty() && batch.is_one_statement() && !reads_back && !aborts {
        return batch.insert(returned, into, db).await;
    }
    // One batch at a time is in memory.
    let tx = Level::begin_on(db, TransactionOptions::new()).await?;
    let inserted = run_batches(&mut source, &mut batch, returned, into, &tx).await;
    tx.finish(inserted).await
}

/// Inserts the rows of a batch, and all later rows, in a transaction.
async fn run_batches<'a, M, I, D, K>(
    source: &mut Source<'a, M, I>,
    batch: &mut Batch<'a>,
    returned: &Returned,
    mut into: Option<&mut K>,
    db: &D,
) -> Result<u64>
where
    M: Model,
    I: Iterator<Item: NewRow<'a, M, Below = ()>> + Send,
    D: Driver,
    K: Collect,
{
    let mut count = 0;
    loop {
        count += match &mut into {
            Some(into) if !db.dialect().returns_inserted() => {
                read_back::insert::<M, _, _>(batch, returned, *into, db).await?
            }
            Some(into) => batch.insert(returned, Some(*into), db).await?,
            None => batch.insert(returned, None::<&mut K>, db).await?,
        };
        let has_rows = batch.fill(source);
        source.validate()?;
        if !has_rows {
            return Ok(count);
        }
    }
}
