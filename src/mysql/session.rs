//! One connection to MySQL or MariaDB.
//!
//! The pool is ours, and not the driver's, which resets each returned connection. A reset costs a
//! round trip and the prepared statements.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_core::Stream;
use mysql_async::prelude::Queryable;
use mysql_async::{Column, Conn, Params as Values, Row, Statement as Prepared, Value};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::bind::MysqlBinder;
use super::connect::{self, Server};
use super::engine::{self, Locking};
use super::error;
use super::link::{Link, drained};
use super::row::{MysqlRow, MysqlRows};
use super::settings::MysqlSettings;
use crate::base::connection::driver::Hold;
use crate::base::connection::pool::lease::{self, Lease};
use crate::base::connection::pool::{
    Aborted, Answered, NothingSent, PoolOptions, Session, savepoint, shorter, with_grace, within,
};
use crate::base::connection::reader::{Collector, room};
use crate::base::error::{Error, Result, counted, known};
use crate::base::model::Table;
use crate::base::statement::{
    Bind, Cache, Erased, SqlCache, Statement, numbered_rows, only_reads, parameter_of, rendered,
};

/// The number of prepared statements that a connection outside of a pool caches.
const STATEMENTS: usize = 256;
/// How long a connection may be idle before a query checks it.
const IDLE: Duration = Duration::from_secs(1);
/// The number of tries of a statement that must be prepared again.
const TRIES: u32 = 2;
/// The default lock timeout for the lock on the tables.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);
/// How long to read the rest of an abandoned result, before the query is ended.
const REST: Duration = Duration::from_millis(20);
/// The longest message of a statement that is sent in one piece. For a longer one, strings and
/// bytes are sent separately before it.
const ONE_PIECE: usize = 0xff_ff_ff;
/// An upper limit for the size of a parameter besides its string or bytes.
const OVERHEAD: usize = 16;
/// The greatest number that a database holds.
const GREATEST: u64 = i64::MAX as u64;

/// A connection to MySQL or MariaDB.
pub struct MysqlSession {
    link: Link,
    server: Server,
    /// The server, as it is named in messages.
    name: String,
    statements: Cache<Prepared>,
    /// The SQL of statements, if prepared statements are not cached.
    sql: Option<SqlCache>,
    /// The effect of the last error on the transaction.
    aborted: Aborted,
    /// Whether the last error was that a statement must be prepared again.
    forgotten: bool,
    /// Whether it may have the lock on the tables, and with it unenforced foreign keys.
    locked: bool,
    /// The lock row, if this session has it.
    lease: Option<Lease>,
    /// The settings for another connection; `None` if the program has opened this one.
    settings: Option<Box<MysqlSettings>>,
    /// When the connection was last checked.
    checked: Instant,
    /// The time limit of statements.
    statement_timeout: Option<Duration>,
}

impl MysqlSession {
    /// Takes over a connection that the program has opened.
    pub(super) async fn take_over(mut conn: Conn) -> Result<Self> {
        let opts = conn.opts();
        let name = match opts.socket() {
            Some(socket) => socket.to_owned(),
            None => format!("{}:{}", opts.ip_or_hostname(), opts.tcp_port()),
        };
        let user = opts.user().unwrap_or_default().to_owned();
        let server = connect::prepare(&mut conn, &name, &user).await?;
        Ok(Self::new(conn, server, name, STATEMENTS))
    }

    fn new(conn: Conn, server: Server, name: String, statements: usize) -> Self {
        MysqlSession {
            link: Link::new(conn),
            sql: (statements == 0).then(|| SqlCache::new(server.dialect, 0)),
            statements: Cache::new(server.dialect, statements),
            server,
            name,
            aborted: Aborted::Nothing,
            forgotten: false,
            locked: false,
            lease: None,
            settings: None,
            checked: Instant::now(),
            statement_timeout: None,
        }
    }

