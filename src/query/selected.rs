//! Queries for columns and aggregates instead of whole rows.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::table::Type;
use tablewright_sql::words::{DISTINCT, alike};
use tablewright_sql::{Op, Word};

use super::computed::{Expr, Expression};
use super::endings::endings;
use super::expression::Selection;
use super::filter::walk_conditions;
use super::grouped::Groups;
use super::order::{By, SortKey, Sorting};
use super::select::walk_limit;
use super::subquery::Query;
use super::{Comparable, Distinct, Having, IntoOrder, Node, PagedSelected, Select};
use crate::base::connection::driver::{Decode, Driver, Rows};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Sink, Statement};
use crate::base::value::Row;

/// A selection of columns and aggregates from the rows of a [`Select`].
///
/// ```text
/// let names: Vec<(i64, String)> = User::all().select((User::ID, User::NAME)).all(&db)?;
/// let busiest = Post::all()
///     .select((Post::AUTHOR_ID, count()))
///     .group_by(Post::AUTHOR_ID)
///     .having(count().gt(5))
///     .order_by(count().desc())
///     .limit(10)
///     .all(&db)?;
/// ```
///
/// Without an order, rows come in the order of the primary key, groups in the order of the grouped
/// columns, and `distinct` rows in the order of the selected values. These also decide among groups
/// and `distinct` rows that are equal in the given order.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct Selected<'a, M, S> {
    rows: Select<'a, M>,
    selection: S,
    distinct: bool,
    /// The columns and expressions of `GROUP BY`.
    groups: Vec<By>,
    having: Vec<Node>,
}

impl<'a, M: Model, S: Selection<M>> Selected<'a, M, S> {
    pub(crate) fn new(rows: Select<'a, M>, selection: S) -> Self {
        Selected {
            rows,
            selection,
            distinct: false,
            groups: Vec::new(),
            having: Vec::new(),
        }
    }

    /// Returns each row of the result once: `SELECT DISTINCT`.
    pub fn distinct(mut self) -> Self
    where
        S: Distinct<M>,
    {
        self.distinct = true;
        self
    }

    /// Groups rows with equal values of these columns and expressions: `GROUP BY`. Aggregates are
    /// over the rows of each group. An expression has to be selected, too.
    pub fn group_by(mut self, columns: impl Grouping<M>) -> Self {
        columns.groups(&mut self.groups);
        self
    }

    /// Returns only groups that satisfy the condition: `HAVING`.
    pub fn having(mut self, condition: Having<M>) -> Self {
        self.having.push(condition.into_node());
        self
    }

    /// Sorts the result.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        self.rows = self.rows.order_by(order);
        self
    }

    /// Leaves out the `ORDER BY`.
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

    /// Returns a page of this size: the first one, or the one after the page that returned this
    /// [`next`](crate::query::Page::next).
    pub fn page(self, after: Option<&str>, size: u64) -> PagedSelected<'a, M, S> {
        PagedSelected::new(self, after, size)
    }

    endings!('a, M => S::Row);

    async fn run_first<D: Driver>(mut self, db: &D) -> Result<Option<S::Row>> {
        if !self.is_one_row() {
            let limit = &mut self.rows.clauses_mut().limit;
            *limit = Some(limit.unwrap_or(1).min(1));
        }
        Ok(self.run(db).await?.pop())
    }

    async fn run<D: Driver>(mut self, db: &D) -> Result<Vec<S::Row>> {
        self.check()?;
        self.name_items()?;
        let mut rows = Rows::new(Reading::new(self.selection.clone()));
        self.rows.with_lock(db)?.fetch(&self, &mut rows).await?;
        Ok(rows.rows)
    }
}

impl<M: Model, S: Selection<M>> Statement for Selected<'_, M, S> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        to.op(Op::Rows, 0);
        to.word(Word::Table(M::TABLE));
        let is_grouped = self.is_distinct_by_groups();
        let distinct = if self.distinct && !is_grouped {
            DISTINCT
        } else {
            0
        };
        to.op(Op::Selection, S::ITEMS | distinct);
        self.selection.walk(to);
        self.rows.walk_conditions(to);
        if is_grouped && S::EXPRESSIONS == 0 {
            to.op(Op::GroupBy, S::ITEMS);
            self.selection.walk(to);
        } else if is_grouped {
            to.op(Op::GroupBy, S::ITEMS);
            walk_groups(&self.numbered_items(), to);
        } else if !self.groups.is_empty() {
            to.op(Op::GroupBy, self.groups.len() as u32);
            walk_groups(&self.groups, to);
        }
        walk_conditions(Op::Having, &self.having, to);
        match self.rows.sorting() {
            // A single row has no order, and PostgreSQL refuses an order by a column.
            _ if self.is_one_row() => {}
            Sorting::ByPrimaryKey if self.is_of_several() => self.walk_rest_of_order(&[], to),
            order @ (Sorting::ByPrimaryKey | Sorting::Not) => order.walk(to),
            order @ Sorting::By(keys) => {
                order.walk(to);
                self.walk_rest_of_order(keys, to);
            }
        }
        let clauses = self.rows.clauses();
        walk_limit(clauses.limit, clauses.offset, to);
        self.rows.walk_lock(to);
    }
}

