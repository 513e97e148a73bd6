//! Relations as constants.

use std::fmt;
use std::marker::PhantomData;

use super::picked::IntoLoad;
use super::refined::Refined;
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::value::field::Field;
use crate::base::value::{Row, key};
use crate::query::route::{Route, Way};
use crate::query::{IntoFilter, IntoOrder};

/// A relation from a row of `M` to any number of rows of `T`: `User::POSTS`, or `Post::TAGS`
/// through a join table.
///
/// [`with`](crate::Select::with) loads it as a `Vec<T>`.
pub struct Many<M, T> {
    way: Way,
    of: PhantomData<fn() -> (M, T)>,
}

/// A relation from a row of `M` to one row of `T`: `Post::AUTHOR`. If there may be none, it is
/// `One<M, Option<T>>`.
///
/// [`with`](crate::Select::with) loads it as a `T` or an `Option<T>`.
pub struct One<M, T> {
    way: Way,
    of: PhantomData<fn() -> (M, T)>,
}

impl<M, T> Many<M, T> {
    /// A relation to the rows whose foreign key at this position refers to a row: for generated
    /// code.
    #[doc(hidden)]
    pub const fn back(reference: u16) -> Self {
        Many {
            way: Way::Back(reference),
            of: PhantomData,
        }
    }

    /// A relation to the rows that a join table connects with a row, by its foreign keys at these
    /// positions: for generated code.
    #[doc(hidden)]
    pub const fn through<B: Model>(here: u16, there: u16) -> Self {
        Many {
            way: Way::Through(B::TABLE, here, there),
            of: PhantomData,
        }
    }
}

impl<M, T> One<M, T> {
    /// A relation to the row that the foreign key at this position refers to: for generated code.
    #[doc(hidden)]
    pub const fn to(reference: u16) -> Self {
        One {
            way: Way::Forward(reference),
            of: PhantomData,
        }
    }

    /// A relation to the single row whose foreign key at this position refers to a row: for
    /// generated code.
    #[doc(hidden)]
    pub const fn back(reference: u16) -> Self {
        One {
            way: Way::Back(reference),
            of: PhantomData,
        }
    }
}

impl<M: Model, T: Model> Many<M, T> {
    /// Adds a condition: only rows that satisfy it.
    pub fn filter(self, filter: impl IntoFilter<T>) -> Refined<Self> {
        Refined::new(self).filter(filter)
    }

    /// Sorts the rows of each parent; by default they are sorted by the primary key.
    pub fn order_by(self, order: impl IntoOrder<T>) -> Refined<Self> {
        Refined::new(self).order_by(order)
    }

    /// Leaves out the order of the rows of each parent. A limit still selects the first rows by the
    /// primary key.
    pub fn unordered(self) -> Refined<Self> {
        Refined::new(self).unordered()
    }

    /// Loads at most this number of rows for each parent.
    pub fn limit(self, rows: u64) -> Refined<Self> {
        Refined::new(self).limit(rows)
    }

    /// Loads related rows of each row, too: `User::POSTS.with(Post::COMMENTS)`.
    pub fn with<N: IntoLoad<From = T>>(self, next: N) -> Refined<Self, (N::Load,)> {
        Refined::new(self).with(next)
    }
}

impl<M: Model, T: Target> One<M, T> {
    /// Adds a condition: `None` if the row does not satisfy it.
    pub fn filter(self, filter: impl IntoFilter<T::Model>) -> Refined<One<M, Option<T::Model>>> {
        let optional = One {
            way: self.way,
            of: PhantomData,
        };
        Refined::new(optional).filter(filter)
    }

    /// Loads related rows of the row, too: `Post::AUTHOR.with(User::COMPANY)`.
    pub fn with<N: IntoLoad<From = T::Model>>(self, next: N) -> Refined<Self, (N::Load,)> {
        Refined::new(self).with(next)
    }
}

