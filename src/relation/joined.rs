//! Rows of two or more models from one query, whose text `joined/text.rs` writes.

mod text;

use std::fmt;
use std::marker::PhantomData;

use super::constant::{Relation, Target};
use super::key::Kind;
use super::link::Route;
use super::refined::{Begin, End, IntoRefined, Refined};
use super::shifted::Shifted;
use super::tuple::{Append, Appended};
use crate::connection::{Connection, Decode, Query, Rows, Text};
use crate::model::Model;
use crate::query::{IntoOrder, Node, SortKey, Sorting};
use crate::statement::Number;
use crate::value::Row;
use crate::{Error, Filter, Result, Select};

/// Rows of two to four models, put together by relations: `J` is a tuple of the models, each in an
/// `Option` where there may be none.
///
/// ```text
/// let posts: Vec<(Post, User)> = Post::all().join(Post::AUTHOR).all(&db)?;
/// let users: Vec<(User, Option<Post>)> = User::all().left_join(User::POSTS).all(&db)?;
/// ```
///
/// What was said of the rows before the first join is about those rows: after
/// `User::all().limit(10)` the posts of ten users are joined. Without an order, rows come in the
/// order of the primary keys, first that of the first model.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Joined<'a, M, J> {
    rows: Select<'a, M>,
    joins: Vec<Join>,
    filters: Vec<(usize, Node)>,
    order: Sorting<(usize, SortKey)>,
    limit: Option<u64>,
    offset: Option<u64>,
    of: PhantomData<fn() -> J>,
}

/// A model that is put next to another.
struct Join {
    /// Which of the models before it the relation begins at.
    from: usize,
    route: Route,
    /// Whether rows stay that have none.
    is_left: bool,
    filters: Vec<Node>,
    order: Sorting,
    /// Whether the relation has a limit, which a join cannot keep.
    is_limited: bool,
}

impl<'a, M: Model> Select<'a, M> {
    /// Each row next to each that belongs to it: `Post::all().join(Post::AUTHOR)` gives
    /// `(Post, User)`, by `… JOIN "users" AS t2 ON t2."id" = t1."author_id"`. A row that none belongs
    /// to is left out.
    pub fn join<N>(self, relation: N) -> Joined<'a, M, (M, End<N>)>
    where
        N: IntoRefined<Loads = ()>,
        N::Relation: Relation<From = M>,
    {
        Joined::<M, (M,)>::of(self).joined(0, relation.into_refined(), false)
    }

    /// Each row next to each that belongs to it, and once with `None` where none does:
    /// `User::all().left_join(User::POSTS)` gives `(User, Option<Post>)`, by
    /// `… LEFT JOIN "posts" AS t2 ON t2."author_id" = t1."id"`.
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
            joins: Vec::new(),
            filters: Vec::new(),
            order: Sorting::ByPrimaryKey,
            limit: None,
            offset: None,
            of: PhantomData,
        }
    }

    fn joined<R: Relation, K>(
        mut self,
        from: usize,
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

    /// And next to each row of another model that belongs to one of these.
    ///
    /// Where the relation could begin at two of them, because both are the same model, the place
    /// says which: `join::<Second, _>(…)`.
    pub fn join<P, N>(self, relation: N) -> Joined<'a, M, Appended<J, End<N>>>
    where
        N: IntoRefined<Loads = ()>,
        J: At<Begin<N>, P> + Append<End<N>>,
        P: Place,
    {
        self.joined(P::INDEX, relation.into_refined(), false)
    }

    /// And next to each row of another model that belongs to one of these, or `None`; as
    /// [`join`](Joined::join).
    pub fn left_join<P, N>(self, relation: N) -> Joined<'a, M, Appended<J, Option<End<N>>>>
    where
        N: IntoRefined<Loads = ()>,
        J: At<Begin<N>, P> + Append<Option<End<N>>>,
        P: Place,
    {
        self.joined(P::INDEX, relation.into_refined(), true)
    }

    /// Only where the condition holds for the row of one of the models.
    ///
    /// Where two of them are the same model, the place says which is meant:
    /// `filter::<Second, _>(…)`.
    pub fn filter<P, F>(mut self, filter: Filter<F>) -> Self
    where
        J: At<F, P>,
        P: Place,
    {
        self.filters.push((P::INDEX, filter.into_node()));
        self
    }

    /// In this order of one of the models; called again, it adds to it.
    ///
    /// Where two of them are the same model, the place says which is meant:
    /// `order_by::<Second, _>(…)`.
    pub fn order_by<P, F>(mut self, order: impl IntoOrder<F>) -> Self
    where
        J: At<F, P>,
        P: Place,
    {
        let orders = order.into_orders().map(|order| (P::INDEX, order.key));
        self.order.add(orders);
        self
    }

    /// In no order, as the database finds the rows, as [`Select::unordered`], which says so, too, where it comes before the
    /// join. What was said of the order before is gone.
    pub fn unordered(mut self) -> Self {
        self.order = Sorting::Not;
        self
    }

    /// At most so many rows of the result.
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Without the first rows of the result, so many of them.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }
}

