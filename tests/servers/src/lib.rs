//! The database servers for tests, and databases for one test on them.
//!
//! ```no_run
//! use tablewright_test_servers::{Scratch, Server};
//!
//! for server in Server::ALL {
//!     let Some(scratch) = Scratch::new(server) else { continue };
//!     println!("an empty database: {}", scratch.url());
//! } // and here it is gone
//! ```
//!
//! `scripts/servers` describes the sources of the servers.

mod admin;
mod refusing;
mod scratch;

pub use refusing::Refusing;
pub use scratch::{Scratch, behind_pgbouncer};
use std::env;

/// A server that tests run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Server {
    /// PostgreSQL.
    Postgres,
    /// A newer PostgreSQL, with the extensions pgvector and PostGIS.
    PostgresExtensions,
    /// MariaDB.
    Mariadb,
    /// MySQL.
    Mysql,
}

impl Server {
    /// All of them.
    pub const ALL: [Server; 4] = [
        Server::Postgres,
        Server::PostgresExtensions,
        Server::Mariadb,
        Server::Mysql,
    ];

    /// The environment variable that has its URL.
    #[must_use]
    pub fn variable(self) -> &'static str {
        match self {
            Server::Postgres => "TABLEWRIGHT_TEST_POSTGRES",
            Server::PostgresExtensions => "TABLEWRIGHT_TEST_POSTGRES_EXTENSIONS",
            Server::Mariadb => "TABLEWRIGHT_TEST_MARIADB",
            Server::Mysql => "TABLEWRIGHT_TEST_MYSQL",
        }
    }

    /// Its URL, with which databases can be created and dropped. `None` for a server that is
    /// unavailable on this machine, as `scripts/servers` has reported: tests that need it pass
    /// without it.
    ///
    /// # Panics
    ///
    /// If no variable has the URL: a test that needs the server fails then.
    #[must_use]
    pub fn url(self) -> Option<String> {
        let variable = self.variable();
        match env::var(variable) {
            Ok(url) if url == UNAVAILABLE && self.may_be_missing() => None,
            Ok(url) if url.contains("://") => Some(url),
            Ok(_) => panic!("{variable} is not the URL of a server"),
            Err(_) => panic!(
                "{variable} is not set: run the tests by scripts/test or `scripts/with-servers cargo test`, or set \
                 it to the URL of a {self} server on which databases may be created"
            ),
        }
    }

    /// Returns the URL of an existing database, for programs that create databases themselves.
    ///
    /// # Panics
    ///
    /// The same as for [`url`](Server::url).
    #[must_use]
    pub fn database_url(self) -> Option<String> {
        let name = match self {
            Server::Postgres | Server::PostgresExtensions => "postgres",
            Server::Mariadb | Server::Mysql => "mysql",
        };
        Some(scratch::with_database(&self.url()?, name))
    }

    /// Whether some machines cannot have it.
    fn may_be_missing(self) -> bool {
        match self {
            Server::Postgres | Server::Mariadb => false,
            Server::PostgresExtensions | Server::Mysql => true,
        }
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Server::Postgres => "PostgreSQL",
            Server::PostgresExtensions => "PostgreSQL with pgvector and PostGIS",
            Server::Mariadb => "MariaDB",
            Server::Mysql => "MySQL",
        })
    }
}

/// The value of `scripts/servers` instead of the URL of an unavailable server.
pub(crate) const UNAVAILABLE: &str = "unavailable";
