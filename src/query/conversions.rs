//! Expressions that convert a value to another type: exact casts, parts of dates and times, and the
//! start of a year, a month and so on.

#[cfg(any(feature = "jiff", feature = "chrono"))]
use std::ops::{Add, Sub};

use tablewright_sql::table::Type;
#[cfg(any(feature = "jiff", feature = "chrono"))]
use tablewright_sql::words::Operator;
use tablewright_sql::words::{Applied, Cast, DatePart};

use super::computed::{Expr, Expression, IntoExpression};
use super::fragment::Fragment;
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::value::field::Field;

/// A type with a year, a month and a day: `date`, `datetime` and `timestamp`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no year, month and day",
    label = "neither a `date` nor a `datetime` nor a `timestamp`"
)]
pub trait Dated: Field {
    /// The type of the day.
    type Day: Field;
}

/// A type with an hour, a minute and a second: `time`, `datetime` and `timestamp`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no hour, minute and second",
    label = "neither a `time` nor a `datetime` nor a `timestamp`"
)]
pub trait Timed: Field {}

/// A date, a time, or both: `date`, `time`, `datetime` and `timestamp`.
#[diagnostic::on_unimplemented(
    message = "there is no duration since a `{Self}`",
    label = "neither a `date` nor a `time` nor a `datetime` nor a `timestamp`"
)]
pub trait Moment: Field {
    /// The type of the duration between two of them.
    type Span: Field;
}

/// A type whose values can be subtracted from values of `T`, a date, a time, or both.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be subtracted from `{T}`",
    label = "subtract another `{T}`; from a `datetime` or a `timestamp` also a \
        `jiff::SignedDuration` or a `chrono::TimeDelta`"
)]
pub trait SubtractedFrom<T>: Field {
    /// The type of the difference.
    type Difference: Field;

    /// The difference.
    #[doc(hidden)]
    fn difference(left: Expr, right: Expr) -> Expr;
}

/// The right operand of `-` beside a date, a time, or both, of type `T`, of rows of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be subtracted from `{T}`",
    label = "subtract another `{T}`; from a `datetime` or a `timestamp` also a \
        `jiff::SignedDuration` or a `chrono::TimeDelta`"
)]
pub trait Subtrahend<M, T> {
    /// The type of the difference, as an `Option` if the operand may be NULL.
    type Difference: Field;

    /// The difference.
    #[doc(hidden)]
    fn subtracted_from(self, left: Expr) -> Expr;
}

/// A column, an expression or a fragment of a type that can be subtracted.
macro_rules! subtrahend {
    ($of:ty $(, $bound:ident)?) => {
        #[diagnostic::do_not_recommend]
        impl<M $(: $bound)?, T, U: Field> Subtrahend<M, T> for $of
        where
            U::Bare: SubtractedFrom<T>,
        {
            type Difference = U::Or<<U::Bare as SubtractedFrom<T>>::Difference>;

            fn subtracted_from(self, left: Expr) -> Expr {
                let right = IntoExpression::<M, U::Bare>::into_expression(self, Some(&U::TYPE));
                U::Bare::difference(left, right)
            }
        }
    };
}

subtrahend!(Column<M, U>, Model);
subtrahend!(Expression<M, U>);
subtrahend!(Fragment<U>);

/// An operand of `duration_since` for a moment of type `T` of rows of `M`.
pub trait Earlier<M, T> {
    /// The type of the duration, as an `Option` if one of the moments may be NULL.
    type Lasts: Field;

    /// The duration.
    #[doc(hidden)]
    fn since(self, later: Expression<M, T>) -> Expression<M, Self::Lasts>;
}

impl<M, T: Moment, V: IntoExpression<M, T::Bare>> Earlier<M, T> for V {
    type Lasts = T::Or<<V::Holds as Field>::Or<T::Span>>;

    fn since(self, later: Expression<M, T>) -> Expression<M, Self::Lasts> {
        let later = later.into_expr();
        let earlier = self.into_expression(Some(&later.ty()));
        Expression::new(Expr::since(later, earlier))
    }
}

/// An integer: `smallint`, `integer` and `bigint`, and `u8` to `u64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "only integers can be converted exactly on every database"
)]
pub trait Integral: Field {}

/// A number type whose values a 64-bit float holds exactly: `smallint`, `integer` and `float`, and
/// `u8` to `u32`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot always be converted to a 64-bit float",
    label = "neither a `smallint` nor an `integer` nor a `float`, and no `u8`, `u16` or `u32`"
)]
pub trait IntoDouble: Field {}

macro_rules! with_option {
    ($($of:ident: $($ty:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl $of for $ty {}
        #[diagnostic::do_not_recommend]
        impl $of for Option<$ty> {}
    )*)*};
}

