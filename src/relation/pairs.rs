//! Join rows: inserting, deleting and replacing the connections of two models.

use std::collections::HashSet;

use smallvec::SmallVec;
use tablewright_sql::table::{Role, Roles, Source};
use tablewright_sql::words::{Comparison, columns};
use tablewright_sql::{Op, Word, statements};

use super::constant::{Many, Relation};
use crate::base::connection::driver::{Decode, Driver, Rows};
use crate::base::connection::mode::Mode;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::connection::{Connection, Driven, Output};
use crate::base::error::{Error, Result};
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::Row;
use crate::base::value::key::{Key, Part};
use crate::base::value::parameter::Parameter;
use crate::query::keys::{has_one_in, values_of};
use crate::query::route::{Route, Way, reference};
use crate::query::{Node, walk_conditions};

/// The number of rows in one statement.
const AT_ONCE: usize = 500;

/// Connects two rows, and returns whether they were not connected before: for `add_…` of generated
/// code.
///
/// # Errors
///
/// [`Error::ForeignKey`] if one of them is not in the database, and [`Error::Value`] if both keys
/// share a column of the join table and need different values in it.
pub fn add<'c, M: Model, T: Model, C: Connection>(
    relation: Many<M, T>,
    row: &'c M,
    other: &'c T,
    db: &'c C,
) -> Output<'c, C, Result<bool>> {
    C::Mode::finish(async move {
        let Some(joins) = Joins::of(relation) else {
            return Ok(false);
        };
        let pair = joins.pair(&joins.own_key(row)?, &joins.other_key(other)?)?;
        joins.add(pair, db.driver()).await
    })
}

/// Disconnects two rows, and returns whether they were connected: for `remove_…` of generated code.
///
/// # Errors
///
/// The error of the database.
pub fn remove<'c, M: Model, T: Model, C: Connection>(
    relation: Many<M, T>,
    row: &'c M,
    other: &'c T,
    db: &'c C,
) -> Output<'c, C, Result<bool>> {
    C::Mode::finish(async move {
        let Some(joins) = Joins::of(relation) else {
            return Ok(false);
        };
        let pair = joins.pair(&joins.own_key(row)?, &joins.other_key(other)?)?;
        let statement = Disconnect { joins, pair: &pair };
        Ok(db.driver().execute(&statement).await? > 0)
    })
}

/// Connects a row with these rows and no others: for `set_…` of generated code.
///
/// # Errors
///
/// As [`add`]; then nothing is changed.
pub fn set<'c, M: Model, T: Model, C: Connection>(
    relation: Many<M, T>,
    row: &'c M,
    others: &'c [T],
    db: &'c C,
) -> Output<'c, C, Result<()>> {
    C::Mode::finish(async move {
        let Some(joins) = Joins::of(relation) else {
            return Ok(());
        };
        let own = joins.own_key(row)?;
        let others = others.iter().map(|other| joins.other_key(other));
        let others: Vec<Key> = others.collect::<Result<_>>()?;
        let tx = Level::begin_on(db.driver(), TransactionOptions::new()).await?;
        joins.replace(&own, &others, &tx).await?;
        tx.run_commit().await
    })
}

/// A join table, by its foreign keys to the rows of two models.
#[derive(Clone, Copy)]
pub(super) struct Joins {
    table: &'static Table,
    here: u16,
    there: u16,
    begin: &'static Table,
    end: &'static Table,
}

/// The values of both keys, in the order of [`Joins::columns`].
pub(super) type Pair = SmallVec<[Parameter<'static>; 2]>;

impl PartialEq for Joins {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table)
            && (self.here, self.there) == (other.here, other.there)
    }
}

impl Joins {
    fn of<M: Model, T: Model>(relation: Many<M, T>) -> Option<Joins> {
        let route = relation.route();
        match route.way() {
            Way::Through(table, here, there) => Some(Joins::new(route, table, here, there)),
            Way::Forward(_) | Way::Back(_) => None,
        }
    }

