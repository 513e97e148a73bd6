//! Nested writes from the row that has the reference: a new row with the new row that it refers to.

use std::fmt;

use super::constant::{Many, One, Relation, Target};
use super::nested::{Children, Nested};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::query::route::Way;
use crate::query::{Below, Insert, IntoInsert, NewRow};

impl<M: Model, E: Target> One<M, E> {
    /// An insert of a new row of `M` with the new row that it refers to by this relation, which is
    /// inserted first:
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
    /// The closure gets the inserted row, with its key, and returns the row that refers to it: a
    /// `NewPost`, a `Post::insert(…)` with more columns set, or an insert with related rows. It
    /// runs between two statements, so it should do no I/O. If the new row leaves out a nullable
    /// reference, the reference is set. For several rows that refer to one, begin at the other side:
    /// `User::insert(…).with(User::POSTS, |ada| …)`.
    pub fn insert<'a, N: NewRow<'a, M>>(
        self,
        new: impl IntoInsert<'a, E::Model>,
        row: impl FnOnce(&E::Model) -> N + Send + 'a,
    ) -> Belonging<'a, M, E::Model, N::Below> {
        let inverse = match self.route().way() {
            Way::Forward(reference) => Some(Many::back(reference)),
            // Only a reference leads to a row that must exist first.
            Way::Back(_) | Way::Through(..) => None,
        };
        Belonging {
            tree: inverse.map(|inverse| {
                Nested::of(
                    Insert::from_any(new),
                    (Children::new(inverse, |owner: &E::Model| [row(owner)]),),
                )
            }),
        }
    }
}

/// An insert of a new row of `M`, with the new row of `T` that it refers to.
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a new row is inserted by an ending: add `.one(&db)` or `.execute(&db)`"]
pub struct Belonging<'a, M: Model, T: Model, B> {
    tree: Option<Tree<'a, M, T, B>>,
}

/// The same insert from the other side.
type Tree<'a, M, T, B> = Nested<'a, T, (Children<'a, Many<T, M>, B>,)>;

impl<'a, M: Model, T: Model, B: Below<M>> Belonging<'a, M, T, B> {
    /// Inserts both rows in one transaction, and returns them as the database stores them. Unlike
    /// `Post::all().with(Post::EDITOR)`, a nullable reference gives no `Option`, because both rows
    /// exist.
    ///
    /// # Errors
    ///
    /// As [`Insert::one`], for either row; then neither is inserted. [`Error::Value`] if the new
    /// row refers to another row than the one that it is inserted with.
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
    Error::statement(format!(
        "the relation is not a reference of `{}`: begin at the row that others refer to",
        M::TABLE.name
    ))
}

impl<M: Model, T: Model, B> fmt::Debug for Belonging<'_, M, T, B> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Belonging")
            .field("table", &M::TABLE.name)
            .field("to", &T::TABLE.name)
            .finish_non_exhaustive()
    }
}
