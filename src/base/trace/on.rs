//! Spans and events, with the names of OpenTelemetry's conventions for databases.

#[cfg(any(feature = "async", feature = "migrate"))]
use std::future::Future;
#[cfg(any(feature = "async", feature = "migrate"))]
use std::pin::Pin;
use std::sync::Arc;
#[cfg(any(feature = "async", feature = "migrate"))]
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tablewright_sql::Dialect;
use tablewright_sql::redact::{shortened, without_literals};
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Span};

use super::summary::Summary;
use super::{Command, SLOW};
#[cfg(feature = "async")]
use crate::base::connection::pool::PoolStatus;
#[cfg(feature = "migrate")]
use crate::base::error::Direction;
use crate::base::error::{Error, Result};
use crate::base::statement::{Cache, Statement, rendered};

/// The target of all spans and events, for filters.
const TARGET: &str = "tablewright";

/// The longest shown part of a statement's SQL, in bytes.
const LONGEST: usize = 8 * 1024;

/// The number of statements whose description a connection caches.
const KNOWN: usize = 256;

/// Whether there is a subscriber. Without one, this test is the whole cost of a statement.
#[inline]
fn is_heard() -> bool {
    LevelFilter::current() >= LevelFilter::WARN && is_enabled()
}

#[cold]
fn is_enabled() -> bool {
    tracing::span_enabled!(target: TARGET, Level::INFO)
        || tracing::event_enabled!(target: TARGET, Level::WARN)
}

/// The tracing of a connection.
///
/// Boxed, because connections are moved.
#[derive(Debug)]
pub(crate) struct Tracer(Box<Shown>);

struct Shown {
    dialect: Dialect,
    /// The name of the database when the connection was opened.
    namespace: Option<String>,
    /// The limit from which a statement is slow; `None` for never.
    slow: Option<Duration>,
    /// The descriptions of known statements.
    known: Option<Cache<Arc<About>>>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown")
            .field("namespace", &self.namespace)
            .field("slow", &self.slow)
            .finish_non_exhaustive()
    }
}

/// The description of a statement, independent of its parameters.
#[derive(Debug, Default)]
struct About {
    operation: Option<&'static str>,
    collection: Option<String>,
    summary: Option<String>,
    text: Option<String>,
    /// The number of statements in a script.
    statements: Option<u64>,
}

impl About {
    fn statement<S: Statement>(statement: &S, dialect: Dialect) -> About {
        let summary = Summary::of(statement);
        // A statement that cannot be rendered cannot run either, and its error says so.
        let text = rendered(statement, dialect).ok().map(|sql| {
            if summary.has_own_sql {
                return without_literals(dialect, &sql, LONGEST);
            }
            match shortened(&sql, LONGEST) {
                whole if whole.len() == sql.len() => sql,
                cut => format!("{cut}…"),
            }
        });
        About {
            operation: summary.operation,
            collection: summary.collection,
            summary: Some(summary.text).filter(|text| !text.is_empty()),
            text,
            statements: None,
        }
    }

    fn called(operation: &'static str) -> About {
        About {
            operation: Some(operation),
            summary: Some(operation.to_owned()),
            ..About::default()
        }
    }
}

impl Tracer {
    pub fn new(dialect: Dialect, namespace: impl FnOnce() -> Option<String>) -> Self {
        Tracer(Box::new(Shown {
            dialect,
            namespace: namespace(),
            slow: Some(SLOW),
            known: None,
        }))
    }

    /// Sets the limit from which a statement is slow; `None` for never.
    pub fn set_slow(&mut self, slow: Option<Duration>) {
        self.0.slow = slow;
    }

    /// Begins the span of a statement, which runs now.
    #[inline]
    pub fn statement<S: Statement>(&mut self, statement: &S) -> Traced {
        if is_heard() {
            self.0.statement(statement)
        } else {
            Traced(None)
        }
    }

    /// Begins the span of SQL without parameters.
    #[inline]
    pub fn sql(&mut self, sql: &str) -> Traced {
        if is_heard() {
            self.0.sql(sql)
        } else {
            Traced(None)
        }
    }

