//! Pages. Each begins after the last row of the previous one.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use tablewright_sql::words::Comparison;
use tablewright_sql::{Op, Word};

use super::comparison::ranked;
use super::cursor::{self, Cursor};
use super::order::{SortKey, Sorting};
use super::{Node, Select, Selected, Selection};
use crate::base::connection::driver::{Decode, Driver, Rows, Structs};
use crate::base::connection::mode::Mode;
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink, Statement, Values};
use crate::base::value::Row;
use crate::base::value::key::Part;
use crate::base::value::parameter::Parameter;

/// A page of the rows of a [`Select`], the first or a later one.
///
/// ```text
/// let page = Post::all().order_by(Post::TITLE.asc()).page(cursor, 20).all(&db)?;
/// // page.rows, and page.next for the next page
/// ```
///
/// A page is found by the values of its order, and not by counting rows. So with an index, the
/// thousandth page costs as much as the first, and no row is skipped or repeated if other rows are
/// added or removed. The primary key decides among rows that are equal in the order.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct Paged<'a, M> {
    rows: Select<'a, M>,
    after: Option<String>,
    size: u64,
}

/// The rows of a page, and the cursor of the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<M> {
    /// The rows.
    pub rows: Vec<M>,
    /// The cursor of the next page, for [`page`](Select::page); `None` on the last page.
    ///
    /// It is a string of digits and lower-case letters. It contains the values of the order in the
    /// last row, which are not encrypted.
    pub next: Option<String>,
}

impl<'a, M: Model> Paged<'a, M> {
    pub(crate) fn new(rows: Select<'a, M>, after: Option<&str>, size: u64) -> Self {
        Paged {
            rows,
            after: after.map(str::to_owned),
            size,
        }
    }

    /// Returns the page.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a cursor that is invalid or belongs to another order, and if the rows
    /// already have a limit or an offset.
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Page<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let (rows, next) = self
                .run_rows(Structs::new(), |row| row, db.driver())
                .await?;
            Ok(Page { rows, next })
        })
    }

    /// Reads the rows of the page, in a form that contains the model, and the cursor of the next
    /// page.
    pub(crate) async fn run_rows<X: Decode, D: Driver>(
        mut self,
        decoder: X,
        model: fn(&X::Item) -> &M,
        db: &D,
    ) -> Result<(Vec<X::Item>, Option<String>)> {
        let keys = begin(&mut self.rows, self.after.as_deref(), self.size)?;
        let mut rows = Rows::new(decoder);
        let db = self.rows.with_lock(db)?;
        db.fetch(&self.rows.rows(), &mut rows).await?;
        let mut rows = rows.rows;
        let more = cut(&mut rows, self.size);
        let next = match rows.last() {
            Some(last) if more => Some(cursor_of(model(last), &keys)),
            Some(_) | None => None,
        };
        Ok((rows, next))
    }
}

/// A page of a [`Selected`], the first or a later one.
///
/// ```text
/// let page = Post::all()
///     .select((Post::ID, Post::TITLE))
///     .order_by(Post::LIKES.desc())
///     .page(cursor, 20)
///     .all(&db)?;
/// // page.rows are pairs, and page.next is for the next page
/// ```
///
/// It behaves like a [`Paged`] of whole rows, and has the same cursors. The columns of the order
/// need not be selected.
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct PagedSelected<'a, M, S> {
    selected: Selected<'a, M, S>,
    after: Option<String>,
    size: u64,
}

impl<'a, M: Model, S: Selection<M>> PagedSelected<'a, M, S> {
    pub(super) fn new(selected: Selected<'a, M, S>, after: Option<&str>, size: u64) -> Self {
        PagedSelected {
            selected,
            after: after.map(str::to_owned),
            size,
        }
    }

    /// Returns the page.
    ///
    /// # Errors
    ///
    /// As [`Paged::all`], and [`Error::Value`] for groups, `distinct`, aggregates and window
    /// functions.
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Page<S::Row>>>
    where
        'a: 'c,
        M: 'c,
    {
        C::Mode::finish(async move { self.run(db.driver()).await })
    }

    async fn run<D: Driver>(self, db: &D) -> Result<Page<S::Row>> {
        let (mut rows, selection) = self.selected.into_page()?;
        let keys = begin(&mut rows, self.after.as_deref(), self.size)?;
        let columns = keys.iter().filter_map(|key| key.by.column()).collect();
        let statement = PageOf {
            rows,
            selection,
            columns,
        };
        let mut found = Rows::new(ReadingPage {
            selection: statement.selection.clone(),
            columns: Arc::clone(&statement.columns),
            of: PhantomData,
        });
        let db = statement.rows.with_lock(db)?;
        db.fetch(&statement, &mut found).await?;
        let mut found = found.rows;
        let more = cut(&mut found, self.size);
        let next = match found.last() {
            Some((_, values)) if more => Some(cursor::encode(&keys, values)),
            Some(_) | None => None,
        };
        let rows = found.into_iter().map(|(row, _)| row).collect();
        Ok(Page { rows, next })
    }
}

impl<M, S> fmt::Debug for PagedSelected<'_, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedSelected")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// Selects the columns of a page, and after them the columns of the order.
struct PageOf<'a, M, S> {
    rows: Select<'a, M>,
    selection: S,
    columns: Arc<[Name]>,
}

