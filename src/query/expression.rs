//! Selections other than whole models: columns and aggregates, alone or in tuples.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::table::Type;
use tablewright_sql::words::{Comparison, Function, Op, call, call_of, compare_call, typed};

use super::comparison::ranked;
use super::computed::{Condition, Expr, Expression};
use super::order::By;
use super::{Comparable, Filter, Having, Node, Order};
use crate::base::column::Column;
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::base::statement::{Name, Sink};
use crate::base::value::custom::Custom;
use crate::base::value::field::Field;
use crate::base::value::id::Id;
use crate::base::value::parameter::Parameter;
use crate::base::value::{Row, Value};

/// Something that a query over rows of `M` can select: a column, an aggregate such as
/// [`count`] or [`Column::sum`], or a tuple of up to sixteen of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{M}`",
    label = "a part of it is not from `{M}`",
    note = "select columns of `{M}`, aggregates of them, or tuples of these"
)]
pub trait Selection<M>: Clone + Send + Sync + 'static {
    /// The Rust type of a selected row.
    type Row: Send + 'static;
    /// The number of columns in the result.
    #[doc(hidden)]
    const WIDTH: usize;

    /// The number of items in the SQL.
    #[doc(hidden)]
    const ITEMS: u32;
    /// The number of aggregates among the items.
    #[doc(hidden)]
    const AGGREGATES: u32;
    /// The number of expressions among the items.
    #[doc(hidden)]
    const EXPRESSIONS: u32 = 0;

    /// Adds the items, as orders by them.
    #[doc(hidden)]
    fn items(&self, to: &mut Vec<By>);

    /// Emits the words of the items after `SELECT`.
    #[doc(hidden)]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S);

    /// Reads the value from a row, beginning at a position.
    #[doc(hidden)]
    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row>;
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field> Selection<M> for Column<M, T> {
    type Row = T;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 0;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Column(self.named()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Column, u32::from(self.index()));
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        let read = T::read(row, index, self.ty());
        read.map_err(|error| error.in_selected(M::TABLE, self.index()))
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Field> Selection<M> for Expression<M, T> {
    type Row = T;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 0;
    const EXPRESSIONS: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::computed(self.expr().clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.expr().walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        let ty = self.expr().ty();
        T::read(row, index, &ty).map_err(|error| {
            let error = match self.expr().fragment_sql() {
                Some(sql) => error.in_fragment(sql),
                None => of_computed(error, row, index, &ty),
            };
            error.of_sensitive(self.expr().is_sensitive())
        })
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Field + Comparable> Distinct<M> for Expression<M, T> {}

/// A [`Selection`] whose rows are equal in the same cases on every database: see [`Comparable`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used with `distinct`",
    label = "databases differ in which of its values are equal"
)]
pub trait Distinct<M>: Selection<M> {}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field + Comparable> Distinct<M> for Column<M, T> {}

/// Declares an aggregate.
macro_rules! aggregate {
    ($(#[$doc:meta])* $name:ident<$t:ident $(: $bound:ident)?> is $value:ty) => {
        $(#[$doc])*
        pub struct $name<M, T> {
            call: Call,
            of: PhantomData<fn() -> (M, T)>,
        }

        impl<M, T> $name<M, T> {
            pub(super) fn new(function: Function, of: Of) -> Self {
                $name {
                    call: Call { function, of },
                    of: PhantomData,
                }
            }

            pub(super) fn into_call(self) -> Call {
                self.call
            }
        }

        impl<M, T> Clone for $name<M, T> {
            fn clone(&self) -> Self {
                $name {
                    call: self.call.clone(),
                    of: PhantomData,
                }
            }
        }

        impl<M, T> fmt::Debug for $name<M, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.call).finish()
            }
        }

        impl<M, $t $(: $bound)?> Aggregate<M> for $name<M, $t> {
            type Value = $value;

            fn call(&self) -> &Call {
                &self.call
            }
        }
    };
}

aggregate! {
    /// The number of rows or values: see [`count`].
    Count<T> is u64
}

aggregate! {
    /// The minimum or maximum of a column.
    Extreme<T: Ordered> is T::Value
}

aggregate! {
    /// The sum of a column.
    Sum<T: Summed> is T::Sum
}

aggregate! {
    /// The average of a column.
    Average<T> is f64
}

/// The most digits of a decimal.
const MOST_DIGITS: u32 = 28;

