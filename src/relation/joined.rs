//! Joins: rows of two or more models in one query.

use std::fmt;
use std::marker::PhantomData;

use smallvec::SmallVec;
use tablewright_sql::{Op, Word};

use super::constant::{Relation, Target};
use super::refined::{Begin, End, IntoRefined, Refined};
use super::tuple::{Append, Appended};
use crate::base::connection::driver::{Decode, Driver, Rows};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Sink, Statement};
use crate::base::value::Row;
use crate::query::endings::endings;
use crate::query::route::Route;
use crate::query::select::{number, walk_limit};
use crate::query::{IntoFilter, IntoOrder, Node, Select, SortKey, Sorting, walk_conditions};

/// A join of two to four models by relations. `J` is a tuple of the models, each as an `Option` if
/// its row may be missing.
///
/// ```text
/// let posts: Vec<(Post, User)> = Post::all().join(Post::AUTHOR).all(&db)?;
/// let users: Vec<(User, Option<Post>)> = User::all().left_join(User::POSTS).all(&db)?;
/// ```
///
/// Clauses before the first join apply to the rows of the first model: `User::all().limit(10)`
/// joins the posts of ten users. Without an order, rows come in the order of the primary keys,
/// beginning with that of the first model.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct Joined<'a, M, J> {
    pub(super) rows: Select<'a, M>,
    joins: SmallVec<[Join; 1]>,
    filters: SmallVec<[(u32, Node); 1]>,
    order: Sorting<(u32, SortKey)>,
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
    of: PhantomData<fn() -> J>,
}

/// A joined model.
struct Join {
    /// The position of the model at which its relation begins.
    from: u32,
    route: Route,
    /// Whether rows without related rows are kept.
    is_left: bool,
    filters: Vec<Node>,
    order: Sorting,
    /// Whether the relation has a limit, which a join cannot have.
    is_limited: bool,
}

impl<'a, M: Model> Select<'a, M> {
    /// Joins each row with each related row: `Post::all().join(Post::AUTHOR)` returns `(Post,
    /// User)`, by `… JOIN "users" AS t2 ON t2."id" = t1."author_id"`. Rows without related rows are
    /// left out.
    pub fn join<N>(self, relation: N) -> Joined<'a, M, (M, End<N>)>
    where
        N: IntoRefined<Loads = ()>,
        N::Relation: Relation<From = M>,
    {
        Joined::<M, (M,)>::of(self).joined(0, relation.into_refined(), false)
    }

    /// Joins each row with each related row, or with `None` if there is none:
    /// `User::all().left_join(User::POSTS)` returns `(User, Option<Post>)`, by `… LEFT JOIN "posts"
    /// AS t2 ON t2."author_id" = t1."id"`.
    pub fn left_join<N>(self, relation: N) -> Joined<'a, M, (M, Option<End<N>>)>
    where
        N: IntoRefined<Loads = ()>,
        N::Relation: Relation<From = M>,
    {
        Joined::<M, (M,)>::of(self).joined(0, relation.into_refined(), true)
    }
}

impl<'a, M: Model, J> Joined<'a, M, J> {
    fn of(rows: Select<'a, M>) -> Self {
        Joined {
            rows,
            joins: SmallVec::new(),
            filters: SmallVec::new(),
            order: Sorting::ByPrimaryKey,
            limit: None,
            offset: None,
            of: PhantomData,
        }
    }

