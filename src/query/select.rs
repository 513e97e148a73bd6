//! Queries for rows, by a key, conditions and an order.

use std::marker::PhantomData;

use smallvec::SmallVec;
use tablewright_sql::words::{Comparison, Strength, Wait, lock};
use tablewright_sql::{Op, Word, statements};

use super::computed::Condition;
use super::order::{By, Sorting};
use super::page::keys as keys_of;
use super::subquery::Query;
use super::window::{Over, partition};
use super::{
    Delete, Filter, Grouping, IntoFilter, IntoOrder, Node, Paged, Selected, Selection, SortKey,
    Update,
};
#[cfg(feature = "async")]
use crate::base::connection::driver::Key as DriverKey;
use crate::base::connection::driver::{Collect, Driver, Structs};
use crate::base::connection::mode::Mode;
#[cfg(feature = "async")]
use crate::base::connection::stream::{RowStream, StreamSource};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::{FromRow, Model, Table};
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::Row;
use crate::base::value::parameter::Parameter;
use crate::query::route::Route;

/// A query for rows of `M`.
///
/// It runs only when one of its methods gets a connection.
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing without an ending: add `.all(&db)`"]
pub struct Select<'a, M> {
    pub(super) key: Key<'a>,
    /// Boxed, so that a query by key, which has none of these, is small.
    clauses: Option<Box<Clauses>>,
    pub(super) deleted: Deleted,
    of: PhantomData<fn() -> M>,
}

/// The clauses besides the key.
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses {
    pub filters: SmallVec<[Node; 2]>,
    pub order: Sorting,
    pub limit: Option<u64>,
    pub offset: Option<u64>,
    pub lock: Option<(Strength, Wait)>,
}

static NO_CLAUSES: Clauses = Clauses {
    filters: SmallVec::new_const(),
    order: Sorting::ByPrimaryKey,
    limit: None,
    offset: None,
    lock: None,
};

/// The rows of the query before its conditions.
#[derive(Clone, Debug)]
pub(super) enum Key<'a> {
    /// All rows.
    None,
    /// Columns have these values.
    Columns {
        columns: &'static [u16],
        values: KeyValues<'a>,
        /// Whether at most one row has them.
        is_unique: bool,
    },
    /// Rows that a join table connects with a key.
    Connected {
        route: Route,
        values: Box<[Parameter<'a>]>,
    },
}

