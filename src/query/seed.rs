//! Seeds: the rows of the folder `seeds/`.
//!
//! A row is found by a key, and then inserted or updated. `data.rs` has the rows in generated code,
//! and `write.rs` has the statements.

mod data;
#[cfg(feature = "json")]
mod items;
mod label;
mod write;

use std::fmt;

use tablewright_sql::quote::{identifier, text};
use tablewright_sql::{Dialect, table::Source};

#[cfg(feature = "sync")]
pub(crate) use data::Computed;
pub use data::{SeedModel, SeedRow, SeedValue};
pub use label::{Seed, SeedKey, SeedLabel, Seeded};
pub(crate) use write::Found;
#[cfg(feature = "test")]
pub(crate) use write::insert_and_read;
use write::{Seeding, Written};

use super::keys::has_key;
use super::{Filter, Select};
use crate::base::connection::driver::{Driver, Exclusive};
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::{Model, Table};
use crate::base::value::key::Part;
use crate::base::value::parameter::Parameter;

/// The number of tries if another session inserts the same rows.
const TRIES: u32 = 5;

/// The results of the rows of `seeds/`.
///
/// ```text
/// let seeds = models::seed(&db).await?;
/// let ada = seeds.find(models::seeds::user::ADA)?.one(&db).await?;
/// ```
#[derive(Clone)]
#[must_use = "the rows can be found by their labels"]
pub struct Seeds {
    rows: Vec<SeededRow>,
}

/// A row of `seeds/`, and its result.
#[derive(Clone)]
pub struct SeededRow {
    model: &'static str,
    label: &'static str,
    outcome: SeedOutcome,
    table: &'static Table,
    primary_key: Vec<Parameter<'static>>,
}

/// The result of a row of `seeds/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeedOutcome {
    /// The database did not have it.
    Inserted,
    /// The database had it with other values.
    Updated,
    /// The database had it.
    Unchanged,
}

impl Seeds {
    /// Returns the number of inserted rows.
    pub fn inserted(&self) -> usize {
        self.count(SeedOutcome::Inserted)
    }

    /// Returns the number of rows that existed with other values.
    pub fn updated(&self) -> usize {
        self.count(SeedOutcome::Updated)
    }

    /// Returns the number of rows that existed with the same values.
    pub fn unchanged(&self) -> usize {
        self.count(SeedOutcome::Unchanged)
    }

    fn count(&self, outcome: SeedOutcome) -> usize {
        let rows = self.rows.iter();
        rows.filter(|row| row.outcome == outcome).count()
    }

    /// Returns the rows, in the order in which they were inserted.
    pub fn rows(&self) -> &[SeededRow] {
        &self.rows
    }

    /// Returns the query of a row by its label: `seeds.find(models::seeds::user::ADA)?`, or
    /// `seeds.find::<User>("ada")?` if the label is known only at run time.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if no row of the model has the label.
    pub fn find<'l, M: Model>(
        &self,
        label: impl Into<SeedLabel<'l, M>>,
    ) -> Result<Select<'static, M>> {
        let row = self.row::<M>(label.into().label)?;
        let key = Filter::new(has_key(M::TABLE, &row.primary_key));
        Ok(Select::all_rows().filter(key))
    }

    /// Returns the primary key of a row by its label, without a query:
    /// `seeds.key(models::seeds::user::ADA)?`.
    ///
    /// If it has several columns, it is a tuple of their values, in the order of the key.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if no row of the model has the label, [`Error::Decode`] if the Rust type
    /// of the key cannot hold the value.
    pub fn key<'l, M: Seeded>(&self, label: impl Into<SeedLabel<'l, M>>) -> Result<M::Key> {
        let row = self.row::<M>(label.into().label)?;
        M::Key::read(M::TABLE, &row.primary_key)
    }

    fn row<M: Model>(&self, label: &str) -> Result<&SeededRow> {
        let of_model = || {
            let rows = self.rows.iter();
            rows.filter(|row| std::ptr::eq(row.table, M::TABLE) || row.table.name == M::TABLE.name)
        };
        let Some(row) = of_model().find(|row| row.label == label) else {
            let labels: Vec<&str> = of_model().map(|row| row.label).collect();
            let known = match labels.as_slice() {
                [] => "there are none".to_owned(),
                labels => format!("the labels are {}", labels.join(", ")),
            };
            return Err(Error::Database(Box::new(Failure {
                message: format!("no seed of {} is called `{label}`: {known}", M::TABLE.name),
                source: None,
            })));
        };
        Ok(row)
    }
}

