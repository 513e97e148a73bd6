//! Transactions that are retried.

use tablewright::{
    BlockingConnection, Connection, Error, Isolation, Result, RetryOptions, Sqlite, retry,
    retry_with,
};

use crate::models::{NewUser, User, create_all};

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    Ok(db)
}

fn conflict() -> Error {
    Error::Conflict(Box::new(tablewright::Failure {
        message: "another transaction was first".to_owned(),
        source: None,
    }))
}

fn add(db: &impl BlockingConnection) -> Result<User> {
    User::insert(NewUser {}).one(db)
}

#[test]
fn what_succeeds_is_committed() -> Result<()> {
    let db = database()?;
    let user = retry(&db, |mut tx| {
        assert!(tx.in_transaction());
        let savepoint = tx.begin()?;
        add(&savepoint)?;
        savepoint.rollback()?;
        let mut savepoint = Connection::begin(&mut tx)?;
        add(&savepoint.begin()?)?;
        savepoint.commit()?;
        add(&tx)
    })?;
    assert_eq!(User::all().all(&db)?, [user]);
    Ok(())
}

#[test]
fn a_conflict_is_tried_again() -> Result<()> {
    let db = database()?;
    let mut tries = 0;
    let kept = retry(&db, |tx| {
        tries += 1;
        add(&tx)?;
        if tries < 3 {
            Err(conflict())
        } else {
            Ok(tries)
        }
    })?;
    assert_eq!((kept, User::all().count(&db)?), (3, 1));
    for (allowed, expected) in [(0, 1), (1, 1), (2, 2)] {
        let options = RetryOptions::new()
            .tries(allowed)
            .isolation(Isolation::Serializable);
        let mut tries = 0;
        let failed: Result<()> = retry_with(&db, options, |tx| {
            tries += 1;
            add(&tx)?;
            Err(conflict())
        });
        assert!(failed.is_err_and(|error| error.is_conflict()));
        assert_eq!(tries, expected);
    }
    assert_eq!(User::all().count(&db)?, 1);
    Ok(())
}

#[test]
fn another_error_is_not() -> Result<()> {
    let db = database()?;
    let mut tries = 0;
    let failed = retry(&db, |tx| {
        tries += 1;
        add(&tx)?;
        User::find(9).one(&tx)
    });
    assert!(failed.is_err_and(|error| error.is_not_found()));
    let read_only = RetryOptions::new().read_only(true);
    let failed = retry_with(&db, read_only, |tx| add(&tx));
    assert!(matches!(failed, Err(Error::ReadOnly(_))), "{failed:?}");
    assert_eq!((tries, User::all().count(&db)?), (1, 0));
    Ok(())
}

#[test]
fn within_a_transaction_it_is_tried_once() -> Result<()> {
    let mut db = database()?;
    let mut tx = db.begin()?;
    let mut tries = 0;
    let failed: Result<()> = retry(&tx, |inner| {
        tries += 1;
        add(&inner)?;
        Err(conflict())
    });
    assert!(failed.is_err_and(|error| error.is_conflict()));
    retry(&tx, |inner| retry(&inner, |innermost| add(&innermost)))?;
    add(&tx.begin()?)?;
    tx.commit()?;
    assert_eq!((tries, User::all().count(&db)?), (1, 1));
    Ok(())
}

