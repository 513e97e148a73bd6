//! Runs the steps of `sync` under a lock.

use std::pin::pin;
use std::time::Instant;

use tablewright_evolve::generator;
use tablewright_evolve::plan::{
    self, DestructiveChange, DestructiveKind, Known, Plan, WarningKind,
};
use tablewright_schema::definition::Definition;

use super::compare::Extra;
use super::record::{self, State};
use super::{SyncBuilder, SyncReport, compare, refused};
use crate::base::connection::driver::{Driver, Hold};
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::error::{Error, Failure, Result};
use crate::base::trace::Task;
use crate::evolve::create::{Schema, in_transaction};
use crate::evolve::history::{self, kind};
use crate::evolve::keep::Kept;
use crate::evolve::lock::{LOCK_TIMEOUT, limit_waiting};
use crate::evolve::migrate::preflight::{self, finds_row};
use crate::evolve::migrate::{Direction, Observer, Step, blocking_session, watched};
use crate::evolve::own_sql;

pub(super) async fn run<C: Driver>(db: &C, mut builder: SyncBuilder<'_>) -> Result<SyncReport> {
    let dialect = db.dialect();
    if db.in_transaction() {
        if dialect.ddl_commits() {
            return Err(in_transaction(dialect));
        }
        if dialect.has_foreign_key_pragma() {
            return Err(in_sqlite_transaction());
        }
    }
    let work = db.exclusive().await?;
    match locked(&work, &mut builder).await {
        Ok(done) => Ok(done),
        Err(Trouble { error, at: None }) => Err(error),
        Err(Trouble {
            error,
            at: Some(at),
        }) => Err(in_step(error, at, &work).await),
    }
}

/// An error and its position.
struct Trouble {
    error: Error,
    at: Option<Place>,
}

/// A statement of a step.
struct Place {
    what: String,
    statement: String,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble { error, at: None }
    }
}

async fn locked<C: Driver>(
    db: &C,
    builder: &mut SyncBuilder<'_>,
) -> std::result::Result<SyncReport, Trouble> {
    // SQLite must not enforce references while it rebuilds a table. The transaction restores this,
    // even if this future is dropped.
    let options = TransactionOptions::new()
        .unchecked(true)
        .lock_timeout(builder.lock_timeout.unwrap_or(LOCK_TIMEOUT));
    // A transaction of the caller keeps its own limit.
    let is_own = !db.in_transaction();
    let work = Level::begin_on(db, options).await?;
    work.lock(Hold::Transaction, builder.lock_timeout).await?;
    if is_own {
        limit_waiting(&work, builder.lock_timeout, "true").await?;
    }
    // A session that waits for the lock must see the changes, so the lock is released after the
    // commit, or after the rollback.
    let mut steps = 0;
    let done = match in_lock(&work, builder, &mut steps).await {
        Ok(done) => work
            .confirm_lock()
            .await
            .map(|()| done)
            .map_err(Trouble::from),
        Err(trouble) => Err(trouble),
    };
    match done {
        Ok(done) => {
            if let Err(error) = work.run_commit().await {
                // If the connection was lost, the commit may have succeeded.
                if !matches!(error, Error::Lost(_)) {
                    tell_rolled_back(db, builder, steps);
                }
                return Err(error.into());
            }
            // If this fails, the connection releases it before its next use.
            drop(db.unlock().await);
            Ok(done)
        }
        Err(trouble) => {
            // The first error is more important.
            drop(work.run_rollback().await);
            drop(db.unlock().await);
            tell_rolled_back(db, builder, steps);
            Err(trouble)
        }
    }
}

/// Tells the observer that so many steps were rolled back.
fn tell_rolled_back<C: Driver>(db: &C, builder: &mut SyncBuilder<'_>, steps: usize) {
    if steps > 0 && !db.dialect().ddl_commits() {
        builder.observer.tell(Step::RolledBack { steps });
    }
}