    fn joined<R: Relation, K>(
        mut self,
        from: u32,
        refined: Refined<R>,
        is_left: bool,
    ) -> Joined<'a, M, K> {
        self.joins.push(Join {
            from,
            route: refined.relation.route(),
            is_left,
            filters: refined.filters,
            order: refined.order,
            is_limited: refined.limit.is_some(),
        });
        Joined {
            rows: self.rows,
            joins: self.joins,
            filters: self.filters,
            order: self.order,
            limit: self.limit,
            offset: self.offset,
            of: PhantomData,
        }
    }

    /// Joins another model by a relation of one of the joined models.
    ///
    /// If two of them are the same model, name the position at which the relation begins:
    /// `join::<Second, _>(…)`.
    pub fn join<P, N>(self, relation: N) -> Joined<'a, M, Appended<J, End<N>>>
    where
        N: IntoRefined<Loads = ()>,
        J: At<Begin<N>, P> + Append<End<N>>,
        P: Position,
    {
        self.joined(P::INDEX, relation.into_refined(), false)
    }

    /// Joins another model by a relation of one of the joined models, or `None`; as
    /// [`join`](Joined::join).
    pub fn left_join<P, N>(self, relation: N) -> Joined<'a, M, Appended<J, Option<End<N>>>>
    where
        N: IntoRefined<Loads = ()>,
        J: At<Begin<N>, P> + Append<Option<End<N>>>,
        P: Position,
    {
        self.joined(P::INDEX, relation.into_refined(), true)
    }

    /// Adds a condition on one of the models.
    ///
    /// If two of them are the same model, name its position: `filter::<Second, _>(…)`.
    pub fn filter<P, F>(mut self, filter: impl IntoFilter<F>) -> Self
    where
        J: At<F, P>,
        P: Position,
    {
        let node = filter.into_filter().into_node();
        self.filters.push((P::INDEX, node));
        self
    }

    /// Sorts by columns of one of the models. Called again, it adds orders.
    ///
    /// If two of them are the same model, name its position: `order_by::<Second, _>(…)`.
    pub fn order_by<P, F>(mut self, order: impl IntoOrder<F>) -> Self
    where
        J: At<F, P>,
        P: Position,
    {
        let orders = order.into_orders().map(|order| (P::INDEX, order.key));
        self.order.add(orders);
        self
    }

    /// Leaves out the order, like [`Select::unordered`], which has the same effect before a join.
    /// It also removes an earlier `order_by`.
    pub fn unordered(mut self) -> Self {
        self.order = Sorting::Not;
        self
    }

    /// Returns at most this number of rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Skips this number of rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }
}

impl<'a, M: Model, J: Entries> Joined<'a, M, J> {
    endings!('a, M => J);

    /// Returns the number of rows of the result.
    pub fn count<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(async move { self.run_count(db).await })
    }

    async fn run_first<D: Driver>(&self, db: &D) -> Result<Option<J>> {
        let limit = self.limit.unwrap_or(1).min(1);
        Ok(self.run_limited(Some(limit), db).await?.pop())
    }

    async fn run<D: Driver>(&self, db: &D) -> Result<Vec<J>> {
        self.run_limited(self.limit, db).await
    }

    async fn run_limited<D: Driver>(&self, limit: Option<u64>, db: &D) -> Result<Vec<J>> {
        self.check()?;
        let mut rows = Rows::new(Reading {
            columns: self.columns(),
            of: PhantomData,
        });
        let statement = Reads {
            joined: self,
            limit,
        };
        db.fetch(&statement, &mut rows).await?;
        Ok(rows.rows)
    }

    async fn run_count<D: Driver>(&self, db: &D) -> Result<u64> {
        self.check()?;
        Ok(number(&Counts(self), db).await?.unsigned_abs())
    }

    /// The column of each joined row that is not NULL if the row exists.
    #[inline]
    fn columns(&self) -> [u16; 4] {
        let mut columns = [0; 4];
        for (column, join) in columns.iter_mut().skip(1).zip(&self.joins) {
            *column = join.route.columns_of_end().first().copied().unwrap_or(0);
        }
        columns
    }
}

