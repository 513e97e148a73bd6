//! Inserts of a row that may exist already.
//!
//! SQLite and PostgreSQL have a clause that names the key. `ON DUPLICATE KEY UPDATE` of MySQL and
//! MariaDB applies to the first key that conflicts: a new row with a new email and an existing name
//! would change the row with that name. So it is used only if no other key can conflict. Otherwise
//! the row is updated by the key, and inserted if it does not exist; see `mysql.rs`.

mod mysql;

use std::fmt;

use tablewright_sql::table::Source;
use tablewright_sql::words::columns;
use tablewright_sql::{Dialect, Op, Word};

use super::Columns;
use super::insert::{Given, Insert, IntoInsert, of_insert};
use crate::base::column::Column;
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result, ValueError, Violation};
use crate::base::model::{Model, Table};
use crate::base::rule::ValidationErrors;
use crate::base::statement::{Sink, Statement, Values};
use crate::base::value::parameter::Parameter;

/// An insert of a row, or an update of the existing row with the same unique key.
///
/// ```text
/// let ada = User::upsert(NewUser { email, name }, User::EMAIL).one(&db)?;
/// let ada = User::upsert(new, User::EMAIL).update((User::NAME, User::BIO)).one(&db)?;
/// let new_one: Option<User> = User::upsert(new, User::EMAIL).do_nothing().optional(&db)?;
/// ```
///
/// Only a row with the same key is updated. If another row has the same value in another unique
/// key, the result is [`Error::Unique`], on every database.
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct Upsert<'a, M> {
    new: Insert<'a, M>,
    key: Vec<u16>,
    /// The columns to update; by default all that are set.
    columns: Option<Vec<u16>>,
    /// The columns that are never updated.
    kept: Vec<u16>,
}

impl<'a, M: Model> Upsert<'a, M> {
    /// A row, and the columns of the unique key that may exist: for generated code.
    pub(crate) fn new(new: impl IntoInsert<'a, M>, key: impl Columns<M>) -> Self {
        Upsert {
            new: Insert::from_any(new),
            key: key.positions(),
            columns: None,
            kept: Vec::new(),
        }
    }

    /// The values of the new row.
    pub(crate) fn values(&mut self) -> &mut Values<'a> {
        &mut self.new.values
    }

    /// The columns of the key.
    pub(crate) fn key(&self) -> &[u16] {
        &self.key
    }

    /// Excludes these columns from the update of an existing row.
    pub(crate) fn keep(&mut self, columns: &[u16]) {
        self.kept.extend(columns);
    }

    /// Sets a column of the new row, as [`Insert::set`].
    pub fn set<T>(mut self, column: Column<M, T>, value: impl Given<'a, M, T>) -> Self {
        self.new = self.new.set(column, value);
        self
    }

    /// Sets a column of the new row if there is a value, as [`Insert::set_some`].
    pub fn set_some<T>(self, column: Column<M, T>, value: Option<impl Given<'a, M, T>>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// Chooses the columns to update in an existing row: one, or a tuple of up to sixteen. Called
    /// again, it adds to them. A column that the new row does not set gets its default, or NULL; a
    /// version is incremented, and the time of the last update is the current time.
    ///
    /// Without it, all columns that the new row sets are updated, except the key and the primary
    /// key.
    pub fn update(mut self, columns: impl Columns<M>) -> Self {
        let chosen = self.columns.get_or_insert_default();
        chosen.extend(columns.positions());
        self
    }

    /// Checks the new row against the validation constraints, as [`Insert::validate`].
    ///
    /// # Errors
    ///
    /// All violated constraints.
    pub fn validate(&self) -> Result<(), ValidationErrors> {
        self.new.validate()
    }

    /// Leaves an existing row unchanged.
    pub fn do_nothing(self) -> InsertOrNot<'a, M> {
        InsertOrNot {
            new: self.new,
            key: self.key,
        }
    }

    /// Inserts the row, or updates the existing one, and returns it: `INSERT INTO "users" … ON
    /// CONFLICT ("email") DO UPDATE SET "name" = excluded."name" RETURNING …`.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`] if another row has another unique key of it, [`Error::ForeignKey`] and
    /// [`Error::Check`] if the row would violate a constraint, and [`Error::Value`] if no unique
    /// key has these columns, or the new row does not set one of them.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<M>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let row = self.run(true, db.driver()).await?;
            row.ok_or_else(|| Error::NotFound(M::TABLE.name))
        })
    }

    /// Inserts the row, or updates the existing one, and reads nothing back.
    ///
    /// # Errors
    ///
    /// As [`one`](Upsert::one).
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<()>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(false, db.driver()).await.map(drop) })
    }

    pub(crate) async fn run<D: Driver>(mut self, returns: bool, db: &D) -> Result<Option<M>> {
        let given = Upserted::<M>::new(&self.new.values, &self.key)?;
        let sets = given.sets(self.columns.as_deref(), &self.kept)?;
        // These defaults apply only to a new row, unless the program sets the columns.
        M::defaults(&mut self.new.values);
        self.new.validate()?;
        let row = Upserted::<M>::new(&self.new.values, &self.key)?;
        if db.dialect().has_on_conflict() {
            row.run(Some(&sets), returns, db).await
        } else {
            row.insert_or_change(&sets, returns, db).await
        }
    }
}

