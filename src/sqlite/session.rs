//! The operations of a locked connection: statements, and the levels of a transaction.

use std::time::Duration;

use rusqlite::Connection as Raw;
use rusqlite::config::DbConfig;
use tablewright_sql::Dialect;

use super::bind::SqliteBinder;
use super::clock::Clock;
use super::row::{SqliteRow, SqliteRows};
use super::{error, foreign_key, functions};
use crate::base::connection::reader::Reader;
use crate::base::connection::script::Script;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Failure, Result};
use crate::base::statement::{Bind, SqlCache, Statement};
use crate::base::trace::{Command, Traced, Tracer};

/// The default number of prepared statements that a connection caches.
pub(super) const STATEMENTS: usize = 256;

/// The driver's connection, with the levels of its transaction.
pub(super) struct Session {
    raw: Raw,
    /// The SQL of known statements. The driver caches the prepared statements, which cannot be sent
    /// to another thread.
    sql: SqlCache,
    /// The number of levels in progress: a transaction and its savepoints.
    levels: u32,
    /// Whether the first level is a savepoint, in a transaction that the program began by raw SQL.
    in_foreign_transaction: bool,
    /// Whether a dropped transaction could not be rolled back yet.
    doomed: bool,
    /// Whether the transaction only reads.
    read_only: bool,
    /// Whether references are not enforced, until the end of the transaction.
    unchecked: bool,
    /// The value of `legacy_alter_table` before that transaction, in which statements that rebuild
    /// tables set it.
    legacy_renames: Option<bool>,
    /// Ends statements that take too long.
    clock: Option<Clock>,
    /// The tracing of a blocking connection.
    tracer: Tracer,
}

impl Session {
    pub fn new(raw: Raw, statements: usize) -> Session {
        raw.set_prepared_statement_cache_capacity(statements);
        // These only set flags, so they do not fail. Within a transaction, SQLite ignores the first
        // one.
        drop(raw.execute_batch("PRAGMA foreign_keys = ON"));
        for (setting, on) in [
            // Otherwise SQLite reads the name of a missing column as a string literal.
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
            // Otherwise SQLite plans by the values of parameters, and plans again for each new
            // value, which takes longer than most statements.
            (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        ] {
            drop(raw.set_db_config(setting, on));
        }
        // Without memory for them, statements that need them report it.
        drop(functions::register(&raw));
        Session {
            tracer: Tracer::new(Dialect::Sqlite, || namespace(&raw)),
            raw,
            sql: SqlCache::new(Dialect::Sqlite, statements),
            levels: 0,
            in_foreign_transaction: false,
            doomed: false,
            read_only: false,
            unchecked: false,
            legacy_renames: None,
            clock: None,
        }
    }

    /// Sets the time limit of statements.
    pub fn limit_statements(&mut self, limit: Duration) -> rusqlite::Result<()> {
        self.clock = Some(Clock::on(&mut self.raw, limit)?);
        Ok(())
    }

    /// The tracing of statements, if there is a subscriber.
    #[inline]
    pub fn tracer(&mut self) -> &mut Tracer {
        &mut self.tracer
    }

    /// Begins the span of the beginning of a level, if there is a subscriber.
    #[inline]
    pub fn show_begin(&mut self) -> Traced {
        let is_savepoint = || self.levels > 0 || !self.raw.is_autocommit();
        self.tracer.command(|| Command::begin(is_savepoint()))
    }

    /// Begins the span of the end of the innermost level, if there is a subscriber.
    #[inline]
    pub fn show_end(&mut self, end: impl FnOnce(bool) -> Command) -> Traced {
        let is_savepoint = || self.levels > 1 || self.in_foreign_transaction;
        self.tracer.command(|| end(is_savepoint()))
    }

    /// The driver's connection, whose statements have no time limit.
    pub fn raw(&self) -> &Raw {
        self.stop_clock();
        &self.raw
    }

    /// Runs an operation that, outside of a transaction, fails instead of waiting for locks, and
    /// returns whether it may run again.
    #[cfg(feature = "async")]
    pub fn at_once<T>(
        &mut self,
        usual: Duration,
        work: impl FnOnce(&mut Session) -> Result<T>,
    ) -> (bool, Result<T>) {
        if self.levels > 0 {
            return (false, work(self));
        }
        // These only set a number, so they do not fail.
        drop(self.raw.busy_timeout(Duration::ZERO));
        let done = work(self);
        drop(self.raw.busy_timeout(usual));
        (true, done)
    }

    #[inline]
    pub fn fetch<S: Statement>(
        &mut self,
        statement: &S,
        rows: &mut impl Reader<SqliteRows>,
    ) -> Result<()> {
        self.ready()?;
        loop {
            if let Some(sql) = self.sql.find(statement) {
                return match read(&self.raw, sql, statement, rows) {
                    Ok(()) => Ok(()),
                    Err(error) => Err(foreign_key::named(&self.raw, statement, error)),
                };
            }
            self.sql.render(statement)?;
        }
    }

    #[inline]
    pub fn execute<S: Statement>(&mut self, statement: &S) -> Result<u64> {
        self.ready()?;
        loop {
            if let Some(sql) = self.sql.find(statement) {
                return match change(&self.raw, sql, statement) {
                    Ok(changes) => Ok(changes),
                    Err(error) => Err(foreign_key::named(&self.raw, statement, error)),
                };
            }
            self.sql.render(statement)?;
        }
    }

    /// The same as [`fetch`](Session::fetch), for a statement without words whose SQL is known.
    #[cfg(feature = "async")]
    pub fn fetch_sql<S: Statement>(
        &mut self,
        sql: &str,
        statement: &S,
        rows: &mut impl Reader<SqliteRows>,
    ) -> Result<()> {
        self.ready()?;
        read(&self.raw, sql, statement, rows)
    }

    /// The same as [`execute`](Session::execute), for a statement without words whose SQL is known.
    #[cfg(feature = "async")]
    pub fn execute_sql<S: Statement>(&mut self, sql: &str, statement: &S) -> Result<u64> {
        self.ready()?;
        change(&self.raw, sql, statement)
    }

    pub fn run_script(&mut self, script: &Script) -> Result<()> {
        self.ready()?;
        self.script(script.text)
    }

    pub fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.ready()?;
        // Hidden columns of a virtual table are 1; generated columns are 2 and 3.
        let sql = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c \
                   WHERE t.type IN ('table', 'view') AND c.hidden <> 1";
        let read = || {
            let mut statement = self.raw.prepare(sql)?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            pairs.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| error::plain(&self.raw, error))
    }

