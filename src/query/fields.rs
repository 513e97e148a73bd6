//! Selections whose rows are structs of the program's own.

use std::fmt;

use super::expression::{Distinct, Selection};
use super::order::By;
use crate::base::error::Result;
use crate::base::statement::Sink;
use crate::base::value::Row;

/// A selection whose rows become a `T`, as [`fields!`](crate::fields) makes it.
#[must_use = "a selection does nothing until a statement has it"]
pub struct Fields<S, X, T> {
    pub(crate) selection: S,
    pub(crate) make: fn(X) -> T,
}

impl<S, X, T> Fields<S, X, T> {
    /// The selected items, and the function that makes a `T` of them: for `fields!`.
    #[doc(hidden)]
    pub const fn new(selection: S, make: fn(X) -> T) -> Self {
        Fields { selection, make }
    }
}

// The compiler names the field that has another type.
impl<M, S, X, T> Selection<M> for Fields<S, X, T>
where
    S: Selection<M, Row = X>,
    X: Send + 'static,
    T: Send + 'static,
{
    type Row = T;
    const WIDTH: usize = S::WIDTH;
    const ITEMS: u32 = S::ITEMS;
    const AGGREGATES: u32 = S::AGGREGATES;
    const EXPRESSIONS: u32 = S::EXPRESSIONS;

    fn items(&self, to: &mut Vec<By>) {
        self.selection.items(to);
    }

    fn walk<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        self.selection.walk(to);
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        self.selection.read(row, index).map(self.make)
    }
}

#[diagnostic::do_not_recommend]
impl<M, S, X, T> Distinct<M> for Fields<S, X, T>
where
    S: Distinct<M> + Selection<M, Row = X>,
    X: Send + 'static,
    T: Send + 'static,
{
}

impl<S: Clone, X, T> Clone for Fields<S, X, T> {
    fn clone(&self) -> Self {
        Fields {
            selection: self.selection.clone(),
            make: self.make,
        }
    }
}

impl<S: fmt::Debug, X, T> fmt::Debug for Fields<S, X, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fields").field(&self.selection).finish()
    }
}
