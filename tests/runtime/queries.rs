//! Statements as values, run.

use rusqlite::StatementStatus;
use tablewright::{Connection, Error, Result, Sqlite};

use crate::models::{NewUser, User, create_all};

#[test]
fn rows_come_and_go() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    let ada = User::insert(NewUser {})
        .set(User::NAME, "Ada")
        .set(User::EMAIL, "ada@example.com")
        .one(&db)?;
    assert_eq!(ada.age, 18);
    let mut bob = User::insert(NewUser {})
        .set(User::ID, 7)
        .set(User::NAME, None)
        .set(User::AGE, 30)
        .one(&db)?;
    assert_eq!(bob.id, 7);
    assert_eq!(User::find(ada.id).one(&db)?, ada);
    assert_eq!(
        User::find_by_email("ada@example.com").optional(&db)?,
        Some(ada.clone())
    );
    assert_eq!(User::all().all(&db)?, [ada.clone(), bob.clone()]);
    assert_eq!(User::all().count(&db)?, 2);
    assert!(User::find(7).exists(&db)?);
    assert!(!User::find(8).exists(&db)?);

    bob.name = Some("Bob".to_owned());
    bob.save(&db)?;
    assert_eq!(User::find(7).one(&db)?, bob);
    bob.delete(&db)?;
    assert_eq!(User::find(7).optional(&db)?, None);
    assert_eq!(User::find(ada.id).delete().execute(&db)?, 1);
    assert_eq!(User::find(ada.id).delete().execute(&db)?, 0);
    assert!(matches!(bob.save(&db), Err(Error::NotFound("users"))));
    assert!(matches!(bob.delete(&db), Err(Error::NotFound("users"))));
    assert!(matches!(
        User::find(7).one(&db),
        Err(Error::NotFound("users"))
    ));
    Ok(())
}

#[test]
fn many_rows_are_inserted_at_once() -> Result<()> {
    let mut db = Sqlite::memory()?;
    create_all(&db)?;
    let new = |count: i32| (0..count).map(|age| User::insert(NewUser {}).set(User::AGE, age));
    let users = User::insert_all(new(200)).all(&db)?;
    let ages: Vec<i32> = users.iter().map(|user| user.age).collect();
    assert_eq!(ages, Vec::from_iter(0..200));
    assert_eq!(User::all().all(&db)?, users);
    // As many as before go in one statement, of which nothing stays if it fails.
    for _ in 0..3 {
        let wrong = new(99).chain([User::insert(NewUser {}).set(User::AGE, -1)]);
        let error = User::insert_all(wrong).execute(&db).unwrap_err();
        assert!(matches!(error, Error::Check(_)), "{error}");
        assert_eq!(User::all().count(&db)?, 200);
    }
    // An error leaves the transaction around it as it was.
    let tx = db.begin()?;
    let wrong = new(200).chain([User::insert(NewUser {}).set(User::AGE, -1)]);
    let error = User::insert_all(wrong).execute(&tx).unwrap_err();
    assert!(matches!(error, Error::Check(_)), "{error}");
    assert_eq!(User::insert_all(new(100)).execute(&tx)?, 100);
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 300);
    Ok(())
}

#[test]
fn a_statement_keeps_its_plan_and_its_index() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    for name in ["ada", "bob", "a*"] {
        User::insert(NewUser {})
            .set(User::EMAIL, name)
            .execute(&db)?;
    }
    let found = |filter| User::all().filter(filter).count(&db);
    for _ in 0..3 {
        assert_eq!(found(User::EMAIL.starts_with("a"))?, 2);
        assert_eq!(found(User::EMAIL.like("a%a"))?, 1);
        assert_eq!(found(User::EMAIL.eq("ada"))?, 1);
    }
    let count = "SELECT count(*) FROM \"users\" WHERE ";
    let between = "\"email\" COLLATE BINARY >= ?1 AND \"email\" COLLATE BINARY < ?2";
    for condition in [
        format!("({between})"),
        format!("({between} AND \"email\" GLOB ?3)"),
        "\"email\" = ?1".to_owned(),
    ] {
        let status = |which| {
            let read = |raw: &rusqlite::Connection| {
                let statement = raw.prepare_cached(&format!("{count}{condition}"))?;
                Ok::<_, rusqlite::Error>(statement.get_status(which))
            };
            db.with(|raw| read(raw))
        };
        assert_eq!(status(StatementStatus::Run)?, 3, "{condition}");
        assert_eq!(status(StatementStatus::RePrepare)?, 0, "{condition}");
        assert_eq!(status(StatementStatus::FullscanStep)?, 0, "{condition}");
    }
    Ok(())
}

#[test]
fn the_drivers_connection_is_at_hand() -> Result<()> {
    let raw = rusqlite::Connection::open_in_memory()?;
    raw.execute_batch("PRAGMA foreign_keys = OFF")?;
    let db = Sqlite::from(raw);
    create_all(&db)?;
    User::insert(NewUser {}).execute(&db)?;
    let count: i64 =
        db.with(|raw| raw.query_row("SELECT count(*) FROM users", [], |row| row.get(0)))?;
    assert_eq!(count, 1);
    let foreign_keys: bool =
        db.with(|raw| raw.query_row("PRAGMA foreign_keys", [], |row| row.get(0)))?;
    assert!(foreign_keys);
    Ok(())
}
