//! Inserts of many rows.

use std::fmt;
use std::iter::Peekable;
use std::sync::Arc;

use super::render::Renderer;
use super::selected::Reading;
use super::template::{self, Template};
use super::{Columns, Selection};
use crate::arg::Arg;
use crate::args::Args;
use crate::civil::{Date, DateTime, Time};
use crate::connection::{Collect, Connection, Params, Query, Rows, Text};
use crate::error::Failure;
use crate::model::{FromRow, Insert, Key, Model, ReadBack, Rule, Table};
use crate::value::{Binder, Row};
use crate::{Dialect, Error, Result, Transaction, TransactionOptions};

/// The most rows of one statement on a server: more do not make it faster.
const ROWS: usize = 256;
/// The most rows of one statement on SQLite, where a statement costs no way to a server and back.
const SQLITE_ROWS: usize = 128;
/// As far as this, SQLite gets each number of rows in one statement.
const SQLITE_FEW: usize = 16;
/// About how many bytes the values of one statement have at most, unless they are one row's: far
/// less than servers take.
const BYTES: usize = 512 * 1024;

/// New rows, all of which are inserted or none.
///
/// ```text
/// let there = User::insert_all(names.map(NewUser::new)).execute(&db)?;
/// let ids: Vec<i64> = User::insert_all(new).returning(User::ID).all(&db)?;
/// ```
///
/// They are taken from the iterator as they are sent, a few hundred in one statement, so there may be
/// more than memory holds. Where one statement does not take them all, they are in a transaction; or
/// in a savepoint, where there is a transaction already.
///
/// Nothing happens until one of its methods is given a connection.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct InsertAll<I> {
    rows: I,
}

/// What a row that is inserted becomes.
type ModelOf<I> = <<I as Iterator>::Item as Insert>::Model;

impl<I: Iterator<Item: Insert>> InsertAll<I> {
    /// The rows of an iterator: for generated code.
    pub fn new(rows: impl IntoIterator<IntoIter = I, Item = I::Item>) -> Self {
        InsertAll {
            rows: rows.into_iter(),
        }
    }

    /// Inserts the rows, and tells how many there were:
    /// `INSERT INTO "users" ("name") VALUES (?), (?), …`. For none, nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`], [`Error::ForeignKey`] and [`Error::Check`] where a row breaks a rule of
    /// its table; then none is inserted.
    pub fn execute<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<u64>>
    where
        I: Send + 'c,
    {
        C::finish(async move {
            let into: Option<&mut Vec<ModelOf<I>>> = None;
            run(self.rows, db, &[], into).await
        })
    }

    /// Inserts the rows, and returns them as the database has them, in the order of the iterator.
    ///
    /// MySQL does not return rows, so there they are read by their keys. Where it makes a key by an
    /// expression, such as a random UUID, every row is inserted by itself.
    ///
    /// # Errors
    ///
    /// As [`execute`](InsertAll::execute).
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Vec<ModelOf<I>>>>
    where
        I: Send + 'c,
    {
        C::finish(async move {
            let mut rows: Vec<ModelOf<I>> = Vec::new();
            let names = ModelOf::<I>::MODEL.columns;
            run(self.rows, db, names, Some(&mut rows)).await?;
            Ok(rows)
        })
    }

    /// Columns of the new rows, such as their keys, instead of whole ones: a column, or a tuple of
    /// up to four.
    pub fn returning<S>(self, columns: S) -> Returning<I, S>
    where
        S: Selection<ModelOf<I>> + Columns<ModelOf<I>>,
    {
        Returning {
            rows: self.rows,
            columns,
        }
    }
}

impl<I> fmt::Debug for InsertAll<I> {
    /// Without the rows, which are not there yet.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertAll").finish_non_exhaustive()
    }
}

/// New rows, of which some columns are returned.
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Returning<I, S> {
    rows: I,
    columns: S,
}

