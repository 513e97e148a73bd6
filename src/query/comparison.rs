//! The methods of columns that make conditions and orders.

use tablewright_sql::table::Type;
use tablewright_sql::words::{Comparison, Like};

use super::computed::{Condition, Expr};
use super::pattern::Pattern;
use super::{Filter, InList, Node, Operand, Order, Term};
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::value::custom::Custom;
#[cfg(feature = "json")]
use crate::base::value::field::Item;
use crate::base::value::id::Id;
use crate::base::value::parameter::Parameter;

impl<M: Model, T> Column<M, T> {
    /// Compares the column for equality: `"name" = 'Ada'`.
    ///
    /// `eq(None)` tests for NULL. Otherwise NULL is equal to nothing, as in SQL.
    pub fn eq<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Comparable,
    {
        match self.term(other) {
            Term::Value(Parameter::Null) => self.is_null(),
            term => compare(self, Comparison::Equal, term),
        }
    }

    /// Compares the column for inequality: `"name" <> 'Ada'`.
    ///
    /// `ne(None)` tests for a value other than NULL. Otherwise NULL differs from nothing, as in
    /// SQL: `User::BIO.ne("x") | User::BIO.is_null()` also finds rows without a bio.
    pub fn ne<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Comparable,
    {
        match self.term(other) {
            Term::Value(Parameter::Null) => self.is_not_null(),
            term => compare(self, Comparison::NotEqual, term),
        }
    }

    /// Tests whether the column is one of these values: `"id" IN (1, 2, 3)`, or a value that a
    /// query finds: `"id" IN (SELECT "author_id" FROM "posts" WHERE …)`. No value is in an empty
    /// list.
    ///
    /// The list may have any number of values. For a column of arrays, or with a collation, it may
    /// have as many values as a statement has parameters.
    pub fn in_(self, values: impl InList<M, T, Self>) -> Filter<M>
    where
        T: Comparable,
    {
        values.has(self)
    }

    pub(super) fn is_one_of<'a, V>(self, values: impl IntoIterator<Item = V>) -> Filter<M>
    where
        V: Operand<'a, M, T>,
    {
        let mut list = Vec::new();
        let mut others = Filter::none();
        for value in values {
            match self.term(value) {
                // SQL's `IN` never finds NULL, so a NULL in the list is a test of its own.
                Term::Value(Parameter::Null) => others = others | self.is_null(),
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

    /// Tests whether the column is none of these values: `NOT "id" IN (1, 2, 3)`. It is true for an
    /// empty list.
    ///
    /// As in SQL, NULL is found only if the list is empty, and no row is found if a value of the
    /// query is NULL.
    pub fn not_in(self, values: impl InList<M, T, Self>) -> Filter<M>
    where
        T: Comparable,
    {
        !self.in_(values)
    }

    /// Tests whether the column is less: `"age" < 18`. Text is compared by code point.
    pub fn lt<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Sortable,
    {
        compare(self, Comparison::Less, self.term(other))
    }

    /// Tests whether the column is less or equal: `"age" <= 18`.
    pub fn le<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Sortable,
    {
        compare(self, Comparison::LessOrEqual, self.term(other))
    }

    /// Tests whether the column is greater: `"age" > 18`.
    pub fn gt<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Sortable,
    {
        compare(self, Comparison::Greater, self.term(other))
    }

    /// Tests whether the column is greater or equal: `"age" >= 18`.
    pub fn ge<'a>(self, other: impl Operand<'a, M, T>) -> Filter<M>
    where
        T: Sortable,
    {
        compare(self, Comparison::GreaterOrEqual, self.term(other))
    }

    /// Tests whether the column is between two values, both included:
    /// `"age" >= 18 AND "age" <= 65`.
    pub fn between<'a>(
        self,
        first: impl Operand<'a, M, T>,
        last: impl Operand<'a, M, T>,
    ) -> Filter<M>
    where
        T: Sortable,
    {
        self.ge(first) & self.le(last)
    }

    /// Sorts in ascending order; NULL comes first.
    pub fn asc(self) -> Order<M>
    where
        T: Sortable,
    {
        Order::of(self, false)
    }

    /// Sorts in descending order; NULL comes last.
    pub fn desc(self) -> Order<M>
    where
        T: Sortable,
    {
        Order::of(self, true)
    }

    /// Tests whether the column is NULL: `"bio" IS NULL`.
    pub fn is_null(self) -> Filter<M> {
        Filter::new(Node::Null(self.named(), true))
    }

    /// Tests whether the column is not NULL: `"bio" IS NOT NULL`.
    pub fn is_not_null(self) -> Filter<M> {
        Filter::new(Node::Null(self.named(), false))
    }

    #[inline]
    fn term<'a>(self, operand: impl Operand<'a, M, T>) -> Term<'static> {
        operand.term(self.ty()).into_owned()
    }
}

impl<M: Model, T> Column<M, T> {
    /// Tests whether the string matches a pattern: `%` stands for any characters, `_` for one, and
    /// `\` escapes them. It is case-sensitive.
    pub fn like(self, pattern: impl Into<String>) -> Filter<M>
    where
        T: Textual,
    {
        like(self, Like::Exact, &pattern.into())
    }