    /// Whether the statement of the last search failed only because it must be prepared again; then
    /// it is removed from the cache. That happens after a table was altered, and behind proxies.
    #[inline]
    async fn is_to_prepare<T>(&mut self, result: &Result<T>) -> bool {
        if result.is_ok() || !std::mem::take(&mut self.forgotten) {
            return false;
        }
        match self.statements.remove() {
            Some(prepared) => Box::pin(self.close(prepared)).await.is_ok(),
            None => false,
        }
    }

    /// The prepared statement.
    async fn statement(&mut self, statement: &Erased<'_>) -> Result<Prepared> {
        self.free().await?;
        match self.statements.find(statement) {
            Some(prepared) => Ok(prepared.clone()),
            // Boxed like everything that is rare: a statement's future is moved, and has space for
            // all of its parts.
            None => Box::pin(self.prepare_found(statement)).await,
        }
    }

    /// Prepares and caches the statement of the last search.
    async fn prepare_found(&mut self, statement: &Erased<'_>) -> Result<Prepared> {
        let sql = match &mut self.sql {
            Some(sql) => sql.get(statement)?,
            None => rendered(statement, self.server.dialect)?.into(),
        };
        let table = statement.table();
        if let Some(old) = self.statements.make_room()
            && let Err(error) = self.close(old).await
        {
            return Err(self.failed(error, Some(table)));
        }
        let prepared = async { self.link.up().conn()?.prep(&*sql).await };
        match prepared.await {
            Ok(prepared) => {
                self.statements.insert(prepared.clone());
                Ok(prepared)
            }
            Err(error) => Err(self.failed(error, Some(table))),
        }
    }

    async fn close(&mut self, statement: Prepared) -> mysql_async::Result<()> {
        self.link.up().conn()?.close(statement).await
    }

    /// The values of a statement's parameters.
    fn values(&self, statement: &Erased<'_>, parameters: u16) -> Result<Vec<Value>> {
        let dialect = self.server.dialect;
        let mut binder = MysqlBinder::new(parameters.into());
        Bind::all(statement, dialect, &mut binder)?;
        let values = binder.into_values();
        match self.too_long(&values) {
            None => Ok(values),
            Some(number) => {
                let error = Error::value(format!(
                    "it is too long for the server, whose `max_allowed_packet` is {}",
                    self.server.longest_packet
                ));
                let column = parameter_of(statement, dialect, number);
                Err(error.in_parameter(statement.table(), column))
            }
        }
    }

    /// The parameter, from 1, that is longer than the server allows. It would end the connection.
    fn too_long(&self, values: &[Value]) -> Option<usize> {
        let length = |value: &Value| match value {
            Value::Bytes(bytes) => bytes.len() + OVERHEAD,
            _ => OVERHEAD,
        };
        let total: usize = values.iter().map(length).sum();
        if total < self.server.longest_packet {
            return None;
        }
        let longest = (1..).zip(values).max_by_key(|(_, value)| length(value))?;
        let one_piece = total < ONE_PIECE;
        (one_piece || length(longest.1) >= self.server.longest_packet).then_some(longest.0)
    }

