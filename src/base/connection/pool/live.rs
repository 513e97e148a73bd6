//! A connection with the depth of its transaction.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use crate::base::connection::batch::{BatchState, Waits, skipped};
use crate::base::connection::driver::Hold;
use crate::base::connection::pool::{Aborted, Answered, Sent, Session};
use crate::base::connection::reader::Collector;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Failure, Lost, Result};
use crate::base::model::Table;
use crate::base::statement::{Erased, is_raw, only_reads};
use crate::base::trace::{Command, Traced, Tracer};

/// Waits for a call of the session, up to the limit.
///
/// The call is pinned, and only the timer is boxed, because every statement's future has space for
/// all parts.
macro_rules! limited {
    ($live:ident, $call:expr) => {{
        let call = pin!($call);
        within($live.limit, call).await
    }};
    ($live:ident, $traced:ident, $call:expr) => {{
        let call = pin!($call);
        within($live.limit, $traced.around(call)).await
    }};
}

/// A connection of an async driver, with the levels of its transaction.
///
/// A future may be dropped at any `await`. So everything that must be undone is recorded before the
/// database gets the statement, and the record is removed after the answer.
#[derive(Debug)]
pub struct Live<S> {
    session: S,
    tracer: Tracer,
    /// The number of levels in progress: a transaction and its savepoints.
    levels: u32,
    /// The level that must be rolled back before the next use.
    undo: Option<u32>,
    /// The number of levels when a statement failed and aborted the innermost one, or [`WHOLE`].
    aborted: Option<u32>,
    /// How long a call waits for the database, whose own limit is shorter.
    limit: Option<Duration>,
    /// Whether the database has ended the transaction by itself, as MySQL does at each schema
    /// change.
    has_ended: bool,
    /// Since when it has been idle, if that is needed.
    unused_since: Option<Instant>,
}

/// A sent statement of a batch.
pub struct Sending<'b, S: Session> {
    sent: S::Sent,
    traced: Traced,
    /// The time limit of its answer.
    limit: Option<Duration>,
    waits: Waits<'b>,
}

/// The end of a sent statement, which its connection needs.
pub struct End<S: Session> {
    pub sent: S::Sent,
    pub traced: Traced,
    pub error: Result<Option<SentError<S>>>,
}

/// The error of a sent statement before its session has processed it.
type SentError<S> = <<S as Session>::Sent as Sent<<S as Session>::Rows>>::Error;

/// The content of the answer to a sent statement.
pub enum Answer<'a, S: Session> {
    /// Rows for a collection.
    Rows(&'a mut dyn Collector<S::Rows>),
    /// The number of rows that it matched.
    Count(&'a mut u64),
}

impl<S: Session> Sending<'_, S> {
    /// Waits for the answer.
    pub async fn end(self, table: &'static Table, answer: Answer<'_, S>) -> End<S> {
        let Sending {
            mut sent,
            traced,
            limit,
            waits,
        } = self;
        let call = async {
            Ok(match answer {
                Answer::Rows(rows) => sent.rows(table, rows).await.err(),
                Answer::Count(count) => sent.count().await.map(|found| *count = found).err(),
            })
        };
        let error = within(limit, traced.around(pin!(call))).await;
        drop(waits);
        End {
            sent,
            traced,
            error,
        }
    }
}

/// How much longer than the limit to wait for the database, which ends the statement by itself.
const GRACE: Duration = Duration::from_secs(1);

/// The time limit for the rollback of a dropped transaction, after which its connection is closed.
const ROLLBACK_TIMEOUT: Duration = Duration::from_secs(5);

/// The whole transaction is aborted, with all levels.
const WHOLE: u32 = 0;

impl<S: Session> Live<S> {
    pub fn new(session: S) -> Self {
        Live {
            limit: with_grace(session.statement_timeout()),
            tracer: Tracer::new(session.dialect(), || session.namespace()),
            has_ended: false,
            unused_since: None,
            session,
            levels: 0,
            undo: None,
            aborted: None,
        }
    }

    pub fn session(&self) -> &S {
        &self.session
    }

    /// Whether a transaction is in progress that this connection has not begun.
    pub async fn is_left_open(&mut self) -> Result<bool> {
        self.session.is_in_transaction().await
    }

    #[cfg(feature = "postgres")]
    pub fn session_mut(&mut self) -> &mut S {
        &mut self.session
    }

    /// Sets the limit from which a statement is slow; `None` for never.
    pub fn set_slow(&mut self, slow: Option<Duration>) {
        self.tracer.set_slow(slow);
    }

    /// Records that it returns to its pool, and since when it is idle, if that is needed.
    pub fn went_back(&mut self, is_counted: bool) {
        if is_counted {
            self.unused_since = Some(Instant::now());
        }
        if self.is_settled() {
            self.session.went_back();
        }
    }

