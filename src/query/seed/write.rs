//! The statements of seeding.

use std::collections::HashMap;

use tablewright_sql::table::{Roles, Type};
use tablewright_sql::{Op, Word, statements};

use super::SeedOutcome;
use super::data::{SeedRow, SeedValue};
#[cfg(feature = "test")]
use crate::base::connection::driver::Exclusive;
use crate::base::connection::driver::{Collect, Decode, Driver};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::{Name, Sink, Statement, Values};
use crate::base::value::Row;
use crate::base::value::key::Part;
use crate::base::value::parameter::Parameter;
#[cfg(feature = "test")]
use crate::query::insert::{key_of_inserted, set_key_defaults};

/// The rows, and the known rows of the database.
pub struct Seeding {
    pub rows: &'static [SeedRow],
    /// The row of the database for each seed; `None` if there is none, as far as is known.
    pub known: Vec<Option<Found>>,
    /// The seed of each row of the database, by its model and primary key.
    seeds: HashMap<(&'static str, Vec<Part>), usize>,
}

/// A row of the database: a part for each column.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub parts: Vec<Option<Part>>,
}

impl Seeding {
    pub fn new(rows: &'static [SeedRow]) -> Self {
        Seeding {
            rows,
            known: vec![None; rows.len()],
            seeds: HashMap::new(),
        }
    }

    /// Queries a row, unless it is already known.
    ///
    /// # Errors
    ///
    /// The error of the database, and [`Error::Database`] if another seed is the same row.
    pub async fn look_up<D: Driver>(&mut self, position: usize, db: &D) -> Result<()> {
        if self.known[position].is_some() {
            return Ok(());
        }
        let row = &self.rows[position];
        let found = self.find(row, db).await;
        let Some(found) = found.map_err(|error| in_seed(error, row))? else {
            return Ok(());
        };
        let key = row.of.table.primary_key.columns.iter();
        let key = key.map(|column| found.part(*column).cloned());
        if let Some(key) = key.collect::<Option<Vec<Part>>>() {
            let first = *self.seeds.entry((row.of.model, key)).or_insert(position);
            if first != position {
                return Err(is_same_row(&self.rows[first], row));
            }
        }
        self.known[position] = Some(found);
        Ok(())
    }

    /// The value of a column; `None` if it is a value of another row that is not yet in the
    /// database.
    fn value(&self, row: &SeedRow, column: u16, value: SeedValue) -> Option<Parameter<'static>> {
        let SeedValue::Of(other, there) = value else {
            return Some(value.parameter(&row.of.table.column(column).ty));
        };
        let other = self.known.get(other as usize)?.as_ref()?;
        Some(other.part(there)?.parameter())
    }

    /// The values of columns of a row.
    fn values(&self, row: &SeedRow, given: &[(u16, SeedValue)]) -> Values<'static> {
        let mut values = Values::new(row.of.table);
        for &(column, value) in given {
            let value = self.value(row, column, value).unwrap_or(Parameter::Null);
            values.set(column, value);
        }
        values
    }

    /// Queries the row of the database with the key.
    async fn find<D: Driver>(&self, row: &SeedRow, db: &D) -> Result<Option<Found>> {
        let given = |column: &u16| {
            let mut values = row.values.iter();
            values.find(|(known, _)| known == column).copied()
        };
        let mut key = Values::new(row.of.table);
        for column in row.key {
            let value = given(column).and_then(|(column, value)| self.value(row, column, value));
            match value {
                Some(value) => key.set(*column, value),
                // The key has a value of a row that does not exist.
                None => return Ok(None),
            }
        }
        let mut found = Finding {
            table: row.of.table,
            row: None,
        };
        let find = Find {
            columns: row.key,
            key: &key,
        };
        db.fetch(&find, &mut found).await?;
        Ok(found.row)
    }

    /// The outcome of a row.
    pub fn outcome(&self, position: usize) -> SeedOutcome {
        let row = &self.rows[position];
        match &self.known[position] {
            None => SeedOutcome::Inserted,
            Some(found) if self.differs(row, row.values, found) || is_deleted(row, found) => {
                SeedOutcome::Updated
            }
            Some(_) => SeedOutcome::Unchanged,
        }
    }

    /// Whether columns that are set later still have other values.
    pub fn is_later_to_set(&self, position: usize) -> bool {
        let row = &self.rows[position];
        let differs = |found: &Found| self.differs(row, row.later, found);
        !row.later.is_empty() && self.known[position].as_ref().is_none_or(differs)
    }

    fn differs(&self, row: &SeedRow, given: &[(u16, SeedValue)], found: &Found) -> bool {
        // The database found the row by its key, so the key is equal.
        let mut given = given.iter().filter(|(column, _)| !row.key.contains(column));
        given.any(|&(column, value)| match self.value(row, column, value) {
            None => true,
            Some(Parameter::List(items)) => {
                let items: Vec<_> = items.iter().map(Part::of).collect();
                found.part(column) != Some(&whole(&items))
            }
            Some(Parameter::Json(text)) => !is_same_json(&text, found.part(column)),
            Some(value) => Part::of(&value).as_ref() != found.part(column),
        })
    }

    /// Inserts a row. Defaults that the program computes are set, and others are left to the
    /// database.
    pub async fn insert<D: Driver>(&self, row: &SeedRow, db: &D) -> Result<()> {
        let mut values = self.values(row, row.values);
        row.of.compute(&mut values);
        let insert = Insert {
            values,
            returns: false,
        };
        let inserted = db.execute(&insert).await;
        inserted.map(drop).map_err(|error| in_seed(error, row))
    }

    /// Updates columns of a row.
    pub async fn update<D: Driver>(
        &self,
        row: &SeedRow,
        given: &[(u16, SeedValue)],
        written: Written,
        db: &D,
    ) -> Result<()> {
        let key = self.values(row, row.values);
        let values = self.values(row, given);
        let update = Update {
            key: row.key,
            of: &key,
            values: &values,
            written,
        };
        let updated = db.execute(&update).await;
        updated.map(drop).map_err(|error| in_seed(error, row))
    }
}

