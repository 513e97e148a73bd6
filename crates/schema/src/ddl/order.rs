//! The order in which tables are created, so that a table comes after those it refers to.

use std::collections::BTreeSet;

use crate::schema::Schema;

/// The order of creation; tables are dropped in its reverse.
pub(super) struct Order {
    /// Every position in [`Schema::tables`] once: in the order of the file, but for tables that
    /// an earlier one refers to.
    pub(super) tables: Vec<usize>,
    /// The foreign keys that refer to a later table, as positions of the table and of the key in
    /// it. There is none unless tables refer to each other in a circle.
    pub(super) late: BTreeSet<(usize, usize)>,
}

impl Order {
    /// Whether tables refer to each other in a circle.
    pub(super) fn is_cyclic(&self) -> bool {
        !self.late.is_empty()
    }
}

/// Finds the order in time linear in the tables and references, and without recursion: a chain
/// of references may be longer than the stack is deep.
pub(super) fn of(schema: &Schema) -> Order {
    let mut walk = Walk {
        schema,
        states: vec![State::New; schema.tables.len()],
        order: Order {
            tables: Vec::with_capacity(schema.tables.len()),
            late: BTreeSet::new(),
        },
    };
    for table in 0..schema.tables.len() {
        walk.visit(table);
    }
    walk.order
}

#[derive(Clone, Copy)]
enum State {
    /// Nobody came by yet.
    New,
    /// Waits for the tables that it refers to.
    Open,
    /// Has its place in the order.
    Done,
}

struct Walk<'a> {
    schema: &'a Schema,
    states: Vec<State>,
    order: Order,
}

impl Walk<'_> {
    /// Gives the table its place, behind every table that it refers to.
    fn visit(&mut self, start: usize) {
        // Tables and the first of their foreign keys that was not followed yet.
        let mut path = Vec::new();
        self.open(start, &mut path);
        while let Some((table, next)) = path.last_mut() {
            let (table, key) = (*table, *next);
            *next += 1;
            match self.schema.tables[table].foreign_keys.get(key) {
                Some(foreign_key) if foreign_key.target == table => {}
                Some(foreign_key) => match self.states[foreign_key.target] {
                    State::New => self.open(foreign_key.target, &mut path),
                    State::Open => {
                        self.order.late.insert((table, key));
                    }
                    State::Done => {}
                },
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