/// Counts the steps that have run.
async fn in_lock<C: Driver>(
    work: &C,
    builder: &mut SyncBuilder<'_>,
    steps: &mut usize,
) -> std::result::Result<SyncReport, Trouble> {
    let schema = builder.schema;
    history::prepare(work, false).await?;
    // Another session may have synchronized them while this one waited for the lock.
    let state = record::state(work, schema).await?;
    if matches!(state, State::Same | State::Noted) {
        return Ok(SyncReport::UpToDate);
    }
    let plan = compare::plan_with(work, schema, &state, builder.extra).await?;
    let is_new = match state {
        State::Newer(_) if !plan.is_empty() => return Ok(SyncReport::Ahead(plan)),
        // The user's own SQL is not compared, and these models may have other SQL than the previous
        // ones.
        State::Older | State::Unknown => true,
        State::Same | State::Noted | State::Changed | State::Newer(_) => false,
    };
    if is_new || !plan.is_empty() {
        take_steps(work, builder, &plan, steps).await?;
    }
    // If differences remain, `verify` must report them.
    if builder.extra == Extra::Dropped {
        record::remember(work, schema, kind::SYNC, !plan.notes.is_empty()).await?;
    }
    Ok(if plan.is_empty() {
        SyncReport::UpToDate
    } else {
        SyncReport::Applied(plan)
    })
}

async fn take_steps<C: Driver>(
    work: &C,
    builder: &mut SyncBuilder<'_>,
    plan: &Plan,
    steps: &mut usize,
) -> std::result::Result<(), Trouble> {
    let (dialect, schema) = (work.dialect(), builder.schema);
    may_be_done(work, schema, builder.drops_unmanaged, plan).await?;
    let script = schema.create.get(dialect)?;
    let (_, definition) = compare::definition(schema, dialect)?;
    // The user's own statements that the tables may need.
    for own in script.statements().take(definition.statements_before) {
        for statement in tablewright_sql::statements(dialect, own) {
            work.run(statement).await?;
        }
    }
    let mut kept = Kept::default();
    for step in &plan.steps {
        run_step(work, step, &mut builder.observer, &mut kept).await?;
        *steps += 1;
    }
    // Objects other than tables: their own SQL creates them if they are missing.
    work.run_script(script).await?;
    kept.restore(work).await?;
    check_foreign_keys(work, plan).await?;
    own_sql::remember(work, creates(&definition), true).await?;
    Ok(())
}

/// The statements of the user's own.
pub(super) fn creates(definition: &Definition) -> impl Iterator<Item = &str> {
    let scripts = definition.own_sql.iter();
    scripts.map(|script| script.create.as_str())
}

async fn run_step<C: Driver>(
    work: &C,
    step: &plan::Step,
    observer: &mut Observer<'_>,
    kept: &mut Kept,
) -> std::result::Result<(), Trouble> {
    let what = step.what.join(", ");
    let began = Instant::now();
    observer.tell(Step::Begins {
        name: &what,
        direction: Direction::Up,
        statements: step.sql.len(),
        done: 0,
    });
    let task = Task::begins("sync", &what, Direction::Up);
    let done = {
        let statements = pin!(statements_of(work, (step, &what), observer, kept));
        task.around(statements).await
    };
    let rows = match done {
        Ok(rows) => rows,
        Err(trouble) => {
            task.failed(&trouble.error);
            return Err(trouble);
        }
    };
    task.done(&what, rows, began.elapsed());
    observer.tell(Step::Ends {
        name: &what,
        direction: Direction::Up,
        time: began.elapsed(),
        rows,
    });
    Ok(())
}

/// Runs the statements of a step. Returns the number of rows that they changed.
async fn statements_of<C: Driver>(
    work: &C,
    (step, what): (&plan::Step, &str),
    observer: &mut Observer<'_>,
    kept: &mut Kept,
) -> std::result::Result<u64, Trouble> {
    let mut rows = 0;
    for (number, statement) in (1..).zip(&step.sql) {
        work.confirm_lock().await?;
        // Renames come before a table is rebuilt.
        kept.before(work, statement, &[]).await?;
        match watched(work, observer, what, (number, statement)).await {
            Ok(changed) => rows += changed,
            Err(error) => {
                let (what, statement) = (what.to_owned(), statement.clone());
                return Err(Trouble {
                    error,
                    at: Some(Place { what, statement }),
                });
            }
        }
    }
    Ok(rows)
}