/// The target of a relation to one row: a model, or an `Option` of one.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither a model nor an `Option` of one")]
pub trait Target: Sized + Clone + Send + 'static {
    /// The model.
    type Model: Model;
    /// The same with another type in place of the model.
    type Of<X: Clone + Send + 'static>: Clone + Send + 'static;
    /// The type of one of its columns in a joined row.
    #[doc(hidden)]
    type Column<T: Field>: Field;

    /// The value for a row that was found, or not.
    #[doc(hidden)]
    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<Self::Of<X>>;

    /// Reads it from a row, beginning at a position. It exists if this column is not NULL.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, at: usize, column: u16) -> Result<Self>;
}

impl<M: Model> Target for M {
    type Model = M;
    type Of<X: Clone + Send + 'static> = X;
    type Column<T: Field> = T;

    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<X> {
        found.ok_or(Error::NotFound(M::TABLE.name))
    }

    #[inline]
    fn read<R: Row>(row: &R, at: usize, _: u16) -> Result<M> {
        M::read_at(row, at)
    }
}

impl<M: Model> Target for Option<M> {
    type Model = M;
    type Of<X: Clone + Send + 'static> = Option<X>;
    type Column<T: Field> = T::Optional;

    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<Option<X>> {
        Ok(found)
    }

    #[inline]
    fn read<R: Row>(row: &R, at: usize, column: u16) -> Result<Option<M>> {
        let ty = &M::TABLE.column(column).ty;
        if key::is_null(ty, row, at + usize::from(column))? {
            return Ok(None);
        }
        M::read_at(row, at).map(Some)
    }
}

/// A relation: [`Many`] or [`One`].
pub trait Relation: Copy + Send + Sync + 'static {
    /// The model at its start.
    type From: Model;
    /// The model at its end.
    type To: Model;
    /// The loaded value for one row, if each related row is an `X`.
    type Of<X: Clone + Send + 'static>: Clone + Send + 'static;

    /// The route along foreign keys.
    #[doc(hidden)]
    fn route(self) -> Route;

    /// The loaded value for one row. The related rows are moved for the last row that needs them.
    #[doc(hidden)]
    fn of<X: Clone + Send + 'static>(found: &mut Vec<X>, is_last: bool) -> Result<Self::Of<X>>;
}

impl<M: Model, T: Model> Relation for Many<M, T> {
    type From = M;
    type To = T;
    type Of<X: Clone + Send + 'static> = Vec<X>;

    #[inline]
    fn route(self) -> Route {
        Route::new(M::TABLE, <Self::To as Model>::TABLE, self.way)
    }

    fn of<X: Clone + Send + 'static>(found: &mut Vec<X>, is_last: bool) -> Result<Vec<X>> {
        Ok(if is_last {
            std::mem::take(found)
        } else {
            found.clone()
        })
    }
}

impl<M: Model, T: Target> Relation for One<M, T> {
    type From = M;
    type To = T::Model;
    type Of<X: Clone + Send + 'static> = T::Of<X>;

    #[inline]
    fn route(self) -> Route {
        Route::new(M::TABLE, <Self::To as Model>::TABLE, self.way)
    }

    fn of<X: Clone + Send + 'static>(found: &mut Vec<X>, is_last: bool) -> Result<T::Of<X>> {
        T::of(if is_last {
            found.pop()
        } else {
            found.last().cloned()
        })
    }
}

/// The common methods of relation constants.
macro_rules! constant {
    ($name:ident, $model:ident, $end:ty) => {
        impl<M, T> Clone for $name<M, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M, T> Copy for $name<M, T> {}

        impl<M: Model, T: $model> fmt::Debug for $name<M, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let end: &Table = <$end as Model>::TABLE;
                f.debug_struct(stringify!($name))
                    .field("from", &M::TABLE.name)
                    .field("to", &end.name)
                    .finish()
            }
        }
    };
}

constant!(Many, Model, T);
constant!(One, Target, T::Model);
