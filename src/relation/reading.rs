//! Reading of rows that are loaded with others, and of those that others are loaded with.

use std::marker::PhantomData;

use smallvec::SmallVec;

use super::owners::{KeyColumns, Owners};
use super::with::Loads;
use crate::base::connection::driver::{Collect, Decode};
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::base::value::Row;
use crate::base::value::key::Key;
use crate::query::route::{Route, Way};

/// Reads rows of `M`, and by what keys they find what is loaded with them.
pub(super) struct Reading<M, L: Loads<M>> {
    reader: L::Reader,
    of: PhantomData<fn() -> M>,
}

impl<M: Model, L: Loads<M>> Reading<M, L> {
    pub fn new(loads: &L) -> Self {
        Reading {
            reader: loads.reader(),
            of: PhantomData,
        }
    }

    fn read<R: Row>(&self, row: &R) -> Result<(M, L::Keys)> {
        Ok((M::read_at(row, 0)?, L::keys(&self.reader, row)?))
    }
}

impl<M, L: Loads<M>> Clone for Reading<M, L> {
    fn clone(&self) -> Self {
        Reading {
            reader: self.reader.clone(),
            of: PhantomData,
        }
    }
}

impl<M: Model, L: Loads<M>> Decode for Reading<M, L> {
    type Item = (M, L::Keys);

    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item> {
        let read = self.read(row);
        read.map_err(|error: Error| error.in_row_of(Some(M::TABLE)))
    }
}

/// Rows that belong to others.
pub(super) struct Belonging<'o, M: Model, L: Loads<M>> {
    decoder: ReadingOwned<M, L>,
    owners: &'o Owners,
    /// The position of the key that each belongs to; a key that the database takes for one of the
    /// others has none.
    pub positions: SmallVec<[usize; 4]>,
    pub rows: Vec<(M, L::Keys)>,
}

impl<'o, M: Model, L: Loads<M>> Belonging<'o, M, L> {
    /// None yet.
    pub fn new(loads: &L, route: Route, owners: &'o Owners) -> Self {
        Belonging {
            decoder: ReadingOwned {
                rows: Reading::new(loads),
                key: key_of_owner::<M>(route),
            },
            owners,
            positions: SmallVec::new(),
            rows: Vec::new(),
        }
    }
}

impl<M: Model, L: Loads<M>> Collect for Belonging<'_, M, L> {
    type Decode = ReadingOwned<M, L>;

    fn decoder(&self) -> ReadingOwned<M, L> {
        self.decoder.clone()
    }

    fn push(&mut self, (key, row): (Option<Key>, (M, L::Keys))) -> bool {
        let position = key.and_then(|key| self.owners.position(&key));
        self.positions.push(position.unwrap_or(usize::MAX));
        self.rows.push(row);
        true
    }
}

/// Reads rows of `M` that belong to others.
pub(super) struct ReadingOwned<M, L: Loads<M>> {
    rows: Reading<M, L>,
    key: KeyColumns,
}

impl<M, L: Loads<M>> Clone for ReadingOwned<M, L> {
    fn clone(&self) -> Self {
        ReadingOwned {
            rows: self.rows.clone(),
            key: self.key.clone(),
        }
    }
}

impl<M: Model, L: Loads<M>> Decode for ReadingOwned<M, L> {
    type Item = (Option<Key>, (M, L::Keys));

    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item> {
        let read = || Ok((self.key.read(row)?, self.rows.read(row)?));
        read().map_err(|error: Error| error.in_row_of(Some(M::TABLE)))
    }
}

/// The columns that tell to which row a row of `M` belongs.
fn key_of_owner<M: Model>(route: Route) -> KeyColumns {
    let after = M::TABLE.columns.len();
    if route.is_collated() {
        return KeyColumns::new(route.begin(), route.key_of_begin()).after(after);
    }
    let (table, columns) = route.owner();
    let columns = KeyColumns::new(table, columns);
    match route.way() {
        Way::Forward(_) | Way::Back(_) => columns,
        Way::Through(..) => columns.after(after),
    }
}