impl<I, S> Returning<I, S>
where
    I: Iterator<Item: Insert>,
    S: Selection<ModelOf<I>> + Columns<ModelOf<I>>,
{
    /// Inserts the rows, and returns the columns of each, in the order of the iterator:
    /// `INSERT INTO "users" ("name") VALUES (?), (?), … RETURNING "id"`.
    ///
    /// # Errors
    ///
    /// As [`InsertAll::execute`].
    pub fn all<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Vec<S::Row>>>
    where
        I: Send + 'c,
        S: 'c,
    {
        C::finish(async move {
            let names = self.columns.names();
            let mut rows = Rows::new(Reading::<ModelOf<I>, S>::new(self.columns));
            run(self.rows, db, &names, Some(&mut rows)).await?;
            Ok(rows.rows)
        })
    }
}

impl<I, S> fmt::Debug for Returning<I, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returning").finish_non_exhaustive()
    }
}

/// Inserts the rows, and adds these columns of them to a collection.
async fn run<I, C, K>(rows: I, db: &C, names: &[&str], mut into: Option<&mut K>) -> Result<u64>
where
    I: Iterator<Item: Insert> + Send,
    C: Connection,
    K: Collect,
{
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(0);
    }
    let mut batch = Batch::new(Template::kept::<I::Item>(db.dialect())?, names);
    batch.fill(&mut rows)?;
    let reads_back = into.is_some() && db.dialect() == Dialect::Mysql;
    if rows.peek().is_none() && batch.whole && !reads_back {
        return batch.insert(db, into).await;
    }
    // The first statement may have all of the memory that there is; the next come one by one.
    let work = db.exclusive().await?;
    let tx: Transaction<'_, C> = Transaction::on(work, TransactionOptions::new()).await?;
    let mut count = 0;
    loop {
        let inserted = match &mut into {
            Some(into) if reads_back => batch.insert_and_read(&tx, *into).await,
            Some(into) => batch.insert(&tx, Some(*into)).await,
            None => batch.insert(&tx, None::<&mut K>).await,
        };
        match inserted {
            Ok(rows) => count += rows,
            Err(error) => {
                // What matters is why; where the connection is gone, all is undone anyway.
                drop(tx.run_rollback().await);
                return Err(error);
            }
        }
        if rows.peek().is_none() {
            break;
        }
        if let Err(error) = batch.fill(&mut rows) {
            drop(tx.run_rollback().await);
            return Err(error);
        }
    }
    tx.run_commit().await?;
    Ok(count)
}

/// The rows that are about to be sent.
struct Batch<'n, R> {
    template: Arc<Template<'static>>,
    /// The insert without the key, where the database counts it and that is quicker.
    counted: Option<Arc<Template<'static>>>,
    /// The columns that are returned.
    names: &'n [&'n str],
    rows: Vec<R>,
    /// Whether one statement takes all of the rows.
    whole: bool,
    /// The statement that was sent last, its number of rows, and whether it leaves the key out.
    text: (usize, bool, Arc<str>),
}