/// Fails with all reasons why the steps are not safe.
pub(super) async fn may_be_done<C: Driver>(
    db: &C,
    schema: &'static Schema,
    drops_unmanaged: bool,
    plan: &Plan,
) -> Result<()> {
    let is_refused = |loss: &&DestructiveChange| match loss.kind {
        DestructiveKind::Unmanaged(_) | DestructiveKind::Nameless(_) => !drops_unmanaged,
        DestructiveKind::Dropped | DestructiveKind::Converted(_) => true,
    };
    let destructive = plan.not_allowed().filter(is_refused);
    let mut reasons: Vec<String> = plan.blocked.iter().map(ToString::to_string).collect();
    reasons.extend(destructive.map(ToString::to_string));
    let script = schema.create.get(db.dialect())?;
    let made = match plan.guards.is_empty() {
        true => Vec::new(),
        false => {
            let (intent, _) = compare::definition(schema, db.dialect())?;
            let mut made = generator::made_by(db.dialect(), script.text);
            let former = made
                .iter()
                .flat_map(|made| made.of_former(db.dialect(), &intent.tables));
            let former: Vec<Known> = former.collect();
            made.extend(former);
            made
        }
    };
    for guard in plan.guards.iter().filter(|guard| guard.is_for_live()) {
        for (query, message) in guard.checks(&made) {
            reasons.extend(preflight::issue(db, &query, &message).await?);
        }
    }
    let warnings = plan.steps.iter().flat_map(|step| &step.warnings);
    for warning in warnings.filter(|warning| warning.kind == WarningKind::MayFail) {
        let Some(preflight) = &warning.preflight else {
            continue;
        };
        let reason = format!("{}: {}", warning.message, warning.advice);
        match finds_row(db, preflight).await {
            Ok(false) => {}
            Ok(true) => reasons.push(reason),
            Err(error) if preflight::is_about_value(&error) => {
                reasons.push(preflight::unfinished(&reason));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(refused(reasons, Some(plan.clone())))
    }
}

/// Fails if there are references to missing rows, which SQLite did not check.
async fn check_foreign_keys<C: Driver>(db: &C, plan: &Plan) -> Result<()> {
    if !db.dialect().has_foreign_key_pragma() {
        return Ok(());
    }
    let text = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check";
    let tables = crate::query::raw::sql::<String>(text).run_all(db).await?;
    if tables.is_empty() {
        return Ok(());
    }
    let reason = format!(
        "rows of {} would refer to rows that do not exist: change or delete them first",
        tables.join(", ")
    );
    Err(refused(vec![reason], Some(plan.clone())))
}

#[cold]
fn in_sqlite_transaction() -> Error {
    Error::Database(Box::new(Failure {
        message: "tables cannot be synchronized within a transaction, because SQLite cannot turn \
            foreign keys off there: do it before the transaction begins"
            .to_owned(),
        source: None,
    }))
}

/// Adds the failed statement to an error, and the blocking session, if there is one.
#[cold]
async fn in_step<C: Driver>(error: Error, at: Place, work: &C) -> Error {
    let rest = if work.dialect().ddl_commits() {
        "the steps before it stay applied: remove the cause and call `sync` again, which resumes \
         there"
    } else {
        "the database is unchanged"
    };
    let Place { what, statement } = at;
    let mut message = format!("the synchronization failed ({what}): {error}");
    let is_busy = error.is_busy();
    if is_busy && let Some(session) = blocking_session(work, &statement).await {
        message.push_str("; ");
        message.push_str(&session);
    }
    message.push_str(&format!("; {rest}; the statement was: {statement}"));
    let failure = Box::new(Failure {
        message,
        source: Some(Box::new(error)),
    });
    if is_busy {
        Error::Busy(failure)
    } else {
        Error::Database(failure)
    }
}
