//! Subqueries: in lists, as conditions, and as values.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::words::{CORRELATED, Comparison, DISTINCT};
use tablewright_sql::{Op, Word};

use super::computed::{Condition, Expr, Expression, IntoExpression};
use super::expression::{Average, Count, Extreme, Ordered, Selection, Sum, Summed};
use super::filter::{IntoFilter, walk_conditions};
use super::fragment::Fragment;
use super::order::{By, Sorting};
use super::select::walk_limit;
use super::selected::walk_groups;
use super::{Comparable, Filter, Having, IntoOrder, Node, Operand, Select, Selected};
use crate::base::column::Column;
use crate::base::error::Error;
use crate::base::model::{Model, Table};
use crate::base::statement::Sink;
use crate::base::value::field::Field;

/// A query, whatever its model.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) table: &'static Table,
    pub(super) conditions: Vec<Node>,
    /// The selected items; none if only the existence of rows is tested.
    pub(super) items: Vec<By>,
    pub(super) distinct: bool,
    pub(super) groups: Vec<By>,
    pub(super) having: Vec<Node>,
    pub(super) order: Sorting,
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
    /// Whether the result is one row, whatever rows the table has.
    pub(super) is_one_row: bool,
    /// Whether it reads columns of the outer query.
    pub(super) is_correlated: bool,
    /// The reason why it cannot run.
    pub(super) invalid: Option<Box<str>>,
}

/// The use of a subquery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The first of its values.
    Value,
    /// All of its values.
    List,
    /// Whether there is a row.
    Row,
}

impl Query {
    pub(super) fn is_limited(&self) -> bool {
        self.limit.is_some() || self.offset.is_some()
    }

    /// Records why it cannot run.
    pub(crate) fn refuse(&mut self, reason: &str) {
        self.invalid = Some(reason.into());
    }

    /// Whether it reads rows of a table.
    pub(super) fn reads_table(&self, table: &'static Table) -> bool {
        let mut nodes = self.conditions.iter().chain(&self.having);
        std::ptr::eq(self.table, table)
            || nodes.any(Node::asks_others)
            || self.items.iter().any(|item| match item {
                By::Expr(expr) => expr.reads_table(table),
                By::Column(_) | By::Call(_) | By::Item(..) => false,
            })
    }

    /// Emits its words.
    pub(super) fn walk<'w, S: Sink<'w>>(&'w self, purpose: Purpose, to: &mut S) {
        if let Some(reason) = &self.invalid {
            to.fail(Error::statement(&**reason));
        }
        to.op(
            Op::Subquery,
            if self.is_correlated { CORRELATED } else { 0 },
        );
        to.word(Word::Table(self.table));
        // A row of aggregates always exists.
        if purpose == Purpose::Row && !self.is_one_row {
            to.op(Op::Found, 0);
        } else {
            let distinct = if self.distinct { DISTINCT } else { 0 };
            to.op(Op::Selection, self.items.len() as u32 | distinct);
            self.items.iter().for_each(|item| item.walk_item(to));
        }
        walk_conditions(Op::Where, &self.conditions, to);
        if !self.groups.is_empty() {
            to.op(Op::GroupBy, self.groups.len() as u32);
            walk_groups(&self.groups, to);
        }
        walk_conditions(Op::Having, &self.having, to);
        let limit = match purpose {
            Purpose::Value if !self.is_one_row => Some(self.limit.unwrap_or(1).min(1)),
            Purpose::Value | Purpose::List | Purpose::Row => self.limit,
        };
        if limit.is_some() || self.offset.is_some() {
            self.order.walk(to);
        }
        walk_limit(limit, self.offset, to);
        to.op(Op::End, 0);
    }
}

/// A query that can be a subquery of a statement on rows of `M`: a [`Select`], a [`Selected`], or
/// either of them [`Correlated`] with the rows of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query that can be used inside a query for rows of `{M}`",
    label = "it is neither a query such as `Post::filter(…)` nor a selection from one, with or \
        without `on`"
)]
pub trait IntoQuery<M> {
    /// The query.
    #[doc(hidden)]
    fn into_query(self) -> Query;
}

#[diagnostic::do_not_recommend]
impl<M, P: Model> IntoQuery<M> for Select<'_, P> {
    fn into_query(self) -> Query {
        self.to_query()
    }
}

#[diagnostic::do_not_recommend]
impl<M, P: Model, S: Selection<P>> IntoQuery<M> for Selected<'_, P, S> {
    fn into_query(self) -> Query {
        self.to_query()
    }
}