with_option! {
    Integral: u8, u16, u32, u64, i16, i32, i64;
    IntoDouble: u8, u16, u32, i16, i32, f32;
}
#[cfg(feature = "jiff")]
with_option! {
    Timed: jiff::Timestamp, jiff::civil::DateTime, jiff::civil::Time;
}
#[cfg(feature = "chrono")]
with_option! {
    Timed: chrono::DateTime<chrono::Utc>, chrono::NaiveDateTime, chrono::NaiveTime;
}

/// Types that have a day of this type.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! dated {
    ($day:ty: $($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Dated for $ty {
            type Day = $day;
        }

        #[diagnostic::do_not_recommend]
        impl Dated for Option<$ty> {
            type Day = $day;
        }
    )*};
}

/// Adds durations to columns and expressions of a type.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! later {
    ($ty:ty, $bare:ty, $span:ty: $($of:ident),*) => {$(
        impl<M: Model, V: IntoExpression<M, $span>> Add<V> for $of<M, $ty> {
            type Output = Expression<M, <$ty as Field>::Or<<V::Holds as Field>::Or<$bare>>>;

            fn add(self, by: V) -> Self::Output {
                let by = by.into_expression(Some(&Type::BigInt));
                let moment = Expression::from(self).into_expr();
                Expression::new(Expr::moved(moment, Operator::Plus, by))
            }
        }
    )*};
}

/// Subtracts from columns and expressions of a type.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! difference {
    ($ty:ty, $bare:ty: $($of:ident),*) => {$(
        impl<M: Model, V: Subtrahend<M, $bare>> Sub<V> for $of<M, $ty> {
            type Output = Expression<M, <$ty as Field>::Or<V::Difference>>;

            fn sub(self, other: V) -> Self::Output {
                let left = Expression::from(self).into_expr();
                Expression::new(other.subtracted_from(left))
            }
        }
    )*};
}

/// A value that can be subtracted.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! value {
    ($value:ty, $ty:ty, $difference:ty, $function:expr) => {
        #[diagnostic::do_not_recommend]
        impl SubtractedFrom<$ty> for $value {
            type Difference = $difference;

            fn difference(left: Expr, right: Expr) -> Expr {
                $function(left, right)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M> Subtrahend<M, $ty> for $value {
            type Difference = $difference;

            fn subtracted_from(self, left: Expr) -> Expr {
                let ty = <$value as Field>::TYPE;
                let right = IntoExpression::<M, $value>::into_expression(self, Some(&ty));
                <$value as SubtractedFrom<$ty>>::difference(left, right)
            }
        }
    };
}

/// Implements [`Moment`], with the type of the duration between two values, and subtracts values
/// from each other.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! moments {
    ($span:ty: $($ty:ty),*) => {$(
        difference!($ty, $ty: Column, Expression);
        difference!(Option<$ty>, $ty: Column, Expression);
        value!($ty, $ty, $span, Expr::since);

        #[diagnostic::do_not_recommend]
        impl Moment for $ty {
            type Span = $span;
        }

        #[diagnostic::do_not_recommend]
        impl Moment for Option<$ty> {
            type Span = $span;
        }
    )*};
}

/// Adds and subtracts durations.
#[cfg(any(feature = "jiff", feature = "chrono"))]
macro_rules! moved {
    ($span:ty: $($ty:ty),*) => {$(
        later!($ty, $ty, $span: Column, Expression);
        later!(Option<$ty>, $ty, $span: Column, Expression);
        value!($span, $ty, $ty, |left, right| Expr::moved(left, Operator::Minus, right));
    )*};
}

#[cfg(feature = "jiff")]
moments! {
    jiff::SignedDuration:
    jiff::Timestamp, jiff::civil::DateTime, jiff::civil::Date, jiff::civil::Time
}
#[cfg(feature = "jiff")]
moved!(jiff::SignedDuration: jiff::Timestamp, jiff::civil::DateTime);
#[cfg(feature = "chrono")]
moments! {
    chrono::TimeDelta:
    chrono::DateTime<chrono::Utc>, chrono::NaiveDateTime, chrono::NaiveDate, chrono::NaiveTime
}
#[cfg(feature = "chrono")]
moved!(chrono::TimeDelta: chrono::DateTime<chrono::Utc>, chrono::NaiveDateTime);

#[cfg(feature = "jiff")]
dated!(jiff::civil::Date: jiff::Timestamp, jiff::civil::DateTime, jiff::civil::Date);
#[cfg(feature = "chrono")]
dated!(chrono::NaiveDate: chrono::DateTime<chrono::Utc>, chrono::NaiveDateTime, chrono::NaiveDate);

