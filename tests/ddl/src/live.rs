//! A database as the library sees it.

use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use tablewright::catalog::Catalog;
use tablewright::{Database, PoolOptions};
use tablewright_schema::catalog::read;
use tablewright_sql::Dialect;
use tablewright_test_servers::{Scratch, Server};
use tokio::runtime::{Builder, Runtime};

use crate::connection::Connection;
use crate::{catalog, found};

/// An empty database of a test's own, and a connection of the library to it.
pub struct Live {
    runtime: Runtime,
    db: Database,
    dialect: Dialect,
    home: Home,
}

/// Drops the database at the end.
enum Home {
    Server(Scratch),
    Folder(PathBuf),
    Memory,
}

impl Live {
    /// Makes one; on SQLite in a file. `None` if the server is unavailable (see [`Server::url`]).
    ///
    /// # Panics
    ///
    /// If the server does not do it.
    #[must_use]
    pub fn new(dialect: Dialect) -> Option<Live> {
        match dialect {
            Dialect::Sqlite => Some(Live::at(Home::Folder(folder()), dialect)),
            Dialect::Postgres => Live::on(Server::Postgres),
            Dialect::Mysql => Live::on(Server::Mysql),
            Dialect::Mariadb => Live::on(Server::Mariadb),
        }
    }

    /// Makes one on a server. `None` if the server is unavailable.
    ///
    /// # Panics
    ///
    /// If the server does not do it.
    #[must_use]
    pub fn on(server: Server) -> Option<Live> {
        let home = Home::Server(Scratch::new(server)?);
        Some(Live::at(home, crate::dialect(server)))
    }

    /// Makes one of SQLite in memory.
    ///
    /// # Panics
    ///
    /// If SQLite does not do it.
    #[must_use]
    pub fn in_memory() -> Live {
        Live::at(Home::Memory, Dialect::Sqlite)
    }

    fn at(home: Home, dialect: Dialect) -> Live {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let url = match &home {
            Home::Server(scratch) => scratch.url().to_owned(),
            Home::Folder(folder) => format!("sqlite:{}", folder.join("app.db").display()),
            Home::Memory => "sqlite::memory:".to_owned(),
        };
        // Settings of the session apply to everything.
        let options = PoolOptions::new().max_connections(1);
        let connected = runtime.block_on(Database::connect_with(&url, &options));
        let db = connected.unwrap_or_else(|error| panic!("{dialect}: {error}"));
        Live {
            runtime,
            db,
            dialect,
            home,
        }
    }

    /// The dialect.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The connection.
    #[must_use]
    pub fn db(&self) -> &Database {
        &self.db
    }

    /// The URL of a server's database, for another connection.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        match &self.home {
            Home::Server(scratch) => Some(scratch.url()),
            Home::Folder(_) | Home::Memory => None,
        }
    }

    /// Waits for a future.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Runs statements.
    ///
    /// # Errors
    ///
    /// The database's error, and the statement.
    pub fn run<S: AsRef<str>>(&self, statements: &[S]) -> Result<(), String> {
        statements.iter().map(AsRef::as_ref).try_for_each(|text| {
            self.wait(tablewright::__run(&self.db, text))
                .map_err(|error| format!("{error}\nin the statement\n{text}"))
        })
    }

    /// The strings that a query returns.
    ///
    /// # Errors
    ///
    /// The database's error.
    pub fn texts(&self, query: &str) -> Result<Vec<String>, String> {
        let rows = tablewright::sql::<String>(query).all(&self.db);
        self.wait(rows)
            .map_err(|error| format!("{error}\nin the query\n{query}"))
    }

    /// Whether a query returns a row.
    ///
    /// # Errors
    ///
    /// The database's error.
    pub fn has_rows(&self, query: &str) -> Result<bool, String> {
        let query = format!("SELECT count(*) FROM ({query}) found");
        let count = tablewright::sql::<i64>(&query).one(&self.db);
        let count = self.wait(count);
        let count = count.map_err(|error| format!("{error}\nin the query\n{query}"))?;
        Ok(count > 0)
    }

    /// Inspects the database with the library.
    ///
    /// # Errors
    ///
    /// The library's error.
    pub fn inspect(&self) -> Result<Catalog, String> {
        self.wait(tablewright::inspect(&self.db))
            .map_err(|error| error.to_string())
    }

    /// The differences to the server's catalog, which is read separately here. On SQLite there are
    /// none.
    ///
    /// # Errors
    ///
    /// The server's error.
    pub fn misread(&self, catalog: &Catalog) -> Result<String, String> {
        let Home::Server(scratch) = &self.home else {
            return Ok(String::new());
        };
        let mut connection = Connection::open(scratch.server(), scratch.url())?;
        let said = catalog::description(scratch.server(), &mut connection)?;
        let found = found::description(catalog, self.dialect);
        Ok(said.spelled(self.dialect).difference(&found))
    }

    /// The wanted tables in the wording of this database, from the library.
    ///
    /// # Errors
    ///
    /// The library's error.
    pub fn worded(&self, wanted: &Catalog) -> Result<Catalog, String> {
        self.worded_beside(wanted, &Catalog::default())
    }

    /// The wanted tables in the wording of this database, from the library, beside the existing
    /// ones.
    ///
    /// # Errors
    ///
    /// The library's error.
    pub fn worded_beside(&self, wanted: &Catalog, live: &Catalog) -> Result<Catalog, String> {
        self.wait(tablewright::__worded(&self.db, wanted, live))
            .map_err(|error| error.to_string())
    }

    /// The tables that these statements create, in the wording of this database, beside the
    /// existing ones.
    ///
    /// # Errors
    ///
    /// The library's error.
    pub fn worded_of<S: AsRef<str>>(
        &self,
        statements: &[S],
        live: &Catalog,
    ) -> Result<Catalog, String> {
        let statements: Vec<&str> = statements.iter().map(AsRef::as_ref).collect();
        let wanted = read(self.dialect, &statements.join("\n;\n"));
        self.worded_beside(&wanted, live)
    }

    /// The fingerprint of tables.
    ///
    /// # Errors
    ///
    /// The library's error.
    pub fn fingerprint(&self, tables: &[&str]) -> Result<String, String> {
        self.wait(tablewright::__fingerprint(&self.db, tables))
            .map_err(|error| error.to_string())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if let Home::Folder(folder) = &self.home {
            // A file left there does no harm.
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

fn folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("tablewright-ddl-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}
