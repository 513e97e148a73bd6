//! Creating and dropping tables.

use tablewright::{Connection, Error, Result, Schema, Script, Scripts, Sqlite};

use crate::models::{self, NewPost, NewUser, Post, User, create_all, drop_all};

fn tables(db: &Sqlite) -> Result<Vec<String>> {
    let names = db.with(|raw| {
        let text = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                    AND name NOT LIKE 'sqlite%' ORDER BY name";
        let mut statement = raw.prepare(text)?;
        let names = statement.query_map([], |row| row.get(0))?;
        names.collect::<rusqlite::Result<Vec<String>>>()
    })?;
    Ok(names)
}

#[test]
fn what_is_created_can_be_dropped() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    assert_eq!(tables(&db)?, ["posts", "tablewright_migrations", "users"]);
    let ada = User::insert(NewUser {}).one(&db)?;
    Post::insert(NewPost { author_id: ada.id }).execute(&db)?;
    create_all(&db)?;
    assert_eq!(User::all().count(&db)?, 1);
    drop_all(&db)?;
    assert_eq!(tables(&db)?, Vec::<String>::new());
    drop_all(&db)?;
    create_all(&db)?;
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

#[test]
fn the_second_time_is_one_statement() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    db.with(|raw| raw.execute_batch("DROP TABLE posts; PRAGMA query_only = ON"))?;
    // It trusts the record and neither inspects the tables nor writes.
    create_all(&db)
}

#[test]
fn create_all_within_a_transaction_is_rolled_back_with_it() -> Result<()> {
    let mut db = Sqlite::memory()?;
    let tx = db.begin()?;
    create_all(&tx)?;
    User::insert(NewUser {}).execute(&tx)?;
    tx.rollback()?;
    assert_eq!(tables(&db)?, Vec::<String>::new());
    create_all(&db)
}

#[test]
fn tables_that_differ_are_all_named() -> Result<()> {
    let db = Sqlite::memory()?;
    db.with(|raw| {
        raw.execute_batch(
            "CREATE VIEW users AS SELECT 1 AS id; \
             CREATE TABLE Posts (ID INTEGER PRIMARY KEY, editor_id INTEGER, parent_id INTEGER)",
        )
    })?;
    let error = create_all(&db).expect_err("a table that lacks columns");
    let Error::Schema(schema) = &error else {
        panic!("{error:?}");
    };
    let missing: Vec<String> = schema.missing.iter().map(ToString::to_string).collect();
    assert_eq!(
        missing,
        [
            "the column `users.name`",
            "the column `users.email`",
            "the column `users.age`",
            "the column `posts.author_id`",
            "the column `posts.title`",
        ]
    );
    assert!(error.to_string().contains("the column `users.name`"));
    assert_eq!(tables(&db)?, ["Posts"]);
    Ok(())
}

#[test]
fn a_script_that_does_not_make_the_tables_is_noticed() -> Result<()> {
    static INCOMPLETE: Schema = Schema {
        name: module_path!(),
        hash: "incomplete",
        tables: models::SCHEMA.tables,
        models: &[],
        create: Scripts {
            sqlite: Script {
                text: "CREATE TABLE IF NOT EXISTS other (id);",
                ends: &[38],
            },
            ..Scripts::NONE
        },
        drop: Scripts::NONE,
        definition: "",
    };
    let db = Sqlite::memory()?;
    let error = tablewright::create_all(&db, &INCOMPLETE).expect_err("no tables");
    assert!(
        error
            .to_string()
            .contains("the table `users`, the table `posts`")
    );
    assert_eq!(tables(&db)?, Vec::<String>::new());
    let error = tablewright::drop_all(&db, &INCOMPLETE).expect_err("no script");
    assert!(matches!(error, Error::Dialect(_)));
    Ok(())
}

#[test]
fn dropping_forgets_what_others_created() -> Result<()> {
    static OLDER: Schema = Schema {
        name: module_path!(),
        hash: "older",
        tables: models::SCHEMA.tables,
        models: &[],
        create: Scripts {
            sqlite: Script {
                text: models::SCHEMA_SQL,
                ends: &[],
            },
            ..Scripts::NONE
        },
        drop: Scripts::NONE,
        definition: "",
    };
    let db = Sqlite::memory()?;
    tablewright::create_all(&db, &OLDER)?;
    create_all(&db)?;
    drop_all(&db)?;
    tablewright::create_all(&db, &OLDER)?;
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

#[test]
fn tables_that_others_refer_to_stay() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    User::insert(NewUser {}).execute(&db)?;
    db.with(|raw| {
        raw.execute_batch(
            "CREATE TABLE other (user_id REFERENCES users (id)); INSERT INTO other VALUES (1)",
        )
    })?;
    let error = drop_all(&db).expect_err("a row of another table refers to a user");
    assert!(error.is_foreign_key(), "{error}");
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn tables_that_refer_to_each_other_can_be_dropped() -> Result<()> {
    static CYCLE: Schema = Schema {
        name: module_path!(),
        hash: "cycle",
        tables: &[],
        models: &[],
        create: Scripts {
            sqlite: Script {
                text: "CREATE TABLE IF NOT EXISTS a (id INTEGER PRIMARY KEY, b REFERENCES b (id));
                       CREATE TABLE IF NOT EXISTS b (id INTEGER PRIMARY KEY, a REFERENCES a (id));",
                ends: &[],
            },
            ..Scripts::NONE
        },
        drop: Scripts {
            sqlite: Script {
                text: "DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b;",
                ends: &[],
            },
            ..Scripts::NONE
        },
        definition: "",
    };
    let db = Sqlite::memory()?;
    tablewright::create_all(&db, &CYCLE)?;
    db.with(|raw| {
        raw.execute_batch(
            "INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1",
        )
    })?;
    tablewright::drop_all(&db, &CYCLE)?;
    assert_eq!(tables(&db)?, Vec::<String>::new());
    Ok(())
}
