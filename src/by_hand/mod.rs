//! SQL that a program writes by hand, with typed results.
//!
//! `placeholders.rs` counts the parameters and spells them as the database does, `record.rs` knows
//! what a result can be read as, and `columns.rs` finds the columns of structs by their names.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::arg::Arg;
use crate::connection::{Collect, Connection, Decode, Params, Query, Text};
use crate::model::Table;
use crate::query::render;
use crate::value::{Binder, Row};
use crate::{Dialect, Error, Result};

mod columns;
mod placeholders;
mod record;
#[cfg(feature = "decimal")]
mod scaled;

pub use record::{Cell, Record, column, next};
#[cfg(feature = "decimal")]
pub use scaled::Scaled;

use placeholders::Placeholders;

/// A statement in SQL of your own, whose rows are read as `T`: a model, a struct of yours (see
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
/// A parameter is a `?` on every database, or `?1`, `?2` where one stands in several places; what
/// PostgreSQL needs instead is put there before the text is sent. A `?` in a text, a quoted name
/// or a comment is none; PostgreSQL's operators that have one are written with two: `??`.
///
/// Columns are matched with the fields of a struct by their names, in any order, and with a tuple
/// by their places. One that is missing, too many, or of another type is an error that names it.
///
/// The statement is kept prepared by its text.
pub fn sql<'a, T>(text: impl Into<Cow<'a, str>>) -> ByHand<'a, T> {
    ByHand {
        text: text.into(),
        args: Vec::new(),
        of: PhantomData,
    }
}

/// A statement in SQL of your own: see [`sql`].
#[must_use = "a statement does nothing until it is given a connection"]
pub struct ByHand<'a, T> {
    text: Cow<'a, str>,
    args: Vec<Arg<'a>>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T> ByHand<'a, T> {
    /// The value of the next parameter; `None` is NULL.
    pub fn bind(mut self, value: impl Into<Arg<'a>>) -> Self {
        self.args.push(value.into());
        self
    }

    /// The first row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is none; otherwise as [`all`](ByHand::all).
    pub fn one<'c, C: Connection, K: 'static>(self, db: &'c C) -> C::Output<'c, Result<T>>
    where
        T: Record<K>,
        'a: 'c,
    {
        C::finish(self.run_one(db))
    }

    /// The first row, or `None`.
    ///
    /// # Errors
    ///
    /// As [`all`](ByHand::all).
    pub fn optional<'c, C: Connection, K: 'static>(
        self,
        db: &'c C,
    ) -> C::Output<'c, Result<Option<T>>>
    where
        T: Record<K>,
        'a: 'c,
    {
        C::finish(self.run_optional(db))
    }

    /// All of the rows.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] where there are more or fewer parameters than values were bound, before
    /// anything is sent; [`Error::Schema`] where a column is missing or too many;
    /// [`Error::Decode`] where one holds something else.
    pub fn all<'c, C: Connection, K: 'static>(self, db: &'c C) -> C::Output<'c, Result<Vec<T>>>
    where
        T: Record<K>,
        'a: 'c,
    {
        C::finish(self.run_all(db))
    }

    /// Calls a function with each of the rows, one after the other as the database gives them, and
    /// tells how many there were. There may be more than memory holds.
    ///
    /// The function must not use the connection that the rows come from; on a pool it may use the
    /// pool.
    ///
    /// # Errors
    ///
    /// What the function returns ends it; otherwise as [`all`](ByHand::all).
    pub fn for_each<'c, C: Connection, K: 'static>(
        self,
        db: &'c C,
        f: impl FnMut(T) -> Result<()> + Send + 'c,
    ) -> C::Output<'c, Result<u64>>
    where
        T: Record<K>,
        'a: 'c,
    {
        C::finish(async move {
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

    pub(crate) async fn run_all<C: Connection, K: 'static>(self, db: &C) -> Result<Vec<T>>
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

    pub(crate) async fn run_one<C: Connection, K: 'static>(self, db: &C) -> Result<T>
    where
        T: Record<K>,
    {
        let first = self.run_optional(db).await?;
        first.ok_or(Error::NotFound(table::<T, K>().name))
    }

    pub(crate) async fn run_optional<C: Connection, K: 'static>(self, db: &C) -> Result<Option<T>>
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

    async fn fetch<C: Connection>(
        self,
        db: &C,
        table: &'static Table,
        rows: &mut impl Collect,
    ) -> Result<()> {
        let placeholders = self.placeholders(db.dialect())?;
        let query = Query {
            sql: Text::Built(&placeholders.text),
            table,
            read_back: None,
        };
        let values = Values {
            args: &self.args,
            order: placeholders.order.as_deref(),
        };
        db.fetch(query, &values, rows).await
    }

    fn placeholders(&self, dialect: Dialect) -> Result<Placeholders<'_>> {
        let found = placeholders::find(&self.text, dialect)?;
        if found.parameters != self.args.len() {
            return Err(other_number(found.parameters, self.args.len()));
        }
        let sent = found.order.as_ref().map_or(found.parameters, Vec::len);
        render::check_parameters(dialect, sent)?;
        Ok(found)
    }
}

impl ByHand<'_, ()> {
    /// Runs a statement that has no rows, and tells how many rows it found to change.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] where there are more or fewer parameters than values were bound, before
    /// anything is sent; and what the database says.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        Self: 'c,
    {
        C::finish(async move {
            let placeholders = self.placeholders(db.dialect())?;
            let query = Query {
                sql: Text::Built(&placeholders.text),
                table: &Table::NONE,
                read_back: None,
            };
            let values = Values {
                args: &self.args,
                order: placeholders.order.as_deref(),
            };
            db.execute(query, &values).await
        })
    }
}

#[cold]
fn other_number(parameters: usize, values: usize) -> Error {
    let counted = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    };
    Error::value(format!(
        "the SQL has {}, written `?`, and {} bound: call `bind` once for each",
        counted(parameters, "parameter"),
        match values {
            1 => "1 value is".to_owned(),
            values => format!("{values} values are"),
        }
    ))
}

impl<T> Clone for ByHand<'_, T> {
    fn clone(&self) -> Self {
        ByHand {
            text: self.text.clone(),
            args: self.args.clone(),
            of: PhantomData,
        }
    }
}

/// Without the values, which may be secrets.
impl<T> fmt::Debug for ByHand<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByHand")
            .field("text", &self.text)
            .field("values", &self.args.len())
            .finish()
    }
}

