//! Raw SQL, with typed results.
//!
//! `control.rs` refuses transaction statements, `placeholders.rs` finds the parameters and writes
//! them for each database, `record.rs` has the types of rows, and `columns.rs` finds the columns of
//! structs by their names.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::Dialect;

#[cfg(feature = "async")]
use crate::base::connection::driver::Key;
use crate::base::connection::driver::{Collect, Decode, Driver};
use crate::base::connection::mode::Mode;
#[cfg(feature = "async")]
use crate::base::connection::stream::{RowStream, StreamSource};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::statement::Raw;
use crate::base::value::Row;
use crate::base::value::parameter::Parameter;

mod columns;
mod control;
mod placeholders;
mod record;
#[cfg(feature = "decimal")]
mod scaled;

pub use record::{Cell, Record, cell_column, cell_columns, next_cell, read_cell};
#[cfg(feature = "decimal")]
pub use scaled::Scaled;

use placeholders::Placeholders;

/// Creates a statement of raw SQL, whose rows are read as `T`: a model, a struct of your own (see
/// [`row!`](crate::row!)), a tuple, or a single value.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # fn main() -> tablewright::Result<()> {
/// # let db = tablewright::Sqlite::memory()?;
/// let (sum, word) = tablewright::sql::<(i64, String)>("SELECT ? + 1, upper(?)")
///     .bind(41)
///     .bind("ada")
///     .one(&db)?;
/// assert_eq!((sum, word.as_str()), (42, "ADA"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sqlite"))]
/// # fn main() {}
/// ```
///
/// A parameter is written `?` on every database, or `?1`, `?2` if it occurs several times; for
/// PostgreSQL these are replaced by its own form. A `?` in a string literal, a quoted name or a
/// comment is not a parameter. Write an operator of PostgreSQL with a `?` as `??`.
///
/// The fields of a struct match columns by name, in any order, and the values of a tuple by
/// position. A column that is missing, surplus, or of another type is an error that names it.
///
/// The prepared statement is cached by its SQL.
///
/// [`begin`](Connection::begin) begins transactions. `BEGIN`, `COMMIT` and the like are refused,
/// except on a blocking connection to SQLite, which is a single connection.
pub fn sql<'a, T>(sql: impl Into<Cow<'a, str>>) -> RawSql<'a, T> {
    RawSql {
        sql: sql.into(),
        values: Vec::new(),
        of: PhantomData,
    }
}