impl<'a, M: Model, S: Selection<M>> Selected<'a, M, S> {
    /// Emits the rest of the order for groups and `distinct` rows: they have no primary key, and
    /// without it a limit could take different rows on each database.
    fn walk_rest_of_order<'w, K: Sink<'w>>(&self, keys: &[SortKey], to: &mut K) {
        let rest = self.rest_of_order(keys, self.is_distinct_by_groups());
        rest.iter().for_each(|by| by.walk_ascending(to));
    }

    /// The items that distinguish groups or `distinct` rows, without those in the given order.
    fn rest_of_order(&self, keys: &[SortKey], has_groups: bool) -> Vec<By> {
        let mut rest = if self.distinct {
            self.numbered_items()
        } else {
            self.groups.clone()
        };
        // PostgreSQL cannot sort `DISTINCT` rows by computed values.
        let is_distinct = self.distinct && !has_groups;
        rest.retain(|by| {
            by.is_sortable()
                && !(is_distinct && by.is_sorted_as_computed())
                && !keys.iter().any(|key| key.by.is(by))
        });
        rest
    }

    /// Whether a row of the result represents several rows.
    fn is_of_several(&self) -> bool {
        self.distinct || !self.groups.is_empty()
    }

    /// Groups and sorts by computed items by their numbers, because no database recognizes an
    /// expression with parameters by its SQL.
    fn name_items(&mut self) -> Result<()> {
        let is_computed = |by: &By| matches!(by, By::Expr(_));
        let is_of_several = self.is_of_several();
        let is_sorted_by_computed = || {
            let mut keys = self.rows.sorting().keys().iter();
            is_of_several && keys.any(|key| is_computed(&key.by))
        };
        if !self.groups.iter().any(is_computed) && !is_sorted_by_computed() {
            return Ok(());
        }
        let items = self.items();
        let number_of = |by: &By| {
            let position = items.iter().position(|item| item.is(by));
            position.map(|position| item_of(position, &items[position]))
        };
        for group in &mut self.groups {
            if is_computed(group) {
                *group = number_of(group).ok_or_else(|| {
                    Error::statement("a computed value in `group_by` must also be selected")
                })?;
            }
        }
        let of_enum = |by: &By| match by {
            By::Expr(expr) => expr.is_rank(),
            By::Column(_) | By::Call(_) | By::Item(..) => false,
        };
        if is_of_several && let Sorting::By(keys) = &mut self.rows.clauses_mut().order {
            for key in keys.iter_mut().filter(|key| is_computed(&key.by)) {
                if of_enum(&key.by) {
                    return Err(refused_order());
                }
                key.by = number_of(&key.by).ok_or_else(|| {
                    Error::statement(
                        "a computed value can sort groups and `distinct` rows only if it is also \
                         selected",
                    )
                })?;
            }
        }
        Ok(())
    }

    /// Whether aggregates combine all rows into one.
    fn is_one_row(&self) -> bool {
        self.groups.is_empty() && (S::AGGREGATES > 0 || !self.having.is_empty())
    }

    /// Refuses columns beside aggregates that may have several values in a group.
    fn check_groups(&self) -> Result<()> {
        let items = std::iter::once_with(|| self.items()).flatten();
        let keys = self.rows.sorting().keys().iter();
        Groups::new(self.groups.iter().map(|by| (0, by)), true).check(
            self.is_one_row(),
            items.map(|item| (0, item)),
            keys.map(|key| (0, &key.by)),
        )
    }

    /// Whether `distinct` is rendered as `GROUP BY`. The result is the same, but PostgreSQL cannot
    /// sort `DISTINCT` rows by computed values, such as the position of an enum's value.
    fn is_distinct_by_groups(&self) -> bool {
        let has_groups = !self.groups.is_empty() || !self.having.is_empty();
        self.distinct && S::AGGREGATES == 0 && !has_groups
    }