    /// Runs a prepared statement, and adds its rows to a collection. It may stop early if only the
    /// rows depend on the end.
    async fn read(
        &mut self,
        prepared: &Prepared,
        values: Vec<Value>,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<MysqlRows>,
    ) -> Result<()> {
        self.forgotten = false;
        self.aborted = Aborted::Nothing;
        let sees_columns = rows.sees_columns();
        // MariaDB does not report the columns of an insert before it runs.
        if sees_columns {
            let columns = prepared.columns();
            if !columns.is_empty() {
                see(rows, &columns)?;
            }
        }
        let pauses = rows.pauses();
        let at_most = rows.at_most();
        let may_stop = || at_most == usize::MAX && only_reads(statement);
        let mut reading = Reading {
            rows,
            enough: false,
            misread: None,
        };
        self.link.unread = true;
        let read = async {
            let mut link = self.link.up();
            let values = Values::Positional(values);
            let mut result = link.conn()?.exec_iter(prepared, values).await?;
            // The server prepares a statement again if a table was altered.
            if sees_columns {
                reading.misread = see(reading.rows, result.columns_ref()).err();
            }
            // It reads to the end, because only then it is certain that nothing failed, and the
            // next statement would have to read the rest.
            if !pauses {
                let enough = AtomicBool::new(false);
                let rows = pin!(result.for_each(|row| {
                    let had_enough = reading.enough;
                    reading.add(&row);
                    if reading.enough && !had_enough {
                        enough.store(may_stop(), Ordering::Relaxed);
                    }
                }));
                return read_or_stop(rows, &enough).await;
            }
            let Some(stream) = result.stream::<Row>().await? else {
                return Ok(Read::ToItsEnd);
            };
            let mut stream = pin!(stream);
            while let Some(row) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
                reading.add(&row?);
                room(reading.rows).await;
            }
            Ok(Read::ToItsEnd)
        };
        let read = read.await;
        self.link.unread = matches!(read, Ok(Read::Stopped));
        match (read, reading.misread) {
            (Err(error), _) => Err(self.failed(error, Some(statement.table()))),
            (Ok(_), Some(error)) => Err(error),
            (Ok(_), None) => Ok(()),
        }
    }

    /// Runs a prepared statement that returns no rows.
    async fn change(
        &mut self,
        statement: &Prepared,
        values: Vec<Value>,
        table: &'static Table,
    ) -> Result<()> {
        self.forgotten = false;
        let changed = async {
            let mut link = self.link.up();
            let values = Values::Positional(values);
            link.conn()?.exec_drop(statement, values).await
        };
        match changed.await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, Some(table))),
        }
    }

    /// Checks whether a statement may run now.
    #[inline]
    fn ready(&self) -> Result<()> {
        if self.is_usable() {
            Ok(())
        } else {
            Err(error::gone(&self.name))
        }
    }

    /// Checks whether a statement may run now, after the rest of an earlier result is read.
    #[inline]
    async fn free(&mut self) -> Result<()> {
        self.ready()?;
        if self.link.unread {
            Box::pin(self.finish_reading()).await?;
        }
        Ok(())
    }

    /// Reads the rest of an abandoned result, and ends its query if that takes long.
    async fn finish_reading(&mut self) -> Result<()> {
        let is_behind_pooler = self
            .settings
            .as_ref()
            .is_some_and(|settings| settings.pooler);
        let server = &self.server;
        let read = async {
            let mut link = self.link.up();
            let conn = link.conn()?;
            if let Ok(ended) = tokio::time::timeout(REST, drained(conn)).await {
                return ended;
            }
            let (opts, id) = (conn.opts().clone(), conn.id());
            let is_ended = !is_behind_pooler && connect::end_statement(opts, id, server).await;
            drained(conn).await?;
            if is_ended {
                // The query may have ended by itself, and then this statement is ended instead.
                match conn.query_drop("DO 0").await {
                    Err(mysql_async::Error::Server(_)) => {}
                    done => done?,
                }
            }
            Ok(())
        };
        let read = read.await;
        self.link.unread = false;
        read.map_err(|error| self.failed(error, None))
    }

    /// Undoes an insert for which the server has counted beyond the greatest number that a database
    /// holds. These servers accept no check of an auto-increment column.
    #[inline]
    async fn check_number(&mut self, statement: &Erased<'_>) -> Result<()> {
        /// More numbers than one statement inserts.
        const STATEMENT: u64 = 1 << 32;
        let number = self.link.last().and_then(Conn::last_insert_id);
        match number {
            Some(first) if first > GREATEST - STATEMENT => {
                Box::pin(self.check_great_number(statement)).await
            }
            Some(_) | None => Ok(()),
        }
    }

    #[cold]
    async fn check_great_number(&mut self, statement: &Erased<'_>) -> Result<()> {
        let dialect = self.server.dialect;
        let (table, counted) = (statement.table(), counted(statement.table()));
        let (Some(rows), Some(counted)) = (numbered_rows(statement, dialect), counted) else {
            return Ok(());
        };
        let name = identifier(dialect, table.column(counted).name);
        let first = "last_insert_id()";
        let last = format!("{first} + {} * @@auto_increment_increment", rows - 1);
        self.run(&format!(
            "DELETE FROM {} WHERE {name} BETWEEN {first} AND {last} AND {last} > {GREATEST}",
            identifier(dialect, table.name)
        ))
        .await?;
        let undone = self.link.last().map_or(0, Conn::affected_rows);
        match Error::no_number(table) {
            Some(error) if undone > 0 => Err(error),
            Some(_) | None => Ok(()),
        }
    }

    /// Records the effect of an error.
    #[cold]
    fn failed(&mut self, error: mysql_async::Error, table: Option<&'static Table>) -> Error {
        let outcome = error::of_statement(
            error,
            &error::Context {
                dialect: self.server.dialect,
                table: table.and_then(known),
                database: &self.server.database,
                server: &self.name,
                rollback_on_timeout: self.server.rollback_on_timeout,
            },
        );
        self.aborted = outcome.aborted;
        self.forgotten = outcome.forgotten;
        if outcome.lost {
            self.link.close();
        }
        outcome.error
    }

    /// The rows of a statement without parameters.
    async fn rows(&mut self, sql: &str) -> Result<Vec<Row>> {
        self.free().await?;
        let rows = async { self.link.up().conn()?.query(sql).await };
        match rows.await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    /// The error with the owner of the lock on the tables, if the server reports it.
    #[cold]
    async fn tables_are_locked(&mut self, seconds: f64) -> Error {
        let mut message = format!(
            "timed out after {seconds} s waiting for another program that changes the tables of \
             the database `{}`",
            self.server.database
        );
        let text = format!(
            "SELECT id, user, host, command, time FROM information_schema.processlist \
             WHERE id = is_used_lock({LOCK})"
        );
        // The owner is only additional information, so its error is ignored.
        let rows = self.rows(&text).await.unwrap_or_default();
        if let Some(row) = rows.first() {
            message.push_str(&format!(
                ": the connection {} of the server, of the user `{}`, from {}, for {} s in the state \
                 `{}`",
                name(row, 0),
                name(row, 1),
                name(row, 2),
                name(row, 4),
                name(row, 3)
            ));
        }
        error::busy(message)
    }

    /// Fails if tables cannot be changed safely.
    fn may_change_tables(&self) -> Result<()> {
        if let Some(refusal) = self.server.engine.refusal() {
            return Err(refusal);
        }
        match &self.settings {
            Some(settings) if settings.pooler => Err(engine::behind_pooler(self.server.dialect)),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes the lock row, if the program uses it, or if other nodes do not see `GET_LOCK`.
    async fn take_row(&mut self, limit: Duration) -> Result<()> {
        let answer = with_grace(self.statement_timeout);
        let rows = within(answer, pin!(self.rows(engine::SETTINGS))).await?;
        let found: Vec<(String, String)> = rows
            .iter()
            .map(|row| (name(row, 0), name(row, 1)))
            .collect();
        let is_needed = Locking::of(&found) == Locking::Row;
        let Some(settings) = &self.settings else {
            return match is_needed {
                true => Err(engine::without_second(self.server.dialect)),
                false => Ok(()),
            };
        };
        if (is_needed || settings.lock_row) && self.lease.is_none() {
            let settings = settings.clone();
            let lease = async {
                let second = Self::connect(&settings).await?;
                Lease::take(second, "tablewright", limit).await
            };
            let until = Some(limit.saturating_add(lease::GRACE));
            self.lease = Some(within(until, Box::pin(lease).as_mut()).await?);
        }
        Ok(())
    }

    /// Releases a lock that a dropped future has left.
    async fn tidy(&mut self) -> Result<()> {
        if self.is_locked() {
            Box::pin(self.unlock()).await
        } else {
            Ok(())
        }
    }
}

impl Session for MysqlSession {
    type Settings = MysqlSettings;
    type Rows = MysqlRows;
    type Sent = NothingSent;

    fn settings(url: &str, options: &mut PoolOptions) -> Result<MysqlSettings> {
        MysqlSettings::new(url, options)
    }

    fn server(settings: &MysqlSettings) -> String {
        settings.server.clone()
    }

    async fn connect(settings: &MysqlSettings) -> Result<Self> {
        let (conn, server) = connect::open(settings).await?;
        let name = settings.server.clone();
        let mut session = Self::new(conn, server, name, settings.statements);
        session.statement_timeout = settings.statement_timeout;
        session.settings = Some(Box::new(settings.clone()));
        Ok(session)
    }

    fn dialect(&self) -> Dialect {
        self.server.dialect
    }

    fn namespace(&self) -> Option<String> {
        Some(self.server.database.clone()).filter(|database| !database.is_empty())
    }

    async fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<MysqlRows>,
    ) -> Result<()> {
        let mut tries = 0;
        loop {
            let prepared = self.statement(statement).await?;
            let values = self.values(statement, prepared.num_params())?;
            let read = self.read(&prepared, values, statement, rows).await;
            tries += 1;
            if tries == TRIES || !self.is_to_prepare(&read).await {
                match &read {
                    Ok(()) => self.check_number(statement).await?,
                    // MariaDB returns the row, which cannot be read then.
                    Err(Error::Decode(_)) => {
                        Box::pin(self.check_great_number(statement)).await?;
                    }
                    Err(_) => {}
                }
                break read;
            }
        }
    }

    async fn answered(
        &mut self,
        _: &Erased<'_>,
        sent: NothingSent,
        _: Option<NothingSent>,
    ) -> Answered {
        match sent {}
    }

    async fn execute(&mut self, statement: &Erased<'_>) -> Result<u64> {
        let mut tries = 0;
        loop {
            let prepared = self.statement(statement).await?;
            let values = self.values(statement, prepared.num_params())?;
            let changed = self.change(&prepared, values, statement.table()).await;
            tries += 1;
            if tries == TRIES || !self.is_to_prepare(&changed).await {
                break changed?;
            }
        }
        self.check_number(statement).await?;
        // A connection that the program has opened may count only changed rows. The number of
        // matched rows is in the message.
        Ok(self.link.last().map_or(0, |conn| {
            let found = matched(&conn.info()).unwrap_or(0);
            found.max(conn.affected_rows())
        }))
    }

    async fn prepare(&mut self, statement: &Erased<'_>) -> Result<()> {
        self.statement(statement).await.map(drop)
    }

    fn last_insert_id(&self) -> Option<u64> {
        self.link.last().and_then(Conn::last_insert_id)
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        self.free().await?;
        let done = async { self.link.up().conn()?.query_drop(sql).await };
        match done.await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(error, None)),
        }
    }

    async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        self.run(sql).await?;
        Ok(self.link.last().map_or(0, Conn::affected_rows))
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        let text = "SELECT table_name, column_name FROM information_schema.columns \
                    WHERE table_schema = database() ORDER BY table_name, ordinal_position";
        let rows = self.rows(text).await?;
        Ok(rows
            .iter()
            .map(|row| (name(row, 0), name(row, 1)))
            .collect())
    }

    /// The lock belongs to the session, because these databases commit at every schema change.
    ///
    /// Without a limit, a schema change waits up to a year for readers.
    async fn lock(&mut self, _: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        self.may_change_tables()?;
        let lock_timeout = lock_timeout.unwrap_or(LOCK_TIMEOUT);
        let wait = shorter(lock_timeout, self.statement_timeout);
        // One limit for both locks.
        let began = Instant::now();
        Box::pin(self.take_row(wait)).await?;
        self.locked = true;
        let seconds = wait.as_secs_f64();
        let left = wait.saturating_sub(began.elapsed()).as_secs_f64();
        // MySQL rounds to whole seconds.
        let text = format!("SELECT get_lock({LOCK}, {})", left.ceil());
        let until = with_grace(self.statement_timeout);
        let rows = match within(until, pin!(self.rows(&text))).await {
            // The server's own limit on statements ended the wait.
            Err(Error::Timeout(_)) => Vec::new(),
            rows => rows?,
        };
        match rows.first().and_then(|row| row.as_ref(0)) {
            Some(Value::Bytes(answer)) if answer == b"1" => {}
            _ => {
                self.locked = false;
                if let Some(lease) = self.lease.take() {
                    lease.give_back();
                }
                let told = pin!(async { Ok(self.tables_are_locked(seconds).await) });
                return Err(within(until, told).await.unwrap_or_else(|error| error));
            }
        }
        let limit = lock_timeout.as_secs_f64().ceil().clamp(1.0, 31_536_000.0);
        let text = format!(
            "SET @tablewright_lock_wait_timeout = @@SESSION.lock_wait_timeout, \
             @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, \
             SESSION lock_wait_timeout = {limit}"
        );
        within(until, pin!(self.run(&text))).await
    }

    /// An interrupted script may have left foreign keys unenforced.
    async fn unlock(&mut self) -> Result<()> {
        if let Some(lease) = self.lease.take() {
            self.run(&lease.release()).await?;
        }
        if !self.locked {
            return Ok(());
        }
        self.run(
            "SET SESSION foreign_key_checks = coalesce(@tablewright_foreign_key_checks, 1), \
             SESSION lock_wait_timeout = \
             coalesce(@tablewright_lock_wait_timeout, @@SESSION.lock_wait_timeout)",
        )
        .await?;
        self.run(&format!("DO release_lock({LOCK})")).await?;
        self.locked = false;
        Ok(())
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

    fn is_locked(&self) -> bool {
        self.locked || self.lease.is_some()
    }

    /// A dropped table is gone at once, and if tables refer to each other, the script drops them
    /// without checks. So references of other tables are checked before.
    async fn before_drop(&mut self, tables: &'static [&'static Table]) -> Result<()> {
        let text = "SELECT table_name, constraint_name, column_name, referenced_table_name, \
                    table_schema = database() FROM information_schema.key_column_usage \
                    WHERE referenced_table_schema = database() \
                    ORDER BY table_schema, table_name, constraint_name, ordinal_position";
        let rows = self.rows(text).await?;
        let are_ours = |table: &str| {
            let table = table.to_lowercase();
            tables.iter().any(|ours| ours.name.to_lowercase() == table)
        };
        let refers = |row: &&Row| {
            let is_here = name(row, 4) == "1";
            are_ours(&name(row, 3)) && !(is_here && are_ours(&name(row, 0)))
        };
        let Some(first) = rows.iter().find(refers) else {
            return Ok(());
        };
        let (table, constraint) = (name(first, 0), name(first, 1));
        let is_of_it = |row: &&Row| name(row, 0) == table && name(row, 1) == constraint;
        let columns = rows.iter().filter(is_of_it).map(|row| name(row, 2));
        let columns = columns.collect();
        Err(error::refers(&name(first, 3), table, columns, constraint))
    }

    fn statement_timeout(&self) -> Option<Duration> {
        self.statement_timeout
    }

    fn give_up(&mut self) {
        self.link.close();
    }

    fn went_back(&mut self) {
        if self.link.unread {
            self.link.drain_or_close();
        }
    }

    fn has_transaction(&self) -> Option<bool> {
        // An answer within a result belongs to an earlier statement.
        if self.link.unread {
            return None;
        }
        let said = self.link.last().and_then(Conn::last_ok_packet)?;
        Some(connect::is_in_transaction(said.status_flags()))
    }

    fn is_usable(&self) -> bool {
        self.link.is_open()
    }

    async fn check(&mut self) -> Result<()> {
        self.tidy().await?;
        let now = Instant::now();
        if now.duration_since(self.checked) > IDLE {
            self.ready()?;
            let answered = Box::pin(async { self.link.up().conn()?.ping().await });
            if let Err(error) = answered.await {
                return Err(self.failed(error, None));
            }
        }
        self.checked = now;
        Ok(())
    }

    fn aborted(&self, error: &Error) -> Aborted {
        match error {
            // These errors are ours, and the server does not know them.
            Error::NotFound(_)
            | Error::Stale(_)
            | Error::Validation(_)
            | Error::Value(_)
            | Error::Decode(_)
            | Error::Refused(_)
            | Error::Migration(_)
            | Error::Dialect(_) => Aborted::Nothing,
            Error::Lost(_) => Aborted::Transaction,
            _ => self.aborted,
        }
    }

    async fn rollback(&mut self, level: u32) -> Result<()> {
        // Boxed, because every statement may have to roll back first.
        Box::pin(async move {
            if level == 0 {
                self.run("ROLLBACK").await?;
                return self.tidy().await;
            }
            let name = savepoint(level);
            self.run(&format!("ROLLBACK TO SAVEPOINT {name}")).await?;
            self.run(&format!("RELEASE SAVEPOINT {name}")).await
        })
        .await
    }
}

