//! Columns, expressions and aggregates of joined rows.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::Op;
use tablewright_sql::words::{DISTINCT, sort};

use super::constant::Target;
use super::joined::{At, First, Joined, Position};
use crate::base::column::Column;
use crate::base::connection::driver::{Decode, Driver, Rows};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Sink, Statement};
use crate::base::value::Row;
use crate::base::value::field::Field;
use crate::query::endings::endings;
use crate::query::grouped::Groups;
use crate::query::order::By;
use crate::query::select::walk_limit;
use crate::query::selected::{
    item_of, numbered, refused_distinct, refused_limit, refused_order, refused_window,
    walk_group_item,
};
use crate::query::{
    Average, Comparable, Count, Expression, Extreme, Fields, Fragment, Grouping, Having,
    IntoFilter, IntoOrder, Node, Ordered, Selection, SortKey, Sum, Summed, Window, of_computed,
};

/// A selection of columns, expressions and aggregates from a join.
///
/// ```text
/// let rows: Vec<(String, String)> =
///     Post::all().join(Post::AUTHOR).select((Post::TITLE, User::NAME)).all(&db)?;
/// let busiest = User::all()
///     .join(User::POSTS)
///     .select((User::NAME, count::<Post>(), Post::LIKES.sum()))
///     .group_by(User::NAME)
///     .having(count::<Post>().gt(5))
///     .all(&db)?;
/// ```
///
/// Without an order, rows come in the order of the primary keys, groups in the order of the grouped
/// columns, and `distinct` rows in the order of the selected values.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct JoinedSelect<'a, M, J, S, P> {
    joined: Joined<'a, M, J>,
    selection: S,
    items: Vec<(u32, By)>,
    distinct: bool,
    groups: Vec<(u32, By)>,
    having: Vec<(u32, Node)>,
    of: PhantomData<fn() -> P>,
}