/// The table that errors are about.
fn table<T: Record<K>, K>() -> &'static Table {
    match T::TABLE {
        Some(table) => table,
        None => &Table::NONE,
    }
}

/// The values of the parameters.
struct Values<'v, 'a> {
    args: &'v [Arg<'a>],
    /// Which value each parameter has, where that is not its own place.
    order: Option<&'v [usize]>,
}

impl Params for Values<'_, '_> {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        let mut bind = |place: usize, arg: &Arg<'_>| {
            let bound = arg.bind(to);
            bound.map_err(|error| error.in_place(place + 1))
        };
        match self.order {
            None => (0..).zip(self.args).try_for_each(|(n, arg)| bind(n, arg)),
            Some(order) => order
                .iter()
                .filter_map(|&place| Some((place, self.args.get(place)?)))
                .try_for_each(|(place, arg)| bind(place, arg)),
        }
    }
}

/// Reads rows as records.
struct Reading<T, K> {
    /// Where the columns of the record are.
    places: Vec<usize>,
    of: PhantomData<fn() -> (T, K)>,
}

impl<T, K> Reading<T, K> {
    fn new() -> Self {
        Reading {
            places: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<T, K> Clone for Reading<T, K> {
    fn clone(&self) -> Self {
        Reading {
            places: self.places.clone(),
            of: PhantomData,
        }
    }
}

impl<K: 'static, T: Record<K>> Decode for Reading<T, K> {
    type Item = T;
    const BY_COLUMNS: bool = true;

    fn columns(&mut self, names: &[&str]) -> Result<()> {
        self.places = T::places(names)?;
        Ok(())
    }

    fn decode<R: Row>(&self, row: &R) -> Result<T> {
        T::read(row, &self.places)
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

/// Hands rows to a function.
struct Each<T, K, F> {
    decoder: Reading<T, K>,
    f: F,
    rows: u64,
    /// What the function said last.
    end: Result<()>,
}

impl<K: 'static, T: Record<K>, F: FnMut(T) -> Result<()> + Send> Collect for Each<T, K, F> {
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
