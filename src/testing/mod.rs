//! Test databases: each test has its own, with the tables of the models; and test rows, by
//! [`make`].

use std::fmt;
use std::ops::Deref;
#[cfg(feature = "sqlite")]
use std::path::PathBuf;
use std::thread;

use crate::base::connection::Connection;
use crate::base::connection::driver::Key;
use crate::base::connection::mode::Async;
use crate::base::error::Result;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::base::error::{Error, Failure};
use crate::database::{self, Database};
use crate::evolve::create::{Schema, create_all};

mod factory;
mod fake;
#[cfg(feature = "sqlite")]
mod file;
mod name;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;

pub use factory::{Make, make};

/// A separate database for a test, with the tables of the models. It is dropped with this value.
///
/// It is a connection, and has the methods of a [`Database`], which is a pool.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn run(schema: &'static tablewright::Schema) -> tablewright::Result<()> {
/// use tablewright::testing::TestDatabase;
///
/// // In a program: `&models::SCHEMA`.
/// let db = TestDatabase::new("sqlite::memory:", schema).await?;
/// let tx = db.begin().await?;
/// # tx.rollback().await
/// # }
/// ```
///
/// | URL | the database |
/// |---|---|
/// | `sqlite::memory:` | in memory |
/// | `sqlite:` | a file in the system's folder for temporary files |
/// | `postgres://…/name` | a new one on that server, copied from a template that has the tables |
/// | `mysql://…/name` | a new one on that server, also of MariaDB |
///
/// On a server, the user of the URL needs the right to create databases. The library only connects
/// to the database of the URL. New databases are called `tablewright_testing_…`. If a test panics,
/// its database is kept, and its name is printed. The first test that runs at least an hour later
/// drops it, and also the databases of killed runs.
///
/// PostgreSQL's template is called `tablewright_template_…`. The first test that needs it creates
/// it, and it is recreated after a day.
pub struct TestDatabase {
    database: Database,
    url: String,
    place: Place,
}

/// The resources of the database.
enum Place {
    Memory,
    #[cfg(feature = "sqlite")]
    File(PathBuf),
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    Server(server::Server),
}

impl Place {
    /// Creates the database of a URL, and returns its own URL. The function is returned if the
    /// database must still be prepared.
    async fn create<P>(url: &str, version: &str, prepare: P) -> Result<(Place, String, Option<P>)>
    where
        P: AsyncFnOnce(&Database) -> Result<()>,
    {
        #[cfg(feature = "sqlite")]
        if let Some((url, path)) = file::create(url) {
            return Ok((Place::File(path), url, Some(prepare)));
        }
        #[cfg(any(feature = "postgres", feature = "mysql"))]
        if !url.starts_with("sqlite:") {
            let (server, prepare) = server::create(url, version, prepare).await?;
            let url = server.url();
            return Ok((Place::Server(server), url, prepare));
        }
        #[cfg(not(any(feature = "postgres", feature = "mysql")))]
        let _ = version;
        // A database in memory; or one whose driver was not compiled in, which connecting reports.
        Ok((Place::Memory, url.to_owned(), Some(prepare)))
    }
}

impl TestDatabase {
    /// A new database with the tables of the models.
    ///
    /// # Errors
    ///
    /// As [`connect`](crate::connect) and [`create_all`], and the error of the server if the
    /// database cannot be created.
    pub async fn new(url: &str, schema: &'static Schema) -> Result<TestDatabase> {
        let create = async |db: &Database| create_all(db, schema).await;
        TestDatabase::prepared(url, schema.hash, create).await
    }

    /// Creates a new database that a function prepares: by migrations instead of the tables of the
    /// models, or with rows that every test needs.
    ///
    /// On PostgreSQL, the function runs once for each `version`, and later databases are copies. So
    /// change the version whenever you change the function. The version may be a number or a hash,
    /// such as `models::SCHEMA.hash`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "sqlite")]
    /// # async fn run() -> tablewright::Result<()> {
    /// use tablewright::testing::TestDatabase;
    ///
    /// let db = TestDatabase::prepared("sqlite::memory:", "countries 1", async |db| {
    ///     tablewright::sql::<()>("CREATE TABLE countries (name text)").execute(db).await?;
    ///     tablewright::sql::<()>("INSERT INTO countries VALUES ('Iceland')").execute(db).await?;
    ///     Ok(())
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](TestDatabase::new), and the error of the function.
    pub async fn prepared(
        url: &str,
        version: &str,
        prepare: impl AsyncFnOnce(&Database) -> Result<()>,
    ) -> Result<TestDatabase> {
        let (place, url, prepare) = Place::create(url, version, prepare).await?;
        let database = database::connect(&url).await?;
        let test = TestDatabase {
            database,
            url,
            place,
        };
        if let Some(prepare) = prepare {
            prepare(&test.database).await?;
        }
        Ok(test)
    }

    /// Returns the URL of this database, with its password, for a program that connects by itself.
    /// For a database in memory, another connection has another database.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

#[diagnostic::do_not_recommend]
impl Connection for TestDatabase {
    type Mode = Async;
    type Root = Database;
    type Driver = Database;
    type Exclusive = <Database as Connection>::Exclusive;

    #[inline]
    fn __driver(&self, key: Key) -> &Database {
        self.database.__driver(key)
    }
}

impl fmt::Debug for TestDatabase {
    /// Leaves out the URL, because it has the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase")
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        self.database.close();
        match &self.place {
            Place::Memory => {}
            #[cfg(feature = "sqlite")]
            Place::File(path) if thread::panicking() => {
                eprintln!("the test database is kept: {}", path.display());
            }
            #[cfg(feature = "sqlite")]
            Place::File(path) => file::remove(path),
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Place::Server(server) if thread::panicking() => {
                eprintln!("the test database is kept for an hour: {}", server.name());
            }
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Place::Server(server) => {
                if let Err(error) = server.drop_database() {
                    eprintln!(
                        "the test database is kept for an hour: {}: {error}",
                        server.name()
                    );
                }
            }
        }
    }
}

/// An error that is not of a statement.
#[cfg(any(feature = "postgres", feature = "mysql"))]
fn failure(message: String) -> Error {
    Error::Database(Box::new(Failure {
        message,
        source: None,
    }))
}
