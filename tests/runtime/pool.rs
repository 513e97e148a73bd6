//! Pools and their transactions, on SQLite off the async threads.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tablewright::{Connection, Database, Error, PoolOptions, Result, TransactionOptions};

use crate::models::{NewUser, User, create_all};
use crate::temporary::Directory;

async fn database(folder: &Directory, options: &PoolOptions) -> Result<Database> {
    let url = format!("sqlite:{}", folder.file("app.db").display());
    let db = Database::connect_with(&url, options).await?;
    create_all(&db).await?;
    Ok(db)
}

#[tokio::test]
async fn the_usual_calls_give_futures() -> Result<()> {
    let folder = Directory::new();
    let db = database(&folder, &PoolOptions::new()).await?;
    let mut ada = User::insert(NewUser {})
        .set(User::NAME, "Ada")
        .one(&db)
        .await?;
    ada.age = 36;
    ada.save(&db).await?;
    assert_eq!(User::find(ada.id).one(&db).await?, ada);
    assert_eq!(User::all().all(&db).await?, [ada]);
    assert!(
        User::find(0)
            .one(&db)
            .await
            .is_err_and(|e| e.is_not_found())
    );
    Ok(())
}

#[tokio::test]
async fn a_database_in_memory_has_one_connection() -> Result<()> {
    let db = tablewright::connect("sqlite::memory:").await?;
    create_all(&db).await?;
    let inserts: Vec<_> = (0..10)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { User::insert(NewUser {}).one(&db).await })
        })
        .collect();
    for insert in inserts {
        insert.await.expect("it does not panic")?;
    }
    assert_eq!(User::all().count(&db).await?, 10);
    Ok(())
}

#[tokio::test]
async fn savepoints_are_kept_or_not_by_themselves() -> Result<()> {
    let folder = Directory::new();
    let db = database(&folder, &PoolOptions::new()).await?;
    let mut tx = db.begin().await?;
    User::insert(NewUser {})
        .set(User::ID, 1)
        .execute(&tx)
        .await?;
    let mut inner = tx.begin().await?;
    User::insert(NewUser {})
        .set(User::ID, 2)
        .execute(&inner)
        .await?;
    let innermost = inner.begin().await?;
    User::insert(NewUser {})
        .set(User::ID, 3)
        .execute(&innermost)
        .await?;
    innermost.commit().await?;
    drop(inner);
    let inner = tx.begin().await?;
    User::insert(NewUser {})
        .set(User::ID, 4)
        .execute(&inner)
        .await?;
    inner.commit().await?;
    tx.commit().await?;
    let ids: Vec<i64> = User::all().all(&db).await?.iter().map(|u| u.id).collect();
    assert_eq!(ids, [1, 4]);
    Ok(())
}