impl<M> Clone for Upsert<'_, M> {
    fn clone(&self) -> Self {
        Upsert {
            new: self.new.clone(),
            key: self.key.clone(),
            columns: self.columns.clone(),
            kept: self.kept.clone(),
        }
    }
}

impl<M: Model> fmt::Debug for Upsert<'_, M> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert")
            .field("new", &self.new)
            .field("key", &M::TABLE.names(&self.key).collect::<Vec<&str>>())
            .finish_non_exhaustive()
    }
}

/// An insert of a row, unless a row with the same unique key exists.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct InsertOrNot<'a, M> {
    new: Insert<'a, M>,
    key: Vec<u16>,
}

impl<'a, M: Model> InsertOrNot<'a, M> {
    /// Inserts the row and returns it; `None` if one with this key exists:
    /// `INSERT INTO "users" … ON CONFLICT ("email") DO NOTHING RETURNING …`.
    ///
    /// # Errors
    ///
    /// As [`Upsert::one`].
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Option<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    /// Inserts the row, and returns whether it did; `false` if a row with this key exists.
    ///
    /// # Errors
    ///
    /// As [`Upsert::one`].
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<bool>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { Ok(self.run(db.driver()).await?.is_some()) })
    }

    async fn run<D: Driver>(mut self, db: &D) -> Result<Option<M>> {
        M::defaults(&mut self.new.values);
        self.new.validate()?;
        let row = Upserted::<M>::new(&self.new.values, &self.key)?;
        if db.dialect().has_on_conflict() {
            row.run(None, true, db).await
        } else {
            row.insert_or_not(db).await
        }
    }
}

impl<M> Clone for InsertOrNot<'_, M> {
    fn clone(&self) -> Self {
        InsertOrNot {
            new: self.new.clone(),
            key: self.key.clone(),
        }
    }
}

impl<M: Model> fmt::Debug for InsertOrNot<'_, M> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertOrNot")
            .field("new", &self.new)
            .field("key", &M::TABLE.names(&self.key).collect::<Vec<&str>>())
            .finish()
    }
}

/// A new row for a table that may have a row with its key.
struct Upserted<'n, 'a, M> {
    values: &'n Values<'a>,
    key: &'n [u16],
    of: std::marker::PhantomData<fn() -> M>,
}

/// The new value of a column of an existing row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    /// The value of the new row.
    New(u16),
    /// The current value.
    Same(u16),
    /// The current value, incremented.
    Next(u16),
    /// The current time.
    Now(u16),
}

impl<'n, 'a, M: Model> Upserted<'n, 'a, M> {
    fn new(values: &'n Values<'a>, key: &'n [u16]) -> Result<Self> {
        if !M::TABLE
            .unique_keys()
            .any(|known| is_same(known.columns, key))
        {
            let reason = "no unique key has exactly these columns, so they cannot identify a row";
            return Err(refused(M::TABLE, key, reason));
        }
        // The default could be the key of another row, and only the database knows it.
        let is_default = |column: &&u16| {
            let source = M::TABLE.column(**column).source;
            values.get(**column).is_none() && matches!(source, Source::Default(_))
        };
        if let Some(column) = key.iter().find(is_default) {
            let reason = "the new row leaves its default to the database, so it cannot identify a \
                row: set it";
            return Err(refused(M::TABLE, &[*column], reason));
        }
        Ok(Upserted {
            values,
            key,
            of: std::marker::PhantomData,
        })
    }