/// The values of a key. Most keys are one column.
#[derive(Clone, Debug)]
pub(super) enum KeyValues<'a> {
    One(Parameter<'a>),
    Several(Box<[Parameter<'a>]>),
}

/// Which rows are included in a model with soft deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deleted {
    /// Rows that are not deleted.
    LeftOut,
    /// All rows.
    Included,
    /// Deleted rows.
    Alone,
}

impl<'a, M: Model> Select<'a, M> {
    /// All rows.
    #[inline]
    pub(crate) fn all_rows() -> Self {
        Select::by(Key::None)
    }

    #[inline]
    fn by(key: Key<'a>) -> Self {
        Select {
            key,
            clauses: None,
            deleted: Deleted::LeftOut,
            of: PhantomData,
        }
    }

    /// The rows with these values in some columns; `is_unique` if there is at most one.
    #[inline]
    pub(crate) fn with_values<const N: usize>(
        columns: &'static [u16],
        values: [Parameter<'a>; N],
        is_unique: bool,
    ) -> Self {
        Select::by(Key::Columns {
            columns,
            values: KeyValues::from(values),
            is_unique,
        })
    }

    /// The rows that a join table connects with a key.
    pub(crate) fn connected<const N: usize>(route: Route, values: [Parameter<'a>; N]) -> Self {
        Select::by(Key::Connected {
            route,
            values: Box::new(values),
        })
    }

    /// The same query, which includes deleted rows.
    #[inline]
    pub(crate) fn also_deleted(mut self) -> Self {
        self.deleted = Deleted::Included;
        self
    }

    /// Adds a condition: only rows that satisfy it.
    #[inline(always)]
    pub fn filter(mut self, filter: impl IntoFilter<M>) -> Self {
        let node = filter.into_filter().into_node();
        self.clauses_mut().filters.push(node);
        self
    }

    /// Sorts the rows: `order_by(User::NAME.asc())`, or an array of orders. Later orders decide
    /// among rows that are equal in the earlier ones. Called again, it adds orders.
    #[inline]
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        let keys = order.into_orders().map(|order| order.key);
        self.clauses_mut().order.add(keys);
        self
    }

    /// Returns one row for each value of a column, an expression, or a tuple of them: the first in
    /// the order so far (`DISTINCT ON`). The primary key decides among rows that are equal in the
    /// order.
    ///
    /// ```text
    /// // The post with the most likes of each author.
    /// Post::all().order_by(Post::LIKES.desc()).distinct_on(Post::AUTHOR_ID).all(&db)?
    /// ```
    ///
    /// Conditions before it select the candidates, and conditions after it filter the chosen rows.
    /// The result has the same order, unless `order_by` adds to it. Without an order before it,
    /// running the query is [`Error::Value`].
    pub fn distinct_on(self, by: impl Grouping<M>) -> Self {
        let keys = self.sorting().keys();
        let mut firsts = self.to_query();
        // The chosen rows may be locked.
        firsts.invalid = None;
        if keys.is_empty() {
            firsts.refuse(
                "`distinct_on` needs an order before it, by which a row is the first: add \
                 `order_by` before it",
            );
        } else if keys.iter().any(|key| key.by.is_aggregate()) {
            firsts.refuse("the order before `distinct_on` cannot have aggregates");
        } else if self.is_limited() {
            firsts
                .refuse("`limit` and `offset` cannot come before `distinct_on`: add them after it");
        }
        let table = M::TABLE;
        let key = table.primary_key.columns.iter();
        firsts.items = key
            .map(|&column| By::Column(Name { table, column }))
            .collect();
        let number = Over::number(partition(by), keys_of(table, keys));
        firsts.items.push(By::Expr(number));
        let mut chosen = Select::all_rows().also_deleted();
        let clauses = self.clauses();
        let filter = Filter::<M>::computed(Condition::FirstOf(firsts));
        let chosen_clauses = chosen.clauses_mut();
        chosen_clauses.filters.push(filter.into_node());
        chosen_clauses.order = clauses.order.clone();
        chosen_clauses.lock = clauses.lock;
        chosen
    }

    /// Leaves out the `ORDER BY` of the primary key, which can be faster for many rows. It also
    /// removes an earlier `order_by`.
    pub fn unordered(mut self) -> Self {
        self.clauses_mut().order = Sorting::Not;
        self
    }

    /// Returns at most this number of rows.
    #[inline]
    pub fn limit(mut self, rows: u64) -> Self {
        self.clauses_mut().limit = Some(rows);
        self
    }

    /// Skips this number of rows.
    #[inline]
    pub fn offset(mut self, rows: u64) -> Self {
        self.clauses_mut().offset = Some(rows);
        self
    }

    /// Selects columns and aggregates instead of whole rows: a column, `count()`, or a tuple of up
    /// to sixteen of them.
    pub fn select<S: Selection<M>>(self, selection: S) -> Selected<'a, M, S> {
        Selected::new(self, selection)
    }

    /// Returns a page of this size: the first one, or the one after the page that returned this
    /// [`next`](crate::query::Page::next).
    pub fn page(self, after: Option<&str>, size: u64) -> Paged<'a, M> {
        Paged::new(self, after, size)
    }

    /// Locks the rows until the end of the transaction, so that no other session changes or locks
    /// them: `FOR UPDATE`. Without a transaction it is an error. On SQLite, a transaction that
    /// writes locks the whole database.
    pub fn for_update(self) -> Self {
        self.locked(Strength::Update)
    }

    /// Locks the rows until the end of the transaction, so that no other session changes them: `FOR
    /// SHARE`. On SQLite, a transaction that writes locks the whole database.
    pub fn for_share(self) -> Self {
        self.locked(Strength::Share)
    }

    /// Leaves out rows that another session has locked, instead of waiting: `SKIP LOCKED`. It locks
    /// like [`for_update`](Select::for_update), unless another lock was set before.
    pub fn skip_locked(self) -> Self {
        self.waiting(Wait::Skip)
    }

    /// Fails with [`Error::Busy`] if another session has locked a row, instead of waiting:
    /// `NOWAIT`. It locks like [`for_update`](Select::for_update), unless another lock was set
    /// before.
    pub fn no_wait(self) -> Self {
        self.waiting(Wait::Not)
    }

    /// Begins an update of these rows.
    pub fn update(self) -> Update<'a, M> {
        Update::new(self)
    }

    /// Begins a delete of these rows.
    pub fn delete(self) -> Delete<'a, M> {
        Delete::new(self)
    }

    fn locked(mut self, strength: Strength) -> Self {
        let lock = &mut self.clauses_mut().lock;
        let wait = lock.map_or(Wait::ForIt, |(_, wait)| wait);
        *lock = Some((strength, wait));
        self
    }

    fn waiting(mut self, wait: Wait) -> Self {
        let lock = &mut self.clauses_mut().lock;
        let strength = lock.map_or(Strength::Update, |(strength, _)| strength);
        *lock = Some((strength, wait));
        self
    }

    /// Returns the first row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    #[inline]
    pub fn one<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<M>>
    where
        'a: 'c,
    {
        // The body is here and not in a function, because a nested future would move the row once
        // more.
        C::Mode::finish(async move {
            let mut row: Option<M> = None;
            let db = self.with_lock(db.driver())?;
            db.fetch(&self.first(), &mut row).await?;
            row.ok_or_else(|| Error::NotFound(M::TABLE.name))
        })
    }

    /// Returns the first row, or `None`.
    #[inline]
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Option<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut row: Option<M> = None;
            let db = self.with_lock(db.driver())?;
            db.fetch(&self.first(), &mut row).await?;
            Ok(row)
        })
    }

    /// Returns all rows.
    #[inline]
    pub fn all<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<Vec<M>>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run_all(db.driver()).await })
    }

    /// Calls a function with each row as it arrives, and returns the number of rows. There may be
    /// more rows than memory holds.
    ///
    /// The function must not use the connection that the rows come from. On a pool, it may use the
    /// pool.
    ///
    /// # Errors
    ///
    /// An error of the function ends the query.
    pub fn for_each<'c, C: Connection>(
        self,
        db: &'c C,
        f: impl FnMut(M) -> Result<()> + Send + 'c,
    ) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        self.try_for_each(db, f)
    }

    /// Calls a function as [`for_each`](Select::for_each) does, with an error of your own type.
    ///
    /// ```text
    /// let count = User::all().try_for_each(&db, |user| -> Result<(), ExportError> {
    ///     writer.write_all(user.name.as_bytes())?;
    ///     Ok(())
    /// })?;
    /// ```
    ///
    /// # Errors
    ///
    /// An error of the function ends the query. An error of the database is converted to an `E`.
    pub fn try_for_each<'c, C: Connection, E>(
        self,
        db: &'c C,
        f: impl FnMut(M) -> Result<(), E> + Send + 'c,
    ) -> Output<'c, C, Result<u64, E>>
    where
        E: From<Error> + Send + 'c,
        'a: 'c,
    {
        C::Mode::finish(async move {
            let mut each = Each {
                f,
                rows: 0,
                end: Ok(()),
                of: PhantomData,
            };
            let db = self.with_lock(db.driver())?;
            db.fetch(&self.rows(), &mut each).await?;
            each.end.map(|()| each.rows)
        })
    }

    /// Returns the rows as a
    /// [`Stream`](https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html). There
    /// may be more rows than memory holds. Dropping the stream ends the query.
    ///
    /// It occupies a connection. So it takes a pool as `&db`, but a connection or a transaction as
    /// `&mut tx`, because nothing else can use it until the stream is dropped.
    ///
    /// ```text
    /// let mut users = User::all().stream(&db);
    /// while let Some(user) = users.next().await {
    ///     println!("{}", user?.name);
    /// }
    /// ```
    #[cfg(feature = "async")]
    pub fn stream<'c>(self, db: impl StreamSource<'c>) -> RowStream<'c, M>
    where
        'a: 'c,
    {
        let db = db.__stream_driver(DriverKey::new());
        RowStream::of(Structs::new(), |mut feed| async move {
            let db = self.with_lock(db)?;
            db.fetch(&self.rows(), &mut feed).await
        })
    }

    /// Returns the number of rows.
    #[inline]
    pub fn count<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<u64>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run_count(db.driver()).await })
    }

    /// Returns whether the query finds a row.
    #[inline]
    pub fn exists<'c, C: Connection>(self, db: &'c C) -> Output<'c, C, Result<bool>>
    where
        'a: 'c,
    {
        C::Mode::finish(async move { self.run_exists(db.driver()).await })
    }

    pub(crate) async fn run_all<D: Driver>(&self, db: &D) -> Result<Vec<M>> {
        let mut rows = Vec::new();
        self.with_lock(db)?.fetch(&self.rows(), &mut rows).await?;
        Ok(rows)
    }

    pub(crate) async fn run_exists<D: Driver>(&self, db: &D) -> Result<bool> {
        let statement = Asking {
            select: self,
            op: Op::Exists,
        };
        Ok(number(&statement, db).await? != 0)
    }

    pub(super) async fn run_count<D: Driver>(&self, db: &D) -> Result<u64> {
        let statement = Asking {
            select: self,
            op: Op::Count,
        };
        Ok(number(&statement, db).await?.unsigned_abs())
    }

    /// The statement for all rows.
    #[inline]
    pub(crate) fn rows(&self) -> RowsOf<'_, 'a, M> {
        RowsOf {
            select: self,
            limit: self.clauses().limit,
        }
    }

    /// The statement for the first row. If the key is unique, it needs no limit.
    #[inline]
    pub(crate) fn first(&self) -> RowsOf<'_, 'a, M> {
        let limit = self.clauses.as_ref().and_then(|clauses| clauses.limit);
        let limit = if self.key.is_unique() {
            limit
        } else {
            Some(limit.unwrap_or(1).min(1))
        };
        RowsOf {
            select: self,
            limit,
        }
    }

    /// Whether it selects all rows of the table, in a query that joins others to them.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.key, Key::None)
            && !self.is_limited()
            && self.deleted == Deleted::LeftOut
            && M::DELETED.is_none()
    }

    pub(crate) fn has_lock(&self) -> bool {
        self.clauses().lock.is_some()
    }

    /// The connection, unless it has no transaction that keeps the lock.
    #[inline]
    pub(crate) fn with_lock<'d, D: Driver>(&self, db: &'d D) -> Result<&'d D> {
        if self.has_lock() && !db.in_transaction() {
            return Err(no_transaction());
        }
        Ok(db)
    }

    pub(crate) fn filters(&self) -> &[Node] {
        match &self.clauses {
            Some(clauses) => &clauses.filters,
            None => &[],
        }
    }

    /// The keys of the order, to change them.
    pub(crate) fn sorting_mut(&mut self) -> &mut [SortKey] {
        match &mut self.clauses {
            Some(clauses) => clauses.order.keys_mut(),
            None => &mut [],
        }
    }

    pub(crate) fn sorting(&self) -> &Sorting {
        &self.clauses().order
    }

    /// The clauses besides the key.
    #[inline]
    pub(super) fn clauses(&self) -> &Clauses {
        self.clauses.as_deref().unwrap_or(&NO_CLAUSES)
    }

    /// The clauses, to change them.
    #[inline]
    pub(super) fn clauses_mut(&mut self) -> &mut Clauses {
        self.clauses.get_or_insert_default()
    }

    /// Whether the key selects at most one row.
    pub(super) fn is_of_one_row(&self) -> bool {
        self.key.is_unique()
    }

    /// Whether a limit or an offset excludes rows.
    pub(super) fn is_limited(&self) -> bool {
        match &self.clauses {
            Some(clauses) => clauses.limit.is_some() || clauses.offset.is_some(),
            None => false,
        }
    }

    /// Emits the words of the conditions.
    #[inline(always)]
    pub(super) fn walk_conditions<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let of_deleted = match (M::DELETED, self.deleted) {
            (None, _) | (_, Deleted::Included) => None,
            (Some(column), Deleted::LeftOut) => Some((Op::IsNull, column)),
            (Some(column), Deleted::Alone) => Some((Op::IsNotNull, column)),
        };
        let filters = self.filters().iter().filter(|node| !node.is_always());
        let others = filters.clone().count() as u32;
        match &self.key {
            Key::None => statements::has_key(&[], of_deleted, others, to, |_, _| {}),
            Key::Columns {
                columns, values, ..
            } => {
                let mut values = values.as_slice().iter();
                statements::has_key(columns, of_deleted, others, to, |to, column| {
                    if let Some(value) = values.next() {
                        let table = M::TABLE;
                        to.parameter(Name { table, column }, value);
                    }
                });
            }
            Key::Connected { route, values } => {
                to.op(Op::Where, 1 + u32::from(of_deleted.is_some()) + others);
                to.op(Op::Connected, 0);
                route.walk(to);
                for value in values {
                    to.parameter(Name::NONE, value);
                }
                if let Some((op, column)) = of_deleted {
                    to.op(op, column.into());
                }
            }
        }
        for filter in filters {
            filter.walk(to);
        }
    }

    #[inline]
    pub(super) fn walk_limit<'w, S: Sink<'w>>(&'w self, limit: Option<u64>, to: &mut S) {
        walk_limit(limit, self.clauses().offset, to);
    }

    pub(super) fn walk_lock<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        if let Some((strength, wait)) = self.clauses().lock {
            to.op(Op::Lock, lock(strength, wait));
        }
    }

    /// Emits the words of the rows that an update or a delete changes.
    ///
    /// No standard allows an order and a limit in a change, and MySQL does not allow a change to
    /// read its own table, as a condition on related rows may do. In these cases the rows are those
    /// of a subquery.
    #[inline]
    pub(super) fn walk_target<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let asks_others = self.filters().iter().any(Node::asks_others);
        if !self.is_limited() && !asks_others {
            return self.walk_conditions(to);
        }
        // Conditions that are always true are left out. MySQL would refuse the subquery of the
        // others.
        let filters = self.filters();
        if filters.iter().any(Node::is_never) && !filters.iter().any(Node::is_invalid) {
            to.op(Op::Where, 1);
            return to.op(Op::False, 0);
        }
        self.walk_selected_target(to);
    }

    /// Emits the words of the changed rows as a subquery on the same table.
    pub(super) fn walk_selected_target<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Target, 0);
        self.walk_conditions(to);
        self.sorting().walk(to);
        self.walk_limit(self.clauses().limit, to);
        to.op(Op::End, 0);
    }

    /// The query for the primary keys of the rows, as a subquery.
    pub(crate) fn to_key_query(&self) -> Query {
        let mut query = self.to_query();
        let key = M::TABLE.primary_key.columns.iter();
        let table = M::TABLE;
        let items = key.map(|&column| By::Column(Name { table, column }));
        query.items = items.collect();
        query
    }

    /// The query as a subquery.
    pub(super) fn to_query(&self) -> Query {
        let table = M::TABLE;
        let mut conditions = Vec::new();
        match &self.key {
            Key::None => {}
            Key::Columns {
                columns, values, ..
            } => {
                for (&column, value) in columns.iter().zip(values.as_slice()) {
                    let name = Name { table, column };
                    let value = value.clone().into_owned();
                    conditions.push(Node::Value(name, Comparison::Equal, value));
                }
            }
            Key::Connected { route, values } => {
                let values = values.iter().map(|value| value.clone().into_owned());
                conditions.push(Node::Connected(Box::new((*route, values.collect()))));
            }
        }
        if let Some(column) = M::DELETED {
            let name = Name { table, column };
            match self.deleted {
                Deleted::LeftOut => conditions.push(Node::Null(name, true)),
                Deleted::Alone => conditions.push(Node::Null(name, false)),
                Deleted::Included => {}
            }
        }
        conditions.extend(self.filters().iter().cloned());
        let clauses = self.clauses();
        let invalid = clauses.lock.map(|_| {
            "a query within another cannot lock its rows: lock those of the query around it".into()
        });
        Query {
            table,
            conditions,
            items: Vec::new(),
            distinct: false,
            groups: Vec::new(),
            having: Vec::new(),
            order: clauses.order.clone(),
            limit: clauses.limit,
            offset: clauses.offset,
            is_one_row: false,
            is_correlated: false,
            invalid,
        }
    }

    /// Emits the words of a query for whole rows up to its end, as a subquery.
    pub(crate) fn walk_nested<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.walk_rows(self.clauses().limit, to);
        to.op(Op::End, 0);
    }

    /// Emits the words of a query for whole rows.
    #[inline]
    fn walk_rows<'w, S: Sink<'w>>(&'w self, limit: Option<u64>, to: &mut S) {
        statements::rows(M::TABLE, to);
        self.walk_conditions(to);
        // A single row needs no order.
        if self.clauses.is_none() && limit.is_none() && self.key.is_unique() {
            return;
        }
        if !self.key.is_unique() {
            self.sorting().walk(to);
        }
        self.walk_limit(limit, to);
        self.walk_lock(to);
    }
}

