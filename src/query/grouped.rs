//! Items that are selected beside aggregates. They must have one value in each group: for other
//! items, some databases return an error, and others the value of any row.

use std::borrow::Borrow;

use super::computed::Expr;
use super::order::By;
use crate::base::error::{Error, Result};
use crate::base::statement::Name;

/// The columns and expressions of `GROUP BY`, with the positions of their models in a join.
pub(crate) struct Groups<'g> {
    by: Vec<(u32, &'g By)>,
    /// Whether the primary key of the first model identifies its rows. It does not after a limit of
    /// its own.
    is_first_known: bool,
}

impl<'g> Groups<'g> {
    /// Groups of a query.
    pub fn new(by: impl Iterator<Item = (u32, &'g By)>, is_first_known: bool) -> Self {
        Groups {
            by: by.collect(),
            is_first_known,
        }
    }

    /// Refuses selected items and orders that may have several values in a group. Queries without
    /// groups and aggregates are allowed.
    pub fn check<'i>(
        &self,
        is_one_row: bool,
        mut items: impl Iterator<Item = (u32, impl Borrow<By>)>,
        keys: impl Iterator<Item = (u32, &'i By)> + Clone,
    ) -> Result<()> {
        let is_sorted_by_aggregate = || keys.clone().any(|(_, by)| by.is_aggregate());
        if !is_one_row && self.by.is_empty() && !is_sorted_by_aggregate() {
            return Ok(());
        }
        let of_items = items.find_map(|(entry, item)| self.ungrouped(entry, item.borrow()));
        // A single row has no order.
        let mut keys = keys.filter(|_| !is_one_row);
        let found = of_items.or_else(|| keys.find_map(|(entry, by)| self.ungrouped(entry, by)));
        found.map_or(Ok(()), |name| Err(refused(name)))
    }

    /// A column of the item that may have several values in a group.
    fn ungrouped(&self, entry: u32, item: &By) -> Option<Name> {
        let mut groups = self.by.iter();
        if groups.any(|(other, group)| *other == entry && group.is(item)) {
            return None;
        }
        match item {
            By::Column(name) => (!self.has(entry, *name)).then_some(*name),
            By::Expr(expr) => {
                let mut found = None;
                expr.each_column(&mut |name| {
                    if found.is_none() && !self.has(entry, name) {
                        found = Some(name);
                    }
                });
                found
            }
            By::Call(_) | By::Item(..) => None,
        }
    }

    /// Whether a column has one value in each group.
    fn has(&self, entry: u32, name: Name) -> bool {
        let is_grouped = |column: u16| {
            self.by.iter().any(|(other, group)| {
                *other == entry && columns_of(group).is_some_and(|group| group.column == column)
            })
        };
        let key = name.table.primary_key.columns;
        let is_known = entry > 0 || self.is_first_known;
        is_grouped(name.column)
            || (is_known && !key.is_empty() && key.iter().all(|column| is_grouped(*column)))
    }
}

/// The grouped column, with or without the collation of its text.
fn columns_of(group: &By) -> Option<Name> {
    match group {
        By::Column(name) | By::Expr(Expr::Column(name)) => Some(*name),
        By::Expr(_) | By::Call(_) | By::Item(..) => None,
    }
}

#[cold]
fn refused(name: Name) -> Error {
    Error::statement(format!(
        "`{}.{}` may have several values in a group: add it to \
         `group_by`, or use an aggregate of it such as `max`",
        name.table.name,
        name.as_str()
    ))
}