impl<'a, M: Model, J> Joined<'a, M, J> {
    /// Selects columns, expressions and aggregates of the models instead of whole rows: one, or a
    /// tuple of up to sixteen. A value of a model whose row may be missing is an `Option`.
    ///
    /// `count` needs one of the models: `count::<Post>()`. If a model is joined twice, its columns
    /// are ambiguous, and do not compile.
    pub fn select<S, P>(self, selection: S) -> JoinedSelect<'a, M, J, S, P>
    where
        S: JoinedSelection<J, P>,
    {
        let mut items = Vec::new();
        selection.items(&mut items);
        JoinedSelect {
            joined: self,
            selection,
            items,
            distinct: false,
            groups: Vec::new(),
            having: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<'a, M: Model, J: Send + Sync + 'static, S, P: 'static> JoinedSelect<'a, M, J, S, P>
where
    S: JoinedSelection<J, P>,
{
    /// Returns each row of the result once: `SELECT DISTINCT`.
    pub fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    /// Groups rows with equal values of these columns and expressions: `GROUP BY`. Called again, it
    /// adds columns.
    pub fn group_by<Q>(mut self, columns: impl JoinedGrouping<J, Q>) -> Self {
        columns.groups(&mut self.groups);
        self
    }

    /// Returns only groups that satisfy the condition: `HAVING`.
    pub fn having<Q, F>(mut self, condition: Having<F>) -> Self
    where
        J: At<F, Q>,
        Q: Position,
    {
        self.having.push((Q::INDEX, condition.into_node()));
        self
    }

    /// Adds a condition on one of the models: see [`Joined::filter`].
    pub fn filter<Q, F>(mut self, filter: impl IntoFilter<F>) -> Self
    where
        J: At<F, Q>,
        Q: Position,
    {
        self.joined = self.joined.filter::<Q, F>(filter);
        self
    }

    /// Sorts by columns of one of the models. Called again, it adds orders.
    pub fn order_by<Q, F>(mut self, order: impl IntoOrder<F>) -> Self
    where
        J: At<F, Q>,
        Q: Position,
    {
        self.joined = self.joined.order_by::<Q, F>(order);
        self
    }

    /// Leaves out the `ORDER BY`.
    pub fn unordered(mut self) -> Self {
        self.joined = self.joined.unordered();
        self
    }

    /// Returns at most this number of rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.joined = self.joined.limit(rows);
        self
    }

    /// Skips this number of rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.joined = self.joined.offset(rows);
        self
    }

    endings!('a, M => S::Row);

    async fn run_first<D: Driver>(mut self, db: &D) -> Result<Option<S::Row>> {
        if !self.is_one_row() {
            self.joined.limit = Some(self.joined.limit.unwrap_or(1).min(1));
        }
        Ok(self.run(db).await?.pop())
    }

    async fn run<D: Driver>(mut self, db: &D) -> Result<Vec<S::Row>> {
        self.joined.check()?;
        if self.is_one_row() && (self.joined.limit.is_some() || self.joined.offset.is_some()) {
            return Err(refused_limit());
        }
        self.check_groups()?;
        self.name_items()?;
        let mut rows = Rows::new(Reading {
            selection: self.selection.clone(),
            of: PhantomData,
        });
        db.fetch(&self, &mut rows).await?;
        Ok(rows.rows)
    }

    /// Replaces computed items in groups and orders by their numbers, because no database
    /// recognizes an expression with parameters by its SQL.
    fn name_items(&mut self) -> Result<()> {
        let is_one_row = self.is_one_row();
        let items = &self.items;
        let number_of = |entry: u32, by: &By| {
            let mut found = items.iter();
            let position = found.position(|(other, item)| *other == entry && item.is(by));
            position.map(|position| item_of(position, &items[position].1))
        };
        let has_groups = !self.groups.is_empty() || !self.having.is_empty();
        let has_aggregates = items.iter().any(|(_, by)| by.is_aggregate());
        if (self.distinct || has_groups || has_aggregates)
            && items.iter().any(|(_, by)| by.is_window())
        {
            return Err(refused_window());
        }
        if self.distinct && !has_groups && !has_aggregates {
            if items.iter().any(|(_, by)| !by.is_comparable()) {
                return Err(Error::statement(
                    "`distinct` does not work with `json`, because databases differ in which \
                     documents are equal",
                ));
            }
            // The result is the same, and it can be sorted by computed values.
            let numbered = items.iter().enumerate();
            self.groups = numbered
                .map(|(position, (entry, item))| match item {
                    By::Expr(_) => (*entry, item_of(position, item)),
                    item => (*entry, item.clone()),
                })
                .collect();
            self.distinct = false;
            for (entry, key) in self.joined.sort_keys_mut() {
                if number_of(entry, &key.by).is_none() {
                    return Err(refused_distinct());
                }
            }
        }
        for (entry, group) in &mut self.groups {
            if matches!(group, By::Expr(_)) {
                *group = number_of(*entry, group).ok_or_else(|| {
                    Error::statement("a computed value in `group_by` must also be selected")
                })?;
            }
        }
        if (!self.groups.is_empty() || self.distinct) && !is_one_row {
            for (entry, key) in self.joined.sort_keys_mut() {
                if let By::Expr(expr) = &key.by {
                    if expr.is_rank() {
                        return Err(refused_order());
                    }
                    key.by = number_of(entry, &key.by).ok_or_else(refused_distinct)?;
                } else if self.distinct && number_of(entry, &key.by).is_none() {
                    return Err(refused_distinct());
                }
            }
        }
        Ok(())
    }
}

impl<M: Model, J, S, P> JoinedSelect<'_, M, J, S, P> {
    /// Whether aggregates combine all rows into one.
    fn is_one_row(&self) -> bool {
        let mut items = self.items.iter();
        let mut has_aggregates = || items.any(|(_, by)| by.is_aggregate());
        self.groups.is_empty() && (!self.having.is_empty() || has_aggregates())
    }

    /// Refuses columns beside aggregates that may have several values in a group.
    fn check_groups(&self) -> Result<()> {
        let groups = self.groups.iter().map(|(entry, by)| (*entry, by));
        Groups::new(groups, self.joined.is_base_plain()).check(
            self.is_one_row(),
            self.items.iter().map(|(entry, item)| (*entry, item)),
            self.joined.keys().map(|(entry, key)| (entry, &key.by)),
        )
    }

    /// Emits the rest of the order: the groups, because without them a limit could take different
    /// groups on each database; without groups and without a given order, the primary keys.
    fn walk_rest_of_order<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        if self.groups.is_empty() && !self.distinct && self.joined.is_sorted().is_none() {
            to.op(Op::ByPrimaryKeys, 0);
        }
        for (entry, by) in self.told_apart_by() {
            let is_sorted = |(other, key): (u32, &SortKey)| other == entry && key.by.is(&by);
            if !by.is_sortable() || self.joined.keys().any(is_sorted) {
                continue;
            }
            match by {
                // The row may be missing.
                By::Column(name) => {
                    to.op(Op::Entry, entry);
                    to.op(Op::Asc, sort(name.number(), Some(true)));
                }
                By::Call(_) => {
                    to.op(Op::Entry, entry);
                    by.walk_ascending(to);
                }
                By::Expr(_) | By::Item(..) => by.walk_ascending(to),
            }
        }
    }

