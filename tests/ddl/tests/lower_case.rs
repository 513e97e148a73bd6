//! A server that ignores the case of tables' names, by `lower_case_table_names`: it finds its
//! tables by names in the models with upper-case letters. `scripts/servers` starts one that stores
//! names in lower case (1); one that stores them unchanged (2) needs a file system that ignores
//! case, and can be set instead.

use std::env;

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{
    Connection, Database, PoolOptions, SyncReport, Verification, create_all, drop_all, sync, verify,
};
use tablewright_evolve::plan::Options;
use tablewright_evolve::pull::pull;
use tablewright_schema::Schema;
use tablewright_test_ddl::{load, written};
use tokio::runtime::Builder;

const VARIABLE: &str = "TABLEWRIGHT_TEST_MARIADB_LOWER_CASE";

const MODELS: &str = "
dialects: [mysql, mariadb]
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

/// The changes of [`MODELS`].
const LATER: &[(&str, &str)] = &[
    ("table: Users", "table: users\n    was: Users"),
    ("table: BlogPosts", "table: BLOGPOSTS\n    was: BlogPosts"),
    ("FROM Users", "FROM USERS"),
    ("string(20)", "string(30)"),
    ("author: User", "author: User?"),
];

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
    let dialect = server.dialect();
    let setting = tablewright::sql::<i64>("SELECT CAST(@@lower_case_table_names AS SIGNED)");
    let setting = setting.one(&server).await.expect("a setting");
    assert!([1, 2].contains(&setting), "{setting}");
    // The server may print the name of the database in lower case.
    let name = format!("Lower_Case_{}", std::process::id());
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
    // MySQL shows a table in lower case while it remembers that it was altered under that name.
    let is_kept = |name: &str| match setting {
        1 => name == "blogposts",
        _ => name.eq_ignore_ascii_case("BlogPosts"),
    };
    let mut tables = catalog.tables.iter();
    assert!(tables.any(|table| is_kept(&table.name)), "{catalog:#?}");
    let views = catalog.others.iter().map(|view| view.sql.to_lowercase());
    let views: String = views.collect();
    assert!(!views.contains("lower_case_"), "{views}");
    let pulled = pull(dialect, &catalog);
    assert!(
        pulled.yaml.contains("User:") && pulled.yaml.contains("author: User?"),
        "{}",
        pulled.yaml
    );
    drop(schema(&pulled.yaml));
    drop_all(&db, second).await.expect("no tables");

    // The last version has names in another case. On this server they are the same names.
    let respelled = LATER
        .iter()
        .fold(MODELS.to_owned(), |text, (from, to)| text.replace(from, to));
    let respelled = schema(&respelled);
    let third = tablewright::__schema("lower", &respelled);
    let versions = [&models, &later, &respelled];
    let list = written(dialect, &versions, Options::default()).expect("migrations");
    let all = Migrations { list };
    let report = migrate(&db, &all).await.expect("tables");
    assert_eq!(report.migrations.len(), 3);
    assert_eq!(
        verify(&db, third).await.expect("a comparison"),
        Verification::UpToDate
    );
    for before in [second, first] {
        let report = rollback(&db, &all, 1).await.expect("the tables of before");
        assert_eq!(report.migrations.len(), 1);
        let found = verify(&db, before).await.expect("a comparison");
        assert_eq!(found, Verification::UpToDate);
    }
    let synced = sync(&db, third).await.expect("steps");
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    assert_eq!(
        verify(&db, third).await.expect("a comparison"),
        Verification::UpToDate
    );
    // A former name is found, too: otherwise the rows would stay in a table that no model has.
    tablewright::__run(&db, "INSERT INTO Users (name, Kind) VALUES ('Ada', 'abc')")
        .await
        .expect("a row");
    let renamed = schema(
        &MODELS
            .replace("table: Users", "table: people\n    was: Users")
            .replace("FROM Users", "FROM people")
            .replace("string(20)", "string(30)")
            .replace("author: User", "author: User?"),
    );
    let renamed = tablewright::__schema("lower", &renamed);
    let synced = sync(&db, renamed).await.expect("steps");
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    let kept = tablewright::sql::<String>("SELECT name FROM people");
    assert_eq!(kept.all(&db).await.expect("rows"), ["Ada"]);
    assert_eq!(
        verify(&db, renamed).await.expect("a comparison"),
        Verification::UpToDate
    );
    tablewright::__run(&server, &format!("DROP DATABASE {name}"))
        .await
        .expect("it goes");
}
