//! Trees and graphs: recursive queries along a relation of a model with itself.

use super::constant::{Many, One, Relation};
use super::refined::{IntoRefined, Refined};
use crate::base::model::Model;
use crate::query::computed::{Condition, Reached};
use crate::query::{Filter, Select};

impl<M: Model> Select<'_, M> {
    /// Returns the rows below these in a tree: their children by the relation, the children of
    /// those, and so on.
    ///
    /// ```text
    /// let below = Category::find(7).descendants(Category::CHILDREN).all(&db)?;
    /// ```
    ///
    /// Each row is found once, and cycles end: a row in a cycle is its own descendant. A relation
    /// with conditions is followed only to rows that satisfy them:
    /// `descendants(Category::CHILDREN.filter(Category::HIDDEN.eq(false)))`. The relation may lead
    /// through a join table.
    pub fn descendants<N>(self, relation: N) -> Select<'static, M>
    where
        N: IntoRefined<Relation = Many<M, M>, Loads = ()>,
    {
        self.reached(relation.into_refined(), false)
    }

    /// Returns these rows and those below them in a tree: see [`descendants`](Select::descendants).
    pub fn subtree<N>(self, relation: N) -> Select<'static, M>
    where
        N: IntoRefined<Relation = Many<M, M>, Loads = ()>,
    {
        self.reached(relation.into_refined(), true)
    }

    /// Returns the rows above these in a tree: their parents by the reference, the parents of
    /// those, and so on up to the root.
    ///
    /// ```text
    /// let above = Category::find(7).ancestors(Category::PARENT).all(&db)?;
    /// ```
    ///
    /// Each row is found once, and cycles end: a row in a cycle is its own ancestor.
    pub fn ancestors<N>(self, relation: N) -> Select<'static, M>
    where
        N: IntoRefined<Relation = One<M, Option<M>>, Loads = ()>,
    {
        self.reached(relation.into_refined(), false)
    }

    fn reached<R: Relation>(self, relation: Refined<R>, with_start: bool) -> Select<'static, M> {
        let mut start = self.to_key_query();
        if relation.limit.is_some() {
            start.refuse("a relation that is followed recursively cannot have a limit");
        }
        let reached = Reached {
            route: relation.relation.route(),
            filters: relation.filters,
            start,
            with_start,
        };
        let condition = Condition::Reached(Box::new(reached));
        Select::all_rows().filter(Filter::computed(condition))
    }
}
