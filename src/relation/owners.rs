//! The rows that others belong to: each key once, and its position.

use std::collections::HashMap;

use smallvec::SmallVec;
use tablewright_sql::table::Type;

use crate::base::error::Result;
use crate::base::model::Table;
use crate::base::statement::Name;
use crate::base::value::Row;
use crate::base::value::key::{Key, Part};
use crate::base::value::parameter::Parameter;
use crate::query::Node;
use crate::query::keys::has_one_in;
use crate::query::route::{Positions, types};

/// Different keys, each with a position.
pub enum Owners {
    /// Most keys are one integer. They are sorted, which takes less than hashing them.
    Integers(Vec<i64>),
    Keys(HashMap<Key, usize>),
}

impl Owners {
    /// The different keys among those of rows, and the position of each row's key.
    pub fn of(keys: Vec<Option<Key>>) -> (Owners, Vec<Option<usize>>) {
        match integers(&keys) {
            Some(integers) => Owners::of_integers(&integers),
            None => Owners::of_keys(keys),
        }
    }

    fn of_integers(keys: &[Option<i64>]) -> (Owners, Vec<Option<usize>>) {
        let mut sorted: Vec<i64> = keys.iter().flatten().copied().collect();
        if !sorted.is_sorted_by(|one, next| one < next) {
            sorted.sort_unstable();
            sorted.dedup();
        }
        let mut next = 0;
        let mut position = |key: i64| {
            // Rows often come in the order of their keys.
            let found = if sorted.get(next) == Some(&key) {
                Some(next)
            } else {
                sorted.binary_search(&key).ok()
            };
            next = found.map_or(0, |found| found + 1);
            found
        };
        let positions = keys.iter().map(|key| key.and_then(&mut position)).collect();
        (Owners::Integers(sorted), positions)
    }

    fn of_keys(keys: Vec<Option<Key>>) -> (Owners, Vec<Option<usize>>) {
        let mut owners: HashMap<Key, usize> = HashMap::with_capacity(keys.len());
        let mut position = |key: Key| {
            let next = owners.len();
            *owners.entry(key).or_insert(next)
        };
        let positions = keys.into_iter().map(|key| key.map(&mut position)).collect();
        (Owners::Keys(owners), positions)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        match self {
            Owners::Integers(sorted) => sorted.len(),
            Owners::Keys(owners) => owners.len(),
        }
    }

    /// The condition that columns have one of the keys.
    pub fn condition(&self, table: &'static Table, columns: &[u16]) -> Node {
        match (self, columns) {
            (Owners::Integers(sorted), &[column]) => {
                let values = sorted.iter().map(|key| Parameter::I64(*key)).collect();
                Node::In(Name { table, column }, values)
            }
            _ => has_one_in(table, columns, self.parameters()),
        }
    }

    /// The values of the keys, in the order of their positions.
    fn parameters(&self) -> Vec<Vec<Parameter<'static>>> {
        match self {
            Owners::Integers(sorted) => sorted
                .iter()
                .map(|key| vec![Parameter::I64(*key)])
                .collect(),
            Owners::Keys(owners) => {
                let mut sorted: Vec<(&Key, &usize)> = owners.iter().collect();
                sorted.sort_unstable_by_key(|(_, position)| **position);
                let parameters =
                    |(key, _): (&Key, &usize)| key.parts().iter().map(Part::parameter).collect();
                sorted.into_iter().map(parameters).collect()
            }
        }
    }

    /// The position of the key that a row has in these columns.
    pub fn position<R: Row>(&self, columns: &KeyColumns, row: &R) -> Result<Option<usize>> {
        match self {
            Owners::Integers(sorted) => {
                let key = row.i64(columns.first())?;
                Ok(key.and_then(|key| sorted.binary_search(&key).ok()))
            }
            Owners::Keys(owners) => {
                let key = columns.read(row)?;
                Ok(key.and_then(|key| owners.get(&key).copied()))
            }
        }
    }
}

/// The keys, if each of them is one integer.
fn integers(keys: &[Option<Key>]) -> Option<Vec<Option<i64>>> {
    let integer = |key: &Option<Key>| match key {
        None => Some(None),
        Some(Key::One(Part::I64(key))) => Some(Some(*key)),
        Some(Key::One(_) | Key::Several(_)) => None,
    };
    keys.iter().map(integer).collect()
}

/// The columns of a row in which a key is.
#[derive(Clone)]
pub struct KeyColumns {
    types: SmallVec<[&'static Type<'static>; 2]>,
    positions: Positions,
}

impl KeyColumns {
    /// Columns of a table, whose first column is at this position of a row.
    pub fn new(table: &'static Table, columns: &[u16]) -> KeyColumns {
        KeyColumns {
            types: types(table, columns),
            positions: columns.into(),
        }
    }

    /// The same columns, which follow the first so many of a row.
    pub fn after(mut self, columns: usize) -> KeyColumns {
        let first = u16::try_from(columns).unwrap_or(u16::MAX);
        for (position, number) in self.positions.iter_mut().zip(0..) {
            *position = first.saturating_add(number);
        }
        self
    }

    fn first(&self) -> usize {
        self.positions.first().copied().map_or(0, usize::from)
    }

    /// Reads the key; `None` if a column of it is NULL.
    #[inline]
    pub fn read<R: Row>(&self, row: &R) -> Result<Option<Key>> {
        let positions = self.positions.iter().copied().map(usize::from);
        Key::read(&self.types, positions, row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(key: i64) -> Option<Key> {
        Some(Key::One(Part::I64(key)))
    }

    fn text(key: &str) -> Option<Key> {
        Some(Key::One(Part::Text(key.into())))
    }

    #[test]
    fn each_key_has_one_position() {
        let lists = [
            vec![integer(3), None, integer(1), integer(3), integer(2)],
            vec![text("c"), None, text("a"), text("c"), text("b")],
            vec![integer(3), None, text("a"), integer(3), text("b")],
            vec![integer(1), integer(2), integer(3)],
            vec![None, None],
            Vec::new(),
        ];
        for keys in lists {
            let different: std::collections::HashSet<_> = keys.iter().flatten().collect();
            let (owners, positions) = Owners::of(keys.clone());
            assert_eq!(owners.len(), different.len());
            let parameters = owners.parameters();
            assert_eq!(parameters.len(), owners.len());
            for (key, position) in keys.iter().zip(&positions) {
                let of_key = key.as_ref().map(|key| key.parts()[0].parameter());
                let of_position = position.map(|position| parameters[position][0].clone());
                assert_eq!(of_key, of_position);
            }
        }
    }
}
