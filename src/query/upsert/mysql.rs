//! Upserts on MySQL and MariaDB.

use tablewright_sql::table::Source;
use tablewright_sql::words::{Comparison, compare};
use tablewright_sql::{Op, Word};

use super::{OnConflict, Set, Upserted, fetch};
use crate::base::connection::driver::Driver;
use crate::base::connection::retry::again;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::error::{Error, Result, counted};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink, Statement, Values};
use crate::query::Filter;
use crate::query::insert::{of_insert, run_returning};
use crate::query::select::Select;

/// The number of tries if other sessions insert and delete the row concurrently.
const TRIES: u32 = 10;
/// The number of tries after conflicts with other sessions. InnoDB detects deadlocks even of single
/// statements, if two sessions insert or update rows with the same keys.
const CONFLICTS: u32 = 10;

impl<M: Model> Upserted<'_, '_, M> {
    pub(super) async fn insert_or_change<D: Driver>(
        &self,
        sets: &[Set],
        returns: bool,
        db: &D,
    ) -> Result<Option<M>> {
        let is_generated = |column: &u16| M::TABLE.column(*column).source == Source::Generated;
        if self.key.iter().any(is_generated) {
            return Err(Error::statement(
                "an upsert on MySQL and MariaDB cannot find the row by a generated column, because \
                 the new row does not have its value: use another unique key, or `do_nothing()`",
            ));
        }
        let once = async || {
            if self.is_new() {
                run_returning(self.values, db).await.map(Some)
            } else if self.is_only_key() {
                self.on_duplicate_key(sets, returns, db).await
            } else {
                self.change_or_insert(sets, db).await.map(Some)
            }
        };
        again(tries(db), db, once).await
    }

    /// Inserts the row, unless one with the key exists.
    pub(super) async fn insert_or_not<D: Driver>(&self, db: &D) -> Result<Option<M>> {
        let once = async || match run_returning(self.values, db).await {
            Ok(inserted) => Ok(Some(inserted)),
            Err(Error::Unique(broken)) if self.is_key(&broken) => Ok(None),
            // If several keys conflict, the database names only one.
            Err(Error::Unique(broken)) => match self.find(db).await {
                Ok(None) => Err(Error::Unique(broken)),
                found => found.map(|_| None),
            },
            Err(error) => Err(error),
        };
        again(tries(db), db, once).await
    }

    /// Runs `ON DUPLICATE KEY UPDATE`, for a row that can conflict only in this key.
    async fn on_duplicate_key<D: Driver>(
        &self,
        sets: &[Set],
        returns: bool,
        db: &D,
    ) -> Result<Option<M>> {
        let is_counted = |column: &u16| self.values.get(*column).is_none();
        let counted = counted(M::TABLE).filter(is_counted);
        let counted = counted.filter(|_| db.dialect().repeats_last_number());
        let statement = |returns| OnConflict {
            values: self.values,
            key: self.key,
            sets: Some(sets),
            counted,
            returns,
        };
        let of_insert = |error| of_insert(error, M::TABLE, db.dialect(), self.values.columns());
        if !returns {
            let done = db.execute(&statement(false)).await;
            return done.map(|_| None).map_err(of_insert);
        }
        if db.dialect().returns_inserted() {
            return fetch(&statement(true), db).await.map_err(of_insert);
        }
        let tx = Level::begin_on(db, TransactionOptions::new()).await?;
        let written = async {
            tx.execute(&statement(false)).await?;
            self.find(&tx).await
        };
        let written = written.await;
        tx.finish(written).await.map_err(of_insert)
    }

    /// Updates the row, or inserts it if there is none.
    ///
    /// The update is committed before the insert begins. If it finds no row, it locks the gap
    /// against inserts of other sessions, and two such sessions would deadlock.
    async fn change_or_insert<D: Driver>(&self, sets: &[Set], db: &D) -> Result<M> {
        let change = Change {
            values: self.values,
            key: self.key,
            sets,
        };
        let mut tries = 1;
        loop {
            let tx = Level::begin_on(db, TransactionOptions::new()).await?;
            let changed = async {
                match tx.execute(&change).await? {
                    0 => Ok(None),
                    _ => self.find(&tx).await,
                }
            };
            let changed = changed.await;
            if let Some(row) = tx.finish(changed).await? {
                return Ok(row);
            }
            match run_returning(self.values, db).await {
                Err(Error::Unique(broken)) if tries < TRIES && self.is_key(&broken) => tries += 1,
                result => return result,
            }
        }
    }

    /// Reads the row with the key as it is now, and locks it.
    async fn find<D: Driver>(&self, db: &D) -> Result<Option<M>> {
        let equal = |column: &u16| {
            let table = M::TABLE;
            let value = self.values.get(*column).cloned();
            let value = value.map_or(
                crate::base::value::parameter::Parameter::Null,
                crate::base::value::parameter::Parameter::into_owned,
            );
            let name = Name {
                table,
                column: *column,
            };
            crate::query::Node::Value(name, Comparison::Equal, value)
        };
        let key = crate::query::Node::All(self.key.iter().map(equal).collect());
        let find = Select::<M>::all_rows()
            .also_deleted()
            .filter(Filter::new(key))
            .for_update();
        fetch(&find.rows(), db).await
    }
}

/// `UPDATE … SET … WHERE …`: the update of the row with the key.
struct Change<'s, 'a> {
    values: &'s Values<'a>,
    key: &'s [u16],
    sets: &'s [Set],
}

impl Statement for Change<'_, '_> {
    fn table(&self) -> &'static Table {
        self.values.table()
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.values.table();
        to.op(Op::Update, 0);
        to.word(Word::Table(table));
        for set in self.sets {
            match *set {
                Set::New(column) => match self.values.get(column) {
                    Some(value) => {
                        to.op(Op::SetValue, column.into());
                        to.parameter(Name { table, column }, value);
                    }
                    None => to.op(Op::SetDefault, column.into()),
                },
                Set::Same(column) => to.op(Op::SetSame, column.into()),
                Set::Next(column) => to.op(Op::SetNext, column.into()),
                Set::Now(column) => to.op(Op::SetNow, column.into()),
            }
        }
        to.op(Op::Where, self.key.len() as u32);
        for &column in self.key {
            to.op(Op::CompareValue, compare(Comparison::Equal, column));
            if let Some(value) = self.values.get(column) {
                to.parameter(Name { table, column }, value);
            }
        }
    }
}

/// The number of tries. In a transaction there is one, because only its owner knows the other
/// statements.
fn tries<D: Driver>(db: &D) -> u32 {
    if db.in_transaction() {
        1
    } else {
        CONFLICTS + 1
    }
}
