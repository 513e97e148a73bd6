//! Inserts of one row.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::{Dialect, Op, Word, statements};

use super::{Below, Operand, Term};
use crate::base::column::Column;
use crate::base::connection::driver::{Driver, Exclusive};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Failure, Result, counted};
use crate::base::model::{Model, New, Table};
use crate::base::rule::ValidationErrors;
use crate::base::statement::{Sink, Statement, Values};
use crate::base::value::parameter::Parameter;
use crate::query::Filter;
use crate::query::keys::has_key;
use crate::query::select::Select;

/// A new row of `M`: the required fields, and other fields that are set.
///
/// ```text
/// let ada = User::insert(NewUser { email: form.email.into(), name: "Ada".into() })
///     .set(User::BIO, "Wrote the first program.")
///     .one(&db)?;
/// ```
///
/// An unset column gets the default of the database, or NULL, because the statement does not name
/// the column.
///
/// It runs only when one of its methods gets a connection. [`insert_all`] takes several.
///
/// [`insert_all`]: crate::InsertAll
#[must_use = "a new row is inserted by an ending: add `.one(&db)` or `.execute(&db)`"]
pub struct Insert<'a, M> {
    pub(super) values: Values<'a>,
    of: PhantomData<fn() -> M>,
}

impl<'a, M: Model> Insert<'a, M> {
    /// Begins with the required fields: for generated code.
    #[inline]
    pub(crate) fn new(new: impl New<'a, Model = M>) -> Self {
        let mut values = Values::new(M::TABLE);
        new.values(&mut values);
        Insert::of(values)
    }

    #[inline]
    pub(crate) fn of(values: Values<'a>) -> Self {
        Insert {
            values,
            of: PhantomData,
        }
    }

    pub(crate) fn values_mut(&mut self) -> &mut Values<'a> {
        &mut self.values
    }

    /// The values that are set.
    pub(crate) fn into_values(self) -> Values<'a> {
        self.values
    }

    /// Sets a column to a value; `None` is NULL. If it is set twice, the later value counts.
    #[inline]
    pub fn set<T>(mut self, column: Column<M, T>, value: impl Given<'a, M, T>) -> Self {
        self.values.set(column.index(), value.given(column));
        self
    }

    /// Sets a column if there is a value, for optional input. Otherwise the column gets its
    /// default. For a nullable column, `Some(None)` is NULL.
    pub fn set_some<T>(self, column: Column<M, T>, value: Option<impl Given<'a, M, T>>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// Checks the set values against the validation constraints of their fields, such as `min` and
    /// `length`.
    ///
    /// [`one`](Insert::one) and [`execute`](Insert::execute) do the same before they send anything.
    ///
    /// # Errors
    ///
    /// All violated constraints.
    pub fn validate(&self) -> Result<(), ValidationErrors> {
        self.values.validate::<M>()
    }

    /// Inserts the row, and returns it as the database stores it:
    /// `INSERT INTO "users" ("email", "name") VALUES (?, ?) RETURNING …`.
    ///
    /// MySQL returns no rows from an insert, so the row is read by its key.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] if the row violates a
    /// constraint; [`Error::Validation`] if it violates a validation constraint.
    #[inline]
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<M>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    #[inline]
    pub(crate) async fn run<D: Driver>(mut self, db: &D) -> Result<M> {
        M::defaults(&mut self.values);
        self.values.validate::<M>()?;
        run_returning::<M, _>(&self.values, db).await
    }

    /// Inserts the row, and reads nothing back.
    ///
    /// # Errors
    ///
    /// As [`one`](Insert::one).
    #[inline]
    pub fn execute<'c, C: Connection>(mut self, db: &'c C) -> Output<'c, C, Result<()>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            M::defaults(&mut self.values);
            self.values.validate::<M>()?;
            let statement = Inserting {
                values: &self.values,
                returns: false,
            };
            let (db, table, set) = (db.driver(), M::TABLE, self.values.columns());
            let done = db.execute(&statement).await.map(drop);
            done.map_err(|error| of_insert(error, table, db.dialect(), set))
        })
    }
}

impl<M> Clone for Insert<'_, M> {
    fn clone(&self) -> Self {
        Insert {
            values: self.values.clone(),
            of: PhantomData,
        }
    }
}

impl<M: Model> fmt::Debug for Insert<'_, M> {
    /// Leaves out the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self
            .values
            .columns()
            .map(|column| M::TABLE.column(column).name);
        f.debug_struct("Insert")
            .field("table", &M::TABLE.name)
            .field("columns", &columns.collect::<Vec<&str>>())
            .finish()
    }
}

