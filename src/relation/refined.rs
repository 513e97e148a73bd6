//! A relation with conditions, an order and a limit of its own, and what is loaded with its rows.

use std::fmt;

use super::constant::{Many, One, Relation};
use super::picked::IntoLoad;
use super::tuple::{Append, Appended};
use super::with::Loads;
use crate::base::model::Model;
use crate::base::statement::Name;
use crate::query::{IntoFilter, IntoOrder, Node, Sorting};

/// A relation with conditions, an order and a limit of its own, and what is loaded with its rows:
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

/// The column that is NULL in those rows at the end of a relation which were not deleted.
///
/// A reference is followed also to a row that was deleted and is still there: the row that refers
/// to it has to have one.
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
    /// it adds to it.
    pub fn order_by(mut self, order: impl IntoOrder<T>) -> Self {
        let keys = order.into_orders().map(|order| order.key);
        self.order.add(keys);
        self
    }

    /// Leaves the order of the rows of each parent out. A limit still selects the first ones by the
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
    /// The row only where the condition holds, too; otherwise there is none.
    pub fn filter(mut self, filter: impl IntoFilter<T>) -> Self {
        self.filters.push(filter.into_filter().into_node());
        self
    }
}

impl<R: Relation, L> Refined<R, L> {
    /// Each row with what belongs to it, too.
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
    /// Without the values of conditions, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = self.relation.route();
        f.debug_struct("Refined")
            .field("from", &route.begin().name)
            .field("to", &route.end().name)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// A relation as it is, or [`Refined`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "give a constant such as `User::POSTS`"
)]
pub trait IntoRefined {
    /// The relation.
    type Relation: Relation;
    /// What is loaded with its rows.
    type Loads: Loads<<Self::Relation as Relation>::To>;

    /// The relation and what is said of it.
    #[doc(hidden)]
    fn into_refined(self) -> Refined<Self::Relation, Self::Loads>;
}

/// What a relation is once it is [`Refined`].
pub type RefinedOf<N> = Refined<<N as IntoRefined>::Relation, <N as IntoRefined>::Loads>;

/// The model that a relation begins at.
pub type Begin<N> = <<N as IntoRefined>::Relation as Relation>::From;

/// The model that a relation leads to.
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