impl<'a> KeyValues<'a> {
    #[inline]
    fn as_slice(&self) -> &[Parameter<'a>] {
        match self {
            KeyValues::One(value) => std::slice::from_ref(value),
            KeyValues::Several(values) => values,
        }
    }
}

impl<'a, const N: usize> From<[Parameter<'a>; N]> for KeyValues<'a> {
    #[inline]
    fn from(values: [Parameter<'a>; N]) -> Self {
        let mut values = values.into_iter();
        match values.next() {
            Some(value) if N == 1 => KeyValues::One(value),
            first => KeyValues::Several(first.into_iter().chain(values).collect()),
        }
    }
}

impl Key<'_> {
    #[inline]
    fn is_unique(&self) -> bool {
        match self {
            Key::Columns { is_unique, .. } => *is_unique,
            Key::None | Key::Connected { .. } => false,
        }
    }
}

#[cold]
fn no_transaction() -> Error {
    Error::Database(Box::new(Failure {
        message: "rows are locked until the end of a transaction, and none is in progress: begin \
            one, and give the transaction to the statement"
            .to_owned(),
        source: None,
    }))
}

/// Emits `LIMIT` and `OFFSET`.
#[inline]
pub(crate) fn walk_limit<'w, S: Sink<'w>>(limit: Option<u64>, offset: Option<u64>, to: &mut S) {
    for (op, rows) in [(Op::Limit, limit), (Op::Offset, offset)] {
        if let Some(rows) = rows {
            to.op(op, 0);
            to.parameter(Name::NONE, &row_count(rows));
        }
    }
}

