//! A server that keeps the names of tables in lower case, by `lower_case_table_names = 1`: names of the models with
//! upper-case letters are those of its tables.

use std::env;

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{
    Database, PoolOptions, SyncReport, Verification, create_all, drop_all, sync, verify,
};
use tablewright_evolve::plan::Options;
use tablewright_evolve::pull::pull;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{load, written};
use tokio::runtime::Builder;

const VARIABLE: &str = "TABLEWRIGHT_TEST_MARIADB_LOWER_CASE";

const MODELS: &str = "
dialects: [mariadb]
models:
  User:
    table: Users
    fields: { id: id, name: string(20), boss: User?, kind: { type: string(3), column: Kind } }
    indexes: [{ fields: [name], name: By_Name }]
  Post:
    table: BlogPosts
    fields: { id: id, author: User }
sql:
  named: \"CREATE OR REPLACE VIEW Named AS SELECT name FROM Users\"
";

fn schema(text: &str) -> Schema {
    load("models.yaml", text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn names_are_found_whatever_their_case() {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(run());
}

async fn run() {
    let url =
        env::var(VARIABLE).unwrap_or_else(|_| panic!("{VARIABLE} is not set: see scripts/servers"));
    let options = PoolOptions::new().max_connections(1);
    let server = Database::connect_with(&url.replace("/?", "/mysql?"), &options)
        .await
        .expect("a server");
    let name = format!("lower_case_{}", std::process::id());
    for statement in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name}"),
    ] {
        tablewright::__run(&server, &statement)
            .await
            .expect("a database");
    }
    let url = url.replace("/?", &format!("/{name}?"));
    let db = Database::connect_with(&url, &options)
        .await
        .expect("the database");

    let models = schema(MODELS);
    let first = tablewright::__schema("lower", &models);
    for _ in 0..2 {
        create_all(&db, first).await.expect("tables");
        let found = verify(&db, first).await.expect("a comparison");
        assert_eq!(found, Verification::UpToDate);
    }
    let later = schema(
        &MODELS
            .replace("string(20)", "string(30)")
            .replace("author: User", "author: User?"),
    );
    let second = tablewright::__schema("lower", &later);
    let synced = sync(&db, second).await.expect("steps");
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    assert_eq!(
        verify(&db, second).await.expect("a comparison"),
        Verification::UpToDate
    );
    let again = sync(&db, second).await.expect("nothing to do");
    assert!(matches!(again, SyncReport::UpToDate), "{again:?}");

    let catalog = tablewright::inspect(&db).await.expect("what is there");
    let pulled = pull(Dialect::Mariadb, &catalog);
    assert!(
        pulled.yaml.contains("User:") && pulled.yaml.contains("author: User?"),
        "{}",
        pulled.yaml
    );
    drop(schema(&pulled.yaml));
    drop_all(&db, second).await.expect("no tables");

    let list =
        written(Dialect::Mariadb, &[&models, &later], Options::default()).expect("migrations");
    let all = Migrations { list };
    let report = migrate(&db, &all).await.expect("tables");
    assert_eq!(report.migrations.len(), 2);
    assert_eq!(
        verify(&db, second).await.expect("a comparison"),
        Verification::UpToDate
    );
    let report = rollback(&db, &all, 1).await.expect("the tables of before");
    assert_eq!(report.migrations.len(), 1);
    assert_eq!(
        verify(&db, first).await.expect("a comparison"),
        Verification::UpToDate
    );
    tablewright::__run(&server, &format!("DROP DATABASE {name}"))
        .await
        .expect("it goes");
}