    /// The items that distinguish groups, with the positions of their models. For groups with
    /// `distinct` these are the selected items, because PostgreSQL cannot sort such rows by other
    /// or computed values.
    fn told_apart_by(&self) -> Vec<(u32, By)> {
        if !self.distinct {
            return self.groups.clone();
        }
        let items = self.items.iter().enumerate();
        let items = items.filter(|(_, (_, item))| !item.is_enum());
        let numbered = items.map(|(position, (entry, item))| (*entry, numbered(position, item)));
        numbered.collect()
    }
}

impl<M: Model, J: Send + Sync, S: Send + Sync, P> Statement for JoinedSelect<'_, M, J, S, P> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        to.op(Op::Rows, 0);
        self.joined.walk_tables(to);
        let distinct = if self.distinct { DISTINCT } else { 0 };
        to.op(Op::Selection, self.items.len() as u32 | distinct);
        for (entry, item) in &self.items {
            to.op(Op::Entry, *entry);
            item.walk_item(to);
        }
        self.joined.walk_joins(to);
        if !self.groups.is_empty() {
            to.op(Op::GroupBy, self.groups.len() as u32);
            for (entry, group) in &self.groups {
                match group {
                    By::Item(number, ty) => walk_group_item(*number, ty, to),
                    group => {
                        to.op(Op::Entry, *entry);
                        group.walk_item(to);
                    }
                }
            }
        }
        if !self.having.is_empty() {
            to.op(Op::Having, self.having.len() as u32);
            for (entry, node) in &self.having {
                to.op(Op::Entry, *entry);
                node.walk(to);
            }
        }
        match self.joined.is_sorted() {
            // A single row has no order, and PostgreSQL refuses an order by a column.
            _ if self.is_one_row() => {}
            Some(true) => {
                self.joined.walk_order(to);
                self.walk_rest_of_order(to);
            }
            Some(false) => {}
            None => self.walk_rest_of_order(to),
        }
        walk_limit(self.joined.limit, self.joined.offset, to);
    }
}

impl<M: Model, J, S, P> fmt::Debug for JoinedSelect<'_, M, J, S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinedSelect")
            .field("joined", &self.joined)
            .finish_non_exhaustive()
    }
}