#[diagnostic::do_not_recommend]
impl<M, Q: IntoQuery<M>> IntoQuery<M> for Correlated<M, Q> {
    fn into_query(self) -> Query {
        let mut query = self.query.into_query();
        query.conditions.extend(self.conditions);
        query.is_correlated = true;
        query
    }
}

/// A query for values of one type that can be a subquery of a statement on rows of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query for values that can be used inside a query for rows of \
        `{M}`",
    label = "select one column, expression or aggregate"
)]
pub trait ValueQuery<M>: IntoQuery<M> {
    /// The type of its values.
    type Value: Field;
}

impl<M, P: Model, S: SelectedValue<P>> ValueQuery<M> for Selected<'_, P, S> {
    type Value = S::Value;
}

impl<M, Q: ValueQuery<M>> ValueQuery<M> for Correlated<M, Q> {
    type Value = Q::Value;
}

/// A selection of a subquery that has one value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one value of `{M}`",
    label = "it is not a column, an expression or an aggregate of `{M}`"
)]
pub trait SelectedValue<M>: Selection<M> {
    /// The type of the value.
    type Value: Field;
}

impl<M: Model, T: Field> SelectedValue<M> for Column<M, T> {
    type Value = T;
}

impl<M: 'static, T: Field> SelectedValue<M> for Expression<M, T> {
    type Value = T;
}

impl<M: 'static, T: Field> SelectedValue<M> for Fragment<T> {
    type Value = T;
}

impl<M: 'static, T: 'static> SelectedValue<M> for Count<M, T> {
    type Value = i64;
}

impl<M: 'static, T: Ordered + 'static> SelectedValue<M> for Extreme<M, T> {
    type Value = Option<T::Value>;
}

impl<M: 'static, T: Summed + 'static> SelectedValue<M> for Sum<M, T> {
    type Value = Option<T::Sum>;
}

impl<M: 'static, T: 'static> SelectedValue<M> for Average<M, T> {
    type Value = Option<f64>;
}

/// A query that depends on a row of `M`: see [`Select::on`].
#[must_use = "a query does nothing until a statement has it"]
pub struct Correlated<M, Q> {
    query: Q,
    conditions: Vec<Node>,
    of: PhantomData<fn() -> M>,
}

impl<'a, P: Model> Select<'a, P> {
    /// Correlates the query with the outer query: a column equals a column or an expression of the
    /// outer row: `"t1"."email" = "users"."email"`.
    ///
    /// ```text
    /// let invited = exists(Invitation::all().on(Invitation::EMAIL, User::EMAIL));
    /// let users = User::filter(invited).all(&db)?;
    /// ```
    ///
    /// Called again, it adds another pair.
    pub fn on<M, T, V>(self, column: Column<P, T>, outer: V) -> Correlated<M, Self>
    where
        T: Field + Comparable,
        V: IntoExpression<M, T::Bare>,
    {
        Correlated {
            query: self,
            conditions: Vec::new(),
            of: PhantomData,
        }
        .on(column, outer)
    }
}

impl<'a, M, P: Model> Correlated<M, Select<'a, P>> {
    /// Adds another pair of equal columns.
    pub fn on<T, V>(mut self, column: Column<P, T>, outer: V) -> Self
    where
        T: Field + Comparable,
        V: IntoExpression<M, T::Bare>,
    {
        let outer = outer.into_expression(Some(column.ty()));
        let (column, outer) = Expr::by_collation(Expr::Column(column.named()), outer);
        let outer = outer.outer();
        let condition = Condition::compare(column, Comparison::Equal, outer);
        self.conditions.push(Node::Computed(Box::new(condition)));
        self
    }

    /// Adds a condition: only rows that satisfy it.
    pub fn filter(mut self, filter: impl IntoFilter<P>) -> Self {
        self.query = self.query.filter(filter);
        self
    }

    /// Sorts the rows.
    pub fn order_by(mut self, order: impl IntoOrder<P>) -> Self {
        self.query = self.query.order_by(order);
        self
    }

    /// Returns at most this number of rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.query = self.query.limit(rows);
        self
    }

    /// Selects a column, an expression or an aggregate.
    pub fn select<S: Selection<P>>(self, selection: S) -> Correlated<M, Selected<'a, P, S>> {
        Correlated {
            query: self.query.select(selection),
            conditions: self.conditions,
            of: PhantomData,
        }
    }
}

