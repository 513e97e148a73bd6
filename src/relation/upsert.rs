//! Upserts into a relation: inserts or updates of a related row.

use std::fmt;

use super::constant::{Many, One, Relation};
use super::link::{Link, Reference};
use crate::base::column::Column;
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::retry::again;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result, Violation};
use crate::base::model::Model;
use crate::base::statement::Name;
use crate::query::keys::{has_key, key_of};
use crate::query::select::Select;
use crate::query::{Columns, Filter, Given, IntoInsert, Node, Upsert};

/// The number of further tries after conflicts, outside of a transaction.
const CONFLICTS: u32 = 10;

impl<M: Model, T: Model> Many<M, T> {
    /// An insert of a related row of `owner`, or an update of its related row with the same unique
    /// key.
    ///
    /// ```text
    /// let new = NewPost { author_id: ada.id, slug: "hello".into(), title: "Hello".into() };
    /// let post = User::POSTS.upsert(&ada, new, Post::SLUG).one(&db)?;
    /// let tag = Post::TAGS.upsert(&post, NewTag { name: "rust".into() }, Tag::NAME).one(&db)?;
    /// ```
    ///
    /// If the new row leaves out its reference to the owner, the reference is set. If the row with
    /// the key belongs to another owner, the error is [`Error::Unique`]. Through a join table, the
    /// row is inserted or updated, and connected with the owner if it is not connected yet.
    pub fn upsert<'a>(
        self,
        owner: &M,
        new: impl IntoInsert<'a, T>,
        key: impl Columns<T>,
    ) -> RelatedUpsert<'a, T> {
        RelatedUpsert::new(self, owner, new, key)
    }
}

impl<M: Model, T: Model> One<M, Option<T>> {
    /// An insert or an update of the related row of `owner`, like [`Many::upsert`]:
    /// `User::PROFILE.upsert(&ada, new, Profile::USER_ID)`.
    pub fn upsert<'a>(
        self,
        owner: &M,
        new: impl IntoInsert<'a, T>,
        key: impl Columns<T>,
    ) -> RelatedUpsert<'a, T> {
        RelatedUpsert::new(self, owner, new, key)
    }
}

/// An insert of a related row, or an update of the related row with the same unique key.
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct RelatedUpsert<'a, T> {
    upsert: Upsert<'a, T>,
    link: Result<Link>,
}

impl<'a, T: Model> RelatedUpsert<'a, T> {
    fn new<R: Relation<To = T>>(
        relation: R,
        owner: &R::From,
        new: impl IntoInsert<'a, T>,
        key: impl Columns<T>,
    ) -> Self {
        RelatedUpsert {
            upsert: Upsert::new(new, key),
            link: Link::new(relation.route(), owner),
        }
    }

    /// Sets a column of the new row, as [`Insert::set`](crate::Insert::set).
    pub fn set<V>(mut self, column: Column<T, V>, value: impl Given<'a, T, V>) -> Self {
        self.upsert = self.upsert.set(column, value);
        self
    }

    /// Sets a column of the new row if there is a value, as
    /// [`Insert::set_some`](crate::Insert::set_some).
    pub fn set_some<V>(
        mut self,
        column: Column<T, V>,
        value: Option<impl Given<'a, T, V>>,
    ) -> Self {
        self.upsert = self.upsert.set_some(column, value);
        self
    }

    /// Chooses the columns to update in an existing row, as [`Upsert::update`]. The reference to
    /// the owner never changes.
    pub fn update(mut self, columns: impl Columns<T>) -> Self {
        self.upsert = self.upsert.update(columns);
        self
    }

    /// Inserts the row, or updates the existing one, and returns it, in one transaction.
    ///
    /// # Errors
    ///
    /// As [`Upsert::one`]; also [`Error::Unique`] if the row with the key belongs to another owner,
    /// and [`Error::Value`] if the new row refers to another owner. Then nothing is changed.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<T>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    /// Inserts the row, or updates the existing one, in one transaction.
    ///
    /// # Errors
    ///
    /// As [`one`](RelatedUpsert::one).
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<()>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await.map(drop) })
    }

    async fn run<D: Driver>(mut self, db: &D) -> Result<T> {
        let link = self.link?;
        link.set(self.upsert.values())?;
        if let Link::Reference(reference) = &link {
            self.upsert.keep(reference.columns());
        }
        // Only the owner of an outer transaction knows what else belongs to it.
        let tries = if db.in_transaction() {
            1
        } else {
            CONFLICTS + 1
        };
        let (upsert, link) = (&self.upsert, &link);
        let once = async || {
            let tx = Level::begin_on(db, TransactionOptions::new()).await?;
            let written = write(upsert, link, &tx).await;
            tx.finish(written).await
        };
        again(tries, db, once).await
    }
}

impl<T: Model> fmt::Debug for RelatedUpsert<'_, T> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RelatedUpsert").field(&self.upsert).finish()
    }
}

/// Writes the row, and checks that it belongs to the owner.
async fn write<T: Model, D: Driver>(upsert: &Upsert<'_, T>, link: &Link, db: &D) -> Result<T> {
    let row = upsert.clone().run(true, db).await?;
    let row = row.ok_or(Error::NotFound(T::TABLE.name))?;
    match link {
        Link::Reference(reference) => {
            if !belongs(&row, reference, db).await? {
                return Err(of_another(upsert));
            }
        }
        Link::Join(joins, own) => {
            let other = joins.other_key(&row)?;
            joins.connect_once(own, &other, db).await?;
        }
    }
    Ok(row)
}

/// Whether a written row belongs to the owner. With a collation, only the database knows which keys
/// are equal.
async fn belongs<T: Model, D: Driver>(row: &T, reference: &Reference, db: &D) -> Result<bool> {
    if reference.is_of(row) {
        return Ok(true);
    }
    let table = T::TABLE;
    if !table.collated {
        return Ok(false);
    }
    let equal = |(column, value): (u16, &crate::Parameter<'static>)| {
        let name = Name { table, column };
        Node::Value(
            name,
            tablewright_sql::words::Comparison::Equal,
            value.clone(),
        )
    };
    let mut nodes = vec![has_key(table, &key_of(row))];
    nodes.extend(reference.values().map(equal));
    let found = Select::<T>::all_rows()
        .also_deleted()
        .filter(Filter::new(Node::All(nodes)));
    let mut row: Option<T> = None;
    db.fetch(&found.rows(), &mut row).await?;
    Ok(row.is_some())
}

/// The error if a row of another owner has the key.
#[cold]
fn of_another<T: Model>(upsert: &Upsert<'_, T>) -> Error {
    let key = upsert.key();
    let mut keys = T::TABLE.unique_keys();
    let known = keys.find(|known| {
        known.columns.len() == key.len() && known.columns.iter().all(|it| key.contains(it))
    });
    Error::Unique(Box::new(Violation {
        table: T::TABLE.name.to_owned(),
        columns: T::TABLE.names(key).map(str::to_owned).collect(),
        constraint: known.map_or(String::new(), |known| known.name.to_owned()),
        message: "the existing row with this key has another owner".to_owned(),
        ..Violation::default()
    }))
}
