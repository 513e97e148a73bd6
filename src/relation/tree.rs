//! Trees and graphs: the rows to which a relation of a model with itself leads, step by step.

use super::constant::{Many, One, Relation};
use super::refined::{IntoRefined, Refined};
use crate::base::model::Model;
use crate::query::computed::{Condition, Reached};
use crate::query::{Filter, Select};

impl<M: Model> Select<'_, M> {
    /// The rows below these in a tree: their children by the relation, the children of those, and
    /// so on.
    ///
    /// ```text
    /// let below = Category::find(7).descendants(Category::CHILDREN).all(&db)?;
    /// ```
    ///
    /// Each is there once, and it ends also if rows are in a circle: then a row is below itself. A
    /// relation with conditions is followed only to rows that hold them:
    /// `descendants(Category::CHILDREN.filter(Category::HIDDEN.eq(false)))`. The relation may also
    /// lead through a join table.
    pub fn descendants<N>(self, relation: N) -> Select<'static, M>
    where
        N: IntoRefined<Relation = Many<M, M>, Loads = ()>,
    {
        self.reached(relation.into_refined(), false)
    }

    /// These rows and those below them in a tree: see [`descendants`](Select::descendants).
    pub fn subtree<N>(self, relation: N) -> Select<'static, M>
    where
        N: IntoRefined<Relation = Many<M, M>, Loads = ()>,
    {
        self.reached(relation.into_refined(), true)
    }

    /// The rows above these in a tree: their parents by the reference, the parents of those, and so
    /// on up to the root.
    ///
    /// ```text
    /// let above = Category::find(7).ancestors(Category::PARENT).all(&db)?;
    /// ```
    ///
    /// Each is there once, and it ends also if rows are in a circle: then a row is above itself.
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
