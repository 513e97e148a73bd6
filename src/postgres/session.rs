//! One connection to PostgreSQL.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use tablewright_sql::Dialect;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Column, RowStream, SimpleQueryMessage, Statement as Prepared};

use super::bind::{Bound, LONGEST_MESSAGE, Parameter, PostgresBinder};
use super::connect::{self, Disconnect};
use super::engine::{self, Engine};
use super::error::{self, Context};
use super::lock;
use super::meaning::{self, Owner};
use super::own_types;
use super::pipeline::{Asking, PostgresSent, Unanswered};
use super::pooler::{self, Pooler};
use super::row::{PostgresRow, PostgresRows};
use super::settings::PostgresSettings;
use super::tls::Tls;
use super::unprepared::TextBinder;
use crate::base::connection::driver::Hold;
use crate::base::connection::pool::lease::{self, Lease};
use crate::base::connection::pool::{
    Aborted, Answered, PoolOptions, Session, savepoint, shorter, with_grace, within,
};
use crate::base::connection::reader::{Collector, room};
use crate::base::error::{Error, Result, known};
use crate::base::model::Table;
use crate::base::statement::{
    Bind, Cache, Erased, SqlCache, Statement, only_reads, parameter_of, rendered,
};

/// The number of prepared statements that a connection outside of a pool caches.
const STATEMENTS: usize = 256;

/// How long a connection may be idle before a query checks it.
const IDLE: Duration = Duration::from_secs(60);

/// How long to wait for the end of an abandoned statement, before its connection is closed.
const GRACE: Duration = Duration::from_millis(100);

/// A connection to PostgreSQL.
pub struct PostgresSession {
    /// Shared with sent statements that are not answered yet.
    client: Arc<Client>,
    /// The origin of the connection; `None` if the program has opened it.
    origin: Option<Origin>,
    /// What is known of a pooler in front of the server.
    pooler: Pooler,
    /// Whether statements are prepared, which some proxies do not support.
    prepares: bool,
    statements: Cache<Prepared>,
    /// The SQL of statements that are sent without preparing them.
    sql: SqlCache,
    /// Whether the last error came from the server, which then refuses the rest of a transaction.
    refused: bool,
    /// Whether it waits for an answer. If a waiting future is dropped, this stays true, because the
    /// effect of its statement is unknown.
    waiting: bool,
    /// The number of pipelined statements, to recognize the last one.
    sent: u64,
    /// Whether the last error was only a consequence of an earlier one.
    had_failed_before: bool,
    /// Whether the connection is unusable: the server has ended it, or an abandoned statement takes
    /// too long.
    over: bool,
    /// Whether it may have the lock on the tables beyond a transaction.
    locked: bool,
    /// The lock row, if this session has it.
    lease: Option<Lease>,
    /// The kind of the database, once tables were to be changed.
    engine: Option<Engine>,
    /// When the connection was last known to work.
    checked: Instant,
    /// The time limit of statements.
    statement_timeout: Option<Duration>,
    /// Whether the session settings must still be set.
    needs_setup: bool,
    /// The program's own lock timeout, in milliseconds, while the lock on the tables has another
    /// one.
    usual_lock_timeout: Option<String>,
}

/// The origin of a connection.
struct Origin {
    /// The server, as it is named in messages.
    server: String,
    tls: Tls,
    disconnect: Disconnect,
    /// The settings for another connection.
    settings: Box<PostgresSettings>,
}

impl PostgresSession {
    /// Takes over a connection that the program has opened.
    pub(super) fn take_over(client: Client) -> Self {
        Self::new(client, None, STATEMENTS, Pooler::Unknown)
    }

    fn new(client: Client, origin: Option<Origin>, statements: usize, pooler: Pooler) -> Self {
        PostgresSession {
            client: Arc::new(client),
            origin,
            pooler,
            prepares: statements > 0,
            statements: Cache::new(Dialect::Postgres, statements),
            sql: SqlCache::new(Dialect::Postgres, 0),
            refused: false,
            waiting: false,
            sent: 0,
            had_failed_before: false,
            over: false,
            locked: false,
            lease: None,
            engine: None,
            checked: Instant::now(),
            statement_timeout: None,
            needs_setup: true,
            usual_lock_timeout: None,
        }
    }

