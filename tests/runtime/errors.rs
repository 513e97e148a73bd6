//! Errors and their messages.

use std::error::Error as _;
use std::time::Duration;

use tablewright::query::{Aggregate, raw};
use tablewright::{Error, Journal, Result, Sqlite, SqliteOptions, sql};

use crate::models::{NewPost, NewUser, Post, User, create_all};
use crate::temporary::Directory;

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    Ok(db)
}

/// The message of a result that has to be an error.
#[track_caller]
fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.expect_err("an error").to_string()
}

#[test]
fn keys_are_named() -> Result<()> {
    let db = database()?;
    let ada = User::insert(NewUser {})
        .set(User::EMAIL, "a@example.com")
        .one(&db)?;
    let again = User::insert(NewUser {})
        .set(User::EMAIL, "a@example.com")
        .one(&db);
    let error = again.expect_err("a second row with the key");
    assert!(error.is_unique());
    assert_eq!(
        error.to_string(),
        "users.email: another row has this value (uq_users_email)"
    );
    assert_eq!(
        said(User::insert(NewUser {}).set(User::ID, ada.id).one(&db)),
        "users.id: another row has this value (pk_users)"
    );
    Post::insert(NewPost { author_id: ada.id })
        .set(Post::TITLE, "a")
        .execute(&db)?;
    assert_eq!(
        said(
            Post::insert(NewPost { author_id: ada.id })
                .set(Post::TITLE, "a")
                .one(&db)
        ),
        "posts (author_id, title): another row has these values (uq_posts_author_id_title)"
    );
    Ok(())
}

#[test]
fn conditions_are_named() -> Result<()> {
    let db = database()?;
    assert_eq!(
        said(User::insert(NewUser {}).set(User::AGE, -1).one(&db)),
        "users.age: the check ck_users_age is violated"
    );
    // A value that the program would refuse, written by another program.
    let long = "INSERT INTO users (name) VALUES (printf('%51s', ''))";
    let error = Error::from(
        db.with(|raw| raw.execute(long, []))
            .expect_err("a long name"),
    );
    assert!(matches!(error, Error::Check(_)));
    assert!(error.to_string().contains("ck_users_name_type"));
    let null = db.with(|raw| raw.execute("INSERT INTO posts (author_id) VALUES (NULL)", []));
    let error = Error::from(null.expect_err("a NULL"));
    assert!(matches!(error, Error::NotNull(_)));
    assert_eq!(
        error.to_string(),
        "posts.author_id: the column cannot be NULL"
    );
    Ok(())
}

#[test]
fn references_are_found() -> Result<()> {
    let db = database()?;
    let ada = User::insert(NewUser {}).one(&db)?;
    assert_eq!(
        said(Post::insert(NewPost { author_id: 99 }).one(&db)),
        "posts.author_id: the row that it refers to does not exist in users (fk_posts_author_id)"
    );
    assert_eq!(
        said(
            Post::insert(NewPost { author_id: ada.id })
                .set(Post::EDITOR_ID, 99)
                .one(&db)
        ),
        "posts.editor_id: the row that it refers to does not exist in users (fk_posts_editor_id)"
    );
    assert_eq!(
        said(
            Post::insert(NewPost { author_id: ada.id })
                .set(Post::ID, 5)
                .set(Post::PARENT_ID, 6)
                .one(&db)
        ),
        "posts.parent_id: the row that it refers to does not exist in posts (fk_posts_parent_id)"
    );
    let mut post = Post::insert(NewPost { author_id: ada.id })
        .set(Post::ID, 5)
        .set(Post::PARENT_ID, 5)
        .set(Post::EDITOR_ID, ada.id)
        .one(&db)?;
    post.editor_id = Some(98);
    assert_eq!(
        said(post.save(&db)),
        "posts.editor_id: the row that it refers to does not exist in users (fk_posts_editor_id)"
    );
    post.editor_id = None;
    post.save(&db)?;
    // Nothing of a refused row is left.
    assert_eq!(Post::all().count(&db)?, 1);
    let error = ada.delete(&db).expect_err("a post refers to the user");
    assert!(error.is_foreign_key());
    assert_eq!(
        error.to_string(),
        "posts.author_id: a row of it refers to the row of users (fk_posts_author_id)"
    );
    let child = Post::insert(NewPost { author_id: ada.id })
        .set(Post::PARENT_ID, 5)
        .one(&db)?;
    assert_eq!(
        said(post.delete(&db)),
        "posts.parent_id: a row of it refers to the row of posts (fk_posts_parent_id)"
    );
    child.delete(&db)?;
    post.delete(&db)?;
    ada.delete(&db)
}

