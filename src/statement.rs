//! Statements as values: they say what to do, and a connection does it.

use std::marker::PhantomData;

use crate::connection::{Collect, Connection, Params, Query, Structs, Text};
use crate::model::{FromRow, Insert, Model, Table, Versioned};
use crate::query::render::{Built, Renderer};
use crate::query::{
    Filter, IntoOrder, Lock, Paged, Selected, Selection, Shape, Shaped, Sorting, Strength, Term,
    Update, Wait, missing,
};
use crate::sql::{Lookup, Sql};
use crate::value::{Binder, Row};
use crate::{Dialect, Error, Result};

pub use crate::arg::Arg;

/// The rows of `M` that a key picks out, or all of them.
///
/// Nothing happens until one of its methods is given a connection.
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Select<'a, M> {
    lookup: &'static Lookup,
    args: Args<'a>,
    /// What was added at run time; without it nothing is put together.
    shape: Option<Box<Shape>>,
    of: PhantomData<fn() -> M>,
}

impl<'a, M: Model> Select<'a, M> {
    /// The rows that a lookup picks out with these parameters: for generated code.
    #[inline]
    pub fn new<const N: usize>(lookup: &'static Lookup, args: [Arg<'a>; N]) -> Self {
        Select {
            lookup,
            args: Args::from(args),
            shape: None,
            of: PhantomData,
        }
    }

    /// Only the rows for which the condition holds, too.
    pub fn filter(mut self, filter: Filter<M>) -> Self {
        self.shape().filters.push(filter.into_node());
        self
    }

    /// The rows in this order: `order_by(User::NAME.asc())`, or several in an array, of which the
    /// later ones decide among rows that are alike in the earlier. Called again, it adds to them.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        let keys = order.into_orders().map(|order| order.key);
        self.shape().order.add(keys);
        self
    }

    /// The rows in no order, as the database finds them, without the `ORDER BY` of the primary key: it can be quicker where
    /// there are many. What was said of the order before is gone.
    pub fn unordered(mut self) -> Self {
        self.shape().order = Sorting::Not;
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.shape().limit = Some(rows);
        self
    }

    /// Without the first rows, so many of them.
    pub fn offset(mut self, rows: u64) -> Self {
        self.shape().offset = Some(rows);
        self
    }

    /// Columns and aggregates of these rows, instead of whole ones: a column, `count()`, or a tuple
    /// of up to eight of them.
    pub fn select<S: Selection<M>>(self, selection: S) -> Selected<'a, M, S> {
        Selected::new(self, selection)
    }

    /// A page of so many rows: the first, or the one that follows another, whose
    /// [`next`](crate::query::Page::next) is given.
    pub fn page(self, after: Option<&str>, size: u64) -> Paged<'a, M>
    where
        M: Sync,
    {
        Paged::new(self, after, size)
    }

    /// Locks the rows until the end of the transaction, so that nobody else changes or locks them:
    /// `FOR UPDATE`. On SQLite a transaction that writes has the whole database for itself.
    pub fn for_update(self) -> Self {
        self.lock(Strength::Update)
    }

    /// Locks the rows until the end of the transaction, so that nobody else changes them:
    /// `FOR SHARE`. On SQLite a transaction that writes has the whole database for itself.
    pub fn for_share(self) -> Self {
        self.lock(Strength::Share)
    }

    /// Leaves out rows that somebody else has locked, instead of waiting: `SKIP LOCKED`. It locks
    /// as [`for_update`](Select::for_update) does, unless something else was said before.
    pub fn skip_locked(self) -> Self {
        self.wait(Wait::Skip)
    }

    /// Fails with [`Error::Busy`] where somebody else has locked a row, instead of waiting:
    /// `NOWAIT`. It locks as [`for_update`](Select::for_update) does, unless something else was
    /// said before.
    pub fn no_wait(self) -> Self {
        self.wait(Wait::Not)
    }

    /// A change of these rows, and of no others.
    pub fn update(self) -> Update<'a, M> {
        Update::new(self)
    }

    fn lock(mut self, strength: Strength) -> Self {
        let shape = self.shape();
        let wait = shape.lock.map_or(Wait::ForIt, |lock| lock.wait);
        shape.lock = Some(Lock { strength, wait });
        self
    }

    fn wait(mut self, wait: Wait) -> Self {
        let shape = self.shape();
        let strength = shape.lock.map_or(Strength::Update, |lock| lock.strength);
        shape.lock = Some(Lock { strength, wait });
        self
    }

    pub(crate) fn shape(&mut self) -> &mut Shape {
        self.shape.get_or_insert_default()
    }

    /// The first of the rows.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is none.
    #[inline]
    pub fn one<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<M>>
    where
        'a: 'c,
        M: 'c,
    {
        // Here and not in a function: a future within the future would move the row once more.
        C::finish(async move {
            let mut row = None;
            self.first(db, &mut row).await?;
            row.ok_or(Error::NotFound(M::MODEL.name))
        })
    }

    /// The first of the rows, or `None`.
    #[inline]
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Option<M>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move {
            let mut row = None;
            self.first(db, &mut row).await?;
            Ok(row)
        })
    }

    /// All of the rows.
    #[inline]
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Vec<M>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_all(db).await })
    }

    /// Calls a function with each of the rows, one after the other as the database gives them, and
    /// tells how many there were. There may be more than memory holds.
    ///
    /// The function must not use the connection that the rows come from; on a pool it may use the
    /// pool.
    ///
    /// # Errors
    ///
    /// What the function returns ends it.
    pub fn for_each<'c, C: Connection>(
        self,
        db: &'c C,
        f: impl FnMut(M) -> Result<()> + Send + 'c,
    ) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move {
            let mut each = Each {
                f,
                rows: 0,
                end: Ok(()),
                of: PhantomData,
            };
            self.fetch(db, &mut each).await?;
            each.end.map(|()| each.rows)
        })
    }

    /// How many rows there are.
    #[inline]
    pub fn count<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_count(db).await })
    }

    /// Whether there is a row.
    #[inline]
    pub fn exists<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<bool>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_exists(db).await })
    }

    /// Deletes the rows, and tells how many there were.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignKey`] where a row is referred to by one that would be left behind.
    #[inline]
    pub fn delete<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_delete(db).await })
    }

    // These borrow the statement, because a future that takes it moves it once more.

    #[inline]
    pub(crate) async fn run_all<C: Connection>(&self, db: &C) -> Result<Vec<M>> {
        let mut rows = Vec::new();
        self.fetch(db, &mut rows).await?;
        Ok(rows)
    }

    pub(crate) async fn run_exists<C: Connection>(&self, db: &C) -> Result<bool> {
        let exists = match &self.shape {
            None => number::<M, C>(&self.lookup.exists, &self.args, db).await?,
            Some(shape) => {
                let (text, args) = self.shaped(shape, db.dialect()).exists()?;
                built_number::<M, C>(&text, &args, db).await?
            }
        };
        Ok(exists != 0)
    }

    pub(crate) async fn run_count<C: Connection>(&self, db: &C) -> Result<u64> {
        let count = match &self.shape {
            None => number::<M, C>(&self.lookup.count, &self.args, db).await?,
            Some(shape) => {
                let (text, args) = self.shaped(shape, db.dialect()).count()?;
                built_number::<M, C>(&text, &args, db).await?
            }
        };
        Ok(count.unsigned_abs())
    }

    async fn run_delete<C: Connection>(&self, db: &C) -> Result<u64> {
        match &self.shape {
            None => {
                db.execute(query::<M>(&self.lookup.delete), &self.args)
                    .await
            }
            Some(shape) => {
                let (text, args) = self.shaped(shape, db.dialect()).delete()?;
                db.execute(built::<M>(&text), &args).await
            }
        }
    }

    /// Deletes the rows that the filters pick out, also where they would only be marked.
    pub(crate) async fn run_purge<C: Connection>(&self, db: &C) -> Result<u64> {
        let none = Shape::default();
        let shape = self.shape.as_deref().unwrap_or(&none);
        let (text, args) = self.shaped(shape, db.dialect()).purge()?;
        db.execute(built::<M>(&text), &args).await
    }

    pub(crate) async fn run_update<C: Connection>(
        &self,
        sets: &[(&'static str, Term)],
        db: &C,
    ) -> Result<u64> {
        let none = Shape::default();
        let shape = self.shape.as_deref().unwrap_or(&none);
        let (text, args) = self.shaped(shape, db.dialect()).update(sets)?;
        db.execute(built::<M>(&text), &args).await
    }

    /// The first row: where a key picks out the rows, there is no other.
    #[inline]
    pub(crate) async fn first<C: Connection>(&self, db: &C, rows: &mut impl Collect) -> Result<()> {
        if self.shape.is_none() && !matches!(self.args, Args::None) {
            return self.fetch(db, rows).await;
        }
        self.first_of_many(db, rows).await
    }

    async fn first_of_many<C: Connection>(&self, db: &C, rows: &mut impl Collect) -> Result<()> {
        let mut shape = self.shape.as_deref().cloned().unwrap_or_default();
        shape.limit = Some(shape.limit.unwrap_or(1).min(1));
        let (text, args) = self.shaped(&shape, db.dialect()).select()?;
        db.fetch(built::<M>(&text), &args, rows).await
    }

    #[inline]
    pub(crate) async fn fetch<C: Connection>(&self, db: &C, rows: &mut impl Collect) -> Result<()> {
        match &self.shape {
            None => {
                let query = query::<M>(&self.lookup.select);
                db.fetch(query, &self.args, rows).await
            }
            Some(shape) => self.fetch_shaped(shape, db, rows).await,
        }
    }

    async fn fetch_shaped<C: Connection>(
        &self,
        shape: &Shape,
        db: &C,
        rows: &mut impl Collect,
    ) -> Result<()> {
        let (text, args) = self.shaped(shape, db.dialect()).select()?;
        db.fetch(built::<M>(&text), &args, rows).await
    }

    /// Writes ` FROM …`, with what groups the rows.
    pub(crate) fn write_from(
        &self,
        to: &mut Renderer<'a>,
        group: impl FnOnce(&mut Renderer<'a>) -> Result<()>,
    ) -> Result<()> {
        let none = Shape::default();
        let shape = self.shape.as_deref().unwrap_or(&none);
        self.shaped(shape, to.dialect()).write_from(to, group)
    }

    /// What was added at run time, if anything was.
    pub(crate) fn added(&self) -> Option<&Shape> {
        self.shape.as_deref()
    }

    /// The statement with other things added.
    pub(crate) fn shaped<'s>(&'s self, shape: &'s Shape, dialect: Dialect) -> Shaped<'s, 'a> {
        Shaped {
            table: M::MODEL,
            lookup: self.lookup,
            args: self.args.as_slice(),
            shape,
            dialect,
        }
    }
}

/// The number that a statement of the build gives.
async fn number<M: Model, C: Connection>(
    sql: &'static Sql,
    args: &Args<'_>,
    db: &C,
) -> Result<i64> {
    let mut number: Option<Number> = None;
    db.fetch(query::<M>(sql), args, &mut number).await?;
    Ok(number.map_or(0, |Number(number)| number))
}

/// The number that a statement gives that was put together.
async fn built_number<M: Model, C: Connection>(
    text: &str,
    args: &Built<'_>,
    db: &C,
) -> Result<i64> {
    let mut number: Option<Number> = None;
    db.fetch(built::<M>(text), args, &mut number).await?;
    Ok(number.map_or(0, |Number(number)| number))
}

/// Inserts a row and reads it back: what the `insert` of generated code calls.
///
/// # Errors
///
/// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] where the row breaks a rule of
/// its table.
#[inline]
pub fn insert<'c, I: Insert + 'c, C: Connection>(
    new: I,
    db: &'c C,
) -> C::Output<'c, Result<I::Model>> {
    C::finish(run_insert(new, db))
}

