//! Versions of rows, by which it shows that others changed a row since it was read.

use super::operand::Operator;
use super::render::Renderer;
use super::{Comparison, Filter, Name, Node, Term};
use crate::arg::Arg;
use crate::args::Args;
use crate::connection::{Connection, Query, Text};
use crate::error::Stale;
use crate::model::{FromRow, Model, Rule, Table, Versioned};
use crate::value::Row;
use crate::{Error, Result};

/// The version behind the one that a row has.
pub(super) fn next<M: Model>(column: &'static str) -> Term {
    let table = M::MODEL;
    Term::Computed(Name { table, column }, Operator::Plus, Arg::I16(1))
}

/// The condition for a row as it was read, and its key.
pub(super) fn filter<M: Versioned>(row: &M) -> (Filter<M>, Vec<Arg<'static>>) {
    let (mut nodes, key) = key_of(row);
    let mut version = Args::default();
    if let (Some(column), Ok(())) = (M::VERSION, row.bind_version(&mut version)) {
        nodes.extend(equal::<M>(&[column], version.into_vec()));
    }
    (Filter::new(Node::All(nodes)), key)
}

/// The condition for a row by its key, and the key.
pub(super) fn key_of<M: Model>(row: &M) -> (Vec<Node>, Vec<Arg<'static>>) {
    let mut key = Args::default();
    match row.bind_key(&mut key) {
        Ok(()) => {
            let key = key.into_vec();
            (equal::<M>(key_columns(M::MODEL), key.clone()), key)
        }
        // It is told when the statement runs.
        Err(error) => (vec![Node::Invalid(error.to_string())], Vec::new()),
    }
}

fn equal<M: Model>(columns: &[&'static str], values: Vec<Arg<'static>>) -> Vec<Node> {
    let table = M::MODEL;
    let pairs = columns.iter().zip(values);
    let name = |column| Name { table, column };
    pairs
        .map(|(column, value)| Node::Compare(name(column), Comparison::Equal, Term::Value(value)))
        .collect()
}

/// Why a row was not there to be changed: it has another version, or it is gone.
#[cold]
pub(crate) async fn missing<M: Model + Sync, C: Connection>(row: &M, db: &C) -> Error {
    if M::VERSION.is_none() {
        return Error::NotFound(M::MODEL.name);
    }
    let (_, key) = key_of(row);
    missing_key::<M, C>(&key, db).await
}

/// As [`missing`], by the key of the row.
#[cold]
pub(super) async fn missing_key<M: Model, C: Connection>(key: &[Arg<'static>], db: &C) -> Error {
    let table = M::MODEL;
    match is_there::<M, C>(key, db).await {
        Ok(true) => Error::Stale(Box::new(Stale {
            table: table.name,
            columns: key_columns(table),
        })),
        Ok(false) => Error::NotFound(table.name),
        Err(error) => error,
    }
}

/// Whether there is a row with the key.
async fn is_there<M: Model, C: Connection>(key: &[Arg<'static>], db: &C) -> Result<bool> {
    let mut to = Renderer::new(db.dialect());
    to.push("SELECT 1 FROM ");
    to.name(M::MODEL.name);
    let mut between = " WHERE ";
    for (column, value) in key_columns(M::MODEL).iter().zip(key) {
        to.push(between);
        to.name(column);
        to.push(" = ");
        to.arg(value.clone());
        between = " AND ";
    }
    if let Some(deleted) = M::DELETED {
        to.push(between);
        to.name(deleted);
        to.push(" IS NULL");
    }
    let (text, args) = to.finish()?;
    let query = Query {
        sql: Text::Built(&text),
        table: M::MODEL,
        read_back: None,
    };
    let mut found: Option<Found> = None;
    db.fetch(query, &args, &mut found).await?;
    Ok(found.is_some())
}

fn key_columns(table: &'static Table) -> &'static [&'static str] {
    let mut constraints = table.constraints.iter();
    let primary = constraints.find(|one| matches!(one.rule, Rule::PrimaryKey));
    primary.map_or(&[], |key| key.columns)
}

/// A row, whatever is in it.
struct Found;

impl FromRow for Found {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(_: &R) -> Result<Self> {
        Ok(Found)
    }
}
