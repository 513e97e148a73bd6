//! One connection to PostgreSQL.

use std::fmt;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use super::bind::{Bound, PostgresBinder};
use super::error;
use super::row::PostgresRow;
use super::settings::{self, PostgresSettings};
use crate::connection::{Collect, Decode, Params, Query};
use crate::model::Table;
use crate::pool::{Damage, Session, Statements};
use crate::{Dialect, Error, PoolOptions, Result, text};

/// How many statements a connection keeps prepared that was not made by a pool.
pub(super) const STATEMENTS: usize = 256;

/// How long a connection may be idle before it is asked whether it is still there.
const IDLE: Duration = Duration::from_secs(60);

/// The key of the lock on the tables: `tablewri` in ASCII.
const LOCK: i64 = 0x7461_626c_6577_7269;

/// A connection to PostgreSQL.
pub struct PostgresSession {
    client: Client,
    statements: Statements<Statement>,
    /// Whether the last error came from the server, which then refuses the rest of a transaction.
    refused: bool,
    /// When it was last certain that the connection is there.
    checked: Instant,
}

impl PostgresSession {
    pub(super) fn new(client: Client, statements: usize) -> Self {
        PostgresSession {
            client,
            statements: Statements::new(statements),
            refused: false,
            checked: Instant::now(),
        }
    }

    async fn statement(&mut self, query: Query<'_>, text: &str) -> Result<Statement> {
        if self.client.is_closed() {
            return Err(error::gone());
        }
        if let Some(statement) = self.statements.get(query.sql.into()) {
            return Ok(statement);
        }
        // The server closes it when the last handle is dropped.
        drop(self.statements.make_room());
        match self.client.prepare(text).await {
            Ok(statement) => {
                self.statements.keep(query.sql.into(), statement.clone());
                Ok(statement)
            }
            Err(error) => Err(self.failed(error, Some(query.table))),
        }
    }

    /// The statement and its parameters.
    async fn prepared<P: Params>(
        &mut self,
        query: Query<'_>,
        params: &P,
    ) -> Result<(Statement, Bound)> {
        self.refused = false;
        let text = query.sql.text(Dialect::Postgres)?;
        let mut statement = self.statement(query, text).await?;
        // The table may be another one since the statement was prepared.
        let fits = params.bind(&mut PostgresBinder::new(statement.params()));
        if matches!(fits, Err(Error::Schema(_))) {
            drop(self.statements.take(query.sql.into()));
            statement = self.statement(query, text).await?;
        }
        let mut binder = PostgresBinder::new(statement.params());
        match params.bind(&mut binder) {
            Ok(()) => {
                let bound = binder.finish();
                Ok((statement, bound))
            }
            Err(error) => {
                let column = text::column_of_parameter(text, binder.next());
                Err(error::of_parameter(error, query.table, column))
            }
        }
    }

    /// Whether to try again, because a statement has to be prepared anew.
    fn is_to_prepare(&mut self, query: Query<'_>, error: &tokio_postgres::Error) -> bool {
        error::is_stale(error) && self.statements.take(query.sql.into()).is_some()
    }

    /// Names the columns of the reference by which a row is referred to, which PostgreSQL does not
    /// tell. In a transaction it answers nothing more after an error, and they are not named.
    #[cold]
    async fn with_columns(&mut self, mut error: Error) -> Error {
        if let Error::ForeignKey(violation) = &mut error
            && violation.columns.is_empty()
            && !violation.constraint.is_empty()
        {
            let text = "SELECT a.attname::text FROM pg_constraint AS c \
                        CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (attnum, place) \
                        JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum \
                        JOIN pg_class AS t ON t.oid = c.conrelid \
                        WHERE c.conname = $1 AND t.relname = $2 AND pg_table_is_visible(t.oid) \
                        ORDER BY k.place";
            let named: [&(dyn ToSql + Sync); 2] = [&violation.constraint, &violation.table];
            if let Ok(rows) = self.client.query(text, &named).await {
                violation.columns = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
            }
        }
        error
    }