pub(crate) async fn run_insert<I: Insert, C: Connection>(new: I, db: &C) -> Result<I::Model> {
    let counted = match I::INSERT_COUNTED {
        Some(sql) if new.is_counted() && sql.text(db.dialect()).is_ok() => Some(sql),
        Some(_) | None => None,
    };
    let query = Query {
        sql: Text::Fixed(counted.unwrap_or(I::INSERT)),
        table: I::Model::MODEL,
        read_back: I::READ_BACK,
    };
    let new = NewRow {
        new,
        without_key: counted.is_some(),
    };
    let mut row: Option<I::Model> = None;
    db.fetch(query, &new, &mut row).await?;
    row.ok_or(Error::NotFound(I::Model::MODEL.name))
}

/// Writes a whole row by its primary key: what the `save` of generated code calls.
///
/// # Errors
///
/// [`Error::NotFound`] where no row has the key; otherwise as [`insert`].
#[inline]
pub fn save<'c, M: Model + Sync, C: Connection>(
    model: &'c M,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    C::finish(change(query::<M>(M::SAVE), WholeRow(model), db))
}

/// Writes a whole row by its primary key and its version, which is counted up: what the `save` of
/// generated code calls where there is one.
///
/// # Errors
///
/// [`Error::Stale`] where the row has another version by now, [`Error::NotFound`] where no row has
/// the key; otherwise as [`insert`].
#[inline]
pub fn save_version<'c, M: Versioned + Sync, C: Connection>(
    model: &'c mut M,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    C::finish(async move {
        match db.execute(query::<M>(M::SAVE), &WholeRow(&*model)).await? {
            0 => Err(missing(&*model, db).await),
            _ => {
                model.count_version();
                Ok(())
            }
        }
    })
}

