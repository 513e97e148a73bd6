//! Nested writes: new rows with new related rows, in one call and one transaction.
//!
//! Each level of a tree is inserted at once, however many rows it has: first the rows that others
//! refer to, then those that refer to them.

use std::fmt;
use std::future::Future;

use super::constant::{Many, One, Relation};
use super::link::Link;
use super::pairs::{Joins, Pair};
use super::tuple::{Append, Appended};
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::base::statement::Values;
use crate::query::route::Way;
use crate::query::{Below, Insert, NewRow, insert_within};

/// An insert of a row with related rows.
///
/// ```text
/// let (ada, posts) = User::insert(NewUser { name: "Ada".into() })
///     .with(User::POSTS, |ada| [NewPost { author_id: ada.id, title: "Hello".into() }])
///     .one(&db)?;
/// ```
///
/// It can be an item of `insert_all`, and of the rows of a closure, so a tree can have any number
/// of levels.
#[must_use = "a new row is inserted by an ending: add `.one(&db)` or `.execute(&db)`"]
pub struct Nested<'a, M, L> {
    row: Insert<'a, M>,
    below: L,
}

impl<'a, M: Model> Insert<'a, M> {
    /// Adds new related rows by a relation: `User::POSTS`, or `Post::TAGS` through a join table.
    ///
    /// The closure gets the inserted row, with its key, and returns the rows to insert next: an
    /// array, a `Vec` or an iterator that does not borrow the row. Its items are `NewPost`s, or
    /// inserts with more columns set or with related rows. For a relation to one row it returns an
    /// `Option`. It runs between two statements, so it should do no I/O.
    ///
    /// If the new row leaves its reference out, the reference is set. If the new row sets it, it
    /// must refer to the row that the closure got; otherwise the error is [`Error::Value`], and
    /// nothing is inserted. Through a join table, the join rows are inserted, too.
    pub fn with<R, F, I>(self, relation: R, rows: F) -> Nested<'a, M, (ChildrenOf<'a, R, I>,)>
    where
        R: Inverse<From = M>,
        F: FnOnce(&M) -> I + Send + 'a,
        I: IntoIterator<Item: NewRow<'a, R::To>>,
    {
        Nested {
            row: self,
            below: (Children::new(relation, rows),),
        }
    }

    /// Adds join rows to existing rows: `Post::insert(…).connect(Post::TAGS, &tags)`.
    pub fn connect<'r, T: Model>(
        self,
        relation: Many<M, T>,
        rows: impl IntoIterator<Item = &'r T>,
    ) -> Nested<'a, M, (Connected<M, T>,)> {
        Nested {
            row: self,
            below: (Connected::new(relation, rows),),
        }
    }
}

impl<'a, M: Model, L: Below<M>> Nested<'a, M, L> {
    /// Adds new related rows by another relation, up to four, as [`Insert::with`].
    pub fn with<R, F, I>(
        self,
        relation: R,
        rows: F,
    ) -> Nested<'a, M, Appended<L, ChildrenOf<'a, R, I>>>
    where
        R: Inverse<From = M>,
        F: FnOnce(&M) -> I + Send + 'a,
        I: IntoIterator<Item: NewRow<'a, R::To>>,
        L: Append<ChildrenOf<'a, R, I>>,
    {
        Nested {
            row: self.row,
            below: self.below.append(Children::new(relation, rows)),
        }
    }

    /// Adds join rows to existing rows, as [`Insert::connect`].
    pub fn connect<'r, T: Model>(
        self,
        relation: Many<M, T>,
        rows: impl IntoIterator<Item = &'r T>,
    ) -> Nested<'a, M, Appended<L, Connected<M, T>>>
    where
        L: Append<Connected<M, T>>,
    {
        Nested {
            row: self.row,
            below: self.below.append(Connected::new(relation, rows)),
        }
    }

    /// Inserts the rows in one transaction, and returns them as the database stores them, like
    /// [`with`](crate::Select::with). Related rows keep the order in which they were given.
    ///
    /// # Errors
    ///
    /// As [`Insert::one`], for any of the rows; then none is inserted. [`Error::Value`] if a new
    /// row refers to another row than the one that it is inserted with.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<L::Row>>
    where
        'a: 'c,
        L: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    pub(super) async fn run<D: Driver>(self, db: &D) -> Result<L::Row> {
        let rows = insert_trees(Told::of(self), db).await?;
        rows.into_iter()
            .next()
            .ok_or(Error::NotFound(M::TABLE.name))
    }

    pub(super) fn of(row: Insert<'a, M>, below: L) -> Self {
        Nested { row, below }
    }

    /// Inserts the rows in one transaction.
    ///
    /// # Errors
    ///
    /// As [`one`](Nested::one).
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<()>>
    where
        'a: 'c,
        L: 'c,
    {
        C::Mode::finish(async move {
            let rows = insert_trees(Told::of(self), db.driver()).await;
            rows.map(drop)
        })
    }
}

