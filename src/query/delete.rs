//! Deletions.

use std::fmt;

use tablewright_sql::{Op, Word, statements};

use super::Select;
use super::keys::{has_one_of, key_of, sort_by_key};
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::base::model::{Model, Table};
use crate::base::statement::{Sink, Statement};

/// A delete of the rows of a [`Select`].
///
/// Rows of a model with soft deletes stay in the table, and are marked as deleted.
///
/// ```text
/// let gone = Session::filter(Session::EXPIRES_AT.lt(now)).delete().execute(&db)?;
/// ```
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct Delete<'a, M> {
    rows: Select<'a, M>,
}

impl<'a, M: Model> Delete<'a, M> {
    pub(crate) fn new(rows: Select<'a, M>) -> Self {
        Delete { rows }
    }

    /// Deletes the rows, and returns their number: `DELETE FROM "users" WHERE …`.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignKey`](crate::Error::ForeignKey) if a row that stays refers to a deleted row.
    #[inline]
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { db.driver().execute(&self.deleting(false)).await })
    }

    /// Deletes the rows, and returns them sorted by the primary key, in memory: `DELETE FROM
    /// "users" WHERE … RETURNING …`.
    ///
    /// If the database does not return deleted rows, the rows are locked, read and deleted in one
    /// transaction.
    ///
    /// # Errors
    ///
    /// As [`execute`](Delete::execute).
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Vec<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run_returning(db.driver()).await })
    }

    async fn run_returning<D: Driver>(&self, db: &D) -> Result<Vec<M>> {
        let mut rows = Vec::new();
        let returns = if M::DELETED.is_some() {
            db.dialect().returns_updated()
        } else {
            db.dialect().returns_deleted()
        };
        if returns {
            db.fetch(&self.deleting(true), &mut rows).await?;
            sort_by_key(&mut rows);
            return Ok(rows);
        }
        let tx = Level::begin_on(db, TransactionOptions::new()).await?;
        match self.read_and_delete(&tx).await {
            Ok(mut rows) => {
                tx.run_commit().await?;
                sort_by_key(&mut rows);
                Ok(rows)
            }
            Err(error) => {
                // The first error is returned. If the connection is lost, the transaction is undone
                // anyway.
                drop(tx.run_rollback().await);
                Err(error)
            }
        }
    }

    async fn read_and_delete<D: Driver>(&self, db: &D) -> Result<Vec<M>> {
        let mut rows: Vec<M> = Vec::new();
        let locked = self.rows.clone().for_update();
        db.fetch(&locked.rows(), &mut rows).await?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let keys = || rows.iter().map(key_of).collect();
        let by_key = Select::<M>::all_rows()
            .also_deleted()
            .filter(has_one_of(keys()));
        let delete = Delete { rows: by_key };
        db.execute(&delete.deleting(false)).await?;
        if M::DELETED.is_some() {
            let marked = Select::<M>::all_rows()
                .also_deleted()
                .filter(has_one_of(keys()));
            rows.clear();
            db.fetch(&marked.rows(), &mut rows).await?;
        }
        Ok(rows)
    }

    fn deleting(&self, returns: bool) -> Deleting<'_, 'a, M> {
        Deleting {
            rows: &self.rows,
            deleted: M::DELETED,
            returns,
        }
    }
}

impl<M> fmt::Debug for Delete<'_, M> {
    /// Leaves out the values of conditions, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete").finish_non_exhaustive()
    }
}

/// `DELETE FROM … WHERE …`, or the update that marks the rows as deleted.
pub(super) struct Deleting<'s, 'a, M> {
    pub rows: &'s Select<'a, M>,
    /// The column that marks a row as deleted.
    pub deleted: Option<u16>,
    /// Whether the rows are returned.
    pub returns: bool,
}

impl<M: Model> Statement for Deleting<'_, '_, M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self.deleted {
            None => {
                to.op(Op::Delete, 0);
                to.word(Word::Table(M::TABLE));
            }
            Some(column) => {
                to.op(Op::Update, 0);
                to.word(Word::Table(M::TABLE));
                to.op(Op::SetNow, column.into());
                statements::written(M::ROLES, to);
            }
        }
        self.rows.walk_target(to);
        if self.returns {
            to.op(Op::ReturningAll, 0);
        }
    }
}
