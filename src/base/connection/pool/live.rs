//! A connection and how deep it is in transactions.

use std::time::Duration;

use tablewright_sql::{Dialect, Op, Word, Words};

use crate::base::connection::driver::{Collect, Hold};
use crate::base::connection::pool::{Damage, Session};
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::arg::Arg;

/// A connection of an async driver, with the levels of its transaction.
///
/// Futures may be dropped at any `await`. So what has to be undone is written down before the
/// database is told, and crossed out after its answer.
#[derive(Debug)]
pub struct Live<S> {
    session: S,
    /// How many levels are under way: a transaction and the savepoints in it.
    levels: u32,
    /// The level that has to be rolled back before anything else happens.
    undo: Option<u32>,
    /// How many levels there were when a statement failed in a way that spoils the innermost, or
    /// [`WHOLE`].
    spoilt: Option<u32>,
}

/// The whole transaction is spoilt, whatever its levels.
const WHOLE: u32 = 0;

impl<S: Session> Live<S> {
    pub fn new(session: S) -> Self {
        Live {
            session,
            levels: 0,
            undo: None,
            spoilt: None,
        }
    }

    pub fn session(&self) -> &S {
        &self.session
    }

    /// Whether nothing is under way that would have to be rolled back.
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
        match self.session.fetch(statement, rows).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, only_reads(statement))),
        }
    }

    pub async fn prepare<T: Statement>(&mut self, statement: &T) -> Result<()> {
        self.ready().await?;
        match self.session.prepare(statement).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn execute<T: Statement>(&mut self, statement: &T) -> Result<u64> {
        self.ready().await?;
        match self.session.execute(statement).await {
            Ok(count) => Ok(count),
            Err(error) => Err(self.failed(error, false)),
        }
    }

    /// One by one, because some servers that look like PostgreSQL take no others.
    pub async fn run_script(&mut self, script: &'static Script) -> Result<()> {
        self.ready().await?;
        for statement in script.statements() {
            if let Err(error) = self.session.run(statement).await {
                return Err(self.failed(error, false));
            }
        }
        Ok(())
    }

    pub async fn run(&mut self, sql: &str) -> Result<()> {
        self.ready().await?;
        match self.session.run(sql).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, false)),
        }
    }

    pub async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        self.ready().await?;
        match self.session.run_counted(sql).await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.failed(error, false)),
        }
    }

    pub async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.ready().await?;
        match self.session.columns().await {
            Ok(columns) => Ok(columns),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn lock(&mut self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        self.ready().await?;
        match self.session.lock(hold, lock_timeout).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn unlock(&mut self) -> Result<()> {
        self.settle().await?;
        self.session.unlock().await
    }

    pub async fn before_drop(&mut self, tables: &'static [&'static Table]) -> Result<()> {
        self.ready().await?;
        match self.session.before_drop(tables).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, true)),
        }
    }

    pub async fn begin(&mut self, options: TransactionOptions) -> Result<()> {
        self.ready().await?;
        let level = self.levels;
        self.undo = Some(level);
        match self.session.begin(level, options).await {
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
        }
    }

    pub async fn commit(&mut self) -> Result<()> {
        self.settle().await?;
        let level = self.levels.saturating_sub(1);
        if self.spoilt.is_some() {
            self.rollback().await?;
            return Err(spoilt("it was rolled back instead of committed"));
        }
        self.undo = Some(level);
        let error = match self.session.commit(level).await {
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
        if level == 0 || self.spoilt != Some(WHOLE) {
            self.session.rollback(level).await?;
        }
        self.undo = None;
        if level == 0 || self.spoilt > Some(level) {
            self.spoilt = None;
        }
        Ok(())
    }

    /// Whether the connection can be given to somebody else; asks the database where that is not
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
        match self.spoilt {
            None => Ok(()),
            Some(_) => Err(spoilt("nothing more is run in it")),
        }
    }

    /// Takes note of what an error did to the transaction.
    #[cold]
    fn failed(&mut self, mut error: Error, only_reads: bool) -> Error {
        if let Error::Lost(lost) = &mut error
            && (only_reads || self.levels > 0)
        {
            lost.may_have_committed = false;
        }
        if self.levels > 0 {
            match self.session.damage(&error) {
                Damage::None => {}
                Damage::Level => self.spoilt = Some(self.levels),
                Damage::Transaction => self.spoilt = Some(WHOLE),
            }
        }
        error
    }
}

/// Whether a statement cannot have changed anything. Of raw SQL nobody knows: `SELECT pay(7)`.
#[cold]
fn only_reads<T: Statement>(statement: &T) -> bool {
    let mut first = First(None);
    statement.walk(&mut first);
    matches!(
        first.0,
        Some(
            Op::Rows | Op::Count | Op::Exists | Op::Found | Op::Load | Op::ReadBack | Op::DefaultOf
        )
    )
}

/// The first word of a statement, which says what it does.
struct First(Option<Op>);

impl<'w> Words<'w> for First {
    fn word(&mut self, word: Word<'w>) {
        if let Word::Op(op, _) = word {
            self.0.get_or_insert(op);
        }
    }
}

impl<'w> Sink<'w> for First {
    const BINDS: bool = false;

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn parameter(&mut self, _: Name, _: &Arg<'_>) {}

    fn fail(&mut self, _: Error) {}
}

#[cold]
fn spoilt(consequence: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "an earlier statement failed in this transaction, and the database has undone it: \
             {consequence}. Roll back and begin anew; what may fail belongs in a savepoint of its \
             own, which `begin` on the transaction gives"
        ),
        source: None,
    }))
}
