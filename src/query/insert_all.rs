//! Inserts of many rows.

mod batch;
mod read_back;

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use super::insert::{Insert, IntoInsert, NewRow};
use super::selected::Reading;
use super::{Columns, Selection};
use crate::base::connection::driver::{Collect, Driver, Rows};
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::base::model::Model;

use batch::{Batch, Returned, Source};

/// New rows, all of which are inserted or none.
///
/// ```text
/// let count = User::insert_all(names.map(|name| NewUser { name })).execute(&db)?;
/// let ids: Vec<i64> = User::insert_all(rows).returning(User::ID).all(&db)?;
/// ```
///
/// An item is a `NewUser`, an [`Insert`](crate::Insert) with more columns set, or one
/// [`with`](crate::Insert::with) rows that belong to it. Rows may set
/// different columns, and still share a statement: one that leaves a column out says NULL if the
/// column has no default, and `DEFAULT` if it has one. SQLite has no `DEFAULT` for a value, so
/// there rows share a statement only as long as they set the same columns of those with a default;
/// everywhere, only as long as they set the same columns of the primary key.
///
/// They are taken from the iterator as they are sent, a few hundred in one statement, so there may
/// be more than memory holds. If one statement does not take them all, they are in a transaction;
/// or in a savepoint, if there is a transaction already, which goes on after an error. PostgreSQL
/// needs the savepoint for one statement, too. Rows with others below them are all in memory.
///
/// Nothing happens until one of its methods is given a connection.
#[must_use = "a statement does nothing until it is given a connection"]
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

    /// Inserts the rows, and returns their number, without related rows:
    /// `INSERT INTO "users" ("name") VALUES (?), (?), …`. For none, nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`](crate::Error::Unique), [`Error::ForeignKey`](crate::Error::ForeignKey) and
    /// [`Error::Check`](crate::Error::Check) if a row breaks a constraint; then none is inserted.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        I: Send + 'c,
        BelowOf<'a, M, I>: 'c,
        'a: 'c,
    {
        BelowOf::<'a, M, I>::count_all(self.rows, db)
    }

    /// Inserts the rows, and returns them as the database has them, in the order of the iterator.
    ///
    /// MySQL does not return rows, so there they are read by their keys. If it makes a key by an
    /// expression, such as a random UUID, every row is inserted by itself.
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

/// What is returned of each of the rows.
type RowOf<'a, M, I> = <<I as Iterator>::Item as NewRow<'a, M>>::Row;

/// What belongs to each of the rows.
type BelowOf<'a, M, I> = <<I as Iterator>::Item as NewRow<'a, M>>::Below;

impl<'a, M: Model, I: Iterator<Item: IntoInsert<'a, M>>> InsertAll<'a, M, I> {
    /// Returns columns of the new rows, such as their keys, instead of whole rows: a column, or a
    /// tuple of up to four.
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
    /// Without the rows, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertAll").finish_non_exhaustive()
    }
}

/// New rows, of which some columns are returned.
#[must_use = "a statement does nothing until it is given a connection"]
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
            let columns = Returned::Columns(self.columns.positions());
            let mut rows = Rows::new(Reading::<M, S>::new(self.columns));
            run(self.rows, &columns, Some(&mut rows), db.driver()).await?;
            Ok(rows.rows)
        })
    }
}

impl<M, I, S> fmt::Debug for Returning<'_, M, I, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returning").finish_non_exhaustive()
    }
}

/// What belongs to new rows of `M`: nothing, or a tuple of what belongs to them by each relation.
pub trait Below<M>: Sized + Send {
    /// A row with what belongs to it.
    type Row: Clone + Send + 'static;

    /// Inserts rows and what belongs to them, and returns them in their order.
    #[doc(hidden)]
    fn insert_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<Vec<Self::Row>>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
        Self: 'c,
        'a: 'c;

    /// Inserts rows and what belongs to them, and tells how many there were.
    #[doc(hidden)]
    fn count_all<'a, 'c, C, I>(rows: I, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        C: Connection,
        I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
        Self: 'c,
        'a: 'c;

    /// Inserts what belongs to rows that were inserted, in a transaction.
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

/// Inserts rows in a transaction, which has to be rolled back if it fails, and returns them.
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

/// Inserts the rows, and adds what they return to a collection.
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
    // After many statements a transaction goes on, so it does after one, too.
    let aborts = db.in_transaction() && db.dialect().errors_abort_transactions();
    if source.is_empty() && batch.is_one_statement() && !reads_back && !aborts {
        return batch.insert(returned, into, db).await;
    }
    // The first statement may have all of the memory that there is; the next come one by one.
    let tx = Level::begin_on(db, TransactionOptions::new()).await?;
    let inserted = run_batches(&mut source, &mut batch, returned, into, &tx).await;
    tx.finish(inserted).await
}

/// Inserts the rows of a batch, and those that come after them, in a transaction.
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
