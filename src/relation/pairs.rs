//! The rows of the table between two models: adding, removing and replacing them.

use std::collections::HashSet;

use super::constant::{Many, Relation};
use super::key::{Key, Kind, Part};
use super::link::{Link, Route, names};
use crate::arg::Arg;
use crate::connection::{Connection, Decode, Params, Query, Rows, Text};
use crate::model::{Model, Table};
use crate::query::render::{Renderer, Scope};
use crate::query::{Name, Node, in_tuples};
use crate::value::{Binder, Row};
use crate::{Error, Result, Sql, Transaction, TransactionOptions};

/// How many rows one statement inserts.
const AT_ONCE: usize = 500;

/// Connects two rows; tells whether they were not connected before: what the `add_…` of generated
/// code calls, with the keys of both.
///
/// # Errors
///
/// [`Error::ForeignKey`] where one of them is not in the database, and [`Error::Value`] where both
/// keys share a column of the table in between, and have different values there.
pub fn add<'c, M: Model, T: Model, C: Connection, const N: usize>(
    relation: Many<M, T>,
    sql: &'static Sql,
    keys: [Arg<'c>; N],
    db: &'c C,
) -> C::Output<'c, Result<bool>> {
    C::finish(async move {
        let Route::Through(here, there) = relation.route() else {
            return Ok(false);
        };
        let places: Vec<usize> = here.columns.iter().chain(there.columns).copied().collect();
        let values = once_each(here.from, &places, keys.into())?;
        match db
            .execute(query(here.from, Text::Fixed(sql)), &values)
            .await
        {
            Ok(rows) => Ok(rows > 0),
            Err(error) if is_pair(&error, here, there) => Ok(false),
            Err(error) => Err(error),
        }
    })
}

/// Takes the connection of two rows away; tells whether there was one: what the `remove_…` of
/// generated code calls, with the keys of both.
pub fn remove<'c, M: Model, T: Model, C: Connection, const N: usize>(
    relation: Many<M, T>,
    sql: &'static Sql,
    keys: [Arg<'c>; N],
    db: &'c C,
) -> C::Output<'c, Result<bool>> {
    C::finish(async move {
        let table = relation.route().link().from;
        let values = Values(keys.into());
        let rows = db.execute(query(table, Text::Fixed(sql)), &values).await?;
        Ok(rows > 0)
    })
}

/// Connects a row with these and no others: what the `set_…` of generated code calls, with the key
/// of the row and those of the others.
///
/// # Errors
///
/// As [`add`]; then nothing has changed.
pub fn set<'c, M: Model, T: Model, C: Connection, const N: usize, const K: usize>(
    relation: Many<M, T>,
    key: [Arg<'c>; N],
    others: Vec<[Arg<'c>; K]>,
    db: &'c C,
) -> C::Output<'c, Result<()>> {
    C::finish(async move {
        let Route::Through(here, there) = relation.route() else {
            return Ok(());
        };
        let between = Between { here, there };
        let work = Transaction::begin_on(db, TransactionOptions::new()).await?;
        between.replace(&key, &others, &work).await?;
        work.run_commit().await
    })
}

/// A table between two models.
#[derive(Clone, Copy)]
struct Between {
    here: &'static Link,
    there: &'static Link,
}

