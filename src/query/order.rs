//! Orders.

use std::fmt;
use std::marker::PhantomData;

use smallvec::SmallVec;
use tablewright_sql::table::Type;
use tablewright_sql::times_sorted_by;
use tablewright_sql::words::{Op, item, sort, typed};

use super::computed::Expr;
use super::expression::Call;
use crate::base::column::Column;
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink};

/// An order of rows of the model `M`: `User::NAME.asc()`.
///
/// Text is sorted by code point. NULL is less than every value, on every database, unless
/// [`nulls_first`](Order::nulls_first) or [`nulls_last`](Order::nulls_last) say otherwise.
pub struct Order<M> {
    pub(crate) key: SortKey,
    of: PhantomData<fn() -> M>,
}

/// An order by one item, whatever its model.
#[derive(Clone, Debug)]
pub(crate) struct SortKey {
    pub by: By,
    pub descending: bool,
    /// Whether NULL comes first.
    pub nulls_first: bool,
    /// Whether there may be NULLs: the column is nullable, or the row may be missing in a join.
    pub may_be_null: bool,
}

impl SortKey {
    /// The ascending order.
    pub(super) fn ascending(by: By) -> SortKey {
        SortKey {
            by,
            descending: false,
            nulls_first: true,
            may_be_null: true,
        }
    }

    /// The order of the primary key.
    pub fn of_primary_key(table: &'static Table) -> impl Iterator<Item = SortKey> {
        let columns = table.primary_key.columns.iter();
        columns.map(move |&column| SortKey {
            by: By::Column(Name { table, column }),
            descending: false,
            nulls_first: true,
            may_be_null: false,
        })
    }

    /// Whether NULL comes first, if there may be NULLs.
    #[inline]
    pub fn nulls(&self) -> Option<bool> {
        self.may_be_null.then_some(self.nulls_first)
    }

    #[inline]
    pub fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.walk_with(self.may_be_null, to);
    }

    /// Emits its words for rows of which some may be missing.
    #[inline]
    pub fn walk_with<'w, S: Sink<'w>>(&'w self, may_be_null: bool, to: &mut S) {
        let nulls = may_be_null.then_some(self.nulls_first);
        let (op, by) = match (&self.by, self.descending) {
            (By::Column(name), false) => (Op::Asc, name.number()),
            (By::Column(name), true) => (Op::Desc, name.number()),
            _ => return self.walk_computed(nulls, to),
        };
        to.op(op, sort(by, nulls));
    }

    fn walk_computed<'w, S: Sink<'w>>(&'w self, nulls: Option<bool>, to: &mut S) {
        let (call, of, by_item) = match self.descending {
            false => (Op::AscCall, Op::AscOf, Op::AscItem),
            true => (Op::DescCall, Op::DescOf, Op::DescItem),
        };
        match &self.by {
            By::Column(_) => {}
            By::Call(by) => match by.number() {
                Some(number) => to.op(call, sort(number, nulls)),
                None => {
                    let number = sort(typed(&by.result_ty()), nulls);
                    self.walk_repeated(of, number, |to| by.walk(to), to);
                }
            },
            By::Expr(expr) => {
                let number = sort(typed(&expr.sorted_ty()), nulls);
                self.walk_repeated(of, number, |to| expr.walk(to), to);
            }
            By::Item(number, ty) => to.op(by_item, sort(item(*number, ty), nulls)),
        }
    }

    /// Emits the words of an expression as often as the order needs it in the SQL. Placeholders
    /// without numbers have a parameter for each.
    fn walk_repeated<'w, S: Sink<'w>>(
        &self,
        of: Op,
        number: u32,
        walk: impl Fn(&mut S),
        to: &mut S,
    ) {
        to.op(of, number);
        walk(to);
        if S::BINDS {
            for _ in 1..times_sorted_by(to.dialect(), number, self.descending) {
                walk(to);
            }
        }
    }
}

/// The order of rows.
#[derive(Clone, Debug, Default)]
pub(crate) enum Sorting<K = SortKey> {
    /// By the primary key.
    #[default]
    ByPrimaryKey,
    /// Unordered.
    Not,
    /// By these items.
    By(SmallVec<[K; 1]>),
}

impl Sorting {
    /// Emits the words of the order.
    #[inline]
    pub fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            Sorting::ByPrimaryKey => to.op(Op::ByPrimaryKeys, 0),
            Sorting::Not => {}
            Sorting::By(keys) => keys.iter().for_each(|key| key.walk(to)),
        }
    }
}

