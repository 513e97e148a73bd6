//! Conditions on the rows that belong to a row.

use super::constant::{Many, One, Relation, Target};
use super::link::{Route, is_unique, names};
use super::refined::not_deleted;
use crate::model::Model;
use crate::query::render::{Renderer, Scope};
use crate::query::{Name, Node};
use crate::{Filter, Result};

/// The condition that a row has others that belong to it.
#[derive(Clone, Debug)]
pub(crate) struct Exists {
    route: Route,
    which: Which,
    /// The column that is NULL in those of the others that were not deleted.
    not_deleted: Option<Name>,
    /// What holds for the others.
    condition: Node,
}

/// How many of the others have to hold the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    One,
    None,
    Every,
}

impl<M: Model, T: Model> Many<M, T> {
    /// Whether one of the rows holds the condition:
    /// `EXISTS (SELECT 1 FROM "posts" AS t1 WHERE t1."author_id" = "users"."id" AND …)`.
    ///
    /// Whether there is a row at all is `any(Filter::all())`.
    pub fn any(self, filter: Filter<T>) -> Filter<M> {
        exists(self, Which::One, filter)
    }

    /// Whether none of the rows holds the condition: `NOT EXISTS (…)`. It is true where there are no
    /// rows.
    pub fn none(self, filter: Filter<T>) -> Filter<M> {
        exists(self, Which::None, filter)
    }

    /// Whether each of the rows holds the condition: `NOT EXISTS (… AND (…) IS NOT TRUE)`. It is true
    /// where there are no rows.
    pub fn every(self, filter: Filter<T>) -> Filter<M> {
        exists(self, Which::Every, filter)
    }
}

impl<M: Model, T: Target> One<M, T> {
    /// Whether there is a row and it holds the condition:
    /// `EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = "posts"."author_id" AND …)`.
    pub fn is(self, filter: Filter<T::Model>) -> Filter<M> {
        exists(self, Which::One, filter)
    }
}

fn exists<R: Relation>(relation: R, which: Which, filter: Filter<R::To>) -> Filter<R::From> {
    Filter::about(filter, |condition| Exists {
        route: relation.route(),
        which,
        not_deleted: not_deleted(relation),
        condition,
    })
}

impl Exists {
    pub fn render(&self, to: &mut Renderer<'_>) -> Result<()> {
        let (table, _) = self.route.here();
        let outer = match to.scope() {
            Scope::Bare => Scope::Table(table.name),
            scope => scope,
        };
        to.push(match self.which {
            Which::One => "EXISTS (SELECT 1 FROM ",
            Which::None | Which::Every => "NOT EXISTS (SELECT 1 FROM ",
        });
        let (inner, between) = aliases(to, self.route, table.name);
        tables(to, self.route, (inner, between));
        to.push(" WHERE ");
        reach(to, self.route, outer, (inner, between));
        to.within(inner, |to| self.condition(to))?;
        to.push(")");
        Ok(())
    }

    fn condition(&self, to: &mut Renderer<'_>) -> Result<()> {
        if let Some(column) = self.not_deleted {
            to.push(" AND ");
            to.condition(&Node::Null(column, true))?;
        }
        match (self.which, &self.condition) {
            (Which::One | Which::None, Node::Constant(true)) => {}
            (Which::One | Which::None, condition) => {
                to.push(" AND ");
                to.condition(condition)?;
            }
            (Which::Every, condition) => {
                to.push(" AND (");
                to.condition(condition)?;
                to.push(") IS NOT TRUE");
            }
        }
        Ok(())
    }
}

/// Aliases for the table at the end of a route, and for the one in between, which is the first where
/// there is none.
pub(super) fn aliases(to: &mut Renderer<'_>, route: Route, other: &str) -> (Scope, Scope) {
    let inner = to.alias(other);
    match route {
        Route::Forward(_) | Route::Back(_) => (inner, inner),
        Route::Through(..) => (inner, to.alias(other)),
    }
}

/// Writes the table at the end of a route, joined with the one in between.
pub(super) fn tables(to: &mut Renderer<'_>, route: Route, (inner, between): (Scope, Scope)) {
    to.name(route.there().0.name);
    to.push(" AS ");
    to.push_alias(inner);
    if let Route::Through(_, there) = route {
        to.push(" JOIN ");
        pairs(to, route);
        to.push(" AS ");
        to.push_alias(between);
        to.push(" ON ");
        let end = (inner, names((there.to, there.key)));
        equal(to, end, (between, names((there.from, there.columns))));
    }
}

/// Writes what a join reads: the table at the end of a route, together with the one in between.
pub(super) fn source(to: &mut Renderer<'_>, route: Route, ends: (Scope, Scope)) {
    match route {
        Route::Forward(_) | Route::Back(_) => tables(to, route, ends),
        Route::Through(..) => {
            to.push("(");
            tables(to, route, ends);
            to.push(")");
        }
    }
}

/// The table in between, or its pairs, each once, where it may have one twice.
fn pairs(to: &mut Renderer<'_>, route: Route) {
    let Route::Through(here, there) = route else {
        return;
    };
    if is_unique(here, there) {
        to.name(here.from.name);
        return;
    }
    to.push("(SELECT DISTINCT ");
    let mut columns: Vec<&str> = names((here.from, here.columns)).collect();
    for name in names((there.from, there.columns)) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    to.names(&columns);
    to.push(" FROM ");
    to.name(here.from.name);
    to.push(")");
}

/// The condition that a row is reached from one of the table that has the scope `outer`.
pub(super) fn reach(
    to: &mut Renderer<'_>,
    route: Route,
    outer: Scope,
    (inner, between): (Scope, Scope),
) {
    let outer = (outer, names(route.here()));
    match route {
        Route::Forward(_) | Route::Back(_) => equal(to, (inner, names(route.there())), outer),
        Route::Through(here, _) => equal(to, (between, names((here.from, here.columns))), outer),
    }
}

/// Writes that columns are equal pairwise.
fn equal(
    to: &mut Renderer<'_>,
    (one, ones): (Scope, impl Iterator<Item = &'static str>),
    (other, others): (Scope, impl Iterator<Item = &'static str>),
) {
    let mut between = "";
    for (left, right) in ones.zip(others) {
        to.push(between);
        to.column_in(one, left);
        to.push(" = ");
        to.column_in(other, right);
        between = " AND ";
    }
}