    /// Begins the span of a script with this number of statements.
    #[inline]
    pub fn script(&mut self, statements: impl FnOnce() -> usize) -> Traced {
        if is_heard() {
            self.0.script(statements())
        } else {
            Traced(None)
        }
    }

    /// Begins the span of a statement that begins or ends a transaction.
    #[inline]
    pub fn command(&mut self, command: impl FnOnce() -> Command) -> Traced {
        if is_heard() {
            self.0.command(command())
        } else {
            Traced(None)
        }
    }
}

impl Shown {
    #[cold]
    #[inline(never)]
    fn statement<S: Statement>(&mut self, statement: &S) -> Traced {
        let known = self
            .known
            .get_or_insert_with(|| Cache::new(self.dialect, KNOWN));
        let about = match known.find(statement) {
            Some(about) => Arc::clone(about),
            None => {
                let about = Arc::new(About::statement(statement, self.dialect));
                drop(known.make_room());
                known.insert(Arc::clone(&about));
                about
            }
        };
        self.begin(about)
    }

    #[cold]
    fn sql(&self, sql: &str) -> Traced {
        self.begin(Arc::new(About {
            text: Some(without_literals(self.dialect, sql, LONGEST)),
            ..About::default()
        }))
    }

    #[cold]
    fn script(&self, statements: usize) -> Traced {
        self.begin(Arc::new(About {
            statements: Some(statements as u64),
            ..About::called("BATCH")
        }))
    }

    #[cold]
    fn command(&self, command: Command) -> Traced {
        self.begin(Arc::new(About::called(match command {
            Command::Begin => "BEGIN",
            Command::Commit => "COMMIT",
            Command::Rollback => "ROLLBACK",
            Command::Savepoint => "SAVEPOINT",
            Command::Release => "RELEASE SAVEPOINT",
            Command::RollbackTo => "ROLLBACK TO SAVEPOINT",
        })))
    }

    fn begin(&self, about: Arc<About>) -> Traced {
        let system = system(self.dialect);
        let name = [about.summary.as_deref(), self.namespace.as_deref()];
        let span = tracing::info_span!(
            target: TARGET,
            "statement",
            otel.name = name.into_iter().flatten().next().unwrap_or(system),
            otel.kind = "client",
            otel.status_code = Empty,
            db.system.name = system,
            db.namespace = self.namespace.as_deref(),
            db.collection.name = about.collection.as_deref(),
            db.operation.name = about.operation,
            db.operation.batch.size = about.statements.map(signed),
            db.query.summary = about.summary.as_deref(),
            db.query.text = about.text.as_deref(),
            db.response.returned_rows = Empty,
            tablewright.rows_affected = Empty,
            "error.type" = Empty,
        );
        Traced(Some(Box::new(Started {
            span,
            system,
            slow: self.slow,
            about,
            began: Instant::now(),
            may_stop: false,
            has_ended: false,
        })))
    }
}

/// The name of the database in the conventions.
fn system(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
        Dialect::Mysql => "mysql",
        Dialect::Mariadb => "mariadb",
    }
}

/// The kind of an error: the name of its variant.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::NotFound(_) => "not_found",
        Error::Stale(_) => "stale",
        Error::Unique(_) => "unique",
        Error::ForeignKey(_) => "foreign_key",
        Error::NotNull(_) => "not_null",
        Error::Check(_) => "check",
        Error::Validation(_) => "validation",
        Error::Value(_) => "value",
        Error::Decode(_) => "decode",
        Error::Busy(_) => "busy",
        Error::Conflict(_) => "conflict",
        Error::Timeout(_) => "timeout",
        Error::Lost(_) => "lost",
        Error::ReadOnly(_) => "read_only",
        Error::Connect(_) => "connect",
        Error::Schema(_) => "schema",
        Error::Refused(_) => "refused",
        Error::Migration(_) => "migration",
        Error::Dialect(_) => "dialect",
        Error::Database(_) => "database",
    }
}