    /// The join table of a route, by its foreign keys at these positions.
    pub fn new(route: Route, table: &'static Table, here: u16, there: u16) -> Joins {
        Joins {
            table,
            here,
            there,
            begin: route.begin(),
            end: route.end(),
        }
    }

    /// A column that join rows need besides the two keys, if there is one.
    pub fn needed(self) -> Option<u16> {
        let pair = self.columns();
        let columns = (0_u16..).zip(self.table.columns);
        let mut needed = columns.filter(|(position, column)| {
            let is_given = pair.contains(position);
            match column.source {
                Source::Input => !column.nullable && !is_given,
                Source::Identity | Source::Default(_) => false,
                Source::Generated => is_given,
            }
        });
        needed.next().map(|(position, _)| position)
    }

    /// Connects a pair, and returns whether it was not connected before.
    async fn add<D: Driver>(self, pair: Pair, db: &D) -> Result<bool> {
        if self.restore(&pair, db).await? {
            return Ok(true);
        }
        let statement = Connect {
            joins: self,
            pairs: &[pair],
            unless_exists: self.is_unique() && db.dialect().has_on_conflict(),
        };
        match db.execute(&statement).await {
            Ok(rows) => Ok(rows > 0),
            Err(error) if self.is_pair(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Connects two rows, unless they are already connected.
    pub async fn connect_once<D: Driver>(self, own: &Key, other: &Key, db: &D) -> Result<()> {
        // Without a unique key, only a query shows it.
        if !self.is_unique() && self.connected(own, db).await?.contains(other) {
            return Ok(());
        }
        self.add(self.pair(own, other)?, db).await.map(drop)
    }

    /// Connects pairs that are not connected.
    pub async fn connect<D: Driver>(self, pairs: &[Pair], db: &D) -> Result<()> {
        for pairs in pairs.chunks(AT_ONCE) {
            let statement = Connect {
                joins: self,
                pairs,
                unless_exists: false,
            };
            db.execute(&statement).await?;
        }
        Ok(())
    }

    fn own_columns(self) -> &'static [u16] {
        reference(self.table, self.here).columns
    }

    fn other_columns(self) -> &'static [u16] {
        reference(self.table, self.there).columns
    }

    /// The columns of both foreign keys, each once, ascending.
    fn columns(self) -> Vec<u16> {
        statements::pair(statements::Join {
            table: self.table,
            here: self.here,
            there: self.there,
        })
    }

    /// Whether exactly these columns are a unique key, which `ON CONFLICT` needs.
    fn is_unique(self) -> bool {
        let columns = self.columns();
        self.table.unique_keys().any(|key| {
            key.columns.len() == columns.len() && key.columns.iter().all(|it| columns.contains(it))
        })
    }

    pub fn own_key<M: Model>(self, row: &M) -> Result<Key> {
        key_of(row, self.begin, reference(self.table, self.here).key)
    }

    pub fn other_key<T: Model>(self, row: &T) -> Result<Key> {
        key_of(row, self.end, reference(self.table, self.there).key)
    }

    /// The values of both keys. The keys may share columns.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if they need different values in these.
    pub fn pair(self, own: &Key, other: &Key) -> Result<Pair> {
        let columns = self.columns();
        let own = self.own_columns().iter().zip(own.parts());
        let both = own.chain(self.other_columns().iter().zip(other.parts()));
        let mut pair: Pair = SmallVec::from_elem(Parameter::Null, columns.len());
        for (column, part) in both {
            let Ok(position) = columns.binary_search(column) else {
                continue;
            };
            let value = part.parameter();
            if pair[position] != Parameter::Null && pair[position] != value {
                return Err(self.differs(*column));
            }
            pair[position] = value;
        }
        Ok(pair)
    }

    #[cold]
    fn differs(self, column: u16) -> Error {
        Error::statement(format!(
            "the two rows cannot be connected: `{}.{}` would need a different value for each",
            self.table.name,
            self.table.column(column).name
        ))
    }

    /// Whether the database refused a join row because it exists.
    fn is_pair(self, error: &Error) -> bool {
        let Error::Unique(violation) = error else {
            return false;
        };
        let columns = self.columns();
        let names: Vec<&str> = self.table.names(&columns).collect();
        let is_ours = |name: &String| names.contains(&name.as_str());
        violation.table == self.table.name
            && violation.columns.len() == names.len()
            && violation.columns.iter().all(is_ours)
    }

    /// Restores a deleted join row in a table with soft deletes, and returns whether there was one.
    async fn restore<D: Driver>(self, pair: &Pair, db: &D) -> Result<bool> {
        let Some(deleted) = self.deletion().filter(|_| self.is_unique()) else {
            return Ok(false);
        };
        let table = self.table;
        let columns = self.columns();
        let mut nodes: Vec<Node> = columns
            .into_iter()
            .zip(pair)
            .map(|(column, value)| {
                Node::Value(Name { table, column }, Comparison::Equal, value.clone())
            })
            .collect();
        nodes.push(Node::Null(
            Name {
                table,
                column: deleted,
            },
            false,
        ));
        let statement = Restoring {
            table,
            deleted,
            nodes,
        };
        Ok(db.execute(&statement).await? > 0)
    }

    /// The column with the time of a soft delete, if join rows have one.
    fn deletion(self) -> Option<u16> {
        self.table.with_role(Role::Deletion)
    }

    /// The condition that a join row is not deleted.
    fn is_there(self) -> Node {
        let table = self.table;
        match self.deletion() {
            Some(column) => Node::Null(Name { table, column }, true),
            None => Node::Constant(true),
        }
    }

    async fn replace<D: Driver>(self, own: &Key, others: &[Key], db: &D) -> Result<()> {
        let mut wanted = Vec::with_capacity(others.len());
        let mut seen = HashSet::new();
        for other in others {
            if seen.insert(other) {
                wanted.push(other);
            }
        }
        let connected = self.connected(own, db).await?;
        let gone: Vec<&Key> = connected.iter().filter(|key| !seen.contains(key)).collect();
        if !gone.is_empty() {
            let statement = Removal {
                table: self.table,
                nodes: [self.is_own(own), self.is_one_of(&gone), self.is_there()],
            };
            db.execute(&statement).await?;
        }
        let connected: HashSet<&Key> = connected.iter().collect();
        wanted.retain(|key| !connected.contains(key));
        if self.deletion().is_some() {
            let mut missing = Vec::with_capacity(wanted.len());
            for key in wanted {
                if !self.restore(&self.pair(own, key)?, db).await? {
                    missing.push(key);
                }
            }
            wanted = missing;
        }
        let pairs = wanted.into_iter().map(|other| self.pair(own, other));
        let pairs: Vec<Pair> = pairs.collect::<Result<_>>()?;
        self.connect(&pairs, db).await
    }

    /// The keys of the connected rows.
    async fn connected<D: Driver>(self, own: &Key, db: &D) -> Result<Vec<Key>> {
        let statement = Connected {
            table: self.table,
            columns: self.other_columns(),
            nodes: [self.is_own(own), self.is_there()],
        };
        let mut rows = Rows::new(Keys(self.table, self.other_columns()));
        db.fetch(&statement, &mut rows).await?;
        Ok(rows.rows.into_iter().flatten().collect())
    }

    /// The condition on the join rows of the row.
    fn is_own(self, own: &Key) -> Node {
        let table = self.table;
        let columns = self.own_columns().iter().zip(own.parts());
        let equal = columns.map(|(&column, part)| {
            Node::Value(Name { table, column }, Comparison::Equal, part.parameter())
        });
        Node::All(equal.collect())
    }

    fn is_one_of(self, others: &[&Key]) -> Node {
        let tuple = |key: &&Key| key.parts().iter().map(Part::parameter).collect();
        let tuples = others.iter().map(tuple).collect();
        has_one_in(self.table, self.other_columns(), tuples)
    }
}

/// The values of the columns of a row that a foreign key refers to.
fn key_of<M: Model>(row: &M, table: &'static Table, names: &[&str]) -> Result<Key> {
    let positions: Vec<u16> = names
        .iter()
        .filter_map(|name| table.position(name))
        .collect();
    let part = |arg: &Parameter<'_>| match (Part::of(arg), arg) {
        (Some(part), _) => Ok(part),
        (None, Parameter::Invalid(reason)) => Err(Error::value(&**reason)),
        (None, _) => Err(Error::statement(
            "a row whose key is NULL cannot be connected",
        )),
    };
    let values = values_of(row, &positions);
    if let [only] = &values[..] {
        return part(only).map(Key::One);
    }
    let parts: Vec<Part> = values.iter().map(part).collect::<Result<_>>()?;
    Ok(Key::Several(parts.into()))
}