impl<M: Model, S: Selection<M>> Statement for PageOf<'_, M, S> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, K: Sink<'w>>(&'w self, to: &mut K) {
        to.op(Op::Rows, 0);
        to.word(Word::Table(M::TABLE));
        to.op(Op::Selection, S::ITEMS + self.columns.len() as u32);
        self.selection.walk(to);
        for column in &*self.columns {
            to.op(Op::Column, column.number());
        }
        self.rows.walk_conditions(to);
        self.rows.sorting().walk(to);
        self.rows.walk_limit(self.rows.clauses().limit, to);
        self.rows.walk_lock(to);
    }
}

/// Reads the rows of a [`PageOf`].
struct ReadingPage<M, S> {
    selection: S,
    columns: Arc<[Name]>,
    of: PhantomData<fn() -> M>,
}

impl<M, S: Clone> Clone for ReadingPage<M, S> {
    fn clone(&self) -> Self {
        ReadingPage {
            selection: self.selection.clone(),
            columns: Arc::clone(&self.columns),
            of: PhantomData,
        }
    }
}

impl<M: 'static, S: Selection<M>> Decode for ReadingPage<M, S> {
    type Item = (S::Row, Vec<Parameter<'static>>);

    fn decode<R: Row>(&self, row: &R) -> Result<Self::Item> {
        let selected = self.selection.read(row, 0)?;
        let columns = self.columns.iter().zip(S::WIDTH..);
        let value = |(name, index): (&Name, usize)| {
            let part = Part::read(&name.table.column(name.column).ty, row, index)?;
            Ok(part.map_or(Parameter::Null, |part| part.parameter()))
        };
        Ok((selected, columns.map(value).collect::<Result<_>>()?))
    }
}

/// Limits the rows to a page and one more row, and returns the keys of the order.
fn begin<M: Model>(
    rows: &mut Select<'_, M>,
    after: Option<&str>,
    size: u64,
) -> Result<Vec<SortKey>> {
    if rows.is_limited() {
        return Err(Error::statement(
            "a page cannot have `limit` or `offset`: it begins after the previous page, and its \
             size is the second parameter of `page`",
        ));
    }
    let keys = keys(M::TABLE, rows.sorting().keys());
    if keys.iter().any(|key| key.by.column().is_none()) {
        return Err(Error::statement(
            "a page can only be sorted by columns, because it begins after the values of the last \
             row: sort by a generated column instead of an expression, or use `limit` and `offset`",
        ));
    }
    let clauses = rows.clauses_mut();
    clauses.order = Sorting::By(keys.as_slice().into());
    // One more row shows whether there is another page.
    clauses.limit = Some(size.saturating_add(1));
    if let Some(after) = after {
        // The error has no column, because the cursor is not a field of a form.
        let Cursor(values) =
            cursor::decode(after, &keys).map_err(|error| error.in_parameter(M::TABLE, None))?;
        clauses.filters.push(after_values(&keys, &values));
    }
    Ok(keys)
}

/// Keeps the rows of a page, and returns whether there are more.
fn cut<T>(rows: &mut Vec<T>, size: u64) -> bool {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    more
}

impl<M> fmt::Debug for Paged<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paged")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// The keys of an order in which no two rows are equal.
pub(super) fn keys(table: &'static Table, order: &[SortKey]) -> Vec<SortKey> {
    let mut keys = order.to_vec();
    for key in SortKey::of_primary_key(table) {
        let column = |key: &SortKey| key.by.column().map(|name| name.column);
        if !keys.iter().any(|other| column(other) == column(&key)) {
            keys.push(key);
        }
    }
    keys
}

/// The condition that a row comes after these values.
fn after_values(keys: &[SortKey], values: &[Parameter<'static>]) -> Node {
    let mut equal = Vec::new();
    let mut any = Vec::new();
    for (key, value) in keys.iter().zip(values) {
        // Only groups are sorted by aggregates, and they have no pages.
        let Some(name) = key.by.column() else {
            continue;
        };
        let mut all = equal.clone();
        all.push(later(name, key, value));
        any.push(Node::All(all));
        equal.push(match value {
            Parameter::Null => Node::Null(name, true),
            value => Node::Value(name, Comparison::Equal, value.clone()),
        });
    }
    Node::Any(any)
}

/// The condition that a column comes after a value.
fn later(name: Name, key: &SortKey, value: &Parameter<'static>) -> Node {
    let comparison = if key.descending {
        Comparison::Less
    } else {
        Comparison::Greater
    };
    let value = &ranked(&name.table.column(name.column).ty, value.clone());
    match (value, key.nulls()) {
        (Parameter::Null, Some(true)) => Node::Null(name, false),
        (Parameter::Null, _) => Node::Constant(false),
        (value, Some(false)) => Node::Any(vec![
            Node::Value(name, comparison, value.clone()),
            Node::Null(name, true),
        ]),
        (value, _) => Node::Value(name, comparison, value.clone()),
    }
}

/// The cursor for a row in an order.
fn cursor_of<M: Model>(row: &M, keys: &[SortKey]) -> String {
    let mut values = Values::new(M::TABLE);
    row.values(&mut values);
    let value = |key: &SortKey| {
        let column = key.by.column().map_or(0, |name| name.column);
        values.get(column).cloned().unwrap_or(Parameter::Null)
    };
    let values: Vec<Parameter<'_>> = keys.iter().map(value).collect();
    cursor::encode(keys, &values)
}