/// Deletes a row by its primary key: what the `delete` of generated code calls.
///
/// # Errors
///
/// [`Error::NotFound`] where no row has the key; [`Error::ForeignKey`] where the row is referred
/// to.
#[inline]
pub fn delete<'c, M: Model + Sync, C: Connection>(
    model: &'c M,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    C::finish(run_delete(model, db))
}

pub(crate) async fn run_delete<M: Model + Sync, C: Connection>(model: &M, db: &C) -> Result<()> {
    match db.execute(query::<M>(M::DELETE), &KeyOf(model)).await? {
        0 => Err(missing(model, db).await),
        _ => Ok(()),
    }
}

/// Changes exactly one row.
async fn change<C: Connection>(query: Query<'_>, params: impl Params, db: &C) -> Result<()> {
    match db.execute(query, &params).await? {
        0 => Err(Error::NotFound(query.table.name)),
        _ => Ok(()),
    }
}

#[inline]
fn query<M: Model>(sql: &'static Sql) -> Query<'static> {
    Query {
        sql: Text::Fixed(sql),
        table: M::MODEL,
        read_back: None,
    }
}

fn built<M: Model>(text: &str) -> Query<'_> {
    Query {
        sql: Text::Built(text),
        table: M::MODEL,
        read_back: None,
    }
}