/// A value for a column of the model `M` with the type `T`, in a new row.
#[diagnostic::on_unimplemented(
    message = "a column that holds `{T}` cannot be set to `{Self}` in a new row",
    label = "not a value of `{T}`"
)]
pub trait Given<'a, M, T> {
    /// The parameter.
    #[doc(hidden)]
    fn given(self, column: Column<M, T>) -> Parameter<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, T, V: Operand<'a, M, T>> Given<'a, M, T> for V {
    #[inline]
    fn given(self, column: Column<M, T>) -> Parameter<'a> {
        match self.term(column.ty()) {
            Term::Value(value) => value,
            Term::Column(_) | Term::Computed(..) | Term::Expr(_) => Parameter::Invalid(
                "a new row cannot read other columns: set the column to a value".into(),
            ),
        }
    }
}

/// An item of `insert_all` for the model `M`: a `NewUser`, an [`Insert`] with more columns set, or
/// a [`Nested`](crate::relation::Nested) with new related rows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a new row of `{M}`",
    note = "give the struct of the required fields, such as `NewUser {{ … }}`, or \
            `User::insert(NewUser {{ … }})` with more columns set"
)]
pub trait NewRow<'a, M>: Send {
    /// The returned row, or a tuple of the row and its related rows.
    type Row: Clone + Send + 'static;
    /// The new related rows.
    #[doc(hidden)]
    type Below: Below<M, Row = Self::Row>;

    /// Puts the values of the row itself into `to`, and returns the new related rows.
    #[doc(hidden)]
    fn tell(self, to: &mut Values<'a>) -> Self::Below;
}

/// A new row of `M`: a `NewUser`, or an [`Insert`] with more columns set.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a new row of `{M}`",
    note = "give the struct of the required fields, such as `NewUser {{ … }}`, or \
            `User::insert(NewUser {{ … }})` with more columns set"
)]
pub trait IntoInsert<'a, M>: NewRow<'a, M, Row = M, Below = ()> {}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, N: New<'a, Model = M>> NewRow<'a, M> for N {
    type Row = M;
    type Below = ();

    #[inline]
    fn tell(self, to: &mut Values<'a>) {
        self.values(to);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, M: Model, N: New<'a, Model = M>> IntoInsert<'a, M> for N {}

impl<'a, M: Model> NewRow<'a, M> for Insert<'a, M> {
    type Row = M;
    type Below = ();

    #[inline]
    fn tell(self, to: &mut Values<'a>) {
        *to = self.values;
    }
}

impl<'a, M: Model> IntoInsert<'a, M> for Insert<'a, M> {}

/// The error of an insert that leaves the auto-increment key to the database: if no number is left,
/// it is the same on each database.
#[cold]
pub(super) fn of_insert(
    error: Error,
    table: &'static Table,
    dialect: Dialect,
    set: impl IntoIterator<Item = u16>,
) -> Error {
    let Some(counted) = counted(table).filter(|counted| set.into_iter().all(|it| it != *counted))
    else {
        return error;
    };
    let is_about_number = match &error {
        // MySQL tries the greatest number again.
        Error::Unique(broken) => {
            dialect == Dialect::Mysql && broken.constraint == table.primary_key.name
        }
        // The check of an unsigned type.
        Error::Check(broken) => broken.columns == [table.column(counted).name],
        _ => false,
    };
    match Error::no_number(table) {
        Some(no_number) if is_about_number => no_number,
        Some(_) | None => error,
    }
}

/// Inserts a row, and returns it.
#[inline]
pub(super) async fn run_returning<M: Model, D: Driver>(values: &Values<'_>, db: &D) -> Result<M> {
    if !db.dialect().returns_inserted() {
        return insert_and_read(values, db).await;
    }
    let statement = Inserting {
        values,
        returns: true,
    };
    let mut row: Option<M> = None;
    let done = db.fetch(&statement, &mut row).await;
    done.map_err(|error| of_insert(error, M::TABLE, db.dialect(), values.columns()))?;
    row.ok_or_else(|| Error::NotFound(M::TABLE.name))
}

/// `INSERT INTO … VALUES (…)`
struct Inserting<'v, 'a> {
    values: &'v Values<'a>,
    /// Whether the row is returned.
    returns: bool,
}

impl Statement for Inserting<'_, '_> {
    fn table(&self) -> &'static Table {
        self.values.table()
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.values.table();
        let mut values = self.values.iter();
        statements::insert(table, self.values.columns(), self.returns, to, |to, _| {
            if let Some((name, value)) = values.next() {
                to.parameter(name, value);
            }
        });
    }
}

