//! The golden schemas on each server.

#[path = "support/golden.rs"]
mod golden;
#[path = "support/settings.rs"]
mod settings;

use golden::{cases, schema};
use tablewright_test_ddl::{Place, dialect};
use tablewright_test_servers::Server;

#[test]
fn postgres_takes_every_case() {
    try_on(Server::Postgres);
}

#[test]
fn a_newer_postgres_takes_every_case() {
    try_on(Server::PostgresExtensions);
}

#[test]
fn mariadb_takes_every_case() {
    try_on(Server::Mariadb);
}

#[test]
fn mysql_takes_every_case() {
    try_on(Server::Mysql);
}

/// Tries the cases that are written for the server.
fn try_on(server: Server) {
    let Some(mut place) = Place::new(server) else {
        return;
    };
    let mut tried = 0;
    let mut wrong = Vec::new();
    for case in cases() {
        let schema = schema(&case);
        if !schema.dialects.contains(&dialect(server)) {
            continue;
        }
        tried += 1;
        if let Err(error) = place.try_out(&schema) {
            wrong.push(format!("{}: {error}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{server}\n{}", wrong.join("\n"));
    assert!(tried > 0, "no case is for {server}");
}