impl<'a, M: Model, J: Entries> Joined<'a, M, J> {
    /// The first row of the result.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is none.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<J>>
    where
        'a: 'c,
    {
        C::finish(async move {
            let first = self.run_first(db).await?;
            first.ok_or(Error::NotFound(M::MODEL.name))
        })
    }

    /// The first row of the result, or `None`.
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Option<J>>>
    where
        'a: 'c,
    {
        C::finish(async move { self.run_first(db).await })
    }

    /// The whole result.
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Vec<J>>>
    where
        'a: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    /// How many rows the result has.
    pub fn count<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
    {
        C::finish(async move { self.run_count(db).await })
    }

    async fn run_first<C: Connection>(mut self, db: &C) -> Result<Option<J>> {
        self.limit = Some(self.limit.unwrap_or(1).min(1));
        Ok(self.run(db).await?.pop())
    }

    async fn run<C: Connection>(self, db: &C) -> Result<Vec<J>> {
        let (text, args) = self.select(db.dialect())?;
        let mut rows = Rows::new(Reading {
            ends: self.ends(),
            of: PhantomData,
        });
        db.fetch(self.query(&text), &args, &mut rows).await?;
        Ok(rows.rows)
    }

    async fn run_count<C: Connection>(self, db: &C) -> Result<u64> {
        let (text, args) = self.count_rows(db.dialect())?;
        let mut number: Option<Number> = None;
        db.fetch(self.query(&text), &args, &mut number).await?;
        Ok(number.map_or(0, |Number(number)| number.unsigned_abs()))
    }

    fn query<'q>(&self, text: &'q str) -> Query<'q> {
        Query {
            sql: Text::Built(text),
            table: M::MODEL,
            read_back: None,
        }
    }

    /// By which column each of the joined rows is there or not.
    fn ends(&self) -> [(Kind, usize); 4] {
        let mut ends = [(Kind::I64, 0); 4];
        for (end, join) in ends.iter_mut().skip(1).zip(&self.joins) {
            let kinds = join.route.kinds_there().iter();
            let places = join.route.there().1.iter();
            if let Some((kind, place)) = kinds.zip(places).next() {
                *end = (*kind, *place);
            }
        }
        ends
    }
}

impl<M: Model, J> fmt::Debug for Joined<'_, M, J> {
    /// Without the values of conditions, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = self.joins.iter().map(|join| join.route.there().0.name);
        f.debug_struct("Joined")
            .field("first", &M::MODEL.name)
            .field("others", &joined.collect::<Vec<&str>>())
            .finish_non_exhaustive()
    }
}

/// The models of a joined row.
pub trait Entries: Sized + Send + 'static {
    /// Reads them; a joined row is there where the column of its end is not NULL.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, ends: &[(Kind, usize); 4]) -> Result<Self>;
}

/// Where a model stands in a joined row.
pub trait Place {
    /// Counted from 0.
    #[doc(hidden)]
    const INDEX: usize;
}

/// That the model `M` stands at a place of a joined row, which is found by itself where `M` is there
/// only once.
#[diagnostic::on_unimplemented(
    message = "`{M}` is none of the models that are joined",
    note = "a relation, a condition or an order has to be of one of them: `{Self}`"
)]
pub trait At<M, P> {}

macro_rules! place {
    ($($(#[$doc:meta])* $name:ident $index:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Place for $name {
            const INDEX: usize = $index;
        }
    )+};
}

place! {
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
    ($model:ident $place:ident: $($name:ident),+) => {
        impl<M: Model, $($name),+> At<M, $place> for ($($name,)+)
        where
            $model: Target<Model = M>,
        {
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
    ($($name:ident $place:tt),+) => {
        impl<$($name: Target),+> Entries for ($($name,)+) {
            fn read<R: Row>(row: &R, ends: &[(Kind, usize); 4]) -> Result<Self> {
                let mut end = 0;
                Ok(($({
                    let table = <$name::Model as Model>::MODEL;
                    let by = end;
                    end += table.columns.len();
                    let read = $name::read(&Shifted { row, by }, ends[$place]);
                    debug_assert!(end > by, "a table has columns");
                    read.map_err(|error| error.in_row_of(Some(table)))?
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
    ends: [(Kind, usize); 4],
    of: PhantomData<fn() -> J>,
}

impl<J> Clone for Reading<J> {
    fn clone(&self) -> Self {
        Reading {
            ends: self.ends,
            of: PhantomData,
        }
    }
}

impl<J: Entries> Decode for Reading<J> {
    type Item = J;

    fn decode<R: Row>(&self, row: &R) -> Result<J> {
        J::read(row, &self.ends)
    }
}
