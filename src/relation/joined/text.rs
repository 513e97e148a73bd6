//! The SQL of a join.
//!
//! Most of it is the same whenever the same models are joined, and writing it takes longer than SQLite takes to find a row;
//! so that part is kept.

use std::sync::Arc;

use super::super::exists::{aliases, reach, source};
use super::super::link::{Link, Route};
use super::{Join, Joined};
use crate::kept::Kept;
use crate::model::{Model, Table};
use crate::query::render::{Built, Renderer, Scope};
use crate::query::{Node, Shape, SortKey, Sorting};
use crate::{Dialect, Error, Result};

/// The joins whose texts were written, by the lookup of their rows and what is joined to these.
static KEPT: Kept<Key, Plain> = Kept::new();

/// The dialect, the lookup, and three numbers for each join. It is hashed every time, so it is short and of one piece.
type Key = [usize; 11];

/// What is written of a join where nothing is said but conditions, order and limit of the result.
struct Plain {
    /// Whether it is that: the lookup may pick out some of the rows.
    is_plain: bool,
    /// Up to the conditions.
    head: String,
    /// The order by the primary keys.
    order: String,
}

/// A table of the statement.
struct Entry {
    table: &'static Table,
    scope: Scope,
    /// That of the table in between, by which it is reached.
    between: Scope,
}

impl<'a, M: Model, J> Joined<'a, M, J> {
    pub(super) fn select(&self, dialect: Dialect) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(dialect);
        let entries = self.entries(&mut to);
        let plain = self.plain(dialect, &entries);
        let is_whole = if let Some(plain) = &plain {
            to.push(&plain.head);
            true
        } else {
            write_columns(&mut to, &entries);
            self.write_from(&mut to, &entries)?
        };
        self.write_conditions(&mut to, &entries, is_whole)?;
        match &plain {
            Some(plain) if self.is_by_primary_keys() => to.push(&plain.order),
            Some(_) | None => self.write_order(&mut to, &entries),
        }
        to.limit(self.limit, self.offset);
        to.finish()
    }

    pub(super) fn count_rows(&self, dialect: Dialect) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(dialect);
        let entries = self.entries(&mut to);
        let is_limited = self.limit.is_some() || self.offset.is_some();
        to.push(if is_limited {
            "SELECT count(*) FROM (SELECT 1"
        } else {
            "SELECT count(*)"
        });
        let is_whole = self.write_from(&mut to, &entries)?;
        self.write_conditions(&mut to, &entries, is_whole)?;
        if is_limited {
            to.limit(self.limit, self.offset);
            to.push(") AS counted");
        }
        to.finish()
    }

    fn entries(&self, to: &mut Renderer<'_>) -> Vec<Entry> {
        let base = to.alias("");
        let mut entries = Vec::with_capacity(1 + self.joins.len());
        entries.push(Entry {
            table: M::MODEL,
            scope: base,
            between: base,
        });
        for join in &self.joins {
            let (scope, between) = aliases(to, join.route, "");
            entries.push(Entry {
                table: join.route.there().0,
                scope,
                between,
            });
        }
        entries
    }

    /// The text that was kept, where there is nothing to be said before the conditions.
    fn plain(&self, dialect: Dialect, entries: &[Entry]) -> Option<Arc<Plain>> {
        let none = Shape::default();
        let rows = self
            .rows
            .shaped(self.rows.added().unwrap_or(&none), dialect);
        let is_plain = |join: &Join| join.filters.is_empty() && !join.is_limited;
        let are_plain = rows.is_as_looked_up() && self.joins.iter().all(is_plain);
        if !are_plain || rows.shape.lock.is_some() {
            return None;
        }
        let mut key: Key = [0; 11];
        // Generated code has one lookup for each model, so its place tells them apart.
        let lookup = std::ptr::from_ref(rows.lookup).addr();
        key[..2].copy_from_slice(&[dialect as usize, lookup]);
        for (id, join) in key[2..].chunks_exact_mut(3).zip(&self.joins) {
            id.copy_from_slice(&join.id());
        }
        let plain = KEPT.get(key, || {
            let mut to = Renderer::new(dialect);
            write_columns(&mut to, entries);
            let is_plain = matches!(self.write_from(&mut to, entries), Ok(true));
            let head = std::mem::take(&mut to.text);
            write_primary_keys(&mut to, entries);
            Plain {
                is_plain,
                head,
                order: to.text,
            }
        });
        plain.is_plain.then_some(plain)
    }

    /// ` FROM …` with all that is joined; gives whether all rows of the first table are, so that their conditions are
    /// still to be written.
    fn write_from(&self, to: &mut Renderer<'a>, entries: &[Entry]) -> Result<bool> {
        let [base, others @ ..] = entries else {
            return Ok(true);
        };
        let none = Shape::default();
        let shape = self.rows.added().unwrap_or(&none);
        if shape.lock.is_some() {
            return Err(Error::value(
                "a join cannot lock its rows: lock those of one model by a query of their own",
            ));
        }
        let rows = self.rows.shaped(shape, to.dialect());
        let is_whole = rows.is_whole_table();
        to.push(" FROM ");
        if is_whole {
            to.name(base.table.name);
        } else {
            to.push("(");
            rows.write_select(to)?;
            to.push(")");
        }
        to.push(" AS ");
        to.push_alias(base.scope);
        for (join, entry) in self.joins.iter().zip(others) {
            let from = entries.get(join.from).unwrap_or(base);
            join.write(to, from, entry)?;
        }
        Ok(is_whole)
    }

    /// ` WHERE …`, or nothing.
    fn write_conditions(
        &self,
        to: &mut Renderer<'a>,
        entries: &[Entry],
        is_whole: bool,
    ) -> Result<()> {
        let of_base = match (self.rows.added(), entries) {
            (Some(shape), [base, ..]) if is_whole => {
                let nodes = shape.filters.iter();
                Some(nodes.map(|node| (base.scope, node)))
            }
            _ => None,
        };
        let own = self.filters.iter();
        let own = own.filter_map(|(place, node)| Some((entries.get(*place)?.scope, node)));
        let mut between = " WHERE ";
        for (scope, node) in of_base.into_iter().flatten().chain(own) {
            if matches!(node, Node::Constant(true)) {
                continue;
            }
            to.push(between);
            to.within(scope, |to| to.condition(node))?;
            between = " AND ";
        }
        Ok(())
    }

    /// What was said of the order, with the places of the models.
    fn sort_keys(&self) -> impl Iterator<Item = (usize, SortKey)> {
        let is_gone = matches!(self.order, Sorting::Not);
        let of_joins = self.joins.iter().enumerate();
        let of_joins = of_joins.flat_map(|(place, join)| {
            let keys = join.order.keys().iter();
            keys.map(move |key| (place + 1, *key))
        });
        let base = self
            .rows
            .added()
            .map_or(&[][..], |shape| shape.order.keys());
        let base = base.iter().map(|key| (0, *key));
        let keys = base
            .chain(self.order.keys().iter().copied())
            .chain(of_joins);
        keys.filter(move |_| !is_gone)
    }

    /// Whether nothing was said of the order.
    fn is_by_primary_keys(&self) -> bool {
        let of_rows = self.rows.added().map(|shape| &shape.order);
        !matches!(self.order, Sorting::Not)
            && !matches!(of_rows, Some(Sorting::Not))
            && self.sort_keys().next().is_none()
    }

    fn write_order(&self, to: &mut Renderer<'_>, entries: &[Entry]) {
        let keys = self.sort_keys();
        let keys = keys.filter_map(|(place, key)| Some((entries.get(place)?.scope, key)));
        if self.is_by_primary_keys() {
            write_primary_keys(to, entries);
        } else {
            write_keys(to, keys);
        }
    }
}