impl<K> Sorting<K> {
    /// Adds orders after the existing ones.
    pub fn add(&mut self, keys: impl Iterator<Item = K>) {
        match self {
            Sorting::By(there) => there.extend(keys),
            Sorting::ByPrimaryKey | Sorting::Not => {
                // One by one, because reserving space takes longer than most orders need.
                let mut by = SmallVec::new();
                for key in keys {
                    by.push(key);
                }
                *self = Sorting::By(by);
            }
        }
    }

    /// The given orders, to change them.
    pub fn keys_mut(&mut self) -> &mut [K] {
        match self {
            Sorting::By(keys) => keys,
            Sorting::ByPrimaryKey | Sorting::Not => &mut [],
        }
    }

    /// The given orders.
    pub fn keys(&self) -> &[K] {
        match self {
            Sorting::By(keys) => keys,
            Sorting::ByPrimaryKey | Sorting::Not => &[],
        }
    }
}

/// The item that rows are sorted by.
#[derive(Clone, Debug)]
pub enum By {
    /// A column.
    Column(Name),
    /// An aggregate of a group.
    Call(Call),
    /// An expression.
    Expr(Expr),
    /// The selected item at this position, from 1.
    Item(u32, Type<'static>),
}

impl By {
    /// Emits the words of an ascending order by the item, which is neither an aggregate nor an
    /// expression.
    pub(crate) fn walk_ascending<'w, S: Sink<'w>>(&self, to: &mut S) {
        match self {
            By::Column(name) => {
                let nulls = name.table.column(name.column).nullable.then_some(true);
                to.op(Op::Asc, sort(name.number(), nulls));
            }
            By::Call(call) => {
                if let Some(number) = call.number() {
                    to.op(Op::AscCall, sort(number, Some(true)));
                }
            }
            By::Item(number, ty) => to.op(Op::AscItem, sort(item(*number, ty), Some(true))),
            By::Expr(_) => {}
        }
    }

    /// An order by an expression. A column is an order by a column, unless it has a collation,
    /// which does not apply to expressions.
    pub(crate) fn computed(expr: Expr) -> By {
        match expr {
            Expr::Column(name) if !name.table.column(name.column).collated => By::Column(name),
            expr => By::Expr(expr),
        }
    }

    /// Whether it is an enum, which is sorted by the positions of its values.
    pub(crate) fn is_enum(&self) -> bool {
        match self {
            By::Column(name) => matches!(name.table.column(name.column).ty, Type::Enum(_)),
            By::Expr(expr) => matches!(expr.ty(), Type::Enum(_)),
            By::Item(_, ty) => matches!(ty, Type::Enum(_)),
            By::Call(call) => call.is_enum(),
        }
    }

    /// Whether the database sorts by another value than the selected one: by the position of an
    /// enum's value, or by a native value whose text is selected.
    pub(super) fn is_sorted_as_computed(&self) -> bool {
        self.is_enum() || matches!(self, By::Column(_) if matches!(self.ty(), Type::Native(_)))
    }

    /// Whether the other is the position of this one among the values of its enum.
    pub(super) fn is_ranked_by(&self, other: &By) -> bool {
        match (self, other) {
            (By::Expr(expr), By::Expr(other)) => other.is_rank_of(expr),
            _ => false,
        }
    }

    /// Whether it is a column of text with a collation, and not the text of a native type.
    pub(super) fn is_collated(&self) -> bool {
        let name = match self {
            By::Column(name) => *name,
            By::Call(call) => call.name(),
            By::Expr(_) | By::Item(..) => return false,
        };
        name.table
            .columns
            .get(usize::from(name.column))
            .is_some_and(|column| column.collated && !matches!(column.ty, Type::Native(_)))
    }

    /// Whether every database sorts by it in the same way.
    pub(crate) fn is_sortable(&self) -> bool {
        match self {
            By::Column(name) => {
                let ty = name.table.column(name.column).ty;
                !matches!(ty, Type::Json | Type::Array(_))
            }
            By::Call(_) | By::Expr(_) | By::Item(..) => true,
        }
    }

    /// The type of its values.
    pub(super) fn ty(&self) -> Type<'static> {
        match self {
            By::Column(name) => name.table.column(name.column).ty,
            By::Call(call) => call.result_ty(),
            By::Expr(expr) => expr.ty(),
            By::Item(_, ty) => *ty,
        }
    }

