//! Databases for one test.

use std::fmt::Debug;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tablewright::{Database, Dialect, PoolOptions, Result};
use tablewright_test_servers::{Scratch, Server};

/// The time limit of a test. Each wait takes a few seconds at most, but the laws try hundreds of
/// cases.
const PATIENCE: Duration = Duration::from_secs(300);

/// The body of a test. It is boxed, so that the runtime is compiled once and not for each test.
pub type Body<'p> = Pin<Box<dyn Future<Output = Result<()>> + 'p>>;

/// Runs a test at a place of its own, which is gone afterwards.
///
/// # Panics
///
/// If the test fails or does not end.
pub fn at(database: &str, test: impl AsyncFnOnce(&Place) -> Result<()>) {
    if let Some(place) = Place::new(database) {
        run(Box::pin(test(&place)));
    }
}

fn run(test: Body<'_>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    match runtime.block_on(async { tokio::time::timeout(PATIENCE, test).await }) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("{error}\n{error:?}"),
        Err(_) => panic!("the test was not done after {} s", PATIENCE.as_secs()),
    }
}

/// An empty database of a test's own, which is gone when this is dropped.
#[derive(Debug)]
pub struct Place {
    dialect: Dialect,
    url: String,
    /// Drops the database at the end.
    _home: Box<dyn Debug + Send + Sync>,
}

impl Place {
    /// A new database of a kind, by its name in `models.yaml`. `None` if the server is unavailable;
    /// see [`Server::url`].
    fn new(database: &str) -> Option<Place> {
        let (dialect, server) = match database {
            "sqlite" => return Some(Place::in_folder()),
            "postgres" => (Dialect::Postgres, Server::Postgres),
            "postgres_extensions" => (Dialect::Postgres, Server::PostgresExtensions),
            "mariadb" => (Dialect::Mariadb, Server::Mariadb),
            "mysql" => (Dialect::Mysql, Server::Mysql),
            other => panic!("there is no database `{other}`"),
        };
        let scratch = Scratch::new(server)?;
        Some(Place {
            dialect,
            url: scratch.url().to_owned(),
            _home: Box::new(scratch),
        })
    }

    fn in_folder() -> Place {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tablewright-conformance-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Place {
            dialect: Dialect::Sqlite,
            url: format!("sqlite:{}", folder.join("app.db").display()),
            _home: Box::new(Folder(folder)),
        }
    }

    /// The kind of database.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A pool of connections to it.
    ///
    /// # Errors
    ///
    /// As [`Database::connect`].
    pub async fn connect(&self) -> Result<Database> {
        tablewright::connect(&self.url).await
    }

    /// A pool of connections to it.
    ///
    /// # Errors
    ///
    /// As [`Database::connect_with`].
    pub async fn connect_with(&self, options: &PoolOptions) -> Result<Database> {
        Database::connect_with(&self.url, options).await
    }
}

/// A folder that is gone when this is dropped.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // A file left there does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
