//! The methods of columns and expressions that make expressions, and the methods of expressions
//! that make conditions, orders and aggregates.

use std::ops::{Add, Mul, Sub};

use tablewright_sql::table::Type;
use tablewright_sql::words::{Applied, Comparison, Function, Like, Operator};

use super::comparison::escaped;
use super::computed::{Condition, Expr, Expression, IntoExpression};
use super::expression::{Average, Count, Extreme, Of, Ordered, Sum, Summed};
use super::filter::IntoFilter;
use super::pattern::Pattern;
use super::{
    Additive, Averaged, Comparable, Filter, InList, Node, Numeric, Order, Sortable, Textual,
};
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::value::custom::Custom;
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// The expression of a column or an expression.
macro_rules! methods {
    ($name:ident, $self:ident => $expr:expr) => {
        impl<M: Model, T: Field> $name<M, T> {
            /// Converts ASCII letters to lower case: `lower("name")`.
            ///
            /// Other letters stay as they are, because databases differ in which of them they
            /// convert.
            pub fn lower($self) -> Expression<M, T>
            where
                T: Textual,
            {
                let expr = $expr;
                Expression::new(Expr::applied(Applied::Lower, expr.ty(), expr))
            }

            /// Converts ASCII letters to upper case: `upper("name")`.
            pub fn upper($self) -> Expression<M, T>
            where
                T: Textual,
            {
                let expr = $expr;
                Expression::new(Expr::applied(Applied::Upper, expr.ty(), expr))
            }

            /// Removes leading and trailing spaces: `trim("name")`.
            pub fn trim($self) -> Expression<M, T>
            where
                T: Textual,
            {
                let expr = $expr;
                Expression::new(Expr::applied(Applied::Trim, expr.ty(), expr))
            }

            /// Counts the characters: `length("name")`.
            pub fn length($self) -> Expression<M, T::Or<i64>>
            where
                T: Textual,
            {
                Expression::new(Expr::applied(Applied::Length, Type::BigInt, $expr))
            }

            /// Appends another string: `"name" || ?`. NULL if one of the two is NULL.
            pub fn concat<V>($self, other: V) -> Expression<M, T::Or<V::Holds>>
            where
                T: Textual,
                V: IntoExpression<M, String>,
            {
                let expr = $expr;
                let other = other.into_expression(Some(&expr.ty()));
                Expression::new(Expr::concat(expr, other))
            }

            /// Returns the value, or another one if it is NULL: `coalesce("name", ?)`.
            pub fn coalesce<V: IntoExpression<M, T::Bare>>(
                $self,
                other: V,
            ) -> Expression<M, V::Holds>
            where
                T: Sortable,
            {
                let expr = $expr;
                let other = other.into_expression(Some(&expr.ty()));
                Expression::new(Expr::coalesce(expr, other))
            }

            /// Returns the value, or NULL if it is equal to another one: `nullif("name", ?)`.
            pub fn nullif<V: IntoExpression<M, T::Bare>>(
                $self,
                other: V,
            ) -> Expression<M, T::Optional>
            where
                T: Sortable,
            {
                let expr = $expr;
                let other = other.into_expression(Some(&expr.ty()));
                Expression::new(Expr::null_if(expr, other))
            }

            /// Returns the absolute value: `abs("balance")`.
            pub fn abs($self) -> Expression<M, T>
            where
                T: Numeric,
            {
                let expr = $expr;
                Expression::new(Expr::applied(Applied::Abs, expr.ty(), expr))
            }
        }

        rounded!($name, $self => $expr, f32, "");
        rounded!($name, $self => $expr, Option<f32>, "");
        rounded!($name, $self => $expr, f64, "");
        rounded!($name, $self => $expr, Option<f64>, "");
        #[cfg(feature = "decimal")]
        rounded!($name, $self => $expr, rust_decimal::Decimal);
        #[cfg(feature = "decimal")]
        rounded!($name, $self => $expr, Option<rust_decimal::Decimal>);

        arithmetic!(
            $name,
            $self => $expr;
            Add add Plus Additive,
            Sub sub Minus Additive,
            Mul mul Times Numeric
        );
    };
}