/// The message of the error for a closure that keeps its transaction.
fn kept<T: std::fmt::Debug>(result: Result<T>) {
    match result {
        Err(Error::Database(failure)) => assert!(
            failure.message.contains("kept its transaction"),
            "{failure:?}"
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_transaction_that_is_kept_is_an_error() -> Result<()> {
    let db = database()?;
    kept(retry(&db, |tx| {
        add(&tx)?;
        Ok(tx)
    }));
    let mut place = None;
    kept(retry(&db, |tx| {
        add(&tx)?;
        place = Some(tx);
        Ok(())
    }));
    // The connection is free, although the transaction is still there.
    assert_eq!(User::all().count(&db)?, 0);
    let mut tx = place.expect("it was kept");
    for result in [add(&tx).map(drop), tx.begin().map(drop)] {
        let error = result.expect_err("it is over");
        assert!(
            error
                .to_string()
                .starts_with("the closure of `retry` has returned"),
            "{error}"
        );
    }
    drop(tx);
    kept(retry(&db, |tx| {
        add(&tx)?;
        std::mem::forget(tx);
        Ok(())
    }));
    let mut place = None;
    let failed: Result<()> = retry(&db, |tx| {
        add(&tx)?;
        place = Some(tx);
        Err(Error::NotFound("what matters"))
    });
    assert!(failed.is_err_and(|error| error.is_not_found()));
    assert_eq!(User::all().count(&db)?, 0);
    add(&db)?;
    Ok(())
}

#[test]
fn a_panic_rolls_back() -> Result<()> {
    let db = database()?;
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        retry(&db, |tx| -> Result<()> {
            add(&tx)?;
            panic!("on purpose");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(User::all().count(&db)?, 0);
    Ok(())
}

#[cfg(feature = "async")]
mod asynchronous {
    use std::sync::atomic::AtomicU32;
    use std::sync::atomic::Ordering::Relaxed;
    use std::time::Duration;

    use tablewright::{AsyncConnection, Attempt, Database, PoolOptions, Result, retry};

    use super::{conflict, kept};
    use crate::models::{NewUser, User, create_all};
    use crate::temporary::Directory;

    async fn database(folder: &Directory, connections: usize) -> Result<Database> {
        let url = format!("sqlite:{}", folder.file("app.db").display());
        let options = PoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(20));
        let db = Database::connect_with(&url, &options).await?;
        create_all(&db).await?;
        Ok(db)
    }

    async fn add(name: &str, db: &impl AsyncConnection) -> Result<User> {
        User::insert(NewUser {}).set(User::NAME, name).one(db).await
    }

    /// In a helper over any connection that can be shared.
    async fn add_two(name: &str, db: &impl AsyncConnection) -> Result<u64> {
        retry(db, async |mut tx| {
            add(name, &tx).await?;
            let savepoint = tx.begin().await?;
            add(name, &savepoint).await?;
            savepoint.commit().await?;
            User::all().count(&tx).await
        })
        .await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn spawned_with_what_it_borrows() -> Result<()> {
        let folder = Directory::new();
        let db = database(&folder, 4).await?;
        let tasks: Vec<_> = (0..4)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    let name = format!("task {number}");
                    let tries = AtomicU32::new(0);
                    let added = retry(&db, async |tx| {
                        let user = add(&name, &tx).await?;
                        if tries.fetch_add(1, Relaxed) == 0 {
                            return Err(conflict());
                        }
                        Ok(user)
                    })
                    .await?;
                    assert_eq!(tries.into_inner(), 2);
                    add_two(&name, &db).await?;
                    Ok::<User, tablewright::Error>(added)
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic")?;
        }
        assert_eq!(User::all().count(&db).await?, 12);
        let tx = db.begin().await?;
        assert_eq!(add_two("in a transaction", &tx).await?, 14);
        drop(tx);
        assert_eq!(User::all().count(&db).await?, 12);
        Ok(())
    }

    #[tokio::test]
    async fn a_closure_that_changes_what_it_captures() -> Result<()> {
        let folder = Directory::new();
        let db = database(&folder, 1).await?;
        let mut tries = 0;
        retry(&db, |tx| {
            tries += 1;
            let fails = tries < 3;
            async move {
                add("again", &tx).await?;
                if fails { Err(conflict()) } else { Ok(()) }
            }
        })
        .await?;
        assert_eq!((tries, User::all().count(&db).await?), (3, 1));
        Ok(())
    }

    #[tokio::test]
    async fn a_transaction_that_is_kept_is_an_error() -> Result<()> {
        let folder = Directory::new();
        let db = database(&folder, 1).await?;
        kept(
            retry(&db, async |tx| {
                add("kept", &tx).await?;
                Ok(tx)
            })
            .await,
        );
        let mut place: Option<Attempt<Database>> = None;
        let failed = retry(&db, |tx| {
            let other = place.take();
            place = Some(tx);
            async move { other.map_or(Ok(()), |_| Err(conflict())) }
        });
        kept(failed.await);
        assert_eq!(User::all().count(&db).await?, 0);
        let tx = place.expect("it was kept");
        assert!(add("late", &tx).await.is_err());
        let (send, receive) = tokio::sync::oneshot::channel::<()>();
        let failed = retry(&db, {
            let mut receive = Some(receive);
            move |tx: Attempt<Database>| {
                let receive = receive.take();
                async move {
                    tokio::spawn(async move {
                        if let Some(receive) = receive {
                            drop(receive.await);
                        }
                        drop(tx);
                    });
                    Ok(())
                }
            }
        });
        kept(failed.await);
        assert_eq!(User::all().count(&db).await?, 0);
        drop(send);
        Ok(())
    }

    #[tokio::test]
    async fn a_future_that_is_dropped_rolls_back() -> Result<()> {
        let folder = Directory::new();
        let db = database(&folder, 1).await?;
        let endless = retry(&db, async |tx| {
            add("never", &tx).await?;
            std::future::pending::<()>().await;
            Ok(())
        });
        let timeout = tokio::time::timeout(Duration::from_millis(100), endless);
        assert!(timeout.await.is_err());
        assert_eq!(User::all().count(&db).await?, 0);
        Ok(())
    }
}

/// An error of the program's own.
#[derive(Debug)]
enum Failed {
    Database(Error),
    NoMoney,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Database(error)
    }
}

#[test]
fn an_error_of_the_programs_own_says_whether_it_is_a_conflict() -> Result<(), Failed> {
    let db = database()?;
    let options = RetryOptions::new()
        .retry_if(|error| matches!(error, Failed::Database(error) if error.is_conflict()))
        .tries(4);
    let mut tries = 0;
    let user = retry_with(&db, options, |tx| {
        tries += 1;
        let user = add(&tx)?;
        if tries < 3 {
            return Err(conflict().into());
        }
        Ok(user)
    })?;
    let failed = retry_with(&db, options, |tx| {
        tries += 1;
        add(&tx)?;
        Err::<(), _>(Failed::NoMoney)
    });
    assert!(matches!(failed, Err(Failed::NoMoney)), "{failed:?}");
    assert_eq!(tries, 4);
    assert_eq!(User::all().all(&db)?, [user]);
    Ok(())
}
