//! The query for the rows of a relation from many rows at once.

use super::route::{Ends, Route};
use super::{Renderer, Scope};
use crate::Dialect;
use crate::table::{Table, Type};
use crate::words::{BY_BEGIN, LIMITED, Op, PICKED, UNORDERED, alike};

impl<'t> Renderer<'_, 't> {
    /// The rows at the end of a route from several rows, by the keys of these.
    pub(super) fn load(&mut self, flags: u32) {
        let route = self.route();
        let begin = (flags & BY_BEGIN != 0).then(|| self.table());
        if flags & LIMITED == 0 {
            return self.belonging((route, begin), flags, None);
        }
        let number = self.free("nth_row");
        let numbered = self.free("numbered");
        self.push("SELECT ");
        match self.peek() {
            Some((Op::Selection, items)) => self.separated(1..=items, ", ", |to, item| {
                to.push(&to.item_name(item));
            }),
            _ => self.names(route.end().columns.iter().map(|column| column.name)),
        }
        for (name, _) in self.owner_names(route, begin, flags) {
            self.push(", ");
            self.push(&name);
        }
        self.push(" FROM (");
        self.belonging((route, begin), flags, Some(&number));
        self.push(&format!(") AS {numbered} WHERE "));
        self.push(&number);
        self.push(" <= ");
        self.take(Op::Limit);
        self.parameter();
        self.push(" ORDER BY ");
        self.push(&number);
    }

    /// The query for the rows, which are sorted, or numbered among the rows of their owner.
    fn belonging(
        &mut self,
        (route, begin): (Route<'t>, Option<&'t Table<'t>>),
        flags: u32,
        number: Option<&str>,
    ) {
        let ends = self.ends(route);
        let Ends { end, between } = ends;
        let owner = match begin {
            Some(begin) => Owner {
                scope: self.alias(begin),
                columns: begin.names(begin.primary_key.columns).collect(),
            },
            None => Owner {
                scope: between,
                columns: route.owner(),
            },
        };
        self.entries = vec![end];
        self.push("SELECT ");
        match self.take(Op::Selection) {
            Some(items) => self.within(end, |to| {
                to.separated(1..=items, ", ", |to, item| {
                    to.item();
                    to.push(&format!(" AS {}", to.item_name(item)));
                });
            }),
            None => self.separated(route.end().columns, ", ", |to, column| {
                to.read_of(end, column);
                if matches!(column.ty, Type::Native(_)) {
                    to.push(" AS ");
                    to.name(column.name);
                }
            }),
        }
        for (name, column) in self.owner_names(route, begin, flags) {
            self.push(", ");
            self.column_of(owner.scope, column);
            self.push(" AS ");
            self.push(&name);
        }
        if let Some(number) = number {
            self.push(", row_number() OVER (PARTITION BY ");
            self.separated(&owner.columns, ", ", |to, name| to.owned_by(&owner, name));
            self.within(end, Self::order);
            self.push(") AS ");
            self.push(number);
        }
        self.push(" FROM ");
        self.route_tables(route, ends);
        if let Some(begin) = begin {
            self.push(" JOIN ");
            self.name(begin.name);
            self.as_alias(owner.scope);
            self.push(" ON ");
            self.reached(route, owner.scope, ends);
        }
        self.push(" WHERE ");
        self.within(owner.scope, Self::condition);
        self.within(end, |to| to.conditions(Op::Where, " AND "));
        if number.is_none() {
            self.sorted(route, flags, &owner, end);
        }
    }

    /// A column of the owner in `PARTITION BY`.
    fn owned_by(&mut self, owner: &Owner<'t>, name: &str) {
        let mut columns = owner.scope.table.columns.iter();
        let column = columns.find(|column| column.name == name);
        let is_hashed = column.is_some_and(|column| {
            let is_native = matches!(column.ty, Type::Native(_));
            let kind = alike(&column.ty).filter(|_| !is_native && !column.collated);
            kind.is_some_and(|kind| self.needs_hash(kind))
        });
        self.push(if is_hashed { "sha2(" } else { "" });
        self.column_of(owner.scope, name);
        self.push(if is_hashed { ", 256)" } else { "" });
    }

    fn sorted(&mut self, route: Route<'t>, flags: u32, owner: &Owner<'t>, end: Scope<'t>) {
        match route {
            // Each row has at most one.
            Route::Forward(..) => return,
            Route::Back(..) | Route::Through(..) => {}
        }
        if flags & UNORDERED != 0 {
            return;
        }
        let mut before = " ORDER BY ";
        // The order of an index that has the primary key after its columns, so that nothing needs
        // sorting. PostgreSQL has no such indexes, and sorts faster by fewer columns.
        if self.dialect != Dialect::Postgres {
            for name in &owner.columns {
                self.push(before);
                self.column_of(owner.scope, name);
                before = ", ";
            }
        }
        self.within(end, |to| to.order_after(before));
    }

    /// The columns that identify the row to which a row belongs, if they are in another table, and
    /// their names.
    fn owner_names(
        &self,
        route: Route<'t>,
        begin: Option<&'t Table<'t>>,
        flags: u32,
    ) -> Vec<(String, &'t str)> {
        let columns = match (begin, route) {
            (Some(begin), _) => begin.names(begin.primary_key.columns).collect(),
            // Selected items may not contain them.
            (None, _) if flags & PICKED != 0 => route.owner(),
            (None, Route::Forward(..) | Route::Back(..)) => Vec::new(),
            (None, Route::Through(..)) => route.owner(),
        };
        let numbered = columns.into_iter().enumerate();
        let named =
            numbered.map(|(number, column)| (self.free(&format!("owner_{number}")), column));
        named.collect()
    }
}

/// The columns that identify the row to which a row belongs.
struct Owner<'t> {
    scope: Scope<'t>,
    columns: Vec<&'t str>,
}
