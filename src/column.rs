//! Columns as constants.

use std::fmt;
use std::marker::PhantomData;

use crate::Custom;
use crate::arg::Arg;

/// A column of the model `M` that holds a `T`; `Option<T>` where it may be NULL.
///
/// Generated code has one for each field: `User::NAME`. What it can be compared with, sorted by
/// and set to is in [`query`](crate::query).
pub struct Column<M, T> {
    name: &'static str,
    /// Makes a parameter of a value.
    arg: fn(T) -> Arg<'static>,
    /// Whether it may be NULL.
    nullable: bool,
    /// The most characters or bytes that it holds; 0 where there is no limit.
    limit: u32,
    /// The digits behind the point of a decimal column.
    scale: u32,
    of: PhantomData<fn() -> M>,
}

impl<M, T> Column<M, T> {
    /// The column of that name, and how its values become parameters: for generated code.
    pub const fn new(name: &'static str, arg: fn(T) -> Arg<'static>) -> Self {
        Column {
            name,
            arg,
            nullable: false,
            limit: 0,
            scale: 0,
            of: PhantomData,
        }
    }

    /// The same column, which may be NULL: for generated code.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same column, which holds so many characters or bytes: for generated code.
    pub const fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// The same column of decimals with so many digits behind the point: for generated code.
    pub const fn scale(mut self, digits: u32) -> Self {
        self.scale = digits;
        self
    }

    /// The name in the database.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it may be NULL.
    pub(crate) const fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// The digits behind the point of a decimal column.
    pub(crate) const fn decimals(&self) -> u32 {
        self.scale
    }

    /// A value to compare the column with.
    pub(crate) fn compared(&self, value: T) -> Arg<'static> {
        (self.arg)(value)
    }

    /// A value to write to the column.
    pub(crate) fn written(&self, value: T) -> Arg<'static> {
        (self.arg)(value).limited(self.limit)
    }
}

impl<M, T> Clone for Column<M, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, T> Copy for Column<M, T> {}

impl<M, T> fmt::Debug for Column<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Column").field(&self.name).finish()
    }
}

/// Makes a parameter of a value that stands for itself, or of NULL: for generated code.
pub fn plain<T: Into<Arg<'static>>>(value: T) -> Arg<'static> {
    value.into()
}

/// Makes a parameter of a value of the user's type: for generated code.
pub fn custom<T: Custom<Stored: Into<Arg<'static>>>>(value: T) -> Arg<'static> {
    value.to_stored().into()
}

/// Makes a parameter of a value of the user's type, or of NULL: for generated code.
pub fn custom_or_null<T: Custom<Stored: Into<Arg<'static>>>>(value: Option<T>) -> Arg<'static> {
    value.map_or(Arg::Null, custom)
}

/// Makes a parameter of a list: for generated code.
pub fn list<T: Into<Arg<'static>>>(values: Vec<T>) -> Arg<'static> {
    Arg::List(values.into_iter().map(T::into).collect())
}

/// Makes a parameter of a list, or of NULL: for generated code.
pub fn list_or_null<T: Into<Arg<'static>>>(values: Option<Vec<T>>) -> Arg<'static> {
    values.map_or(Arg::Null, list)
}
