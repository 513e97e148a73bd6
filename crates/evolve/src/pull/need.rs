//! Sorts scripts: each object comes after those that it needs.

use std::collections::BTreeSet;

use tablewright_schema::When;
use tablewright_schema::catalog::{Catalog, Other, OtherKind};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::left_out::Sayable;

/// The objects other than tables, each after those that it uses.
pub(super) fn ordered(dialect: Dialect, catalog: &Catalog) -> Vec<&Other> {
    let mut waiting: Vec<(&Other, BTreeSet<String>)> = catalog
        .others
        .iter()
        .map(|other| (other, names(dialect, &other.sql)))
        .collect();
    waiting.sort_by_key(|(other, _)| rank(other.kind));
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |(other, names): &(&Other, BTreeSet<String>)| {
            let mut others = waiting.iter().filter(|(needed, _)| {
                rank(needed.kind) <= rank(other.kind) && needed.name != other.name
            });
            !others.any(|(needed, _)| names.contains(&needed.name))
        };
        // If they use each other in a circle, the database reports it.
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next).0);
    }
    ordered
}

/// The order of two kinds of objects that do not use each other.
fn rank(kind: OtherKind) -> usize {
    match kind {
        OtherKind::Extension => 0,
        OtherKind::Type => 1,
        OtherKind::Sequence => 2,
        OtherKind::Routine => 3,
        OtherKind::Virtual => 4,
        OtherKind::View | OtherKind::MaterializedView => 5,
        OtherKind::Trigger => 6,
    }
}

/// Whether it is created before the tables.
pub(super) fn when(dialect: Dialect, other: &Other, sayable: &Sayable) -> When {
    match other.kind {
        OtherKind::Extension | OtherKind::Sequence | OtherKind::Type => When::Before,
        OtherKind::Routine => {
            let names = names(dialect, &other.sql);
            let catalog = &sayable.catalog;
            let own = catalog
                .tables
                .iter()
                .chain(sayable.tables.iter().map(|(table, _)| table));
            let views = catalog.others.iter().filter(|other| {
                matches!(other.kind, OtherKind::View | OtherKind::MaterializedView)
            });
            let mut tables = own.clone().map(|table| &table.name);
            let reads = tables.any(|name| names.contains(name))
                || views
                    .map(|view| &view.name)
                    .any(|name| names.contains(name));
            let mut expressions = own.flat_map(|table| table.expressions());
            let is_called = expressions
                .any(|expression| self::names(dialect, expression.text()).contains(&other.name));
            match reads && !is_called {
                true => When::After,
                false => When::Before,
            }
        }
        OtherKind::View | OtherKind::MaterializedView | OtherKind::Trigger | OtherKind::Virtual => {
            When::After
        }
    }
}

/// The words and names in the SQL, including the body of a function.
fn names(dialect: Dialect, sql: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |sql: &str| -> Vec<String> {
        let mut bodies = Vec::new();
        for token in tokens(dialect, sql) {
            match token.kind {
                TokenKind::Word | TokenKind::Quoted => {
                    names.insert(token.name().into_owned());
                }
                TokenKind::Text if token.text.starts_with('$') => {
                    bodies.push(token.value(dialect));
                }
                TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => {}
            }
        }
        bodies
    };
    for body in add(sql) {
        add(&body);
    }
    names
}
