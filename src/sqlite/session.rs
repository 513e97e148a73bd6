//! What a connection does while it is locked: statements, and the levels of a transaction.

use rusqlite::Connection as Raw;
use rusqlite::config::DbConfig;

use super::bind::SqliteBinder;
use super::error;
use super::row::SqliteRow;
use crate::connection::{Collect, Decode, Params, Query};
use crate::error::Failure;
use crate::sql::Script;
use crate::{Dialect, Error, Result, TransactionOptions};

/// How many statements a connection keeps prepared, unless told otherwise.
pub(super) const STATEMENTS: usize = 256;

/// A driver's connection, and how deep it is in transactions.
pub(super) struct Session {
    raw: Raw,
    /// How many levels are under way: a transaction and the savepoints in it.
    levels: u32,
    /// Whether the first level is a savepoint, in a transaction that was begun by hand.
    in_foreign_transaction: bool,
    /// Whether the work of a dropped transaction could not be rolled back yet.
    doomed: bool,
    /// Whether the transaction only reads.
    read_only: bool,
}

impl Session {
    pub fn new(raw: Raw) -> Session {
        raw.set_prepared_statement_cache_capacity(STATEMENTS);
        // These only set flags, so they do not fail. Within a transaction it is too late for the
        // first, and SQLite does nothing.
        drop(raw.execute_batch("PRAGMA foreign_keys = ON"));
        // Otherwise SQLite takes the name of a column that is not there for a text.
        for setting in [
            DbConfig::SQLITE_DBCONFIG_DQS_DML,
            DbConfig::SQLITE_DBCONFIG_DQS_DDL,
        ] {
            drop(raw.set_db_config(setting, false));
        }
        Session {
            raw,
            levels: 0,
            in_foreign_transaction: false,
            doomed: false,
            read_only: false,
        }
    }

    pub fn raw(&self) -> &Raw {
        &self.raw
    }

