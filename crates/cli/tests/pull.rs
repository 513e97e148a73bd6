//! `pull` of a PostgreSQL database that has more than one schema.

use std::process::Command;

use tablewright::Database;
use tablewright_test_servers::{Scratch, Server};

const TABLES: &[&str] = &[
    "CREATE TABLE users (id bigint PRIMARY KEY)",
    "CREATE SCHEMA empty",
    "CREATE SCHEMA other",
    "CREATE TABLE other.parts (id bigint PRIMARY KEY)",
    "CREATE SCHEMA \"Third one\"",
    "CREATE TABLE \"Third one\".things (id bigint PRIMARY KEY)",
    "CREATE VIEW \"Third one\".few AS SELECT id FROM other.parts",
];

#[test]
fn tables_of_other_schemas_are_named() {
    let Some(scratch) = Scratch::new(Server::Postgres) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let db = Database::connect(scratch.url()).await;
        let db = db.expect("the server answers");
        for statement in TABLES {
            let done = tablewright::sql::<()>(*statement).execute(&db).await;
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    });
    let (models, notes) = pulled(scratch.url());
    assert!(
        models.contains("User:") && !models.contains("Part:"),
        "{models}"
    );
    let expected = [
        "note: schema Third one: left out, with 2 tables: ",
        "note: schema other: left out, with 1 table: ",
    ];
    let of_schemas = notes
        .iter()
        .filter(|note| note.starts_with("note: schema "));
    let of_schemas: Vec<&String> = of_schemas.collect();
    assert_eq!(of_schemas.len(), expected.len(), "{notes:?}");
    // The parameter of the note reads the schema.
    for (note, (begins, model)) in of_schemas
        .iter()
        .zip(expected.iter().zip(["Thing:", "Part:"]))
    {
        assert!(note.starts_with(begins), "{note}");
        let parameter = note
            .split('`')
            .nth(1)
            .and_then(|shown| shown.strip_prefix('?'));
        let parameter = parameter.unwrap_or_else(|| panic!("{note}"));
        let separator = if scratch.url().contains('?') {
            '&'
        } else {
            '?'
        };
        let (models, notes) = pulled(&format!("{}{separator}{parameter}", scratch.url()));
        assert!(
            models.contains(model) && !models.contains("User:"),
            "{models}"
        );
        assert!(
            notes
                .iter()
                .any(|note| note.contains("schema public: left out, with 1 table: ")),
            "{notes:?}"
        );
    }
}

/// The models, and the notes.
fn pulled(url: &str) -> (String, Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
        .args(["pull", "--url", url])
        .env("NO_COLOR", "1")
        .output()
        .expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let (models, notes) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{notes}");
    (models, notes.lines().map(str::to_owned).collect())
}
