//! The owners of related rows: their distinct keys, each with a position.

use std::collections::HashMap;

use smallvec::SmallVec;
use tablewright_sql::words::Comparison;

use crate::base::error::{Error, Result};
use crate::base::model::Table;
use crate::base::statement::Name;
use crate::base::value::Row;
use crate::base::value::key::{Key, Part};
use crate::base::value::parameter::Parameter;
use crate::query::Node;
use crate::query::keys::has_one_in;
use crate::query::route::Positions;

/// Distinct keys, each with a position.
pub enum Owners {
    /// Most keys are one integer. They are sorted, which is faster than hashing.
    Integers(SmallVec<[i64; 2]>),
    Keys(HashMap<Key, usize>),
}

/// The keys of rows; `None` if a row refers to nothing.
pub type Keys = SmallVec<[Option<Key>; 1]>;

/// The key of each row.
pub enum Wanted {
    /// Each row has the key at its own position.
    Each,
    /// The position of each row's key.
    Positions(Vec<Option<usize>>),
}

impl Owners {
    /// The distinct keys of rows, and the key of each row.
    pub fn of(keys: Keys) -> (Owners, Wanted) {
        if let Some(ascending) = ascending(&keys) {
            return (Owners::Integers(ascending), Wanted::Each);
        }
        let (owners, positions) = match integers(&keys) {
            Some(integers) => Owners::of_integers(&integers),
            None => Owners::of_keys(keys),
        };
        (owners, Wanted::Positions(positions))
    }

    fn of_integers(keys: &[Option<i64>]) -> (Owners, Vec<Option<usize>>) {
        let mut sorted: SmallVec<[i64; 2]> = keys.iter().flatten().copied().collect();
        sorted.sort_unstable();
        sorted.dedup();
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

    fn of_keys(keys: Keys) -> (Owners, Vec<Option<usize>>) {
        let mut owners: HashMap<Key, usize> = HashMap::with_capacity(keys.len());
        let mut position = |key: Key| {
            let next = owners.len();
            *owners.entry(key).or_insert(next)
        };
        let positions = keys.into_iter().map(|key| key.map(&mut position)).collect();
        (Owners::Keys(owners), positions)
    }

    /// The number of keys.
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
                let name = Name { table, column };
                let mut values = sorted.iter().map(|key| Parameter::I64(*key));
                match (values.next(), values.len()) {
                    (Some(value), 0) => Node::Value(name, Comparison::Equal, value),
                    (first, _) => Node::In(name, first.into_iter().chain(values).collect()),
                }
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

    /// The position of a key.
    #[inline]
    pub fn position(&self, key: &Key) -> Option<usize> {
        match (self, key) {
            (Owners::Integers(sorted), Key::One(Part::I64(key))) => sorted.binary_search(key).ok(),
            (Owners::Integers(_), Key::One(_) | Key::Several(_)) => None,
            (Owners::Keys(owners), key) => owners.get(key).copied(),
        }
    }
}

/// The keys, if each is one integer and greater than the one before, as in rows that are read by
/// the primary key.
fn ascending(keys: &[Option<Key>]) -> Option<SmallVec<[i64; 2]>> {
    let mut ascending: SmallVec<[i64; 2]> = SmallVec::with_capacity(keys.len());
    for key in keys {
        match key {
            Some(Key::One(Part::I64(key))) if ascending.last().is_none_or(|last| last < key) => {
                ascending.push(*key);
            }
            Some(_) | None => return None,
        }
    }
    Some(ascending)
}

/// The keys, if each is one integer.
fn integers(keys: &[Option<Key>]) -> Option<Vec<Option<i64>>> {
    let integer = |key: &Option<Key>| match key {
        None => Some(None),
        Some(Key::One(Part::I64(key))) => Some(Some(*key)),
        Some(Key::One(_) | Key::Several(_)) => None,
    };
    keys.iter().map(integer).collect()
}

/// The columns of a row that are its key.
#[derive(Clone)]
pub struct KeyColumns {
    table: &'static Table,
    columns: Positions,
    /// The number of columns before them, if they are consecutive in a row that is not a whole
    /// table.
    after: Option<usize>,
}

impl KeyColumns {
    /// Columns of a row that begins with the whole table.
    pub fn new(table: &'static Table, columns: Positions) -> KeyColumns {
        KeyColumns {
            table,
            columns,
            after: None,
        }
    }

    /// The same columns, consecutive after this number of columns.
    pub fn after(mut self, columns: usize) -> KeyColumns {
        self.after = Some(columns);
        self
    }

    /// Adds the name of a column to an error, if the row is a whole table.
    #[cold]
    pub fn named(&self, error: Error) -> Error {
        match self.after {
            Some(_) => error,
            None => error.in_row_of(Some(self.table)),
        }
    }

    /// Reads the key; `None` if a column of it is NULL.
    #[inline]
    pub fn read<R: Row>(&self, row: &R) -> Result<Option<Key>> {
        let columns = self.columns.iter().enumerate().map(|(number, &column)| {
            let position = match self.after {
                Some(after) => after + number,
                None => usize::from(column),
            };
            (&self.table.column(column).ty, position)
        });
        Key::read(columns, row)
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
            vec![integer(1), integer(2), integer(2)],
            vec![integer(7)],
            vec![None, None],
            Vec::new(),
        ];
        for keys in lists {
            let different: std::collections::HashSet<_> = keys.iter().flatten().collect();
            let (owners, wanted) = Owners::of(keys.clone().into());
            let positions = match wanted {
                Wanted::Each => (0..keys.len()).map(Some).collect(),
                Wanted::Positions(positions) => positions,
            };
            assert_eq!(owners.len(), different.len());
            let parameters = owners.parameters();
            assert_eq!(parameters.len(), owners.len());
            for (key, position) in keys.iter().zip(&positions) {
                let of_key = key.as_ref().map(|key| key.parts()[0].parameter());
                let of_position = position.map(|position| parameters[position][0].clone());
                assert_eq!(of_key, of_position);
                assert_eq!(key.as_ref().and_then(|key| owners.position(key)), *position);
            }
        }
    }
}
