//! Aggregates of the rows that belong to a row, as expressions of it.

use super::constant::{Many, Relation};
use super::refined::Refined;
use crate::base::model::Model;
use crate::base::value::field::Field;
use crate::query::computed::{Expr, Related};
use crate::query::{Aggregate, Expression, Ordered, Summed, count};

impl<M: Model, T: Model> Many<M, T> {
    /// How many rows there are, as a value of each row of `M`:
    /// `(SELECT count(*) FROM "posts" AS t1 WHERE t1."author_id" = "users"."id")`.
    ///
    /// It is selected, compared and sorted by like every [`Expression`]:
    /// `User::all().order_by(User::POSTS.count().desc())`.
    pub fn count(self) -> Expression<M, i64> {
        Refined::new(self).count()
    }

    /// The sum of a column or an expression of the rows; NULL if there are no values.
    pub fn sum<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Sum>>
    where
        U: Summed + Field,
    {
        Refined::new(self).sum(of)
    }

    /// The average of a column or an expression of the rows; NULL if there are no values.
    pub fn avg<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<f64>>
    where
        U: Summed + Field,
    {
        Refined::new(self).avg(of)
    }

    /// The least value of a column or an expression of the rows; NULL if there are no values.
    pub fn min<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        Refined::new(self).min(of)
    }

    /// The greatest value of a column or an expression of the rows; NULL if there are no values.
    pub fn max<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        Refined::new(self).max(of)
    }
}

/// Of the rows for which the conditions hold; an order does not matter, and a limit is an error.
impl<M: Model, T: Model> Refined<Many<M, T>> {
    /// How many rows there are: see [`Many::count`].
    pub fn count(self) -> Expression<M, i64> {
        self.aggregated(&count::<T>(), false)
    }

    /// The sum of a column or an expression of the rows: see [`Many::sum`].
    pub fn sum<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Sum>>
    where
        U: Summed + Field,
    {
        self.aggregated(&of.into().sum(), true)
    }

    /// The average of a column or an expression of the rows: see [`Many::avg`].
    pub fn avg<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<f64>>
    where
        U: Summed + Field,
    {
        self.aggregated(&of.into().avg(), true)
    }

    /// The least value of a column or an expression of the rows: see [`Many::min`].
    pub fn min<U>(self, of: impl Into<Expression<T, U>>) -> Expression<M, Option<U::Value>>
    where
        U: Ordered + Field,
    {
        self.aggregated(&of.into().min(), true)
    }

    /// The greatest value of a column or an expression of the rows: see [`Many::max`].
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