/// A statement of raw SQL: see [`sql`].
#[must_use = "a statement does nothing without an ending: add `.all(&db)` or `.execute(&db)`"]
pub struct RawSql<'a, T> {
    sql: Cow<'a, str>,
    values: Vec<Parameter<'a>>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T> RawSql<'a, T> {
    /// Binds the value of the next parameter; `None` is NULL.
    pub fn bind(mut self, value: impl Into<Parameter<'a>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Returns the first row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none; otherwise as [`all`](RawSql::all).
    pub fn one<'c, C: Connection, K: 'static>(self, db: &'c C) -> Output<'c, C, Result<T>>
    where
        T: Record<K>,
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(self.run_one(db))
    }

    /// Returns the first row, or `None`.
    ///
    /// # Errors
    ///
    /// As [`all`](RawSql::all).
    pub fn optional<'c, C: Connection, K: 'static>(
        self,
        db: &'c C,
    ) -> Output<'c, C, Result<Option<T>>>
    where
        T: Record<K>,
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(self.run_optional(db))
    }

    /// Returns all rows.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if the numbers of parameters and bound values differ, before anything is
    /// sent; [`Error::Schema`] if a column is missing or surplus; [`Error::Decode`] if a column has
    /// another value than the type.
    pub fn all<'c, C: Connection, K: 'static>(self, db: &'c C) -> Output<'c, C, Result<Vec<T>>>
    where
        T: Record<K>,
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(self.run_all(db))
    }

    /// Calls a function with each row as it arrives, and returns the number of rows. There may be
    /// more rows than memory holds.
    ///
    /// The function must not use the connection that the rows come from. On a pool, it may use the
    /// pool.
    ///
    /// # Errors
    ///
    /// An error of the function ends the query; otherwise as [`all`](RawSql::all).
    pub fn for_each<'c, C: Connection, K: 'static>(
        self,
        db: &'c C,
        f: impl FnMut(T) -> Result<()> + Send + 'c,
    ) -> Output<'c, C, Result<u64>>
    where
        T: Record<K>,
        'a: 'c,
    {
        self.try_for_each(db, f)
    }

    /// Calls a function as [`for_each`](RawSql::for_each) does, with an error of your own type.
    ///
    /// # Errors
    ///
    /// An error of the function ends the query. An error of the database is converted to an `E`.
    pub fn try_for_each<'c, C: Connection, K: 'static, E>(
        self,
        db: &'c C,
        f: impl FnMut(T) -> Result<(), E> + Send + 'c,
    ) -> Output<'c, C, Result<u64, E>>
    where
        T: Record<K>,
        E: From<Error> + Send + 'c,
        'a: 'c,
    {
        let db = db.driver();
        C::Mode::finish(async move {
            let mut each = Each {
                decoder: Reading::<T, K>::new(),
                f,
                rows: 0,
                end: Ok(()),
            };
            self.fetch(db, table::<T, K>(), &mut each).await?;
            each.end.map(|()| each.rows)
        })
    }

    /// Returns the rows as a stream, like [`stream`](crate::query::Select::stream) of a query. An
    /// error is its last item.
    #[cfg(feature = "async")]
    pub fn stream<'c, K: 'static>(self, db: impl StreamSource<'c>) -> RowStream<'c, T>
    where
        T: Record<K>,
        'a: 'c,
    {
        let db = db.__stream_driver(Key::new());
        RowStream::of(Reading::<T, K>::new(), |mut feed| async move {
            self.fetch(db, table::<T, K>(), &mut feed).await
        })
    }

    pub(crate) async fn run_all<C: Driver, K: 'static>(self, db: &C) -> Result<Vec<T>>
    where
        T: Record<K>,
    {
        let mut all = All::<T, K> {
            decoder: Reading::new(),
            rows: Vec::new(),
        };
        self.fetch(db, table::<T, K>(), &mut all).await?;
        Ok(all.rows)
    }

    pub(crate) async fn run_one<C: Driver, K: 'static>(self, db: &C) -> Result<T>
    where
        T: Record<K>,
    {
        let first = self.run_optional(db).await?;
        first.ok_or(Error::NotFound(table::<T, K>().name))
    }

    pub(crate) async fn run_optional<C: Driver, K: 'static>(self, db: &C) -> Result<Option<T>>
    where
        T: Record<K>,
    {
        let mut first = First::<T, K> {
            decoder: Reading::new(),
            row: None,
        };
        self.fetch(db, table::<T, K>(), &mut first).await?;
        Ok(first.row)
    }

    async fn fetch<C: Driver>(
        self,
        db: &C,
        table: &'static Table,
        rows: &mut impl Collect,
    ) -> Result<()> {
        let placeholders = self.checked(db)?;
        let statement = self.statement(&placeholders).about(table);
        match db.fetch(&statement, rows).await {
            Ok(()) => Ok(()),
            Err(error) => Err(error.in_raw_sql()),
        }
    }

    /// Returns the parameters, if the connection may run the SQL.
    fn checked<C: Driver>(&self, db: &C) -> Result<Placeholders<'_>> {
        let (dialect, in_transaction) = (db.dialect(), db.in_transaction());
        // For SQLite, it would end the SQL; for PostgreSQL, it would end the message.
        if self.sql.contains('\0') {
            return Err(Error::statement(
                "the SQL contains the character NUL, which SQL does not allow: bind the value \
                 that contains it",
            ));
        }
        if in_transaction || !db.has_raw_transactions() {
            control::check(&self.sql, dialect, in_transaction)?;
        }
        self.placeholders(dialect)
    }

    fn placeholders(&self, dialect: Dialect) -> Result<Placeholders<'_>> {
        let found = placeholders::find(&self.sql, dialect)?;
        if found.parameters == self.values.len() {
            Ok(found)
        } else {
            Err(other_number(found.parameters, self.values.len()))
        }
    }

    fn statement<'r>(&'r self, placeholders: &'r Placeholders<'_>) -> Raw<'r> {
        Raw::new(&placeholders.sql, &self.values).ordered(placeholders.order.as_deref())
    }
}