/// The call of an aggregate function.
#[derive(Clone, Debug)]
pub struct Call {
    function: Function,
    of: Of,
}

/// The operand of an aggregate function.
#[derive(Clone, Debug)]
pub(super) enum Of {
    /// The rows: `count(*)`.
    Rows,
    Column(Name),
    Expr(Box<Expr>),
}

impl Call {
    /// Whether the value is computed from a sensitive column.
    pub(super) fn is_sensitive(&self) -> bool {
        match &self.of {
            Of::Rows => false,
            Of::Column(name) => name.is_sensitive(),
            Of::Expr(expr) => expr.is_sensitive(),
        }
    }

    pub(super) fn into_parts(self) -> (Function, Of) {
        (self.function, self.of)
    }

    /// The number in its word, unless its operand is an expression.
    pub(crate) fn number(&self) -> Option<u32> {
        match &self.of {
            Of::Rows => Some(call(self.function, None)),
            Of::Column(name) => Some(call(self.function, Some(name.column))),
            Of::Expr(_) => None,
        }
    }

    /// The column, or [`Name::NONE`].
    pub(crate) fn name(&self) -> Name {
        match &self.of {
            Of::Column(name) => *name,
            Of::Rows | Of::Expr(_) => Name::NONE,
        }
    }

    /// Whether it returns a value of an enum that is stored as text.
    pub(super) fn is_enum(&self) -> bool {
        let is_value = matches!(self.function, Function::Min | Function::Max);
        is_value && matches!(self.ty(), Type::Enum(_))
    }

    /// The type of its operand.
    fn ty(&self) -> Type<'static> {
        match &self.of {
            Of::Expr(expr) => expr.ty(),
            Of::Rows | Of::Column(_) => {
                let name = self.name();
                name.table.column(name.column).ty
            }
        }
    }

    /// The type of values that its result is compared with.
    pub(crate) fn result_ty(&self) -> Type<'static> {
        match (self.function, self.ty()) {
            // A sum has more digits than its operands.
            (Function::Sum, Type::Decimal(_, scale)) => Type::Decimal(MOST_DIGITS, scale),
            (Function::Count | Function::CountDistinct, _) => Type::BigInt,
            (Function::Average, _) | (Function::Sum, Type::Float) => Type::Double,
            (Function::Sum, Type::SmallInt | Type::Integer | Type::Unsigned(_)) => Type::BigInt,
            (Function::Min | Function::Max | Function::Sum, ty) => ty,
        }
    }

    /// Whether both are the same call.
    pub(super) fn is(&self, other: &Call) -> bool {
        match (&self.of, &other.of) {
            (Of::Expr(one), Of::Expr(other_expr)) => {
                self.function == other.function && one.is(other_expr)
            }
            _ => self.number().is_some() && self.number() == other.number(),
        }
    }

    /// Emits its words.
    pub(crate) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match &self.of {
            Of::Rows => to.op(Op::Call, call(self.function, None)),
            Of::Column(name) => to.op(Op::Call, call(self.function, Some(name.column))),
            Of::Expr(expr) => {
                to.op(Op::CallOf, call_of(self.function, &expr.ty()));
                expr.walk(to);
            }
        }
    }

    /// Whether it is a sum of integers, which is a 64-bit integer.
    pub(super) fn is_whole_sum(&self) -> bool {
        let is_integer = matches!(
            self.ty().signed(),
            Type::SmallInt | Type::Integer | Type::BigInt
        );
        self.function == Function::Sum && is_integer
    }

    /// Emits the words of a comparison with a value.
    pub(super) fn walk_compared<'w, S: Sink<'w>>(
        &'w self,
        comparison: Comparison,
        value: &'w Parameter<'static>,
        to: &mut S,
    ) {
        match self.number() {
            Some(number) => {
                to.op(Op::CompareCall, compare_call(comparison, number));
            }
            None => {
                let ty = typed(&self.result_ty());
                to.op(Op::CompareOf, (comparison as u32) << 24 | ty);
                self.walk(to);
                to.op(Op::ValueOf, ty);
            }
        }
        to.parameter(self.name(), value);
    }
}

/// Counts the rows: `count(*)`.
pub fn count<M>() -> Count<M, ()> {
    Count::new(Function::Count, Of::Rows)
}

impl<M: Model, T> Column<M, T> {
    /// Counts the rows in which the column is not NULL: `count("bio")`.
    pub fn count(self) -> Count<M, T> {
        Count::new(Function::Count, Of::Column(self.named()))
    }