    /// How long it has been idle, since it first returned to its pool.
    pub fn unused_for(&self) -> Option<Duration> {
        self.unused_since.map(|since| since.elapsed())
    }

    /// Whether nothing must be rolled back.
    pub fn is_settled(&self) -> bool {
        self.undo.is_none() && self.levels == 0
    }

    pub fn in_transaction(&self) -> bool {
        self.levels > 0
    }

    pub async fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<S::Rows>,
    ) -> Result<()> {
        self.ready().await?;
        let traced = self.tracer.statement(statement).may_stop(rows.pauses());
        let done = match limited!(self, traced, self.session.fetch(statement, rows)) {
            Ok(()) => self.left_alone(),
            Err(error) => {
                let nothing_committed = only_reads(statement) || self.is_undone(is_raw(statement));
                Err(self.failed(error, nothing_committed))
            }
        };
        traced.returned(rows.count(), &done);
        done
    }

    /// Begins the transaction of a batch, if one of its statements needs it.
    pub async fn begin_batch(&mut self, statement: &Erased<'_>, batch: &BatchState) -> Result<()> {
        if batch.is_to_begin(statement)? {
            let begun = Box::pin(self.begin(TransactionOptions::new())).await;
            begun.map_err(|error| self.of_batch(error))?;
            batch.begins();
        }
        Ok(())
    }

    /// Sends a statement of a batch without waiting for its answer; `None`, without sending it, if
    /// the session does not pipeline.
    pub async fn send<'b>(
        &mut self,
        statement: &Erased<'_>,
        rows: Option<&mut dyn Collector<S::Rows>>,
        batch: &'b BatchState,
    ) -> Result<Option<Sending<'b, S>>> {
        if !self.session.pipelines() {
            return Ok(None);
        }
        self.ready().await?;
        let traced = self.tracer.statement(statement);
        let waits = batch.waits();
        let limit = waits.limit(self.limit);
        let sent = {
            let call = pin!(self.session.send(statement, rows));
            within(limit, traced.around(call)).await
        };
        let sent = match sent {
            Ok(sent) => sent,
            Err(error) => {
                let failed = Err(self.failed_in_batch(error, statement));
                traced.ended(&failed);
                return failed;
            }
        };
        Ok(sent.map(|sent| Sending {
            sent,
            traced,
            limit,
            waits,
        }))
    }

    /// Records the end of a sent statement, and returns whether it must run again.
    pub async fn answered(
        &mut self,
        statement: &Erased<'_>,
        sent: S::Sent,
        error: Result<Option<SentError<S>>>,
    ) -> Result<bool> {
        let noted = {
            let session = &mut self.session;
            let call = async move {
                let error = error?;
                // It may query the database about the error.
                Ok(session.answered(statement, sent, error).await)
            };
            within(self.limit, pin!(call)).await
        };
        let error = match noted {
            Ok(Answered::Done) => return Ok(false),
            Ok(Answered::Stale(_)) if self.levels == 0 => return Ok(true),
            Ok(Answered::Stale(error) | Answered::Failed(error)) | Err(error) => error,
        };
        Err(self.failed_in_batch(error, statement))
    }

    pub async fn prepare(&mut self, statement: &Erased<'_>) -> Result<()> {
        self.ready().await?;
        match limited!(self, self.session.prepare(statement)) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn execute(&mut self, statement: &Erased<'_>) -> Result<u64> {
        self.ready().await?;
        let traced = self.tracer.statement(statement);
        let done = match limited!(self, traced, self.session.execute(statement)) {
            Ok(count) => self.left_alone().map(|()| count),
            Err(error) => {
                let nothing_committed = self.is_undone(is_raw(statement));
                Err(self.failed(error, nothing_committed))
            }
        };
        traced.changed(&done);
        done
    }

    /// One by one, because some servers that speak PostgreSQL's protocol do not accept several.
    pub async fn run_script(&mut self, script: &'static Script) -> Result<()> {
        self.ready().await?;
        let traced = self.tracer.script(|| script.statements().count());
        let mut done = Ok(());
        for statement in script.statements() {
            if let Err(error) = limited!(self, traced, self.session.run(statement)) {
                let nothing_committed = self.is_undone(true);
                done = Err(self.failed(error, nothing_committed));
                break;
            }
        }
        traced.ended(&done);
        done
    }

    pub async fn run(&mut self, sql: &str) -> Result<()> {
        self.ready().await?;
        let traced = self.tracer.sql(sql);
        let done = match limited!(self, traced, self.session.run(sql)) {
            Ok(()) => self.left_alone(),
            Err(error) => {
                let nothing_committed = self.is_undone(true);
                Err(self.failed(error, nothing_committed))
            }
        };
        traced.ended(&done);
        done
    }

    pub async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        self.ready().await?;
        let traced = self.tracer.sql(sql);
        let done = match limited!(self, traced, self.session.run_counted(sql)) {
            Ok(rows) => Ok(rows),
            Err(error) => {
                let nothing_committed = self.is_undone(true);
                Err(self.failed(error, nothing_committed))
            }
        };
        traced.changed(&done);
        done
    }

    pub async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.ready().await?;
        match limited!(self, self.session.columns()) {
            Ok(columns) => Ok(columns),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    /// The session limits each of its statements. Together they take as long as other sessions have
    /// the lock.
    pub async fn lock(&mut self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        self.ready().await?;
        match self.session.lock(hold, lock_timeout).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn confirm_lock(&mut self) -> Result<()> {
        self.ready().await?;
        match limited!(self, self.session.confirm_lock()) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn unlock(&mut self) -> Result<()> {
        self.settle().await?;
        match limited!(self, self.session.unlock()) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.lost(error, false)),
        }
    }

    pub async fn before_drop(&mut self, tables: &'static [&'static Table]) -> Result<()> {
        self.ready().await?;
        match limited!(self, self.session.before_drop(tables)) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn begin(&mut self, options: TransactionOptions) -> Result<()> {
        self.ready().await?;
        let level = self.levels;
        self.has_ended &= level > 0;
        self.undo = Some(level);
        let traced = self.tracer.command(|| Command::begin(level > 0));
        let begun = match limited!(self, traced, self.session.begin(level, options)) {
            Ok(()) => {
                self.undo = None;
                self.levels += 1;
                Ok(())
            }
            Err(error) => {
                // If a savepoint could not be begun, there is none to roll back.
                if level > 0 {
                    self.undo = None;
                }
                Err(self.failed(error, true))
            }
        };
        traced.ended(&begun);
        begun
    }

    pub async fn commit(&mut self) -> Result<()> {
        self.settle().await?;
        let level = self.levels.saturating_sub(1);
        if self.aborted.is_some() {
            self.rollback().await?;
            return Err(aborted("it was rolled back instead of committed"));
        }
        self.undo = Some(level);
        let traced = self.tracer.command(|| Command::commit(level > 0));
        let committed = limited!(self, traced, self.session.commit(level));
        traced.ended(&committed);
        let error = match committed {
            Ok(()) => {
                self.undo = None;
                self.levels = level;
                return Ok(());
            }
            Err(error) => error,
        };
        self.levels = level;
        if level > 0 {
            // The connection ends a lost transaction, of which this was a part.
            return Err(self.failed(error, true).after_rollback());
        }
        let error = self.lost(error, false);
        if !matches!(error, Error::Lost(_)) {
            // A transaction that could not be committed is rolled back, by the database or now.
            self.settle().await?;
        }
        Err(error.after_rollback())
    }

    pub async fn rollback(&mut self) -> Result<()> {
        self.abandon();
        self.settle().await
    }

    /// Leaves the innermost level, which is rolled back before the next use.
    pub fn abandon(&mut self) {
        let level = self.levels.saturating_sub(1);
        self.levels = level;
        self.undo = Some(self.undo.map_or(level, |other| other.min(level)));
    }

    /// Rolls back a dropped transaction.
    pub async fn settle(&mut self) -> Result<()> {
        let Some(level) = self.undo else {
            return Ok(());
        };
        // If the database has rolled back the transaction, its savepoints do not exist any more.
        if level == 0 || self.aborted != Some(WHOLE) {
            let traced = self.tracer.command(|| Command::rollback(level > 0));
            let undone = limited!(self, traced, self.session.rollback(level));
            traced.ended(&undone);
            // If the rollback fails, the connection is closed, which rolls back.
            undone.map_err(|error| self.lost(error, true))?;
        }
        self.undo = None;
        if level == 0 || self.aborted > Some(level) {
            self.aborted = None;
        }
        Ok(())
    }

    /// Rolls back a dropped transaction and releases the lock on the tables, or closes the
    /// connection if that takes too long.
    pub async fn settle_or_give_up(&mut self, unlocks: bool) {
        let settled = async {
            match unlocks {
                true => self.unlock().await,
                false => self.settle().await,
            }
        };
        // If it fails, it runs again before the next use of the connection.
        let is_late = tokio::time::timeout(ROLLBACK_TIMEOUT, settled)
            .await
            .is_err();
        if is_late {
            self.session.give_up();
        }
    }

    /// Checks whether another task can get the connection; queries the database if that is
    /// uncertain.
    pub async fn recycle(&mut self) -> Result<()> {
        if self.levels > 0 {
            self.levels = 0;
            self.undo = Some(0);
        }
        if self.undo.is_some() {
            Box::pin(self.settle()).await?;
        }
        self.session.check().await
    }

    async fn ready(&mut self) -> Result<()> {
        if self.undo.is_some() {
            Box::pin(self.settle()).await?;
        }
        if self.session.needs_setup() {
            let mut set_up = Box::pin(self.session.set_up());
            within(self.limit, set_up.as_mut()).await?;
        }
        match self.aborted {
            None => Ok(()),
            Some(_) => Err(aborted("it cannot run more statements")),
        }
    }

    /// Refuses a transaction that raw SQL has left open, as a procedure may do, because later
    /// statements would be lost with it.
    #[inline]
    fn left_alone(&mut self) -> Result<()> {
        match self.session.has_transaction() {
            Some(true) if self.levels == 0 => return Err(self.left_open()),
            Some(false) if self.levels > 0 => self.has_ended = true,
            Some(_) | None => {}
        }
        Ok(())
    }

    /// Whether the changes of a statement are undone with its transaction if the connection is
    /// lost. Raw SQL may have committed: MySQL commits before and after each schema change, and a
    /// procedure may commit.
    #[cold]
    fn is_undone(&self, is_raw: bool) -> bool {
        let may_commit = is_raw && self.session.dialect().ddl_commits();
        self.levels > 0 && !self.has_ended && !may_commit
    }

    #[cold]
    fn left_open(&mut self) -> Error {
        self.session.give_up();
        Error::Database(Box::new(Failure {
            message: "the statement left a transaction open, which was rolled back when its \
                connection was closed: begin transactions with `begin`, and commit them with \
                `commit`"
                .to_owned(),
            source: None,
        }))
    }

    /// Records the effect of an error on the connection.
    #[cold]
    fn lost(&mut self, mut error: Error, nothing_committed: bool) -> Error {
        if let Error::Lost(lost) = &mut error {
            if nothing_committed {
                lost.may_have_committed = false;
            }
            // The database may still run the statement, and no task waits for the answer.
            self.session.give_up();
        }
        error
    }

    /// The error of a statement of a batch.
    #[cold]
    fn failed_in_batch(&mut self, error: Error, statement: &Erased<'_>) -> Error {
        let nothing_committed = only_reads(statement) || self.is_undone(is_raw(statement));
        let error = self.failed(error, nothing_committed);
        self.of_batch(error)
    }

    /// The error of the session, unless it is only a consequence of an earlier one.
    #[cold]
    fn of_batch(&self, error: Error) -> Error {
        match self.session.had_failed_before() {
            true => skipped(error.to_string()),
            false => error,
        }
    }

    /// Records the effect of an error on the transaction.
    #[cold]
    fn failed(&mut self, error: Error, nothing_committed: bool) -> Error {
        let error = self.lost(error, nothing_committed);
        if self.levels > 0 {
            match self.session.aborted(&error) {
                Aborted::Nothing => {}
                Aborted::Level => self.aborted = Some(self.levels),
                Aborted::Transaction => self.aborted = Some(WHOLE),
            }
        }
        error
    }
}

