//! Lost connections, and servers that restart.

use std::time::Duration;

use tablewright::{Database, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, sql};

use crate::private::{Private, Stop};
use crate::{on_postgres, url_with};

on_postgres!(
    a_transaction_that_is_idle_for_too_long,
    a_statement_that_is_cancelled_from_outside,
);

async fn a_transaction_that_is_idle_for_too_long(place: &Place) -> Result<()> {
    let parameter = "options=-c%20idle_in_transaction_session_timeout%3D500";
    let db = Database::connect(&url_with(place, parameter)).await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let lost = Account::insert(NewAccount { id: 2 }).one(&tx).await;
    let Err(error @ Error::Lost(_)) = lost else {
        panic!("{lost:?}")
    };
    assert!(!error.may_have_committed());
    let told = error.to_string();
    assert!(told.contains("idle-in-transaction timeout"), "{told}");
    assert!(
        told.ends_with("nothing was committed, and it can be run again"),
        "{told}"
    );
    let commit = tx.commit().await;
    let Err(error @ Error::Lost(_)) = commit else {
        panic!("{commit:?}")
    };
    assert!(!error.may_have_committed());
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

async fn a_statement_that_is_cancelled_from_outside(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let sleep = sql::number(&db, "SELECT 1::bigint FROM pg_sleep(30)");
    let cancel = async {
        let text = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity \
                    WHERE wait_event = 'PgSleep' AND datname = current_database()";
        while sql::number(&db, text).await? == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok::<(), Error>(())
    };
    let (slept, cancelled) = tokio::join!(sleep, cancel);
    cancelled?;
    assert!(matches!(slept, Err(Error::Database(_))), "{slept:?}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_started_again() {
    let mut private = Private::new();
    private.let_in(&["host all all 127.0.0.1/32 trust"]);
    private.start(&[]).await;
    private.run("CREATE DATABASE app").await;
    let url = format!("postgres://postgres@127.0.0.1:{}/app", private.port());
    for how in [Stop::Fast, Stop::AtOnce] {
        restart(&mut private, &url, how).await.expect("the test");
    }
    only_reads(&mut private, &url).await.expect("the test");
}

async fn restart(private: &mut Private, url: &str, how: Stop) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(3)
        .connect_timeout(Duration::from_secs(2));
    let db = Database::connect_with(url, &options).await?;
    accounts::create_all(&db).await?;
    Account::all().delete().execute(&db).await?;
    let one = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    // Another statement waits for a lock of the transaction when the server stops.
    let holder = db.begin().await?;
    one.save(&holder).await?;
    let working = tokio::spawn({
        let db = db.clone();
        async move { one.save(&db).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;

    private.stop(how);
    let lost = working.await.expect("no panic");
    let Err(error @ Error::Lost(_)) = lost else {
        panic!("{lost:?}")
    };
    assert!(error.may_have_committed(), "{error}");
    let lost = Account::insert(NewAccount { id: 3 }).one(&holder).await;
    let Err(error @ Error::Lost(_)) = lost else {
        panic!("{lost:?}")
    };
    assert!(!error.may_have_committed(), "{error}");
    let lost = tx.commit().await;
    assert!(matches!(lost, Err(Error::Lost(_))), "{lost:?}");
    drop(holder);
    for _ in 0..3 {
        let down = Account::all().count(&db).await;
        assert!(
            matches!(down, Err(Error::Lost(_) | Error::Connect(_))),
            "{down:?}"
        );
    }

    private.start(&[]).await;
    // A pool that notices a lost connection at once does not hand it out.
    assert_eq!(Account::all().count(&db).await?, 1);
    Account::insert(NewAccount { id: 2 }).one(&db).await?;
    Ok(())
}

async fn only_reads(private: &mut Private, url: &str) -> Result<()> {
    private.start(&["default_transaction_read_only=on"]).await;
    let db = Database::connect(url).await?;
    let refused = Account::insert(NewAccount { id: 9 }).one(&db).await;
    assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
    assert_eq!(Account::all().count(&db).await?, 2);
    accounts::create_all(&db).await
}
