//! Pages, each of which begins behind the last row of the one before.

use std::fmt;

use super::cursor::{self, Cursor};
use super::order::{By, SortKey, Sorting};
use super::{Comparison, Name, Node, Term};
use crate::arg::Arg;
use crate::args::Args;
use crate::connection::{Connection, Decode, Rows, Structs};
use crate::model::{Model, Rule, Table};
use crate::{Dialect, Error, Result, Select, text};

/// So many rows of a [`Select`], from the beginning or behind those of an earlier page.
///
/// ```text
/// let page = Post::all().order_by(Post::TITLE.asc()).page(cursor, 20).all(&db)?;
/// // page.rows, and page.next for the page that follows
/// ```
///
/// A page is found by the values of its order, not by counting rows: the thousandth page costs as
/// much as the first, if there is an index, and no row is skipped or repeated when others come or
/// go in between. Where rows are alike in the order, the primary key decides.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Paged<'a, M> {
    rows: Select<'a, M>,
    after: Option<String>,
    size: u64,
}

/// The rows of a page, and how to get those that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<M> {
    /// The rows.
    pub rows: Vec<M>,
    /// What [`page`](Select::page) takes for the page that follows; `None` at the end.
    ///
    /// It is a text of digits and small letters, which contains the values of the order in the last
    /// row, readable to who takes the trouble.
    pub next: Option<String>,
}

impl<'a, M: Model + Sync> Paged<'a, M> {
    pub(crate) fn new(rows: Select<'a, M>, after: Option<&str>, size: u64) -> Self {
        Paged {
            rows,
            after: after.map(str::to_owned),
            size,
        }
    }

    /// The page.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a cursor that is none, or one of a statement with another order; and
    /// where the order has a column that the database computes.
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Page<M>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    async fn run<C: Connection>(self, db: &C) -> Result<Page<M>> {
        let (rows, next) = self.run_rows(Structs::new(), |row| row, db).await?;
        Ok(Page { rows, next })
    }

    /// The rows, read in some way that has the model in it, and what the next page begins behind.
    pub(crate) async fn run_rows<D: Decode, C: Connection>(
        mut self,
        decoder: D,
        model: fn(&D::Item) -> &M,
        db: &C,
    ) -> Result<(Vec<D::Item>, Option<String>)> {
        let dialect = db.dialect();
        let keys = keys(M::MODEL, self.rows.shape().order.keys());
        let shape = self.rows.shape();
        shape.order = Sorting::By(keys.clone());
        // One row more tells whether there is another page.
        shape.limit = Some(self.size.saturating_add(1));
        if let Some(after) = &self.after {
            let Cursor(values) = cursor::decode(after, &keys)?;
            shape.filters.push(behind(&keys, &values));
        }
        let mut rows = Rows::new(decoder);
        self.rows.fetch(db, &mut rows).await?;
        let mut rows = rows.rows;
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = match rows.last() {
            Some(last) if more => {
                let values = values(model(last), &keys, dialect)?;
                Some(cursor::encode(&keys, &values))
            }
            Some(_) | None => None,
        };
        Ok((rows, next))
    }
}

impl<M> fmt::Debug for Paged<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paged")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// What the rows are sorted by, so that no two are alike.
fn keys(table: &'static Table, order: &[SortKey]) -> Vec<SortKey> {
    let mut keys = order.to_vec();
    let mut constraints = table.constraints.iter();
    let primary = constraints.find(|constraint| matches!(constraint.rule, Rule::PrimaryKey));
    for &column in primary.map_or(&[][..], |constraint| constraint.columns) {
        let is_column = |key: &SortKey| key.by.column().is_some_and(|name| name.column == column);
        if !keys.iter().any(is_column) {
            keys.push(SortKey {
                by: By::Column(Name { table, column }),
                descending: false,
                nulls_first: None,
            });
        }
    }
    keys
}

/// The condition that a row comes behind these values.
fn behind(keys: &[SortKey], values: &[Arg<'static>]) -> Node {
    let mut equal = Vec::new();
    let mut any = Vec::new();
    for (key, value) in keys.iter().zip(values) {
        // A page is one of rows, and only groups are sorted by aggregates.
        let Some(name) = key.by.column() else {
            continue;
        };
        let mut all = equal.clone();
        all.push(later(name, *key, value));
        any.push(Node::All(all));
        equal.push(match value {
            Arg::Null => Node::Null(name, true),
            value => Node::Compare(name, Comparison::Equal, Term::Value(value.clone())),
        });
    }
    Node::Any(any)
}

/// The condition that a column comes behind a value.
fn later(name: Name, key: SortKey, value: &Arg<'static>) -> Node {
    let comparison = if key.descending {
        Comparison::Less
    } else {
        Comparison::Greater
    };
    match (value, key.nulls_first) {
        (Arg::Null, Some(true)) => Node::Null(name, false),
        (Arg::Null, _) => Node::Constant(false),
        (value, Some(false)) => Node::Any(vec![
            Node::Compare(name, comparison, Term::Value(value.clone())),
            Node::Null(name, true),
        ]),
        (value, _) => Node::Compare(name, comparison, Term::Value(value.clone())),
    }
}

/// The values of a row in its order.
///
/// A model binds its columns in the order in which the statement that saves it names them.
fn values<M: Model>(row: &M, keys: &[SortKey], dialect: Dialect) -> Result<Vec<Arg<'static>>> {
    let mut bound = Args::default();
    let statement = if M::SAVE.text(dialect).is_ok() {
        row.bind_row(&mut bound)?;
        M::SAVE.text(dialect)?
    } else {
        row.bind_key(&mut bound)?;
        M::DELETE.text(dialect)?
    };
    row.bind_version(&mut bound)?;
    let assignments = text::assignments(statement);
    let names = assignments.written.iter().chain(&assignments.compared);
    // A version is counted up, and a deletion is a time of the database's.
    let names = names.filter(|(_, value)| value.starts_with(['?', '$']));
    let bound = bound.into_vec();
    keys.iter()
        .map(|key| {
            let column = key.by.column().map_or("", |name| name.column);
            let place = names.clone().position(|(name, _)| name == column);
            let value = place.and_then(|place| bound.get(place));
            value.cloned().ok_or_else(|| not_saved(M::MODEL, column))
        })
        .collect()
}

#[cold]
fn not_saved(table: &Table, column: &str) -> Error {
    Error::value(format!(
        "pages cannot be in the order of `{}.{column}`, which the database computes",
        table.name
    ))
}
