//! A connection and how deep it is in transactions.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use crate::base::connection::batch::{BatchState, Waits, skipped};
use crate::base::connection::driver::{Collect, Decode, Hold};
use crate::base::connection::pool::{Aborted, Answered, Sent, Session};
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Failure, Lost, Result};
use crate::base::model::Table;
use crate::base::statement::{Statement, is_raw, only_reads};
use crate::base::trace::{Command, Counted, Traced, Tracer};

/// Waits for a call of the session, up to the limit.
///
/// The call comes pinned and only the clock is in a box, because the future of every statement has
/// room for all that may happen in it.
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
/// Futures may be dropped at any `await`. So what has to be undone is written down before the
/// database is told, and crossed out after its answer.
#[derive(Debug)]
pub struct Live<S> {
    session: S,
    tracer: Tracer,
    /// How many levels are in progress: a transaction and the savepoints in it.
    levels: u32,
    /// The level that has to be rolled back before anything else happens.
    undo: Option<u32>,
    /// How many levels there were when a statement failed in a way that spoils the innermost, or
    /// [`WHOLE`].
    aborted: Option<u32>,
    /// How long a call may wait for the database, which has its own limit before that.
    limit: Option<Duration>,
    /// Whether the database has ended the transaction by itself, as MySQL does at each change to a
    /// table.
    has_ended: bool,
    /// Since when it has been idle, if that matters.
    unused_since: Option<Instant>,
}

/// A statement of a batch that was sent.
pub struct Sending<'b, T> {
    sent: T,
    traced: Traced,
    /// How long its answer may take.
    limit: Option<Duration>,
    waits: Waits<'b>,
}

/// What is left of a statement that was sent, to be told to its connection.
pub struct End<T: Sent> {
    pub sent: T,
    pub traced: Traced,
    pub error: Result<Option<T::Error>>,
}

