//! Eager loading: rows with their related rows, in one query for each level.

use std::fmt;
use std::future::Future;

use smallvec::SmallVec;
use tablewright_sql::words::{BY_BEGIN, LIMITED, PICKED, UNORDERED};
use tablewright_sql::{Op, Word};

use super::constant::Relation;
use super::owners::{KeyColumns, Keys, Owners, Wanted};
use super::picked::IntoLoad;
use super::reading::{Belonging, Reading, key_of_owner};
use super::refined::Refined;
use super::tuple::{Append, Appended};
use crate::base::connection::driver::{Driver, Rows};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::Row;
use crate::base::value::key::Key;
use crate::query::endings::endings;
use crate::query::order::By;
use crate::query::route::Route;
use crate::query::select::row_count;
use crate::query::{IntoFilter, IntoOrder, Node, Page, Select, Sorting, walk_conditions};

/// The rows of a [`Select`] with their related rows: tuples of a row and the related rows of each
/// relation.
///
/// ```text
/// let users: Vec<(User, Vec<Post>)> = User::all().with(User::POSTS).all(&db)?;
/// ```
///
/// There is one query for the rows, and one for each relation, however many rows there are. Other
/// sessions may write between the queries, unless an isolated transaction prevents it: if the row
/// of a required reference is deleted in between, the error is [`Error::NotFound`].
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct With<'a, M, L> {
    rows: Select<'a, M>,
    loads: L,
}

impl<'a, M: Model> Select<'a, M> {
    /// Loads related rows with each row: `User::all().with(User::POSTS)` returns `(User,
    /// Vec<Post>)`. There may be up to four relations, each with a query of its own: see [`With`].
    pub fn with<N: IntoLoad<From = M>>(self, relation: N) -> With<'a, M, (N::Load,)> {
        With {
            rows: self,
            loads: (relation.into_load(),),
        }
    }
}

impl<'a, M: Model, L: Loads<M>> With<'a, M, L> {
    /// Loads the related rows of another relation, too.
    pub fn with<N: IntoLoad<From = M>>(self, relation: N) -> With<'a, M, Appended<L, N::Load>>
    where
        L: Append<N::Load>,
    {
        With {
            rows: self.rows,
            loads: self.loads.append(relation.into_load()),
        }
    }

    /// Adds a condition: only rows that satisfy it.
    pub fn filter(mut self, filter: impl IntoFilter<M>) -> Self {
        self.rows = self.rows.filter(filter);
        self
    }

    /// Sorts the rows.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        self.rows = self.rows.order_by(order);
        self
    }

    /// Leaves out the order of the rows, like [`Select::unordered`]. Related rows have an order of
    /// their own.
    pub fn unordered(mut self) -> Self {
        self.rows = self.rows.unordered();
        self
    }

    /// Returns at most this number of rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.rows = self.rows.limit(rows);
        self
    }

    /// Skips this number of rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.rows = self.rows.offset(rows);
        self
    }

    /// Returns a page of this size, as [`Select::page`].
    pub fn page(self, after: Option<&str>, size: u64) -> PagedWith<'a, M, L> {
        PagedWith {
            with: self,
            after: after.map(str::to_owned),
            size,
        }
    }

    endings!('a, M => L::Row);

    async fn run<D: Driver>(&self, db: &D) -> Result<Vec<L::Row>> {
        let mut rows = Rows::new(Reading::<M, L>::new(&self.loads));
        db.fetch(&self.rows.rows(), &mut rows).await?;
        self.loads.attach(rows.rows, db).await
    }

    async fn run_first<D: Driver>(&self, db: &D) -> Result<Option<L::Row>> {
        let mut rows = Rows::new(Reading::<M, L>::new(&self.loads));
        db.fetch(&self.rows.first(), &mut rows).await?;
        rows.rows.truncate(1);
        Ok(self.loads.attach(rows.rows, db).await?.pop())
    }
}

impl<M, L> fmt::Debug for With<'_, M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("With").finish_non_exhaustive()
    }
}

/// A page of rows with their related rows.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct PagedWith<'a, M, L> {
    with: With<'a, M, L>,
    after: Option<String>,
    size: u64,
}

impl<'a, M: Model, L: Loads<M>> PagedWith<'a, M, L> {
    /// Returns the page.
    ///
    /// # Errors
    ///
    /// As [`Paged::all`](crate::query::Paged::all) and [`With::all`].
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Page<L::Row>>>
    where
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(async move {
            let With { rows, loads } = self.with;
            let page = rows.page(self.after.as_deref(), self.size);
            let decoder = Reading::<M, L>::new(&loads);
            let (rows, next) = page.run_rows(decoder, |(model, _)| model, db).await?;
            let rows = loads.attach(rows, db).await?;
            Ok(Page { rows, next })
        })
    }
}

