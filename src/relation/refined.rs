//! Filtered relations: with conditions, an order, a limit, and related rows.

use std::fmt;

use super::constant::{Many, One, Relation};
use super::picked::IntoLoad;
use super::tuple::{Append, Appended};
use super::with::Loads;
use crate::base::model::Model;
use crate::base::statement::Name;
use crate::query::{IntoFilter, IntoOrder, Node, Sorting};

/// A relation with conditions, an order, a limit and related rows:
/// `User::POSTS.filter(Post::PUBLISHED.eq(true)).limit(3)`.
#[derive(Clone)]
#[must_use = "a relation does nothing until a statement has it"]
pub struct Refined<R, L = ()> {
    pub(super) relation: R,
    pub(super) filters: Vec<Node>,
    pub(super) order: Sorting,
    pub(super) limit: Option<u64>,
    pub(super) loads: L,
}

impl<R: Relation> Refined<R> {
    pub(super) fn new(relation: R) -> Self {
        let there = not_deleted(relation).map(|column| Node::Null(column, true));
        Refined {
            relation,
            filters: there.into_iter().collect(),
            order: Sorting::default(),
            limit: None,
            loads: (),
        }
    }
}

/// The column that is NULL in related rows that are not deleted.
///
/// A reference also leads to a deleted row, because the row that refers to it must have one.
pub(super) fn not_deleted<R: Relation>(relation: R) -> Option<Name> {
    let column = R::To::DELETED?;
    let table = R::To::TABLE;
    (!relation.route().is_forward()).then_some(Name { table, column })
}

impl<M: Model, T: Model, L> Refined<Many<M, T>, L> {
    /// Adds a condition: only rows that satisfy it.
    pub fn filter(mut self, filter: impl IntoFilter<T>) -> Self {
        self.filters.push(filter.into_filter().into_node());
        self
    }

    /// Sorts the rows of each parent; by default they are sorted by the primary key. Called again,
    /// it adds orders.
    pub fn order_by(mut self, order: impl IntoOrder<T>) -> Self {
        let keys = order.into_orders().map(|order| order.key);
        self.order.add(keys);
        self
    }

    /// Leaves out the order of the rows of each parent. A limit still selects the first rows by the
    /// primary key.
    pub fn unordered(mut self) -> Self {
        self.order = Sorting::Not;
        self
    }

    /// Loads at most this number of rows for each parent.
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }
}

impl<M: Model, T: Model, L> Refined<One<M, Option<T>>, L> {
    /// Adds a condition: `None` if the row does not satisfy it.
    pub fn filter(mut self, filter: impl IntoFilter<T>) -> Self {
        self.filters.push(filter.into_filter().into_node());
        self
    }
}

impl<R: Relation, L> Refined<R, L> {
    /// Loads related rows of each row, too.
    pub fn with<N>(self, next: N) -> Refined<R, Appended<L, N::Load>>
    where
        N: IntoLoad<From = R::To>,
        L: Append<N::Load>,
        Appended<L, N::Load>: Loads<R::To>,
    {
        Refined {
            relation: self.relation,
            filters: self.filters,
            order: self.order,
            limit: self.limit,
            loads: self.loads.append(next.into_load()),
        }
    }
}

impl<R: Relation, L> fmt::Debug for Refined<R, L> {
    /// Leaves out the values of conditions, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = self.relation.route();
        f.debug_struct("Refined")
            .field("from", &route.begin().name)
            .field("to", &route.end().name)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// A relation: a constant, or a [`Refined`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "give a constant such as `User::POSTS`"
)]
pub trait IntoRefined {
    /// The relation.
    type Relation: Relation;
    /// The related rows to load with its rows.
    type Loads: Loads<<Self::Relation as Relation>::To>;

    /// Converts it.
    #[doc(hidden)]
    fn into_refined(self) -> Refined<Self::Relation, Self::Loads>;
}

/// The [`Refined`] form of a relation.
pub type RefinedOf<N> = Refined<<N as IntoRefined>::Relation, <N as IntoRefined>::Loads>;

/// The model at the start of a relation.
pub type Begin<N> = <<N as IntoRefined>::Relation as Relation>::From;

/// The model at the end of a relation.
pub type End<N> = <<N as IntoRefined>::Relation as Relation>::To;

impl<R: Relation> IntoRefined for R {
    type Relation = R;
    type Loads = ();

    fn into_refined(self) -> Refined<R> {
        Refined::new(self)
    }
}

impl<R: Relation, L: Loads<R::To>> IntoRefined for Refined<R, L> {
    type Relation = R;
    type Loads = L;

    fn into_refined(self) -> Self {
        self
    }
}