impl<T: Sent> Sending<'_, T> {
    /// Waits for the rows.
    pub async fn rows<C: Collect>(
        self,
        table: &'static Table,
        decoder: C::Decode,
        rows: &mut C,
    ) -> End<T> {
        let Sending {
            mut sent,
            traced,
            limit,
            waits,
        } = self;
        let call = async { Ok(sent.rows(table, decoder, rows).await.err()) };
        let error = within(limit, traced.around(pin!(call))).await;
        drop(waits);
        End {
            sent,
            traced,
            error,
        }
    }

    /// Waits for the number of rows that it found to change.
    pub async fn count(self, count: &mut u64) -> End<T> {
        let Sending {
            mut sent,
            traced,
            limit,
            waits,
        } = self;
        let call = async {
            let counted = sent.count().await;
            Ok(counted.map(|rows| *count = rows).err())
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

/// How long the rollback of a dropped transaction may take, before its connection is given up.
const ROLLBACK_TIMEOUT: Duration = Duration::from_secs(5);

/// The whole transaction is aborted, whatever its levels.
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

    /// From when on a statement is slow; `None` for never.
    pub fn set_slow(&mut self, slow: Option<Duration>) {
        self.tracer.set_slow(slow);
    }

    /// Takes note that it goes back to its pool, and since when it is idle, if that matters.
    pub fn went_back(&mut self, is_counted: bool) {
        if is_counted {
            self.unused_since = Some(Instant::now());
        }
        if self.is_settled() {
            self.session.went_back();
        }
    }

    /// For how long it has been idle, since it first went back to its pool.
    pub fn unused_for(&self) -> Option<Duration> {
        self.unused_since.map(|since| since.elapsed())
    }

    /// Whether nothing is in progress that would have to be rolled back.
    pub fn is_settled(&self) -> bool {
        self.undo.is_none() && self.levels == 0
    }

    pub fn in_transaction(&self) -> bool {
        self.levels > 0
    }

    pub async fn fetch<T: Statement, C: Collect>(
        &mut self,
        statement: &T,
        rows: &mut C,
    ) -> Result<()> {
        self.ready().await?;
        let traced = self.tracer.statement(statement).may_stop(C::PAUSES);
        let mut rows = Counted::new(rows);
        let done = match limited!(self, traced, self.session.fetch(statement, &mut rows)) {
            Ok(()) => self.left_alone(),
            Err(error) => {
                let nothing_committed = only_reads(statement) || self.is_undone(is_raw(statement));
                Err(self.failed(error, nothing_committed))
            }
        };
        traced.returned(&rows, &done);
        done
    }

    /// Begins the transaction of a batch, if a statement of it needs one.
    pub async fn begin_batch<T: Statement>(
        &mut self,
        statement: &T,
        batch: &BatchState,
    ) -> Result<()> {
        if batch.is_to_begin(statement)? {
            let begun = Box::pin(self.begin(TransactionOptions::new())).await;
            begun.map_err(|error| self.of_batch(error))?;
            batch.begins();
        }
        Ok(())
    }

    /// Sends a statement of a batch, and does not wait for its answer; `None` if the session does
    /// not pipeline, and nothing was done.
    pub async fn send<'b, T: Statement, D: Decode>(
        &mut self,
        statement: &T,
        decoder: &mut D,
        batch: &'b BatchState,
    ) -> Result<Option<Sending<'b, S::Sent>>> {
        if !self.session.pipelines() {
            return Ok(None);
        }
        self.ready().await?;
        let traced = self.tracer.statement(statement);
        let waits = batch.waits();
        let limit = waits.limit(self.limit);
        let sent = {
            let call = pin!(self.session.send(statement, decoder));
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

    /// Takes note of the end of a statement that was sent; whether it is to be run again.
    pub async fn answered<T: Statement>(
        &mut self,
        statement: &T,
        sent: S::Sent,
        error: Result<Option<<S::Sent as Sent>::Error>>,
    ) -> Result<bool> {
        let noted = {
            let session = &mut self.session;
            let call = async move {
                let error = error?;
                // It may ask the database what the error means.
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

    pub async fn prepare<T: Statement>(&mut self, statement: &T) -> Result<()> {
        self.ready().await?;
        match limited!(self, self.session.prepare(statement)) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn execute<T: Statement>(&mut self, statement: &T) -> Result<u64> {
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

    /// One by one, because some servers that look like PostgreSQL take no others.
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

    /// The session limits each statement of it: all of them together take as long as others have
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
                // A savepoint that could not be begun is none that could be rolled back.
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
            // The connection ends a lost transaction by itself, of which this was a part.
            return Err(self.failed(error, true).after_rollback());
        }
        let error = self.lost(error, false);
        if !matches!(error, Error::Lost(_)) {
            // What the database refused to commit it has rolled back, or does now.
            self.settle().await?;
        }
        Err(error.after_rollback())
    }

    pub async fn rollback(&mut self) -> Result<()> {
        self.abandon();
        self.settle().await
    }

    /// Leaves the innermost level; it is rolled back before the next use.
    pub fn abandon(&mut self) {
        let level = self.levels.saturating_sub(1);
        self.levels = level;
        self.undo = Some(self.undo.map_or(level, |other| other.min(level)));
    }

    /// Rolls back what was left.
    pub async fn settle(&mut self) -> Result<()> {
        let Some(level) = self.undo else {
            return Ok(());
        };
        // The savepoints of a transaction that the database has rolled back are gone.
        if level == 0 || self.aborted != Some(WHOLE) {
            let traced = self.tracer.command(|| Command::rollback(level > 0));
            let undone = limited!(self, traced, self.session.rollback(level));
            traced.ended(&undone);
            // What is not rolled back now goes with the connection.
            undone.map_err(|error| self.lost(error, true))?;
        }
        self.undo = None;
        if level == 0 || self.aborted > Some(level) {
            self.aborted = None;
        }
        Ok(())
    }

    /// Rolls back what a dropped transaction left and gives up the lock on the tables, or gives up
    /// the connection if that takes too long.
    pub async fn settle_or_give_up(&mut self, unlocks: bool) {
        let settled = async {
            match unlocks {
                true => self.unlock().await,
                false => self.settle().await,
            }
        };
        // If it fails, the connection is not used again before it succeeds.
        let is_late = tokio::time::timeout(ROLLBACK_TIMEOUT, settled)
            .await
            .is_err();
        if is_late {
            self.session.give_up();
        }
    }

    /// Whether the connection can be given to another task; asks the database where that is not
    /// certain.
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

    /// Refuses a transaction that a statement outside of ours has left open, as a procedure may:
    /// what comes next would be lost with it.
    #[inline]
    fn left_alone(&mut self) -> Result<()> {
        match self.session.has_transaction() {
            Some(true) if self.levels == 0 => return Err(self.left_open()),
            Some(false) if self.levels > 0 => self.has_ended = true,
            Some(_) | None => {}
        }
        Ok(())
    }

    /// Whether what a statement did is undone with the transaction in which it ran, if the
    /// connection is lost. SQL of the program's own may commit: MySQL does so before and after each
    /// change to a table, and a procedure may.
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

    /// Takes note of what an error did to the connection.
    #[cold]
    fn lost(&mut self, mut error: Error, nothing_committed: bool) -> Error {
        if let Error::Lost(lost) = &mut error {
            if nothing_committed {
                lost.may_have_committed = false;
            }
            // The database may still run it, and no task waits for the answer.
            self.session.give_up();
        }
        error
    }

    /// The error of a statement of a batch.
    #[cold]
    fn failed_in_batch<T: Statement>(&mut self, error: Error, statement: &T) -> Error {
        let nothing_committed = only_reads(statement) || self.is_undone(is_raw(statement));
        let error = self.failed(error, nothing_committed);
        self.of_batch(error)
    }

    /// An error of the session, unless it says only that another statement had failed before.
    #[cold]
    fn of_batch(&self, error: Error) -> Error {
        match self.session.had_failed_before() {
            true => skipped(error.to_string()),
            false => error,
        }
    }

    /// Takes note of what an error did to the transaction.
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
