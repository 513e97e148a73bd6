//! SQL that a test writes by hand.

use tablewright::connection::{Params, Query, Text};
use tablewright::model::{FromRow, Table};
use tablewright::value::{Binder, Row, Value};
use tablewright::{Connection, Error, Result, Script};

/// Runs a statement.
///
/// # Errors
///
/// What the database says.
pub async fn run<C: Connection>(db: &C, text: &str) -> Result<()> {
    // Scripts are constants otherwise, and there are few tests.
    let text: &'static str = text.to_owned().leak();
    let ends: &'static [usize] = vec![text.len()].leak();
    let script: &'static Script = Box::leak(Box::new(Script { text, ends }));
    db.run_script(script).await
}

/// The number that a query gives.
///
/// # Errors
///
/// What the database says.
pub async fn number<C: Connection>(db: &C, text: &str) -> Result<i64> {
    first(db, text).await
}

/// The text that a query gives.
///
/// # Errors
///
/// What the database says.
pub async fn text<C: Connection>(db: &C, text: &str) -> Result<String> {
    first(db, text).await
}

async fn first<T: Value + Send + 'static, C: Connection>(db: &C, text: &str) -> Result<T> {
    let query = Query {
        sql: Text::Built(text),
        table: BY_HAND,
        read_back: None,
    };
    let mut cell: Option<Cell<T>> = None;
    db.fetch(query, &Nothing, &mut cell).await?;
    cell.map(|Cell(value)| value)
        .ok_or(Error::NotFound(BY_HAND.name))
}

/// What errors say that a query by hand is about.
const BY_HAND: &Table = &Table {
    name: "by_hand",
    columns: &[],
    constraints: &[],
};

struct Cell<T>(T);

impl<T: Value + Send + 'static> FromRow for Cell<T> {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Cell)
    }
}

struct Nothing;

impl Params for Nothing {
    fn bind<B: Binder>(&self, _: &mut B) -> Result<()> {
        Ok(())
    }
}
