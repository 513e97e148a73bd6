//! Soft deletes: deleted rows stay in the table.

use super::delete::Deleting;
use super::select::Deleted;
use super::update::{Changing, Sequence};
use super::{Select, Term};
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::Result;
use crate::base::model::SoftDelete;
use crate::base::value::parameter::Parameter;

/// Queries leave out deleted rows by default.
impl<'a, M: SoftDelete> Select<'a, M> {
    /// Includes deleted rows.
    pub fn with_deleted(mut self) -> Self {
        self.deleted = Deleted::Included;
        self
    }

    /// Returns only deleted rows.
    pub fn only_deleted(mut self) -> Self {
        self.deleted = Deleted::Alone;
        self
    }

    /// Restores deleted rows, and returns their number:
    /// `UPDATE "users" SET "deleted_at" = NULL WHERE "deleted_at" IS NOT NULL AND …`.
    ///
    /// # Errors
    ///
    /// As [`Update::execute`](crate::Update::execute).
    pub fn restore<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { run_restore(&self.only_deleted(), db.driver()).await })
    }

    /// Deletes the rows permanently, and returns their number: `DELETE FROM "users" WHERE …`.
    ///
    /// It includes soft-deleted rows only if the query does:
    /// `User::all().only_deleted().purge(&db)`.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignKey`](crate::Error::ForeignKey) if a row that stays refers to a deleted row.
    pub fn purge<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { run_purge(&self, db.driver()).await })
    }
}

async fn run_restore<M: SoftDelete, D: Driver>(rows: &Select<'_, M>, db: &D) -> Result<u64> {
    let sets: Vec<(u16, Term<'_>)> = M::DELETED
        .map(|column| (column, Term::Value(Parameter::Null)))
        .into_iter()
        .collect();
    let statement = Changing {
        rows,
        sets: &sets,
        order: Sequence::AsGiven,
        returns: false,
    };
    db.execute(&statement).await
}

/// Deletes the rows from the table, although the model has soft deletes.
async fn run_purge<M: SoftDelete, D: Driver>(rows: &Select<'_, M>, db: &D) -> Result<u64> {
    let statement = Deleting {
        rows,
        deleted: None,
        returns: false,
    };
    db.execute(&statement).await
}
