//! Random schemas on each server.
//!
//! `TABLEWRIGHT_CASES` sets the number of schemas for each server, and the number
//! `TABLEWRIGHT_SEED` chooses them: without it they are the same in every run.

#[path = "../../../crates/schema/tests/support/random.rs"]
mod random;

use proptest::prop_oneof;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use random::Flavour;
use std::cell::RefCell;
use tablewright_test_ddl::Place;
use tablewright_test_servers::Server;

#[test]
fn postgres_has_what_the_schema_says() {
    try_on(Server::Postgres, Flavour::Postgres);
}

#[test]
fn mariadb_has_what_the_schema_says() {
    try_on(Server::Mariadb, Flavour::Mariadb);
}

#[test]
fn mysql_has_what_the_schema_says() {
    try_on(Server::Mysql, Flavour::Mysql);
}

/// Tries schemas that every database takes, and as many that only this one may take.
fn try_on(server: Server, own: Flavour) {
    let Some(place) = Place::new(server) else {
        return;
    };
    let place = RefCell::new(place);
    let seed = number("TABLEWRIGHT_SEED").unwrap_or_default();
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: number("TABLEWRIGHT_CASES").unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 500,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let tried = runner.run(
        &prop_oneof![random::schemas(Flavour::Everywhere), random::schemas(own)],
        |random| {
            let schema = random::load(&random.to_yaml())
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            place
                .borrow_mut()
                .try_out(&schema)
                .map_err(TestCaseError::fail)
        },
    );
    match tried {
        Ok(()) => {}
        Err(TestError::Fail(reason, smallest)) => {
            panic!(
                "{server}, TABLEWRIGHT_SEED={seed}: {reason}\nin\n{}",
                smallest.to_yaml()
            )
        }
        Err(error) => panic!("{server}, TABLEWRIGHT_SEED={seed}: {error}"),
    }
}

/// As many as three servers take about a minute for, together.
const CASES: u32 = 250;

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable)
        .ok()
        .and_then(|number| number.parse().ok())
}
