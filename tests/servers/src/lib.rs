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

    /// Its URL, by which databases can be made and dropped. Nothing for one that cannot be had on
    /// this machine, which `scripts/servers` has said then: what is to be tried on it passes
    /// without.
    ///
    /// # Panics
    ///
    /// If nobody says where the server is: a test that needs it has failed then.
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

    /// Returns the URL of a database that exists already, for what creates databases by itself.
    ///
    /// # Panics
    ///
    /// As [`url`](Server::url).
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

/// What `scripts/servers` says instead of the URL of a server that cannot be had.
pub(crate) const UNAVAILABLE: &str = "unavailable";
