//! Relations as constants.

use std::fmt;
use std::marker::PhantomData;

use super::key::Kind;
use super::link::{Link, Route};
use super::refined::{IntoRefined, Refined, RefinedOf};
use crate::model::Model;
use crate::query::IntoOrder;
use crate::value::Row;
use crate::{Error, Filter, Result};

/// The relation of a row of `M` to any number of `T`: `User::POSTS`, or `Post::TAGS` through a model
/// in between.
///
/// Loaded by [`with`](crate::Select::with) it is a `Vec<T>`.
pub struct Many<M, T> {
    route: Route,
    of: PhantomData<fn() -> (M, T)>,
}

/// The relation of a row of `M` to one `T`: `Post::AUTHOR`. Where there may be none, it is
/// `One<M, Option<T>>`.
///
/// Loaded by [`with`](crate::Select::with) it is a `T` or an `Option<T>`.
pub struct One<M, T> {
    route: Route,
    of: PhantomData<fn() -> (M, T)>,
}

impl<M, T> Many<M, T> {
    /// The rows that refer to one: for generated code.
    pub const fn back(link: &'static Link) -> Self {
        Many {
            route: Route::Back(link),
            of: PhantomData,
        }
    }

    /// The rows that a table in between connects with one, by its reference to that and its
    /// reference to them: for generated code.
    pub const fn through(here: &'static Link, there: &'static Link) -> Self {
        Many {
            route: Route::Through(here, there),
            of: PhantomData,
        }
    }
}

impl<M, T> One<M, T> {
    /// The row that is referred to: for generated code.
    pub const fn new(link: &'static Link) -> Self {
        One {
            route: Route::Forward(link),
            of: PhantomData,
        }
    }

    /// The one row that refers to another: for generated code.
    pub const fn back(link: &'static Link) -> Self {
        One {
            route: Route::Back(link),
            of: PhantomData,
        }
    }

    /// The columns behind it: for generated code.
    pub const fn link(self) -> &'static Link {
        self.route.link()
    }
}

impl<M: Model, T: Model> Many<M, T> {
    /// Only the rows for which the condition holds.
    pub fn filter(self, filter: Filter<T>) -> Refined<Self> {
        Refined::new(self).filter(filter)
    }

    /// The rows of each parent in this order; without, it is that of the primary key.
    pub fn order_by(self, order: impl IntoOrder<T>) -> Refined<Self> {
        Refined::new(self).order_by(order)
    }

    /// The rows of each parent in no order, as the database finds them; but those that a limit picks out are the first by
    /// the primary key.
    pub fn unordered(self) -> Refined<Self> {
        Refined::new(self).unordered()
    }

    /// At most so many rows for each parent.
    pub fn limit(self, rows: u64) -> Refined<Self> {
        Refined::new(self).limit(rows)
    }

    /// Each row with what belongs to it, too: `User::POSTS.with(Post::COMMENTS)`.
    pub fn with<N: IntoRefined>(self, next: N) -> Refined<Self, (RefinedOf<N>,)>
    where
        N::Relation: Relation<From = T>,
    {
        Refined::new(self).with(next)
    }
}

impl<M: Model, T: Target> One<M, T> {
    /// The row only where the condition holds; otherwise there is none.
    pub fn filter(self, filter: Filter<T::Model>) -> Refined<One<M, Option<T::Model>>> {
        let optional = One {
            route: self.route,
            of: PhantomData,
        };
        Refined::new(optional).filter(filter)
    }

    /// The row with what belongs to it: `Post::AUTHOR.with(User::COMPANY)`.
    pub fn with<N: IntoRefined>(self, next: N) -> Refined<Self, (RefinedOf<N>,)>
    where
        N::Relation: Relation<From = T::Model>,
    {
        Refined::new(self).with(next)
    }
}

/// What a relation to one row leads to: a model, or an `Option` of one.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither a model nor an `Option` of one")]
pub trait Target: Sized + Clone + Send + 'static {
    /// The model.
    type Model: Model;
    /// The same with something else in place of the model.
    type Of<X: Clone + Send + 'static>: Clone + Send + 'static;

    /// What there is for a row.
    #[doc(hidden)]
    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<Self::Of<X>>;

    /// Reads it from a row, which is there where this column of it is not NULL.
    #[doc(hidden)]
    fn read<R: Row>(row: &R, end: (Kind, usize)) -> Result<Self>;
}

impl<M: Model> Target for M {
    type Model = M;
    type Of<X: Clone + Send + 'static> = X;

    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<X> {
        found.ok_or(Error::NotFound(M::MODEL.name))
    }

    fn read<R: Row>(row: &R, _: (Kind, usize)) -> Result<M> {
        M::from_row(row)
    }
}

impl<M: Model> Target for Option<M> {
    type Model = M;
    type Of<X: Clone + Send + 'static> = Option<X>;

    fn of<X: Clone + Send + 'static>(found: Option<X>) -> Result<Option<X>> {
        Ok(found)
    }

    fn read<R: Row>(row: &R, (kind, place): (Kind, usize)) -> Result<Option<M>> {
        if kind.is_null(row, place)? {
            return Ok(None);
        }
        M::from_row(row).map(Some)
    }
}

/// A relation: [`Many`] or [`One`].
pub trait Relation: Copy + Send + Sync + 'static {
    /// The model whose rows it begins at.
    type From: Model;
    /// The model whose rows it leads to.
    type To: Model;
    /// What it loads for one row, where each row that it leads to is an `X`.
    type Of<X: Clone + Send + 'static>: Clone + Send + 'static;

    /// The columns behind it.
    #[doc(hidden)]
    fn route(self) -> Route;

    /// What there is for one row; where it is the last that it is for, nothing stays behind.
    #[doc(hidden)]
    fn of<X: Clone + Send + 'static>(found: &mut Vec<X>, is_last: bool) -> Result<Self::Of<X>>;
}

impl<M: Model, T: Model> Relation for Many<M, T> {
    type From = M;
    type To = T;
    type Of<X: Clone + Send + 'static> = Vec<X>;

    fn route(self) -> Route {
        self.route
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

    fn route(self) -> Route {
        self.route
    }

    fn of<X: Clone + Send + 'static>(found: &mut Vec<X>, is_last: bool) -> Result<T::Of<X>> {
        T::of(if is_last {
            found.pop()
        } else {
            found.last().cloned()
        })
    }
}

/// What the constants have in common.
macro_rules! constant {
    ($name:ident) => {
        impl<M, T> Clone for $name<M, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M, T> Copy for $name<M, T> {}

        impl<M, T> fmt::Debug for $name<M, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("from", &self.route.here().0.name)
                    .field("to", &self.route.there().0.name)
                    .finish()
            }
        }
    };
}

constant!(Many);
constant!(One);