    pub fn defer_foreign_keys(&mut self) -> Result<()> {
        self.ready()?;
        self.batch("PRAGMA defer_foreign_keys = ON")
    }

    /// All transactions of SQLite are serializable, so the isolation level has no effect.
    pub fn begin(&mut self, options: TransactionOptions) -> Result<()> {
        self.ready()?;
        if self.levels == 0 {
            self.in_foreign_transaction = !self.raw.is_autocommit();
        }
        let read_only = options.read_only && self.levels == 0;
        if options.unchecked {
            self.leave_unchecked()?;
        }
        let begun = match (self.savepoint(self.levels), read_only) {
            (Some(name), _) => self.batch(&format!("SAVEPOINT {name}")),
            (None, true) => self.batch("BEGIN"),
            // The write lock is taken now, when waiting for it helps. Later, the rows that were
            // read could be out of date.
            (None, false) => self.begin_to_write(options.lock_timeout),
        };
        if begun.is_err() {
            self.check_references();
        }
        begun?;
        self.levels += 1;
        if read_only {
            self.batch("PRAGMA query_only = ON")?;
            self.read_only = true;
        }
        Ok(())
    }

    pub fn commit(&mut self) -> Result<()> {
        let lost = self.is_lost();
        self.levels = self.levels.saturating_sub(1);
        if lost {
            self.back_to_normal();
            return Err(lost_error());
        }
        let committed = self.batch(&match self.savepoint(self.levels) {
            Some(name) => format!("RELEASE {name}"),
            None => "COMMIT".to_owned(),
        });
        self.back_to_normal();
        committed.map_err(|error| {
            self.undo();
            error.after_rollback()
        })
    }

    pub fn rollback(&mut self) -> Result<()> {
        self.abandon();
        if self.doomed { self.recover() } else { Ok(()) }
    }

    pub fn abandon(&mut self) {
        let lost = self.is_lost();
        self.levels = self.levels.saturating_sub(1);
        if lost {
            self.back_to_normal();
        } else {
            self.undo();
        }
    }

    /// Rolls back every level from this one on.
    #[cfg(feature = "async")]
    pub fn unwind_to(&mut self, level: u32) -> Result<()> {
        while self.levels > level {
            self.abandon();
        }
        if self.doomed { self.recover() } else { Ok(()) }
    }