impl Join {
    /// Where it begins and how it goes, and along which references.
    fn id(&self) -> [usize; 3] {
        let place = |link: &Link| std::ptr::from_ref(link).addr();
        let (way, link, other) = match self.route {
            Route::Forward(link) => (0, place(link), 0),
            Route::Back(link) => (1, place(link), 0),
            Route::Through(link, other) => (2, place(link), place(other)),
        };
        [
            self.from << 3 | usize::from(self.is_left) << 2 | way,
            link,
            other,
        ]
    }

    fn write(&self, to: &mut Renderer<'_>, from: &Entry, entry: &Entry) -> Result<()> {
        if self.is_limited {
            return Err(Error::value(
                "a joined relation has a limit, which a join cannot keep for each row: load it by \
                 `with`, or limit the result",
            ));
        }
        to.push(if self.is_left {
            " LEFT JOIN "
        } else {
            " JOIN "
        });
        let ends = (entry.scope, entry.between);
        source(to, self.route, ends);
        to.push(" ON ");
        reach(to, self.route, from.scope, ends);
        for filter in &self.filters {
            to.push(" AND ");
            to.within(entry.scope, |to| to.condition(filter))?;
        }
        Ok(())
    }
}

/// `SELECT …`: all columns of all models.
fn write_columns(to: &mut Renderer<'_>, entries: &[Entry]) {
    let mut between = "SELECT ";
    for entry in entries {
        for column in entry.table.columns {
            to.push(between);
            to.column_in(entry.scope, column);
            between = ", ";
        }
    }
}

fn write_primary_keys(to: &mut Renderer<'_>, entries: &[Entry]) {
    let keys = entries
        .iter()
        .flat_map(|entry| SortKey::of_primary_key(entry.table).map(|key| (entry.scope, key)));
    write_keys(to, keys);
}

/// ` ORDER BY …`, or nothing.
fn write_keys(to: &mut Renderer<'_>, keys: impl Iterator<Item = (Scope, SortKey)>) {
    let mut between = " ORDER BY ";
    for (scope, key) in keys {
        to.push(between);
        to.within(scope, |to| to.sort_key(key));
        between = ", ";
    }
}