/// `INSERT INTO "post_tags" ("post_id", "tag_id") VALUES (?, ?), …`
struct Connect<'p> {
    joins: Joins,
    pairs: &'p [Pair],
    /// Whether an existing join row is not an error.
    unless_exists: bool,
}

impl Statement for Connect<'_> {
    fn table(&self) -> &'static Table {
        self.joins.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.joins.table;
        let given = self.joins.columns();
        to.op(Op::Insert, self.pairs.len() as u32);
        to.word(Word::Table(table));
        columns(given.iter().copied(), to);
        for pair in self.pairs {
            for (&column, value) in given.iter().zip(pair) {
                to.parameter(Name { table, column }, value);
            }
        }
        if self.unless_exists {
            to.op(Op::Conflict, given.len() as u32);
            for column in given {
                to.op(Op::Column, column.into());
            }
            to.op(Op::DoNothing, 0);
        }
    }
}

/// `DELETE FROM "post_tags" WHERE "post_id" = ? AND "tag_id" = ?`
struct Disconnect<'p> {
    joins: Joins,
    pair: &'p Pair,
}

impl Statement for Disconnect<'_> {
    fn table(&self) -> &'static Table {
        self.joins.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let table = self.joins.table;
        let mut values = self.pair.iter();
        statements::disconnect(table, &self.joins.columns(), to, |to, column| {
            if let Some(value) = values.next() {
                to.parameter(Name { table, column }, value);
            }
        });
    }
}

