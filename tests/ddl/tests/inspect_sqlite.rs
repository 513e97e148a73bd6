//! The library's inspection of other programs' SQLite databases.

use tablewright::Sqlite;
use tablewright::catalog::{Action, Catalog, Counted, IndexKey, OtherKind, Table};
use tablewright_schema::catalog::read;
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

/// A database after these statements, and its inspected catalog.
fn having(statements: &[&str]) -> (Live, Catalog) {
    let live = Live::in_memory();
    live.run(statements)
        .unwrap_or_else(|error| panic!("{error}"));
    let catalog = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    (live, catalog)
}

fn table<'c>(catalog: &'c Catalog, name: &str) -> &'c Table {
    let table = catalog.table(name);
    table.unwrap_or_else(|| panic!("there is no {name}: {catalog:#?}"))
}

#[test]
fn names_in_all_kinds_of_quotes_are_read() {
    let (_, catalog) = having(&[
        "CREATE TABLE \"a\"\"b c\" ([select] INTEGER PRIMARY KEY, `Up\"` TEXT DEFAULT 'it''s' -- so\n, \
         'gen' INT AS (\"select\" + 1) STORED, CONSTRAINT \"Uq \"\"1\" UNIQUE (`Up\"`)) -- the end",
        "CREATE TABLE [table] (\"order\" INT REFERENCES \"A\"\"B C\" ON DELETE CASCADE)",
        "CREATE INDEX \"on t (x)\" ON \"a\"\"b c\" (`Up\"` DESC, lower(`Up\"`)) WHERE `Up\"` <> ')'",
    ]);
    let strange = table(&catalog, "a\"b c");
    assert_eq!(strange.unsupported, [""; 0]);
    let columns: Vec<_> = strange
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(columns, ["select", "Up\"", "gen"]);
    assert_eq!(strange.columns[0].counted, Some(Counted::Rowid));
    assert!(
        strange.columns[2]
            .generated
            .as_ref()
            .is_some_and(|it| it.stored)
    );
    assert_eq!(strange.uniques[0].name, "Uq \"1");
    let index = &strange.indexes[0];
    assert_eq!(index.name, "on t (x)");
    assert_eq!(index.parts[0].key, IndexKey::Column("Up\"".to_owned()));
    let key = &table(&catalog, "table").foreign_keys[0];
    assert_eq!(
        (key.target.as_str(), key.on_delete),
        ("a\"b c", Action::Cascade)
    );
    assert_eq!(key.target_columns, ["select"]);
}

#[test]
fn what_is_no_table_is_reported() {
    let (_, catalog) = having(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE)",
        "CREATE VIEW \"A view\" AS SELECT id FROM t; -- of ids",
        "CREATE TRIGGER \"On change\" AFTER UPDATE ON t BEGIN DELETE FROM t; SELECT 1; END",
        "CREATE VIRTUAL TABLE words USING fts5(body)",
        "CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2)",
        "ANALYZE",
    ]);
    let found: Vec<_> = catalog
        .others
        .iter()
        .map(|other| (other.kind, other.name.as_str(), other.table.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (OtherKind::View, "A view", None),
            (OtherKind::Trigger, "On change", Some("t")),
            (OtherKind::Virtual, "boxes", None),
            (OtherKind::Virtual, "words", None),
        ]
    );
    assert_eq!(
        catalog.others[3].sql,
        "CREATE VIRTUAL TABLE words USING fts5(body)"
    );
    // Neither the internal tables of SQLite nor those of a virtual table.
    assert_eq!(catalog.tables.len(), 1, "{:?}", catalog.tables);
}

#[test]
fn a_table_named_like_one_of_a_virtual_table_is_a_table() {
    let (_, catalog) = having(&["CREATE TABLE words_content (id INTEGER PRIMARY KEY)"]);
    assert_eq!(catalog.tables.len(), 1);
}

#[test]
fn a_table_that_was_altered_reads_as_one_that_was_made_so() {
    let (live, catalog) = having(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY, old TEXT) -- a table",
        "ALTER TABLE t ADD COLUMN \"more\" INT NOT NULL DEFAULT 3 CHECK (\"more\" > 1)",
        "ALTER TABLE t RENAME COLUMN old TO renamed",
        "ALTER TABLE t RENAME TO u",
        "CREATE INDEX i ON u (renamed)",
    ]);
    let wanted = live
        .worded_of(
            &[
                "CREATE TABLE IF NOT EXISTS u (id INTEGER PRIMARY KEY, renamed TEXT, \
                 more INT NOT NULL DEFAULT 3 CHECK (more > 1))",
                "CREATE INDEX IF NOT EXISTS \"i\" ON \"u\" (\"renamed\");",
            ],
            &catalog,
        )
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(wanted, catalog);
}

#[test]
fn a_blocking_connection_reads_the_same() {
    let statements = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)";
    let db = Sqlite::memory().expect("memory");
    db.with(|raw| raw.execute_batch(statements))
        .expect("a table");
    let found = tablewright::inspect(&db).expect("a catalog");
    let wanted = read(Dialect::Sqlite, statements);
    let wanted = tablewright::__worded(&db, &wanted, &found).expect("a catalog");
    assert_eq!(found, wanted);
    let (_, other) = having(&[statements]);
    assert_eq!(found, other);
    let fingerprint = tablewright::__fingerprint(&db, &["t"]);
    assert_ne!(
        fingerprint.ok(),
        tablewright::__fingerprint(&db, &["u"]).ok()
    );
}

#[test]
fn the_librarys_own_table_is_left_out() {
    let live = Live::new(Dialect::Sqlite).expect("SQLite is always there");
    live.run(&["CREATE TABLE TableWright_Migrations (id INT)"])
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(live.inspect(), Ok(Catalog::default()));
}