/// A number of rows as a parameter.
#[inline]
pub(crate) fn row_count(rows: u64) -> Parameter<'static> {
    Parameter::I64(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// Reads whole rows.
pub(crate) struct RowsOf<'s, 'a, M> {
    select: &'s Select<'a, M>,
    limit: Option<u64>,
}

impl<M: Model> Statement for RowsOf<'_, '_, M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    #[inline]
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        self.select.walk_rows(self.limit, to);
    }
}

/// A query that counts rows, or tests whether there is one.
struct Asking<'s, 'a, M> {
    select: &'s Select<'a, M>,
    op: Op,
}

impl<M: Model> Statement for Asking<'_, '_, M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let is_limited = self.select.is_limited();
        to.op(self.op, u32::from(is_limited));
        to.word(Word::Table(M::TABLE));
        self.select.walk_conditions(to);
        if is_limited {
            self.select.sorting().walk(to);
            self.select.walk_limit(self.select.clauses().limit, to);
        }
    }
}

/// The number in the result; 0 if there is no row.
pub(crate) async fn number<D: Driver>(statement: &impl Statement, db: &D) -> Result<i64> {
    let mut number: Option<Number> = None;
    db.fetch(statement, &mut number).await?;
    Ok(number.map_or(0, |Number(number)| number))
}

/// The result of a count or an `exists`.
struct Number(i64);

impl FromRow for Number {
    const TABLE: Option<&'static Table> = None;

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Number)
    }
}

/// Passes rows to a function.
struct Each<M, F, E> {
    f: F,
    rows: u64,
    /// The last result of the function.
    end: Result<(), E>,
    of: PhantomData<fn(M)>,
}

impl<M, F, E> Collect for Each<M, F, E>
where
    M: FromRow,
    F: FnMut(M) -> Result<(), E> + Send,
    E: Send,
{
    type Decode = Structs<M>;

    fn decoder(&self) -> Structs<M> {
        Structs::new()
    }

    fn push(&mut self, row: M) -> bool {
        self.end = (self.f)(row);
        self.rows += u64::from(self.end.is_ok());
        self.end.is_ok()
    }
}
