//! Compares the user's own SQL with a database, and plans the changes.

use std::collections::BTreeSet;

use tablewright_evolve::plan::{Guard, Step, Warning, WarningKind, of_own_sql};
use tablewright_evolve::scripts;
use tablewright_schema::FormerTable;
use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_schema::own_sql::{OwnSql, made, replaces, statement_fingerprint};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, TableNames, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::Result;
use crate::evolve::own_sql::{self, Record};
use crate::evolve::table_names::table_names;

/// The changes of the user's own SQL.
#[derive(Default)]
pub(super) struct Todo {
    /// The objects to drop before the tables change.
    pub(super) go: Vec<Step>,
    /// The statements to run after the tables have changed.
    pub(super) come: Vec<Step>,
    /// The queries for properties that objects would lose when they are dropped and created again.
    pub(super) guards: Vec<Guard>,
    /// The objects that are dropped and not created again.
    gone: BTreeSet<String>,
}

impl Todo {
    /// Compares, and changes nothing. Tables of these names change.
    pub(super) async fn find<C: Driver>(
        db: &C,
        scripts: &[OwnSql],
        live: &[Other],
        former: &[FormerTable],
        changing: BTreeSet<String>,
    ) -> Result<Todo> {
        let dialect = db.dialect();
        let mut todo = Todo::default();
        if scripts.is_empty() {
            return Ok(todo);
        }
        let records = own_sql::records(db).await?;
        let case = table_names(db).await?;
        let mut names = changing;
        let found: Vec<Option<(Other, Option<&Other>, Found)>> = scripts
            .iter()
            .map(|script| {
                let made = made(dialect, &script.create)?;
                let live = live_of((dialect, case), live, &made, former);
                let key = own_sql::key(dialect, live.unwrap_or(&made));
                let found = Found::new(dialect, script, live, records.get(&key));
                if found != Found::Same && goes_alone(dialect, script, (&made, live)) {
                    names.insert(made.name.clone());
                }
                Some((made, live, found))
            })
            .collect();
        let again = scripts::affected(dialect, scripts, &names);
        for ((script, found), again) in scripts.iter().zip(&found).zip(again) {
            let Some((made, live, found)) = found else {
                continue;
            };
            todo.add(dialect, scripts, script, (made, *live), *found, again);
        }
        todo.go.reverse();
        Ok(todo)
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.go.is_empty() && self.come.is_empty()
    }

    /// Whether an existing object is dropped.
    pub(super) fn takes(&self, dialect: Dialect, live: &Other) -> bool {
        self.gone.contains(&own_sql::key(dialect, live))
    }

    fn add(
        &mut self,
        dialect: Dialect,
        all: &[OwnSql],
        script: &OwnSql,
        (made, live): (&Other, Option<&Other>),
        found: Found,
        again: bool,
    ) {
        let why = match (found, again) {
            (Found::Missing, _) => "it is in the models and not in the database",
            (Found::Edited, _) => "it differs in the models",
            (Found::Changed, _) => "another program has changed it",
            (Found::Same, true) => "it uses an object that changes",
            (Found::Same, false) => return,
        };
        let name = &script.name;
        let is_there = found != Found::Missing;
        let goes = is_there && (again || goes_alone(dialect, script, (made, live)));
        let live = live.unwrap_or(made);
        match undo(dialect, script, made, live).filter(|_| goes) {
            Some(undo) => {
                self.gone.insert(own_sql::key(dialect, live));
                let all = all.iter().map(|script| script.create.as_str());
                self.guards
                    .extend(of_own_sql(dialect, &script.create, live, all));
                self.go
                    .push(step(format!("undo the SQL `{name}`"), why, vec![undo]));
            }
            None if is_there && !replaces(dialect, &script.create) => {
                let mut blocked = step(format!("change the SQL `{name}`"), why, Vec::new());
                blocked.warnings.push(Warning {
                    kind: WarningKind::MayFail,
                    message: scripts::without_effect(name),
                    advice: "nothing was changed".to_owned(),
                    preflight: Some("SELECT 1".to_owned()),
                });
                self.come.push(blocked);
                return;
            }
            None => {}
        }
        let create = script.create.trim().trim_end_matches(';').trim_end();
        let create = vec![create.to_owned()];
        self.come
            .push(step(format!("run the SQL `{name}`"), why, create));
    }
}