    pub fn run(&mut self, sql: &str) -> Result<()> {
        self.ready()?;
        self.script(sql)
    }

    /// Runs one statement to its end, and returns the number of rows that it changed itself.
    pub fn run_counted(&mut self, sql: &str) -> Result<u64> {
        self.ready()?;
        let before = self.raw.total_changes();
        let run = || {
            let mut statement = self.raw.prepare(sql)?;
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
            Ok(())
        };
        run().map_err(|error| error::plain(&self.raw, error))?;
        // A schema change changes no rows, and the number is that of the previous statement.
        let changed = self.raw.total_changes() != before;
        Ok(if changed { self.raw.changes() } else { 0 })
    }

    /// Rolls back the level that was just left.
    fn undo(&mut self) {
        let undone = match self.savepoint(self.levels) {
            Some(name) => self.batch(&format!("ROLLBACK TO {name}; RELEASE {name}")),
            None => self.batch("ROLLBACK"),
        };
        self.back_to_normal();
        // Nothing may be committed that should have been rolled back.
        self.doomed |= undone.is_err() && !self.raw.is_autocommit();
    }

    /// Restores the settings after a read-only transaction, or one that did not enforce references.
    fn back_to_normal(&mut self) {
        if self.read_only && self.levels == 0 {
            // It only sets a flag, so it does not fail.
            self.read_only = self.batch("PRAGMA query_only = OFF").is_err();
        }
        if self.levels == 0 {
            self.check_references();
        }
    }

    /// Turns off the enforcement of references until the end of the transaction that begins now.
    fn leave_unchecked(&mut self) -> Result<()> {
        if self.legacy_renames.is_none() {
            self.legacy_renames = Some(self.has_set("legacy_alter_table")?);
        }
        if !self.checks_references()? {
            // The program itself has turned it off, and it stays off.
            return Ok(());
        }
        self.unchecked = true;
        self.batch("PRAGMA foreign_keys = OFF")?;
        if self.checks_references()? {
            // SQLite ignores it within a transaction, such as one of the program.
            self.unchecked = false;
            return Err(Error::Database(Box::new(Failure {
                message: "foreign keys cannot be turned off while a transaction is in progress: \
                    end it first"
                    .to_owned(),
                source: None,
            })));
        }
        Ok(())
    }

    fn checks_references(&self) -> Result<bool> {
        self.has_set("foreign_keys")
    }

    /// Whether a setting is on.
    fn has_set(&self, setting: &str) -> Result<bool> {
        self.raw
            .query_row(&format!("PRAGMA {setting}"), [], |row| row.get(0))
            .map_err(|error| error::plain(&self.raw, error))
    }

    /// Turns on the enforcement of references again, and restores how tables are renamed.
    fn check_references(&mut self) {
        if let Some(usual) = self.legacy_renames
            && self.raw.is_autocommit()
        {
            let usual = if usual { "ON" } else { "OFF" };
            let set = self.batch(&format!("PRAGMA legacy_alter_table = {usual}"));
            if set.is_ok() {
                self.legacy_renames = None;
            }
        }
        if self.unchecked && self.raw.is_autocommit() {
            // It only sets a flag, so it does not fail.
            self.unchecked = self.batch("PRAGMA foreign_keys = ON").is_err();
        }
    }

