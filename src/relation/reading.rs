//! Reading of rows that are loaded with others, and of those that others are loaded with.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use smallvec::SmallVec;
use tablewright_sql::table::Type;

use super::with::Loads;
use crate::base::connection::driver::{Collect, Decode};
use crate::base::error::{Error, Result};
use crate::base::model::Model;
use crate::base::value::Row;
use crate::base::value::key::{Key, Part};
use crate::query::route::{Positions, Route, Way, types};

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
pub(super) struct Belonging<M: Model, L: Loads<M>> {
    decoder: ReadingOwned<M, L>,
    /// The place of what each belongs to.
    pub owners: Vec<usize>,
    pub rows: Vec<(M, L::Keys)>,
}

impl<M: Model, L: Loads<M>> Belonging<M, L> {
    /// None yet; the keys that they belong to have these places.
    pub fn new(loads: &L, route: Route, places: HashMap<Key, usize>) -> Self {
        Belonging {
            decoder: ReadingOwned {
                rows: Reading::new(loads),
                owner: Owner::of::<M>(route),
                places: Arc::new(Places::from(places)),
            },
            owners: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl<M: Model, L: Loads<M>> Collect for Belonging<M, L> {
    type Decode = ReadingOwned<M, L>;

    fn decoder(&self) -> ReadingOwned<M, L> {
        self.decoder.clone()
    }

    fn push(&mut self, (owner, row): (usize, (M, L::Keys))) -> bool {
        self.owners.push(owner);
        self.rows.push(row);
        true
    }
}

/// Reads rows of `M` that belong to others.
pub(super) struct ReadingOwned<M, L: Loads<M>> {
    rows: Reading<M, L>,
    owner: Owner,
    places: Arc<Places>,
}

impl<M, L: Loads<M>> Clone for ReadingOwned<M, L> {
    fn clone(&self) -> Self {
        ReadingOwned {
            rows: self.rows.clone(),
            owner: self.owner.clone(),
            places: Arc::clone(&self.places),
        }
    }
}

impl<M: Model, L: Loads<M>> Decode for ReadingOwned<M, L> {
    type Item = (usize, (M, L::Keys));

    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item> {
        let read = || {
            let place = match &*self.places {
                Places::OfIntegers(places) => {
                    let key = row.i64(self.owner.first())?;
                    key.and_then(|key| places.get(&key))
                }
                Places::OfKeys(places) => {
                    let key = self.owner.read(row)?;
                    key.and_then(|key| places.get(&key))
                }
            };
            // What the database takes for one of the keys, and is none here, has a place that is none.
            let place = place.copied().unwrap_or(usize::MAX);
            Ok((place, self.rows.read(row)?))
        };
        read().map_err(|error: Error| error.in_row_of(Some(M::TABLE)))
    }
}

/// The places of the keys that rows belong to.
enum Places {
    /// Most keys are an integer, which is found faster than a key of any kind.
    OfIntegers(HashMap<i64, usize>),
    OfKeys(HashMap<Key, usize>),
}

impl From<HashMap<Key, usize>> for Places {
    fn from(places: HashMap<Key, usize>) -> Self {
        let integer = |(key, place): (&Key, &usize)| match key {
            Key::One(Part::I64(key)) => Some((*key, *place)),
            Key::One(_) | Key::Several(_) => None,
        };
        match places.iter().map(integer).collect() {
            Some(places) => Places::OfIntegers(places),
            None => Places::OfKeys(places),
        }
    }
}

/// Where the key of what a row belongs to stands.
#[derive(Clone)]
struct Owner {
    types: SmallVec<[&'static Type<'static>; 2]>,
    positions: Positions,
    /// The columns after the row's own.
    after: Option<usize>,
}

impl Owner {
    fn of<M: Model>(route: Route) -> Owner {
        if route.is_collated() {
            let positions = route.key_of_begin();
            return Owner {
                types: types(route.begin(), &positions),
                positions,
                after: Some(M::TABLE.columns.len()),
            };
        }
        let (table, positions) = route.owner();
        Owner {
            types: types(table, &positions),
            positions,
            after: match route.way() {
                Way::Forward(_) | Way::Back(_) => None,
                Way::Through(..) => Some(M::TABLE.columns.len()),
            },
        }
    }

    /// The first of its columns.
    fn first(&self) -> usize {
        let own = self.positions.first().copied().map(usize::from);
        self.after.or(own).unwrap_or(0)
    }

    fn read<R: Row>(&self, row: &R) -> Result<Option<Key>> {
        match self.after {
            None => {
                let positions = self.positions.iter().copied().map(usize::from);
                Key::read(&self.types, positions, row)
            }
            Some(start) => Key::read(&self.types, start.., row),
        }
    }
}