    /// Counts the different values of the column: `count(DISTINCT "name")`.
    pub fn count_distinct(self) -> Count<M, T>
    where
        T: Comparable,
    {
        Count::new(Function::CountDistinct, Of::Column(self.named()))
    }

    /// Returns the minimum: `min("age")`. `None` if there are no values. The minimum of an enum is
    /// the value that comes first in `models.yaml`.
    pub fn min(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Min, Of::Column(self.named()))
    }

    /// Returns the maximum: `max("age")`. `None` if there are no values. The maximum of an enum is
    /// the value that comes last in `models.yaml`.
    pub fn max(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Max, Of::Column(self.named()))
    }

    /// Returns the sum: `sum("visits")`. `None` if there are no values.
    ///
    /// The sum of integers is an `i64`, and a sum that does not fit is an error. The sum of floats
    /// is an `f64`, and the sum of decimals or durations has their type.
    pub fn sum(self) -> Sum<M, T>
    where
        T: Summed,
    {
        Sum::new(Function::Sum, Of::Column(self.named()))
    }

    /// Returns the average: `avg("visits")`. `None` if there are no values.
    pub fn avg(self) -> Average<M, T>
    where
        T: Averaged,
    {
        Average::new(Function::Average, Of::Column(self.named()))
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Selection<M> for Count<M, T> {
    type Row = u64;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Call(self.call.clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.call.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<u64> {
        row.get::<i64>(index).map(i64::unsigned_abs)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Ordered + 'static> Selection<M> for Extreme<M, T> {
    type Row = Option<T::Value>;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Call(self.call.clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.call.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<T::Value>> {
        let ty = self.call.ty();
        let value = T::Value::read_or_null(row, index, &ty);
        match &self.call.of {
            Of::Rows => value,
            Of::Column(name) => value.map_err(|error| error.in_selected(name.table, name.column)),
            Of::Expr(expr) => value.map_err(|error| {
                let error = of_computed(error, row, index, &ty);
                error.of_sensitive(expr.is_sensitive())
            }),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Summed + 'static> Selection<M> for Sum<M, T> {
    type Row = Option<T::Sum>;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Call(self.call.clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.call.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<T::Sum>> {
        let ty = self.call.result_ty();
        let sum = T::read_sum(row, index, ty.scale());
        sum.map_err(|error| {
            let error = of_computed(error, row, index, &ty);
            error.of_sensitive(self.call.is_sensitive())
        })
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Selection<M> for Average<M, T> {
    type Row = Option<f64>;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Call(self.call.clone()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.call.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<f64>> {
        row.f64(index)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Distinct<M> for Count<M, T> {}
#[diagnostic::do_not_recommend]
impl<M: 'static, T: Ordered + 'static> Distinct<M> for Extreme<M, T> {}
#[diagnostic::do_not_recommend]
impl<M: 'static, T: Summed + 'static> Distinct<M> for Sum<M, T> {}
#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Distinct<M> for Average<M, T> {}

/// Selections of several items, as tuples.
macro_rules! tuple {
    ($($name:ident $position:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<M, $($name: Distinct<M>),+> Distinct<M> for ($($name,)+) {}

        #[diagnostic::do_not_recommend]
        impl<M, $($name: Selection<M>),+> Selection<M> for ($($name,)+) {
            type Row = ($($name::Row,)+);
            const WIDTH: usize = 0 $(+ $name::WIDTH)+;
            const ITEMS: u32 = 0 $(+ $name::ITEMS)+;
            const AGGREGATES: u32 = 0 $(+ $name::AGGREGATES)+;
            const EXPRESSIONS: u32 = 0 $(+ $name::EXPRESSIONS)+;

            fn items(&self, to: &mut Vec<By>) {
                $(self.$position.items(to);)+
            }

            fn walk<'w, SINK: Sink<'w>>(&'w self, to: &mut SINK) {
                $(self.$position.walk(to);)+
            }

            fn read<R: Row>(&self, row: &R, mut index: usize) -> Result<Self::Row> {
                let mut next = |width: usize| {
                    index += width;
                    index - width
                };
                Ok(($(self.$position.read(row, next($name::WIDTH))?,)+))
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

/// An aggregate over rows of `M`, to sort groups by, and for conditions in
/// [`having`](crate::query::Selected::having).
pub trait Aggregate<M>: Clone {
    /// The type of the value, if it is not NULL.
    type Value;

    /// The call of the aggregate function.
    #[doc(hidden)]
    fn call(&self) -> &Call;

    /// Sorts in ascending order.
    fn asc(self) -> Order<M> {
        Order::of_call(self.call().clone(), false)
    }

    /// Sorts in descending order.
    fn desc(self) -> Order<M> {
        Order::of_call(self.call().clone(), true)
    }

    /// Tests whether it is equal.
    fn eq(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::Equal, value)
    }

    /// Tests whether it differs.
    fn ne(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::NotEqual, value)
    }

    /// Tests whether it is less.
    fn lt(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::Less, value)
    }

    /// Tests whether it is less or equal.
    fn le(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::LessOrEqual, value)
    }

    /// Tests whether it is greater.
    fn gt(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::Greater, value)
    }

    /// Tests whether it is greater or equal.
    fn ge(self, value: impl Compared<Self::Value>) -> Having<M> {
        having(self, Comparison::GreaterOrEqual, value)
    }
}

fn having<M, A: Aggregate<M>>(
    aggregate: A,
    comparison: Comparison,
    value: impl Compared<A::Value>,
) -> Having<M> {
    let call = aggregate.call().clone();
    let ty = match (call.function, call.ty()) {
        // A sum has more digits than its operands.
        (Function::Sum, Type::Decimal(_, scale)) => Type::Decimal(MOST_DIGITS, scale),
        (_, ty) => ty,
    };
    if let Some(wider) = value.wider(&ty) {
        let value = Expr::Value(wider, Box::new(value.into_parameter(&wider)));
        let compared = Condition::Compare(Expr::call(call), comparison, value);
        return Having::new(Filter::<M>::computed(compared).into_node());
    }
    let value = match (call.function, value.into_parameter(&ty)) {
        // A number that no database counts to is compared as the largest one.
        (Function::Count | Function::CountDistinct, Parameter::Invalid(_)) => {
            Parameter::I64(i64::MAX)
        }
        (_, value) => ranked(&ty, value),
    };
    Having::new(Node::Having(call, comparison, Box::new(value)))
}

/// A value that an aggregate of type `T` can be compared with: a `T`, or a value that converts to
/// it.
#[diagnostic::on_unimplemented(
    message = "an aggregate that is `{T}` cannot be compared with `{Self}`",
    label = "not `{T}`"
)]
pub trait Compared<T> {
    /// The parameter.
    #[doc(hidden)]
    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static>;

    /// The type of the value, if it is a decimal with more digits than this type.
    #[doc(hidden)]
    fn wider(&self, _: &Type<'_>) -> Option<Type<'static>> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> Compared<T> for T {
    fn wider(&self, ty: &Type<'_>) -> Option<Type<'static>> {
        let is_decimal = matches!(ty, Type::Decimal(..));
        let is_wider = is_decimal && matches!(self.to_parameter(ty), Parameter::Invalid(_));
        is_wider.then(|| self.own_type())
    }

    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        Field::into_parameter(self, ty)
    }
}

macro_rules! compared_with_counts {
    ($($number:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Compared<u64> for $number {
            fn into_parameter(self, _: &Type<'_>) -> Parameter<'static> {
                Parameter::I64(self.into())
            }
        }
    )*};
}

compared_with_counts!(i32, u32, i64);

#[diagnostic::do_not_recommend]
impl Compared<String> for &str {
    fn into_parameter(self, _: &Type<'_>) -> Parameter<'static> {
        Parameter::from(self.to_owned())
    }
}

/// A type whose values have the same order on every database.
#[diagnostic::on_unimplemented(message = "`{Self}` has no minimum or maximum")]
pub trait Ordered {
    /// The value, without the `Option` of a nullable column.
    type Value: Field;
}

/// A type whose values can be summed.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` cannot be summed")]
pub trait Summed {
    /// The type of the sum.
    type Sum: Field;

    /// Reads a sum.
    #[doc(hidden)]
    fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self::Sum>>;
}

/// The type of a column that has an average: numbers, not durations.
#[diagnostic::on_unimplemented(
    message = "the average of a column that holds `{Self}` cannot be computed",
    note = "divide the `sum` of durations by their `count`"
)]
pub trait Averaged: Summed {}

/// Implements it for a type, and for the type in an `Option`.
macro_rules! with_option {
    (Ordered: $($ty:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Ordered for $ty {
            type Value = $ty;
        }
    )*};
    (Averaged: $($ty:ty => $sum:ty, $read:expr);* $(;)?) => {
        with_option!(Summed: $($ty => $sum, $read);*);
        $(
            #[diagnostic::do_not_recommend]
            impl Averaged for $ty {}

            #[diagnostic::do_not_recommend]
            impl Averaged for Option<$ty> {}
        )*
    };
    (Summed: $($ty:ty => $sum:ty, $read:expr);* $(;)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Summed for $ty {
            type Sum = $sum;

            fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<$sum>> {
                $read(row, index, scale)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Summed for Option<$ty> {
            type Sum = $sum;

            fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<$sum>> {
                $read(row, index, scale)
            }
        }
    )*};
}

impl<M: 'static, K: Ordered<Value = K> + Field + Value> Ordered for Id<M, K> {
    type Value = Self;
}

#[diagnostic::do_not_recommend]
impl<T: Ordered<Value = T> + Field> Ordered for Option<T> {
    type Value = T;
}

#[diagnostic::do_not_recommend]
impl<T> Ordered for T
where
    T: Custom + Field,
    T::Stored: Ordered<Value = <T as Custom>::Stored>,
{
    type Value = Self;
}

/// The sum of a custom type has the stored type, because the custom type may reject the sum.
#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Summed>> Summed for T {
    type Sum = <T::Stored as Summed>::Sum;

    fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self::Sum>> {
        T::Stored::read_sum(row, index, scale)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Summed>> Summed for Option<T> {
    type Sum = <T::Stored as Summed>::Sum;

    fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self::Sum>> {
        T::Stored::read_sum(row, index, scale)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Averaged>> Averaged for T {}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Averaged>> Averaged for Option<T> {}

with_option!(Ordered: u8, u16, u32, u64, i16, i32, i64, f32, f64, String);
#[cfg(feature = "decimal")]
with_option!(Ordered: rust_decimal::Decimal);
#[cfg(feature = "jiff")]
with_option!(
    Ordered: jiff::Timestamp,
    jiff::civil::Date,
    jiff::civil::Time,
    jiff::civil::DateTime,
    jiff::SignedDuration,
);
#[cfg(feature = "chrono")]
with_option!(
    Ordered: chrono::DateTime<chrono::Utc>,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::TimeDelta,
);

with_option! {
    Averaged:
    u8 => i64, sum_of_integers;
    u16 => i64, sum_of_integers;
    u32 => i64, sum_of_integers;
    u64 => i64, sum_of_integers;
    i16 => i64, sum_of_integers;
    i32 => i64, sum_of_integers;
    i64 => i64, sum_of_integers;
    f32 => f64, sum_of_floats;
    f64 => f64, sum_of_floats;
}
#[cfg(feature = "decimal")]
with_option!(Averaged: rust_decimal::Decimal => rust_decimal::Decimal, crate::base::value::types::decimal::read_or_null);
#[cfg(feature = "jiff")]
with_option!(Summed: jiff::SignedDuration => jiff::SignedDuration, sum_of_durations);
#[cfg(feature = "chrono")]
with_option!(Summed: chrono::TimeDelta => chrono::TimeDelta, sum_of_durations);

fn sum_of_integers<R: Row>(row: &R, index: usize, _: u32) -> Result<Option<i64>> {
    row.i64(index)
}

#[cfg(any(feature = "jiff", feature = "chrono"))]
fn sum_of_durations<T: Value, R: Row>(row: &R, index: usize, _: u32) -> Result<Option<T>> {
    row.get_opt(index)
}

fn sum_of_floats<R: Row>(row: &R, index: usize, _: u32) -> Result<Option<f64>> {
    row.f64(index)
}

/// Converts the error of a computed value that could not be read. A number out of the range of its
/// type is the same error as one that the database refused to compute.
#[cold]
pub(crate) fn of_computed<R: Row>(error: Error, row: &R, index: usize, ty: &Type<'_>) -> Error {
    let is_number = match ty {
        Type::SmallInt | Type::Integer | Type::Unsigned(_) => {
            matches!(row.i64(index), Ok(Some(_)))
        }
        Type::Decimal(_, scale) => matches!(row.decimal(index, *scale), Ok(Some(_))),
        Type::Bool
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::String(_)
        | Type::Text
        | Type::Json
        | Type::Array(_)
        | Type::Native(_)
        | Type::Enum(_)
        | Type::Bytes(_)
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp => false,
    };
    match error {
        Error::Decode(_) if is_number => Error::out_of_range(String::new()),
        error => error,
    }
}