/// The existing object of a statement.
///
/// It may be a trigger whose table still has a former name.
fn live_of<'l>(
    (dialect, names): (Dialect, TableNames),
    live: &'l [Other],
    made: &Other,
    former: &[FormerTable],
) -> Option<&'l Other> {
    let find = |made: &Other| {
        let mut same = live
            .iter()
            .filter(|live| own_sql::is_same(dialect, made, live));
        // Names of views follow the rules of table names.
        same.find(|live| {
            live.kind != OtherKind::View || dialect.same_table(names, &live.name, &made.name)
        })
    };
    find(made).or_else(|| {
        let table = made.table.as_ref()?;
        let mut former = former
            .iter()
            .filter(|former| dialect.same_name(&former.name, table));
        former.find_map(|former| {
            find(&Other {
                table: Some(former.was.clone()),
                ..made.clone()
            })
        })
    })
}

/// The statement that drops it, if that loses no data.
fn undo(dialect: Dialect, script: &OwnSql, made: &Other, live: &Other) -> Option<String> {
    let undo = script.harmless_undo(dialect)?;
    match (&live.table, &made.table) {
        // The statement has the later name of the table.
        (Some(former), Some(later))
            if !dialect.has_one_name_for_triggers() && !dialect.same_name(former, later) =>
        {
            Some(format!(
                "DROP TRIGGER IF EXISTS {} ON {}",
                identifier(dialect, &live.name),
                identifier(dialect, former)
            ))
        }
        _ => Some(undo),
    }
}

/// Whether it is dropped because it has changed, instead of being replaced. Tables may need objects
/// that are created before them, and triggers may need a function.
fn goes_alone(dialect: Dialect, script: &OwnSql, (made, live): (&Other, Option<&Other>)) -> bool {
    let now = live.map(|live| live.sql.as_str());
    let is_replaced = script.takes_the_place(dialect, made.kind, now);
    !is_replaced && script.harmless_undo(dialect).is_some()
}

fn step(what: String, why: &'static str, sql: Vec<String>) -> Step {
    Step {
        what: vec![what],
        why,
        sql,
        reverse: Vec::new(),
        destructive: Vec::new(),
        warnings: Vec::new(),
        reverse_warnings: Vec::new(),
        in_transaction: true,
        foreign_keys_off: (false, false),
    }
}

/// The state of an object of the user's own SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Its object does not exist.
    Missing,
    /// Its object was created by this statement, as far as is known.
    Same,
    /// Its object was created by another statement.
    Edited,
    /// Its object was created by this statement, and has changed since.
    Changed,
}

impl Found {
    fn new(
        dialect: Dialect,
        script: &OwnSql,
        live: Option<&Other>,
        record: Option<&Record>,
    ) -> Found {
        let Some(live) = live else {
            return Found::Missing;
        };
        match record {
            Some(record) => {
                let is_same = record.statement == statement_fingerprint(dialect, &script.create);
                let printed = own_sql::printed(live);
                let is_kept = record.printed.as_ref().is_none_or(|kept| *kept == printed);
                match (is_same, is_kept || script.harmless_undo(dialect).is_none()) {
                    (false, _) => Found::Edited,
                    (true, false) => Found::Changed,
                    (true, true) => Found::Same,
                }
            }
            // SQLite stores the SQL as it was written.
            None if dialect == Dialect::Sqlite => {
                let written = tail(dialect, &script.create, &live.name);
                match written == tail(dialect, &live.sql, &live.name) {
                    true => Found::Same,
                    false => Found::Edited,
                }
            }
            None => Found::Same,
        }
    }
}

/// The tokens of the statement from the name of its object on.
fn tail(dialect: Dialect, sql: &str, name: &str) -> Vec<String> {
    let tokens = tokens(dialect, sql);
    let end = tokens
        .iter()
        .rposition(|token| !token.is_symbol(';'))
        .map_or(0, |last| last + 1);
    let tail = tokens[..end]
        .iter()
        .skip_while(|token| !dialect.same_name(&token.name(), name));
    tail.map(|token| token.text.to_owned()).collect()
}