impl RawSql<'_, ()> {
    /// Runs a statement without result rows, and returns the number of rows that it matched.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if the numbers of parameters and bound values differ, before anything is
    /// sent; and the error of the database.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        Self: 'c,
    {
        let db = db.driver();
        C::Mode::finish(async move {
            let placeholders = self.checked(db)?;
            match db.execute(&self.statement(&placeholders)).await {
                Ok(rows) => Ok(rows),
                Err(error) => Err(error.in_raw_sql()),
            }
        })
    }
}

#[cold]
fn other_number(parameters: usize, values: usize) -> Error {
    let counted = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    };
    Error::statement(format!(
        "the SQL has {}, written `?`, and {} bound: call `bind` once for each",
        counted(parameters, "parameter"),
        match values {
            1 => "1 value is".to_owned(),
            values => format!("{values} values are"),
        }
    ))
}

impl<T> Clone for RawSql<'_, T> {
    fn clone(&self) -> Self {
        RawSql {
            sql: self.sql.clone(),
            values: self.values.clone(),
            of: PhantomData,
        }
    }
}

/// Leaves out the values, which may be secrets.
impl<T> fmt::Debug for RawSql<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawSql")
            .field("sql", &self.sql)
            .field("values", &self.values.len())
            .finish()
    }
}

/// The table for errors.
fn table<T: Record<K>, K>() -> &'static Table {
    match T::TABLE {
        Some(table) => table,
        None => &Table::NONE,
    }
}

/// Reads rows as records.
struct Reading<T, K> {
    /// The positions of the record's columns.
    positions: Vec<usize>,
    of: PhantomData<fn() -> (T, K)>,
}

impl<T, K> Reading<T, K> {
    fn new() -> Self {
        Reading {
            positions: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<T, K> Clone for Reading<T, K> {
    fn clone(&self) -> Self {
        Reading {
            positions: self.positions.clone(),
            of: PhantomData,
        }
    }
}

impl<K: 'static, T: Record<K>> Decode for Reading<T, K> {
    type Item = T;
    const BY_COLUMNS: bool = true;

    fn columns(&mut self, names: &[&str]) -> Result<()> {
        self.positions = T::positions(names)?;
        Ok(())
    }

    fn decode<R: Row>(&self, row: &R) -> Result<T> {
        T::read(row, &self.positions)
    }
}

struct All<T, K> {
    decoder: Reading<T, K>,
    rows: Vec<T>,
}

impl<K: 'static, T: Record<K>> Collect for All<T, K> {
    type Decode = Reading<T, K>;

    fn decoder(&self) -> Reading<T, K> {
        self.decoder.clone()
    }

    fn push(&mut self, row: T) -> bool {
        self.rows.push(row);
        true
    }
}

struct First<T, K> {
    decoder: Reading<T, K>,
    row: Option<T>,
}

impl<K: 'static, T: Record<K>> Collect for First<T, K> {
    type Decode = Reading<T, K>;

    const AT_MOST: usize = 1;

    fn decoder(&self) -> Reading<T, K> {
        self.decoder.clone()
    }

    fn push(&mut self, row: T) -> bool {
        self.row = Some(row);
        false
    }
}

/// Passes rows to a function.
struct Each<T, K, F, E> {
    decoder: Reading<T, K>,
    f: F,
    rows: u64,
    /// The last result of the function.
    end: Result<(), E>,
}

impl<K, T, F, E> Collect for Each<T, K, F, E>
where
    K: 'static,
    T: Record<K>,
    F: FnMut(T) -> Result<(), E> + Send,
    E: Send,
{
    type Decode = Reading<T, K>;

    fn decoder(&self) -> Reading<T, K> {
        self.decoder.clone()
    }

    fn push(&mut self, row: T) -> bool {
        self.end = (self.f)(row);
        self.rows += u64::from(self.end.is_ok());
        self.end.is_ok()
    }
}
