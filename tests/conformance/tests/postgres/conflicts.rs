//! The effects of an error on the surrounding transaction, and locks of other sessions.

use std::time::Duration;

use tablewright::{Database, Error, Isolation, PoolOptions, Result, TransactionOptions};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, sql};

use crate::{on_postgres, pool, url_with};

on_postgres!(
    the_aborted_transaction_begins_again,
    an_aborted_transaction_in_a_savepoint_begins_again,
    a_lock_that_takes_too_long,
    a_statement_that_takes_too_long,
    a_transaction_that_only_reads,
    another_session_creates_tables,
    the_limit_for_locks_is_as_before,
);

/// A transaction that changed a row which another one has changed concurrently.
async fn loser(db: &Database) -> Result<(tablewright::Transaction<'static, Database>, Account)> {
    let mut account = Account::insert(NewAccount { id: 1 }).one(db).await?;
    let options = TransactionOptions::new().isolation(Isolation::RepeatableRead);
    let tx = db.begin_with(options).await?;
    assert_eq!(Account::all().count(&tx).await?, 1);
    account.balance = 1;
    account.save(db).await?;
    account.balance = 2;
    Ok((tx, account))
}

async fn the_aborted_transaction_begins_again(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let (tx, account) = loser(&db).await?;
    let lost = account.save(&tx).await;
    let Err(Error::Conflict(failure)) = lost else {
        panic!("{lost:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: another transaction changed rows that this one read or wrote, and this one was \
         rolled back: run it again"
    );
    let after = Account::insert(NewAccount { id: 2 }).one(&tx).await;
    assert!(matches!(after, Err(Error::Database(_))), "{after:?}");
    assert!(tx.commit().await.is_err());
    assert_eq!(Account::find(1).one(&db).await?.balance, 1);
    Ok(())
}

/// Retrying the savepoint alone would fail again and again.
async fn an_aborted_transaction_in_a_savepoint_begins_again(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let (mut tx, account) = loser(&db).await?;
    let inner = tx.begin().await?;
    let lost = account.save(&inner).await;
    assert!(matches!(lost, Err(Error::Conflict(_))), "{lost:?}");
    inner.rollback().await?;
    let after = Account::insert(NewAccount { id: 2 }).one(&tx).await;
    assert!(matches!(after, Err(Error::Database(_))), "{after:?}");
    tx.rollback().await?;
    let tx = db.begin().await?;
    account.save(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::find(1).one(&db).await?.balance, 2);
    Ok(())
}

async fn a_lock_that_takes_too_long(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let account = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let holder = db.begin().await?;
    account.save(&holder).await?;
    let mut waiter = db.begin().await?;
    sql::run(&waiter, "SET LOCAL lock_timeout = '100ms'").await?;
    let inner = waiter.begin().await?;
    let busy = account.save(&inner).await;
    let Err(Error::Busy(failure)) = busy else {
        panic!("{busy:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: timed out waiting for rows or a table that another transaction has locked"
    );
    inner.rollback().await?;
    Account::insert(NewAccount { id: 2 }).one(&waiter).await?;
    waiter.commit().await?;
    holder.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 2);
    Ok(())
}

async fn a_statement_that_takes_too_long(place: &Place) -> Result<()> {
    let db = Database::connect(&url_with(place, "options=-c%20statement_timeout%3D100")).await?;
    let late = sql::number(&db, "SELECT 1::bigint FROM pg_sleep(20)").await;
    let Err(Error::Timeout(failure)) = late else {
        panic!("{late:?}")
    };
    assert!(failure.message.contains("statement timeout"), "{failure}");
    assert_eq!(sql::number(&db, "SELECT 7::bigint").await?, 7);
    Ok(())
}

async fn a_transaction_that_only_reads(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let options = TransactionOptions::new().read_only(true);
    let tx = db.begin_with(options).await?;
    let refused = Account::insert(NewAccount { id: 1 }).one(&tx).await;
    let Err(Error::ReadOnly(failure)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: cannot write: the transaction or the server is read-only"
    );
    drop(tx);
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Ok(())
}

async fn another_session_creates_tables(place: &Place) -> Result<()> {
    let url = url_with(place, "options=-c%20lock_timeout%3D200");
    let options = PoolOptions::new().max_connections(1);
    let db = Database::connect_with(&url, &options).await?;
    let other = place.connect().await?;
    let tx = other.begin().await?;
    accounts::create_all(&tx).await?;
    let busy = accounts::create_all(&db).await;
    let Err(Error::Busy(failure)) = busy else {
        panic!("{busy:?}")
    };
    let message = "timed out waiting for another program that changes the tables of the database: \
        the process ";
    assert!(failure.message.starts_with(message), "{failure}");
    // A session without its own limit waits longer.
    let third = place.connect().await?;
    let waiting = tokio::spawn(async move { accounts::create_all(&third).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!waiting.is_finished());
    tx.commit().await?;
    waiting.await.expect("no panic")?;
    accounts::create_all(&db).await
}

async fn the_limit_for_locks_is_as_before(place: &Place) -> Result<()> {
    let url = url_with(place, "options=-c%20lock_timeout%3D7s");
    for (url, before) in [(url.as_str(), "7s"), (place.url(), "0")] {
        let db = Database::connect(url).await?;
        let limit = "SELECT current_setting('lock_timeout')";
        for own in [before, "1234ms"] {
            let tx = db.begin().await?;
            sql::run(&tx, &format!("SET LOCAL lock_timeout = '{own}'")).await?;
            accounts::create_all(&tx).await?;
            assert_eq!(sql::text(&tx, limit).await?, own);
            accounts::drop_all(&tx).await?;
            assert_eq!(sql::text(&tx, limit).await?, own);
            tx.commit().await?;
            assert_eq!(sql::text(&db, limit).await?, before);
        }
    }
    Ok(())
}
