//! SQLite for async programs: every statement runs on a thread where blocking is allowed.

use std::path::PathBuf;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::session::Session as Inner;
use super::{Sqlite, SqliteOptions, error};
use crate::arg::Arg;
use crate::civil::{Date, DateTime, Time};
use crate::connection::{Collect, Params, Query, Text};
use crate::error::Failure;
use crate::model::{FromRow, Table};
use crate::pool::{Damage, Session};
use crate::sql::Sql;
use crate::value::Binder;
use crate::{Dialect, Error, PoolOptions, Result, TransactionOptions};

/// A connection to an SQLite database that does not block the thread of an async task.
#[derive(Debug)]
pub struct SqliteSession {
    db: Arc<Sqlite>,
    /// Work goes on when nobody waits for it any more, and what comes next must not overtake it.
    turn: Arc<Semaphore>,
}

/// Which database, and how it is opened.
#[derive(Clone, Debug)]
pub struct SqliteSettings {
    /// `None` for one in memory.
    path: Option<PathBuf>,
    options: SqliteOptions,
}

impl SqliteSession {
    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = Arc::clone(&self.db);
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        off_thread(move || {
            let result = db.session(work);
            drop(turn);
            result
        })
        .await
    }
}

impl Session for SqliteSession {
    type Settings = SqliteSettings;

    fn settings(url: &str, options: &PoolOptions) -> Result<SqliteSettings> {
        let mut sqlite = SqliteOptions::new()
            .busy_timeout(options.acquire_timeout)
            .statement_cache(options.statements);
        let rest = url.strip_prefix("sqlite:").unwrap_or(url);
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            sqlite = match pair {
                "mode=ro" => sqlite.read_only(true),
                "mode=rw" => sqlite.create(false),
                "mode=rwc" => sqlite,
                _ => return Err(unknown(pair)),
            };
        }
        let path = match percent_decode_str(path).decode_utf8() {
            Ok(path) if path.is_empty() => {
                return Err(failure("the URL names no file: `sqlite:app.db`".to_owned()));
            }
            Ok(path) if path == ":memory:" => None,
            Ok(path) => Some(PathBuf::from(path.as_ref())),
            Err(_) => return Err(failure("the path in the URL is not UTF-8".to_owned())),
        };
        Ok(SqliteSettings {
            path,
            options: sqlite,
        })
    }

    /// Each connection to a database in memory would have one of its own.
    fn most_connections(settings: &SqliteSettings) -> usize {
        match settings.path {
            Some(_) => usize::MAX,
            None => 1,
        }
    }

    async fn connect(settings: &SqliteSettings) -> Result<Self> {
        let SqliteSettings { path, options } = settings.clone();
        let open = move || match path {
            Some(path) => options.open(path),
            None => options.memory(),
        };
        let db = Arc::new(off_thread(open).await?);
        Ok(SqliteSession {
            db,
            turn: Arc::new(Semaphore::new(1)),
        })
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn fetch<C: Collect, P: Params>(
        &mut self,
        query: Query<'_>,
        params: &P,
        rows: &mut C,
    ) -> Result<()> {
        let args = Args::of(query, params)?;
        let statement = Owned::of(query);
        let found = self.off_thread(move |session| {
            let mut found: Found<C::Item> = Found {
                rows: Vec::new(),
                at_most: C::AT_MOST,
            };
            session.fetch(statement.query(), &args, &mut found)?;
            Ok(found.rows)
        });
        for row in found.await? {
            if !rows.push(row) {
                break;
            }
        }
        Ok(())
    }

    async fn execute<P: Params>(&mut self, query: Query<'_>, params: &P) -> Result<u64> {
        let args = Args::of(query, params)?;
        let statement = Owned::of(query);
        self.off_thread(move |session| session.execute(statement.query(), &args))
            .await
    }

    async fn run(&mut self, text: &str) -> Result<()> {
        let text = text.to_owned();
        self.off_thread(move |session| session.run(&text)).await
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.off_thread(Inner::columns).await
    }

    /// A transaction that writes is the lock.
    async fn lock(&mut self) -> Result<()> {
        Ok(())
    }

    async fn unlock(&mut self) -> Result<()> {
        Ok(())
    }

    async fn defer_foreign_keys(&mut self) -> Result<()> {
        self.off_thread(Inner::defer_foreign_keys).await
    }

    fn is_usable(&self) -> bool {
        true
    }

    async fn check(&mut self) -> Result<()> {
        Ok(())
    }

    fn damage(&self, _: &Error) -> Damage {
        Damage::None
    }

    async fn begin(&mut self, level: u32, options: TransactionOptions) -> Result<()> {
        self.off_thread(move |session| {
            // A future that was dropped may have begun more than its transaction knows of.
            session.unwind_to(level)?;
            session.begin(options)
        })
        .await
    }

    async fn commit(&mut self, level: u32) -> Result<()> {
        self.off_thread(move |session| {
            session.unwind_to(level + 1)?;
            session.commit()
        })
        .await
    }

    async fn rollback(&mut self, level: u32) -> Result<()> {
        self.off_thread(move |session| session.unwind_to(level))
            .await
    }
}