/// Adds the seed and its file to an error of the database.
fn in_seed(error: Error, row: &SeedRow) -> Error {
    let (label, model, file) = (row.label, row.of.model, row.file);
    error.in_seed(
        row.of.table,
        format!("the seed `{label}` of `{model}` ({file})"),
    )
}

/// Two seeds found the same row, and the second would overwrite the first.
fn is_same_row(first: &SeedRow, second: &SeedRow) -> Error {
    let table = first.of.table;
    let found_by = |row: &SeedRow| {
        let columns = row.key.iter();
        let columns: Vec<_> = columns.map(|column| table.column(*column).name).collect();
        format!(
            "`{}` ({}) by {}",
            row.label,
            row.file,
            columns.join(" and ")
        )
    };
    Error::Database(Box::new(Failure {
        message: format!(
            "two seeds of `{}` are the same row of {}, so nothing was written: the database finds \
             {}, and {}: remove one of them, or correct its key",
            first.of.model,
            table.name,
            found_by(first),
            found_by(second),
        ),
        source: None,
    }))
}

fn is_deleted(row: &SeedRow, found: &Found) -> bool {
    let deletion = Roles::of(row.of.table).deletion;
    deletion.is_some_and(|column| found.part(column).is_some() && !is_given(row, column))
}

fn is_given(row: &SeedRow, column: u16) -> bool {
    row.values.iter().any(|(given, _)| *given == column)
}

/// Whether the database has this JSON, perhaps in another form.
fn is_same_json(wanted: &str, found: Option<&Part>) -> bool {
    let Some(Part::Text(found)) = found else {
        return false;
    };
    #[cfg(feature = "json")]
    {
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        value(wanted).is_some_and(|wanted| value(found) == Some(wanted))
    }
    #[cfg(not(feature = "json"))]
    {
        wanted == &**found
    }
}

/// `SELECT …` by the key, also of deleted rows.
struct Find<'s> {
    columns: &'static [u16],
    key: &'s Values<'static>,
}

impl Statement for Find<'_> {
    fn table(&self) -> &'static Table {
        self.key.table()
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.key.table();
        statements::find(table, self.columns, None, to, |to, column| {
            if let Some(value) = self.key.get(column) {
                to.parameter(Name { table, column }, value);
            }
        });
    }
}

/// Collects the row.
struct Finding {
    table: &'static Table,
    row: Option<Found>,
}