impl<M: Model, J> Joined<'_, M, J> {
    /// Refuses clauses that a join cannot have.
    #[inline]
    pub(super) fn check(&self) -> Result<()> {
        if self.rows.has_lock() {
            return Err(Error::statement(
                "a join cannot lock its rows: lock the rows of one model with a separate query",
            ));
        }
        if self.joins.iter().any(|join| join.is_limited) {
            return Err(Error::statement(
                "a joined relation has a limit, which a join cannot apply to each row: load it \
                 with `with`, or limit the result",
            ));
        }
        Ok(())
    }

    /// Emits the words of the tables.
    #[inline]
    pub(super) fn walk_tables<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.word(Word::Table(M::TABLE));
        for join in &self.joins {
            to.op(Op::Joined, join.route.width());
            to.word(Word::Table(join.route.end()));
        }
    }

    /// Emits the words of the joins and the conditions.
    #[inline]
    pub(super) fn walk_joins<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let is_plain = self.rows.is_plain();
        if !is_plain {
            to.op(Op::Derived, 0);
            self.rows.walk_nested(to);
        }
        for join in &self.joins {
            to.op(Op::Join, join.from << 1 | u32::from(join.is_left));
            join.route.walk(to);
            walk_conditions(Op::And, &join.filters, to);
        }
        let own = self.filters.iter().filter(|(_, node)| !node.is_always());
        let of_base = if is_plain { self.rows.filters() } else { &[] };
        let of_base = of_base.iter().filter(|node| !node.is_always());
        let count = own.clone().count() + of_base.clone().count();
        if count == 0 {
            return;
        }
        to.op(Op::Where, count as u32);
        for node in of_base {
            to.op(Op::Entry, 0);
            node.walk(to);
        }
        for (entry, node) in own {
            to.op(Op::Entry, *entry);
            node.walk(to);
        }
    }

    /// Whether an order was set; `None` if neither `order_by` nor `unordered` was called.
    pub(super) fn is_sorted(&self) -> Option<bool> {
        if matches!(self.order, Sorting::Not) {
            return Some(false);
        }
        if self.keys().next().is_some() {
            return Some(true);
        }
        matches!(self.rows.sorting(), Sorting::Not).then_some(false)
    }

    /// The keys of the given order, with the positions of their models.
    pub(super) fn sort_keys_mut(&mut self) -> impl Iterator<Item = (u32, &mut SortKey)> {
        let of_joins = (1..).zip(&mut self.joins).flat_map(|(entry, join)| {
            let keys = join.order.keys_mut().iter_mut();
            keys.map(move |key| (entry, key))
        });
        let own = self.order.keys_mut().iter_mut();
        let base = self.rows.sorting_mut().iter_mut().map(|key| (0, key));
        base.chain(own.map(|(entry, key)| (*entry, key)))
            .chain(of_joins)
    }

    /// The keys of the given order, with the positions of their models. All columns of a missing
    /// row are NULL, even columns that are not nullable.
    fn sort_keys(&self) -> impl Iterator<Item = (u32, &SortKey, bool)> {
        self.keys().map(|(entry, key)| {
            let join = (entry as usize).checked_sub(1);
            let join = join.and_then(|join| self.joins.get(join));
            (entry, key, join.is_some_and(|join| join.is_left))
        })
    }

    /// Whether the rows before the first join are all rows of a table, without a limit.
    pub(super) fn is_base_plain(&self) -> bool {
        self.rows.is_plain()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = (u32, &SortKey)> + Clone {
        let of_joins = (1..).zip(&self.joins).flat_map(|(entry, join)| {
            let keys = join.order.keys().iter();
            keys.map(move |key| (entry, key))
        });
        let base = self.rows.sorting().keys().iter().map(|key| (0, key));
        let own = self.order.keys().iter().map(|(entry, key)| (*entry, key));
        base.chain(own).chain(of_joins)
    }

    #[inline]
    pub(super) fn walk_order<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        if matches!(self.order, Sorting::Not) {
            return;
        }
        let mut is_sorted = false;
        for (entry, key, may_be_missing) in self.sort_keys() {
            to.op(Op::Entry, entry);
            key.walk_with(key.may_be_null || may_be_missing, to);
            is_sorted = true;
        }
        if !is_sorted && !matches!(self.rows.sorting(), Sorting::Not) {
            to.op(Op::ByPrimaryKeys, 0);
        }
    }
}

/// Reads the rows of a join.
struct Reads<'s, 'a, M, J> {
    joined: &'s Joined<'a, M, J>,
    limit: Option<u64>,
}

