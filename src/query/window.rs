//! Window functions, which compute a value of a row from the rows around it.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::Op;
use tablewright_sql::table::Type;
use tablewright_sql::words::{Function, WindowFunction, alike, window};

use super::computed::{Expr, Expression};
use super::expression::{
    Average, Call, Count, Extreme, Of, Ordered, Selection, Sum, Summed, of_computed,
};
use super::order::{By, SortKey};
use super::selected::Grouping;
use super::{IntoOrder, Sortable};
use crate::base::column::Column;
use crate::base::error::Result;
use crate::base::model::Model;
use crate::base::statement::Sink;
use crate::base::value::Row;
use crate::base::value::field::Field;

/// A window function, to select: `row_number() OVER (PARTITION BY … ORDER BY …)`.
///
/// It sees the rows that the query finds, before its limit. As in SQL, it cannot be part of a
/// condition.
#[must_use = "a window function does nothing until it is selected"]
pub struct Window<M, T> {
    expr: Expr,
    of: PhantomData<fn() -> (M, T)>,
}

/// A window function that needs an order: `row_number().order_by(…)`.
#[must_use = "this window function needs an order: add `order_by`"]
pub struct Unordered<M, T>(Window<M, T>);

/// A window function, whatever its model.
#[derive(Clone, Debug)]
pub(super) struct Over {
    function: WindowFunction,
    operand: Option<Expr>,
    /// The number of rows before or after.
    offset: u32,
    partition: Vec<Expr>,
    order: Vec<SortKey>,
}

/// Returns the number of the row in its partition, from 1: `row_number() OVER (…)`. The primary key
/// decides among rows that are equal in the order.
pub fn row_number<M>() -> Unordered<M, i64> {
    Unordered::number(WindowFunction::RowNumber)
}

/// Returns the number of the row in its partition, from 1. Equal rows have the same number, and the
/// numbers after them are skipped: `rank() OVER (…)`.
pub fn rank<M>() -> Unordered<M, i64> {
    Unordered::number(WindowFunction::Rank)
}

/// Returns the number of the row in its partition, from 1. Equal rows have the same number:
/// `dense_rank() OVER (…)`.
pub fn dense_rank<M>() -> Unordered<M, i64> {
    Unordered::number(WindowFunction::DenseRank)
}

impl<M, T> Unordered<M, T> {
    fn number(function: WindowFunction) -> Self {
        Unordered(Window::new(function, None, Type::BigInt, false))
    }

    /// Partitions the rows by the values of these columns and expressions: `PARTITION BY`.
    pub fn partition_by(self, by: impl Grouping<M>) -> Self {
        Unordered(self.0.partition_by(by))
    }

    /// Sorts the rows within the window.
    pub fn order_by(self, order: impl IntoOrder<M>) -> Window<M, T> {
        self.0.order_by(order)
    }
}

impl<M, T> Window<M, T> {
    pub(crate) fn expr(&self) -> &Expr {
        &self.expr
    }

    fn new(
        function: WindowFunction,
        operand: Option<Expr>,
        ty: Type<'static>,
        nullable: bool,
    ) -> Self {
        let over = Over {
            function,
            operand,
            offset: 1,
            partition: Vec::new(),
            order: Vec::new(),
        };
        Window {
            expr: Expr::window(over, ty, nullable),
            of: PhantomData,
        }
    }

    fn aggregate(call: Call) -> Self {
        let ty = call.result_ty();
        let (function, of) = call.into_parts();
        let operand = match of {
            Of::Rows => None,
            Of::Column(name) => Some(Expr::Column(name)),
            Of::Expr(expr) => Some(*expr),
        };
        let function = match (function, &operand) {
            (Function::Count, None) => WindowFunction::Rows,
            (Function::Count, Some(_)) => WindowFunction::Count,
            (Function::Sum, _) => WindowFunction::Sum,
            (Function::Average, _) => WindowFunction::Average,
            (Function::Min | Function::Max, _) if matches!(ty, Type::Enum(_)) => {
                return Window::invalid(
                    "`min` and `max` of an enum over a window are not supported",
                );
            }
            (Function::Min, _) => WindowFunction::Min,
            (Function::Max, _) => WindowFunction::Max,
            (Function::CountDistinct, _) => {
                return Window::invalid(
                    "`count_distinct` over a window is not supported by any \
                    database",
                );
            }
        };
        Window::new(function, operand, ty, true)
    }

    fn invalid(reason: &str) -> Self {
        Window {
            expr: Expr::invalid(reason),
            of: PhantomData,
        }
    }

    /// Partitions the rows by the values of these columns and expressions: `PARTITION BY`.
    pub fn partition_by(mut self, by: impl Grouping<M>) -> Self {
        if let Some(over) = self.expr.over_mut() {
            over.partition.extend(partition(by));
        }
        self
    }

    /// Sorts the rows within the window. An aggregate is then over the rows up to this one and the
    /// rows equal to it, such as a running sum.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        let keys = order.into_orders().map(|order| order.key);
        if let Some(over) = self.expr.over_mut() {
            over.order.extend(keys);
        }
        self
    }
}

/// The expressions of `PARTITION BY`.
pub(super) fn partition<M>(by: impl Grouping<M>) -> Vec<Expr> {
    let mut groups = Vec::new();
    by.groups(&mut groups);
    let groups = groups.into_iter().filter_map(|by| match by {
        By::Column(name) => Some(Expr::Column(name)),
        By::Expr(expr) => Some(expr),
        // Groupings never contain these.
        By::Call(_) | By::Item(..) => None,
    });
    groups.collect()
}