    /// Tests a pattern as [`like`](Column::like), but ignores the case of ASCII letters.
    pub fn ilike(self, pattern: impl Into<String>) -> Filter<M>
    where
        T: Textual,
    {
        like(self, Like::IgnoringCase, &pattern.into())
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
}

// Columns of arrays have a method of the same name.
impl<M: Model, T: Textual> Column<M, T> {
    /// Tests whether the string contains this one.
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
    if let Term::Column(other) = &term
        && let (Type::Array(one), Type::Array(other)) =
            (column.ty(), other.table.column(other.column).ty)
        && one.scale() != other.scale()
    {
        let reason = "arrays of decimals can only be compared if both have the same number of \
            digits after the decimal point";
        return Filter::new(Node::Invalid(reason.into()));
    }
    Filter::new(match term {
        Term::Expr(expr) => {
            let condition = Condition::compare(Expr::Column(column.named()), comparison, *expr);
            return Filter::computed(condition);
        }
        Term::Value(value) if comparison.is_equality() => {
            Node::Value(column.named(), comparison, value)
        }
        Term::Value(value) => Node::Value(column.named(), comparison, ranked(column.ty(), value)),
        term => Node::Compare(column.named(), comparison, Box::new(term)),
    })
}

/// The value that a column is compared with by `<` and `>`. A value of an enum becomes its position
/// among the values of the enum.
pub(super) fn ranked(ty: &Type<'_>, value: Parameter<'static>) -> Parameter<'static> {
    match (ty, &value) {
        (Type::Enum(values), Parameter::Text(text)) => {
            let position = values.iter().position(|value| *value == &**text);
            match position.and_then(|position| i32::try_from(position).ok()) {
                Some(position) => Parameter::I32(position),
                None => Parameter::Invalid("it is not a value of the enum".into()),
            }
        }
        _ => value,
    }
}

/// The pattern that matches only this text.
pub(super) fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// A type whose values are equal in the same cases on every database: all but `json`, whose numbers
/// and objects can be written in several ways.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared in a query",
    label = "databases differ in which documents are equal",
    note = "compare a value in the document, `Model::COLUMN.at(\"key\").text().eq(…)`, or test \
        for NULL with `is_null()`"
)]
pub trait Comparable {}

/// A type whose values have the same order on every database: all but `json` and arrays.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no order",
    label = "databases differ in how they sort `json` and arrays"
)]
pub trait Sortable: Comparable {}

macro_rules! sortable {
    ($($ty:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Comparable for $ty {}
        #[diagnostic::do_not_recommend]
        impl Sortable for $ty {}
    )*};
}

sortable!(
    bool,
    u8,
    u16,
    u32,
    u64,
    i16,
    i32,
    i64,
    f32,
    f64,
    String,
    Vec<u8>
);
#[cfg(feature = "decimal")]
sortable!(rust_decimal::Decimal);
#[cfg(feature = "uuid")]
sortable!(uuid::Uuid);
#[cfg(feature = "jiff")]
sortable!(
    jiff::Timestamp,
    jiff::civil::Date,
    jiff::civil::Time,
    jiff::civil::DateTime,
    jiff::SignedDuration,
);
#[cfg(feature = "chrono")]
sortable!(
    chrono::DateTime<chrono::Utc>,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::TimeDelta,
);

#[diagnostic::do_not_recommend]
impl<T: Comparable> Comparable for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Sortable> Sortable for Option<T> {}
#[diagnostic::do_not_recommend]
impl<M, K: Comparable> Comparable for Id<M, K> {}
#[diagnostic::do_not_recommend]
impl<M, K: Sortable> Sortable for Id<M, K> {}
#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Comparable>> Comparable for T {}
#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Sortable>> Sortable for T {}
#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T: Item + Comparable> Comparable for Vec<T> {}

/// The type of a column of text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "only columns and expressions of text have this method"
)]
pub trait Textual {}

#[diagnostic::do_not_recommend]
impl Textual for String {}
#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Option<T> {}

/// The type of a column that can be added and subtracted: numbers and durations.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a number nor a duration",
    label = "only numbers and durations can be added and subtracted"
)]
pub trait Additive {
    /// The number, without the `Option` of a nullable column.
    type Number;
}

/// The type of a column of numbers, which can also be multiplied.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "only columns and expressions of numbers have this method"
)]
pub trait Numeric: Additive {}

macro_rules! additive {
    ($($number:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Additive for $number {
            type Number = $number;
        }

        #[diagnostic::do_not_recommend]
        impl Additive for Option<$number> {
            type Number = $number;
        }
    )*};
}

macro_rules! numeric {
    ($($number:ty),*) => {$(
        additive!($number);

        #[diagnostic::do_not_recommend]
        impl Numeric for $number {}

        #[diagnostic::do_not_recommend]
        impl Numeric for Option<$number> {}
    )*};
}

numeric!(u8, u16, u32, u64, i16, i32, i64, f32, f64);
#[cfg(feature = "decimal")]
numeric!(rust_decimal::Decimal);
#[cfg(feature = "jiff")]
additive!(jiff::SignedDuration);
#[cfg(feature = "chrono")]
additive!(chrono::TimeDelta);

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Additive>> Additive for T {
    type Number = T;
}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Additive>> Additive for Option<T> {
    type Number = T;
}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Numeric>> Numeric for T {}

#[diagnostic::do_not_recommend]
impl<T: Custom<Stored: Numeric>> Numeric for Option<T> {}