/// Deletes the join rows that satisfy conditions, or marks them as deleted.
struct Removal {
    table: &'static Table,
    nodes: [Node; 3],
}

impl Statement for Removal {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        statements::delete_from(self.table, Roles::of(self.table), to);
        walk_conditions(Op::Where, &self.nodes, to);
    }
}

/// Restores the deleted join rows that satisfy conditions.
struct Restoring {
    table: &'static Table,
    deleted: u16,
    nodes: Vec<Node>,
}

impl Statement for Restoring {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Update, 0);
        to.word(Word::Table(self.table));
        to.op(Op::SetNull, self.deleted.into());
        statements::written(Roles::of(self.table), to);
        walk_conditions(Op::Where, &self.nodes, to);
    }
}

/// Reads the keys of connected rows from join rows.
struct Connected {
    table: &'static Table,
    columns: &'static [u16],
    nodes: [Node; 2],
}

impl Statement for Connected {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Rows, 0);
        to.word(Word::Table(self.table));
        to.op(Op::Selection, self.columns.len() as u32);
        for column in self.columns {
            to.op(Op::Column, u32::from(*column));
        }
        walk_conditions(Op::Where, &self.nodes, to);
    }
}

/// Reads keys.
#[derive(Clone)]
struct Keys(&'static Table, &'static [u16]);

impl Decode for Keys {
    type Item = Option<Key>;

    fn decode<R: Row>(&self, row: &R) -> Result<Option<Key>> {
        let columns = self.1.iter().enumerate();
        let columns = columns.map(|(position, column)| (&self.0.column(*column).ty, position));
        Key::read(columns, row)
    }
}
