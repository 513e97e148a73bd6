//! Random schemas from end to end: each becomes the models of a consumer, whose program writes,
//! finds, changes and deletes rows with extreme values of every type. A fixed schema with hostile
//! names, comments and literals is tested in the same way.
//!
//! `TABLEWRIGHT_BATCH` sets the number of schemas, and the number `TABLEWRIGHT_SEED` chooses them.

#![cfg(all(
    feature = "sqlite",
    feature = "jiff",
    feature = "chrono",
    feature = "uuid",
    feature = "decimal",
    feature = "json"
))]

#[path = "support/consumer.rs"]
mod consumer;
#[path = "random/program.rs"]
mod program;
#[path = "../crates/schema/tests/support/random.rs"]
mod random;
#[path = "random/values.rs"]
mod values;

use std::env;

use consumer::Consumer;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use random::Flavour;
use tablewright_schema::ddl;
use tablewright_sql::Dialect;

#[test]
fn what_is_generated_compiles_and_works() {
    let mut schemas = vec![(
        "hostile".to_owned(),
        include_str!("random/hostile.yaml").to_owned(),
    )];
    schemas.extend(random_schemas());

    let consumer = Consumer::new("random-models");
    for (name, text) in &schemas {
        let schema =
            random::load(text).unwrap_or_else(|error| panic!("{name}.yaml: {error}\n{text}"));
        let tables = ddl::script(&ddl::create(&schema, Dialect::Sqlite)).text;
        consumer.write(&format!("{name}.yaml"), text);
        consumer.write(&format!("src/{name}.sql"), &tables);
        consumer.write(&format!("src/{name}.rs"), &program::module(name, &schema));
    }
    let names: Vec<&str> = schemas.iter().map(|(name, _)| name.as_str()).collect();
    consumer.write("build.rs", &build_script(&names));
    consumer.write("src/main.rs", &main_program(&names));
    consumer.run();
}

/// As many schemas as wanted: for SQLite alone and for every database in turn.
fn random_schemas() -> Vec<(String, String)> {
    let number = |name: &str| {
        env::var(name)
            .ok()
            .and_then(|number| number.parse::<u64>().ok())
    };
    let batch = number("TABLEWRIGHT_BATCH").unwrap_or(12);
    let mut runner = match number("TABLEWRIGHT_SEED") {
        None => TestRunner::deterministic(),
        Some(seed) => {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
            TestRunner::new_with_rng(Config::default(), rng)
        }
    };
    let mut draw = |position: u64| {
        let flavour = if position.is_multiple_of(2) {
            Flavour::Sqlite
        } else {
            Flavour::Everywhere
        };
        let tree = random::schemas(flavour).new_tree(&mut runner);
        let schema = tree
            .expect("a strategy without filters always draws")
            .current();
        (format!("schema_{position}"), schema.to_yaml())
    };
    (0..batch).map(&mut draw).collect()
}

fn build_script(names: &[&str]) -> String {
    let compile = |name: &&str| {
        format!(
            "    tablewright_build::Config::new(\"{name}.yaml\").output(\"{name}\").compile()?;\n"
        )
    };
    let compile: String = names.iter().map(compile).collect();
    format!(
        "//! Generates the models.\nfn main() -> tablewright_build::Result {{\n{compile}    Ok(())\n}}\n"
    )
}

fn main_program(names: &[&str]) -> String {
    let modules: String = names.iter().map(|name| format!("mod {name};\n")).collect();
    let run = |name: &&str| {
        format!("    {name}::run().unwrap_or_else(|error| panic!(\"{name}: {{error}}\"));\n")
    };
    let run: String = names.iter().map(run).collect();
    format!(
        r#"//! Runs every module.
#![deny(warnings, missing_docs)]
{modules}
/// Unlike `assert_eq`, this shows the type of an empty list.
#[track_caller]
fn same<T: std::fmt::Debug + PartialEq>(found: &T, expected: &T) {{
    assert_eq!(found, expected);
}}

fn main() {{
{run}}}
"#
    )
}
