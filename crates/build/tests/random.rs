//! The code for any models is valid Rust: it can be parsed and printed.
//!
//! `TABLEWRIGHT_CASES` sets the number of random schemas.

#[path = "../../schema/tests/support/random.rs"]
mod random;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use random::{Flavour, RandomSchema};

#[test]
fn the_code_of_any_schema_is_rust() {
    let flavours = [
        Flavour::Sqlite,
        Flavour::Postgres,
        Flavour::Mysql,
        Flavour::Mariadb,
        Flavour::Everywhere,
    ];
    let strategy = proptest::sample::select(flavours.to_vec()).prop_flat_map(random::schemas);
    let cases = std::env::var("TABLEWRIGHT_CASES").ok();
    let config = Config {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(64),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let result = TestRunner::new_with_rng(config, rng).run(&strategy, |random| is_rust(&random));
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn is_rust(random: &RandomSchema) -> Result<(), TestCaseError> {
    let fail = |error: String| TestCaseError::fail(error);
    let schema = random::load(&random.to_yaml()).map_err(|error| fail(error.to_string()))?;
    let code = tablewright_build::generate(&schema).map_err(|error| fail(error.to_string()))?;
    prop_assert!(!code.contains("compile_error!"), "{}", code);
    syn::parse_file(&code).map_err(|error| fail(format!("{error}\n{code}")))?;
    Ok(())
}