impl fmt::Debug for Seeds {
    /// The number of rows with each outcome.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seeds")
            .field("inserted", &self.inserted())
            .field("updated", &self.updated())
            .field("unchanged", &self.unchanged())
            .finish_non_exhaustive()
    }
}

impl SeededRow {
    /// Returns the name of the model.
    pub fn model(&self) -> &'static str {
        self.model
    }

    /// Returns the label in the file.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// Returns its result.
    pub fn outcome(&self) -> SeedOutcome {
        self.outcome
    }
}

impl fmt::Debug for SeededRow {
    /// Leaves out the key, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeededRow")
            .field("model", &self.model)
            .field("label", &self.label)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// Inserts the rows that a database lacks, and updates those that differ, in one transaction: for
/// `seed` of generated code.
///
/// # Errors
///
/// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] if a row violates a constraint
/// together with the rows of the database, and [`Error::Database`] if two of them are the same row
/// of the database; then nothing is changed.
pub fn seed<'c, C: Connection>(
    db: &'c C,
    rows: &'static [SeedRow],
) -> Output<'c, C, Result<Seeds>> {
    C::Mode::finish(async move { run(db.driver(), rows).await })
}

/// Returns what [`seed`] would do, and only reads.
///
/// # Errors
///
/// The error of the database.
pub fn preview<'c, C: Connection>(
    db: &'c C,
    rows: &'static [SeedRow],
) -> Output<'c, C, Result<Seeds>> {
    C::Mode::finish(async move {
        let mut seeding = Seeding::new(rows);
        let mut outcomes = Vec::with_capacity(rows.len());
        for position in 0..rows.len() {
            seeding.look_up(position, db.driver()).await?;
            outcomes.push(seeding.outcome(position));
        }
        for (position, outcome) in outcomes.iter_mut().enumerate() {
            if *outcome == SeedOutcome::Unchanged && seeding.is_later_to_set(position) {
                *outcome = SeedOutcome::Updated;
            }
        }
        Ok(seeding.into_seeds(&outcomes))
    })
}

async fn run<D: Driver>(db: &D, rows: &'static [SeedRow]) -> Result<Seeds> {
    let mut tries = 1;
    loop {
        let tx = Level::begin_on(db, TransactionOptions::new()).await?;
        let result = match run_in(&tx, rows).await {
            Ok(seeds) => tx.run_commit().await.map(|()| seeds),
            Err(error) => {
                // The first error is returned. If the connection is lost, the transaction is undone
                // anyway.
                drop(tx.run_rollback().await);
                Err(error)
            }
        };
        match result {
            // Another session may have inserted the row after the query for it.
            Err(Error::Unique(_) | Error::Conflict(_)) if tries < TRIES && !db.in_transaction() => {
                tries += 1;
            }
            result => return result,
        }
    }
}