/// The parameters of a lookup; up to two, as nearly all keys have, need no allocation.
#[derive(Clone, Debug)]
enum Args<'a> {
    None,
    One([Arg<'a>; 1]),
    Two([Arg<'a>; 2]),
    Many(Box<[Arg<'a>]>),
}

impl<'a, const N: usize> From<[Arg<'a>; N]> for Args<'a> {
    #[inline]
    fn from(args: [Arg<'a>; N]) -> Self {
        if N > 2 {
            return Args::Many(Box::new(args));
        }
        let mut args = args.into_iter();
        match (args.next(), args.next()) {
            (Some(first), Some(second)) => Args::Two([first, second]),
            (Some(only), None) => Args::One([only]),
            (None, _) => Args::None,
        }
    }
}

impl<'a> Args<'a> {
    fn as_slice(&self) -> &[Arg<'a>] {
        match self {
            Args::None => &[],
            Args::One(args) => args,
            Args::Two(args) => args,
            Args::Many(args) => args,
        }
    }
}

impl Params for Args<'_> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        match self {
            Args::None => Ok(()),
            Args::One([arg]) => arg.bind(to),
            Args::Two([first, second]) => {
                first.bind(to)?;
                second.bind(to)
            }
            Args::Many(args) => args.iter().try_for_each(|arg| arg.bind(to)),
        }
    }
}

struct NewRow<I> {
    new: I,
    /// Whether the key is left out, which the database counts.
    without_key: bool,
}

impl<I: Insert> Params for NewRow<I> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        if self.without_key {
            self.new.bind_counted(to)
        } else {
            self.new.bind(to)
        }
    }
}

struct WholeRow<'a, M>(&'a M);

impl<M: Model + Sync> Params for WholeRow<'_, M> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind_row(to)?;
        self.0.bind_version(to)
    }
}

struct KeyOf<'a, M>(&'a M);

impl<M: Model + Sync> Params for KeyOf<'_, M> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind_key(to)?;
        self.0.bind_version(to)
    }
}

/// Hands rows to a function.
struct Each<M, F> {
    f: F,
    rows: u64,
    /// What the function said last.
    end: Result<()>,
    of: PhantomData<fn(M)>,
}

impl<M: FromRow, F: FnMut(M) -> Result<()> + Send> Collect for Each<M, F> {
    type Decode = Structs<M>;

    fn decoder(&self) -> Structs<M> {
        Structs::new()
    }

    fn push(&mut self, row: M) -> bool {
        self.end = (self.f)(row);
        self.rows += u64::from(self.end.is_ok());
        self.end.is_ok()
    }
}

/// The one number that a count or an exists returns.
pub(crate) struct Number(pub(crate) i64);

impl FromRow for Number {
    const TABLE: Option<&'static Table> = None;

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Number)
    }
}