macro_rules! rounded {
    ($name:ident, $self:ident => $expr:expr, $ty:ty, "") => {
        impl<M: Model> $name<M, $ty> {
            /// Rounds to the nearest whole number, halves to even: `round("rate")`.
            pub fn round($self) -> Expression<M, $ty> {
                Expression::new($expr.round(0))
            }
        }
    };
    ($name:ident, $self:ident => $expr:expr, $ty:ty) => {
        impl<M: Model> $name<M, $ty> {
            /// Rounds to this number of digits after the point, halves away from zero:
            /// `round("price", 1)`.
            pub fn round($self, digits: u32) -> Expression<M, $ty> {
                Expression::new($expr.round(digits))
            }
        }
    };
}

macro_rules! arithmetic {
    (
        $name:ident, $self:ident => $expr:expr;
        $($trait:ident $method:ident $operator:ident $bound:ident),*
    ) => {$(
        impl<M: Model, T: $bound + Field, U> $trait<Column<M, U>> for $name<M, T>
        where
            U: $bound + Additive<Number = T::Number> + Field,
        {
            type Output = Expression<M, T::Or<U>>;

            fn $method($self, other: Column<M, U>) -> Self::Output {
                let other = Expr::Column(other.named());
                Expression::new(Expr::arithmetic(Operator::$operator, $expr, other))
            }
        }

        impl<M: Model, T: $bound + Field, U> $trait<Expression<M, U>> for $name<M, T>
        where
            U: $bound + Additive<Number = T::Number> + Field,
        {
            type Output = Expression<M, T::Or<U>>;

            fn $method($self, other: Expression<M, U>) -> Self::Output {
                let other = other.into_expr();
                Expression::new(Expr::arithmetic(Operator::$operator, $expr, other))
            }
        }
    )*};
}

methods!(Column, self => Expr::Column(self.named()));
methods!(Expression, self => self.into_expr());

/// Whether a decimal has more digits than the column beside it, so that it needs a type of its own.
fn is_longer_decimal(beside: &Type<'_>, value: &Parameter<'_>) -> bool {
    matches!((beside, value), (Type::Decimal(..), Parameter::Invalid(_)))
}

