//! What a query can select besides whole models: columns and aggregates, alone or in tuples.

use std::fmt;
use std::marker::PhantomData;

use super::render::Renderer;
use super::{Comparison, Having, Name, Node, Order};
use crate::arg::Arg;
use crate::model::Model;
use crate::value::{Row, Value};
use crate::{Column, Dialect, Error, Result};

/// Something that a query over rows of `M` can select: a column, an aggregate such as
/// [`count`] or [`Column::sum`], or a tuple of up to eight of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{M}`",
    label = "not all of it is of `{M}`",
    note = "columns of `{M}`, aggregates of them, and tuples of these can; a column of a type of \
            your own can not"
)]
pub trait Selection<M>: Clone + Send + Sync + 'static {
    /// What a row becomes.
    type Row: Send + 'static;
    /// How many columns of the result it is.
    #[doc(hidden)]
    const WIDTH: usize;

    /// Writes what stands behind `SELECT`.
    #[doc(hidden)]
    fn write(&self, to: &mut Writer<'_, '_>);

    /// Reads it from a row, from a position on.
    #[doc(hidden)]
    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Self::Row>;
}

/// Where a selection is written to.
#[derive(Debug)]
pub struct Writer<'w, 'a>(pub(crate) &'w mut Renderer<'a>);

/// What a column must hold to be selected by itself.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` cannot be selected alone")]
pub trait Field: Sized + Send + 'static {
    /// Reads the column, `scale` being the digits behind the point of a decimal one.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, index: usize, scale: u32) -> Result<Self> {
        match Self::read_or_null(row, index, scale)? {
            Some(value) => Ok(value),
            None => Err(Error::unexpected_null(index)),
        }
    }

    /// Reads the column, or NULL.
    #[doc(hidden)]
    fn read_or_null<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self>>;
}

impl<T: Value + Send + 'static> Field for T {
    fn read_or_null<R: Row>(row: &R, index: usize, _: u32) -> Result<Option<T>> {
        row.get_opt(index)
    }
}

#[cfg(feature = "decimal")]
impl Field for rust_decimal::Decimal {
    fn read_or_null<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self>> {
        crate::types::decimal::read_opt(row, index, scale)
    }
}

impl<T: Field> Field for Option<T> {
    fn read<R: Row>(row: &R, index: usize, scale: u32) -> Result<Self> {
        T::read_or_null(row, index, scale)
    }

    fn read_or_null<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self>> {
        T::read_or_null(row, index, scale).map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field> Selection<M> for Column<M, T> {
    type Row = T;
    const WIDTH: usize = 1;

    fn write(&self, to: &mut Writer<'_, '_>) {
        to.0.column(Name::of(*self));
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        T::read(row, index, self.decimals())
    }
}

/// Declares an aggregate.
macro_rules! aggregate {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name<M, T> {
            call: Call,
            of: PhantomData<fn() -> (M, T)>,
        }

        impl<M, T> $name<M, T> {
            fn new(function: Function, name: Option<Name>, scale: u32) -> Self {
                $name {
                    call: Call {
                        function,
                        name,
                        scale,
                    },
                    of: PhantomData,
                }
            }
        }

        impl<M, T> Clone for $name<M, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M, T> Copy for $name<M, T> {}

        impl<M, T> fmt::Debug for $name<M, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.call).finish()
            }
        }

        impl<M, T> Aggregate<M> for $name<M, T> {
            fn call(&self) -> Call {
                self.call
            }
        }
    };
}

aggregate! {
    /// How many: see [`count`].
    Count
}

aggregate! {
    /// The least or greatest value of a column.
    Extreme
}

aggregate! {
    /// The sum of a column.
    Sum
}

aggregate! {
    /// The average of a column.
    Average
}

/// The call of an aggregate function.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    function: Function,
    /// The column; `None` for `count(*)`.
    name: Option<Name>,
    /// The digits behind the point of a decimal column, for SQLite, which holds an integer.
    scale: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Count,
    CountDistinct,
    Min,
    Max,
    Sum,
    Average,
}

/// How many rows there are: `count(*)`.
pub fn count<M>() -> Count<M, ()> {
    Count::new(Function::Count, None, 0)
}