impl<M: Model, L> fmt::Debug for Nested<'_, M, L> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nested")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl<'a, M: Model, L: Below<M>> NewRow<'a, M> for Nested<'a, M, L> {
    type Row = L::Row;
    type Below = L;

    fn tell(self, to: &mut Values<'a>) -> L {
        *to = self.row.into_values();
        self.below
    }
}

/// A relation to rows that can be inserted after the row at its start: [`Many`], or a [`One`] to a
/// row that need not exist.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot insert related rows",
    label = "not a relation to rows that refer to this one",
    note = "a row that must refer to another one is inserted after it: `Post::AUTHOR.insert(new, \
            |user| …)` for one, and `User::insert(new).with(User::POSTS, |user| …)` for several"
)]
pub trait Inverse: Relation {}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Model> Inverse for Many<M, T> {}
#[diagnostic::do_not_recommend]
impl<M: Model, T: Model> Inverse for One<M, Option<T>> {}

/// The new rows that a closure returns.
type ChildrenOf<'a, R, I> =
    Children<'a, R, <<I as IntoIterator>::Item as NewRow<'a, <R as Relation>::To>>::Below>;

/// Returns the new rows of `T` for a row of `M`.
type Give<'a, M, T, B> = Box<dyn FnOnce(&M) -> Told<'a, T, B> + Send + 'a>;

/// New rows of a relation, each with its own related rows.
pub struct Children<'a, R: Relation, B> {
    relation: R,
    rows: Give<'a, R::From, R::To, B>,
}

impl<'a, R: Relation, B> Children<'a, R, B> {
    pub(super) fn new<I: IntoIterator<Item: NewRow<'a, R::To, Below = B>>>(
        relation: R,
        rows: impl FnOnce(&R::From) -> I + Send + 'a,
    ) -> Self {
        Children {
            relation,
            rows: Box::new(|owner| {
                let mut told = Told::new();
                rows(owner).into_iter().for_each(|row| told.push(row));
                told
            }),
        }
    }
}

impl<R: Relation, B> fmt::Debug for Children<'_, R, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Children")
            .field("route", &self.relation.route())
            .finish_non_exhaustive()
    }
}

/// Existing rows that join rows connect with a new one.
pub struct Connected<M, T> {
    relation: Many<M, T>,
    rows: Vec<T>,
}

impl<M: Model, T: Model> Connected<M, T> {
    fn new<'r>(relation: Many<M, T>, rows: impl IntoIterator<Item = &'r T>) -> Self {
        Connected {
            relation,
            rows: rows.into_iter().cloned().collect(),
        }
    }
}

impl<M, T> fmt::Debug for Connected<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connected")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// The related rows of new rows of `M` by one relation.
pub trait Branch<M>: Sized + Send {
    /// The related rows of one row.
    type Row: Clone + Send + 'static;

    /// Inserts the related rows of these rows, and returns them in their order.
    #[doc(hidden)]
    fn insert<D: Driver>(
        all: Vec<Self>,
        owners: &[M],
        db: &D,
    ) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

impl<R: Relation, B: Below<R::To>> Branch<R::From> for Children<'_, R, B> {
    type Row = R::Of<B::Row>;

    async fn insert<D: Driver>(
        all: Vec<Self>,
        owners: &[R::From],
        db: &D,
    ) -> Result<Vec<Self::Row>> {
        let mut level = Told::new();
        let mut belonging = Vec::with_capacity(all.len());
        for (children, owner) in all.into_iter().zip(owners) {
            let link = Link::new(children.relation.route(), owner)?;
            let told = (children.rows)(owner);
            belonging.push((told.rows.len(), link));
            level.append(told);
        }
        let mut values = level.rows.iter_mut();
        for (count, link) in &belonging {
            for row in values.by_ref().take(*count) {
                link.set(row.values_mut())?;
            }
        }
        let Told { rows, below } = level;
        let rows: Vec<R::To> = insert_within(rows, db).await?;
        let mut pairs = Pairs::new();
        let mut others = rows.iter();
        for (count, link) in &belonging {
            for other in others.by_ref().take(*count) {
                pairs.add(link, other)?;
            }
        }
        pairs.insert(db).await?;
        let mut rows = B::attach(below, rows, db).await?.into_iter();
        let own = |(count, _): &(usize, Link)| {
            let mut own: Vec<B::Row> = rows.by_ref().take(*count).collect();
            R::of(&mut own, true)
        };
        belonging.iter().map(own).collect()
    }
}

impl<M: Model, T: Model> Branch<M> for Connected<M, T> {
    type Row = Vec<T>;

    async fn insert<D: Driver>(all: Vec<Self>, owners: &[M], db: &D) -> Result<Vec<Vec<T>>> {
        let mut pairs = Pairs::new();
        for (connected, owner) in all.iter().zip(owners) {
            let route = connected.relation.route();
            let link = Link::new(route, owner)?;
            if !matches!(route.way(), Way::Through(..)) {
                return Err(Error::statement(format!(
                    "no join table connects rows of `{}` with rows of `{}`: set their reference",
                    route.end().name,
                    route.begin().name
                )));
            }
            for row in &connected.rows {
                pairs.add(&link, row)?;
            }
        }
        pairs.insert(db).await?;
        Ok(all.into_iter().map(|connected| connected.rows).collect())
    }
}

