//! Tables that change under prepared statements.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

use tablewright::{Error, Isolation, Result, RetryOptions};
use tablewright_test_conformance::models::accounts::{Account, NewAccount};
use tablewright_test_conformance::{Place, sql};

use crate::{on_each_postgres, pool};

on_each_postgres!(
    a_statement_is_prepared_again,
    parameters_of_another_type,
    in_a_transaction_it_is_a_conflict,
    a_server_that_has_forgotten_the_statement,
);

async fn a_statement_is_prepared_again(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let mut ada = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    for text in [
        "ALTER TABLE accounts ALTER owner TYPE TEXT",
        "ALTER TABLE accounts ADD extra INTEGER",
        "ALTER TABLE accounts ALTER balance TYPE BIGINT",
        "ALTER TABLE accounts ALTER balance TYPE SMALLINT",
        "ALTER TABLE accounts DROP extra",
        "ALTER TABLE accounts ALTER owner TYPE VARCHAR(20)",
    ] {
        ada.balance += 1;
        ada.save(&db).await?;
        assert_eq!(Account::find(1).one(&db).await?, ada);
        sql::run(&db, text).await?;
        for _ in 0..2 {
            assert_eq!(Account::find(1).one(&db).await?, ada, "{text}");
            ada.balance += 1;
            ada.save(&db).await?;
            let new = Account::insert(NewAccount { id: 2 })
                .set(Account::BALANCE, 7)
                .one(&db)
                .await?;
            new.delete(&db).await?;
        }
    }
    Ok(())
}

/// The types of parameters are those of the columns when the statement was prepared.
async fn parameters_of_another_type(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let loosen = "ALTER TABLE accounts DROP CONSTRAINT ck_accounts_balance, \
                  ALTER balance DROP DEFAULT";
    sql::run(&db, loosen).await?;
    let retype = "ALTER TABLE accounts ALTER balance TYPE TEXT, ALTER balance SET DEFAULT '0'";
    sql::run(&db, retype).await?;
    // The default is a text, which is not read.
    let account = Account::insert(NewAccount { id: 1 }).one(&db).await;
    assert!(matches!(account, Err(Error::Schema(_))), "{account:?}");
    sql::run(&db, "DELETE FROM accounts").await?;
    let account = Account {
        id: 1,
        owner: None,
        balance: 7,
    };
    assert!(matches!(account.save(&db).await, Err(Error::Schema(_))));
    sql::run(
        &db,
        "ALTER TABLE accounts ALTER balance DROP DEFAULT, ALTER balance TYPE INTEGER USING 0, \
         ALTER balance SET DEFAULT 0",
    )
    .await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    account.save(&db).await?;
    assert_eq!(Account::find(1).one(&db).await?, account);
    // In the other direction: a statement prepared for a number does not fit a string.
    assert!(Account::find(1).exists(&db).await?);
    sql::run(&db, "DROP TABLE entries").await?;
    sql::run(&db, "ALTER TABLE accounts ALTER id TYPE TEXT").await?;
    let refused = Account::find(1).exists(&db).await;
    let Err(Error::Schema(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        error.message,
        "accounts.id: the database has a column of type TEXT, and the model needs INTEGER: alter \
         the column, or the type in models.yaml"
    );
    Ok(())
}

async fn in_a_transaction_it_is_a_conflict(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let other = place.connect().await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    Account::find(1).one(&db).await?;
    sql::run(&other, "ALTER TABLE accounts ALTER owner TYPE TEXT").await?;
    let tries = AtomicU32::new(0);
    let options = RetryOptions::new().isolation(Isolation::RepeatableRead);
    let found = tablewright::retry_with(&db, options, async |tx| {
        let found = Account::find(1).one(&tx).await;
        if tries.fetch_add(1, Relaxed) == 0 {
            assert!(matches!(found, Err(Error::Conflict(_))), "{found:?}");
        }
        found
    });
    assert_eq!(found.await?.owner.as_deref(), Some("ada"));
    assert_eq!(tries.load(Relaxed), 2);
    Ok(())
}

async fn a_server_that_has_forgotten_the_statement(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let ada = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    for _ in 0..3 {
        assert_eq!(Account::find(1).one(&db).await?, ada);
        ada.save(&db).await?;
        sql::run(&db, "DEALLOCATE ALL").await?;
    }
    Ok(())
}
