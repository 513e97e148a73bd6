//! Batches on the blocking connection: the same, without `.await`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tablewright::{Connection, Error, Result, Sqlite, batch, sql};

use crate::models::{NewPost, NewUser, Post, User, create_all};
use crate::temporary::Directory;

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    Ok(db)
}

fn user(email: &str) -> tablewright::Insert<'_, User> {
    User::insert(NewUser {}).set(User::EMAIL, email)
}

#[test]
fn results_are_those_of_each_statement() -> Result<()> {
    let db = database()?;
    let batch = batch(&db);
    for round in 0..2 {
        let (ada, (), users, count, names) = batch.run((
            user("ada").set(User::NAME, "Ada").one(&batch),
            user("alan").execute(&batch),
            User::all().all(&batch),
            User::filter(User::EMAIL.eq("ada")).count(&batch),
            sql::<Option<String>>("SELECT max(name) FROM users").one(&batch),
        ))?;
        assert_eq!((users.len(), count), (2, 1), "{round}");
        assert_eq!(users.first(), Some(&ada));
        assert_eq!(names.as_deref(), Some("Ada"));
        let deletes = users
            .iter()
            .map(|user| User::find(user.id).delete().execute(&batch));
        assert_eq!(batch.run(deletes.collect::<Vec<_>>())?, [1, 1]);
    }
    Ok(())
}

#[test]
fn an_error_undoes_all_of_it() -> Result<()> {
    let mut db = database()?;
    user("ada").execute(&db)?;
    let undone = |db: &Sqlite| -> Result<()> {
        let batch = batch(db);
        let failed = batch.run((
            user("alan").execute(&batch),
            user("ada").execute(&batch),
            User::all().delete().execute(&batch),
        ));
        assert!(matches!(failed, Err(Error::Unique(_))), "{failed:?}");
        let failed = batch.run((user("alan").execute(&batch), User::find(99).one(&batch)));
        assert!(failed.is_err_and(|error| error.is_not_found()));
        let failed = batch.run((
            user("alan").execute(&batch),
            Post::insert(NewPost { author_id: 99 }).execute(&batch),
            User::find(99).one(&batch),
        ));
        assert!(matches!(failed, Err(Error::ForeignKey(_))), "{failed:?}");
        assert_eq!(User::all().count(db)?, 1);
        Ok(())
    };
    undone(&db)?;
    // Nothing is left in progress.
    let tx = db.begin()?;
    user("grace").execute(&tx)?;
    tx.rollback()?;
    undone(&db)
}

#[test]
fn in_a_transaction_it_is_a_savepoint() -> Result<()> {
    let mut db = database()?;
    let tx = db.begin()?;
    user("ada").execute(&tx)?;
    let inserts = batch(&tx);
    let failed = inserts.run((
        user("alan").execute(&inserts),
        user("ada").execute(&inserts),
    ));
    assert!(failed.is_err_and(|error| error.is_unique()));
    let ((), count) =
        inserts.run((user("grace").execute(&inserts), User::all().count(&inserts)))?;
    assert_eq!(count, 2);
    drop(inserts);
    tx.commit()?;
    assert_eq!(User::all().count(&db)?, 2);
    Ok(())
}

#[test]
fn a_panic_undoes_all_of_it() -> Result<()> {
    let db = database()?;
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let batch = batch(&db);
        batch.run((
            user("ada").execute(&batch),
            User::all().for_each(&batch, |_| panic!("on purpose")),
        ))
    }));
    assert!(panicked.is_err());
    assert_eq!(User::all().count(&db)?, 0);
    user("ada").execute(&db)
}

/// Another connection sees all of it or nothing, and can write while a batch only reads.
#[test]
fn it_is_one_transaction_for_others() -> Result<()> {
    let directory = Directory::new();
    let db = Sqlite::open(directory.file("app.db"))?;
    create_all(&db)?;
    let other = Sqlite::open(directory.file("app.db"))?;
    let mut seen = Vec::new();
    let batch = batch(&db);
    let ((), _, count) = batch.run((
        user("ada").execute(&batch),
        User::all().for_each(&batch, |_| {
            seen.push(User::all().count(&other)?);
            Ok(())
        }),
        User::all().count(&batch),
    ))?;
    assert_eq!((count, User::all().count(&other)?), (1, 1));
    let (_, count) = batch.run((
        User::all().for_each(&batch, |_| user("alan").execute(&other)),
        User::all().count(&batch),
    ))?;
    assert_eq!(count, 2);
    drop(batch);
    assert_eq!(seen, [0]);
    Ok(())
}