fn part<M, T>(expr: Expr, part: DatePart) -> Expression<M, T> {
    let function = Applied::Part;
    Expression::new(Expr::applied_about(
        function,
        part as u32,
        Type::Integer,
        expr,
    ))
}

impl Expr {
    fn truncated(self, to: DatePart) -> Expr {
        let ty = self.ty();
        match (ty, to) {
            // A date begins its own day.
            (Type::Date, DatePart::Day | DatePart::Hour | DatePart::Minute | DatePart::Second) => {
                self
            }
            _ => Expr::applied_about(Applied::Truncate, to as u32, ty, self),
        }
    }
}

fn cast<M, T>(expr: Expr, to: Cast, ty: Type<'static>) -> Expression<M, T> {
    Expression::new(Expr::applied_about(Applied::Cast, to as u32, ty, expr))
}

/// The methods of columns and expressions.
macro_rules! methods {
    ($name:ident, $self:ident => $expr:expr) => {
        impl<M: Model, T: Field> $name<M, T> {
            /// Returns the year, from 1 to 9999: `extract(year FROM "born")`.
            pub fn year($self) -> Expression<M, T::Or<i32>>
            where
                T: Dated,
            {
                part($expr, DatePart::Year)
            }

            /// Returns the month, from 1 to 12: `extract(month FROM "born")`.
            pub fn month($self) -> Expression<M, T::Or<i32>>
            where
                T: Dated,
            {
                part($expr, DatePart::Month)
            }

            /// Returns the day of the month, from 1 to 31: `extract(day FROM "born")`.
            pub fn day($self) -> Expression<M, T::Or<i32>>
            where
                T: Dated,
            {
                part($expr, DatePart::Day)
            }

            /// Returns the start of the year, the month, the day and so on:
            /// `date_trunc('month', "created_at")`. An instant is truncated in UTC.
            pub fn date_trunc($self, to: DatePart) -> Expression<M, T>
            where
                T: Dated,
            {
                Expression::new($expr.truncated(to))
            }

            /// Returns the day, as a date: `CAST("created_at" AS DATE)`. For an instant it is the
            /// day in UTC.
            pub fn date($self) -> Expression<M, T::Or<T::Day>>
            where
                T: Dated,
            {
                cast($expr, Cast::Date, Type::Date)
            }

            /// Returns the hour, from 0 to 23: `extract(hour FROM "created_at")`.
            pub fn hour($self) -> Expression<M, T::Or<i32>>
            where
                T: Timed,
            {
                part($expr, DatePart::Hour)
            }

            /// Returns the minute, from 0 to 59: `extract(minute FROM "created_at")`.
            pub fn minute($self) -> Expression<M, T::Or<i32>>
            where
                T: Timed,
            {
                part($expr, DatePart::Minute)
            }

            /// Returns the second, from 0 to 59, without its fraction:
            /// `extract(second FROM "created_at")`.
            pub fn second($self) -> Expression<M, T::Or<i32>>
            where
                T: Timed,
            {
                part($expr, DatePart::Second)
            }

            /// Returns the duration since another moment, which is negative if that is later:
            /// `"ends_at" - "begins_at"`. The operator `-` does the same.
            pub fn duration_since<V: Earlier<M, T>>($self, earlier: V) -> Expression<M, V::Lasts> {
                earlier.since(Expression::new($expr))
            }

            /// Converts to a 64-bit integer: `CAST("visits" AS BIGINT)`.
            pub fn to_bigint($self) -> Expression<M, T::Or<i64>>
            where
                T: Integral,
            {
                cast($expr, Cast::BigInt, Type::BigInt)
            }

            /// Converts to a string of digits: `CAST("visits" AS TEXT)`.
            pub fn to_text($self) -> Expression<M, T::Or<String>>
            where
                T: Integral,
            {
                cast($expr, Cast::Text, Type::String(20))
            }

            /// Converts to a decimal, to compute with decimals: `CAST("visits" AS NUMERIC)`.
            #[cfg(feature = "decimal")]
            pub fn to_decimal($self) -> Expression<M, T::Or<rust_decimal::Decimal>>
            where
                T: Integral,
            {
                cast($expr, Cast::Decimal, Type::Decimal(28, 0))
            }

            /// Converts to a 64-bit float: `CAST("visits" AS DOUBLE PRECISION)`.
            pub fn to_double($self) -> Expression<M, T::Or<f64>>
            where
                T: IntoDouble,
            {
                cast($expr, Cast::Double, Type::Double)
            }
        }
    };
}

methods!(Column, self => Expr::Column(self.named()));
methods!(Expression, self => self.into_expr());
