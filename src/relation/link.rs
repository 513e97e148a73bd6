//! Links between a new row and its owner: a reference, or a join row.

use super::pairs::{Joins, Pair};
use crate::base::error::{Error, Result, ValueError};
use crate::base::model::{Model, Table};
use crate::base::statement::Values;
use crate::base::value::key::{Key, Part};
use crate::base::value::parameter::Parameter;
use crate::query::keys::values_of;
use crate::query::route::{Positions, Route, Way};

/// The link of new rows to their owner.
pub(super) enum Link {
    /// The new rows refer to it.
    Reference(Reference),
    /// Join rows connect them with it; this is its key.
    Join(Joins, Key),
}

/// A foreign key, and its values that refer to one row.
#[derive(Clone)]
pub(super) struct Reference {
    /// The table that it refers to.
    to: &'static Table,
    from: &'static Table,
    columns: Positions,
    key: Vec<Parameter<'static>>,
}

impl Link {
    /// The link of rows at the end of a route to this owner.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if there can be none.
    pub fn new<M: Model>(route: Route, owner: &M) -> Result<Link> {
        match route.way() {
            Way::Forward(_) => Err(follows(route)),
            Way::Back(_) => Reference::new(route, owner).map(Link::Reference),
            Way::Through(between, here, there) => {
                let joins = Joins::new(route, between, here, there);
                if let Some(column) = joins.needed() {
                    return Err(needed(between, column, route.end()));
                }
                Ok(Link::Join(joins, joins.own_key(owner)?))
            }
        }
    }

    /// Makes a new row refer to its owner, if the link is a reference.
    pub fn set(&self, values: &mut Values<'_>) -> Result<()> {
        match self {
            Link::Reference(reference) => reference.set(values),
            Link::Join(..) => Ok(()),
        }
    }

    /// The join row of a new row, if the link is one.
    pub fn pair<T: Model>(&self, row: &T) -> Result<Option<(Joins, Pair)>> {
        match self {
            Link::Reference(_) => Ok(None),
            Link::Join(joins, own) => {
                let pair = joins.pair(own, &joins.other_key(row)?)?;
                Ok(Some((*joins, pair)))
            }
        }
    }
}

impl Reference {
    fn new<M: Model>(route: Route, owner: &M) -> Result<Reference> {
        let referred = route.columns_of_begin();
        let key = values_of(owner, &referred);
        let null = referred.iter().zip(&key);
        let mut null = null.filter(|(_, value)| **value == Parameter::Null);
        if let Some((&column, _)) = null.next() {
            let reason = "it is NULL, so no row can refer to this one";
            return Err(refused(route.begin(), column, reason.to_owned()));
        }
        Ok(Reference {
            to: route.begin(),
            from: route.end(),
            columns: route.columns_of_end(),
            key,
        })
    }

    /// The columns of the foreign key.
    pub fn columns(&self) -> &[u16] {
        &self.columns
    }

    /// Makes a new row refer to the owner.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if it refers to another row.
    fn set(&self, values: &mut Values<'_>) -> Result<()> {
        for (&column, value) in self.columns.iter().zip(&self.key) {
            match values.get(column) {
                None if self.from.column(column).is_writable() => {
                    values.set(column, value.clone());
                }
                None => {
                    let reason = "the database computes it, so it cannot be set to refer to a row";
                    return Err(refused(self.from, column, reason.to_owned()));
                }
                Some(given) if is_same(given, value) => {}
                Some(_) => {
                    let reason = format!(
                        "the new row refers to another row of `{}` than the one that it is \
                         inserted for",
                        self.to.name
                    );
                    return Err(refused(self.from, column, reason));
                }
            }
        }
        Ok(())
    }

    /// Whether a row refers to the owner.
    pub fn is_of<T: Model>(&self, row: &T) -> bool {
        let values = values_of(row, &self.columns);
        values
            .iter()
            .zip(&self.key)
            .all(|(one, other)| is_same(one, other))
    }

    /// The values that refer to the owner.
    pub fn values(&self) -> impl Iterator<Item = (u16, &Parameter<'static>)> {
        self.columns.iter().copied().zip(&self.key)
    }
}

/// Whether two values of keys are equal.
fn is_same(one: &Parameter<'_>, other: &Parameter<'_>) -> bool {
    match (Part::of(one), Part::of(other)) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => false,
    }
}

#[cold]
fn follows(route: Route) -> Error {
    let (from, to) = (route.begin().name, route.end().name);
    Error::statement(format!(
        "`{from}` refers to `{to}`, so the new row of `{to}` comes first: insert it, with the row of \
         `{from}` as its related row"
    ))
}

#[cold]
fn needed(between: &'static Table, column: u16, end: &'static Table) -> Error {
    let reason = format!(
        "the join rows need it, so rows of `{}` cannot be connected by two keys alone: insert the rows \
         of `{}`",
        end.name, between.name
    );
    refused(between, column, reason)
}

#[cold]
fn refused(table: &'static Table, column: u16, reason: String) -> Error {
    Error::Value(Box::new(ValueError {
        table: table.name.to_owned(),
        column: table.column(column).name.to_owned(),
        reason,
        of_statement: false,
    }))
}
