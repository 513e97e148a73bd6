//! Transactions and savepoints.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tablewright::{Connection, Error, Result, Sqlite};

use crate::models::{NewPost, NewUser, Post, User, create_all};

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    Ok(db)
}

#[test]
fn what_is_committed_stays() -> Result<()> {
    let mut db = database()?;
    let tx = db.begin()?;
    User::insert(NewUser {}).execute(&tx)?;
    assert_eq!(User::all().count(&tx)?, 1);
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn what_is_rolled_back_or_dropped_goes() -> Result<()> {
    let mut db = database()?;
    let tx = db.begin()?;
    User::insert(NewUser {}).execute(&tx)?;
    tx.rollback()?;
    assert_eq!(User::all().count(&db)?, 0);
    let tx = db.begin()?;
    User::insert(NewUser {}).execute(&tx)?;
    drop(tx);
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

#[test]
fn a_panic_rolls_back() -> Result<()> {
    let mut db = database()?;
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let tx = db.begin().expect("a transaction");
        User::insert(NewUser {}).one(&tx).expect("a row");
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    assert_eq!(User::all().count(&db)?, 0);
    let panicked = catch_unwind(AssertUnwindSafe(|| db.with(|_| panic!("on purpose"))));
    assert!(panicked.is_err());
    User::insert(NewUser {}).execute(&db)?;
    Ok(())
}

#[test]
fn savepoints_nest() -> Result<()> {
    let mut db = database()?;
    let mut tx = db.begin()?;
    User::insert(NewUser {})
        .set(User::NAME, "kept")
        .execute(&tx)?;
    {
        let mut inner = tx.begin()?;
        User::insert(NewUser {})
            .set(User::NAME, "kept too")
            .execute(&inner)?;
        let innermost = inner.begin()?;
        User::insert(NewUser {})
            .set(User::NAME, "gone")
            .execute(&innermost)?;
        innermost.rollback()?;
        inner.commit()?;
    }
    {
        let inner = tx.begin()?;
        User::insert(NewUser {})
            .set(User::NAME, "gone as well")
            .execute(&inner)?;
    }
    tx.with(|raw| raw.execute_batch("UPDATE users SET age = 50"))?;
    tx.commit()?;
    let names: Vec<_> = User::all()
        .all(&db)?
        .into_iter()
        .map(|user| (user.name.unwrap_or_default(), user.age))
        .collect();
    let named = |name: &str| (name.to_owned(), 50);
    assert_eq!(names, [named("kept"), named("kept too")]);
    Ok(())
}

#[test]
fn a_failing_statement_does_not_end_the_transaction() -> Result<()> {
    let mut db = database()?;
    let tx = db.begin()?;
    User::insert(NewUser {})
        .set(User::EMAIL, "a")
        .execute(&tx)?;
    assert!(
        User::insert(NewUser {})
            .set(User::EMAIL, "a")
            .one(&tx)
            .is_err()
    );
    assert!(Post::insert(NewPost { author_id: 99 }).one(&tx).is_err());
    User::insert(NewUser {})
        .set(User::EMAIL, "b")
        .execute(&tx)?;
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 2);
    Ok(())
}

#[test]
fn a_commit_that_fails_has_rolled_back() -> Result<()> {
    let mut db = database()?;
    let ada = User::insert(NewUser {}).one(&db)?;
    let tx = db.begin()?;
    // The reference to the editor is only checked at the end.
    Post::insert(NewPost { author_id: ada.id })
        .set(Post::EDITOR_ID, 99)
        .one(&tx)?;
    let error = tx.commit().expect_err("no such editor");
    assert!(error.is_foreign_key());
    assert!(
        error
            .to_string()
            .ends_with("; the transaction was rolled back"),
        "{error}"
    );
    assert_eq!(Post::all().count(&db)?, 0);
    let tx = db.begin()?;
    Post::insert(NewPost { author_id: ada.id })
        .set(Post::EDITOR_ID, ada.id)
        .execute(&tx)?;
    tx.commit()
}

#[test]
fn a_transaction_that_sqlite_ended_is_not_carried_on() -> Result<()> {
    let mut db = database()?;
    let mut tx = db.begin()?;
    User::insert(NewUser {})
        .set(User::EMAIL, "a")
        .execute(&tx)?;
    let inner = tx.begin()?;
    let ended =
        inner.with(|raw| raw.execute_batch("INSERT OR ROLLBACK INTO users (email) VALUES ('a')"));
    assert!(ended.is_err());
    for result in [
        User::insert(NewUser {}).one(&inner).map(drop),
        User::all().count(&inner).map(drop),
        inner.commit(),
        tx.begin().map(drop),
    ] {
        let error = result.expect_err("the transaction is over");
        assert_eq!(
            error.to_string(),
            "SQLite rolled the transaction back when an earlier statement in it failed: begin a \
             new one"
        );
    }
    assert!(matches!(tx.commit(), Err(Error::Database(_))));
    assert_eq!(User::all().count(&db)?, 0);
    User::insert(NewUser {}).execute(&db)?;
    let tx = db.begin()?;
    assert!(
        tx.with(|raw| raw.execute_batch("ROLLBACK")).is_ok(),
        "a user who ends it by hand"
    );
    tx.rollback()?;
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn a_transaction_begun_by_raw_sql_is_respected() -> Result<()> {
    let mut db = database()?;
    db.with(|raw| raw.execute_batch("BEGIN"))?;
    User::insert(NewUser {}).execute(&db)?;
    let tx = db.begin()?;
    User::insert(NewUser {}).execute(&tx)?;
    tx.rollback()?;
    assert_eq!(User::all().count(&db)?, 1);
    let tx = db.begin()?;
    User::insert(NewUser {}).execute(&tx)?;
    tx.commit()?;
    db.with(|raw| raw.execute_batch("ROLLBACK"))?;
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}
