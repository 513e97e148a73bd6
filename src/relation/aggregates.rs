//! Aggregates of related rows, as expressions of a row.

use super::constant::{Many, Relation};
use super::refined::Refined;
use crate::base::model::Model;
use crate::base::value::field::Field;
use crate::query::computed::{Expr, Related};
use crate::query::{Aggregate, Averaged, Expression, Ordered, Summed, count};

impl<M: Model, T: Model> Many<M, T> {
    /// Counts the related rows of each row of `M`:
    /// `(SELECT count(*) FROM "posts" AS t1 WHERE t1."author_id" = "users"."id")`.
    ///
    /// It can be selected, compared and sorted by like every [`Expression`]:
    /// `User::all().order_by(User::POSTS.count().desc())`.
    pub fn count(self) -> Expression<M, i64> {
        Refined::new(self).count()
    }

    /// Returns the sum of a column or an expression of the related rows; NULL if there are no
    /// values.
    pub fn sum<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Sum>>
    where
        U: Summed + Field,
    {
        Refined::new(self).sum(of)
    }

    /// Returns the average of a column or an expression of the related rows; NULL if there are no
    /// values.
    pub fn avg<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<f64>>
    where
        U: Averaged + Field,
    {
        Refined::new(self).avg(of)
    }

    /// Returns the minimum of a column or an expression of the related rows; NULL if there are no
    /// values.
    pub fn min<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        Refined::new(self).min(of)
    }

    /// Returns the maximum of a column or an expression of the related rows; NULL if there are no
    /// values.
    pub fn max<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        Refined::new(self).max(of)
    }
}

/// Aggregates of related rows that satisfy conditions. An order has no effect, and a limit is an
/// error.
impl<M: Model, T: Model> Refined<Many<M, T>> {
    /// Counts the related rows: see [`Many::count`].
    pub fn count(self) -> Expression<M, i64> {
        self.aggregated(&count::<T>(), false)
    }

    /// Returns the sum of a column or an expression of the related rows: see [`Many::sum`].
    pub fn sum<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Sum>>
    where
        U: Summed + Field,
    {
        self.aggregated(&of.into().sum(), true)
    }

    /// Returns the average of a column or an expression of the related rows: see [`Many::avg`].
    pub fn avg<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<f64>>
    where
        U: Averaged + Field,
    {
        self.aggregated(&of.into().avg(), true)
    }

    /// Returns the minimum of a column or an expression of the related rows: see [`Many::min`].
    pub fn min<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        self.aggregated(&of.into().min(), true)
    }

    /// Returns the maximum of a column or an expression of the related rows: see [`Many::max`].
    pub fn max<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        self.aggregated(&of.into().max(), true)
    }

    fn aggregated<V>(self, of: &impl Aggregate<T>, nullable: bool) -> Expression<M, V> {
        if self.limit.is_some() {
            return Expression::new(Expr::invalid(
                "an aggregate of related rows uses all of them: remove the limit of the relation",
            ));
        }
        Expression::new(Expr::related(Related {
            route: self.relation.route(),
            filters: self.filters,
            call: of.call().clone(),
            nullable,
        }))
    }
}