    /// Whether it is a window function.
    pub(crate) fn is_window(&self) -> bool {
        match self {
            By::Expr(expr) => expr.is_window(),
            By::Column(_) | By::Call(_) | By::Item(..) => false,
        }
    }

    /// Whether it is a sum of integers.
    pub(super) fn is_whole_sum(&self) -> bool {
        match self {
            By::Call(call) => call.is_whole_sum(),
            By::Column(_) | By::Expr(_) | By::Item(..) => false,
        }
    }

    /// Whether it is an aggregate.
    pub(crate) fn is_aggregate(&self) -> bool {
        matches!(self, By::Call(_))
    }

    /// Whether its values are equal in the same cases on every database.
    pub(crate) fn is_comparable(&self) -> bool {
        !matches!(self.ty(), Type::Json)
    }

    /// Emits its words as a selected item.
    pub(crate) fn walk_item<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            By::Column(name) => to.op(Op::Column, name.number()),
            By::Call(call) => call.walk(to),
            By::Expr(expr) => expr.walk(to),
            By::Item(number, _) => to.op(Op::ItemNumber, *number),
        }
    }

    /// Whether both are the same.
    pub(crate) fn is(&self, other: &By) -> bool {
        match (self, other) {
            (By::Column(one), By::Column(other)) => {
                one.column == other.column && std::ptr::eq(one.table, other.table)
            }
            (By::Call(one), By::Call(other)) => one.is(other),
            (By::Expr(one), By::Expr(other)) => one.is(other),
            (By::Item(one, _), By::Item(other, _)) => one == other,
            (By::Column(_) | By::Call(_) | By::Expr(_) | By::Item(..), _) => false,
        }
    }

    /// The column, if it is one.
    pub(crate) fn column(&self) -> Option<Name> {
        match self {
            By::Column(name) => Some(*name),
            By::Call(_) | By::Expr(_) | By::Item(..) => None,
        }
    }
}

impl<M> Order<M> {
    pub(crate) fn of_call(call: Call, descending: bool) -> Self {
        Order {
            key: SortKey {
                by: By::Call(call),
                descending,
                nulls_first: !descending,
                may_be_null: true,
            },
            of: PhantomData,
        }
    }
}

impl<M> Order<M> {
    pub(crate) fn of_expr(expr: Expr, descending: bool) -> Self {
        let expr = expr.sortable();
        Order {
            key: SortKey {
                descending,
                nulls_first: !descending,
                may_be_null: expr.is_nullable(),
                by: By::computed(expr),
            },
            of: PhantomData,
        }
    }
}

impl<M: Model> Order<M> {
    pub(crate) fn of<T>(column: Column<M, T>, descending: bool) -> Self {
        Order {
            key: SortKey {
                by: By::Column(column.named()),
                descending,
                nulls_first: !descending,
                may_be_null: column.is_nullable(),
            },
            of: PhantomData,
        }
    }

    /// Puts NULLs first.
    pub fn nulls_first(mut self) -> Self {
        self.key.nulls_first = true;
        self
    }

    /// Puts NULLs last.
    pub fn nulls_last(mut self) -> Self {
        self.key.nulls_first = false;
        self
    }
}

impl<M> Clone for Order<M> {
    fn clone(&self) -> Self {
        Order {
            key: self.key.clone(),
            of: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Order<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Order").field(&self.key).finish()
    }
}

/// One order, or several. Later orders decide among rows that are equal in the earlier ones.
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be sorted by `{Self}`",
    label = "it is neither an order by a column of `{M}` nor an array of them"
)]
pub trait IntoOrder<M> {
    /// The orders.
    fn into_orders(self) -> impl Iterator<Item = Order<M>>;
}

#[diagnostic::do_not_recommend]
impl<M> IntoOrder<M> for Order<M> {
    fn into_orders(self) -> impl Iterator<Item = Order<M>> {
        std::iter::once(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M, const N: usize> IntoOrder<M> for [Order<M>; N] {
    fn into_orders(self) -> impl Iterator<Item = Order<M>> {
        self.into_iter()
    }
}

#[diagnostic::do_not_recommend]
impl<M> IntoOrder<M> for Vec<Order<M>> {
    fn into_orders(self) -> impl Iterator<Item = Order<M>> {
        self.into_iter()
    }
}