    #[inline]
    pub fn fetch<C: Collect, P: Params>(
        &mut self,
        query: Query<'_>,
        params: &P,
        collection: &mut C,
    ) -> Result<()> {
        let text = query.sql.text(Dialect::Sqlite)?;
        self.ready()?;
        let mut statement = match self.raw.prepare_cached(text) {
            Ok(statement) => statement,
            Err(error) => return Err(error::of_text(&self.raw, query, error)),
        };
        let mut decoder = collection.decoder();
        if C::Decode::BY_COLUMNS {
            decoder.columns(&names(&statement))?;
        }
        let mut binder = SqliteBinder::new(&mut statement);
        if let Err(error) = params.bind(&mut binder) {
            return Err(error::of_parameter(error, query, text, binder.next()));
        }
        let mut rows = statement.raw_query();
        let mut is_first = true;
        let failure = loop {
            match rows.next() {
                Ok(Some(row)) => {
                    // SQLite prepares anew what was prepared before a table was altered.
                    if C::Decode::BY_COLUMNS && std::mem::take(&mut is_first) {
                        decoder.columns(&names(row.as_ref()))?;
                    }
                    match decoder.decode(&SqliteRow(row)) {
                        Ok(row) => {
                            if !collection.push(row) {
                                break finish(&mut rows);
                            }
                        }
                        Err(error) => return Err(error),
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        drop(rows);
        match failure {
            None => Ok(()),
            Some(error) => Err(error::of_statement(&self.raw, &statement, query, error)),
        }
    }

    #[inline]
    pub fn execute<P: Params>(&mut self, query: Query<'_>, params: &P) -> Result<u64> {
        let text = query.sql.text(Dialect::Sqlite)?;
        self.ready()?;
        let mut statement = match self.raw.prepare_cached(text) {
            Ok(statement) => statement,
            Err(error) => return Err(error::of_text(&self.raw, query, error)),
        };
        let mut binder = SqliteBinder::new(&mut statement);
        if let Err(error) = params.bind(&mut binder) {
            return Err(error::of_parameter(error, query, text, binder.next()));
        }
        match statement.raw_execute() {
            Ok(changes) => Ok(changes as u64),
            Err(error) => Err(error::of_statement(&self.raw, &statement, query, error)),
        }
    }

    pub fn run_script(&mut self, script: &Script) -> Result<()> {
        self.ready()?;
        self.batch(script.text)
    }

    pub fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.ready()?;
        // Columns that a virtual table hides are 1; 2 and 3 are generated ones.
        let text = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c \
                    WHERE t.type IN ('table', 'view') AND c.hidden <> 1";
        let read = || {
            let mut statement = self.raw.prepare(text)?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            pairs.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| error::plain(&self.raw, error))
    }

    pub fn defer_foreign_keys(&mut self) -> Result<()> {
        self.ready()?;
        self.batch("PRAGMA defer_foreign_keys = ON")
    }

    /// All of SQLite's transactions are serializable, so there is nothing to do for their isolation.
    pub fn begin(&mut self, options: TransactionOptions) -> Result<()> {
        self.ready()?;
        if self.levels == 0 {
            self.in_foreign_transaction = !self.raw.is_autocommit();
        }
        let read_only = options.read_only && self.levels == 0;
        self.batch(&match (self.savepoint(self.levels), read_only) {
            (Some(name), _) => format!("SAVEPOINT {name}"),
            (None, true) => "BEGIN".to_owned(),
            // The lock for writing is taken now, where waiting for it helps. Later it may not:
            // what was read before may be out of date.
            (None, false) => "BEGIN IMMEDIATE".to_owned(),
        })?;
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
            return Err(lost_error());
        }
        let committed = self.batch(&match self.savepoint(self.levels) {
            Some(name) => format!("RELEASE {name}"),
            None => "COMMIT".to_owned(),
        });
        self.allow_writing();
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
        if !lost {
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

    #[cfg(feature = "async")]
    pub fn run(&mut self, text: &str) -> Result<()> {
        self.ready()?;
        self.batch(text)
    }

    /// Rolls back the level that was left just now.
    fn undo(&mut self) {
        let undone = match self.savepoint(self.levels) {
            Some(name) => self.batch(&format!("ROLLBACK TO {name}; RELEASE {name}")),
            None => self.batch("ROLLBACK"),
        };
        self.allow_writing();
        // Nothing may be committed that should have been rolled back.
        self.doomed |= undone.is_err() && !self.raw.is_autocommit();
    }

    /// After a transaction that only read.
    fn allow_writing(&mut self) {
        if self.read_only && self.levels == 0 {
            // It only sets a flag, so it does not fail.
            self.read_only = self.batch("PRAGMA query_only = OFF").is_err();
        }
    }

    /// The savepoint that a level is; `None` for a transaction.
    fn savepoint(&self, level: u32) -> Option<String> {
        (level > 0 || self.in_foreign_transaction).then(|| format!("tablewright_{level}"))
    }

    fn batch(&self, text: &str) -> Result<()> {
        self.raw
            .execute_batch(text)
            .map_err(|error| error::plain(&self.raw, error))
    }

    /// Whether a statement may run now.
    #[inline]
    fn ready(&mut self) -> Result<()> {
        if self.levels == 0 && !self.doomed {
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
            Err(lost_error())
        } else {
            Ok(())
        }
    }

    /// Whether SQLite ended the transaction by itself, as it does after some errors. What follows
    /// must not run as if it were still there.
    #[inline]
    fn is_lost(&self) -> bool {
        self.levels > 0 && self.raw.is_autocommit()
    }

    /// Tries again to roll back the work of a dropped transaction.
    #[cold]
    fn recover(&mut self) -> Result<()> {
        if !self.raw.is_autocommit() {
            self.batch("ROLLBACK")?;
        }
        self.doomed = false;
        Ok(())
    }
}

/// The names of the columns of a result.
fn names<'s>(statement: &'s rusqlite::Statement<'_>) -> Vec<&'s str> {
    statement.column_names().collect()
}

/// A statement that writes has to come to its end: only there SQLite checks and commits.
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
        message: "SQLite ended the transaction when an earlier statement in it failed, and rolled \
                  it back: begin a new one"
            .to_owned(),
        source: None,
    }))
}
