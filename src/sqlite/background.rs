//! SQLite for async programs: every statement runs on a thread where blocking is allowed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, spawn_blocking};

use super::session::Session as Inner;
use super::{Sqlite, SqliteOptions, error};
use crate::args::Args;
use crate::connection::{Collect, Decode, Hold, Params, Query, Text};
use crate::error::Failure;
use crate::model::Table;
use crate::pool::{Damage, Session};
use crate::sql::Sql;
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
        finished(self.start(work).await).await
    }

    /// Starts work when what was started before is done.
    async fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T> + Send + 'static,
    ) -> JoinHandle<Result<T>> {
        let db = Arc::clone(&self.db);
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        spawn_blocking(move || {
            let result = db.session(work);
            drop(turn);
            result
        })
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

    fn server(settings: &SqliteSettings) -> String {
        match &settings.path {
            Some(path) => path.display().to_string(),
            None => "a database in memory".to_owned(),
        }
    }

    async fn connect(settings: &SqliteSettings) -> Result<Self> {
        let SqliteSettings { path, options } = settings.clone();
        let open = move || match path {
            Some(path) => options.open(path),
            None => options.memory(),
        };
        let db = Arc::new(finished(spawn_blocking(open)).await?);
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
        let args = args(query, params)?;
        let statement = Owned::of(query);
        let decoder = rows.decoder();
        let (sender, mut receiver) = mpsc::channel(CHUNKS);
        let reading = self.start(move |session| {
            let mut found = Found {
                decoder,
                chunk: Vec::new(),
                at_most: C::AT_MOST.min(CHUNK),
                to: sender,
            };
            session.fetch(statement.query(), &args, &mut found)?;
            found.send();
            Ok(())
        });
        let reading = reading.await;
        while let Some(chunk) = receiver.recv().await {
            if !chunk.into_iter().all(|row| rows.push(row)) {
                // What comes after it finds nobody, and reading ends.
                break;
            }
        }
        drop(receiver);
        finished(reading).await
    }

    async fn execute<P: Params>(&mut self, query: Query<'_>, params: &P) -> Result<u64> {
        let args = args(query, params)?;
        let statement = Owned::of(query);
        self.off_thread(move |session| session.execute(statement.query(), &args))
            .await
    }

    async fn run(&mut self, text: &str) -> Result<()> {
        let text = text.to_owned();
        self.off_thread(move |session| session.run(&text)).await
    }

    async fn run_counted(&mut self, text: &str) -> Result<u64> {
        let text = text.to_owned();
        self.off_thread(move |session| session.run_counted(&text))
            .await
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        self.off_thread(Inner::columns).await
    }

    /// A transaction that writes is the lock.
    async fn lock(&mut self, _: Hold, _: Option<Duration>) -> Result<()> {
        Ok(())
    }

    async fn unlock(&mut self) -> Result<()> {
        Ok(())
    }

    async fn before_drop(&mut self, _: &'static [&'static Table]) -> Result<()> {
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

/// Waits for work on a thread where blocking is allowed. It comes to its end also when nobody waits
/// for it any more.
async fn finished<T>(work: JoinHandle<Result<T>>) -> Result<T> {
    match work.await {
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

/// How many rows travel between threads at once.
const CHUNK: usize = 256;

/// How many chunks wait to be taken, before reading waits.
const CHUNKS: usize = 4;

/// Rows on their way between threads.
struct Found<D: Decode> {
    decoder: D,
    chunk: Vec<D::Item>,
    at_most: usize,
    to: mpsc::Sender<Vec<D::Item>>,
}

impl<D: Decode> Found<D> {
    /// Whether somebody still takes them.
    fn send(&mut self) -> bool {
        self.to
            .blocking_send(std::mem::take(&mut self.chunk))
            .is_ok()
    }
}

impl<D: Decode> Collect for Found<D> {
    type Decode = D;

    fn decoder(&self) -> D {
        self.decoder.clone()
    }

    fn push(&mut self, row: D::Item) -> bool {
        self.chunk.push(row);
        if self.chunk.len() < self.at_most {
            return true;
        }
        self.send() && self.at_most == CHUNK
    }
}

/// The parameters of a statement, borrowing nothing.
fn args<P: Params>(query: Query<'_>, params: &P) -> Result<Args> {
    let mut args = Args::default();
    match params.bind(&mut args) {
        Ok(()) => Ok(args),
        Err(error) => {
            let text = query.sql.text(Dialect::Sqlite)?;
            Err(error::of_parameter(error, query, text, args.len() + 1))
        }
    }
}

fn unknown(parameter: &str) -> Error {
    // Other values may be secrets.
    let shown = match parameter.split_once('=') {
        Some((name, _)) if name != "mode" => name,
        Some(_) | None => parameter,
    };
    failure(format!(
        "the URL has a parameter that SQLite does not know: `{shown}`; there are `mode=ro`, \
         `mode=rw` and `mode=rwc`"
    ))
}

fn failure(message: String) -> Error {
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}
