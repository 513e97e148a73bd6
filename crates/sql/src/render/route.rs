//! Routes from one table to another, along foreign keys.

use super::{Qualifier, Renderer, Scope};
use crate::table::{Reference, Role, Table};
use crate::words::Op;

/// A route from one table to another.
#[derive(Clone, Copy)]
pub(super) enum Route<'t> {
    /// From the table with the foreign key to the table that it references.
    Forward(&'t Reference<'t>, &'t Table<'t>, &'t Table<'t>),
    /// To the table with the foreign key.
    Back(&'t Reference<'t>, &'t Table<'t>),
    /// Through a join table, by its foreign keys to the beginning and to the end.
    Through(
        &'t Reference<'t>,
        &'t Reference<'t>,
        &'t Table<'t>,
        &'t Table<'t>,
    ),
}

impl<'t> Route<'t> {
    /// The table at its end.
    pub fn end(self) -> &'t Table<'t> {
        match self {
            Route::Forward(_, _, end) | Route::Back(_, end) | Route::Through(_, _, _, end) => end,
        }
    }

    /// The columns at its beginning.
    pub fn begin(self) -> Vec<&'t str> {
        match self {
            Route::Forward(key, from, _) => from.names(key.columns).collect(),
            Route::Back(key, _) | Route::Through(key, ..) => key.key.to_vec(),
        }
    }

    /// The columns by which the beginning is found: of the join table if there is one, otherwise of
    /// the table at the end.
    pub fn owner(self) -> Vec<&'t str> {
        match self {
            Route::Forward(key, ..) => key.key.to_vec(),
            Route::Back(key, table) => table.names(key.columns).collect(),
            Route::Through(here, _, between, _) => between.names(here.columns).collect(),
        }
    }
}

/// The tables at the end of a route.
#[derive(Clone, Copy)]
pub(super) struct Ends<'t> {
    /// The table at the end.
    pub end: Scope<'t>,
    /// The join table; the same as `end` if there is none.
    pub between: Scope<'t>,
}

