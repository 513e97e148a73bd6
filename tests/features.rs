//! Programs without the default features.

#![cfg(feature = "sqlite")]

#[allow(dead_code)]
#[path = "support/consumer.rs"]
mod consumer;

use consumer::Consumer;

const MODELS: &str = "\
models:
  User:
    fields:
      id: id
      name: string(50)
";

const BUILD: &str = "\
fn main() -> tablewright_build::Result {
    tablewright_build::compile(\"models.yaml\")
}
";

const PROGRAM: &str = "\
mod models {
    tablewright::include_models!();
}

use models::*;

fn main() -> tablewright::Result<()> {
    let db = tablewright::Sqlite::memory()?;
    create_all(&db)?;
    create_all(&db)?;
    User::insert(NewUser { name: \"Ada\".into() }).execute(&db)?;
    assert_eq!(User::filter(User::NAME.eq(\"Ada\")).count(&db)?, 1);
    drop_all(&db)
}
";

/// A package with the models and one migration, and without these features.
fn consumer(name: &str, features: &str) -> Consumer {
    let consumer = Consumer::with_features(
        name,
        &format!("default-features = false, features = [{features}]"),
    );
    consumer.write("build.rs", BUILD);
    consumer.write("models.yaml", MODELS);
    consumer.write(
        "migrations/20260101000000_first/up.sqlite.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL);\n",
    );
    consumer.write(
        "migrations/20260101000000_first/down.sqlite.sql",
        "DROP TABLE users;\n",
    );
    consumer
}

#[test]
fn a_program_that_only_queries_compiles_neither_migrations_nor_sync() {
    let consumer = consumer("without-migrate", "\"sqlite\"");
    consumer.write("src/main.rs", PROGRAM);
    consumer.run();
    let tree = consumer.cargo(&["tree", "--edges", "normal", "--prefix", "none"]);
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    assert!(tree.contains("tablewright-sql"), "{tree}");
    for left_out in ["tablewright-schema", "tablewright-evolve"] {
        assert!(!tree.contains(left_out), "{left_out} is compiled:\n{tree}");
    }

    let calls = "{ verify(&db)?; sync(&db)?; migrate(&db)?; }\n    drop_all(&db)";
    consumer.write("src/main.rs", &PROGRAM.replace("drop_all(&db)", calls));
    let said = consumer.cargo(&["check"]);
    assert!(!said.status.success());
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let needs_sync = "`verify` and `sync` need the feature `sync` of tablewright";
    assert_eq!(said.matches(needs_sync).count(), 2, "{said}");
    let needs_migrate = "migrations need the feature `migrate` of tablewright";
    assert_eq!(said.matches(needs_migrate).count(), 1, "{said}");
    assert!(
        said.contains("add `sync` to the features of tablewright in Cargo.toml"),
        "{said}"
    );
}

#[test]
fn a_program_that_migrates_compiles_no_sync() {
    let consumer = consumer("without-sync", "\"sqlite\", \"migrate\"");
    let program = PROGRAM.replace(
        "create_all(&db)?;\n    create_all(&db)?;",
        "assert_eq!(migrate(&db)?.migrations.len(), 1);\n    \
         assert_eq!(migrate(&db)?.migrations.len(), 0);",
    );
    consumer.write("src/main.rs", &program);
    consumer.run();
    let tree = consumer.cargo(&["tree", "--edges", "normal", "--prefix", "none"]);
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    assert!(!tree.contains("tablewright-evolve"), "{tree}");
}

/// A feature adds, with all dependencies, at most this number of crates, and none of another
/// feature.
#[test]
fn a_feature_brings_only_crates_of_its_own() {
    for (features, most, others) in [
        (
            "sqlite",
            37,
            &["tokio", "tokio-postgres", "mysql_async", "rustls"][..],
        ),
        ("postgres", 79, &["rusqlite", "mysql_async", "rustls"]),
        // docs/performance.md says which target this misses, and why.
        (
            "mysql,tls",
            133,
            &["rusqlite", "tokio-postgres", "tokio-postgres-rustls"],
        ),
        ("postgres,tls", 93, &["rusqlite", "mysql_async"]),
    ] {
        let output = std::process::Command::new(env!("CARGO"))
            .args([
                "tree",
                "--offline",
                "--package",
                "tablewright",
                "--prefix",
                "none",
            ])
            .args([
                "--edges",
                "normal,build",
                "--no-dedupe",
                "--features",
                features,
            ])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs: it runs this test");
        let tree = String::from_utf8_lossy(&output.stdout).into_owned();
        let crates: std::collections::BTreeSet<&str> = tree
            .lines()
            .filter_map(|line| line.split(" (").next())
            .collect();
        assert!(output.status.success() && !crates.is_empty());
        assert!(crates.len() <= most, "{features}: {} crates", crates.len());
        for other in others {
            let is_there = crates
                .iter()
                .any(|name| name.split(' ').next() == Some(other));
            assert!(!is_there, "{features} brings {other}");
        }
    }
}