/// Runs something on a thread where blocking is allowed. It runs to its end also when nobody waits
/// for it any more.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(failure("the runtime was shut down".to_owned())),
        },
    }
}

/// A statement that borrows nothing.
struct Owned {
    fixed: Option<&'static Sql>,
    built: String,
    table: &'static Table,
}

impl Owned {
    fn of(query: Query<'_>) -> Owned {
        let (fixed, built) = match query.sql {
            Text::Fixed(sql) => (Some(sql), String::new()),
            Text::Built(text) => (None, text.to_owned()),
        };
        Owned {
            fixed,
            built,
            table: query.table,
        }
    }

    fn query(&self) -> Query<'_> {
        Query {
            sql: match self.fixed {
                Some(sql) => Text::Fixed(sql),
                None => Text::Built(&self.built),
            },
            table: self.table,
            // SQLite returns what it inserts.
            read_back: None,
        }
    }
}

/// Rows on their way between threads.
struct Found<T> {
    rows: Vec<T>,
    at_most: usize,
}

impl<T: FromRow> Collect for Found<T> {
    type Item = T;

    fn push(&mut self, row: T) -> bool {
        self.rows.push(row);
        self.rows.len() < self.at_most
    }
}

/// Parameters that borrow nothing.
#[derive(Default)]
struct Args(Vec<Arg<'static>>);

impl Args {
    fn of<P: Params>(query: Query<'_>, params: &P) -> Result<Args> {
        let mut args = Args::default();
        match params.bind(&mut args) {
            Ok(()) => Ok(args),
            Err(error) => {
                let text = query.sql.text(Dialect::Sqlite)?;
                Err(error::of_parameter(error, query, text, args.0.len() + 1))
            }
        }
    }

    fn push(&mut self, arg: impl Into<Arg<'static>>) -> Result<()> {
        self.0.push(arg.into());
        Ok(())
    }
}

impl Params for Args {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.iter().try_for_each(|arg| arg.bind(to))
    }
}

impl Binder for Args {
    fn null(&mut self) -> Result<()> {
        self.push(Arg::Null)
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.push(value)
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.push(value)
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.push(value)
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.push(value)
    }

    fn f32(&mut self, value: f32) -> Result<()> {
        self.push(value)
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.push(value)
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.push(Arg::Decimal {
            digits: Box::new(digits),
            scale,
        })
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.push(value.to_owned())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.push(value.to_vec())
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.push(Arg::Uuid(value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.push(Arg::Date(value))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.push(Arg::Time(value))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.push(Arg::DateTime(value))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.push(Arg::Timestamp(value))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.push(Arg::Json(value.into()))
    }
}

fn unknown(parameter: &str) -> Error {
    failure(format!(
        "the URL has a parameter that SQLite does not know: `{parameter}`; there are `mode=ro`, \
         `mode=rw` and `mode=rwc`"
    ))
}

fn failure(message: String) -> Error {
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}
