//! Conditions on related rows.

use tablewright_sql::words::Which;

use super::constant::{Many, One, Relation, Target};
use super::refined::not_deleted;
use crate::base::model::Model;
use crate::query::{Exists, Filter, IntoFilter};

impl<M: Model, T: Model> Many<M, T> {
    /// Tests whether at least one related row satisfies the condition:
    /// `EXISTS (SELECT 1 FROM "posts" AS t1 WHERE t1."author_id" = "users"."id" AND …)`.
    ///
    /// To test whether any related row exists, use `any(Filter::all())`.
    pub fn any(self, filter: impl IntoFilter<T>) -> Filter<M> {
        exists(self, Which::One, filter.into_filter())
    }

    /// Tests whether no related row satisfies the condition: `NOT EXISTS (…)`. It is true if there
    /// are no rows.
    pub fn none(self, filter: impl IntoFilter<T>) -> Filter<M> {
        exists(self, Which::None, filter.into_filter())
    }

    /// Tests whether every related row satisfies the condition:
    /// `NOT EXISTS (… AND (…) IS NOT TRUE)`. It is true if there are no rows.
    pub fn every(self, filter: impl IntoFilter<T>) -> Filter<M> {
        exists(self, Which::Every, filter.into_filter())
    }
}

impl<M: Model, T: Target> One<M, T> {
    /// Tests whether the related row exists and satisfies the condition:
    /// `EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = "posts"."author_id" AND …)`.
    pub fn is(self, filter: impl IntoFilter<T::Model>) -> Filter<M> {
        exists(self, Which::One, filter.into_filter())
    }
}

fn exists<R: Relation>(relation: R, which: Which, filter: Filter<R::To>) -> Filter<R::From> {
    // A constant condition needs no query. MySQL refuses some changes with such a query.
    match (which, filter.constant()) {
        (Which::One, Some(false)) => return Filter::none(),
        (Which::None, Some(false)) | (Which::Every, Some(true)) => return Filter::all(),
        (Which::One | Which::None | Which::Every, Some(_) | None) => {}
    }
    Filter::about(filter, |condition| Exists {
        route: relation.route(),
        which,
        not_deleted: not_deleted(relation),
        condition,
    })
}
