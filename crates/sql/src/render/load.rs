//! The rows of a relation for many rows at once.

use super::route::{Ends, Route};
use super::{Renderer, Scope};
use crate::Dialect;
use crate::table::Table;
use crate::words::{LIMITED, Op, UNORDERED};

impl<'t> Renderer<'_, 't> {
    /// The rows at the end of a route from several rows, by their keys.
    pub(super) fn load(&mut self, flags: u32) {
        let route = self.route();
        if flags & LIMITED == 0 {
            return self.belonging(route, flags, None);
        }
        let number = free_name(route.end(), "nth_row");
        self.push("SELECT ");
        self.names(route.end().columns.iter().map(|column| column.name));
        for (name, _) in owner_names(route) {
            self.push(", ");
            self.push(&name);
        }
        self.push(" FROM (");
        self.belonging(route, flags, Some(&number));
        self.push(") AS numbered WHERE ");
        self.push(&number);
        self.push(" <= ");
        self.take(Op::Limit);
        self.parameter();
        self.push(" ORDER BY ");
        self.push(&number);
    }

    /// The query for the rows, which are sorted, or have a number among those of their owner.
    fn belonging(&mut self, route: Route<'t>, flags: u32, number: Option<&str>) {
        let ends = self.ends(route);
        let Ends { end, between } = ends;
        self.push("SELECT ");
        self.separated(route.end().columns, ", ", |to, column| {
            to.column_of(end, column.name);
        });
        for (name, column) in owner_names(route) {
            self.push(", ");
            self.column_of(between, column);
            self.push(" AS ");
            self.push(&name);
        }
        if let Some(number) = number {
            self.push(", row_number() OVER (PARTITION BY ");
            self.separated(route.owner(), ", ", |to, name| to.column_of(between, name));
            self.entries = vec![end];
            self.within(end, Self::order);
            self.push(") AS ");
            self.push(number);
        }
        self.push(" FROM ");
        self.route_tables(route, ends);
        self.push(" WHERE ");
        self.within(self.owner_scope(route, ends), Self::condition);
        self.within(end, |to| to.conditions(Op::Where, " AND "));
        if number.is_none() {
            self.sorted(route, flags, ends);
        }
    }

    /// The table whose columns tell to which row a row belongs.
    fn owner_scope(&self, route: Route<'t>, ends: Ends<'t>) -> Scope<'t> {
        match route {
            Route::Forward(..) | Route::Back(..) => ends.end,
            Route::Through(..) => ends.between,
        }
    }

    fn sorted(&mut self, route: Route<'t>, flags: u32, ends: Ends<'t>) {
        match route {
            // There is one row for each.
            Route::Forward(..) => return,
            Route::Back(..) | Route::Through(..) => {}
        }
        if flags & UNORDERED != 0 {
            return;
        }
        let mut before = " ORDER BY ";
        // The order of an index that has the primary key after its columns: then nothing is sorted.
        // PostgreSQL has no such indexes, and sorts faster by fewer columns.
        if self.dialect != Dialect::Postgres {
            for name in route.owner() {
                self.push(before);
                self.column_of(ends.between, name);
                before = ", ";
            }
        }
        self.entries = vec![ends.end];
        self.within(ends.end, |to| to.order_after(before));
    }
}

/// The columns that tell to which row a row belongs, if they are not its own, and their names.
fn owner_names<'t>(route: Route<'t>) -> Vec<(String, &'t str)> {
    match route {
        Route::Forward(..) | Route::Back(..) => Vec::new(),
        Route::Through(..) => {
            let named = route.owner().into_iter().enumerate();
            named
                .map(|(number, column)| {
                    let name = free_name(route.end(), &format!("owner_{number}"));
                    (name, column)
                })
                .collect()
        }
    }
}

/// A name that no column of the table has.
fn free_name(table: &Table<'_>, name: &str) -> String {
    let mut name = name.to_owned();
    let is_taken = |name: &str| {
        let mut columns = table.columns.iter();
        columns.any(|column| column.name.eq_ignore_ascii_case(name))
    };
    while is_taken(&name) {
        name.push('_');
    }
    name
}