    fn begin_to_write(&mut self, lock_timeout: Option<Duration>) -> Result<()> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        let Some(lock_timeout) = lock_timeout else {
            return self.batch(BEGIN);
        };
        let usual: i64 = self
            .raw
            .query_row("PRAGMA busy_timeout", [], |row| row.get(0))
            .map_err(|error| error::plain(&self.raw, error))?;
        let set = |timeout: u128| self.batch(&format!("PRAGMA busy_timeout = {timeout}"));
        set(lock_timeout.as_millis().min(i32::MAX as u128))?;
        let begun = self.batch(BEGIN);
        set(u128::from(usual.unsigned_abs()))?;
        begun
    }

    /// The savepoint of a level; `None` for a transaction.
    fn savepoint(&self, level: u32) -> Option<String> {
        (level > 0 || self.in_foreign_transaction).then(|| format!("tablewright_{level}"))
    }

    /// Runs SQL that begins, ends or sets something. It has no time limit, because it must not be
    /// undone.
    fn batch(&self, sql: &str) -> Result<()> {
        self.stop_clock();
        self.script(sql)
    }

    fn stop_clock(&self) {
        if let Some(clock) = &self.clock {
            clock.stop();
        }
    }

    fn script(&self, sql: &str) -> Result<()> {
        self.raw
            .execute_batch(sql)
            .map_err(|error| error::plain(&self.raw, error))
    }

    /// Checks whether a statement may run now.
    #[inline]
    fn ready(&mut self) -> Result<()> {
        if self.levels == 0 && !self.doomed && self.clock.is_none() {
            Ok(())
        } else {
            self.check()
        }
    }

    #[inline(never)]
    fn check(&mut self) -> Result<()> {
        if self.doomed {
            self.recover()?;
        }
        if self.is_lost() {
            return Err(lost_error());
        }
        if let Some(clock) = &self.clock {
            clock.start();
        }
        Ok(())
    }

    /// Whether SQLite ended the transaction by itself, as it does after some errors. Later
    /// statements must not run as if it were in progress.
    #[inline]
    fn is_lost(&self) -> bool {
        self.levels > 0 && self.raw.is_autocommit()
    }

    /// Tries again to roll back a dropped transaction.
    #[cold]
    fn recover(&mut self) -> Result<()> {
        if !self.raw.is_autocommit() {
            self.batch("ROLLBACK")?;
        }
        self.doomed = false;
        self.check_references();
        Ok(())
    }
}

/// The file of a database; `:memory:` if it has none.
pub(super) fn namespace(raw: &Raw) -> Option<String> {
    let path = raw.path().filter(|path| !path.is_empty());
    Some(path.unwrap_or(":memory:").to_owned())
}

/// Runs a statement, and reads its rows.
#[inline]
fn read<S: Statement>(
    raw: &Raw,
    sql: &str,
    statement: &S,
    reader: &mut impl Reader<SqliteRows>,
) -> Result<()> {
    let mut prepared = match raw.prepare_cached(sql) {
        Ok(prepared) => prepared,
        Err(error) => return Err(error::of_statement(raw, statement.table(), error)),
    };
    let sees_columns = reader.sees_columns();
    if sees_columns {
        reader.see_columns(&names(&prepared))?;
    }
    Bind::all(
        statement,
        Dialect::Sqlite,
        &mut SqliteBinder::new(&mut prepared),
    )?;
    let mut rows = prepared.raw_query();
    let mut is_first = true;
    let failure = loop {
        match rows.next() {
            Ok(Some(row)) => {
                // SQLite prepares a statement again if a table was altered.
                if sees_columns && std::mem::take(&mut is_first) {
                    reader.see_columns(&names(row.as_ref()))?;
                }
                if !reader.read(&SqliteRow(row))? {
                    break finish(&mut rows);
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    match failure {
        None => Ok(()),
        Some(error) => Err(error::of_statement(raw, statement.table(), error)),
    }
}

/// Runs a statement that returns no rows, and returns the number of rows that it changed.
#[inline]
fn change<S: Statement>(raw: &Raw, sql: &str, statement: &S) -> Result<u64> {
    let mut prepared = match raw.prepare_cached(sql) {
        Ok(prepared) => prepared,
        Err(error) => return Err(error::of_statement(raw, statement.table(), error)),
    };
    Bind::all(
        statement,
        Dialect::Sqlite,
        &mut SqliteBinder::new(&mut prepared),
    )?;
    match prepared.raw_execute() {
        Ok(changes) => Ok(changes as u64),
        Err(error) => Err(error::of_statement(raw, statement.table(), error)),
    }
}

/// The names of the columns of a result.
fn names<'s>(statement: &'s rusqlite::Statement<'_>) -> Vec<&'s str> {
    statement.column_names().collect()
}

/// A statement that writes must run to its end, because only there SQLite checks and commits.
#[inline]
fn finish(rows: &mut rusqlite::Rows<'_>) -> Option<rusqlite::Error> {
    if rows.as_ref().is_none_or(|statement| statement.readonly()) {
        return None;
    }
    loop {
        match rows.next() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => return Some(error),
        }
    }
}

#[cold]
fn lost_error() -> Error {
    Error::Database(Box::new(Failure {
        message: "SQLite rolled the transaction back when an earlier statement in it failed: \
            begin a new one"
            .to_owned(),
        source: None,
    }))
}
