//! The database servers that tests run on, and databases of a test's own on them.
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
//! `scripts/servers` says where the servers come from.

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
    /// MariaDB.
    Mariadb,
    /// MySQL.
    Mysql,
}

impl Server {
    /// All of them.
    pub const ALL: [Server; 3] = [Server::Postgres, Server::Mariadb, Server::Mysql];

    /// The environment variable that has its URL.
    #[must_use]
    pub fn variable(self) -> &'static str {
        match self {
            Server::Postgres => "TABLEWRIGHT_TEST_POSTGRES",
            Server::Mariadb => "TABLEWRIGHT_TEST_MARIADB",
            Server::Mysql => "TABLEWRIGHT_TEST_MYSQL",
        }
    }

    /// Its URL, by which databases can be made and dropped. Nothing for a MySQL that cannot be had
    /// on this machine, which `scripts/servers` has said then: what is to be tried on it passes
    /// without.
    ///
    /// # Panics
    ///
    /// If nobody says where the server is: a test that needs it has failed then.
    #[must_use]
    pub fn url(self) -> Option<String> {
        let variable = self.variable();
        match env::var(variable) {
            Ok(url) if url == UNAVAILABLE && self == Server::Mysql => None,
            Ok(url) if url.contains("://") => Some(url),
            Ok(_) => panic!("{variable} is not the URL of a server"),
            Err(_) => panic!(
                "{variable} is not set: run the tests by scripts/test or `scripts/with-servers cargo test`, or set \
                 it to the URL of a {self} server on which databases may be created"
            ),
        }
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Server::Postgres => "PostgreSQL",
            Server::Mariadb => "MariaDB",
            Server::Mysql => "MySQL",
        })
    }
}

/// What `scripts/servers` says instead of MySQL's URL where MySQL cannot be had.
pub(crate) const UNAVAILABLE: &str = "unavailable";