impl<'n, R: Insert> Batch<'n, R> {
    fn new(template: Arc<Template<'static>>, names: &'n [&'n str]) -> Self {
        Batch {
            counted: Template::kept_counted::<R>(template.dialect()),
            template,
            names,
            rows: Vec::new(),
            whole: true,
            text: (0, false, Arc::default()),
        }
    }

    fn dialect(&self) -> Dialect {
        self.template.dialect()
    }

    /// Takes as many rows as go together.
    fn fill(&mut self, from: &mut Peekable<impl Iterator<Item = R>>) -> Result<()> {
        self.rows.clear();
        let most = self.most_rows();
        let mut bytes = 0;
        while self.rows.len() < most
            && let Some(row) = from.peek()
        {
            let mut size = Size::default();
            if let Err(error) = row.bind(&mut size) {
                return Err(template::refusal::<R>(
                    error,
                    size.bound + 1,
                    self.dialect(),
                ));
            }
            bytes += size.bytes;
            if bytes > BYTES && !self.rows.is_empty() {
                break;
            }
            self.rows.extend(from.next());
        }
        // What is inserted again and again, such as a page of always so many rows, is prepared as a whole.
        let again = || self.template.are_as_many_as_before(self.rows.len());
        self.whole = self.rows.len() <= SQLITE_FEW || self.dialect() != Dialect::Sqlite || again();
        Ok(())
    }

    fn most_rows(&self) -> usize {
        let most = match self.dialect() {
            Dialect::Sqlite => SQLITE_ROWS,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => ROWS,
        };
        most.min(self.template.most_rows())
    }

    /// How many rows go into one statement, of those that are left.
    ///
    /// SQLite reads a statement anew whenever it has another number of rows, which takes about as
    /// long as inserting them, so there are only a few such numbers: the small ones, for which more than
    /// one statement would cost the most, the number of the time before, and powers of two. A server is far away, and
    /// gets them all at once.
    fn piece(&self, left: usize) -> usize {
        if self.whole { left } else { piece(left) }
    }

    /// Inserts the rows.
    async fn insert<C: Connection, K: Collect>(
        &mut self,
        db: &C,
        mut into: Option<&mut K>,
    ) -> Result<u64> {
        let mut done = 0;
        while done < self.rows.len() {
            let rows = self.piece(self.rows.len() - done);
            let these = done..done + rows;
            let counted =
                self.counted.is_some() && self.rows[these.clone()].iter().all(R::is_counted);
            self.prepare(rows, counted, into.is_some());
            let piece = Piece::new(&self.rows[these], counted);
            let query = built(&self.text.2, R::Model::MODEL);
            match &mut into {
                Some(into) => db.fetch(query, &piece, *into).await?,
                None => {
                    db.execute(query, &piece).await?;
                }
            }
            done += rows;
        }
        Ok(done as u64)
    }

    /// Writes the statement for so many rows, unless that was the last one.
    fn prepare(&mut self, rows: usize, counted: bool, returns: bool) {
        if self.text.0 == rows && self.text.1 == counted {
            return;
        }
        let template = match &self.counted {
            Some(template) if counted => template,
            Some(_) | None => &self.template,
        };
        let mut text = template.rows(rows);
        if returns {
            let returning = template::returning(self.names, self.dialect());
            text = format!("{text}{returning}").into();
        }
        self.text = (rows, counted, text);
    }
}

/// A number of rows that others come to, too.
fn piece(left: usize) -> usize {
    if left > SQLITE_FEW {
        1 << left.ilog2()
    } else {
        left
    }
}

/// On MySQL, which does not return rows, they are read by their keys.
impl<R: Insert> Batch<'_, R> {
    async fn insert_and_read<C: Connection, K: Collect>(
        &mut self,
        db: &C,
        into: &mut K,
    ) -> Result<u64> {
        let read_back = R::READ_BACK.ok_or(Error::Dialect(Dialect::Mysql))?;
        let mut keys = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            keys.push(PartialKey::of(row, read_back)?);
        }
        let mut start = 0;
        while let Some(first) = keys.get(start) {
            let source = first.source;
            let alike = keys[start..].iter().take_while(|key| key.source == source);
            let end = match source {
                // Each has to be asked for.
                Source::Default => start + 1,
                Source::Given | Source::Counted(_) => start + alike.count(),
            };
            let found = self.insert_alike(db, start..end, &mut keys).await?;
            let found = read(db, R::Model::MODEL, read_back, self.names, &found, into).await?;
            if found != end - start {
                return Err(not_read::<R::Model>());
            }
            start = end;
        }
        Ok(start as u64)
    }

    /// Inserts rows that get their keys in the same way, and gives the keys.
    async fn insert_alike<C: Connection>(
        &mut self,
        db: &C,
        range: std::ops::Range<usize>,
        keys: &mut [PartialKey],
    ) -> Result<Vec<Vec<Arg<'static>>>> {
        let (table, count) = (R::Model::MODEL, range.len());
        let source = keys[range.start].source;
        if source == Source::Default {
            return self.insert_one(db, range.start).await;
        }
        self.prepare(count, false, false);
        let rows = Piece::new(&self.rows[range.clone()], false);
        db.execute(built(&self.text.2, table), &rows).await?;
        let mut found: Vec<Vec<Arg<'static>>> = keys[range]
            .iter_mut()
            .map(|key| std::mem::take(&mut key.values))
            .collect();
        if let Source::Counted(place) = source {
            // The number of rows is known beforehand, so InnoDB takes all of their numbers at once,
            // whatever others do: the first is this, and the others follow.
            let text = "SELECT CAST(last_insert_id() AS SIGNED), \
                        CAST(@@auto_increment_increment AS SIGNED)";
            let mut first: Option<Numbers> = None;
            db.fetch(built(text, table), &Piece::<R>::new(&[], false), &mut first)
                .await?;
            let Numbers(first, step) = first.ok_or_else(not_read::<R::Model>)?;
            for (number, key) in (0..).zip(&mut found) {
                if let Some(value) = key.get_mut(place) {
                    *value = Arg::I64(first + number * step);
                }
            }
        }
        Ok(found)
    }

    /// Inserts a row whose key is a default that has to be asked for before.
    async fn insert_one<C: Connection>(
        &self,
        db: &C,
        place: usize,
    ) -> Result<Vec<Vec<Arg<'static>>>> {
        let query = Query {
            sql: Text::Fixed(R::INSERT),
            table: R::Model::MODEL,
            read_back: R::READ_BACK,
        };
        let mut row: Option<R::Model> = None;
        let rows = Piece::new(&self.rows[place..=place], false);
        db.fetch(query, &rows, &mut row).await?;
        let row = row.ok_or_else(not_read::<R::Model>)?;
        let mut key = Args::default();
        row.bind_key(&mut key)?;
        Ok(vec![key.into_vec()])
    }
}