#[tokio::test]
async fn dropping_a_transaction_lets_others_write_at_once() -> Result<()> {
    let folder = Directory::new();
    let options = PoolOptions::new().acquire_timeout(Duration::from_secs(5));
    let db = database(&folder, &options).await?;
    let tx = db.begin().await?;
    User::insert(NewUser {}).execute(&tx).await?;
    let panicking = tokio::spawn(async move {
        User::insert(NewUser {}).execute(&tx).await?;
        assert!(tx.in_transaction(), "never");
        std::panic::resume_unwind(Box::new("a panic drops the transaction"));
        #[expect(unreachable_code, reason = "it gives the future its type")]
        Ok::<(), Error>(())
    });
    assert!(panicking.await.is_err_and(|error| error.is_panic()));
    User::insert(NewUser {}).execute(&db).await?;
    assert_eq!(User::all().count(&db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_only_reads_cannot_write_and_others_can() -> Result<()> {
    let folder = Directory::new();
    let db = database(&folder, &PoolOptions::new().max_connections(1)).await?;
    for end in 0..3 {
        let tx = db
            .begin_with(TransactionOptions::new().read_only(true))
            .await?;
        assert_eq!(User::all().count(&tx).await?, end);
        let refused = User::insert(NewUser {}).one(&tx).await;
        assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
        match end {
            0 => tx.commit().await?,
            1 => tx.rollback().await?,
            _ => drop(tx),
        }
        User::insert(NewUser {}).execute(&db).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_exhausted_pool_names_its_limit() -> Result<()> {
    let folder = Directory::new();
    let options = PoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_millis(50));
    let db = database(&folder, &options).await?;
    let options = TransactionOptions::new().read_only(true);
    let first = db.begin_with(options).await?;
    let _second = db.begin_with(options).await?;
    let error = User::all().count(&db).await.expect_err("nobody lets go");
    assert!(error.is_busy());
    assert_eq!(
        error.to_string(),
        "all 2 connections of the pool are in use, and the wait timed out after 0.05 s: raise \
         `max_connections`, or look for transactions that stay open"
    );
    drop(first);
    assert_eq!(User::all().count(&db).await?, 0);
    Ok(())
}

/// Polls a future this number of times, with a pause after each, and drops it.
async fn give_up_after<T>(polls: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
        tokio::task::yield_now().await;
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_future_that_is_dropped_halfway_rolls_back() -> Result<()> {
    let folder = Directory::new();
    let db = database(&folder, &PoolOptions::new().max_connections(2)).await?;
    for polls in (0..60).chain([200, 2_000, 20_000]) {
        let work = async {
            let mut tx = db.begin().await?;
            User::insert(NewUser {})
                .set(User::ID, 1)
                .execute(&tx)
                .await?;
            let inner = tx.begin().await?;
            User::insert(NewUser {})
                .set(User::ID, 2)
                .execute(&inner)
                .await?;
            inner.commit().await?;
            tx.rollback().await
        };
        drop(give_up_after(polls, work).await);
        assert_eq!(User::all().count(&db).await?, 0, "after {polls} polls");
        // A transaction is whole again, on every connection.
        for _ in 0..2 {
            let tx = db.begin().await?;
            User::insert(NewUser {})
                .set(User::ID, 3)
                .execute(&tx)
                .await?;
            tx.commit().await?;
            assert_eq!(
                User::all().delete().execute(&db).await?,
                1,
                "after {polls} polls"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_url_says_what_is_wrong_with_it() {
    for (url, message) in [
        (
            "app.db",
            "the URL must begin with `sqlite:`, `postgres://` or `mysql://`",
        ),
        (
            "sqlite:",
            "the URL has no file: write, for example, `sqlite:app.db`",
        ),
        (
            "sqlite:a.db?mode=x",
            "the parameter `mode` in the URL of the database is not `ro`, `rw`, `rwc` or `memory`",
        ),
        (
            "sqlite:a.db?max_connection=2",
            if cfg!(feature = "tracing") {
                "the URL has an unknown parameter `max_connection`; the parameters of SQLite are \
                 `mode`, `immutable`, `cache`, `busy_timeout`, `journal_mode`, `synchronous`, \
                 `foreign_keys`, `statement_cache`, `statement_timeout` and `slow_statement`, and \
                 of pools `max_connections`, `acquire_timeout`, `idle_timeout` and `max_lifetime`"
            } else {
                "the URL has an unknown parameter `max_connection`; the parameters of SQLite are \
                 `mode`, `immutable`, `cache`, `busy_timeout`, `journal_mode`, `synchronous`, \
                 `foreign_keys`, `statement_cache` and `statement_timeout`, and of pools \
                 `max_connections`, `acquire_timeout`, `idle_timeout` and `max_lifetime`"
            },
        ),
        (
            "sqlite:/no/such/folder/app.db",
            "/no/such/folder/app.db: there is no folder /no/such/folder",
        ),
    ] {
        let error = tablewright::connect(url).await.expect_err(url);
        assert!(matches!(error, Error::Connect(_)));
        assert_eq!(error.to_string(), message);
    }
}

/// A task that waits for a lock leaves its thread to the blocking session.
#[test]
fn transactions_wait_without_a_thread() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = Directory::new();
    let options = PoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(10));
    let done: Result<()> = runtime.block_on(async {
        let db = database(&folder, &options).await?;
        let tasks: Vec<_> = (0..8)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    if number % 4 == 3 {
                        return User::insert(NewUser {}).execute(&db).await;
                    }
                    let tx = db.begin().await?;
                    User::insert(NewUser {}).execute(&tx).await?;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    User::all().count(&tx).await?;
                    tx.commit().await
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic")?;
        }
        assert_eq!(User::all().count(&db).await?, 8);
        Ok(())
    });
    done.expect("nobody is stuck");
}

#[tokio::test]
async fn who_waits_in_vain_is_told_for_how_long() -> Result<()> {
    let folder = Directory::new();
    let options = PoolOptions::new().acquire_timeout(Duration::from_millis(100));
    let db = database(&folder, &options).await?;
    let _tx = db.begin().await?;
    for late in [
        User::insert(NewUser {}).execute(&db).await,
        User::insert(NewUser {}).one(&db).await.map(drop),
        db.begin().await.map(drop),
    ] {
        let Err(error @ Error::Busy(_)) = late else {
            panic!("{late:?}")
        };
        assert!(error.to_string().contains("within 0.1 s"), "{error}");
    }
    Ok(())
}
