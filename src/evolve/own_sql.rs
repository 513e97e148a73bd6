//! Objects of the user's own SQL, such as views and triggers, as the history table records them.
//!
//! A record has the fingerprints of the statement that created the object, and of the SQL that the
//! database printed for it. So a changed statement is detected, and also a view that another
//! program has changed.

use std::collections::BTreeMap;

use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_schema::fingerprint;
use tablewright_schema::own_sql::{made, replaces, routine_types, statement_fingerprint};
use tablewright_sql::{Dialect, statements};

use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::evolve::history::{self, Entry, NewEntry, kind};
use crate::evolve::inspect::{self, Scope};
use crate::query::Insert;

/// The record of a view or another object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    id: i64,
    /// The fingerprint of the statement that created it.
    pub(crate) statement: String,
    /// The fingerprint of the SQL that the database printed for it then.
    pub(crate) printed: Option<String>,
}

/// The records by their keys; empty if the history table does not exist or has an older format.
pub(crate) async fn records<C: Driver>(db: &C) -> Result<BTreeMap<String, Record>> {
    let found = Entry::filter(Entry::KIND.eq(kind::SCRIPT));
    let found = match found.run_all(db).await {
        Ok(found) => found,
        Err(Error::Schema(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let record = |entry: Entry| {
        let record = Record {
            id: entry.id,
            statement: entry.checksum,
            printed: entry.state,
        };
        (entry.name, record)
    };
    Ok(found.into_iter().map(record).collect())
}

/// The key of a view or another object.
pub(crate) fn key(dialect: Dialect, made: &Other) -> String {
    let table = made
        .table
        .iter()
        .filter(|_| !dialect.has_one_name_for_triggers());
    let table = table.map(|table| dialect.folded(table));
    // Routines of one name differ in the types of their parameters.
    let types = types(dialect, made).unwrap_or_default();
    fingerprint(&format!(
        "{}\0{}\0{}{types}",
        made.kind.words(),
        dialect.folded(&made.name),
        table.collect::<String>()
    ))
}

/// The types of the parameters of a routine, if there may be others with its name.
fn types(dialect: Dialect, made: &Other) -> Option<String> {
    let is_one_of_several = dialect == Dialect::Postgres && made.kind == OtherKind::Routine;
    is_one_of_several
        .then(|| routine_types(&made.sql))
        .flatten()
}

/// Whether a statement creates an existing object.
pub(crate) fn is_same(dialect: Dialect, made: &Other, live: &Other) -> bool {
    // If the statement does not show the types, the name decides.
    let is_unclear = dialect == Dialect::Postgres
        && made.kind == OtherKind::Routine
        && types(dialect, made).is_none();
    match is_unclear {
        true => live.kind == made.kind && dialect.same_name(&live.name, &made.name),
        false => key(dialect, made) == key(dialect, live),
    }
}

/// The fingerprint of the SQL that the database prints for it.
pub(crate) fn printed(live: &Other) -> String {
    // A materialized view includes its indexes, which other statements create.
    let own = match live.kind {
        OtherKind::MaterializedView => statements(Dialect::Postgres, &live.sql).first().copied(),
        _ => None,
    };
    fingerprint(own.unwrap_or(&live.sql))
}

/// Records the objects of statements. If the statements ran, or are `CREATE OR REPLACE`, they are
/// recorded as the creators; otherwise only if there is no record. Returns whether all objects
/// exist and, as far as is known, were created by these statements.
pub(crate) async fn remember<'s, C: Driver>(
    db: &C,
    statements: impl IntoIterator<Item = &'s str>,
    were_run: bool,
) -> Result<bool> {
    let dialect = db.dialect();
    let mut all: BTreeMap<String, (Other, String, bool)> = BTreeMap::new();
    for sql in statements {
        if let Some(made) = made(dialect, sql) {
            let statement = statement_fingerprint(dialect, sql);
            let was_run = were_run || replaces(dialect, sql);
            all.insert(key(dialect, &made), (made, statement, was_run));
        }
    }
    if all.is_empty() {
        return Ok(true);
    }
    let mut is_current = true;
    let live = inspect::catalog(db, Scope::All).await?.others;
    let known = records(db).await?;
    for live in &live {
        let key = key(dialect, live);
        let mut left = all.iter();
        let found = left.find(|(_, (made, ..))| is_same(dialect, made, live));
        let found = found.map(|(key, _)| key.clone());
        let Some((made, statement, was_run)) = found.and_then(|key| all.remove(&key)) else {
            continue;
        };
        match known.get(&key) {
            Some(known) if !was_run => is_current &= known.statement == statement,
            Some(known) => {
                Entry::update(known.id)
                    .set(Entry::CHECKSUM, statement)
                    .set(Entry::STATE, Some(printed(live)))
                    .run(db)
                    .await?;
            }
            None => {
                let about = format!("{} {}", made.kind.words(), made.name);
                let new = NewEntry {
                    kind: kind::SCRIPT.into(),
                    name: key.into(),
                    checksum: statement.into(),
                    applied_by: history::VERSION.into(),
                };
                let new = Insert::set(Entry::insert(new), Entry::STATE, Some(printed(live)));
                let about: String = about.chars().take(200).collect();
                history::add(new.set(Entry::ABOUT, Some(about)), db).await?;
            }
        }
    }
    Ok(is_current && all.is_empty())
}
