//! The effects of an error on the surrounding transaction.

use tablewright::{Database, Error, Isolation, Result, Transaction, TransactionOptions};
use tablewright_test_conformance::models::accounts::{Account, NewAccount};
use tablewright_test_conformance::{Place, sql};

use crate::{on_both, pool};

on_both!(
    a_deadlock_undoes_the_whole_transaction,
    a_deadlock_undoes_the_savepoints_too,
    a_lock_that_takes_too_long_undoes_a_statement,
    a_transaction_that_only_reads,
    isolation_holds_for_one_transaction,
);

/// Two accounts, and two transactions of which the second fails by a deadlock.
async fn deadlock(
    db: &Database,
    mut loser: Transaction<'static, Database>,
) -> Result<(Transaction<'static, Database>, Error)> {
    // The server rolls back the transaction with fewer changes.
    let winner = db.begin().await?;
    for id in 10..30 {
        Account::insert(NewAccount { id }).one(&winner).await?;
    }
    let mut one = Account::find(1).one(db).await?;
    let mut two = Account::find(2).one(db).await?;
    one.balance = 10;
    two.balance = 10;
    two.save(&winner).await?;
    let inner = loser.begin().await?;
    one.save(&inner).await?;
    let (won, lost) = tokio::join!(
        async {
            one.clone().save(&winner).await?;
            winner.rollback().await
        },
        async {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            let mut two = two.clone();
            two.balance = 20;
            two.save(&inner).await
        }
    );
    won?;
    let Err(error) = lost else {
        panic!("no deadlock")
    };
    // The rest of the transaction must not run by itself.
    let after = Account::insert(NewAccount { id: 3 }).one(&inner).await;
    assert!(matches!(after, Err(Error::Database(_))), "{after:?}");
    drop(inner);
    Ok((loser, error))
}

async fn a_deadlock_undoes_the_whole_transaction(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Account::insert(NewAccount { id: 2 }).one(&db).await?;
    let loser = db.begin().await?;
    Account::insert(NewAccount { id: 4 }).one(&loser).await?;
    let (loser, error) = deadlock(&db, loser).await?;
    let Error::Conflict(failure) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: the transaction was rolled back because of a conflict with another one: run it \
         again"
    );
    let after = Account::insert(NewAccount { id: 5 }).one(&loser).await;
    assert!(matches!(after, Err(Error::Database(_))), "{after:?}");
    let commit = loser.commit().await;
    assert!(matches!(commit, Err(Error::Database(_))), "{commit:?}");
    let left = Account::all().all(&db).await?;
    let left: Vec<_> = left
        .iter()
        .map(|account| (account.id, account.balance))
        .collect();
    assert_eq!(left, [(1, 0), (2, 0)]);
    Ok(())
}

async fn a_deadlock_undoes_the_savepoints_too(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Account::insert(NewAccount { id: 2 }).one(&db).await?;
    let (mut loser, error) = deadlock(&db, db.begin().await?).await?;
    assert!(error.is_conflict(), "{error:?}");
    // If the transaction has ended, a savepoint would begin another one.
    let inner = loser.begin().await.map(drop);
    assert!(matches!(inner, Err(Error::Database(_))), "{inner:?}");
    loser.rollback().await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 3 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 3);
    Ok(())
}

async fn a_lock_that_takes_too_long_undoes_a_statement(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    let mut one = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let holder = db.begin().await?;
    one.balance = 5;
    one.save(&holder).await?;
    let waiter = db.begin().await?;
    sql::run(&waiter, "SET SESSION innodb_lock_wait_timeout = 1").await?;
    Account::insert(NewAccount { id: 2 }).one(&waiter).await?;
    let busy = one.save(&waiter).await;
    let Err(Error::Busy(failure)) = busy else {
        panic!("{busy:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: timed out waiting for rows that another transaction has locked"
    );
    Account::insert(NewAccount { id: 3 }).one(&waiter).await?;
    waiter.commit().await?;
    holder.rollback().await?;
    assert_eq!(Account::all().count(&db).await?, 3);
    Ok(())
}

async fn a_transaction_that_only_reads(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let tx = db
        .begin_with(TransactionOptions::new().read_only(true))
        .await?;
    let refused = Account::insert(NewAccount { id: 1 }).one(&tx).await;
    let Err(Error::ReadOnly(failure)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        failure.message,
        "accounts: cannot write: the transaction is read-only"
    );
    assert_eq!(Account::all().count(&tx).await?, 0);
    tx.commit().await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Ok(())
}

async fn isolation_holds_for_one_transaction(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let committed = TransactionOptions::new().isolation(Isolation::ReadCommitted);
    let tx = db.begin_with(committed).await?;
    assert_eq!(Account::all().count(&tx).await?, 0);
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    assert_eq!(Account::all().count(&tx).await?, 1);
    tx.commit().await?;
    let tx = db.begin().await?;
    assert_eq!(Account::all().count(&tx).await?, 1);
    Account::insert(NewAccount { id: 2 }).one(&db).await?;
    assert_eq!(Account::all().count(&tx).await?, 1);
    tx.commit().await
}
