//! Updates of some columns.

use std::fmt;

use smallvec::SmallVec;
use tablewright_sql::table::Roles;
use tablewright_sql::words::{OLD_VALUES, Operator};
use tablewright_sql::{Op, Word, statements};

use super::computed::Expr;
use super::keys::{has_one_of, key_of, sort_by_key, values_of};
use super::{Operand, Select, Term, version};
use crate::base::column::Column;
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table, Versioned};
use crate::base::rule::{self, ValidationErrors};
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::parameter::Parameter;

/// An update of the rows of a [`Select`]. Unset columns keep their values.
///
/// ```text
/// let ada = User::update(7).set(User::NAME, "Ada L.").set(User::BIO, None).one(&db)?;
/// User::filter(User::AGE.lt(18)).update().set(User::VISITS, User::VISITS + 1).execute(&db)?;
/// ```
///
/// It runs only when one of its methods gets a connection.
#[must_use = "a statement does nothing without an ending: add `.execute(&db)`"]
pub struct Update<'a, M> {
    rows: Select<'a, M>,
    sets: Sets<'a>,
    /// Whether a column is set to an expression that reads columns.
    reads: bool,
    /// The key of the row that was read, if its version is checked.
    of: Option<Vec<Parameter<'static>>>,
}

type Sets<'a> = SmallVec<[(u16, Term<'a>); 3]>;

impl<'a, M: Model> Update<'a, M> {
    #[inline]
    pub(crate) fn new(rows: Select<'a, M>) -> Self {
        Update {
            rows,
            sets: SmallVec::new(),
            reads: false,
            of: None,
        }
    }

    /// An update of a row as it was read: for generated code.
    pub(crate) fn of_version(row: &M) -> Self
    where
        M: Versioned,
    {
        let (filter, key) = version::filter(row);
        Update {
            of: Some(key),
            ..Update::new(Select::all_rows().filter(filter))
        }
    }

    /// Sets a column to a value, to NULL by `None`, or to an expression, such as `User::VISITS +
    /// 1`. If it is set twice, the later value counts. Expressions
    /// read the row as it was before the update, in whatever order the columns are set.
    #[inline]
    pub fn set<T>(mut self, column: Column<M, T>, value: impl Operand<'a, M, T>) -> Self {
        let mut term = value.term(column.ty());
        match &mut term {
            Term::Value(value) => value.limit(column.ty()),
            Term::Column(_) | Term::Computed(..) => self.reads = true,
            Term::Expr(expr) => {
                self.reads = true;
                let whole = std::mem::replace(&mut **expr, Expr::NONE);
                **expr = if whole.reads_table(M::TABLE) {
                    Expr::invalid(format!(
                        "`{}` is set to a value from other rows of `{}`, which not every database \
                         can read while it changes them: read the value before the update",
                        column.name(),
                        M::TABLE.name
                    ))
                } else {
                    whole.with_scale_of(*column.ty())
                };
            }
        }
        if self.sets.iter().any(|(set, _)| *set == column.index()) {
            self.sets.retain(|(set, _)| *set != column.index());
        }
        self.sets.push((column.index(), term));
        self
    }