#[test]
fn values_that_no_database_takes_are_refused() -> Result<()> {
    let db = database()?;
    assert_eq!(
        said(User::insert(NewUser {}).set(User::EMAIL, "a\0b").one(&db)),
        "users.email: a text must not contain the character NUL"
    );
    assert_eq!(
        said(User::find_by_email("a\0b").one(&db)),
        "users.email: a text must not contain the character NUL"
    );
    assert_eq!(
        said(
            User::insert(NewUser {})
                .set(User::NAME, "x".repeat(60))
                .one(&db)
        ),
        "users.name: it has 60 characters; string(50) takes at most 50"
    );
    let mut ada = User::insert(NewUser {})
        .set(User::NAME, "🦀".repeat(50))
        .one(&db)?;
    ada.name = Some("🦀".repeat(51));
    assert_eq!(
        said(ada.save(&db)),
        "users.name: it has 51 characters; string(50) takes at most 50"
    );
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn a_wrong_stored_value_is_described() -> Result<()> {
    let db = database()?;
    User::insert(NewUser {}).execute(&db)?;
    let set = |column: &str, value: &str| {
        db.with(|raw| {
            raw.execute_batch(&format!(
                "PRAGMA ignore_check_constraints = ON; UPDATE users SET {column} = {value}"
            ))
        })
    };
    set("age", "70000000000")?;
    assert_eq!(
        said(User::all().all(&db)),
        "users.age: expected an integer of 32 bits; found the integer 70000000000: change the \
         row, or the type in models.yaml"
    );
    set("age", "'forty-two and more than forty characters in all'")?;
    assert_eq!(
        said(User::all().all(&db)),
        "users.age: expected an integer of 32 bits; found the text \"forty-two and more than forty \
         characters\"…: change the row, or the type in models.yaml"
    );
    set("age", "1")?;
    set("name", "x'00ff'")?;
    assert_eq!(
        said(User::find(1).one(&db)),
        "users.name: expected a text; found 2 bytes: change the row, or the type in models.yaml"
    );
    set("name", "CAST(x'ff' AS TEXT)")?;
    assert_eq!(
        said(User::find(1).one(&db)),
        "users.name: expected a text; found a text of 1 bytes that are not UTF-8: change the row, \
         or the type in models.yaml"
    );
    Ok(())
}

#[test]
fn missing_tables_and_columns_are_named() -> Result<()> {
    let db = Sqlite::memory()?;
    let error = User::all().all(&db).expect_err("no table");
    assert!(matches!(&error, Error::Schema(error) if error.missing[0].table == "users"));
    assert_eq!(
        error.to_string(),
        "the database does not have the table `users`: create the tables with `create_all`"
    );
    db.with(|raw| raw.execute_batch("CREATE TABLE users (id INTEGER PRIMARY KEY, name, age)"))?;
    // Without a setting SQLite takes such a name for a text.
    let result = User::insert(NewUser {}).one(&db);
    assert_eq!(
        said(result),
        "the database does not have the column `users.email`, which is in the models: update the \
         tables with `migrate` or `sync`"
    );
    assert_eq!(
        said(User::find_by_email("x").one(&db)),
        "the database does not have the column `users.email`, which is in the models: update the \
         tables with `migrate` or `sync`"
    );
    Ok(())
}

#[test]
fn a_lock_is_waited_for_and_then_reported() -> Result<()> {
    let directory = Directory::new();
    let path = directory.file("app.db");
    let mut db = SqliteOptions::new()
        .busy_timeout(Duration::from_millis(50))
        .open(&path)?;
    create_all(&db)?;
    let other = rusqlite::Connection::open(&path)?;
    other.execute_batch("BEGIN IMMEDIATE")?;
    let error = User::insert(NewUser {}).one(&db).expect_err("a lock");
    assert!(error.is_busy());
    assert!(error.source().is_some());
    assert_eq!(
        error.to_string(),
        "users: the database is locked: another connection did not release it within 0.05 s. If \
         that is a transaction of this program, give its statements the transaction instead of \
         the database"
    );
    use tablewright::Connection as _;
    assert!(db.begin().is_err_and(|error| error.is_busy()));
    other.execute_batch("COMMIT")?;
    User::insert(NewUser {}).execute(&db)?;
    Ok(())
}

#[test]
fn a_database_that_can_only_be_read_says_so() -> Result<()> {
    let directory = Directory::new();
    let path = directory.file("app.db");
    let options = SqliteOptions::new().read_only(true);
    assert!(matches!(options.open(&path), Err(Error::Connect(_))));
    create_all(&Sqlite::open(&path)?)?;
    let db = options.open(&path)?;
    assert_eq!(User::all().count(&db)?, 0);
    let error = User::insert(NewUser {}).one(&db).expect_err("read only");
    assert!(matches!(error, Error::ReadOnly(_)));
    assert_eq!(
        error.to_string(),
        "users: cannot write: the database was opened read-only, or its file or folder is not \
         writable"
    );
    // Existing tables need no write.
    create_all(&db)
}

#[test]
fn what_cannot_be_opened_says_why() -> Result<()> {
    let directory = Directory::new();
    let open = |path: &std::path::Path| match Sqlite::open(path) {
        Err(Error::Connect(failure)) => failure.message,
        other => format!("{other:?}"),
    };
    let missing = directory.file("nowhere").join("app.db");
    assert!(open(&missing).ends_with(&format!(
        "app.db: there is no folder {}",
        directory.file("nowhere").display()
    )));
    let options = [
        SqliteOptions::new(),
        SqliteOptions::new().read_only(true),
        SqliteOptions::new().immutable(true),
        SqliteOptions::new().create(false),
    ];
    for options in options {
        match options.open(directory.path()) {
            Err(Error::Connect(failure)) => {
                let said = &failure.message;
                assert!(said.ends_with(": it is a folder, not a file"), "{said}");
            }
            other => panic!("{other:?}"),
        }
    }
    #[cfg(unix)]
    for device in ["pipe", "/dev/zero"] {
        let path = directory.file(device);
        if device == "pipe" {
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.expect("`mkfifo` runs").success());
        }
        let said = open(&path);
        assert!(
            said.ends_with(": it is a pipe, a socket or a device, not a file"),
            "{said}"
        );
    }
    let text = directory.file("text.db");
    std::fs::write(
        &text,
        "this is no database, and long enough to be none ".repeat(99),
    )
    .expect("a file");
    assert!(open(&text).ends_with(
        "text.db: the file is not an SQLite database, or it is \
        encrypted"
    ));
    for encoding in ["UTF-16le", "UTF-16be"] {
        let utf16 = directory.file(encoding);
        let raw = rusqlite::Connection::open(&utf16).expect("a file");
        raw.execute_batch(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE a (b TEXT)"
        ))
        .expect("a database");
        let before = std::fs::read(&utf16).expect("the file");
        let message = open(&utf16);
        assert!(
            message.contains(&format!("texts as {encoding}")),
            "{message}"
        );
        assert_eq!(std::fs::read(&utf16).expect("the file"), before);
    }
    let absent = directory.file("absent.db");
    let error = SqliteOptions::new().create(false).open(&absent);
    assert!(error.is_err_and(|error| {
        error
            .to_string()
            .ends_with("absent.db: there is no such file")
    }));
    assert!(!absent.exists());
    Ok(())
}

