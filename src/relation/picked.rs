//! Relations that load columns and expressions instead of whole rows.

use std::fmt;

use super::constant::{Many, One, Relation, Target};
use super::owners::{Keys, Owners};
use super::reading::{Belonging, key_of_owner};
use super::refined::{IntoRefined, Refined, RefinedOf};
use super::with::{Load, Loading, Loads, given_to_owners};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::query::Selection;
use crate::query::route::Route;
use crate::query::selected::Reading;

/// A relation that loads columns and expressions: `User::POSTS.select((Post::ID, Post::TITLE))`.
#[derive(Clone)]
#[must_use = "a relation does nothing until a statement has it"]
pub struct Picked<R, S> {
    refined: Refined<R>,
    selection: S,
}

impl<M: Model, T: Model> Many<M, T> {
    /// Loads columns and expressions instead of whole rows, like
    /// [`Select::select`](crate::Select::select): `User::all().with(User::POSTS.select((Post::ID,
    /// Post::TITLE)))`.
    pub fn select<S: Selection<T>>(self, selection: S) -> Picked<Self, S> {
        Refined::new(self).select(selection)
    }
}

impl<M: Model, T: Target> One<M, T> {
    /// Loads columns and expressions instead of a whole row:
    /// `Post::all().with(Post::AUTHOR.select(User::NAME))`.
    pub fn select<S: Selection<T::Model>>(self, selection: S) -> Picked<Self, S> {
        Refined::new(self).select(selection)
    }
}

impl<R: Relation> Refined<R> {
    /// Loads columns and expressions instead of whole rows.
    pub fn select<S: Selection<R::To>>(self, selection: S) -> Picked<R, S> {
        Picked {
            refined: self,
            selection,
        }
    }
}

impl<R: Relation, S: Selection<R::To>> Load<R::From> for Picked<R, S>
where
    S::Row: Clone,
{
    type Row = R::Of<S::Row>;

    fn route(&self) -> Route {
        self.refined.relation.route()
    }

    async fn load<C: Driver>(&self, keys: Keys, db: &C) -> Result<Vec<Self::Row>> {
        if S::AGGREGATES > 0 {
            return Err(Error::statement(
                "an aggregate of related rows is selected with the row that they belong to: \
                 select `User::POSTS.count()`",
            ));
        }
        let (owners, wanted) = Owners::of(keys);
        let mut items = Vec::new();
        self.selection.items(&mut items);
        let key = key_of_owner::<R::To>(self.route(), Some(S::WIDTH));
        let mut rows = Belonging::new(Reading::new(self.selection.clone()), key, &owners);
        if owners.len() > 0 {
            let statement = Loading::new(&self.refined, &owners, &items);
            db.fetch(&statement, &mut rows).await?;
        }
        let Belonging {
            positions, rows, ..
        } = rows;
        given_to_owners(self.refined.relation, &owners, wanted, positions, rows)
    }
}

impl<R: Relation, S> fmt::Debug for Picked<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Picked").field(&self.refined).finish()
    }
}

/// A relation for [`with`](crate::Select::with): a constant, a [`Refined`] or a [`Picked`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "give a constant such as `User::POSTS`",
    note = "the selection of a relation must be `Clone`: derive it for a struct of `fields!`"
)]
pub trait IntoLoad {
    /// The model at its start.
    type From: Model;
    /// The type that loads it.
    type Load: Load<Self::From>;

    /// Converts it.
    #[doc(hidden)]
    fn into_load(self) -> Self::Load;
}

#[diagnostic::do_not_recommend]
impl<N: IntoRefined> IntoLoad for N
where
    N::Loads: Loads<<N::Relation as Relation>::To>,
{
    type From = <N::Relation as Relation>::From;
    type Load = RefinedOf<N>;

    fn into_load(self) -> RefinedOf<N> {
        self.into_refined()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, S: Selection<R::To>> IntoLoad for Picked<R, S>
where
    S::Row: Clone,
{
    type From = R::From;
    type Load = Self;

    fn into_load(self) -> Self {
        self
    }
}
