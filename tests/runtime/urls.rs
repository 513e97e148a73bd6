//! Opening SQLite: by a URL, or by the same options.

use std::time::{Duration, Instant};

use tablewright::{Error, Journal, Result, Sqlite, SqliteOptions};

use crate::models::{NewUser, User, create_all};
use crate::temporary::Directory;

fn url(folder: &Directory, parameters: &str) -> String {
    format!("sqlite:{}?{parameters}", folder.file("app.db").display())
}

fn pragma(db: &Sqlite, name: &str) -> Result<String> {
    let value = db.with(|raw| {
        raw.pragma_query_value(None, name, |row| {
            row.get_ref(0).map(|value| match value.as_i64() {
                Ok(number) => number.to_string(),
                Err(_) => value.as_str().unwrap_or_default().to_owned(),
            })
        })
    })?;
    Ok(value)
}

#[test]
fn settings_are_those_of_the_url() -> Result<()> {
    let folder = Directory::new();
    let db = Sqlite::connect(&url(&folder, ""))?;
    create_all(&db)?;
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
    ] {
        assert_eq!(pragma(&db, name)?, value, "{name}");
    }
    drop(db);
    for journal in ["delete", "truncate", "persist", "wal"] {
        let db = Sqlite::connect(&url(&folder, &format!("journal_mode={journal}")))?;
        assert_eq!(pragma(&db, "journal_mode")?, journal);
        User::insert(NewUser {}).execute(&db)?;
    }
    let db = SqliteOptions::new()
        .journal(Journal::Truncate)
        .foreign_keys(false)
        .open(folder.file("app.db"))?;
    assert_eq!(pragma(&db, "journal_mode")?, "truncate");
    assert_eq!(pragma(&db, "foreign_keys")?, "0");
    drop(db);
    let parameters = "busy_timeout=7s&synchronous=normal&foreign_keys=off&journal_mode=unchanged\
                      &cache=private&statement_cache=3&statement_timeout=1min&mode=rw";
    let db = Sqlite::connect(&url(&folder, parameters))?;
    for (name, value) in [
        ("journal_mode", "delete"),
        ("synchronous", "1"),
        ("foreign_keys", "0"),
        ("busy_timeout", "7000"),
    ] {
        assert_eq!(pragma(&db, name)?, value, "{name}");
    }
    assert_eq!(User::all().count(&db)?, 4);
    let db = Sqlite::connect(&url(&folder, "cache=shared"))?;
    let other = Sqlite::connect(&url(&folder, "cache=shared"))?;
    User::insert(NewUser {}).execute(&db)?;
    assert_eq!(User::all().count(&other)?, 5);
    Ok(())
}

#[test]
fn memory_has_a_mode() -> Result<()> {
    for url in [
        "sqlite::memory:",
        "sqlite:?mode=memory",
        "sqlite:name?mode=memory",
    ] {
        let db = Sqlite::connect(url)?;
        create_all(&db)?;
        assert_eq!(User::all().count(&db)?, 0);
    }
    Ok(())
}

/// The parameters of pools are none of one connection.
#[test]
fn a_pool_is_another_thing() {
    let refused = Sqlite::connect("sqlite::memory:?max_connections=3");
    assert!(matches!(refused, Err(Error::Connect(_))), "{refused:?}");
}

/// A database that needs files beside it, in a folder that is read-only.
#[cfg(unix)]
#[test]
fn a_file_that_nobody_writes_to_is_immutable() -> Result<()> {
    let folder = Directory::new();
    let db = Sqlite::open(folder.file("app.db"))?;
    create_all(&db)?;
    User::insert(NewUser {}).execute(&db)?;
    drop(db);
    // The administrator can write even in a read-only folder.
    std::os::unix::fs::symlink("/not/there", folder.file("app.db-shm")).expect("it is in the way");
    for parameters in ["mode=ro", "mode=rw"] {
        let refused = Sqlite::connect(&url(&folder, parameters));
        let Err(error @ Error::Connect(_)) = refused else {
            panic!("{refused:?}")
        };
        assert!(error.to_string().contains("`immutable`"), "{error}");
    }
    // The attempt to write may have left one.
    drop(std::fs::remove_file(folder.file("app.db-wal")));
    for parameters in ["immutable=1", "immutable=true&mode=ro"] {
        let db = Sqlite::connect(&url(&folder, parameters))?;
        assert_eq!(User::all().count(&db)?, 1);
        let refused = User::insert(NewUser {}).execute(&db);
        assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
        assert!(!folder.file("app.db-wal").exists());
    }
    let odd = folder.file("odd ?#%é.db");
    std::fs::copy(folder.file("app.db"), &odd).expect("a copy");
    let db = SqliteOptions::new().immutable(true).open(&odd)?;
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn the_time_to_wait_is_that_of_the_url() -> Result<()> {
    let folder = Directory::new();
    let mut one = Sqlite::connect(&url(&folder, ""))?;
    create_all(&one)?;
    let other = Sqlite::connect(&url(&folder, "busy_timeout=50ms"))?;
    let tx = tablewright::Connection::begin(&mut one)?;
    let began = Instant::now();
    let busy = User::insert(NewUser {}).execute(&other);
    assert!(matches!(busy, Err(Error::Busy(_))), "{busy:?}");
    assert!(began.elapsed() < Duration::from_secs(4));
    drop(tx);
    User::insert(NewUser {}).execute(&other)
}

#[cfg(feature = "async")]
#[tokio::test]
async fn a_pool_is_opened_alike() -> Result<()> {
    let folder = Directory::new();
    let db = tablewright::connect(&url(&folder, "foreign_keys=off&busy_timeout=9s")).await?;
    create_all(&db).await?;
    User::insert(NewUser {}).execute(&db).await?;
    let asked = "SELECT foreign_keys FROM pragma_foreign_keys";
    assert_eq!(tablewright::sql::<i64>(asked).one(&db).await?, 0);
    drop(db);
    let db = tablewright::connect(&url(&folder, "immutable=1&max_connections=2")).await?;
    assert_eq!(User::all().count(&db).await?, 1);
    // A database in memory would be gone with its connection.
    let parameters = "sqlite::memory:?idle_timeout=20ms&max_lifetime=20ms";
    let db = tablewright::connect(parameters).await?;
    create_all(&db).await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(User::all().count(&db).await?, 0);
    Ok(())
}
