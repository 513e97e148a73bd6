//! Saving and deleting a row that was read.

use std::marker::PhantomData;

use tablewright_sql::statements;

use super::version::{missing, missing_or_deleted};
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, SoftDelete, Table, Versioned};
use crate::base::statement::{Name, Sink, Statement, Values};

/// Saves all fields of a row by its primary key: for `save` of generated code.
///
/// # Errors
///
/// [`Error::NotFound`](crate::Error::NotFound) if no row has the key;
/// [`Error::Unique`](crate::Error::Unique), [`Error::ForeignKey`](crate::Error::ForeignKey) and
/// [`Error::Check`](crate::Error::Check) if the row violates a constraint;
/// [`Error::Validation`](crate::Error::Validation) if it violates a validation constraint.
#[inline]
pub fn save<'c, M: Model, C: Connection>(row: &'c M, db: &'c C) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move { run_save(row, db.driver()).await })
}

/// Writes a whole row by its primary key and its version, which is incremented: the generated
/// `save` of a model with a version calls it.
///
/// # Errors
///
/// [`Error::Stale`](crate::Error::Stale) if the row has another version now; otherwise as [`save`].
#[inline]
pub fn save_version<'c, M: Versioned, C: Connection>(
    row: &'c mut M,
    db: &'c C,
) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move {
        run_save(row, db.driver()).await?;
        row.count_version();
        Ok(())
    })
}

/// Deletes a row by its primary key: for `delete` of generated code.
///
/// # Errors
///
/// [`Error::NotFound`](crate::Error::NotFound) if no row has the key;
/// [`Error::Stale`](crate::Error::Stale) if the row has another version now;
/// [`Error::ForeignKey`](crate::Error::ForeignKey) if other rows refer to the row.
#[inline]
pub fn delete<'c, M: Model, C: Connection>(row: &'c M, db: &'c C) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move { run_delete(row, db.driver()).await })
}

#[inline]
pub(crate) async fn run_delete<M: Model, D: Driver>(row: &M, db: &D) -> Result<()> {
    let statement = Written::new(row, Verb::Delete);
    match db.execute(&statement).await? {
        0 => Err(missing(row, db).await),
        _ => Ok(()),
    }
}

#[inline]
pub(crate) async fn run_save<M: Model, D: Driver>(row: &M, db: &D) -> Result<()> {
    let statement = Written::new(row, Verb::Save);
    statement.values.validate::<M>()?;
    match db.execute(&statement).await? {
        0 => Err(missing(row, db).await),
        _ => Ok(()),
    }
}

/// Restores a deleted row by its primary key: for `restore` of generated code.
///
/// # Errors
///
/// [`Error::NotFound`] if no deleted row has the key.
pub fn restore<'c, M: SoftDelete, C: Connection>(
    row: &'c M,
    db: &'c C,
) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move { run_found(row, Verb::Restore, db.driver()).await })
}

/// Permanently deletes a row, which is found by its primary key: the generated `purge` calls it.
///
/// # Errors
///
/// [`Error::NotFound`] if no row has the key; [`Error::Stale`] if the row has another version than
/// the one that was read; [`Error::ForeignKey`] if other rows refer to the row.
pub fn purge<'c, M: SoftDelete, C: Connection>(row: &'c M, db: &'c C) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move { run_purge(row, db.driver()).await })
}

async fn run_purge<M: Model, D: Driver>(row: &M, db: &D) -> Result<()> {
    match db.execute(&Written::new(row, Verb::Purge)).await? {
        0 => Err(missing_or_deleted(row, db).await),
        _ => Ok(()),
    }
}

async fn run_found<M: Model, D: Driver>(row: &M, verb: Verb, db: &D) -> Result<()> {
    match db.execute(&Written::new(row, verb)).await? {
        0 => Err(Error::NotFound(M::TABLE.name)),
        _ => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Verb {
    Save,
    Delete,
    Restore,
    Purge,
}

/// A row that was read, and is saved or deleted.
struct Written<'r, M> {
    values: Values<'r>,
    verb: Verb,
    of: PhantomData<fn() -> M>,
}

impl<'r, M: Model> Written<'r, M> {
    #[inline]
    fn new(row: &'r M, verb: Verb) -> Self {
        let mut values = Values::new(M::TABLE);
        row.values(&mut values);
        Written {
            values,
            verb,
            of: PhantomData,
        }
    }
}

impl<M: Model> Statement for Written<'_, M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = M::TABLE;
        let value = |to: &mut S, column: u16| {
            if let Some(value) = self.values.get(column) {
                to.parameter(Name { table, column }, value);
            }
        };
        match self.verb {
            Verb::Save => statements::save(table, M::ROLES, to, value),
            Verb::Delete => statements::delete(table, M::ROLES, to, value),
            Verb::Restore => statements::restore(table, M::ROLES, to, value),
            Verb::Purge => statements::purge(table, M::ROLES, to, value),
        }
    }
}
