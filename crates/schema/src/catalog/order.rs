//! The order of creating tables: each after the tables that it references.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;

/// The order of creation; tables are dropped in its reverse.
pub struct Order {
    /// Every position of a table once: in the given order, except for tables that an earlier one
    /// references.
    pub tables: Vec<usize>,
    /// The foreign keys to later tables, as positions of the table and of the key in it. There are
    /// none unless tables reference each other in a circle.
    pub late: BTreeSet<(usize, usize)>,
}

impl Order {
    /// Whether tables reference each other in a circle.
    pub fn is_cyclic(&self) -> bool {
        !self.late.is_empty()
    }
}

/// Finds the order in time linear in the tables and references, and without recursion: a chain of
/// references may be too long for the stack. References to tables outside the list are ignored.
pub fn of(tables: &[&Table]) -> Order {
    let positions: BTreeMap<&str, usize> = tables
        .iter()
        .enumerate()
        .map(|(position, table)| (table.name.as_str(), position))
        .collect();
    let target = |name: &str| positions.get(name).copied();
    let targets = tables.iter().map(|table| {
        let keys = table.foreign_keys.iter();
        keys.map(|key| target(&key.target)).collect()
    });
    let mut walk = Walk {
        targets: targets.collect(),
        states: vec![State::New; tables.len()],
        order: Order {
            tables: Vec::with_capacity(tables.len()),
            late: BTreeSet::new(),
        },
    };
    for table in 0..tables.len() {
        walk.visit(table);
    }
    walk.order
}

#[derive(Clone, Copy)]
enum State {
    /// Not visited yet.
    New,
    /// Waits for the tables that it references.
    Open,
    /// Has a position in the order.
    Done,
}

struct Walk {
    /// The referenced tables of each table, by its foreign keys.
    targets: Vec<Vec<Option<usize>>>,
    states: Vec<State>,
    order: Order,
}

impl Walk {
    /// Gives the table a position, after every table that it references.
    fn visit(&mut self, start: usize) {
        // Tables, each with the first foreign key that was not followed yet.
        let mut path = Vec::new();
        self.open(start, &mut path);
        while let Some((table, next)) = path.last_mut() {
            let (table, key) = (*table, *next);
            *next += 1;
            match self.targets[table].get(key) {
                Some(&Some(target)) if target != table => match self.states[target] {
                    State::New => self.open(target, &mut path),
                    State::Open => {
                        self.order.late.insert((table, key));
                    }
                    State::Done => {}
                },
                Some(_) => {}
                None => {
                    self.states[table] = State::Done;
                    self.order.tables.push(table);
                    path.pop();
                }
            }
        }
    }

    fn open(&mut self, table: usize, path: &mut Vec<(usize, usize)>) {
        if let State::New = self.states[table] {
            self.states[table] = State::Open;
            path.push((table, 0));
        }
    }
}
