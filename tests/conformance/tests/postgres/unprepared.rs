//! Unprepared statements, for proxies that give each transaction another connection.

use tablewright::{Database, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::{Place, sql};

use crate::{on_each_postgres, types};

on_each_postgres!(
    every_type_is_written_as_text,
    nothing_is_prepared,
    few_statements_are_kept,
    errors_are_the_same,
    names_that_another_client_has,
    names_that_are_forgotten,
);

/// The statements that the server keeps for this connection, not counting the one that asks.
pub const PREPARED: &str =
    "SELECT count(*) FROM pg_prepared_statements WHERE statement NOT LIKE '%prepared%'";

async fn with_cache(place: &Place, statements: usize) -> Result<Database> {
    let options = PoolOptions::new()
        .max_connections(1)
        .statement_cache(statements);
    place.connect_with(&options).await
}

async fn every_type_is_written_as_text(place: &Place) -> Result<()> {
    types::every_type_comes_back(&with_cache(place, 0).await?).await
}

async fn nothing_is_prepared(place: &Place) -> Result<()> {
    let db = with_cache(place, 0).await?;
    accounts::create_all(&db).await?;
    let mut account = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    account.balance = 7;
    account.save(&db).await?;
    assert_eq!(Account::find_by_owner("ada").one(&db).await?, account);
    assert_eq!(Account::all().count(&db).await?, 1);
    Entry::insert(NewEntry {
        account_id: 1,
        amount: 5,
    })
    .one(&db)
    .await?;
    assert!(account.delete(&db).await.is_err());
    assert_eq!(sql::number(&db, PREPARED).await?, 0);
    Ok(())
}

async fn few_statements_are_kept(place: &Place) -> Result<()> {
    let db = with_cache(place, 3).await?;
    accounts::create_all(&db).await?;
    for id in 1..20 {
        Account::insert(NewAccount { id }).one(&db).await?;
        assert!(Account::find(id).exists(&db).await?);
        assert_eq!(Account::find(id).one(&db).await?.id, id);
        let count = Account::all().count(&db).await?;
        assert_eq!(count, u64::from(id.unsigned_abs()));
        assert_eq!(
            sql::number(&db, &format!("SELECT {id}::bigint")).await?,
            i64::from(id)
        );
        let kept = sql::number(&db, PREPARED).await?;
        assert!((1..=3).contains(&kept), "{kept}");
    }
    Ok(())
}

async fn errors_are_the_same(place: &Place) -> Result<()> {
    let db = with_cache(place, 0).await?;
    accounts::create_all(&db).await?;
    let account = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "secret")
        .one(&db)
        .await?;
    let unique = Account::insert(NewAccount { id: 2 })
        .set(Account::OWNER, "secret")
        .one(&db)
        .await;
    let Err(Error::Unique(violation)) = unique else {
        panic!("{unique:?}")
    };
    assert_eq!(violation.columns, ["owner"]);
    let missing = Entry::insert(NewEntry {
        account_id: 7,
        amount: 1,
    })
    .one(&db)
    .await;
    assert!(matches!(missing, Err(Error::ForeignKey(_))), "{missing:?}");
    sql::run(&db, "ALTER TABLE accounts ALTER owner TYPE INTEGER USING 7").await?;
    let other = account.save(&db).await;
    let Err(Error::Schema(error)) = &other else {
        panic!("{other:?}")
    };
    assert!(error.message.starts_with("accounts: a column"), "{error}");
    assert!(!format!("{other:?}").contains("secret"), "{other:?}");
    let other = Account::all().all(&db).await;
    let Err(Error::Schema(error)) = &other else {
        panic!("{other:?}")
    };
    assert!(error.message.starts_with("accounts.owner: "), "{error}");
    sql::run(&db, "DROP TABLE entries, accounts").await?;
    let gone = Account::all().all(&db).await;
    let Err(Error::Schema(error)) = &gone else {
        panic!("{gone:?}")
    };
    assert_eq!(error.missing[0].table, "accounts");
    Ok(())
}

/// Takes the names that the driver gives to prepared statements, as another client behind the same
/// proxy does.
const TAKE_NAMES: &str = "DO $$ DECLARE free text; BEGIN FOR free IN \
     SELECT 's' || number FROM generate_series(0, 5000) AS number \
     WHERE 's' || number NOT IN (SELECT name FROM pg_prepared_statements) LOOP \
     EXECUTE 'PREPARE ' || free || ' AS SELECT 0'; END LOOP; END $$";

async fn names_that_another_client_has(place: &Place) -> Result<()> {
    for in_transaction in [false, true] {
        let db = with_cache(place, 256).await?;
        accounts::create_all(&db).await?;
        Account::all().delete().execute(&db).await?;
        Account::insert(NewAccount { id: 1 }).one(&db).await?;
        sql::run(&db, TAKE_NAMES).await?;
        if in_transaction {
            // The server refuses all later statements, and the transaction can be run again.
            let tx = db.begin().await?;
            let clash = Account::find(1).one(&tx).await;
            assert!(
                matches!(&clash, Err(error) if error.is_conflict()),
                "{clash:?}"
            );
            tx.rollback().await?;
        }
        for _ in 0..2 {
            assert_eq!(Account::find(1).one(&db).await?.id, 1);
            assert!(Account::find(1).exists(&db).await?);
            assert_eq!(sql::number(&db, "SELECT 7::bigint").await?, 7);
        }
        let tx = db.begin().await?;
        Account::insert(NewAccount { id: 2 }).one(&tx).await?;
        let twice = Account::insert(NewAccount { id: 2 }).one(&tx).await;
        assert!(twice.is_err_and(|error| error.is_unique()));
        tx.rollback().await?;
        assert_eq!(Account::all().count(&db).await?, 1);
    }
    let db = with_cache(place, 256).await?;
    let tried = tablewright::retry(&db, async |tx| {
        sql::run(&tx, TAKE_NAMES).await?;
        Account::find(1).one(&tx).await
    })
    .await?;
    assert_eq!(tried.id, 1);
    Ok(())
}

async fn names_that_are_forgotten(place: &Place) -> Result<()> {
    let db = with_cache(place, 256).await?;
    accounts::create_all(&db).await?;
    for _ in 0..3 {
        assert_eq!(Account::all().count(&db).await?, 0);
        sql::run(&db, "DEALLOCATE ALL").await?;
    }
    let tx = db.begin().await?;
    sql::run(&tx, "DEALLOCATE ALL").await?;
    let forgotten = Account::all().count(&tx).await;
    assert!(
        matches!(&forgotten, Err(error) if error.is_conflict()),
        "{forgotten:?}"
    );
    tx.rollback().await?;
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}