    /// The rows and their selection, for a page. Each row of the result must be one row of the
    /// table, independent of other rows.
    pub(super) fn into_page(self) -> Result<(Select<'a, M>, S)> {
        let is_of_several = self.distinct || !self.groups.is_empty() || S::AGGREGATES > 0;
        if is_of_several || !self.having.is_empty() {
            return Err(Error::statement(
                "a page has rows, not groups: it cannot have `distinct`, `group_by` or \
                 aggregates. Use `limit` and `offset`",
            ));
        }
        if S::EXPRESSIONS > 0 && self.items().iter().any(By::is_window) {
            return Err(Error::statement(
                "a page cannot have window functions, because they would not see the rows of the \
                 previous pages: use `limit` and `offset`",
            ));
        }
        Ok((self.rows, self.selection))
    }

    pub(super) fn selection(&self) -> &S {
        &self.selection
    }

    fn items(&self) -> Vec<By> {
        let mut items = Vec::new();
        self.selection.items(&mut items);
        items
    }

    /// The items; computed ones are emitted by their numbers.
    fn numbered_items(&self) -> Vec<By> {
        let items = self.items();
        let items = items.iter().enumerate();
        items
            .map(|(position, item)| numbered(position, item))
            .collect()
    }

    /// The query as a subquery.
    pub(super) fn to_query(&self) -> Query {
        let mut rows = self.rows.to_query();
        if let Err(error) = self.check() {
            rows.invalid = Some(error.to_string().into());
        }
        let mut named = Selected {
            rows: self.rows.clone(),
            selection: self.selection.clone(),
            distinct: self.distinct,
            groups: self.groups.clone(),
            having: self.having.clone(),
        };
        if let Err(error) = named.name_items() {
            rows.invalid = Some(error.to_string().into());
        }
        // If the query is only asked for rows, the number of an item would be that of a constant.
        let by_groups = self.is_distinct_by_groups() && S::EXPRESSIONS == 0;
        rows.order = named.rows.sorting().clone();
        if named.is_of_several() && !matches!(rows.order, Sorting::Not) {
            let rest = named.rest_of_order(rows.order.keys(), by_groups);
            rows.order.add(rest.into_iter().map(SortKey::ascending));
        }
        rows.items = self.items();
        rows.distinct = self.distinct && !by_groups;
        rows.groups = if by_groups {
            self.items()
        } else {
            named.groups
        };
        rows.having = named.having;
        rows.is_one_row = self.is_one_row();
        if rows.is_one_row {
            rows.order = Sorting::Not;
        }
        rows
    }

    /// Refuses queries that not every database supports.
    fn check(&self) -> Result<()> {
        if self.distinct && !self.is_one_row() {
            let items = self.items();
            let is_selected = |key: &SortKey| items.iter().any(|item| item.is(&key.by));
            let is_computed = |key: &SortKey| key.by.is_enum() && !self.is_distinct_by_groups();
            if self.rows.sorting().keys().iter().any(is_computed) {
                return Err(Error::statement(
                    "groups with `distinct` cannot be sorted by an enum: remove `distinct`, or \
                     group by the selected columns",
                ));
            }
            if !self.rows.sorting().keys().iter().all(is_selected) {
                return Err(refused_distinct());
            }
        }
        let clauses = self.rows.clauses();
        if self.is_one_row() && (clauses.limit.is_some() || clauses.offset.is_some()) {
            return Err(refused_limit());
        }
        let is_of_several = self.is_of_several() || S::AGGREGATES > 0;
        let has_window = S::EXPRESSIONS > 0 && self.items().iter().any(By::is_window);
        if is_of_several && has_window {
            return Err(refused_window());
        }
        if self.rows.has_lock() && (is_of_several || has_window) {
            return Err(Error::statement(
                "the results of `distinct`, `group_by`, aggregates and window functions cannot be \
                 locked: read the rows themselves with `for_update`",
            ));
        }
        self.check_groups()
    }
}

impl<M, S> fmt::Debug for Selected<'_, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selected")
            .field("distinct", &self.distinct)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}

#[cold]
pub(crate) fn refused_order() -> Error {
    Error::statement("groups cannot be sorted by a computed enum: sort by a column of the enum")
}

