//! Reading rows with the keys by which related rows are assigned to them.

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

/// Reads rows of `M`, and the keys by which they find their related rows.
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

/// Related rows, read by `D`.
pub(super) struct Belonging<'o, D: Decode> {
    decoder: ReadingOwned<D>,
    owners: &'o Owners,
    /// The position of each row's owner. If the database treats a key as equal to another one, the
    /// row has none.
    pub positions: SmallVec<[usize; 4]>,
    pub rows: Vec<D::Item>,
}

impl<'o, D: Decode> Belonging<'o, D> {
    /// No rows yet. These columns have the key of a row's owner.
    pub fn new(decoder: D, key: KeyColumns, owners: &'o Owners) -> Self {
        Belonging {
            decoder: ReadingOwned { rows: decoder, key },
            owners,
            positions: SmallVec::new(),
            rows: Vec::new(),
        }
    }
}

impl<D: Decode> Collect for Belonging<'_, D> {
    type Decode = ReadingOwned<D>;

    fn decoder(&self) -> ReadingOwned<D> {
        self.decoder.clone()
    }

    fn push(&mut self, (key, row): (Option<Key>, D::Item)) -> bool {
        let position = key.and_then(|key| self.owners.position(&key));
        self.positions.push(position.unwrap_or(usize::MAX));
        self.rows.push(row);
        true
    }
}

/// Reads a related row and the key of its owner.
#[derive(Clone)]
pub(super) struct ReadingOwned<D> {
    rows: D,
    key: KeyColumns,
}

impl<D: Decode> Decode for ReadingOwned<D> {
    type Item = (Option<Key>, D::Item);

    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item> {
        let key = self.key.read(row);
        let key = key.map_err(|error| self.key.named(error))?;
        Ok((key, self.rows.decode(row)?))
    }
}

/// The columns of a row of `M` that identify its owner; they follow this number of columns, if the
/// row is not a whole one.
pub(super) fn key_of_owner<M: Model>(route: Route, picked: Option<usize>) -> KeyColumns {
    let after = picked.unwrap_or(M::TABLE.columns.len());
    if route.is_collated() {
        return KeyColumns::new(route.begin(), route.key_of_begin()).after(after);
    }
    let (table, columns) = route.owner();
    let columns = KeyColumns::new(table, columns);
    match route.way() {
        Way::Forward(_) | Way::Back(_) if picked.is_none() => columns,
        Way::Forward(_) | Way::Back(_) | Way::Through(..) => columns.after(after),
    }
}