/// A key, as far as it is known before the insert.
struct PartialKey {
    values: Vec<Arg<'static>>,
    source: Source,
}

/// Where the rest of a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// There is none.
    Given,
    /// The database counts the value at this place.
    Counted(usize),
    /// From a default.
    Default,
}

impl PartialKey {
    fn of<R: Insert>(row: &R, read_back: &ReadBack) -> Result<PartialKey> {
        let values = template::values(row, Dialect::Mysql)?;
        let mut key = PartialKey {
            values: Vec::with_capacity(read_back.key.len()),
            source: Source::Given,
        };
        for (place, part) in read_back.key.iter().enumerate() {
            let (Key::Given(parameter) | Key::Counted(parameter) | Key::Default { parameter, .. }) =
                part;
            let value = values.get(*parameter).cloned().unwrap_or(Arg::Null);
            if value == Arg::Null {
                match part {
                    Key::Given(_) => {}
                    Key::Counted(_) => key.source = Source::Counted(place),
                    Key::Default { .. } => key.source = Source::Default,
                }
            }
            key.values.push(value);
        }
        Ok(key)
    }
}

/// Reads rows by their keys, in this order, and tells how many there are.
async fn read<C: Connection, K: Collect>(
    db: &C,
    table: &'static Table,
    read_back: &ReadBack,
    names: &[&str],
    keys: &[Vec<Arg<'static>>],
    into: &mut K,
) -> Result<usize> {
    let constraints = table.constraints.iter();
    let mut primary = constraints.filter(|one| matches!(one.rule, Rule::PrimaryKey));
    let columns = primary.next().map_or(&[][..], |key| key.columns);
    debug_assert_eq!(columns.len(), read_back.key.len(), "one value for each");
    let mut to = Renderer::new(Dialect::Mysql);
    let condition = |to: &mut Renderer<'static>, key: &[Arg<'static>]| {
        let mut between = "(";
        for (column, value) in columns.iter().zip(key) {
            to.push(between);
            to.name(column);
            to.push(" = ");
            to.arg(value.clone());
            between = " AND ";
        }
        to.push(")");
    };
    to.push("SELECT ");
    to.names(names);
    to.push(" FROM ");
    to.name(table.name);
    let mut between = " WHERE ";
    for key in keys {
        to.push(between);
        condition(&mut to, key);
        between = " OR ";
    }
    if keys.len() > 1 {
        to.push(" ORDER BY CASE");
        for (place, key) in keys.iter().enumerate() {
            to.push(" WHEN ");
            condition(&mut to, key);
            to.push(&format!(" THEN {place}"));
        }
        to.push(" END");
    }
    let (text, args) = to.finish()?;
    let mut counted = Counted { rows: 0, into };
    db.fetch(built(&text, table), &args, &mut counted).await?;
    Ok(counted.rows)
}