/// A number beside a column: a database may compute with more digits in a comparison.
macro_rules! with_value {
    ($ty:ty, $number:ty: $($trait:ident $method:ident $operator:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model> $trait<$number> for Column<M, $ty> {
            type Output = Expression<M, $ty>;

            fn $method(self, value: $number) -> Expression<M, $ty> {
                let parameter = value.into_parameter(self.ty());
                if is_longer_decimal(self.ty(), &parameter) {
                    let column: Expression<M, $ty> = Expression::new(Expr::Column(self.named()));
                    return column.$method(value);
                }
                let value = Box::new(parameter);
                Expression::new(Expr::Computed(self.named(), Operator::$operator, value))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M> $trait<$number> for Expression<M, $ty> {
            type Output = Expression<M, $ty>;

            fn $method(self, value: $number) -> Expression<M, $ty> {
                let left = self.into_expr();
                let value = IntoExpression::<M, $number>::into_expression(value, Some(&left.ty()));
                Expression::new(Expr::arithmetic(Operator::$operator, left, value))
            }
        }
    )*};
}

macro_rules! with_values {
    ($($ty:ty, $number:ty;)*) => {$(
        with_value!($ty, $number: Add add Plus, Sub sub Minus, Mul mul Times);
    )*};
}

with_values! {
    u8, u8;
    Option<u8>, u8;
    u16, u16;
    Option<u16>, u16;
    u32, u32;
    Option<u32>, u32;
    u64, u64;
    Option<u64>, u64;
    i16, i16;
    Option<i16>, i16;
    i32, i32;
    Option<i32>, i32;
    i64, i64;
    Option<i64>, i64;
    f32, f32;
    Option<f32>, f32;
    f64, f64;
    Option<f64>, f64;
}
#[cfg(feature = "decimal")]
with_values! {
    rust_decimal::Decimal, rust_decimal::Decimal;
    Option<rust_decimal::Decimal>, rust_decimal::Decimal;
}
#[cfg(feature = "jiff")]
with_value!(jiff::SignedDuration, jiff::SignedDuration: Add add Plus, Sub sub Minus);
#[cfg(feature = "jiff")]
with_value!(Option<jiff::SignedDuration>, jiff::SignedDuration: Add add Plus, Sub sub Minus);
#[cfg(feature = "chrono")]
with_value!(chrono::TimeDelta, chrono::TimeDelta: Add add Plus, Sub sub Minus);
#[cfg(feature = "chrono")]
with_value!(Option<chrono::TimeDelta>, chrono::TimeDelta: Add add Plus, Sub sub Minus);

/// A value of a custom type beside a column of that type.
macro_rules! with_custom_value {
    ($ty:ty, $($trait:ident $method:ident $operator:ident $bound:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model, T> $trait<T> for Column<M, $ty>
        where
            T: Custom<Stored: $bound + Field> + Send + 'static,
        {
            type Output = Expression<M, $ty>;

            fn $method(self, value: T) -> Expression<M, $ty> {
                let value = Box::new(value.into_parameter(self.ty()));
                Expression::new(Expr::Computed(self.named(), Operator::$operator, value))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M, T> $trait<T> for Expression<M, $ty>
        where
            T: Custom<Stored: $bound + Field> + Send + 'static,
        {
            type Output = Expression<M, $ty>;

            fn $method(self, value: T) -> Expression<M, $ty> {
                let left = self.into_expr();
                let value = IntoExpression::<M, T>::into_expression(value, Some(&left.ty()));
                Expression::new(Expr::arithmetic(Operator::$operator, left, value))
            }
        }
    )*};
}

with_custom_value!(T, Add add Plus Additive, Sub sub Minus Additive, Mul mul Times Numeric);
with_custom_value!(
    Option<T>,
    Add add Plus Additive,
    Sub sub Minus Additive,
    Mul mul Times Numeric
);

/// The methods of expressions.
impl<M, T: Field> Expression<M, T> {
    fn compared<V>(self, comparison: Comparison, other: V) -> Filter<M>
    where
        V: IntoExpression<M, T::Bare>,
    {
        let left = self.into_expr();
        let right = other.into_expression(Some(&left.ty()));
        Filter::computed(Condition::compare(left, comparison, right))
    }

    /// Tests whether it is equal: `lower("name") = ?`. NULL is equal to nothing.
    pub fn eq<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Comparable,
    {
        self.compared(Comparison::Equal, other)
    }

    /// Tests whether it differs: `lower("name") <> ?`. For NULL it is not true.
    pub fn ne<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Comparable,
    {
        self.compared(Comparison::NotEqual, other)
    }

    /// Tests whether it is less: `length("name") < ?`. Text is compared by code point.
    pub fn lt<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Sortable,
    {
        self.compared(Comparison::Less, other)
    }

    /// Tests whether it is less or equal: `length("name") <= ?`.
    pub fn le<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Sortable,
    {
        self.compared(Comparison::LessOrEqual, other)
    }

    /// Tests whether it is greater: `length("name") > ?`.
    pub fn gt<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Sortable,
    {
        self.compared(Comparison::Greater, other)
    }

    /// Tests whether it is greater or equal: `length("name") >= ?`.
    pub fn ge<V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
    where
        T: Sortable,
    {
        self.compared(Comparison::GreaterOrEqual, other)
    }

    /// Tests whether it is between two values, both included.
    pub fn between<V, W>(self, first: V, last: W) -> Filter<M>
    where
        T: Sortable,
        V: IntoExpression<M, T::Bare>,
        W: IntoExpression<M, T::Bare>,
    {
        self.clone().ge(first) & self.le(last)
    }

    /// Tests whether it is one of these values: `lower("name") IN (?, ?)`, or a value that a query
    /// finds: `lower("name") IN (SELECT …)`. No value is in an empty list.
    ///
    /// There may be as many values as a statement takes parameters.
    pub fn in_(self, values: impl InList<M, T, Self>) -> Filter<M>
    where
        T: Comparable,
    {
        values.has(self)
    }

    pub(super) fn one_of<V>(self, values: impl IntoIterator<Item = V>) -> Filter<M>
    where
        V: IntoExpression<M, T::Bare>,
    {
        let expr = self.into_expr();
        let ty = expr.ty();
        let values = values.into_iter();
        let values = values.map(|value| value.into_expression(Some(&ty)));
        // Decimals with another number of digits after the point are compared one by one.
        let (values, others): (Vec<Expr>, Vec<Expr>) =
            values.partition(|value| value.ty().scale() == ty.scale());
        let others = Filter::any(others.into_iter().map(|other| {
            let expr = expr.clone();
            Filter::computed(Condition::compare(expr, Comparison::Equal, other))
        }));
        if values.is_empty() {
            return others;
        }
        Filter::computed(Condition::In(expr, values)) | others
    }

    /// Tests whether it is none of these values: `NOT lower("name") IN (?, ?)`. It is true for an
    /// empty list.
    ///
    /// As in SQL, no row is found if a value of the query is NULL.
    pub fn not_in(self, values: impl InList<M, T, Self>) -> Filter<M>
    where
        T: Comparable,
    {
        !self.in_(values)
    }

    /// Tests whether it is NULL: `nullif("name", ?) IS NULL`.
    pub fn is_null(self) -> Filter<M> {
        Filter::computed(Condition::Null(self.into_expr(), true))
    }

    /// Tests whether it is not NULL: `nullif("name", ?) IS NOT NULL`.
    pub fn is_not_null(self) -> Filter<M> {
        Filter::computed(Condition::Null(self.into_expr(), false))
    }

    /// Sorts in ascending order; NULL comes first.
    pub fn asc(self) -> Order<M>
    where
        T: Sortable,
    {
        Order::of_expr(self.into_expr(), false)
    }

    /// Sorts in descending order; NULL comes last.
    pub fn desc(self) -> Order<M>
    where
        T: Sortable,
    {
        Order::of_expr(self.into_expr(), true)
    }

    fn of(self) -> Of {
        match self.into_expr() {
            Expr::Column(name) => Of::Column(name),
            expr => Of::Expr(Box::new(expr)),
        }
    }

    /// The operand of a minimum or maximum. No database finds those of a computed enum.
    fn ordered(self) -> Of {
        match self.of() {
            Of::Expr(expr) if matches!(expr.ty(), Type::Enum(_)) => {
                let reason = "the minimum and maximum of an enum need a column, not a computed \
                    value";
                Of::Expr(Box::new(Expr::invalid(reason)))
            }
            of => of,
        }
    }

    /// Counts the rows in which it is not NULL: `count(nullif("name", ?))`.
    pub fn count(self) -> Count<M, T> {
        Count::new(Function::Count, self.of())
    }

    /// Counts the different values: `count(DISTINCT lower("name"))`.
    pub fn count_distinct(self) -> Count<M, T>
    where
        T: Comparable,
    {
        Count::new(Function::CountDistinct, self.of())
    }

    /// Returns the minimum: `min(length("name"))`. `None` if there are no values.
    pub fn min(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Min, self.ordered())
    }

    /// Returns the maximum: `max(length("name"))`. `None` if there are no values.
    pub fn max(self) -> Extreme<M, T>
    where
        T: Ordered,
    {
        Extreme::new(Function::Max, self.ordered())
    }

    /// Returns the sum: `sum("price" * "quantity")`. `None` if there are no values.
    ///
    /// The sum of integers is an `i64`, and a sum that does not fit is an error. The sum of floats
    /// is an `f64`, and the sum of decimals is a decimal.
    pub fn sum(self) -> Sum<M, T>
    where
        T: Summed,
    {
        Sum::new(Function::Sum, self.of())
    }

    /// Returns the average: `avg(length("name"))`. `None` if there are no values.
    pub fn avg(self) -> Average<M, T>
    where
        T: Averaged,
    {
        Average::new(Function::Average, self.of())
    }
}

impl<M, T> Expression<M, T> {
    /// Tests whether the string matches a pattern, as [`Column::like`].
    pub fn like(self, pattern: impl Into<String>) -> Filter<M>
    where
        T: Textual,
    {
        self.has_form(Like::Exact, &pattern.into())
    }

    /// Tests a pattern as [`like`](Expression::like), but ignores the case of ASCII letters.
    pub fn ilike(self, pattern: impl Into<String>) -> Filter<M>
    where
        T: Textual,
    {
        self.has_form(Like::IgnoringCase, &pattern.into())
    }

    /// Tests whether the string begins with this one.
    pub fn starts_with(self, text: impl AsRef<str>) -> Filter<M>
    where
        T: Textual,
    {
        self.like(format!("{}%", escaped(text.as_ref())))
    }

    /// Tests whether the string ends with this one.
    pub fn ends_with(self, text: impl AsRef<str>) -> Filter<M>
    where
        T: Textual,
    {
        self.like(format!("%{}", escaped(text.as_ref())))
    }

    /// Tests whether the string contains this one.
    pub fn contains(self, text: impl AsRef<str>) -> Filter<M>
    where
        T: Textual,
    {
        self.like(format!("%{}%", escaped(text.as_ref())))
    }

    fn has_form(self, kind: Like, pattern: &str) -> Filter<M> {
        match Pattern::new(kind, pattern) {
            Ok(pattern) => Filter::computed(Condition::Like(self.into_expr(), pattern)),
            Err(error) => Filter::new(Node::Invalid(error.reason().into())),
        }
    }
}

/// Begins a value that depends on conditions: `CASE WHEN "age" < ? THEN ? ELSE ? END`.
///
/// ```text
/// let group = case(User::AGE.lt(18), "minor").when(User::AGE.lt(65), "adult").otherwise("senior");
/// let users = User::all().select((User::NAME, group)).all(&db)?;
/// ```
///
/// A condition that is NULL counts as false.
pub fn case<M, B, V: IntoExpression<M, B>>(
    condition: impl IntoFilter<M>,
    value: V,
) -> Case<M, V::Holds> {
    let case: Case<M, V::Holds> = Case {
        branches: Vec::new(),
        depth: 0,
        of: std::marker::PhantomData,
    };
    case.with(condition.into_filter(), value.into_expression(None))
}

/// An incomplete `CASE`: see [`case`].
#[must_use = "a `case` needs an end: `otherwise` or `or_null`"]
#[derive(Debug)]
pub struct Case<M, T> {
    branches: Vec<(Node, Expr)>,
    depth: u16,
    of: std::marker::PhantomData<fn() -> (M, T)>,
}

impl<M, T: Field> Case<M, T> {
    fn with<U>(mut self, condition: Filter<M>, value: Expr) -> Case<M, U> {
        self.depth = self.depth.max(condition.depth());
        self.branches.push((condition.into_node(), value));
        Case {
            branches: self.branches,
            depth: self.depth,
            of: std::marker::PhantomData,
        }
    }

    /// Adds a value for rows that satisfy this condition and none before it.
    pub fn when<V: IntoExpression<M, T::Bare>>(
        self,
        condition: impl IntoFilter<M>,
        value: V,
    ) -> Case<M, T::Or<V::Holds>> {
        let value = value.into_expression(self.ty().as_ref());
        self.with(condition.into_filter(), value)
    }

    /// Sets the value for rows that satisfy none of the conditions.
    pub fn otherwise<V: IntoExpression<M, T::Bare>>(
        self,
        value: V,
    ) -> Expression<M, T::Or<V::Holds>> {
        let value = value.into_expression(self.ty().as_ref());
        Expression::new(Expr::case(self.branches, Some(value), self.depth))
    }

    /// Returns NULL for rows that satisfy none of the conditions.
    pub fn or_null(self) -> Expression<M, T::Optional> {
        Expression::new(Expr::case(self.branches, None, self.depth))
    }

    /// The type of a column among its values, if there is one.
    fn ty(&self) -> Option<Type<'static>> {
        let exprs = self.branches.iter().map(|(_, expr)| expr);
        let mut told = exprs.filter(|expr| !matches!(expr, Expr::Value(..)));
        told.next().map(Expr::ty)
    }
}