impl<M: Model, J> Statement for Reads<'_, '_, M, J> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Rows, 0);
        self.joined.walk_tables(to);
        to.op(Op::AllColumns, 0);
        self.joined.walk_joins(to);
        self.joined.walk_order(to);
        walk_limit(self.limit, self.joined.offset, to);
    }
}

/// Counts the rows of a join.
struct Counts<'s, 'a, M, J>(&'s Joined<'a, M, J>);

impl<M: Model, J> Statement for Counts<'_, '_, M, J> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let is_limited = self.0.limit.is_some() || self.0.offset.is_some();
        to.op(Op::Count, u32::from(is_limited));
        self.0.walk_tables(to);
        self.0.walk_joins(to);
        walk_limit(self.0.limit, self.0.offset, to);
    }
}

impl<M: Model, J> fmt::Debug for Joined<'_, M, J> {
    /// Leaves out the values of conditions, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = self.joins.iter().map(|join| join.route.end().name);
        f.debug_struct("Joined")
            .field("first", &M::TABLE.name)
            .field("others", &joined.collect::<Vec<&str>>())
            .finish_non_exhaustive()
    }
}

/// The models of a joined row.
pub trait Entries: Sized + Send + 'static {
    /// Reads them. A joined row exists if this column is not NULL.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, columns: &[u16; 4]) -> Result<Self>;
}

/// The position of a model in a joined row.
pub trait Position {
    /// The position, from 0.
    #[doc(hidden)]
    const INDEX: u32;
}

/// The model `M` has a position in a joined row, which is inferred if `M` is joined only once.
#[diagnostic::on_unimplemented(
    message = "`{M}` is not one of the joined models",
    note = "a relation, a condition or an order must be of one of the joined models: `{Self}`"
)]
pub trait At<M, P> {
    /// The type at this position: the model, or an `Option` of it.
    #[doc(hidden)]
    type Entry: Target<Model = M>;
}

macro_rules! position {
    ($($(#[$doc:meta])* $name:ident $index:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Position for $name {
            const INDEX: u32 = $index;
        }
    )+};
}

position! {
    /// The first of the models.
    First 0,
    /// The second of the models.
    Second 1,
    /// The third of the models.
    Third 2,
    /// The fourth of the models.
    Fourth 3,
}

macro_rules! at {
    ($model:ident $position:ident: $($name:ident),+) => {
        impl<M: Model, $($name),+> At<M, $position> for ($($name,)+)
        where
            $model: Target<Model = M>,
        {
            type Entry = $model;
        }
    };
}

at!(A First: A, B);
at!(B Second: A, B);
at!(A First: A, B, C);
at!(B Second: A, B, C);
at!(C Third: A, B, C);
at!(A First: A, B, C, D);
at!(B Second: A, B, C, D);
at!(C Third: A, B, C, D);
at!(D Fourth: A, B, C, D);

macro_rules! entries {
    ($($name:ident $position:tt),+) => {
        impl<$($name: Target),+> Entries for ($($name,)+) {
            #[inline]
            fn read<R: Row>(row: &R, columns: &[u16; 4]) -> Result<Self> {
                let mut end = 0;
                Ok(($({
                    let table = <$name::Model as Model>::TABLE;
                    let at = end;
                    end += table.columns.len();
                    debug_assert!(end > at, "a table has columns");
                    match $name::read(row, at, columns[$position]) {
                        Ok(model) => model,
                        Err(error) => return Err(error.in_row_from(table, at)),
                    }
                },)+))
            }
        }
    };
}

entries!(A 0, B 1);
entries!(A 0, B 1, C 2);
entries!(A 0, B 1, C 2, D 3);

/// Reads joined rows.
struct Reading<J> {
    columns: [u16; 4],
    of: PhantomData<fn() -> J>,
}

impl<J> Clone for Reading<J> {
    fn clone(&self) -> Self {
        Reading {
            columns: self.columns,
            of: PhantomData,
        }
    }
}

impl<J: Entries> Decode for Reading<J> {
    type Item = J;

    #[inline]
    fn decode<R: Row>(&self, row: &R) -> Result<J> {
        J::read(row, &self.columns)
    }
}