/// Aggregates that can be used over a window.
macro_rules! over {
    ($($(#[$doc:meta])* $name:ident<$t:ident: [$($bound:tt)*]> is $value:ty;)+) => {$(
        impl<M, $t: $($bound)*> $name<M, $t> {
            $(#[$doc])*
            pub fn over(self) -> Window<M, $value> {
                Window::aggregate(self.into_call())
            }
        }
    )+};
}

over! {
    /// The number of rows in the window: `count(*) OVER (PARTITION BY …)`. Distinct values cannot
    /// be counted.
    Count<T: []> is i64;
    /// The sum over a window, a running one with an order:
    /// `sum("amount") OVER (PARTITION BY … ORDER BY …)`.
    Sum<T: [Summed]> is Option<T::Sum>;
    /// The average over a window: `avg("amount") OVER (PARTITION BY …)`.
    Average<T: []> is Option<f64>;
    /// The minimum or maximum over a window: `min("amount") OVER (PARTITION BY …)`.
    Extreme<T: [Ordered]> is Option<T::Value>;
}

/// The methods of columns and expressions.
macro_rules! methods {
    ($name:ident, $self:ident => $expr:expr) => {
        impl<M: Model, T: Sortable + Field> $name<M, T> {
            /// Returns the value of the row this number of rows before, or NULL:
            /// `lag("amount", 1) OVER (…)`.
            pub fn lag($self, rows: u32) -> Unordered<M, T::Optional> {
                beside($expr, WindowFunction::Lag, rows)
            }

            /// Returns the value of the row this number of rows after, or NULL:
            /// `lead("amount", 1) OVER (…)`.
            pub fn lead($self, rows: u32) -> Unordered<M, T::Optional> {
                beside($expr, WindowFunction::Lead, rows)
            }
        }
    };
}

methods!(Column, self => Expr::Column(self.named()));
methods!(Expression, self => self.into_expr());

fn beside<M, T>(expr: Expr, function: WindowFunction, rows: u32) -> Unordered<M, T> {
    let ty = expr.ty();
    let mut window = Window::new(function, Some(expr), ty, true);
    if let Some(over) = window.expr.over_mut() {
        over.offset = rows;
    }
    Unordered(window)
}

/// Whether it is a column with a collation.
fn is_collated(expr: &Expr) -> bool {
    match expr {
        Expr::Column(name) => name.table.column(name.column).collated,
        Expr::Computed(..) | Expr::Value(..) | Expr::Tree(_) => false,
    }
}

impl Over {
    /// The number of a row among the rows with equal values of these expressions, in this order.
    pub fn number(partition: Vec<Expr>, order: Vec<SortKey>) -> Expr {
        let over = Over {
            function: WindowFunction::RowNumber,
            operand: None,
            offset: 1,
            partition,
            order,
        };
        Expr::window(over, Type::BigInt, false)
    }

    /// Whether the value is computed from a sensitive column.
    pub fn is_sensitive(&self) -> bool {
        self.operand.as_ref().is_some_and(Expr::is_sensitive)
    }

    /// Emits its words.
    pub fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let ty = self.operand.as_ref().map_or(Type::BigInt, Expr::ty);
        to.op(Op::Window, window(self.function, &ty));
        if let Some(operand) = &self.operand {
            operand.walk(to);
        }
        if matches!(self.function, WindowFunction::Lag | WindowFunction::Lead) {
            to.op(Op::Offset, self.offset);
        }
        to.op(Op::Over, self.partition.len() as u32);
        for expr in &self.partition {
            // Equal values of a collation have different hashes.
            if let Some(kind) = alike(&expr.ty()).filter(|_| !is_collated(expr)) {
                to.op(Op::Alike, kind);
            }
            expr.walk(to);
        }
        for key in &self.order {
            // In a join, the row may be missing.
            key.walk_with(true, to);
        }
        if self.breaks_ties() {
            to.op(Op::ByPrimaryKeys, 0);
        }
        to.op(Op::End, 0);
    }

    /// Whether the primary key decides among rows that are equal in the order. Otherwise equal rows
    /// have the same value.
    fn breaks_ties(&self) -> bool {
        match self.function {
            WindowFunction::RowNumber | WindowFunction::Lag | WindowFunction::Lead => true,
            WindowFunction::Rank
            | WindowFunction::DenseRank
            | WindowFunction::Rows
            | WindowFunction::Count
            | WindowFunction::Min
            | WindowFunction::Max
            | WindowFunction::Sum
            | WindowFunction::Average => false,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Field> Selection<M> for Window<M, T> {
    type Row = T;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 0;
    const EXPRESSIONS: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Expr(self.expr.clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.expr.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        let ty = self.expr.ty();
        T::read(row, index, &ty).map_err(|error| {
            let error = of_computed(error, row, index, &ty);
            error.of_sensitive(self.expr.is_sensitive())
        })
    }
}

impl<M, T> Clone for Window<M, T> {
    fn clone(&self) -> Self {
        Window {
            expr: self.expr.clone(),
            of: PhantomData,
        }
    }
}

impl<M, T> Clone for Unordered<M, T> {
    fn clone(&self) -> Self {
        Unordered(self.0.clone())
    }
}

impl<M, T> fmt::Debug for Window<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Window").field(&self.expr).finish()
    }
}

impl<M, T> fmt::Debug for Unordered<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