    /// Sets a column if there is a value, for optional input. Otherwise the column keeps its value.
    /// For a nullable column, `Some(None)` is NULL.
    pub fn set_some<T>(self, column: Column<M, T>, value: Option<impl Operand<'a, M, T>>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// Updates the rows, and returns their number: `UPDATE "users" SET "name" = ? WHERE …`.
    ///
    /// If nothing is set, nothing is written, and the rows are counted.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] if a row would violate a
    /// constraint; then none is changed. [`Error::Validation`] if a value violates a validation
    /// constraint; then nothing is sent.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    /// Updates the row with a key, and returns it as it is now: `UPDATE "users" SET "name" = ?
    /// WHERE "id" = ? RETURNING …`.
    ///
    /// MySQL and MariaDB return no rows from an update, so the row is locked, updated and read in
    /// one transaction.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such row. [`Error::Value`] if the query has no unique
    /// key, because the update would change many rows: use [`all`](Update::all) instead. Otherwise
    /// as [`execute`](Update::execute).
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<M>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut rows = self
                .of_one_row()?
                .run_returning(db.driver())
                .await?
                .into_iter();
            rows.next().ok_or_else(|| Error::NotFound(M::TABLE.name))
        })
    }

    /// Updates the row with a key like [`one`](Update::one), and returns it, or `None` if it does
    /// not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if the query has no unique key; otherwise as [`execute`](Update::execute).
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Option<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut rows = self
                .of_one_row()?
                .run_returning(db.driver())
                .await?
                .into_iter();
            Ok(rows.next())
        })
    }

    /// Updates the rows like [`one`](Update::one), and returns them as they are now, sorted by the
    /// primary key, in memory.
    ///
    /// # Errors
    ///
    /// As [`execute`](Update::execute).
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Vec<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run_returning(db.driver()).await })
    }

    /// The same update, or an error if it may change more than one row.
    fn of_one_row(self) -> Result<Self> {
        if self.of.is_some() || self.rows.is_of_one_row() {
            return Ok(self);
        }
        Err(Error::statement(format!(
            "this update of `{}` may change many rows, and `one` and `optional` return one row: \
             update by a key, or use `all` to return every changed row",
            M::TABLE.name
        )))
    }

    /// Checks the new values against the validation constraints of their fields, such as `min` and
    /// `length`.
    ///
    /// The endings do the same before they send anything. Values that the database computes are
    /// checked only by the database.
    ///
    /// # Errors
    ///
    /// All violated constraints.
    pub fn validate(&self) -> Result<(), ValidationErrors> {
        let values = self.sets.iter().filter_map(|(column, term)| match term {
            Term::Value(value) => Some((*column, value)),
            Term::Column(_) | Term::Computed(..) | Term::Expr(_) => None,
        });
        rule::validate::<M>(values)
    }

    pub(crate) async fn run<D: Driver>(&self, db: &D) -> Result<u64> {
        self.validate()?;
        let changed = if self.sets.is_empty() {
            self.rows.run_count(db).await?
        } else {
            db.execute(&self.changing(false)).await?
        };
        match &self.of {
            Some(key) if changed == 0 => Err(version::missing_key::<M, D>(key, db).await),
            Some(_) | None => Ok(changed),
        }
    }

    async fn run_returning<D: Driver>(&self, db: &D) -> Result<Vec<M>> {
        self.validate()?;
        let mut rows = Vec::new();
        if self.sets.is_empty() {
            db.fetch(&self.rows.rows(), &mut rows).await?;
        } else if db.dialect().returns_updated() {
            db.fetch(&self.changing(true), &mut rows).await?;
        } else {
            let tx = Level::begin_on(db, TransactionOptions::new()).await?;
            match self.change_and_read(&tx).await {
                Ok(changed) => rows = changed,
                Err(error) => {
                    // The first error is returned. If the connection is lost, the transaction is
                    // undone anyway.
                    drop(tx.run_rollback().await);
                    return Err(error);
                }
            }
            tx.run_commit().await?;
        }
        sort_by_key(&mut rows);
        match &self.of {
            Some(key) if rows.is_empty() => Err(version::missing_key::<M, D>(key, db).await),
            Some(_) | None => Ok(rows),
        }
    }

    /// Locks the rows, updates them by their keys, and reads them by their keys as they are now.
    async fn change_and_read<D: Driver>(&self, db: &D) -> Result<Vec<M>> {
        let mut rows: Vec<M> = Vec::new();
        let locked = self.rows.clone().for_update();
        db.fetch(&locked.rows(), &mut rows).await?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let new_keys = rows.iter().map(|row| self.new_key(row));
        let new_keys = new_keys.collect::<Result<Vec<_>>>()?;
        let keys = rows.iter().map(key_of).collect();
        let by_key = Update {
            rows: Select::<M>::all_rows()
                .also_deleted()
                .filter(has_one_of(keys)),
            sets: self.sets.clone(),
            reads: self.reads,
            of: None,
        };
        db.execute(&by_key.changing(false)).await?;
        let changed = Select::<M>::all_rows()
            .also_deleted()
            .filter(has_one_of(new_keys));
        rows.clear();
        db.fetch(&changed.rows(), &mut rows).await?;
        Ok(rows)
    }

    /// The primary key of a row after the update.
    fn new_key(&self, row: &M) -> Result<Vec<Parameter<'static>>> {
        let columns = M::TABLE.primary_key.columns.iter();
        let parts = columns.map(|&column| {
            let old = |column: u16| values_of(row, &[column]).pop().unwrap_or(Parameter::Null);
            let set = self.sets.iter().find(|(set, _)| *set == column);
            match set.map(|(_, term)| term) {
                None => Ok(old(column)),
                Some(Term::Value(value)) => Ok(value.clone().into_owned()),
                Some(Term::Column(name)) => Ok(old(name.column)),
                Some(Term::Computed(name, operator, value)) => {
                    computed(&old(name.column), *operator, value)
                        .ok_or_else(|| unknown_key::<M>(column))
                }
                Some(Term::Expr(_)) => Err(unknown_key::<M>(column)),
            }
        });
        parts.collect()
    }

    #[inline]
    fn changing(&self, returns: bool) -> Changing<'_, 'a, M> {
        Changing {
            rows: &self.rows,
            sets: &self.sets,
            order: if self.reads {
                reading_before_writing(&self.sets)
            } else {
                Sequence::AsGiven
            },
            returns,
        }
    }
}

impl<M> fmt::Debug for Update<'_, M> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<u16> = self.sets.iter().map(|(column, _)| *column).collect();
        f.debug_struct("Update")
            .field("columns", &columns)
            .finish_non_exhaustive()
    }
}