/// The end of reading a result.
enum Read {
    ToItsEnd,
    /// No more rows are wanted.
    Stopped,
}

/// Reads rows to their end. If the collection is full, it reads for a short time more, because a
/// connection that has read everything can run the next statement.
async fn read_or_stop(
    mut rows: Pin<&mut impl Future<Output = mysql_async::Result<()>>>,
    enough: &AtomicBool,
) -> mysql_async::Result<Read> {
    let mut rest = None;
    poll_fn(|context| {
        if let Poll::Ready(read) = rows.as_mut().poll(context) {
            return Poll::Ready(read.map(|()| Read::ToItsEnd));
        }
        if !enough.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        let (until, rest) = rest.get_or_insert_with(|| {
            let until = Instant::now() + REST;
            (until, Box::pin(tokio::time::sleep(REST)))
        });
        // Rows without pauses would not let the timer run.
        if Instant::now() >= *until {
            return Poll::Ready(Ok(Read::Stopped));
        }
        rest.as_mut().poll(context).map(|()| Ok(Read::Stopped))
    })
    .await
}

/// A result that is read into a collection.
struct Reading<'r> {
    rows: &'r mut dyn Collector<MysqlRows>,
    /// Whether the collection is full.
    enough: bool,
    /// The error of a row that could not be read.
    misread: Option<Error>,
}