/// A selection from the rows of a join: columns, expressions and aggregates of its models, and
/// tuples of up to sixteen of them. `P` has the positions of the models.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from this join",
    label = "a part of it is not from one of the joined models",
    note = "the models are `{J}`"
)]
pub trait JoinedSelection<J, P>: Clone + Send + Sync + 'static {
    /// The Rust type of a selected row.
    type Row: Send + 'static;
    /// The number of columns in the result.
    #[doc(hidden)]
    const WIDTH: usize;

    /// The items, with the positions of their models.
    #[doc(hidden)]
    fn items(&self, to: &mut Vec<(u32, By)>);

    /// Reads the value from a row, beginning at a position.
    #[doc(hidden)]
    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row>;
}

fn items_at<M, S: Selection<M>>(position: u32, selection: &S, to: &mut Vec<(u32, By)>) {
    let mut items = Vec::new();
    selection.items(&mut items);
    to.extend(items.into_iter().map(|by| (position, by)));
}

#[diagnostic::do_not_recommend]
impl<J, M: Model, T: Field, P: Position> JoinedSelection<J, P> for Column<M, T>
where
    J: At<M, P>,
{
    type Row = <J::Entry as Target>::Column<T>;
    const WIDTH: usize = 1;

    fn items(&self, to: &mut Vec<(u32, By)>) {
        items_at::<M, _>(P::INDEX, self, to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row> {
        let read = Self::Row::read(row, index, self.ty());
        read.map_err(|error| error.in_selected(M::TABLE, self.index()))
    }
}

/// Expressions of one model.
macro_rules! computed {
    ($($name:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<J, M: Model, T: Field, P: Position> JoinedSelection<J, P> for $name<M, T>
        where
            J: At<M, P>,
        {
            type Row = <J::Entry as Target>::Column<T>;
            const WIDTH: usize = 1;

            fn items(&self, to: &mut Vec<(u32, By)>) {
                items_at::<M, _>(P::INDEX, self, to);
            }

            fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row> {
                let ty = self.expr().ty();
                Self::Row::read(row, index, &ty).map_err(|error| {
                    let error = of_computed(error, row, index, &ty);
                    error.of_sensitive(self.expr().is_sensitive())
                })
            }
        }
    )+};
}

computed!(Expression, Window);

#[diagnostic::do_not_recommend]
impl<J, T: Field> JoinedSelection<J, First> for Fragment<T> {
    type Row = T;
    const WIDTH: usize = 1;

    fn items(&self, to: &mut Vec<(u32, By)>) {
        items_at::<(), _>(First::INDEX, self, to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        Selection::<()>::read(self, row, index)
    }
}

/// Aggregates, which are read like those of one model.
macro_rules! aggregate {
    ($($name:ident<$t:ident>: [$($bound:tt)+]),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<J, M: Model, $t: $($bound)+, P: Position> JoinedSelection<J, P> for $name<M, $t>
        where
            J: At<M, P>,
        {
            type Row = <Self as Selection<M>>::Row;
            const WIDTH: usize = 1;

            fn items(&self, to: &mut Vec<(u32, By)>) {
                items_at::<M, _>(P::INDEX, self, to);
            }

            fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row> {
                Selection::<M>::read(self, row, index)
            }
        }
    )+};
}

aggregate!(
    Count<T>: ['static],
    Extreme<T>: [Ordered + 'static],
    Sum<T>: [Summed + 'static],
    Average<T>: ['static],
);

impl<J, P, S, X, T> JoinedSelection<J, P> for Fields<S, X, T>
where
    S: JoinedSelection<J, P, Row = X>,
    X: Send + 'static,
    T: Send + 'static,
{
    type Row = T;
    const WIDTH: usize = S::WIDTH;

    fn items(&self, to: &mut Vec<(u32, By)>) {
        self.selection.items(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        self.selection.read(row, index).map(self.make)
    }
}

/// Selections of several items, as tuples.
macro_rules! tuple {
    ($($name:ident $position:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<ROWS, $($name: JoinedSelection<ROWS, $position>, $position),+>
            JoinedSelection<ROWS, ($($position,)+)> for ($($name,)+)
        {
            type Row = ($($name::Row,)+);
            const WIDTH: usize = 0 $(+ $name::WIDTH)+;

            fn items(&self, to: &mut Vec<(u32, By)>) {
                $(self.$index.items(to);)+
            }

            fn read<R: Row>(&self, row: &R, mut index: usize) -> Result<Self::Row> {
                let mut next = |width: usize| {
                    index += width;
                    index - width
                };
                Ok(($(self.$index.read(row, next($name::WIDTH))?,)+))
            }
        }
    };
}

tuple!(A PA 0);
tuple!(A PA 0, B PB 1);
tuple!(A PA 0, B PB 1, C PC 2);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13, P PP 14);
tuple!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13, P PP 14, Q PQ 15);

/// Columns, expressions and raw fragments by which joined rows can be grouped, and tuples of up to
/// 16 of them. `P` has the positions of their models.
#[diagnostic::on_unimplemented(
    message = "the rows of this join cannot be grouped by `{Self}`",
    label = "a part of it is not from one of the joined models, or cannot be compared",
    note = "the models are `{J}`; `json` cannot be grouped, because databases differ in which \
        documents are equal"
)]
pub trait JoinedGrouping<J, P> {
    /// Adds them, with the positions of their models.
    #[doc(hidden)]
    fn groups(self, to: &mut Vec<(u32, By)>);
}

fn groups_at<M>(position: u32, grouping: impl Grouping<M>, to: &mut Vec<(u32, By)>) {
    let mut groups = Vec::new();
    grouping.groups(&mut groups);
    to.extend(groups.into_iter().map(|by| (position, by)));
}

/// Columns and expressions of one model.
macro_rules! grouped {
    ($($name:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<J: At<M, P>, M: Model, T, P: Position> JoinedGrouping<J, P> for $name<M, T>
        where
            Self: Grouping<M>,
        {
            fn groups(self, to: &mut Vec<(u32, By)>) {
                groups_at::<M>(P::INDEX, self, to);
            }
        }
    )+};
}

grouped!(Column, Expression);

#[diagnostic::do_not_recommend]
impl<J, T: Comparable + Field> JoinedGrouping<J, First> for Fragment<T> {
    fn groups(self, to: &mut Vec<(u32, By)>) {
        groups_at::<()>(First::INDEX, self, to);
    }
}

macro_rules! groupings {
    ($($name:ident $position:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<ROWS, $($name: JoinedGrouping<ROWS, $position>, $position),+>
            JoinedGrouping<ROWS, ($($position,)+)> for ($($name,)+)
        {
            fn groups(self, to: &mut Vec<(u32, By)>) {
                $(self.$index.groups(to);)+
            }
        }
    };
}

groupings!(A PA 0);
groupings!(A PA 0, B PB 1);
groupings!(A PA 0, B PB 1, C PC 2);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13, P PP 14);
groupings!(A PA 0, B PB 1, C PC 2, D PD 3, E PE 4, F PF 5, G PG 6, H PH 7, I PI 8, J PJ 9, K PK 10, L PL 11, N PN 12, O PO 13, P PP 14, Q PQ 15);

/// Reads a selection from a row.
struct Reading<J, S, P> {
    selection: S,
    of: PhantomData<fn() -> (J, P)>,
}

impl<J, S: Clone, P> Clone for Reading<J, S, P> {
    fn clone(&self) -> Self {
        Reading {
            selection: self.selection.clone(),
            of: PhantomData,
        }
    }
}

impl<J: 'static, S: JoinedSelection<J, P>, P: 'static> Decode for Reading<J, S, P> {
    type Item = S::Row;

    fn decode<R: Row>(&self, row: &R) -> Result<S::Row> {
        self.selection.read(row, 0)
    }
}
