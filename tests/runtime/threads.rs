//! Threads that share a connection, and connections that share a file.

use std::sync::Arc;
use std::thread;

use tablewright::{Result, Sqlite};

use crate::models::{NewUser, User, create_all};
use crate::temporary::Directory;

#[test]
fn threads_take_turns_on_one_connection() -> Result<()> {
    let db = Arc::new(Sqlite::memory()?);
    create_all(&*db)?;
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let db = Arc::clone(&db);
            thread::spawn(move || -> Result<()> {
                for _ in 0..200 {
                    let user = User::insert(NewUser {}).one(&*db)?;
                    assert_eq!(User::find(user.id).one(&*db)?, user);
                }
                Ok(())
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("no panic")?;
    }
    assert_eq!(User::all().count(&*db)?, 800);
    Ok(())
}

#[test]
fn others_wait_while_the_connection_is_taken() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    thread::scope(|scope| {
        let waiting = tablewright::retry(&db, |tx| {
            let waiting: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| User::all().count(&db)))
                .collect();
            User::insert(NewUser {}).execute(&tx)?;
            thread::sleep(std::time::Duration::from_millis(20));
            assert!(waiting.iter().all(|thread| !thread.is_finished()));
            Ok(waiting)
        })?;
        for thread in waiting {
            assert_eq!(thread.join().expect("no panic")?, 1);
        }
        Ok(())
    })
}

#[test]
fn create_all_may_be_called_by_all_at_once() -> Result<()> {
    let db = Sqlite::memory()?;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| create_all(&db))).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().expect("no panic"))
    })?;
    let directory = Directory::new();
    let path = directory.file("app.db");
    let open = || {
        let db = Sqlite::open(&path)?;
        create_all(&db)?;
        User::insert(NewUser {}).one(&db)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().expect("no panic").map(drop))
    })?;
    assert_eq!(User::all().count(&Sqlite::open(&path)?)?, 8);
    Ok(())
}

#[test]
fn connections_cross_threads() {
    fn crosses<T: Send + Sync>() {}
    crosses::<Sqlite>();
    crosses::<tablewright::Transaction<'_, Sqlite>>();
    crosses::<tablewright::Attempt<Sqlite>>();
}

/// The error of a thread that would wait for itself.
fn waits_for_itself<T: std::fmt::Debug>(result: Result<T>) {
    let Err(error @ tablewright::Error::Database(_)) = result else {
        panic!("{result:?}")
    };
    assert!(
        error.to_string().contains("deadlock: this thread"),
        "{error}"
    );
}

#[test]
fn who_would_wait_for_itself_is_told() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    User::insert(NewUser {}).execute(&db)?;
    let mut rows = 0;
    User::all().for_each(&db, |user| {
        rows += 1;
        waits_for_itself(User::find(user.id).one(&db));
        waits_for_itself(User::insert(NewUser {}).execute(&db));
        waits_for_itself(User::insert_all([NewUser {}]).execute(&db));
        waits_for_itself(
            create_all(&db).and_then(|()| tablewright::sql::<i64>("SELECT 1").one(&db)),
        );
        Ok(())
    })?;
    assert_eq!(rows, 1);
    tablewright::sql::<i64>("SELECT 1").for_each(&db, |_| {
        waits_for_itself(User::all().count(&db));
        Ok(())
    })?;
    db.with(|_| waits_for_itself(User::all().count(&db)));
    tablewright::retry(&db, |tx| {
        waits_for_itself(User::all().count(&db));
        User::insert(NewUser {}).execute(&tx)
    })?;
    User::insert_all([NewUser {}, NewUser {}]).execute(&db)?;
    // Afterwards it is as before, also after a panic.
    let panics = std::panic::AssertUnwindSafe(|| db.with(|_| panic!("on purpose")));
    assert!(std::panic::catch_unwind(panics).is_err());
    assert_eq!(User::all().count(&db)?, 4);
    Ok(())
}

#[test]
fn others_wait_while_rows_are_taken() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    User::insert(NewUser {}).execute(&db)?;
    thread::scope(|scope| {
        let mut waiting = None;
        User::all().for_each(&db, |_| {
            waiting = Some(scope.spawn(|| User::all().count(&db)));
            thread::sleep(std::time::Duration::from_millis(20));
            Ok(())
        })?;
        let waiting = waiting.expect("a row");
        assert_eq!(waiting.join().expect("no panic")?, 1);
        Ok(())
    })
}

#[test]
fn a_statement_may_have_a_limit() -> Result<()> {
    let limit = std::time::Duration::from_millis(100);
    let db = tablewright::SqliteOptions::new()
        .statement_timeout(limit)
        .memory()?;
    create_all(&db)?;
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT count(*) FROM n";
    for _ in 0..2 {
        let late = tablewright::sql::<i64>(endless).one(&db);
        assert!(late.is_err_and(|error| error.is_timeout()));
        thread::sleep(limit);
        User::insert(NewUser {}).execute(&db)?;
    }
    // The limit applies to one statement, and the changes before it can be committed or rolled
    // back.
    let mut db = db;
    for commits in [true, false] {
        let tx = tablewright::Connection::begin(&mut db)?;
        User::insert(NewUser {}).execute(&tx)?;
        let late = tablewright::sql::<i64>(endless).one(&tx);
        assert!(late.is_err_and(|error| error.is_timeout()));
        match commits {
            true => tx.commit()?,
            false => tx.rollback()?,
        }
    }
    assert_eq!(User::all().count(&db)?, 3);
    // The program's own code has no limit.
    thread::sleep(limit);
    let raw = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) \
               SELECT count(*) FROM n";
    let counted: i64 = db.with(|driver| driver.query_row(raw, [], |row| row.get(0)))?;
    assert_eq!(counted, 300_000);
    Ok(())
}
