//! A new row with the new row that it refers to: nested writes from the row that has the reference.

use std::fmt;

use super::constant::{Many, One, Relation};
use super::nested::{Children, Nested};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::query::route::Way;
use crate::query::{Below, Insert, IntoInsert, NewRow};

impl<M: Model, T: Model> One<M, T> {
    /// A new row of `M` with the new row that it refers to by this relation, which is inserted
    /// first:
    ///
    /// ```text
    /// let (post, ada) = Post::AUTHOR
    ///     .insert(NewUser { name: "Ada".into() }, |ada| NewPost {
    ///         author_id: ada.id,
    ///         title: "Hello".into(),
    ///     })
    ///     .one(&db)?;
    /// ```
    ///
    /// The closure is given the row that was inserted, with its key, and gives the row that refers
    /// to it: a `NewPost`, a `Post::insert(…)` with more columns set, or one with rows of its own.
    /// It runs between two statements, so it does no I/O. Of several such rows, begin at the other
    /// one: `User::insert(…).with(User::POSTS, |ada| …)`.
    pub fn insert<'a, N: NewRow<'a, M>>(
        self,
        new: impl IntoInsert<'a, T>,
        row: impl FnOnce(&T) -> N + Send + 'a,
    ) -> Belonging<'a, M, T, N::Below> {
        let inverse = match self.route().way() {
            Way::Forward(reference) => Some(Many::back(reference)),
            // A relation to a row that has to exist is a reference to it.
            Way::Back(_) | Way::Through(..) => None,
        };
        Belonging {
            tree: inverse.map(|inverse| {
                Nested::of(
                    Insert::from_any(new),
                    (Children::new(inverse, |owner: &T| [row(owner)]),),
                )
            }),
        }
    }
}

/// A new row of `M`, with the new row of `T` that it refers to.
///
/// Nothing happens until one of its methods is given a connection.
#[must_use = "a new row is not in the database before `one` or `execute`"]
pub struct Belonging<'a, M: Model, T: Model, B> {
    tree: Option<Tree<'a, M, T, B>>,
}

/// The same, from the other side.
type Tree<'a, M, T, B> = Nested<'a, T, (Children<'a, Many<T, M>, B>,)>;

impl<'a, M: Model, T: Model, B: Below<M>> Belonging<'a, M, T, B> {
    /// Inserts both rows in one transaction, and returns them as the database has them: as
    /// `Post::all().with(Post::AUTHOR)` loads them.
    ///
    /// # Errors
    ///
    /// As [`Insert::one`], of either row; then none is inserted. [`Error::Value`] if the new row
    /// refers to another one than that which it is inserted with.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<(B::Row, T)>>
    where
        'a: 'c,
        B: 'c,
    {
        C::Mode::finish(async move {
            let tree = self.tree.ok_or_else(no_reference::<M>)?;
            let (owner, rows) = tree.run(db.driver()).await?;
            let row = rows.into_iter().next();
            Ok((row.ok_or(Error::NotFound(M::TABLE.name))?, owner))
        })
    }

    /// Inserts both rows in one transaction.
    ///
    /// # Errors
    ///
    /// As [`one`](Belonging::one).
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<()>>
    where
        'a: 'c,
        B: 'c,
    {
        C::Mode::finish(async move {
            let tree = self.tree.ok_or_else(no_reference::<M>)?;
            tree.run(db.driver()).await.map(drop)
        })
    }
}

#[cold]
fn no_reference<M: Model>() -> Error {
    Error::value(format!(
        "the relation is no reference of `{}`: begin at the row that is referred to",
        M::TABLE.name
    ))
}

impl<M: Model, T: Model, B> fmt::Debug for Belonging<'_, M, T, B> {
    /// Without the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Belonging")
            .field("table", &M::TABLE.name)
            .field("to", &T::TABLE.name)
            .finish_non_exhaustive()
    }
}