/// The span of a statement, if there is a subscriber. If it is dropped before its end, its future
/// was dropped, too.
pub(crate) struct Traced(Option<Box<Started>>);

struct Started {
    span: Span,
    system: &'static str,
    slow: Option<Duration>,
    about: Arc<About>,
    began: Instant,
    /// Whether it may be dropped before its end without being cancelled.
    may_stop: bool,
    has_ended: bool,
}

/// The effect of a statement on rows.
#[derive(Clone, Copy)]
enum Rows {
    Returned(u64),
    Changed(u64),
}

impl Traced {
    /// Sets that the reader of the rows may stop before the last one, as with a stream.
    #[cfg(feature = "async")]
    #[inline]
    pub fn may_stop(mut self, may_stop: bool) -> Traced {
        if let Some(started) = &mut self.0 {
            started.may_stop = may_stop;
        }
        self
    }

    /// The call, which is polled within the span.
    #[cfg(feature = "async")]
    #[inline]
    pub fn around<F: Future + Unpin>(&self, call: F) -> Inside<'_, F> {
        Inside {
            span: self.0.as_ref().map(|started| &started.span),
            call,
        }
    }

    /// Runs blocking code within the span.
    #[cfg(feature = "sqlite")]
    #[inline]
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        let _in_span = self.0.as_ref().map(|started| started.span.enter());
        work()
    }

    /// Ends the span of a statement that returned rows, or failed.
    #[inline]
    pub fn returned<T>(self, rows: u64, result: &Result<T>) {
        if let Some(mut started) = self.0 {
            started.end(Some(Rows::Returned(rows)), result.as_ref().err());
        }
    }

    /// Ends the span of a statement that changed rows, or failed.
    #[inline]
    pub fn changed(self, result: &Result<u64>) {
        if let Some(mut started) = self.0 {
            let rows = result.as_ref().ok().map(|rows| Rows::Changed(*rows));
            started.end(rows, result.as_ref().err());
        }
    }

    /// Ends the span of any other statement.
    #[inline]
    pub fn ended<T>(self, result: &Result<T>) {
        if let Some(mut started) = self.0 {
            started.end(None, result.as_ref().err());
        }
    }
}

impl Started {
    #[cold]
    fn end(&mut self, rows: Option<Rows>, error: Option<&Error>) {
        self.tell(rows, error.map(kind));
    }

    fn tell(&mut self, rows: Option<Rows>, error: Option<&'static str>) {
        self.has_ended = true;
        let elapsed = self.began.elapsed();
        let (mut returned, mut changed) = (None, None);
        match rows {
            Some(Rows::Returned(rows)) => returned = Some(signed(rows)),
            Some(Rows::Changed(rows)) => changed = Some(signed(rows)),
            None => {}
        }
        self.span.record("db.response.returned_rows", returned);
        self.span.record("tablewright.rows_affected", changed);
        if let Some(error) = error {
            self.span.record("error.type", error);
            self.span.record("otel.status_code", "ERROR");
        }
        let _in_span = self.span.enter();
        macro_rules! say {
            ($level:ident, $message:literal) => {
                tracing::$level!(
                    target: TARGET,
                    elapsed_ms = milliseconds(elapsed),
                    db.system.name = self.system,
                    db.query.summary = self.about.summary.as_deref(),
                    db.query.text = self.about.text.as_deref(),
                    db.response.returned_rows = returned,
                    tablewright.rows_affected = changed,
                    "error.type" = error,
                    $message
                )
            };
        }
        match self.slow {
            Some(slow) if elapsed >= slow => say!(warn, "slow statement"),
            Some(_) | None => say!(debug, "statement"),
        }
    }
}

