//! Connections that the program opens itself.

use std::time::Duration;

use tablewright::tokio_postgres::{self, Client, NoTls};
use tablewright::{Connection, Dialect, Error, PostgresConnection, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, sql};
use tokio::time::timeout;

use crate::on_postgres;

on_postgres!(
    a_connection_is_taken_over,
    whatever_its_session_is_like,
    it_goes_on_after_a_future_was_dropped,
    it_ends_with_its_task,
);

async fn client(place: &Place) -> (Client, tokio::task::JoinHandle<()>) {
    let (client, connection) = tokio_postgres::connect(place.url(), NoTls)
        .await
        .expect("a connection");
    let task = tokio::spawn(async move { connection.await.expect("it is not lost") });
    (client, task)
}

async fn a_connection_is_taken_over(place: &Place) -> Result<()> {
    let mut db = PostgresConnection::from(client(place).await.0);
    assert_eq!(db.dialect(), Dialect::Postgres);
    accounts::create_all(&db).await?;
    let mut ada = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    ada.balance = 5;
    ada.save(&db).await?;
    let mut tx = db.begin().await?;
    let inner = tx.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&inner).await?;
    inner.commit().await?;
    ada.delete(&tx).await?;
    drop(tx);
    assert_eq!(Account::all().all(&db).await?, [ada]);
    Ok(())
}

async fn whatever_its_session_is_like(place: &Place) -> Result<()> {
    let (client, _) = client(place).await;
    let other = "SET DateStyle = 'German'; SET TimeZone = 'Asia/Kathmandu'; \
                 SET IntervalStyle = 'sql_standard'; SET bytea_output = 'escape'; \
                 SET extra_float_digits = -15; SET array_nulls = off; \
                 SET default_transaction_isolation = 'repeatable read'; \
                 SET quote_all_identifiers = on; SET xmloption = 'document'";
    client.batch_execute(other).await.expect("the settings");
    let db = PostgresConnection::from(client);
    super::types::every_type_comes_back(&db).await
}

async fn it_goes_on_after_a_future_was_dropped(place: &Place) -> Result<()> {
    let mut db = PostgresConnection::from(client(place).await.0);
    accounts::create_all(&db).await?;
    let sleep = sql::number(&db, "SELECT 1::bigint FROM pg_sleep(0.5)");
    let soon = Duration::from_millis(50);
    assert!(timeout(soon, sleep).await.is_err());
    assert_eq!(sql::number(&db, "SELECT 7::bigint").await?, 7);
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let sleep = sql::number(&tx, "SELECT 1::bigint FROM pg_sleep(0.5)");
    assert!(timeout(soon, sleep).await.is_err());
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 2);
    Ok(())
}

async fn it_ends_with_its_task(place: &Place) -> Result<()> {
    let (client, task) = client(place).await;
    let db = PostgresConnection::from(client);
    accounts::create_all(&db).await?;
    task.abort();
    drop(task.await);
    let lost = Account::all().count(&db).await;
    let Err(Error::Lost(lost)) = lost else {
        panic!("{lost:?}")
    };
    assert!(!lost.may_have_committed);
    Ok(())
}