    /// The updated columns of an existing row.
    fn sets(&self, chosen: Option<&[u16]>, kept: &[u16]) -> Result<Vec<Set>> {
        let mut sets: Vec<Set> = match chosen {
            Some(columns) => {
                let is_computed = |column: &&u16| !M::TABLE.column(**column).is_writable();
                if let Some(column) = columns.iter().find(is_computed) {
                    let reason = "the database computes it, so it cannot be set";
                    return Err(refused(M::TABLE, &[*column], reason));
                }
                let mut sets: Vec<Set> = Vec::with_capacity(columns.len());
                for column in columns {
                    let set = self.chosen(*column);
                    if !sets.contains(&set) {
                        sets.push(set);
                    }
                }
                sets
            }
            None => self.all_that_is_set(),
        };
        sets.retain(|set| !matches!(set, Set::New(column) if kept.contains(column)));
        // The key is set last, because MySQL compares with values that were set before.
        sets.sort_by_key(|set| matches!(set, Set::New(column) if self.key.contains(column)));
        if let Some(deleted) = M::DELETED
            && !sets.contains(&Set::New(deleted))
        {
            // A deleted row is restored.
            sets.push(Set::New(deleted));
        }
        if let Some(version) = M::VERSION
            && !sets.is_empty()
            && !sets.contains(&Set::New(version))
            && !sets.contains(&Set::Next(version))
        {
            sets.push(Set::Next(version));
        }
        if let Some(updated) = M::ROLES.updated
            && !sets.is_empty()
            && !sets.contains(&Set::New(updated))
            && !sets.contains(&Set::Now(updated))
        {
            sets.push(Set::Now(updated));
        }
        if sets.is_empty() {
            // A column keeps its value, so that the row is locked and returned.
            sets.extend(self.writable().map(Set::Same));
        }
        Ok(sets)
    }

    /// The new value of a column that the program names. A version that the new row does not set is
    /// incremented, because its default may be the version that another session has read.
    fn chosen(&self, column: u16) -> Set {
        if self.values.get(column).is_some() {
            Set::New(column)
        } else if M::VERSION == Some(column) {
            Set::Next(column)
        } else if M::ROLES.updated == Some(column) {
            Set::Now(column)
        } else {
            Set::New(column)
        }
    }

    /// A column that a statement may set to its own value: of the key, if it is not generated.
    fn writable(&self) -> Option<u16> {
        let columns = (0u16..).take(M::TABLE.columns.len());
        let mut columns = self.key.iter().copied().chain(columns);
        columns.find(|column| M::TABLE.column(*column).is_writable())
    }

    fn all_that_is_set(&self) -> Vec<Set> {
        let primary = M::TABLE.primary_key.columns;
        let is_changed = |column: &u16| !self.key.contains(column) && !primary.contains(column);
        let columns = self.values.columns().filter(is_changed);
        columns.map(Set::New).collect()
    }

    /// Whether no other unique key of the row can conflict.
    fn is_only_key(&self) -> bool {
        let is_given =
            |column: &u16| !matches!(self.values.get(*column), None | Some(Parameter::Null));
        let never_agrees = |column: &u16| match self.values.get(*column) {
            Some(value) => *value == Parameter::Null,
            None => match M::TABLE.column(*column).source {
                Source::Input | Source::Identity => true,
                Source::Default(_) | Source::Generated => false,
            },
        };
        self.key.iter().all(is_given)
            && M::TABLE
                .unique_keys()
                .filter(|other| !is_same(other.columns, self.key))
                .all(|other| other.columns.iter().any(&never_agrees))
    }

    /// Whether no row can have the key, because a part of it is NULL or auto-increment.
    fn is_new(&self) -> bool {
        let mut key = self.key.iter();
        key.any(|column| matches!(self.values.get(*column), None | Some(Parameter::Null)))
    }