#[cold]
fn unknown_key<M: Model>(column: u16) -> Error {
    Error::statement(format!(
        "the database computes the value of `{}.{}`, so the row could not be read back by it: set \
         a value, or use `execute`",
        M::TABLE.name,
        M::TABLE.column(column).name
    ))
}

/// The result of an operation on two integers.
fn computed(
    left: &Parameter<'_>,
    operator: Operator,
    right: &Parameter<'_>,
) -> Option<Parameter<'static>> {
    let integer = |arg: &Parameter<'_>| match arg {
        Parameter::I16(value) => Some(i64::from(*value)),
        Parameter::I32(value) => Some(i64::from(*value)),
        Parameter::I64(value) => Some(*value),
        _ => None,
    };
    let (left, right) = (integer(left)?, integer(right)?);
    let result = match operator {
        Operator::Plus => left.checked_add(right),
        Operator::Minus => left.checked_sub(right),
        Operator::Times => left.checked_mul(right),
    };
    result.map(Parameter::I64)
}

/// The order in which columns are set.
///
/// MySQL and MariaDB set one column after another, so an expression reads the new value of a column
/// that was set before it; on the other databases it reads the old value.
pub(super) enum Sequence {
    /// The order of the program, because no column reads another.
    AsGiven,
    /// This order, in which no column is read after it was set.
    Of(SmallVec<[u16; 8]>),
    /// There is no such order, because the columns read each other in a cycle.
    Circular,
}

/// The order in which each column is read before it is set.
#[cold]
fn reading_before_writing(sets: &[(u16, Term<'_>)]) -> Sequence {
    let reads = |index: u16, column: u16| match &sets[usize::from(index)].1 {
        Term::Value(_) => false,
        Term::Column(name) | Term::Computed(name, ..) => name.column == column,
        Term::Expr(expr) => expr.reads(column),
    };
    let mut waiting: SmallVec<[u16; 8]> = (0..sets.len() as u16).collect();
    let mut order = SmallVec::new();
    while !waiting.is_empty() {
        let is_free = |index: &u16| {
            let column = sets[usize::from(*index)].0;
            let mut others = waiting.iter().filter(|other| *other != index);
            !others.any(|other| reads(*other, column))
        };
        let Some(next) = waiting.iter().position(is_free) else {
            return Sequence::Circular;
        };
        order.push(waiting.remove(next));
    }
    Sequence::Of(order)
}

/// `UPDATE … SET … WHERE …`
pub(super) struct Changing<'s, 'a, M> {
    pub rows: &'s Select<'a, M>,
    pub sets: &'s [(u16, Term<'a>)],
    pub order: Sequence,
    /// Whether the changed rows are returned.
    pub returns: bool,
}

impl<M: Model> Statement for Changing<'_, '_, M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match &self.order {
            Sequence::AsGiven => {
                to.op(Op::Update, 0);
                to.word(Word::Table(M::TABLE));
                self.sets.iter().for_each(|set| walk_set::<M, S>(set, to));
            }
            Sequence::Of(order) => {
                to.op(Op::Update, 0);
                to.word(Word::Table(M::TABLE));
                for &index in order {
                    walk_set::<M, S>(&self.sets[usize::from(index)], to);
                }
            }
            Sequence::Circular => return self.walk_circular(to),
        }
        self.walk_written(to);
        self.rows.walk_target(to);
        self.walk_returning(to);
    }
}

impl<M: Model> Changing<'_, '_, M> {
    /// Emits the words of the rows first, as a query with the old values.
    #[cold]
    fn walk_circular<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Update, OLD_VALUES);
        to.word(Word::Table(M::TABLE));
        self.rows.walk_selected_target(to);
        self.sets.iter().for_each(|set| walk_set::<M, S>(set, to));
        self.walk_written(to);
        self.walk_returning(to);
    }

    /// Increments the version, so that sessions that have read the row detect the change, unless
    /// the program sets the version itself.
    #[inline]
    fn walk_written<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let is_left = |role: &u16| !self.sets.iter().any(|(column, _)| column == role);
        let roles = Roles {
            version: M::ROLES.version.filter(is_left),
            updated: M::ROLES.updated.filter(is_left),
            ..M::ROLES
        };
        statements::written(roles, to);
    }

    #[inline]
    fn walk_returning<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        if self.returns {
            to.op(Op::ReturningAll, 0);
        }
    }
}

#[inline]
fn walk_set<'w, M: Model, S: Sink<'w>>((column, term): &'w (u16, Term<'_>), to: &mut S) {
    let name = Name {
        table: M::TABLE,
        column: *column,
    };
    match term {
        Term::Value(value) => {
            to.op(Op::SetValue, name.number());
            to.parameter(name, value);
        }
        Term::Column(_) | Term::Computed(..) => {
            to.op(Op::Set, name.number());
            term.walk(name, to);
        }
        Term::Expr(expr) => {
            to.op(Op::SetOf, name.number());
            expr.walk(to);
        }
    }
}