impl Between {
    async fn replace<C: Connection, const K: usize>(
        self,
        key: &[Arg<'_>],
        others: &[[Arg<'_>; K]],
        db: &C,
    ) -> Result<()> {
        let own = key_of(key)?;
        let mut wanted = Vec::with_capacity(others.len());
        let mut seen = HashSet::new();
        for other in others {
            let other = key_of(other)?;
            if seen.insert(other.clone()) {
                wanted.push(other);
            }
        }
        let present = self.present(&own, db).await?;
        let gone = present.iter().filter(|key| !seen.contains(*key));
        let gone: Vec<&Key> = gone.collect();
        if !gone.is_empty() {
            self.delete(&own, &gone, db).await?;
        }
        let present: HashSet<&Key> = present.iter().collect();
        wanted.retain(|key| !present.contains(key));
        for wanted in wanted.chunks(AT_ONCE) {
            self.insert(&own, wanted, db).await?;
        }
        Ok(())
    }

    /// The others that the row is connected with.
    async fn present<C: Connection>(self, own: &Key, db: &C) -> Result<Vec<Key>> {
        let mut to = Renderer::new(db.dialect());
        to.push("SELECT ");
        to.names(&names((self.there.from, self.there.columns)).collect::<Vec<&str>>());
        to.push(" FROM ");
        to.name(self.here.from.name);
        self.write_own(&mut to, own);
        let (text, args) = to.finish()?;
        let mut rows = Rows::new(Keys(self.there.kinds));
        db.fetch(query(self.here.from, Text::Built(&text)), &args, &mut rows)
            .await?;
        Ok(rows.rows.into_iter().flatten().collect())
    }

    async fn delete<C: Connection>(self, own: &Key, gone: &[&Key], db: &C) -> Result<()> {
        let mut to = Renderer::new(db.dialect());
        to.push("DELETE FROM ");
        to.name(self.here.from.name);
        self.write_own(&mut to, own);
        to.push(" AND ");
        let table = self.here.from;
        let mut columns = names((table, self.there.columns));
        if let (Some(column), None) = (columns.next(), columns.next()) {
            let values = gone.iter().flat_map(|key| key.parts()).map(Part::arg);
            to.condition(&Node::In(Name { table, column }, values.collect()))?;
        } else {
            let tuples = gone.iter().map(|key| key.parts().iter().map(Part::arg));
            let tuples: Vec<Vec<Arg<'static>>> = tuples.map(Iterator::collect).collect();
            in_tuples(
                &mut to,
                Scope::Bare,
                names((table, self.there.columns)),
                &tuples,
            );
        }
        let (text, args) = to.finish()?;
        db.execute(query(table, Text::Built(&text)), &args).await?;
        Ok(())
    }

    async fn insert<C: Connection>(self, own: &Key, wanted: &[Key], db: &C) -> Result<()> {
        let table = self.here.from;
        let places: Vec<usize> = self
            .here
            .columns
            .iter()
            .chain(self.there.columns)
            .copied()
            .collect();
        let mut columns: Vec<&str> = Vec::new();
        for place in &places {
            let column = table.columns.get(*place).copied().unwrap_or("");
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let mut to = Renderer::new(db.dialect());
        to.push("INSERT INTO ");
        to.name(table.name);
        to.push(" (");
        to.names(&columns);
        to.push(") VALUES ");
        for (number, other) in wanted.iter().enumerate() {
            to.push(if number == 0 { "(" } else { ", (" });
            let parts = own.parts().iter().chain(other.parts()).map(Part::arg);
            let Values(values) = once_each(table, &places, parts.collect())?;
            for (place, value) in values.into_iter().enumerate() {
                if place > 0 {
                    to.push(", ");
                }
                to.arg(value);
            }
            to.push(")");
        }
        let (text, args) = to.finish()?;
        db.execute(query(table, Text::Built(&text)), &args).await?;
        Ok(())
    }

    /// ` WHERE` for the connections of the row.
    fn write_own(self, to: &mut Renderer<'_>, own: &Key) {
        let mut between = " WHERE ";
        for (column, part) in names((self.here.from, self.here.columns)).zip(own.parts()) {
            to.push(between);
            to.name(column);
            to.push(" = ");
            to.arg(part.arg());
            between = " AND ";
        }
    }
}

/// The key that parameters are.
fn key_of(args: &[Arg<'_>]) -> Result<Key> {
    let part = |arg: &Arg<'_>| match (Part::of(arg), arg) {
        (Some(part), _) => Ok(part),
        (None, Arg::Invalid(reason)) => Err(Error::value(&**reason)),
        (None, _) => Err(Error::value("a row whose key is NULL cannot be connected")),
    };
    if let [only] = args {
        return part(only).map(Key::One);
    }
    let parts: Vec<Part> = args.iter().map(part).collect::<Result<_>>()?;
    Ok(Key::Several(parts.into()))
}

/// The values of columns, of which some may stand there twice, each once.
fn once_each<'a>(table: &Table, places: &[usize], values: Vec<Arg<'a>>) -> Result<Values<'a>> {
    let mut seen: Vec<usize> = Vec::with_capacity(values.len());
    let mut kept: Vec<Arg<'a>> = Vec::with_capacity(values.len());
    for (place, value) in places.iter().zip(values) {
        match seen.iter().position(|other| other == place) {
            None => {
                seen.push(*place);
                kept.push(value);
            }
            Some(first) if kept[first] == value => {}
            Some(_) => {
                let column = table.columns.get(*place).copied().unwrap_or("");
                return Err(Error::value(format!(
                    "the two rows cannot be connected: they differ in what `{}.{column}` holds",
                    table.name
                )));
            }
        }
    }
    Ok(Values(kept))
}

/// Whether the database refused a connection because it is there.
fn is_pair(error: &Error, here: &Link, there: &Link) -> bool {
    let Error::Unique(violation) = error else {
        return false;
    };
    let pair = || names((here.from, here.columns)).chain(names((there.from, there.columns)));
    violation.table == here.from.name
        && pair().all(|column| violation.columns.iter().any(|other| other == column))
        && violation
            .columns
            .iter()
            .all(|column| pair().any(|other| other == column))
}

fn query<'q>(table: &'static Table, sql: Text<'q>) -> Query<'q> {
    Query {
        sql,
        table,
        read_back: None,
    }
}

/// Parameters.
struct Values<'a>(Vec<Arg<'a>>);

impl Params for Values<'_> {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.iter().try_for_each(|arg| arg.bind(to))
    }
}

/// Reads keys.
#[derive(Clone)]
struct Keys(&'static [Kind]);

impl Decode for Keys {
    type Item = Option<Key>;

    fn decode<R: Row>(&self, row: &R) -> Result<Option<Key>> {
        Key::read(self.0, 0.., row)
    }
}
