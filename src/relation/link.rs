//! The columns behind a relation.

use super::key::Kind;
use crate::model::{Rule, Table};

/// A reference: which columns of a table refer to which of another: for generated code.
#[derive(Debug)]
pub struct Link {
    /// The table that refers.
    pub(crate) from: &'static Table,
    /// Its columns, by their position.
    pub(crate) columns: &'static [usize],
    /// The table that is referred to.
    pub(crate) to: &'static Table,
    /// The key of that table, pairwise to the columns.
    pub(crate) key: &'static [usize],
    /// What these hold, pairwise, too.
    pub(crate) kinds: &'static [Kind],
}

impl Link {
    /// The reference of these columns to that key, all of them by their positions in their tables.
    pub const fn new(
        from: (&'static Table, &'static [usize]),
        to: (&'static Table, &'static [usize]),
        kinds: &'static [Kind],
    ) -> Self {
        Link {
            from: from.0,
            columns: from.1,
            to: to.0,
            key: to.1,
            kinds,
        }
    }
}

/// The way from the rows of one model to those of another.
#[derive(Clone, Copy, Debug)]
pub enum Route {
    /// Along a reference.
    Forward(&'static Link),
    /// Back along one.
    Back(&'static Link),
    /// Back along the first and forward along the second, through the table that has both.
    Through(&'static Link, &'static Link),
}

impl Route {
    /// The reference that a constant of one reference was made of.
    pub const fn link(self) -> &'static Link {
        match self {
            Route::Forward(link) | Route::Back(link) | Route::Through(link, _) => link,
        }
    }

    /// Where it begins: a table and its columns.
    pub fn here(self) -> (&'static Table, &'static [usize]) {
        match self {
            Route::Forward(link) => (link.from, link.columns),
            Route::Back(link) | Route::Through(link, _) => (link.to, link.key),
        }
    }

    /// Where it ends: a table and its columns.
    pub fn there(self) -> (&'static Table, &'static [usize]) {
        match self {
            Route::Back(link) => (link.from, link.columns),
            Route::Forward(link) | Route::Through(_, link) => (link.to, link.key),
        }
    }

    /// What the columns hold where it begins.
    pub fn kinds_here(self) -> &'static [Kind] {
        self.link().kinds
    }

    /// What the columns hold where it ends.
    pub fn kinds_there(self) -> &'static [Kind] {
        match self {
            Route::Forward(link) | Route::Back(link) | Route::Through(_, link) => link.kinds,
        }
    }
}

/// Whether no two rows of the table between two models connect the same rows of these.
pub fn is_unique(here: &Link, there: &Link) -> bool {
    let table = here.from;
    let connects = |column: &str| {
        let mut places = here.columns.iter().chain(there.columns);
        places.any(|place| {
            table
                .columns
                .get(*place)
                .is_some_and(|name| *name == column)
        })
    };
    table.constraints.iter().any(|constraint| {
        matches!(constraint.rule, Rule::PrimaryKey | Rule::Unique)
            && constraint.columns.iter().all(|column| connects(column))
            && !constraint.columns.is_empty()
    })
}

/// The names of columns.
pub fn names(
    (table, places): (&'static Table, &'static [usize]),
) -> impl Iterator<Item = &'static str> + Clone {
    // Generated code gives positions that are there.
    places
        .iter()
        .map(move |place| table.columns.get(*place).copied().unwrap_or(""))
}