/// Counts the rows on their way to a collection.
struct Counted<'k, K> {
    rows: usize,
    into: &'k mut K,
}

impl<K: Collect> Collect for Counted<'_, K> {
    type Decode = K::Decode;

    fn decoder(&self) -> K::Decode {
        self.into.decoder()
    }

    fn push(&mut self, row: <K::Decode as crate::connection::Decode>::Item) -> bool {
        self.rows += 1;
        self.into.push(row)
    }
}

#[cold]
fn not_read<M: Model>() -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "{}: rows that were inserted could not be read by their keys; nothing was inserted",
            M::MODEL.name
        ),
        source: None,
    }))
}

fn built<'q>(text: &'q str, table: &'static Table) -> Query<'q> {
    Query {
        sql: Text::Built(text),
        table,
        read_back: None,
    }
}

/// The first of the numbers that the database gave, and the steps between them.
struct Numbers(i64, i64);

impl FromRow for Numbers {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Numbers(row.get(0)?, row.get(1)?))
    }
}

/// The parameters of some rows, one row after the other.
struct Piece<'r, R> {
    rows: &'r [R],
    /// Whether the key is left out, which the database counts.
    without_key: bool,
}

impl<'r, R> Piece<'r, R> {
    fn new(rows: &'r [R], without_key: bool) -> Self {
        Piece { rows, without_key }
    }
}

impl<R: Insert> Params for Piece<'_, R> {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        let mut rows = self.rows.iter();
        if self.without_key {
            rows.try_for_each(|row| row.bind_counted(to))
        } else {
            rows.try_for_each(|row| row.bind(to))
        }
    }
}

/// About how many bytes a row takes on its way.
#[derive(Default)]
struct Size {
    bytes: usize,
    /// How many parameters there were.
    bound: usize,
}

impl Size {
    fn add(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes + 4;
        self.bound += 1;
        Ok(())
    }
}

macro_rules! sizes {
    ($($method:ident($type:ty)),*) => {$(
        fn $method(&mut self, _: $type) -> Result<()> {
            self.add(size_of::<$type>())
        }
    )*};
}

impl Binder for Size {
    sizes!(
        bool(bool),
        i16(i16),
        i32(i32),
        i64(i64),
        f32(f32),
        f64(f64),
        uuid([u8; 16]),
        date(Date),
        time(Time),
        datetime(DateTime),
        timestamp(DateTime)
    );

    fn null(&mut self) -> Result<()> {
        self.add(0)
    }

    fn decimal(&mut self, _: i128, _: u32) -> Result<()> {
        self.add(size_of::<i128>())
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.add(value.len())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.add(value.len())
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.add(value.len())
    }
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn sqlite_gets_few_numbers_of_rows() {
        let pieces = |mut left: usize| {
            let mut pieces = Vec::new();
            while left > 0 {
                pieces.push(piece(left));
                left -= piece(left);
            }
            pieces
        };
        assert_eq!(pieces(100), [64, 32, 4]);
        assert_eq!(pieces(10), [10]);
        assert_eq!(pieces(40), [32, 8]);
        assert!(pieces(0).is_empty());
    }
}
