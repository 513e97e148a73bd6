//! Futures that are dropped before they are complete.

use std::time::{Duration, Instant};

use tablewright::{Database, Error, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, give_up, sql};
use tokio::time::timeout;

use crate::{on_postgres, pool};

on_postgres!(
    a_statement_that_takes_long,
    a_statement_that_does_not,
    a_transaction_that_waits,
    a_failure_that_nobody_saw,
    a_success_that_nobody_saw,
    a_result_that_is_long,
    at_every_step,
    creating_tables,
);

const SOON: Duration = Duration::from_millis(50);

/// The server process of the connection.
async fn process(db: &Database) -> Result<i64> {
    sql::number(db, "SELECT pg_backend_pid()::bigint").await
}

/// The number of statements that run in the database, not counting this query.
async fn at_work(db: &Database) -> Result<i64> {
    let text = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' \
                AND datname = current_database() AND pid <> pg_backend_pid() \
                AND backend_type = 'client backend'";
    sql::number(db, text).await
}

/// No other session waits for it, and the server cancels it, too.
async fn a_statement_that_takes_long(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let other = place.connect().await?;
    for _ in 0..3 {
        let before = process(&db).await?;
        let sleep = sql::number(&db, "SELECT 1::bigint FROM pg_sleep(30)");
        assert!(timeout(SOON, sleep).await.is_err());
        let start = Instant::now();
        assert_ne!(process(&db).await?, before);
        assert!(start.elapsed() < Duration::from_secs(5));
        let start = Instant::now();
        while at_work(&other).await? > 0 {
            assert!(start.elapsed() < Duration::from_secs(5), "it goes on");
            tokio::time::sleep(SOON).await;
        }
    }
    Ok(())
}

/// The connection stays in the pool, unless a slow machine exceeds the time limit of the statement.
async fn a_statement_that_does_not(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let mut last = process(&db).await?;
    let mut others = 0;
    for id in 0..12 {
        for polls in 1..6 {
            give_up(Account::insert(NewAccount { id }).one(&db), polls).await;
            let first = process(&db).await?;
            give_up(Account::all().all(&db), polls).await;
            let second = process(&db).await?;
            others += u32::from(first != last) + u32::from(second != first);
            last = second;
        }
    }
    assert!(others < 12, "{others} of 120");
    assert!(Account::all().count(&db).await? > 0);
    Ok(())
}

/// The transaction is rolled back soon, although one of its statements still waits for a lock.
async fn a_transaction_that_waits(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    let mut one = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let mut two = Account::insert(NewAccount { id: 2 }).one(&db).await?;
    let holder = db.begin().await?;
    one.balance = 1;
    one.save(&holder).await?;
    let tx = db.begin().await?;
    two.balance = 2;
    two.save(&tx).await?;
    assert!(timeout(SOON, one.save(&tx)).await.is_err());
    drop(tx);
    two.balance = 3;
    let free = timeout(Duration::from_secs(5), two.save(&db)).await;
    free.expect("its locks are gone")?;
    holder.commit().await?;
    assert_eq!(Account::find(1).one(&db).await?.balance, 1);
    assert_eq!(Account::find(2).one(&db).await?.balance, 3);
    Ok(())
}

/// PostgreSQL takes `COMMIT` for a rollback after an error, and calls it a success.
async fn a_failure_that_nobody_saw(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    for polls in 0..8 {
        let tx = db.begin().await?;
        Account::insert(NewAccount { id: 1 })
            .set(Account::OWNER, "ada")
            .one(&tx)
            .await?;
        let done = give_up(
            Account::insert(NewAccount { id: 2 })
                .set(Account::OWNER, "ada")
                .one(&tx),
            polls,
        )
        .await;
        let commit = tx.commit().await;
        let kept = Account::all().count(&db).await?;
        if commit.is_ok() {
            assert!(!done && kept == 1, "{polls} polls");
            Account::all().delete().execute(&db).await?;
        } else {
            let Err(Error::Database(failure)) = &commit else {
                panic!("{commit:?}")
            };
            assert!(
                failure.message.starts_with("an earlier statement failed"),
                "{failure}"
            );
            assert_eq!(kept, 0, "{polls} polls");
        }
    }
    // A prepared statement is sent when its future is first polled. If the system pauses this
    // thread, the answer may have arrived by then, which makes no difference.
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&tx)
        .await?;
    give_up(
        Account::insert(NewAccount { id: 2 })
            .set(Account::OWNER, "ada")
            .one(&tx),
        1,
    )
    .await;
    assert!(tx.commit().await.is_err());
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

async fn a_success_that_nobody_saw(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    Account::insert(NewAccount { id: 0 }).one(&db).await?;
    let tx = db.begin().await?;
    // A prepared statement is sent when its future is first polled.
    give_up(Account::insert(NewAccount { id: 1 }).one(&tx), 1).await;
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 2);
    Ok(())
}

/// The rest of a result does not become part of the next one.
async fn a_result_that_is_long(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(
        &db,
        "INSERT INTO accounts SELECT n, 'owner ' || n, 0 FROM generate_series(1, 20000) AS n",
    )
    .await?;
    for polls in 1..40 {
        give_up(Account::all().all(&db), polls).await;
        let seventh = Account::find(7).one(&db).await?;
        assert_eq!(seventh.owner.as_deref(), Some("owner 7"));
        assert_eq!(Account::all().count(&db).await?, 20_000);
    }
    Ok(())
}

/// At whichever point it is dropped, the next connection answers its own queries.
async fn at_every_step(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let mut id = 0;
    for polls in 0..60 {
        id += 1;
        let insert = give_up(
            Account::insert(NewAccount { id })
                .set(Account::BALANCE, id)
                .one(&db),
            polls,
        )
        .await;
        let found = Account::find(id).optional(&db).await?;
        assert!(!insert || found.is_some());
        assert!(found.is_none_or(|found| found.balance == id));
        let tx = db.begin().await?;
        let work = async {
            Account::insert(NewAccount { id: -id }).one(&tx).await?;
            let number = sql::number(&tx, &format!("SELECT {id}::bigint")).await?;
            assert_eq!(number, i64::from(id));
            Ok::<(), Error>(())
        };
        give_up(work, polls).await;
        drop(tx);
        assert!(!Account::find(-id).exists(&db).await?);
        give_up(db.begin(), polls).await;
        let work = async {
            let mut tx = db.begin().await?;
            let inner = tx.begin().await?;
            Account::insert(NewAccount { id: -id }).one(&inner).await?;
            inner.commit().await?;
            tx.rollback().await
        };
        give_up(work, polls).await;
        assert!(!Account::find(-id).exists(&db).await?);
        let number = sql::number(&db, &format!("SELECT {id}::bigint")).await?;
        assert_eq!(number, i64::from(id));
    }
    Ok(())
}

/// The lock on the tables is released.
async fn creating_tables(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let other = place.connect().await?;
    for polls in (0..100).step_by(7) {
        give_up(accounts::create_all(&db), polls).await;
        let start = Instant::now();
        accounts::create_all(&other).await?;
        assert!(start.elapsed() < Duration::from_secs(20));
        give_up(accounts::drop_all(&db), polls).await;
        accounts::drop_all(&other).await?;
    }
    accounts::create_all(&db).await
}
