//! The methods of columns that make conditions and orders.

use tablewright_sql::words::{Comparison, Like};

use super::pattern::Pattern;
use super::{Filter, Node, Operand, Order, Term};
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::value::arg::Arg;

impl<M: Model, T> Column<M, T> {
    /// Whether the column is equal: `"name" = 'Ada'`.
    ///
    /// To be equal to `None` is to be NULL. Otherwise NULL is equal to nothing, as everywhere in
    /// SQL.
    pub fn eq<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        match self.term(other) {
            Term::Value(Arg::Null) => self.is_null(),
            term => compare(self, Comparison::Equal, term),
        }
    }

    /// Whether the column differs: `"name" <> 'Ada'`.
    ///
    /// To differ from `None` is not to be NULL. NULL does not differ from a value, as everywhere
    /// in SQL: `User::BIO.ne("x") | User::BIO.is_null()` finds those rows too.
    pub fn ne<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        match self.term(other) {
            Term::Value(Arg::Null) => self.is_not_null(),
            term => compare(self, Comparison::NotEqual, term),
        }
    }

    /// Whether the column is less: `"age" < 18`. Text is compared by code point.
    pub fn lt<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        compare(self, Comparison::Less, self.term(other))
    }

    /// Whether the column is less or equal: `"age" <= 18`.
    pub fn le<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        compare(self, Comparison::LessOrEqual, self.term(other))
    }

    /// Whether the column is greater: `"age" > 18`.
    pub fn gt<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        compare(self, Comparison::Greater, self.term(other))
    }

    /// Whether the column is greater or equal: `"age" >= 18`.
    pub fn ge<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M> {
        compare(self, Comparison::GreaterOrEqual, self.term(other))
    }

    /// Whether the column is neither below the first nor above the last:
    /// `"age" >= 18 AND "age" <= 65`.
    pub fn between<'a>(
        self,
        first: impl Operand<'a, M, T>,
        last: impl Operand<'a, M, T>,
    ) -> Filter<M> {
        self.ge(first) & self.le(last)
    }

    /// Whether the column is one of these: `"id" IN (1, 2, 3)`. Nothing is one of none.
    ///
    /// There may be as many as memory holds.
    pub fn in_<'a, V: Operand<'a, M, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<M> {
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
            Filter::new(Node::In(self.named(), list)) | others
        }
    }

    /// Whether the column is none of these: `NOT "id" IN (1, 2, 3)`. Everything is none of none.
    ///
    /// NULL is found only where there are no values, as everywhere in SQL.
    pub fn not_in<'a, V: Operand<'a, M, T>>(
        self,
        values: impl IntoIterator<Item = V>,
    ) -> Filter<M> {
        !self.in_(values)
    }

    /// Whether the column is NULL: `"bio" IS NULL`.
    pub fn is_null(self) -> Filter<M> {
        Filter::new(Node::Null(self.named(), true))
    }

    /// Whether the column is not NULL: `"bio" IS NOT NULL`.
    pub fn is_not_null(self) -> Filter<M> {
        Filter::new(Node::Null(self.named(), false))
    }

    /// From the least to the greatest; NULL comes first.
    pub fn asc(self) -> Order<M> {
        Order::of(self, false)
    }

    /// From the greatest to the least; NULL comes last.
    pub fn desc(self) -> Order<M> {
        Order::of(self, true)
    }

    #[inline]
    fn term<'a>(self, operand: impl Operand<'a, M, T>) -> Term<'static> {
        operand.term(self.ty()).into_owned()
    }
}

impl<M: Model, T: Textual> Column<M, T> {
    /// Whether the text has this form: `%` stands for any characters, `_` for one, and `\` before
    /// one of these for itself. Small and capital letters differ.
    pub fn like(self, pattern: impl Into<String>) -> Filter<M> {
        like(self, Like::Exact, &pattern.into())
    }

    /// As [`like`](Column::like), but small and capital letters of ASCII are the same.
    pub fn ilike(self, pattern: impl Into<String>) -> Filter<M> {
        like(self, Like::IgnoringCase, &pattern.into())
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

fn like<M: Model, T>(column: Column<M, T>, kind: Like, pattern: &str) -> Filter<M> {
    Filter::new(match Pattern::new(kind, pattern) {
        Ok(pattern) => Node::Like(column.named(), Box::new(pattern)),
        Err(error) => Node::Invalid(error.reason().into()),
    })
}

#[inline]
fn compare<M: Model, T>(
    column: Column<M, T>,
    comparison: Comparison,
    term: Term<'static>,
) -> Filter<M> {
    Filter::new(match term {
        Term::Value(value) => Node::Value(column.named(), comparison, value),
        term => Node::Compare(column.named(), comparison, Box::new(term)),
    })
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
}

macro_rules! numeric {
    ($($number:ty),*) => {$(
        impl Numeric for $number {
            type Number = $number;
        }

        impl Numeric for Option<$number> {
            type Number = $number;
        }
    )*};
}

numeric!(i16, i32, i64, f32, f64);
#[cfg(feature = "decimal")]
numeric!(rust_decimal::Decimal);
