//! Statements as values: they say what to do, and a connection does it.

use std::marker::PhantomData;

use crate::connection::{Collect, Connection, Params, Query, Text};
use crate::model::{FromRow, Insert, Model, Table};
use crate::sql::{Lookup, Sql};
use crate::value::{Binder, Row};
use crate::{Error, Result};

pub use crate::arg::Arg;

/// The rows of `M` that a key picks out, or all of them.
///
/// Nothing happens until one of its methods is given a connection.
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Select<'a, M> {
    lookup: &'static Lookup,
    args: Args<'a>,
    of: PhantomData<fn() -> M>,
}

impl<'a, M: Model> Select<'a, M> {
    /// The rows that a lookup picks out with these parameters: for generated code.
    #[inline]
    pub fn new<const N: usize>(lookup: &'static Lookup, args: [Arg<'a>; N]) -> Self {
        Select {
            lookup,
            args: Args::from(args),
            of: PhantomData,
        }
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
            self.fetch(db, &mut row).await?;
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
            self.fetch(db, &mut row).await?;
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
        C::finish(async move {
            db.execute(query::<M>(&self.lookup.delete), &self.args)
                .await
        })
    }

    // These borrow the statement, because a future that takes it moves it once more.

    #[inline]
    pub(crate) async fn run_all<C: Connection>(&self, db: &C) -> Result<Vec<M>> {
        let mut rows = Vec::new();
        self.fetch(db, &mut rows).await?;
        Ok(rows)
    }

    pub(crate) async fn run_exists<C: Connection>(&self, db: &C) -> Result<bool> {
        Ok(self.number(&self.lookup.exists, db).await? != 0)
    }

    pub(crate) async fn run_count<C: Connection>(&self, db: &C) -> Result<u64> {
        let count = self.number(&self.lookup.count, db).await?;
        Ok(count.unsigned_abs())
    }

    #[inline]
    async fn fetch<C: Connection>(&self, db: &C, rows: &mut impl Collect<Item = M>) -> Result<()> {
        let query = query::<M>(&self.lookup.select);
        db.fetch(query, &self.args, rows).await
    }

    /// The number that a statement gives.
    async fn number<C: Connection>(&self, sql: &'static Sql, db: &C) -> Result<i64> {
        let mut number: Option<Number> = None;
        db.fetch(query::<M>(sql), &self.args, &mut number).await?;
        Ok(number.map_or(0, |Number(number)| number))
    }
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
    let query = Query {
        sql: Text::Fixed(I::INSERT),
        table: I::Model::MODEL,
        read_back: I::READ_BACK,
    };
    let mut row: Option<I::Model> = None;
    db.fetch(query, &NewRow(new), &mut row).await?;
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
    change(query::<M>(M::DELETE), KeyOf(model), db).await
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

/// The parameters of a lookup; up to two, as nearly all keys have, need no allocation.
#[derive(Clone, Debug)]
enum Args<'a> {
    None,
    One(Arg<'a>),
    Two(Arg<'a>, Arg<'a>),
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
            (Some(first), Some(second)) => Args::Two(first, second),
            (Some(only), None) => Args::One(only),
            (None, _) => Args::None,
        }
    }
}

impl Params for Args<'_> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        match self {
            Args::None => Ok(()),
            Args::One(arg) => arg.bind(to),
            Args::Two(first, second) => {
                first.bind(to)?;
                second.bind(to)
            }
            Args::Many(args) => args.iter().try_for_each(|arg| arg.bind(to)),
        }
    }
}

struct NewRow<I>(I);

impl<I: Insert> Params for NewRow<I> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind(to)
    }
}

struct WholeRow<'a, M>(&'a M);

impl<M: Model + Sync> Params for WholeRow<'_, M> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind_row(to)
    }
}

struct KeyOf<'a, M>(&'a M);

impl<M: Model + Sync> Params for KeyOf<'_, M> {
    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind_key(to)
    }
}

/// The one number that a count or an exists returns.
struct Number(i64);

impl FromRow for Number {
    const TABLE: Option<&'static Table> = None;

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Number)
    }
}