#[cold]
pub(crate) fn refused_limit() -> Error {
    Error::statement(
        "an aggregate without `group_by` is over all rows: `limit` and `offset` cannot choose some \
         of them. Use a filter, such as `in_` of a query with a limit",
    )
}

#[cold]
pub(crate) fn refused_window() -> Error {
    Error::statement(
        "a window function works on rows, not on groups: it cannot be combined with `group_by`, \
         `distinct` or an aggregate without `over`",
    )
}

#[cold]
pub(crate) fn refused_distinct() -> Error {
    Error::statement(
        "`distinct` rows can only be sorted by selected values, because one of them can stand \
         for several rows",
    )
}

/// The item at a position of a selection.
pub(crate) fn item_of(position: usize, item: &By) -> By {
    By::Item(position as u32 + 1, item.ty())
}

/// An item of a selection, which is emitted by its number if it is computed.
pub(crate) fn numbered(position: usize, item: &By) -> By {
    match item {
        By::Expr(_) => item_of(position, item),
        By::Call(call) if call.number().is_none() => item_of(position, item),
        By::Column(_) | By::Call(_) | By::Item(..) => item.clone(),
    }
}

/// Emits the words of `GROUP BY`.
pub(super) fn walk_groups<'w, K: Sink<'w>>(groups: &[By], to: &mut K) {
    for group in groups {
        match group {
            By::Column(name) => to.op(Op::Column, name.number()),
            By::Item(number, ty) => walk_group_item(*number, ty, to),
            // Such an item was replaced by its number before.
            By::Call(_) | By::Expr(_) => to.op(Op::False, 0),
        }
    }
}

/// Adds the number of a selected item, of this type, as a key of `GROUP BY`.
pub(crate) fn walk_group_item<'w, K: Sink<'w>>(number: u32, ty: &Type<'_>, to: &mut K) {
    if let Some(kind) = alike(ty) {
        to.op(Op::Alike, kind);
    }
    to.op(Op::ItemNumber, number);
}

/// Reads a selection from a row.
pub(crate) struct Reading<M, S>(S, PhantomData<fn() -> M>);

impl<M, S> Reading<M, S> {
    pub fn new(selection: S) -> Self {
        Reading(selection, PhantomData)
    }
}

impl<M, S: Clone> Clone for Reading<M, S> {
    fn clone(&self) -> Self {
        Reading(self.0.clone(), PhantomData)
    }
}

impl<M: 'static, S: Selection<M>> Decode for Reading<M, S> {
    type Item = S::Row;

    fn decode<R: Row>(&self, row: &R) -> Result<S::Row> {
        self.0.read(row, 0)
    }
}

/// Columns of `M`: one, or a tuple of them.
pub trait Columns<M> {
    /// Their positions.
    #[doc(hidden)]
    fn positions(&self) -> Vec<u16>;
}

impl<M, T> Columns<M> for crate::base::column::Column<M, T> {
    fn positions(&self) -> Vec<u16> {
        vec![self.index()]
    }
}

/// Columns and expressions of `M` by which rows can be grouped: their values are equal in the same
/// cases on every database. See [`Comparable`].
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be grouped by `{Self}`",
    label = "neither a column nor an expression of `{M}` that can be compared, nor a tuple of them",
    note = "`json` cannot be grouped, because databases differ in which documents are equal: put \
        the value into a column of its own"
)]
pub trait Grouping<M> {
    /// Adds them.
    #[doc(hidden)]
    fn groups(self, to: &mut Vec<By>);
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Comparable> Grouping<M> for crate::Column<M, T> {
    fn groups(self, to: &mut Vec<By>) {
        to.push(By::Column(self.named()));
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Comparable> Grouping<M> for Expression<M, T> {
    fn groups(self, to: &mut Vec<By>) {
        to.push(match self.into_expr() {
            Expr::Column(name) => By::Column(name),
            expr => By::Expr(expr),
        });
    }
}

macro_rules! tuple {
    ($($name:ident $position:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<M, $($name: Grouping<M>),+> Grouping<M> for ($($name,)+) {
            fn groups(self, to: &mut Vec<By>) {
                $(self.$position.groups(to);)+
            }
        }

        impl<M, $($name: Columns<M>),+> Columns<M> for ($($name,)+) {
            fn positions(&self) -> Vec<u16> {
                let mut positions = Vec::new();
                $(positions.extend(self.$position.positions());)+
                positions
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, N 12);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, N 12, O 13);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, N 12, O 13, P 14);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, N 12, O 13, P 14, Q 15);
