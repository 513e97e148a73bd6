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
    NewUser::new().insert(&tx)?;
    assert_eq!(User::all().count(&tx)?, 1);
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn what_is_rolled_back_or_dropped_goes() -> Result<()> {
    let mut db = database()?;
    let tx = db.begin()?;
    NewUser::new().insert(&tx)?;
    tx.rollback()?;
    assert_eq!(User::all().count(&db)?, 0);
    let tx = db.begin()?;
    NewUser::new().insert(&tx)?;
    drop(tx);
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

#[test]
fn a_panic_rolls_back() -> Result<()> {
    let mut db = database()?;
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let tx = db.begin().expect("a transaction");
        NewUser::new().insert(&tx).expect("a row");
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    assert_eq!(User::all().count(&db)?, 0);
    let panicked = catch_unwind(AssertUnwindSafe(|| db.with(|_| panic!("on purpose"))));
    assert!(panicked.is_err());
    NewUser::new().insert(&db)?;
    Ok(())
}

#[test]
fn savepoints_nest() -> Result<()> {
    let mut db = database()?;
    let mut tx = db.begin()?;
    NewUser::new().name("kept").insert(&tx)?;
    {
        let mut inner = tx.begin()?;
        NewUser::new().name("kept too").insert(&inner)?;
        let innermost = inner.begin()?;
        NewUser::new().name("gone").insert(&innermost)?;
        innermost.rollback()?;
        inner.commit()?;
    }
    {
        let inner = tx.begin()?;
        NewUser::new().name("gone as well").insert(&inner)?;
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
    NewUser::new().email("a").insert(&tx)?;
    assert!(NewUser::new().email("a").insert(&tx).is_err());
    assert!(NewPost::new(99).insert(&tx).is_err());
    NewUser::new().email("b").insert(&tx)?;
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 2);
    Ok(())
}

#[test]
fn a_commit_that_fails_has_rolled_back() -> Result<()> {
    let mut db = database()?;
    let ada = NewUser::new().insert(&db)?;
    let tx = db.begin()?;
    // The reference to the editor is only checked at the end.
    NewPost::new(ada.id).editor_id(99).insert(&tx)?;
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
    NewPost::new(ada.id).editor_id(ada.id).insert(&tx)?;
    tx.commit()
}

#[test]
fn a_transaction_that_sqlite_ended_is_not_carried_on() -> Result<()> {
    let mut db = database()?;
    let mut tx = db.begin()?;
    NewUser::new().email("a").insert(&tx)?;
    let inner = tx.begin()?;
    let ended = inner.exclusive_batch("INSERT OR ROLLBACK INTO users (email) VALUES ('a')");
    assert!(ended.is_err());
    for result in [
        NewUser::new().insert(&inner).map(drop),
        User::all().count(&inner).map(drop),
        inner.commit(),
        tx.begin().map(drop),
    ] {
        let error = result.expect_err("the transaction is over");
        assert_eq!(
            error.to_string(),
            "SQLite ended the transaction when an earlier statement in it failed, and rolled it \
             back: begin a new one"
        );
    }
    assert!(matches!(tx.commit(), Err(Error::Database(_))));
    assert_eq!(User::all().count(&db)?, 0);
    NewUser::new().insert(&db)?;
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
fn a_transaction_begun_by_hand_is_respected() -> Result<()> {
    let mut db = database()?;
    db.with(|raw| raw.execute_batch("BEGIN"))?;
    NewUser::new().insert(&db)?;
    let tx = db.begin()?;
    NewUser::new().insert(&tx)?;
    tx.rollback()?;
    assert_eq!(User::all().count(&db)?, 1);
    let tx = db.begin()?;
    NewUser::new().insert(&tx)?;
    tx.commit()?;
    db.with(|raw| raw.execute_batch("ROLLBACK"))?;
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

/// Runs text on whatever a transaction runs on.
trait Batch {
    fn exclusive_batch(&self, text: &'static str) -> Result<()>;
}

impl<C: Connection> Batch for C {
    fn exclusive_batch(&self, text: &'static str) -> Result<()> {
        let script: &'static tablewright::Script =
            Box::leak(Box::new(tablewright::Script { text, ends: &[] }));
        Sqlite::finish(self.run_script(script))
    }
}
