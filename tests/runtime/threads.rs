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
