//! Databases for one test.

use crate::{Server, UNAVAILABLE, admin};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{process, thread};

/// An empty database, which is dropped with this value, even if it has connections.
#[derive(Debug)]
pub struct Scratch {
    server: Server,
    server_url: String,
    name: String,
    url: String,
}

impl Scratch {
    /// Creates a database for text of any kind. `None` if the server is unavailable (see
    /// [`Server::url`]).
    ///
    /// It blocks for a few milliseconds, also in async code, which is fine for a test.
    ///
    /// # Panics
    ///
    /// If no variable has the URL of the server, or the server refuses.
    #[must_use]
    pub fn new(server: Server) -> Option<Self> {
        let server_url = server.url()?;
        let name = unique_name();
        let url = with_database(&server_url, &name);
        if let Err(error) = admin::create(server, &server_url, &name) {
            panic!("cannot create a database on {}: {error}", server.variable());
        }
        Some(Self {
            server,
            server_url,
            name,
            url,
        })
    }

    /// The URL of the database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The name of the database.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server that it is on.
    #[must_use]
    pub fn server(&self) -> Server {
        self.server
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = admin::drop(self.server, &self.server_url, &self.name) {
            let message = format!(
                "cannot drop the database {} on {}: {error}",
                self.name, self.server
            );
            // A second panic would hide the first one.
            if thread::panicking() {
                eprintln!("{message}")
            } else {
                panic!("{message}")
            }
        }
    }
}

/// The URL of a database of PostgreSQL's through PgBouncer, in the mode that gives each transaction
/// another session. `None` if PgBouncer is unavailable, as `scripts/servers` has reported.
///
/// # Panics
///
/// If no variable has the URL of PgBouncer.
#[must_use]
pub fn behind_pgbouncer(url: &str) -> Option<String> {
    let variable = "TABLEWRIGHT_TEST_PGBOUNCER";
    let server = match std::env::var(variable) {
        Ok(server) if server == UNAVAILABLE => return None,
        Ok(server) => server,
        Err(_) => panic!(
            "{variable} is not set: run the tests by scripts/test or `scripts/with-servers cargo test`"
        ),
    };
    let (_, rest) = url.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    let name = path.split('?').next().unwrap_or_default();
    Some(with_database(&server, name))
}

/// A unique name, on this machine and on others that use the same server.
fn unique_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
    let random = RandomState::new().build_hasher().finish();
    format!("tablewright_test_{}_{counter}_{random:016x}", process::id())
}

/// The URL of another database on the same server.
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    let path = url[host..]
        .find(['/', '?'])
        .map_or(url.len(), |at| host + at);
    let parameters = url[path..].find('?').map_or(url.len(), |at| path + at);
    format!("{}/{name}{}", &url[..path], &url[parameters..])
}

#[cfg(test)]
mod tests {
    use super::{unique_name, with_database};

    #[test]
    fn the_database_of_a_url_is_replaced() {
        for (url, expected) in [
            ("mysql://h", "mysql://h/x"),
            ("mysql://h/", "mysql://h/x"),
            ("mysql://h/old", "mysql://h/x"),
            ("mysql://u:p@h:3306/old?a=b", "mysql://u:p@h:3306/x?a=b"),
            ("mysql://h?a=/b", "mysql://h/x?a=/b"),
            (
                "postgres://u@/old?host=%2Ftmp",
                "postgres://u@/x?host=%2Ftmp",
            ),
            ("postgres://u@?host=%2Ftmp", "postgres://u@/x?host=%2Ftmp"),
        ] {
            assert_eq!(with_database(url, "x"), expected);
        }
    }

    #[test]
    fn names_differ_and_are_short_enough() {
        let name = unique_name();
        assert_ne!(name, unique_name());
        assert!(name.len() <= 63, "{name}");
    }
}
