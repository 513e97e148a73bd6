//! Pools: many tasks on few connections, and the errors if there is no connection.

use std::time::Duration;

use tablewright::{Connection, Error, PoolOptions, Result, TransactionOptions};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::{Place, everywhere};

use crate::check::said;
use crate::give_up::give_up_after;

everywhere!(
    many_tasks_on_few_connections,
    an_exhausted_pool_names_its_limit,
    who_waits_gets_a_connection,
    a_clone_is_the_same_pool,
    a_closed_pool,
    without_prepared_statements,
    few_prepared_statements,
    rows_of_a_long_result,
    a_long_result_that_is_given_up,
);

async fn many_tasks_on_few_connections(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(5))
        .await?;
    accounts::create_all(&db).await?;
    let mut tasks = Vec::new();
    for id in 0..50 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let account = Account::insert(NewAccount { id }).one(&db).await?;
            for amount in 0..4 {
                let tx = db.begin().await?;
                Entry::insert(NewEntry {
                    account_id: id,
                    amount,
                })
                .one(&tx)
                .await?;
                let mut account = Account::find(id).one(&tx).await?;
                account.balance += amount;
                account.save(&tx).await?;
                match amount % 2 {
                    0 => tx.rollback().await?,
                    _ => tx.commit().await?,
                }
            }
            assert_eq!(Account::find(id).one(&db).await?.balance, 4);
            Ok::<_, Error>(account)
        }));
    }
    for task in tasks {
        task.await.expect("it does not panic")?;
    }
    assert_eq!(Account::all().count(&db).await?, 50);
    assert_eq!(Entry::all().count(&db).await?, 100);
    Ok(())
}

async fn an_exhausted_pool_names_its_limit(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_millis(50));
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let reads = TransactionOptions::new().read_only(true);
    let first = db.begin_with(reads).await?;
    let _second = db.begin_with(reads).await?;
    for _ in 0..2 {
        let error = Account::all().count(&db).await.expect_err("nobody lets go");
        assert!(error.is_busy());
        assert_eq!(
            error.to_string(),
            "all 2 connections of the pool are in use, and the wait timed out after 0.05 s: raise \
             `max_connections`, or look for transactions that stay open"
        );
        assert!(db.begin().await.is_err_and(|error| error.is_busy()));
    }
    drop(first);
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

async fn who_waits_gets_a_connection(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let waiting = tokio::spawn({
        let db = db.clone();
        async move { Account::all().count(&db).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!waiting.is_finished());
    tx.commit().await?;
    assert_eq!(waiting.await.expect("it does not panic")?, 1);
    Ok(())
}

async fn a_clone_is_the_same_pool(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_millis(50));
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let clone = db.clone();
    assert_eq!(clone.dialect(), at.dialect());
    let tx = db.begin().await?;
    assert!(
        Account::all()
            .count(&clone)
            .await
            .is_err_and(|error| error.is_busy())
    );
    tx.rollback().await?;
    drop(db);
    assert_eq!(Account::all().count(&clone).await?, 0);
    Ok(())
}

async fn a_closed_pool(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    let clone = db.clone();
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    db.close();
    for db in [&db, &clone] {
        let error = Account::all().count(db).await.expect_err("it is closed");
        assert!(matches!(error, Error::Connect(_)));
        assert_eq!(error.to_string(), "the pool was closed");
        assert!(said(db.begin().await.map(drop)).contains("closed"));
    }
    // The task with a connection finishes its work.
    tx.commit().await?;
    assert_eq!(Account::all().count(&at.connect().await?).await?, 1);
    Ok(())
}

async fn without_prepared_statements(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().statement_cache(0))
        .await?;
    statements(&db).await
}

async fn few_prepared_statements(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().statement_cache(2).max_connections(1))
        .await?;
    statements(&db).await
}

/// More statements than the cache holds, each of them twice.
async fn statements(db: &tablewright::Database) -> Result<()> {
    accounts::create_all(db).await?;
    for id in 0..5 {
        let mut account = Account::insert(NewAccount { id })
            .set(Account::OWNER, format!("{id}"))
            .one(db)
            .await?;
        account.balance = id;
        account.save(db).await?;
        assert_eq!(Account::find(id).one(db).await?, account);
        assert_eq!(
            Account::find_by_owner(&format!("{id}")).one(db).await?,
            account
        );
        Entry::insert(NewEntry {
            account_id: id,
            amount: 1,
        })
        .one(db)
        .await?;
        assert!(
            account
                .delete(db)
                .await
                .is_err_and(|error| error.is_foreign_key())
        );
        assert_eq!(Account::all().count(db).await?, id as u64 + 1);
        assert!(Account::all().exists(db).await?);
    }
    assert_eq!(Entry::all().delete().execute(db).await?, 5);
    assert_eq!(Account::all().delete().execute(db).await?, 5);
    Ok(())
}

async fn rows_of_a_long_result(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    for id in 0..2_000 {
        Account::insert(NewAccount { id })
            .set(Account::OWNER, format!("{id:050}"))
            .one(&tx)
            .await?;
    }
    tx.commit().await?;
    let all = Account::all().all(&db).await?;
    assert!(all.iter().map(|account| account.id).eq(0..2_000));
    // The first row alone, with the rest left where it is.
    for _ in 0..10 {
        assert_eq!(Account::all().one(&db).await?, all[0]);
        assert_eq!(Account::all().count(&db).await?, 2_000);
    }
    Ok(())
}

async fn a_long_result_that_is_given_up(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    for id in 0..3_000 {
        Account::insert(NewAccount { id })
            .set(Account::OWNER, format!("{id:050}"))
            .one(&tx)
            .await?;
    }
    tx.commit().await?;
    let mut given_up = 0;
    for polls in (1..30).chain([100, 300, 1_000]) {
        match give_up_after(polls, Account::all().all(&db)).await {
            Some(all) => assert_eq!(all?.len(), 3_000),
            None => given_up += 1,
        }
        // The next query gets its own result, and not the rest of another one.
        assert_eq!(Account::find(7).one(&db).await?.id, 7);
        assert_eq!(Account::all().count(&db).await?, 3_000);
    }
    assert!(given_up > 0);
    Ok(())
}