impl<M: Model, T> Column<M, T> {
    /// How many rows have a value in the column: `count("bio")`.
    pub fn count(self) -> Count<M, T> {
        Count::new(Function::Count, Some(Name::of(self)), 0)
    }

    /// How many different values the column has: `count(DISTINCT "name")`.
    pub fn count_distinct(self) -> Count<M, T> {
        Count::new(Function::CountDistinct, Some(Name::of(self)), 0)
    }

    /// The least value: `min("age")`. `None` where there are no values.
    pub fn min(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Min, Some(Name::of(self)), self.decimals())
    }

    /// The greatest value: `max("age")`. `None` where there are no values.
    pub fn max(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Max, Some(Name::of(self)), self.decimals())
    }

    /// The sum: `sum("visits")`. `None` where there are no values.
    ///
    /// Integers are summed to an `i64`, and it is an error where that is too small; floats to an
    /// `f64`, decimals to a decimal.
    pub fn sum(self) -> Sum<M, T>
    where
        T: Summed,
    {
        Sum::new(Function::Sum, Some(Name::of(self)), self.decimals())
    }

    /// The average: `avg("visits")`. `None` where there are no values.
    pub fn avg(self) -> Average<M, T>
    where
        T: Summed,
    {
        Average::new(Function::Average, Some(Name::of(self)), self.decimals())
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Selection<M> for Count<M, T> {
    type Row = u64;
    const WIDTH: usize = 1;

    fn write(&self, to: &mut Writer<'_, '_>) {
        to.call(self.call);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<u64> {
        row.get::<i64>(index).map(i64::unsigned_abs)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Ordered + 'static> Selection<M> for Extreme<M, T> {
    type Row = Option<T::Value>;
    const WIDTH: usize = 1;

    fn write(&self, to: &mut Writer<'_, '_>) {
        to.call(self.call);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<T::Value>> {
        T::Value::read_or_null(row, index, self.call.scale)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Summed + 'static> Selection<M> for Sum<M, T> {
    type Row = Option<T::Sum>;
    const WIDTH: usize = 1;

    fn write(&self, to: &mut Writer<'_, '_>) {
        to.call(self.call);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<T::Sum>> {
        T::read_sum(row, index, self.call.scale)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: 'static> Selection<M> for Average<M, T> {
    type Row = Option<f64>;
    const WIDTH: usize = 1;

    fn write(&self, to: &mut Writer<'_, '_>) {
        to.call(self.call);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<Option<f64>> {
        row.f64(index)
    }
}

/// Several things in a tuple.
macro_rules! tuple {
    ($($name:ident $place:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<M, $($name: Selection<M>),+> Selection<M> for ($($name,)+) {
            type Row = ($($name::Row,)+);
            const WIDTH: usize = 0 $(+ $name::WIDTH)+;

            fn write(&self, to: &mut Writer<'_, '_>) {
                $(
                    if $place > 0 {
                        to.0.push(", ");
                    }
                    self.$place.write(to);
                )+
            }

            fn read<R: Row>(&self, row: &R, mut index: usize) -> Result<Self::Row> {
                let mut next = |width: usize| {
                    index += width;
                    index - width
                };
                Ok(($(self.$place.read(row, next($name::WIDTH))?,)+))
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

/// An aggregate over rows of `M`: by it groups can be sorted, and picked out by
/// [`having`](crate::query::Selected::having).
pub trait Aggregate<M>: Copy {
    /// The function that it calls.
    #[doc(hidden)]
    fn call(&self) -> Call;

    /// From the least to the greatest.
    fn asc(self) -> Order<M> {
        Order::of_call(self.call(), false)
    }

    /// From the greatest to the least.
    fn desc(self) -> Order<M> {
        Order::of_call(self.call(), true)
    }

    /// Whether it is equal.
    fn eq(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::Equal, value)
    }

    /// Whether it differs.
    fn ne(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::NotEqual, value)
    }

    /// Whether it is less.
    fn lt(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::Less, value)
    }

    /// Whether it is less or equal.
    fn le(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::LessOrEqual, value)
    }

    /// Whether it is greater.
    fn gt(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::Greater, value)
    }

    /// Whether it is greater or equal.
    fn ge(self, value: impl Into<Arg<'static>>) -> Having<M> {
        having(self, Comparison::GreaterOrEqual, value)
    }
}

fn having<M>(
    aggregate: impl Aggregate<M>,
    comparison: Comparison,
    value: impl Into<Arg<'static>>,
) -> Having<M> {
    Having::new(Node::Having(aggregate.call(), comparison, value.into()))
}

impl Writer<'_, '_> {
    pub(crate) fn call(&mut self, call: Call) {
        call.write(self.0);
    }
}

impl Call {
    /// Writes the call, so that its result is of one type on every database.
    pub(crate) fn write(self, to: &mut Renderer<'_>) {
        let Some(name) = self.name else {
            to.push("count(*)");
            return;
        };
        let dialect = to.dialect();
        let (before, after) = match (self.function, dialect) {
            (Function::Count, _) => ("count(", ")".to_owned()),
            (Function::CountDistinct, _) => ("count(DISTINCT ", ")".to_owned()),
            (Function::Min, _) => ("min(", ")".to_owned()),
            (Function::Max, _) => ("max(", ")".to_owned()),
            (Function::Sum, _) => ("sum(", ")".to_owned()),
            // A decimal column of SQLite holds an integer.
            (Function::Average, Dialect::Sqlite) if self.scale > 0 => {
                ("avg(", format!(") / 1e{}", self.scale))
            }
            (Function::Average, Dialect::Sqlite) => ("avg(", ")".to_owned()),
            (Function::Average, Dialect::Postgres) => {
                ("CAST(avg(", ") AS DOUBLE PRECISION)".to_owned())
            }
            // An average of integers has four digits behind the point there.
            (Function::Average, Dialect::Mysql | Dialect::Mariadb) => {
                ("avg(", " + 0e0)".to_owned())
            }
        };
        to.push(before);
        to.column(name);
        to.push(&after);
    }
}

/// What can be less or greater on every database.
#[diagnostic::on_unimplemented(message = "`{Self}` has no least or greatest value")]
pub trait Ordered {
    /// The value, without the `Option` of a column that may be NULL.
    type Value: Field;
}

/// What can be added up.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` cannot be added up")]
pub trait Summed {
    /// What the sum is.
    type Sum: Send + 'static;

    /// Reads a sum.
    #[doc(hidden)]
    fn read_sum<R: Row>(row: &R, index: usize, scale: u32) -> Result<Option<Self::Sum>>;
}

/// The same for a type, and for it in an `Option`.
macro_rules! with_option {
    (Ordered: $($ty:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Ordered for $ty {
            type Value = $ty;
        }

        #[diagnostic::do_not_recommend]
        impl Ordered for Option<$ty> {
            type Value = $ty;
        }
    )*};
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

with_option!(Ordered: i16, i32, i64, f32, f64, String);
#[cfg(feature = "decimal")]
with_option!(Ordered: rust_decimal::Decimal);
#[cfg(feature = "jiff")]
with_option!(Ordered: jiff::Timestamp, jiff::civil::Date, jiff::civil::Time, jiff::civil::DateTime);
#[cfg(feature = "chrono")]
with_option!(
    Ordered: chrono::DateTime<chrono::Utc>,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
);

with_option! {
    Summed:
    i16 => i64, sum_of_integers;
    i32 => i64, sum_of_integers;
    i64 => i64, sum_of_integers;
    f32 => f64, sum_of_floats;
    f64 => f64, sum_of_floats;
}
#[cfg(feature = "decimal")]
with_option!(Summed: rust_decimal::Decimal => rust_decimal::Decimal, crate::types::decimal::read_opt);

/// The servers sum integers to longer ones.
fn sum_of_integers<R: Row>(row: &R, index: usize, _: u32) -> Result<Option<i64>> {
    let Some(sum) = row.decimal(index, 0)? else {
        return Ok(None);
    };
    match i64::try_from(sum) {
        Ok(sum) => Ok(Some(sum)),
        Err(_) => Err(Error::decode(index, "a sum of 64 bits", "another one")),
    }
}

fn sum_of_floats<R: Row>(row: &R, index: usize, _: u32) -> Result<Option<f64>> {
    row.f64(index)
}