impl<M, L> fmt::Debug for PagedWith<'_, M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedWith")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// The relations to load with rows of `M`: a tuple of up to four.
pub trait Loads<M>: Send + Sync + 'static {
    /// A row with its related rows.
    type Row: Clone + Send + 'static;
    /// The keys by which rows find their related rows.
    #[doc(hidden)]
    type Keys: Send + 'static;
    /// The columns of a row with these keys.
    #[doc(hidden)]
    type Reader: Clone + Send + Sync + 'static;

    /// The columns of a row with the keys.
    #[doc(hidden)]
    fn reader(&self) -> Self::Reader;

    /// Reads the keys of a row.
    #[doc(hidden)]
    fn keys<R: Row>(reader: &Self::Reader, row: &R) -> Result<Self::Keys>;

    /// Loads the related rows of rows.
    #[doc(hidden)]
    fn attach<C: Driver>(
        &self,
        rows: Vec<(M, Self::Keys)>,
        db: &C,
    ) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

/// A relation to load with rows of `M`.
pub trait Load<M>: Send + Sync + 'static {
    /// The related rows of one row.
    type Row: Clone + Send + 'static;

    /// The path along foreign keys.
    #[doc(hidden)]
    fn route(&self) -> Route;

    /// Loads the related rows of rows with these keys, in their order.
    #[doc(hidden)]
    fn load<C: Driver>(
        &self,
        keys: Keys,
        db: &C,
    ) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

impl<M: Model> Loads<M> for () {
    type Row = M;
    type Keys = ();
    type Reader = ();

    fn reader(&self) {}

    fn keys<R: Row>((): &(), _: &R) -> Result<()> {
        Ok(())
    }

    async fn attach<C: Driver>(&self, rows: Vec<(M, ())>, _: &C) -> Result<Vec<M>> {
        Ok(rows.into_iter().map(|(model, ())| model).collect())
    }
}

macro_rules! tuple {
    ($count:literal: $($name:ident $lower:ident $index:tt),+) => {
        impl<M: Model, $($name: Load<M>),+> Loads<M> for ($($name,)+) {
            type Row = (M, $($name::Row),+);
            type Keys = [Option<Key>; $count];
            type Reader = [KeyColumns; $count];

            fn reader(&self) -> [KeyColumns; $count] {
                [$({
                    let route = self.$index.route();
                    KeyColumns::new(route.begin(), route.key_of_begin())
                }),+]
            }

            fn keys<R: Row>(reader: &[KeyColumns; $count], row: &R) -> Result<Self::Keys> {
                Ok([$(reader[$index].read(row)?),+])
            }

            async fn attach<DB: Driver>(
                &self,
                mut rows: Vec<(M, Self::Keys)>,
                db: &DB,
            ) -> Result<Vec<Self::Row>> {
                $(
                    let keys = rows.iter_mut().map(|(_, keys)| keys[$index].take());
                    let $lower = self.$index.load(keys.collect(), db).await?;
                    let mut $lower = $lower.into_iter();
                )+
                let mut loaded = Vec::with_capacity(rows.len());
                for (model, _) in rows {
                    // Each has as many items as there are rows.
                    let ($(Some($lower),)+) = ($($lower.next(),)+) else {
                        break;
                    };
                    loaded.push((model, $($lower),+));
                }
                Ok(loaded)
            }
        }
    };
}

tuple!(1: A a 0);
tuple!(2: A a 0, B b 1);
tuple!(3: A a 0, B b 1, C c 2);
tuple!(4: A a 0, B b 1, C c 2, D d 3);

impl<R: Relation, L: Loads<R::To>> Load<R::From> for Refined<R, L> {
    type Row = R::Of<L::Row>;

    fn route(&self) -> Route {
        self.relation.route()
    }

    async fn load<C: Driver>(&self, keys: Keys, db: &C) -> Result<Vec<R::Of<L::Row>>> {
        let (owners, wanted) = Owners::of(keys);
        let key = key_of_owner::<R::To>(self.route(), None);
        let mut rows = Belonging::new(Reading::new(&self.loads), key, &owners);
        if owners.len() > 0 {
            db.fetch(&Loading::new(self, &owners, &[]), &mut rows)
                .await?;
        }
        let Belonging {
            positions, rows, ..
        } = rows;
        let rows = self.loads.attach(rows, db).await?;
        given_to_owners(self.relation, &owners, wanted, positions, rows)
    }
}