/// Join rows to insert.
struct Pairs(Vec<(Joins, Vec<Pair>)>);

impl Pairs {
    fn new() -> Self {
        Pairs(Vec::new())
    }

    /// Adds the join row for a row and its owner, if the link is one.
    fn add<T: Model>(&mut self, link: &Link, other: &T) -> Result<()> {
        let Some((joins, pair)) = link.pair(other)? else {
            return Ok(());
        };
        match self.0.last_mut() {
            Some((last, pairs)) if *last == joins => pairs.push(pair),
            Some(_) | None => self.0.push((joins, vec![pair])),
        }
        Ok(())
    }

    async fn insert<D: Driver>(self, db: &D) -> Result<()> {
        for (joins, pairs) in &self.0 {
            joins.connect(pairs, db).await?;
        }
        Ok(())
    }
}

/// The new rows of one level, and the related rows of each.
struct Told<'a, M, B> {
    rows: Vec<Insert<'a, M>>,
    below: Vec<B>,
}

impl<'a, M: Model, B> Told<'a, M, B> {
    fn new() -> Self {
        Told {
            rows: Vec::new(),
            below: Vec::new(),
        }
    }

    /// One row.
    fn of<N: NewRow<'a, M, Below = B>>(row: N) -> Self {
        let mut told = Told::new();
        told.push(row);
        told
    }

    fn push<N: NewRow<'a, M, Below = B>>(&mut self, row: N) {
        let mut values = Values::new(M::TABLE);
        self.below.push(row.tell(&mut values));
        self.rows.push(Insert::of(values));
    }

    fn append(&mut self, mut other: Self) {
        self.rows.append(&mut other.rows);
        self.below.append(&mut other.below);
    }
}

/// Inserts rows and their related rows, in a transaction.
async fn insert_trees<M: Model, B: Below<M>, D: Driver>(
    level: Told<'_, M, B>,
    db: &D,
) -> Result<Vec<B::Row>> {
    let Told { mut rows, below } = level;
    for row in &mut rows {
        // Before anything is sent.
        M::defaults(row.values_mut());
        row.validate()?;
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let tx = Level::begin_on(db, TransactionOptions::new()).await?;
    let inserted = write(rows, below, &tx).await;
    tx.finish(inserted).await
}

async fn write<M: Model, B: Below<M>, D: Driver>(
    rows: Vec<Insert<'_, M>>,
    below: Vec<B>,
    db: &D,
) -> Result<Vec<B::Row>> {
    let rows = insert_within(rows, db).await?;
    B::attach(below, rows, db).await
}

macro_rules! tuple {
    ($($name:ident $lower:ident $index:tt),+) => {
        impl<M: Model, $($name: Branch<M>),+> Below<M> for ($($name,)+) {
            type Row = (M, $($name::Row),+);

            fn insert_all<'a, 'c, DB, I>(
                rows: I,
                db: &'c DB,
            ) -> Output<'c, DB, Result<Vec<Self::Row>>>
            where
                DB: Connection,
                I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
                Self: 'c,
                'a: 'c,
            {
                DB::Mode::finish(async move {
                    let mut told = Told::new();
                    rows.for_each(|row| told.push(row));
                    insert_trees(told, db.driver()).await
                })
            }

            fn count_all<'a, 'c, DB, I>(rows: I, db: &'c DB) -> Output<'c, DB, Result<u64>>
            where
                DB: Connection,
                I: Iterator<Item: NewRow<'a, M, Below = Self>> + Send + 'c,
                Self: 'c,
                'a: 'c,
            {
                DB::Mode::finish(async move {
                    let mut told = Told::new();
                    rows.for_each(|row| told.push(row));
                    let rows = insert_trees(told, db.driver()).await?;
                    Ok(rows.len() as u64)
                })
            }

            async fn attach<DB: Driver>(
                all: Vec<Self>,
                rows: Vec<M>,
                db: &DB,
            ) -> Result<Vec<Self::Row>> {
                $(let mut $lower = Vec::with_capacity(all.len());)+
                for branches in all {
                    $($lower.push(branches.$index);)+
                }
                $(let mut $lower = $name::insert($lower, &rows, db).await?.into_iter();)+
                let mut attached = Vec::with_capacity(rows.len());
                for row in rows {
                    // Each has as many items as there are rows.
                    let ($(Some($lower),)+) = ($($lower.next(),)+) else {
                        break;
                    };
                    attached.push((row, $($lower),+));
                }
                Ok(attached)
            }
        }
    };
}

tuple!(A a 0);
tuple!(A a 0, B b 1);
tuple!(A a 0, B b 1, C c 2);
tuple!(A a 0, B b 1, C c 2, D d 3);
