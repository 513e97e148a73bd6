//! What the library's own table says about the tables of the models.

use crate::connection::Connection;
use crate::inspect;
use crate::ledger::{self, Entry, NewEntry, kind};
use crate::{Error, Result, Schema};

/// How the database stands to what was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was brought to these models, and nothing has changed since.
    Same,
    /// It was brought to these models, and something has changed since.
    Changed,
    /// It was brought to other models.
    Older,
    /// It was brought to these models and then to others, by that version of the library.
    Newer(String),
    /// Nothing is recorded.
    Unknown,
}

/// Asks in one query.
pub(super) async fn state<C: Connection>(db: &C, schema: &'static Schema) -> Result<State> {
    let table = ledger::schema()
        .tables
        .first()
        .map_or("", |table| table.name);
    let fingerprint = inspect::fingerprint::expression(db.dialect(), &names(schema));
    let done = format!(
        "models = ? AND kind IN ('{}', '{}')",
        kind::CREATE_ALL,
        kind::SYNC
    );
    let text = format!(
        "SELECT checksum, applied_by, coalesce(state, ''), {fingerprint}, \
         (SELECT count(*) FROM {table} WHERE checksum = ? AND {done}) \
         FROM {table} WHERE {done} ORDER BY id DESC LIMIT 1"
    );
    let rows = crate::sql::<(String, String, String, String, i64)>(text)
        .bind(schema.hash)
        .bind(schema.name)
        .bind(schema.name)
        .run_all(db)
        .await;
    let rows = match rows {
        Ok(rows) => rows,
        // A new database has no ledger.
        Err(Error::Schema(_)) => return Ok(State::Unknown),
        Err(error) => return Err(error),
    };
    Ok(match rows.into_iter().next() {
        None => State::Unknown,
        Some((hash, _, recorded, live, _)) if hash == schema.hash => {
            if !recorded.is_empty() && recorded == inspect::fingerprint::short(&live) {
                State::Same
            } else {
                State::Changed
            }
        }
        Some((.., 0)) => State::Older,
        Some((_, by, ..)) => State::Newer(by),
    })
}

/// Records that the tables are those of the models now.
pub(crate) async fn remember<C: Connection>(
    db: &C,
    schema: &'static Schema,
    kind: &'static str,
) -> Result<()> {
    let state = inspect::fingerprint::fingerprint(db, &names(schema)).await?;
    let former = Entry::find_by_kind_and_name(kind, schema.hash);
    // The order of the entries tells which models came last.
    for former in former.run_all(db).await? {
        crate::statement::run_delete(&former, db).await?;
    }
    let done = NewEntry::new(kind, schema.hash, schema.hash, ledger::VERSION)
        .models(schema.name)
        .state(state);
    ledger::add(done, db).await
}

fn names(schema: &'static Schema) -> Vec<&'static str> {
    schema.tables.iter().map(|table| table.name).collect()
}