/// Assigns the rows that were found to the rows with these keys, by the positions of the keys.
pub(super) fn given_to_owners<R: Relation, X: Clone + Send + 'static>(
    relation: R,
    owners: &Owners,
    wanted: Wanted,
    positions: SmallVec<[usize; 4]>,
    rows: Vec<X>,
) -> Result<Vec<R::Of<X>>> {
    let mut found: Vec<Vec<X>> = Vec::new();
    found.resize_with(owners.len(), Vec::new);
    for (position, row) in positions.into_iter().zip(rows) {
        // A row without a key has no position.
        let found = found.get_mut(position);
        found.ok_or_else(|| other_key(relation.route()))?.push(row);
    }
    hand_out::<R, X>(wanted, found)
}

/// The error if the database treats another key as equal.
#[cold]
fn other_key(route: Route) -> Error {
    let (from, to) = (route.begin().name, route.end().name);
    Error::statement(format!(
        "rows of `{to}` cannot be assigned to rows of `{from}`: their keys differ, but the \
         database treats them as equal because of the collation; use a join instead"
    ))
}

/// Assigns to each row the rows that were found for its key.
fn hand_out<R: Relation, X: Clone + Send + 'static>(
    wanted: Wanted,
    mut found: Vec<Vec<X>>,
) -> Result<Vec<R::Of<X>>> {
    let wanted = match wanted {
        Wanted::Each => {
            let found = found.into_iter();
            return found.map(|mut rows| R::of(&mut rows, true)).collect();
        }
        Wanted::Positions(wanted) => wanted,
    };
    let mut times = vec![0_usize; found.len()];
    for position in wanted.iter().flatten() {
        times[*position] += 1;
    }
    let mut all = Vec::with_capacity(wanted.len());
    for position in wanted {
        all.push(match position {
            None => R::of(&mut Vec::new(), true)?,
            Some(position) => {
                times[position] -= 1;
                R::of(&mut found[position], times[position] == 0)?
            }
        });
    }
    Ok(all)
}

/// The query for the rows at the end of a route from rows with these keys.
pub(super) struct Loading<'l> {
    route: Route,
    keys: Node,
    filters: &'l [Node],
    order: &'l Sorting,
    /// The limit for each key.
    limit: Option<u64>,
    /// The selected items; none for whole rows.
    items: &'l [By],
}

impl<'l> Loading<'l> {
    /// The query for the related rows of rows with these keys.
    pub fn new<R: Relation, L>(of: &'l Refined<R, L>, owners: &Owners, items: &'l [By]) -> Self {
        let route = of.relation.route();
        let (table, columns) = if route.is_collated() {
            (route.begin(), route.key_of_begin())
        } else {
            route.owner()
        };
        Loading {
            route,
            keys: owners.condition(table, &columns),
            filters: &of.filters,
            order: &of.order,
            limit: of.limit,
            items,
        }
    }
}

impl Loading<'_> {
    fn walk_order<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match (self.order, self.limit) {
            // Not every database can number rows without an order.
            (Sorting::Not, Some(_)) => to.op(Op::ByPrimaryKeys, 0),
            (order, _) => order.walk(to),
        }
    }
}

impl Statement for Loading<'_> {
    fn table(&self) -> &'static Table {
        self.route.end()
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let limited = if self.limit.is_some() { LIMITED } else { 0 };
        let unordered = match self.order {
            Sorting::Not => UNORDERED,
            Sorting::ByPrimaryKey | Sorting::By(_) => 0,
        };
        let by_begin = if self.route.is_collated() {
            BY_BEGIN
        } else {
            0
        };
        let picked = if self.items.is_empty() { 0 } else { PICKED };
        to.op(Op::Load, limited | unordered | by_begin | picked);
        self.route.walk(to);
        if by_begin != 0 {
            to.word(Word::Table(self.route.begin()));
        }
        if picked != 0 {
            to.op(Op::Selection, self.items.len() as u32);
            self.items.iter().for_each(|item| item.walk_item(to));
        }
        if self.limit.is_some() {
            self.walk_order(to);
        }
        self.keys.walk(to);
        walk_conditions(Op::Where, self.filters, to);
        match self.limit {
            // There is one row for each key.
            None if self.route.is_forward() => {}
            None => self.walk_order(to),
            Some(limit) => {
                to.op(Op::Limit, 0);
                to.parameter(Name::NONE, &row_count(limit));
            }
        }
        to.op(Op::End, 0);
    }
}