/// Reads all columns of a table.
#[derive(Clone)]
struct Reading(&'static Table);

impl Decode for Reading {
    type Item = Found;

    fn decode<R: Row>(&self, row: &R) -> Result<Found> {
        let columns = self.0.columns.iter().enumerate();
        let parts = columns.map(|(position, column)| match &column.ty {
            Type::Array(item) => array(item, row, position),
            Type::Json => Ok(row.json(position)?.map(|text| Part::Text(text.into()))),
            ty => Part::read(ty, row, position),
        });
        let parts = parts.collect::<Result<_>>();
        parts
            .map(|parts| Found { parts })
            .map_err(|error| error.in_row_of(Some(self.0)))
    }
}

/// An array as one part, to compare it.
fn array<R: Row>(item: &Type<'_>, row: &R, index: usize) -> Result<Option<Part>> {
    #[cfg(feature = "json")]
    {
        super::items::read(item, row, index)
    }
    #[cfg(not(feature = "json"))]
    {
        let _ = (item, row, index);
        Ok(None)
    }
}

/// The items of an array as one part.
pub(super) fn whole(items: &[Option<Part>]) -> Part {
    Part::Text(format!("{items:?}").into())
}

impl Collect for Finding {
    type Decode = Reading;

    const AT_MOST: usize = 1;

    fn decoder(&self) -> Reading {
        Reading(self.table)
    }

    fn push(&mut self, row: Found) -> bool {
        self.row = Some(row);
        false
    }
}

/// Inserts a row, and reads it as the database stores it.
#[cfg(feature = "test")]
pub(crate) async fn insert_and_read<D: Driver>(
    mut values: Values<'static>,
    db: &D,
) -> Result<Found> {
    let table = values.table();
    let mut found = Finding { table, row: None };
    if db.dialect().returns_inserted() {
        let returns = true;
        db.fetch(&Insert { values, returns }, &mut found).await?;
    } else {
        let db = db.exclusive().await?;
        set_key_defaults(&mut values, &db).await?;
        let insert = Insert {
            values,
            returns: false,
        };
        db.execute(&insert).await?;
        let parts = key_of_inserted(&insert.values, db.last_insert_id());
        let columns = table.primary_key.columns;
        let mut key = Values::new(table);
        for (&column, part) in columns.iter().zip(parts) {
            key.set(column, part);
        }
        db.fetch(&Find { columns, key: &key }, &mut found).await?;
    }
    found.row.ok_or(Error::NotFound(table.name))
}

/// `INSERT INTO … VALUES (…)`
struct Insert {
    values: Values<'static>,
    /// Whether the row is returned.
    returns: bool,
}

impl Statement for Insert {
    fn table(&self) -> &'static Table {
        self.values.table()
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.values.table();
        let columns = self.values.columns();
        statements::insert(table, columns, self.returns, to, |to, column| {
            if let Some(value) = self.values.get(column) {
                to.parameter(Name { table, column }, value);
            }
        });
    }
}

/// Whether the same run has written the row before: then the row has its version already.
#[derive(Clone, Copy, PartialEq)]
pub enum Written {
    First,
    Again,
}

/// `UPDATE … SET …` of the row with the key; it also restores a soft-deleted row.
struct Update<'s> {
    key: &'s [u16],
    /// The values of the key.
    of: &'s Values<'static>,
    values: &'s Values<'static>,
    written: Written,
}

impl Statement for Update<'_> {
    fn table(&self) -> &'static Table {
        self.of.table()
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.of.table();
        let unset =
            |column: Option<u16>| column.filter(|column| self.values.get(*column).is_none());
        let first = |column: Option<u16>| match self.written {
            Written::First => unset(column),
            Written::Again => None,
        };
        let roles = Roles::of(table);
        to.op(Op::Update, 0);
        to.word(Word::Table(table));
        for (name, value) in self.values.iter() {
            if !self.key.contains(&name.column) {
                to.op(Op::SetValue, name.number());
                to.parameter(name, value);
            }
        }
        if let Some(deleted) = unset(roles.deletion) {
            to.op(Op::SetNull, deleted.into());
        }
        let roles = Roles {
            version: first(roles.version),
            deletion: None,
            updated: first(roles.updated),
        };
        statements::written(roles, to);
        statements::has_key(self.key, None, 0, to, |to, column| {
            if let Some(value) = self.of.get(column) {
                to.parameter(Name { table, column }, value);
            }
        });
    }
}
