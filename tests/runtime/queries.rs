//! Statements as values.

use rusqlite::StatementStatus;
use tablewright::query::or_null;
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
    // The same number of rows in one statement, of which nothing stays if it fails.
    for _ in 0..3 {
        let wrong = new(99).chain([User::insert(NewUser {}).set(User::AGE, -1)]);
        let error = User::insert_all(wrong).execute(&db).unwrap_err();
        assert!(matches!(error, Error::Check(_)), "{error}");
        assert_eq!(User::all().count(&db)?, 200);
    }
    // An error leaves the outer transaction as it was.
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

/// Values as a program has them: references, and optional strings.
#[test]
fn what_is_borrowed_or_missing_is_set_and_compared() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    let (name, email, age) = (Some("Ada".to_owned()), "ada@example.com".to_owned(), 36);
    let ada = User::insert(NewUser {})
        .set(User::NAME, &name)
        .set(User::EMAIL, or_null(Some(email.as_str())))
        .set(User::AGE, age)
        .one(&db)?;
    assert_eq!(
        (&ada.name, ada.email.as_ref(), ada.age),
        (&name, Some(&email), 36)
    );
    let missing: Option<&str> = None;
    let bob = User::insert(NewUser {})
        .set(User::NAME, or_null(missing))
        .set(User::EMAIL, None)
        .one(&db)?;
    assert_eq!((bob.name, bob.email), (None, None));

    let found = |filter| User::filter(filter).count(&db);
    assert_eq!(found(User::NAME.eq(or_null(name.as_deref())))?, 1);
    assert_eq!(found(User::NAME.eq(&name))?, 1);
    assert_eq!(found(User::NAME.eq(or_null(missing)))?, 1);
    assert_eq!(found(User::NAME.ne(&None))?, 1);
    let ids = vec![ada.id, bob.id];
    assert_eq!(found(User::ID.in_(&ids))?, 2);
    assert_eq!(found(User::EMAIL.in_(&[email]))?, 1);

    User::update(bob.id)
        .set(User::NAME, or_null(name.as_deref()))
        .set_some(User::EMAIL, missing)
        .execute(&db)?;
    assert_eq!(found(User::NAME.eq(&name))?, 2);
    User::all()
        .update()
        .set(User::NAME, or_null(missing))
        .execute(&db)?;
    assert_eq!(found(User::NAME.is_null())?, 2);
    Ok(())
}

/// An error of the program's own.
#[derive(Debug)]
enum Stopped {
    Database(Error),
    Enough(u32),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Stopped::Database(error)
    }
}

#[test]
fn row_after_row_may_fail_with_an_error_of_the_programs_own() -> Result<(), Stopped> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    User::insert_all((0..9).map(|_| NewUser {})).execute(&db)?;
    let mut seen = 0;
    let mut see = || {
        seen += 1;
        if seen % 4 == 0 {
            Err(Stopped::Enough(seen))
        } else {
            Ok(())
        }
    };
    let ended = User::all().try_for_each(&db, |_| see());
    assert!(matches!(ended, Err(Stopped::Enough(4))), "{ended:?}");
    let ended = tablewright::sql::<i64>("SELECT id FROM users").try_for_each(&db, |_| see());
    assert!(matches!(ended, Err(Stopped::Enough(8))), "{ended:?}");
    let all = User::all().try_for_each(&db, |_| Ok::<(), Stopped>(()))?;
    assert_eq!(all, 9);
    let missing = tablewright::sql::<i64>("SELECT none FROM users").try_for_each(&db, |_| see());
    let Err(Stopped::Database(error)) = missing else {
        panic!("{missing:?}");
    };
    assert!(error.to_string().contains("none"), "{error}");
    Ok(())
}