    /// Sets whether a pooler is in front of the server, from the next statement on.
    pub(super) fn set_pooler(&mut self, pooler: bool) {
        self.pooler = Pooler::of_option(Some(pooler));
        self.prepares = !pooler;
        self.needs_setup = true;
    }

    /// Sets the time limit on the server. Without prepared statements there is a proxy in between,
    /// which would pass the setting on to another client.
    async fn limit_statements(&mut self, limit: Option<Duration>) -> Result<()> {
        self.statement_timeout = limit;
        match limit {
            Some(limit) if self.prepares => {
                let milliseconds = limit.as_millis().clamp(1, i32::MAX as u128);
                self.run(&format!("SET statement_timeout = {milliseconds}"))
                    .await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The prepared statement, and whether it was cached.
    ///
    /// `stale` is the error of the earlier prepared statement.
    async fn statement(
        &mut self,
        statement: &Erased<'_>,
        stale: Option<tokio_postgres::Error>,
    ) -> Result<(Prepared, bool)> {
        self.ready()?;
        match self.statements.find(statement) {
            Some(prepared) => Ok((prepared.clone(), true)),
            None => Ok((Box::pin(self.prepare(statement, stale)).await?, false)),
        }
    }

    /// Prepares and caches the statement of the last search.
    async fn prepare(
        &mut self,
        statement: &Erased<'_>,
        stale: Option<tokio_postgres::Error>,
    ) -> Result<Prepared> {
        let sql = rendered(statement, Dialect::Postgres)?;
        // The server closes it when the last handle is dropped.
        drop(self.statements.make_room());
        match answer(&mut self.waiting, self.client.prepare(&sql)).await {
            Ok(prepared) => {
                self.statements.insert(prepared.clone());
                Ok(prepared)
            }
            Err(error) => {
                // Another server behind a proxy answered, which already has a statement with this
                // name.
                if error.code() == Some(&SqlState::DUPLICATE_PSTATEMENT) {
                    self.prepares = false;
                }
                let is_aborted = error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
                let error = stale.filter(|_| is_aborted).unwrap_or(error);
                Err(self.failed(error, known(statement.table())))
            }
        }
    }

    /// Sends a statement with its parameters.
    ///
    /// Before that, the collector checks the columns of the result. For a statement that is not
    /// prepared, they are unknown.
    async fn ask(
        &mut self,
        statement: &Erased<'_>,
        mut rows: Option<&mut dyn Collector<PostgresRows>>,
    ) -> Result<RowStream> {
        self.refused = false;
        let mut stale = None;
        while self.prepares {
            let (prepared, bound, is_cached) = match self
                .bound(statement, stale.take(), rows.as_deref_mut())
                .await
            {
                Ok(found) => found,
                Err(error) => {
                    Box::pin(self.goes_on_without_names(error)).await?;
                    break;
                }
            };
            let answered = {
                let asked = pin!(self.client.query_raw(&prepared, bound.iter()));
                answer(&mut self.waiting, asked).await
            };
            match answered {
                Ok(stream) => return Ok(stream),
                Err(error) if is_cached && self.is_to_prepare(&error) => stale = Some(error),
                Err(error) => {
                    // Another server behind a proxy has just prepared it.
                    self.prepares = !error::is_unknown_name(&error);
                    let error = self.failed(error, known(statement.table()));
                    Box::pin(self.goes_on_without_names(error)).await?;
                }
            }
        }
        Box::pin(self.ask_unprepared(statement)).await
    }

    /// A statement with its parameters, to be sent before others are answered.
    async fn asking(
        &mut self,
        statement: &Erased<'_>,
        rows: Option<&mut dyn Collector<PostgresRows>>,
    ) -> Result<Asking> {
        let client = Arc::clone(&self.client);
        if self.prepares {
            match self.bound(statement, None, rows).await {
                Ok((prepared, bound, is_cached)) => {
                    return Ok(Asking::new(is_cached, async move {
                        client.query_raw(&prepared, bound.iter()).await
                    }));
                }
                Err(error) => Box::pin(self.goes_on_without_names(error)).await?,
            }
        }
        let (sql, bound) = self.unprepared(statement)?;
        Ok(Asking::new(false, async move {
            client.query_typed_raw(&sql, of_no_type(&bound)).await
        }))
    }

    /// Finds or prepares a statement, checks its columns, and binds its parameters. Returns also
    /// whether it was cached.
    #[inline]
    async fn bound<'r>(
        &mut self,
        statement: &Erased<'_>,
        mut stale: Option<tokio_postgres::Error>,
        mut rows: Option<&mut (dyn Collector<PostgresRows> + 'r)>,
    ) -> Result<(Prepared, Bound, bool)> {
        loop {
            let (prepared, is_cached) = self.statement(statement, stale.take()).await?;
            if let Some(rows) = &mut rows
                && rows.sees_columns()
            {
                see(*rows, prepared.columns())?;
            }
            let mut binder = PostgresBinder::new(prepared.params());
            match Bind::all(statement, Dialect::Postgres, &mut binder) {
                Ok(()) => {}
                // The column may have another type now.
                Err(_) if is_cached => {
                    drop(self.statements.remove());
                    continue;
                }
                Err(error) => return Err(error),
            }
            let bound = binder.finish();
            is_sent(&bound, statement)?;
            return Ok((prepared, bound, is_cached));
        }
    }

    /// Sends a statement in one message, which works behind every proxy.
    async fn ask_unprepared(&mut self, statement: &Erased<'_>) -> Result<RowStream> {
        let (sql, bound) = self.unprepared(statement)?;
        let asked = self.client.query_typed_raw(&sql, of_no_type(&bound));
        match answer(&mut self.waiting, asked).await {
            Ok(stream) => Ok(stream),
            Err(error) => {
                if error::is_unknown_name(&error) {
                    // A type is newer than the connection, and the server has forgotten the names
                    // by which the driver asks for types.
                    self.client.clear_type_cache();
                }
                Err(self.failed(error, known(statement.table())))
            }
        }
    }

    /// The SQL of a statement that is not prepared, and its parameters.
    fn unprepared(&mut self, statement: &Erased<'_>) -> Result<(Arc<str>, Bound)> {
        self.ready()?;
        let sql = self.sql.get(statement)?;
        let mut binder = TextBinder::new();
        Bind::all(statement, Dialect::Postgres, &mut binder)?;
        let bound = binder.finish();
        is_sent(&bound, statement)?;
        Ok((sql, bound))
    }

    /// Returns the error of a statement, unless it failed because a proxy does not support prepared
    /// statements: then it can be sent without preparing it. In a transaction, the server accepts
    /// no more statements, so the error is returned.
    #[cold]
    async fn goes_on_without_names(&mut self, error: Error) -> Result<()> {
        if self.prepares {
            return Err(error);
        }
        let refused = self.refused;
        if self.run("SELECT").await.is_err() {
            self.refused = refused;
            return Err(error);
        }
        Ok(())
    }

    /// Whether to try again, because the statement of the last search was prepared before its table
    /// was altered.
    #[cold]
    fn is_to_prepare(&mut self, error: &tokio_postgres::Error) -> bool {
        let is_old = error::is_stale(error) || error::is_of_types(error);
        is_old && self.statements.remove().is_some()
    }

    /// Adds the columns of the foreign key by which other rows refer to the row, which PostgreSQL
    /// does not report. In a transaction this is not possible, because PostgreSQL runs no queries
    /// after an error.
    #[cold]
    async fn with_columns(&mut self, mut error: Error) -> Error {
        if let Error::ForeignKey(violation) = &mut error
            && violation.columns.is_empty()
            && !violation.constraint.is_empty()
        {
            let sql = "SELECT a.attname::text FROM pg_constraint AS c \
                       CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (attnum, position) \
                       JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum \
                       JOIN pg_class AS t ON t.oid = c.conrelid \
                       WHERE c.conname = $1 AND t.relname = $2 AND pg_table_is_visible(t.oid) \
                       ORDER BY k.position";
            let named: [(&(dyn ToSql + Sync), Type); 2] = [
                (&violation.constraint, Type::TEXT),
                (&violation.table, Type::TEXT),
            ];
            let asked = self.client.query_typed(sql, &named);
            if let Ok(rows) = answer(&mut self.waiting, asked).await {
                violation.columns = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
            }
        }
        error
    }

    /// The rows of a statement without parameters, as strings.
    async fn texts(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>> {
        self.refused = false;
        self.ready()?;
        match answer(&mut self.waiting, self.client.simple_query(sql)).await {
            Ok(messages) => Ok(messages.iter().filter_map(texts).collect()),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    /// Fails if tables cannot be changed safely. The kind of the database is queried once, and only
    /// before schema changes.
    async fn may_change_tables(&mut self, hold: Hold) -> Result<()> {
        let engine = match &self.engine {
            Some(engine) => engine,
            None => {
                let engine = self.ask_engine().await?;
                self.engine.insert(engine)
            }
        };
        if let Some(refusal) = engine.refusal() {
            return Err(refusal);
        }
        if self.pooler.is_there() && hold == Hold::Session {
            return Err(engine::behind_pooler(self.pooler));
        }
        Ok(())
    }

    async fn ask_engine(&mut self) -> Result<Engine> {
        let text = |rows: &[Vec<Option<String>>], index: usize| {
            rows.first()
                .and_then(|row| row.get(index).cloned().flatten())
        };
        let version = self.texts(engine::VERSION).await?;
        let engine = Engine::of_version(&text(&version, 0).unwrap_or_default());
        if engine != Engine::Postgres {
            return Ok(engine);
        }
        let catalogs = self.texts(engine::CATALOGS).await?;
        let group = match text(&catalogs, 1) {
            Some(_) => text(&self.texts(engine::CITUS_GROUP).await?, 0),
            None => None,
        };
        let has_dsql = text(&catalogs, 0).is_some();
        Ok(Engine::of_catalogs(has_dsql, group.as_deref()))
    }

    fn settings(&self) -> Option<&PostgresSettings> {
        self.origin.as_ref().map(|origin| &*origin.settings)
    }

    /// Takes the lock row, if the program uses it.
    async fn take_row(&mut self, lock_timeout: Option<Duration>) -> Result<()> {
        let Some(settings) = self.settings().filter(|settings| settings.lock_row) else {
            return Ok(());
        };
        if self.lease.is_none() {
            let name = settings
                .config
                .get_application_name()
                .unwrap_or_default()
                .to_owned();
            let settings = settings.clone();
            let limit = shorter(
                lock_timeout.unwrap_or(lock::LOCK_TIMEOUT),
                self.statement_timeout,
            );
            let lease = async {
                let second = Self::connect(&settings).await?;
                Lease::take(second, &name, limit).await
            };
            let until = Some(limit.saturating_add(lease::GRACE));
            self.lease = Some(within(until, Box::pin(lease).as_mut()).await?);
        }
        Ok(())
    }

    /// Checks whether a statement may run now.
    #[inline]
    fn ready(&self) -> Result<()> {
        if self.is_usable() {
            Ok(())
        } else {
            Err(error::gone(self.context(None)))
        }
    }

    /// Waits for the end of an abandoned statement, because the next one would have to wait for it.
    /// If it takes too long, the connection is closed, and the server is asked to cancel the
    /// statement.
    async fn settled(&mut self) -> Result<()> {
        if !self.waiting || self.origin.is_none() {
            return Ok(());
        }
        if let Ok(done) = tokio::time::timeout(GRACE, self.run("")).await {
            return done;
        }
        self.give_up();
        self.ready()
    }

    fn context(&self, table: Option<&'static Table>) -> Context<'_> {
        match &self.origin {
            Some(origin) => Context {
                table,
                server: &origin.server,
                disconnect: origin.disconnect.get(),
                has_limit: self.statement_timeout.is_some(),
            },
            None => Context {
                table,
                server: "PostgreSQL",
                disconnect: None,
                has_limit: self.statement_timeout.is_some(),
            },
        }
    }

    /// The error of a statement, with the column of a text that is too long.
    #[cold]
    fn failed_by(&mut self, error: tokio_postgres::Error, statement: &Erased<'_>) -> Error {
        let length = error::length_of_column(&error);
        let error = self.failed(error, known(statement.table()));
        match length {
            Some(length) => error::with_column_of(length, error, statement),
            None => error,
        }
    }

    #[cold]
    fn failed(&mut self, error: tokio_postgres::Error, table: Option<&'static Table>) -> Error {
        self.refused = error.as_db_error().is_some();
        self.had_failed_before = error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
        let error = error::of_statement(error, self.context(table));
        // The driver may not have noticed it yet.
        self.over |= matches!(error, Error::Lost(_));
        error
    }
}

impl Session for PostgresSession {
    type Settings = PostgresSettings;
    type Rows = PostgresRows;
    type Sent = PostgresSent;

    fn settings(url: &str, options: &mut PoolOptions) -> Result<PostgresSettings> {
        PostgresSettings::new(url, options)
    }

    fn server(settings: &PostgresSettings) -> String {
        settings.server.clone()
    }

    async fn connect(settings: &PostgresSettings) -> Result<Self> {
        let PostgresSettings {
            server,
            user,
            database,
            ..
        } = settings;
        let (client, disconnect) = match settings.tls.connect(&settings.config, None).await {
            Ok(opened) => opened,
            Err(error) => return Err(error::of_connect(error, server, user, database)),
        };
        let origin = Origin {
            server: server.clone(),
            tls: settings.tls.clone(),
            disconnect,
            settings: Box::new(settings.clone()),
        };
        let (statements, pooler) = (settings.statements, settings.pooler);
        let mut session = Self::new(client, Some(origin), statements, pooler);
        // It also detects a pooler, behind which the limit is not set.
        session.set_up().await?;
        session.limit_statements(settings.statement_timeout).await?;
        Ok(session)
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn namespace(&self) -> Option<String> {
        self.settings().map(|settings| settings.database.clone())
    }

    async fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<PostgresRows>,
    ) -> Result<()> {
        let table = statement.table();
        let stream = pin!(self.ask(statement, Some(&mut *rows)).await?);
        // The task that receives the result discards the remaining rows. The next statement waits
        // for their end, and cancels the query if that takes long.
        let at_most = rows.at_most();
        let may_stop = || at_most == usize::MAX && only_reads(statement);
        let reading = pin!(read(stream, table, rows, may_stop));
        match answer(&mut self.waiting, reading).await {
            Ok(Read::ToItsEnd) => Ok(()),
            Ok(Read::Stopped) => {
                self.waiting = true;
                Ok(())
            }
            Ok(Read::Wrong(misread)) => Err(misread),
            Err(error) => {
                let error = self.failed_by(error, statement);
                Err(Box::pin(self.with_columns(error)).await)
            }
        }
    }

    fn pipelines(&self) -> bool {
        true
    }

    async fn send(
        &mut self,
        statement: &Erased<'_>,
        rows: Option<&mut dyn Collector<PostgresRows>>,
    ) -> Result<Option<PostgresSent>> {
        self.refused = false;
        self.had_failed_before = false;
        let asking = self.asking(statement, rows).await?;
        self.waiting = true;
        self.sent += 1;
        Ok(Some(PostgresSent::first_polled(asking, self.sent).await))
    }

    async fn answered(
        &mut self,
        statement: &Erased<'_>,
        sent: PostgresSent,
        error: Option<Unanswered>,
    ) -> Answered {
        self.had_failed_before = false;
        // Answers come in the order of the statements, so this was the last one.
        if sent.number() == self.sent {
            self.waiting = false;
        }
        let error = match error {
            None => return Answered::Done,
            Some(Unanswered::Misread(error)) => return Answered::Failed(error),
            Some(Unanswered::Refused(error)) => error,
        };
        let is_unknown = error::is_unknown_name(&error);
        if self.prepares && (is_unknown || error::is_stale(&error) || error::is_of_types(&error)) {
            let _ = self.statements.find(statement);
            let is_known = self.statements.remove().is_some();
            let error = self.failed(error, known(statement.table()));
            return match is_known && sent.was_cached() {
                true => Answered::Stale(error),
                false => Answered::Failed(error),
            };
        }
        let error = self.failed_by(error, statement);
        Answered::Failed(Box::pin(self.with_columns(error)).await)
    }

    fn had_failed_before(&self) -> bool {
        self.had_failed_before
    }

    async fn execute(&mut self, statement: &Erased<'_>) -> Result<u64> {
        let stream = pin!(self.ask(statement, None).await?);
        let counting = pin!(count(stream));
        match answer(&mut self.waiting, counting).await {
            Ok(count) => Ok(count),
            Err(error) => {
                let error = self.failed_by(error, statement);
                Err(Box::pin(self.with_columns(error)).await)
            }
        }
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        self.refused = false;
        self.ready()?;
        match answer(&mut self.waiting, self.client.batch_execute(sql)).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        self.refused = false;
        self.ready()?;
        match answer(&mut self.waiting, self.client.simple_query(sql)).await {
            Ok(messages) => Ok(messages.iter().rev().find_map(complete).unwrap_or(0)),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.refused = false;
        self.ready()?;
        let text = "SELECT c.relname, a.attname FROM pg_attribute AS a \
                    JOIN pg_class AS c ON c.oid = a.attrelid \
                    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 \
                    AND NOT a.attisdropped AND pg_table_is_visible(c.oid) \
                    AND c.relnamespace <> 'pg_catalog'::regnamespace \
                    ORDER BY c.relname, a.attnum";
        match answer(&mut self.waiting, self.client.simple_query(text)).await {
            Ok(messages) => Ok(messages.iter().filter_map(column).collect()),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    /// The program may have its own lock timeout, which then applies to this lock, too.
    ///
    /// It tries repeatedly instead of waiting in the server, because `CREATE INDEX CONCURRENTLY`
    /// waits for all sessions that run a statement.
    async fn lock(&mut self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        let limit = with_grace(self.statement_timeout);
        within(limit, Box::pin(self.may_change_tables(hold)).as_mut()).await?;
        // One limit for both locks.
        let began = Instant::now();
        Box::pin(self.take_row(lock_timeout)).await?;
        self.locked |= hold == Hold::Session;
        let mut pause = lock::SHORTEST_PAUSE;
        loop {
            let limit = with_grace(self.statement_timeout);
            let said = within(limit, pin!(self.texts(lock::attempt(hold)))).await?;
            let mut said = said.into_iter().flatten();
            let is_taken = said.next().flatten().as_deref() != Some("f");
            let limit = said.next().flatten();
            if is_taken {
                self.usual_lock_timeout = limit.filter(|_| hold == Hold::Session);
                return Ok(());
            }
            let lock_timeout = lock_timeout.unwrap_or_else(|| lock::lock_timeout(limit.as_deref()));
            let wait = shorter(lock_timeout, self.statement_timeout);
            let left = wait.saturating_sub(began.elapsed());
            if left.is_zero() {
                break;
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(lock::LONGEST_PAUSE);
        }
        self.locked = false;
        if let Some(lease) = self.lease.take() {
            lease.give_back();
        }
        // The owner is only additional information, so its error is ignored.
        let limit = with_grace(self.statement_timeout);
        let holders = within(limit, pin!(self.texts(lock::HOLDERS))).await;
        let holders = holders.unwrap_or_default();
        Err(lock::busy(&holders))
    }

    async fn confirm_lock(&mut self) -> Result<()> {
        match &self.lease {
            None => Ok(()),
            Some(lease) => match self.run_counted(&lease.confirmation()).await? {
                0 => Err(lease::lost()),
                _ => Ok(()),
            },
        }
    }

    async fn unlock(&mut self) -> Result<()> {
        if let Some(lease) = self.lease.take() {
            self.run(&lease.release()).await?;
        }
        if self.locked {
            self.run(lock::RELEASE).await?;
            // The session with the lock has another timeout for other locks.
            if let Some(usual) = &self.usual_lock_timeout {
                let restore = format!("SET lock_timeout = {}", usual.parse::<u32>().unwrap_or(0));
                self.run(&restore).await?;
            }
            self.usual_lock_timeout = None;
            self.locked = false;
        }
        Ok(())
    }

    fn is_locked(&self) -> bool {
        self.locked || self.lease.is_some()
    }

    async fn before_drop(&mut self, _: &'static [&'static Table]) -> Result<()> {
        self.run("SET CONSTRAINTS ALL DEFERRED").await
    }

    fn needs_setup(&self) -> bool {
        self.needs_setup
    }

    /// Sets the session settings that our statements, and the SQL of models and migrations, need.
    /// The same query detects a pooler.
    async fn set_up(&mut self) -> Result<()> {
        let owner = match (&self.origin, self.prepares) {
            (_, false) => Owner::Proxy,
            (None, true) => Owner::Program,
            (Some(_), true) => Owner::Pool,
        };
        let of_login = match self.pooler {
            Pooler::Unknown => pooler::process_of_login(&self.client).await,
            Pooler::Absent | Pooler::Declared | Pooler::Detected => None,
        };
        let found = self.texts(&meaning::query(owner, of_login)).await;
        let server = self.context(None).server;
        let found = found.map_err(|error| meaning::not_set(error, server))?;
        let is_in_between = of_login
            .zip(meaning::process(&found))
            .is_some_and(|(of_login, of_query)| pooler::detect(of_login, of_query));
        let pooler = match is_in_between {
            true => Pooler::Detected,
            false => self.pooler,
        };
        meaning::check(&found, server, pooler)?;
        self.pooler = pooler;
        // Another program may have given the same name to another statement of a shared session.
        self.prepares &= !pooler.is_there();
        if pooler.is_there() {
            // An error of a lost connection is returned by the next statement.
            drop(own_types::learn(&self.client).await);
        }
        self.needs_setup = false;
        Ok(())
    }

    fn statement_timeout(&self) -> Option<Duration> {
        self.statement_timeout
    }

    fn give_up(&mut self) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        if let Some(origin) = &self.origin {
            if self.waiting {
                connect::cancel(&origin.tls, self.client.cancel_token());
            }
            origin.disconnect.hang_up();
        }
    }

    async fn is_in_transaction(&mut self) -> Result<bool> {
        // A transaction keeps the time at which it began, in an earlier message.
        let began_earlier = "SELECT WHERE pg_catalog.now() <> pg_catalog.statement_timestamp()";
        Ok(self.run_counted(began_earlier).await? > 0)
    }

    fn is_usable(&self) -> bool {
        !self.over && !self.client.is_closed()
    }

    async fn check(&mut self) -> Result<()> {
        if self.waiting {
            Box::pin(self.settled()).await?;
        }
        if self.is_locked() {
            Box::pin(self.unlock()).await?;
        }
        let now = Instant::now();
        if now.duration_since(self.checked) > IDLE {
            Box::pin(self.run("")).await?;
        }
        self.checked = now;
        Ok(())
    }

    fn aborted(&self, error: &Error) -> Aborted {
        match error {
            // A statement that conflicted with another transaction would conflict again. Only the
            // whole transaction can run again.
            Error::Conflict(_) => Aborted::Transaction,
            _ if self.refused => Aborted::Level,
            _ => Aborted::Nothing,
        }
    }

    async fn commit(&mut self, level: u32) -> Result<()> {
        if level > 0 {
            let text = format!("RELEASE SAVEPOINT {}", savepoint(level));
            return self.run(&text).await;
        }
        if self.waiting {
            // The answer to the last statement was not read. If it failed, `COMMIT` would roll back
            // and report success; this statement fails instead.
            self.run("SELECT").await?;
        }
        match self.run("COMMIT").await {
            Ok(()) => Ok(()),
            // Deferred references are checked only now.
            Err(error) => Err(self.with_columns(error).await),
        }
    }

    async fn rollback(&mut self, level: u32) -> Result<()> {
        if level == 0 {
            self.settled().await?;
            return self.run("ROLLBACK").await;
        }
        let name = savepoint(level);
        self.run(&format!("ROLLBACK TO SAVEPOINT {name}")).await?;
        self.run(&format!("RELEASE SAVEPOINT {name}")).await
    }
}

impl fmt::Debug for PostgresSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSession")
            .field("server", &self.context(None).server)
            .finish_non_exhaustive()
    }
}

/// Waits for an answer, and records it if the future is dropped before that.
///
/// Frequent futures are pinned by the caller, because a future has space for a moved value twice.
#[inline]
async fn answer<T>(waiting: &mut bool, asked: impl Future<Output = T>) -> T {
    *waiting = true;
    let answer = asked.await;
    *waiting = false;
    answer
}

/// The end of reading a result.
pub(super) enum Read {
    ToItsEnd,
    /// No more rows are wanted.
    Stopped,
    /// With a row that could not be read.
    Wrong(Error),
}

/// Adds the rows of a result to a collection.
///
/// It reads to the end, because only then it is certain that the statement did not fail, unless
/// nothing depends on that.
pub(super) async fn read(
    mut stream: Pin<&mut RowStream>,
    table: &'static Table,
    rows: &mut dyn Collector<PostgresRows>,
    may_stop: impl Fn() -> bool,
) -> Result<Read, tokio_postgres::Error> {
    let (sees_columns, pauses) = (rows.sees_columns(), rows.pauses());
    let mut enough = false;
    let mut misread = None;
    let mut is_first = true;
    while let Some(row) = stream.try_next().await? {
        // Without preparing, the columns are known only now.
        if sees_columns && std::mem::take(&mut is_first) {
            misread = see(rows, row.columns()).err();
        }
        if enough || misread.is_some() {
            continue;
        }
        let goes_on = rows.read(&PostgresRow::Row(&row, table));
        match goes_on {
            Ok(goes_on) => {
                enough = !goes_on;
                if enough && may_stop() {
                    return Ok(Read::Stopped);
                }
                if pauses {
                    room(rows).await;
                }
            }
            Err(error) => misread = Some(error),
        }
    }
    Ok(match misread {
        None => Read::ToItsEnd,
        Some(error) => Read::Wrong(error),
    })
}

/// Shows the columns of a result to the collector.
fn see(rows: &mut dyn Collector<PostgresRows>, columns: &[Column]) -> Result<()> {
    let names: Vec<&str> = columns.iter().map(Column::name).collect();
    rows.see_columns(&names)
}

/// Waits for the end of a statement, and returns the number of rows that it changed.
pub(super) async fn count(mut stream: Pin<&mut RowStream>) -> Result<u64, tokio_postgres::Error> {
    while stream.try_next().await?.is_some() {}
    Ok(stream.rows_affected().unwrap_or(0))
}

/// Parameters whose types the server infers.
fn of_no_type(bound: &Bound) -> impl ExactSizeIterator<Item = (Parameter<'_>, Type)> {
    bound.iter().map(|parameter| (parameter, Type::UNKNOWN))
}

/// Refuses parameters that are too long, which would end the connection.
#[inline]
fn is_sent(bound: &Bound, statement: &Erased<'_>) -> Result<()> {
    match bound.too_long(LONGEST_MESSAGE) {
        None => Ok(()),
        Some(number) => {
            let error = Error::value("it is too long for PostgreSQL, whose limit is 1 GB");
            let column = parameter_of(statement, Dialect::Postgres, number);
            Err(error.in_parameter(statement.table(), column))
        }
    }
}

/// The number of rows that a statement changed, if the message has it.
fn complete(message: &SimpleQueryMessage) -> Option<u64> {
    match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    }
}

/// The values of a row.
fn texts(message: &SimpleQueryMessage) -> Option<Vec<Option<String>>> {
    match message {
        SimpleQueryMessage::Row(row) => {
            let texts = (0..row.len()).map(|index| row.get(index).map(str::to_owned));
            Some(texts.collect())
        }
        _ => None,
    }
}

/// The names of a table and its column.
fn column(message: &SimpleQueryMessage) -> Option<(String, String)> {
    let SimpleQueryMessage::Row(row) = message else {
        return None;
    };
    let name = |index: usize| row.try_get(index).ok().flatten().map(str::to_owned);
    Some((name(0)?, name(1)?))
}
