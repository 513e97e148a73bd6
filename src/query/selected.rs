//! Queries for columns and aggregates instead of whole rows.

use std::fmt;
use std::marker::PhantomData;

use super::expression::{Selection, Writer};
use super::render::{Built, Renderer};
use super::{Having, IntoOrder, Node};
use crate::connection::{Connection, Decode, Query, Rows, Text};
use crate::model::Model;
use crate::value::Row;
use crate::{Dialect, Error, Result, Select};

/// Columns and aggregates of the rows that a [`Select`] picks out.
///
/// ```text
/// let names: Vec<(i64, String)> = User::all().select((User::ID, User::NAME)).all(&db)?;
/// let busiest = Post::all()
///     .select((Post::AUTHOR_ID, count()))
///     .group_by(Post::AUTHOR_ID)
///     .having(count().gt(5))
///     .order_by(count().desc())
///     .limit(10)
///     .all(&db)?;
/// ```
///
/// There is no order unless one is given.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Selected<'a, M, S> {
    rows: Select<'a, M>,
    selection: S,
    distinct: bool,
    /// The columns that rows are grouped by.
    groups: Vec<&'static str>,
    having: Vec<Node>,
}

impl<'a, M: Model, S: Selection<M>> Selected<'a, M, S> {
    pub(crate) fn new(rows: Select<'a, M>, selection: S) -> Self {
        Selected {
            rows,
            selection,
            distinct: false,
            groups: Vec::new(),
            having: Vec::new(),
        }
    }

    /// Each row of the result only once: `SELECT DISTINCT`.
    pub fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    /// One row for all rows that are alike in these columns: `GROUP BY`. Aggregates are over the
    /// rows of each group.
    pub fn group_by(mut self, columns: impl Columns<M>) -> Self {
        self.groups.extend(columns.names());
        self
    }

    /// Only the groups for which the condition holds: `HAVING`.
    pub fn having(mut self, condition: Having<M>) -> Self {
        self.having.push(condition.into_node());
        self
    }

    /// The result in this order.
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        self.rows = self.rows.order_by(order);
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.rows = self.rows.limit(rows);
        self
    }

    /// Without the first rows, so many of them.
    pub fn offset(mut self, rows: u64) -> Self {
        self.rows = self.rows.offset(rows);
        self
    }

    /// The first row of the result.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is none.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<S::Row>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move {
            let first = self.run_first(db).await?;
            first.ok_or(Error::NotFound(M::MODEL.name))
        })
    }

    /// The first row of the result, or `None`.
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Option<S::Row>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run_first(db).await })
    }

    /// The whole result.
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Vec<S::Row>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    async fn run_first<C: Connection>(mut self, db: &C) -> Result<Option<S::Row>> {
        let shape = self.rows.shape();
        shape.limit = Some(shape.limit.unwrap_or(1).min(1));
        Ok(self.run(db).await?.pop())
    }

    async fn run<C: Connection>(self, db: &C) -> Result<Vec<S::Row>> {
        let (text, args) = self.build(db.dialect())?;
        let query = Query {
            sql: Text::Built(&text),
            table: M::MODEL,
            read_back: None,
        };
        let mut rows = Rows::new(Reading::new(self.selection));
        db.fetch(query, &args, &mut rows).await?;
        Ok(rows.rows)
    }

    fn build(&self, dialect: Dialect) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(dialect);
        to.push(if self.distinct {
            "SELECT DISTINCT "
        } else {
            "SELECT "
        });
        self.selection.write(&mut Writer(&mut to));
        let having = &self.having;
        let groups = &self.groups;
        self.rows.write_from(&mut to, |to| {
            let mut between = " GROUP BY ";
            for group in groups {
                to.push(between);
                to.name(group);
                between = ", ";
            }
            to.conditions(" HAVING ", having)
        })?;
        to.finish()
    }
}

impl<M, S> fmt::Debug for Selected<'_, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selected")
            .field("distinct", &self.distinct)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}

/// Reads a selection from a row.
pub(super) struct Reading<M, S>(S, PhantomData<fn() -> M>);

impl<M, S> Reading<M, S> {
    pub fn new(selection: S) -> Self {
        Reading(selection, PhantomData)
    }
}

impl<M, S: Clone> Clone for Reading<M, S> {
    fn clone(&self) -> Self {
        Reading(self.0.clone(), PhantomData)
    }
}

impl<M: 'static, S: Selection<M>> Decode for Reading<M, S> {
    type Item = S::Row;

    fn decode<R: Row>(&self, row: &R) -> Result<S::Row> {
        self.0.read(row, 0)
    }
}

/// Columns of `M`: one, or a tuple of them.
pub trait Columns<M> {
    /// Their names.
    #[doc(hidden)]
    fn names(&self) -> Vec<&'static str>;
}

impl<M, T> Columns<M> for crate::Column<M, T> {
    fn names(&self) -> Vec<&'static str> {
        vec![self.name()]
    }
}

macro_rules! tuple {
    ($($name:ident $place:tt),+) => {
        impl<M, $($name: Columns<M>),+> Columns<M> for ($($name,)+) {
            fn names(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(names.extend(self.$place.names());)+
                names
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