/// Inserts a row on a database that does not return it, and reads it by its key.
///
/// Both happen on one connection, because only that connection knows the number of the row.
#[cold]
async fn insert_and_read<M: Model, D: Driver>(values: &Values<'_>, db: &D) -> Result<M> {
    let is_alone = !db.in_transaction();
    let db = db.exclusive().await?;
    let mut values = values.clone();
    set_key_defaults(&mut values, &db).await?;
    let statement = Inserting {
        values: &values,
        returns: false,
    };
    let find = |number: Option<u64>| {
        let key = key_of_inserted(&values, number);
        let key = Filter::new(has_key(M::TABLE, &key));
        Select::<M>::all_rows().also_deleted().filter(key)
    };
    // Checks, before the row exists, that it can be read.
    db.prepare(&find(None).rows()).await?;
    let done = db.execute(&statement).await;
    done.map_err(|error| of_insert(error, M::TABLE, db.dialect(), values.columns()))?;
    let find = find(db.last_insert_id());
    let mut row: Option<M> = None;
    match db.fetch(&find.rows(), &mut row).await {
        Ok(()) => row.ok_or_else(not_read::<M>),
        // The row is already committed, so running the insert again would add another row.
        Err(error) if is_alone => Err(error.after_write()),
        Err(error) => Err(error),
    }
}

/// Queries the defaults of unset columns of the primary key, and sets them, because otherwise the
/// row could not be found.
pub(super) async fn set_key_defaults<D: Driver>(values: &mut Values<'_>, db: &D) -> Result<()> {
    let table = values.table();
    for &column in table.primary_key.columns {
        if values.get(column).is_none() && has_default(table, column) {
            let value = default_of(table, column, db).await?;
            values.set(column, value);
        }
    }
    Ok(())
}

/// Whether the column has a default that only the database can compute.
pub(super) fn has_default(table: &'static Table, column: u16) -> bool {
    use tablewright_sql::table::Source;
    match table.column(column).source {
        Source::Default(_) => true,
        Source::Input | Source::Identity | Source::Generated => false,
    }
}

/// The primary key of the row that was just inserted.
pub(super) fn key_of_inserted(values: &Values<'_>, number: Option<u64>) -> Vec<Parameter<'static>> {
    let columns = values.table().primary_key.columns.iter();
    let part = |column: &u16| match values.get(*column) {
        Some(value) => value.clone().into_owned(),
        None => Parameter::I64(number.unwrap_or_default().cast_signed()),
    };
    columns.map(part).collect()
}

#[cold]
pub(super) fn not_read<M: Model>() -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "{}: the inserted row could not be read back by its key",
            M::TABLE.name
        ),
        source: None,
    }))
}

/// The default of a column, as a parameter.
async fn default_of<D: Driver>(
    table: &'static Table,
    column: u16,
    db: &D,
) -> Result<Parameter<'static>> {
    use crate::base::connection::driver::{Collect, Decode};
    use crate::base::value::Row;
    use crate::base::value::key::Part;

    struct DefaultOf {
        table: &'static Table,
        column: u16,
    }

    impl Statement for DefaultOf {
        fn table(&self) -> &'static Table {
            self.table
        }

        fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
            to.op(Op::DefaultOf, self.column.into());
            to.word(Word::Table(self.table));
        }
    }

    /// Reads a value of a type.
    #[derive(Clone)]
    struct Reading(&'static tablewright_sql::table::Type<'static>);

    impl Decode for Reading {
        type Item = Option<Part>;

        fn decode<R: Row>(&self, row: &R) -> Result<Option<Part>> {
            Part::read(self.0, row, 0)
        }
    }

    struct Found(Reading, Option<Part>);

    impl Collect for Found {
        type Decode = Reading;
        const AT_MOST: usize = 1;

        fn decoder(&self) -> Reading {
            self.0.clone()
        }

        fn push(&mut self, row: Option<Part>) -> bool {
            self.1 = row;
            false
        }
    }

    let mut found = Found(Reading(&table.column(column).ty), None);
    db.fetch(&DefaultOf { table, column }, &mut found).await?;
    Ok(found.1.map_or(Parameter::Null, |part| part.parameter()))
}