/// The future was dropped, as after a timeout.
impl Drop for Started {
    fn drop(&mut self) {
        if !self.has_ended {
            self.tell(None, (!self.may_stop).then_some("cancelled"));
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The number as a signed integer, as in OpenTelemetry. `tracing-opentelemetry` exports unsigned
/// ones as strings.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A call within its span.
#[cfg(any(feature = "async", feature = "migrate"))]
pub(crate) struct Inside<'s, F> {
    span: Option<&'s Span>,
    call: F,
}

#[cfg(any(feature = "async", feature = "migrate"))]
impl<F: Future + Unpin> Future for Inside<'_, F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let _in_span = self.span.map(Span::enter);
        Pin::new(&mut self.call).poll(context)
    }
}

/// The span of a migration or of a step of `sync`.
#[cfg(feature = "migrate")]
pub(crate) struct Task {
    span: Span,
    what: &'static str,
    direction: &'static str,
}

#[cfg(feature = "migrate")]
impl Task {
    /// Begins the span: `what` is `migration` or `sync`.
    pub fn begins(what: &'static str, name: &str, direction: Direction) -> Task {
        let direction = match direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        Task {
            what,
            direction,
            span: tracing::info_span!(
                target: TARGET,
                "change",
                otel.name = format_args!("{what} {name}"),
                otel.status_code = Empty,
                tablewright.change = what,
                tablewright.name = name,
                tablewright.direction = direction,
                "error.type" = Empty,
            ),
        }
    }

    /// The call, which is polled within the span.
    pub fn around<F: Future + Unpin>(&self, call: F) -> Inside<'_, F> {
        Inside {
            span: Some(&self.span),
            call,
        }
    }

    /// Ends the span, with the number of changed rows.
    pub fn done(&self, name: &str, rows: u64, time: Duration) {
        let _in_span = self.span.enter();
        tracing::info!(
            target: TARGET,
            elapsed_ms = milliseconds(time),
            tablewright.change = self.what,
            tablewright.name = name,
            tablewright.direction = self.direction,
            tablewright.rows_affected = signed(rows),
            "{} done",
            self.what
        );
    }

    /// Records the error, which the program gets.
    pub fn failed(&self, error: &Error) {
        self.span.record("error.type", kind(error));
        self.span.record("otel.status_code", "ERROR");
    }
}

/// The wait of a task for a connection of a pool, if there is a subscriber.
#[cfg(feature = "async")]
pub(crate) struct Waiting(Option<Instant>);

#[cfg(feature = "async")]
impl Waiting {
    #[inline]
    pub fn begins() -> Waiting {
        Waiting(is_heard().then(Instant::now))
    }

    /// Ends the wait, with a connection or without.
    #[inline]
    pub fn ends(self, slow: Option<Duration>, status: impl FnOnce() -> PoolStatus) {
        if let Some(began) = self.0 {
            waited(began.elapsed(), slow, &status());
        }
    }

    /// Logs that a connection was opened, or was not.
    #[inline]
    pub fn opened<T>(self, result: &Result<T>) {
        if let Some(began) = self.0 {
            opened(began.elapsed(), result.as_ref().err());
        }
    }
}

#[cfg(feature = "async")]
#[cold]
fn waited(time: Duration, slow: Option<Duration>, status: &PoolStatus) {
    macro_rules! say {
        ($level:ident, $message:literal) => {
            tracing::$level!(
                target: TARGET,
                elapsed_ms = milliseconds(time),
                max_connections = status.max_connections,
                open = status.open,
                idle = status.idle,
                waiting = status.waiting,
                $message
            )
        };
    }
    match slow {
        Some(slow) if time >= slow => say!(warn, "waited long for a connection"),
        Some(_) | None => say!(trace, "connection taken"),
    }
}

#[cfg(feature = "async")]
#[cold]
fn opened(time: Duration, error: Option<&Error>) {
    tracing::debug!(
        target: TARGET,
        elapsed_ms = milliseconds(time),
        "error.type" = error.map(kind),
        "connection opened"
    );
}

/// Logs that a pooler was detected, by the numbers of the server's process.
#[cfg(feature = "postgres")]
pub(crate) fn pooler_detected(of_login: i32, of_statement: i32) {
    tracing::debug!(
        target: TARGET,
        process_of_login = of_login,
        process_of_statement = of_statement,
        "pooler detected"
    );
}
