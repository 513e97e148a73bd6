//! The same generated functions on async connections, whose futures are `Send`.

use std::pin::{Pin, pin};
use std::task::Poll;

use tablewright::{Async, AsyncConnection, Connection, Database, Output, PoolOptions, Result};

use crate::models::{NewUser, User, create_all, drop_all};

async fn database() -> Result<Database> {
    let db = Database::connect_with("sqlite::memory:", &PoolOptions::new()).await?;
    create_all(&db).await?;
    Ok(db)
}

/// For any connection, without a bound on the futures of its calls.
async fn add(name: &str, db: &impl Connection<Mode = Async>) -> Result<User> {
    let user = User::insert(NewUser {})
        .set(User::NAME, name)
        .one(db)
        .await?;
    assert_eq!(User::find(user.id).one(db).await?, user);
    assert!(User::all().count(db).await? > 0);
    user.save(db).await?;
    Ok(user)
}

/// The short name is enough.
async fn add_two(db: &mut impl AsyncConnection) -> Result<u64> {
    let mut tx = db.begin().await?;
    add("one", &tx).await?;
    let savepoint = tx.begin().await?;
    add("two", &savepoint).await?;
    savepoint.commit().await?;
    let undone = tx.begin().await?;
    add("undone", &undone).await?;
    undone.rollback().await?;
    let count = User::all().count(&tx).await?;
    tx.commit().await?;
    Ok(count)
}

/// To this depth, in a recursive function that passes on the transaction that it began.
fn nested<'c>(
    depth: u32,
    db: &'c mut impl AsyncConnection,
) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'c>> {
    Box::pin(async move {
        let mut tx = db.begin().await?;
        add("nested", &tx).await?;
        if depth > 0 {
            nested(depth - 1, &mut tx).await?;
        }
        tx.commit().await
    })
}

/// Of either kind.
fn count<C: Connection>(db: &C) -> Output<'_, C, Result<u64>> {
    User::all().count(db)
}

#[tokio::test]
async fn helpers_take_any_connection() -> Result<()> {
    let mut db = database().await?;
    add("pool", &db).await?;
    let mut tx = db.begin().await?;
    add("transaction", &tx).await?;
    let mut savepoint = tx.begin().await?;
    add("savepoint", &savepoint).await?;
    assert_eq!(add_two(&mut savepoint).await?, 5);
    assert_eq!(add_two(&mut savepoint).await?, 7);
    savepoint.commit().await?;
    assert_eq!(add_two(&mut tx).await?, 9);
    tx.commit().await?;
    assert_eq!(add_two(&mut db).await?, 11);
    assert_eq!(count(&db).await?, 11);
    nested(3, &mut db).await?;
    assert_eq!(count(&db).await?, 15);
    drop_all(&db).await
}

#[tokio::test(flavor = "multi_thread")]
async fn helpers_are_spawned() -> Result<()> {
    let db = database().await?;
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let mut db = db.clone();
            tokio::spawn(async move {
                add("pool", &db).await?;
                add_two(&mut db).await?;
                let mut tx = db.begin().await?;
                add("transaction", &tx).await?;
                add_two(&mut tx).await?;
                nested(2, &mut tx).await?;
                tx.commit().await
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic")?;
    }
    assert_eq!(count(&db).await?, 4 * 9);
    Ok(())
}

#[tokio::test]
async fn a_future_that_is_dropped_halfway_rolls_back() -> Result<()> {
    let db = database().await?;
    // However far it gets, either all of its work is done or none of it.
    for steps in 0..20 {
        let mut left = steps;
        let mut work = Box::pin(async {
            let tx = db.begin().await?;
            let user = User::insert(NewUser {}).set(User::ID, 1).one(&tx).await?;
            user.delete(&tx).await?;
            User::insert(NewUser {})
                .set(User::ID, 2)
                .execute(&tx)
                .await?;
            tx.rollback().await
        });
        std::future::poll_fn(|context| {
            if left == 0 || pin!(&mut work).poll(context).is_ready() {
                return Poll::Ready(());
            }
            left -= 1;
            Poll::Pending
        })
        .await;
        drop(work);
        assert_eq!(count(&db).await?, 0);
    }
    Ok(())
}

/// Polls a `sync` that waits for a lock a few times, and drops it.
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_sync_leaves_references_checked() -> Result<()> {
    let directory = crate::temporary::Directory::new();
    let file = directory.file("app.db");
    let url = format!("sqlite:{}", file.display());
    let options = PoolOptions::new().max_connections(1);
    let db = Database::connect_with(&url, &options).await?;
    let checked = tablewright::sql::<i64>("PRAGMA foreign_keys");
    assert_eq!(checked.one(&db).await?, 1);

    let other = tablewright::Sqlite::open(&file)?;
    other.with(|raw| raw.execute_batch("BEGIN IMMEDIATE"))?;
    let waiting = crate::models::sync(&db);
    let given_up = tokio::time::timeout(std::time::Duration::from_millis(200), waiting).await;
    assert!(given_up.is_err(), "it has to wait for the lock");
    other.with(|raw| raw.execute_batch("ROLLBACK"))?;
    let checked = tablewright::sql::<i64>("PRAGMA foreign_keys");
    assert_eq!(checked.one(&db).await?, 1);
    let _ = crate::models::sync(&db).await?;
    let checked = tablewright::sql::<i64>("PRAGMA foreign_keys");
    assert_eq!(checked.one(&db).await?, 1);
    Ok(())
}

/// The program's own settings stay.
#[tokio::test]
async fn a_sync_leaves_references_unchecked_that_the_program_left_so() -> Result<()> {
    let options = PoolOptions::new().max_connections(1);
    let db = Database::connect_with("sqlite::memory:", &options).await?;
    tablewright::__run(&db, "PRAGMA foreign_keys = OFF").await?;
    let _ = crate::models::sync(&db).await?;
    let checked = tablewright::sql::<i64>("PRAGMA foreign_keys");
    assert_eq!(checked.one(&db).await?, 0);
    Ok(())
}
