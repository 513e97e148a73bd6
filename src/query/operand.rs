//! Operands: values that a column can be compared with and set to.

use std::borrow::Cow;

use tablewright_sql::table::Type;
use tablewright_sql::words::{Op, Operator, computed};

use super::computed::{Expr, Expression};
use super::fragment::Fragment;
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::statement::{Name, Sink};
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// The right side of a comparison or an assignment.
#[derive(Clone, Debug)]
pub enum Term<'a> {
    /// A value.
    Value(Parameter<'a>),
    /// Another column.
    Column(Name),
    /// A computation with a column and a value.
    Computed(Name, Operator, Box<Parameter<'static>>),
    /// Another expression.
    Expr(Box<Expr>),
}

impl<'a> Term<'a> {
    /// The same operand without borrowed parts.
    #[inline]
    pub(crate) fn into_owned(self) -> Term<'static> {
        match self {
            Term::Value(value) => Term::Value(value.into_owned()),
            Term::Column(name) => Term::Column(name),
            Term::Computed(name, operator, value) => Term::Computed(name, operator, value),
            Term::Expr(expr) => Term::Expr(expr),
        }
    }

    /// Whether it contains a query, which reads other rows.
    pub(super) fn asks_others(&self) -> bool {
        match self {
            Term::Value(_) | Term::Column(_) | Term::Computed(..) => false,
            Term::Expr(expr) => expr.asks_others(),
        }
    }

    /// Emits its words. A value has none, because [`Op::CompareValue`] and [`Op::SetValue`] have
    /// it.
    pub(super) fn walk<'w, S: Sink<'w>>(&'w self, of: Name, to: &mut S) {
        match self {
            Term::Value(value) => {
                to.op(Op::Value, 0);
                to.parameter(of, value);
            }
            Term::Column(name) => to.op(Op::Column, name.number()),
            Term::Computed(name, operator, value) => {
                to.op(Op::Computed, computed(*operator, name.column));
                to.parameter(*name, value);
            }
            Term::Expr(expr) => expr.walk(to),
        }
    }
}

/// The right side of a comparison or an assignment for a column of the model `M` that holds a `T`:
/// a value, another column of the same model, or an [`Expression`] such as `User::VISITS + 1`.
#[diagnostic::on_unimplemented(
    message = "a column that holds `{T}` cannot be compared with or set to `{Self}`",
    label = "it is neither `{T}` nor a column of the same model that holds it",
    note = "convert an `Option` of another type, such as `Option<&str>`, with \
        `tablewright::query::or_null(…)`"
)]
pub trait Operand<'a, M, T> {
    /// The operand for a column of this type.
    #[doc(hidden)]
    fn term(self, ty: &Type<'_>) -> Term<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, T> for T {
    #[inline]
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Term::Value(self.into_parameter(ty))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, Option<T>> for T {
    #[inline]
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Term::Value(self.into_parameter(ty))
    }
}

/// References, such as an item of `&ids` or a `&Option<String>` of a form.
#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, T> for &'a T {
    #[inline]
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Term::Value(self.to_parameter(ty))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, Option<T>> for &'a T {
    #[inline]
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Term::Value(self.to_parameter(ty))
    }
}

/// Converts an `Option` of another type than the column's, such as an `Option<&str>`, to a value or
/// NULL.
///
/// ```text
/// User::update(7).set(User::BIO, or_null(form.bio.as_deref())).execute(&db)?;
/// ```
///
/// A bare `None`, an `Option` of the column's type, and a reference to one need no `or_null`. If an
/// `Option<&str>` needed none either, the compiler could not infer the type of a bare `None`.
pub fn or_null<V>(value: Option<V>) -> OrNull<V> {
    OrNull(value)
}

/// A value or NULL: see [`or_null`].
#[derive(Clone, Copy, Debug)]
pub struct OrNull<V>(Option<V>);

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field, V: Operand<'a, M, Option<T>>> Operand<'a, M, Option<T>> for OrNull<V> {
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        match self.0 {
            Some(value) => value.term(ty),
            None => Term::Value(Parameter::Null),
        }
    }
}

/// Types that convert to a parameter, although they are not the column's type.
///
/// They are a separate trait, so that the compiler does not list all of them in errors.
macro_rules! converted {
    ($($(const $n:ident)? $from:ty => $to:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a, M $(, const $n: usize)?> Operand<'a, M, $to> for $from {
            #[inline]
            fn term(self, _: &Type<'_>) -> Term<'a> {
                Term::Value(Parameter::from(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, M $(, const $n: usize)?> Operand<'a, M, Option<$to>> for $from {
            #[inline]
            fn term(self, _: &Type<'_>) -> Term<'a> {
                Term::Value(Parameter::from(self))
            }
        }
    )*};
}

converted! {
    &'a str => String,
    Cow<'a, str> => String,
    Box<str> => String,
    &'a [u8] => Vec<u8>,
    Cow<'a, [u8]> => Vec<u8>,
    const N &'a [u8; N] => Vec<u8>,
    const N [u8; N] => Vec<u8>,
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, T> Operand<'a, M, T> for Column<M, T> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        Term::Column(self.named())
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, T> Operand<'a, M, Option<T>> for Column<M, T> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        Term::Column(self.named())
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, T> Operand<'a, M, T> for Column<M, Option<T>> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        Term::Column(self.named())
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T> Operand<'a, M, T> for Expression<M, T> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        self.into_expr().into_term()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T> Operand<'a, M, Option<T>> for Expression<M, T> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        self.into_expr().into_term()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T> Operand<'a, M, T> for Expression<M, Option<T>> {
    fn term(self, _: &Type<'_>) -> Term<'a> {
        self.into_expr().into_term()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, T> for Fragment<T> {
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Operand::<M, T>::term(self.expression::<M>(), ty)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M, T: Field> Operand<'a, M, Option<T>> for Fragment<T> {
    fn term(self, ty: &Type<'_>) -> Term<'a> {
        Operand::<M, T>::term(self.expression::<M>(), ty)
    }
}