/// How long to wait for the database, which ends a statement by itself after its limit.
pub(crate) fn with_grace(statement_timeout: Option<Duration>) -> Option<Duration> {
    statement_timeout.map(|limit| limit.saturating_add(GRACE))
}

/// How long to wait for a lock, which no statement does for longer than its limit.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) fn shorter(lock_timeout: Duration, statement_timeout: Option<Duration>) -> Duration {
    statement_timeout.map_or(lock_timeout, |limit| limit.min(lock_timeout))
}

/// Waits for a call, up to a limit.
#[inline]
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    call: impl Future<Output = Result<T>> + Unpin,
) -> Result<T> {
    match limit {
        None => call.await,
        Some(limit) => match Box::pin(tokio::time::timeout(limit, call)).await {
            Ok(answer) => answer,
            Err(_) => Err(unanswered(limit)),
        },
    }
}

#[cold]
fn unanswered(limit: Duration) -> Error {
    Error::Lost(Box::new(Lost {
        message: format!(
            "the database did not answer within {} s, which is a second more than the \
             `statement_timeout`, so the connection was closed",
            limit.as_secs_f64()
        ),
        may_have_committed: true,
        source: None,
    }))
}

#[cold]
fn aborted(consequence: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "an earlier statement failed in this transaction, so the database aborted it: \
             {consequence}. Roll back and begin again. Run a statement that can fail in a \
             savepoint: `begin` on the transaction begins one"
        ),
        source: None,
    }))
}