#[test]
fn a_damaged_file_is_reported() -> Result<()> {
    let directory = Directory::new();
    let path = directory.file("app.db");
    let options = SqliteOptions::new().journal(Journal::Rollback);
    let db = options.open(&path)?;
    create_all(&db)?;
    // So many that most of the file is rows.
    let name = "x".repeat(50);
    let new = |_| User::insert(NewUser {}).set(User::NAME, &name);
    User::insert_all((0..1000).map(new)).execute(&db)?;
    drop(db);
    let mut bytes = std::fs::read(&path).expect("the file");
    let damaged = bytes.len() / 2..;
    bytes[damaged].fill(0xaa);
    std::fs::write(&path, bytes).expect("the file");
    let message = match options.open(&path) {
        Ok(db) => said(User::all().all(&db)),
        Err(error) => error.to_string(),
    };
    assert!(message.contains("is corrupt"), "{message}");
    Ok(())
}

#[test]
fn a_path_is_never_a_uri() -> Result<()> {
    let directory = Directory::new();
    let path = directory.file("file:x?mode=memory");
    drop(Sqlite::open(&path)?);
    assert!(path.exists());
    Ok(())
}

#[test]
fn settings_are_applied() -> Result<()> {
    let directory = Directory::new();
    let path = directory.file("app.db");
    let ask = |db: &Sqlite, pragma: &str| -> String {
        let text = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
        db.with(|raw| raw.query_row(&text, [], |row| row.get(0)))
            .unwrap_or_else(|error| error.to_string())
    };
    let db = Sqlite::open(&path)?;
    assert_eq!(ask(&db, "journal_mode"), "wal");
    assert_eq!(ask(&db, "synchronous"), "2");
    assert_eq!(ask(&db, "foreign_keys"), "1");
    drop(db);
    let options = SqliteOptions::new()
        .journal(Journal::Rollback)
        .synchronous(tablewright::Synchronous::Normal)
        .statement_cache(0);
    let db = options.open(&path)?;
    assert_eq!(ask(&db, "journal_mode"), "delete");
    assert_eq!(ask(&db, "synchronous"), "1");
    create_all(&db)?;
    drop(db);
    let db = options.journal(Journal::Unchanged).open(&path)?;
    assert_eq!(ask(&db, "journal_mode"), "delete");
    Ok(())
}