impl Reading<'_> {
    fn add(&mut self, row: &Row) {
        if self.enough || self.misread.is_some() {
            return;
        }
        match self.rows.read(&MysqlRow::new(row)) {
            Ok(goes_on) => self.enough = !goes_on,
            Err(error) => self.misread = Some(error),
        }
    }
}

/// The text of a column of a system table.
fn name(row: &Row, index: usize) -> String {
    match row.as_ref(index) {
        Some(Value::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

impl fmt::Debug for MysqlSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MysqlSession")
            .field("dialect", &self.server.dialect)
            .field("server", &self.name)
            .finish_non_exhaustive()
    }
}

/// Shows the columns of a result to the collector.
fn see(rows: &mut dyn Collector<MysqlRows>, columns: &[Column]) -> Result<()> {
    let names: Vec<_> = columns.iter().map(Column::name_str).collect();
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    rows.see_columns(&names)
}

/// The name of the lock on the tables. It may have 64 characters, and so may the name of a
/// database.
const LOCK: &str = "concat('tablewright ', left(sha2(database(), 256), 48))";

/// The first number of `Rows matched: 1  Changed: 0  Warnings: 0`.
fn matched(info: &str) -> Option<u64> {
    let rest = info.strip_prefix("Rows matched: ")?;
    rest.split_once(' ')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_that_were_found_are_counted() {
        assert_eq!(
            matched("Rows matched: 12  Changed: 0  Warnings: 0"),
            Some(12)
        );
        assert_eq!(matched(""), None);
        assert_eq!(matched("Records: 3  Duplicates: 0  Warnings: 0"), None);
    }
}
