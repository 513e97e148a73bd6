//! Columns as constants.

use std::fmt;
use std::marker::PhantomData;

/// A column of the model `M` that holds a `T`.
///
/// Generated code has one for each field: `User::NAME`.
pub struct Column<M, T> {
    name: &'static str,
    of: PhantomData<fn() -> (M, T)>,
}

impl<M, T> Column<M, T> {
    /// The column of that name: for generated code.
    pub const fn new(name: &'static str) -> Self {
        Column {
            name,
            of: PhantomData,
        }
    }

    /// The name in the database.
    pub const fn name(&self) -> &'static str {
        self.name
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
