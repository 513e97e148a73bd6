//! Rows that stay in the table when they are deleted.

use super::{Deleted, Filter, Node, Term, version};
use crate::arg::Arg;
use crate::connection::Connection;
use crate::model::SoftDelete;
use crate::{Error, Result, Select};

/// Rows that were deleted are left out, unless they are asked for.
impl<'a, M: SoftDelete> Select<'a, M> {
    /// The rows that were deleted, too.
    pub fn with_deleted(self) -> Self {
        self.deleted(false)
    }

    /// Of the rows only those that were deleted.
    pub fn only_deleted(self) -> Self {
        self.deleted(true)
    }

    /// Takes back that rows were deleted, and tells how many there were:
    /// `UPDATE "users" SET "deleted_at" = NULL WHERE "deleted_at" IS NOT NULL AND …`.
    ///
    /// # Errors
    ///
    /// As [`Update::execute`](crate::Update::execute).
    pub fn restore<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { run_restore(&self.only_deleted(), db).await })
    }

    /// Deletes the rows for good, and tells how many there were: `DELETE FROM "users" WHERE …`.
    ///
    /// Of the rows that were deleted before, those are among them that the statement picks out:
    /// `User::all().only_deleted().purge(&db)`.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignKey`] where a row is referred to by one that would be left behind.
    pub fn purge<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_purge(db).await })
    }

    fn deleted(mut self, only: bool) -> Self {
        self.shape().deleted = M::DELETED.map(|column| Deleted { column, only });
        self
    }
}

async fn run_restore<M: SoftDelete, C: Connection>(rows: &Select<'_, M>, db: &C) -> Result<u64> {
    let mut sets = Vec::new();
    sets.extend(M::DELETED.map(|column| (column, Term::Value(Arg::Null))));
    sets.extend(M::VERSION.map(|column| (column, version::next::<M>(column))));
    rows.run_update(&sets, db).await
}

/// Takes back that a row was deleted, which is found by its primary key among all rows: what the
/// `restore` of generated code calls.
///
/// # Errors
///
/// [`Error::NotFound`] where no row that was deleted has the key.
pub fn restore<'c, M: SoftDelete, C: Connection>(
    all: Select<'static, M>,
    row: &M,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    let rows = all.only_deleted().filter(by_key(row));
    C::finish(async move { one::<M>(run_restore(&rows, db).await) })
}

/// Deletes a row for good, which is found by its primary key among all rows: what the `purge` of
/// generated code calls.
///
/// # Errors
///
/// [`Error::NotFound`] where no row has the key; [`Error::ForeignKey`] where the row is referred to.
pub fn purge<'c, M: SoftDelete, C: Connection>(
    all: Select<'static, M>,
    row: &M,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    let rows = all.with_deleted().filter(by_key(row));
    C::finish(async move { one::<M>(rows.run_purge(db).await) })
}

fn by_key<M: SoftDelete>(row: &M) -> Filter<M> {
    let (nodes, _) = version::key_of(row);
    Filter::new(Node::All(nodes))
}

fn one<M: SoftDelete>(changed: Result<u64>) -> Result<()> {
    match changed? {
        0 => Err(Error::NotFound(M::MODEL.name)),
        _ => Ok(()),
    }
}