async fn run_in<D: Exclusive>(tx: &Level<D>, rows: &'static [SeedRow]) -> Result<Seeds> {
    let mut seeding = Seeding::new(rows);
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut numbered: Vec<&'static Table> = Vec::new();
    // Seeds that find the same row are detected before the first of them changes it.
    for position in 0..rows.len() {
        seeding.look_up(position, tx).await?;
    }
    for (position, row) in rows.iter().enumerate() {
        // The row may have been inserted since then.
        seeding.look_up(position, tx).await?;
        let outcome = seeding.outcome(position);
        match outcome {
            SeedOutcome::Inserted => {
                seeding.insert(row, tx).await?;
                if numbers(row)
                    && !numbered
                        .iter()
                        .any(|table| std::ptr::eq(*table, row.of.table))
                {
                    numbered.push(row.of.table);
                }
            }
            SeedOutcome::Updated => seeding.update(row, row.values, Written::First, tx).await?,
            SeedOutcome::Unchanged => {}
        }
        seeding.look_up(position, tx).await?;
        if seeding.known[position].is_none() {
            return Err(Error::NotFound(row.of.table.name));
        }
        outcomes.push(outcome);
    }
    for (position, (row, outcome)) in rows.iter().zip(&mut outcomes).enumerate() {
        if seeding.is_later_to_set(position) {
            let written = match *outcome {
                SeedOutcome::Inserted | SeedOutcome::Updated => Written::Again,
                SeedOutcome::Unchanged => Written::First,
            };
            seeding.update(row, row.later, written, tx).await?;
            if *outcome == SeedOutcome::Unchanged {
                *outcome = SeedOutcome::Updated;
            }
        }
    }
    if tx.dialect() == Dialect::Postgres {
        for table in numbered {
            count_on(table, tx).await?;
        }
    }
    Ok(seeding.into_seeds(&outcomes))
}

/// Whether an inserted row sets its auto-increment key.
fn numbers(row: &SeedRow) -> bool {
    let mut values = row.values.iter();
    values.any(|(column, _)| row.of.table.column(*column).source == Source::Identity)
}

/// Moves PostgreSQL's sequence past the keys that rows set.
///
/// No other session may draw a number at the same time, because the sequence would be turned back.
async fn count_on<D: Exclusive>(table: &'static Table, tx: &Level<D>) -> Result<()> {
    let dialect = Dialect::Postgres;
    let quoted = identifier(dialect, table.name);
    let mut columns = table.columns.iter();
    let Some(column) = columns.find(|column| column.source == Source::Identity) else {
        return Ok(());
    };
    tx.run(&format!("LOCK TABLE {quoted} IN SHARE ROW EXCLUSIVE MODE"))
        .await?;
    let counts = format!(
        "SELECT setval(s.name, m.last) \
         FROM (SELECT pg_get_serial_sequence({}, {}) AS name) AS s, \
         (SELECT max({}) AS last FROM {quoted}) AS m \
         WHERE m.last > coalesce(pg_sequence_last_value(s.name::regclass), 0)",
        text(dialect, &quoted),
        text(dialect, column.name),
        identifier(dialect, column.name),
    );
    tx.run_counted(&counts).await.map(drop)
}

impl Seeding {
    fn into_seeds(self, outcomes: &[SeedOutcome]) -> Seeds {
        let rows = self.rows.iter().zip(&self.known).zip(outcomes);
        let rows = rows.map(|((row, known), outcome)| {
            let key = row.of.table.primary_key.columns.iter();
            let part = |column: &u16| known.as_ref()?.part(*column);
            let value = |column: &u16| part(column).map_or(Parameter::Null, Part::parameter);
            SeededRow {
                model: row.of.model,
                label: row.label,
                outcome: *outcome,
                table: row.of.table,
                primary_key: key.map(value).collect(),
            }
        });
        Seeds {
            rows: rows.collect(),
        }
    }
}

impl Found {
    /// The value of a column, as a parameter; `None` for NULL.
    #[cfg(feature = "test")]
    pub(crate) fn value(&self, column: u16) -> Option<Parameter<'static>> {
        self.part(column).map(Part::parameter)
    }

    /// The value of a column; `None` for NULL.
    fn part(&self, column: u16) -> Option<&Part> {
        self.parts.get(usize::from(column))?.as_ref()
    }
}