/// The URL of a database usually comes from the environment.
#[test]
fn a_missing_variable_is_an_error_of_connecting() {
    let connect =
        || -> Result<Sqlite> { Sqlite::connect(&std::env::var("TABLEWRIGHT_NO_SUCH_VARIABLE")?) };
    let error = connect().expect_err("there is no such variable");
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(error.to_string().contains("is not set"), "{error}");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;

        let secret = std::ffi::OsString::from_vec(b"5ecret\xff".to_vec());
        let error = Error::from(std::env::VarError::NotUnicode(secret));
        assert!(!format!("{error} {error:?}").contains("5ecret"));
    }
}

/// Statements and their parts show no values: a program may log them, and a value may be a secret.
#[test]
fn no_value_of_a_statement_is_shown() {
    let secret = "5ecret";
    let number = 54_321;
    let by = || User::NAME.eq(secret) | User::AGE.in_([number]) | User::EMAIL.like("%5ecret_");
    let parts: Vec<Box<dyn std::fmt::Debug>> = vec![
        Box::new(by()),
        Box::new(!by()),
        Box::new(User::AGE.between(number, number)),
        Box::new(User::NAME.starts_with(secret)),
        Box::new(User::NAME.in_([secret])),
        Box::new(User::NAME.max().eq(secret)),
        Box::new(User::AGE + number),
        Box::new((User::AGE + number).asc()),
        Box::new(raw::<bool>("name = ?").bind(secret)),
        Box::new(User::NAME.coalesce(secret)),
        Box::new(User::POSTS.any(Post::TITLE.eq(secret))),
        Box::new(User::find_by_email(secret)),
        Box::new(User::find(number.into())),
        Box::new(User::filter(by())),
        Box::new(User::filter(by()).order_by((User::AGE * number).asc())),
        Box::new(User::filter(by()).select(User::NAME)),
        Box::new(User::filter(by()).select((User::AGE + number, User::NAME))),
        Box::new(User::filter(by()).page(None, 2)),
        Box::new(User::filter(by()).update().set(User::NAME, secret)),
        Box::new(User::filter(by()).delete()),
        Box::new(User::filter(by()).with(User::POSTS)),
        Box::new(User::POSTS.filter(Post::TITLE.eq(secret))),
        Box::new(
            User::insert(NewUser {})
                .set(User::NAME, secret)
                .set(User::AGE, number),
        ),
        Box::new(sql::<i64>("SELECT ?").bind(secret).bind(number)),
    ];
    for part in parts {
        for shown in [format!("{part:?}"), format!("{part:#?}")] {
            let compact: String = shown.split_whitespace().collect();
            for value in ["5ecret", "54321", "'5',", "'e','c'"] {
                assert!(!compact.contains(value), "{shown}");
            }
        }
    }
}
