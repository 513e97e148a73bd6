//! The methods of columns that make conditions and orders.

use super::{Comparison, Filter, Like, Name, Node, Operand, Order, Term};
use crate::Column;
use crate::arg::Arg;
use crate::model::Model;

impl<M: Model, T> Column<M, T> {
    /// Whether the column is equal: `"name" = 'Ada'`.
    ///
    /// To be equal to `None` is to be NULL. Otherwise NULL is equal to nothing, as everywhere in
    /// SQL.
    pub fn eq(self, other: impl Operand<M, T>) -> Filter<M> {
        match self.term(other) {
            Term::Value(Arg::Null) => self.is_null(),
            term => compare(self, Comparison::Equal, term),
        }
    }

    /// Whether the column differs: `"name" <> 'Ada'`.
    ///
    /// To differ from `None` is not to be NULL. NULL does not differ from a value, as everywhere
    /// in SQL: `User::BIO.ne("x") | User::BIO.is_null()` finds those rows too.
    pub fn ne(self, other: impl Operand<M, T>) -> Filter<M> {
        match self.term(other) {
            Term::Value(Arg::Null) => self.is_not_null(),
            term => compare(self, Comparison::NotEqual, term),
        }
    }

    /// Whether the column is less: `"age" < 18`. Text is compared by code point.
    pub fn lt(self, other: impl Operand<M, T>) -> Filter<M> {
        compare(self, Comparison::Less, self.term(other))
    }

    /// Whether the column is less or equal: `"age" <= 18`.
    pub fn le(self, other: impl Operand<M, T>) -> Filter<M> {
        compare(self, Comparison::LessOrEqual, self.term(other))
    }

    /// Whether the column is greater: `"age" > 18`.
    pub fn gt(self, other: impl Operand<M, T>) -> Filter<M> {
        compare(self, Comparison::Greater, self.term(other))
    }

    /// Whether the column is greater or equal: `"age" >= 18`.
    pub fn ge(self, other: impl Operand<M, T>) -> Filter<M> {
        compare(self, Comparison::GreaterOrEqual, self.term(other))
    }

    /// Whether the column is neither below the first nor above the last:
    /// `"age" >= 18 AND "age" <= 65`.
    pub fn between(self, first: impl Operand<M, T>, last: impl Operand<M, T>) -> Filter<M> {
        self.ge(first) & self.le(last)
    }

    /// Whether the column is one of these: `"id" IN (1, 2, 3)`. Nothing is one of none.
    ///
    /// There may be as many as memory holds.
    pub fn in_<V: Operand<M, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<M> {
        let mut list = Vec::new();
        let mut others = Filter::none();
        for value in values {
            match self.term(value) {
                // NULL is not one of any values; asked for by name, it is meant.
                Term::Value(Arg::Null) => others = others | self.is_null(),
                Term::Value(value) => list.push(value),
                term => others = others | compare(self, Comparison::Equal, term),
            }
        }
        if list.is_empty() {
            others
        } else {
            Filter::new(Node::In(Name::of(self), list)) | others
        }
    }

    /// Whether the column is none of these: `NOT "id" IN (1, 2, 3)`. Everything is none of none.
    ///
    /// NULL is found only where there are no values, as everywhere in SQL.
    pub fn not_in<V: Operand<M, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<M> {
        !self.in_(values)
    }

    /// Whether the column is NULL: `"bio" IS NULL`.
    pub fn is_null(self) -> Filter<M> {
        Filter::new(Node::Null(Name::of(self), true))
    }

    /// Whether the column is not NULL: `"bio" IS NOT NULL`.
    pub fn is_not_null(self) -> Filter<M> {
        Filter::new(Node::Null(Name::of(self), false))
    }

    /// From the least to the greatest; NULL comes first.
    pub fn asc(self) -> Order<M> {
        Order::of(self, false)
    }

    /// From the greatest to the least; NULL comes last.
    pub fn desc(self) -> Order<M> {
        Order::of(self, true)
    }

    fn term(self, operand: impl Operand<M, T>) -> Term {
        operand.term(|value| self.compared(value))
    }
}

impl<M: Model, T: Textual> Column<M, T> {
    /// Whether the text has this form: `%` stands for any characters, `_` for one, and `\` before
    /// one of these for itself. Small and capital letters differ.
    pub fn like(self, pattern: impl Into<String>) -> Filter<M> {
        Filter::new(Node::Like(Name::of(self), Like::Exact, pattern.into()))
    }

    /// As [`like`](Column::like), but small and capital letters of ASCII are the same.
    pub fn ilike(self, pattern: impl Into<String>) -> Filter<M> {
        Filter::new(Node::Like(
            Name::of(self),
            Like::IgnoringCase,
            pattern.into(),
        ))
    }

    /// Whether the text begins like this.
    pub fn starts_with(self, text: impl AsRef<str>) -> Filter<M> {
        self.like(format!("{}%", escaped(text.as_ref())))
    }

    /// Whether the text ends like this.
    pub fn ends_with(self, text: impl AsRef<str>) -> Filter<M> {
        self.like(format!("%{}", escaped(text.as_ref())))
    }

    /// Whether this is somewhere in the text.
    pub fn contains(self, text: impl AsRef<str>) -> Filter<M> {
        self.like(format!("%{}%", escaped(text.as_ref())))
    }
}

fn compare<M: Model, T>(column: Column<M, T>, comparison: Comparison, term: Term) -> Filter<M> {
    Filter::new(Node::Compare(Name::of(column), comparison, term))
}

/// The pattern that stands for just this text.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// What a column of text holds.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` has no text to search in")]
pub trait Textual {}

impl Textual for String {}
impl Textual for Option<String> {}

/// What a column of numbers holds.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` has no numbers to add")]
pub trait Numeric {
    /// The number, without the `Option` of a column that may be NULL.
    type Number;

    /// What the column holds, from a number.
    #[doc(hidden)]
    fn from_number(number: Self::Number) -> Self;
}

macro_rules! numeric {
    ($($number:ty),*) => {$(
        impl Numeric for $number {
            type Number = $number;

            fn from_number(number: $number) -> Self {
                number
            }
        }

        impl Numeric for Option<$number> {
            type Number = $number;

            fn from_number(number: $number) -> Self {
                Some(number)
            }
        }
    )*};
}

numeric!(i16, i32, i64, f32, f64);
#[cfg(feature = "decimal")]
numeric!(rust_decimal::Decimal);