    /// Whether the violated constraint is the key.
    fn is_key(&self, broken: &Violation) -> bool {
        let key: Vec<&str> = M::TABLE.names(self.key).collect();
        broken.columns.len() == key.len()
            && broken
                .columns
                .iter()
                .all(|name| key.contains(&name.as_str()))
    }

    /// Runs the statement of SQLite or PostgreSQL. Without sets, an existing row stays unchanged.
    ///
    /// If two sessions insert the same row at the same time, PostgreSQL may first report a conflict
    /// in another key. A second try shows whether another row has that key.
    async fn run<D: Driver>(
        &self,
        sets: Option<&[Set]>,
        returns: bool,
        db: &D,
    ) -> Result<Option<M>> {
        let statement = OnConflict {
            values: self.values,
            key: self.key,
            sets,
            counted: None,
            returns,
        };
        let of_insert = |error| of_insert(error, M::TABLE, db.dialect(), self.values.columns());
        if db.dialect() == Dialect::Sqlite || self.is_only_key() {
            return fetch(&statement, db).await.map_err(of_insert);
        }
        let mut tries = 0;
        loop {
            let result = if db.in_transaction() {
                // The savepoint keeps an error from aborting the whole transaction.
                let tx = Level::begin_on(db, TransactionOptions::new()).await?;
                let fetched = fetch(&statement, &tx).await;
                tx.finish(fetched).await
            } else {
                fetch(&statement, db).await
            };
            tries += 1;
            match result {
                Err(Error::Unique(broken)) if tries < 2 && !self.is_key(&broken) => {}
                result => return result.map_err(of_insert),
            }
        }
    }
}

/// `INSERT … ON CONFLICT …`, or `INSERT … ON DUPLICATE KEY UPDATE …`.
struct OnConflict<'s, 'a> {
    values: &'s Values<'a>,
    key: &'s [u16],
    /// The columns to update; `None` for `DO NOTHING`.
    sets: Option<&'s [Set]>,
    /// The auto-increment column that the database sets: if no number is left, MySQL tries the
    /// greatest one again, which another row has.
    counted: Option<u16>,
    /// Whether the row is returned.
    returns: bool,
}

impl Statement for OnConflict<'_, '_> {
    fn table(&self) -> &'static Table {
        self.values.table()
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Insert, 1);
        to.word(Word::Table(self.values.table()));
        columns(self.values.columns(), to);
        self.values.walk(to);
        to.op(Op::Conflict, self.key.len() as u32);
        for column in self.key {
            to.op(Op::Column, (*column).into());
        }
        match self.sets {
            None => to.op(Op::DoNothing, 0),
            Some(sets) => {
                if let Some(column) = self.counted {
                    to.op(Op::NoNumber, column.into());
                }
                for set in sets {
                    match *set {
                        Set::New(column) => to.op(Op::SetNew, column.into()),
                        Set::Same(column) => to.op(Op::SetSame, column.into()),
                        Set::Next(column) => to.op(Op::SetNext, column.into()),
                        Set::Now(column) => to.op(Op::SetNow, column.into()),
                    }
                }
            }
        }
        if self.returns {
            to.op(Op::ReturningAll, 0);
        }
    }
}

/// Runs a statement that returns a row, or nothing.
async fn fetch<M: Model, D: Driver>(statement: &impl Statement, db: &D) -> Result<Option<M>> {
    let mut row: Option<M> = None;
    db.fetch(statement, &mut row).await?;
    Ok(row)
}

/// Whether both have the same columns, in any order.
fn is_same(columns: &[u16], key: &[u16]) -> bool {
    columns.len() == key.len() && columns.iter().all(|column| key.contains(column))
}

#[cold]
fn refused(table: &'static Table, columns: &[u16], reason: &str) -> Error {
    let names: Vec<&str> = table.names(columns).collect();
    Error::Value(Box::new(ValueError {
        table: table.name.to_owned(),
        column: names.join(", "),
        reason: reason.to_owned(),
        of_statement: false,
    }))
}

impl<'a, M: Model> Insert<'a, M> {
    /// From a struct of required fields, or from an insert with more columns set.
    pub(crate) fn from_any(new: impl IntoInsert<'a, M>) -> Self {
        let mut values = Values::new(M::TABLE);
        new.tell(&mut values);
        Insert::of(values)
    }
}
