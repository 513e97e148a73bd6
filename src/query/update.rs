//! Changes of some columns.

use std::borrow::Cow;
use std::fmt;

use super::{Operand, Term, version};
use crate::arg::Arg;
use crate::connection::Connection;
use crate::model::{Model, Versioned};
use crate::{Column, Error, Result, Select};

/// A change of some columns, in the rows that a [`Select`] picks out: what was not set stays.
///
/// ```text
/// User::update(7).set(User::NAME, "Ada L.").set(User::BIO, None).one(&db)?;
/// User::filter(User::AGE.lt(18)).update().set(User::VISITS, User::VISITS + 1).execute(&db)?;
/// ```
///
/// Nothing happens until one of its methods is given a connection.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Update<'a, M> {
    rows: Select<'a, M>,
    sets: Vec<(&'static str, Term)>,
    /// The key of the row that was read, where no other version of it is to be changed.
    of: Option<Vec<Arg<'static>>>,
}

impl<'a, M: Model> Update<'a, M> {
    pub(crate) fn new(rows: Select<'a, M>) -> Self {
        Update {
            rows,
            sets: Vec::new(),
            of: None,
        }
    }

    /// A change of a row as it was read, among all rows: for generated code.
    pub fn of_version(all: Select<'a, M>, row: &M) -> Self
    where
        M: Versioned,
    {
        let (filter, key) = version::filter(row);
        Update {
            of: Some(key),
            ..Update::new(all.filter(filter))
        }
    }

    /// Sets a column to a value, `None` being NULL, or to what the database computes from its
    /// columns, such as `User::VISITS + 1`. Set twice, the later one counts.
    pub fn set<T>(mut self, column: Column<M, T>, value: impl Operand<M, T>) -> Self {
        let term = value.term(|value| column.written(value));
        self.sets.retain(|(name, _)| *name != column.name());
        self.sets.push((column.name(), term));
        self
    }

    /// Sets a column where there is a value, and leaves it alone where there is none: for input
    /// that says nothing of some fields. For a column that may be NULL, `Some(None)` is NULL.
    pub fn set_some<T>(self, column: Column<M, T>, value: Option<impl Operand<M, T>>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// Changes the rows, and tells how many there were: `UPDATE "users" SET "name" = ? WHERE …`.
    ///
    /// Where nothing was set, nothing is written, and the rows are counted.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] where a row would break a rule
    /// of its table; then none is changed.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    /// Changes the row that a key picks out.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is none; otherwise as [`execute`](Update::execute).
    pub fn one<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<()>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move {
            match self.run(db).await? {
                0 => Err(Error::NotFound(M::MODEL.name)),
                _ => Ok(()),
            }
        })
    }

    pub(crate) async fn run<C: Connection>(&self, db: &C) -> Result<u64> {
        let changed = if self.sets.is_empty() {
            self.rows.run_count(db).await?
        } else {
            self.rows.run_update(&self.with_version(), db).await?
        };
        match &self.of {
            Some(key) if changed == 0 => Err(version::missing_key::<M, C>(key, db).await),
            Some(_) | None => Ok(changed),
        }
    }

    /// What is set, and the next version, so that those who read the row before notice.
    fn with_version(&self) -> Cow<'_, [(&'static str, Term)]> {
        match M::VERSION {
            Some(column) if !self.sets.iter().any(|(name, _)| *name == column) => {
                let mut sets = self.sets.clone();
                sets.push((column, version::next::<M>(column)));
                Cow::Owned(sets)
            }
            Some(_) | None => Cow::Borrowed(&self.sets),
        }
    }
}

impl<M> fmt::Debug for Update<'_, M> {
    /// Without the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<&str> = self.sets.iter().map(|(column, _)| *column).collect();
        f.debug_struct("Update")
            .field("sets", &columns)
            .finish_non_exhaustive()
    }
}
