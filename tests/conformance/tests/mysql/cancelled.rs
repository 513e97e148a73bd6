//! Futures that are dropped before they are complete.

use std::time::{Duration, Instant};

use tablewright::{Error, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, give_up, sql};
use tokio::time::timeout;

use crate::{on_both, pool};

on_both!(
    a_statement_in_a_pool,
    a_statement_in_a_transaction,
    a_result_that_is_long,
    at_every_step,
    creating_tables,
);

const SOON: Duration = Duration::from_millis(100);

async fn a_statement_in_a_pool(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    for _ in 0..3 {
        let sleep = timeout(SOON, sql::number(&db, "SELECT sleep(5)")).await;
        assert!(sleep.is_err());
        let start = Instant::now();
        assert_eq!(sql::number(&db, "SELECT 7").await?, 7);
        assert!(start.elapsed() < Duration::from_secs(2));
    }
    Ok(())
}

async fn a_statement_in_a_transaction(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    assert!(
        timeout(SOON, sql::number(&tx, "SELECT sleep(1)"))
            .await
            .is_err()
    );
    // Nothing runs outside the transaction, and nothing in it is kept.
    let lost = Account::insert(NewAccount { id: 2 }).one(&tx).await;
    let Err(error @ Error::Lost(_)) = lost else {
        panic!("{lost:?}")
    };
    assert!(!error.may_have_committed());
    let commit = tx.commit().await;
    assert!(matches!(commit, Err(Error::Lost(_))), "{commit:?}");
    // The server rolls back when its statement is done.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(Account::all().count(&db).await?, 0);
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Ok(())
}

/// The rest of a result does not become part of the next one.
async fn a_result_that_is_long(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let tx = db.begin().await?;
    for id in 0..3000 {
        Account::insert(NewAccount { id })
            .set(Account::OWNER, format!("owner {id}"))
            .one(&tx)
            .await?;
    }
    tx.commit().await?;
    for polls in 1..40 {
        give_up(Account::all().all(&db), polls).await;
        assert_eq!(
            Account::find(7).one(&db).await?.owner.as_deref(),
            Some("owner 7")
        );
        assert_eq!(Account::all().count(&db).await?, 3000);
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
            let number = sql::number(&tx, &format!("SELECT {id}")).await?;
            assert_eq!(number, i64::from(id));
            Ok::<(), Error>(())
        };
        give_up(work, polls).await;
        drop(tx);
        assert!(!Account::find(-id).exists(&db).await?);
        give_up(db.begin(), polls).await;
        give_up(
            async {
                let tx = db.begin().await?;
                Account::insert(NewAccount { id: -id }).one(&tx).await?;
                tx.rollback().await
            },
            polls,
        )
        .await;
        assert!(!Account::find(-id).exists(&db).await?);
        assert_eq!(
            sql::number(&db, &format!("SELECT {id}")).await?,
            i64::from(id)
        );
    }
    Ok(())
}

/// The lock on the tables is released, and foreign keys are checked again.
async fn creating_tables(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let other = place.connect().await?;
    for polls in (0..100).step_by(7) {
        give_up(accounts::create_all(&db), polls).await;
        let start = Instant::now();
        accounts::create_all(&other).await?;
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(
            sql::number(&db, "SELECT @@SESSION.foreign_key_checks").await?,
            1
        );
        give_up(accounts::drop_all(&db), polls).await;
        accounts::drop_all(&other).await?;
    }
    accounts::create_all(&db).await
}
