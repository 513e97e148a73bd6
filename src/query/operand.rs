//! What a column can be compared with, and set to.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::{Add, Mul, Sub};

use super::Numeric;
use crate::Column;
use crate::arg::Arg;
use crate::model::{Model, Table};

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    pub table: &'static Table,
    pub column: &'static str,
}

impl Name {
    pub fn of<M: Model, T>(column: Column<M, T>) -> Name {
        Name {
            table: M::MODEL,
            column: column.name(),
        }
    }
}

/// What stands on the right of a comparison or an assignment.
#[derive(Clone, Debug)]
pub enum Term {
    /// A value.
    Value(Arg<'static>),
    /// Another column.
    Column(Name),
    /// A column and a value.
    Computed(Name, Operator, Arg<'static>),
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

impl Operator {
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
        }
    }
}

/// What a column of the model `M` that holds a `T` can be compared with and set to: a value, another
/// column of the same model, or a column and a value such as `User::VISITS + 1`.
#[diagnostic::on_unimplemented(
    message = "a column that holds `{T}` cannot be compared with or set to `{Self}`",
    label = "neither `{T}` nor a column of the same model that holds it"
)]
pub trait Operand<M, T> {
    /// What stands there, `make` being how the column makes parameters of values.
    #[doc(hidden)]
    fn term(self, make: impl FnOnce(T) -> Arg<'static>) -> Term;
}

#[diagnostic::do_not_recommend]
impl<M, T> Operand<M, T> for T {
    fn term(self, make: impl FnOnce(T) -> Arg<'static>) -> Term {
        Term::Value(make(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M, T> Operand<M, Option<T>> for T {
    fn term(self, make: impl FnOnce(Option<T>) -> Arg<'static>) -> Term {
        Term::Value(make(Some(self)))
    }
}

/// For what is turned into the column's type first.
///
/// The compiler need not list them all where something else does not fit.
macro_rules! converted {
    ($($(const $n:ident)? $from:ty => $to:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<M $(, const $n: usize)?> Operand<M, $to> for $from {
            fn term(self, make: impl FnOnce($to) -> Arg<'static>) -> Term {
                Term::Value(make(self.into()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M $(, const $n: usize)?> Operand<M, Option<$to>> for $from {
            fn term(self, make: impl FnOnce(Option<$to>) -> Arg<'static>) -> Term {
                Term::Value(make(Some(self.into())))
            }
        }
    )*};
}

converted! {
    &str => String,
    &String => String,
    Cow<'_, str> => String,
    Box<str> => String,
    &[u8] => Vec<u8>,
    const N &[u8; N] => Vec<u8>,
    const N [u8; N] => Vec<u8>,
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> Operand<M, T> for Column<M, T> {
    fn term(self, _: impl FnOnce(T) -> Arg<'static>) -> Term {
        Term::Column(Name::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> Operand<M, Option<T>> for Column<M, T> {
    fn term(self, _: impl FnOnce(Option<T>) -> Arg<'static>) -> Term {
        Term::Column(Name::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> Operand<M, T> for Column<M, Option<T>> {
    fn term(self, _: impl FnOnce(T) -> Arg<'static>) -> Term {
        Term::Column(Name::of(self))
    }
}

/// A number that the database computes from a column: `User::VISITS + 1`.
#[derive(Clone, Debug)]
pub struct Computed<M, T> {
    term: Term,
    of: PhantomData<fn() -> (M, T)>,
}

#[diagnostic::do_not_recommend]
impl<M, T> Operand<M, T> for Computed<M, T> {
    fn term(self, _: impl FnOnce(T) -> Arg<'static>) -> Term {
        self.term
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident $operator:ident),*) => {$(
        impl<M: Model, T: Numeric> $trait<T::Number> for Column<M, T> {
            type Output = Computed<M, T>;

            fn $method(self, value: T::Number) -> Computed<M, T> {
                let value = self.compared(T::from_number(value));
                Computed {
                    term: Term::Computed(Name::of(self), Operator::$operator, value),
                    of: PhantomData,
                }
            }
        }
    )*};
}

arithmetic!(Add add Plus, Sub sub Minus, Mul mul Times);