impl<'t> Renderer<'_, 't> {
    pub(super) fn route(&mut self) -> Route<'t> {
        const NO_REFERENCE: &Reference<'static> = &Reference::new("", &[], "", &[]);
        let of = |table: &'t Table<'t>, position: u32| {
            let reference = table.references.get(position as usize);
            reference.unwrap_or(NO_REFERENCE)
        };
        match self.next() {
            Some((Op::Back, position)) => {
                let table = self.table();
                Route::Back(of(table, position), table)
            }
            Some((Op::Through, number)) => {
                let (between, end) = (self.table(), self.table());
                let (here, there) = (number >> 16, number & 0xffff);
                Route::Through(of(between, here), of(between, there), between, end)
            }
            other => {
                let (from, end) = (self.table(), self.table());
                let position = other.map_or(0, |(_, number)| number);
                Route::Forward(of(from, position), from, end)
            }
        }
    }

    /// Aliases for the tables at the end of a route.
    pub(super) fn ends(&mut self, route: Route<'t>) -> Ends<'t> {
        let end = self.alias(route.end());
        let between = match route {
            Route::Forward(..) | Route::Back(..) => end,
            Route::Through(_, _, between, _) => self.alias(between),
        };
        Ends { end, between }
    }

    /// The table at the end of a route, with a join to the join table if there is one.
    pub(super) fn route_tables(&mut self, route: Route<'t>, ends: Ends<'t>) {
        self.name(route.end().name);
        self.as_alias(ends.end);
        if let Route::Through(here, there, between, _) = route {
            self.push(" JOIN ");
            self.pairs(here, there, between);
            self.as_alias(ends.between);
            self.push(" ON ");
            let referring: Vec<&str> = between.names(there.columns).collect();
            self.equal((ends.end, there.key), (ends.between, &referring));
        }
    }

    /// The join table; or its distinct pairs if it may have a pair twice, without the soft-deleted
    /// ones.
    fn pairs(&mut self, here: &Reference<'t>, there: &Reference<'t>, between: &'t Table<'t>) {
        let mut columns = here.columns.to_vec();
        for column in there.columns {
            if !columns.contains(column) {
                columns.push(*column);
            }
        }
        let (is_unique, deleted) = (between.is_unique(&columns), deleted(between));
        if is_unique && deleted.is_none() {
            return self.name(between.name);
        }
        self.push(if is_unique {
            "(SELECT "
        } else {
            "(SELECT DISTINCT "
        });
        self.names(between.names(&columns));
        self.push(" FROM ");
        self.name(between.name);
        if let Some(name) = deleted {
            self.push(" WHERE ");
            self.name(name);
            self.push(" IS NULL");
        }
        self.push(")");
    }

    /// The condition that a row at the end is reached from a row of `outer`.
    pub(super) fn reached(&mut self, route: Route<'t>, outer: Scope<'t>, ends: Ends<'t>) {
        self.equal((ends.between, &route.owner()), (outer, &route.begin()));
    }

    /// The condition that columns are pairwise equal.
    pub(super) fn equal(
        &mut self,
        (one, ones): (Scope<'t>, &[&str]),
        (other, others): (Scope<'t>, &[&str]),
    ) {
        self.separated(ones.iter().zip(others), " AND ", |to, (left, right)| {
            to.column_of(one, left);
            to.push(" = ");
            to.column_of(other, right);
        });
    }

    /// ` JOIN …` of the table with this number.
    pub(super) fn join(&mut self, number: u32, joined: u32) {
        let from = self.entry(number >> 1);
        self.push(if number & 1 == 1 {
            " LEFT JOIN "
        } else {
            " JOIN "
        });
        let route = self.route();
        let end = self.entry(joined);
        let between = match (route, end.qualifier) {
            (Route::Through(_, _, table, _), Qualifier::Alias(number)) => Scope {
                table,
                qualifier: Qualifier::Alias(number + 1),
            },
            (Route::Forward(..) | Route::Back(..) | Route::Through(..), _) => end,
        };
        let ends = Ends { end, between };
        match route {
            Route::Forward(..) | Route::Back(..) => self.route_tables(route, ends),
            Route::Through(..) => {
                self.push("(");
                self.route_tables(route, ends);
                self.push(")");
            }
        }
        self.push(" ON ");
        self.reached(route, from, ends);
        self.in_outer_join = number & 1 == 1;
        for _ in 0..self.take(Op::And).unwrap_or(0) {
            self.push(" AND ");
            self.within(ends.end, Self::condition);
        }
        self.in_outer_join = false;
    }

    /// `EXISTS (…)` or `NOT EXISTS (…)`.
    pub(super) fn related(&mut self, which: u32) {
        use crate::words::Which;
        let which = Which::from_number(which);
        let outer = self.scope.named();
        self.push(match which {
            Which::One => "EXISTS (SELECT ",
            Which::None | Which::Every => "NOT EXISTS (SELECT ",
        });
        // A condition within this one is not part of the outer join.
        let in_outer_join = std::mem::take(&mut self.in_outer_join);
        if in_outer_join && !self.dialect.has_semijoins_in_outer_joins() {
            self.push("/*+ NO_SEMIJOIN() */ ");
        }
        self.push("1 FROM ");
        let route = self.route();
        let ends = self.ends(route);
        self.route_tables(route, ends);
        self.push(" WHERE ");
        self.reached(route, outer, ends);
        self.within(ends.end, |to| {
            if let Some(column) = to.take(Op::NotDeleted) {
                to.push(" AND ");
                to.column(column);
                to.push(" IS NULL");
            }
            match (which, to.peek()) {
                (Which::One | Which::None, Some((Op::True, _))) => {
                    to.next();
                }
                (Which::One | Which::None, _) => {
                    to.push(" AND ");
                    to.condition();
                }
                (Which::Every, _) => {
                    to.push(" AND (");
                    to.condition();
                    to.push(") IS NOT TRUE");
                }
            }
        });
        self.push(")");
        self.in_outer_join = in_outer_join;
    }

    /// `"id" IN (SELECT "tag_id" FROM "post_tags" WHERE "post_id" = ?)`
    pub(super) fn connected(&mut self) {
        let Route::Through(here, there, between, _) = self.route() else {
            return;
        };
        let scope = self.scope;
        let is_tuple = there.key.len() != 1;
        self.push(if is_tuple { "(" } else { "" });
        self.separated(there.key, ", ", |to, name| to.column_of(scope, name));
        self.push(if is_tuple {
            ") IN (SELECT "
        } else {
            " IN (SELECT "
        });
        self.names(between.names(there.columns));
        self.push(" FROM ");
        self.name(between.name);
        self.push(" WHERE ");
        self.separated(between.names(here.columns), " AND ", |to, name| {
            to.name(name);
            to.push(" = ");
            to.parameter();
        });
        if let Some(name) = deleted(between) {
            self.push(" AND ");
            self.name(name);
            self.push(" IS NULL");
        }
        self.push(")");
    }
}

/// The column that is NULL in the join rows that are not soft-deleted, if there is one. A deleted
/// join row connects nothing.
fn deleted<'t>(between: &Table<'t>) -> Option<&'t str> {
    let position = between.with_role(Role::Deletion)?;
    Some(between.column(position).name)
}
