//! Rows of a tree or a graph, which a relation of a model with itself reaches step by step.

use super::route::Ends;
use super::{Renderer, Scope};
use crate::table::Table;
use crate::words::{Op, WITH_START};

impl<'t> Renderer<'_, 't> {
    /// `"id" IN (WITH RECURSIVE …)`
    ///
    /// ```sql
    /// WITH RECURSIVE reached ("id", step) AS (
    ///     SELECT start.*, 0 FROM (SELECT "id" FROM "categories" WHERE …) AS start
    ///     UNION
    ///     SELECT t2."id", 1 FROM reached AS t1 JOIN "categories" AS t2 ON t2."parent_id" = t1."id"
    /// ) SELECT "id" FROM reached WHERE step = 1
    /// ```
    ///
    /// `UNION` leaves out rows that were found before, so a circle ends: each row comes once as a
    /// start, and once as a reached row.
    pub(super) fn reached_by_steps(&mut self, flags: u32) {
        self.follows_tree = true;
        let table = self.scope.table;
        let key: Vec<&'t str> = table.names(table.primary_key.columns).collect();
        let name = self.free("reached");
        let step = self.free("step");
        self.key_of(self.scope, &key);
        self.push(&format!(" IN (WITH RECURSIVE {name} ("));
        self.names(key.iter().copied());
        let start = self.free("start");
        self.push(&format!(", {step}) AS (SELECT {start}.*, 0 FROM ("));
        if let Some(flags) = self.take(Op::Subquery) {
            self.subquery(flags);
        }
        self.push(&format!(") AS {start} UNION SELECT "));
        self.step(table, &name);
        self.push(") SELECT ");
        self.names(key.iter().copied());
        self.push(" FROM ");
        self.push(&name);
        if flags & WITH_START == 0 {
            self.push(&format!(" WHERE {step} = 1"));
        }
        self.push(")");
    }

    /// One step of the relation from the rows that were reached.
    fn step(&mut self, table: &'t Table<'t>, name: &str) {
        let in_outer_join = std::mem::take(&mut self.in_outer_join);
        let route = self.route();
        let found = self.alias(table);
        let key: Vec<&'t str> = table.names(table.primary_key.columns).collect();
        let is_key = route.begin().iter().all(|column| key.contains(column));
        // Only the key of the row at the beginning is known.
        let begin = if is_key { found } else { self.alias(table) };
        let ends = self.ends(route);
        let Ends { end, .. } = ends;
        self.separated(&key, ", ", |to, column| to.column_of(end, column));
        self.push(&format!(", 1 FROM {name}"));
        self.as_alias(found);
        if !is_key {
            self.push(" JOIN ");
            self.name(table.name);
            self.as_alias(begin);
            self.push(" ON ");
            self.equal((begin, &key), (found, &key));
        }
        self.push(" JOIN ");
        let has_pairs = ends.between.qualifier != end.qualifier;
        self.push(if has_pairs { "(" } else { "" });
        self.route_tables(route, ends);
        self.push(if has_pairs { ")" } else { "" });
        self.push(" ON ");
        self.reached(route, begin, ends);
        for _ in 0..self.take(Op::And).unwrap_or(0) {
            self.push(" AND ");
            self.within(end, Self::condition);
        }
        self.in_outer_join = in_outer_join;
    }

    /// The columns of a key, in parentheses if there are several.
    fn key_of(&mut self, scope: Scope<'t>, key: &[&'t str]) {
        let is_tuple = key.len() != 1;
        self.push(if is_tuple { "(" } else { "" });
        self.separated(key, ", ", |to, name| to.column_of(scope, name));
        self.push(if is_tuple { ")" } else { "" });
    }
}
