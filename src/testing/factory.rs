//! Factories: test rows of any model, of which a test sets only the fields that matter to it.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use tablewright_sql::table::{Reference, Source};

use super::fake;
use crate::base::column::Column;
use crate::base::connection::driver::Driver;
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result, ValueError};
use crate::base::model::{Described, Model, Table};
use crate::base::rule;
use crate::base::statement::Values;
use crate::base::value::parameter::Parameter;
use crate::evolve::create::Schema;
use crate::query::{Given, Insert, seed};

/// A test row of a model: unset fields get valid values.
///
/// ```text
/// let ada = make::<User>(&models::SCHEMA).set(User::NAME, "Ada").one(&db).await?;
/// let posts = make::<Post>(&models::SCHEMA).set(Post::AUTHOR_ID, ada.id).all(3, &db).await?;
/// ```
///
/// Only required fields get values: nullable fields are NULL, and fields with a default have it.
/// The values fit lengths, enums, `min`, `max`, `length`, `pattern` and `email`. They contain a
/// number, so they satisfy unique keys: each model counts from 1 in each process. A field with few
/// values, such as `string(1)`, begins again after the last one. The row of a required reference is
/// inserted, too, on the same connection. If a statement fails, earlier rows remain, unless the
/// connection is a transaction.
///
/// Conditions in your own SQL (`check`) are not considered. If the database refuses a value, set
/// the field.
pub fn make<'a, M: Model>(schema: &'static Schema) -> Make<'a, M> {
    Make {
        insert: Insert::of(Values::new(M::TABLE)),
        models: schema.models,
    }
}

/// A row that is [made](make) when `one` or `all` gets a connection.
#[derive(Clone)]
#[must_use = "no row is made before `one` or `all`"]
pub struct Make<'a, M> {
    insert: Insert<'a, M>,
    models: &'static [Described],
}

impl<'a, M: Model> Make<'a, M> {
    /// Sets a column to a value; `None` is NULL. If it is set twice, the later value counts.
    pub fn set<T>(mut self, column: Column<M, T>, value: impl Given<'a, M, T>) -> Self {
        self.insert = self.insert.set(column, value);
        self
    }

    /// Inserts the row, and returns it as the database stores it.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if a field must be set, because the factory cannot make a value for it;
    /// otherwise as [`Insert::one`].
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<M>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    /// Inserts this number of rows, which differ in unset fields, and returns them.
    ///
    /// # Errors
    ///
    /// As [`one`](Make::one).
    pub fn all<'c, C: Connection>(self, rows: usize, db: &'c C) -> Output<'c, C, Result<Vec<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut made = Vec::with_capacity(rows);
            for _ in 0..rows {
                made.push(self.clone().run(db.driver()).await?);
            }
            Ok(made)
        })
    }

    async fn run<D: Driver>(self, db: &D) -> Result<M> {
        let model = Described::of::<M>();
        let mut values = self.insert.into_values();
        fill(&model, &mut values, self.models, Path::Root, db).await?;
        Insert::of(values).run(db).await
    }
}

impl<M: Model> fmt::Debug for Make<'_, M> {
    /// Leaves out the values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Make").field(&self.insert).finish()
    }
}

/// The tables whose rows are being made, the innermost first.
#[derive(Clone, Copy)]
enum Path<'p> {
    Root,
    Within(&'static Table, &'p Path<'p>),
}

impl Path<'_> {
    fn has(&self, table: &Table) -> bool {
        match self {
            Path::Root => false,
            Path::Within(own, rest) => own.name == table.name || rest.has(table),
        }
    }
}

/// A number that no other row of the table has in this process. Each table has its own counter, so
/// that the short strings of one table are not used up by rows of others.
fn number(table: &'static Table) -> u64 {
    static COUNTERS: Mutex<BTreeMap<&str, u64>> = Mutex::new(BTreeMap::new());
    let mut counters = COUNTERS.lock().unwrap_or_else(PoisonError::into_inner);
    let counter = counters.entry(table.name).or_default();
    *counter += 1;
    *counter
}

/// Sets the required columns that are unset.
async fn fill<D: Driver>(
    model: &Described,
    values: &mut Values<'_>,
    models: &'static [Described],
    path: Path<'_>,
    db: &D,
) -> Result<()> {
    let table = model.table;
    let path = Path::Within(table, &path);
    for reference in table.references {
        let mut columns = reference.columns.iter();
        if columns.all(|column| is_missing(table, *column, values)) {
            refer(table, reference, values, models, path, db).await?;
        }
    }
    let number = number(table);
    for position in 0..table.columns.len() {
        let position = position as u16;
        if !is_missing(table, position, values) {
            continue;
        }
        let column = table.column(position);
        let rules = model.rules.iter().filter(|rule| rule.is_of(position));
        let rules: Vec<_> = rules.map(rule::FieldRule::rule).collect();
        match fake::value(column, &rules, number) {
            Ok(value) => values.set(position, value),
            Err(reason) => return Err(refused(table, &[position], reason)),
        }
    }
    Ok(())
}

/// Whether a required column is unset.
fn is_missing(table: &Table, column: u16, values: &Values<'_>) -> bool {
    let described = table.column(column);
    described.source == Source::Input && !described.nullable && values.get(column).is_none()
}

/// Makes the row that a reference refers to, and sets the columns of the reference.
async fn refer<D: Driver>(
    table: &'static Table,
    reference: &Reference<'static>,
    values: &mut Values<'_>,
    models: &'static [Described],
    path: Path<'_>,
    db: &D,
) -> Result<()> {
    let mut known = models.iter();
    let Some(target) = known.find(|model| model.table.name == reference.table) else {
        let reason = "it refers to a model of another schema: set it".to_owned();
        return Err(refused(table, reference.columns, reason));
    };
    if path.has(target.table) {
        let reason = format!(
            "a row of {} refers to another row of the same table: set the reference",
            reference.table
        );
        return Err(refused(table, reference.columns, reason));
    }
    let made = parent(target, models, path, db).await?;
    for (&column, name) in reference.columns.iter().zip(reference.key) {
        let there = target.table.position(name);
        let value = there.and_then(|there| made.value(there));
        values.set(column, value.unwrap_or(Parameter::Null));
    }
    Ok(())
}

/// Makes a row of a table. The future is boxed, because it is recursive.
fn parent<'f, D: Driver>(
    model: &'f Described,
    models: &'static [Described],
    path: Path<'f>,
    db: &'f D,
) -> Pin<Box<dyn Future<Output = Result<seed::Found>> + Send + 'f>> {
    Box::pin(async move {
        let mut values = Values::new(model.table);
        fill(model, &mut values, models, path, db).await?;
        (model.defaults)(&mut values);
        rule::validate_described(model, values.as_slice())?;
        seed::insert_and_read(values, db).await
    })
}

fn refused(table: &'static Table, columns: &[u16], reason: String) -> Error {
    let names: Vec<&str> = table.names(columns).collect();
    Error::Value(Box::new(ValueError {
        table: table.name.to_owned(),
        column: names.join(", "),
        reason,
        of_statement: false,
    }))
}
