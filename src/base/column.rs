//! Columns as constants.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::table::Type;

use crate::base::model::Model;
use crate::base::statement::Name;

/// A column of the model `M` with the type `T`; `Option<T>` if it is nullable.
///
/// Generated code has one for each field: `User::NAME`. The methods for conditions, orders and
/// updates are in [`query`](crate::query).
pub struct Column<M, T> {
    index: u16,
    of: PhantomData<fn() -> (M, T)>,
}

impl<M, T> Column<M, T> {
    /// The column at a position: for generated code.
    #[doc(hidden)]
    pub const fn new(index: u16) -> Self {
        Column {
            index,
            of: PhantomData,
        }
    }

    /// Its position.
    #[inline]
    pub(crate) const fn index(self) -> u16 {
        self.index
    }
}

impl<M: Model, T> Column<M, T> {
    /// Returns the name in the database.
    pub fn name(&self) -> &'static str {
        M::TABLE.column(self.index).name
    }

    /// The column and its table.
    #[inline]
    pub(crate) fn named(self) -> Name {
        Name {
            table: M::TABLE,
            column: self.index,
        }
    }

    /// The type of the column.
    #[inline]
    pub(crate) fn ty(self) -> &'static Type<'static> {
        &M::TABLE.column(self.index).ty
    }

    /// Whether it may be NULL.
    #[inline]
    pub(crate) fn is_nullable(self) -> bool {
        M::TABLE.column(self.index).nullable
    }
}

impl<M, T> Clone for Column<M, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, T> Copy for Column<M, T> {}

impl<M: Model, T> fmt::Debug for Column<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Column").field(&self.name()).finish()
    }
}
