//! Unions: the rows of several queries as one result.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::Op;
use tablewright_sql::table::Type;
use tablewright_sql::words::{ALL_ROWS, LIMITED_BRANCH};

use super::computed::Expr;
use super::endings::endings;
use super::expression::Selection;
use super::order::{By, SortKey, Sorting};
use super::select::walk_limit;
use super::selected::{Reading, Selected};
use super::subquery::{Purpose, Query};
use super::{Distinct, IntoOrder};
use crate::base::connection::driver::{Driver, Rows};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Sink, Statement};

/// The greatest number of queries, which is that of SQLite.
const MOST_QUERIES: usize = 500;

/// The combined rows of several queries of the same types: `UNION` and `UNION ALL`.
///
/// ```text
/// let names = User::all()
///     .select((User::ID, User::NAME))
///     .union_all(Company::all().select((Company::ID, Company::TITLE)))
///     .order_by(User::NAME.asc())
///     .limit(20)
///     .all(&db)?;
/// ```
///
/// Without an order, rows come in the order of the selected values. These also decide among rows
/// that are equal in the given order.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct Union<M, S> {
    selection: S,
    queries: Vec<(Query, u32)>,
    order: Sorting,
    limit: Option<u64>,
    offset: Option<u64>,
    of: PhantomData<fn() -> M>,
}

impl<M: Model, S: Selection<M>> Selected<'_, M, S> {
    /// Adds the rows of another query of the same types, without duplicates: `UNION`.
    pub fn union<N: Model, T>(self, other: Selected<'_, N, T>) -> Union<M, S>
    where
        S: Distinct<M>,
        T: Selection<N, Row = S::Row>,
    {
        Union::of(&self).union(other)
    }

    /// Adds the rows of another query of the same types, with duplicates: `UNION ALL`.
    pub fn union_all<N: Model, T>(self, other: Selected<'_, N, T>) -> Union<M, S>
    where
        T: Selection<N, Row = S::Row>,
    {
        Union::of(&self).union_all(other)
    }
}

impl<M: Model, S: Selection<M>> Union<M, S> {
    fn of(first: &Selected<'_, M, S>) -> Self {
        Union {
            selection: first.selection().clone(),
            queries: vec![(first.to_query(), ALL_ROWS)],
            order: Sorting::ByPrimaryKey,
            limit: None,
            offset: None,
            of: PhantomData,
        }
    }

    /// Adds the rows of another query of the same types, and removes all duplicates: `UNION`.
    pub fn union<N: Model, T>(mut self, other: Selected<'_, N, T>) -> Self
    where
        S: Distinct<M>,
        T: Selection<N, Row = S::Row>,
    {
        self.queries.push((other.to_query(), 0));
        self
    }

    /// Adds the rows of another query of the same types, with duplicates: `UNION ALL`.
    pub fn union_all<N: Model, T>(mut self, other: Selected<'_, N, T>) -> Self
    where
        T: Selection<N, Row = S::Row>,
    {
        self.queries.push((other.to_query(), ALL_ROWS));
        self
    }

    /// Sorts the result by values that the first query selects.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        self.order.add(order.into_orders().map(|order| order.key));
        self
    }

    /// Leaves out the `ORDER BY`.
    pub fn unordered(mut self) -> Self {
        self.order = Sorting::Not;
        self
    }

    /// Returns at most this number of rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Skips this number of rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }

    endings!('static, M => S::Row);

    async fn run_first<D: Driver>(mut self, db: &D) -> Result<Option<S::Row>> {
        self.limit = Some(self.limit.unwrap_or(1).min(1));
        Ok(self.run(db).await?.pop())
    }

    async fn run<D: Driver>(mut self, db: &D) -> Result<Vec<S::Row>> {
        self.check()?;
        self.name_items()?;
        let mut rows = Rows::new(Reading::<M, S>::new(self.selection.clone()));
        db.fetch(&self, &mut rows).await?;
        Ok(rows.rows)
    }

    /// Refuses unions that would have another meaning on some databases.
    fn check(&self) -> Result<()> {
        let Some(((first, _), others)) = self.queries.split_first() else {
            return Ok(());
        };
        for (other, _) in others {
            for (one, other) in first.items.iter().zip(&other.items) {
                if one.is_whole_sum() != other.is_whole_sum() {
                    return Err(Error::statement(
                        "in a union, a sum of integers can only be combined with other sums, \
                         because servers return sums in a larger type than that of a column",
                    ));
                }
                if one.ty().scale() != other.ty().scale() {
                    return Err(Error::statement(
                        "decimals in a union must have the same number of digits after the \
                         decimal point: `round` those that have more",
                    ));
                }
            }
        }
        let mut items = self.queries.iter().flat_map(|(query, _)| &query.items);
        if items.any(By::is_collated) {
            return Err(Error::statement(
                "a column with its own collation cannot be part of a union, because databases \
                 differ in which of its texts are equal",
            ));
        }
        Ok(())
    }

    /// Replaces the items of the order by their numbers, and adds the other selected items, which
    /// decide among equal rows.
    fn name_items(&mut self) -> Result<()> {
        let mut items = Vec::new();
        self.selection.items(&mut items);
        let mut rest: Vec<usize> = (0..items.len()).collect();
        for key in self.order.keys_mut() {
            let is_same = |item: &By| item.is(&key.by) || item.is_ranked_by(&key.by);
            let position = items.iter().position(is_same).ok_or_else(|| {
                Error::statement(
                    "the rows of a union can only be sorted by values that its first query selects",
                )
            })?;
            key.by = key_of_item(position, &items[position]);
            // The other queries may have NULLs.
            key.may_be_null = true;
            rest.retain(|other| *other != position);
        }
        if !matches!(self.order, Sorting::Not) {
            rest.retain(|position| items[*position].is_sortable());
            let keys = rest.into_iter();
            let keys = keys.map(|position| key_of_item(position, &items[position]));
            self.order.add(keys.map(SortKey::ascending));
        }
        Ok(())
    }
}

/// An order by the item at a position. An enum is sorted by the positions of its values, or as text
/// if these are not known.
fn key_of_item(position: usize, item: &By) -> By {
    let number = position as u32 + 1;
    match item.ty() {
        ty @ Type::Enum(values) if !values.is_empty() => {
            By::Expr(Expr::item(number, ty).sortable())
        }
        ty => By::Item(number, ty),
    }
}

impl<M: Model, S: Selection<M>> Statement for Union<M, S> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        if self.queries.len() > MOST_QUERIES {
            to.fail(Error::statement(format!(
                "a union has {} queries, and SQLite takes {MOST_QUERIES}: use conditions instead, \
                 or several unions",
                self.queries.len()
            )));
        }
        to.op(Op::Union, self.queries.len() as u32);
        for (query, flags) in &self.queries {
            let limited = if query.is_limited() {
                LIMITED_BRANCH
            } else {
                0
            };
            to.op(Op::Branch, flags | limited);
            query.walk(Purpose::List, to);
        }
        self.order.walk(to);
        walk_limit(self.limit, self.offset, to);
        to.op(Op::End, 0);
    }
}

impl<M, S> fmt::Debug for Union<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Union")
            .field("queries", &self.queries.len())
            .finish_non_exhaustive()
    }
}
