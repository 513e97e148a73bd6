//! The ways of MySQL and MariaDB.

use super::super::render::{Built, Renderer};
use super::super::template;
use super::{NewRow, Set, Upserted, begin, finish};
use crate::connection::{Connection, Query, Text};
use crate::model::Insert;
use crate::retry::retry;
use crate::{Dialect, Error, Result};

/// How often a row is looked for that others insert and delete meanwhile.
const TRIES: u32 = 10;
/// How often that is done again which lost against others: InnoDB finds deadlocks of single statements, too, where two insert
/// or change rows with the same keys.
const CONFLICTS: u32 = 10;

impl<I: Insert> Upserted<'_, I> {
    pub(super) async fn insert_or_change<C: Connection>(
        &self,
        sets: &[Set],
        db: &C,
    ) -> Result<I::Model> {
        let once = async || {
            if self.is_only_key() {
                self.on_duplicate_key(sets, db).await
            } else {
                self.change_or_insert(sets, db).await
            }
        };
        retry(tries(db), once).await
    }

    /// Inserts the row, unless one with the key is there.
    pub(super) async fn insert_or_not<C: Connection>(&self, db: &C) -> Result<Option<I::Model>> {
        let once = async || match self.insert(db).await {
            Ok(inserted) => Ok(Some(inserted)),
            Err(Error::Unique(broken)) if self.is_key(&broken) => Ok(None),
            // Of several keys that are taken the database names one.
            Err(Error::Unique(broken)) => match self.find(db).await {
                Ok(None) => Err(Error::Unique(broken)),
                found => found.map(|_| None),
            },
            Err(error) => Err(error),
        };
        retry(tries(db), once).await
    }

    /// MySQL's and MariaDB's words, for a row that only this key can find.
    async fn on_duplicate_key<C: Connection>(&self, sets: &[Set], db: &C) -> Result<I::Model> {
        let mut to = Renderer::new(self.dialect());
        to.push(self.template.insert);
        let mut between = " ON DUPLICATE KEY UPDATE ";
        for set in sets {
            to.push(between);
            match set {
                Set::New(name) => {
                    to.name(name);
                    to.push(" = VALUES(");
                    to.name(name);
                    to.push(")");
                }
                Set::Same(name) => self.write_same(name, &mut to),
                Set::Next(name) => self.write_next(name, &mut to),
            }
            between = ", ";
        }
        let text = to.text + &template::returning(self.table().columns, self.dialect());
        let gone = || Error::NotFound(self.table().name);
        if self.dialect() == Dialect::Mariadb {
            let row = self.fetch(&text, &NewRow(self.new), db).await?;
            return row.ok_or_else(gone);
        }
        let tx = begin(db).await?;
        let written = async {
            tx.execute(self.query(&text), &NewRow(self.new)).await?;
            self.find(&tx).await
        };
        let row = finish(written.await, tx).await?;
        row.ok_or_else(gone)
    }

    /// Changes the row, or inserts it where there is none.
    ///
    /// The change is over before the insert begins: where it finds no row, it keeps others from inserting one, and two who
    /// both keep the other from it are a deadlock.
    async fn change_or_insert<C: Connection>(&self, sets: &[Set], db: &C) -> Result<I::Model> {
        let (change, args) = self.change(sets)?;
        let mut tries = 1;
        loop {
            let tx = begin(db).await?;
            let changed = async {
                match tx.execute(self.query(&change), &args).await? {
                    0 => Ok(None),
                    _ => self.find(&tx).await,
                }
            };
            if let Some(row) = finish(changed.await, tx).await? {
                return Ok(row);
            }
            match self.insert(db).await {
                Err(Error::Unique(broken)) if tries < TRIES && self.is_key(&broken) => tries += 1,
                result => return result,
            }
        }
    }

    /// The change of the row with the key.
    fn change(&self, sets: &[Set]) -> Result<(String, Built<'static>)> {
        let mut to = Renderer::new(self.dialect());
        to.push("UPDATE ");
        to.name(self.table().name);
        let mut between = " SET ";
        for set in sets {
            to.push(between);
            match set {
                Set::New(name) => {
                    to.name(name);
                    to.push(" = ");
                    self.write_value(name, &mut to);
                }
                Set::Same(name) => self.write_same(name, &mut to),
                Set::Next(name) => self.write_next(name, &mut to),
            }
            between = ", ";
        }
        self.write_condition(&mut to);
        to.finish()
    }

    /// Reads the row with the key as it is now, and locks it.
    async fn find<C: Connection>(&self, db: &C) -> Result<Option<I::Model>> {
        let mut to = Renderer::new(self.dialect());
        to.push("SELECT ");
        to.names(self.table().columns);
        to.push(" FROM ");
        to.name(self.table().name);
        self.write_condition(&mut to);
        to.push(" FOR UPDATE");
        let (text, args) = to.finish()?;
        self.fetch(&text, &args, db).await
    }

    fn write_condition(&self, to: &mut Renderer<'static>) {
        let mut between = " WHERE ";
        for name in self.key {
            to.push(between);
            to.name(name);
            to.push(" = ");
            self.write_value(name, to);
            between = " AND ";
        }
    }

    /// What the insert has for a column. Only MySQL and MariaDB are asked this way, where a placeholder
    /// has no number.
    fn write_value(&self, name: &str, to: &mut Renderer<'static>) {
        let Some(column) = self.template.column(name) else {
            return to.push("NULL");
        };
        let values = self.values.get(column.parameters.clone());
        to.filled(column.expression, values.unwrap_or_default());
    }

    /// Inserts the row as any other.
    async fn insert<C: Connection>(&self, db: &C) -> Result<I::Model> {
        let query = Query {
            sql: Text::Fixed(I::INSERT),
            table: self.table(),
            read_back: I::READ_BACK,
        };
        let mut row: Option<I::Model> = None;
        db.fetch(query, &NewRow(self.new), &mut row).await?;
        row.ok_or(Error::NotFound(self.table().name))
    }
}

/// How often it is tried. What else belongs to a transaction around it only its owner knows.
fn tries<C: Connection>(db: &C) -> u32 {
    if db.in_transaction() {
        1
    } else {
        CONFLICTS + 1
    }
}