impl<M, P: Model, S: SelectedValue<P>> Correlated<M, Selected<'_, P, S>> {
    /// Returns the first value of the query, as an expression: see [`Selected::scalar`].
    pub fn scalar(self) -> Expression<M, <S::Value as Field>::Optional> {
        Expression::new(Expr::subquery(IntoQuery::<M>::into_query(self)))
    }

    /// Returns only groups that satisfy the condition: `HAVING`.
    pub fn having(mut self, condition: Having<P>) -> Self {
        self.query = self.query.having(condition);
        self
    }
}

impl<P: Model, S: SelectedValue<P>> Selected<'_, P, S> {
    /// Returns the first value of the query, as an expression in another:
    /// `(SELECT max("age") FROM "users")`. NULL if the query finds no row.
    ///
    /// ```text
    /// let oldest = User::all().select(User::AGE.max()).scalar();
    /// let users = User::filter(User::AGE.eq(oldest)).all(&db)?;
    /// ```
    pub fn scalar<M>(self) -> Expression<M, <S::Value as Field>::Optional> {
        Expression::new(Expr::subquery(self.to_query()))
    }
}

impl<M, Q: fmt::Debug> fmt::Debug for Correlated<M, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Correlated").field(&self.query).finish()
    }
}

impl<M, Q: Clone> Clone for Correlated<M, Q> {
    fn clone(&self) -> Self {
        Correlated {
            query: self.query.clone(),
            conditions: self.conditions.clone(),
            of: PhantomData,
        }
    }
}

/// Tests whether a query finds a row: `EXISTS (SELECT 1 FROM "invitations" AS t1 WHERE …)`.
///
/// The query may depend on the outer row: see [`Select::on`]. For related rows, use
/// `User::POSTS.any(…)`.
pub fn exists<M>(query: impl IntoQuery<M>) -> Filter<M> {
    Filter::computed(Condition::Exists(query.into_query()))
}

/// A list for `L`, a column or an expression of type `T` on rows of `M`: an iterator of values, or a
/// query for them.
#[diagnostic::on_unimplemented(
    message = "a column or an expression of type `{T}` cannot be one of `{Self}`",
    label = "it is neither values of `{T}` nor a query that selects them",
    note = "give an array or another iterator of values, or a query that selects one value: \
        `Post::all().select(Post::AUTHOR_ID)`"
)]
pub trait InList<M, T, L> {
    /// The condition.
    #[doc(hidden)]
    fn has(self, left: L) -> Filter<M>;
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, T: Comparable, I, V> InList<M, T, Column<M, T>> for I
where
    I: IntoIterator<Item = V>,
    V: Operand<'a, M, T>,
{
    fn has(self, column: Column<M, T>) -> Filter<M> {
        column.is_one_of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Field, I, V> InList<M, T, Expression<M, T>> for I
where
    I: IntoIterator<Item = V>,
    V: IntoExpression<M, T::Bare>,
{
    fn has(self, expression: Expression<M, T>) -> Filter<M> {
        expression.one_of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Field, L: IntoExpression<M, T::Bare>, P: Model, S> InList<M, T, L> for Selected<'_, P, S>
where
    S: SelectedValue<P>,
    S::Value: Field<Bare = T::Bare>,
{
    fn has(self, left: L) -> Filter<M> {
        in_query(left.into_expression(None), self.to_query())
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Field, L: IntoExpression<M, T::Bare>, P: Model, S> InList<M, T, L>
    for Correlated<M, Selected<'_, P, S>>
where
    S: SelectedValue<P>,
    S::Value: Field<Bare = T::Bare>,
{
    fn has(self, left: L) -> Filter<M> {
        let query = IntoQuery::<M>::into_query(self);
        in_query(left.into_expression(None), query)
    }
}

fn in_query<M>(expr: Expr, mut query: Query) -> Filter<M> {
    if query.is_correlated && query.is_limited() {
        query.invalid = Some(
            "a query with `on` in a list cannot have a limit, because not every database supports \
             that"
                .into(),
        );
    }
    let Some(item) = query.items.pop() else {
        return Filter::none();
    };
    // Decimals are compared with the same scale.
    let item = match item {
        By::Column(name) if query.groups.is_empty() => Expr::Column(name),
        By::Expr(expr) => expr,
        By::Call(call) => Expr::call(call),
        item => {
            query.items.push(item);
            return Filter::computed(Condition::InQuery(expr, query));
        }
    };
    let (expr, item) = Expr::by_collation(expr, item);
    let (expr, item) = Expr::with_common_scale(expr, item);
    query.items.push(By::Expr(item));
    Filter::computed(Condition::InQuery(expr, query))
}