    #[cold]
    fn failed(&mut self, error: tokio_postgres::Error, table: Option<&'static Table>) -> Error {
        self.refused = error.as_db_error().is_some();
        error::of_statement(error, table)
    }
}

/// The number of times that a statement is tried: outside of a transaction it can be prepared anew.
const TRIES: u32 = 2;

impl Session for PostgresSession {
    type Settings = PostgresSettings;

    fn settings(url: &str, options: &PoolOptions) -> Result<PostgresSettings> {
        PostgresSettings::new(url, options)
    }

    async fn connect(settings: &PostgresSettings) -> Result<Self> {
        settings::connect(settings).await
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    async fn fetch<C: Collect, P: Params>(
        &mut self,
        query: Query<'_>,
        params: &P,
        rows: &mut C,
    ) -> Result<()> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let (statement, bound) = self.prepared(query, params).await?;
            let stream = match self.client.query_raw(&statement, bound.iter()).await {
                Ok(stream) => stream,
                Err(error) if tries > 0 && self.is_to_prepare(query, &error) => continue,
                Err(error) => return Err(self.failed(error, Some(query.table))),
            };
            let decoder = rows.decoder();
            let mut stream = pin!(stream);
            let mut enough = false;
            loop {
                match stream.try_next().await {
                    Ok(Some(row)) if !enough => match decoder.decode(&PostgresRow(&row)) {
                        Ok(row) => enough = !rows.push(row),
                        Err(error) => return Err(error),
                    },
                    // To the end, because only there it is certain that nothing failed.
                    Ok(Some(_)) => {}
                    Ok(None) => return Ok(()),
                    Err(error) => {
                        let error = self.failed(error, Some(query.table));
                        return Err(self.with_columns(error).await);
                    }
                }
            }
        }
    }

    async fn execute<P: Params>(&mut self, query: Query<'_>, params: &P) -> Result<u64> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let (statement, bound) = self.prepared(query, params).await?;
            match self.client.execute_raw(&statement, bound.iter()).await {
                Ok(count) => return Ok(count),
                Err(error) if tries > 0 && self.is_to_prepare(query, &error) => {}
                Err(error) => {
                    let error = self.failed(error, Some(query.table));
                    return Err(self.with_columns(error).await);
                }
            }
        }
    }

    async fn run(&mut self, text: &str) -> Result<()> {
        self.refused = false;
        if self.client.is_closed() {
            return Err(error::gone());
        }
        match self.client.batch_execute(text).await {
            Ok(()) => Ok(()),
            Err(error) => {
                let error = self.failed(error, None);
                // A commit may find a reference broken.
                Err(self.with_columns(error).await)
            }
        }
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.refused = false;
        let text = "SELECT c.relname::text, a.attname::text FROM pg_attribute AS a \
                    JOIN pg_class AS c ON c.oid = a.attrelid \
                    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 \
                    AND NOT a.attisdropped AND pg_table_is_visible(c.oid) \
                    ORDER BY c.relname, a.attnum";
        match self.client.query(text, &[]).await {
            Ok(rows) => Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect()),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    /// The lock belongs to the transaction.
    async fn lock(&mut self) -> Result<()> {
        self.run("SET LOCAL lock_timeout = '60s'").await?;
        let locked = self
            .run(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
            .await;
        match locked {
            Ok(()) => self.run("SET LOCAL lock_timeout TO DEFAULT").await,
            Err(error) => Err(error),
        }
    }

    async fn unlock(&mut self) -> Result<()> {
        Ok(())
    }

    async fn defer_foreign_keys(&mut self) -> Result<()> {
        self.run("SET CONSTRAINTS ALL DEFERRED").await
    }

    fn is_usable(&self) -> bool {
        !self.client.is_closed()
    }

    async fn check(&mut self) -> Result<()> {
        if self.checked.elapsed() > IDLE {
            self.run("").await?;
        }
        self.checked = Instant::now();
        Ok(())
    }

    fn damage(&self, _: &Error) -> Damage {
        if self.refused {
            Damage::Level
        } else {
            Damage::None
        }
    }
}

impl fmt::Debug for PostgresSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSession").finish_non_exhaustive()
    }
}
